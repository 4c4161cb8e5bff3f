"""The figures of this dashboard against those of others: order and sums. States what is found, whatever it is.

Spearman 1904 for order; sums of counts against the totals that the same publisher gives, with no more play than its
rounding explains. The command writes docs/validation.md from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import AfterValidator, BeforeValidator, Field

from indicators import catalog, parameters, uncertainty, words
from loaders import edited
from loaders.vocabulary import LEVELS

# Counts that add up over areas: a list and not a unit, for a household size is counted in persons too.
COUNTS = (
    "inwoners",
    "mannen",
    "vrouwen",
    "leeftijd_0_15",
    "leeftijd_15_25",
    "leeftijd_25_45",
    "leeftijd_45_65",
    "leeftijd_65_plus",
    "huishoudens",
    "eenpersoonshuishoudens",
    "huishoudens_zonder_kinderen",
    "huishoudens_met_kinderen",
    "geboorte",
    "sterfte",
    "migratie_westers",
    "migratie_niet_westers",
    "herkomst_nederland",
    "herkomst_europa",
    "herkomst_buiten_europa",
    "woningvoorraad",
    "bijstand",
    "ao",
    "ww",
    "aow",
    "jeugdzorg",
    "wmo",
    "opleiding_laag",
    "opleiding_midden",
    "opleiding_hoog",
    "oppervlakte",
    "oppervlakte_land",
    "oppervlakte_water",
    "bedrijfsvestigingen",
    "personenautos",
)
_PEOPLE = (
    "inwoners",
    "mannen",
    "vrouwen",
    "huishoudens",
    "eenpersoonshuishoudens",
    "leeftijd_25_45",
    "migratie_westers",
    "migratie_niet_westers",
    "herkomst_europa",
    "herkomst_buiten_europa",
)


@dataclass(frozen=True)
class Why:
    """An explanation of sums that fail: for which counts, parts ("" any level) and years (empty: any), in Dutch.

    ``lower``: only where the parts mostly come to less than the whole. ``near``: only where no whole differs more than
    a whole step of rounding a part.
    """

    text: str
    variables: tuple[str, ...] = ()
    part: str = ""
    years: tuple[int, ...] = ()
    lower: bool = False
    near: bool = False

    def fits(self, part: str, year: int, one: Sums) -> bool:
        """Whether this explains a failing sum."""
        return (
            (not self.variables or one.variable in self.variables)
            and self.part in ("", part)
            and (not self.years or year in self.years)
            and (not self.lower or one.below >= MOSTLY * one.off)
            and (not self.near or one.far == 0)
        )


def _counted(variables: tuple[str, ...]) -> tuple[str, ...]:
    if strange := next((id for id in variables if id not in COUNTS), None):
        raise edited.fault(f"noemt {strange}, en dat wordt niet opgeteld", edited.choices(COUNTS))
    return variables


class Explained(edited.Entry):
    """An explanation that holds for the data at hand only."""

    says = "Een rij is één verklaring."

    part: Annotated[str, edited.OneOf(LEVELS, empty=True)] = Field(
        "", description="van welk niveau de delen zijn; leeg voor elk"
    )
    years: Annotated[tuple[int, ...], BeforeValidator(str.split)] = Field(
        (), description="de jaren, met een spatie ertussen; leeg voor elk jaar"
    )
    variables: Annotated[edited.Ids, AfterValidator(_counted)] = Field(
        (), description="de aantallen, met een spatie ertussen; leeg voor elk aantal"
    )
    text: edited.Text = Field(description="de verklaring, in een of meer zinnen")


EXPLAINED = edited.File(
    Path(__file__).parents[1] / "docs" / "validation_known.csv",
    about="Waarom optellingen in deze gegevens niet uitkomen, voor `python -m indicators validate --known`.",
    tables={edited.ROW: Explained},
    may_be_empty=True,
)

MOSTLY = 0.7
# What is known of counts that fail; "vermoedelijk" where it follows from the pattern and not from a publisher's word.
KNOWN = (
    Why("Het verschil zit in het water: zie oppervlakte_water.", ("oppervlakte",), "wijk"),
    Why(
        "Vermoedelijk hoort groot water wel bij een gemeente maar niet bij een van haar wijken: de wijken hebben steeds minder.",
        ("oppervlakte_water",),
        "wijk",
        lower=True,
    ),
    Why(
        "Vermoedelijk tellen auto's op naam van leasemaatschappijen alleen bij de gemeente: de wijken hebben steeds minder, het "
        "meest in enkele gemeenten, met Almere (GM0034) voorop.",
        ("personenautos",),
        "wijk",
        lower=True,
    ),
    Why(
        "Vermoedelijk tellen mensen zonder adres in een bepaalde wijk of buurt alleen bij het grotere gebied: de delen komen bijna "
        "steeds lager uit, het meest in grote steden.",
        _PEOPLE,
        lower=True,
    ),
    Why(
        "Afronding: geen enkel verschil is groter dan een hele stap per deel. CBS rondt niet altijd af op het dichtstbijzijnde "
        "veelvoud (zie “Hoe er is afgerond”).",
        near=True,
    ),
)
UNTESTED = "**Niet getoetst op echte cijfers.**"


@dataclass(frozen=True)
class Agreement:
    """How alike two figures order the same areas: their number and Spearman's rank correlation."""

    areas: int
    spearman: float


@dataclass(frozen=True)
class Sums:
    """One count summed over parts against its wholes.

    ``compared`` is the number of wholes all of whose parts are known, ``off`` how many of them differ more than rounding
    can, ``below`` how many of those have parts that come to less, and ``far`` how many differ more than a whole step a
    part. ``difference`` is the sum of parts minus ``total``, over the compared ones. ``worst`` are the wholes that differ most.
    """

    variable: str
    compared: int
    off: int
    difference: float
    total: float
    worst: tuple[tuple[str, float], ...]
    below: int = 0
    far: int = 0


@dataclass(frozen=True)
class Rounding:
    """What wholes of a single part tell about rounding: part minus whole, over ``areas`` of them that are not equal."""

    variable: str
    areas: int
    low: float
    high: float
    spread: float


def spearman(one: pd.Series[float], other: pd.Series[float]) -> float:
    """Rank correlation of two figures of the same areas, ties at their mean rank; NaN without any spread."""
    ranks = pd.DataFrame({"one": one, "other": other}).dropna().rank()
    if len(ranks) < 2 or (ranks.nunique() < 2).any():
        return float("nan")
    return float(np.corrcoef(ranks["one"], ranks["other"])[0, 1])


def order(one: pd.Series[float], other: pd.Series[float]) -> Agreement | None:
    """Two figures of the same areas; None with fewer than thirty areas in common."""
    areas = int((one.notna() & other.reindex(one.index).notna()).sum())
    return Agreement(areas, spearman(one, other)) if areas >= 30 else None


def sums(
    parts: pd.DataFrame, wholes: pd.DataFrame, parent: Callable[[str], str | None], lacking: Collection[str] = ()
) -> list[Sums]:
    """Each count of COUNTS summed over the parts of a whole against the whole itself, where there is something to compare.

    A sum of n rounded counts may differ (n + 1) half steps from a rounded total; more than that is off. ``lacking``
    are parts that are known to be missing: a whole that one of them is in is not compared.
    """
    parts = parts[[parent(str(code)) not in {parent(code) for code in lacking} for code in parts.index]]
    of = pd.Series([parent(str(code)) for code in parts.index], index=parts.index, dtype=object)
    found: list[Sums] = []
    for id in COUNTS:
        if id not in parts or id not in wholes:
            continue
        grouped = parts[id].groupby(of)
        made = pd.DataFrame(
            {"sum": grouped.sum(), "known": grouped.count(), "size": grouped.size(), "whole": wholes[id]}
        )
        made = made[made.notna().all(axis=1) & (made["known"] == made["size"])]
        if made.empty:
            continue
        apart = made["sum"] - made["whole"]
        step = max(catalog.entry(id).rounding, 1)
        off = apart.abs() > (made["size"] + 1) * step / 2
        worst = apart[off].reindex(apart[off].abs().sort_values(ascending=False, kind="stable").index)[:3]
        found.append(
            Sums(
                id,
                len(made),
                int(off.sum()),
                float(apart.sum()),
                float(made["whole"].sum()),
                tuple((str(code), float(value)) for code, value in worst.items()),
                int((apart[off] < 0).sum()),
                int((apart.abs() >= (made["size"] + 1) * step).sum()),
            )
        )
    return found


def rounding(parts: pd.DataFrame, wholes: pd.DataFrame, parent: Callable[[str], str | None]) -> list[Rounding]:
    """How a part differs from its whole where the whole has no other part: then rounding is all that differs.

    For counts whose wholes are not rounded themselves; only those with thirty such wholes or more.
    """
    of = pd.Series([parent(str(code)) for code in parts.index], index=parts.index, dtype=object)
    alone = of[~of.duplicated(keep=False)]
    found: list[Rounding] = []
    for id in COUNTS:
        step = catalog.entry(id).rounding
        if id not in parts or id not in wholes or step <= 1:
            continue
        whole = wholes[id].reindex(alone.to_numpy()).to_numpy(dtype=float)
        apart = pd.Series(parts[id].reindex(alone.index).to_numpy(dtype=float) - whole).dropna()
        if len(apart) >= 30 and (whole[~np.isnan(whole)] % step != 0).any():
            found.append(Rounding(id, len(apart), float(apart.min()), float(apart.max()), float(apart.std())))
    return found


@dataclass(frozen=True)
class Size:
    """The smallest difference that matters of one figure beside a fifth of its spread between areas (same unit)."""

    id: str
    level: str
    year: int
    areas: int
    fifth: float
    chosen: float


def size(id: str, level: str, year: int, values: pd.Series[float], people: pd.Series[float]) -> Size | None:
    """A fifth of the spread between areas of 500 inhabitants or more, weighted by inhabitants; None with under 1,000 areas.

    Cohen (1988), Statistical Power Analysis: a difference of 0.2 standard deviations is a small one.
    """
    known = values.notna() & (people >= parameters.value("basis_inwoners"))
    value, weight = values[known].to_numpy(dtype=float), people[known].to_numpy(dtype=float)
    if len(value) < 1000:
        return None
    mean = float(np.average(value, weights=weight))
    spread = float(np.sqrt(np.average((value - mean) ** 2, weights=weight)))
    matters = uncertainty.differences()[id]
    chosen = matters.difference if matters.unit == "procentpunt" else mean * matters.difference / 100
    return Size(id, level, year, len(value), spread / 5, chosen)


def sized(found: Sequence[Size]) -> list[str]:
    """The smallest differences beside the spread, as Markdown in Dutch."""
    lines = ["## Kleinste verschil dat ertoe doet", ""]
    if not found:
        return [*lines, f"{UNTESTED} Geen cijfer is er voor duizend wijken of buurten.", ""]
    lines += [
        "Een verschil van een vijfde van de spreiding tussen wijken heet klein (Cohen 1988). De keuze in "
        "`indicators/differences.csv` hoort daar niet onder te liggen.",
        "",
        "| cijfer | jaar | niveau | gebieden | een vijfde van de spreiding | gekozen | |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        low = "**eronder**" if one.chosen < 0.95 * one.fifth else ""
        lines.append(
            f"| {one.id} | {one.year} | {one.level} | {words.number(one.areas)} | {words.number(one.fifth, 2)} | "
            f"{words.number(one.chosen, 2)} | {low} |"
        )
    return [*lines, ""]


def compared(title: str, found: Mapping[str, Agreement | None], lacking: str) -> list[str]:
    """A table of agreements by what was compared, as Markdown in Dutch; ``lacking`` is said where one could not be."""
    lines = [f"## {title}", ""]
    made = {what: one for what, one in found.items() if one is not None}
    if made:
        lines += ["| vergeleken | wijken | Spearman |", "|---|---|---|"]
        for what, one in made.items():
            lines.append(f"| {what} | {words.number(one.areas)} | {words.number(one.spearman, 2)} |")
        lines.append("")
    lacked = [what for what, one in found.items() if one is None]
    if lacked:
        lines += [f"{UNTESTED} {lacking} Niet getoetst: {'; '.join(lacked)}.", ""]
    return lines


def added(title: str, part: str, found: Mapping[int, Sequence[Sums]], more: Sequence[Why] = ()) -> list[str]:
    """What adds up and what does not, by year, as Markdown in Dutch; failures are listed and explained as far as known.

    ``part`` is the level of the parts; ``more`` explains what is particular to the data at hand, and goes first.
    """
    checks = [(year, one) for year, many in sorted(found.items()) for one in many]
    lines = [f"## {title}", ""]
    if not checks:
        return [*lines, f"{UNTESTED} Geen jaar heeft beide niveaus.", ""]
    fails = [(year, one) for year, one in checks if one.off]
    lines += [
        f"{len(checks)} optellingen gedaan; in {len(checks) - len(fails)} is er geen verschil dat afronding te boven gaat.",
        "",
    ]
    if not fails:
        return lines
    lines += [
        "| jaar | telling | vergeleken | buiten afronding | waarvan lager | meer dan een hele stap | verschil "
        "| deel van het totaal | grootste |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_failed(year, one) for year, one in fails]
    return [*lines, "", *_explained(part, fails, more), ""]


def _failed(year: int, one: Sums) -> str:
    share = words.number(100 * one.difference / one.total if one.total else float("nan"), 2)
    worst = ", ".join(f"{code} ({words.number(value)})" for code, value in one.worst)
    numbers = (one.compared, one.off, one.below, one.far, one.difference)
    return f"| {year} | {one.variable} | {' | '.join(map(words.number, numbers))} | {share}% | {worst} |"


def _explained(part: str, fails: Sequence[tuple[int, Sums]], more: Sequence[Why]) -> list[str]:
    """Each explanation with the failures that it covers; what is left is named, with its size."""
    by: dict[str, dict[str, list[int]]] = {}
    left: list[str] = []
    for year, one in fails:
        why = next((why for why in (*more, *KNOWN) if why.fits(part, year, one)), None)
        if why is not None:
            by.setdefault(why.text, {}).setdefault(one.variable, []).append(year)
            continue
        share = 100 * abs(one.difference) / one.total if one.total else float("nan")
        left.append(
            f"`{one.variable}` {year} ({one.off} van {words.number(one.compared)}, {words.number(share, 2)}% van het totaal)"
        )
    lines = [
        f"- {text} Geldt voor: {', '.join(f'`{id}` {words.listed_years(years)}' for id, years in of.items())}."
        for text, of in by.items()
    ]
    return [*lines, f"- Zonder bekende verklaring: {', '.join(left)}."] if left else lines


def rounded(found: Mapping[int, Sequence[Rounding]]) -> list[str]:
    """What single parts tell about rounding, as Markdown in Dutch."""
    rows = [(year, one) for year, many in sorted(found.items()) for one in many]
    if not rows:
        return []
    lines = [
        "## Hoe er is afgerond",
        "",
        "Gemeenten met één wijk: de wijk is afgerond, de gemeente niet. Het verschil komt dus van de afronding (en bij mensen en "
        "huishoudens ook van wie geen adres in een wijk heeft). Bij afronden op het dichtstbijzijnde vijftal zou het hoogstens 2 "
        "zijn, met een spreiding van 1,4; bij toevallig naar boven of beneden afronden hoogstens 4, met een spreiding van 2,0.",
        "",
        "| jaar | telling | gemeenten met één wijk | laagste verschil | hoogste verschil | spreiding |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {year} | {one.variable} | {one.areas} | {words.number(one.low)} | {words.number(one.high)} | {words.number(one.spread, 1)} |"
        for year, one in rows
    ]
    return [*lines, ""]
