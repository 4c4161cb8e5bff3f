"""The figures of the demo province: what each cell is like, and all variables of the CBS table in one year.

Every cell has a few hidden traits (how urban, how poor, how many students, how old, how it changes); the variables
follow from those, so that maps show patterns and variables hang together as in a real province.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from loaders.demo import geography, names
from loaders.demo.noise import Floats, field

FIRST_YEAR, LAST_YEAR = 2013, 2025
BASE_YEAR = 2019
CAMPUS = (38.8, 29.0)
# Spots that differ from their surroundings: km east and north of the corner, reach in km, strength.
POOR = (
    (43.3, 29.2, 1.3, 3.2),
    (40.4, 33.2, 1.0, 2.6),
    (19.2, 44.7, 1.2, 2.4),
    (22.0, 41.2, 0.9, 1.9),
    (65.3, 25.6, 1.1, 2.1),
    (27.4, 13.3, 0.9, 1.5),
    (32.9, 38.0, 0.8, 1.7),
    (71.9, 15.3, 1.0, 1.4),
    (51.2, 61.6, 1.0, 1.5),
    (60.0, 43.3, 0.8, 1.3),
)
RICH = (
    (19.5, 58.5, 3.0, -1.8),
    (16.0, 31.5, 2.5, -1.2),
    (45.5, 38.0, 2.6, -1.1),
    (42.2, 27.6, 0.9, -1.6),
    (61.8, 22.2, 1.2, -1.6),
    (35.8, 35.6, 1.4, -1.2),
    (56.8, 36.2, 2.2, -0.9),
)
CHANGING = (
    (43.3, 29.2, 1.3, -1.6),
    (22.0, 41.2, 1.1, -1.3),
    (32.9, 38.0, 0.9, -1.1),
    (19.2, 44.7, 0.8, 0.5),
    (51.2, 61.6, 1.6, 0.8),
    (27.4, 13.3, 1.3, 0.7),
    (71.9, 15.3, 1.4, 0.6),
)
BUILDING = ((38.2, 32.6, 1.3, 0.055), (18.0, 41.0, 1.1, 0.05), (48.8, 34.9, 1.2, 0.045))
KIND_POOR = {"stad": 0.35, "kust": -0.25, "voorstad": -0.35, "platteland": -0.2, "krimp": 0.3, "eiland": -0.1}
KIND_GROWTH = {"stad": 0.009, "kust": 0.003, "voorstad": 0.007, "platteland": 0.003, "krimp": -0.004, "eiland": 0.001}
# Where nobody or hardly anybody lives: a harbour and an estate, by the wijk code of every division they are in.
WORK_WIJKEN = {"WK900219": ("Wijk 19 Havengebied", 0.0), "WK900314": ("Wijk 14 Bedrijvenpark", 0.01)}
WORK_BUURTEN = 14

# National level by year, straight lines between the years given.
WOZ = {2013: 226, 2015: 204, 2017: 212, 2019: 245, 2021: 285, 2023: 372, 2025: 398}
INCOME = {2013: 22.4, 2017: 25.2, 2020: 28.3, 2023: 34.0}
WEALTH = {2018: 48, 2021: 118, 2023: 176}
UNEMPLOYED = {2013: 0.034, 2014: 0.041, 2017: 0.028, 2020: 0.023, 2022: 0.012, 2025: 0.014}
LOW_INCOME = {2013: 0.082, 2018: 0.071, 2023: 0.052}


@dataclass(frozen=True)
class Traits:
    """What each cell is like, one number a cell; `poor` is about 0 ± 1 over inhabitants, the others about 0 … 1."""

    urban: Floats
    poor: Floats
    change: Floats
    student: Floats
    old: Floats
    growth: Floats
    lone: Floats
    coast: Floats
    busy: Floats


def settle(cells: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """The cells with the harbour, the estates and a dozen buurten without people emptied and named."""
    rng = np.random.default_rng(seed + 1)
    out = cells.copy()
    for wijk, (name, left) in WORK_WIJKEN.items():
        inside = out["d2013_wijk"] == wijk
        out.loc[inside, "people"] *= left
        title = name.split(" ", 2)[2]
        for division in geography.DIVISIONS.values():
            out.loc[inside, f"{division}_wijk_name"] = name
            parts = out.loc[inside].groupby(f"{division}_buurt").ngroup()
            out.loc[inside, f"{division}_buurt_name"] = [f"{title} {part + 1}" for part in parts]
    small = out.index[out["people"].between(60, 500)]
    emptied = rng.choice(small, WORK_BUURTEN, replace=False)
    out.loc[emptied, "people"] *= rng.choice([0.0, 0.03, 0.1], WORK_BUURTEN)
    return out


def traits(cells: gpd.GeoDataFrame, seed: int) -> Traits:
    """The hidden traits of each cell (see Traits)."""
    rng = np.random.default_rng(seed + 2)
    at = cells[["x", "y"]].to_numpy()
    kind = cells["d2022_gemeente"].map(names.KINDS)
    urban = np.clip(np.log10(cells["built"].to_numpy().clip(10) / 120) / 1.8, 0, 1)
    student = _spots(at, ((*CAMPUS, 1.1, 1.0),)).clip(0, 1)
    rough = 0.75 * field(rng, at, 9000) * (0.35 + 0.65 * urban) + 0.45 * field(rng, at, 2300)
    poor = rough + kind.map(KIND_POOR).to_numpy() + 0.25 * urban + _spots(at, POOR) + _spots(at, RICH)
    poor = _standard(poor + rng.normal(0, 0.16, len(at)), cells["people"].to_numpy())
    east = (at[:, 0] - geography.ORIGIN[0]) / 1000
    old = 0.45 * (kind == "krimp").to_numpy() + 0.35 * np.clip((east - 50) / 30, 0, 1) - 0.35 * urban
    old = old + 0.25 * field(rng, at, 5000) - 0.9 * student + 0.3 * (kind == "kust").to_numpy()
    build = _spots(at, BUILDING)
    return Traits(
        urban=urban,
        poor=poor,
        change=_spots(at, CHANGING),
        student=student,
        old=old - 9 * build,
        growth=kind.map(KIND_GROWTH).to_numpy() + build + rng.normal(0, 0.002, len(at)),
        lone=0.55 * urban + 0.8 * student + 0.12 * field(rng, at, 2600) - 5 * build,
        coast=(kind == "kust").to_numpy() * 1.0,
        busy=np.exp(1.1 * urban + 0.5 * field(rng, at, 1800)),
    )


def year(cells: gpd.GeoDataFrame, traits: Traits, year: int, seed: int) -> pd.DataFrame:
    """Every variable of every cell in one year, unrounded, as if nothing were ever missing.

    Counts are absolute; shares, means and distances are to be weighted with the count that WEIGHTS names.
    """
    rng = np.random.default_rng([seed, year])
    poor = traits.poor + traits.change * (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
    out = pd.DataFrame(index=cells.index)
    _population(out, cells, traits, poor, year, rng)
    _housing(out, traits, poor, year, rng)
    _income(out, traits, poor, year, rng)
    _benefits_and_care(out, traits, poor, year, rng)
    _work(out, traits, poor, year, rng)
    _safety(out, traits, poor, year, rng)
    _space(out, cells, traits, poor)
    # A stream of its own, so that what was there before keeps its numbers.
    _stock(out, traits, year, np.random.default_rng([seed, year, 18]))
    return out


# Shares of the homes by building period and kind.
KINDS_OF_HOMES = ("tussenwoningen", "hoekwoningen", "twee_onder_een_kap", "vrijstaand")
STOCK = (
    "bouwjaar_voor_2000",
    "bouwjaar_vanaf_2000",
    "bouwjaar_ouder_dan_10",
    "bouwjaar_laatste_10",
    *KINDS_OF_HOMES,
)

# The count that a share, mean or distance is taken over.
WEIGHTS = {
    "huishoudensgrootte": "huishoudens",
    **dict.fromkeys(
        (
            "woz_waarde",
            "eengezins",
            "meergezins",
            "koopwoningen",
            "huurwoningen",
            "corporatiebezit",
            "overige_verhuurders",
            "onbewoond",
            *STOCK,
        ),
        "woningvoorraad",
    ),
    **dict.fromkeys(
        (
            "gestandaardiseerd_inkomen",
            "huishoudens_laagste_40",
            "huishoudens_hoogste_20",
            "laag_inkomen",
            "sociaal_minimum_101",
            "sociaal_minimum_110",
            "sociaal_minimum_120",
            "mediaan_vermogen",
            "autos_per_huishouden",
        ),
        "huishoudens",
    ),
    **dict.fromkeys(
        (
            "inkomen_per_inwoner",
            "personen_in_armoede",
            "personen_net_boven_armoede",
            "wmo_per_1000",
            "diefstal_woning",
            "vernieling",
            "geweld",
            "afstand_huisarts",
            "afstand_supermarkt",
            "afstand_kinderdagverblijf",
            "afstand_school",
            "scholen_binnen_3km",
        ),
        "inwoners",
    ),
    **dict.fromkeys(("inkomen_per_ontvanger", "personen_laagste_40", "personen_hoogste_20"), "_ontvangers"),
    **dict.fromkeys(("arbeidsparticipatie",), "_15_75"),
    **dict.fromkeys(("werknemers", "zelfstandigen"), "_werkenden"),
    "jeugdzorg_aandeel": "_tot_23",
    "dichtheid": "_land_km2",
    "adressendichtheid": "woningvoorraad",
}


def _population(
    out: pd.DataFrame, cells: gpd.GeoDataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator
) -> None:
    since = year - BASE_YEAR
    drift = 1 + rng.normal(0, 0.004, len(cells))
    people = np.round(cells["people"].to_numpy() * (1 + traits.growth) ** since * drift)
    old = traits.old + 0.024 * since
    lean = np.column_stack(
        [
            -0.30 * old - 0.25 * traits.student - 0.07 * since / 6,
            1.9 * traits.student + 0.10 * traits.urban - 0.15 * old,
            0.42 * traits.urban - 0.55 * old + 0.7 * traits.student,
            -0.06 * old - 0.8 * traits.student - 0.1 * traits.urban,
            0.85 * old - 1.2 * traits.student,
        ]
    )
    shares = np.array([0.155, 0.118, 0.232, 0.287, 0.208]) * np.exp(lean + rng.normal(0, 0.012, lean.shape))
    ages = people[:, None] * shares / shares.sum(axis=1, keepdims=True)
    out["inwoners"] = people
    out["mannen"] = people * np.clip(0.497 + 0.01 * traits.student + rng.normal(0, 0.004, len(people)), 0, 1)
    out["vrouwen"] = people - out["mannen"]
    for column, count in zip(AGES, ages.T, strict=True):
        out[column] = count
    size = np.clip(2.68 - 1.30 * traits.lone - 0.22 * traits.old - 0.013 * (year - FIRST_YEAR), 1.25, 3.4)
    out["huishoudens"] = people / size
    single = np.clip(0.18 + 0.52 * traits.lone + 0.10 * traits.old + 0.0025 * (year - FIRST_YEAR), 0.08, 0.86)
    kids = (1 - single) * np.clip(0.53 - 0.16 * traits.old - 0.1 * traits.student + 0.02 * poor, 0.12, 0.8)
    out["eenpersoonshuishoudens"] = out["huishoudens"] * single
    out["huishoudens_met_kinderen"] = out["huishoudens"] * kids
    out["huishoudens_zonder_kinderen"] = out["huishoudens"] * (1 - single - kids)
    out["huishoudensgrootte"] = size
    out["geboorte"] = rng.poisson(out["leeftijd_25_45"] * (0.0405 - 0.0007 * (year - FIRST_YEAR)))
    out["sterfte"] = rng.poisson(out["leeftijd_65_plus"] * 0.045)
    elsewhere = _share(-2.85 + 1.3 * traits.urban + 0.45 * poor + 0.018 * since)
    near = _share(-2.55 + 0.5 * traits.urban + 0.12 * poor + 0.022 * since)
    out["migratie_westers"] = people * near
    out["migratie_niet_westers"] = people * elsewhere
    out["herkomst_europa"] = people * near * 0.95
    out["herkomst_buiten_europa"] = people * elsewhere * 1.12
    out["herkomst_nederland"] = people - out["herkomst_europa"] - out["herkomst_buiten_europa"]


AGES = ("leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65", "leeftijd_65_plus")


def _housing(out: pd.DataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator) -> None:
    wobble = rng.normal(0, 0.4, len(out))
    out["woningvoorraad"] = out["huishoudens"] * (1.02 + 0.02 * traits.urban + 0.07 * traits.coast)
    flats = 100 * _share(-2.9 + 3.3 * traits.urban + 0.35 * poor + 1.1 * traits.student)
    out["eengezins"] = 100 - flats
    out["meergezins"] = flats
    # The poorest quarters of the towns are estates that a corporation owns nearly all of.
    estates = np.clip(poor - 0.6, 0, None) * traits.urban
    owned = np.clip(76 - 12.5 * poor - 15 * traits.urban - 25 * traits.student - 38 * estates + wobble, 6, 97)
    social = np.clip(0.70 + 0.08 * poor - 0.12 * traits.urban - 0.35 * traits.student + 0.22 * estates, 0.1, 0.95)
    out["koopwoningen"] = owned
    out["huurwoningen"] = 100 - owned
    out["corporatiebezit"] = (100 - owned) * social
    out["overige_verhuurders"] = (100 - owned) * (1 - social)
    out["onbewoond"] = np.clip(3.6 + 1.6 * traits.urban + 3.5 * traits.coast - 0.1 * (year - 2013) + wobble, 0.5, 30)
    shrinking = np.clip(traits.old, 0, 1)
    level = _level(WOZ, year) * np.exp(0.08 * traits.student)
    out["woz_waarde"] = level * np.exp(-0.23 * poor - 0.004 * flats + 0.14 * traits.urban - 0.16 * shrinking + 0.08)


def _stock(out: pd.DataFrame, traits: Traits, year: int, rng: np.random.Generator) -> None:
    since = 100 * _share(
        -2.0 + 22 * traits.growth - 0.4 * traits.urban + 0.035 * (year - FIRST_YEAR) + rng.normal(0, 0.35, len(out))
    )
    out["bouwjaar_vanaf_2000"] = since
    out["bouwjaar_voor_2000"] = 100 - since
    out["bouwjaar_laatste_10"] = since * min(10 / (year - 2000), 1) * 0.9
    out["bouwjaar_ouder_dan_10"] = 100 - out["bouwjaar_laatste_10"]
    open_ = 1 - traits.urban
    lean = np.exp(np.column_stack([1.1 * traits.urban, 0.3 * traits.urban, 0.6 * open_, 1.9 * open_ - 0.9]))
    for column, part in zip(KINDS_OF_HOMES, (lean / lean.sum(axis=1, keepdims=True)).T, strict=True):
        out[column] = out["eengezins"] * part


def _income(out: pd.DataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator) -> None:
    stray = poor + rng.normal(0, 0.07, len(out))
    level = _level(INCOME, year)
    out["inkomen_per_inwoner"] = level * np.exp(-0.155 * stray + 0.06 * traits.old - 0.28 * traits.student)
    out["_ontvangers"] = out["inwoners"] - 0.97 * out["leeftijd_0_15"] - 0.12 * out["leeftijd_15_25"]
    out["inkomen_per_ontvanger"] = out["inkomen_per_inwoner"] * 1.24
    out["gestandaardiseerd_inkomen"] = level * 1.16 * np.exp(-0.15 * stray - 0.22 * traits.student)
    households, earners = out["huishoudens"].to_numpy(), out["_ontvangers"].to_numpy()
    out["personen_laagste_40"] = _with_mean(40 + 4.6 * stray + 13 * traits.student, 40, earners)
    out["personen_hoogste_20"] = _with_mean(np.exp(-0.32 * stray - 0.5 * traits.student), 20, earners)
    out["huishoudens_laagste_40"] = _with_mean(40 + 7.6 * stray + 8 * traits.lone + 12 * traits.student, 40, households)
    out["huishoudens_hoogste_20"] = _with_mean(np.exp(-0.40 * stray - 0.6 * traits.student), 20, households)
    low = 0.60 * stray + 0.12 * traits.urban
    for column, share in (
        ("laag_inkomen", _level(LOW_INCOME, year)),
        ("sociaal_minimum_101", 0.76 * _level(LOW_INCOME, year)),
        ("sociaal_minimum_110", 1.24 * _level(LOW_INCOME, year)),
        ("sociaal_minimum_120", 1.72 * _level(LOW_INCOME, year)),
        ("personen_in_armoede", 0.031),
        ("personen_net_boven_armoede", 0.062),
    ):
        own = low + rng.normal(0, 0.06, len(out))
        out[column] = 100 * _share(np.log(share / (1 - share)) + own - 0.16)
    out["mediaan_vermogen"] = _level(WEALTH, year) * np.exp(-0.62 * stray - traits.student) * (1 + 0.3 * traits.old) - 7


def _benefits_and_care(out: pd.DataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator) -> None:
    working_age = out[["leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65"]].sum(axis=1).to_numpy()
    without = 1 - 0.75 * traits.student
    crisis = 1.0 + 0.1 * np.exp(-((year - 2016) ** 2) / 8) - 0.015 * (year - 2016)
    out["bijstand"] = working_age * _share(-3.55 + 0.78 * poor + 0.3 * traits.urban) * crisis * without
    out["ao"] = working_age * _share(-2.66 + 0.26 * poor + 0.15 * traits.old) * without
    out["ww"] = working_age * _level(UNEMPLOYED, year) * np.exp(0.16 * poor) * without
    out["aow"] = out["leeftijd_65_plus"] * (0.985 - 0.006 * (year - FIRST_YEAR)) * 1.01
    young = (out["leeftijd_0_15"] + 0.8 * out["leeftijd_15_25"] * without).to_numpy()
    out["_tot_23"] = young
    out["jeugdzorg_aandeel"] = 100 * _share(
        -2.27 + 0.21 * poor + 0.02 * (year - 2018) + rng.normal(0, 0.05, len(out)) - 0.9 * traits.student
    )
    out["jeugdzorg"] = young * out["jeugdzorg_aandeel"] / 100
    out["wmo_per_1000"] = 1000 * _share(
        -2.75 + 0.30 * poor + 0.45 * traits.old + 0.022 * (year - 2018) + rng.normal(0, 0.05, len(out)) - traits.student
    )
    out["wmo"] = out["inwoners"] * out["wmo_per_1000"] / 1000


def _work(out: pd.DataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator) -> None:
    adults = (out["inwoners"] - out["leeftijd_0_15"] - 0.46 * out["leeftijd_65_plus"]).to_numpy()
    stray = poor + rng.normal(0, 0.08, len(out))
    low = _share(-1.12 + 0.40 * stray + 0.25 * traits.old - 0.9 * traits.student - 0.02 * (year - 2019))
    high = (1 - low) * _share(-0.28 - 0.48 * stray + 0.35 * traits.urban + 0.3 * traits.student + 0.02 * (year - 2019))
    out["_15_75"] = adults
    out["opleiding_laag"] = adults * low
    out["opleiding_hoog"] = adults * high
    out["opleiding_midden"] = adults * (1 - low - high)
    out["arbeidsparticipatie"] = np.clip(
        67.5 - 3.7 * stray - 3.5 * traits.old - 4 * traits.student + 0.6 * (year - 2019), 35, 84
    )
    out["_werkenden"] = adults * out["arbeidsparticipatie"] / 100
    out["werknemers"] = np.clip(83.5 + 2.0 * stray + 1.5 * traits.urban + 5 * traits.student, 62, 97)
    out["zelfstandigen"] = 100 - out["werknemers"]


def _safety(out: pd.DataFrame, traits: Traits, poor: Floats, year: int, rng: np.random.Generator) -> None:
    people = out["inwoners"].to_numpy()
    fall = 0.92 ** (year - 2015)
    for column, level in (("diefstal_woning", 2.4), ("vernieling", 2.2), ("geweld", 1.9)):
        expected = people * level / 1000 * fall * traits.busy**0.75 * np.exp(0.28 * poor)
        out[column] = np.divide(1000 * rng.poisson(expected), people, out=np.zeros(len(out)), where=people > 0)


def _space(out: pd.DataFrame, cells: gpd.GeoDataFrame, traits: Traits, poor: Floats) -> None:
    # One stream for all years: places do not move, only people do.
    rng = np.random.default_rng(7)
    hectares = np.asarray(shapely.area(cells.geometry.to_numpy())) / 1e4
    wet = np.clip(rng.gamma(1.1, 0.025, len(out)) + 0.03 * traits.coast, 0, 0.35)
    out["oppervlakte"] = hectares
    out["oppervlakte_water"] = hectares * wet
    out["oppervlakte_land"] = hectares * (1 - wet)
    out["_land_km2"] = out["oppervlakte_land"] / 100
    out["dichtheid"] = out["inwoners"] / out["_land_km2"]
    around = cells["built"].to_numpy() * 0.42 + 25
    out["adressendichtheid"] = around * np.exp(rng.normal(0, 0.12, len(out)))
    far = 1 - traits.urban
    for column, near, reach in (
        ("afstand_huisarts", 0.55, 2.9),
        ("afstand_supermarkt", 0.45, 2.8),
        ("afstand_kinderdagverblijf", 0.40, 2.1),
        ("afstand_school", 0.42, 1.5),
    ):
        out[column] = (near + reach * far**1.5) * np.exp(rng.normal(0, 0.22, len(out)))
    out["scholen_binnen_3km"] = 0.6 + 17 * traits.urban**2.1 * np.exp(rng.normal(0, 0.15, len(out)))
    estates = np.where(cells["people"].to_numpy() < 60, 90.0, 0.0)
    out["bedrijfsvestigingen"] = out["inwoners"] * 0.088 * np.exp(-0.14 * poor + 0.15 * far) + estates
    cars = np.clip(1.42 - 0.62 * traits.urban - 0.13 * poor - 0.45 * traits.student, 0.2, 2.1)
    out["personenautos"] = out["huishoudens"] * cars
    out["autos_per_huishouden"] = cars


def _spots(at: Floats, spots: tuple[tuple[float, float, float, float], ...]) -> Floats:
    """Sum of round spots at the points, each fading over its reach."""
    east, north = ((at - geography.ORIGIN) / 1000).T
    return np.asarray(
        sum(strength * np.exp(-(((east - x) ** 2 + (north - y) ** 2) / reach**2)) for x, y, reach, strength in spots)
    )


def _standard(values: Floats, weights: Floats) -> Floats:
    mean = np.average(values, weights=weights)
    return np.asarray((values - mean) / np.sqrt(np.average((values - mean) ** 2, weights=weights)))


def _with_mean(values: Floats, mean: float, weights: Floats) -> Floats:
    """The values scaled to this weighted mean, kept between 1 and 95 percent."""
    return np.clip(values * mean / np.average(values, weights=weights), 1, 95)


def _share(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)))


def _level(points: Mapping[int, float], year: int) -> float:
    return float(np.interp(year, list(points), list(points.values())))
