"""Greens, land use and social cohesion of the demo province, in the years in which the real sources have them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.demo.figures import Traits
from loaders.demo.noise import Floats
from loaders.sources import cbs_bodem, cbs_veiligheid

NEAR_FROM = 2017
# A gemeente with enough answers in the national survey, and the wijk that is large enough for a gemeente's own.
SURVEYED, ASKED = 50_000, 400
# Gemeenten that asked their own residents, and when.
OWN_SURVEYS = {"GM9001": (2019, 2021, 2023), "GM9003": (2021, 2023)}
MARGIN = 0.15


def report(
    level: str, by: pd.Series[str], cells: pd.DataFrame, traits: Traits, year: int
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Source and long frame (region, variable, value, status) of one level and year; ``by`` is the area of each cell.

    ``cells`` are the figures of the cells in that year (inwoners, oppervlakte, oppervlakte_water).
    """
    people = cells["inwoners"].groupby(by).sum()
    if year >= NEAR_FROM:
        yield "cbs_nabijheid", _long(_weighed(_near(cells, traits), cells["inwoners"], by).where(people >= 10))
    if year in cbs_bodem.YEARS:
        yield "cbs_bodem", _long(_ground(cells, traits, year).groupby(by).sum().round())
    if year in cbs_veiligheid.YEARS and level in cbs_veiligheid.LEVELS:
        cohesion = pd.DataFrame({"score": _cohesion(cells, traits, year)}, index=cells.index)
        score = _weighed(cohesion, cells["inwoners"], by)["score"][people >= SURVEYED]
        wide = {
            "sociale_cohesie": score,
            "sociale_cohesie_ondergrens": score - MARGIN,
            "sociale_cohesie_bovengrens": score + MARGIN,
            "leefbaarheid_rapportcijfer": score + 1.1,
            "leefbaarheid_rapportcijfer_ondergrens": score + 1.1 - MARGIN,
            "leefbaarheid_rapportcijfer_bovengrens": score + 1.1 + MARGIN,
        }
        yield "cbs_veiligheid", _long(pd.DataFrame(wide).round(1))


def asked(by: pd.Series[str], cells: pd.DataFrame, traits: Traits, year: int) -> pd.DataFrame:
    """The long frame of social cohesion per wijk in gemeenten that asked their own residents that year; else empty."""
    people = cells["inwoners"].groupby(by).sum()
    score = pd.DataFrame({"sociale_cohesie_wijk": _cohesion(cells, traits, year)}, index=cells.index)
    found = _weighed(score, cells["inwoners"], by)
    there = np.array([year in OWN_SURVEYS.get(f"GM{code[2:6]}", ()) for code in found.index])
    return _long(found[there & (people >= ASKED)])


def _near(cells: pd.DataFrame, traits: Traits) -> pd.DataFrame:
    """How far greens are from each cell, in km; parks are near in a city, forest and nature outside it."""
    rng = np.random.default_rng(18)

    def stray() -> Floats:
        return np.exp(rng.normal(0, 0.3, len(cells)))

    far = 1 - traits.urban
    park = (0.4 + 2.6 * far**1.3) * stray()
    forest = (0.9 + 2.4 * traits.urban + 0.8 * traits.coast) * stray()
    nature = (1.2 + 3.1 * traits.urban - 0.7 * traits.coast) * stray()
    return pd.DataFrame(
        {
            "afstand_park": park,
            "afstand_bos": forest,
            "afstand_natuur": nature,
            "afstand_groen": np.minimum(np.minimum(park, forest), nature) * 0.9,
            "afstand_recreatiewater": (1.4 + 2.0 * traits.urban - 0.8 * traits.coast) * stray(),
        },
        index=cells.index,
    )


def _ground(cells: pd.DataFrame, traits: Traits, year: int) -> pd.DataFrame:
    """Hectares of each kind of land use in each cell: none are left over but farmland and water."""
    rng = np.random.default_rng(19)
    whole, land = cells["oppervlakte"].to_numpy(), cells["oppervlakte_land"].to_numpy()
    built = np.clip(0.06 + 0.62 * traits.urban**1.4 + rng.normal(0, 0.03, len(cells)), 0.01, 0.85)
    work = np.where(cells["inwoners"] < 60, 0.7, 0.12)
    green = 0.02 + 0.09 * traits.urban * np.exp(rng.normal(0, 0.5, len(cells)))
    nature = np.clip(rng.gamma(1.2, 0.09, len(cells)) * (1 - traits.urban) + 0.08 * traits.coast, 0, 0.6)
    old = year < 2020
    return pd.DataFrame(
        {
            "bodem_totaal": whole,
            "bodem_bebouwd": land * built,
            "bodem_woonterrein": land * built * (0.9 - work),
            "bodem_bedrijventerrein": land * built * work,
            "bodem_verkeer": land * 0.035 * (1 + traits.urban),
            "bodem_natuur": land * (1 - built) * nature,
            "bodem_park" if old else "bodem_stedelijk_groen": land * (1 - built) * green * (0.8 if old else 1.0),
        },
        index=cells.index,
    )


def _cohesion(cells: pd.DataFrame, traits: Traits, year: int) -> Floats:
    """A score of 0 to 10: lower where many people live close together and move often."""
    rng = np.random.default_rng([20, year])
    lean = 6.6 - 0.9 * traits.urban - 0.22 * traits.poor - 0.5 * traits.student + 0.01 * (year - 2019)
    return np.clip(lean + rng.normal(0, 0.12, len(cells)), 3.5, 8.5)


def _weighed(figures: pd.DataFrame, people: pd.Series[float], by: pd.Series[str]) -> pd.DataFrame:
    """The mean of each figure over the inhabitants of each area; NaN where nobody lives."""
    total = people.groupby(by).sum()
    return figures.mul(people, axis=0).groupby(by).sum().div(total.where(total > 0), axis=0)


def _long(wide: pd.DataFrame) -> pd.DataFrame:
    """One row an area and figure, with one decimal at most; what is NaN was not given."""
    wide = wide.round(1).rename_axis(index="region", columns="variable")
    long = wide.melt(ignore_index=False, value_name="value").reset_index()
    return long.assign(status=np.where(long["value"].isna(), "not_given", "published"))
