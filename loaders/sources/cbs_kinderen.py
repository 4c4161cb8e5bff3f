"""Minor children in households with a low income, per gemeente (CBS, table 86006NED and its predecessors).

The table has millions of cells: only all households, three income limits and two durations are asked for.
"""

from __future__ import annotations

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source

YEARS = tuple(range(2011, 2025))
LEVELS = ("land", "gemeente")
DIMENSIONS = ("InkomensgrensHuishouden", "DuurInkomenspositie")
_SHARE, _COUNT = "MinderjarigeKinderenRelatief|MinderjarigeKinderen", "MinderjarigeKinderen"
_LOW, _120 = ("InkomensgrensHuishouden", "1050290"), ("InkomensgrensHuishouden", "A043008")
_ONE_YEAR, _FOUR_YEARS = ("DuurInkomenspositie", "A028721"), ("DuurInkomenspositie", "A028724")

FIGURES = declared.file("cbs_kinderen.toml", about="De cijfers over kinderen in huishoudens met een laag inkomen.")
CUBE = cube.Cube(
    file="cbs_kinderen.py",
    setting="DSW_CBS_URL",
    tables=("86006NED", "85678NED", "84641NED"),
    items=(
        cube.Item("kinderen_laag_inkomen", _SHARE, (_LOW, _ONE_YEAR), unit="%"),
        cube.Item("kinderen_laag_inkomen_aantal", _COUNT, (_LOW, _ONE_YEAR), unit="aantal"),
        cube.Item("kinderen_langdurig_laag_inkomen", _SHARE, (_LOW, _FOUR_YEARS), unit="%"),
        cube.Item("kinderen_tot_120", _SHARE, (_120, _ONE_YEAR), unit="%"),
        cube.Item("kinderen_langdurig_tot_120", _SHARE, (_120, _FOUR_YEARS), unit="%"),
    ),
    levels=LEVELS,
    at=(("KenmerkenVanHuishoudens", "1050010"),),
)


def pull(pull: Pull, year: int) -> None:
    """Fetch one year and save its levels. Raises as :func:`loaders.pulling.cube.load`."""
    cube.pull_one(pull, CUBE, year)


SOURCE = Source(
    id="cbs_kinderen",
    title="Kinderen in huishoudens met een laag inkomen",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/cijfers/detail/86006NED",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("zonder_studenten",),
    about=(
        "CBS telt per gemeente hoeveel kinderen opgroeien in een huishouden met weinig inkomen, en hoe lang al. Per wijk is "
        "dit er niet. Alle jaren staan op één gebiedsindeling."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=cube.expectations(CUBE),
)
