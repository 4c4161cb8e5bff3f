"""The faults, each on a folder of its own: what must be so after it is looked at, not hoped for.

After every fault the store opens, every file of it is as it was written, its version is one that is known, what a reader sees
is old or new and never half, and the next command ends well.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from loaders import store
from loaders.store import StoreError, publishing
from tests.conftest import ROOT
from tests.fakes import cbs
from tests.loaders.importing.import_store import build as with_people

YEARS = "2017,2020"
FILE = "wijkcode;jaar;jongerenwerkers (fte)\nWK0363MA;2024;1,5\n"
# Whoever is not done after so long hangs, in seconds.
PATIENCE = 120


@dataclass
class Outcome:
    """How one kind of fault went: how often it was made, and what was wrong after it, in words."""

    name: str
    times: int = 0
    wrong: list[str] = field(default_factory=list)


class Place:
    """A folder with data, and commands that run on it as an operator would run them."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address

    @property
    def env(self) -> dict[str, str]:
        """What a command is told."""
        told = {"DSW_DATA": str(self.folder), "DSW_CBS_URL": self.address, "DSW_CBS_V4_URL": self.address}
        return os.environ | told | {"DSW_CBS_DOWNLOAD_URL": self.address}

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A command in a session of its own, so that it can be killed with all it started."""
        line = [sys.executable, "-m", *command]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            line, cwd=ROOT, env=self.env, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        with self.start(*command) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def run_all(self, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        """The same, of one tuple."""
        return self.run(*command)

    def copied(self, to: Path) -> Place:
        """The same data elsewhere."""
        shutil.copytree(self.folder, to)
        return Place(to, self.address)


def looked_at(place: Place, known: set[str], *, hurt: bool = False) -> Iterator[str]:
    """What is wrong with the data of a place; ``known`` are the versions that may be there, ``hurt``: damage was there."""
    try:
        held = store.open_store(place.folder)
        if (bad := held.verify()) and not hurt:
            yield f"{len(bad)} files are not as they were written"
        if held.version not in known:
            yield f"a reader sees {held.version}, which is neither what was there nor what was made"
        for entry in store.versions(place.folder):
            if (
                entry["kept"]
                and entry["version"] != held.version
                and not (place.folder / "manifests" / f"{entry['version']}.json").is_file()
            ):
                yield f"version {entry['version']} is said to be kept and is gone"
    except StoreError as error:
        yield f"the store does not open: {error}"
    audit = place.folder / "audit.jsonl"
    if audit.exists():
        for line in audit.read_text(encoding="utf-8").splitlines():
            try:
                json.loads(line)
            except ValueError:
                yield "a line of the audit log is half"


Command = tuple[str, ...]
PULL: Command = ("loaders", "pull", "cbs_kwb", "--years", YEARS, "--force")
REPAIR: Command = ("loaders", "repair")
BUILD: Command = ("indicators", "build", "--engine", "pandas")


@contextmanager
def places(folder: Path) -> Iterator[dict[str, Place]]:
    """The folders that each fault begins from: nothing, pulled, pulled and computed."""
    with cbs.serving(2017, 2020) as running:
        empty = Place(folder / "empty", running.base)
        empty.folder.mkdir()
        pulled = empty.copied(folder / "pulled")
        _well(pulled.run(*PULL))
        whole = pulled.copied(folder / "whole")
        _well(whole.run(*BUILD))
        people = Place(folder / "people", running.base)
        with_people(people.folder)
        publishing.record(people.folder)
        (folder / "a.csv").write_text(FILE, encoding="utf-8")
        yield {"empty": empty, "pulled": pulled, "whole": whole, "people": people}


def _well(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise RuntimeError(f"{done.args}: {done.stdout[-500:]} {done.stderr[-2000:]}")


def version(place: Place) -> str:
    """What a reader sees there."""
    return store.open_store(place.folder).version


def kills(name: str, start: Place, command: Command, after: Sequence[Command], times: int) -> Outcome:
    """Kill a command at a moment by chance, again and again; then run what follows, which must end well."""
    outcome, rng = Outcome(f"{name} gedood"), random.Random(7)
    trial = start.copied(start.folder.with_name(f"{name}-trial"))
    began = time.monotonic()
    _well(trial.run(*command))
    took = time.monotonic() - began
    made = {version(start), version(trial)}
    for one in after:
        _well(trial.run(*one))
    made.add(version(trial))
    for number in range(times):
        place = start.copied(start.folder.with_name(f"{name}-{number}"))
        process = place.start(*command)
        time.sleep(rng.uniform(0.1, 1.0) * took)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        outcome.times += 1
        outcome.wrong += looked_at(place, made, hurt=command == REPAIR)
        for one in after:
            done = place.run(*one)
            if done.returncode:
                outcome.wrong.append(f"{' '.join(one)} after it: {done.stderr[-300:]}")
        outcome.wrong += looked_at(place, made | {version(place)})
        shutil.rmtree(place.folder)
    shutil.rmtree(trial.folder)
    return outcome


def imports(people: Place, times: int) -> Outcome:
    """An import that is killed is there with its line in the audit log, or not there at all."""
    command = ("loaders", "import", str(people.folder.with_name("a.csv")), "--yes")
    outcome = kills("import", people, command, [BUILD], times)
    return outcome


def manifests(whole: Place) -> Outcome:
    """A manifest cut, emptied, of another kind, from the future, or gone: older figures, or one sentence."""
    outcome = Outcome("manifest beschadigd")
    text = (whole.folder / "manifest.json").read_text(encoding="utf-8")
    broken: dict[str, str | None] = {
        "cut": text[: len(text) // 2],
        "emptied": "",
        "null": "null",
        "a list": "[]",
        "from the future": json.dumps({**json.loads(text), "schema": 99}),
        "a bit flipped": text.replace('"rows": ', '"rows": 1', 1),
        "gone": None,
    }
    for name, told in broken.items():
        place = whole.copied(whole.folder.with_name("manifest-trial"))
        path = place.folder / "manifest.json"
        path.unlink() if told is None else path.write_text(told, encoding="utf-8")
        outcome.times += 1
        try:
            seen = store.open_store(place.folder)
            if seen.version != version(whole):
                outcome.wrong.append(f"{name}: a reader sees {seen.version}")
        except StoreError as error:
            if name != "from the future" or "nieuwere versie" not in str(error):
                outcome.wrong.append(f"{name}: {error}")
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            outcome.wrong.append(f"{name}: {type(error).__name__}")
        shutil.rmtree(place.folder)
    return outcome


def full_disk(name: str, start: Place, command: Command, times: int) -> Outcome:
    """No file may grow beyond so many bytes, as on a disk that is full: a sentence, and nothing changed."""
    outcome, before = Outcome(f"{name} met volle schijf"), version(start)
    for number in range(times):
        place = start.copied(start.folder.with_name(f"{name}-full"))
        limit = 512 * (number + 1)
        line = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
        line += f"sys.argv = {[command[0], *command[1:]]!r}; runpy.run_module({command[0]!r}, run_name='__main__')"
        done = subprocess.run(
            [sys.executable, "-c", line],
            cwd=ROOT,
            env=place.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        outcome.times += 1
        if done.returncode == 0 and version(place) not in {before, version(start)}:
            outcome.wrong.append("it says that all went well")
        if "Traceback" in done.stderr:
            outcome.wrong.append(f"a traceback: {done.stderr[-200:]}")
        outcome.wrong += looked_at(place, {before})
        shutil.rmtree(place.folder)
    return outcome


def at_once(start: Place, times: int) -> Outcome:
    """Two pulls and a build of one folder at the same time, and then one build: all is there."""
    outcome = Outcome("twee keer ophalen en een berekening tegelijk")
    for _ in range(times):
        place = start.copied(start.folder.with_name("at-once"))
        with ThreadPoolExecutor(3) as pool:
            done = list(pool.map(place.run_all, (PULL, PULL, BUILD)))
        outcome.times += 1
        outcome.wrong += [one.stderr[-300:] for one in done if one.returncode or "Traceback" in one.stderr]
        last = place.run(*BUILD)
        if last.returncode:
            outcome.wrong.append(last.stderr[-300:])
        outcome.wrong += looked_at(place, {version(place)})
        if set(store.open_store(place.folder).years("wijk", "inwoners")) != {2017, 2020}:
            outcome.wrong.append("a year is missing")
        shutil.rmtree(place.folder)
    return outcome


def every(folder: Path, times: int, tell: Callable[[str], None]) -> list[Outcome]:
    """All faults, each ``times`` times where chance plays a part."""
    found: list[Outcome] = []
    with places(folder) as there:
        repair = there["whole"].copied(folder / "damaged")
        target = next((repair.folder / "observations/cbs_kwb").rglob("*.parquet"))
        target.write_bytes(target.read_bytes()[:-40] + bytes(40))
        few = max(times // 10, 1)
        for fault in (
            lambda: kills("ophalen", there["empty"], PULL, [PULL, BUILD], times),
            lambda: kills("opnieuw ophalen", there["whole"], PULL, [BUILD], times),
            lambda: kills("berekenen", there["pulled"], BUILD, [BUILD], times),
            lambda: imports(there["people"], times),
            lambda: kills("herstellen", repair, REPAIR, [REPAIR], times),
            lambda: manifests(there["whole"]),
            lambda: full_disk("ophalen", there["whole"], PULL, few),
            lambda: full_disk("berekenen", there["pulled"], BUILD, few),
            lambda: at_once(there["whole"], few),
        ):
            began = time.monotonic()
            one = fault()
            found.append(one)
            tell(f"{one.name}: {one.times} keer, {len(one.wrong)} mis, {time.monotonic() - began:.0f} s")
            for wrong in dict.fromkeys(one.wrong):
                tell(f"  {wrong}")
    return found
