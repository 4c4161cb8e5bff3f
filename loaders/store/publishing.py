"""Published versions of the data: kept at the end of a pull, a build or an import, with what each changed.

A version is published once, when a refresh ends and its indicators are computed (refresh.py), and every version that was
published stays for its days.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from loaders.store import history, refresh
from loaders.store.layout import REVISION_COLUMNS
from loaders.store.reader import Store
from loaders.store.today import open_store

# Values that are listed one by one; the counts are always whole.
MOST_LISTED = 100_000
# Differences that come of computing the same on another machine.
RELATIVE = 1e-9


def begin(root: Path) -> None:
    """Before something changes: keep what stands there, if it was not kept yet."""
    record(root)


def record(root: Path, note: str = "") -> dict[str, Any] | None:
    """Publish the data of today and return the entry in the log; None when nothing changed since the last one.

    ``note`` is what the maintainer says about it, in Dutch: why a figure was corrected.
    """
    with refresh.outside():
        data = open_store(root)
        log = history.versions(root)
        if data.demo or data.is_empty() or (log and log[0]["version"] == data.version):
            return None
        before = _before(root, log[0]["version"] if log else None)
        parts, moved = compare(before, data) if before else ([], _none())
        entry = {
            "previous": before.version if before else None,
            "note": note,
            "changes": parts,
            "moved": sum(part["moved"] for part in parts),
            "listed": len(moved),
        }
        history.publish(data, entry, moved)
        return history.versions(root)[0]


def _before(root: Path, version: str | None) -> Store | None:
    """A kept version of this folder, whichever folder serves today."""
    path = root / "manifests" / f"{version}.json"
    return Store.of_file(root, path) if version and path.is_file() else None


def compare(before: Store, after: Store) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """What changed between two versions: per source, level and year, and the values themselves (REVISION_COLUMNS).

    A part says ``kind`` (new, gone, changed), ``rows``, and how many values ``moved``, were ``filled`` or ``emptied``;
    ``variables`` counts what moved or went per figure. Only differences beyond rounding of the computer count.
    """
    old, new = before.manifest()["observations"], after.manifest()["observations"]
    parts, frames = [], []
    for key in sorted({*old, *new}):
        entry = new.get(key) or old[key]
        about = {"source": entry["source"], "level": entry["level"], "year": entry["year"], "rows": entry["rows"]}
        counts = {"moved": 0, "filled": 0, "emptied": 0, "variables": {}}
        if key not in old or key not in new:
            parts.append({**about, "kind": "new" if key not in old else "gone", **counts})
        elif old[key]["file"] != new[key]["file"]:
            asked = {"level": entry["level"], "years": [entry["year"]], "sources": [entry["source"]]}
            found, counts = differences(before.observations(**asked), after.observations(**asked))
            if counts["moved"] or counts["filled"] or counts["emptied"]:
                parts.append({**about, "kind": "changed", **counts})
                frames.append(found)
    moved = pd.concat(frames, ignore_index=True) if frames else _none()
    return parts, _largest(moved)


def differences(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Two long frames of one source, level and year: the values that moved or went (REVISION_COLUMNS), and the counts."""
    regions = pd.Index(np.union1d(old["region"].cat.categories, new["region"].cat.categories))
    variables = pd.Index(np.union1d(old["variable"].cat.categories, new["variable"].cat.categories))
    a = pd.Series(old["value"].to_numpy(), index=_keys(old, regions, variables))
    b = pd.Series(new["value"].to_numpy(), index=_keys(new, regions, variables))
    keys = a.index.union(b.index)
    was, now = a.reindex(keys).to_numpy(), b.reindex(keys).to_numpy()
    had, has = np.isfinite(was), np.isfinite(now)
    moved = had & has & ~np.isclose(was, now, rtol=RELATIVE, atol=1e-12)
    emptied = had & ~has
    told = moved | emptied
    key = keys.to_numpy()[told]
    frame = pd.DataFrame(
        {
            "region": regions.to_numpy()[(key // 4096) % len(regions)] if len(key) else [],
            "level": str(new["level"].iloc[0]),
            "division": (key % 4096).astype("int16"),
            "year": int(new["year"].iloc[0]),
            "variable": variables.to_numpy()[key // 4096 // max(len(regions), 1)] if len(key) else [],
            "source": str(new["source"].iloc[0]),
            "old": was[told],
            "new": now[told],
            "old_status": _statuses(old, regions, variables, keys[told]),
            "new_status": _statuses(new, regions, variables, keys[told]),
        }
    )
    counts = {
        "moved": int(moved.sum()),
        "filled": int((~had & has).sum()),
        "emptied": int(emptied.sum()),
        "variables": {str(id): int(count) for id, count in frame["variable"].value_counts().sort_index().items()},
    }
    return frame, counts


def _statuses(frame: pd.DataFrame, regions: pd.Index, variables: pd.Index, keys: pd.Index) -> np.ndarray:
    """How firm these values are; "" where there is none."""
    held = pd.Series(frame["status"].astype(str).to_numpy(), index=_keys(frame, regions, variables))
    found: np.ndarray = held.reindex(keys).fillna("").to_numpy()
    return found


def _keys(frame: pd.DataFrame, regions: pd.Index, variables: pd.Index) -> np.ndarray:
    """Variable, region and division of each row as one number."""
    region = regions.get_indexer(frame["region"].cat.categories)[frame["region"].cat.codes]
    variable = variables.get_indexer(frame["variable"].cat.categories)[frame["variable"].cat.codes]
    found: np.ndarray = (variable.astype("int64") * len(regions) + region) * 4096 + frame["division"].to_numpy()
    return found


def _largest(moved: pd.DataFrame) -> pd.DataFrame:
    """As many as may be listed: what went, then the largest moves against the size of what was."""
    if len(moved) > MOST_LISTED:
        size = (moved["new"] - moved["old"]).abs() / moved["old"].abs().clip(lower=1e-9)
        moved = moved.loc[size.fillna(np.inf).sort_values(ascending=False, kind="stable").index[:MOST_LISTED]]
    return moved.sort_values(["source", "variable", "year", "level", "region"], ignore_index=True)


def _none() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=object) for column in REVISION_COLUMNS})
