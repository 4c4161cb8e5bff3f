"""The house rules that a machine can hold: walls, tidy files, and nothing undocumented."""

from __future__ import annotations

import ast
import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import PAGES
from docs.render import pages
from tests.conftest import ROOT

ROOMS = ("loaders", "indicators", "answers", "figures", "export", "ui", "web", "pages")
MEGABYTE = 1_000_000
# Characters of a line, and parameters of a function, from which on nobody reads them.
LONGEST, MOST_PARAMETERS = 140, 10
# Folders of one machine, and settings that would tie an install to one package index.
MACHINE_PATH = re.compile(r"(?<![\w.:/~}*])/(?:home|root|Users|work|tmp|mnt|srv)/\w")
PACKAGE_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
SETTING = re.compile(r"\bDSW_[A-Z0-9_]+\b")
NETWORK = {"requests", "urllib3", "http", "ftplib", "cbsodata", "httpx", "aiohttp", "urllib.request"}


def tracked() -> list[Path]:
    """Every file under version control, or every file of a copy without history."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", "__pycache__"}
    return [f for f in ROOT.rglob("*") if f.is_file() and not skipped & set(f.relative_to(ROOT).parts)]


def text_files() -> dict[str, str]:
    """Tracked files that are text, by their path from the project's folder; this file names what it forbids."""
    found = {}
    for file in tracked():
        if file == Path(__file__) or file.suffix in {".parquet", ".png", ".woff2", ".gz"}:
            continue
        with contextlib.suppress(UnicodeDecodeError):
            found[file.relative_to(ROOT).as_posix()] = file.read_text(encoding="utf-8")
    return found


def imports(file: Path) -> set[str]:
    """Names of the modules that a file imports anywhere in it, each with its parents."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[: i + 1]) for name in names for i in range(name.count(".") + 1)}


def offenders(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in text_files().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_import_walls_stand() -> None:
    run = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_downwards(room: str) -> None:
    forbidden = {"app", "pages", "tests", "bench"}
    if room in ("loaders", "indicators"):
        forbidden |= {"streamlit", "plotly"}
    if room != "loaders":
        forbidden |= NETWORK
    for file in sorted((ROOT / room).rglob("*.py")):
        assert not imports(file) & forbidden, f"{file.relative_to(ROOT)} may not import {imports(file) & forbidden}"


def test_no_path_of_one_machine_is_committed() -> None:
    assert offenders(MACHINE_PATH) == []


def test_no_package_index_is_committed() -> None:
    assert offenders(PACKAGE_INDEX) == []


def test_nothing_is_left_unfinished() -> None:
    assert offenders(UNFINISHED) == []


def test_no_file_is_large() -> None:
    assert [f.relative_to(ROOT).as_posix() for f in tracked() if f.stat().st_size > 3 * MEGABYTE] == []


def test_only_the_demo_region_is_committed_as_data() -> None:
    data = [f.relative_to(ROOT) for f in tracked() if f.relative_to(ROOT).parts[0] == "data"]
    assert [f.as_posix() for f in data if f.parts[1] != "demo"] == []


def test_every_setting_is_documented() -> None:
    code = {n: t for n, t in text_files().items() if n.endswith(".py") and not n.startswith("tests/")}
    used = {setting for text in code.values() for setting in SETTING.findall(text)}
    listed = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert used == set(SETTING.findall(listed)), "docs/settings.md lists every setting that the code reads, no other."


def test_every_page_is_a_script_and_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in PAGES:
        address = "/" if name == "start" else f"/{name}"
        assert (ROOT / "pages" / f"{name}.py").is_file(), f"app.py lists {name}, but pages/{name}.py is not there."
        assert f"| `{address}` |" in readme, f"README.md says nothing about the page {address}."
    assert {file.stem for file in (ROOT / "pages").glob("*.py")} == set(PAGES), "Every page stands in app.py's PAGES."


def test_every_pin_is_exact() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-login.txt", "requirements-dask.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line[:1].isalnum()]
        assert lines and all("==" in line for line in lines), f"{name} pins every package; run `make lock`."
        # With one hash pip asks for all: a file that somebody changed on its way is not installed.
        pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
        assert all("--hash=sha256:" in pin for pin in pins), f"{name} has a hash for every package; run `make lock`."


def test_ci_and_make_can_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_generated_docs_are_up_to_date() -> None:
    for name, text in pages().items():
        written = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert written == text, f"docs/{name} is behind the code; run `make docs`."


CACHES = {"cache", "lru_cache", "functools.cache", "functools.lru_cache", "st.cache_data", "st.cache_resource"}
# What is known of a name, a file or an address whatever the data are, below the room where versions are known: the
# first by no more keys than the project has of them, the others with a bound.
BY_THE_PROJECT = {
    "indicators/catalog.py: leaves",
    "loaders/edited/file.py: kept",
    "loaders/store/mirror.py: open_mirror",
}
WITH_A_BOUND = {
    "loaders/places/areas.py: plain_name",
    "loaders/sources/amsterdam.py: read",
    "loaders/store/history.py: _files_listed",
}


def caches(file: Path) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """The functions of a file with a cache of Python's or Streamlit's own: name of the cache, function, decorator as written."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                written = ast.unparse(decorator)
                if written.split("(")[0] in CACHES:
                    found.append((written.split("(")[0], node, written))
    return found


def test_answers_are_remembered_in_one_way() -> None:
    """What depends on the data is ``@remembered``; ``@cache`` is for what has no argument and never changes in a process."""
    known = set()
    for file in [ROOT / "app.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]:
        for name, function, written in caches(file):
            where = f"{file.relative_to(ROOT).as_posix()}: {function.name}"
            known.add(where)
            if where in WITH_A_BOUND:
                assert "lru_cache(maxsize=" in written, f"{where} has no bound."
            elif where not in BY_THE_PROJECT:
                without = not ast.unparse(function.args)
                assert name in ("cache", "functools.cache") and without, (
                    f"{where} is cached by {written}: use @remembered(size) of answers/held.py, which keys on the version."
                )
    assert known >= BY_THE_PROJECT | WITH_A_BOUND, "What is cached no more needs no exception here."


def lines_of(room: str) -> int:
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in (ROOT / room).rglob("*.py"))


def test_no_room_is_the_whole_house() -> None:
    sizes = {room: lines_of(room) for room in ROOMS}
    largest = max(sizes, key=lambda room: sizes[room])
    share = sizes[largest] / sum(sizes.values())
    assert share < 0.3, (
        f"{largest}/ holds {share:.0%} of the code: split what it does, or move declarations to a data file."
    )


def test_code_is_readable_as_written() -> None:
    """The formatter has all of it; what a reader of code sees in one line fits one line."""
    assert offenders(re.compile(r"#\s*fmt:\s*(?:skip|off)")) == []
    long = [
        f"{name}:{number}"
        for name, text in text_files().items()
        if name.endswith(".py")
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONGEST and "https://" not in line
    ]
    assert long == [], f"Lines over {LONGEST} characters: name a part of it, or break the sentence."


def test_functions_take_few_parameters() -> None:
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    count = sum(one.arg not in ("self", "cls") for one in named)
                    assert count < MOST_PARAMETERS, (
                        f"{file.relative_to(ROOT)}: {node.name} takes {count}: give it an object."
                    )
