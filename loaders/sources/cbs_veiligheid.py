"""How residents judge living together in their neighbourhood (CBS, Veiligheidsmonitor), for the country and large gemeenten.

A survey of every second year: the score is made of what people answered, with the bounds of its 95% margin. There is no
figure per wijk. Editions before 2021 asked otherwise and are not in this table.
Source: https://www.cbs.nl/nl-nl/cijfers/detail/85146NED.
"""

from __future__ import annotations

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source
from loaders.sources.rivm import MARGINS, Figure

LEVELS = ("land", "gemeente")
YEARS = (2021, 2023, 2025)

FIGURES = declared.file(
    "cbs_veiligheid.toml",
    about="De cijfers van de Veiligheidsmonitor. De grenzen van de marge maakt de code erbij.",
    model=Figure,
)
ALWAYS = "sociale_cohesie"

CUBE = cube.Cube(
    file="cbs_veiligheid.py",
    setting="DSW_CBS_URL",
    tables=("85146NED",),
    items=cube.combined(
        tuple(
            # The table gives "schaalscore (0 - 10)" or "rapportcijfer" as its unit, in several spellings.
            cube.Item(figure.id, figure.topic, optional=figure.id != ALWAYS)
            for figure in declared.blocks(FIGURES, Figure).values()
        ),
        "Marges",
        MARGINS,
    ),
    levels=LEVELS,
    division="year",
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_veiligheid",
    title="Veiligheidsmonitor",
    publisher="Centraal Bureau voor de Statistiek (CBS) en het ministerie van Justitie en Veiligheid",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/85146NED",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("enquete_gemeente",),
    certainty=(
        "Het nummer, de indeling naar marge en de kolom van de schaalscore staan op de bladzijde van CBS en bij gebruikers, "
        "voor 2021 en 2023. Dat 2025 in dezelfde tabel komt, is aangenomen."
    ),
    about=(
        "CBS vraagt elke twee jaar aan inwoners hoe zij hun buurt zien. De uitkomsten zijn er voor Nederland en voor gemeenten "
        "met genoeg antwoorden, dus vooral grote. Per wijk is dit er niet."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=cube.expectations(CUBE),
)
