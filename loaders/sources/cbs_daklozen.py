"""Homeless people in the Netherlands (CBS, table 84990NED): a yearly estimate for the country, ages 18 to 65.

The series before 2019 was made in another way and is not chained to it.
Method: https://www.cbs.nl/nl-nl/onze-diensten/methoden/onderzoeksomschrijvingen/korte-onderzoeksbeschrijvingen/dakloos-in-nederland.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

YEARS = tuple(range(2009, 2027))
LEVELS = ("land",)

CUBE = cube.Cube(
    file="cbs_daklozen.py",
    setting="DSW_CBS_URL",
    tables=("84990NED",),
    title="Daklozen",
    items=(cube.Item("daklozen", "Daklozen|AantalDaklozen|DaklozePersonen|DakEnThuislozen", unit="aantal"),),
    levels=LEVELS,
    status="estimate",
)

VARIABLES = (
    Variable(
        "daklozen",
        "Dakloze mensen (schatting)",
        "personen",
        "count",
        "armoede",
        "Hoeveel mensen van 18 tot 65 jaar op 1 januari naar schatting dakloos zijn.",
        "Wie jonger of ouder is, telt niet mee. Er is geen cijfer per wijk.",
        direction="lower_better",
        rounding=100,
        caveats=("schatting_register",),
        breaks=(2019,),
    ),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_daklozen",
    title="Dakloosheid",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/84990NED",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=("schatting_register",),
    about=(
        "CBS schat elk jaar hoeveel mensen in Nederland dakloos zijn, uit registers en een model. De jaren tot en met 2018 "
        "zijn anders gemaakt."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    pull=pull,
    expects=cube.expectations(CUBE),
)
