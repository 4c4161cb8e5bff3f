"""The demo region that ships with the project is what the code of today makes, indicators and all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from indicators import __main__ as command
from loaders import demo, store

# What another machine may make of the same: the last digits of a number, a vertex that rounds to the next metre.
RELATIVE, METRES, DEGREES = 1e-9, 2.0, 2e-5
# What names a file by its content.
BY_CONTENT = {"file", "sha256", "geojson", "parts"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    command.make_demo(root)
    return root


def test_the_shipped_demo_is_what_the_code_makes(made: Path) -> None:
    behind = list(differences(made, store.DEMO))
    told = f"{', '.join(behind[:5])}{f' and {len(behind) - 5} more' if len(behind) > 5 else ''}"
    assert not behind, f"data/demo is behind the code ({told}): run `make demo` and commit what it changed."


def test_no_file_of_an_earlier_demo_is_shipped() -> None:
    manifest = store.Store(store.DEMO).manifest()
    listed = {e["file"] for kind in kinds(manifest) for e in manifest[kind].values() if "file" in e}
    for entry in manifest["boundaries"].values():
        listed |= {f"geo/{name}" for name in (entry["geojson"], *entry["parts"].values()) if name}
    there = {p.relative_to(store.DEMO).as_posix() for p in store.DEMO.glob("*/**/*") if p.is_file()}
    assert there == listed, "data/demo holds other files than its manifest lists: run `make demo`."


def differences(made: Path, shipped: Path) -> Iterator[str]:
    """Each part of two demos that is not the same in both, by its kind and key in the manifest."""
    if description(made) != description(shipped):
        yield "datapackage.json"
    new, old = (demo.timeless(root / "manifest.json") for root in (made, shipped))
    for kind in kinds(new):
        for key in sorted({*new[kind], *old[kind]}):
            mine, theirs = new[kind].get(key), old[kind].get(key)
            known = mine is not None and theirs is not None and facts(mine) == facts(theirs)
            if not known or not all(alike(made / a, shipped / b) for a, b in files(mine, theirs)):
                yield f"{kind} {key}"


def kinds(manifest: dict[str, Any]) -> list[str]:
    """What a manifest lists parts of."""
    return [kind for kind, entries in manifest.items() if isinstance(entries, dict)]


def description(root: Path) -> dict[str, Any]:
    """The descriptor of a demo, whatever its files are called."""
    found = demo.timeless(root / "datapackage.json")
    resources = [{**resource, "path": len(resource["path"])} for resource in found["resources"]]
    return {**found, "version": "", "resources": resources}


def facts(entry: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says of one part, whatever its files are called."""
    told = {name: value for name, value in entry.items() if name not in BY_CONTENT}
    return {**told, "drawn": sorted(entry.get("parts", ()))}


def files(mine: dict[str, Any], theirs: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The files of one part in both demos, side by side."""
    if "file" in mine:
        yield mine["file"], theirs["file"]
    if mine.get("geojson"):
        yield f"geo/{mine['geojson']}", f"geo/{theirs['geojson']}"
    for code, name in mine.get("parts", {}).items():
        yield f"geo/{name}", f"geo/{theirs['parts'][code]}"


def alike(mine: Path, theirs: Path) -> bool:
    """Whether two files hold the same table or map, as far as two machines can make the same."""
    if mine.read_bytes() == theirs.read_bytes():
        return True
    drawn = mine.suffix == ".json" or "boundaries" in mine.parts
    a, b = (read(path, drawn=drawn) for path in (mine, theirs))
    if drawn:
        reach = DEGREES if mine.suffix == ".json" else METRES
        shapes = [shapely.normalize(frame.pop("geometry").to_numpy()) for frame in (a, b)]
        if len(a) != len(b) or not shapely.equals_exact(*shapes, reach).all():
            return False
    try:
        pd.testing.assert_frame_equal(a, b, check_dtype=False, check_categorical=False, rtol=RELATIVE, atol=0)
    except AssertionError:
        return False
    return True


def read(path: Path, *, drawn: bool) -> pd.DataFrame:
    if path.suffix == ".json":
        return pd.DataFrame(gpd.GeoDataFrame.from_features(json.loads(path.read_text(encoding="utf-8"))))
    return pd.DataFrame(gpd.read_parquet(path)) if drawn else pd.read_parquet(path)
