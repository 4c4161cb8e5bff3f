"""Storing what a reader confirmed, and undoing it.

Every import keeps its own rows. The figures of a level and year are all imports that still count, laid over each other
in the order in which they came; undoing one means laying them anew without it, however long ago it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from loaders import store
from loaders.importing import protect
from loaders.importing.plan import Own, Plan, from_json, owned
from loaders.importing.proposal import Proposal
from loaders.places.areas import Division
from loaders.reading.files import ImportProblem
from loaders.sources.municipal import SOURCE
from loaders.store import publishing

STORED, UNDONE = "stored", "undone"


def save(root: Path, proposal: Proposal, *, leave_out: bool = False) -> str:
    """Store what the proposal holds and return the id of the import.

    Raises ImportProblem when nothing can be stored, or when parts would be left out and ``leave_out`` does not allow it.
    """
    if not proposal.storable:
        raise ImportProblem(" ".join(proposal.stops) or "Er is niets om op te slaan.")
    if not proposal.clean and not leave_out:
        left = len(proposal.problems) + len(proposal.unmatched)
        raise ImportProblem(
            f"Er is niets opgeslagen: {left} problemen zijn nog niet opgelost. Herstel ze, of sla op zonder die rijen."
        )
    with store.importing(root):
        there = store.open_store(root)
        if there.demo or there.is_empty():
            raise ImportProblem(
                "Hier staan alleen verzonnen cijfers. Haal eerst de echte cijfers op; daarna kunt u opslaan."
            )
        publishing.begin(root)
        moment = datetime.now(UTC)
        record = _record(proposal, moment, there)
        id = f"{moment:%Y%m%d}-{record['order']}-{proposal.file.sha256[:8]}"
        with store.writer(root) as writer:
            writer.put_import(id, record, proposal.frame)
            for variable, own in proposal.own.items():
                writer.put_custom_variable(variable, asdict(own))
            every = owned(there.manifest()) | proposal.own
            _lay(writer, there, _partitions(proposal.frame), proposal.frame, every, without="")
    return id


def undo(root: Path, id: str) -> dict[str, Any]:
    """Take one import out of the figures again and return its record. Raises ImportProblem when it is not there."""
    with store.importing(root):
        there = store.open_store(root)
        record = there.imports().get(id)
        if record is None or record["status"] != STORED:
            raise ImportProblem(f"Er is geen opgeslagen bestand met nummer {id!r}.")
        publishing.begin(root)
        with store.writer(root) as writer:
            record = {**record, "status": UNDONE, "undone": datetime.now(UTC).isoformat(timespec="seconds")}
            writer.put_import(id, record)
            _lay(writer, there, [tuple(p) for p in record["partitions"]], None, owned(there.manifest()), without=id)
    return record


def stored(there: store.Store) -> dict[str, dict[str, Any]]:
    """The imports that count, by id, newest first."""
    found = sorted(there.imports().items(), key=lambda item: -int(item[1]["order"]))
    return {id: record for id, record in found if record["status"] == STORED}


def keep_plan(root: Path, plan: Plan) -> None:
    """Keep the reader's choices under the name in the plan."""
    store.put_mapping(root, plan.name, plan.to_json())


def plans(root: Path) -> dict[str, str]:
    """The choices that were kept, as text, by name; read one with ``plan``."""
    return store.mappings(root)


def plan(root: Path, name: str) -> Plan:
    """The choices kept under this name. Raises ImportProblem when there are none."""
    text = plans(root).get(name)
    if text is None:
        raise ImportProblem(
            f"Er zijn geen keuzes bewaard onder de naam {name!r}. Wel: {', '.join(plans(root)) or 'geen'}."
        )
    return from_json(text)


def _record(proposal: Proposal, moment: datetime, there: store.Store) -> dict[str, Any]:
    return {
        "name": proposal.file.name[:120],
        "sha256": proposal.file.sha256,
        "stored": moment.isoformat(timespec="seconds"),
        "status": STORED,
        "order": 1 + max((r["order"] for r in there.imports().values()), default=0),
        "partitions": _partitions(proposal.frame),
        "variables": sorted(proposal.frame["variable"].unique()),
        "areas": len(proposal.matched),
        "left_out": len(proposal.problems) + len(proposal.unmatched),
        "plan": proposal.plan.name,
        "details": proposal.details,
    }


def _partitions(frame: pd.DataFrame) -> list[tuple[str, int]]:
    pairs = frame[["level", "year"]].drop_duplicates()
    return sorted((str(level), int(year)) for level, year in pairs.itertuples(index=False))


def _lay(
    writer: store.Writer,
    there: store.Store,
    partitions: Sequence[tuple[str, int]],
    added: pd.DataFrame | None,
    own: Mapping[str, Own],
    without: str,
) -> None:
    """Make the years of these partitions anew out of every import that counts, and the rows now added."""
    layers = [there.import_rows(id) for id in reversed(stored(there)) if id != without]
    layers += [] if added is None else [added]
    files = [set(layer["variable"]) for layer in layers]
    for year in sorted({year for _, year in partitions}):
        parts = [layer[layer["year"] == year].astype(object) for layer in layers]
        parts = [part for part in parts if not part.empty]
        levels = {level for level, of in partitions if of == year}
        if parts:
            together = pd.concat(parts, ignore_index=True).drop_duplicates(["region", "variable"], keep="last")
            together = _protected(together, own, Division(there, year).areas, files)
            for level, rows in together.groupby("level"):
                writer.put_observations(SOURCE.id, str(level), year, rows)
            levels -= set(together["level"])
        for level in levels:
            writer.remove_observations(SOURCE.id, level, year)


def _protected(
    rows: pd.DataFrame, own: Mapping[str, Own], areas: Iterable[str], files: Iterable[Collection[str]]
) -> pd.DataFrame:
    """The rows, with more withheld where that is needed: a file that is undone takes what it withheld along."""
    hidden = set(protect.besides(rows, own, areas, files))
    lost = np.array([pair in hidden for pair in zip(rows["variable"], rows["region"], strict=True)], dtype=bool)
    return rows.assign(value=rows["value"].mask(lost), status=rows["status"].mask(lost, "withheld"))
