"""The letter's own test as a reader meets it: what is loaded for it, and what it says in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from answers import data, format
from answers.held import remembered
from indicators import ownership, parameters
from indicators.ownership import DIMENSIONS, OWNED, PEOPLE, Change
from loaders.sources.leefbaarometer import MEASUREMENT
from loaders.store import Store

LEVEL = "wijk"
# The whole country moved by hundredths from 2014 to 2020.
DECIMALS = 3
COUNTRY = "heel Nederland"
# The claim that is tested; what was measured in the year of its letter or later was not known yet.
# The year of the letter whose claim (C30) is tested here.
LETTER = 2020
SOURCES = ("leefbaarometer", "cbs_kwb")
CAVEATS = (
    "De Leefbaarometer voorspelt hoe bewoners hun buurt zouden beoordelen. Het is geen enquête.",
    "Een lagere score is ongunstiger: bij overlast en onveiligheid dus meer overlast, zoals het model die verwacht.",
    (
        "De scores zijn in elk jaar vanaf hetzelfde vaste niveau gemeten. Achteruit is dus echt achteruit, en niet: minder "
        "vooruit dan Nederland. Wat heel Nederland deed, staat ernaast."
    ),
    (
        "Alleen jaren van versie 3.0 van het model tellen mee. Dimensies zijn er vanaf 2014; de omslag die RIGO zag, "
        "begon in 2012."
    ),
    (
        "Dat iets samengaat met corporatiebezit, zegt niet dat het daaraan ligt. Wijken met veel corporatiebezit "
        "verschillen ook in andere dingen."
    ),
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
    # What is made up for the demo region tests no letter that was really sent.
    by_side = {id: set() if store.demo else set(store.years(LEVEL, id)) for id in DIMENSIONS}
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


@remembered(8)
def changes(there: Measured, first: int, last: int) -> Mapping[str, Change]:
    """The change of each side by class of ownership. Shared between sessions: do not change it."""
    held, division = data.store(), there.division
    about = held.table(LEVEL, division, [OWNED, PEOPLE], division)
    scores = {year: held.table(LEVEL, year, list(DIMENSIONS), division) for year in (first, last)}
    found = {}
    for id in DIMENSIONS:
        frame = pd.DataFrame(
            {"owned": about[OWNED], "people": about[PEOPLE], "before": scores[first][id], "after": scores[last][id]}
        )
        found[id] = ownership.change(frame)
    return found


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
    span = f"van {first} tot {last}"
    return f"In wijken met {most} corporatiebezit {format.joined(parts)}, {span}"


def verdict(found: Mapping[str, Change], last: int) -> str:
    """What that means for the claim, in one sentence."""
    when = "Op de datum van de brief" if last < LETTER else f"Met cijfers tot en met {last}, dus van na de brief,"
    says = ownership.bears_out(found)
    if not says:
        return "Er is geen oordeel: er zijn te weinig wijken met zo veel corporatiebezit."
    worse = "ging het achteruit"
    told = {
        "bevestigt": f": op beide punten {worse}",
        "bevestigt deels": f" **ten dele**: op één van de twee punten {worse}",
        "bevestigt niet": " **niet**",
    }[says]
    return f"{when} **bevestigt** deze toets de bewering{told}."


def gaps(found: Mapping[str, Change]) -> str:
    """The class with most ownership beside the one with least, in one sentence; "" where that cannot be said."""
    parts = [
        f"{name} {format.signed(one.gap, DECIMALS)} (marge {_span(one.gap_low, one.gap_high)})"
        for id, name in DIMENSIONS.items()
        if not format.is_missing((one := found[id]).gap_low)
    ]
    least = ownership.classes()[0].words
    return f"Verschil met wijken met {least} corporatiebezit: {format.joined(parts)}." if parts else ""


def too_narrow(found: Mapping[str, Change]) -> str:
    """That the margins are too narrow, where there are too few gemeenten to count each as one; "" else."""
    if all(one.clustered or format.is_missing(one.by_class.iloc[-1]["low"]) for one in found.values()):
        return ""
    return (
        f"Let op: deze wijken liggen in minder dan {ownership.FEWEST_CLUSTERS} gemeenten. Wijken van één gemeente bewegen samen, en dat "
        "telt hier niet mee: de marges zijn te krap, en “ging achteruit” of “ging vooruit” is minder zeker dan er staat."
    )


def country(found: Mapping[str, Change]) -> str:
    """What the whole country did, and the class with most ownership against the rest of it; "" where nobody can say.

    Where falling behind would give another verdict than falling, that is said: then the verdict hangs on the question.
    """
    known = {name: found[id] for id, name in DIMENSIONS.items() if not format.is_missing(found[id].country["low"])}
    if not known:
        return ""
    whole = [f"{name} {with_margin(one.country)} ({one.country['result']})" for name, one in known.items()]
    told = [f"Heel Nederland: {format.joined(whole)}."]
    behind = [
        f"{name} {with_margin(one.against)}"
        for name, one in known.items()
        if one.against["result"] != ownership.TOO_FEW
    ]
    if behind:
        most = ownership.classes()[-1].words
        told.append(f"Wijken met {most} corporatiebezit tegenover de andere wijken: {format.joined(behind)}.")
    own, other = ownership.bears_out(found), ownership.bears_out_behind(found)
    if own and other and own != other:
        told.append(
            f"Zou achterblijven bij de andere wijken ook achteruitgang heten, dan was het oordeel anders: **{other}**."
        )
    return " ".join(told)


def with_margin(row: pd.Series) -> str:
    """A change with its margin: ``−0,05, marge −0,07 tot −0,03``."""
    told = format.signed(row["change"], DECIMALS)
    if format.is_missing(row["low"]):
        return told
    return f"{told}, marge {_span(row['low'], row['high'])}"


def _span(low: float, high: float) -> str:
    return f"{format.signed(low, DECIMALS)} tot {format.signed(high, DECIMALS)}"


def names() -> list[str]:
    """What the rows of ``everyone`` are called: the classes, and the whole country."""
    return [*(c.words for c in ownership.classes()), COUNTRY]


def everyone(one: Change) -> pd.DataFrame:
    """The rows of the classes, from least to most, and below them that of the whole country."""
    return pd.concat([one.by_class, one.country.to_frame().T.infer_objects()], ignore_index=True)


def rows(found: Mapping[str, Change]) -> pd.DataFrame:
    """One row a class and one for the country, as numbers, under Dutch headings: for downloads."""
    made = pd.DataFrame({"corporatiebezit": names()})
    for id in DIMENSIONS:
        short = id.removeprefix("leefbaarometer_")
        by_class = everyone(found[id])
        made[f"{short}_wijken"] = by_class["areas"]
        made[f"{short}_inwoners"] = by_class["people"]
        for column, name in (("change", "verandering"), ("low", "laag"), ("high", "hoog"), ("result", "uitkomst")):
            made[f"{short}_{name}"] = by_class[column]
    return made


def as_text(found: Mapping[str, Change]) -> pd.DataFrame:
    """One row a class and one for the country, as a reader sees it."""
    first = everyone(next(iter(found.values())))
    made = pd.DataFrame(
        {
            "Corporatiebezit": names(),
            "Wijken": [format.number(v) for v in first["areas"]],
            "Inwoners": [format.number(v) for v in first["people"]],
        }
    )
    for id, name in DIMENSIONS.items():
        made[f"Score voor {name}"] = [
            f"{with_margin(row)}: {row['result']}" if row["areas"] else row["result"]
            for _, row in everyone(found[id]).iterrows()
        ]
    return made


def left_out(found: Mapping[str, Change]) -> str:
    """Which wijken do not count, and why; of the side that lacks most."""
    most = max((one.left_out for one in found.values()), key=lambda reasons: sum(reasons.values()))
    parts = [f"{format.areas(count, LEVEL)}: {reason}" for reason, count in most.items() if count]
    return f"Niet meegeteld: {format.joined(parts)}." if parts else "Alle wijken tellen mee."


def alt(found: Mapping[str, Change], first: int, last: int) -> str:
    """What the picture shows, for who cannot see it."""
    parts = []
    for id, name in DIMENSIONS.items():
        told = [
            f"{one}: {with_margin(row)}"
            for one, (_, row) in zip(names(), everyone(found[id]).iterrows(), strict=True)
            if row["areas"]
        ]
        parts.append(f"{name.capitalize()}: {'; '.join(told) or 'geen wijken'}.")
    return (
        f"Stippen met marge, verandering van {first} tot {last} per klasse corporatiebezit en van heel Nederland. "
        f"{' '.join(parts)}"
    )
