"""The words that every room uses in one meaning: levels and their codes, what a cell can be, caveats and themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

LEVELS = ("land", "gemeente", "wijk", "buurt")
LEVEL_NAMES = {"land": "Nederland", "gemeente": "Gemeente", "wijk": "Wijk", "buurt": "Buurt"}
LEVEL_PLURALS = {"land": "Nederland", "gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}
CODE_PREFIX = {"land": "NL", "gemeente": "GM", "wijk": "WK", "buurt": "BU"}
COUNTRY = "NL00"
# A value that its source rounded to nought: shown as what it stays under.
BELOW_ROUNDING = "below_rounding"

# What a cell can be. Missing is a value: the four kinds of empty are never mixed, and never become 0.
STATUSES = {
    "published": "gepubliceerd",
    "computed": "berekend uit cijfers van de bron",
    "provisional": "voorlopig",
    "estimate": "schatting",
    "below_rounding": "minder dan de afronding van de bron",
    "not_given": "niet gegeven door de bron",
    "not_yet_published": "nog niet gepubliceerd",
    "cannot_occur": "kan niet voorkomen",
    "withheld": "hier niet getoond: te kleine aantallen",
}

# The fixed list of caveats. A variable or indicator names them by id; the text is shown wherever its figure is.
CAVEATS = {
    "afgerond": "CBS rondt aantallen af. Een 0 kan daardoor 1 of 2 zijn, en delen tellen niet precies op.",
    "kleine_aantallen": "Bij kleine aantallen schommelt dit cijfer sterk door toeval.",
    "eigendom_geen_huur": "CBS telt wie de eigenaar is, niet hoe hoog de huur is. Dit is dus niet het aantal sociale huurwoningen.",
    "zonder_studenten": "CBS laat studentenhuishoudens en huishoudens met een deel van een jaar inkomen buiten deze telling.",
    "benadering": "Dit aantal is een benadering: een percentage maal een aantal huishoudens dat niet precies dezelfde groep is.",
    "breuk_armoede_2024": "Vanaf 2024 meet CBS armoede anders. Cijfers van voor en na 2024 zijn niet te vergelijken.",
    "breuk_herkomst_2022": "CBS deelde herkomst tot en met 2022 anders in dan daarna. De reeksen sluiten niet op elkaar aan.",
    "alleen_deelnemers": "Alleen gemeenten die gegevens leverden. Een leeg vak is geen nul.",
    "plaats_van_misdrijf": "Geteld waar het gebeurde, niet waar iemand woont. In een stadscentrum geeft dat een vertekend beeld.",
    "inwoners_overgezet": "De politie legt alle jaren op de nieuwste grenzen. De inwoners of woningen van een eerder jaar brengen "
    "wij daarheen: van hetzelfde gebied, of opgeteld, of naar adressen verdeeld (dan is het een schatting). Waar dat niet kan, "
    "staat geen cijfer.",
    "plaats_van_overlast": "Geteld waar het gebeurde, niet waar iemand woont. Hoe snel mensen bellen, verschilt per wijk.",
    "model": "Dit is een modelschatting, geen telling. Gebruik het niet om beleid te beoordelen of als bewijs over armoede.",
    "voorspeld_oordeel": "Dit is een voorspelling van het oordeel van bewoners, met een model. Het is geen enquête en geen telling.",
    "breuk_leefbaarometer": "De Leefbaarometer heeft drie versies: 1.0 (2002 en 2008), 2.0 (2012 en 2016) en 3.0 (2014, en vanaf 2018). "
    "Jaren van verschillende versies zijn niet te vergelijken.",
    "klasse_afgeleid": "De makers geven de klasse alleen voor de nieuwste meting. Voor andere jaren is zij afgeleid uit de score, "
    "met de grenzen van 2024. Bij versie 1.0 en 2.0 zijn dat niet de klassen die toen zijn gepubliceerd.",
    "ses_rond_nul": "Een score van 0 is ongeveer het landelijk gemiddelde. Kleine gebieden krijgen van CBS geen score.",
    "stroom_geen_stand": "Dit is wat er in een schooljaar bij komt, geen stand. Zet het niet naast een aantal op één dag.",
    "schatting_register": "CBS schat dit uit registers met een model. De marge is ruim: kleine verschillen zeggen niets.",
    "einde_december": "Stand op het eind van december.",
    "hoogste_klasse_dichtheid": "Klasse 1 is zeer sterk stedelijk, klasse 5 is niet stedelijk.",
    "leeftijd_geschat": "De leeftijdsgroep is geschat uit grovere groepen van CBS, alsof mensen gelijk over de jaren verdeeld zijn.",
    "onvolledig": "Een deel van de dimensies is niet gemeten. Vergelijk alleen gebieden met dezelfde gemeten delen.",
    "gemeld": "Alleen wat een gemeente zelf heeft gemeld. Niet gemeld betekent onbekend, niet nul.",
    "waarde_en_woz": "De WOZ-waarde is van een jaar eerder vastgesteld en zegt iets over de huizenmarkt, "
    "niet over het inkomen van bewoners.",
    "onbewerkt": "CBS geeft deze bedragen door zoals gemeenten ze stuurden. Niet elke gemeente boekt hetzelfde onder dezelfde post.",
    "breuk_samenkracht_2022": "Vanaf 2022 staat onder 6.1 ook veel geld voor de opvang van vluchtelingen uit Oekraïne. "
    "Vergelijk jaren van voor en na 2022 niet.",
    "breuk_taakvelden": "In 2023 en 2025 zijn taakvelden gesplitst en verschoven. "
    "Vergelijk jaren van voor en na zo'n wijziging niet zonder meer.",
    "centrumgemeenten": "Centrumgemeenten geven dit geld ook uit voor de gemeenten om hen heen. Vergelijk gemeenten er niet mee.",
    "geregistreerd": "Alleen schulden die in een register staan. Schulden bij familie, vrienden of winkels tellen niet mee.",
    "gemeente_eigen": "Een gemeente telt dit zelf, op haar eigen manier. Het is niet te vergelijken met andere gemeenten.",
    "bbga_afgekapt": "Amsterdam rondt kleine aantallen af en noemt bij sommige cijfers hoogstens 90%. Reken er niet mee terug.",
    "breuk_bouwjaar": "CBS deelde woningen eerst in naar gebouwd voor of vanaf 2000, en later naar meer of minder dan tien jaar "
    "geleden. De reeksen sluiten niet op elkaar aan.",
    "fysisch_model": "Dit is berekend met een model van de omgeving (verkeer, uitstoot, gebouwen, begroeiing). Het is niet ter "
    "plaatse gemeten, en niet voorspeld uit wie er wonen.",
    "breuk_nabijheid_2022": "Vanaf 2022 telt CBS eenrichtingsverkeer mee in de afstand over de weg. "
    "Vergelijk jaren van voor en na 2022 niet zonder meer.",
    "breuk_bodem_2020": "Vanaf 2020 deelt CBS de grond anders in. Vergelijk 2015 en 2017 niet met 2020 en later.",
    "hele_hectaren": "CBS geeft hele hectaren. In een klein gebied kan het deel daardoor enkele procentpunten afwijken.",
    "enquete_gemeente": "Dit is gevraagd aan een deel van de bewoners. CBS geeft het alleen voor Nederland en voor grote "
    "gemeenten: kleine verschillen zeggen weinig.",
    "verzonnen": "Dit cijfer is verzonnen. Het hoort bij het demogebied.",
}

THEMES = {
    "samengesteld": "Samengestelde maten",
    "armoede": "Armoede en bestaanszekerheid",
    "jeugd": "Jeugd en jongerenwerk",
    "leefbaarheid": "Leefbaarheid",
    "voorzieningen": "Voorzieningen",
    "wonen": "Wonen",
    "werk": "Werk en opleiding",
    "zorg": "Zorg",
    "geld": "Geld van gemeenten",
    "bevolking": "Bevolking en huishoudens",
    "ruimte": "Ruimte",
}

# An amount is a total in euros: like a count it mostly shows how large an area is, but it is no number of people.
Kind = Literal["count", "amount", "share", "rate", "mean", "median", "distance", "density", "class", "score"]
Direction = Literal["higher_better", "lower_better"]


def as_code(text: str) -> str:
    """A code of an area as someone typed it, in capitals; other text stays as it is."""
    code = text.strip().upper()
    return code if code.startswith(tuple(CODE_PREFIX.values())) else text


def level_of(code: str) -> str:
    """The level of a region code: NL00 land, GM0363 gemeente, WK0363AA wijk, BU0363AA01 buurt."""
    for level, prefix in CODE_PREFIX.items():
        if code.startswith(prefix):
            return level
    raise ValueError(f"{code!r} is not a region code: it should begin with NL, GM, WK or BU.")


def gemeente_of(code: str) -> str | None:
    """The gemeente code inside a gemeente, wijk or buurt code; None for the country."""
    return None if code.startswith("NL") else f"GM{code[2:6]}"


def in_gemeente(codes: Iterable[str], gemeente: str | None) -> list[bool]:
    """For each code whether it is of this gemeente, or is it."""
    return [gemeente_of(code) == gemeente for code in codes]


def wijk_of(code: str) -> str | None:
    """The wijk code inside a wijk or buurt code; None for anything larger."""
    return f"WK{code[2:8]}" if code[:2] in ("WK", "BU") else None
