"""The letter's own test as a reader meets it: what is loaded for it, what it says in words, its picture and table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators import ownership, parameters
from indicators.ownership import DIMENSIONS, OWNED, PEOPLE, Change
from loaders.leefbaarometer import MEASUREMENT
from loaders.store import Store
from ui import data, format, maps
from ui.chart import Chart
from ui.colours import Palette

LEVEL = "wijk"
DECIMALS = 2
# The claim that is tested; what was measured in the year of its letter or later was not known yet.
# The year of the letter whose claim (C30) is tested here.
LETTER = 2020
SOURCES = ("leefbaarometer", "cbs_kwb")
CAVEATS = (
    "De Leefbaarometer voorspelt hoe bewoners hun buurt zouden beoordelen. Het is geen enquête.",
    "Een lagere score is ongunstiger: bij overlast en onveiligheid dus meer overlast, zoals het model die verwacht.",
    "Elke score is een afwijking van het landelijk gemiddelde van dat jaar. Achteruit is dus: ten opzichte van Nederland. Of heel Nederland voor- of achteruitging, zegt deze toets niet.",
    "Dat iets samengaat met corporatiebezit, zegt niet dat het daaraan ligt. Wijken met veel corporatiebezit verschillen ook in andere dingen.",
    "De totaalscore en de dimensie woningvoorraad tellen niet mee: die gaan zelf over woningen.",
    "CBS telt wie eigenaar is, niet hoe hoog de huur is: corporatiebezit.",
)


@dataclass(frozen=True)
class Measured:
    """What is there for the test: the years of one model version on one set of boundaries, and what lacks (Dutch)."""

    years: tuple[int, ...]
    division: int
    lacking: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether the test can be done."""
        return not self.lacking


def measured(store: Store) -> Measured:
    """Which years can be compared, and exactly what is not loaded."""
    lacking = []
    by_side = {id: set(store.years(LEVEL, id)) for id in DIMENSIONS}
    for id, name in DIMENSIONS.items():
        if len(by_side[id]) < 2:
            lacking.append(f"Leefbaarometer 3.0, {name}, per wijk, van twee jaren")
    common = sorted(set.intersection(*by_side.values()))
    divisions = {year: {store.own_division(LEVEL, year, id) for id in DIMENSIONS} for year in common}
    newest = max((max(found) for found in divisions.values()), default=0)
    # Two years on two sets of boundaries are not the same wijken.
    years = tuple(year for year in common if divisions[year] == {newest})
    if not lacking and len(years) < 2:
        lacking.append("twee jaren van de Leefbaarometer op dezelfde grenzen")
    # Without any measurement: the boundaries that the next one will be on.
    ground = newest or MEASUREMENT
    for id, name in ((OWNED, "corporatiebezit"), (PEOPLE, "inwoners")):
        if ground not in store.years(LEVEL, id):
            lacking.append(f"{name} per wijk van {ground} (CBS, Kerncijfers wijken en buurten)")
    return Measured(years, ground, tuple(lacking))


def default_years(years: tuple[int, ...]) -> tuple[int, int]:
    """From the year nearest to the turn that the research names, to the last year before the letter."""
    wanted = int(parameters.value("toets_vanaf"))
    first = min(years[:-1], key=lambda year: (abs(year - wanted), year))
    return first, max((year for year in years if first < year < LETTER), default=min(y for y in years if y > first))


@st.cache_resource(max_entries=8, show_spinner=False)
def _changes(version: str, division: int, first: int, last: int) -> Mapping[str, Change]:
    held = data.store()
    about = held.table(LEVEL, division, [OWNED, PEOPLE], division)
    scores = {year: held.table(LEVEL, year, list(DIMENSIONS), division) for year in (first, last)}
    found = {}
    for id in DIMENSIONS:
        frame = pd.DataFrame(
            {"owned": about[OWNED], "people": about[PEOPLE], "before": scores[first][id], "after": scores[last][id]}
        )
        found[id] = ownership.change(frame)
    return found


def changes(there: Measured, first: int, last: int) -> Mapping[str, Change]:
    """The change of each side by class of ownership. Shared between sessions: do not change it."""
    return _changes(data.store().version, there.division, first, last)


def finding(found: Mapping[str, Change], first: int, last: int) -> str:
    """What happened where corporations own most, in one sentence."""
    most = ownership.classes()[-1].words
    parts = []
    for id, name in DIMENSIONS.items():
        row = found[id].by_class.iloc[-1]
        if row["result"] == ownership.TOO_FEW:
            parts.append(f"zijn er voor {name} te weinig wijken ({format.number(row['areas'])})")
        elif row["result"] == ownership.UNCLEAR:
            parts.append(f"is er in de score voor {name} geen duidelijke verandering ({with_margin(row)})")
        else:
            parts.append(f"{row['result'].replace('ging', f'ging de score voor {name}')} ({with_margin(row)})")
    return f"In wijken met {most} corporatiebezit {format.joined(parts)}, ten opzichte van Nederland, van {first} tot {last}"


def verdict(found: Mapping[str, Change], last: int) -> str:
    """What that means for the claim, in one sentence."""
    when = "Op de datum van de brief" if last < LETTER else f"Met cijfers tot en met {last}, dus van na de brief,"
    says = ownership.bears_out(found)
    if not says:
        return "Er is geen oordeel: er zijn te weinig wijken met zo veel corporatiebezit."
    told = {
        "bevestigt": "**bevestigt** deze toets de bewering: op beide punten ging het achteruit ten opzichte van Nederland",
        "bevestigt deels": "**bevestigt** deze toets de bewering **ten dele**: op één van de twee punten ging het achteruit ten opzichte van Nederland",
        "bevestigt niet": "**bevestigt** deze toets de bewering **niet**",
    }[says]
    return f"{when} {told}."


def gaps(found: Mapping[str, Change]) -> str:
    """The class with most ownership beside the one with least, in one sentence; "" where that cannot be said."""
    parts = [
        f"{name} {format.signed(one.gap, DECIMALS)} (marge {format.signed(one.gap_low, DECIMALS)} tot {format.signed(one.gap_high, DECIMALS)})"
        for id, name in DIMENSIONS.items()
        if not format.is_missing((one := found[id]).gap_low)
    ]
    least = ownership.classes()[0].words
    return f"Verschil met wijken met {least} corporatiebezit: {format.joined(parts)}." if parts else ""


def with_margin(row: pd.Series) -> str:
    """A change with its margin: ``−0,05, marge −0,07 tot −0,03``."""
    told = format.signed(row["change"], DECIMALS)
    if format.is_missing(row["low"]):
        return told
    return f"{told}, marge {format.signed(row['low'], DECIMALS)} tot {format.signed(row['high'], DECIMALS)}"


def rows(found: Mapping[str, Change]) -> pd.DataFrame:
    """One row a class, as numbers, under Dutch headings: for downloads."""
    made = pd.DataFrame({"corporatiebezit": [c.words for c in ownership.classes()]})
    for id in DIMENSIONS:
        short = id.removeprefix("leefbaarometer_")
        by_class = found[id].by_class
        made[f"{short}_wijken"] = by_class["areas"]
        made[f"{short}_inwoners"] = by_class["people"]
        for column, name in (("change", "verandering"), ("low", "laag"), ("high", "hoog"), ("result", "uitkomst")):
            made[f"{short}_{name}"] = by_class[column]
    return made


def as_text(found: Mapping[str, Change]) -> pd.DataFrame:
    """One row a class, as a reader sees it."""
    first = next(iter(found.values())).by_class
    made = pd.DataFrame(
        {
            "Corporatiebezit": [c.words for c in ownership.classes()],
            "Wijken": [format.number(v) for v in first["areas"]],
            "Inwoners": [format.number(v) for v in first["people"]],
        }
    )
    for id, name in DIMENSIONS.items():
        by_class = found[id].by_class
        made[f"Score voor {name}"] = [f"{with_margin(row)}: {row['result']}" if row["areas"] else row["result"] for _, row in by_class.iterrows()]  # fmt: skip
    return made


def left_out(found: Mapping[str, Change]) -> str:
    """Which wijken do not count, and why; of the side that lacks most."""
    most = max((one.left_out for one in found.values()), key=lambda reasons: sum(reasons.values()))
    parts = [f"{format.areas(count, LEVEL)}: {reason}" for reason, count in most.items() if count]
    return f"Niet meegeteld: {format.joined(parts)}." if parts else "Alle wijken tellen mee."


def figure(found: Mapping[str, Change], palette: Palette) -> go.Figure:
    """A dot with its margin for each class and side; least ownership at the top, nought is as Nederland."""
    made = Chart(palette)
    names = [c.words for c in ownership.classes()]
    hues = dict(zip(DIMENSIONS, (palette.accent, palette.areas[1]), strict=True))
    for at, (id, name) in enumerate(DIMENSIONS.items()):
        by_class = found[id].by_class
        known = by_class[by_class["areas"] > 0]
        margin = known["high"].fillna(known["change"]) - known["change"]
        made.add_scatter(
            x=known["change"],
            y=[place + (at - 0.5) * 0.28 for place in known.index],
            error_x={"type": "data", "array": margin, "color": hues[id], "thickness": 2, "width": 0},
            mode="markers",
            marker={"color": hues[id], "size": 11, "symbol": ("circle", "diamond")[at]},
            name=name.capitalize(),
            text=[f"<b>{names[int(str(place))]} corporatiebezit</b><br>{name}: {with_margin(row)}" for place, row in known.iterrows()],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    made.upright(0, {"color": palette.reference, "width": 1.5, "dash": "dash"})
    made.update_layout(
        height=300,
        margin={"l": 8, "r": 12, "t": 36, "b": 8},
        separators=",.",
        font={"family": maps.FONT},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"automargin": True, "zeroline": False, "title": "verandering van de score ten opzichte van Nederland (links is ongunstiger)"},
        yaxis={"tickvals": list(range(len(names))), "ticktext": names, "autorange": "reversed", "automargin": True, "showgrid": False},
    )  # fmt: skip
    return made.made()


def alt(found: Mapping[str, Change], first: int, last: int) -> str:
    """What the picture shows, for who cannot see it."""
    parts = []
    for id, name in DIMENSIONS.items():
        told = [f"{c.words}: {with_margin(row)}" for c, (_, row) in zip(ownership.classes(), found[id].by_class.iterrows(), strict=True) if row["areas"]]  # fmt: skip
        parts.append(f"{name.capitalize()}: {'; '.join(told) or 'geen wijken'}.")
    return f"Stippen met marge, verandering van {first} tot {last} ten opzichte van Nederland, per klasse corporatiebezit. {' '.join(parts)}"
