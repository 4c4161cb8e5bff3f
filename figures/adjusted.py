"""A map of a figure that was adjusted for small numbers, always with the figure as it was counted beside it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from answers import data, format, small_areas, standing
from answers.small_areas import AS_IS, TO_ALL, TO_NEIGHBOURS
from figures import colouring, map_table, maps
from indicators import ranks
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS

# As a reader chooses it, and as it stands behind the name of the figure.
LABELS = {
    AS_IS: "Cijfer zoals het is",
    TO_ALL: "Bijgesteld voor kleine aantallen",
    TO_NEIGHBOURS: "Bijgesteld naar de buren",
}
_NO_MARGIN = "Van een cijfer dat naar de buren is bijgesteld geven we geen marge en dus geen plaats: het rust op te weinig buren."
# What the columns of ``numbers`` mean that only they have.
COLUMNS = {
    "bijgesteld": "Hetzelfde cijfer, bijgesteld voor kleine aantallen; in dezelfde eenheid",
    "bijgesteld_hoe": "Naar het gemiddelde van alle gebieden (klein) of van de buren (buren)",
    "bijgesteld_van": "Ondergrens van de marge van het bijgestelde cijfer",
    "bijgesteld_tot": "Bovengrens van de marge van het bijgestelde cijfer",
    "bijgesteld_plaats_van": "Eerste plaats in de lijst die het gebied met het bijgestelde cijfer kan hebben",
    "bijgesteld_plaats": "Plaats van het bijgestelde cijfer in de lijst",
    "bijgesteld_plaats_tot": "Laatste plaats in de lijst die het gebied met het bijgestelde cijfer kan hebben",
}


def named(entry: Entry, how: str) -> Entry:
    """The figure under a name that says that it was adjusted."""
    return entry if how == AS_IS else replace(entry, label=f"{entry.label}, {format.inside_sentence(LABELS[how])}")


def says(how: str, level: str) -> str:
    """What the adjustment does, in plain words."""
    if how == TO_NEIGHBOURS:
        return (
            f"Kleine {LEVEL_PLURALS[level]} schuiven naar het gemiddelde van hun buren, want hun cijfer kan toeval zijn. "
            "Zonder buren blijft het cijfer zoals het is. In de tabel staan beide cijfers."
        )
    return (
        f"Kleine {LEVEL_PLURALS[level]} schuiven naar het gemiddelde van {data.country()}, want hun cijfer kan toeval zijn. "
        "In de tabel staan beide cijfers."
    )


def possible(entry: Entry, level: str, year: int) -> tuple[list[str], str]:
    """The ways to adjust a figure of a level and year, the first not at all; and why not the others (Dutch)."""
    why = small_areas.why_not(entry, year)
    if not why and small_areas.counts(entry, level, year).empty:
        why = "Van dit cijfer is in dit jaar niet bekend over hoeveel het gaat. Zonder dat is het niet bij te stellen."
    return ([AS_IS] if why else list(LABELS)), why


def prepare(as_is: maps.Drawing, how: str, method: str, count: int) -> maps.Drawing:
    """The same map of the adjusted figure; areas of which it cannot be adjusted stay without a colour."""
    entry, level, year = as_is.entry, as_is.level, as_is.year
    found = small_areas.adjusted(entry, level, year, how)
    held = data.values(entry.id, level, year)
    values = pd.DataFrame({"value": found.frame["value"].reindex(held.index), "status": held["status"]})
    values.loc[values["value"].isna() & held["value"].notna(), "status"] = "no_counts"
    # What stays under a step of rounding was taken in the middle of it: adjusted it is a number like the others.
    values["status"] = values["status"].replace("below_rounding", "published")
    coloured = colouring.by_value(values["value"], entry, method, count)
    meant = small_areas.meaning(entry, year)
    note = f"Plaats {ranks.order(meant)}. Tussen haakjes staan de plaatsen die net zo goed kunnen." if found.of else ""
    stands = standing.Standing(
        found.frame[["low", "high", "first", "middle", "last"]].assign(result="")[list(standing.COLUMNS)],
        as_is.stands.reference if as_is.stands else None,
        found.of,
        note,
        "",
        "" if found.of else _NO_MARGIN,
    )
    return maps.draw(named(entry, how), level, year, as_is.gemeente, values, as_is.own, coloured, stands)


def rows(drawing: maps.Drawing, as_is: maps.Drawing, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas with both figures, and of both the margin and the place where there are such."""
    regions, meant = areas["region"], as_is.entry
    shown = {
        "Gebied": areas["name"].tolist(),
        f"Zoals het is, {as_is.year}": map_table.values(as_is, regions),
        f"Bijgesteld, {as_is.year}": map_table.values(drawing, regions),
    }
    for word, one in (("zoals het is", as_is), ("bijgesteld", drawing)):
        if one.stands is None or not one.stands.says("low"):
            continue
        sure = one.stands.frame.reindex(regions).to_dict("records")
        shown[f"Marge, {word}"] = [standing.margin(meant, row) for row in sure]
        if one.stands.says("middle"):
            shown[f"Plaats, {word}"] = [standing.place(row) for row in sure]
    return map_table.placed(shown, drawing, areas)


def numbers(drawing: maps.Drawing, as_is: maps.Drawing, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas as numbers: what was counted with all that a map has of it, and the adjusted figure behind it."""
    raw = areas.assign(**{name: as_is.values[name].reindex(areas["region"]).to_numpy() for name in ("value", "status")})
    found = map_table.numbers(as_is, raw)
    mine = drawing.values["value"].reindex(found["region"]).to_numpy()
    how = next(id for id, label in LABELS.items() if drawing.entry.label.endswith(format.inside_sentence(label)))
    found = found.assign(bijgesteld=mine, bijgesteld_hoe=how)
    if drawing.stands is not None and drawing.stands.of:
        sure = drawing.stands.frame.reindex(found["region"])
        names = {"low": "van", "high": "tot", "first": "plaats_van", "middle": "plaats", "last": "plaats_tot"}
        for column, name in names.items():
            found[f"bijgesteld_{name}"] = sure[column].to_numpy()
    return found
