"""Social-economic status of households per wijk and buurt (CBS SES-WOA): wealth, education and work history.

Every release puts all its years on one division; the newest release that has a year is used. A score of 0 is about the
national mean. Definitions: https://www.cbs.nl/nl-nl/achtergrond/2022/14/statusscore-per-wijk-en-buurt-o-b-v-welvaart-opleidingsniveau-en-arbeid.
"""

from __future__ import annotations

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source
from loaders.vocabulary import LEVELS

YEARS = tuple(range(2014, 2026))
# Each score is a topic of the same name: the group it stands in says which it is.
_SCORE = "GemiddeldeScore"

FIGURES = declared.file("cbs_ses.toml", about="De scores voor sociaal-economische status.")
CUBE = cube.Cube(
    file="cbs_ses.py",
    setting="DSW_CBS_URL",
    tables=("86296NED", "86092NED", "85900NED", "85539NED", "85163NED"),
    title="Sociaal-economische status; scores per wijk en buurt",
    items=(
        cube.Item("ses_woa", _SCORE, group="totaal"),
        cube.Item("ses_welvaart", _SCORE, group="welvaart", optional=True),
        cube.Item("ses_opleiding", _SCORE, group="opleiding", optional=True),
        cube.Item("ses_arbeid", _SCORE, group="arbeid", optional=True),
    ),
    levels=LEVELS,
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_ses",
    title="Sociaal-economische status (SES-WOA)",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/longread/diversen/2021/sociaal-economische-status-per-postcode-wijk-en-buurt",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("ses_rond_nul",),
    about=(
        "CBS geeft elk huishouden een score op welvaart, opleiding en werk, en daarvan het gemiddelde per gebied. Elke "
        "uitgave zet alle jaren op één gebiedsindeling."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=cube.expectations(CUBE),
)
