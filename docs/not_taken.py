"""What was sought for a source and is not pulled, and why: for docs/bronnen.md, so that nobody seeks it again in vain.

Sought in November 2026 in stored copies of public pages and code; no service was asked. Dutch, as it is read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sought:
    """One thing that is not pulled: what, what was found, why that is not enough, and the known variable for a file."""

    what: str
    found: str
    why: str
    instead: tuple[str, ...] = ()


SOUGHT = (
    Sought(
        "Groen per wijk en buurt (begroeiing)",
        "RIVM, Atlas Natuurlijk Kapitaal: kaartdienst data.rivm.nl/geo/ank/wfs, lagen "
        "rivm_2022_groenpercentage_kaart_per_gemeente, …_wijk en …_buurt, met bu_code (wk_code, gm_code) en _mean. De bladzijde "
        "noemt de werkwijze (groenkaart van 10 bij 10 meter, gebieden van 2022); drie gebruikers lezen de dienst zo.",
        "Onder welke licentie de cijfers mogen worden doorgegeven, is niet gevonden. Alleen 2022.",
        ("groenpercentage",),
    ),
    Sought(
        "Geluid per wijk en buurt",
        "RIVM, Atlas Leefomgeving: kaarten van berekend geluid (Lden, model STAMINA) als raster.",
        "Er is geen tabel per wijk gevonden. De laag geluidhinder per buurt (rivm_20251201_geluidhinder_bu_weg_2024) is een "
        "schatting uit een enquête en uit wie er wonen, geen berekend geluid.",
        ("geluid_lden",),
    ),
    Sought(
        "Lucht (NO2 en PM2,5) per wijk en buurt",
        "RIVM: grootschalige concentratiekaarten en de lagen rivm_jaargemiddeld_…_actueel, als raster.",
        "Er is geen tabel per wijk gevonden. Zelf een gemiddelde uit het raster maken vraagt een keuze (grond of bewoners) die "
        "de maker niet heeft gemaakt.",
        ("no2", "pm25"),
    ),
    Sought(
        "Hitte per wijk en buurt",
        "Klimaateffectatlas en Atlas Natuurlijk Kapitaal: hittekaart gevoelstemperatuur als raster; een Buurtdashboard zonder "
        "beschreven download.",
        "Van de download per buurt zijn adres, kolommen en licentie niet zeker.",
        ("gevoelstemperatuur",),
    ),
    Sought(
        "Beweegvriendelijke omgeving (RIVM, 50143NED)",
        "Tabel per wijk en buurt over 2024, met een deelscore voor recreatief groen en blauw.",
        "De namen van de kolommen zijn niet gevonden, en een score van een ander zou een score in een score zijn.",
    ),
    Sought(
        "Sociale cohesie per wijk",
        "Amsterdam (BBGA, LSOCCOH_R) en gemeenten groot genoeg voor de Veiligheidsmonitor (CBS, 85146NED). Den Haag in Cijfers "
        "staat op Swing, maar weert volgens een gebruiker geautomatiseerd ophalen.",
        "Van Utrecht, Den Haag en andere Swing-sites is de code van dit cijfer niet gevonden; Rotterdam geeft alleen een index op "
        "bladzijden zonder dienst. De eenzaamheid van RIVM is een schatting en geldt niet als meting.",
        ("sociale_cohesie_wijk",),
    ),
    Sought(
        "Energielabels per wijk en buurt",
        "CBS: energielabels per gemeente over 2011 (81776NED). RVO: labels per adres (EP-Online), met een sleutel.",
        "Er is geen open tabel per wijk gevonden. Amsterdam geeft het deel E, F en G zelf (BBGA, WLABELEFG_P).",
        ("energielabel_ab",),
    ),
    Sought(
        "Leegstand per wijk en buurt",
        "CBS: Landelijke Monitor Leegstand, als maatwerk per jaar vanaf 2015, met woningen per gemeente, wijk en buurt. Vanaf "
        "2020 is de bron anders (een breuk).",
        "De adressen en kolommen van de bestanden zijn niet gevonden. Het deel woningen zonder bewoner van CBS is geen "
        "leegstand: tweede huizen en huizen van mensen die elders staan ingeschreven tellen erin mee.",
        ("leegstand",),
    ),
    Sought(
        "Woonoppervlak per persoon of krap wonen per wijk",
        "CBS: gemiddelde oppervlakte van woningen per gemeente (82550NED).",
        "CBS geeft dit niet per wijk. Amsterdam geeft kinderen die krap wonen zelf (BBGA, W_KRAP_KIND_P).",
        ("woonoppervlak_per_persoon",),
    ),
)
