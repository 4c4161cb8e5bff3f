"""What stands beside youth work, with its year or why not: workers in youth care in the country, schools per area."""

from __future__ import annotations

import pandas as pd

from answers import data, format, ground
from indicators import parameters, youth_work
from loaders.source import registry
from loaders.sources import azw, duo
from loaders.store import Store
from loaders.vocabulary import COUNTRY

CARE = "werknemers_jeugdzorg"
SCHOOLS = (duo.VO, duo.MBO)


def care(store: Store) -> str:
    """Youth-care employees for each fte of youth work, in the whole country, in Dutch; else why that cannot be said.

    Of the year nearest to that of the published number of youth workers: both years are named.
    """
    if store.demo:
        return (
            "**Jeugdzorg:** het landelijk aantal jongerenwerkers hoort bij echte inwoners en is in het demogebied "
            "niet te geven."
        )
    low, high = (parameters.parameter(f"jongerenwerk_landelijk_{side}") for side in ("laag", "hoog"))
    years = store.years("land", CARE)
    if not years:
        return f"**Jeugdzorg:** niet te geven. {why_not(store, azw.SOURCE.id)}"
    year = min(years, key=lambda y: (abs(y - int(low.date)), -y))
    people = float(store.table("land", year, [CARE])[CARE].get(COUNTRY, float("nan")))
    per = youth_work.per_worker(people, low.value, high.value)
    if per is None:
        return f"**Jeugdzorg:** niet bekend voor {year}."
    return (
        f"**Jeugdzorg:** landelijk {format.number(per[0])} tot {format.number(per[1])} werknemers in de jeugdzorg op "
        f"elke fte jongerenwerk. Dat zijn {format.number(people)} werknemers met een baan in de jeugdzorg ({year}, "
        f"AZW; personen, geen fte, zonder zelfstandigen) tegenover {format.number(low.value)} tot "
        f"{format.number(high.value)} fte jongerenwerk ({low.source}, over {low.date}). Per wijk of gemeente is dit er "
        "niet."
    )


def schools(level: str, year: int) -> tuple[pd.Series, int | None]:
    """Schools of voortgezet onderwijs and mbo per area of ``year``, of the nearest year with lists; NaN where not known.

    Areas that were others in the year of the lists are left out. None for the year, and nothing in the series, where no
    list of schools is loaded.
    """
    store = data.store()
    years = [y for y in store.years(level, duo.VO) if y in store.years(level, duo.MBO)] or store.years(level, duo.VO)
    if not years:
        return pd.Series(dtype=float), None
    nearest = min(years, key=lambda y: (abs(y - year), -y))
    there = [id for id in SCHOOLS if nearest in store.years(level, id)]
    counted = ground.onto(store.table(level, nearest, there), level, nearest, year)
    return counted.sum(axis=1, min_count=len(there)), nearest


def school_words(store: Store, level: str, found: pd.Series, year: int | None, fte: pd.Series) -> str:
    """Schools for each reported fte, over the areas where both are known, in Dutch; else why that cannot be said."""
    if year is None:
        return f"**Scholen (vo en mbo):** niet te geven. {why_not(store, duo.SOURCE.id)}"
    both = pd.DataFrame({"schools": found, "fte": fte}).dropna()
    counted = f"{format.number(float(found.sum()))} vestigingen vo en adressen van mbo-instellingen (DUO, {year})"
    if not both["fte"].sum() > 0:
        return f"**Scholen (vo en mbo):** {counted}. Nergens is daarnaast jongerenwerk gemeld."
    ratio = float(both["schools"].sum() / both["fte"].sum())
    return (
        f"**Scholen (vo en mbo):** {format.number(ratio, 1)} per gemelde fte, over {format.areas(len(both), level)} "
        f"waar beide bekend zijn. In totaal {counted}. De tabel geeft ze per {level}."
    )


def why_not(store: Store, source: str) -> str:
    """Why a source has no figures here, in Dutch: what its newest pull said, or that it was never pulled."""
    told = {
        int(key.split("/")[1]): info for key, info in store.manifest()["pulls"].items() if key.split("/")[0] == source
    }
    title = registry()[source].title
    message = str(told[max(told)].get("message") or "") if told else ""
    if source == duo.SOURCE.id:
        return (
            f"De lijsten van DUO ({title.lower()}) zijn niet geladen: die zet de beheerder klaar als bestand (zie "
            "Gegevens)."
        )
    why = message.rstrip(".") or "nog nooit opgehaald"
    return f"De bron “{title}” is niet geladen: {why}."
