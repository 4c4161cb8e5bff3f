"""The figures of this dashboard against those of others: order, classes and sums. States what is found, whatever it is.

Spearman 1904 for order; kappa with quadratic weights (Cohen 1968) for classes; sums of counts against the totals that
the same publisher gives, with no more play than its rounding explains. The command writes docs/validation.md from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalog, words

# Counts that add up over areas: a list and not a unit, for a household size is counted in persons too.
COUNTS = (
    "inwoners", "mannen", "vrouwen", "leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65",
    "leeftijd_65_plus", "huishoudens", "eenpersoonshuishoudens", "huishoudens_zonder_kinderen",
    "huishoudens_met_kinderen", "geboorte", "sterfte", "migratie_westers", "migratie_niet_westers",
    "herkomst_nederland", "herkomst_europa", "herkomst_buiten_europa", "woningvoorraad", "bijstand", "ao", "ww", "aow",
    "jeugdzorg", "wmo", "opleiding_laag", "opleiding_midden", "opleiding_hoog", "oppervlakte", "oppervlakte_land",
    "oppervlakte_water", "bedrijfsvestigingen", "personenautos",
)  # fmt: skip
# What is known of counts that fail; "vermoedelijk" where it follows from the pattern and not from a publisher's word.
_NOWHERE = "Vermoedelijk tellen mensen zonder adres in een bepaalde wijk of buurt alleen bij de gemeente."
KNOWN = {
    "inwoners": _NOWHERE,
    "mannen": _NOWHERE,
    "vrouwen": _NOWHERE,
    "huishoudens": _NOWHERE,
    "oppervlakte": "Het verschil zit in het water: zie oppervlakte_water.",
    "oppervlakte_water": "Vermoedelijk hoort groot water wel bij een gemeente maar niet bij een van haar wijken.",
    "personenautos": "Vermoedelijk tellen auto's op naam van leasemaatschappijen alleen bij de gemeente: het verschil zit vooral "
    "in enkele gemeenten, met Almere (GM0034) voorop.",
}
UNTESTED = "**Niet getoetst op echte cijfers.**"


@dataclass(frozen=True)
class Agreement:
    """How alike two figures order the same areas: their number, Spearman's rank correlation, and kappa where there are classes."""

    areas: int
    spearman: float
    kappa: float | None = None


@dataclass(frozen=True)
class Sums:
    """One count summed over parts against its wholes.

    ``compared`` is the number of wholes all of whose parts are known, ``off`` how many of them differ more than rounding
    can. ``difference`` is the sum of parts minus ``total``, over the compared ones. ``worst`` are the wholes that differ most.
    """

    variable: str
    compared: int
    off: int
    difference: float
    total: float
    worst: tuple[tuple[str, float], ...]


def spearman(one: pd.Series[float], other: pd.Series[float]) -> float:
    """Rank correlation of two figures of the same areas, ties at their mean rank; NaN without any spread."""
    ranks = pd.DataFrame({"one": one, "other": other}).dropna().rank()
    if len(ranks) < 2 or (ranks.nunique() < 2).any():
        return float("nan")
    return float(np.corrcoef(ranks["one"], ranks["other"])[0, 1])


def weighted_kappa(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> float:
    """Agreement beyond chance of two classifications in whole numbers, with quadratic weights; NaN where both are constant."""
    low = min(one.min(), other.min())
    size = int(max(one.max(), other.max()) - low) + 1
    seen = np.zeros((size, size))
    np.add.at(seen, (one - low, other - low), 1)
    chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    apart = np.square(np.subtract.outer(np.arange(size), np.arange(size)))
    expected = float((apart * chance).sum())
    return 1 - float((apart * seen).sum()) / expected if expected else float("nan")


def classes_like(score: pd.Series[float], classes: pd.Series[float]) -> npt.NDArray[np.int64]:
    """The score cut into classes of the same sizes as ``classes``: the lowest scores get the lowest class."""
    order = np.argsort(score.to_numpy(), kind="stable")
    found = np.empty(len(score), dtype=np.int64)
    found[order] = np.sort(classes.to_numpy().astype(np.int64))
    return found


def agreement(score: pd.Series[float], classes: pd.Series[float]) -> Agreement | None:
    """A score against published classes (higher is better in both); None with fewer than thirty areas in common."""
    both = pd.DataFrame({"score": score, "classes": classes}).dropna().sort_index()
    if len(both) < 30:
        return None
    kappa = weighted_kappa(classes_like(both["score"], both["classes"]), both["classes"].to_numpy().astype(np.int64))
    return Agreement(len(both), spearman(both["score"], both["classes"]), kappa)


def order(one: pd.Series[float], other: pd.Series[float]) -> Agreement | None:
    """Two figures of the same areas; None with fewer than thirty areas in common."""
    areas = int((one.notna() & other.reindex(one.index).notna()).sum())
    return Agreement(areas, spearman(one, other)) if areas >= 30 else None


def leefbaarometer2(classes: Mapping[str, Mapping[str, str]], year: int) -> pd.Series[float]:
    """The published classes of one year (1 to 9, higher is better) by wijk code; NaN where a wijk has none."""
    column = f"KL{year % 100:02d}"
    return pd.Series({code: float(of.get(column) or "nan") for code, of in classes.items()}, dtype=float)


def sums(parts: pd.DataFrame, wholes: pd.DataFrame, parent: Callable[[str], str | None]) -> list[Sums]:
    """Each count of COUNTS summed over the parts of a whole against the whole itself, where there is something to compare.

    A sum of n rounded counts may differ (n + 1) half steps from a rounded total; more than that is off.
    """
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
        off = apart.abs() > (made["size"] + 1) * max(catalog.entry(id).rounding, 1) / 2
        worst = apart[off].reindex(apart[off].abs().sort_values(ascending=False, kind="stable").index)[:3]
        found.append(
            Sums(
                id,
                len(made),
                int(off.sum()),
                float(apart.sum()),
                float(made["whole"].sum()),
                tuple((str(code), float(value)) for code, value in worst.items()),
            )
        )
    return found


def compared(title: str, found: Mapping[str, Agreement | None], lacking: str) -> list[str]:
    """A table of agreements by what was compared, as Markdown in Dutch; ``lacking`` is said where one could not be."""
    lines = [f"## {title}", ""]
    made = {what: one for what, one in found.items() if one is not None}
    if made:
        lines += ["| vergeleken | wijken | Spearman | gewogen kappa |", "|---|---|---|---|"]
        for what, one in made.items():
            kappa = "–" if one.kappa is None else words.number(one.kappa, 2)
            lines.append(f"| {what} | {words.number(one.areas)} | {words.number(one.spearman, 2)} | {kappa} |")
        lines.append("")
    lacked = [what for what, one in found.items() if one is None]
    if lacked:
        lines += [f"{UNTESTED} {lacking} Niet getoetst: {'; '.join(lacked)}.", ""]
    return lines


def added(title: str, found: Mapping[int, Sequence[Sums]]) -> list[str]:
    """What adds up and what does not, by year, as Markdown in Dutch; failures are listed with what is known of them."""
    checks = [(year, one) for year, many in sorted(found.items()) for one in many]
    lines = [f"## {title}", ""]
    if not checks:
        return [*lines, f"{UNTESTED} Geen jaar heeft beide niveaus.", ""]
    fails = [(year, one) for year, one in checks if one.off]
    lines += [
        f"{len(checks)} optellingen gedaan; in {len(checks) - len(fails)} is er geen verschil dat afronding te boven gaat.",
        "",
    ]
    if fails:
        lines += [
            "| jaar | telling | vergeleken | buiten afronding | verschil | deel van het totaal | grootste |",
            "|---|---|---|---|---|---|---|",
        ]
        for year, one in fails:
            part = 100 * one.difference / one.total if one.total else float("nan")
            worst = ", ".join(f"{code} ({words.number(value)})" for code, value in one.worst)
            lines.append(
                f"| {year} | {one.variable} | {words.number(one.compared)} | {words.number(one.off)} | "
                f"{words.number(one.difference)} | {words.number(part, 2)}% | {worst} |"
            )
        lines.append("")
        known = dict.fromkeys(one.variable for _, one in fails if one.variable in KNOWN)
        lines += [f"- `{id}`: {KNOWN[id]}" for id in known]
        rest = dict.fromkeys(one.variable for _, one in fails if one.variable not in KNOWN)
        lines += [f"- Zonder bekende verklaring: {', '.join(f'`{id}`' for id in rest)}."] if rest else []
        lines.append("")
    return lines
