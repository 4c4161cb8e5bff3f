"""What a source is: its variables, licence, years and levels, and the registry of all of them.

A source is one file in loaders/sources/ with a module attribute ``SOURCE``; it is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from loaders.pulling.pull import Pull
    from loaders.reading.http import Client

LEVELS = ("land", "gemeente", "wijk", "buurt")
LEVEL_NAMES = {"land": "Nederland", "gemeente": "Gemeente", "wijk": "Wijk", "buurt": "Buurt"}
LEVEL_PLURALS = {"land": "Nederland", "gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}
CODE_PREFIX = {"land": "NL", "gemeente": "GM", "wijk": "WK", "buurt": "BU"}
COUNTRY = "NL00"

# What a cell can be. Missing is a value: the four kinds of empty are never mixed, and never become 0.
STATUSES = {
    "published": "gepubliceerd",
    "provisional": "voorlopig",
    "estimate": "schatting",
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
    "plaats_van_overlast": "Geteld waar het gebeurde, niet waar iemand woont. Hoe snel mensen bellen, verschilt per wijk.",
    "model": "Dit is een modelschatting, geen telling. Gebruik het niet om beleid te beoordelen of als bewijs over armoede.",
    "voorspeld_oordeel": "Dit is een voorspelling van het oordeel van bewoners, met een model. Het is geen enquête en geen telling.",
    "ses_rond_nul": "Een score van 0 is ongeveer het landelijk gemiddelde. Kleine gebieden krijgen van CBS geen score.",
    "stroom_geen_stand": "Dit is wat er in een schooljaar bij komt, geen stand. Zet het niet naast een aantal op één dag.",
    "schatting_register": "CBS schat dit uit registers met een model. De marge is ruim: kleine verschillen zeggen niets.",
    "einde_december": "Stand op het eind van december.",
    "hoogste_klasse_dichtheid": "Klasse 1 is zeer sterk stedelijk, klasse 5 is niet stedelijk.",
    "leeftijd_geschat": "De leeftijdsgroep is geschat uit grovere groepen van CBS, alsof mensen gelijk over de jaren verdeeld zijn.",
    "onvolledig": "Een deel van de dimensies is niet gemeten. Vergelijk alleen gebieden met dezelfde gemeten delen.",
    "gemeld": "Alleen wat een gemeente zelf heeft gemeld. Niet gemeld betekent onbekend, niet nul.",
    "waarde_en_woz": "De WOZ-waarde is van een jaar eerder vastgesteld en zegt iets over de huizenmarkt, niet over het inkomen van bewoners.",
    "onbewerkt": "CBS geeft deze bedragen door zoals gemeenten ze stuurden. Niet elke gemeente boekt hetzelfde onder dezelfde post.",
    "breuk_samenkracht_2022": "Vanaf 2022 staat onder 6.1 ook veel geld voor de opvang van vluchtelingen uit Oekraïne. Vergelijk jaren van voor en na 2022 niet.",
    "breuk_taakvelden": "In 2023 en 2025 zijn taakvelden gesplitst en verschoven. Vergelijk jaren van voor en na zo'n wijziging niet zonder meer.",
    "centrumgemeenten": "Centrumgemeenten geven dit geld ook uit voor de gemeenten om hen heen. Vergelijk gemeenten er niet mee.",
    "geregistreerd": "Alleen schulden die in een register staan. Schulden bij familie, vrienden of winkels tellen niet mee.",
    "gemeente_eigen": "Een gemeente telt dit zelf, op haar eigen manier. Het is niet te vergelijken met andere gemeenten.",
    "bbga_afgekapt": "Amsterdam rondt kleine aantallen af en noemt bij sommige cijfers hoogstens 90%. Reken er niet mee terug.",
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


@dataclass(frozen=True)
class Variable:
    """One figure as a source gives it: one name, one unit, one definition, in one place.

    ``label`` and the sentences are Dutch, for the reader. ``direction`` is None where no judgement was agreed.
    ``rounding`` is the step to which the publisher rounds (0: not rounded). ``per`` names the count that a share or
    rate is taken over, so that an absolute number can be derived. ``sensitive`` (origin) never enters a score,
    ranking, peer group, scatter or plan. ``breaks`` lists first years of a new definition within this one id.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    theme: str
    is_: str
    is_not: str = ""
    direction: Direction | None = None
    decimals: int = 0
    rounding: float = 0
    per: str | None = None
    caveats: tuple[str, ...] = ()
    sensitive: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """A small question to a live service and what the loader counts on in its answer, for ``python -m loaders check``.

    ``ask`` returns what is not as expected, in Dutch; nothing when all is well. ``mend`` is the file to look at then.
    """

    question: str
    mend: str
    ask: Callable[[Client], list[str]] = field(compare=False)


@dataclass(frozen=True)
class Source:
    """A publisher's table or file: who made it, under which licence, for which years and levels, and how to pull it.

    ``pull`` fetches one year through the given Pull, which keeps raw bytes and saves; it is None for a source that
    cannot be pulled (reported by gemeenten, computed here). It raises loaders.reading.http.NotAvailable when the publisher
    does not have that year, and loaders.reading.http.SourceError for anything that went wrong. ``after`` makes what takes
    several years together, in the given data folder, once all years that were asked for are in. ``expects`` is what
    it counts on at the publisher.
    """

    id: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    homepage: str
    levels: tuple[str, ...]
    years: tuple[int, ...]
    variables: tuple[Variable, ...] = ()
    caveats: tuple[str, ...] = ()
    about: str = ""
    settings: tuple[str, ...] = ()
    pull: Callable[[Pull, int], None] | None = field(default=None, compare=False)
    after: Callable[[Path], None] | None = field(default=None, compare=False)
    expects: tuple[Expectation, ...] = field(default=(), compare=False)


@cache
def registry() -> dict[str, Source]:
    """Every source in loaders/sources/ by id, in the order of their file names."""
    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(importlib.import_module("loaders.sources").__path__):
        source = importlib.import_module(f"loaders.sources.{module.name}").SOURCE
        found[source.id] = source
    return found


@cache
def variables() -> dict[str, Variable]:
    """Every variable of every source by id. Two sources may not claim one id."""
    found: dict[str, Variable] = {}
    for source in registry().values():
        for variable in source.variables:
            if variable.id in found:
                raise ValueError(f"Variable {variable.id!r} is declared twice; rename it in the file of {source.id!r}.")
            found[variable.id] = variable
    return found


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
