"""How many times larger chance is, where what is counted does not come one by one.

A margin takes what is counted as separate: one more says nothing of another. People in one household are poor together,
partners draw benefits together, and crimes come in series, at one door or by one hand. Then an area holds less
information than its numbers say. The design effect of Kish (1965, Survey Sampling) says how many times less: for
groups of m that go together, E[m²]/E[m].

People: from the composition of the area's own households, and a national figure where it is not known.

Events: from the figures themselves. Of areas within one gemeente the squared distance to what its rate leads to expect,
over the variance of Poisson, is 1 where events are separate. More than that is chance only in part: areas truly differ.
But true differences grow with the expected number E and series do not: z² = φ + τ²·E. So φ, the part for an area with
hardly any, is the design effect, and the same at every level. z is winsorised, a tenth at each end, as Spiegelhalter
(2005, Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14) does against areas that are
extreme of themselves; what that takes off a normal spread is put back. His φ without the slope would call all
differences between areas chance: 35 for crimes in wijken where series give 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import parameters
from indicators.indicator import Indicator
from indicators.recipes import Overdispersion

Numbers = npt.NDArray[np.float64]
Together = Literal["household", "adults", "events", ""]

_ALONE, _COUPLES, _FAMILIES = "eenpersoonshuishoudens", "huishoudens_zonder_kinderen", "huishoudens_met_kinderen"
COMPOSITION = (_ALONE, _COUPLES, _FAMILIES, "inwoners")

# Income is that of a household.
HOUSEHOLD = frozenset(
    {
        "personen_in_armoede",
        "armoede_personen",
        "personen_net_boven_armoede",
    }
)
# A benefit is that of partners together; partners are mostly alike in age and schooling, and in needing help. Children
# have brothers and sisters, but no household is all children: there the effect is 1.5 to 1.8 too.
ADULTS = frozenset(
    {
        "bijstand_per_1000",
        "wmo_per_1000",
        "aandeel_0_15",
        "aandeel_15_25",
        "aandeel_25_45",
        "aandeel_45_65",
        "aandeel_65_plus",
        "aandeel_opleiding_laag",
        "aandeel_opleiding_midden",
        "aandeel_opleiding_hoog",
    }
)
# By id: what is counted and over what, as the figure has it, and its name within a sentence.
EVENTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "misdrijven_per_1000": (("misdrijven_totaal",), ("inwoners",), "misdrijven"),
    "inbraak_per_1000_woningen": (("misdrijven_inbraak_woning",), ("woningvoorraad",), "woninginbraak per woning"),
    "inbraak_woning_per_1000": (("misdrijven_inbraak_woning",), ("inwoners",), "woninginbraak"),
    "vernieling_per_1000": (("misdrijven_vernieling",), ("inwoners",), "vernieling"),
    "geweld_per_1000": (
        (
            "misdrijven_openlijk_geweld",
            "misdrijven_bedreiging",
            "misdrijven_mishandeling",
            "misdrijven_straatroof",
        ),
        ("inwoners",),
        "geweld en bedreiging",
    ),
    "drugs_drankoverlast_per_1000": (("misdrijven_drugs_drankoverlast",), ("inwoners",), "drugs- en drankoverlast"),
    "overlast_per_1000": (("overlast_totaal",), ("inwoners",), "overlast"),
    "overlast_jeugd_per_1000": (("overlast_jeugd",), ("inwoners",), "jeugdoverlast"),
    "diefstal_woning": ((), ("inwoners",), "diefstal uit woning"),
    "vernieling": ((), ("inwoners",), "vernieling en openbare orde"),
    "geweld": ((), ("inwoners",), "geweld (cijfer van CBS)"),
}
ENDING = "_overspreiding"
_NORMAL = NormalDist()
# So often the curve is fitted again with the weights that it gives; after this nothing moves.
_ROUNDS = 5


def together(id: str) -> Together:
    """What goes together in a figure; "" where each counts by itself."""
    if id in HOUSEHOLD:
        return "household"
    if id in ADULTS:
        return "adults"
    return "events" if id in EVENTS else ""


def needs(id: str) -> tuple[str, ...]:
    """The columns that ``of`` reads for a figure."""
    kind = together(id)
    return (id + ENDING,) if kind == "events" else COMPOSITION if kind else ()


def of(id: str, frame: pd.DataFrame) -> Numbers:
    """The design effect of each row of ``frame``, which holds ``needs``: 1 or more.

    Of events without an estimate (data that were built before there was one) a cautious figure.
    """
    kind = together(id)
    if not kind:
        return np.ones(len(frame))
    if kind == "events":
        column = frame[id + ENDING] if id + ENDING in frame else pd.Series(np.nan, index=frame.index)
        return np.asarray(column.fillna(parameters.value("samen_voorvallen")), dtype=float)
    held = {name: np.asarray(frame[name], dtype=float) for name in COMPOSITION if name in frame}
    if len(held) < len(COMPOSITION):
        return np.full(len(frame), parameters.value(_NATIONAL[kind]))
    made = (
        kish(*(held[name] for name in COMPOSITION))
        if kind == "household"
        else adults(held[_ALONE], held[_COUPLES] + held[_FAMILIES])
    )
    return np.where(np.isfinite(made), np.maximum(made, 1), parameters.value(_NATIONAL[kind]))


_NATIONAL = {"household": "samen_huishouden", "adults": "samen_volwassenen"}


def kish(alone: Numbers, couples: Numbers, families: Numbers, people: Numbers) -> Numbers:
    """E[m²]/E[m] of the sizes of households: of one, of two, and of families, who are all other people.

    Families differ in size among themselves (parameter gezin_variantie). NaN where the numbers make no families of two
    to six.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(families > 0, (people - alone - 2 * couples) / families, 2.0)
        squares = alone + 4 * couples + families * (size**2 + parameters.value("gezin_variantie"))
        made = squares / (alone + 2 * couples + families * size)
    return np.where((size >= 2) & (size <= 6), made, np.nan)


def adults(alone: Numbers, more: Numbers) -> Numbers:
    """E[m²]/E[m] where who lives alone counts as one and each other household as two adults, lone parents included."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((alone + 4 * more) / (alone + 2 * more), dtype=float)


def estimate(count: pd.Series[float], size: pd.Series[float], group: pd.Series[str]) -> float | None:
    """φ of events: how many times the variance of Poisson is chance. 1 or more.

    ``count`` events among ``size`` people of each area (same index), compared within each ``group``. Areas with few
    people are of another kind (work, shops) and do not count. None where there are too few areas with some events to
    expect, and where areas of different kinds hide the answer.
    """
    counted, people = (np.asarray(one, dtype=float) for one in (count, size))
    codes = pd.factorize(group)[0]
    held = ~np.isnan(counted) & (people >= parameters.value("basis_inwoners")) & (codes >= 0)
    counted, people, codes = counted[held], people[held], codes[held]
    whole_counted, whole_people = (np.bincount(codes, weights=one)[codes] for one in (counted, people))
    share = people / whole_people
    expected = share * whole_counted
    # Under so few expected events z is no longer near normal.
    known = (expected >= parameters.value("reeksen_verwacht")) & (share < 0.5)
    share, at = share[known], expected[known]
    z: Numbers = (counted[known] - at) / np.sqrt(at * (1 - share))
    bins = int(min(parameters.value("reeksen_groepen_meest"), len(at) // parameters.value("reeksen_groep")))
    if bins < parameters.value("reeksen_groepen_minst"):
        return None
    # In order of what is expected, areas come first of which too little is expected; in order of size, those where few
    # people live and much else is. Both mostly make the start too high, so the lower one counts.
    orders = (at, people[known])
    start = min(_start(z, at, np.array_split(np.argsort(order, kind="stable"), bins)) for order in orders)
    # Events come in series: a curve that starts under 1 is bent by areas of another kind, and says nothing.
    return start if start >= 1 else None


def _start(z: Numbers, at: Numbers, parts: Sequence[npt.NDArray[np.intp]]) -> float:
    """Where the curve of z² over the expected number begins. It bends: the true rates of areas are skewed."""
    middle = np.array([at[part].mean() for part in parts])
    square = np.array([winsorised(z[part]) for part in parts])
    # The spread of a mean square goes with the square itself.
    fitted = np.maximum(square, 1)
    curve = np.zeros(3)
    for _ in range(_ROUNDS):
        curve = np.polyfit(middle, square, 2, w=1 / fitted)
        fitted = np.maximum(np.polyval(curve, middle), 1)
    return float(curve[-1])


def winsorised(z: Numbers) -> float:
    """The mean square of scores, pulled in at each end (uitschieters_ingetrokken), over what that leaves of a normal spread.

    1 where z is standard normal. Spiegelhalter (2005), see above.
    """
    tail = parameters.value("uitschieters_ingetrokken")
    edge = _NORMAL.inv_cdf(1 - tail)
    left = 1 - 2 * tail - 2 * edge * _NORMAL.pdf(edge) + 2 * tail * edge**2
    # As numpy's quantile, which takes longer to look at what it is asked than to find it.
    ranked = np.sort(z)
    below = (len(z) - 1) * tail
    first, part = int(below), below - int(below)
    low, high = (one[first] + part * (one[min(first + 1, len(z) - 1)] - one[first]) for one in (ranked, ranked[::-1]))
    return float(np.mean(np.clip(z, low, high) ** 2)) / left


def columns() -> tuple[str, ...]:
    """The columns of areas that ``estimates`` reads."""
    return tuple(
        dict.fromkeys(column for id, (counted, over, _) in EVENTS.items() for column in (*(counted or (id,)), *over))
    )


def estimates(wijken: pd.DataFrame, buurten: pd.DataFrame) -> dict[str, float]:
    """φ of each kind of event in a year, from its buurten, else its wijken; a cautious figure where they are too few.

    Frames have region codes as index. Kinds that neither of them has are left out.
    """
    found: dict[str, float] = {}
    groups = [(frame, pd.Series([code[2:6] for code in frame.index], index=frame.index)) for frame in (buurten, wijken)]
    for id, (counted, over, _) in EVENTS.items():
        needed = [*(counted or (id,)), *over]
        there = [(frame, group) for frame, group in groups if set(needed) <= set(frame.columns)]
        there = [(frame, group) for frame, group in there if frame[needed].notna().all(axis=1).any()]
        made = (estimate(*_counted(frame, id, counted, over), group) for frame, group in there)
        if there:
            found[id] = next((one for one in made if one is not None), parameters.value("samen_voorvallen"))
    return found


def _counted(
    frame: pd.DataFrame, id: str, counted: tuple[str, ...], over: tuple[str, ...]
) -> tuple[pd.Series[float], pd.Series[float]]:
    """The events of each area, and those among whom they are counted."""
    size = frame[list(over)].sum(axis=1, skipna=False)
    return frame[list(counted)].sum(axis=1, skipna=False) if counted else frame[id] * size / 1000, size


def _declared(id: str, inputs: tuple[str, ...], name: str) -> Indicator:
    return Indicator(
        id=id + ENDING,
        label=f"Overspreiding van {name}",
        unit="keer",
        kind="score",
        theme="leefbaarheid",
        recipe=Overdispersion(id, inputs),
        is_="Hoeveel keer zo groot de rol van het toeval is als bij losse voorvallen. Die marge gebruiken we.",
        is_not="Geen cijfer over een gebied: het is in een jaar voor alle gebieden gelijk.",
        citation="Kish (1965), Survey Sampling; Spiegelhalter (2005), Handling over-dispersion of performance indicators",
        decimals=1,
        estimate=True,
        serves=id,
    )


INDICATORS = tuple(_declared(id, (*(counted or (id,)), *over), name) for id, (counted, over, name) in EVENTS.items())
