"""Boundaries made fit for a map: invalid shapes repaired, flat ones refused, one row a region, simplified together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry import Polygon
    from shapely.geometry.base import BaseGeometry

RD = "EPSG:28992"
# What simplifying may move, in metres (the root of the area of the triangle that a dropped vertex made).
# Small city wijken deform beyond 100 m, so they stay well under it.
TOLERANCE = {"gemeente": 100.0, "wijk": 50.0, "buurt": 25.0}
# A shape under this many square metres has no inside that a click could hit: it is a slip of the publisher.
SMALLEST = 1.0
# Two neighbours with a gap up to this many metres between them were meant to share that border.
SEAM = 1.0


@dataclass
class Findings:
    """What cleaning did to a layer, for the report of a pull: region codes by what happened to them."""

    repaired: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    unaligned: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The findings in Dutch, one sentence a kind; empty when nothing was amiss."""
        found = []
        if self.repaired:
            found.append(f"{_listed(self.repaired)}: ongeldige grens hersteld.")
        if self.merged:
            found.append(f"{_listed(self.merged)}: stond meer dan eens in de bron; de delen zijn samengevoegd.")
        for reason in sorted(set(self.refused.values())):
            codes = [code for code, why in self.refused.items() if why == reason]
            found.append(f"{_listed(codes)}: geweigerd, want {reason}.")
        if self.unaligned:
            found.append(
                f"{_listed(self.unaligned)}: sluit in de bron niet precies aan op een buur. "
                "Die grens is per gebied vereenvoudigd en kan een smalle kier tonen."
            )
        return found


def cleaned(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, Findings]:
    """One valid polygonal shape a region, in order of code, numbered for the map.

    Args:
        frame: columns region, name, gemeente, gemeente_name and geometry in RD metres; a region may occur twice.

    Returns:
        The same columns plus map_id (int32, 0 … n-1), and what was repaired, merged and refused. Shapes that stay
        invalid or hold less than SMALLEST square metres are refused: they break clicks on the map.
    """
    findings = Findings()
    frame = _repaired(frame, findings)
    frame = _merged(frame, findings)
    area = frame.geometry.area.to_numpy()
    flat = area < SMALLEST
    for code in frame.loc[flat, "region"]:
        findings.refused.setdefault(str(code), "de grens heeft geen oppervlakte")
    frame = frame[~flat].sort_values("region").reset_index(drop=True)
    return frame.assign(map_id=np.arange(len(frame), dtype="int32")), findings


def simplified(frame: gpd.GeoDataFrame, tolerance: float, findings: Findings) -> gpd.GeoDataFrame:
    """The same regions with fewer vertices; a border that two regions share is simplified once, for both.

    ``tolerance`` is in metres. Where neighbours overlap or leave a gap up to SEAM, each side
    of that border is simplified on its own; those regions are named in ``findings.unaligned``.
    """
    import geopandas as gpd
    import shapely

    shapes = frame.geometry.to_numpy()
    mismatched = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes, gap_width=SEAM))
    findings.unaligned += frame.loc[mismatched, "region"].tolist()
    simpler = shapely.coverage_simplify(shapes, tolerance)
    # Only an invalid coverage can end up here: a region keeps its own shape when simplifying spoils it.
    spoilt = ~shapely.is_valid(simpler) | (shapely.area(simpler) < SMALLEST)
    simpler[spoilt] = shapes[spoilt]
    return frame.set_geometry(gpd.GeoSeries(simpler, index=frame.index, crs=frame.crs))


def _repaired(frame: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """The frame with every shape valid and polygonal, where that is possible; shapes beyond repair left out."""
    import geopandas as gpd
    import shapely

    shapes, partly = _surfaces(frame.geometry.to_numpy())
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    unfit = ~missing & (~shapely.is_valid(shapes) | (shapely.get_dimensions(shapes) < 2))
    # The structure method keeps what is area and drops the lines and points that a repair would leave.
    mended = shapely.make_valid(shapes[unfit], method="structure", keep_collapsed=False)
    shapes[unfit] = np.where(shapely.get_dimensions(mended) == 2, mended, None)
    lost = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    codes = frame["region"].to_numpy()
    findings.repaired += [str(code) for code in codes[(unfit | partly) & ~lost]]
    kept = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))[~lost]
    for code in codes[lost]:
        if code not in set(kept["region"]):
            findings.refused[str(code)] = "de grens ontbreekt of is niet te herstellen"
    return kept


def _surfaces(shapes: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """Each shape with only what has area in it, and which shapes held more: lines, points, parts without a vertex.

    A publisher's own repair leaves such collections. They are valid and have an inside, so that nothing else here would
    notice, and no step after this one can draw them.
    """
    import shapely

    found = shapely.force_2d(shapes)
    partly = np.zeros(len(found), dtype=bool)
    for i, shape in enumerate(found):
        if shape is None or shape.geom_type == "Polygon":
            continue
        parts = _parts(shape)
        kept = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        if shape.geom_type == "MultiPolygon" and len(kept) == len(parts):
            continue
        partly[i] = True
        # Parts of a collection may lie over each other, which a multi-polygon may not.
        found[i] = shapely.multipolygons(kept) if shape.geom_type == "MultiPolygon" else _joined(kept)
    return found, partly


def _joined(polygons: list[Polygon]) -> BaseGeometry:
    """Polygons as one shape; each is made valid first, as one that is not cannot be joined."""
    import shapely

    return shapely.union_all(
        shapely.make_valid(np.array(polygons, dtype=object), method="structure", keep_collapsed=False)
    )


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """The single shapes that a shape is made of, collections in collections taken apart too."""
    inside = getattr(shape, "geoms", None)
    return [shape] if inside is None else [part for one in inside for part in _parts(one)]


def _merged(frame: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """One row a region: the shapes of rows with the same code joined, the other columns from the first of them."""
    import geopandas as gpd

    double = frame["region"].duplicated(keep=False)
    if not double.any():
        return frame
    joined = frame[double].dissolve("region", as_index=False)
    findings.merged += joined["region"].tolist()
    return gpd.GeoDataFrame(pd.concat([frame[~double], joined[frame.columns]], ignore_index=True), crs=frame.crs)


def _listed(codes: list[str], shown: int = 5) -> str:
    """The first few codes and how many more there are."""
    more = f" en {len(codes) - shown} andere" if len(codes) > shown else ""
    return ", ".join(codes[:shown]) + more
