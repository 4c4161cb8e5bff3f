"""A brief as one A4 PDF: tagged (PDF/UA-1), in Dutch, with the typeface in it, maps and charts as vectors."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from io import BytesIO

from answers import format, house
from export.brief.content import Brief, Picture
from export.pictures import areas, charts, frame, typeset
from export.pictures.svg import Sheet
from figures import colours

_MAP_WIDE, _MAP_TALL, _LEGEND_WIDE, _CHART_WIDE = 300.0, 330.0, 170.0, 470.0


def render(brief: Brief, today: date | None = None) -> bytes:
    """The PDF. Raises typst.TypstError when it would not be accessible (PDF/UA-1)."""
    files = {"main.typ": resources.files("export.brief").joinpath("page.typ").read_bytes()}
    told = _texts(brief, today or date.today())
    for name, picture in (("map", brief.map), ("chart", brief.chart)):
        if picture is not None:
            drawn = sheet(picture)
            files[f"{name}.svg"] = drawn.svg("", "", font=False).encode()
            told[name] = {
                "title": _cut(picture.title, "picture"),
                "alt": _cut(picture.alt, "alt"),
                "ratio": drawn.tall / drawn.wide,
            }
    if "://" in brief.address:
        files["qr.svg"] = qr(brief.address)
    files["brief.json"] = json.dumps(told).encode()
    return typeset.compile(files, "pdf", accessible=True)


def dated(brief: Brief) -> str:
    """When the data is of, and which version: the line under the sources."""
    fetched = f"Opgehaald {brief.fetched} · g" if brief.fetched else "G"
    return (
        f"{fetched}egevensversie {brief.version}. Marge: hoeveel het cijfer door toeval en afronding kan verschillen."
    )


def made_up(brief: Brief) -> str:
    """What stands over a brief of the demo region; "" on real figures."""
    return frame.MADE_UP_LINE if brief.demo else ""


def sheet(picture: Picture) -> Sheet:
    """A map with its legend beside it, or a chart, as a sheet without a title."""
    palette = colours.LIGHT
    figure = picture.draw(palette)
    held = frame.plain_dict(figure)
    if areas.is_map(held["data"]):
        made = Sheet(_MAP_WIDE + _LEGEND_WIDE, 0, palette.page)
        tall = areas.draw(made, held, 0, 0, _MAP_WIDE, _MAP_TALL)
        low = (
            frame.key(made, picture.legend(palette), palette, _MAP_WIDE + 14, 0, _LEGEND_WIDE - 16)
            if picture.legend
            else 0
        )
        made.tall = max(tall, low)
        return made
    made = Sheet(_CHART_WIDE, 0, palette.page)
    made.tall = charts.draw(made, held, palette, 0, 0, _CHART_WIDE)
    return made


def qr(address: str) -> bytes:
    """The address as a QR code, in SVG."""
    import segno

    target = BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", border=0, xmldecl=False, svgns=True, dark=colours.LIGHT.text
    )
    return target.getvalue()


# The longest that each text may be on the page, in letters: with all of them this long it still is one page. No text
# made from real figures comes near; a name or an address from outside could.
_MOST = {
    "title": 220,
    "subtitle": 240,
    "said": 340,
    "cautions": 260,
    "text": 380,
    "label": 80,
    "value": 40,
    "margin": 60,
    "beside": 120,
    "picture": 160,
    "sources": 600,
    "address": 300,
    "alt": 900,
}


def _cut(text: str, kind: str) -> str:
    """The text, cut with an ellipsis where it is longer than its kind may be."""
    most = _MOST[kind]
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _texts(brief: Brief, today: date) -> dict[str, object]:
    palette = colours.LIGHT
    return {
        "title": _cut(brief.title, "title"),
        "subtitle": _cut(brief.subtitle, "subtitle"),
        "dashboard": house.NAME,
        "made": format.day(today),
        "demo": made_up(brief),
        "numbers": [
            {key: _cut(text, key) if key in _MOST else text for key, text in vars(one).items()} for one in brief.numbers
        ],
        "said": [_cut(text, "said") for text in brief.said[:3]],
        "map": None,
        "chart": None,
        "without": list(brief.without),
        "cautions": [_cut(text, "cautions") for text in brief.cautions],
        "questions": [{"to": one.to, "text": _cut(one.text, "text")} for one in brief.questions],
        "unasked": brief.unasked,
        "sources": _cut(f"Bron: {format.joined(list(brief.sources)) or format.UNKNOWN}.", "sources"),
        "dated": dated(brief),
        "address": brief.address,
        "shown_address": _cut(brief.address, "address"),
        "qr": "://" in brief.address,
        "colours": {key: getattr(palette, key) for key in ("text", "quiet", "line", "accent")},
    }
