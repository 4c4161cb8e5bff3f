"""Reports of nuisance per gemeente, wijk and buurt (politie, table 47024NED), monthly at the source, yearly here.

A year is the sum of its twelve months; with a month missing it is not yet published, never a partial sum.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable
from loaders.sources.politie import YEARS
from loaders.vocabulary import LEVELS

# Variable by kind of report (Overlast).
KINDS = {"overlast_totaal": "0.0.0", "overlast_jeugd": "E35"}

CUBE = cube.Cube(
    file="politie_overlast.py",
    setting="DSW_DERDEN_URL",
    tables=("47024NED",),
    items=cube.spread("Overlast", KINDS, "GeregistreerdeOverlast"),
    levels=LEVELS,
    periods=tuple(f"{{year}}MM{month:02d}" for month in range(1, 13)),
    noughts=True,
)
_CAVEATS = ("plaats_van_overlast", "kleine_aantallen")

VARIABLES = (
    Variable(
        "overlast_totaal",
        "Meldingen van overlast",
        "meldingen",
        "count",
        "leefbaarheid",
        "Hoeveel meldingen van overlast de politie in dat jaar noteerde.",
        "Meer meldingen kan ook betekenen dat mensen sneller bellen. Meldingen bij gemeente of corporatie tellen niet mee.",
        direction="lower_better",
        per="inwoners",
        caveats=_CAVEATS,
    ),
    Variable(
        "overlast_jeugd",
        "Meldingen van overlast door jeugd",
        "meldingen",
        "count",
        "jeugd",
        "Hoeveel meldingen van overlast door jongeren de politie in dat jaar noteerde.",
        "Het is wat melders overlast door jeugd noemen. Het zegt niet wat jongeren deden of waar zij wonen.",
        per="inwoners",
        caveats=_CAVEATS,
    ),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch the twelve months of one year and save their sums. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="politie_overlast",
    title="Meldingen van overlast",
    publisher="Politie (via CBS open data)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://data.politie.nl/#/Politie/nl/dataset/47024NED",
    levels=LEVELS,
    years=YEARS,
    variables=VARIABLES,
    caveats=("plaats_van_overlast",),
    about=(
        "De politie geeft elke maand hoeveel meldingen van overlast zij per gemeente, wijk en buurt noteerde. Hier staat "
        "de som van de twaalf maanden. Alle jaren staan op één gebiedsindeling."
    ),
    settings=("DSW_DERDEN_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
