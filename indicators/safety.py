"""Registered crime and nuisance per 1,000 inhabitants: the police's counts over the inhabitants of the same division.

Counted where it happened, so a rate in a city centre says little about who lives there. Areas under the smallest
denominator get no rate. The police puts all its years on one division; the inhabitants and homes of each year are brought to
that ground (indicators.brought), and where they cannot be there is no rate.

Burglary is of homes: per 1,000 homes it is what a home runs, per 1,000 inhabitants it is also how few people share one.
Violence and vandalism stay per 1,000 inhabitants. Homes and businesses together were weighed: a business is counted at the
address where it is registered, mostly somebody's home, so that it says little about how many people are out in a street.
"""

from __future__ import annotations

from indicators.indicator import Indicator
from indicators.recipes import Ratio

POLICE = "Politie, geregistreerde misdrijven en overlast (tabellen 47018NED en 47024NED)"
PEOPLE, HOMES = ("inwoners",), ("woningvoorraad",)
VIOLENCE = (
    "misdrijven_openlijk_geweld",
    "misdrijven_bedreiging",
    "misdrijven_mishandeling",
    "misdrijven_straatroof",
)
METHOD = (
    "De teller is het hele jaar, de noemer het aantal inwoners (of woningen) op 1 januari van dat jaar. De politie legt alle "
    "jaren op de nieuwste gebiedsindeling, en wij brengen de noemer daarheen. Een gebied dat toen dezelfde grond was, houdt zijn "
    "eigen aantal. Anders tellen we gemeenten of buurten van toen op, of verdelen we naar adressen. "
    "Wat op een onbekende plaats gebeurde, telt alleen landelijk mee."
)


def _rate(
    id: str,
    counts: tuple[str, ...],
    label: str,
    is_: str,
    is_not: str,
    caveat: str = "plaats_van_misdrijf",
    breaks: tuple[int, ...] = (2018,),
    theme: str = "leefbaarheid",
    over: tuple[str, ...] = PEOPLE,
) -> Indicator:
    return Indicator(
        id=id,
        label=label,
        unit="per 1.000 inwoners" if over == PEOPLE else "per 1.000 woningen",
        kind="rate",
        theme=theme,
        recipe=Ratio(counts, over, times=1000, people_counted=False),
        is_=is_,
        is_not=is_not,
        citation=POLICE,
        method=METHOD,
        direction="lower_better",
        decimals=1,
        per=over[0],
        caveats=(caveat, "inwoners_overgezet", "kleine_aantallen"),
        breaks=breaks,
    )


_UNREPORTED = "Wat niet bij de politie is gemeld, telt niet mee. Het zegt niet hoe veilig mensen zich voelen."
_REPORTS = "Meer meldingen kan ook betekenen dat mensen sneller bellen. Een melding is geen misdrijf."

INDICATORS = (
    _rate(
        "misdrijven_per_1000",
        ("misdrijven_totaal",),
        "Misdrijven per 1.000 inwoners",
        "Hoeveel misdrijven de politie in het gebied noteerde, per 1.000 inwoners.",
        _UNREPORTED,
    ),
    _rate(
        "inbraak_woning_per_1000",
        ("misdrijven_inbraak_woning",),
        "Woninginbraak per 1.000 inwoners",
        "Hoe vaak de politie inbraak of diefstal uit een woning noteerde, per 1.000 inwoners.",
        f"{_UNREPORTED} Per woning kan de volgorde van gebieden anders zijn.",
    ),
    _rate(
        "inbraak_per_1000_woningen",
        ("misdrijven_inbraak_woning",),
        "Woninginbraak per 1.000 woningen",
        "Hoe vaak de politie inbraak of diefstal uit een woning noteerde, per 1.000 woningen.",
        f"{_UNREPORTED} Een woning waar niemand woont, telt mee.",
        over=HOMES,
    ),
    _rate(
        "vernieling_per_1000",
        ("misdrijven_vernieling",),
        "Vernieling per 1.000 inwoners",
        "Hoe vaak de politie vernieling of beschadiging noteerde, per 1.000 inwoners.",
        _UNREPORTED,
    ),
    _rate(
        "geweld_per_1000",
        VIOLENCE,
        "Geweld en bedreiging per 1.000 inwoners",
        "Hoe vaak de politie openlijk geweld, bedreiging, mishandeling of straatroof noteerde, per 1.000 inwoners.",
        f"{_UNREPORTED} Seksuele misdrijven zitten er niet in: die zijn per wijk niet openbaar.",
    ),
    _rate(
        "drugs_drankoverlast_per_1000",
        ("misdrijven_drugs_drankoverlast",),
        "Drugs- en drankoverlast per 1.000 inwoners",
        "Hoe vaak de politie overlast door drugs of drank als misdrijf noteerde, per 1.000 inwoners.",
        _UNREPORTED,
    ),
    _rate(
        "overlast_per_1000",
        ("overlast_totaal",),
        "Meldingen van overlast per 1.000 inwoners",
        "Hoeveel meldingen van overlast de politie kreeg, per 1.000 inwoners.",
        _REPORTS,
        "plaats_van_overlast",
        (),
    ),
    _rate(
        "overlast_jeugd_per_1000",
        ("overlast_jeugd",),
        "Meldingen jeugdoverlast per 1.000 inwoners",
        "Hoeveel meldingen van overlast door jongeren de politie kreeg, per 1.000 inwoners.",
        f"{_REPORTS} Het zegt niet wat jongeren deden of waar zij wonen.",
        "plaats_van_overlast",
        (),
        "jeugd",
    ),
)
