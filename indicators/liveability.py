"""Liveability in the five dimensions of the Leefbaarometer (BZK), filled with counts and measurements only.

A model estimate is never an input. Tenure, income, the value of homes and origin are never part of it: they tell who lives
somewhere and at what price, not how liveable the place is. A dimension is a score only where it orders areas as the
Leefbaarometer's own dimension does (tested.py); the figures of the others stand apart. The total is no part of need.
"""

from __future__ import annotations

from functools import partial

from indicators import composite, norm_data, parameters, scoring, tested
from indicators.indicator import Indicator, Later
from indicators.recipes import Measured, Score

LIVEABILITY = "leefbaarheid"
# What tells more of a dimension without more or less of it being better: in no score, and shown under the dimension.
DESCRIBING = {
    "leefbaarheid_woningvoorraad": ("meergezins", "bouwjaar_vanaf_2000", "woonoppervlak_per_persoon"),
    "leefbaarheid_fysieke_omgeving": ("bebouwd_aandeel", "water_aandeel"),
    "leefbaarheid_voorzieningen": ("scholen_binnen_3km",),
}
FRAME = "Leefbaarometer 3.0 (BZK): vijf dimensies; OECD/JRC Handbook on Constructing Composite Indicators (2008)"


UNIT = "index, gemiddelde wijk = 100"


def _scale(code: str) -> str:
    shipped = " en ".join(map(str, norm_data.years(composite.inputs(code))))
    otherwise = (
        f"Zonder de tabel van dat jaar is de norm van {shipped} (indicators/norms.csv); wat daar niet in staat, telt dan niet mee."
        if shipped
        else ""
    )
    return (
        f"100 is het gemiddelde van de Nederlandse wijken in {parameters.value('basisjaar'):.0f}, gewogen naar inwoners; "
        f"wijken onder {parameters.value('basis_inwoners'):.0f} inwoners tellen daarin niet mee. "
        f"{parameters.value('schaal_stap'):.0f} punten is één standaardafwijking; hoger is beter. "
        f"Waarden buiten het 1e en 99e percentiel van het basisjaar gaan op die grens. {otherwise}".strip()
    )


def _dimension(code: str, label: str, is_: str, is_not: str, caveats: tuple[str, ...] = ()) -> Later:
    return Later(code, partial(_made_dimension, code, label, is_, is_not, caveats))


def _made_dimension(code: str, label: str, is_: str, is_not: str, caveats: tuple[str, ...]) -> Indicator:
    unfit = tested.unfit(code)
    return Indicator(
        id=code,
        label=label,
        unit=UNIT,
        kind="score",
        theme=LIVEABILITY,
        recipe=Score(LIVEABILITY, code, composite.children(code), composite.stand_ins(code)),
        is_=is_,
        is_not=is_not,
        citation=FRAME,
        method=unfit or f"{_scale(code)} Zonder twee derde van de onderdelen is er geen score. {tested.told(code)}",
        direction="higher_better",
        caveats=caveats,
        unmeasured=unfit,
    )


def _whole() -> Indicator:
    unfit, needed = tested.unfit(LIVEABILITY), parameters.value("dimensies_nodig")
    return Indicator(
        id=LIVEABILITY,
        label="Leefbaarheid (gemeten dimensies)",
        unit=UNIT,
        kind="score",
        theme="samengesteld",
        recipe=Score(LIVEABILITY, LIVEABILITY, composite.children(LIVEABILITY)),
        is_="Het gemiddelde van de dimensies van leefbaarheid die dat jaar gemeten zijn.",
        is_not="Niet de Leefbaarometer, en geen rapportcijfer van bewoners. Eigendom, inkomen en herkomst tellen niet mee.",
        citation=FRAME,
        method=unfit
        or f"{_scale(LIVEABILITY)} Alleen gebieden waar alle dat jaar gemeten dimensies bekend zijn krijgen een totaal, en alleen in jaren "
        f"met minstens {needed:.0f} gemeten dimensies. Een dimensie is gemeten als zij bekend is voor wijken waar samen twee "
        f"derde van de inwoners woont. {tested.told(LIVEABILITY)}",
        direction="higher_better",
        caveats=("onvolledig", "plaats_van_misdrijf"),
        unmeasured=unfit,
    )


DIMENSIONS = (
    _dimension(
        "leefbaarheid_woningvoorraad",
        "Leefbaarheid: woningvoorraad",
        "Hoeveel woningen energielabel A of B hebben, en hoe weinig er leeg staan.",
        "Zegt niets over wie de eigenaar is en wat een woning kost. Woningen zonder bewoner tellen niet mee: dat is geen leegstand.",
    ),
    _dimension(
        "leefbaarheid_fysieke_omgeving",
        "Leefbaarheid: fysieke omgeving",
        "Hoe dichtbij openbaar groen is, hoeveel bos en natuur en hoe weinig bedrijventerrein er is, en hoe weinig geluid, vuile lucht en "
        "hitte: zoveel als daarvan is gemeten.",
        "Zegt niets over hoe mooi of hoe schoon het er is.",
    ),
    _dimension(
        "leefbaarheid_voorzieningen",
        "Leefbaarheid: voorzieningen",
        "Hoe dichtbij huisarts, supermarkt, kinderdagverblijf en basisschool zijn.",
        "Zegt niets over kwaliteit, openingstijden, prijs of wachttijden.",
        caveats=("breuk_nabijheid_2022",),
    ),
    _dimension(
        "leefbaarheid_sociale_samenhang",
        "Leefbaarheid: sociale samenhang",
        "Hoe bewoners de samenhang in hun buurt zien.",
        "Alleen gemeten waar een gemeente het haar bewoners vroeg. Schattingen, zoals die van RIVM, tellen niet mee.",
    ),
    _dimension(
        "leefbaarheid_overlast_onveiligheid",
        "Leefbaarheid: overlast en onveiligheid",
        "Hoe weinig inbraak de politie registreert per 1.000 woningen, en hoe weinig vernieling en geweld per 1.000 inwoners. In jaren "
        "zonder die cijfers tellen bijna dezelfde soorten uit de Kerncijfers, alle per 1.000 inwoners.",
        "Geen beeld van hoe veilig mensen zich voelen, en niet van misdrijven die niemand meldt.",
        caveats=("plaats_van_misdrijf", "inwoners_overgezet"),
    ),
)

INDICATORS = (
    Later(LIVEABILITY, _whole),
    Indicator(
        id=LIVEABILITY + scoring.MEASURED,
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
