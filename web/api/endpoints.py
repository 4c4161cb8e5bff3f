"""Every address of the API that gives an answer out of the store, for who serves it and for who describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from web.api import answers, parameters
from web.api.answers import Answer
from web.api.parameters import Parameter

BASE = "/api/v1"


@dataclass(frozen=True)
class Endpoint:
    """One address of the API: what it answers (Dutch), with which parameters, and the function that makes the answer.

    ``answer`` gets the store, the parameters as read, and what stands in the path, if anything.
    """

    path: str
    name: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[..., Answer]
    path_parameter: Parameter | None = None

    @property
    def paged(self) -> bool:
        """True for a list, which comes in pages and as CSV."""
        return parameters.LIMIT in self.parameters


ENDPOINTS = (
    Endpoint(
        "/indicators",
        "indicators",
        "Alle cijfers, met niveaus en jaren.",
        (parameters.THEME, parameters.LEVEL, parameters.TEXT, *parameters.PAGED),
        answers.indicators,
    ),
    Endpoint(
        "/indicators/{id}",
        "indicator",
        "Eén cijfer: wat het is en niet is, hoe het is gemaakt, kanttekeningen, breuken.",
        (parameters.VERSION_ASKED,),
        answers.indicator,
        parameters.INDICATOR,
    ),
    Endpoint(
        "/areas",
        "areas",
        "Gebieden van één indeling, met code, naam en gemeente.",
        (parameters.LEVEL, parameters.TEXT, parameters.GEMEENTE, parameters.DIVISION, *parameters.PAGED),
        answers.areas,
    ),
    Endpoint(
        "/areas/{id}",
        "area",
        "Eén gebied: naam, gemeente, en de jaren waarin deze code bestaat.",
        (parameters.VERSION_ASKED,),
        answers.area,
        parameters.AREA,
    ),
    Endpoint(
        "/data/{id}",
        "data",
        "Eén cijfer voor alle gebieden van een niveau, of voor genoemde gebieden; een leeg vak met de reden.",
        (parameters.LEVEL, parameters.YEAR, parameters.GEMEENTE, parameters.AREAS, *parameters.PAGED),
        answers.data,
        parameters.INDICATOR,
    ),
    Endpoint(
        "/contrast/{id}",
        "contrast",
        "Eén cijfer van een of meer gebieden samen, naast andere gebieden of de rest van de gemeente: verschil en verhouding "
        "met hun marge, en of het duidelijk verschilt.",
        (parameters.SIDE, parameters.AGAINST, parameters.ONE_YEAR, parameters.VERSION_ASKED),
        answers.contrasted,
        parameters.INDICATOR,
    ),
    Endpoint(
        "/dictionary",
        "dictionary",
        "Het woordenboek: elk cijfer met eenheid, uitleg, bron, licentie, kanttekeningen en breuken.",
        parameters.PAGED,
        answers.words,
    ),
    Endpoint(
        "/bulk",
        "bulk",
        "Bestanden met alle cijfers van een niveau: csv (in een zip), parquet en Excel.",
        parameters.PAGED,
        answers.bulk_files,
    ),
    Endpoint(
        "/versions",
        "versions",
        "De versies van de gegevens die op te vragen zijn.",
        parameters.LISTED,
        answers.versions,
    ),
    Endpoint(
        "/revisions",
        "revisions",
        "Het logboek: wat elke versie veranderde tegenover de vorige. Ook als Atom-feed: /revisions.atom.",
        parameters.LISTED,
        answers.revisions,
    ),
    Endpoint(
        "/revisions/{id}",
        "revision",
        "De waarden die een versie veranderde: oud en nieuw naast elkaar.",
        parameters.LISTED,
        answers.revision,
        parameters.OF_VERSION,
    ),
)
