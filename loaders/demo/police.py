"""What a made-up police recorded in the demo province: crimes by kind, and reports of nuisance.

By the form of the real tables: every year is on the newest division, and noughts are counts. The kinds follow the crime of
the figures themselves (figures.year), so that years in which those of the Kerncijfers stand in for them look alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.demo import figures
from loaders.demo.figures import Traits
from loaders.sources import politie, politie_overlast

# Those of the made-up Leefbaarometer since every crime counts, and not only the heaviest of one occurrence: each year weighs.
YEARS = (2018, 2020, 2022, 2024)
DIVISION = figures.LAST_YEAR
# Of each kind: how often a year among 1,000 inhabitants of the first year in an ordinary place, how much more where it is
# busy (a power) and where people are poor (per step), and what a year leaves of it.
KINDS = {
    "misdrijven_inbraak_woning": (1.3, 0.5, 0.10, 0.91),
    "misdrijven_inbraak_schuur": (0.9, 0.2, 0.12, 0.93),
    "misdrijven_uit_auto": (2.2, 0.8, 0.10, 0.92),
    "misdrijven_fietsdiefstal": (2.4, 1.2, 0.10, 0.98),
    "misdrijven_zakkenrollerij": (0.3, 1.9, 0.00, 0.93),
    "misdrijven_openlijk_geweld": (0.12, 1.1, 0.25, 0.97),
    "misdrijven_bedreiging": (0.7, 0.6, 0.35, 0.99),
    "misdrijven_mishandeling": (1.5, 0.8, 0.32, 0.98),
    "misdrijven_straatroof": (0.15, 1.2, 0.30, 0.94),
    "misdrijven_drugs_drankoverlast": (0.25, 1.4, 0.25, 1.00),
    "misdrijven_vernieling": (3.0, 0.7, 0.22, 0.97),
    "misdrijven_burengerucht": (0.2, 0.4, 0.40, 1.00),
    "misdrijven_drugshandel": (0.5, 0.9, 0.30, 0.99),
    "misdrijven_openbare_orde": (0.2, 1.2, 0.15, 1.01),
    "overlast_jeugd": (4.5, 0.6, 0.30, 1.01),
}
# What is none of these kinds, and stands in the total alone.
OTHER = {"misdrijven_totaal": (18.0, 0.8, 0.16, 0.98), "overlast_totaal": (24.0, 0.8, 0.34, 1.02)}
# Crimes come in series, of this many on average.
SERIES = 2.5


def recorded(people: pd.Series, traits: Traits, year: int, seed: int) -> pd.DataFrame:
    """How often each kind was recorded in each cell in a year: whole numbers, the totals with all that is in them."""
    rng = np.random.default_rng([seed, 47, year])
    found = {}
    for id, (level, busy, poor, left) in {**KINDS, **OTHER}.items():
        expected = people * level / 1000 * traits.busy**busy * np.exp(poor * traits.poor) * left ** (year - YEARS[0])
        found[id] = rng.poisson(SERIES * rng.poisson(expected / SERIES)).astype(float)
    wide = pd.DataFrame(found, index=people.index)
    crimes = [id for id in KINDS if id.startswith("misdrijven_")]
    wide["misdrijven_totaal"] += wide[crimes].sum(axis=1)
    wide["overlast_totaal"] += wide["overlast_jeugd"]
    return wide


def published(cells: pd.DataFrame, by: pd.Series) -> Iterator[tuple[str, pd.DataFrame]]:
    """Source and long frame (region, variable, value, status) of one level; ``by`` is the area of each cell."""
    wide = cells.groupby(by).sum()
    for source in (politie.SOURCE, politie_overlast.SOURCE):
        ids = [variable.id for variable in source.variables]
        long = wide[ids].rename_axis(index="region", columns="variable").melt(ignore_index=False, value_name="value")
        yield source.id, long.reset_index().assign(status="published")
