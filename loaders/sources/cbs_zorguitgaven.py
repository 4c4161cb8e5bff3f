"""What the Netherlands spends on care and welfare a year (CBS, table 85260NED).

Newer releases are found by title. Definitions: https://www.cbs.nl/nl-nl/cijfers/detail/85260NED.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

YEARS = tuple(range(1998, 2026))
LEVELS = ("land",)

CUBE = cube.Cube(
    file="cbs_zorguitgaven.py",
    setting="DSW_CBS_URL",
    tables=("85260NED",),
    title="Zorguitgaven; kerncijfers",
    items=(
        cube.Item(
            "zorguitgaven",
            "TotaleUitgavenAanZorgEnWelzijn|UitgavenAanZorgEnWelzijn|UitgavenZorgEnWelzijn|TotaalUitgavenZorgEnWelzijn",
            unit="mln euro",
        ),
    ),
    levels=LEVELS,
)

VARIABLES = (
    Variable(
        "zorguitgaven",
        "Uitgaven aan zorg en welzijn",
        "mln euro",
        "count",
        "zorg",
        "Hoeveel Nederland in dat jaar uitgaf aan zorg en welzijn, uit alle bronnen samen.",
        "Kinderopvang en welzijn tellen mee. Het is meer dan wat de overheid aan zorg uitgeeft.",
    ),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_zorguitgaven",
    title="Uitgaven aan zorg en welzijn",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/85260NED",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=(),
    about=("CBS rekent elk jaar uit hoeveel geld er in Nederland naar zorg en welzijn gaat."),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    pull=pull,
    expects=cube.expectations(CUBE),
)
