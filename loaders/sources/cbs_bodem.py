"""What the ground of each wijk and buurt is used for (CBS, Bodemgebruik), in hectares.

Each table is about one year, which its title names. 2015 and 2017 follow the old division of land use, 2020 and later a
new one: what was divided otherwise has an id of its own, the rest a break. The tables of 2020 and 2022 also hold larger
regions, which are not asked for.
"""

from __future__ import annotations

from dataclasses import replace

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source
from loaders.vocabulary import LEVELS

YEARS = (2015, 2017, 2020, 2022)

FIGURES = declared.file("cbs_bodem.toml", about="Waarvoor de grond wordt gebruikt.", model=declared.Topic)
# Every release has these: what else is not in a release is noted.
ALWAYS = ("bodem_totaal", "bodem_bebouwd")

CUBE = cube.Cube(
    file="cbs_bodem.py",
    setting="DSW_CBS_URL",
    tables=("86211NED", "86210NED", "85217NED", "84324NED"),
    title="Bodemgebruik, wijk- en buurtcijfers",
    items=tuple(
        cube.Item(id, figure.topic, unit=figure.unit, group=figure.group, optional=id not in ALWAYS)
        for id, figure in declared.blocks(FIGURES, declared.Topic).items()
    ),
    levels=LEVELS,
    division="year",
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_bodem",
    title="Bodemgebruik",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/86211NED",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("breuk_bodem_2020", "hele_hectaren"),
    certainty=(
        "De nummers van 2015, 2020 en 2022 staan op bladzijden van CBS; dat van 2017 noemt een gebruiker met zijn titel. De "
        "kolommen van 2022 voor land, water, bebouwd en bedrijfsterrein zijn zo gezien. Die voor stedelijk groen en natuur "
        "zijn afgeleid van hun titel: ontbreken zij, dan wordt dat gemeld en worden ze niet overgenomen."
    ),
    about=(
        "CBS tekent uit kaarten en luchtfoto's na waarvoor elk stuk grond wordt gebruikt, en telt dat op per gemeente, wijk en "
        "buurt."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    # Parks are of the old division only.
    expects=cube.expectations(replace(CUBE, items=tuple(i for i in CUBE.items if i.variable != "bodem_park"))),
)
