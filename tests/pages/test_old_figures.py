"""Figures that are no longer there, or are no score any more: every page and service says why, and none shows another in silence."""

import re

import pytest

from answers import data, gone, score
from export.brief import subjects
from indicators import composite, need
from tests.pages.test_pages import demo, run, text_of, through_app  # noqa: F401
from tests.web.serving import serving

WIJK = "WK900212"
# Where a figure stands in an address.
PLACES = (
    ("kaart", "indicator", {}),
    ("kaart", "tweede", {"indicator": "armoede", "weergave": "naast"}),
    ("kaart", "tweede", {"indicator": "bijstand_per_1000", "weergave": "samen"}),
    ("wijkprofiel", "indicator", {"gebied": WIJK}),
    ("vergelijken", "indicator", {"gebieden": WIJK, "vorm": "cijfer"}),
    ("vergelijken", "indicator", {"gebieden": WIJK, "vorm": "twee"}),
    ("vergelijken", "tweede", {"gebieden": WIJK, "vorm": "twee"}),
    ("score", "maat", {}),
    ("geld", "behoefte", {}),
)


def lost():
    """Every figure that is gone or no score any more: what an address of before may hold."""
    return [*gone.REPLACED, *(id for id, entry in data.entries().items() if entry.unmeasured)]


def renamed():
    return [id for id, entry in data.entries().items() if entry.replaced_by]


@pytest.mark.parametrize(("page", "key", "beside"), PLACES)
def test_every_page_says_what_became_of_every_figure(demo, page, key, beside):  # noqa: F811
    ids = lost()
    assert len(ids) >= 5
    for id in ids:
        told = text_of(run(page, **beside, **{key: id}))
        found = gone.gone(id)
        # Markup in a caption is made harmless: told apart by the words.
        assert found is not None and " ".join(found.says.split()) in told.replace("\\", ""), (page, key, id)
        assert len(re.findall("is hier niet te tonen", told)) == 0


def test_a_page_shows_what_to_use_instead_where_it_has_it(demo):  # noqa: F811
    for id in [*lost(), *renamed()]:
        instead = gone.gone(id).instead
        shown = next((one for one in instead if one in data.mappable() and one in data.with_values("wijk")), None)
        if shown is None:
            continue
        assert run("kaart", indicator=id).title[0].value.startswith(data.entry(shown).label.split(" (")[0]), id


def test_what_is_said_leads_to_figures_that_are_there(demo):  # noqa: F811
    for id in lost():
        found = gone.gone(id)
        assert found.instead, f"{id}: nothing to use instead"
        for other in found.instead:
            assert gone.gone(other) is None and data.entry(other).label in found.says
            assert any(data.years(level, other) for level in ("gemeente", "wijk", "buurt", "land"))
    assert gone.gone("armoede") is None and gone.gone("geluk") is None


def test_a_weight_of_what_is_no_part_is_said(demo):  # noqa: F811
    told = text_of(run("score", maat="behoefte", gewichten="leefbaarheid:2,armoede:3"))
    assert "is overgeslagen: dat is hier geen onderdeel. Leefbaarheid" in told and "Er is geen score:" in told
    assert not score.not_weighed("armoede:3", "behoefte") and not score.not_weighed("geluk:2,x", "behoefte")
    assert "woningvoorraad" in score.not_weighed("woningvoorraad:2", "behoefte")


def test_every_part_of_every_score_may_be_given_a_weight_of_before(demo):  # noqa: F811
    """Nodes that are no figure of the catalog have a name too."""
    for code in need.composites():
        for part in [*composite.nodes(), *lost()]:
            said = score.not_weighed(f"{score.name(part)}:2", code)
            own = score.name(part) in {score.name(child) for child in composite.children(code)}
            assert own or part in gone.REPLACED or "geen onderdeel" in said, (code, part)


def test_the_service_and_the_brief_say_the_same(demo):  # noqa: F811
    with serving() as client:
        for id in lost():
            found = gone.gone(id)
            for path in (
                f"indicators/{id}",
                f"data/{id}?level=wijk",
                f"data/{id}?areas={WIJK}&year=all&format=csv",
                f"contrast/{id}?areas={WIJK}&against=rest",
            ):
                answer = client.ask(f"/api/v1/{path}")
                assert (answer.status, answer.json["error"]["code"]) == (410, "cijfer_vervallen"), path
                assert answer.json["error"]["message"] == found.says
                assert answer.json["error"]["instead"] == list(found.instead)
            for address in (f"/kaart?indicator={id}", f"/kaart?indicator={id}&niveau=wijk&jaar=2020"):
                with pytest.raises(ValueError, match="Gebruik in plaats daarvan") as refused:
                    subjects.of_address(address)
                assert str(refused.value) == found.says
        for path, key in (("indicators", "id"), ("dictionary", "cijfer")):
            listed = {row[key] for row in client.ask(f"/api/v1/{path}?limit=2000").json[path]}
            assert not listed & set(lost()) and len(listed) > 100


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("leefbaarometer_voorzieningen", "Een schatting is gemaakt uit andere cijfers"),
        ("inwoners", "Een aantal laat naast een ander cijfer vooral zien"),
    ],
)
def test_a_figure_that_may_not_stand_with_another_says_why(demo, id, why):  # noqa: F811
    for told in (
        run("kaart", indicator="bijstand_per_1000", weergave="samen", tweede=id),
        run("vergelijken", gebieden=f"{WIJK},WK900101", vorm="twee", indicator=id),
    ):
        assert why in text_of(told)


def test_a_figure_that_cannot_be_shown_goes_by_its_name(demo):  # noqa: F811
    told = text_of(run("kaart", indicator="afstand_zwembad"))
    assert "is hier niet te tonen" in told and data.entry("afstand_zwembad").label in told
    assert "afstand_zwembad" not in told
