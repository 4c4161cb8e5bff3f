"""Poverty: each definition its own indicator, and one headline a year that says which definition it is.

CBS measured low income (households) to 2023 and, with SCP and Nibud, persons in poverty from 2024 on. The two are never
chained, and a year without data of its own definition stays empty.
"""

from __future__ import annotations

import pandas as pd

from indicators.indicator import Indicator
from indicators.recipes import Copy, Formula, Headline, Ratio

CBS = "CBS, Kerncijfers wijken en buurten, toelichting bij de tabel"
NEW_DEFINITION = 2024
NEW_MEASURE = "CBS, SCP en Nibud 2024, De nieuwe methode om armoede in Nederland te meten"
WORKING_AGE = ("leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65")


def households_on_low_income(frame: pd.DataFrame) -> pd.Series[float]:
    """Roughly how many households have a low income: the share (%) times all households.

    An approximation: CBS takes the share over households without students and with a full year of income, which are
    fewer than the households it counts on 1 January. NaN where either is missing.
    """
    return frame["laag_inkomen"] / 100 * frame["huishoudens"]


def _social_minimum(id: str, variable: str, percent: int) -> Indicator:
    return Indicator(
        id=id,
        label=f"Huishoudens tot {percent}% sociaal minimum",
        unit="%",
        kind="share",
        theme="armoede",
        recipe=Copy(variable),
        is_=f"Het deel van de huishoudens met een inkomen tot {percent}% van het sociaal minimum, over een heel jaar.",
        is_not="Zegt niets over vermogen of schulden, en telt geen personen.",
        citation=CBS,
        direction="lower_better",
        decimals=1,
        per="huishoudens",
    )


INDICATORS = (
    Indicator(
        id="armoede",
        label="Armoede (hoofdcijfer van dat jaar)",
        unit="%",
        kind="share",
        theme="armoede",
        recipe=Headline(((2013, "armoede_laag_inkomen"), (NEW_DEFINITION, "armoede_personen"))),
        is_="Het armoedecijfer dat in dat jaar gangbaar is: tot en met 2023 huishoudens met een laag inkomen, vanaf 2024 "
        "personen in armoede.",
        is_not="Geen doorlopende reeks: voor en na 2024 is iets anders gemeten.",
        citation=f"{CBS}; {NEW_MEASURE}",
        method="Heeft een jaar geen cijfer volgens zijn eigen definitie, dan blijft het leeg.",
        direction="lower_better",
        decimals=1,
        caveats=("breuk_armoede_2024", "zonder_studenten", "kleine_aantallen"),
        breaks=(NEW_DEFINITION,),
    ),
    Indicator(
        id="armoede_laag_inkomen",
        label="Huishoudens met een laag inkomen",
        unit="%",
        kind="share",
        theme="armoede",
        recipe=Copy("laag_inkomen"),
        is_="Het deel van de huishoudens met een inkomen onder de lage-inkomensgrens van CBS.",
        is_not="Niet hetzelfde als armoede volgens de meting vanaf 2024, en zegt niets over vermogen of schulden.",
        citation=CBS,
        direction="lower_better",
        decimals=1,
        per="huishoudens",
    ),
    _social_minimum("armoede_101", "sociaal_minimum_101", 101),
    _social_minimum("armoede_110", "sociaal_minimum_110", 110),
    _social_minimum("armoede_120", "sociaal_minimum_120", 120),
    Indicator(
        id="armoede_personen",
        label="Personen in armoede",
        unit="%",
        kind="share",
        theme="armoede",
        recipe=Copy("personen_in_armoede"),
        is_="Het deel van de personen in een huishouden met te weinig geld voor de minimale kosten van leven, "
        "volgens de gezamenlijke meting van CBS, SCP en Nibud.",
        is_not="Niet te vergelijken met huishoudens met een laag inkomen: een andere grens, en personen in plaats van "
        "huishoudens.",
        citation=NEW_MEASURE,
        direction="lower_better",
        decimals=1,
        per="inwoners",
    ),
    Indicator(
        id="bijstand_per_1000",
        label="Bijstand per 1.000 van 15 tot 65 jaar",
        unit="per 1.000 van 15 tot 65 jaar",
        kind="rate",
        theme="armoede",
        recipe=Ratio(("bijstand",), WORKING_AGE, times=1000),
        is_="Het aantal personen met bijstand per 1.000 inwoners van 15 tot 65 jaar: een indirecte maat voor een laag inkomen.",
        is_not="Geen armoedecijfer: wie werkt of AOW heeft kan ook arm zijn en telt hier niet mee.",
        citation=CBS,
        method="De teller is de stand eind december, de noemer die van 1 januari van hetzelfde jaar. "
        "Een deel van de mensen met bijstand is 65 jaar of ouder maar nog geen AOW-leeftijd.",
        direction="lower_better",
        decimals=0,
        caveats=("afgerond", "einde_december", "kleine_aantallen"),
    ),
    Indicator(
        id="huishoudens_laag_inkomen_aantal",
        label="Huishoudens met laag inkomen (benadering)",
        unit="huishoudens (ongeveer)",
        kind="count",
        theme="armoede",
        recipe=Formula(("laag_inkomen", "huishoudens"), households_on_low_income),
        is_="Ongeveer hoeveel huishoudens een laag inkomen hebben: het percentage maal alle huishoudens.",
        is_not="Geen telling: CBS neemt het percentage over een kleinere groep huishoudens dan er wonen.",
        citation=CBS,
        method="Het percentage wordt vermenigvuldigd met het aantal huishoudens en gedeeld door 100.",
        direction="lower_better",
        rounding=10,
        caveats=("benadering", "zonder_studenten"),
        estimate=True,
    ),
)
