"""The brief of an own area: several wijken or buurten taken together, where that is honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from answers import compare, contrast, data, elsewhere, format, ground, own_area, words
from answers.own_area import Row
from export.brief import content
from export.brief.content import Brief, Number, Picture
from export.brief.questions import ask
from figures import ladder
from indicators import areas, catalog, key_figures
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, level_of

_MOST_DOTS = 12


def brief(codes: Sequence[str]) -> Brief:
    """The page of these areas together.

    Raises ValueError (Dutch) where they are no area of their own, KeyError for an unknown code.
    """
    unknown = [code for code in codes if data.place(code) is None]
    if unknown:
        raise KeyError(f"Er is geen gebied met de code {unknown[0]!r}.")
    codes = ground.distinct(codes)
    if fault := areas.wrong(codes, pd.Index(codes)):
        raise ValueError(fault)
    level = level_of(codes[0])
    names = {code: elsewhere.name(code) for code in codes}
    rows = _rows(codes)
    first = rows[0] if rows else None
    count = format.areas(len(codes), level)
    chart, spread = _chart(codes, names, first) if first else (None, {})
    gemeenten = {ground.around(code, "gemeente") for code in codes}
    only = next(iter(gemeenten)) if len(gemeenten) == 1 else None
    picture = _map(first, level, only, codes) if first else None
    entries = [_meant(row) for row in rows]
    return Brief(
        title=_title(first, codes, names, count),
        subtitle=f"{areas.name(codes)}: {_listed(list(names.values()))} · opgeteld of gewogen waar dat eerlijk kan",
        name=("debatbrief", "eigen-gebied", *codes[:3]),
        numbers=tuple(_number(row, codes) for row in rows),
        said=_said(rows, codes),
        map=picture,
        chart=chart,
        without=("Hier is geen beeld van te geven.",),
        cautions=content.cautions(
            (),
            entries,
            missing="Medianen, afstanden en scores zijn niet op te tellen: die staan hier niet."
            if rows
            else "Van deze gebieden samen is geen cijfer te maken.",
        ),
        questions=ask("set", [("naam", {"count": count}), *_facts(first, codes), *spread.items()], "plan_slagen_set"),
        sources=content.credits(source for entry in entries for source in entry.sources),
        address=content.live("vergelijken", gebieden=",".join(codes[:10]), samen=",".join(codes)),
        version=data.store().version,
        fetched=content.fetched(source for entry in entries for source in entry.sources),
        demo=data.store().demo,
    )


def _listed(names: Sequence[str]) -> str:
    return format.joined([*names[:6], f"{len(names) - 6} andere"] if len(names) > 7 else list(names))


def _meant(row: Row) -> Entry:
    return data.meant(row.entry, row.year)


def _rows(codes: Sequence[str]) -> list[Row]:
    """Three figures that can be made of these areas, the key figures in their order; origin never."""
    known = catalog.entries()
    wanted = [id for s in key_figures.subjects() if s.theme not in ("samengesteld", "geld") for id in s.ids]
    wanted = [id for id in wanted if id in known and not known[id].sensitive and not known[id].for_others]
    made = {row.entry.id: row for row in own_area.rows(codes, [known[id] for id in wanted]) if row.found.how != "niet"}
    ordered = sorted(key_figures.subjects(), key=lambda s: s.theme in content.LAST)
    chosen = [id for s in ordered if (id := s.pick(made))]
    found: dict[str, Row] = {}
    for id in chosen:
        found.setdefault(_meant(made[id]).label, made[id])
    shares = [row for row in found.values() if not row.entry.total]
    return [*shares, *(row for row in found.values() if row.entry.total)][: content.NUMBERS]


def _said(rows: Sequence[Row], codes: Sequence[str]) -> tuple[str, ...]:
    """How the areas stand beside the rest of their gemeente, of the country without one; and how a figure was made."""
    against = contrast.rests(codes)[:1]
    held = [contrast.hold(codes, against, row.entry.id, row.year) for row in rows if row.year and not row.entry.total]
    told = [contrast.sentence(one, "deze gebieden samen", contrast.other_name(against, codes)) for one in held]
    notes = [f"{_meant(row).label}: {row.found.note}" for row in rows if row.found.note]
    return fitting([line for line in told if line], notes)


def fitting(told: Sequence[str], notes: Sequence[str]) -> tuple[str, ...]:
    """At most three sentences, one of them a comparison: that never cuts how a figure was made, and how far off it can be."""
    return (*told[:1], *notes[:2]) if notes else tuple(told[:2])


def _number(row: Row, codes: Sequence[str]) -> Number:
    meant = _meant(row)
    whole = data.value_of(row.entry.id, COUNTRY, row.year) if row.year and not row.entry.total else None
    return Number(
        label=content.with_unit(meant),
        value=own_area.said(row),
        year=str(row.year),
        margin=content.margin(meant, own_area.interval(row, codes)),
        beside="" if whole is None else f"heel {data.country()} {words.short(meant, whole)}",
    )


def _title(first: Row | None, codes: Sequence[str], names: Mapping[str, str], count: str) -> str:
    if first is None:
        return f"Over {count} samen is geen cijfer te geven"
    meant, whole = _meant(first), data.value_of(first.entry.id, COUNTRY, first.year or 0)
    beside = "" if whole is None or first.entry.total else f", in heel {data.country()} {words.short(meant, whole)}"
    where = format.joined(list(names.values())) if len(codes) <= 3 else count
    return f"{meant.label}: {own_area.said(first)} in {where} samen{beside} ({first.year})"


def _map(first: Row, level: str, gemeente: str | None, codes: Sequence[str]) -> Picture | None:
    if not first.entry.mappable or not first.year:
        return None
    parent = data.place(gemeente) if gemeente else None
    if level == "buurt" and gemeente is None:
        return None
    return content.map_of(first.entry, level, first.year, gemeente, codes, parent.name if parent else data.country())


def _chart(
    codes: Sequence[str], names: Mapping[str, str], first: Row
) -> tuple[Picture | None, dict[str, Mapping[str, str]]]:
    """The first figure in each of the areas, with margins; and the difference between them, for a question."""
    meant, year = _meant(first), first.year or 0
    (row,) = compare.rows(list(codes), [first.entry], year)
    values = pd.Series({c: v for c, v in row.values.items() if v is not None}, dtype=float).sort_values(ascending=False)
    if len(values) < 2 or first.entry.total:
        return None, {}
    some = (
        values
        if len(values) <= _MOST_DOTS
        else pd.concat([values.iloc[: _MOST_DOTS // 2], values.iloc[-_MOST_DOTS // 2 :]])
    )
    whole = data.value_of(first.entry.id, COUNTRY, year)

    bounds = compare.bounds(row, meant)

    def show(value: float) -> str:
        return words.short(meant, value)

    part = (
        ""
        if len(some) == len(values)
        else f" (de {len(some) // 2} hoogste en de {len(some) - len(some) // 2} laagste van {len(values)})"
    )
    facts = {
        "label_low": meant.label[0].lower() + meant.label[1:],
        "low": bounds.get(str(values.index[-1])) or show(float(values.iloc[-1])),
        "low_name": names[str(values.index[-1])],
        "high": show(float(values.iloc[0])),
        "high_name": names[str(values.index[0])],
    }
    picture = Picture(
        title=f"{content.with_unit(meant)} per {level_of(codes[0])}{part}, {year}, met marge",
        draw=lambda palette: ladder.draw(
            some,
            row.intervals,
            names,
            dict.fromkeys(codes, palette.accent),
            show,
            ladder.Against(None if whole is None else (data.country_label(), whole)),
            palette,
            ladder.Told(said=bounds),
        ),
        alt=ladder.alt(meant.label, some, names, show, str(year), bounds).replace(
            " De tabel hieronder geeft alle waarden.", ""
        ),
    )
    return picture, {"verschil": facts} if values.iloc[0] > values.iloc[-1] else {}


def _facts(first: Row | None, codes: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    if first is None:
        return
    meant = _meant(first)
    whole = None if first.entry.total else data.value_of(first.entry.id, COUNTRY, first.year or 0)
    beside = "" if whole is None else f", in heel {data.country()} {words.short(meant, whole)}"
    many = LEVEL_PLURALS[level_of(codes[0])]
    yield (
        "cijfer",
        {
            "label": meant.label,
            "value": own_area.said(first),
            "year": str(first.year),
            "beside": beside,
            "areas": many,
        },
    )
