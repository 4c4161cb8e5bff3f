"""Whether a code is the same ground in two divisions: each sign, its edges, and what is never taken for the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import ground, parameters
from indicators.ground import Known, relate

A, B, C = "WK990101", "WK990102", "WK990103"


@dataclass(frozen=True)
class Merged:
    year: int
    old: str
    new: str
    part: bool = False


def names(areas: Mapping[str, str], flags: Mapping[str, str] | str = "") -> pd.DataFrame:
    """Areas of one division: name by code, and CBS's flags."""
    given = dict.fromkeys(areas, flags) if isinstance(flags, str) else {code: flags.get(code, "1") for code in areas}
    frame = pd.DataFrame({"name": areas, "change": given}).rename_axis("region")
    return frame.assign(gemeente=[f"GM{code[2:6]}" for code in frame.index])


def people(**by_code: float) -> pd.Series:
    return pd.Series(by_code, dtype=float)


def said(known: Known, code: str = A, old: int = 2020, new: int = 2022) -> tuple[str, str]:
    row = relate(known, old, new).loc[code]
    return row["ground"], row["sign"]


OLD, NEW = {A: "Vianen", B: "Hagestein"}, {A: "Vianen", B: "Hagestein"}


def test_flags_of_every_year_between_say_the_same() -> None:
    known = Known({2020: names(OLD), 2021: names(OLD, "1"), 2022: names({A: "Anders", B: "Hagestein"}, "1")}, {})
    assert said(known) == ("same", "flags")


def test_one_year_without_a_flag_leaves_it_to_the_other_signs() -> None:
    known = Known({2020: names(OLD), 2022: names(NEW, "1")}, {})
    assert said(known) == ("unknown", "")


@pytest.mark.parametrize(("flag", "kind"), [("3", "partly"), ("2", "other")])
def test_a_flag_of_change_is_not_undone_by_names(flag: str, kind: str) -> None:
    same_people = {2020: people(**{A: 1000}), 2022: people(**{A: 1000})}
    areas = {2020: names(OLD), 2021: names(OLD, {A: flag}), 2022: names(NEW, "1")}
    assert said(Known(areas, same_people)) == (kind, "flags")


@pytest.mark.parametrize(
    ("flag", "shared", "now", "told"),
    [
        ("3", 0.95, 1000, ("same", "shapes")),
        ("3", 0.949, 1000, ("partly", "flags")),
        # A village lay on the part that went.
        ("3", 0.99, 830, ("partly", "flags")),
        ("3", 0.99, np.nan, ("partly", "flags")),
        # The code was given out anew: whose shape it has does not matter.
        ("2", 1.0, 1000, ("other", "flags")),
    ],
)
def test_a_boundary_that_hardly_moved_is_the_same_by_its_shape(
    flag: str, shared: float, now: float, told: tuple[str, str]
) -> None:
    """Hoofddorp, 79.895 inhabitants: CBS says that the boundary moved in 2024, and 99.8% of it is as it was."""
    areas = {2020: names(OLD), 2021: names(OLD, {A: flag}), 2022: names(NEW, "1")}
    as_many = {2020: people(**{A: 1000}), 2022: people(**{A: now})}
    assert said(Known(areas, as_many, (), {}, shapes(shared, 1.0))) == told


def test_a_gemeente_that_took_in_another_is_partly_the_same() -> None:
    areas = {2017: names({"GM0014": "Groningen", "GM0017": "Haren"}), 2020: names({"GM0014": "Groningen"})}
    known = Known(
        areas, {2017: people(GM0014=202_636), 2020: people(GM0014=232_874)}, (Merged(2019, "GM0017", "GM0014"),)
    )
    assert said(known, "GM0014", 2017, 2020) == ("partly", "mergers")
    assert said(Known(areas, known.people, (Merged(2021, "GM0017", "GM0014"),)), "GM0014", 2017, 2020)[1] != "mergers"


def links(*rows: tuple[str, str, int]) -> dict[tuple[int, int], pd.DataFrame]:
    return {(2020, 2022): pd.DataFrame(rows, columns=["old", "new", "addresses"])}


@pytest.mark.parametrize(
    ("kept", "kind"),
    [(1000, "same"), (950, "same"), (949, "partly"), (500, "partly"), (50, "partly"), (49, "other"), (0, "other")],
)
def test_addresses_decide_at_their_edges(kept: int, kind: str) -> None:
    """Both ways: what the old area keeps, and what the new one has of it."""
    left = 1000 - kept
    rows = [(A, A, kept), (A, B, left), (B, A, left), (B, B, kept)]
    known = Known({2020: names(OLD), 2022: names(NEW)}, {}, (), links(*(row for row in rows if row[2])))
    assert said(known) == (kind, "addresses")


@pytest.mark.parametrize(("back", "kind"), [(1000, "same"), (800, "same"), (799, "unknown"), (1, "unknown")])
def test_addresses_say_nothing_where_too_few_of_the_old_area_are_found_back(back: int, kind: str) -> None:
    """One shared address of 7,001 is not the same ground: the other 7,000 could be anywhere."""
    assert parameters.value("omgerekend_adressen") == 80
    rows = links((A, A, back), *([(A, "", 1000 - back)] if back < 1000 else []))
    assert said(Known({2020: names(OLD), 2022: names({A: "Anders"})}, {}, (), rows))[0] == kind


def test_an_area_of_which_too_few_addresses_are_found_back_is_not_found_elsewhere() -> None:
    areas = {2020: names({A: "Vianen"}), 2022: names({B: "Tienhoven"})}
    found = [relate(Known(areas, {}, (), links((A, B, back), (A, "", 7000))), 2020, 2022) for back in (1, 28_000)]
    assert [frame.loc[B, "was"] for frame in found] == ["", A]


def test_an_area_that_only_grew_by_another_is_not_the_same() -> None:
    known = Known({2020: names(OLD), 2022: names({A: "Vianen"})}, {}, (), links((A, A, 1000), (B, A, 200)))
    assert said(known) == ("partly", "addresses")


def test_new_houses_do_not_make_it_another_area() -> None:
    known = Known({2020: names(OLD), 2022: names(NEW)}, {}, (), links((A, A, 1000), ("", A, 4000), (A, "", 30)))
    assert said(known) == ("same", "addresses")


def shapes(
    old: float, new: float, pair: tuple[int, int] = (2020, 2022)
) -> dict[tuple[int, int], Callable[[pd.Index], pd.DataFrame]]:
    """What A shares of its shape of then and of now; of other areas nothing is known."""
    parts = pd.DataFrame({"old": [old], "new": [new]}, index=[A])
    return {pair: parts.reindex}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (0.95, 0.95, "same"),
        (0.9499, 1.0, "partly"),
        (1.0, 0.9499, "partly"),
        (0.04, 0.04, "other"),
        (0.04, 0.06, "partly"),
    ],
)
def test_shapes_decide_at_their_edges(old: float, new: float, kind: str) -> None:
    assert parameters.value("grens_overlap") == 0.95
    assert said(Known({2020: names(OLD), 2022: names(NEW)}, {}, (), {}, shapes(old, new))) == (kind, "shapes")


def test_shapes_of_a_longer_stretch_only_say_that_nothing_changed() -> None:
    areas = {2020: names(OLD), 2022: names(NEW)}
    for part, kind in ((0.99, "same"), (0.5, "unknown")):
        assert said(Known(areas, {}, (), {}, shapes(part, part, (2016, 2024))))[0] == kind


def test_shapes_are_laid_only_of_a_stretch_that_holds_both_and_of_what_is_left() -> None:
    """The rest takes minutes, and says nothing of these two."""
    asked: list[tuple[tuple[int, int], list[str]]] = []

    def ask(pair: tuple[int, int]) -> Callable[[pd.Index], pd.DataFrame]:
        def told(codes: pd.Index) -> pd.DataFrame:
            asked.append((pair, list(codes)))
            return pd.DataFrame({"old": 1.0, "new": 1.0}, index=codes).where(codes.to_series() == A)

        return told

    pairs = ((2020, 2022), (2016, 2024), (2016, 2021), (2021, 2024))
    flagged = names({**OLD, C: "Everdingen"}, {A: "", B: ""})
    known = Known({2020: flagged, 2021: flagged, 2022: flagged}, {}, (), {}, {pair: ask(pair) for pair in pairs})
    relate(known, 2020, 2022)
    assert asked[:2] == [((2020, 2022), [A, B]), ((2016, 2024), [B])]


@pytest.mark.parametrize(
    ("before", "after", "then", "now", "kind"),
    [
        ("Vianen", "Vianen", 10_000, 11_000, "same"),
        ("Wijk 01 Vianen", "Vianen", 10_000, 9_100, "same"),
        ("Vianen", "Vianen", 10_000, 11_001, "unknown"),
        ("Vianen", "Vianen", 100, 125, "same"),
        ("Vianen", "Vianen", 100, 126, "unknown"),
        ("Vianen", "Vianen", 99, 99, "unknown"),
        ("Vianen", "Vianen", 10_000, np.nan, "unknown"),
        ("Wijk 01 Vianen", "Tienhoven aan de Lek", 16_520, 180, "other"),
        ("Vianen", "Tienhoven", 10_000, 10_000, "unknown"),
        ("Vianen", "Tienhoven", 10_000, 20_000, "unknown"),
        ("Vianen", "Tienhoven", 10_000, 20_001, "other"),
        ("", "", 10_000, 10_000, "unknown"),
    ],
)
def test_names_and_inhabitants_are_the_last_sign(before: str, after: str, then: float, now: float, kind: str) -> None:
    known = Known(
        {2020: names({A: before}), 2022: names({A: after})}, {2020: people(**{A: then}), 2022: people(**{A: now})}
    )
    assert said(known)[0] == kind


@pytest.mark.parametrize(
    ("people_then", "then", "now", "kind"),
    [
        # Epe: as many inhabitants and the same name, on more than twice the land.
        (1000, 2555.0, 5902.0, "unknown"),
        (1000, 1000.0, 950.0, "same"),
        (1000, 1000.0, 948.0, "unknown"),
        # Of so few hectares rounding alone makes the difference.
        (1000, 3.0, 4.0, "same"),
        (1000, np.nan, 5902.0, "same"),
        (60, 40.0, 40.0, "same"),
        (60, 40.0, 20.0, "unknown"),
    ],
)
def test_land_can_speak_against_a_name(people_then: float, then: float, now: float, kind: str) -> None:
    as_many = {2020: people(**{A: people_then}), 2022: people(**{A: people_then})}
    land = {2020: people(**{A: then}), 2022: people(**{A: now})}
    assert said(Known({2020: names({A: "Epe"}), 2022: names({A: "Epe"})}, as_many, land=land))[0] == kind
    moved = Known(
        {2020: names({A: "Epe"}), 2022: names({B: "Epe"})}, as_many, land={2020: land[2020], 2022: people(**{B: now})}
    )
    moved = Known(moved.names, {2020: as_many[2020], 2022: people(**{B: people_then})}, land=moved.land)
    assert relate(moved, 2020, 2022).loc[B, "was"] == (A if kind == "same" else "")


def test_an_area_is_found_back_by_the_shape_that_lies_under_it() -> None:
    """Amsterdam gave all its wijken another code, some with another name."""
    there = {2020: names({A: "Vianen", C: "Hagestein"}), 2022: names({B: "Vianen-Stad"})}

    def found(part: float) -> str:
        laid = lambda *_: pd.DataFrame({"old": [part], "new": [1.0]})  # noqa: E731
        under = lambda old, new, codes: pd.Series(A, index=pd.Index(codes))  # noqa: E731
        return str(relate(Known(there, {}, laid=laid, under=under), 2020, 2022).loc[B, "was"])

    assert (found(0.95), found(0.94)) == (A, "")


def test_a_code_that_was_not_there_is_another_area() -> None:
    known = Known(
        {2020: names({B: "Hagestein"}), 2022: names(NEW)}, {2020: people(**{B: 900}), 2022: people(**{A: 1000, B: 900})}
    )
    assert said(known) == ("other", "absent")
    assert said(known, B) == ("same", "names")


def test_steps_in_between_help_and_the_worst_of_them_counts() -> None:
    """Ten per cent a step is growth; thirty at once is not known."""
    areas = {year: names(OLD) for year in (2018, 2020, 2022)}
    grown = {2018: people(**{A: 1000}), 2020: people(**{A: 1090}), 2022: people(**{A: 1190})}
    assert said(Known(areas, grown), A, 2018, 2022) == ("same", "names")
    torn = areas | {2020: names({A: "Anders", B: "Hagestein"})}
    apart = grown | {2020: people(**{A: 5000})}
    assert said(Known(torn, apart), A, 2018, 2022) == ("other", "names")


def test_an_area_under_a_new_code_is_found_by_its_name_within_its_gemeente() -> None:
    areas = {2020: names({A: "Vianen", B: "Lexmond"}), 2022: names({A: "Lexmond", C: "Wijk 03 Vianen"})}
    counted = {2020: people(**{A: 9000, B: 2000}), 2022: people(**{A: 2050, C: 9100})}
    found = relate(Known(areas, counted), 2020, 2022)
    assert found.loc[A, ["ground", "was"]].tolist() == ["other", B]
    assert found.loc[C, ["ground", "was"]].tolist() == ["other", A]


def test_a_border_that_moved_on_the_map_is_not_undone_by_the_same_name_and_code() -> None:
    counted = {year: people(**{A: 1000}) for year in (2020, 2022)}
    known = Known({year: names({A: "Vianen"}) for year in counted}, counted, (), {}, shapes(0.9, 0.9))
    assert relate(known, 2020, 2022).loc[A].tolist() == ["partly", "shapes", ""]


def test_a_division_of_which_only_some_areas_are_known_is_passed_by() -> None:
    """It lacks the code, but says nothing of it."""
    four = {f"WK99010{at}": "Vianen" for at in range(4)}
    few = {2020: names(four), 2021: names({"WK990100": "Vianen"}), 2022: names(four)}
    counted = {year: people(**dict.fromkeys(four, 1000)) for year in few}
    assert set(relate(Known(few, counted), 2020, 2022)["ground"]) == {"same"}


def test_two_that_could_be_it_are_neither() -> None:
    areas = {2020: names({A: "Centrum", B: "Centrum"}), 2022: names({C: "Centrum"})}
    counted = {2020: people(**{A: 1000, B: 1000}), 2022: people(**{C: 1000})}
    assert relate(Known(areas, counted), 2020, 2022).loc[C, "was"] == ""


def test_an_area_of_a_gemeente_that_merged_is_found_in_the_new_one() -> None:
    old, new = "WK001700", "WK001421"
    areas = {2017: names({old: "Haren"}), 2020: names({new: "Haren"})}
    counted = {2017: people(**{old: 19_000}), 2020: people(**{new: 19_400})}
    merged = (Merged(2019, "GM0017", "GM0014"),)
    assert relate(Known(areas, counted, merged), 2017, 2020).loc[new, "was"] == old
    assert relate(Known(areas, counted), 2017, 2020).loc[new, "was"] == ""


AREAS = st.lists(
    st.tuples(st.sampled_from([A, B, C]), st.sampled_from(["Noord", "Zuid", ""]), st.integers(0, 5000)),
    min_size=1,
    max_size=3,
)
SHARED = st.dictionaries(st.tuples(st.sampled_from([A, B, C, ""]), st.sampled_from([A, B, C, ""])), st.integers(1, 40))


@settings(max_examples=40)
@given(AREAS, AREAS, SHARED, st.sampled_from(["", "1", "2", "3"]))
def test_the_same_always_has_a_sign_and_its_own_code_and_no_area_goes_on_as_two(
    old: Sequence[tuple[str, str, int]],
    new: Sequence[tuple[str, str, int]],
    shared: Mapping[tuple[str, str], int],
    flag: str,
) -> None:
    frames = {
        2020: names({code: name for code, name, _ in old}),
        2021: names({code: name for code, name, _ in old}, {A: flag}),
        2022: names({code: name for code, name, _ in new}, {A: flag and "1", B: "", C: ""}),
    }
    counted = {year: people(**{code: n for code, _, n in rows}) for year, rows in ((2020, old), (2022, new))}
    rows = [(before, after, count) for (before, after), count in shared.items() if before or after]
    found = relate(Known(frames, counted, (), links(*rows)), 2020, 2022)
    assert set(found["ground"]) <= set(ground.KINDS)
    same = found[found["ground"] == "same"]
    assert (same["was"] == same.index).all() and (same["sign"] != "").all()
    told = found["was"][found["was"] != ""]
    assert told.is_unique
    assert not ((found["was"] == found.index) & (found["ground"] != "same")).any()


def test_an_area_that_went_on_by_its_addresses_is_not_found_again_by_its_name() -> None:
    areas = {2020: names({A: "Vianen"}), 2022: names({B: "Anders", C: "Vianen"})}
    counted = {2020: people(**{A: 1000}), 2022: people(**{B: 1000, C: 1000})}
    found = relate(Known(areas, counted, (), links((A, B, 500), ("", C, 500))), 2020, 2022)
    assert found["was"].to_dict() == {B: A, C: ""}


def test_an_area_that_goes_on_under_its_own_code_is_not_elsewhere_by_its_addresses() -> None:
    """CBS says that nothing changed; addresses were given out anew."""
    areas = {2020: names({A: "Vianen"}), 2022: names({A: "Vianen", B: "Nieuw"}, "1")}
    known = Known({**areas, 2021: names({A: "Vianen"}, "1")}, {}, (), links((A, B, 500)))
    assert relate(known, 2020, 2022)["was"].to_dict() == {A: A, B: ""}


def test_what_a_sign_says_is_another_area_is_not_found_back_under_its_own_code_by_its_name() -> None:
    """CBS moved the boundary; that name and inhabitants are as before does not undo that."""
    as_many = {2020: people(**{A: 1000}), 2022: people(**{A: 1000})}
    moved = Known(
        {2020: names({A: "Vianen"}), 2021: names({A: "Vianen"}, "3"), 2022: names({A: "Vianen"}, "1")}, as_many
    )
    assert said(moved) == ("partly", "flags")
    assert relate(moved, 2020, 2022).loc[A, "was"] == ""
    halved = pd.DataFrame([(A, A, 50), (A, B, 50)], columns=["old", "new", "addresses"])
    with_addresses = Known(moved.names, as_many, addresses={(2020, 2022): halved})
    assert relate(with_addresses, 2020, 2022).loc[A, "was"] == ""


def test_a_division_that_lacks_an_area_does_not_make_it_another() -> None:
    """Of 2021 some areas are not known: name and inhabitants of 2020 and 2022 decide, as if 2021 was not there."""
    as_many = {2020: people(**{A: 1000, B: 50}), 2022: people(**{A: 1010, B: 50})}
    known = Known({2020: names(OLD), 2021: names({B: "Hagestein"}), 2022: names(NEW)}, as_many)
    assert said(known) == ("same", "names")


def test_a_name_does_not_find_back_an_area_whose_shape_is_another() -> None:
    """The same name and as many people under another code, but a fifth of its ground is not shared."""
    as_many = {2020: people(**{A: 1000}), 2022: people(**{B: 1000})}
    there = {2020: names({A: "Vianen"}), 2022: names({B: "Vianen"})}

    def laid(part: float) -> pd.DataFrame:
        known = Known(there, as_many, laid=lambda *_: pd.DataFrame({"old": [part], "new": [1.0]}))
        return relate(known, 2020, 2022)

    assert relate(Known(there, as_many), 2020, 2022).loc[B, "was"] == A
    assert laid(0.95).loc[B, "was"] == A and laid(float("nan")).loc[B, "was"] == A
    assert laid(0.8).loc[B, "was"] == ""
