"""Wijken that are built alike: the nearest by structure, and a dozen named types of wijken.

Only what an area is made of counts (how urban, how large, which ages, which households, who owns the homes). Outcomes
such as poverty or crime never do, and neither does origin: then peers could be compared on them. The distance is the
standardised Euclidean one (OHID Fingertips, "nearest neighbours" of CIPFA; ONS, statistical nearest neighbours 2018).
The building period is a structural trait too, but no source here has it per wijk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalog, parameters
from indicators.recipes import listed

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """One structural figure. ``few`` and ``many`` are Dutch words for little and much of it; ``log`` for skewed ones."""

    id: str
    group: str
    few: str
    many: str
    log: bool = False


TRAITS = (
    Trait("adressendichtheid", "stedelijkheid", "landelijk", "stedelijk", log=True),
    # Class 1 is the most urban one.
    Trait("stedelijkheid", "stedelijkheid", "stedelijk", "landelijk"),
    Trait("inwoners", "omvang", "klein", "groot", log=True),
    Trait("aandeel_0_15", "leeftijd", "weinig kinderen tot 15 jaar", "veel kinderen tot 15 jaar"),
    Trait("aandeel_15_25", "leeftijd", "weinig 15- tot 25-jarigen", "veel 15- tot 25-jarigen"),
    Trait("aandeel_25_45", "leeftijd", "weinig 25- tot 45-jarigen", "veel 25- tot 45-jarigen"),
    Trait("aandeel_45_65", "leeftijd", "weinig 45- tot 65-jarigen", "veel 45- tot 65-jarigen"),
    Trait("aandeel_65_plus", "leeftijd", "weinig 65-plussers", "veel 65-plussers"),
    Trait("aandeel_eenpersoons", "huishoudens", "weinig alleenwonenden", "veel alleenwonenden"),
    Trait("aandeel_met_kinderen", "huishoudens", "weinig gezinnen met kinderen", "veel gezinnen met kinderen"),
    Trait("corporatiebezit", "eigendom", "weinig corporatiewoningen", "veel corporatiewoningen"),
    Trait("huurwoningen", "eigendom", "weinig huurwoningen", "veel huurwoningen"),
)
GROUPS = {
    "stedelijkheid": "hoe stedelijk het er is",
    "omvang": "hoeveel mensen er wonen",
    "leeftijd": "leeftijden",
    "huishoudens": "soorten huishoudens",
    "eigendom": "wie de woningen bezit",
}
AVERAGE = "gemiddeld op alle kenmerken"


def trait_ids() -> tuple[str, ...]:
    """The figures to read for peers; inwoners is one of them."""
    return tuple(trait.id for trait in TRAITS)


def best_year(counts: Mapping[int, Mapping[str, int]]) -> int | None:
    """The year to find peers in: with most groups of traits, of equal ones the newest; None without any.

    ``counts`` holds per year how many areas have a value of each trait. A year that has less than two thirds of the
    areas of the fullest year is passed over: one city is no country.
    """
    most = max((found.get("inwoners", 0) for found in counts.values()), default=0)
    enough = parameters.value("deel_nodig")
    found = {
        year: len({t.group for t in TRAITS if known.get(t.id, 0) >= enough * known["inwoners"]})
        for year, known in counts.items()
        if known.get("inwoners", 0) >= enough * most > 0
    }
    return max(found, key=lambda year: (found[year], year), default=None)


@dataclass(frozen=True)
class Space:
    """The areas of one level and year in standard deviations from the mean area: one row an area, one column a trait.

    A cell is NaN where the area lacks the trait. ``large`` marks the areas with enough inhabitants. ``lacking`` are the
    traits that too few areas have that year.
    """

    regions: pd.Index[str]
    scores: Floats
    large: npt.NDArray[np.bool_]
    traits: tuple[Trait, ...]
    lacking: tuple[Trait, ...]

    def missing_groups(self) -> tuple[str, ...]:
        """The groups of traits that are not there at all, in Dutch."""
        here = {trait.group for trait in self.traits}
        return tuple(words for group, words in GROUPS.items() if group not in here)


def space(frame: pd.DataFrame) -> Space:
    """Standardise the traits of all areas of one level and year (index region, a column a trait that is there).

    Mean and spread are those of the areas with at least 500 inhabitants; a trait counts when two thirds of them have it.
    """
    frame = frame.sort_index()
    people = frame["inwoners"] if "inwoners" in frame else pd.Series(np.nan, index=frame.index)
    large = (people >= parameters.value("vergelijkbaar_inwoners")).to_numpy()
    columns: list[Floats] = []
    used: list[Trait] = []
    for trait in TRAITS:
        if trait.id not in frame:
            continue
        values = frame[trait.id].to_numpy(dtype=float)
        scaled = np.log1p(values) if trait.log else values
        known = scaled[large & np.isfinite(scaled)]
        if len(known) < max(2, parameters.value("deel_nodig") * large.sum()) or known.std() == 0:
            continue
        columns.append((scaled - known.mean()) / known.std())
        used.append(trait)
    scores = np.column_stack(columns) if columns else np.empty((len(frame), 0))
    return Space(frame.index, scores, large, tuple(used), tuple(t for t in TRAITS if t not in used))


def weights(traits: Sequence[Trait]) -> Floats:
    """The weight of each trait: every group counts the same, and within a group every trait. They add up to 1."""
    groups = [trait.group for trait in traits]
    return np.array([1 / (len(set(groups)) * groups.count(group)) for group in groups])


@dataclass(frozen=True)
class Peers:
    """The nearest areas of one area: ``distances`` by region, nearest first. ``note`` is Dutch: what did not count, or why
    there are none.
    """

    distances: dict[str, float]
    traits: tuple[str, ...]
    note: str


def nearest(where: Space, code: str) -> Peers:
    """The 20 areas most like this one, none beyond the cut-off.

    A distance of 0.3 means that the areas differ by 0.3 standard deviations, as the root of the mean square over the
    groups of traits. Traits that the area itself lacks do not count; areas that lack one of the rest are passed over.
    """
    if code not in where.regions:
        return Peers({}, (), "Dit gebied staat niet in de cijfers van dat jaar.")
    row = int(where.regions.get_indexer(pd.Index([code]))[0])
    if not where.large[row]:
        return Peers({}, (), f"Met minder dan {_people()} inwoners zoeken we geen vergelijkbare gebieden.")
    own = np.isfinite(where.scores[row])
    traits = tuple(trait for trait, known in zip(where.traits, own, strict=True) if known)
    groups = {trait.group for trait in traits}
    if len(groups) < parameters.value("vergelijkbaar_groepen"):
        return Peers({}, (), f"Te weinig bekend om op te vergelijken: alleen {_groups(groups)}.")
    apart = where.scores[:, own] - where.scores[row, own]
    distance = np.sqrt(np.square(apart) @ weights(traits))
    far = ~where.large | ~(distance <= parameters.value("vergelijkbaar_afstand"))
    far[row] = True
    order = np.argsort(np.where(far, np.inf, distance), kind="stable")[: int(parameters.value("vergelijkbaar_aantal"))]
    found = {str(where.regions[i]): float(distance[i]) for i in order if not far[i]}
    return Peers(found, tuple(trait.id for trait in traits), _note(found, groups))


def _people() -> str:
    return f"{parameters.value('vergelijkbaar_inwoners'):.0f}"


def _groups(groups: set[str]) -> str:
    return listed([words for group, words in GROUPS.items() if group in groups]) if groups else "niets"


def _note(found: Mapping[str, float], groups: set[str]) -> str:
    lacking = set(GROUPS) - groups
    parts = [f"Vergeleken op {_groups(groups)}."]
    parts += [f"Niet bekend in dat jaar, en dus niet meegeteld: {_groups(lacking)}."] if lacking else []
    parts += [] if found else ["Geen enkel ander gebied lijkt er genoeg op."]
    return " ".join(parts)


@dataclass(frozen=True)
class WijkType:
    """One type: its Dutch name, the figures that set it apart (standard deviations from the mean area), and its size."""

    name: str
    apart: dict[str, float]
    size: int


@dataclass(frozen=True)
class Types:
    """The types of wijken of one year, most urban first, and the number of the type of each area that has one."""

    types: tuple[WijkType, ...]
    of: pd.Series[int]

    def name(self, code: str) -> str:
        """The name of the type that an area is of; "" for an area without one."""
        return self.types[int(self.of[code])].name if code in self.of.index else ""


def types(where: Space) -> Types:
    """A dozen types of areas, by k-means (Lloyd 1982; seeds by k-means++, Arthur and Vassilvitskii 2007), always the same.

    Areas that are too small or lack a trait have no type. With fewer than ten areas a type there are fewer types,
    and with too few groups of traits none.
    """
    usable = where.large & np.isfinite(where.scores).all(axis=1)
    scores, regions = where.scores[usable], where.regions[usable]
    number = min(int(parameters.value("wijktypen")), len(regions) // 10)
    known = {trait.group for trait in where.traits}
    if number < 2 or len(known) < parameters.value("vergelijkbaar_groepen"):
        return Types((), pd.Series(np.empty(0, dtype=np.int64), dtype=np.int64))
    label = k_means(scores * np.sqrt(weights(where.traits)), number, int(parameters.value("wijktypen_zaad")))
    centres = np.array([scores[label == one].mean(axis=0) for one in range(number)])
    order = np.argsort(-_urban(centres, where.traits), kind="stable")
    centres, label = centres[order], np.argsort(order)[label]
    names = _names(centres, where.traits)
    found = tuple(
        WijkType(names[one], _apart(centres[one], where.traits), int((label == one).sum())) for one in range(number)
    )
    return Types(found, pd.Series(label, index=regions, dtype=np.int64))


def k_means(points: Floats, number: int, seed: int, starts: int = 5) -> npt.NDArray[np.intp]:
    """The cluster (0 … number-1) of each point: the tightest of several seeded starts. No cluster is empty."""
    random = np.random.default_rng(seed)
    best: npt.NDArray[np.intp] = np.zeros(len(points), dtype=np.intp)
    least = np.inf
    for _ in range(starts):
        centres = _seeds(points, number, random)
        label = _closest(points, centres)[0]
        for _ in range(100):
            centres = np.array(
                [points[label == k].mean(axis=0) if (label == k).any() else centres[k] for k in range(number)]
            )
            moved = _closest(points, centres)[0]
            if (moved == label).all():
                break
            label = moved
        spread = float(_closest(points, centres)[1].sum())
        if spread < least and len(np.unique(label)) == number:
            best, least = label, spread
    return best


def _seeds(points: Floats, number: int, random: np.random.Generator) -> Floats:
    """First centres, each chosen with odds by its squared distance to the nearest one so far."""
    chosen = [points[int(random.integers(len(points)))]]
    for _ in range(number - 1):
        square = _closest(points, np.array(chosen))[1]
        odds = square / square.sum() if square.sum() > 0 else None
        chosen.append(points[int(random.choice(len(points), p=odds))])
    return np.array(chosen)


def _closest(points: Floats, centres: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """The nearest centre of each point, and the squared distance to it."""
    square = np.square(points).sum(axis=1)[:, None] - 2 * points @ centres.T + np.square(centres).sum(axis=1)
    return square.argmin(axis=1), np.maximum(square.min(axis=1), 0)


def _urban(centres: Floats, traits: Sequence[Trait]) -> Floats:
    """How urban each type is: the mean of what is known of it, 0 where nothing is."""
    signs = [(i, 1 if t.many == "stedelijk" else -1) for i, t in enumerate(traits) if t.group == "stedelijkheid"]
    return np.array([sum(sign * centre[i] for i, sign in signs) for centre in centres], dtype=float)


def _apart(centre: Floats, traits: Sequence[Trait]) -> dict[str, float]:
    """Deviation by figure, the largest first."""
    order = np.argsort(-np.abs(centre), kind="stable")
    return {traits[i].id: round(float(centre[i]), 2) for i in order}


def _words(centre: Floats, traits: Sequence[Trait]) -> list[str]:
    """What sets a type apart in Dutch, the largest deviation first; of each group of traits only its largest."""
    found: dict[str, str] = {}
    for i in np.argsort(-np.abs(centre), kind="stable"):
        trait, size = traits[i], abs(float(centre[i]))
        if size >= parameters.value("wijktypen_afwijking") and trait.group not in found:
            word = trait.many if centre[i] > 0 else trait.few
            found[trait.group] = f"zeer {word}" if size >= 3 * parameters.value("wijktypen_afwijking") else word
    return list(found.values())


def _names(centres: Floats, traits: Sequence[Trait]) -> list[str]:
    """A name for each type out of its largest deviations: three of them, more where two types would be called the same."""
    words = [_words(centre, traits) for centre in centres]
    names: list[str] = []
    for one in words:
        size = 3
        while sum(other[:size] == one[:size] for other in words) > 1 and size < len(GROUPS):
            size += 1
        name = listed(one[:size]) if one else AVERAGE
        same = sum(earlier.split(" (")[0] == name for earlier in names)
        names.append((f"{name} ({same + 1})" if same else name).capitalize())
    return names


def described(where: Types, code: str) -> str:
    """The type of an area in one Dutch sentence; "" for an area without one."""
    if code not in where.of.index:
        return ""
    found = where.types[int(where.of[code])]
    known = [(id, score) for id, score in found.apart.items() if id in catalog.entries()]
    parts = [f"{_said(id)} ({_signed(score)})" for id, score in known[:3]]
    return (
        f"{found.name}. Wat het meest afwijkt van de gemiddelde wijk, in standaardafwijkingen: {listed(parts)}. "
        f"Van dit type zijn er {found.size}."
    )


def _said(id: str) -> str:
    """The figure's name; of classes also which way they run, or a low number would seem to say the opposite."""
    return catalog.entry(id).label + (", in klassen waarvan 1 de stedelijkste is" if id == "stedelijkheid" else "")


def _signed(score: float) -> str:
    """``+1,9``, ``−1,6``."""
    return f"{score:+.1f}".replace(".", ",").replace("-", "−")
