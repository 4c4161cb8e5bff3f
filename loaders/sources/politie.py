"""Registered crime per gemeente, wijk and buurt and year (politie, table 47018NED at CBS's third-party service).

All years of the table are on one division. An absent cell means none. What happened at an unknown place counts in the
national total and in no area. Sexual offences are hidden in this table and are not taken as a kind of their own. The kinds
stand in ``variables/politie.toml``.
Definitions: https://www.politie.nl/algemeen/dataportaal/dataportaal-definities.html.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from loaders import declared, edited
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source
from loaders.vocabulary import LEVELS


class Figure(declared.Figure):
    """One kind of crime."""

    code: Annotated[str, edited.Matching(r"\d+\.\d+\.\d+", "een code zoals 1.1.1")] = Field(
        description="de code van de soort misdrijf (SoortMisdrijf); 0.0.0 is alles samen"
    )


FIGURES = declared.file(
    "politie.toml",
    about="De misdrijven die een bewoner merkt, op straat of thuis. Sinds juli 2018 telt van één voorval elk misdrijf mee, "
    "en niet alleen het zwaarste.",
    model=Figure,
)
# Variable by kind of crime.
KINDS = {figure.id: figure.code for figure in declared.blocks(FIGURES, Figure).values()}

CUBE = cube.Cube(
    file="politie.py",
    setting="DSW_DERDEN_URL",
    tables=("47018NED",),
    items=cube.spread("SoortMisdrijf", KINDS, "GeregistreerdeMisdrijven", unit="aantal"),
    levels=LEVELS,
    noughts=True,
)
YEARS = tuple(range(2012, 2027))


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="politie",
    title="Geregistreerde misdrijven",
    publisher="Politie (via CBS open data)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://data.politie.nl/#/Politie/nl/dataset/47018NED",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("plaats_van_misdrijf",),
    about=(
        "De politie geeft elk jaar hoeveel misdrijven zij per gemeente, wijk en buurt noteerde. Alle jaren staan op één "
        "gebiedsindeling. Zedenmisdrijven zijn per wijk en buurt niet openbaar."
    ),
    settings=("DSW_DERDEN_URL",),
    files=(FIGURES,),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
