"""Money next to need: what a gemeente spends per inhabitant near the front door of care, and behind it.

Front ("voorkant"): what everyone can walk into, taakvelden 6.1 and 6.2. Back ("achterkant"): help that is granted or
imposed, taakvelden 6.6, 6.7, 6.81 and 6.82. Coordination (6.9, from 2025) belongs to neither. The words come from the
debate; the division over taakvelden is this dashboard's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from indicators import parameters
from indicators.indicator import Indicator
from indicators.recipes import Formula, total

IV3 = "CBS, Iv3 gemeenten, onbewerkte data; BZK, Iv3-informatievoorschrift gemeenten"
REPORTS = {"begroting": "volgens de begroting", "rekening": "volgens de rekening"}
PEOPLE = "inwoners"
# Parameters with the yearly change of consumer prices, by year.
PRICES = "prijzen_"
MANY_GROUPS, FEW_GROUPS = 10, 5


def per_inhabitant(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[float]:
    """Euros per inhabitant on 1 January: the sum of the columns over the inhabitants. NaN where one is missing."""
    people = frame[PEOPLE]
    return total(frame, columns) / people.where(people > 0)


def price_factors(last: int | None = None) -> dict[int, float]:
    """What an amount of each year is multiplied by to stand in the prices of ``last``; years without an index left out.

    From the yearly change of consumer prices (CBS). The first year is the one before the first change; without ``last``
    the newest year with a change; years before a gap are left out. Consumer prices are not the wages that most of this
    money pays for.
    """
    rises = {
        int(id.removeprefix(PRICES)): found.value
        for id, found in parameters.everything().items()
        if id.startswith(PRICES)
    }
    if not rises:
        return {}
    # A year that lacks breaks the chain: what was before it cannot be said in prices of after it.
    first = next(year for year in range(max(rises), 0, -1) if year - 1 not in rises)
    level, found = 1.0, {first - 1: 1.0}
    for year in range(first, max(rises) + 1):
        level *= 1 + rises[year] / 100
        found[year] = level
    base = found[max(found) if last is None else last]
    return {year: base / level for year, level in found.items()}


def in_prices_of(values: pd.Series[float], last: int | None = None) -> pd.Series[float]:
    """Amounts by year in the prices of one year (see price_factors); NaN for a year without an index."""
    factors = price_factors(last)
    found: pd.Series[float] = values * pd.Series(
        [factors.get(int(year), np.nan) for year in values.index], index=values.index
    )
    return found


def change(values: pd.Series[float], breaks: Iterable[int]) -> tuple[int, int, float] | None:
    """First year, last year and change in % over the newest run of years that no break cuts; None with fewer than two.

    None too where an amount is under nought, as corrections can make it: a percentage of that says nothing.
    """
    known = values.dropna()
    since = max((year for year in breaks if year <= max(known.index, default=0)), default=0)
    run = known[[int(year) >= since for year in known.index]].sort_index()
    if len(run) < 2 or not run.iloc[0] > 0 or run.iloc[-1] < 0:
        return None
    return int(run.index[0]), int(run.index[-1]), float(100 * (run.iloc[-1] / run.iloc[0] - 1))


def by_need(frame: pd.DataFrame, need: pd.Series[float], columns: Sequence[str]) -> pd.DataFrame:
    """Amounts per inhabitant by group of need, from the least to the most: each column the mean weighted by inhabitants.

    Tenths of the gemeenten by need when there are 50 or more with both, else fifths; also ``need`` (lowest and highest:
    need_low, need_high), ``count`` (gemeenten) and ``group`` (0 is the least need, in index order of the gemeenten that
    share a bound). ``frame`` has PEOPLE-weighted ``columns`` and people. Empty with fewer than 10 gemeenten.
    """
    known = frame.assign(need=need.reindex(frame.index)).dropna(subset=[*columns, "need", "people"])
    if len(known) < 2 * FEW_GROUPS:
        return pd.DataFrame(columns=[*columns, "need_low", "need_high", "count"], dtype=float)
    groups = MANY_GROUPS if len(known) >= 5 * MANY_GROUPS else FEW_GROUPS
    # Equal needs may not be torn apart by the order of codes: the place of a value is the middle of those that share it.
    place = (known["need"].rank(method="average") - 0.5) / len(known)
    known["group"] = np.minimum((place * groups).astype(int), groups - 1)
    by_group = known.groupby("group")
    sums = {
        name: (known[name] * known["people"]).groupby(known["group"]).sum() / by_group["people"].sum()
        for name in columns
    }
    return pd.DataFrame(
        {**sums, "need_low": by_group["need"].min(), "need_high": by_group["need"].max(), "count": by_group.size()}
    )


def _per_inhabitant(
    id: str,
    label: str,
    families: tuple[str, ...],
    report: str,
    is_: str,
    is_not: str,
    caveats: tuple[str, ...],
    breaks: tuple[int, ...],
) -> Indicator:
    columns = tuple(f"{family}_{report}" for family in families)
    return Indicator(
        id=f"{id}_{report}",
        label=f"{label}, {report}",
        unit="euro per inwoner",
        kind="mean",
        theme="geld",
        recipe=Formula((*columns, PEOPLE), lambda frame: per_inhabitant(frame, columns)),
        is_=f"{is_} Per inwoner, {REPORTS[report]}.",
        is_not=is_not,
        citation=IV3,
        method="De bedragen zijn opgeteld en gedeeld door het aantal inwoners op 1 januari van hetzelfde jaar. "
        "De bedragen zijn niet gecorrigeerd voor hogere prijzen.",
        caveats=("onbewerkt", *caveats),
        breaks=breaks,
        levels=("gemeente",),
    )


def _both(
    id: str,
    label: str,
    families: tuple[str, ...],
    is_: str,
    is_not: str,
    caveats: tuple[str, ...],
    breaks: tuple[int, ...],
) -> tuple[Indicator, ...]:
    return tuple(_per_inhabitant(id, label, families, report, is_, is_not, caveats, breaks) for report in REPORTS)


INDICATORS = (
    *_both(
        "geld_samenkracht",
        "Samenkracht (6.1) per inwoner",
        ("iv3_61",),
        "Wat de gemeente uitgeeft aan samenkracht en burgerparticipatie: sociaal werk, jongerenwerk, buurthuizen, "
        "vrijwilligers, mantelzorg, preventie, maar ook inburgering en opvang van vluchtelingen.",
        "Het is niet alleen wijkwerk of jongerenwerk: die zijn in deze cijfers niet apart te zien.",
        ("breuk_samenkracht_2022",),
        (2022,),
    ),
    *_both(
        "geld_voorkant",
        "Voorkant (6.1, 6.2) per inwoner",
        ("iv3_61", "iv3_62"),
        "Wat de gemeente uitgeeft aan hulp waar iedereen zo heen kan: samenkracht (taakveld 6.1) en wijkteams en "
        "toegang (6.2, vanaf 2025 6.21, 6.22 en 6.23).",
        "Het is geen maat voor hoe goed die hulp is. Wat een gemeente onder 6.1 boekt, verschilt.",
        ("breuk_samenkracht_2022", "breuk_taakvelden"),
        (2022, 2025),
    ),
    *_both(
        "geld_achterkant",
        "Achterkant (6.6–6.8) per inwoner",
        ("iv3_66", "iv3_67", "iv3_681", "iv3_682"),
        "Wat de gemeente uitgeeft aan hulp waar een besluit voor nodig is: hulpmiddelen (taakveld 6.6), hulp op maat "
        "uit Wmo en Jeugdwet (6.7), beschermd wonen en opvang (6.81) en jeugdbescherming (6.82).",
        "Niet te gebruiken om gemeenten te vergelijken: centrumgemeenten betalen 6.81 en 6.82 ook voor andere gemeenten.",
        ("centrumgemeenten", "breuk_taakvelden"),
        (2025,),
    ),
    *_both(
        "geld_hulp_op_maat",
        "Hulp op maat (6.6–6.7) per inwoner",
        ("iv3_66", "iv3_67"),
        "Wat de gemeente uitgeeft aan hulpmiddelen (taakveld 6.6) en hulp op maat uit Wmo en Jeugdwet (6.7, alle delen "
        "samen).",
        "Beschermd wonen, opvang en jeugdbescherming (6.81 en 6.82) horen er niet bij.",
        ("breuk_taakvelden",),
        (2023, 2025),
    ),
)
