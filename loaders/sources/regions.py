"""Boundaries of gemeenten, wijken and buurten per year: the Wijk- en buurtkaart of CBS and Kadaster, through PDOK.

Source, licence CC BY 4.0: to 2025 the WFS 2.0 at ``{DSW_PDOK_URL}/cbs/wijkenbuurten/<year>/wfs/v1_0``, from 2026 on the
OGC API Features at ``{DSW_PDOK_API_URL}/cbs/wijken-en-buurten-<year>/ogc/v1``; where the one does not have a year, or
does not answer, the other is asked. Both give at most 1,000 features a page. Water and Belgian territory around
Baarle-Nassau are left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.places.geojson import DECIMALS, browser_files
from loaders.places.shapes import RD, SMALLEST, TOLERANCE, cleaned, simplified
from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading.http import Client, NotAvailable, Refused, SourceError, base_url
from loaders.source import Expectation, Source
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of

if TYPE_CHECKING:
    import geopandas as gpd

LEVELS = ("gemeente", "wijk", "buurt")
PAGE = 1000
OGC_CRS = "http://www.opengis.net/def/crs/EPSG/0/28992"
COLUMNS = ("region", "name", "gemeente", "gemeente_name", "water", "feature", "geometry")

# What a property is called, by service and year, in lower case: PDOK's own names, those of the older maps, and those of
# CBS's boundary sets. A layer that has none of them is refused by name.
PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "gemeente": {
        "region": ("gemeentecode", "gm_code", "statcode"),
        "name": ("gemeentenaam", "gm_naam", "statnaam"),
        "gemeente_name": ("gemeentenaam", "gm_naam", "statnaam"),
    },
    "wijk": {
        "region": ("wijkcode", "wk_code", "statcode"),
        "name": ("wijknaam", "wk_naam", "statnaam"),
        "gemeente_name": ("gemeentenaam", "gm_naam"),
    },
    "buurt": {
        "region": ("buurtcode", "bu_code", "statcode"),
        "name": ("buurtnaam", "bu_naam", "statnaam"),
        "gemeente_name": ("gemeentenaam", "gm_naam"),
    },
}
# Not every layer tells water apart; without this property everything in it is land.
WATER_PROPERTY = ("water", "h2o")
LAND, NOT_LAND = {"NEE", "N", ""}, {"JA", "J", "B"}

CODES = {
    "gemeente": re.compile(r"GM\d{4}"),
    "wijk": re.compile(r"WK\d{4}[0-9A-Z]{2}"),
    "buurt": re.compile(r"BU\d{4}[0-9A-Z]{4}"),
}
YEARS = tuple(range(2013, 2027))
# From this year on PDOK publishes the map as OGC API Features, and no longer as a WFS.
FIRST_OGC = 2026
# More pages than any layer has: a service whose links go in a circle is given up.
MOST_PAGES = 200
# The box around the Netherlands (west, south, east, north) in both systems a service may answer in.
BOXES = {RD: (-10_000, 290_000, 300_000, 640_000), "EPSG:4326": (3.0, 50.5, 7.5, 53.8)}


def pull(pull: Pull, year: int) -> None:
    """Fetch, clean, simplify and save the boundaries of one year, for the levels asked for.

    The boundaries of a year do not change once published: later versions of the same map only add figures. So when
    every layer still counts as many features as at the last pull, nothing is fetched (``--force`` fetches anyway).

    Raises:
        NotAvailable: PDOK has no layer of this year. A year with some of the layers is saved, and says what it lacks.
        SourceError: an answer stayed incomplete, or a layer is not what it was.
    """
    if pull.client.folder is not None:
        _from_folder(pull, year)
        return
    ways: list[tuple[str, Callable[[Pull, int], None]]] = [("WFS", _by_wfs), ("OGC API", _by_ogc)]
    if year >= FIRST_OGC:
        ways.reverse()
    (name, first), (other, second) = ways
    try:
        first(pull, year)
        return
    except SourceError as error:
        absent, told = isinstance(error, NotAvailable), error
    pull.progress(0.0, f"grenzen {year}, andere weg ({other})")
    try:
        second(pull, year)
    except NotAvailable as error:
        raise (NotAvailable if absent else SourceError)(f"{told}") from error
    except SourceError as error:
        if absent:
            raise
        raise SourceError(f"{told} Ook de andere weg ({other}) lukte niet. {error}") from error
    pull.note(f"Via {name} van PDOK lukte het niet ({told}) Daarom is {other} van PDOK gebruikt.")


def _by_wfs(pull: Pull, year: int) -> None:
    counts = {level: feature_count(pull.client, year, level) for level in LEVELS}
    if all(count is None for count in counts.values()):
        raise _none(year)
    pull.record(table=f"wijkenbuurten {year}", route="wfs")
    pull.skip_if_unchanged(modified=_mark(counts), spec=_spec())
    asked = [level for level in LEVELS if level in pull.levels]
    frames: dict[str, gpd.GeoDataFrame | None] = {}
    for number, level in enumerate(asked):
        count = counts[level]
        if count is not None:

            def tell(got: int, level: str = level, number: int = number, count: int = count) -> None:
                share = (number + got / count) / len(asked)
                pull.progress(share, f"{LEVEL_PLURALS[level]} vanaf {got + 1} van {count}")

            frames[level] = features(pull.client, year, level, count, tell)
    _save(pull, year, asked, frames)


def _by_ogc(pull: Pull, year: int) -> None:
    """From the OGC API. It does not count, so the mark of change is what the first page of each layer holds."""
    asked = [level for level in LEVELS if level in pull.levels]
    firsts = {level: _first_page(pull.client, year, level) for level in LEVELS}
    if all(first is None for first in firsts.values()):
        raise _none(year)
    pull.record(table=f"wijken-en-buurten {year}", route="ogc")
    marks = {level: "-" if first is None else _fingerprint(first[0]) for level, first in firsts.items()}
    pull.skip_if_unchanged(modified=" ".join(f"{level}:{mark}" for level, mark in marks.items()), spec=_spec())
    frames: dict[str, gpd.GeoDataFrame | None] = {}
    for number, level in enumerate(asked):
        first = firsts[level]
        if first is not None:

            def tell(got: int, level: str = level, number: int = number) -> None:
                pull.progress(number / len(asked), f"{LEVEL_PLURALS[level]} vanaf {got + 1}")

            frames[level] = _all_pages(pull.client, year, level, first, tell)
    _save(pull, year, asked, frames)


def _none(year: int) -> NotAvailable:
    return NotAvailable(
        f"Grenzen {year}: PDOK heeft voor dit jaar geen gemeenten, wijken of buurten. "
        "De kaart gebruikt de indeling van het dichtstbijzijnde jaar."
    )


def _save(pull: Pull, year: int, asked: list[str], frames: Mapping[str, gpd.GeoDataFrame | None]) -> None:
    """Save the layers that came, and tell which did not."""
    for level in asked:
        frame = frames.get(level)
        if frame is None:
            pull.note(
                f"{LEVEL_PLURALS[level].capitalize()} {year}: niet bij PDOK. "
                "De kaart gebruikt de indeling van het dichtstbijzijnde jaar."
            )
        else:
            left.tell(pull, f"de grenzen van de {LEVEL_PLURALS[level]}", frame.attrs.get("left", ()))
            _save_level(pull, year, level, frame)


# ---------------------------------------------------------------- OGC API Features


Page = tuple["gpd.GeoDataFrame", str]


def _first_page(client: Client, year: int, level: str) -> Page | None:
    """The first page of a layer and the question for the next one ("" for none); None where PDOK has no such layer."""
    try:
        return _ogc_page(client, year, level, f"f=json&limit={PAGE}&crs={OGC_CRS}")
    except NotAvailable:
        return None


def _ogc_page(client: Client, year: int, level: str, question: str) -> Page:
    what = _what(year, level)
    url = f"{base_url('DSW_PDOK_API_URL')}/cbs/wijken-en-buurten-{year}/ogc/v1/collections/{LEVEL_PLURALS[level]}/items"

    def read(body: bytes) -> Page:
        return read_page(body, level, what), _next(json.loads(body))

    return client.get(f"{url}?{question}", what=what, expect="json", parse=read)


def _next(answer: dict[str, Any]) -> str:
    """The question of the next page; which host it names does not matter. Raises ValueError for links of another make."""
    links = answer.get("links") or []
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise ValueError("de verwijzingen zijn anders opgebouwd")
    following = next((link.get("href") for link in links if link.get("rel") == "next"), "")
    return urlsplit(str(following or "")).query


def _all_pages(client: Client, year: int, level: str, first: Page, tell: Callable[[int], None]) -> gpd.GeoDataFrame:
    """Every feature of a layer. Raises SourceError where pages overlap, never end, or end in nothing."""
    import geopandas as gpd

    pages, question = [first[0]], first[1]
    asked: set[str] = set()
    while question:
        if question in asked or len(pages) == MOST_PAGES:
            raise SourceError(f"{_what(year, level)}: PDOK verwijst in een kring. Probeer het later opnieuw.")
        asked.add(question)
        tell(sum(map(len, pages)))
        page, question = _ogc_page(client, year, level, question)
        pages.append(page)
    return _whole(gpd.GeoDataFrame(pd.concat(pages, ignore_index=True), crs=RD), _what(year, level))


def _fingerprint(frame: gpd.GeoDataFrame) -> str:
    """A short hash of the codes and shapes of a page: figures that CBS adds later do not change it."""
    import shapely

    text = b"".join(code.encode() for code in frame["region"]) + b"".join(
        shape or b"" for shape in shapely.to_wkb(frame.geometry.to_numpy())
    )
    return hashlib.sha256(text).hexdigest()[:12]


# ---------------------------------------------------------------- files that someone saved


def file_address(year: int) -> str:
    """Where PDOK has the map of one year as one file."""
    base = base_url("DSW_PDOK_URL")
    if year >= FIRST_OGC:
        return f"{base}/cbs/wijken-en-buurten-{year}/atom/downloads/WijkBuurtkaart_{year}_v0.gpkg"
    return f"{base}/cbs/wijkenbuurten/{year}/atom/downloads/wijkenbuurten_{year}.gpkg"


def _from_folder(pull: Pull, year: int) -> None:
    """From the GeoPackage of a year, or else from a GeoJSON a layer (gemeenten_2024.geojson)."""
    assert pull.client.folder is not None
    folder, url = pull.client.folder, file_address(year)
    path = folder.find(rf"(wijkbuurtkaart|wijkenbuurten)_{year}(_v\d+)?\.(gpkg|zip)")
    asked = [level for level in LEVELS if level in pull.levels]
    frames: dict[str, gpd.GeoDataFrame | None] = {}
    used = [path] if path is not None else []
    for number, level in enumerate(asked):
        plural = LEVEL_PLURALS[level]
        pull.progress(number / len(asked), f"{plural} lezen")
        own = folder.find(rf"{plural}_{year}\.(geo)?json") if path is None else path
        if own is None:
            continue
        used.append(own)
        with own.open("rb") as file:
            folder.check(own, file.read(4096), _what(year, level), url)
        frames[level] = _layer(own, level, _what(year, level))
    if not frames:
        raise folder.want(url, (f"WijkBuurtkaart_{year}_v0.gpkg", f"wijkenbuurten_{year}.gpkg"), f"Grenzen {year}")
    digest = hashlib.sha256("".join(_digest(path) for path in dict.fromkeys(used)).encode()).hexdigest()
    pull.record(table=" ".join(path.name for path in dict.fromkeys(used)), route="bestand")
    pull.skip_if_unchanged(modified=digest, spec=_spec())
    _save(pull, year, asked, frames)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _layer(path: Path, level: str, what: str) -> gpd.GeoDataFrame | None:
    """One layer of a file, as :func:`read_page` gives it; None where a GeoPackage lacks it."""
    import geopandas as gpd

    if path.suffix.lower() in (".json", ".geojson"):
        try:
            return _whole(read_page(path.read_bytes(), level, what), what)
        except ValueError as error:
            raise SourceError(f"{what}: {path.name} is niet compleet of beschadigd ({error}).") from error
    source = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else path
    try:
        names = [str(name) for name in gpd.list_layers(source)["name"]]
        layer = next((name for name in names if re.fullmatch(rf"{LEVEL_PLURALS[level]}(_v\d+|_\d+)*", name)), None)
        if layer is None:
            return None
        text = gpd.read_file(source, layer=layer)
    except (RuntimeError, OSError, ValueError) as error:
        raise SourceError(
            f"{what}: {path.name} is niet compleet of beschadigd ({error}). Haal het opnieuw op."
        ) from error
    table = _properties(text.drop(columns="geometry").to_dict("records"), level, what)
    table["feature"] = [str(i) for i in range(len(table))]
    return _frame(table, text.geometry.to_numpy(), what)


def _whole(frame: gpd.GeoDataFrame, what: str) -> gpd.GeoDataFrame:
    """The layer, once no feature is in it twice. Raises SourceError."""
    twice = frame["feature"].duplicated()
    if twice.any():
        raise SourceError(
            f"{what}: PDOK gaf {int(twice.sum())} gebieden twee keer, zoals {frame.loc[twice, 'region'].iloc[0]}, "
            "en dus andere niet. Er is niets bewaard. Probeer het later opnieuw."
        )
    return frame


# ---------------------------------------------------------------- WFS


def feature_count(client: Client, year: int, level: str) -> int | None:
    """How many features a layer holds, water included; None when PDOK does not have the layer.

    Raises SourceError when the service is there but cannot answer.
    """
    what = _what(year, level)
    query = {**_query(level), "resultType": "hits"}
    try:
        return client.get(_address(year), query, what=what, parse=_hits)
    except NotAvailable:
        return None
    except Refused as error:
        if _names_layer(error.answer):
            return None
        raise


def features(
    client: Client, year: int, level: str, count: int, tell: Callable[[int], None] = lambda got: None
) -> gpd.GeoDataFrame:
    """All features of a layer as they came, in RD metres: columns COLUMNS, ``count`` rows.

    ``tell`` is called with the number of features so far, before each page. Raises SourceError when
    pages overlap or do not add up to ``count``.
    """
    import geopandas as gpd

    what = _what(year, level)
    pages: list[gpd.GeoDataFrame] = []
    got = 0

    def read(body: bytes) -> gpd.GeoDataFrame:
        return read_page(body, level, what)

    while got < count:
        tell(got)
        query = {**_query(level), "outputFormat": "json", "srsName": RD, "count": str(PAGE), "startIndex": str(got)}
        page = client.get(_address(year), query, what=what, expect="json", parse=read)
        if page.empty:
            break
        pages.append(page)
        got += len(page)
    if got != count:
        raise SourceError(
            f"{what}: PDOK telt {count} gebieden maar gaf er {got}. Er is niets bewaard. Probeer het later opnieuw."
        )
    return _whole(gpd.GeoDataFrame(pd.concat(pages, ignore_index=True), crs=RD), what)


def read_page(body: bytes, level: str, what: str) -> gpd.GeoDataFrame:
    """One page of GeoJSON as a frame in RD metres: columns COLUMNS, one row a feature, text stripped.

    Args:
        body: a FeatureCollection in RD or in degrees; the service's default has differed.
        level: gemeente, wijk or buurt.
        what: how messages name the layer, in Dutch.

    Raises:
        ValueError: the answer is damaged; asking again may help.
        SourceError: a property is missing or a shape lies outside the Netherlands; asking again will not help.
    """
    import shapely

    answer = json.loads(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
        raise ValueError("er zit geen lijst met gebieden in")
    found = answer["features"]
    if not all(isinstance(f, dict) and isinstance(f.get("properties"), dict) and "geometry" in f for f in found):
        raise ValueError("er zit een gebied zonder eigenschappen of grens in")
    table = _properties([feature["properties"] for feature in found], level, what)
    table["feature"] = [_identity(feature) for feature in found]
    texts = [json.dumps(feature["geometry"]) if feature["geometry"] else None for feature in found]
    return _frame(table, shapely.from_geojson(texts, on_invalid="ignore"), what)


def _frame(table: pd.DataFrame, given: npt.NDArray[np.object_], what: str) -> gpd.GeoDataFrame:
    """The shapes beside what is said of them, in RD metres."""
    import geopandas as gpd
    import shapely

    # A height in one vertex and not in the next makes a ring that does not close.
    shapes = shapely.force_2d(given)
    crs = _crs(shapes, what)
    # A shape too broken to read, or far abroad, becomes None and is refused by its code when the layer is cleaned.
    shapes = np.where(_within(shapely.bounds(shapes), BOXES[crs]), shapes, None)
    made = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index, crs=crs)).to_crs(RD)[list(COLUMNS)]
    made.attrs["left"] = table.attrs.get("left", [])
    return made


def land(frame: gpd.GeoDataFrame, level: str, what: str) -> gpd.GeoDataFrame:
    """The rows that are Dutch land, water and Belgian territory left out, with codes checked.

    Raises SourceError on a code of another make, or a mark in the water property that nobody knows.
    """
    unknown = set(frame["water"]) - LAND - NOT_LAND
    if unknown:
        raise SourceError(
            f"{what}: onbekend kenmerk {min(unknown)!r} in de kolom water; bekend zijn NEE, JA en B. "
            "Kijk in de toelichting van CBS wat het betekent en vul loaders/sources/regions.py aan."
        )
    frame = frame[frame["water"].isin(LAND)]
    wrong = ~frame["region"].str.fullmatch(CODES[level])
    if wrong.any():
        raise SourceError(
            f"{what}: {frame.loc[wrong, 'region'].iloc[0]!r} is geen code van een {level}. "
            "Kijk of PDOK de kolommen heeft veranderd en vul loaders/sources/regions.py aan."
        )
    return frame.drop(columns=["water", "feature"])


def _save_level(pull: Pull, year: int, level: str, given: gpd.GeoDataFrame) -> None:
    what = _what(year, level)
    frame, findings = cleaned(land(given, level, what))
    if frame.empty:
        raise SourceError(f"{what}: geen enkel gebied heeft een bruikbare grens. Probeer het later opnieuw.")
    frame = simplified(frame, TOLERANCE[level], findings)
    national, parts = browser_files(level, frame)
    pull.save_boundaries(level, frame, national, parts)
    for sentence in findings.sentences():
        pull.note(f"{LEVEL_PLURALS[level].capitalize()} {year}: {sentence}")


def _what(year: int, level: str) -> str:
    return f"Grenzen van {LEVEL_PLURALS[level]} {year}"


def _address(year: int) -> str:
    return f"{base_url('DSW_PDOK_URL')}/cbs/wijkenbuurten/{year}/wfs/v1_0"


def _query(level: str) -> dict[str, str]:
    layer = f"wijkenbuurten:{LEVEL_PLURALS[level]}"
    return {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": layer}


def _mark(counts: dict[str, int | None]) -> str:
    """What tells whether PDOK has something else than last time: the number of features of each layer."""
    return " ".join(f"{level}:{'-' if count is None else count}" for level, count in counts.items())


def _spec() -> str:
    """A short hash of how boundaries are made here, so that another way of making them fetches them anew."""
    recipe = json.dumps([TOLERANCE, DECIMALS, SMALLEST, 1])
    return hashlib.sha256(recipe.encode()).hexdigest()[:12]


def _hits(body: bytes) -> int | None:
    """The number of features in the answer to a hits request; None when the service does not know the layer.

    Raises ValueError when the answer is something else (a page about maintenance), so that it is asked again.
    """
    matched = re.search(rb'numberMatched="(\d+)"', body)
    if matched:
        return int(matched[1])
    if _names_layer(body):
        return None
    raise ValueError("er staat geen aantal gebieden in")


def _names_layer(answer: bytes) -> bool:
    """True when an OGC exception report says that the layer asked for is not there."""
    return b"ExceptionReport" in answer and bool(re.search(rb'(?i)locator="type_?names?"|unknown (layer|type)', answer))


def _properties(rows: list[dict[str, Any]], level: str, what: str) -> pd.DataFrame:
    """The properties that are taken, by our own names, as stripped text."""
    given = pd.DataFrame(rows).rename(columns=str.lower)
    taken = pd.DataFrame(index=given.index)
    for column, aliases in PROPERTIES[level].items():
        name = next((alias for alias in aliases if alias in given.columns), None)
        if name is None and rows:
            raise SourceError(
                f"{what}: geen kolom {' of '.join(aliases)} in het antwoord, wel {', '.join(list(given.columns)[:8])}. "
                "PDOK heeft de kolommen veranderd; vul de namen aan in loaders/sources/regions.py."
            )
        taken[column] = _text(given[name]) if name else pd.Series(dtype=object)
    taken["name"] = taken["name"].where(taken["name"] != "", taken["region"])
    taken["gemeente"] = [gemeente_of(code) or "" for code in taken["region"]]
    water = next((alias for alias in WATER_PROPERTY if alias in given.columns), None)
    taken["water"] = _text(given[water]).str.upper() if water else ""
    known = {alias for aliases in PROPERTIES[level].values() for alias in aliases} | {*WATER_PROPERTY}
    taken.attrs["left"] = [name for name in given.columns if name not in known]
    return taken


def _text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), "").astype(str).str.strip()


def _identity(feature: dict[str, Any]) -> str:
    """What tells a feature from another: its id, or without one its shape."""
    if feature.get("id"):
        return str(feature["id"])
    text = json.dumps([feature["properties"], feature["geometry"]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _crs(shapes: npt.NDArray[np.object_], what: str) -> str:
    """RD or degrees, read from the numbers: what an answer says of its own system has not always been so."""
    import shapely

    bounds = shapely.bounds(shapes)
    known = ~np.isnan(bounds[:, 0])
    if not known.any():
        return RD
    middle = np.median(bounds[known], axis=0)
    for crs, box in BOXES.items():
        if _within(middle, box):
            return crs
    west, south, east, north = middle
    raise SourceError(
        f"{what}: de grenzen liggen buiten Nederland (rond {west:.2f}, {south:.2f} tot {east:.2f}, {north:.2f}). "
        "PDOK gebruikt een ander coördinatenstelsel; pas loaders/sources/regions.py daarop aan."
    )


def _within(bounds: npt.NDArray[np.float64], box: tuple[float, float, float, float]) -> npt.NDArray[np.bool_]:
    """Whether each (west, south, east, north) lies in the box; False for a shape that is not there."""
    west, south, east, north = np.moveaxis(bounds, -1, 0)
    inside: npt.NDArray[np.bool_] = (west >= box[0]) & (south >= box[1]) & (east <= box[2]) & (north <= box[3])
    return inside


def _ask_one(client: Client) -> list[str]:
    """One buurt of the newest year but one, with the properties that a boundary needs."""
    year, level = YEARS[-2], "buurt"
    what = _what(year, level)
    query = {**_query(level), "outputFormat": "json", "srsName": RD, "count": "1", "startIndex": "0"}
    page = client.get(_address(year), query, what=what, expect="json", parse=lambda body: read_page(body, level, what))
    return [] if len(page) else [f"{what}: geen enkele buurt ontvangen."]


def _ask_ogc(client: Client) -> list[str]:
    """One buurt of the newest year by the way that it is published."""
    year, level = YEARS[-1], "buurt"
    page, _ = _ogc_page(client, year, level, f"f=json&limit=1&crs={OGC_CRS}")
    return [] if len(page) else [f"{_what(year, level)}: geen enkele buurt ontvangen."]


SOURCE = Source(
    id="pdok_grenzen",
    title="Wijk- en buurtkaart",
    publisher="CBS en Kadaster, via PDOK",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.pdok.nl/introductie/-/article/cbs-wijken-en-buurten",
    levels=LEVELS,
    years=YEARS,
    about=(
        "De grenzen van gemeenten, wijken en buurten op 1 januari van elk jaar, zonder het water. Voor de kaart zijn "
        "ze vereenvoudigd. Gebruik ze niet om te bepalen aan welke kant van een grens een adres ligt."
    ),
    settings=("DSW_PDOK_URL", "DSW_PDOK_API_URL"),
    pull=pull,
    expects=(
        Expectation("één buurt met grens", "loaders/sources/regions.py", _ask_one),
        Expectation("nieuwste jaar: één buurt met grens (OGC API)", "loaders/sources/regions.py", _ask_ogc),
    ),
)
