"""The indicators on the real figures of CBS for 2020, against what CBS itself published of them.

Needs the replayed tables beside the project; skipped, saying so, where they are not there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from indicators import build

pytestmark = pytest.mark.replay

COLUMNS = {
    "inwoners": "AantalInwoners",
    "leeftijd_0_15": "k_0Tot15Jaar",
    "leeftijd_15_25": "k_15Tot25Jaar",
    "leeftijd_25_45": "k_25Tot45Jaar",
    "leeftijd_45_65": "k_45Tot65Jaar",
    "leeftijd_65_plus": "k_65JaarOfOuder",
    "huishoudens": "HuishoudensTotaal",
    "eenpersoonshuishoudens": "Eenpersoonshuishoudens",
    "huishoudens_met_kinderen": "HuishoudensMetKinderen",
    "huishoudens_zonder_kinderen": "HuishoudensZonderKinderen",
    "bijstand": "PersonenPerSoortUitkeringBijstand",
}


@pytest.fixture(scope="module")
def figures(replay_folder: Path) -> pd.DataFrame:
    raw = pd.read_parquet(replay_folder / "tables" / "opendata.cbs.nl" / "84799NED" / "TypedDataSet.parquet")
    stems = {re.sub(r"_\d+$", "", str(key)): key for key in raw.columns}
    frame = pd.DataFrame({id: raw[stems[stem]].astype(float) for id, stem in COLUMNS.items()})
    return frame.set_index(pd.Index(raw["WijkenEnBuurten"].str.strip(), name="region"))


def built(figures: pd.DataFrame, level: str, prefix: str) -> pd.DataFrame:
    wide = figures[figures.index.str.startswith(prefix)]
    statuses = wide.isna().replace({True: "not_given", False: "published"}).astype(object)
    long = build.compute(wide, statuses, level, 2020, {}, {})
    return long.pivot(index="region", columns="variable", values="value")


@pytest.mark.parametrize(
    ("id", "published", "step"),
    [
        # CBS, Bevolking; kerncijfers and Huishoudens; kerncijfers, 1 January 2020, in % of inhabitants and households.
        ("aandeel_0_15", 15.7, 0.05),
        ("aandeel_65_plus", 19.5, 0.05),
        ("aandeel_eenpersoons", 38.5, 0.05),
    ],
)
def test_national_shares_are_those_that_cbs_published(
    figures: pd.DataFrame, id: str, published: float, step: float
) -> None:
    assert built(figures, "land", "NL").loc["NL00", id] == pytest.approx(published, abs=step)


def test_parts_of_the_country_make_the_whole(figures: pd.DataFrame) -> None:
    country = built(figures, "land", "NL").loc["NL00"]
    for level, prefix in (("gemeente", "GM"), ("wijk", "WK")):
        parts = built(figures, level, prefix)["jongeren_10_27"].sum()
        assert parts == pytest.approx(country["jongeren_10_27"], rel=0.002), level
    ages = country[["aandeel_0_15", "aandeel_15_25", "aandeel_25_45", "aandeel_45_65", "aandeel_65_plus"]]
    homes = country[["aandeel_eenpersoons", "aandeel_met_kinderen", "aandeel_zonder_kinderen"]]
    assert (ages.sum(), homes.sum()) == pytest.approx((100, 100))


def test_social_assistance_per_1000_by_hand(figures: pd.DataFrame) -> None:
    country = figures.loc["NL00"]
    people = country["leeftijd_15_25"] + country["leeftijd_25_45"] + country["leeftijd_45_65"]
    assert built(figures, "land", "NL").loc["NL00", "bijstand_per_1000"] == pytest.approx(
        1000 * country["bijstand"] / people
    )
