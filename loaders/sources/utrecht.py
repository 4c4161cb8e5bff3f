"""Utrecht in Cijfers: what Utrecht itself counts and asks, per wijk and buurt, from its Swing site.

The variables and the levels at which they are asked stand in ``columns/swing.csv``. Utrecht calls its level of the whole
gemeente "utrecht"; its "subwijk" lies between wijk and buurt and is no level of CBS.
Source: https://utrecht.incijfers.nl.
"""

from __future__ import annotations

from loaders.pulling import swing
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable

SITE = swing.Site("DSW_UTRECHT_URL", "GM0344", "Utrecht in Cijfers")

VARIABLES = (
    Variable(
        "utrecht_minima",
        "Utrecht: huishoudens tot 125%",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens rondkomt van hoogstens 125% van het sociaal minimum.",
        "De grens is die van Utrecht: CBS telt tot 101, 110 en 120%.",
        direction="lower_better",
        decimals=1,
        caveats=("gemeente_eigen", "kleine_aantallen"),
    ),
    Variable(
        "utrecht_gezondheid_jeugd",
        "Utrecht: ervaren gezondheid van de jeugd",
        "%",
        "share",
        "jeugd",
        "Wat kinderen in Utrecht in de Jeugdmonitor over hun eigen gezondheid zeggen, als deel van wie antwoordde.",
        "Het is geen medisch oordeel. Hoe precies is gevraagd, staat bij Utrecht.",
        decimals=1,
        caveats=("gemeente_eigen", "kleine_aantallen"),
    ),
)


def pull(pull: Pull, year: int) -> None:
    """Save one year of the site. Raises as :func:`loaders.pulling.swing.pull_site`."""
    swing.pull_site(pull, SITE, year)


SOURCE = Source(
    id="utrecht",
    title="Utrecht in Cijfers",
    publisher="Gemeente Utrecht",
    licence="Voorwaarden van de gemeente Utrecht; noem de bron",
    licence_url="https://utrecht.incijfers.nl",
    homepage="https://utrecht.incijfers.nl",
    levels=("gemeente", "wijk", "buurt"),
    years=tuple(range(2013, 2027)),
    variables=VARIABLES,
    caveats=("gemeente_eigen",),
    about=(
        "Utrecht houdt zelf cijfers bij per wijk en buurt, uit registers en uit enquêtes onder bewoners. De site geeft namen "
        "van gebieden en geen codes: een naam die CBS niet kent, ontbreekt hier en staat in het verslag van het ophalen."
    ),
    settings=(SITE.setting,),
    files=(swing.FILE,),
    pull=pull,
    expects=(swing.expectation(SITE),),
)
