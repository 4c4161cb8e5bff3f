"""What stands under a map: its areas as rows, in text for the page and numbers for a download; the map in words."""

from __future__ import annotations

import pandas as pd

from answers import cells as answers_cells
from answers import data, format, ground, standing, words
from answers.held import remembered
from figures import classes, maps
from indicators import uncertainty

ORDERS = {"hoogste": "Hoogste eerst", "laagste": "Laagste eerst", "naam": "Op naam"}
# A table short enough to see the page go on below it.
ROWS = 10
# What a download calls the columns of standing.Standing.frame.
_STANDS = {
    "low": "marge_van",
    "high": "marge_tot",
    "result": "tegenover_het_geheel",
    "first": "plaats_van",
    "middle": "plaats",
    "last": "plaats_tot",
}

# What those columns mean, for who takes the table along.
COLUMNS = {
    "marge_van": "Ondergrens van de marge (toeval en afronding, of die van de bron)",
    "marge_tot": "Bovengrens van de marge",
    "tegenover_het_geheel": (
        "Of het cijfer duidelijk hoger of lager is dan dat van het hele land; leeg is niet te zeggen"
    ),
    "plaats_van": "Eerste plaats in de lijst die het gebied kan hebben, gezien de marges",
    "plaats": "Plaats van de waarde zelf in de lijst",
    "plaats_tot": "Laatste plaats in de lijst die het gebied kan hebben, gezien de marges",
    "plaatsen_van": "Hoeveel gebieden een plaats hebben",
}


@remembered(32)
def ordered(drawing: maps.Drawing, order: str) -> pd.DataFrame:
    """The areas of a map as rows, with the column region. Shared: do not change it."""
    table = drawing.values.reset_index(names="region")
    if order == "naam":
        return table.sort_values(["name", "region"])
    return table.sort_values(["value", "name"], ascending=[order == "laagste", True])


def values(drawing: maps.Drawing, regions: pd.Series) -> list[str]:
    """Values of a map as text, or why they are not known. A long unit stands in the head of the column or the label."""
    held = drawing.values.reindex(regions)[["value", "status"]]
    there = held.index.isin(drawing.values.index)
    return [
        f"niet bekend ({words.why_missing(drawing.entry, '')})"
        if not known
        else f"niet bekend ({maps.reason(status, drawing.entry)})"
        if pd.isna(number)
        else words.short(drawing.entry, number, status) + words.marked(drawing.entry, status)
        for known, number, status in zip(there, held["value"], held["status"], strict=True)
    ]


def _unit(drawing: maps.Drawing) -> str:
    """The unit for the head of a column, where neither the numbers nor the label have it."""
    entry = drawing.entry
    said = entry.unit in ("", "aantal") or format.short_unit(entry.unit) or entry.unit in entry.label
    return "" if said else f" ({entry.unit})"


def single(drawing: maps.Drawing, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one map as a reader sees them: value, margin, beside the country, place with its interval."""
    stands = drawing.stands
    shown: dict[str, list[str]] = {
        "Gebied": rows["name"].tolist(),
        f"Waarde, {drawing.year}{_unit(drawing)}": values(drawing, rows["region"]),
    }
    if stands is not None:
        meant = data.meant(drawing.entry, drawing.year)
        sure = stands.frame.reindex(rows["region"]).to_dict("records")
        columns = {
            "Marge": ("low", [standing.margin(drawing.entry, row) for row in sure]),
            f"Tegenover {data.country()}": ("result", [standing.difference(meant, row["result"]) for row in sure]),
            "Plaats (met marge)": ("middle", [standing.place(row) for row in sure]),
        }
        shown |= {name: cells for name, (needed, cells) in columns.items() if stands.says(needed)}
    return placed(shown, drawing, rows)


def two(first: maps.Drawing, second: maps.Drawing, apart: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of two maps: the value of each; ``apart`` has the reason where the second has nothing of the same ground."""
    same = first.entry.id == second.entry.id
    shown = {"Gebied": rows["name"].tolist()}
    for drawing in (first, second):
        head = f"{drawing.year}{_unit(drawing)}" if same else f"{drawing.entry.label}, {drawing.year}"
        lost = apart if drawing is second else apart.iloc[:0]
        here = ground.there_from(first.level, first.own, drawing.own, rows["region"])
        told = zip(rows["region"], values(drawing, here), strict=True)
        shown[head] = [maps.reason(lost[code]) if code in lost.index else text for code, text in told]
    return placed(shown, first, rows)


def placed(shown: dict[str, list[str]], drawing: maps.Drawing, rows: pd.DataFrame) -> pd.DataFrame:
    """These columns of the rows (see ``ordered``), with gemeente and code behind them."""
    if drawing.level != "gemeente":
        shown["Gemeente"] = rows["gemeente_name"].tolist()
    shown["Code"] = rows["region"].tolist()
    return pd.DataFrame(shown)


def numbers(drawing: maps.Drawing, table: pd.DataFrame) -> pd.DataFrame:
    """The rows as numbers: what is known of each value, and where it comes from."""
    entry, held = drawing.entry, data.store()
    plain = table[["region", "name", "gemeente_name", "value"]]
    if drawing.stands is not None:
        stands = drawing.stands.frame.rename(columns=_STANDS)
        plain = plain.merge(stands, left_on="region", right_index=True, how="left")
        plain["plaatsen_van"] = drawing.stands.of or None
    state = [
        words.state(entry, status) if pd.notna(number) else maps.reason(status, entry)
        for number, status in zip(table["value"], table["status"], strict=True)
    ]
    return plain.assign(
        toestand=state,
        indicator=entry.id,
        eenheid=entry.unit,
        jaar=drawing.year,
        grenzen=drawing.own,
        gegevensversie=held.version,
        herkomst="verzonnen (demogebied)" if held.demo else entry.citation,
    )


def two_numbers(first: maps.Drawing, second: maps.Drawing, apart: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of two maps as numbers; ``apart`` has the reason where the second has nothing of the same ground."""
    found, name = numbers(first, table), _column_of(second)
    here = ground.there_from(first.level, first.own, second.own, found["region"])
    held, lost = second.values.reindex(here), apart.reindex(found["region"]).to_numpy()
    found[name] = held["value"].mask(pd.notna(lost)).to_numpy()
    found[f"{name}_toestand"] = [
        maps.reason(other)
        if pd.notna(other)
        else words.state(second.entry, status)
        if pd.notna(number)
        else maps.reason("" if pd.isna(status) else status, second.entry)
        for number, status, other in zip(held["value"], held["status"], lost, strict=True)
    ]
    if not data.store().demo:
        found["herkomst"] = "; ".join(dict.fromkeys((first.entry.citation, second.entry.citation)))
    return found


def second_columns(second: maps.Drawing) -> dict[str, str]:
    """What the columns of ``two_numbers`` mean that hold the second map."""
    entry, name = second.entry, _column_of(second)
    return {
        name: f"{entry.label}, {second.year}, {format.in_words(entry.unit)}",
        f"{name}_toestand": (
            "Of die waarde is gepubliceerd of geschat, of waarom zij er niet is; "
            "ook leeg waar de code toen van een ander gebied was"
        ),
    }


def _column_of(second: maps.Drawing) -> str:
    return f"{second.entry.id}_{second.year}"


@remembered(128)
def alt(drawing: maps.Drawing, place: str) -> str:
    """A map in words: highest, lowest and middle; and what its colours count where they are no classes of values."""
    text = words.of_map(
        drawing.entry,
        drawing.values["value"],
        drawing.values["name"],
        drawing.level,
        drawing.year,
        place,
        drawing.values["status"],
    )
    if drawing.colouring.method in classes.METHODS:
        return text
    counts = "; ".join(
        f"{label}: {format.areas(n, drawing.level)}" for label, n in zip(drawing.labels, drawing.counts, strict=True)
    )
    return f"{text} Kleuren: {counts}."


def about_area(drawing: maps.Drawing, region: str, picked: str = "") -> str:
    """The chosen area in a few words: value, margin, class or why it has none, place. Markdown.

    ``region`` is its code on the map, ``picked`` the area as the reader means it.
    """
    row = drawing.values.loc[region]
    name = answers_cells.plain(format.dated(str(row["name"]), picked))
    if pd.isna(row["value"]):
        return f"**{name}**: niet bekend ({maps.reason(row['why'], drawing.entry)})"
    said = [f"**{name}: {words.value(drawing.entry, row['value'], row['status'])}**{drawing.marked}"]
    stands = drawing.stands
    sure = None if stands is None or region not in stands.frame.index else stands.frame.loc[region]
    if sure is not None and stands is not None:
        meant = data.meant(drawing.entry, drawing.year) if drawing.entry.id in data.entries() else drawing.entry
        if margin := standing.margin(drawing.entry, sure):
            said.append(f"marge {margin}")
        if sure["result"] == uncertainty.UNCLEAR:
            said.append(f"geen duidelijk verschil met {data.country()}")
        elif sure["result"]:
            said.append(f"duidelijk {standing.difference(meant, sure['result'])} dan {data.country()}")
        if place := standing.place(sure):
            said.append(f"plaats {place} van {format.number(stands.of)}")
    group = int(row["class"])
    if not (sure is not None and sure["result"]) or drawing.colouring.method in classes.METHODS:
        said.append(f"kleur: {drawing.labels[group] if group >= 0 else maps.reason(row['why'])}")
    return " · ".join(said)
