"""How near facilities are per wijk and buurt (CBS, Nabijheid voorzieningen), beyond the few in the key figures.

Each table is about one year; its title says which. Distances are over the road, from all addresses of inhabitants.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable
from loaders.vocabulary import LEVELS

YEARS = tuple(range(2017, 2027))

# Variable by the names that releases use, and the words for it.
_PLACES = {
    "bibliotheek": ("AfstandTotBibliotheek", "de bibliotheek", "bibliotheek", "Het zegt niets over openingstijden."),
    "zwembad": ("AfstandTotBinnenzwembad|AfstandTotZwembad", "een zwembad", "zwembad", "Buitenbaden tellen niet mee."),
    "huisartsenpost": (
        "AfstandTotHuisartsenpost",
        "de huisartsenpost",
        "huisartsenpost",
        "Voor overdag is er de huisarts.",
    ),
    "apotheek": ("AfstandTotApotheek", "een apotheek", "apotheek", "Het zegt niets over openingstijden."),
    "ziekenhuis": (
        "AfstandTotZiekenhuis|AfstandTotZiekenhuisInclBuitenpolikl",
        "een ziekenhuis",
        "ziekenhuis",
        "Het zegt niet welke zorg het ziekenhuis geeft.",
    ),
    "buitenschoolse_opvang": (
        "AfstandTotBuitenschoolseOpvang",
        "buitenschoolse opvang",
        "buitenschoolse opvang",
        "Het zegt niet of er plek is.",
    ),
    "sportterrein": ("AfstandTotSportterrein", "een sportterrein", "sportterrein", "Sportscholen tellen niet mee."),
    "park": ("AfstandTotParkOfPlantsoen", "een park", "park of plantsoen", "Het zegt niet hoe groot het park is."),
    "treinstation": (
        "AfstandTotTreinstationsTotaal",
        "een treinstation",
        "treinstation",
        "Bus en tram tellen niet mee.",
    ),
}

CUBE = cube.Cube(
    file="cbs_nabijheid.py",
    setting="DSW_CBS_URL",
    tables=("86270NED", "86134NED"),
    title="Nabijheid voorzieningen; afstand locatie, wijk",
    items=(
        *(
            cube.Item(f"afstand_{name}", topic, unit="km", optional=name != "bibliotheek")
            for name, (topic, *_) in _PLACES.items()
        ),
        # Every kind of school has a topic of this name: the group says which.
        cube.Item("afstand_voortgezet_onderwijs", "AfstandTotSchool", unit="km", group="voortgezet", optional=True),
    ),
    levels=LEVELS,
)


def _distance(name: str, where: str, what: str, is_not: str) -> Variable:
    return Variable(
        f"afstand_{name}",
        f"Afstand tot {where}",
        "km",
        "distance",
        "voorzieningen",
        f"Hoe ver de dichtstbijzijnde plek met {what} gemiddeld is, over de weg.",
        is_not,
        direction="lower_better",
        decimals=1,
    )


VARIABLES = (
    *(_distance(name, where, what, is_not) for name, (_, where, what, is_not) in _PLACES.items()),
    _distance(
        "voortgezet_onderwijs",
        "een middelbare school",
        "voortgezet onderwijs",
        "Het zegt niet of de school het niveau van een kind heeft.",
    ),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_nabijheid",
    title="Nabijheid voorzieningen",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/onze-diensten/methoden/onderzoeksomschrijvingen/korte-onderzoeksbeschrijvingen/nabijheid-voorzieningen",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=(),
    about=(
        "CBS meet voor elk adres hoe ver voorzieningen over de weg zijn, en geeft het gemiddelde per gemeente, wijk en "
        "buurt."
    ),
    settings=("DSW_CBS_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
