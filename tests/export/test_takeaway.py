"""What a reader takes along: pictures and files of a figure, on the demo region."""

import io
import json
import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from PIL import Image

from answers import cells, data, words
from export.pictures import areas, axes, charts, frame, typeset
from export.pictures.frame import plain_dict
from export.pictures.svg import Sheet
from export.takeaway import Figure, Takeaway
from figures import colours, legend, maps
from loaders import store

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "https://wijken.example/kaart?indicator=armoede"
NASTY = '<img src=x onerror=alert(1)> & "wijk" \x07'


def drawing(gemeente=None, id="armoede", level="wijk"):
    entry = data.entry(id)
    return maps.prepare(entry, level, data.main_year(id, level), gemeente, "kwantielen", 5)


def a_map(found, **changes):
    entry = found.entry
    table = found.values.reset_index(names="code")[["code", "name", "value"]]
    figure = Figure(
        key="kaart",
        title=words.finding(entry, found.values["value"], found.level, None, "het demogebied"),
        subtitle=f"{entry.label} · {found.year}",
        name=(entry.id, found.level, "demogebied", str(found.year)),
        table=lambda: table,
        draw=lambda palette: maps.figure(found, palette, None),
        legend=lambda palette: legend.key(found, palette),
        entries=(entry,),
        year=found.year,
        level=found.level,
        alt="Een kaart.",
    )
    return Takeaway(replace(figure, **changes), store.current(), ADDRESS)


def texts(svg):
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_map_is_vectors_with_its_title_source_and_legend_as_text():
    found = drawing()
    svg = a_map(found).svg().decode()
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}image"))
    assert len(list(root.iter(f"{SVG}path"))) >= len(found.shapes)
    said = " ".join(texts(svg))
    assert found.entry.label in said
    assert "gegevensversie" in said
    assert "wijken.example/kaart?indicator=armoede" in said
    for label, count in zip(found.labels, found.counts, strict=True):
        assert label in said
        assert str(count) in texts(svg)
    assert root.find(f"{SVG}title").text == a_map(found).figure.title
    assert "font-family:'IBM Plex Sans'" in svg


def test_each_area_has_the_colour_of_its_class_as_on_the_screen():
    found = drawing()
    svg = a_map(found).svg().decode()
    for index, colour in enumerate(found.colouring.paint(colours.LIGHT)):
        group = re.search(rf'<g [^>]*fill="{colour}"[^>]*>(.*?)</g>', svg).group(1)
        assert group.count("<path") == int((found.shapes["class"] == index).sum())


def test_a_png_is_twice_the_size_says_what_it_is_and_is_not_empty():
    taken = a_map(drawing())
    sheet = taken.sheet()
    with Image.open(io.BytesIO(taken.png())) as image:
        assert image.size == (1600, pytest.approx(2 * sheet.tall, abs=2))
        assert image.text["Title"] == taken.figure.title
        assert "verzonnen" in image.text["Source"]
        pixels = np.asarray(image)
    # The title: dark pixels on a light ground in its band of the picture.
    band = pixels[80:130, 56:1500].min(axis=2)
    assert (band < 80).sum() > 500
    ramp = tuple(int(colours.classes(5)[-1][i : i + 2], 16) for i in (1, 3, 5))
    assert (np.abs(pixels.astype(int) - ramp).sum(axis=2) < 6).sum() > 500


def test_a_made_up_figure_says_so_in_every_form():
    taken = a_map(drawing())
    assert "VERZONNEN" in " ".join(texts(taken.svg().decode()))
    assert "verzonnen" in " ".join(texts(taken.svg().decode()))
    assert taken.file_name("png").startswith("verzonnen-")
    assert "VERZONNEN" in taken.citation()
    assert json.loads(taken.metadata())["verzonnen"] is True
    assert "erzonnen" in taken.readme()
    book = openpyxl.load_workbook(io.BytesIO(taken.xlsx()))
    assert "erzonnen" in str(book["Over deze cijfers"]["B2"].value)


def test_the_csv_and_the_workbook_give_the_same_numbers_back():
    taken = a_map(drawing())
    made = taken.figure.table().rename(columns={"value": "waarde", "name": "naam"})
    read = pd.read_csv(
        io.BytesIO(taken.csv()),
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values={"waarde": [""]},
    )
    np.testing.assert_allclose(read["waarde"].to_numpy(), made["waarde"].to_numpy("float64"), atol=5.1e-5)
    assert list(read["naam"]) == list(made["naam"])
    sheet = openpyxl.load_workbook(io.BytesIO(taken.xlsx()))["Cijfers"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    at = list(made.columns).index("waarde")
    got = np.array([np.nan if row[at] is None else row[at] for row in rows], dtype="float64")
    np.testing.assert_array_equal(got, read["waarde"].to_numpy())


def test_a_file_has_dutch_headings_whole_places_and_no_digits_that_mean_nothing():
    rows = pd.DataFrame(
        {
            "region": ["WK1", "WK2"],
            "name": ["a", "b"],
            "value": [1 / 3, None],
            "plaats": [12.0, np.nan],
            "leeg": [np.nan] * 2,
        }
    )
    text = a_map(drawing(), table=lambda: rows).csv().decode("utf-8-sig")
    assert text.splitlines() == ["gebied;naam;waarde;plaats;leeg", "WK1;a;0,3333;12;", "WK2;b;;;"]


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_text(cell):
    rows = pd.DataFrame({"naam": [cell, "gewoon"], "getal": [-1.5, 2.0]})
    text = cells.csv(rows).decode("utf-8-sig")
    assert pd.read_csv(io.StringIO(text), sep=";", decimal=",")["naam"][0].startswith("'")
    assert "-1,5" in text
    taken = a_map(drawing(), table=lambda: rows, title=cell)
    book = openpyxl.load_workbook(io.BytesIO(taken.xlsx()))
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    if cell[0] in "=+-@":
        assert book["Cijfers"]["A2"].value == cell
    assert book["Cijfers"]["B2"].value == -1.5


def test_markup_in_a_name_is_text_in_the_picture():
    found = drawing()
    taken = a_map(found, title=f"In {NASTY} is het 5%", subtitle=NASTY, notes=(NASTY,), alt=NASTY)
    svg = taken.svg().decode()
    root = ElementTree.fromstring(svg)
    assert not list(root.iter("img")) and not list(root.iter(f"{SVG}img"))
    assert "<img src=x onerror=alert(1)>" in " ".join(texts(svg))
    assert taken.png()


def test_the_zip_holds_all_of_it_and_its_hash_is_that_of_the_csv():
    taken = a_map(drawing())
    with zipfile.ZipFile(io.BytesIO(taken.everything())) as packed:
        names = packed.namelist()
        package = json.loads(packed.read("metadata.json"))
        csv = packed.read(taken.file_name("csv"))
        readme = packed.read("LEESMIJ.md").decode()
    assert {name.rpartition(".")[2] for name in names} == {"csv", "xlsx", "png", "svg", "json", "md"}
    resource = package["resources"][0]
    import hashlib

    assert resource["hash"] == f"sha256:{hashlib.sha256(csv).hexdigest()}"
    assert package["version"] == store.current().version
    assert package["homepage"] == ADDRESS
    assert all(field["description"] for field in resource["schema"]["fields"])
    assert "## Bronvermelding" in readme


def test_the_zip_names_the_classes_that_a_source_made():
    for id, named in (("leefbaarometer_klasse", "5: voldoende"), ("armoede", None)):
        found = a_map(drawing(id=id))
        with zipfile.ZipFile(io.BytesIO(found.everything())) as packed:
            told = json.loads(packed.read("metadata.json"))["indicatoren"][0]
        assert ("klassen" in told) == (named is not None) and (named or "") in told.get("klassen", "")


def test_a_citation_names_what_where_version_day_and_address():
    cited = a_map(drawing()).citation(date(2026, 11, 25))
    for part in (store.current().version, "25 november 2026", ADDRESS, "Sociale wijken in cijfers"):
        assert part in cited


def test_a_map_of_one_gemeente_uses_the_same_frame_for_every_area():
    found = drawing(next(iter(data.gemeenten())))
    svg = a_map(found).svg().decode()
    assert len(re.findall(r'<path d="M', svg)) >= len(found.shapes)


def test_some_areas_of_a_file_of_the_whole_country_fill_the_picture():
    found = drawing()
    whole = plain_dict(maps.figure(found, colours.LIGHT))
    few = {int(id) for id in found.shapes["id"].iloc[:3]}
    one = {**whole, "data": []}
    for trace in whole["data"]:
        keep = np.isin(np.asarray(trace["locations"]), list(few))
        if keep.any():
            one["data"].append(
                {**trace, "locations": np.asarray(trace["locations"])[keep], "z": np.asarray(trace["z"])[keep]}
            )
    drawn = areas._shapes(found.file)
    wide, _ = areas._frame(drawn, 0, 0, 500, 500)
    near, _ = areas._frame(drawn[drawn.index.isin(few)], 0, 0, 500, 500)
    sheets = [Sheet(500, 500, "#FFFFFF") for _ in range(2)]
    heights = [areas.draw(sheet, figure, 0, 0, 500, 500) for sheet, figure in zip(sheets, (whole, one), strict=True)]
    assert near.scale > 1.5 * wide.scale
    assert heights == [areas._frame(shapes, 0, 0, 500, 500)[1] for shapes in (drawn, drawn[drawn.index.isin(few)])]


def test_shapes_that_are_gone_are_an_error_and_not_an_empty_map():
    figure = maps.made(drawing(), colours.LIGHT, None)
    figure.data[0].geojson = "/geo/0000000000000000.json"
    with pytest.raises(LookupError, match="Laad de pagina opnieuw"):
        a_map(drawing(), draw=lambda _: figure).svg()


def test_a_chart_that_cannot_be_drawn_is_an_error():
    with pytest.raises(charts.UnknownPartError, match="pie"):
        a_map(drawing(), draw=lambda _: go.Figure(go.Pie(values=[1, 2]))).svg()


def test_rings_smaller_than_a_tenth_of_a_pixel_leave_a_dot():
    from shapely import box

    shown = areas.Frame(0, 100_000, 0.001, 0, 0)
    big, small = areas.to_paths(np.array([box(0, 0, 50_000, 50_000), box(10, 10, 12, 12)]), shown)
    assert big.startswith("M") and big.endswith("z")
    assert small.endswith("h2v2h-2z")


def drawn(figure):
    from export.pictures.svg import Sheet

    sheet = Sheet(600, 0, "#FFFFFF")
    charts.draw(sheet, frame.plain_dict(figure), colours.LIGHT, 0, 0, 600)
    return sheet


def test_what_lies_beyond_an_axis_is_left_out_and_never_moved_in():
    figure = go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="markers"))
    figure.update_layout(xaxis={"range": [0, 3]}, height=300)
    figure.add_vline(x=43, annotation={"text": "ver weg"})
    figure.add_vline(x=2.5, annotation={"text": "dichtbij"})
    said = " ".join(drawn(figure).parts)
    assert "dichtbij" in said and "ver weg" not in said


def test_bars_stand_where_their_values_are():
    figure = go.Figure(go.Bar(x=[10, 20, None], y=["a", "b", "c"], orientation="h"))
    figure.update_layout(xaxis={"range": [0, 20]}, height=300)
    widths = [
        float(w)
        for w in re.findall(
            r'<rect [^>]*width="([\d.]+)" height="[\d.]+" fill="#B8480F"', " ".join(drawn(figure).parts)
        )
    ]
    assert len(widths) == 2
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)


def test_a_line_is_broken_where_a_value_is_missing_and_an_interval_is_drawn():
    figure = go.Figure(go.Scatter(x=[1, 2, None, 3, 4], y=[1, 2, None, 3, 4], mode="lines", line={"color": "#123456"}))
    figure.add_scatter(x=[2], y=[2], error_x={"array": [1], "arrayminus": [0.5], "color": "#654321"}, mode="markers")
    parts = drawn(figure).parts
    assert sum("#123456" in part and "<path" in part for part in parts) == 2
    assert any("#654321" in part for part in parts)


@pytest.mark.parametrize(
    ("low", "high", "most", "whole", "expected"),
    [
        (0, 10, 6, False, [0, 2, 4, 6, 8, 10]),
        (2015.5, 2024.2, 8, True, [2016, 2018, 2020, 2022, 2024]),
        (0, 0.05, 6, False, [0, 0.01, 0.02, 0.03, 0.04, 0.05]),
        (-30, 30, 8, False, [-30, -20, -10, 0, 10, 20, 30]),
    ],
)
def test_ticks_are_round_numbers(low, high, most, whole, expected):
    assert axes._round_numbers(low, high, most, None, whole=whole) == pytest.approx(expected)


def test_numbers_along_an_axis_are_dutch_and_years_are_plain():
    assert axes._tick_word(1234.5, {}, [1234.5]) == "1.234,5"
    assert axes._tick_word(2024, {"tickformat": "d"}, [2024]) == "2024"


def test_text_is_wrapped_by_its_real_width_and_a_long_word_is_cut():
    from export.pictures.svg import fitted, width, wrap

    lines = wrap("Een zin die over meer dan een regel loopt, met eenheel" + "lang" * 40 + "woord", 120, 12)
    assert len(lines) > 5 and all(width(line, 12) <= 121 for line in lines)
    assert fitted("Wijk", 100, 12) == "Wijk"
    assert fitted("Wijk " * 30, 100, 12).endswith("…")


def test_what_only_a_download_needs_is_not_loaded_before_it():
    import subprocess
    import sys

    heavy = "typst", "docx", "segno", "lxml", "matplotlib"
    imports = "import sys, ui.frame.take_along, export.brief, figures.legend"
    code = f"{imports}; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_one_picture_or_brief_is_typeset_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    now: list[int] = []
    most = 0

    def compile(*_: object, **__: object) -> bytes:
        nonlocal most
        now.append(1)
        most = max(most, len(now))
        time.sleep(0.02)
        now.pop()
        return b"beeld"

    monkeypatch.setattr(typst, "compile", compile)
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: typeset.compile({"main.typ": b""}, "png"), range(12))) == {b"beeld"}
    assert most == 1
