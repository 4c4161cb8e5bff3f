"""Young people, and the youth workers that gemeenten report for them.

Three kinds of figure are never mixed (method: Wijkprofiel and OHID practice on reported data): *gemeld* by the
gemeente, *verdeeld* (a reported total spread over wijken, only when someone asks for it) and *onbekend*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from indicators import parameters
from indicators.indicator import Indicator, Later
from indicators.recipes import Formula, Ratio, listed
from loaders.edited import LeftOut

# Age groups of CBS that a band can draw on: [from, to) in years.
GROUPS = {"leeftijd_0_15": (0, 15), "leeftijd_15_25": (15, 25), "leeftijd_25_45": (25, 45), "leeftijd_45_65": (45, 65)}
GROUP_NAMES = {
    "leeftijd_0_15": "0- tot 15-jarigen",
    "leeftijd_15_25": "15- tot 25-jarigen",
    "leeftijd_25_45": "25- tot 45-jarigen",
    "leeftijd_45_65": "45- tot 65-jarigen",
}
REPORTED, SPREAD, UNKNOWN = "gemeld", "verdeeld", "onbekend"
# CBS counts the inhabitants of each single age per gemeente up to this age (loaders/sources/cbs_leeftijd.py).
SINGLE_TO = 31
# To what an estimated number of young people is rounded wherever it is shown (see heads).
ROUNDING = 10
# An optional column of a frame with age groups: what the estimate is multiplied by (see control).
FACTOR = "jongeren_factor"
MUCH_LITTLE, MUCH_MUCH, LITTLE_LITTLE, LITTLE_MUCH = "veel_weinig", "veel_veel", "weinig_weinig", "weinig_veel"
QUADRANTS = {
    MUCH_LITTLE: "veel behoefte, weinig jongerenwerk",
    MUCH_MUCH: "veel behoefte, veel jongerenwerk",
    LITTLE_LITTLE: "weinig behoefte, weinig jongerenwerk",
    LITTLE_MUCH: "weinig behoefte, veel jongerenwerk",
}


def parts_of_band(start: int, end: int) -> dict[str, tuple[int, int]]:
    """How many years of each age group fall in the band [start, end), and how many years the group has.

    Groups outside the band are left out. Raises ValueError outside 0-65 or when the band is empty.
    """
    if not 0 <= start < end <= 65:
        raise ValueError(
            f"Leeftijden van {start} tot {end} jaar kunnen niet: kies van 0 tot en met 65, de laagste eerst."
        )
    inside = {id: (min(end, high) - max(start, low), high - low) for id, (low, high) in GROUPS.items()}
    return {id: (years, width) for id, (years, width) in inside.items() if years > 0}


def band() -> tuple[int, int]:
    """Who counts as young where nobody chose otherwise: [from, to). Raises LeftOut that names the rows to mend."""
    start, end = (int(parameters.value(id)) for id in ("jongeren_vanaf", "jongeren_tot"))
    try:
        parts_of_band(start, end)
    except ValueError as error:
        rows = "de rijen jongeren_vanaf en jongeren_tot"
        raise LeftOut(f"{parameters.FILE.name}, {rows}: {error}") from None
    return start, end


def weights(start: int, end: int) -> dict[str, float]:
    """The share of each age group that is counted as young, as if people were spread evenly over its years."""
    return {id: years / width for id, (years, width) in parts_of_band(start, end).items()}


def weights_in_words(start: int, end: int) -> str:
    """The same in Dutch: 'een geschatte 5/15 van de 0- tot 15-jarigen, alle 15- tot 25-jarigen en …'."""
    return listed(
        [
            f"alle {GROUP_NAMES[id]}" if years == width else f"naar schatting {years}/{width} van de {GROUP_NAMES[id]}"
            for id, (years, width) in parts_of_band(start, end).items()
        ]
    )


def young_people(frame: pd.DataFrame, start: int, end: int) -> pd.Series[float]:
    """Estimated number of people aged [start, end) per region; NaN where an age group that it needs is missing.

    Multiplied by the column ``jongeren_factor`` where the frame has it and it is known.
    """
    share = pd.Series(weights(start, end))
    young = frame[list(share.index)].mul(share).sum(axis=1, min_count=len(share))
    return young * frame[FACTOR].fillna(1.0) if FACTOR in frame else young


def heads(estimate: pd.Series[float]) -> pd.Series[float]:
    """An estimated number of young people as it may be said: in tens.

    It is a sum of parts of at most three age groups that CBS rounded to five. Each can be off by 2.5, so that the sum
    says no more than tens; how people spread over the years of a group is not even in that.
    """
    return (estimate / ROUNDING).round() * ROUNDING


def single_years(start: int, end: int) -> tuple[str, ...]:
    """The variables that count the people of [start, end) by single age; empty when CBS does not count them all."""
    return tuple(f"leeftijd_jaar_{age}" for age in range(start, end)) if 0 <= start < end <= SINGLE_TO else ()


def counted(frame: pd.DataFrame, start: int, end: int) -> pd.Series[float]:
    """People of [start, end) as CBS counted them by single age; NaN where one of the ages is missing or cannot be had."""
    ages = list(single_years(start, end))
    known = frame.reindex(columns=ages)
    return known.sum(axis=1, min_count=max(1, len(ages)))


def control(totals: pd.Series[float], by_wijk: pd.Series[float], by_gemeente: pd.Series[float]) -> pd.Series[float]:
    """What the estimates within each gemeente are multiplied by so that they add up to its counted total.

    ``totals`` are counted per gemeente, ``by_wijk`` and ``by_gemeente`` estimated. Against the sum of the wijken where
    each has an estimate, else against the estimate of the gemeente itself. NaN where there is nothing to go by.
    """
    wijken = by_wijk.groupby(_gemeente(by_wijk.index))
    whole = wijken.sum().where(wijken.count() == wijken.size())
    estimated = whole.reindex(totals.index).fillna(by_gemeente.reindex(totals.index))
    return totals / estimated.where(estimated > 0)


def factors(control: pd.Series[float], regions: pd.Index[str]) -> pd.Series[float]:
    """The factor of each region: that of the gemeente it lies in; NaN where there is none."""
    return pd.Series(control.reindex(_gemeente(regions)).to_numpy(dtype=float), index=regions)


def many_students(frame: pd.DataFrame, country: float) -> pd.Series[bool]:
    """Areas where so many are 15 to 25 years old that ages are not spread evenly: mostly where students live.

    ``frame`` has leeftijd_15_25 and inwoners; ``country`` is the share (0-1) of 15 to 25 in the whole country. Far above
    is more than ``studentenwijk_keer`` times that share. False where it is not known, and under 100 inhabitants.
    """
    people = frame["inwoners"].where(frame["inwoners"] >= parameters.value("kleinste_noemer"))
    return frame["leeftijd_15_25"] / people > parameters.value("studentenwijk_keer") * country


def quadrants(need: pd.Series[float], rate: pd.Series[float], need_cut: float, rate_cut: float) -> pd.Series[str]:
    """In which quadrant each area lies: an id of QUADRANTS; "" where either is not known.

    Much is at least the cut, little is under it. ``need`` and ``rate`` have the same index.
    """
    much_need, much_work = need >= need_cut, rate >= rate_cut
    found = np.select(
        [need.isna() | rate.isna(), much_need & ~much_work, much_need & much_work, ~much_need & ~much_work],
        ["", MUCH_LITTLE, MUCH_MUCH, LITTLE_LITTLE],
        LITTLE_MUCH,
    )
    return pd.Series(found, index=need.index, dtype=object)


def coverage(frame: pd.DataFrame, start: int, end: int) -> pd.Series[float]:
    """Reported fte youth work per 1,000 young people of [start, end): column ``jongerenwerk_fte`` over the estimate.

    NaN where nothing was reported, and where there are fewer than 100 young people.
    """
    young = young_people(frame, start, end)
    return COVERAGE.values(pd.DataFrame({"jongerenwerk_fte": frame["jongerenwerk_fte"], "jongeren_10_27": young}))


def _gemeente(codes: pd.Index[str]) -> pd.Index[str]:
    return "GM" + codes.str.slice(2, 6)


def gemeente_totals(by_wijk: pd.Series[float], by_gemeente: pd.Series[float]) -> pd.Series[float]:
    """Fte per gemeente: its own reported total, else the sum of its wijken when every one of them was reported.

    ``by_wijk`` holds every wijk, NaN where nothing was reported: a sum of some wijken is no total.
    """
    wijken = by_wijk.groupby(_gemeente(by_wijk.index))
    summed = wijken.sum().where(wijken.count() == wijken.size())
    return by_gemeente.astype(float).fillna(summed.reindex(by_gemeente.index))


def spread(by_wijk: pd.Series[float], by_gemeente: pd.Series[float], young: pd.Series[float]) -> pd.Series[float]:
    """A reported gemeente total spread over its wijken by young people; what a wijk reported itself stays as it is.

    Wijken without young people on record get nothing, and so does a gemeente whose wijken already report more than its
    total. Same index as ``by_wijk``; the sums per gemeente are the reported totals.
    """
    gemeente = pd.Series(_gemeente(by_wijk.index), index=by_wijk.index)
    open_young = young.reindex(by_wijk.index).where(by_wijk.isna())
    rest = gemeente.map(by_gemeente) - by_wijk.fillna(0).groupby(gemeente).transform("sum")
    share = open_young / open_young.groupby(gemeente).transform("sum").replace(0.0, np.nan)
    return by_wijk.astype(float).fillna((rest * share).where(rest >= 0))


def labels(
    by_wijk: pd.Series[float], by_gemeente: pd.Series[float], spread_out: pd.Series[float] | None = None
) -> pd.DataFrame:
    """How each wijk's figure is known: column ``label`` (gemeld, verdeeld, onbekend) and ``note`` (Dutch, may be empty).

    A wijk is *verdeeld* only when ``spread_out`` (from spread) is given; else it is *onbekend*, with the note that its
    gemeente reported a total.
    """
    reported = by_wijk.notna()
    spreads = ~reported & (spread_out.reindex(by_wijk.index).notna() if spread_out is not None else False)
    has_total = pd.Series(_gemeente(by_wijk.index), index=by_wijk.index).map(by_gemeente).notna()
    label = np.select([reported, spreads], [REPORTED, SPREAD], UNKNOWN)
    note = np.where(~reported & has_total, "gemeentetotaal gemeld", "")
    return pd.DataFrame({"label": label, "note": note}, index=by_wijk.index)


@dataclass(frozen=True)
class Average:
    """Youth workers per 1,000 young people in the whole country: a range, and where its two ends come from.

    The same number everywhere: it says nothing about a wijk and is never a map.
    """

    low: float
    high: float
    unit: str
    source: str


def national_average(young: float) -> Average | None:
    """The published range of youth workers over the young people of the Netherlands; None when these are unknown."""
    if not young > 0:
        return None
    low, high = (parameters.parameter(f"jongerenwerk_landelijk_{end}") for end in ("laag", "hoog"))
    return Average(1000 * low.value / young, 1000 * high.value / young, "fte per 1.000 jongeren", low.source)


def per_worker(people: float, low: float, high: float) -> tuple[float, float] | None:
    """How many ``people`` there are for each worker, when there are ``low`` to ``high`` workers: lowest, highest.

    None where it is not known, or where there is no worker.
    """
    if not (people >= 0 and 0 < low <= high):
        return None
    return people / high, people / low


COVERAGE = Ratio(("jongerenwerk_fte",), ("jongeren_10_27",), times=1000, people_counted=False)


def _young() -> Indicator:
    start, end = band()
    return Indicator(
        id="jongeren_10_27",
        label=f"Jongeren van {start} tot {end} jaar (geschat)",
        unit="jongeren (geschat)",
        kind="count",
        theme="jeugd",
        recipe=Formula(tuple(weights(start, end)), partial(young_people, start=start, end=end), (FACTOR,)),
        is_=f"Naar schatting het aantal inwoners van {start} tot {end} jaar, op 1 januari.",
        is_not="Geen telling: CBS geeft per wijk alleen grovere leeftijdsgroepen. In wijken met veel studenten klopt het minder.",
        citation="CBS, Kerncijfers wijken en buurten; gelijke verdeling over leeftijdsjaren",
        method=f"Opgeteld: {weights_in_words(start, end)}. Waar CBS per gemeente telt hoeveel mensen er van elke leeftijd zijn, is de "
        "schatting daarop gebracht: de wijken tellen dan op tot die telling.",
        rounding=ROUNDING,
        caveats=("leeftijd_geschat", "afgerond"),
        estimate=True,
    )


def _rate() -> Indicator:
    start, end = band()
    return Indicator(
        id="jongerenwerk",
        label="Jongerenwerk per 1.000 jongeren (gemeld)",
        unit="fte per 1.000 jongeren",
        kind="rate",
        theme="jeugd",
        recipe=COVERAGE,
        is_=f"Het aantal voltijdbanen (fte) jongerenwerk dat een gemeente meldde, per 1.000 jongeren van {start} tot {end} jaar.",
        is_not="Geen norm en geen maat voor kwaliteit. Leeg betekent niet gemeld: het is geen nul.",
        citation="Opgave van gemeenten; CBS, Kerncijfers wijken en buurten",
        method="Meldde een gemeente geen totaal maar wel al haar wijken, dan is haar totaal de som. "
        "Een deel van de wijken is geen totaal. Het landelijk gemiddelde wordt nooit over wijken verdeeld.",
        decimals=1,
        caveats=("gemeld", "leeftijd_geschat"),
        levels=("gemeente", "wijk"),
        estimate=True,
    )


INDICATORS = (Later("jongeren_10_27", _young), Later("jongerenwerk", _rate))
