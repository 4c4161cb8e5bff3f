"""What the ground of an area is: how much of it is green, nature, water, business or built on.

Plain shares of the whole surface, land and water. The ground was divided otherwise before 2020: parks (until 2017) and
urban green (from 2020) are figures of their own, the others have a break.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from indicators.indicator import Indicator
from indicators.recipes import Formula
from loaders.vocabulary import Direction

LAND_USE = "CBS, Bodemgebruik; wijk- en buurtcijfers"
KEY_FIGURES = "CBS, Kerncijfers wijken en buurten"
WHOLE = "bodem_totaal"


def share(part: str, whole: str, frame: pd.DataFrame) -> pd.Series[float]:
    """The part as a percentage of the whole, both in hectares; NaN where one is missing, and where the whole is nought.

    A part over the whole can only be rounding to hectares: it is 100.
    """
    return (100 * frame[part] / frame[whole].where(frame[whole] > 0, np.nan)).clip(upper=100)


def _share(
    id: str,
    label: str,
    part: str,
    is_: str,
    is_not: str,
    direction: Direction | None = None,
    breaks: tuple[int, ...] = (),
    whole: str = WHOLE,
) -> Indicator:
    ours = whole == WHOLE
    return Indicator(
        id=id,
        label=label,
        unit="%",
        kind="share",
        theme="leefbaarheid",
        recipe=Formula((part, whole), partial(share, part, whole)),
        is_=is_,
        is_not=is_not,
        citation=LAND_USE if ours else KEY_FIGURES,
        method="De hectaren gedeeld door alle hectaren van het gebied, land en water samen, keer 100.",
        direction=direction,
        decimals=1,
        per=whole,
        caveats=(*(("breuk_bodem_2020",) if ours else ()), "hele_hectaren"),
        breaks=breaks,
    )


INDICATORS = (
    _share(
        "stedelijk_groen_aandeel",
        "Stedelijk groen (deel van het gebied)",
        "bodem_stedelijk_groen",
        "Welk deel van het gebied groen in en bij de bebouwing is, volgens de indeling van CBS vanaf 2020.",
        "Het zegt niet hoe mooi of veilig het groen is. Bomen en bermen langs een straat tellen niet apart mee.",
        "higher_better",
    ),
    _share(
        "park_aandeel",
        "Park en plantsoen (deel van het gebied)",
        "bodem_park",
        "Welk deel van het gebied park of plantsoen was, volgens de indeling van CBS tot en met 2017.",
        "Niet te vergelijken met stedelijk groen vanaf 2020. Het zegt niet hoe mooi of veilig het groen is.",
        "higher_better",
    ),
    _share(
        "natuur_aandeel",
        "Bos en natuur (deel van het gebied)",
        "bodem_natuur",
        "Welk deel van het gebied bos, heide, duin, moeras of andere natuur is.",
        "Parken en landbouw tellen niet mee. Het zegt niet of bewoners er mogen komen.",
        "higher_better",
        (2020,),
    ),
    _share(
        "bedrijventerrein_aandeel",
        "Bedrijventerrein (deel van het gebied)",
        "bodem_bedrijventerrein",
        "Welk deel van het gebied voor fabrieken, handel en kantoren is.",
        "Winkels tellen niet mee. Het zegt niet hoeveel geluid, stank of verkeer er is.",
        "lower_better",
        (2020,),
    ),
    _share(
        "bebouwd_aandeel",
        "Bebouwd terrein (deel van het gebied)",
        "bodem_bebouwd",
        "Welk deel van het gebied voor wonen, bedrijven, winkels en voorzieningen is.",
        "Het is niet het deel dat vol gebouwen staat, en niet goed of slecht: een stad is dichter bebouwd dan een dorp.",
        breaks=(2020,),
    ),
    _share(
        "water_aandeel",
        "Water (deel van het gebied)",
        "oppervlakte_water",
        "Welk deel van het gebied water is dat breder is dan zes meter.",
        "Sloten en smalle grachten tellen niet mee. Het zegt niet of bewoners erbij kunnen.",
        whole="oppervlakte",
    ),
)
