"""What gemeenten report themselves: youth workers, sociaal raadslieden and places to meet; and figures of their own.

Also what is known of how liveable a wijk is and has no open table for the country, or none that we are sure of: social
cohesion, noise, air, heat, green, energy labels, vacancy and floor space (``docs/not_taken.py`` says what was sought).

Files come in through ``loaders.importing``. A variable that a gemeente brings along itself is kept in the manifest of
the data folder, under an id that begins with ``eigen_``; ``own_variables`` reads those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.source import Source, Variable

OWN = "eigen_"
# The unit of a score that cannot be over ten: an index under the same heading is refused.
TEN = "schaalscore 0-10"

SOURCE = Source(
    id="opgave",
    title="Opgave van gemeenten",
    publisher="Gemeenten",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="",
    levels=("gemeente", "wijk", "buurt"),
    years=tuple(range(2020, 2027)),
    caveats=("gemeld",),
    about="Er is geen landelijk register van jongerenwerkers. Deze cijfers staan er alleen waar een gemeente ze zelf gaf.",
    variables=(
        Variable(
            id="jongerenwerk_fte",
            label="Jongerenwerkers (fte)",
            unit="fte",
            kind="count",
            theme="jeugd",
            is_="Hoeveel voltijdbanen aan jongerenwerk er volgens de gemeente zijn.",
            is_not="Geen telling van alle jongerenwerkers: gemeenten die niets opgaven, ontbreken.",
            decimals=1,
            caveats=("gemeld",),
        ),
        Variable(
            id="jongerenwerk_personen",
            label="Jongerenwerkers (personen)",
            unit="personen",
            kind="count",
            theme="jeugd",
            is_="Hoeveel mensen er volgens de gemeente als jongerenwerker werken, voltijd of deeltijd.",
            is_not="Geen fte: twee mensen met een halve baan tellen hier als twee.",
            caveats=("gemeld",),
        ),
        Variable(
            id="raadslieden",
            label="Sociaal raadslieden (ja of nee)",
            unit="ja of nee",
            kind="class",
            theme="armoede",
            is_="Of er volgens de gemeente sociaal raadslieden zijn. 1 is ja, 0 is nee.",
            is_not="Het zegt niet hoeveel raadslieden er zijn, of hoe lang mensen op hulp wachten.",
            caveats=("gemeld",),
        ),
        Variable(
            id="raadslieden_fte",
            label="Sociaal raadslieden (fte)",
            unit="fte",
            kind="count",
            theme="armoede",
            is_="Hoeveel voltijdbanen aan sociaal raadsliedenwerk er volgens de gemeente zijn.",
            is_not="Geen telling van andere hulp bij geld en regels, zoals schuldhulp of een formulierenbrigade.",
            decimals=1,
            caveats=("gemeld",),
        ),
        Variable(
            id="buurthuizen",
            label="Buurthuizen",
            unit="aantal",
            kind="count",
            theme="voorzieningen",
            is_="Hoeveel buurthuizen, wijkcentra of huizen van de wijk er volgens de gemeente zijn.",
            is_not="Het zegt niet hoe vaak ze open zijn of wat er gebeurt.",
            caveats=("gemeld",),
        ),
        Variable(
            id="jongerencentra",
            label="Jongerencentra",
            unit="aantal",
            kind="count",
            theme="voorzieningen",
            is_="Hoeveel plekken er volgens de gemeente alleen of vooral voor jongeren zijn.",
            is_not="Een buurthuis waar ook jongeren komen telt hier niet mee.",
            caveats=("gemeld",),
        ),
        Variable(
            id="sociale_cohesie_wijk",
            label="Sociale cohesie (eigen enquête)",
            unit=TEN,
            kind="score",
            theme="leefbaarheid",
            is_="Hoe bewoners in hun buurt met elkaar omgaan en zich er thuis voelen, als score van 0 tot 10 uit een enquête.",
            is_not="Het is gevraagd aan een deel van de bewoners. Niet elke gemeente vraagt het op dezelfde manier.",
            direction="higher_better",
            decimals=1,
            caveats=("gemeld", "gemeente_eigen"),
        ),
        Variable(
            id="groenpercentage",
            label="Deel van de grond met begroeiing",
            unit="%",
            kind="share",
            theme="leefbaarheid",
            is_="Welk deel van de grond gras, planten of bomen heeft, van wie dan ook, zoals in de groenkaart van RIVM.",
            is_not="Tuinen en landbouw tellen mee. Het zegt niet of bewoners er mogen komen.",
            direction="higher_better",
            decimals=1,
            caveats=("gemeld",),
        ),
        Variable(
            id="geluid_lden",
            label="Geluid bij woningen (model), Lden",
            unit="dB",
            kind="mean",
            theme="leefbaarheid",
            is_="Hoeveel geluid er volgens een rekenmodel gemiddeld over dag, avond en nacht bij woningen is.",
            is_not="Het is niet gemeten, en het zegt niet hoeveel last bewoners ervan hebben.",
            direction="lower_better",
            decimals=1,
            caveats=("gemeld", "fysisch_model"),
        ),
        Variable(
            id="no2",
            label="Stikstofdioxide in de lucht (model)",
            unit="µg/m³",
            kind="mean",
            theme="leefbaarheid",
            is_="Hoeveel stikstofdioxide (NO2) er volgens een rekenmodel gemiddeld over een jaar in de lucht zit.",
            is_not="Het is niet ter plaatse gemeten. Vlak langs een drukke weg kan het veel hoger zijn.",
            direction="lower_better",
            decimals=1,
            caveats=("gemeld", "fysisch_model"),
        ),
        Variable(
            id="pm25",
            label="Fijnstof PM2,5 in de lucht (model)",
            unit="µg/m³",
            kind="mean",
            theme="leefbaarheid",
            is_="Hoeveel heel fijn stof (PM2,5) er volgens een rekenmodel gemiddeld over een jaar in de lucht zit.",
            is_not="Het is niet ter plaatse gemeten. Rook van houtkachels vlakbij is er niet goed in te zien.",
            direction="lower_better",
            decimals=1,
            caveats=("gemeld", "fysisch_model"),
        ),
        Variable(
            id="gevoelstemperatuur",
            label="Gevoelstemperatuur op een hete dag (model)",
            unit="°C",
            kind="mean",
            theme="leefbaarheid",
            is_="Hoe warm het volgens een rekenmodel buiten aanvoelt op een hete zomermiddag.",
            is_not="Het zegt niets over hoe warm het binnen wordt, en het is geen verwachting voor een echte dag.",
            direction="lower_better",
            decimals=1,
            caveats=("gemeld", "fysisch_model"),
        ),
        Variable(
            id="energielabel_ab",
            label="Woningen met energielabel A of B",
            unit="%",
            kind="share",
            theme="wonen",
            is_="Welk deel van de woningen met een energielabel het label A of B heeft, plussen meegeteld.",
            is_not="Woningen zonder label tellen niet mee. Het zegt niets over wat bewoners verbruiken.",
            direction="higher_better",
            decimals=1,
            caveats=("gemeld",),
        ),
        Variable(
            id="leegstand",
            label="Leegstand van woningen",
            unit="%",
            kind="share",
            theme="wonen",
            is_="Welk deel van de woningen leegstaat: niemand staat er ingeschreven, en ook geen gebruiker of bedrijf is bekend.",
            is_not="Het is uit registers afgeleid en niet ter plaatse nagekeken. Het is niet hetzelfde als woningen zonder bewoner.",
            direction="lower_better",
            decimals=1,
            caveats=("gemeld",),
        ),
        Variable(
            id="woonoppervlak_per_persoon",
            label="Woonoppervlak per persoon",
            unit="m²",
            kind="mean",
            theme="wonen",
            is_="Hoeveel vierkante meter woning er gemiddeld per bewoner is.",
            is_not="Het is een gemiddelde: krap en ruim wonen kan in één straat voorkomen.",
            decimals=1,
            caveats=("gemeld",),
        ),
    ),
)

# How gemeenten head the column of a figure, without capitals and punctuation.
HEADINGS = {
    "jongerenwerk_fte": ("jongerenwerk fte", "fte jongerenwerk", "fte jongerenwerkers", "aantal fte jongerenwerk"),
    "jongerenwerk_personen": (
        "jongerenwerk personen",
        "jongerenwerkers",
        "aantal jongerenwerkers",
        "personen jongerenwerk",
    ),
    "raadslieden": ("sociaal raadslieden", "sociaal raadslieden ja nee", "raadslieden", "sociaal raadslieden aanwezig"),
    "raadslieden_fte": ("raadslieden fte", "fte sociaal raadslieden", "fte raadslieden", "aantal fte raadslieden"),
    "buurthuizen": ("aantal buurthuizen", "buurthuis"),
    "jongerencentra": ("aantal jongerencentra", "jongerencentrum"),
    "sociale_cohesie_wijk": (
        "sociale cohesie",
        "schaalscore sociale cohesie",
        "sociale cohesie schaalscore",
        "score sociale cohesie",
        "sociale cohesie score",
        "sociale cohesie in de buurt",
        "sociale cohesie in de woonbuurt",
    ),
    "groenpercentage": ("percentage groen", "groen percentage"),
    "geluid_lden": (
        "lden",
        "geluidbelasting",
        "geluidsbelasting",
        "geluidbelasting lden",
        "geluidsbelasting lden",
        "gemiddelde geluidbelasting",
        "geluid lden db",
    ),
    "no2": ("stikstofdioxide", "stikstofdioxide no2", "no2 concentratie", "concentratie no2", "no2 µg m3"),
    "pm25": ("pm2 5", "pm 2 5", "fijnstof pm2 5", "fijn stof pm2 5", "fijnstof pm25", "concentratie pm2 5"),
    "gevoelstemperatuur": (
        "pet",
        "gevoelstemperatuur pet",
        "gemiddelde gevoelstemperatuur",
        "hitte gevoelstemperatuur",
    ),
    "energielabel_ab": (
        "percentage energielabel a of b",
        "aandeel energielabel a of b",
        "energielabel a of b",
        "energielabel a en b",
        "aandeel label a en b",
        "percentage label a en b",
    ),
    # Not plain "leegstaande woningen": that is mostly a number of homes.
    "leegstand": (
        "percentage leegstand",
        "leegstandspercentage",
        "percentage leegstaande woningen",
        "aandeel leegstand",
    ),
    "woonoppervlak_per_persoon": (
        "woonoppervlakte per persoon",
        "woonoppervlak per bewoner",
        "woonoppervlakte per inwoner",
        "oppervlakte per persoon",
        "m2 per persoon",
    ),
}
# A bare "fte" or "personen" is youth work where the file says that it is about youth work.
IN_CONTEXT = {
    "jongerenwerk": {
        "fte": "jongerenwerk_fte",
        "aantal fte": "jongerenwerk_fte",
        "personen": "jongerenwerk_personen",
        "aantal personen": "jongerenwerk_personen",
    },
    "raadslieden": {"fte": "raadslieden_fte", "aantal fte": "raadslieden_fte", "ja nee": "raadslieden"},
}


def own_variables(manifest: Mapping[str, Any]) -> dict[str, Variable]:
    """The variables that gemeenten brought along themselves, by id, as the manifest of a data folder keeps them."""
    return {id: _own(id, about) for id, about in manifest.get("custom_variables", {}).items()}


def _own(id: str, about: Mapping[str, Any]) -> Variable:
    return Variable(
        id=id,
        label=str(about["label"]),
        unit=str(about["unit"]),
        kind=about["kind"],
        theme=str(about.get("theme", "samengesteld")),
        is_="Dit cijfer komt uit een bestand van een gemeente; de gemeente gaf het deze naam.",
        decimals=0 if about["kind"] == "count" and about["unit"] != "fte" else 1,
        caveats=("gemeld",),
    )
