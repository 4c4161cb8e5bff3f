"""Names that would be markup or formulas: whatever leaves the dashboard, they leave it as text."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdf
import pytest
import streamlit as st

from answers import cells as answers_cells
from export import bulk
from export.brief import of_area, pdf, word
from export.takeaway import Takeaway
from loaders import cells, store
from loaders.importing import templates
from loaders.vocabulary import LEVELS
from tests import hostile
from tests.pages.test_export import VIEWS
from tests.pages.test_pages import run, through_app  # noqa: F401
from tests.web.serving import serving
from ui.frame import take_along

RUNS = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
# Elements of a page whose text is Markdown or HTML.
KINDS = (
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "info",
    "warning",
    "error",
    "success",
    "html",
    "metric",
    "expander",
    "checkbox",
    "radio",
    "button",
    "segmented_control",
    "toggle",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile") / "data"
    hostile.build(root)
    return root


@pytest.fixture
def there(folder, monkeypatch):
    monkeypatch.setenv("DSW_DATA", str(folder))
    return store.current()


def no_formula(text):
    """Fails on a cell that a spreadsheet would run, whichever of the two signs it cuts the lines at."""
    for delimiter in ";,":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                # Cut at the wrong sign, what is a quote inside a cell says nothing any more.
                assert not RUNS.match(cell.lstrip(' "')) or NUMBER.fullmatch(cell) or cell.startswith("-"), cell


def no_formula_in_excel(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for member in book.namelist():
            if member.startswith("xl/worksheets/"):
                text = book.read(member).decode()
                assert not re.search(r"<f[ >]|<hyperlink|TargetMode", text), f"{member} runs or links something"
        assert "xl/externalLinks" not in " ".join(book.namelist())


def no_markup(svg):
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.split("}")[-1]
        assert name not in ("script", "a", "img", "foreignObject", "image"), name
        assert not [key for key in element.attrib if key.split("}")[-1].startswith("on")]


class Tags(HTMLParser):
    """The tags of a piece of HTML, without the scripts of our own."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        ours = (known.get("src") or "").startswith("data:image/svg+xml")
        self.found += [tag] if tag in ("img", "iframe", "object") and not ours else []
        self.found += [name for name in known if name.startswith("on")]
        self.found += [known["href"]] if "elders" in (known.get("href") or "") else []


def look_at(content, ending):
    if ending == "csv":
        no_formula(content.decode("utf-8-sig"))
    elif ending == "xlsx":
        no_formula_in_excel(content)
    elif ending == "svg":
        no_markup(content)
    elif ending == "html":
        tags = Tags()
        tags.feed(content.decode())
        assert not tags.found, tags.found
    elif ending == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                if (inner := member.rpartition(".")[2]) != "zip":
                    look_at(archive.read(member), inner)


def text_of(app):
    found = []
    for kind in KINDS:
        for element in app.get(kind):
            found += [str(getattr(element, part, None) or "") for part in ("value", "label", "help")]
    for table in app.table:
        found += [str(cell) for part in (table.value.to_numpy().ravel(), table.value.columns) for cell in part]
    return found


def is_live(text):
    """Whether a name in this text would be a link, a picture, an icon or an element: before text stands a backslash."""
    if not text.startswith("<div") and re.search(r"(?<!\\)\[klik|(?<!\\)\*\*vet", text):
        return True
    tags = Tags()
    tags.feed(text.replace("\\<", ""))
    return bool(tags.found)


MORE = [
    ("kaart", {"gebied": "WK900212"}),
    ("score", {"gebied": "WK900212", "gemeente": "GM9002"}),
    ("jongerenwerk", {"gebied": "GM9002"}),
    ("jongerenwerk", {"niveau": "wijk", "gemeente": "GM9002", "gebied": "WK900212"}),
    ("deltaplan", {"regel": "behoefte", "hoeveel": "deltaplan"}),
    ("deltaplan", {"gemeente": "GM9002", "deel": "wie"}),
    ("wijkprofiel", {"gebied": "GM9002"}),
    ("wijkprofiel", {"gebied": "BU90021200"}),
    ("vergelijken", {"gebieden": ["WK900212", "WK900201"], "samen": ["WK900212", "WK900201"]}),
    ("start", {"gebied": "WK900212"}),
    *[
        ("vergelijken", {"gebieden": ["WK900212"], "groep": "gemeente", "vorm": form})
        for form in ("overzicht", "cijfer", "alles")
    ],
]


@pytest.mark.parametrize(
    ("page", "address"), [*VIEWS, *MORE], ids=lambda v: v if isinstance(v, str) else "-".join(map(str, v.values()))
)
def test_names_are_text_on_pages_and_in_what_they_offer(there, monkeypatch, page, address):
    offered, figures = [], []
    monkeypatch.setattr(take_along, "_bar", figures.append)
    monkeypatch.setattr(st, "download_button", lambda label, data, file_name, **rest: offered.append((data, file_name)))
    app = run(page, **address)
    live = [text for text in text_of(app) if is_live(text)]
    assert not live, "\n".join(live)
    for data, name in offered:
        look_at(data() if callable(data) else data, name.rpartition(".")[2])
    for figure in figures:
        taken = Takeaway(figure, there, "https://wijken.example/")
        look_at(taken.csv(), "csv")
        look_at(taken.xlsx(), "xlsx")
        if figure.draw is not None:
            look_at(taken.svg(), "svg")


def test_no_formula_in_what_the_api_gives(there):
    with serving() as client:
        for path in (
            "areas?level=wijk",
            "areas?level=gemeente",
            "data/inwoners?level=wijk",
            "dictionary",
            "indicators?x=0",
        ):
            path = path.replace("?x=0", "")
            answer = client.ask(f"/api/v1/{path}{'&' if '?' in path else '?'}format=csv")
            assert answer.status == 200, answer.text
            assert answer.headers["x-content-type-options"] == "nosniff"
            no_formula(answer.text)
        body = client.ask("/api/v1/areas?level=wijk")
        assert body.headers["content-type"].startswith("application/json")
        assert any(area["name"].startswith("<img") for area in body.json["areas"])


def test_no_formula_in_bulk_files_and_templates(there, tmp_path):
    for kind in ("csv.zip", "xlsx"):
        for shape in bulk.SHAPES:
            wanted = bulk.Wanted("wijk", there.years("wijk")[-1], shape, kind)
            if wanted.exists(there):
                bulk.write(there, wanted, tmp_path / "made")
                look_at((tmp_path / "made").read_bytes(), "zip" if kind == "csv.zip" else "xlsx")
    for template in templates.TEMPLATES.values():
        for kind in ("csv", "xlsx"):
            look_at(templates.make(template, there, "GM9002", kind), kind)


def test_the_fixture_is_as_hostile_as_it_says(there):
    names = {name for level in LEVELS[1:] for name in there.names(level, there.divisions(level)[-1])["name"]}
    for one in hostile.NAMES:
        assert any(name.startswith(one) for name in names)
    with pytest.raises(AssertionError):
        no_formula("a;=1+1\r\n")


@pytest.mark.parametrize("cell", ["=1", "+1x", "-x", "@a", "\tx", "\r=1", "\n=1", "＝1", "a;=1", "a; +1"])
def test_a_cell_that_runs_gets_an_apostrophe(cell):
    made = str(cells.harmless(cell))
    assert made.count("'") == 1
    assert made.replace("'", "") == cell


@pytest.mark.parametrize("cell", ["", "Wijk 1", "'t Zand", "a=b", "Noord-Zuid", 4.5, -1, None])
def test_other_cells_stay_as_they_are(cell):
    assert cells.harmless(cell) == cell
    assert answers_cells.csv(__import__("pandas").DataFrame({"=x": ["=1"]})).decode("utf-8-sig") == "'=x\r\n'=1\r\n"


@pytest.mark.parametrize("code", ["WK900212", "GM9002"])
def test_a_brief_says_names_as_text(there, code):
    made = of_area.brief(code)
    printed = pypdf.PdfReader(io.BytesIO(pdf.render(made)))
    text = " ".join("".join(page.extract_text() for page in printed.pages).split())
    assert "onerror=alert(1)" in text and "**vet**" in text
    links = [
        note.get_object().get("/A", {}).get("/URI", "") for page in printed.pages for note in page.get("/Annots") or []
    ]
    assert not [link for link in links if "elders" in link or "javascript" in link]
    with zipfile.ZipFile(io.BytesIO(word.render(made))) as book:
        related = book.read("word/_rels/document.xml.rels").decode()
        assert "elders" not in related and "javascript" not in related
        assert "&lt;img src=x" in book.read("word/document.xml").decode()
