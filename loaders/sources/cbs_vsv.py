"""Early school leavers per gemeente (CBS, table 84780NED): a flow in one school year, never a stock.

A school year is stored under the year in which it ends: 2022/'23 is 2023.
"""

from __future__ import annotations

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source

YEARS = tuple(range(2013, 2027))
LEVELS = ("land", "gemeente")

FIGURES = declared.file("cbs_vsv.toml", about="De cijfers over voortijdig schoolverlaters.")
CUBE = cube.Cube(
    file="cbs_vsv.py",
    setting="DSW_CBS_URL",
    tables=("84780NED",),
    title="Voortijdig schoolverlaters; geslacht, woonregio",
    items=(
        cube.Item("vsv_leerlingen", "Leerlingen"),
        cube.Item("vsv_aantal", "VoortijdigSchoolverlaters", unit="aantal"),
        cube.Item("vsv_percentage", "VoortijdigSchoolverlatersPercentage", unit="%"),
    ),
    levels=LEVELS,
    periods=("{previous}SJ00",),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_vsv",
    title="Voortijdig schoolverlaters",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/84780NED",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("stroom_geen_stand",),
    about=(
        "CBS telt per gemeente hoeveel leerlingen in een schooljaar stoppen zonder startkwalificatie. Het jaar is dat "
        "waarin het schooljaar eindigt."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=cube.expectations(CUBE),
)
