"""The profile of areas that moved, or whose gemeente did: what stands beside a figure says how it came about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from answers.held import working_with
from answers.profile import rows, sentences
from answers.profile import view as profile_view
from export.brief import of_area
from figures.colours import LIGHT
from tests import moved_store as moved
from ui.profile import table

BENEFITS = "bijstand_per_1000"


@pytest.fixture(scope="module", autouse=True)
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with working_with(moved.build(tmp_path_factory.mktemp("moved"))):
        yield


def test_a_gemeente_that_was_added_up_is_marked_beside_a_figure_that_was_not() -> None:
    """Hoofdstad took in Buurdorp: its benefits of 2020 were added up."""
    view = profile_view.view_of(moved.STAYED)
    figure = view.found[BENEFITS]
    assert figure.made is None and figure.above is not None and figure.above.by == "buurt"
    assert "in de gemeente Hoofdstad 124 (opgeteld)" in sentences.plain(figure, view.against)
    assert "in de gemeente Hoofdstad 124 (opgeteld)" in sentences.headline(
        {BENEFITS: figure}, view.apart, "Vast", view.against
    )
    clear = [one for one in view.apart if one.figure.id == BENEFITS]
    assert clear and "in de gemeente Hoofdstad (124, opgeteld)" in sentences.difference(clear[0], view.against)
    number = of_area._number(moved.STAYED, figure, clear[0].entry, view)
    assert "de gemeente Hoofdstad 124 (opgeteld), hier lager" in number.beside
    (beside,) = table.table([figure], moved.STAYED, "Hoofdstad", LIGHT)["Ernaast"]
    assert "Hoofdstad: 124 (opgeteld), **hier lager**" in beside
    made = "opgeteld uit 2 buurten van 2020, 100% van de inwoners"
    assert rows.download([figure], moved.STAYED, "Vast")["herleid_gemeente"].tolist() == [made]
    assert table.made_notes([figure]) == (f"{clear[0].entry.label} van de gemeente: {made}.",)


def test_a_gemeente_of_the_same_ground_has_no_mark() -> None:
    view = profile_view.view_of(f"{moved.STAYED}@2020")
    assert view.found[BENEFITS].above is None
    assert "opgeteld" not in sentences.plain(view.found[BENEFITS], view.against)
