"""The page of data: every link on it leads somewhere, and the example that it prints can be run."""

import io
from urllib.parse import urlsplit

import pandas as pd
import pytest

from answers import inventory
from tests.pages.test_pages import demo, opened, run, through_app
from tests.web.serving import serving

__all__ = ["demo", "through_app"]


@pytest.fixture(scope="module")
def client():
    with serving() as found:
        yield found


def links(app):
    return {link.proto.label: link.proto.url for link in app.get("link_button")}


@pytest.mark.parametrize("shape", ["breed", "lang"])
@pytest.mark.parametrize("level", ["wijk", "buurt", "land"])
def test_every_file_on_offer_is_there(demo, client, level, shape):
    found = links(run("gegevens", niveau=level, bestand=shape))
    year = demo.years(level)[-1]
    offered = {f"CSV, {year}", f"Parquet, {year}", "CSV, alle jaren", "Parquet, alle jaren"}
    offered |= {f"Excel, {year}"} if shape == "breed" else set()
    assert offered <= set(found)
    assert f"Excel, {year}" in found or shape == "lang"
    for label, url in found.items():
        answer = client.ask(url, method="HEAD")
        assert answer.status == 200, (label, url)
        if label in offered:
            assert answer.headers["content-disposition"].startswith('attachment; filename="verzonnen-')
            assert demo.version in url, "a link to a file names its version"


def test_the_example_runs_as_it_stands(demo, client):
    app = run("gegevens")
    code = next(c.value for c in app.code if c.value.startswith("read.csv"))
    address = urlsplit(code.split('"')[1])
    answer = client.ask(f"{address.path}?{address.query}")
    assert answer.status == 200
    assert pd.read_csv(io.BytesIO(answer.body))["value"].notna().any()


def test_a_year_with_figures_on_other_boundaries_only(demo, monkeypatch):
    """Such a year has no cells to count on its own boundaries."""
    counted = inventory.reasons
    monkeypatch.setattr(inventory, "reasons", lambda level, year: counted(level, 1990))
    assert not run("gegevens").exception


def test_what_is_folded_away_is_sent_when_it_is_opened(demo):
    app = run("gegevens")
    closed = len(app.table)
    assert len(opened(app, "gevuld_per_jaar").table) == closed + 1
    filled = next(t.value for t in app.table if str(demo.years("wijk")[-1]) in t.value.columns)
    assert filled["Cijfer"].str.len().gt(0).all()
