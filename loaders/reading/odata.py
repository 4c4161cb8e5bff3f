"""CBS open data: a table by OData v3 (metadata with cbsodata, data page by page), or by the v4 bulk download.

Both routes give the same two things: the topics of a table (its columns, with name, group and unit) and the values of
chosen topics as one array, regions × topics. A column is found by its name, group and unit and never by the number at
its end, which moves between years and between releases of one table.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import re
import threading
import unicodedata
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from loaders.reading import zipped
from loaders.reading.http import Answers, Changed, Client, NotAvailable, Retry, SourceError, check_status, reason

T = TypeVar("T")
PAGE = 10_000
# More pages than any table that we read has: a service that never says stop is given up.
MOST_PAGES = 1_000
# Longer than any row that we read; one that goes on is not read to its end.
LONGEST_ROW = 1_000_000
_SEPARATORS = re.compile(r"[\s,]*")
PLACEHOLDER = "TijdelijkNietBeschikbaar"
# Some tables do not mark their areas as such.
GEO_KEYS = ("WijkenEnBuurten", "RegioS", "Regiokenmerken", "Gemeenten", "Wijken")
# Servers of this kind refuse a query of more than 2,048 characters; the server adds to it for the next page.
LONGEST_SELECT = 1_850
# cbsodata knows no total time: a metadata answer that takes longer than this is given up.
METADATA_SECONDS = 60.0

# cbsodata keeps http or https in one global switch.
_switch = threading.Lock()


class Blocked(SourceError):  # noqa: N818 - named for what the publisher did
    """The publisher serves an empty stand-in while the table is closed for repairs."""


@dataclass(frozen=True)
class Topic:
    """One column of a table: its key, its name without the number (v3 stem), topic group, unit, and v4 code.

    ``default`` says what a cell that is not there means: "Zero" for nought, anything else for unknown.
    """

    key: str
    stem: str
    group: str
    unit: str
    code: str = ""
    default: str = ""


@dataclass(frozen=True)
class Dimension:
    """One dimension of a table: its key (a column of the data), its type (GeoDetail, TimeDimension, …) and its texts."""

    key: str
    kind: str
    text: str


@dataclass(frozen=True)
class Structure:
    """What a table is made of, by DataProperties."""

    dimensions: tuple[Dimension, ...]
    topics: tuple[Topic, ...]

    @property
    def geo(self) -> Dimension | None:
        """The dimension of areas; None for a table about the country as a whole."""
        kinds = (d for d in self.dimensions if d.kind in ("GeoDetail", "GeoDimension"))
        return next(kinds, next((d for d in self.dimensions if d.key in GEO_KEYS), None))

    @property
    def time(self) -> Dimension | None:
        """The dimension of periods."""
        return next((d for d in self.dimensions if d.kind == "TimeDimension"), None)


@dataclass(frozen=True)
class Member:
    """One member of a dimension: its key as the service pads it (a filter needs that), its title, and a period's status."""

    key: str
    title: str
    status: str


@dataclass
class Values:
    """Chosen columns of a table: ``regions`` (stripped codes), ``numbers`` regions × keys, and text columns."""

    regions: list[str]
    numbers: np.ndarray
    texts: dict[str, list[str]]


# ---------------------------------------------------------------- v3: metadata, with cbsodata


def table_info(client: Client, base: str, table: str) -> dict[str, Any]:
    """The row of TableInfos: Title, Modified, … Raises NotAvailable, or SourceError."""
    return _metadata(client, base, table, "TableInfos")[0]


@contextlib.contextmanager
def _as_expected(table: str, what: str) -> Iterator[None]:
    """Rows that lack something, or hold it in another form, are a change of the service that we must follow."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise Changed(
            f"Tabel {table}: {what} is anders opgebouwd dan verwacht ({type(error).__name__} {error}). "
            "Probeer het later opnieuw; blijft het zo, pas dan loaders/reading/odata.py aan."
        ) from error


def structure(client: Client, base: str, table: str) -> Structure:
    """The table's dimensions and topics. Raises Blocked for a stand-in table, NotAvailable, or SourceError."""
    rows = _metadata(client, base, table, "DataProperties")
    if any(str(row.get("Key") or "").startswith(PLACEHOLDER) for row in rows):
        raise Blocked(f"Tabel {table}: CBS heeft deze tabel tijdelijk afgesloten. Probeer het later opnieuw.")
    with _as_expected(table, "DataProperties"):
        titles = {row["ID"]: _text(row.get("Title")) for row in rows}
        dimensions = tuple(
            Dimension(
                _key(row["Key"]), row["Type"], f"{_text(row.get('Title'))} {_text(row.get('Description'))}".strip()
            )
            for row in rows
            if row["Type"].endswith("Dimension") or row["Type"] == "GeoDetail"
        )
        found = tuple(
            Topic(
                row["Key"],
                stem_of_key(row["Key"]),
                titles.get(row.get("ParentID"), ""),
                _text(row.get("Unit")),
                default=_text(row.get("Default")),
            )
            for row in rows
            if row["Type"] == "Topic"
        )
    return Structure(dimensions, found)


def topics(client: Client, base: str, table: str) -> tuple[str, list[Topic]]:
    """The table's geographic dimension ("WijkenEnBuurten") and its topics. Raises as :func:`structure`."""
    found = structure(client, base, table)
    if found.geo is None:
        raise SourceError(
            f"Tabel {table}: geen kolom met gebieden gevonden. Kijk bij CBS of dit nog de goede tabel is."
        )
    return found.geo.key, list(found.topics)


def members(client: Client, base: str, table: str, dimension: str) -> dict[str, Member]:
    """The members of a small dimension (kinds, ages, periods) by their key without padding."""
    rows = _metadata(client, base, table, dimension)
    with _as_expected(table, dimension):
        return {
            _text(row["Key"]): Member(str(row["Key"]), _text(row.get("Title")), _text(row.get("Status")))
            for row in rows
        }


def catalogue(client: Client, base: str, title: str) -> list[dict[str, Any]]:
    """The rows of the publisher's catalogue with exactly this title: Identifier, Title, Modified, …"""
    return _catalogue(client, base, f"Title eq '{_quoted(title)}'")


def catalogue_with(client: Client, base: str, part: str) -> list[dict[str, Any]]:
    """The rows of the publisher's catalogue with this as a part of their title, as :func:`catalogue`."""
    return _catalogue(client, base, f"substringof('{_quoted(part)}',Title)")


def datasets_with(client: Client, base: str, part: str) -> list[dict[str, Any]]:
    """The same from the catalogue of v4."""
    address = f"{base}/odata/v1/Datasets"
    asked = {"$filter": f"contains(Title,'{_quoted(part)}')", "$select": "Identifier,Title,Modified"}
    answer = client.get_json(address, asked, what="De catalogus van CBS (v4)")
    rows = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "Identifier" in row for row in rows):
        raise Changed("De catalogus van CBS (v4) is anders opgebouwd dan verwacht. Pas loaders/reading/odata.py aan.")
    # Another way of saying "contains" would give every table.
    return [row for row in rows if part.lower() in str(row.get("Title") or "").lower()]


def gather(client: Client, base: str, table: str, names: Sequence[str]) -> None:
    """Ask a folder for several sets of a table, so that all that are missing are told at once. Raises NotAvailable."""
    assert client.folder is not None
    lacking: NotAvailable | None = None
    for name in names:
        try:
            client.folder.answer(f"{base}/ODataFeed/odata/{table}/{name}?$format=json", f"Tabel {table} ({name})")
        except NotAvailable as error:
            lacking = lacking or error
    if lacking is not None:
        raise lacking


def tables_in(folder: Answers, part: str) -> list[str]:
    """The tables among the files of a folder that have this as a part of their title, by id."""
    found = []
    for path in folder.files(".zip"):
        try:
            about = Bulk(path.stem, path.read_bytes()).info()
        except SourceError:
            continue
        if part.lower() in str(about["Title"]).lower():
            found.append(str(about["Identifier"] or path.stem))
    return sorted(found, reverse=True)


def find_table(client: Client, base: str, title: str, known: str | None) -> str:
    """The id of the table with this title, by the catalogue; where that does not tell, the one that we know.

    CBS pads some titles, so the catalogue is asked what begins with it. Raises NotAvailable when neither knows.
    """
    if client.folder is not None and known:
        return known
    try:
        rows = _catalogue(client, base, f"startswith(Title,'{_quoted(title)}')")
        found = [str(row["Identifier"]) for row in rows if _text(row.get("Title")) == title and "Identifier" in row]
    except SourceError:
        found = []
    if not found and not known:
        raise NotAvailable(f"Er is bij {urlsplit(base).netloc} geen tabel met de titel {title!r}.")
    return found[0] if found else str(known)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _catalogue(client: Client, base: str, where: str) -> list[dict[str, Any]]:
    import cbsodata

    if client.folder is not None:
        url = f"{base}/ODataCatalog/Tables?$format=json&$select=Identifier,Title,Modified&$filter={where}"
        return _rows_of(client.get_json(url, what="De catalogus van CBS"), "De catalogus van CBS")
    return _through_cbsodata(
        client,
        base,
        f"{base}/ODataCatalog/Tables",
        "De catalogus van CBS",
        lambda host: cbsodata.get_table_list(
            select=["Identifier", "Title", "Modified"], filters=where, catalog_url=host, timeout=client.timeout
        ),
    )


def stem_of_key(key: str) -> str:
    """A v3 key without the number at its end, which is only a position: AantalInwoners_5 → AantalInwoners."""
    return re.sub(r"_\d+$", "", key.strip())


def stem_of_title(title: str) -> str:
    """The v3 name that CBS makes of a title: "40% personen met laagste inkomen" → k_40PersonenMetLaagsteInkomen."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    stem = "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", plain))
    return f"k_{stem}" if stem[:1].isdigit() else stem


def _metadata(client: Client, base: str, table: str, name: str) -> list[dict[str, Any]]:
    import cbsodata

    url = f"{base}/ODataFeed/odata/{table}/{name}"
    what = f"Tabel {table} ({name})"
    if client.folder is not None:
        return _rows_of(client.get_json(f"{url}?$format=json", what=what), what)
    rows = _through_cbsodata(
        client,
        base,
        url,
        what,
        lambda host: cbsodata.get_meta(table, name, catalog_url=host, timeout=client.timeout),
    )
    if not rows:
        raise SourceError(f"Tabel {table}: {name} is leeg. Kijk bij CBS of deze tabel nog bestaat.")
    # cbsodata does not hand over the bytes it got: what is kept is its rows, written out again.
    client.remember(url, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return rows


def _rows_of(answer: Any, what: str) -> list[dict[str, Any]]:
    """The rows in a page of OData that someone saved."""
    rows = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"{what}: in het bestand staan geen rijen. Haal het opnieuw op.")
    return rows


def _through_cbsodata(
    client: Client, base: str, url: str, what: str, call: Callable[[str], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Rows from one call of cbsodata, with the retries, time limit and messages that it lacks itself."""
    import cbsodata
    import requests

    if client.snapshots is not None:
        return _rows_again(client.snapshots.body(url, what), what)
    address = urlsplit(base)
    host = address.netloc + address.path

    def attempt() -> list[dict[str, Any]]:
        with _switch:
            cbsodata.options.use_https = address.scheme == "https"
            try:
                rows = _within(METADATA_SECONDS, lambda: call(host))
            except requests.HTTPError as error:
                response = getattr(error.__cause__, "response", None)
                if response is None:
                    raise Retry("de bron antwoordde met een fout") from error
                check_status(response, what)
                raise Retry(f"de bron antwoordde met {response.status_code}") from error
            except (requests.RequestException, OSError) as error:
                raise Retry(reason(error)) from error
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise Retry("de bron gaf iets anders dan gegevens") from error
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Retry("de bron gaf iets anders dan gegevens")
        return rows

    return client.retry(attempt, what=what, url=url)


def _rows_again(body: bytes, what: str) -> list[dict[str, Any]]:
    """Rows as they were written out when they came."""
    rows = json.loads(body)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"{what}: het bewaarde antwoord is niet wat het moet zijn.")
    return rows


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What ``call`` returns, or Retry when it takes too long (it then dies unheard: its thread is a daemon)."""
    result: list[T] = []
    fault: list[BaseException] = []

    def work() -> None:
        try:
            result.append(call())
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            fault.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if fault:
        raise fault[0]
    if not result:
        raise Retry("de bron antwoordde niet op tijd")
    return result[0]


# ---------------------------------------------------------------- v3: data, page by page


def values(
    client: Client,
    base: str,
    table: str,
    *,
    key: str,
    numbers: Sequence[str],
    texts: Sequence[str] = (),
    where: str = "",
    expected: int = 0,
    seen: Callable[[int], None] | None = None,
) -> Values:
    """The chosen columns of a table's TypedDataSet.

    ``key`` is the column with the region code, ``numbers`` and ``texts`` the keys wanted, ``where`` a $filter on the
    dimension, ``expected`` about how many rows there are (see _select). ``seen`` is told how many rows came. Empty cells
    are NaN. Raises SourceError when a page is cut short.
    """
    parts: list[Values] = []
    for share in _shares(numbers, len(",".join((key, *texts)))):
        select = [key, *(texts if not parts else ()), *share]
        part = _select(
            client,
            f"{base}/ODataFeed/odata/{table}/TypedDataSet",
            table,
            key,
            select,
            len(share),
            where,
            expected,
            seen,
        )
        parts.append(part)
    first = parts[0]
    if any(part.regions != first.regions for part in parts):
        raise SourceError(f"Tabel {table}: de rijen veranderden tijdens het ophalen. Probeer het opnieuw.")
    return Values(first.regions, np.hstack([part.numbers for part in parts]), first.texts)


def titles(client: Client, base: str, table: str, dimension: str, where: str = "", expected: int = 0) -> dict[str, str]:
    """The name of each region, by code; both stripped of their padding. ``expected`` as in :func:`values`."""
    url = f"{base}/ODataFeed/odata/{table}/{dimension}"
    part = _select(client, url, table, "Key", ["Key", "Title"], 0, where.replace(dimension, "Key"), expected, None)
    return dict(zip(part.regions, part.texts["Title"], strict=True))


def _shares(keys: Sequence[str], head: int) -> Iterator[list[str]]:
    """The keys in lists short enough for one query."""
    share: list[str] = []
    length = head
    for key in keys:
        if share and length + len(key) + 1 > LONGEST_SELECT:
            yield share
            share, length = [], head
        share.append(key)
        length += len(key) + 1
    yield share


def _select(
    client: Client,
    url: str,
    table: str,
    key: str,
    select: list[str],
    count: int,
    where: str,
    expected: int,
    seen: Callable[[int], None] | None,
) -> Values:
    """All pages of one selection: the last ``count`` columns as numbers, the others as text.

    Where so many rows are ``expected``, the pages after the first are asked for at the same time as it. Which page comes
    next still is what CBS says: one that it does not name is thrown away, one that was not foreseen is asked for then.
    """
    texts, numbers = select[: len(select) - count], select[len(select) - count :]
    address = f"{url}?$format=json&$select={','.join(select)}" + (f"&$filter={where}" if where else "")
    columns: dict[str, list[str]] = {name: [] for name in texts}
    grids: list[np.ndarray] = []
    visited: set[str] = set()
    rows = 0
    following: str | None = address

    def fetch(page: str) -> _Page:
        try:
            return client.stream(page, what=f"Tabel {table}", expect="json", sink=lambda: _Rows(texts, numbers))
        except NotAvailable:
            # Someone who saves pages by hand is told of all that there may be, and not of one each time.
            if client.folder is not None:
                for other in foreseen:
                    with contextlib.suppress(NotAvailable):
                        client.folder.answer(other, f"Tabel {table}")
            raise

    foreseen = [address, *(f"{address}&$skip={at}" for at in range(PAGE, expected, PAGE))]
    pool = ThreadPoolExecutor(len(foreseen), thread_name_prefix="bladzijde")
    try:
        asked = {_question(page): pool.submit(fetch, page) for page in foreseen if client.folder is None}
        while following:
            if following in visited:
                raise SourceError(f"Tabel {table}: de bron verwijst in een kring. Probeer het later opnieuw.")
            if len(visited) == MOST_PAGES:
                raise SourceError(
                    f"Tabel {table}: na {MOST_PAGES} bladzijden was er nog geen einde. Probeer het later opnieuw."
                )
            visited.add(following)
            under_way = asked.pop(_question(following), None)
            page = under_way.result() if under_way else fetch(following)
            if len(page.numbers) == PAGE and page.following is None:
                raise SourceError(
                    f"Tabel {table}: CBS gaf precies {PAGE} rijen en geen vervolg, dus de tabel is afgekapt. "
                    "Probeer het later opnieuw."
                )
            for name in texts:
                columns[name] += page.texts[name]
            grids.append(page.numbers)
            rows += len(page.numbers)
            if seen is not None:
                seen(rows)
            following = _own_address(url, page.following)
    finally:
        # A page that nobody named is not waited for.
        pool.shutdown(wait=False, cancel_futures=True)
    return Values(columns.pop(key), np.vstack(grids), columns)


@dataclass
class _Page:
    numbers: np.ndarray
    texts: dict[str, list[str]]
    following: str | None


class _Rows:
    """A sink for one page: each row is put away as soon as it came, so that neither text nor objects pile up.

    Raises ValueError for anything that is not such a page, which counts as a damaged answer.
    """

    def __init__(self, texts: Sequence[str], numbers: Sequence[str]) -> None:
        self.columns: dict[str, list[str]] = {name: [] for name in texts}
        self.numbers = numbers
        self.grid = array("d")
        self.decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self.scan = json.JSONDecoder().raw_decode
        self.text = ""
        self.head: str | None = None
        self.done = False

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self.text += self.decode(chunk)
        if self.head is None:
            start = re.search(r'"value"\s*:\s*\[', self.text)
            if start is None:
                self._refuse_endless()
                return
            self.head, self.text = self.text[: start.end()], self.text[start.end() :]
        if not self.done:
            self._take_rows()
        self._refuse_endless()

    def _refuse_endless(self) -> None:
        if len(self.text) > LONGEST_ROW:
            raise ValueError(f"er is geen einde na {LONGEST_ROW} tekens")

    def finish(self) -> _Page:
        """The page: its numbers, its texts, and where the next one is."""
        if self.head is None or not self.done:
            raise ValueError("de rijen zijn niet compleet")
        document = json.loads(self.head + self.text)
        if not isinstance(document, dict):
            raise ValueError("de rijen zitten niet in een document")
        count = len(next(iter(self.columns.values())))
        table = np.frombuffer(self.grid).reshape(count, len(self.numbers))
        if np.isinf(table).any():
            raise ValueError("een getal is te groot")
        following = document.get("odata.nextLink")
        if not isinstance(following, str | None):
            raise ValueError("het vervolg is geen adres")
        if following:
            urlsplit(following)
        return _Page(table, self.columns, following)

    def _take_rows(self) -> None:
        text, at = self.text, 0
        nan = float("nan")
        while True:
            at = _SEPARATORS.match(text, at).end()  # type: ignore[union-attr]
            if text[at : at + 1] == "]":
                self.done = True
                break
            try:
                row, at = self.scan(text, at)
            except (ValueError, IndexError):
                # The rest of this row is still to come; when it never does, finish() says so.
                break
            except RecursionError as error:
                raise ValueError("een rij zonder einde") from error
            if not isinstance(row, dict):
                raise ValueError("een rij zonder kolommen")
            try:
                cells = [nan if (value := row[name]) is None else value for name in self.numbers]
                self.grid.extend(cells)
            except (KeyError, TypeError, OverflowError) as error:
                raise ValueError(f"een rij zonder goed getal: {error}") from error
            if bool in map(type, cells):
                # An array would take yes for 1.
                raise ValueError("een rij zonder goed getal: ja of nee")
            for name, column in self.columns.items():
                column.append(_text(row.get(name)))
        self.text = text[at:]


def _own_address(url: str, following: str | None) -> str | None:
    """The next page at the host that we were told to use: the link that CBS gives may name another."""
    return f"{url}?{urlsplit(following).query}" if following else None


def _key(value: object) -> str:
    """The name of a column. Raises TypeError for anything but a text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is geen naam van een kolom")
    return value


def _question(address: str) -> frozenset[tuple[str, str]]:
    """What an address asks, however it is written."""
    return frozenset(parse_qsl(urlsplit(address).query))


def _text(value: object) -> str:
    """CBS pads its texts with spaces."""
    return "" if value is None else str(value).strip()


# ---------------------------------------------------------------- v4: the bulk download


class Bulk:
    """The v4 bulk download of one table: a ZIP of CSV files (;, decimal comma), all read as text, by header."""

    def __init__(self, table: str, data: bytes) -> None:
        self.table, self.what = table, f"Tabel {table} (v4)"
        self.zip = zipped.opened(data, self.what)
        self.files = {name.rsplit("/", 1)[-1].removesuffix(".csv"): name for name in self.zip.namelist()}

    @classmethod
    def fetch(cls, client: Client, base: str, table: str) -> Bulk:
        """Download it. Raises NotAvailable, or SourceError, also for a download of another table."""
        return cls(table, cls.download(client, base, table)).of_this_table(base)

    def of_this_table(self, base: str) -> Bulk:
        """The same download, once it says that it is of the table that was asked. Raises SourceError."""
        given = str(self.info()["Identifier"])
        if given and given.upper() != self.table.upper():
            raise SourceError(
                f"{self.what}: de download is van tabel {given}. Er is niets overgenomen. Haal de goede op van "
                f"{self.address(base, self.table)}."
            )
        return self

    @staticmethod
    def address(base: str, table: str) -> str:
        """Where the download of a table is."""
        return f"{base}/csv/CBS/nl/{table}"

    @classmethod
    def download(cls, client: Client, base: str, table: str) -> bytes:
        """The bytes. Raises NotAvailable, or SourceError."""
        return client.get_bytes(cls.address(base, table), what=f"Tabel {table} (v4)", expect="zip")

    def info(self) -> dict[str, Any]:
        """What the table says of itself, by the names that v3 has for it: Identifier, Title, Modified, texts."""
        with zipped.reporting_damage(self.what):
            row = next(self._dicts("Properties"), {})
        return {
            "Identifier": _text(row.get("Identifier")),
            "Title": _text(row.get("Title")),
            "Modified": _text(row.get("ObservationsModified")) or _text(row.get("Modified")),
            "ExplanatoryText": _text(row.get("LongDescription")) or _text(row.get("Description")),
            "Summary": _text(row.get("Summary")),
        }

    def structure(self) -> Structure:
        """The table's dimensions and topics. A map year that is stated is put in words, as the texts of v3 have it."""
        with zipped.reporting_damage(self.what):
            dimensions = tuple(
                Dimension(
                    row["Identifier"].strip(),
                    row["Kind"].strip(),
                    " ".join(
                        part
                        for part in (
                            _text(row.get("Title")),
                            _text(row.get("Description")),
                            _text(row.get("MapYear")) and f"indeling {row['MapYear']}",
                        )
                        if part
                    ),
                )
                for row in self._dicts("Dimensions")
            )
        return Structure(dimensions, tuple(self.topics()))

    def members(self, dimension: str) -> dict[str, Member]:
        """The members of a dimension by their key, which v4 does not pad."""
        with zipped.reporting_damage(self.what):
            return {
                (key := row["Identifier"].strip()): Member(key, _text(row.get("Title")), _text(row.get("Status")))
                for row in self._dicts(f"{dimension}Codes")
            }

    def rows(
        self,
        key: str,
        numbers: Sequence[str],
        texts: Sequence[str],
        wanted: Mapping[str, Collection[str]],
        geo: str = "",
        prefixes: tuple[str, ...] = (),
    ) -> Values:
        """The observations as v3 gives them: a row for each member of ``key`` and the dimensions ``texts``.

        Only members that are ``wanted`` in each dimension, and areas (``geo``) whose code begins with one of the
        ``prefixes``. A measure without an observation, or with a special value, is NaN.
        """
        column_of = {code: i for i, code in enumerate(numbers)}
        row_of: dict[tuple[str, ...], int] = {}
        rows, columns, found = array("l"), array("l"), array("d")
        with zipped.reporting_damage(self.what), self._open("Observations") as file:
            reader = csv.reader(file, delimiter=";")
            header = next(reader, [])
            try:
                measure, value = header.index("Measure"), header.index("Value")
                keys = [header.index(name) for name in (key, *texts)]
                tests = [(header.index(name), frozenset(members)) for name, members in wanted.items() if members]
                place = header.index(geo) if geo else None
            except ValueError as error:
                raise SourceError(f"{self.what}: Observations.csv mist een kolom ({error}).") from error
            attribute = header.index("ValueAttribute") if "ValueAttribute" in header else None
            for row in reader:
                column = column_of.get(row[measure])
                if column is None or any(row[at].strip() not in members for at, members in tests):
                    continue
                if place is not None and not row[place].startswith(prefixes):
                    continue
                at = row_of.setdefault(tuple(row[i].strip() for i in keys), len(row_of))
                if row[value] and (attribute is None or row[attribute] in ("None", "")):
                    rows.append(at)
                    columns.append(column)
                    found.append(float(row[value].replace(",", ".")))
        grid = np.full((len(row_of), len(column_of)), np.nan)
        grid[np.array(rows, dtype=int), np.array(columns, dtype=int)] = found
        told = list(zip(*row_of, strict=True)) or [()] * (1 + len(texts))
        return Values(list(told[0]), grid, {name: list(told[i + 1]) for i, name in enumerate(texts)})

    def strings(self, numbers: Sequence[str]) -> Values:
        """The texts of chosen measures, by region: for tables of names and codes."""
        with zipped.reporting_damage(self.what):
            dimension = self.dimension()
            texts: dict[str, dict[str, str]] = {code: {} for code in numbers}
            for row in self._dicts("Observations"):
                if row["Measure"] in texts:
                    texts[row["Measure"]][row[dimension].strip()] = _text(row.get("StringValue")) or _text(row["Value"])
        regions = list(dict.fromkeys(code for column in texts.values() for code in column))
        columns = {code: [column.get(region, "") for region in regions] for code, column in texts.items()}
        return Values(regions, np.empty((len(regions), 0)), columns)

    def modified(self) -> str:
        """The publisher's mark of change."""
        with zipped.reporting_damage(self.what):
            row = next(self._dicts("Properties"), {})
            return row.get("ObservationsModified") or row.get("Modified") or ""

    def topics(self) -> list[Topic]:
        """The measures as topics; the stem is made of the title, as v3 does."""
        with zipped.reporting_damage(self.what):
            groups = {row["Id"]: row["Title"].strip() for row in self._dicts("MeasureGroups", required=False)}
            return [
                Topic(
                    row["Identifier"],
                    stem_of_title(row["Title"]),
                    groups.get(row.get("MeasureGroupId", ""), ""),
                    row["Unit"].strip(),
                    stem_of_key(row["Identifier"]),
                )
                for row in self._dicts("MeasureCodes")
            ]

    def dimension(self) -> str:
        """The geographic dimension: WijkenEnBuurten, or RegioS in the oldest tables."""
        with zipped.reporting_damage(self.what):
            for row in self._dicts("Dimensions"):
                if row["Kind"] in ("GeoDetail", "GeoDimension"):
                    return row["Identifier"]
            raise SourceError(f"Tabel {self.table} (v4): geen kolom met gebieden gevonden.")

    def titles(self) -> dict[str, str]:
        """The name of each region, by code."""
        with zipped.reporting_damage(self.what):
            return {r["Identifier"].strip(): r["Title"].strip() for r in self._dicts(f"{self.dimension()}Codes")}

    def values(self, numbers: Sequence[str], regions: Sequence[str]) -> Values:
        """The chosen measures of these regions; what has no row, or a special value, is NaN."""
        with zipped.reporting_damage(self.what):
            dimension = self.dimension()
            row_of = {code: i for i, code in enumerate(regions)}
            column_of = {code: i for i, code in enumerate(numbers)}
            grid = np.full((len(row_of), len(column_of)), np.nan)
            with self._open("Observations") as file:
                reader = csv.reader(file, delimiter=";")
                header = next(reader, [])
                try:
                    measure, region, value = (header.index(name) for name in ("Measure", dimension, "Value"))
                except ValueError as error:
                    raise SourceError(f"Tabel {self.table} (v4): Observations.csv mist een kolom ({error}).") from error
                attribute = header.index("ValueAttribute") if "ValueAttribute" in header else None
                for row in reader:
                    column = column_of.get(row[measure])
                    if column is None or (attribute is not None and row[attribute] not in ("None", "")):
                        continue
                    at = row_of.get(row[region].strip())
                    if at is not None and row[value]:
                        grid[at, column] = float(row[value].replace(",", "."))
            return Values(list(regions), grid, {})

    def _dicts(self, name: str, *, required: bool = True) -> Iterator[dict[str, str]]:
        if not required and name not in self.files:
            return
        with self._open(name) as file:
            yield from csv.DictReader(file, delimiter=";")

    def _open(self, name: str) -> io.TextIOWrapper:
        if name not in self.files:
            raise SourceError(
                f"Tabel {self.table} (v4): {name}.csv ontbreekt in de download. Probeer het later opnieuw."
            )
        return io.TextIOWrapper(self.zip.open(self.files[name]), encoding="utf-8-sig", newline="")
