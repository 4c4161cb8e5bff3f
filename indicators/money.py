"""Money next to need: what a gemeente spends per inhabitant near the front door of care, and behind it.

Front ("voorkant"): what everyone can walk into, taakvelden 6.1 and 6.2. Back ("achterkant"): help that is granted or
imposed, taakvelden 6.6, 6.7, 6.81 and 6.82. Coordination (6.9, from 2025) belongs to neither. The words come from the
debate; the division over taakvelden is this dashboard's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from indicators.indicator import Indicator
from indicators.recipes import Formula, total

IV3 = "CBS, Iv3 gemeenten, onbewerkte data; BZK, Iv3-informatievoorschrift gemeenten"
REPORTS = {"begroting": "volgens de begroting", "rekening": "volgens de rekening"}
PEOPLE = "inwoners"


def per_inhabitant(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[float]:
    """Euros per inhabitant on 1 January: the sum of the columns over the inhabitants. NaN where one is missing."""
    people = frame[PEOPLE]
    return total(frame, columns) / people.where(people > 0)


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
