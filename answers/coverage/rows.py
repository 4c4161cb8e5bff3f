"""The download of the page on youth work: what was reported and what was calculated, in columns apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from answers import coverage, data
from answers.coverage import Coverage
from answers.coverage.need import Beside, Need
from indicators.youth_work import QUADRANTS, REPORTED, SPREAD
from loaders.source import registry

COLUMNS = {
    "hoe_bekend": (
        "gemeld: de gemeente gaf het; verdeeld: gerekend uit een gemeentetotaal; onbekend: niets gemeld, geen nul"
    ),
    "toelichting": "Wat er verder over die opgave te zeggen is",
    "fte_gemeld": "Voltijdbanen jongerenwerk die de gemeente meldde; alleen gevuld bij gemeld",
    "fte_per_1000_jongeren_gemeld": "Gemelde fte per 1.000 jongeren; alleen gevuld bij gemeld",
    "fte_verdeeld": "Gerekende fte uit een gemeentetotaal, naar jongeren; alleen gevuld bij verdeeld",
    "fte_per_1000_jongeren_verdeeld": "Gerekende fte per 1.000 jongeren; alleen gevuld bij verdeeld",
    "landelijk_gemiddelde_fte_per_1000_laag": "Heel Nederland, ondergrens: overal gelijk, zegt niets over dit gebied",
    "landelijk_gemiddelde_fte_per_1000_hoog": "Heel Nederland, bovengrens: overal gelijk, zegt niets over dit gebied",
    "leeftijd_van_tot": "Wie als jongere telt: van tot (de laatste leeftijd telt niet mee)",
    "jongeren": "Aantal jongeren; een schatting is afgerond op tien (0: minder dan 10), omdat CBS de leeftijdsgroepen afrondt op vijf",
    "jongeren_hoe_bekend": "Of jongeren geteld of geschat zijn, en hoe",
    "jongeren_procent_van_inwoners": "Jongeren als deel van de inwoners, in procenten",
    "let_op": "Waarschuwing over het aantal jongeren",
    "behoefte_maat": "Het cijfer van behoefte, met eenheid; hoger is meer behoefte",
    "behoefte_jaar": "Het jaar van het cijfer van behoefte",
    "behoefte": "De waarde van het cijfer van behoefte",
    "behoefte_waarom_leeg": "Waarom het cijfer van behoefte leeg is",
    "behoefte_plaats_middelste": "Plaats naar behoefte; 1 is meeste",
    "behoefte_plaats_laagste": "Eerste plaats binnen de marge",
    "behoefte_plaats_hoogste": "Laatste plaats binnen de marge",
    "vak": "Veel of weinig behoefte en gemeld jongerenwerk; leeg zonder opgave of zonder cijfer van behoefte",
    "vak_grens_behoefte": "Vanaf hier heet het veel behoefte",
    "vak_grens_fte_per_1000": "Vanaf hier heet het veel jongerenwerk",
    "scholen_vo_en_mbo": "Vestigingen vo en adressen van mbo-instellingen (DUO)",
    "scholen_jaar": "Het jaar van de lijsten van scholen",
}


def frame(
    found: Coverage,
    need: Need | None,
    made: Beside | None,
    names: pd.DataFrame,
    level: str,
    year: int,
    band: tuple[int, int],
    schools: tuple[pd.Series, int | None],
) -> pd.DataFrame:
    """One row an area. Reported and spread numbers never share a column; the national average is named as such."""
    rows = found.frame
    low, high = (found.average.low, found.average.high) if found.average and not data.store().demo else (np.nan, np.nan)
    ranks = need.ranks.reindex(rows.index) if need else pd.DataFrame(np.nan, rows.index, ["low", "median", "high"])
    quadrant = made.frame["quadrant"].map(QUADRANTS).reindex(rows.index).fillna("") if made else ""
    columns = {
        "gebied": rows.index,
        "naam": names["name"].reindex(rows.index).to_numpy(),
        "gemeente": names["gemeente_name"].reindex(rows.index).to_numpy(),
        "niveau": level,
        "jaar": year,
        "hoe_bekend": rows["label"],
        "toelichting": rows["note"],
        **{
            f"{name}_{how}": rows[column].where(rows["label"] == how)
            for how in (REPORTED, SPREAD)
            for name, column in (("fte", "fte"), ("fte_per_1000_jongeren", "rate"))
        },
        "landelijk_gemiddelde_fte_per_1000_laag": low,
        "landelijk_gemiddelde_fte_per_1000_hoog": high,
        "leeftijd_van_tot": f"{band[0]}-{band[1]}",
        "jongeren": rows["heads"],
        "jongeren_hoe_bekend": rows["known_by"].map(coverage.YOUNG_WORDS),
        "jongeren_procent_van_inwoners": rows["share"],
        "let_op": np.where(rows["students"], coverage.STUDENTS, ""),
        "behoefte_maat": f"{need.label} ({need.unit})" if need else "",
        "behoefte_jaar": need.year if need else "",
        "behoefte": need.values.reindex(rows.index) if need else np.nan,
        "behoefte_waarom_leeg": _why_empty(need, rows.index),
        "behoefte_plaats_middelste": ranks["median"],
        "behoefte_plaats_laagste": ranks["low"],
        "behoefte_plaats_hoogste": ranks["high"],
        "vak": quadrant,
        "vak_grens_behoefte": made.need_cut if made else np.nan,
        "vak_grens_fte_per_1000": made.rate_cut if made else np.nan,
        "scholen_vo_en_mbo": schools[0].reindex(rows.index),
        "scholen_jaar": schools[1] or "",
        "bron": _credit(need),
        "gegevensversie": data.store().version,
    }
    return pd.DataFrame(columns, index=rows.index).reset_index(drop=True)


def _why_empty(need: Need | None, regions: pd.Index) -> pd.Series | str:
    if need is None:
        return "geen cijfer van behoefte op dit niveau"
    values, reasons = need.values.reindex(regions), need.reasons.reindex(regions).fillna("niet in deze bron")
    return reasons.where(values.isna(), "")


def _credit(need: Need | None) -> str:
    if data.store().demo:
        return "verzonnen (demogebied)"
    ids = dict.fromkeys(("cbs_kwb", *(need.sources if need else ())))
    known = [registry()[id] for id in ids if id in registry()]
    return "; ".join(
        ["gemeld jongerenwerk: opgave van gemeenten", *(f"{s.publisher}, {s.title} ({s.licence})" for s in known)]
    )
