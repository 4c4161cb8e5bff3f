"""Employees in social work and in youth care (AZW), for the country; found by title, because ids change.

Regions of this source are provinces and labour-market regions, never gemeenten: only the country is taken.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

YEARS = tuple(range(2010, 2027))
LEVELS = ("land",)

CUBE = cube.Cube(
    file="azw.py",
    setting="DSW_DERDEN_URL",
    tables=(),
    title="Werknemers met een baan in de zorg en welzijn",
    items=cube.spread(
        "ranche",
        {"werknemers_sociaal_werk": "Sociaal werk", "werknemers_jeugdzorg": "Jeugdzorg"},
        "WerknemersMetEenBaan|Werknemers|AantalWerknemers|WerknemersMetEenBaanInDeZorgEnWelzijn",
        unit="aantal",
    ),
    levels=LEVELS,
)


def _employees(variable: str, label: str, branch: str) -> Variable:
    return Variable(
        variable,
        label,
        "personen",
        "count",
        "werk",
        f"Hoeveel werknemers in Nederland een baan hebben in {branch}.",
        "Zelfstandigen en vrijwilligers tellen niet mee. Het zijn personen, geen fte.",
        rounding=100,
        caveats=("afgerond",),
    )


VARIABLES = (
    _employees("werknemers_sociaal_werk", "Werknemers in sociaal werk", "sociaal werk"),
    _employees("werknemers_jeugdzorg", "Werknemers in jeugdzorg", "de jeugdzorg"),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="azw",
    title="Werknemers in sociaal werk en jeugdzorg",
    publisher="AZW, onderzoek arbeidsmarkt zorg en welzijn (via CBS open data)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://azwstatline.cbs.nl",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=(),
    about=(
        "AZW telt hoeveel werknemers er in elke branche van zorg en welzijn zijn, voor Nederland en grotere regio's."
    ),
    settings=("DSW_DERDEN_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
