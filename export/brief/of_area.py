"""The brief of one wijk, buurt or gemeente, out of the same view that its profile shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import plotly.graph_objects as go

from answers import carried, compare, data, dimensions, divisions, elsewhere, format, former, ground, history, words
from answers.profile import Figure, sentences
from answers.profile import view as profile_view
from answers.profile.view import View
from export.brief import content
from export.brief.content import Brief, Number, Picture
from export.brief.questions import ask
from figures import charts, ladder
from figures.colours import Palette
from indicators import key_figures, series, trend, uncertainty
from indicators.catalog import Entry
from indicators.ground import plain_name
from indicators.profile import OTHER_DIVISION
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of, in_gemeente, level_of

# Below this many inhabitants there is nobody to ask youth work or other missing figures for.
_NOBODY = 50
# Sentences on what stands out that a page of paper has room for.
_SAID = 3
# The question that tests the plan.
_PLAN = "plan_slagen_gebied"


def brief(code: str) -> Brief:
    """The page of one area, as it is or (``WK036301@2020``) as it was. Raises KeyError for one that no division knows."""
    place = data.place(code)
    if place is None:
        raise KeyError(f"Er is geen gebied met de code {code!r}.")
    bare, _, division = code.partition("@")
    view = profile_view.view_of(code)
    shown = [view.found[id] for id in _ids(view)]
    entries = [_meant(figure) for figure in shown]
    first = next((figure for figure in shown if figure.value is not None), None)
    chart, cuts = _chart(code, place.name, first, view) if first else (None, [])
    picture, on_others = _map(code, first) if first else (None, "")
    people = view.found.get("inwoners")
    living = [f"{format.number(people.value)} inwoners ({people.year})"] if people and people.value is not None else []
    liveability, about_it = _liveability(code)
    sources = [*(source for entry in entries for source in entry.sources), *about_it]
    standing = tuple(sentences.sentence(one, view.against, judgement=False) for one in sentences.chosen(view.apart))
    return Brief(
        title=view.title,
        subtitle=" · ".join(
            [
                place.undated,
                f"{bare}, zoals het was in de indeling van {division}" if division else code,
                *living,
                "elk cijfer van het nieuwste jaar waarin het er is",
            ]
        ),
        name=("debatbrief", place.name, code.replace("@", "-")),
        numbers=tuple(_number(code, figure, entry, view) for figure, entry in zip(shown, entries, strict=True)),
        # Three sentences at most have room on one page of paper; liveability is never the one that goes.
        said=(
            (*(standing or (sentences.nothing(view.judged, view.against),)),)[: _SAID - len(liveability)] + liveability
        ),
        map=picture,
        chart=chart,
        without=tuple(
            text
            for text, there in (
                (f"Er is geen kaart van {place.name} met dit cijfer.", picture),
                ("Er is geen reeks van dit cijfer.", chart),
            )
            if there is None
        ),
        cautions=content.cautions(
            cuts,
            entries,
            people=people.value if people else None,
            name=place.name,
            unsure={
                e.label: (f.value, f.said.interval)
                for f, e in zip(shown, entries, strict=True)
                if f.value is not None and f.said.interval
            },
            other_boundaries=on_others,
            missing=_missing(view, code),
        ),
        questions=() if former.is_former(place) else ask("gebied", list(_facts(view, place.name)), _PLAN),
        unasked=_unasked(place),
        sources=content.credits(sources),
        address=content.live("wijkprofiel", **elsewhere.chosen(code)),
        version=data.store().version,
        fetched=content.fetched(sources),
        demo=data.store().demo,
    )


def _liveability(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Leefbaarometer, our dimensions and where they differ, in a sentence, with its sources; nothing where there is neither."""
    found = dimensions.of(code)
    said = dimensions.in_short(found)
    sources = (*(("leefbaarometer",) if found.theirs else ()), *(("indicatoren",) if found.ours else ()))
    return ((f"Leefbaarheid. {said}",), sources) if said else ((), ())


def _unasked(place: data.Place) -> str:
    """Why nobody is asked about an area of before: who governs now has other areas; "" for one of now."""
    if not former.is_former(place):
        return ""
    gone = former.what_became_of(place.code)
    names = [one.name for one in gone.now] if gone else []
    instead = f" Maak daarvoor de brief van {format.joined(names)}." if names else ""
    return (
        f"Dit is het gebied zoals het was in {place.year}. Daarom staan hier geen vragen aan wie nu bestuurt.{instead}"
    )


def _meant(figure: Figure) -> Entry:
    entry = data.entry(figure.id)
    return data.meant(entry, figure.year)


def _ids(view: View) -> list[str]:
    """Three figures: the headline's, then what stands out, then the key figures in their order. Origin never."""
    known = {id for id, figure in view.found.items() if figure.value is not None and not data.entry(id).sensitive}
    compared = {id for id in known if view.found[id].compared}
    subjects = [
        id
        for s in sorted(key_figures.subjects(), key=lambda s: s.theme in content.LAST)
        if (id := s.pick(compared) or s.pick(known))
    ]
    apart = [one.figure.id for one in sentences.chosen(view.apart)]
    lead = ["armoede"] if "armoede" in compared else []
    sure = [id for id in subjects if view.found[id].said.interval is not None and not data.entry(id).total]
    ordered = list(dict.fromkeys([*lead, *apart, *sure, *subjects]))
    # Two figures that mean the same are one.
    seen: dict[str, str] = {}
    for id in ordered:
        seen.setdefault(_meant(view.found[id]).label, id)
    return list(seen.values())[: content.NUMBERS]


def _number(code: str, figure: Figure, entry: Entry, view: View) -> Number:
    beside = []
    for name, value in view.against.values(figure).items():
        if entry.total:
            continue
        result = figure.said.beside.get(name, "")
        clear = f", hier {result}" if result in (uncertainty.HIGHER, uncertainty.LOWER) else ""
        called = view.against.names[name].removeprefix("in ")
        made = f" ({how})" if (how := sentences.made_beside(figure, name)) else ""
        beside.append(f"{called} {sentences.said_beside(figure, name, entry, value)}{made}{clear}")
    return Number(
        label=f"{content.with_unit(entry)}{words.marked(data.entry(figure.id), figure.status)}",
        value=words.short(entry, figure.value, figure.status),
        year=f"{figure.year}{_called(code, figure)}",
        margin=carried.word(figure.made) if figure.made else content.margin(entry, figure.said.interval),
        beside="; ".join(beside[:2]),
    )


def _called(code: str, figure: Figure) -> str:
    """What the area was called in the division of a figure, where that was another name."""
    place = data.place(code)
    if figure.division is None or figure.made or place is None:
        return ""
    then = ground.name_in(code, figure.division)
    return (
        f", in de indeling van {figure.division} {then}" if then and plain_name(then) != plain_name(place.name) else ""
    )


def _map(code: str, first: Figure) -> tuple[Picture | None, str]:
    """The map of the area among its neighbours, and a caution where the figure is on other boundaries."""
    level, entry = level_of(code), data.entry(first.id)
    at = "wijk" if level == "gemeente" else level
    year = first.year or 0
    on = first.made.division if first.made else first.division or year
    told = f"De cijfers van {year} staan op de gebiedsgrenzen van {on}." if on != year else ""
    if first.made:
        told = f"Het cijfer van {year} is {carried.word(first.made)}. De gebieden eromheen zijn die van {on}."
    if year not in data.years(at, first.id):
        year = max(data.years(at, first.id), default=0)
    if not year or not entry.mappable:
        return None, told
    gemeente = ground.gemeente_of_then(code, divisions.division_of(at, year, first.id))
    parent = data.place(gemeente)
    where = parent.name if parent else data.country()
    return content.map_of(entry, at, year, gemeente, [code] if level != "gemeente" else [], where), told


def _chart(code: str, name: str, first: Figure, view: View) -> tuple[Picture | None, list[str]]:
    """The first figure through the years beside gemeente and country; with one year, beside its neighbours."""
    entry, gemeente = data.entry(first.id), ground.around(code, "gemeente")
    beside = [c for c in (gemeente, "NL00") if c and c != code and not entry.total]
    breaks = [*entry.breaks, *(year for year, _ in entry.definitions[1:])]
    through = history.trend([code, *beside], first.id, breaks)
    own = through.values[code].dropna()
    meant = _meant(first)
    unit = format.in_words(entry.unit)
    if len(own) < 2:
        return _among(code, name, first), []
    parent = data.place(gemeente)
    names = {code: name, "NL00": data.country_label(), gemeente: parent.name if parent else ""}

    def draw(palette: Palette) -> go.Figure:
        lines = [
            charts.Line(
                c,
                str(names[c]),
                through.values[c],
                palette.accent if c == code else palette.quiet,
                cuts=through.cuts[c],
                context=c != code,
                dash="dash" if c == "NL00" else "solid",
                said=through.said(entry, c),
            )
            for c in [code, *beside]
            if len(through.values[c].dropna())
        ]
        return charts.trend(lines, lambda v: words.value(entry, v), "", palette, 300)

    label = entry.label if entry.definitions else meant.label
    return Picture(
        title=f"{label} door de jaren, {unit}",
        draw=draw,
        alt=content.line_alt(label, name, own, lambda v: words.value(entry, v), through.said(entry, code)),
    ), [series.words(cut) for cut in through.cuts[code]]


def _among(code: str, name: str, first: Figure) -> Picture | None:
    """One year: the area among the others of its gemeente (at most twelve around it), with margins."""
    level, entry, year = level_of(code), data.entry(first.id), first.year or 0
    division = first.division or year
    values = data.values(first.id, level, year)["value"].dropna()
    own = "" if first.made else ground.line(code).get(division, "")
    around = values if level == "gemeente" else values[in_gemeente(values.index, gemeente_of(own) if own else None)]
    if own not in around.index or entry.for_others:
        return None
    alone = len(around) < 2  # a gemeente of one wijk: then among all of the country
    around = values if alone else around
    if len(around) < 2:
        return None
    ranked = around.sort_values(ascending=False, kind="stable")
    at = list(ranked.index).index(own)
    start = max(0, min(at - 5, len(ranked) - 11))
    names = ground.names(level, division)["name"]
    # Each by what it was called then, and asked for as the area that it was.
    some = ranked.iloc[start : start + 11]
    regions = [code if c == own else ground.region(str(c), division) for c in some.index]
    named = {region: str(names.get(c, c)) for region, c in zip(regions, some.index, strict=True)}
    some = some.set_axis(regions)
    (row,) = compare.rows(regions, [entry], year)
    bounds = compare.bounds(row, entry)
    whole = data.value_of(first.id, "NL00", year)
    part = "" if len(some) == len(ranked) else f", {len(some)} van de {format.number(len(ranked))} rond {name}"
    where = (
        f"{LEVEL_PLURALS[level]}{part}"
        if level == "gemeente" or alone
        else f"{LEVEL_PLURALS[level]} van de gemeente{part}"
    )

    def show(value: float) -> str:
        return words.short(entry, value)

    return Picture(
        title=f"{_meant(first).label}, {where}, {year}, met marge",
        draw=lambda palette: ladder.draw(
            some,
            row.intervals,
            named,
            {code: palette.accent},
            show,
            ladder.Against(None if whole is None else (data.country_label(), whole)),
            palette,
            ladder.Told(said=bounds),
        ),
        alt=ladder.alt(_meant(first).label, some, named, show, str(year), bounds).replace(
            " De tabel hieronder geeft alle waarden.", ""
        ),
    )


def _missing(view: View, code: str) -> str:
    """A sentence on key figures that this area lacks; "" where it has them all."""
    figure = _lacking(view)
    if figure is None:
        return ""
    label = _missing_label(view)
    if figure.status == OTHER_DIVISION and figure.division is not None and elsewhere.of_code(code, figure.division):
        why = elsewhere.reason(code, figure.division)
        return f"Van {label} is hier geen cijfer van {figure.year} bekend: {why}. Leeg is geen nul."
    return f"Van {label} is hier geen cijfer bekend. Leeg is geen nul."


def _missing_label(view: View) -> str:
    figure = _lacking(view)
    return "" if figure is None else _low(data.entry(figure.id).label.split(" (")[0])


def _lacking(view: View) -> Figure | None:
    """The first figure of the first key subject that the area lacks; None where it has them all."""
    known = {id for id, figure in view.found.items() if figure.value is not None}
    for subject in key_figures.subjects():
        if subject.theme in ("armoede", "jeugd", "leefbaarheid") and subject.pick(known) is None:
            listed = [id for id in subject.ids if id in view.found and id != "jongerenwerk"]
            if listed:
                return view.found[listed[0]]
    return None


def _facts(view: View, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What questions can be asked about, the weightiest first."""
    yield "naam", {"name": name}
    for one in sentences.chosen(view.apart):
        value = words.short(one.entry, one.figure.value, one.figure.status)
        made = f", {carried.word(one.figure.made)}" if one.figure.made else ""
        facts = {
            "label": one.entry.label,
            "label_low": _low(one.entry.label),
            "value": value,
            "year": f"{one.figure.year}{made}",
            "apart": sentences.difference(one, view.against),
        }
        yield ("ongunstig" if one.judged == "slechter" else "gunstig"), facts
    for figure in view.found.values():
        moved = figure.said.movement
        if moved is not None and moved.label in (trend.UP, trend.DOWN) and data.entry(figure.id).rankable:
            meant = _meant(figure)
            yield "trend", {"start": str(moved.start), "trend": moved.label, "label_low": _low(meant.label)}
            break
    people = view.found.get("inwoners")
    if people is not None and people.value is not None and people.value < _NOBODY:
        return
    work = view.found.get("jongerenwerk")
    if work is not None and work.value is not None:
        yield (
            "jongerenwerk_bekend",
            {"youth_work": words.value(data.entry("jongerenwerk"), work.value), "youth_year": str(work.year)},
        )
    else:
        yield "jongerenwerk_onbekend", {}
    if label := _missing_label(view):
        yield "leeg", {"missing_label": label}


def _low(label: str) -> str:
    """A label in the middle of a sentence; a name of letters only (WOZ, VVE) keeps its capitals."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
