"""Who lives there: plain shares of ages, households and schooling. No direction: a young wijk is not a better one."""

from __future__ import annotations

from indicators.indicator import Indicator
from indicators.recipes import Ratio

CBS = "CBS, Kerncijfers wijken en buurten"
SCHOOLING = ("opleiding_laag", "opleiding_midden", "opleiding_hoog")


def _age(id: str, label: str, count: str, ages: str) -> Indicator:
    return Indicator(
        id=id,
        label=label,
        unit="%",
        kind="share",
        theme="bevolking",
        recipe=Ratio((count,), ("inwoners",)),
        is_=f"Het deel van de inwoners dat {ages} is, op 1 januari.",
        is_not="Geen voorspelling en geen oordeel: jong of oud is niet beter of slechter.",
        citation=CBS,
        decimals=1,
        per="inwoners",
        caveats=("afgerond",),
    )


def _household(id: str, label: str, count: str, what: str, not_: str) -> Indicator:
    return Indicator(
        id=id,
        label=label,
        unit="%",
        kind="share",
        theme="bevolking",
        recipe=Ratio((count,), ("huishoudens",)),
        is_=f"Het deel van de huishoudens dat {what}, op 1 januari.",
        is_not=not_,
        citation=CBS,
        decimals=1,
        per="huishoudens",
        caveats=("afgerond",),
    )


def _schooling(id: str, label: str, count: str, what: str) -> Indicator:
    return Indicator(
        id=id,
        label=label,
        unit="%",
        kind="share",
        theme="werk",
        recipe=Ratio((count,), SCHOOLING),
        is_=f"Het deel van de inwoners van 15 tot 75 jaar met een bekend opleidingsniveau dat {what} als hoogste heeft.",
        is_not="Geen aandeel van alle inwoners: de noemer is de som van de drie niveaus, niet het aantal inwoners.",
        citation=CBS,
        method="CBS geeft per wijk geen totaal van 15 tot 75 jaar. Daarom tellen de drie niveaus samen als noemer.",
        decimals=1,
        caveats=("afgerond",),
    )


INDICATORS = (
    _age("aandeel_0_15", "Aandeel 0 tot 15 jaar", "leeftijd_0_15", "jonger dan 15 jaar"),
    _age("aandeel_15_25", "Aandeel 15 tot 25 jaar", "leeftijd_15_25", "15 tot 25 jaar"),
    _age("aandeel_25_45", "Aandeel 25 tot 45 jaar", "leeftijd_25_45", "25 tot 45 jaar"),
    _age("aandeel_45_65", "Aandeel 45 tot 65 jaar", "leeftijd_45_65", "45 tot 65 jaar"),
    _age("aandeel_65_plus", "Aandeel 65 jaar en ouder", "leeftijd_65_plus", "65 jaar of ouder"),
    _household(
        "aandeel_eenpersoons",
        "Aandeel eenpersoonshuishoudens",
        "eenpersoonshuishoudens",
        "uit één persoon bestaat",
        "Alleen wonen is niet hetzelfde als eenzaam zijn.",
    ),
    _household(
        "aandeel_met_kinderen",
        "Aandeel huishoudens met kinderen",
        "huishoudens_met_kinderen",
        "uit ouders of één ouder met thuiswonende kinderen bestaat",
        "Geen aandeel eenoudergezinnen: CBS telt die hier mee, maar niet apart. De kinderen kunnen volwassen zijn.",
    ),
    _household(
        "aandeel_zonder_kinderen",
        "Aandeel meerpersoonshuishoudens zonder kind",
        "huishoudens_zonder_kinderen",
        "uit meer personen zonder thuiswonende kinderen bestaat",
        "Zegt niet of er kinderen zijn die al uit huis zijn.",
    ),
    _schooling(
        "aandeel_opleiding_laag", "Aandeel basisonderwijs, vmbo of mbo 1", SCHOOLING[0], "basisonderwijs, vmbo of mbo 1"
    ),
    _schooling(
        "aandeel_opleiding_midden",
        "Aandeel havo, vwo of mbo 2 tot en met 4",
        SCHOOLING[1],
        "havo, vwo of mbo 2 tot en met 4",
    ),
    _schooling("aandeel_opleiding_hoog", "Aandeel hbo of wo", SCHOOLING[2], "hbo of wo"),
)
