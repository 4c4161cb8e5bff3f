"""What gemeenten report themselves: youth workers, sociaal raadslieden and places to meet; and figures of their own.

Files come in through ``loaders.importing``. A variable that a gemeente brings along itself is kept in the manifest of
the data folder, under an id that begins with ``eigen_``; ``own_variables`` reads those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.source import Source, Variable

OWN = "eigen_"

SOURCE = Source(
    id="opgave",
    title="Opgave van gemeenten",
    publisher="Gemeenten",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="",
    levels=("gemeente", "wijk"),
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
