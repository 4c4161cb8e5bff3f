"""Registered crime per gemeente, wijk and buurt and year (politie, table 47018NED at CBS's third-party service).

All years of the table are on one division. An absent cell means none. What happened at an unknown place counts in the
national total and in no area. Sexual offences are hidden in this table and are not taken as a kind of their own.
Definitions: https://www.politie.nl/algemeen/dataportaal/dataportaal-definities.html.
"""

from __future__ import annotations

from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.source import Source, Variable
from loaders.vocabulary import LEVELS

# Variable by kind of crime (SoortMisdrijf): those that a resident notices in the street or at home.
KINDS = {
    "misdrijven_totaal": "0.0.0",
    "misdrijven_inbraak_woning": "1.1.1",
    "misdrijven_inbraak_schuur": "1.1.2",
    "misdrijven_uit_auto": "1.2.1",
    "misdrijven_fietsdiefstal": "1.2.3",
    "misdrijven_zakkenrollerij": "1.2.4",
    "misdrijven_openlijk_geweld": "1.4.3",
    "misdrijven_bedreiging": "1.4.4",
    "misdrijven_mishandeling": "1.4.5",
    "misdrijven_straatroof": "1.4.6",
    "misdrijven_drugs_drankoverlast": "2.1.1",
    "misdrijven_vernieling": "2.2.1",
    "misdrijven_burengerucht": "2.4.1",
    "misdrijven_drugshandel": "3.1.1",
    "misdrijven_openbare_orde": "3.6.4",
}

CUBE = cube.Cube(
    file="politie.py",
    setting="DSW_DERDEN_URL",
    tables=("47018NED",),
    items=cube.spread("SoortMisdrijf", KINDS, "GeregistreerdeMisdrijven", unit="aantal"),
    levels=LEVELS,
)
YEARS = tuple(range(2012, 2027))
PLACE = ("plaats_van_misdrijf", "kleine_aantallen")
# Since July 2018 each offence of one incident is counted, and not only the heaviest.
COUNTED_ANEW = (2018,)


def _kind(
    variable: str, label: str, is_: str, is_not: str = "Wat niet bij de politie is gemeld, telt niet mee."
) -> Variable:
    return Variable(
        variable,
        label,
        "misdrijven",
        "count",
        "leefbaarheid",
        is_,
        is_not,
        direction="lower_better",
        per="inwoners",
        caveats=PLACE,
        breaks=COUNTED_ANEW,
    )


VARIABLES = (
    _kind(
        "misdrijven_totaal",
        "Misdrijven (alle soorten)",
        "Hoeveel misdrijven de politie in dat jaar noteerde, pogingen meegeteld.",
        "Wat niet bij de politie is gemeld, telt niet mee. Het zijn andere cijfers dan die van CBS zelf.",
    ),
    _kind(
        "misdrijven_inbraak_woning",
        "Inbraak in woningen",
        "Hoe vaak de politie diefstal of inbraak uit een woning noteerde.",
    ),
    _kind(
        "misdrijven_inbraak_schuur",
        "Inbraak in schuur, box of garage",
        "Hoe vaak de politie diefstal of inbraak uit een schuur, box of garage noteerde.",
    ),
    _kind(
        "misdrijven_uit_auto",
        "Diefstal uit auto's",
        "Hoe vaak de politie diefstal uit of vanaf een motorvoertuig noteerde.",
    ),
    _kind(
        "misdrijven_fietsdiefstal",
        "Diefstal van fietsen en scooters",
        "Hoe vaak de politie diefstal van een fiets, bromfiets of snorfiets noteerde.",
        "Van fietsdiefstal doen veel mensen geen aangifte; die telt niet mee.",
    ),
    _kind("misdrijven_zakkenrollerij", "Zakkenrollerij", "Hoe vaak de politie zakkenrollerij noteerde."),
    _kind(
        "misdrijven_openlijk_geweld",
        "Openlijk geweld",
        "Hoe vaak de politie geweld tegen mensen door een groep op straat noteerde.",
    ),
    _kind("misdrijven_bedreiging", "Bedreiging", "Hoe vaak de politie bedreiging noteerde."),
    _kind(
        "misdrijven_mishandeling",
        "Mishandeling",
        "Hoe vaak de politie mishandeling noteerde, thuis of buiten.",
        "Veel geweld thuis wordt niet gemeld en telt dan niet mee.",
    ),
    _kind("misdrijven_straatroof", "Straatroof", "Hoe vaak de politie beroving op straat noteerde."),
    _kind(
        "misdrijven_drugs_drankoverlast",
        "Drugs- en drankoverlast (misdrijven)",
        "Hoe vaak de politie overlast door drugs of drank als misdrijf noteerde.",
        "Meldingen van overlast die geen misdrijf zijn, tellen niet mee.",
    ),
    _kind("misdrijven_vernieling", "Vernieling", "Hoe vaak de politie vernieling of beschadiging noteerde."),
    _kind(
        "misdrijven_burengerucht",
        "Ruzie tussen buren of in een relatie",
        "Hoe vaak de politie burengerucht of relatieproblemen als misdrijf noteerde.",
    ),
    _kind(
        "misdrijven_drugshandel",
        "Drugshandel",
        "Hoe vaak de politie handel in drugs noteerde.",
        "Het hangt sterk af van hoe vaak de politie zoekt.",
    ),
    _kind(
        "misdrijven_openbare_orde",
        "Misdrijven tegen de openbare orde",
        "Hoe vaak de politie een misdrijf tegen de openbare orde noteerde.",
        "Het hangt sterk af van hoe vaak de politie optreedt.",
    ),
)


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
    variables=VARIABLES,
    caveats=("plaats_van_misdrijf",),
    about=(
        "De politie geeft elk jaar hoeveel misdrijven zij per gemeente, wijk en buurt noteerde. Alle jaren staan op één "
        "gebiedsindeling. Zedenmisdrijven zijn per wijk en buurt niet openbaar."
    ),
    settings=("DSW_DERDEN_URL",),
    pull=pull,
    expects=(cube.expectation(CUBE),),
)
