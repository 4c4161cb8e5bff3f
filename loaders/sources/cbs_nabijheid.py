"""How near facilities are per wijk and buurt (CBS, Nabijheid voorzieningen), beyond the few in the key figures.

Each table is about one year; its title says which. Distances are over the road, from all addresses of inhabitants. From
2022 on one-way streets count (table 85560NED), and since 2017 greens count from one hectare up (84334NED).
"""

from __future__ import annotations

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source
from loaders.vocabulary import LEVELS

YEARS = tuple(range(2017, 2027))

FIGURES = declared.file("cbs_nabijheid.toml", about="De afstanden tot voorzieningen.", model=declared.Topic)
# Every release has this one: what else is not in a release is noted.
ALWAYS = "afstand_bibliotheek"

CUBE = cube.Cube(
    file="cbs_nabijheid.py",
    setting="DSW_CBS_URL",
    # 2025 back to 2017, a table a year.
    tables=(
        "86270NED",
        "86134NED",
        "85830NED",
        "85560NED",
        "85231NED",
        "84953NED",
        "84718NED",
        "84463NED",
        "84334NED",
    ),
    title="Nabijheid voorzieningen; afstand locatie, wijk",
    items=tuple(
        cube.Item(id, figure.topic, unit=figure.unit, group=figure.group, optional=id != ALWAYS)
        for id, figure in declared.blocks(FIGURES, declared.Topic).items()
    ),
    levels=LEVELS,
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
    variables=declared.variables(FIGURES),
    caveats=("breuk_nabijheid_2022",),
    certainty=(
        "De nummers van 2017 en 2020 tot en met 2023 staan op de bladzijden van CBS; die van 2018, 2019, 2024 en 2025 noemen "
        "twee of meer gebruikers met titel en jaar. De kolommen over groen zijn zo gezien in 2017, 2020 en 2025. CBS vult "
        "groen niet voor elk jaar: een kolom die leeg is of ontbreekt, wordt bij het ophalen gemeld."
    ),
    about=(
        "CBS meet voor elk adres hoe ver voorzieningen over de weg zijn, en geeft het gemiddelde per gemeente, wijk en "
        "buurt."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=cube.expectations(CUBE),
)
