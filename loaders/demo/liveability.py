"""What a made-up Leefbaarometer says of the demo province: a score that is one level and five dimensions, by the real form.

All years are on one division, that of the newest measurement. The model changed twice: 2012 and 2016 are of another version,
which has no dimensions and another scale. In a few wijken a dimension falls at every measurement; most move by chance.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from loaders.demo.figures import Traits
from loaders.demo.noise import Floats
from loaders.sources import leefbaarometer

YEARS = (2012, 2014, 2016, 2018, 2020, 2022, 2024)
DIVISION = YEARS[-1]
# The level that dimensions are counted from, and how large a change of chance between two measurements is.
LEVEL, CHANCE = 4.1, 0.006
# How much of it the old version has on its own scale.
OLD = 0.8
# By wijk, in the order of their codes: every so manieth one, what falls there at every measurement, and how much.
FALLS = {"leefbaarometer_overlast_onveiligheid": (23, 0.022), "leefbaarometer_sociale_samenhang": (31, 0.016)}


def report(
    cells: gpd.GeoDataFrame, traits: Traits, homes: pd.Series, wijk: pd.Series, year: int, seed: int
) -> pd.DataFrame:
    """Of each cell the five dimensions in a year, to be weighed with its homes: a column each, as the source names them."""
    dimensions = _at_first(traits)
    ago = (year - YEARS[0]) / (DIVISION - YEARS[0])
    drift = {
        "leefbaarometer_fysieke_omgeving": 0.004,
        "leefbaarometer_overlast_onveiligheid": 0.02,
        "leefbaarometer_sociale_samenhang": -0.012,
        "leefbaarometer_voorzieningen": 0.02,
        "leefbaarometer_woningvoorraad": 0.01,
    }
    codes = np.sort(wijk.unique())
    made = {}
    for at, id in enumerate(leefbaarometer.DIMENSIONS):
        moved = pd.Series(0.0, index=codes)
        measured = [one for one in YEARS if one <= year]
        for one in measured:
            moved += np.random.default_rng([seed, 97, at, one]).normal(0, CHANCE, len(codes))
        every, step = FALLS.get(id, (0, 0.0))
        if every:
            moved[codes[every // 2 :: every]] -= step * (len(measured) - 1)
        made[id] = dimensions[id] + drift[id] * ago + wijk.map(moved).to_numpy()
    return pd.DataFrame(made, index=cells.index).assign(homes=homes.to_numpy())


def _at_first(traits: Traits) -> dict[str, Floats]:
    """The dimensions of each cell as they were at the first measurement."""
    urban = traits.urban - float(np.mean(traits.urban))
    return {
        "leefbaarometer_fysieke_omgeving": 0.03 * traits.coast - 0.05 * urban,
        "leefbaarometer_overlast_onveiligheid": -0.05 * traits.poor - 0.09 * urban,
        "leefbaarometer_sociale_samenhang": -0.03 * traits.poor - 0.05 * urban - 0.05 * traits.student,
        "leefbaarometer_voorzieningen": 0.16 * urban,
        "leefbaarometer_woningvoorraad": -0.035 * traits.poor + 0.02 * traits.old,
    }


def published(cells: pd.DataFrame, by: pd.Series, year: int) -> pd.DataFrame:
    """The long frame (region, variable, value, status) of one level: weighed means, the score, and the class that follows."""
    ids, homes = list(leefbaarometer.DIMENSIONS), cells["homes"]
    sums = cells[ids].mul(homes, axis=0).groupby(by).sum()
    weight = homes.groupby(by).sum()
    dimensions = sums.div(weight.where(weight > 0), axis=0).round(6)
    score = LEVEL + dimensions.sum(axis=1, skipna=False)
    found = {leefbaarometer.SCORE: score, **{id: dimensions[id] for id in ids}}
    if leefbaarometer.versions()[year] != leefbaarometer.versions()[DIVISION]:
        found = {leefbaarometer.SCORE: (LEVEL + OLD * (score - LEVEL)).round(6)}
    found[leefbaarometer.CLASS] = pd.Series(leefbaarometer.derived(found[leefbaarometer.SCORE].to_numpy()), score.index)
    long = pd.concat(
        [values.rename("value").rename_axis("region").reset_index().assign(variable=id) for id, values in found.items()]
    )
    # The makers give classes of the newest measurement only; of other years they follow from the score.
    made = "computed" if year != DIVISION else "estimate"
    status = np.where(long["variable"] == leefbaarometer.CLASS, made, "estimate")
    return long.assign(status=np.where(long["value"].isna(), "not_given", status))[
        ["region", "variable", "value", "status"]
    ]
