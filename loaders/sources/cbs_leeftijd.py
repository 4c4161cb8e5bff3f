"""Inhabitants by single year of age per gemeente (CBS, table 03759ned): control totals for age bands.

Only ages 0 to 30 are asked for: the ages that a youth-work band can hold. The areas are those of each year itself.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

YEARS = tuple(range(2013, 2027))
LEVELS = ("land", "gemeente")
AGES = range(31)

CUBE = cube.Cube(
    file="cbs_leeftijd.py",
    setting="DSW_CBS_URL",
    tables=("03759ned",),
    # The codes of ages follow no rule that holds for all of them: ages are found by title.
    items=cube.spread(
        "Leeftijd", {f"leeftijd_jaar_{age}": f"{age} jaar" for age in AGES}, "BevolkingOp1Januari", unit="aantal"
    ),
    levels=LEVELS,
    division="year",
)

VARIABLES = tuple(
    Variable(
        f"leeftijd_jaar_{age}",
        f"Inwoners van {age} jaar",
        "personen",
        "count",
        "jeugd" if age < 27 else "bevolking",
        f"Hoeveel inwoners op 1 januari {age} jaar zijn.",
        "Het is er alleen per gemeente, niet per wijk.",
        per="inwoners",
    )
    for age in AGES
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_leeftijd",
    title="Bevolking naar leeftijd per jaar",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/03759ned",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=(),
    about=(
        "CBS telt per gemeente hoeveel mensen van elke leeftijd er op 1 januari wonen. Hiermee controleren wij de "
        "leeftijdsgroepen die uit grovere groepen zijn geschat."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    pull=pull,
    expects=cube.expectations(CUBE),
)
