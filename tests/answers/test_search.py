"""What a reader types, and the place that comes first: ranks that must not change, and slips that are forgiven."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from answers import data
from answers.held import working_with
from answers.search import find_places, no_hit
from loaders import store

GEMEENTEN = {
    "GM0344": "Utrecht",
    "GM1581": "Utrechtse Heuvelrug",
    "GM0599": "Rotterdam",
    "GM0363": "Amsterdam",
    "GM0518": "'s-Gravenhage",
    "GM0796": "'s-Hertogenbosch",
    "GM1900": "Súdwest-Fryslân",
    "GM1711": "Echt-Susteren",
    "GM0310": "De Bilt",
}
WIJKEN = {
    "WK034403": "Wijk 03 Overvecht",
    "WK034406": "Centrum",
    "WK034409": "Wijk 09 Leidsche Rijn",
    "WK158101": "Driebergen-Centrum",
    "WK059901": "Rotterdam Centrum",
    "WK059902": "Delfshaven",
    "WK059905": "Noord",
    "WK036301": "Slotervaart-Noord",
    "WK051828": "Wijk 28 Centrum",
    "WK051829": "Wijk 29 Schildersbuurt",
    "WK079601": "Centrum",
    "WK171100": "Echt Centrum",
}
BUURTEN = {
    "BU03440911": "Leidsche Rijn-Centrum",
    "BU05990210": "Delfshaven",
    "BU05990220": "Schiedamseweg",
    "BU05990510": "Kop van Noord",
    "BU03630110": "Akker/Haagwinde",
    "BU17110001": "Écht centrum Zuid",
}
BEFORE = {"WK059909": "Delfshaven"}


def _names(areas: dict[str, str]) -> pd.DataFrame:
    rows = [(code, name, f"GM{code[2:6]}", GEMEENTEN[f"GM{code[2:6]}"], "1") for code, name in areas.items()]
    return pd.DataFrame(rows, columns=list(store.NAME_COLUMNS))


@pytest.fixture(scope="module", autouse=True)
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("names")
    with store.writer(root) as w:
        w.put_names("wijk", 2018, _names(BEFORE))
        for level, areas in (("gemeente", GEMEENTEN), ("wijk", WIJKEN), ("buurt", BUURTEN)):
            w.put_names(level, 2024, _names(areas))
    with working_with(store.open_store(root)):
        yield


def codes(text: str, levels: tuple[str, ...] = ("gemeente", "wijk", "buurt")) -> list[str]:
    return [place.code for place in find_places(text, levels=levels)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        # by code and by name, however it is written
        ("GM0344", "GM0344"),
        ("wk 059902", "WK059902"),
        ("utrecht", "GM0344"),
        ("UTRECHT ", "GM0344"),
        ("sudwest fryslan", "GM1900"),
        ("’s-gravenhage", "GM0518"),
        ("de bilt", "GM0310"),
        ("leidsche", "BU03440911"),
        ("schilders", "WK051829"),
        ("haag", "GM0518"),
        ("haagwinde", "BU03630110"),
        # a gemeente before or behind it
        ("centrum utrecht", "WK034406"),
        ("utrecht centrum", "WK034406"),
        ("noord rott", "WK059905"),
        # what a gemeente is called in daily use
        ("den haag", "GM0518"),
        ("den haa", "GM0518"),
        ("den hag", "GM0518"),
        ("den haag centrum", "WK051828"),
        ("schilderbuurt den haag", "WK051829"),
        ("den bosch", "GM0796"),
        ("centrum den bosch", "WK079601"),
        # a slip in the name
        ("utrcht", "GM0344"),
        ("utrehct", "GM0344"),
        ("rotterdm", "GM0599"),
        ("delfshavn", "WK059902"),
        ("overvegt", "WK034403"),
        ("leidscherijn", "WK034409"),
        ("schildersbrt", "WK051829"),
        # a slip in every word
        ("utrcht centrm", "WK034406"),
        ("centrm utrcht", "WK034406"),
        ("rotterdm delfshavn", "WK059902"),
        ("delfshavn roterdam", "WK059902"),
        ("utrecht overvegt", "WK034403"),
        ("amstrdm noord", "WK036301"),
        ("rottrdam noord", "WK059905"),
        ("leidse rijn utrecht", "WK034409"),
        ("utrcht leidsche r", "WK034409"),
        ("den haag centrm", "WK051828"),
        ("echt centrm", "WK171100"),
    ],
)
def test_the_place_that_was_meant_comes_first(typed: str, first: str) -> None:
    assert codes(typed)[:1] == [first]


@pytest.mark.parametrize(
    ("typed", "all_of_them"),
    [
        # the same name, begins so, a word begins so; larger and newer first
        ("delfshaven", ["WK059902", "WK059909", "BU05990210"]),
        (
            "centrum",
            ["WK079601", "WK034406", "WK171100", "WK051828", "WK059901", "WK158101", "BU17110001", "BU03440911"],
        ),
        ("echt", ["GM1711", "WK171100", "BU17110001", "GM0344", "GM1581", "WK034403"]),
        ("noord", ["WK059905", "WK036301", "BU05990510"]),
        # one word is not looked for in the name of a gemeente, several are
        ("utrcht", ["GM0344", "GM1581"]),
        ("utrecht centrum", ["WK034406", "WK158101", "BU03440911"]),
        ("x", []),
        ("xq", []),
        ("qqqqzzzz", []),
        ("utrecht qqqqzzzz", []),
        ("’’", []),
        (" ".join(f"woord{number}" for number in range(2_000)), []),
    ],
)
def test_the_order(typed: str, all_of_them: list[str]) -> None:
    assert codes(typed) == all_of_them


def test_only_the_levels_that_are_asked_for() -> None:
    assert codes("utrecht", ("wijk",)) == []
    assert codes("delfshavn", ("buurt",)) == ["BU05990210"]
    assert find_places("centrum", most=2) == find_places("centrum")[:2]


def test_without_names_nothing_is_found(tmp_path) -> None:
    with working_with(store.open_store(tmp_path)):
        assert find_places("utrecht centrum") == []


def test_in_the_demo_region_too() -> None:
    with working_with(store.current()):
        code, name = next((code, name) for code, name in data.gemeenten().items() if len(name) > 5)
        assert codes(code.lower()) == [code]
        assert find_places(name.upper())[0].name == name
        assert name in [place.name for place in find_places(name[:2] + name[3] + name[2] + name[4:])]
        assert len(find_places("wijk")) == 8


def test_a_postcode_without_a_hit_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes("9999 ZZ") == [] and "Zoeken op postcode kan hier niet" in no_hit("9999 ZZ")
    monkeypatch.setattr("answers.postcodes.known", lambda: [2024])
    monkeypatch.setattr("loaders.store.Store.addresses", lambda *_: pd.DataFrame({"buurt": []}))
    assert codes("9999 ZZ") == []
    assert no_hit("9999 ZZ") == "Geen adres gevonden met postcode “9999 ZZ” (adressen van 2024). Zoek op naam."
    assert "lijkt op “xyzzy”" in no_hit("xyzzy")
