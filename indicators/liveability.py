"""Liveability in the five dimensions of the Leefbaarometer (BZK), filled with counts and measurements only.

A model estimate is never an input, so two dimensions have no figure yet and say so. Tenure, income and origin are
never part of it: they tell who lives somewhere and at what price, not how liveable the place is.
"""

from __future__ import annotations

from functools import partial

from indicators import composite, parameters
from indicators.indicator import Indicator, Later
from indicators.recipes import Measured, Score

LIVEABILITY = "leefbaarheid"
FRAME = "Leefbaarometer 3.0 (BZK): vijf dimensies; OECD/JRC Handbook on Constructing Composite Indicators (2008)"


def _unit() -> str:
    return f"index, {parameters.value('basisjaar'):.0f} = 100"


def _scale() -> str:
    return (
        f"100 is het gemiddelde van de Nederlandse wijken in {parameters.value('basisjaar'):.0f}, gewogen naar inwoners; "
        f"wijken onder {parameters.value('basis_inwoners'):.0f} inwoners tellen daarin niet mee. "
        f"{parameters.value('schaal_stap'):.0f} punten is één standaardafwijking; hoger is beter. "
        "Waarden buiten het 1e en 99e percentiel van het basisjaar gaan op die grens."
    )


def _dimension(
    code: str, label: str, is_: str, is_not: str, unmeasured: str = "", caveats: tuple[str, ...] = ()
) -> Later:
    return Later(code, partial(_made_dimension, code, label, is_, is_not, unmeasured, caveats))


def _made_dimension(
    code: str, label: str, is_: str, is_not: str, unmeasured: str, caveats: tuple[str, ...]
) -> Indicator:
    return Indicator(
        id=code,
        label=label,
        unit=_unit(),
        kind="score",
        theme=LIVEABILITY,
        recipe=Score(LIVEABILITY, code, composite.children(code)),
        is_=is_,
        is_not=is_not,
        citation=FRAME,
        method=unmeasured or f"{_scale()} Zonder twee derde van de onderdelen is er geen score.",
        direction="higher_better",
        caveats=caveats,
        unmeasured=unmeasured,
    )


def _whole() -> Indicator:
    return Indicator(
        id=LIVEABILITY,
        label="Leefbaarheid (gemeten dimensies)",
        unit=_unit(),
        kind="score",
        theme="samengesteld",
        recipe=Score(LIVEABILITY, LIVEABILITY, composite.children(LIVEABILITY)),
        is_="Het gemiddelde van de dimensies van leefbaarheid die dat jaar gemeten zijn.",
        is_not="Niet de Leefbaarometer, en geen rapportcijfer van bewoners. Eigendom, inkomen en herkomst tellen niet mee.",
        citation=FRAME,
        method=f"{_scale()} Alleen gebieden waar alle dat jaar gemeten dimensies bekend zijn krijgen een totaal, en alleen in "
        "jaren met minstens twee gemeten dimensies, die samen twee derde van alle cijfers van leefbaarheid hebben. Een dimensie "
        "is gemeten als zij bekend is voor wijken waar samen twee derde van de inwoners woont.",
        direction="higher_better",
        caveats=("onvolledig", "plaats_van_misdrijf"),
    )


DIMENSIONS = (
    _dimension(
        "leefbaarheid_woningvoorraad",
        "Leefbaarheid: woningvoorraad",
        "Hoe weinig woningen er leegstaan, vergeleken met de gemiddelde wijk in het basisjaar.",
        "Zegt niets over wie de eigenaar is, wat een woning kost of hoe goed zij is. Vakantiewoningen en nieuwbouw "
        "kunnen ook onbewoond zijn.",
    ),
    _dimension(
        "leefbaarheid_fysieke_omgeving",
        "Leefbaarheid: fysieke omgeving",
        "Groen, water, geluid, lucht en bebouwing rond de woning.",
        "Niet gemeten: deze dimensie telt niet mee in de totaalscore.",
        unmeasured="Er is nog geen open bron per wijk opgenomen die meet in plaats van schat.",
    ),
    _dimension(
        "leefbaarheid_voorzieningen",
        "Leefbaarheid: voorzieningen",
        "Hoe dichtbij huisarts, supermarkt, kinderdagverblijf en basisschool zijn, en hoeveel scholen er binnen 3 km zijn.",
        "Zegt niets over kwaliteit, openingstijden, prijs of wachttijden.",
    ),
    _dimension(
        "leefbaarheid_sociale_samenhang",
        "Leefbaarheid: sociale samenhang",
        "Hoe bewoners met elkaar omgaan en zich thuis voelen.",
        "Niet gemeten: deze dimensie telt niet mee in de totaalscore.",
        unmeasured="De cijfers die er per wijk zijn, zoals die van RIVM, zijn modelschattingen en gaan daarom niet in een score.",
    ),
    _dimension(
        "leefbaarheid_overlast_onveiligheid",
        "Leefbaarheid: overlast en onveiligheid",
        "Hoe weinig diefstal uit woningen, vernieling en geweld de politie registreert per 1.000 inwoners.",
        "Geen beeld van hoe veilig mensen zich voelen, en niet van misdrijven die niemand meldt.",
        caveats=("plaats_van_misdrijf",),
    ),
)

INDICATORS = (
    Later(LIVEABILITY, _whole),
    Indicator(
        id=LIVEABILITY + composite.MEASURED,
        label="Leefbaarheid: aantal gemeten dimensies",
        unit="van de 5 dimensies",
        kind="count",
        theme=LIVEABILITY,
        recipe=Measured(LIVEABILITY, composite.children(LIVEABILITY)),
        is_="Hoeveel van de vijf dimensies van leefbaarheid dat jaar voor dit gebied gemeten zijn.",
        is_not="Geen oordeel over het gebied: het zegt hoe compleet de score is.",
        citation=FRAME,
    ),
    *DIMENSIONS,
)
