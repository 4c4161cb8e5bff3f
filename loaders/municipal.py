"""What gemeenten report themselves: youth workers, by gemeente or by wijk."""

from __future__ import annotations

from loaders.source import Source, Variable

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
    ),
)
