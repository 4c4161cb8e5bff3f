"""Early school leavers per gemeente (CBS, table 84780NED): a flow in one school year, never a stock.

A school year is stored under the year in which it ends: 2022/'23 is 2023.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

YEARS = tuple(range(2013, 2027))
LEVELS = ("land", "gemeente")

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
_CAVEATS = ("stroom_geen_stand", "kleine_aantallen")

VARIABLES = (
    Variable(
        "vsv_aantal",
        "Voortijdig schoolverlaters",
        "jongeren",
        "count",
        "jeugd",
        "Hoeveel leerlingen in dat schooljaar stopten zonder startkwalificatie (havo, vwo of mbo 2).",
        "Het is niet het aantal jongeren zonder diploma: wie eerder stopte, telt niet opnieuw mee.",
        direction="lower_better",
        per="vsv_leerlingen",
        caveats=_CAVEATS,
    ),
    Variable(
        "vsv_percentage",
        "Voortijdig schoolverlaters (deel)",
        "%",
        "share",
        "jeugd",
        "Welk deel van de leerlingen in dat schooljaar stopte zonder startkwalificatie.",
        "Het is niet het deel van alle jongeren zonder diploma.",
        direction="lower_better",
        decimals=1,
        per="vsv_leerlingen",
        caveats=_CAVEATS,
    ),
    Variable(
        "vsv_leerlingen",
        "Leerlingen die konden stoppen zonder diploma",
        "jongeren",
        "count",
        "jeugd",
        "Hoeveel leerlingen aan het begin van dat schooljaar op school zaten en in deze gemeente woonden.",
        "Leerlingen die al een startkwalificatie hebben en stoppen, zijn geen voortijdig schoolverlaters.",
    ),
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
    variables=VARIABLES,
    caveats=("stroom_geen_stand",),
    about=(
        "CBS telt per gemeente hoeveel leerlingen in een schooljaar stoppen zonder startkwalificatie. Het jaar is dat "
        "waarin het schooljaar eindigt."
    ),
    settings=("DSW_CBS_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
