"""The same brief as a Word file, to edit: one page of A4, in Dutch, with headings and alt texts."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from answers import format, house
from export.brief.content import Brief, Number, Picture
from export.brief.pdf import dated, made_up, sheet
from export.pictures import png
from export.pictures.svg import FAMILY
from figures import colours


def render(brief: Brief, today: date | None = None) -> bytes:
    """The .docx. Word itself decides where lines end, so it may run over one page after editing."""
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    book = Document()
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(12)
    _styles(book)
    _properties(book, brief)
    quiet = RGBColor.from_string(colours.LIGHT.quiet[1:])
    _line(book, f"Debatbrief · {house.NAME} · gemaakt op {format.day(today or date.today())}", 8, quiet)
    if brief.demo:
        _line(book, made_up(brief), 10, RGBColor.from_string(colours.LIGHT.accent[1:]), bold=True)
    book.add_heading(brief.title, 1)
    _line(book, brief.subtitle, 9, quiet)
    _numbers(book, brief.numbers, quiet)
    for sentence in brief.said:
        book.add_paragraph(sentence)
    _pictures(book, brief, quiet)
    book.add_heading("Let op", 2)
    for caution in brief.cautions:
        book.add_paragraph(caution, style="List Bullet")
    book.add_heading("Drie vragen" if brief.questions else "Geen vragen", 2)
    if brief.unasked:
        book.add_paragraph(brief.unasked)
    for question in brief.questions:
        paragraph = book.add_paragraph(style="List Number")
        paragraph.add_run(f"Aan de {question.to}: ").bold = True
        paragraph.add_run(question.text)
    book.add_heading("Bron en adres", 2)
    for text in (f"Bron: {format.joined(list(brief.sources)) or format.UNKNOWN}.", dated(brief), brief.address):
        _line(book, text, 8)
    for style in ("List Bullet", "List Number"):
        book.styles[style].paragraph_format.space_after = Pt(2)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _styles(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 9.5), ("Heading 1", 15), ("Heading 2", 10.5)):
        style = book.styles[name]
        style.font.name, style.font.size = FAMILY, Pt(size)
        style.font.color.rgb = RGBColor.from_string(colours.LIGHT.text[1:])
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FAMILY)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
        style.paragraph_format.space_after = Pt(3)
    book.styles["Heading 1"].font.bold = True
    # The language of the text, for who hears it and for the spelling checker.
    language = book.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "nl-NL")


def _properties(book: Any, brief: Brief) -> None:
    held = book.core_properties
    held.title, held.subject, held.author, held.language = brief.title[:250], brief.subtitle[:250], house.NAME, "nl-NL"
    held.comments = made_up(brief) or f"Gegevensversie {brief.version}"


def _line(book: Any, text: str, size: float, colour: Any = None, *, bold: bool = False) -> Any:
    from docx.shared import Pt

    run = book.add_paragraph().add_run(text)
    run.font.size, run.bold = Pt(size), bold or None
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _numbers(book: Any, numbers: tuple[Number, ...], quiet: Any) -> None:
    from docx.shared import Pt

    if not numbers:
        return
    table = book.add_table(rows=1, cols=len(numbers))
    for cell, one in zip(table.rows[0].cells, numbers, strict=True):
        parts = (
            (one.value, 16, True, None),
            (", ".join(filter(None, (one.label, one.year))), 9, True, None),
            (one.margin, 8.5, False, None),
            (one.beside, 8.5, False, quiet),
        )
        for at, (text, size, bold, colour) in enumerate(parts):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), bold or None
            if colour is not None:
                run.font.color.rgb = colour


def _pictures(book: Any, brief: Brief, quiet: Any) -> None:
    from docx.shared import Mm, Pt

    there = [picture for picture in (brief.map, brief.chart) if picture is not None]
    if not there:
        _line(book, " ".join(brief.without), 8.5, quiet)
        return
    table = book.add_table(rows=1, cols=len(there))
    for cell, picture in zip(table.rows[0].cells, there, strict=True):
        title = cell.paragraphs[0].add_run(picture.title)
        title.font.size, title.font.color.rgb = Pt(8.5), quiet
        _picture(cell.add_paragraph().add_run(), picture, Mm(84 if len(there) == 2 else 120))


def _picture(run: Any, picture: Picture, wide: Any) -> None:
    shape = run.add_picture(BytesIO(png.render(sheet(picture), {"Title": picture.title})), width=wide)
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.title)
