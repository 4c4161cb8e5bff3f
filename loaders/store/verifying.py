"""All files of a data folder looked at: whether each is there and is what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loaders.store.history import kept_files, log_problem, versions
from loaders.store.layout import StoreError
from loaders.store.manifest import files_of, newest_whole, read_json
from loaders.store.whole import is_sound


@dataclass(frozen=True)
class Verified:
    """How many files were read, which are damaged or gone (from the folder on), and what is wrong with the lists (Dutch)."""

    read: int
    damaged: tuple[str, ...]
    problems: tuple[str, ...]


def verify(root: Path) -> Verified:
    """Look at the files of today, of the versions that are kept, of what these changed, and at the answers that were kept.

    Raises StoreError when there is no manifest that is whole.
    """
    manifest, problem = newest_whole(root)
    log = versions(root)
    problems = [text for text in (problem, log_problem(root)) if text]
    for entry in log:
        if entry["kept"]:
            try:
                read_json(root / "manifests" / f"{entry['version']}.json")
            except StoreError as error:
                problems.append(str(error))
    files = files_of(manifest) | kept_files(root) | {entry["file"] for entry in log if entry["file"]}
    raw = {one["sha256"] for pull in manifest["pulls"].values() for one in pull.get("raw", ())}
    files |= {f"raw/{digest[:2]}/{digest}.gz" for digest in raw}
    return Verified(len(files), tuple(sorted(f for f in files if not is_sound(root / f))), tuple(problems))
