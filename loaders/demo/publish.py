"""From cells to what a publisher would give: areas of each level, rounded, with gaps, in the form of the store."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from loaders.demo import (
    addresses,
    advisers,
    figures,
    geography,
    liveability,
    names,
    police,
    spending,
    surroundings,
    youth_workers,
)
from loaders.demo.noise import Floats
from loaders.places.geojson import browser_files
from loaders.source import Variable
from loaders.sources import cbs_kwb
from loaders.store import Writer
from loaders.vocabulary import COUNTRY, LEVELS, STATUSES

YEARS = range(figures.FIRST_YEAR, figures.LAST_YEAR + 1)
# Boundaries at both ends of each division: the nearest to any year is then the right one, at half the size.
DRAWN = (2013, 2018, 2019, 2021, 2022, 2024, 2025)
# Areas of which CBS gives no mark of change, by level and year.
UNMARKED = {("wijk", names.REGROUPED_IN): (names.REUSED,)}

# Where the table's years overlap or are in doubt, the demo takes one: first year without, and first year with.
DROPPED_FROM = {
    **dict.fromkeys(("laag_inkomen", "sociaal_minimum_101", "sociaal_minimum_110", "sociaal_minimum_120"), 2024),
    **dict.fromkeys(("migratie_westers", "migratie_niet_westers"), 2023),
    **dict.fromkeys(("bouwjaar_voor_2000", "bouwjaar_vanaf_2000"), 2024),
}
STARTS = dict.fromkeys(("herkomst_nederland", "herkomst_europa", "herkomst_buiten_europa"), 2023)
# Last year published so far; later years are there, and empty.
LAST_PUBLISHED = {
    **dict.fromkeys(
        (
            "inkomen_per_inwoner",
            "inkomen_per_ontvanger",
            "gestandaardiseerd_inkomen",
            "personen_laagste_40",
            "personen_hoogste_20",
            "huishoudens_laagste_40",
            "huishoudens_hoogste_20",
            "mediaan_vermogen",
        ),
        2023,
    ),
    **dict.fromkeys(
        (
            "geboorte",
            "sterfte",
            "personen_in_armoede",
            "personen_net_boven_armoede",
            "bijstand",
            "ao",
            "ww",
            "aow",
            "jeugdzorg",
            "jeugdzorg_aandeel",
            "wmo",
            "wmo_per_1000",
            "opleiding_laag",
            "opleiding_midden",
            "opleiding_hoog",
            "arbeidsparticipatie",
            "werknemers",
            "zelfstandigen",
        ),
        2024,
    ),
}
INVENTED = {"status": "ok", "route": "verzonnen", "message": "Verzonnen demogebied."}
WORDS = sorted(STATUSES)
PROVISIONAL = {("personen_in_armoede", 2024), ("personen_net_boven_armoede", 2024)}

# A figure of a wijk or buurt is left out below this many (of the count named).
SMALLEST = {
    **dict.fromkeys(
        (
            *figures.AGES,
            "mannen",
            "vrouwen",
            "eenpersoonshuishoudens",
            "huishoudens_met_kinderen",
            "huishoudens_zonder_kinderen",
            "huishoudensgrootte",
            "geboorte",
            "sterfte",
        ),
        ("inwoners", 20),
    ),
    **dict.fromkeys(
        (
            "herkomst_nederland",
            "herkomst_europa",
            "herkomst_buiten_europa",
            "bijstand",
            "ao",
            "ww",
            "aow",
            "migratie_westers",
            "migratie_niet_westers",
        ),
        ("inwoners", 50),
    ),
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
            *figures.STOCK,
        ),
        ("woningvoorraad", 20),
    ),
    **dict.fromkeys(
        (
            "inkomen_per_inwoner",
            "inkomen_per_ontvanger",
            "gestandaardiseerd_inkomen",
            "personen_laagste_40",
            "personen_hoogste_20",
            "huishoudens_laagste_40",
            "huishoudens_hoogste_20",
            "laag_inkomen",
            "sociaal_minimum_101",
            "sociaal_minimum_110",
            "sociaal_minimum_120",
            "personen_in_armoede",
            "personen_net_boven_armoede",
            "mediaan_vermogen",
        ),
        ("huishoudens", 100),
    ),
    **dict.fromkeys(
        (
            "jeugdzorg",
            "jeugdzorg_aandeel",
            "wmo",
            "wmo_per_1000",
            "opleiding_laag",
            "opleiding_midden",
            "opleiding_hoog",
            "arbeidsparticipatie",
            "werknemers",
            "zelfstandigen",
            "diefstal_woning",
            "vernieling",
            "geweld",
        ),
        ("inwoners", 100),
    ),
    **dict.fromkeys(
        ("afstand_huisarts", "afstand_supermarkt", "afstand_kinderdagverblijf", "afstand_school", "scholen_binnen_3km"),
        ("inwoners", 10),
    ),
    "autos_per_huishouden": ("huishoudens", 50),
}
# Cells that a publisher leaves out for reasons of its own, by chance: share of the figures that SMALLEST names.
STRAY = {"wijk": 0.006, "buurt": 0.02}
# Gemeenten that gave no consent for figures on support at home (code: first year that they did; 9999 never).
NO_WMO = {"GM9010": 2021, "GM9017": 9999}


def province(writer: Writer, seed: int) -> None:
    """Put all figures, names and boundaries of the province."""
    cells = figures.settle(geography.cells(seed), seed)
    traits = figures.traits(cells, seed)
    _put_boundaries(writer, cells)
    homes = {}
    for year in YEARS:
        cell_figures = figures.year(cells, traits, year, seed)
        if year in police.YEARS:
            _put_crime(writer, cells, police.recorded(cell_figures["inwoners"], traits, year, seed), year)
        homes[year] = cell_figures["woningvoorraad"]
        for level in LEVELS:
            areas = _areas(cells, level, year)
            writer.put_names(level, year, areas)
            wide = _aggregate(cell_figures, cells[_code_column(level, year)] if level != "land" else None)
            long = _published(wide.reindex(areas["region"]), level, year, seed, _in_order(cells, level, year))
            writer.put_observations("cbs_kwb", level, year, _stored(long, level, year, "cbs_kwb"))
        _put_reports(writer, cells, cell_figures, traits, year, seed)
        # No time of fetching: nothing was fetched, and a rebuild must not differ.
        writer.record_pull("cbs_kwb", year, INVENTED)
        _put_spending(writer, cells, cell_figures, traits, year, seed)
        _put_surroundings(writer, cells, cell_figures, traits, year)
    for year in liveability.YEARS:
        _put_liveability(writer, cells, traits, homes[liveability.DIVISION], year, seed)
    _put_crosswalks(writer, cells, homes)


def _division(year: int) -> str:
    return geography.DIVISIONS[max(first for first in geography.DIVISIONS if first <= year)]


def _code_column(level: str, year: int) -> str:
    return f"{_division(year)}_{level}"


def _in_order(cells: gpd.GeoDataFrame, level: str, year: int) -> list[str]:
    """The areas in the order in which chance deals with them: those of before one gemeente regrouped its wijken.

    So that regrouping changes no figure of any other area.
    """
    if level == "land":
        return [COUNTRY]
    return sorted(cells[_code_column(level, min(year, names.REGROUPED_IN - 1))].unique())


def _areas(cells: gpd.GeoDataFrame, level: str, year: int) -> pd.DataFrame:
    """Names of one level in one year, and the change since the year before, as put_names wants it."""
    if level == "land":
        return pd.DataFrame(
            {"region": [COUNTRY], "name": names.LAND, "gemeente": "", "gemeente_name": "", "change": ""}
        )
    column = _code_column(level, year)
    first = cells.groupby(column).first()
    gemeente = first[_code_column("gemeente", year)] if level != "gemeente" else first.index.to_series()
    gemeente_name = gemeente.map(names.NAMES)
    own = gemeente_name if level == "gemeente" else first[f"{column}_name"]
    return pd.DataFrame(
        {
            "region": first.index,
            "name": own.to_numpy(),
            "gemeente": gemeente.to_numpy(),
            "gemeente_name": gemeente_name.to_numpy(),
            "change": _changes(cells, level, year).reindex(first.index).to_numpy(),
        }
    )


def _changes(cells: gpd.GeoDataFrame, level: str, year: int) -> pd.Series:
    """CBS's flag per region: 1 same code and boundary as the year before, 2 new code only, 3 new boundary."""
    column, before = _code_column(level, year), _code_column(level, max(year - 1, figures.FIRST_YEAR))
    if column == before:
        return pd.Series("1", index=cells[column].unique())
    then = {frozenset(rows): str(code) for code, rows in cells.groupby(before).groups.items()}
    flags = {}
    for code, rows in cells.groupby(column).groups.items():
        old = then.get(frozenset(rows))
        flags[code] = "3" if old is None else "1" if old == code else "2"
    flags.update(dict.fromkeys(UNMARKED.get((level, year), ()), ""))
    return pd.Series(flags)


def _put_boundaries(writer: Writer, cells: gpd.GeoDataFrame) -> None:
    for level in LEVELS[1:]:
        drawn: dict[str, tuple[gpd.GeoDataFrame, bytes | None, dict[str, bytes]]] = {}
        for year in DRAWN:
            # The years at both ends of a division have the same shapes.
            if _division(year) not in drawn:
                frame = _boundaries(cells, level, year)
                drawn[_division(year)] = (frame, *browser_files(level, frame))
            writer.put_boundaries(level, year, *drawn[_division(year)])


def _boundaries(cells: gpd.GeoDataFrame, level: str, division: int) -> gpd.GeoDataFrame:
    """Shapes of one level, each the union of its cells, so that borders stay shared between levels too."""
    areas = _areas(cells, level, division).drop(columns="change").sort_values("region").reset_index(drop=True)
    parts, groups = cells.geometry.to_numpy(), cells.groupby(_code_column(level, division)).indices
    shapes = [shapely.coverage_union_all(parts[groups[code]]) for code in areas["region"]]
    areas["map_id"] = np.arange(len(areas), dtype="int32")
    return gpd.GeoDataFrame(areas, geometry=shapes, crs=geography.CRS)


def _aggregate(cell_figures: pd.DataFrame, by: pd.Series | None) -> pd.DataFrame:
    """Counts summed and shares weighed over the cells of each area; NaN where nobody is counted."""
    group = pd.Series(COUNTRY, index=cell_figures.index) if by is None else by
    shares, weights = list(figures.WEIGHTS), list(figures.WEIGHTS.values())
    weighed, by_weight = cell_figures.copy(), cell_figures[weights].to_numpy()
    # A cell without a weight has no share to speak of; its NaN must not spoil the sum.
    weighed[shares] = np.where(by_weight > 0, cell_figures[shares].to_numpy() * by_weight, 0.0)
    out = weighed.groupby(group).sum()
    total = out[weights].to_numpy()
    out[shares] = out[shares].to_numpy() / np.where(total > 0, total, np.nan)
    classes = np.digitize(out["adressendichtheid"], [500, 1000, 1500, 2500])
    out["stedelijkheid"] = np.where(out["adressendichtheid"].isna(), np.nan, 5 - classes)
    return out


def _published(wide: pd.DataFrame, level: str, year: int, seed: int, in_order: list[str]) -> pd.DataFrame:
    """The long frame region, variable, value, status of what the publisher gives, from unrounded figures."""
    luck = _Luck(in_order, wide.index, [seed, 57, year, LEVELS.index(level)])
    chosen = variables(year)
    values = np.empty((len(chosen), len(wide)))
    codes = np.empty(values.shape, dtype=np.int8)
    for row, variable in enumerate(chosen):
        values[row] = _rounded(wide[variable], variable, level)
        hidden = _hidden(wide, variable, level, year, luck)
        codes[row] = WORDS.index("provisional" if (variable, year) in PROVISIONAL else "published")
        codes[row, hidden | np.isnan(values[row])] = WORDS.index("not_given")
        if year > LAST_PUBLISHED.get(variable, year):
            codes[row], hidden = WORDS.index("not_yet_published"), np.ones(len(wide), dtype=bool)
        values[row, hidden] = np.nan
    return pd.DataFrame(
        {
            "region": pd.Categorical(wide.index).take(np.tile(np.arange(len(wide)), len(chosen))),
            "variable": pd.Categorical(chosen).take(np.repeat(np.arange(len(chosen)), len(wide))),
            "value": values.ravel(),
            "status": pd.Categorical.from_codes(codes.ravel(), pd.Index(WORDS)).remove_unused_categories(),
        }
    )


class _Luck:
    """Numbers from 0 to 1 by chance for areas: of those in ``in_order`` the same whatever areas there are beside them."""

    def __init__(self, in_order: list[str], codes: pd.Index[str], seed: list[int]) -> None:
        self.rng, self.others = np.random.default_rng(seed), np.random.default_rng([*seed, 1])
        self.in_order, self.codes = in_order, codes

    def draw(self) -> Floats:
        """One number for each area."""
        known = pd.Series(self.rng.random(len(self.in_order)), index=self.in_order).reindex(self.codes).to_numpy()
        return np.where(np.isnan(known), self.others.random(len(self.codes)), known)


def _hidden(wide: pd.DataFrame, variable: str, level: str, year: int, luck: _Luck) -> np.ndarray:
    """Which areas the publisher leaves out."""
    hidden = np.zeros(len(wide), dtype=bool)
    if level in STRAY and variable in SMALLEST:
        count, least = SMALLEST[variable]
        hidden = (wide[count] < least).to_numpy(copy=True)
        if variable not in ("mannen", "vrouwen", *figures.AGES):
            hidden |= luck.draw() < STRAY[level]
    if variable in ("wmo", "wmo_per_1000") and level != "land":
        consent = ("GM" + wide.index.str[2:6]).map(NO_WMO).to_numpy(dtype=float)
        hidden |= consent > year
    return hidden


def _rounded(values: pd.Series, variable: str, level: str) -> pd.Series:
    """As CBS rounds: means and shares to what they bear; counts to fives below the gemeente, some to tens everywhere."""
    declared = _declared()[variable]
    if variable in figures.WEIGHTS or declared.kind == "class":
        return values.round(declared.decimals)
    step = declared.rounding if declared.rounding == 10 or level in ("wijk", "buurt") else 1
    return (values / (step or 1)).round() * (step or 1)


@cache
def _declared() -> dict[str, Variable]:
    return {variable.id: variable for variable in cbs_kwb.SOURCE.variables}


def variables(year: int) -> list[str]:
    """Ids of the variables in the table of this year, as the real one has them (loaders/columns/cbs_kwb.toml)."""
    return [
        column.variable
        for column in cbs_kwb.layout(year).columns
        if column.variable in _declared()
        and STARTS.get(column.variable, year) <= year < DROPPED_FROM.get(column.variable, year + 1)
    ]


def _put_reports(
    writer: Writer, cells: gpd.GeoDataFrame, cell_figures: pd.DataFrame, traits: figures.Traits, year: int, seed: int
) -> None:
    wijk = cells[_code_column("wijk", year)]
    young = cell_figures["leeftijd_0_15"] / 3 + cell_figures["leeftijd_15_25"] + 0.15 * cell_figures["leeftijd_25_45"]
    sums = pd.DataFrame({"young": young, "poor": traits.poor * young}).groupby(wijk).sum()
    sums["poor"] = (sums["poor"] / sums["young"].where(sums["young"] > 0)).fillna(0)
    sums["gemeente"] = "GM" + sums.index.str[2:6]
    found = pd.concat([youth_workers.report(sums, year, seed), advisers.report(year)])
    found = found.assign(status="published")
    found = pd.concat([found, surroundings.asked(wijk, cell_figures, traits, year)], ignore_index=True)
    for level, prefix in (("gemeente", "GM"), ("wijk", "WK")):
        part = found[found["region"].str.startswith(prefix)]
        if len(part):
            writer.put_observations("opgave", level, year, _stored(part, level, year, "opgave"))


def _put_spending(
    writer: Writer, cells: gpd.GeoDataFrame, cell_figures: pd.DataFrame, traits: figures.Traits, year: int, seed: int
) -> None:
    people = cell_figures["inwoners"]
    sums = pd.DataFrame({"people": people, "poor": traits.poor * people})
    sums = sums.groupby(cells[_code_column("gemeente", year)]).sum()
    found = spending.report(sums.assign(poor=sums["poor"] / sums["people"]), year, seed)
    if len(found):
        writer.put_observations("iv3", "gemeente", year, found)
        writer.record_pull("iv3", year, INVENTED)


def _put_liveability(
    writer: Writer, cells: gpd.GeoDataFrame, traits: figures.Traits, homes: pd.Series, year: int, seed: int
) -> None:
    """All years on the division of the newest measurement, as the source has them."""
    division = liveability.DIVISION
    wijk = cells[_code_column("wijk", division)]
    found = liveability.report(cells, traits, homes, wijk, year, seed)
    for level in ("gemeente", "wijk", "buurt"):
        long = liveability.published(found, cells[_code_column(level, division)], year)
        frame = _stored(long, level, year, "leefbaarometer").assign(division=division)
        writer.put_observations("leefbaarometer", level, year, frame)
    writer.record_pull("leefbaarometer", year, INVENTED)


def _put_crime(writer: Writer, cells: gpd.GeoDataFrame, recorded: pd.DataFrame, year: int) -> None:
    """All years on the newest division, as the police has them."""
    division = police.DIVISION
    for level in LEVELS:
        by = cells[_code_column(level, division)] if level != "land" else pd.Series(COUNTRY, index=cells.index)
        for source, found in police.published(recorded, by):
            frame = _stored(found, level, year, source).assign(division=division)
            writer.put_observations(source, level, year, frame)
            writer.record_pull(source, year, INVENTED)


def _put_surroundings(
    writer: Writer, cells: gpd.GeoDataFrame, cell_figures: pd.DataFrame, traits: figures.Traits, year: int
) -> None:
    """Greens, land use and the survey, each from the source that has them and in its own years."""
    for level in LEVELS:
        by = cells[_code_column(level, year)] if level != "land" else pd.Series(COUNTRY, index=cells.index)
        for source, found in surroundings.report(level, by, cell_figures, traits, year):
            writer.put_observations(source, level, year, _stored(found, level, year, source))
            writer.record_pull(source, year, INVENTED)


def _put_crosswalks(writer: Writer, cells: gpd.GeoDataFrame, homes: Mapping[int, pd.Series]) -> None:
    """Which addresses the areas of two years share; cells are the finest areas, so that is a sum over cells."""
    for old, new in addresses.pairs(YEARS[-1]):
        counted = pd.DataFrame({"old": homes[old], "new": homes[new]})
        for level in LEVELS[1:]:
            frame = addresses.shared(cells[_code_column(level, old)], cells[_code_column(level, new)], counted)
            writer.put_crosswalk(level, old, new, frame)


def _stored(frame: pd.DataFrame, level: str, year: int, source: str) -> pd.DataFrame:
    level_, source_ = (pd.Categorical([word]).take(np.zeros(len(frame), dtype=int)) for word in (level, source))
    return frame.assign(level=level_, division=year, year=year, source=source_)
