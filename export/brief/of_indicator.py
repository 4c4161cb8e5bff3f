"""The brief of one figure over all areas of a level: of the country, or of one gemeente."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import plotly.graph_objects as go

from answers import data, elsewhere, format, ground, history, words
from export.brief import content
from export.brief.content import Brief, Number, Picture
from export.brief.questions import ask
from figures import charts, ladder, maps
from figures.colours import Palette
from indicators import assessment, series
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, level_of

_DOTS = 11


def brief(id: str, level: str, year: int, gemeente: str | None = None, chosen: str | None = None) -> Brief:
    """The page of one figure, level and year.

    Raises KeyError for an unknown figure, ValueError (Dutch) for a year without it.
    """
    entry = data.entry(id)
    if year not in data.years(level, id):
        raise ValueError(f"{entry.label} is er niet voor {LEVEL_PLURALS[level]} in {year}.")
    meant = data.meant(entry, year)
    parent = data.place(gemeente)
    where = parent.name if parent else data.country()
    drawing = maps.prepare(entry, level, year, gemeente, "kwantielen", 5)
    whole_code = gemeente or COUNTRY
    whole = ground.value_of(id, whole_code, year)
    missing = int(drawing.values["value"].isna().sum())
    picked = chosen if chosen and ground.line(chosen).get(drawing.own) in drawing.values.index else None
    chart, cuts = _chart(entry, meant, whole_code, picked, year)
    if chart is None:
        chart = _ladder(entry, meant, drawing)
    many = LEVEL_PLURALS[level]
    lacking = f"Voor {format.areas(missing, level)} is dit cijfer niet bekend. Leeg is geen nul." if missing else ""
    on = drawing.own
    return Brief(
        title=words.finding(meant, drawing.values["value"], level, whole, where, drawing.values["status"]),
        subtitle=f"{meant.is_.rstrip('.')} · {format.in_words(meant.unit)} · {many} in {where} · {year}",
        name=("debatbrief", id, level, where, str(year)),
        numbers=_numbers(entry, meant, level, year, whole_code, where, drawing, picked),
        said=(f"{meant.is_} {meant.is_not}".strip(),),
        map=content.map_of(entry, level, year, gemeente, [picked] if picked else [], where)
        if entry.mappable and (gemeente or level != "buurt")
        else None,
        chart=chart,
        without=("Van dit cijfer is hier geen kaart of reeks.",),
        cautions=content.cautions(
            cuts,
            [meant],
            missing=lacking,
            other_boundaries=f"De cijfers van {year} staan op de gebiedsgrenzen van {on}." if on != year else "",
        ),
        questions=tuple(
            replace(q, to="wethouder") if gemeente and q.to == "minister" and "Deltaplan" not in q.text else q
            for q in ask("indicator", _facts(meant, level, year, where, drawing, missing), "plan_slagen_indicator")
        ),
        sources=content.credits(meant.sources),
        address=content.live(
            "kaart",
            indicator=id,
            niveau=level,
            jaar=str(year),
            gemeente=gemeente or "",
            **elsewhere.chosen(picked or ""),
        ),
        version=data.store().version,
        fetched=content.fetched(meant.sources),
        demo=data.store().demo,
    )


def _interval(entry: Entry, area: str, year: int) -> tuple[float, float] | None:
    """The margin of an area, as far as the figure is on its ground."""
    level = level_of(area)
    division = data.store().own_division(level, year, entry.id)
    held = data.store().table(level, year, assessment.columns([entry]), division)
    return assessment.intervals(entry, year, ground.of_areas(held, [area], division)).get(area)


def _numbers(
    entry: Entry,
    meant: Entry,
    level: str,
    year: int,
    whole_code: str,
    where: str,
    drawing: maps.Drawing,
    picked: str | None,
) -> tuple[Number, ...]:
    """The whole, the chosen area, and how the areas lie: three of them."""
    found: list[Number] = []

    def of_place(code: str, name: str, beside: str) -> None:
        value, status = ground.value_of(entry.id, code, year), ground.status_of(entry.id, code, year)
        if value is not None:
            found.append(
                Number(
                    name,
                    words.short(meant, value, status),
                    str(year),
                    content.margin(meant, _interval(entry, code, year)),
                    beside,
                )
            )

    of_place(whole_code, f"{where[0].upper()}{where[1:]}", "het geheel")
    if picked:
        place = data.place(picked)
        of_place(picked, place.label if place and "@" not in picked else elsewhere.name(picked), "gekozen gebied")
    many = LEVEL_PLURALS[level]
    values, firm = drawing.known, drawing.values["status"]
    for share, label in ((0.1, f"1 op de 10 {many}"), (0.5, f"De helft van de {many}"), (0.9, f"9 op de 10 {many}")):
        if len(found) < content.NUMBERS and len(values):
            counted, low = words.reached(meant, values, share, level, firm)
            label = f"{counted} {many}" if counted else label
            found.append(
                Number(label, low, str(year), "of meer", f"van {format.areas(len(values), level)} met een waarde")
            )
    return tuple(found)


def _chart(
    entry: Entry, meant: Entry, whole_code: str, picked: str | None, year: int
) -> tuple[Picture | None, list[str]]:
    """The figure through the years: the country, the gemeente, the chosen area; None with one year."""
    codes = list(dict.fromkeys(c for c in (picked, whole_code, COUNTRY) if c))
    breaks = [*entry.breaks, *(first for first, _ in entry.definitions[1:])]
    through = history.trend(codes, entry.id, breaks)
    lead = next((c for c in codes if len(through.values[c].dropna()) > 1), None)
    if lead is None:
        return None, []
    names = {c: data.country_label() if c == COUNTRY else elsewhere.name(c) for c in codes}

    def draw(palette: Palette) -> go.Figure:
        lines = [
            charts.Line(
                c,
                names[c],
                through.values[c],
                palette.accent if c == lead else palette.quiet,
                cuts=through.cuts[c],
                context=c != lead,
                dash="dash" if c == COUNTRY and c != lead else "solid",
                said=through.said(entry, c),
            )
            for c in codes
            if len(through.values[c].dropna())
        ]
        return charts.trend(lines, lambda v: words.value(entry, v), "", palette, 300)

    return Picture(
        title=f"{content.with_unit(entry)} door de jaren",
        draw=draw,
        alt=content.line_alt(
            entry.label,
            names[lead],
            through.values[lead],
            lambda v: words.short(entry, v),
            through.said(entry, lead),
        ),
    ), [series.words(cut) for cut in through.cuts[lead]]


def _ladder(entry: Entry, meant: Entry, drawing: maps.Drawing) -> Picture | None:
    """The areas with the most, with margins: a name of the figure's own division beside each, and no rank."""
    from answers import compare

    level, year, values = drawing.level, drawing.year, drawing.known
    if len(values) < 2 or entry.for_others:
        return None
    some = values.sort_values(ascending=False, kind="stable").iloc[:_DOTS]
    regions = [ground.region(str(code), drawing.own) for code in some.index]
    named = {region: str(drawing.values["name"][code]) for region, code in zip(regions, some.index, strict=True)}
    some = some.set_axis(regions)
    (row,) = compare.rows(regions, [entry], year)
    bounds = compare.bounds(row, meant)
    part = (
        f"de {len(some)} hoogste van {format.areas(len(values), level)}"
        if len(some) < len(values)
        else LEVEL_PLURALS[level]
    )

    def show(value: float) -> str:
        return words.short(meant, value)

    return Picture(
        title=f"{content.with_unit(meant)}: {part}, {year}, met marge",
        draw=lambda palette: ladder.draw(
            some, row.intervals, named, {}, show, ladder.Against(), palette, ladder.Told(said=bounds)
        ),
        alt=ladder.alt(meant.label, some, named, show, str(year), bounds).replace(
            " De tabel hieronder geeft alle waarden.", ""
        ),
    )


def _facts(
    meant: Entry, level: str, year: int, where: str, drawing: maps.Drawing, missing: int
) -> list[tuple[str, Mapping[str, str]]]:
    label = meant.label[0].lower() + meant.label[1:]
    many = LEVEL_PLURALS[level]
    values = drawing.known
    counted, high = (
        words.reached(meant, values, 0.1, level, drawing.values["status"]) if len(values) else ("", format.UNKNOWN)
    )
    facts: list[tuple[str, Mapping[str, str]]] = [
        (
            "naam",
            {
                "label": meant.label,
                "label_low": label,
                "areas": many,
                "where": where,
                "year": str(year),
                "high": high,
                "part": f"{counted} {many}" if counted else f"1 op de 10 van de {many}",
                "name": where,
            },
        )
    ]
    return [*facts, ("leeg", {"missing": format.areas(missing, level)})] if missing else facts
