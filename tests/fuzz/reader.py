"""What stands in an address: questions to the API and the other routes, and every key of a page, with hostile values."""

from __future__ import annotations

import contextlib
import json
import math
import string
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import pytest
from hypothesis import strategies as some

from answers import coverage, score
from answers.coverage import need
from answers.planner import scenario
from export.brief import subjects
from indicators.catalog import entries
from loaders import store
from tests.fuzz import mutate
from tests.fuzz.target import Target
from tests.pages.test_pages import PAGES, run, without_folder
from tests.web.serving import Client, serving
from ui.frame import addresses, numbers, selection
from web.api.endpoints import BASE, ENDPOINTS

CHANCES = some.randoms(use_true_random=True)
AREAS = [
    "GM9001",
    "WK900212",
    "BU90021200",
    "NL00",
    "GM9018",
    "GM0003",
    "WK000000",
    "gm9001",
    "GM900１",
    "WK9002½½",
    ",",
    "GM9001,,GM9001",
]
VALUES = [
    *mutate.NUMBERS,
    *mutate.TEXTS,
    *AREAS,
    "wijk",
    "gemeente",
    "buurt",
    "land",
    "bijstand",
    "inwoners",
    "armoede",
    "2015",
    "2024",
    "all",
    "2015-2024",
    "2024-2015",
    "0000",
    "2024,",
    "json",
    "csv",
    "wide",
    "tidy",
    "12-23",
    "²-³",
    "9-1",
    "armoede:2,werk:0.5",
    "armoede:nan",
    "armoede:1e999",
    "behoefte",
    "eigen",
    "deltaplan",
    "minder",
    "waarover:fte;niveau:wijk;hoeveel:fte;fte:1e999",
    ":;:;",
    ";" * 400,
    "\x00",
    "\ud800",
    "%00",
    "%",
    "&",
    "#",
    "/",
    "..",
    "?" * 50,
    "x" * 3_900,
    "a" * 50_000,
]
FIGURES = list(entries())


def _value(chance: Random) -> str:
    if chance.random() < 0.2:
        return "".join(chance.choice(string.printable + "é½²٣🙂\u202e\x00") for _ in range(chance.randrange(30)))
    return ",".join(chance.choice(VALUES) for _ in range(chance.choice((1, 1, 1, 2, 5))))


# ---------------------------------------------------------------- the server's own routes


PATHS = [BASE + e.path for e in ENDPOINTS] + [
    f"{BASE}/",
    BASE,
    f"{BASE}/openapi.json",
    f"{BASE}/revisions.atom",
    f"{BASE}/bulk/wijk/{{id}}",
    f"{BASE}/bulk/{{id}}/2024.xlsx",
    "/geo/{id}",
    "/namen/{id}/wijk-2024.json",
    "/namen/leeg/{id}",
]
NAMES = [
    "level",
    "year",
    "gemeente",
    "areas",
    "limit",
    "offset",
    "format",
    "version",
    "q",
    "theme",
    "shape",
    "x",
    "",
    "Level",
    "limit[]",
]
HEADERS = {
    "Accept": ["", "text/csv", "text/csv;q=nan", "text/csv;q=1e999,*/*", ";q=", "," * 300, "text/csv;q=" + "9" * 400],
    "If-None-Match": ["", "*", '"', "W/", ", , ,", '"' * 500],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,2-3", "x"],
    "Accept-Encoding": ["gzip", "identity", "br, gzip;q=0", "x" * 500],
}
Question = tuple[str, dict[str, str]]


@some.composite
def questions(draw: some.DrawFn) -> Question:
    chance = draw(CHANCES)
    part = chance.choice(
        ("bijstand", "GM9001", "leeg", "all.parquet", "2024.xlsx", _value(chance)[:60], chance.choice(FIGURES))
    )
    path = chance.choice(PATHS).replace("{id}", _quoted(part, chance))
    asked = [(chance.choice(NAMES), _value(chance)) for _ in range(chance.randint(0, 4))]
    query = urlencode(asked, errors="surrogatepass") if chance.random() < 0.8 else _quoted(_value(chance), chance)
    headers = {name: chance.choice(texts) for name, texts in HEADERS.items() if chance.random() < 0.3}
    return f"{path}?{query}"[:60_000], headers


def _quoted(text: str, chance: Random) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=chance.choice(("", "/.", "/.%&=+;:@!$'()*,[]")))


@contextlib.contextmanager
def asking() -> Iterator[Callable[[Question], None]]:
    """A check that asks the real server, and wants an answer or a refusal in words; bulk files are not made."""
    with pytest.MonkeyPatch.context() as patch, serving() as client:
        patch.setattr("web.api.bulk.files.get", _no_file)
        yield lambda case: _answered(client, *case)


def _no_file(*_: Any) -> None:
    from web.api.parameters import RefusedError

    raise RefusedError(503, "te_druk", "Geen bestanden bij deze proef.")


def _answered(client: Client, path: str, headers: dict[str, str]) -> None:
    answer = client.ask(
        path, **{name.replace("-", "_"): text for name, text in headers.items() if name != "Accept-Encoding"}
    )
    assert answer.status in (200, 304, 307, 400, 404, 405, 410, 416, 503) or len(path) > 50_000, (
        answer.status,
        answer.body[:300],
    )
    assert b"Traceback" not in answer.body and b"<html" not in answer.body.lower()
    if answer.headers.get("content-type", "").startswith("application/json") and answer.status != 304:
        body = json.loads(answer.body, parse_constant=_refuse)
        assert answer.status == 200 or "error" in body


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


# ---------------------------------------------------------------- the parsers behind the keys of a page


@contextlib.contextmanager
def parsing() -> Iterator[Callable[[str], None]]:
    """A check that hands one text to everything that reads a text out of an address."""

    def check(text: str) -> None:
        found = numbers._read(text)
        assert found is None or math.isfinite(found)
        band = coverage.read_band(text)
        assert band is None or 0 <= band[0] < band[1] <= 65
        cut = need.read_cut(text)
        assert cut is None or 0 <= cut <= 100
        for code in ("armoede", "leefbaarheid"):
            assert all(math.isfinite(w) for w in score.read_weights(text, code).values())
        made = scenario.read(
            scenario.parse(text) | dict.fromkeys(("norm", "plafond", "bezit", "jaar", "leeftijd"), text)
        )
        assert made is None or made.year > 1990
        assert selection.nearest_year([2015, 2024])(text) in (2015, 2024)
        address = {text: "x", "jaar": text, "wijk": text}
        assert all(isinstance(told, str) for told in addresses.mend(address, selection.KEYS))
        assert store.at(text) is None or len(text) == 10
        for page in subjects.PAGES:
            asked = urlencode(
                {"gebied": text, "samen": text, "jaar": text, "norm": text, "wijken": text}, errors="replace"
            )
            with contextlib.suppress(ValueError, KeyError):
                subjects.of_address(f"/{page}?{asked}")

    yield check


# ---------------------------------------------------------------- whole pages

SHAPES = {
    "gebied": AREAS,
    "gebieden": AREAS,
    "samen": AREAS,
    "wijken": AREAS,
    "gemeente": AREAS,
    "indicator": FIGURES,
    "tweede": FIGURES,
    "niveau": ["land", "gemeente", "wijk", "buurt"],
    "jaar": ["2015", "2020", "2023", "2024"],
    "jaar2": ["2015", "2024"],
    "weergave": ["waarde", "verschil", "plaats", "twee", "jaren", "bellen"],
    "vorm": ["overzicht", "cijfer", "verschil", "jaren", "twee", "alles"],
    "waarover": ["jongerenwerk", "raadslieden", "peuters", "preventie"],
    "regel": ["behoefte", "gelijk", "inwoners", "eigen"],
    "hoeveel": ["deltaplan", "minder", "fte", "euro", "zorgdeel"],
    "leeftijd": ["12-23", "10-27"],
    "klassen": ["3", "5", "7"],
}


@some.composite
def visits(draw: some.DrawFn) -> tuple[str, dict[str, str]]:
    """A page, and an address with right values, values of another key, and nonsense."""
    chance = draw(CHANCES)
    keys = chance.sample(selection.KEYS, chance.randint(1, 12)) + chance.sample(sorted(SHAPES), 3)
    address = {}
    for key in keys:
        right = SHAPES.get(key)
        text = chance.choice(right) if right and chance.random() < 0.6 else _value(chance)[:5_000]
        # Half a character cannot come by the line of a session.
        address[key] = text.replace("\ud800", "?")
    return chance.choice(PAGES), address


@contextlib.contextmanager
def visiting() -> Iterator[Callable[[tuple[str, dict[str, str]]], None]]:
    """A check that opens a whole page by app.py."""
    with without_folder():

        def check(case: tuple[str, dict[str, str]]) -> None:
            page, address = case
            app = run(page, **address)
            assert not app.exception, [e.value for e in app.exception]
            assert app.title or app.header or app.subheader or app.markdown
            for table in app.table:
                assert isinstance(table.value, pd.DataFrame)

        yield check


TARGETS = (
    Target("api", questions(), asking, 120),
    Target(
        "address",
        some.one_of(some.sampled_from(VALUES), some.text(max_size=40), some.builds(_value, CHANCES)),
        parsing,
        150,
    ),
    Target("page", visits(), visiting, 4),
)
