"""Figures that are no longer there, or are no score any more: every page and service says why, and none shows another in silence."""

import pytest

from answers import data, score
from export.brief import subjects
from tests.pages.test_pages import demo, run, text_of, through_app  # noqa: F401
from tests.web.serving import serving

REPLACED = tuple(data.REPLACED)
WIJK = "WK900212"
# Where a figure stands in an address.
PLACES = (
    ("kaart", "indicator", {}),
    ("kaart", "tweede", {"indicator": "armoede", "weergave": "naast"}),
    ("kaart", "tweede", {"indicator": "bijstand_per_1000", "weergave": "samen"}),
    ("wijkprofiel", "indicator", {"gebied": WIJK}),
    ("vergelijken", "indicator", {"gebieden": WIJK, "vorm": "cijfer"}),
    ("score", "maat", {}),
)


def unfit():
    return [id for id, entry in data.entries().items() if entry.unmeasured and id.startswith("leefbaarheid")]


@pytest.mark.parametrize(("page", "key", "beside"), PLACES)
def test_a_score_that_is_none_any_more_is_said_with_why(demo, page, key, beside):  # noqa: F811
    ids = unfit()
    assert len(ids) >= 4
    for id in (ids[0], ids[-1]):
        told = text_of(run(page, **beside, **{key: id}))
        assert "Er is geen score:" in told and data.entry(id).label.split(":")[0] in told


def test_a_replaced_figure_leads_to_the_one_that_says_the_same(demo):  # noqa: F811
    for old in REPLACED:
        new = data.entry(data.REPLACED[old]).label
        assert new in run("kaart", indicator=old).title[0].value
        assert new.lower() in run("kaart", indicator="armoede", weergave="naast", tweede=old).title[0].value
        assert subjects.of_address(f"/kaart?indicator={old}&niveau=wijk").id == data.REPLACED[old]


def test_a_weight_of_what_is_no_part_is_said(demo):  # noqa: F811
    told = text_of(run("score", maat="behoefte", gewichten="leefbaarheid:2,armoede:3"))
    assert "is overgeslagen: dat is hier geen onderdeel. Leefbaarheid" in told and "Er is geen score:" in told
    assert not score.not_weighed("armoede:3", "behoefte") and not score.not_weighed("geluk:2,x", "behoefte")
    assert "woningvoorraad" in score.not_weighed("woningvoorraad:2", "behoefte")


def test_the_service_and_the_brief_say_the_same(demo):  # noqa: F811
    with serving() as client:
        for id in unfit():
            why = data.entry(id).unmeasured
            for path in (f"data/{id}?level=wijk", f"contrast/{id}?areas={WIJK}&against=rest"):
                answer = client.ask(f"/api/v1/{path}")
                assert (answer.status, answer.json["error"]["code"]) == (404, "geen_cijfers")
                assert why in answer.json["error"]["message"]
            with pytest.raises(ValueError, match="Er is geen score"):
                subjects.of_address(f"/kaart?indicator={id}")
        for old in REPLACED:
            answer = client.ask(f"/api/v1/data/{old}?level=wijk")
            assert (answer.status, answer.json["error"]["code"]) == (410, "cijfer_vervangen")
            assert data.REPLACED[old] in answer.json["error"]["message"]
