"""A ZIP as a publisher gave it: opened within a ceiling, and one error for all the ways in which one can be damaged."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator

from loaders.reading.http import SourceError

# More than the largest file of a publisher holds (the addresses of a year: 0.5 GB); what asks for more is refused unread.
MOST_BYTES = 2_000_000_000
# What zipfile and the readers behind it raise: encrypted is RuntimeError, another compression NotImplementedError.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    csv.Error,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
)


def opened(data: bytes, what: str) -> zipfile.ZipFile:
    """The archive. ``what`` names it in messages, in Dutch. Raises SourceError when it is damaged or unpacks to too much."""
    with reporting_damage(what):
        archive = zipfile.ZipFile(io.BytesIO(data))
        # zipfile never gives more of a file than the archive says it is, so a lie about that helps nobody.
        size = sum(info.file_size for info in archive.infolist())
    if size > MOST_BYTES:
        raise SourceError(
            f"{what}: uitgepakt is het ZIP-bestand {size // 1_000_000} MB; dat kan niet goed zijn. Probeer het opnieuw."
        )
    return archive


@contextlib.contextmanager
def reporting_damage(what: str) -> Iterator[None]:
    """Whatever reading the files of an archive runs into becomes a SourceError; a SourceError stays what it was."""
    try:
        yield
    except _DAMAGED as error:
        raise SourceError(
            f"{what}: het ZIP-bestand is beschadigd of anders opgebouwd dan verwacht ({type(error).__name__}: {error}). "
            "Haal het opnieuw op."
        ) from error
