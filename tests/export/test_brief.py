"""The one-page brief: its content, the PDF (tagged, Dutch, one page, typeface inside), the Word file, the command."""

import io
import os
import re
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from answers import data, dimensions, ground
from answers import links as answers_links
from export.brief import of_area, of_indicator, of_scenario, of_set, pdf, subjects, word
from export.brief.__main__ import main
from export.brief.content import CAUTIONS, QUESTIONS, Brief, Number, Question
from export.brief.questions import templates
from export.brief.subjects import Area, Indicator, Scenario, Together
from figures import colours
from indicators.words import causal
from loaders import store

WIJK, GEMEENTE = "WK900212", "GM9002"
DAY = date(2026, 11, 25)
ADDRESS = "https://wijken.example"


@pytest.fixture(autouse=True)
def known_address():
    with answers_links.known_as(ADDRESS):
        yield


def members():
    return [code for code in ground.names("wijk", 2024).index if code.startswith("WK9002")][:4]


# A brief of each kind.
KINDS = {
    "wijk": lambda: of_area.brief(WIJK),
    "gemeente": lambda: of_area.brief(GEMEENTE),
    "buurt": lambda: of_area.brief(ground.names("buurt", 2024).index[0]),
    "eigen gebied": lambda: of_set.brief(members()),
    "cijfer": lambda: of_indicator.brief("armoede", "wijk", 2024),
    "cijfer in een gemeente": lambda: of_indicator.brief("bijstand_per_1000", "wijk", 2024, GEMEENTE, WIJK),
    "scenario": lambda: of_scenario.brief({"regel": "behoefte", "hoeveel": "deltaplan"}),
    "peuters": lambda: of_scenario.brief({"waarover": "peuters"}),
}


def read(made):
    return pypdf.PdfReader(io.BytesIO(made))


def said(brief):
    """Every sentence of a brief."""
    return [
        brief.title,
        brief.subtitle,
        *brief.said,
        *brief.cautions,
        *(q.text for q in brief.questions),
        *(part for n in brief.numbers for part in (n.label, n.value, n.margin, n.beside)),
        *(part for p in (brief.map, brief.chart) if p for part in (p.title, p.alt)),
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_brief_of_each_kind_is_whole_and_claims_no_cause(kind):
    brief = KINDS[kind]()
    assert len(brief.numbers) == 3
    assert len(brief.cautions) == CAUTIONS and len(set(brief.cautions)) == CAUTIONS
    assert len(brief.questions) == QUESTIONS and len({q.text for q in brief.questions}) == QUESTIONS
    assert "plan" in brief.questions[-1].text.lower() and brief.questions[-1].to == "minister"
    assert {q.to for q in brief.questions} <= {"minister", "wethouder"}
    assert brief.demo and brief.version == store.current().version
    assert brief.address.startswith(f"{ADDRESS}/")
    assert brief.chart is not None
    for text in said(brief):
        assert not causal(text), text
        assert not re.search(r"\bnan\b|None|\{|\}", text), text
    for number in brief.numbers:
        assert number.margin
        assert number.year or re.search(r"\b20\d\d\b", number.beside) or "prijzen" in number.beside


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_pdf_is_one_tagged_page_in_dutch_with_its_typeface_and_alt_texts(kind):
    brief = KINDS[kind]()
    found = read(pdf.render(brief, DAY))
    assert len(found.pages) == 1
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).lower().startswith("nl")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == brief.title
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    fonts = list(embedded(found))
    assert fonts and all("Plex" in name and inside for name, inside in fonts)
    tags = list(walk(root["/StructTreeRoot"]))
    names = [str(tag.get("/S")) for tag in tags]
    assert "/H1" in names and "/H2" in names and "/L" in names
    pictures = [str(tag.get("/Alt", "")) for tag in tags if tag.get("/S") == "/Figure"]
    assert len(pictures) == (brief.map is not None) + (brief.chart is not None) + 1
    assert all(len(alt) > 20 for alt in pictures)
    text = words_of(found)
    for needle in ("VERZONNEN", "Drievragen", "Letop", brief.version, *(squeezed(q.text) for q in brief.questions)):
        assert squeezed(needle) in text
    for number in brief.numbers:
        assert squeezed(number.value) in text
    assert not found.pages[0].images, "maps and charts are vectors"


def embedded(found):
    """Name of each font of the page (and of what is drawn on it), and whether its file is inside."""
    seen = [found.pages[0]["/Resources"]]
    while seen:
        held = seen.pop().get_object()
        for font in held.get("/Font", {}).get_object().values() if "/Font" in held else ():
            inner = font.get_object()
            inner = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
            descriptor = inner["/FontDescriptor"].get_object()
            yield str(inner["/BaseFont"]), any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
        for drawn in held.get("/XObject", {}).get_object().values() if "/XObject" in held else ():
            if "/Resources" in drawn.get_object():
                seen.append(drawn.get_object()["/Resources"])


def walk(node):
    node = node.get_object()
    if not isinstance(node, dict):
        return
    yield node
    children = node.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child.get_object(), dict):
            yield from walk(child)


def squeezed(text):
    """Text without spaces and hyphens, which line ends put in and take out."""
    return re.sub(r"[\s\u00a0\u00ad\u2010-]+", "", text)


def words_of(found):
    return squeezed(found.pages[0].extract_text())


def test_names_with_markup_are_text_in_pdf_and_word():
    nasty = 'Wijk <img src=x> #box[x] $a$ *b* _c_ \\ "d" @e `f` // g'
    made = of_area.brief(WIJK)
    brief = replace(
        made,
        title=f"Armoede in {nasty}",
        questions=(Question("minister", nasty), *made.questions[1:]),
        cautions=(nasty, nasty),
    )
    assert squeezed(nasty) in words_of(read(pdf.render(brief, DAY)))
    book = docx.Document(io.BytesIO(word.render(brief, DAY)))
    assert book.paragraphs[2].text == f"Armoede in {nasty}"


WORD = st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["C"]), min_size=1, max_size=40)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@example("MMWW")
@example("W" * 40)
@given(WORD)
def test_no_text_however_long_makes_a_second_page(one):
    made = of_area.brief(WIJK)
    long = f"{one} " * 300
    brief = replace(
        made,
        title=long,
        subtitle=long,
        said=(long, long, long),
        cautions=(long, long),
        sources=(long,) * 6,
        questions=(Question("minister", long),) * 3,
        numbers=(Number(long, long, "2024", long, long),) * 3,
        map=replace(made.map, title=long, alt=long),
        chart=replace(made.chart, title=long, alt=long),
        address=f"{ADDRESS}/kaart?" + "gebieden=" + ",".join(["WK900212"] * 60),
    )
    assert len(read(pdf.render(brief, DAY)).pages) == 1


def areas_of(held, levels, most):
    """Areas spread evenly over a store's newest divisions, and the longest names among them."""
    found = []
    for level in levels:
        names = held.names(level, max(held.divisions(level)))["name"]
        step = max(1, len(names) // most)
        longest = names.str.len().sort_values(ascending=False, kind="stable").index[:2]
        found += [*names.index[::step], *longest]
    return list(dict.fromkeys(found))


def pages(code):
    return len(read(pdf.render(of_area.brief(code), DAY)).pages)


def test_areas_of_the_demo_region_fit_on_one_page():
    # DSW_ALLES=1 takes every area there is; a sample keeps the suite quick.
    most = 100_000 if os.environ.get("DSW_ALLES") else 2
    for code in areas_of(store.current(), ("gemeente", "wijk", "buurt"), most):
        brief = of_area.brief(code)
        assert len(brief.cautions) == CAUTIONS and len(brief.questions) == QUESTIONS, code
        assert pages(code) == 1, code


@pytest.mark.replay
@pytest.mark.skipif(
    not os.environ.get("DSW_ECHT"), reason="DSW_ECHT names a data folder with pulled figures, or there is none"
)
def test_three_hundred_real_wijken_fit_on_one_page(monkeypatch):
    monkeypatch.setenv("DSW_DATA", os.environ["DSW_ECHT"])
    held = store.current()
    assert not held.demo
    for code in areas_of(held, ("wijk",), 300):
        assert pages(code) == 1, code


@pytest.mark.parametrize("kind", ["wijk", "eigen gebied", "scenario"])
def test_the_word_file_says_the_same_and_its_pictures_have_alt_texts(kind):
    brief = KINDS[kind]()
    book = docx.Document(io.BytesIO(word.render(brief, DAY)))
    texts = [p.text for p in book.paragraphs] + [
        p.text for t in book.tables for c in t.rows[0].cells for p in c.paragraphs
    ]
    for part in (brief.title, *brief.cautions, *(n.value for n in brief.numbers)):
        assert part in texts
    assert any(question.text in text for text in texts for question in brief.questions)
    assert any("VERZONNEN" in text for text in texts)
    assert book.core_properties.language == "nl-NL"
    assert 'w:val="nl-NL"' in book.styles.element.xml
    shown = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', book.element.xml)
    assert len(shown) == (brief.map is not None) + (brief.chart is not None)
    assert next(p.style.name for p in book.paragraphs if p.style.name.startswith("Heading")) == "Heading 1"
    assert book.sections[0].page_width.mm == pytest.approx(210, abs=0.5)


def test_every_question_is_asked_by_some_kind_and_none_of_them_claims_a_cause():
    assert len({t.id for t in templates()}) == len(templates())
    assert {t.kind for t in templates()} == {"gebied", "set", "indicator", "scenario", "plan"}
    for template in templates():
        assert not causal(template.text)
        assert template.text.endswith(("?", ".", "(SCP, 2013)."))
        assert len(template.text) < 330


def test_the_brief_of_an_area_tells_of_liveability_and_names_whose_it_is():
    codes = [code for code, place in data.places().items() if place.level == "wijk"]
    told = 0
    for code in codes[::7]:
        made, found = of_area.brief(code), dimensions.of(code)
        said = dimensions.in_short(found)
        assert len(made.said) <= 3 and (f"Leefbaarheid. {said}" in made.said) is bool(said)
        assert any("Leefbaarometer" in source for source in made.sources) >= found.theirs or data.store().demo
        if found.ours:
            told += 1
            assert all(row.name.lower() in said for row in found.rows if row.tenths[0])
            assert squeezed(said) in squeezed(read(pdf.render(made, DAY)).pages[0].extract_text())
    assert told


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("https://x.nl/wijkprofiel?gebied=WK900212", Area("WK900212")),
        ("/vergelijken?gebieden=WK900212&samen=WK900212,WK900201", Together(("WK900212", "WK900201"))),
        ("/kaart?indicator=armoede&niveau=gemeente&jaar=2024", Indicator("armoede", "gemeente", 2024)),
        ("/deltaplan?regel=behoefte", Scenario((("regel", "behoefte"),))),
        # as the page reads it: the last of a key that stands there twice, all of a list, and codes in small letters
        ("/wijkprofiel?gebied=WK900201&gebied=wk900212", Area("WK900212")),
        ("/vergelijken?samen=WK900212&samen=wk900201", Together(("WK900212", "WK900201"))),
    ],
)
def test_an_address_says_what_the_brief_is_about(address, subject):
    assert subjects.of_address(address) == subject
    made = subject.brief()
    assert subjects.of_address(made.address).brief().title == made.title, "the address on the page leads back to it"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/methode",
        "/kaart?indicator=geluk",
        "/wijkprofiel",
        "/kaart?jaar=1812",
        "/deltaplan?regel=eigen&bodem=5&plafond=1",
        # one area of several, or a figure instead of the signal, would be another brief than what was looked at
        "/vergelijken?gebieden=WK900212,WK900201",
        "/vergelijken?gebieden=WK900212&gebieden=WK900201&thema=jeugd",
        "/kaart?indicator=leefbaarometer&niveau=wijk&weergave=signaal",
    ],
)
def test_an_address_without_a_brief_says_why(address):
    try:
        subjects.of_address(address).brief()
    except (ValueError, KeyError) as error:
        assert len(str(error)) > 20
    else:
        assert address.startswith("/deltaplan")


def test_the_command_writes_both_forms_and_explains_what_it_cannot(tmp_path, capsys):
    assert main([WIJK.lower(), "-o", str(tmp_path / "brief.pdf")]) == 0
    assert len(pypdf.PdfReader(tmp_path / "brief.pdf").pages) == 1
    assert main(["--url", "/kaart?indicator=armoede", "-o", str(tmp_path / "brief.docx")]) == 0
    assert docx.Document(str(tmp_path / "brief.docx")).paragraphs
    assert main(["WK000000", "-o", str(tmp_path / "niets.pdf")]) == 1
    assert "WK000000" in capsys.readouterr().err
    assert not (tmp_path / "niets.pdf").exists()


def test_the_command_says_in_a_line_that_there_is_no_such_folder(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main([WIJK, "-o", str(tmp_path / "weg" / "brief.pdf")])
    assert ended.value.code == 2 and "weg is er niet; maak die eerst" in capsys.readouterr().err


def test_the_qr_code_holds_the_address():
    drawn = pdf.qr(f"{ADDRESS}/wijkprofiel?gebied={WIJK}").decode()
    assert drawn.startswith("<svg") and colours.LIGHT.text.lower() in drawn.lower()
    assert pdf.qr("a") != pdf.qr("b")


def test_a_brief_is_a_frozen_value():
    with pytest.raises(AttributeError):
        of_area.brief(WIJK).title = "anders"
    assert isinstance(of_area.brief(WIJK), Brief)


def test_the_name_of_a_file_is_words():
    from ui.frame import brief as button

    subject = Scenario((("hoeveel", "deltaplan"), ("regel", "behoefte")))
    assert button._file_name(subject) == "verzonnen-debatbrief-hoeveel-deltaplan-regel-behoefte"


def test_how_a_figure_was_made_is_not_cut_for_a_comparison() -> None:
    from export.brief.of_set import fitting

    assert fitting(["meer", "minder", "evenveel"], ["kan hoogstens 2 schelen", "benaderd"]) == (
        "meer",
        "kan hoogstens 2 schelen",
        "benaderd",
    )
    assert fitting(["meer", "minder", "evenveel"], []) == ("meer", "minder")
    assert fitting([], ["kan hoogstens 2 schelen"]) == ("kan hoogstens 2 schelen",)
