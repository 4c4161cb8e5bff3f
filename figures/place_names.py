"""Names on the map: of a dozen cities over the whole country, of more as the reader zooms in, of wijken in a city.

The points go to the browser once, as a file of their own. MapLibre draws the letters itself in the typeface of the
page, because the style names no server of glyphs.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely import Point

from answers import data, ground
from answers.held import remembered, working_with
from figures.colours import Palette
from loaders import store

if TYPE_CHECKING:
    import geopandas as gpd

FIRST = "namen-groot"
_FONT = ["IBM Plex Sans"]
# How many cities have a name from which zoom on; all of them from the last.
_CITIES = ((12, 0.0), (45, 7.3), (400, 8.8))
# From here on wijken and buurten have names too, where the whole country is drawn.
_CLOSE = 10.6


def address(level: str, division: int) -> str:
    """Where the browser finds the names of the areas of a level."""
    return f"/namen/{data.store().version}/{level}-{division}.json"


def layers(level: str, division: int, gemeente: str | None, palette: Palette) -> tuple[dict[str, Any], list[Any]]:
    """Sources and layers of a MapLibre style, the most important names last, so that they go first."""
    sources, found = {}, []
    if level != "gemeente":
        sources["gebieden"] = {"type": "geojson", "data": address(level, division)}
        layer = _layer("namen-gebieden", "gebieden", 11.5, palette)
        found.append(
            layer | {"filter": ["==", ["get", "gemeente"], gemeente]} if gemeente else layer | {"minzoom": _CLOSE}
        )
    cities = data.store().nearest_division("gemeente", division)
    if gemeente is None and cities is not None:
        sources["plaatsen"] = {"type": "geojson", "data": address("gemeente", cities)}
        for count, zoom in reversed(_CITIES):
            layer = _layer(FIRST if count == _CITIES[0][0] else f"namen-{count}", "plaatsen", 12.5, palette)
            low = max((n for n, _ in _CITIES if n < count), default=0)
            rank = ["get", "plaats"]
            layer |= {"filter": ["all", [">", rank, low], ["<=", rank, count]], "minzoom": zoom}
            found.append(layer if level == "gemeente" else layer | {"maxzoom": 12})
    return sources, found


def lowest(level: str, gemeente: str | None) -> str:
    """The layer under which a picture lies that is to stay below all names."""
    return "namen-gebieden" if level != "gemeente" else f"namen-{_CITIES[-1][0]}" if gemeente is None else ""


def _layer(id: str, source: str, size: float, palette: Palette) -> dict[str, Any]:
    return {
        "id": id,
        "type": "symbol",
        "source": source,
        "layout": {
            "text-field": ["get", "naam"],
            "text-font": _FONT,
            "text-size": size,
            "text-max-width": 7,
            "text-padding": 3,
            "symbol-sort-key": ["get", "plaats"],
        },
        "paint": {"text-color": palette.text, "text-halo-color": palette.page, "text-halo-width": 1.5},
    }


def compressed(version: str, level: str, division: int) -> bytes | None:
    """The gzipped GeoJSON of the names of a level; None for a version that is not kept, or without boundaries."""
    kept = store.at(version)
    if kept is None or division not in kept.divisions(level):
        return None
    with working_with(kept):
        return _compressed(level, division)


@remembered(24)
def _compressed(level: str, division: int) -> bytes:
    return gzip.compress(json.dumps(collection(level, division), separators=(",", ":")).encode(), 6, mtime=0)


def largest(source: str) -> gpd.GeoSeries:
    """The dozen largest cities behind an address, for a picture drawn here: points in degrees, largest first."""
    import geopandas as gpd

    version, name = source.rsplit("/", 2)[1:]
    level, division = name.removesuffix(".json").split("-")
    with working_with(store.at(version) or store.current()):
        found = collection(level, int(division))["features"]
    first = sorted(
        (f for f in found if f["properties"]["plaats"] <= _CITIES[0][0]), key=lambda f: f["properties"]["plaats"]
    )
    points = [Point(f["geometry"]["coordinates"]) for f in first]
    return gpd.GeoSeries(points, index=[f["properties"]["naam"] for f in first], crs=4326)


def collection(level: str, division: int) -> dict[str, Any]:
    """The names of all areas of a level as GeoJSON points, each with its gemeente and its place by inhabitants."""
    shapes = data.store().regions(level, division).dropna(subset="geometry")
    points = shapes.representative_point().to_crs(4326)
    found = pd.DataFrame({"x": points.x, "y": points.y, "naam": shapes["name"], "gemeente": shapes["gemeente"]})
    if level == "gemeente":
        found.update(_centres(division))
    found["plaats"] = _people(level, division).reindex(found.index).rank(ascending=False, method="first")
    found["plaats"] = found["plaats"].fillna(len(found))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"naam": name, "gemeente": gemeente, "plaats": int(place)},
                "geometry": {"type": "Point", "coordinates": [round(x, 4), round(y, 4)]},
            }
            for x, y, name, gemeente, place in found.itertuples(index=False)
        ],
    }


def _centres(division: int) -> pd.DataFrame:
    """Where most people of each gemeente live: the middle of its wijken, weighted by inhabitants.

    Of the wijken on the map nearest to that of gemeenten, for gemeenten that were the same then.
    """
    held = data.store()
    wijken = held.nearest_division("wijk", division)
    if wijken is None:
        return pd.DataFrame(columns=["x", "y"])
    shapes = held.regions("wijk", wijken).dropna(subset="geometry")
    points = shapes.representative_point().to_crs(4326)
    people = _people("wijk", wijken).reindex(shapes.index).fillna(0) + 1
    sums = pd.DataFrame({"x": points.x * people, "y": points.y * people, "n": people}).groupby(shapes["gemeente"]).sum()
    centres = pd.DataFrame({"x": sums["x"] / sums["n"], "y": sums["y"] / sums["n"]})
    return ground.onto(centres, "gemeente", wijken, division)


def _people(level: str, division: int) -> pd.Series:
    """The inhabitants of each area in the year nearest to these boundaries, as far as it is the same area; else none."""
    held = data.store()
    years = held.years(level, "inwoners")
    year = min(years, key=lambda y: (abs(y - division), -y), default=None)
    if year is None:
        return pd.Series(dtype=float)
    return ground.onto(held.table(level, year, ["inwoners"]), level, year, division)["inwoners"]
