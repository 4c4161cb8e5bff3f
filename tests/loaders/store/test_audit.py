"""Who changes something is written down before it happens, and how it ended after it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from loaders import store
from loaders.store.layout import StoreError
from tests.conftest import ROOT


def lines(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def test_an_intent_and_an_outcome(tmp_path: Path) -> None:
    with store.noting(tmp_path, {"action": "iets", "who": "ik"}) as after:
        assert [line["state"] for line in lines(tmp_path)] == ["begun"]
        after["rows"] = 3
    with pytest.raises(ValueError, match="mis"), store.noting(tmp_path, {"action": "iets", "who": "ik"}):
        raise ValueError("mis")
    found = lines(tmp_path)
    assert [line["state"] for line in found] == ["begun", "done", "begun", "failed"] and found[1]["rows"] == 3
    assert found[0]["event"] == found[1]["event"] != found[2]["event"]


def test_without_a_line_nothing_is_changed(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    changed = False
    with pytest.raises(StoreError, match="audit"), store.noting(tmp_path, {"action": "iets", "who": "ik"}):
        changed = True
    assert not changed


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is ended otherwise")
def test_who_is_killed_half_way_has_a_line(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom loaders import store\n"
        "with store.noting(Path(sys.argv[1]), {'action': 'iets', 'who': 'ik'}):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert [line["state"] for line in lines(tmp_path)] == ["begun"]


@pytest.mark.parametrize("name", [".lock", ".versions.lock", ".import.lock", ".audit.lock"])
def test_a_folder_that_cannot_be_written_is_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the folder is read-only: the lock cannot be made."""
    from filelock import FileLock

    from loaders.store import disk

    def refused(self: FileLock, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / name))

    monkeypatch.setattr(FileLock, "acquire", refused)
    with (
        pytest.raises(StoreError, match=r"kan niet worden geschreven .*Kies met DSW_DATA"),
        disk.locked(tmp_path / name),
    ):
        pass
