"""What is withheld stays so: no subtraction finds it."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from answers import words
from indicators import areas, catalog
from loaders import store
from loaders.importing import keep, protect
from loaders.importing.plan import own_variable
from loaders.sources import municipal
from loaders.store import publishing
from tests.loaders.importing.import_store import build, propose, values

LEAST = 5.0
COUNT, OWN = own_variable("Kinderen op les", "kinderen")
HEAD = "code;jaar;les\n"


def cells(shown: dict[str, float], hidden: set[str], division: list[str] | None = None) -> protect.Cells:
    return protect.Cells(dict(shown), set(hidden), protect.sums_of(division or [*shown, *hidden]))


def test_a_single_withheld_part_takes_the_next_smallest_along() -> None:
    """150 less 40, 57 and 50 is 3."""
    made = cells({"GM0001": 150, "WK000100": 40, "WK000101": 57, "WK000102": 50}, {"WK000103"})
    assert protect.found(made) == ["WK000103"]
    assert protect.secondary(made, LEAST) == ["WK000100"]
    assert protect.found(made) == []


def test_without_a_total_or_without_anything_withheld_nothing_more_is() -> None:
    parts = {"WK000100": 40.0, "WK000101": 57.0}
    assert protect.secondary(cells(parts, {"WK000103"}), LEAST) == []
    assert protect.secondary(cells({"GM0001": 97, **parts}, set()), LEAST) == []


def test_two_that_add_up_to_next_to_nothing_are_not_enough() -> None:
    """Of two that add up to 0 everybody knows both."""
    shown = {"GM0001": 97.0, "WK000100": 40.0, "WK000101": 57.0}
    assert protect.secondary(cells(shown, {"WK000102", "WK000103"}), LEAST) == ["WK000100"]
    assert protect.secondary(cells({**shown, "GM0001": 104.0}, {"WK000102", "WK000103"}), LEAST) == []


def test_with_nothing_else_to_hide_the_total_goes() -> None:
    assert protect.secondary(cells({"GM0001": 6}, {"WK000100"}), LEAST) == ["GM0001"]


def test_what_is_hidden_besides_is_not_the_sum_of_its_own_parts() -> None:
    """A wijk that is hidden for the sake of another would follow from its buurten."""
    shown = {"GM0001": 30, "WK000100": 10, "WK000101": 17, "BU00010001": 4.5, "BU00010002": 5.5}
    made = cells(shown, {"WK000102"}, [*shown, "WK000102", "BU00010101", "BU00010102"])
    hidden = protect.secondary(made, LEAST)
    assert hidden[0] == "WK000100" and len(hidden) > 1
    assert protect.found(made) == []


def test_a_buurt_that_is_not_there_is_no_shield() -> None:
    """66 - 12 - 11 - 35 leaves 8 for two wijken, and the one buurt of the second shows its 5: the first has 3."""
    shown = {"GM0001": 66, "WK000100": 12, "WK000102": 11, "WK000104": 35, "BU00010301": 5}
    division = [*shown, "WK000101", "WK000103", "BU00010302", "BU00010001", "BU00010101", "BU00010201", "BU00010401"]
    made = cells(shown, {"WK000101", "WK000103"}, division)
    assert set(protect.found(made)) == {"WK000101", "WK000103"}
    assert protect.secondary(made, LEAST) == ["BU00010301"]
    assert protect.found(made) == []


def test_a_part_that_is_given_nowhere_may_be_nought_or_not() -> None:
    """200 gemeenten of which one in four buurten is left out of the file: nothing follows either way."""
    random = np.random.default_rng(4)
    for _ in range(200):
        shown: dict[str, float] = {}
        for wijk, buurt in product(range(random.integers(2, 6)), range(3)):
            count = float(random.choice([0, random.poisson(3), random.poisson(30)]))
            for area in (f"BU0001{wijk:02}{buurt:02}", f"WK0001{wijk:02}", "GM0001"):
                shown[area] = shown.get(area, 0.0) + count
        division = list(shown)
        given = {area: count for area, count in shown.items() if area[-2:] in ("01", "00") or random.random() > 0.25}
        hidden = {area for area, count in given.items() if count < LEAST}
        made = cells({area: count for area, count in given.items() if area not in hidden}, hidden, division)
        protect.secondary(made, LEAST)
        for there in (set(given), set(division)):
            sums = tuple(
                (w, tuple(p for p in parts if p in there)) for w, parts in protect.sums_of(division) if w in given
            )
            whole = tuple(one for one in sums if set(one[1]) <= set(given) and one[1])
            again = protect.Cells(made.shown, made.hidden, ())
            again.sums = whole
            assert protect.found(again) == []


def test_no_division_gives_anything_away() -> None:
    """200 gemeenten of up to 6 wijken of up to 5 buurten, with all totals: nothing follows, and not all is hidden."""
    random = np.random.default_rng(17)
    lost = there = 0
    for _ in range(200):
        shown: dict[str, float] = {}
        for wijk in range(random.integers(2, 7)):
            for buurt in range(random.integers(1, 6)):
                count = float(random.poisson(random.choice([3, 8, 30])))
                shown[f"BU0001{wijk:02}{buurt:02}"] = count
                for whole in (f"WK0001{wijk:02}", "GM0001"):
                    shown[whole] = shown.get(whole, 0.0) + count
        hidden = {area for area, count in shown.items() if count < LEAST}
        made = cells({area: count for area, count in shown.items() if area not in hidden}, hidden)
        lost += len(protect.secondary(made, LEAST))
        there += len(shown) - len(hidden)
        assert protect.found(made) == []
    assert lost / there < 0.35


def test_a_file_with_its_total_says_what_it_hides_besides(tmp_path) -> None:
    there = build(tmp_path)
    data = HEAD + "GM0363;2024;150\nWK0363MA;2024;3\nWK0363NA;2024;60\nWK0363AA;2024;87\n"
    found = propose(there, data, topics={"les": COUNT}, own={COUNT: OWN})
    assert values(found) == {
        ("GM0363", 2024, COUNT): 150.0,
        ("WK0363MA", 2024, COUNT): "withheld",
        ("WK0363NA", 2024, COUNT): "withheld",
        ("WK0363AA", 2024, COUNT): 87.0,
    }
    assert (found.withheld, found.protected) == (1, 1)
    assert any("Oostzanerwerf (WK0363NA)" in note and "uit te rekenen" in note for note in found.notes)


def test_a_total_that_comes_later_hides_what_was_stored_before(tmp_path) -> None:
    there = build(tmp_path)
    choices = {"topics": {"les": COUNT}, "own": {COUNT: OWN}}
    first = propose(there, HEAD + "WK0363MA;2024;3\nWK0363NA;2024;60\nWK0363AA;2024;87\n", **choices)
    assert first.protected == 0
    keep.save(tmp_path, first)
    later = propose(store.open_store(tmp_path), HEAD + "GM0363;2024;150\n", **choices)
    assert values(later) == {("GM0363", 2024, COUNT): 150.0, ("WK0363NA", 2024, COUNT): "withheld"}
    id = keep.save(tmp_path, later)
    wijken = store.open_store(tmp_path).table("wijk", 2024, [COUNT])[COUNT]
    assert wijken.dropna().to_dict() == {"WK0363AA": 87.0}
    keep.undo(tmp_path, id)
    wijken = store.open_store(tmp_path).table("wijk", 2024, [COUNT])[COUNT]
    assert wijken.dropna().to_dict() == {"WK0363AA": 87.0, "WK0363NA": 60.0}


def test_undoing_a_file_does_not_undo_what_another_total_needs(tmp_path) -> None:
    """The second total needed nothing more, as the first had hidden 60; without the first 151 - 60 - 87 gave the rest."""
    build(tmp_path)
    choices = {"topics": {"les": COUNT}, "own": {COUNT: OWN}}
    parts, first, second = (
        "WK0363MA;2024;3\nWK0363NA;2024;60\nWK0363AA;2024;87\n",
        "GM0363;2024;150\n",
        "GM0363;2024;151\n",
    )
    ids = [
        keep.save(tmp_path, propose(store.open_store(tmp_path), HEAD + data, **choices))
        for data in (parts, first, second)
    ]
    keep.undo(tmp_path, ids[1])
    there = store.open_store(tmp_path)
    assert there.table("gemeente", 2024, [COUNT])[COUNT].to_dict() == {"GM0363": 151.0}
    assert there.table("wijk", 2024, [COUNT])[COUNT].dropna().to_dict() == {"WK0363AA": 87.0}
    assert (there.statuses("wijk", 2024, [COUNT])[COUNT][["WK0363MA", "WK0363NA"]] == "withheld").all()


def test_older_versions_and_the_log_show_no_more_than_today(tmp_path, monkeypatch) -> None:
    """60 was to be seen before the total came: beside 150 and 87 it gives the withheld 3."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    build(tmp_path)
    choices = {"topics": {"les": COUNT}, "own": {COUNT: OWN}}
    versions = []
    for data in ("WK0363MA;2024;3\nWK0363NA;2024;60\nWK0363AA;2024;87\n", "GM0363;2024;150\n"):
        keep.save(tmp_path, propose(store.open_store(tmp_path), HEAD + data, **choices))
        versions.append(publishing.record(tmp_path))
    old = store.at(versions[0]["version"])
    assert old.table("wijk", 2024, [COUNT])[COUNT].dropna().to_dict() == {"WK0363AA": 87.0}
    assert old.statuses("wijk", 2024, [COUNT])[COUNT]["WK0363NA"] == "withheld"
    assert old.observations([COUNT])["value"].dropna().tolist() == [87.0]
    assert old.version == versions[0]["version"] != old.view, "what was worked out while it was of today is not used"
    assert old.table("wijk", 2024, ["inwoners"])["inwoners"]["WK0363NA"] == 8000
    moved = store.revisions(tmp_path, versions[1])
    assert moved["region"].tolist() == ["WK0363NA"] and moved[["old", "new"]].isna().all(axis=None)
    # Taken back, the parts are shown again, and the version with the total beside them no longer has that.
    keep.undo(tmp_path, next(iter(keep.stored(store.open_store(tmp_path)))))
    assert store.current().table("wijk", 2024, [COUNT])[COUNT]["WK0363NA"] == 60.0
    assert store.at(versions[1]["version"]).table("gemeente", 2024, [COUNT])[COUNT].isna().all()


RATE, OF_PEOPLE = own_variable("Les per inwoner", "per 1.000 inwoners")


def test_a_rate_gives_no_withheld_count(tmp_path) -> None:
    """0.25 per 1,000 of 12,000 inhabitants is 3; and 0.5 of 12,000 is 6, of which a count of 4 is not told apart."""
    there = build(tmp_path)
    only = propose(
        there,
        "code;jaar;per\nWK0363MA;2024;0,25\nWK0363NA;2024;7,5\nWK059902;2024;0\n",
        topics={"per": RATE},
        own={RATE: OF_PEOPLE},
    )
    assert list(values(only).values()) == ["withheld", 7.5, 0.0] and only.withheld == 1
    choices = {"topics": {"les": COUNT, "per": RATE}, "own": {COUNT: OWN, RATE: OF_PEOPLE}}
    data = "code;jaar;les;per\nWK0363MA;2024;4;0,5\nWK0363NA;2024;60;7,5\nWK0363AA;2024;87;\nWK059902;2024;300;4\n"
    both = values(propose(there, data, **choices))
    assert [both[code, 2024, RATE] for code in ("WK0363MA", "WK0363NA", "WK059902")] == ["withheld", 7.5, 4.0]
    # What is hidden for the sake of another has a rate too, also in an earlier file.
    keep.save(tmp_path, propose(there, data, **choices))
    keep.save(tmp_path, propose(store.open_store(tmp_path), HEAD + "GM0363;2024;151\n", **choices))
    wijken = store.open_store(tmp_path).table("wijk", 2024, [COUNT, RATE])
    assert wijken[COUNT].dropna().to_dict() == {"WK0363AA": 87.0, "WK059902": 300.0}
    assert wijken[RATE].dropna().to_dict() == {"WK059902": 4.0}


@pytest.mark.parametrize(
    ("value", "unit", "people"),
    [
        (0.25, "per 1.000 inwoners", 3),
        (0.03, "%", 3.6),
        (2.5, "per 10000 huishoudens", 3),
        (0.25, "‰", 3),
        (0.001, "per inwoner", 12),
    ],
)
def test_a_share_or_rate_is_of_so_many_people(value: float, unit: str, people: float) -> None:
    assert protect.people_in(value, unit, 12000) == pytest.approx(people)


def test_own_values_are_shown_with_the_decimals_of_their_figure() -> None:
    about = municipal.own_variables({"custom_variables": {RATE: vars(OF_PEOPLE)}})
    entry = catalog.own(about.values(), municipal.SOURCE)[RATE]
    assert words.as_shown(entry, pd.Series([7.4583]), pd.Series(["published"])).tolist() == [7.5]


def test_own_areas_that_overlap_give_no_hidden_number(tmp_path) -> None:
    """Three sums of two gave a hidden 3: (AB + AC - BC) / 2. A sum with something withheld in it is refused."""
    id, own = COUNT, OWN
    there = build(tmp_path)
    data = HEAD + "WK0363MA;2024;3\nWK0363NA;2024;60\nWK0363AA;2024;87\n"
    frame = propose(there, data, topics={"les": id}, own={id: own}).frame
    counts = frame.set_index("region")[["value"]].rename(columns={"value": id}).astype(float)
    known = catalog.own(municipal.own_variables({"custom_variables": {id: vars(own)}}).values(), municipal.SOURCE)
    every = catalog.Figures({**catalog.entries(), **known})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "entries", lambda: every)
        sums = {pair: areas.combine(counts, pair, [id], 2024)[id] for pair in combinations(sorted(counts.index), 2)}
    assert {pair: found.how for pair, found in sums.items()} == {
        ("WK0363AA", "WK0363MA"): "niet",
        ("WK0363AA", "WK0363NA"): "opgeteld",
        ("WK0363MA", "WK0363NA"): "niet",
    }
