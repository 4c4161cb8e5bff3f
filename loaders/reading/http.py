"""One HTTP client for every source: time-outs, retries, progress, and raw answers kept with their sha256.

What it promises a loader: an answer that is whole (length checked, HTML where data was asked for refused), or an
exception whose text can be shown to a reader. The addresses of the publishers are settings, see :func:`base_url`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

# Whoever asks what a source is imports its file, and this one with it: the libraries come with the first question.
if TYPE_CHECKING:
    from pathlib import Path

    import requests
    from tenacity import RetryCallState

# Base address of each publisher, by the environment variable that overrides it.
BASE_URLS = {
    "DSW_CBS_URL": "https://opendata.cbs.nl",
    "DSW_CBS_V4_URL": "https://datasets.cbs.nl",
    "DSW_DERDEN_URL": "https://dataderden.cbs.nl",
    "DSW_PDOK_URL": "https://service.pdok.nl",
    "DSW_PDOK_API_URL": "https://api.pdok.nl",
    "DSW_LEEFBAAROMETER_URL": "https://www.leefbaarometer.nl",
    "DSW_LBM_GEO_URL": "https://geo.leefbaarometer.nl",
    "DSW_CBS_BESTANDEN_URL": "https://www.cbs.nl",
    "DSW_CBS_DOWNLOAD_URL": "https://download.cbs.nl",
    "DSW_AMSTERDAM_URL": "https://api.data.amsterdam.nl",
    "DSW_UTRECHT_URL": "https://utrecht.incijfers.nl",
}
USER_AGENT = "deltaplan-sociale-wijken (open data loader)"

CHUNK = 1 << 16
# How many bytes are enough to see what kind of answer this is.
HEAD = 64
RETRY_CODES = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524}
GONE_CODES = {404, 410}

Expect = Literal["json", "zip", "any"]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class SourceError(Exception):
    """A source could not be read. The text is Dutch, for the reader: what failed, why, and what to do."""


class NotAvailable(SourceError):  # noqa: N818 - it is no error, it is an answer
    """The publisher does not have this table or year. Named in the summary, never fatal."""


class Changed(SourceError):  # noqa: N818 - it is no error, it is an answer
    """The publisher answers, but not with what the loader counts on: trying again will not help, mending will."""


class Refused(SourceError):  # noqa: N818 - it is no error, it is an answer
    """The publisher turned the question itself down; ``answer`` is the beginning of what it said."""

    def __init__(self, message: str, answer: bytes) -> None:
        super().__init__(message)
        self.answer = answer


class Retry(Exception):  # noqa: N818 - not an error yet
    """A fault that may pass by itself; ``wait`` is what the publisher asked for, in seconds. The text is Dutch."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Sink(Protocol[T_co]):
    """Takes an answer in as it comes, and makes something of it; ValueError says that the answer is damaged."""

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""

    def finish(self) -> T_co:
        """What was made of it, once everything came."""


class _Whole(Generic[T]):
    """A sink that waits for everything and then parses it."""

    def __init__(self, parse: Callable[[bytes], T]) -> None:
        self.parse = parse
        self.body = bytearray()

    def feed(self, chunk: bytes) -> None:
        self.body += chunk

    def finish(self) -> T:
        return self.parse(bytes(self.body))


class _Copy:
    """What is kept of an answer: compressed and hashed as it comes, so that it is never in memory whole."""

    def __init__(self) -> None:
        self.sha = hashlib.sha256()
        # wbits 31 makes it a gzip file; its header holds no time, so the same answer gives the same file.
        self.zip = zlib.compressobj(1, wbits=31)
        self.packed = bytearray()
        self.length = 0

    def feed(self, chunk: bytes) -> None:
        self.sha.update(chunk)
        self.packed += self.zip.compress(chunk)
        self.length += len(chunk)

    def finish(self) -> bytes:
        return bytes(self.packed + self.zip.flush())


@dataclass(frozen=True)
class Raw:
    """One raw answer that was kept: where it came from, its sha256, its length in bytes, and when (UTC, ISO 8601)."""

    url: str
    sha256: str
    bytes: int
    fetched: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for the record of a pull."""
        return asdict(self)


def base_url(setting: str) -> str:
    """The base address behind an environment variable of :data:`BASE_URLS`, without a trailing slash."""
    return (os.environ.get(setting) or BASE_URLS[setting]).rstrip("/")


def utc_now() -> str:
    """The present moment in UTC as ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Answers(Protocol):
    """Answers that are at hand already, as files: see loaders.reading.folder."""

    def files(self, *endings: str) -> list[Path]:
        """Every file with one of these endings."""

    def find(self, *patterns: str) -> Path | None:
        """The first file whose name is as one of these regular expressions."""

    def want(self, url: str, names: Iterable[str], what: str) -> NotAvailable:
        """Remember that a file is missing; the error to raise when nothing can be done without it."""

    def answer(self, url: str, what: str) -> Path:
        """The file that holds the answer of this address. Raises NotAvailable."""

    def drops(self, source: str) -> list[Path]:
        """Files of one source in a folder of its name."""

    def check(self, path: Path, head: bytes, what: str, url: str) -> None:
        """Raise SourceError for a file that cannot be what was asked."""


class Snapshots(Protocol):
    """Answers that came before: see loaders.reading.snapshots."""

    def body(self, url: str, what: str) -> bytes:
        """What this address answered then. Raises NotAvailable."""


class Client:
    """Fetches whole answers. One client serves one thread.

    Once ``folder`` is set every answer is a file in it, and once ``snapshots`` is set it is one that came before: then
    nothing is asked of any network.

    ``keep`` stores an answer, given its sha256 and its gzipped bytes; what was kept is listed in ``raw``.
    ``received`` is called with the number of bytes so far of the answer at hand, and its expected length or None.
    ``timeout`` is (seconds to connect, seconds between two bytes); an answer that brings fewer than ``stall_bytes`` in
    ``stall`` seconds is broken off and tried again. ``attempts`` counts the first try.
    """

    def __init__(
        self,
        *,
        keep: Callable[[str, bytes], None] | None = None,
        received: Callable[[int, int | None], None] | None = None,
        attempts: int = 5,
        timeout: tuple[float, float] = (10.0, 60.0),
        backoff: float = 0.5,
        longest_wait: float = 60.0,
        stall: float = 20.0,
        stall_bytes: int = 2_000,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.folder: Answers | None = None
        self.snapshots: Snapshots | None = None
        self.keep = keep
        self.received = received
        self.raw: list[Raw] = []
        self.attempts = attempts
        self.timeout = timeout
        self.backoff = backoff
        self.longest_wait = longest_wait
        self.stall = stall
        self.stall_bytes = stall_bytes
        self.sleep = sleep
        self.session = _session()

    def get_json(self, url: str, params: Mapping[str, str] | None = None, *, what: str, keep: bool = True) -> Any:
        """The parsed JSON at ``url``. ``what`` names it in messages, in Dutch ("tabel 84799NED").

        Raises NotAvailable for a 404 and SourceError for anything else that retrying did not cure.
        """
        return self.get(url, params, what=what, expect="json", keep=keep, parse=json.loads)

    def get_bytes(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        what: str,
        expect: Expect = "any",
        keep: bool = True,
    ) -> bytes:
        """The body at ``url``, decompressed and whole. Raises as :meth:`get_json`."""
        return self.get(url, params, what=what, expect=expect, keep=keep, parse=bytes)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        what: str,
        parse: Callable[[bytes], T],
        expect: Expect = "any",
        keep: bool = True,
    ) -> T:
        """What ``parse`` makes of the body at ``url``; a ValueError in ``parse`` counts as a damaged answer.

        Raises as :meth:`get_json`.
        """
        return self.stream(url, params, what=what, sink=lambda: _Whole(parse), expect=expect, keep=keep)

    def stream(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        what: str,
        sink: Callable[[], Sink[T]],
        expect: Expect = "any",
        keep: bool = True,
    ) -> T:
        """What a fresh ``sink`` makes of the body at ``url``, fed as it comes: for answers too large to hold.

        Raises as :meth:`get_json`.
        """
        if self.folder is not None:
            return self._saved(self.folder, _whole_url(url, params), what, sink(), expect, keep)
        if self.snapshots is not None:
            return self._once_more(self.snapshots.body(_whole_url(url, params), what), what, sink(), expect)

        def attempt() -> tuple[T, _Copy | None]:
            taker, copy = sink(), _Copy() if keep and self.keep is not None else None
            try:
                for chunk in self._chunks(url, params, what, expect):
                    taker.feed(chunk)
                    if copy is not None:
                        copy.feed(chunk)
                return taker.finish(), copy
            except (ValueError, RecursionError) as error:
                raise Retry(f"het antwoord is beschadigd ({error})") from error

        result, copy = self.retry(attempt, what=what, url=url)
        if copy is not None:
            self._kept(_whole_url(url, params), copy)
        return result

    def _saved(self, folder: Answers, url: str, what: str, taker: Sink[T], expect: Expect, keep: bool) -> T:
        """What a sink makes of a file that someone saved; a second try would give the same."""
        path = folder.answer(url, what)
        copy = _Copy() if keep and self.keep is not None else None
        try:
            with path.open("rb") as file:
                chunk = file.read(CHUNK)
                folder.check(path, chunk, what, url)
                _check_kind(chunk, expect)
                while chunk:
                    taker.feed(chunk)
                    if copy is not None:
                        copy.feed(chunk)
                    chunk = file.read(CHUNK)
            found = taker.finish()
        except (Retry, ValueError, RecursionError, OSError) as error:
            raise SourceError(
                f"{what}: het bestand {path.name} is niet compleet of niet wat het moet zijn ({error}). "
                f"Haal het opnieuw op van {url}."
            ) from error
        if copy is not None:
            self._kept(url, copy)
        return found

    def _once_more(self, body: bytes, what: str, taker: Sink[T], expect: Expect) -> T:
        """What a sink makes of an answer that came before."""
        try:
            _check_kind(body[:CHUNK], expect)
            taker.feed(body)
            return taker.finish()
        except (Retry, ValueError, RecursionError) as error:
            raise SourceError(f"{what}: het bewaarde antwoord is niet wat het moet zijn ({error}).") from error

    def is_there(self, url: str, *, what: str, expect: Expect = "any") -> None:
        """Read only the beginning of an answer, for one that is large. Raises as :meth:`get_json`."""

        def attempt() -> None:
            chunks = self._chunks(url, None, what, expect)
            next(chunks, b"")
            chunks.close()

        self.retry(attempt, what=what, url=url)

    def retry(self, attempt: Callable[[], T], *, what: str, url: str) -> T:
        """What ``attempt`` returns, tried again while it raises Retry; SourceError when that never ends."""
        if self.snapshots is not None:
            raise NotAvailable(f"{what}: hiervan is geen antwoord bewaard ({url.split('?')[0]}).")
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        retrying = Retrying(
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(Retry),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return retrying(attempt)
        except Retry as error:
            raise SourceError(
                f"{what}: na {self.attempts} pogingen niet opgehaald van {url.split('?')[0]}, want {error}. "
                "Controleer de verbinding of probeer het later opnieuw."
            ) from error

    def remember(self, url: str, body: bytes) -> None:
        """Keep an answer that another library fetched, and list it in ``raw``."""
        copy = _Copy()
        copy.feed(body)
        self._kept(url, copy)

    def _kept(self, url: str, copy: _Copy) -> None:
        if self.keep is not None:
            self.keep(copy.sha.hexdigest(), copy.finish())
            self.raw.append(Raw(url, copy.sha.hexdigest(), copy.length, utc_now()))

    def _wait(self, state: RetryCallState) -> float:
        """Seconds before the next try: what the publisher asked, else twice as long each time."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Retry) else None
        wait = asked if asked is not None else self.backoff * 2.0 ** (state.attempt_number - 1)
        return min(wait, self.longest_wait)

    def _chunks(
        self, url: str, params: Mapping[str, str] | None, what: str, expect: Expect
    ) -> Generator[bytes, None, None]:
        """The body in parts, its kind checked on the first of them and its length after the last."""
        import requests
        import urllib3

        try:
            with self.session.get(url, params=params, stream=True, timeout=self.timeout) as response:
                check_status(response, what)
                # A kind shows in its first bytes; a first part may be shorter than that.
                head: bytes | None = b""
                for chunk in self._read(response):
                    if head is not None:
                        head += chunk
                        if len(head) < HEAD:
                            continue
                        _check_kind(head, expect)
                        chunk, head = head, None
                    yield chunk
                if head is not None:
                    _check_kind(head, expect)
                    yield head
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Retry(reason(error)) from error

    def _read(self, response: requests.Response) -> Iterator[bytes]:
        """The parts of the body. Bytes are counted as they come: a trickle never runs into a time-out by itself."""
        expected = None
        if "Content-Encoding" not in response.headers and "Content-Length" in response.headers:
            expected = int(response.headers["Content-Length"])
        count, since, mark = 0, time.monotonic(), 0
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            count += len(chunk)
            if self.received is not None:
                self.received(count, expected)
            if time.monotonic() - since > self.stall:
                if count - mark < self.stall_bytes:
                    raise Retry("het antwoord kwam te traag binnen")
                since, mark = time.monotonic(), count
            yield chunk
        if expected is not None and count != expected:
            raise Retry(f"het antwoord brak af: {count} van {expected} bytes")


def _session() -> requests.Session:
    import requests

    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
    return session


def _whole_url(url: str, params: Mapping[str, str] | None) -> str:
    import requests

    return requests.Request("GET", url, params=params).prepare().url or url


def check_status(response: requests.Response, what: str) -> None:
    """Raise NotAvailable for a 404, Retry for a fault that may pass, SourceError for any other refusal."""
    code = response.status_code
    if code in GONE_CODES:
        raise NotAvailable(f"{what}: niet bij de bron te vinden (antwoord {code} van {response.url.split('?')[0]}).")
    if code in RETRY_CODES:
        raise Retry(f"de bron antwoordde met fout {code}", _retry_after(response.headers.get("Retry-After")))
    if code != 200:
        raise Refused(
            f"{what}: de bron weigerde de vraag (antwoord {code} van {response.url.split('?')[0]}). "
            "Kijk of dit adres nog klopt.",
            response.raw.read(4096, decode_content=True),
        )


def _check_kind(body: bytes, expect: Expect) -> None:
    """Refuse a maintenance page that pretends to be data (a 200 with HTML), and a ZIP that is none."""
    head = body.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if expect != "any" and head.startswith(b"<"):
        raise Retry("de bron gaf een webpagina in plaats van gegevens")
    if expect == "json" and not head.startswith((b"{", b"[")):
        raise Retry("het antwoord is geen JSON")
    if expect == "zip" and not body.startswith(b"PK"):
        raise Retry("het antwoord is geen ZIP-bestand")


def _retry_after(value: str | None) -> float | None:
    """The Retry-After header as seconds from now; it holds either seconds or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def reason(error: Exception) -> str:
    """Why a request failed, in words a reader can act on."""
    import requests
    import urllib3

    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "de bron antwoordde niet op tijd"
    if isinstance(error, requests.exceptions.ChunkedEncodingError | urllib3.exceptions.DecodeError):
        return "het antwoord brak af"
    if isinstance(error, requests.ConnectionError | urllib3.exceptions.ProtocolError):
        return "de verbinding met de bron lukte niet of brak af"
    return f"er ging iets mis bij het ophalen ({type(error).__name__})"
