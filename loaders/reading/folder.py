"""Answers of publishers as files in one folder, that someone saved with a browser: no network is used.

Each address that a loader asks has one name of a file, made from the address itself: the name that a browser gives it
where it has one (``86165NED.zip``, ``kwb-2024.xlsx``), else the table and what is asked of it
(``47018NED_TypedDataSet_2024_1a2b3c.json``). So every source can be read from files without knowing of it.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from loaders.reading.http import NotAvailable, SourceError

# What a browser saves under the last part of the address.
NAMED = (".zip", ".xlsx", ".csv", ".gpkg", ".geojson")
# Parts of a question that do not change what is asked, or which page of it.
# ``kwb-2024 (1).xlsx``: the number that a browser puts behind a name.
_COPY = re.compile(r" ?\(\d+\)(?=\.\w+$)")
_FORMAT, _PAGE = "$format", "$skip"


@dataclass(frozen=True)
class Wanted:
    """A file that is not in the folder: where to fetch it, and the name or names under which to save it."""

    url: str
    names: tuple[str, ...]
    what: str


class Missing(NotAvailable):
    """What was asked is not in the folder."""


@dataclass
class Folder:
    """The files of a folder and of the folders in it; what was found and what was missing is remembered."""

    path: Path
    found: list[str] = field(default_factory=list)
    missing: list[Wanted] = field(default_factory=list)

    def files(self, *endings: str) -> list[Path]:
        """Every file with one of these endings (all without any), by name."""
        inside = (path for path in self.path.rglob("*") if path.is_file() and not path.name.startswith("."))
        return sorted(path for path in inside if not endings or path.name.lower().endswith(endings))

    def find(self, *patterns: str) -> Path | None:
        """The first file whose name is as one of these regular expressions, upper and lower case alike."""
        files = self.files()
        # A browser that has saved a name before puts a number behind it; the name itself goes before that.
        for called in (lambda path: path.name, lambda path: _COPY.sub("", path.name)):
            for pattern in patterns:
                for path in files:
                    if re.fullmatch(pattern, called(path), re.IGNORECASE):
                        self.found.append(path.name)
                        return path
        return None

    def want(self, url: str, names: Iterable[str], what: str) -> Missing:
        """Remember that a file is missing; the error to raise when nothing can be done without it."""
        wanted = Wanted(url, tuple(names), what)
        if wanted not in self.missing:
            self.missing.append(wanted)
        return Missing(f"{what}: niet in de map. Haal {wanted.url} op en bewaar het als {wanted.names[0]}.")

    def answer(self, url: str, what: str) -> Path:
        """The file that holds the answer of this address. Raises Missing."""
        names = file_names(url)
        path = self.find(*map(re.escape, names))
        if path is None:
            raise self.want(url, names, what)
        return path

    def check(self, path: Path, head: bytes, what: str, url: str) -> None:
        """Raise SourceError for a web page that was saved as data, an empty file, and a ZIP that was cut off."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        again = f"Haal het opnieuw op van {url}." if url else "Haal het opnieuw op."
        if not start:
            raise SourceError(f"{what}: het bestand {path.name} is leeg. {again}")
        if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
            raise SourceError(
                f"{what}: het bestand {path.name} is een webpagina en geen gegevens, bijvoorbeeld een foutmelding die onder "
                f"die naam is bewaard. {again}"
            )
        if head.startswith(b"PK"):
            try:
                with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                    damaged = archive.testzip()
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
                raise SourceError(f"{what}: het bestand {path.name} is niet compleet of beschadigd. {again}") from error
            if damaged is not None:
                raise SourceError(f"{what}: {damaged} in het bestand {path.name} is beschadigd. {again}")

    def drops(self, source: str) -> list[Path]:
        """Files of one source in a folder of its name, as in the folder drop/ of the data."""
        own = self.path / source
        found = sorted(path for path in own.iterdir() if path.is_file()) if own.is_dir() else []
        self.found += [path.name for path in found]
        return found


def file_names(url: str) -> tuple[str, ...]:
    """The names under which the answer of an address is looked for; the first is the one to tell."""
    address = urlsplit(url)
    parts = [part for part in address.path.split("/") if part]
    query = [(name, value) for name, value in parse_qsl(address.query) if name != _FORMAT]
    last = parts[-1] if parts else address.netloc
    if last.lower().endswith(NAMED) and not query:
        return (last,)
    if "csv" in (part.lower() for part in parts[:1]):
        return (f"{last}.zip",)
    asked = [(name, value) for name, value in query if name != _PAGE]
    page = dict(query).get(_PAGE, "")
    name = "_".join(parts[-2:])
    if asked:
        text = " ".join(value for _, value in asked)
        year = re.search(r"'(20\d\d|19\d\d)[A-Z0]", text)
        digest = hashlib.sha256(repr(sorted(asked)).encode()).hexdigest()[:6]
        name += f"_{year[1]}_{digest}" if year else f"_{digest}"
    return (re.sub(r"[^\w.-]", "-", f"{name}{f'_{page}' if page else ''}.json"),)
