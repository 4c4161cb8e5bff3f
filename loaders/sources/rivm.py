"""Health, loneliness and making ends meet per wijk and buurt (RIVM, GGD'en and CBS), adults of 18 and older.

Model estimates (SMAP): predicted from who lives somewhere, not counted. Every value is stored as an estimate, with
the lower and upper bound of its margin where the release has them. The newest release that has a year is used.
Method: https://www.rivm.nl/gezondheid-per-wijk-en-buurt.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable
from loaders.vocabulary import LEVELS, Direction

ADULTS = "20300"
# Suffix of the variable by member of Marges: the estimate itself, and the bounds of its 95% margin.
MARGINS = {"MW00000": "", "MOG0095": "_ondergrens", "MBG0095": "_bovengrens"}
YEARS = (2012, 2016, 2020, 2022, 2024)


@dataclass(frozen=True)
class _Figure:
    """One question of the health survey: our variable, RIVM's names for it, and its words."""

    id: str
    topic: str
    label: str
    theme: str
    is_: str
    is_not: str
    direction: Direction | None = "lower_better"


_FIGURES = (
    _Figure(
        "eenzaam",
        "Eenzaam",
        "Eenzame volwassenen",
        "zorg",
        "Welk deel van de volwassenen zich naar schatting matig tot zeer eenzaam voelt.",
        "Alleen wonen is niet hetzelfde als eenzaam zijn.",
    ),
    _Figure(
        "ernstig_eenzaam",
        "ErnstigZeerErnstigEenzaam",
        "Ernstig eenzame volwassenen",
        "zorg",
        "Welk deel van de volwassenen zich naar schatting ernstig of zeer ernstig eenzaam voelt.",
        "Deze mensen tellen ook mee bij wie eenzaam is.",
    ),
    _Figure(
        "moeite_met_rondkomen",
        "MoeiteMetRondkomen",
        "Moeite met rondkomen",
        "armoede",
        "Welk deel van de volwassenen naar schatting moeite heeft om rond te komen van het inkomen.",
        "Het is geen telling van armoede: het model voorspelt dit onder meer uit inkomen.",
    ),
    _Figure(
        "veel_stress",
        "HeelVeelStressInAfgelopen4Weken",
        "Heel veel stress",
        "zorg",
        "Welk deel van de volwassenen naar schatting heel veel stress had in de vier weken voor de vraag.",
        "Het zegt niet waar de stress van komt.",
    ),
    _Figure(
        "risico_angst_depressie",
        "HoogRisicoOpAngstOfDepressie",
        "Risico op angst of depressie",
        "zorg",
        "Welk deel van de volwassenen naar schatting een hoog risico heeft op een angststoornis of depressie.",
        "Het is niet het aantal mensen met een diagnose.",
    ),
    _Figure(
        "ervaren_gezondheid_goed",
        "ErvarenGezondheidGoedZeerGoed",
        "Goede ervaren gezondheid",
        "zorg",
        "Welk deel van de volwassenen de eigen gezondheid naar schatting goed of zeer goed noemt.",
        "Het is geen medisch oordeel.",
        "higher_better",
    ),
    _Figure(
        "vrijwilligerswerk",
        "Vrijwilligerswerk",
        "Vrijwilligerswerk",
        "leefbaarheid",
        "Welk deel van de volwassenen naar schatting vrijwilligerswerk doet.",
        "Het zegt niet of dat in de eigen wijk is.",
        None,
    ),
    _Figure(
        "mantelzorger",
        "Mantelzorger",
        "Mantelzorg",
        "zorg",
        "Welk deel van de volwassenen naar schatting langdurig of vaak voor een naaste zorgt.",
        "Het zegt niet of dat hen zwaar valt.",
        None,
    ),
)

CUBE = cube.Cube(
    file="rivm.py",
    setting="DSW_DERDEN_URL",
    tables=("50150NED", "50120NED", "50090NED"),
    # Each question was not asked in each year: what is not in a release is noted.
    items=cube.combined(
        tuple(cube.Item(f.id, f.topic, unit="%", optional=f.id != "eenzaam") for f in _FIGURES), "Marges", MARGINS
    ),
    levels=LEVELS,
    at=(("Leeftijd", ADULTS),),
    status="estimate",
)


def _variables(figure: _Figure) -> tuple[Variable, ...]:
    """The estimate and the two bounds of its margin."""

    def one(suffix: str, label: str, is_: str, direction: Direction | None) -> Variable:
        return Variable(
            figure.id + suffix,
            label,
            "%",
            "share",
            figure.theme,
            is_,
            f"{figure.is_not} Het is een schatting met een model, geen telling.",
            direction=direction,
            decimals=1,
            caveats=("model",),
        )

    bound = "van de marge van 95% om deze schatting"
    return (
        one("", figure.label, figure.is_, figure.direction),
        one("_ondergrens", f"{figure.label}: ondergrens", f"De onderkant {bound}. {figure.is_}", None),
        one("_bovengrens", f"{figure.label}: bovengrens", f"De bovenkant {bound}. {figure.is_}", None),
    )


VARIABLES = tuple(variable for figure in _FIGURES for variable in _variables(figure))


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
    variables=VARIABLES,
    caveats=("model",),
    about=(
        "RIVM schat met een model hoe het met de gezondheid van volwassenen per wijk en buurt gaat, uit een landelijke "
        "enquête en uit wie er wonen. Elke uitgave zet alle jaren op één gebiedsindeling."
    ),
    settings=("DSW_DERDEN_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
