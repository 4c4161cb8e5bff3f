"""Health, loneliness and making ends meet per wijk and buurt (RIVM, GGD'en and CBS), adults of 18 and older.

Model estimates (SMAP): predicted from who lives somewhere, not counted. Every value is stored as an estimate, with
the lower and upper bound of its margin where the release has them. The newest release that has a year is used.
The questions stand in ``variables/rivm.toml``.
Method: https://www.rivm.nl/gezondheid-per-wijk-en-buurt.
"""

from __future__ import annotations

from dataclasses import replace

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable
from loaders.vocabulary import LEVELS

ADULTS = "20300"
# Suffix of the variable by member of Marges: the estimate itself, and the bounds of its 95% margin.
MARGINS = {"MW00000": "", "MOG0095": "_ondergrens", "MBG0095": "_bovengrens"}
YEARS = (2012, 2016, 2020, 2022, 2024)


class Figure(declared.Topic):
    """One question of the health survey: the estimate, and the bounds of its margin."""

    endings = tuple(MARGINS.values())

    def variables(self) -> tuple[Variable, ...]:
        """The estimate and the two bounds, of which neither is better or worse."""
        (made,) = super().variables()
        bound = "van de marge van 95% om deze schatting"
        return (
            made,
            *(
                replace(
                    made,
                    id=f"{made.id}_{which}grens",
                    label=f"{made.label}: {which}grens",
                    is_=f"De {which}kant {bound}. {made.is_}",
                    direction=None,
                )
                for which in ("onder", "boven")
            ),
        )


FIGURES = declared.file(
    "rivm.toml",
    about="De cijfers van Gezondheid per wijk en buurt. De grenzen van de marge maakt de code erbij.",
    model=Figure,
)
# Each question was not asked in each year: what is not in a release is noted.
ALWAYS = "eenzaam"

CUBE = cube.Cube(
    file="rivm.py",
    setting="DSW_DERDEN_URL",
    tables=("50150NED", "50120NED", "50090NED"),
    items=cube.combined(
        tuple(
            cube.Item(figure.id, figure.topic, unit=figure.unit, optional=figure.id != ALWAYS)
            for figure in declared.blocks(FIGURES, Figure).values()
        ),
        "Marges",
        MARGINS,
    ),
    levels=LEVELS,
    at=(("Leeftijd", ADULTS),),
    status="estimate",
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year from the newest release that has it, and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="rivm",
    title="Gezondheid per wijk en buurt",
    publisher="RIVM, GGD'en en CBS",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.rivm.nl/gezondheid-per-wijk-en-buurt",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("model",),
    about=(
        "RIVM schat met een model hoe het met de gezondheid van volwassenen per wijk en buurt gaat, uit een landelijke "
        "enquête en uit wie er wonen. Elke uitgave zet alle jaren op één gebiedsindeling."
    ),
    settings=("DSW_DERDEN_URL",),
    files=(FIGURES,),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
