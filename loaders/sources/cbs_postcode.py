"""Which buurt each address is in, year by year (CBS).

Source: CBS, "Buurt, wijk en gemeente voor postcode-huisnummer", one ZIP a year, the state of 1 August. Where each year's
file is, stands in ``columns/cbs_postcode.csv``. Headers, delimiter and the writing of codes differ by year: columns are
found by what their name begins with, and codes are text that may have lost its zeros (3630000 is BU03630000). What an
address is here: loaders.places.postcodes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
from pydantic import Field

from loaders import edited
from loaders.places import crosswalk
from loaders.places.postcodes import HOUSE_NUMBERS, postcode_number
from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading import zipped
from loaders.reading.http import Client, NotAvailable, Retry, SourceError, base_url, check_status, reason
from loaders.source import Expectation, Source

# What a header begins with, in lower case, over the years.
HEADS = {
    "postcode": ("pc6", "pc", "postcode"),
    "number": ("huisnummer", "huisnr", "hnr"),
    "buurt": ("buurt", "gwb_code", "gwb"),
}
BUURT = re.compile(r"BU\d{4}[0-9A-Z]{4}")
# Raise it when addresses are read in another way: then unchanged files are read again.
READING = "1"
# A file in which more of the rows than this cannot be read is not the file that we think it is.
MOST_UNREADABLE = 0.01


class Place(edited.Entry):
    """Where the file of one year is: which base address, and the path after it."""

    says = "Een rij is het bestand van één jaar."
    key = "year"

    year: Annotated[int, Field(ge=1900, le=2100)] = Field(description="het jaar: de stand op 1 augustus")
    base: Annotated[str, edited.OneOf(("DSW_CBS_BESTANDEN_URL", "DSW_CBS_DOWNLOAD_URL"))] = Field(
        description="de instelling met het begin van het adres (docs/settings.md)"
    )
    path: Annotated[str, edited.Matching(r"/\S+\.zip", "een pad dat met / begint en op .zip eindigt")] = Field(
        description="de rest van het adres"
    )

    @property
    def url(self) -> str:
        """The whole address."""
        return base_url(self.base) + self.path


FILE = edited.File(
    Path(__file__).parents[1] / "columns" / "cbs_postcode.csv",
    about="Waar CBS het bestand met de buurt van elk adres heeft staan, per jaar. Met een fout in dit bestand wordt er van "
    "deze bron niets opgehaald; wat er al was, blijft.",
    tables={edited.ROW: Place},
)


def places() -> dict[int, Place]:
    """The file of each year that we know."""
    return {place.year: place for place in edited.kept(FILE).entries(Place).values()}


def pull(pull: Pull, year: int) -> None:
    """Fetch and keep the addresses of one year, from a file that was dropped in or else from CBS.

    Raises NotAvailable when CBS does not have that year, SourceError for a file that cannot be read.
    """
    what = f"Postcodes en huisnummers {year}"
    own = next((path for path in pull.dropped() if str(year) in path.name), None)
    pull.progress(0.02, "bestand met adressen")
    if own is not None:
        data = own.read_bytes()
        pull.record(route="bestand", table=own.name)
        pull.client.remember(own.name, data)
    else:
        place = places()[year]
        data = pull.client.get_bytes(place.url, what=what, expect="zip")
        pull.record(route="download", table=place.path.rsplit("/", 1)[-1])
    pull.skip_if_unchanged(pull.client.raw[-1].sha256 if pull.client.raw else "", READING)
    pull.progress(0.6, "adressen inlezen")
    addresses, told = read(data, year, what)
    for remark in told:
        pull.note(remark)
    pull.progress(0.9, "adressen bewaren")
    pull.save_addresses(addresses)


def read(data: bytes, year: int, what: str) -> tuple[pd.DataFrame, list[str]]:
    """The addresses in a ZIP or CSV of CBS, and remarks (Dutch): columns address (int64, sorted), buurt (category).

    Raises SourceError for a file of another year, without the columns, or with codes that cannot be read.
    """
    table, others = _table(_largest_csv(data, what), year, what)
    buurten = _codes(table["buurt"], what)
    postcode = _numbers(table["postcode"], postcode_number)
    number = _numbers(table["number"], _house_number)
    known = (postcode >= 0) & (number >= 0) & (buurten.codes >= 0)
    lost = int((~known).sum())
    if lost > MOST_UNREADABLE * len(known):
        raise SourceError(
            f"{what}: {lost} van de {len(known)} adressen zijn niet te lezen. Kijk of het bestand nog dezelfde indeling "
            "heeft en pas loaders/sources/cbs_postcode.py daarop aan."
        )
    address = (postcode * HOUSE_NUMBERS + number)[known]
    order = np.argsort(address, kind="stable")
    address, codes = address[order], buurten.codes[known][order]
    again = np.append(False, address[1:] == address[:-1])
    told = left.remarks(what, others)
    told += [f"{lost} adressen zonder leesbare postcode of buurt zijn overgeslagen."] if lost else []
    double = int((again[1:] & (codes[1:] != codes[:-1])).sum())
    if double:
        told.append(f"{double} adressen stonden in meer dan één buurt; de eerste buurt is gebruikt.")
    kept = pd.Categorical.from_codes(codes[~again], categories=buurten.categories)
    return pd.DataFrame({"address": address[~again], "buurt": kept}), told


def _largest_csv(data: bytes, what: str) -> bytes:
    """The CSV with the addresses: the largest in the ZIP, beside files with names of areas. A bare CSV is itself."""
    if not data.startswith(b"PK"):
        return data
    archive = zipped.opened(data, what)
    tables = [info for info in archive.infolist() if info.filename.lower().endswith((".csv", ".txt"))]
    if not tables:
        raise SourceError(f"{what}: het ZIP-bestand bevat geen CSV. Kijk bij CBS of er een nieuw bestand is.")
    with zipped.reporting_damage(what):
        return archive.read(max(tables, key=lambda info: info.file_size))


def _table(data: bytes, year: int, what: str) -> tuple[pa.Table, list[str]]:
    """The three columns we need, as text, under our names; and the names of those that are left."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    head = text[: text.find(b"\n")].decode("latin-1").strip()
    delimiter = max(";,\t", key=head.count)
    names = [name.strip().strip('"') for name in head.split(delimiter)]
    found = {column: _column(column, names, what) for column in HEADS}
    stated = re.search(r"20\d\d", found["buurt"])
    if stated is not None and int(stated[0]) != year:
        raise SourceError(
            f"{what}: het bestand gaat over de indeling van {stated[0]}. Zet het goede adres in {FILE.name}."
        )
    word = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pa_csv.read_csv(
            io.BytesIO(text),
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows=1, encoding="latin-1"),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(found.values()), column_types=dict.fromkeys(found.values(), word)
            ),
        )
    except pa.ArrowInvalid as error:
        raise SourceError(f"{what}: het bestand is geen goede CSV ({error}). Haal het opnieuw op.") from error
    return table.rename_columns(list(found)), [name for name in names if name not in found.values()]


def _column(column: str, names: list[str], what: str) -> str:
    """The header of a column: the first of our beginnings that one of them has."""
    for head in HEADS[column]:
        for name in names:
            if name.lower().startswith(head):
                return name
    raise SourceError(
        f"{what}: geen kolom voor {column} (begint met {' of '.join(HEADS[column])}); er staan: {', '.join(names)}. "
        "Zet de nieuwe naam in HEADS in loaders/sources/cbs_postcode.py."
    )


def _words(column: pa.ChunkedArray) -> pd.Categorical[str]:
    return pd.Categorical(column.unify_dictionaries().to_pandas())


def _codes(column: pa.ChunkedArray, what: str) -> pd.Categorical[str]:
    """Buurt codes in full; a code that is none of that shape is missing."""
    words = _words(column)
    whole = [f"BU{str(word).strip().removeprefix('BU').removesuffix('.0').zfill(8)}" for word in words.categories]
    good = [code if BUURT.fullmatch(code) else "" for code in whole]
    if not any(good):
        raise SourceError(
            f"{what}: de kolom met buurten bevat geen buurtcodes (bijvoorbeeld {list(words.categories)[:1]})."
        )
    kept = pd.Index(sorted({code for code in good if code}))
    place = np.append(kept.get_indexer(pd.Index(good)), -1)
    return pd.Categorical.from_codes(place[words.codes], categories=kept)


def _numbers(column: pa.ChunkedArray, read: Callable[[str], int]) -> npt.NDArray[np.int64]:
    """Each text as the number that ``read`` makes of it; -1 for what is none. Each different text is read once."""
    words = _words(column)
    chosen: npt.NDArray[np.int64] = np.array([*map(read, map(str, words.categories)), -1], dtype=np.int64)[words.codes]
    return chosen


def _house_number(word: str) -> int:
    word = word.strip()
    return int(word) if word.isdecimal() and len(word) <= 5 else -1


def _ask(client: Client) -> list[str]:
    """Whether the file of each year is where we think, without fetching any of them."""
    told = []
    for place in places().values():
        what = f"Postcodes en huisnummers {place.year}"
        try:
            client.retry(partial(_there, client, place.url, what), what=what, url=place.url)
        except NotAvailable:
            told.append(f"Het bestand van {place.year} staat niet meer op {place.url}.")
    return told


def _there(client: Client, url: str, what: str) -> None:
    import requests

    try:
        # Only the head of the answer is read: closing it stops the download.
        with client.session.get(url, stream=True, timeout=client.timeout) as response:
            check_status(response, what)
    except (requests.RequestException, OSError) as error:
        raise Retry(reason(error)) from error


SOURCE = Source(
    id="cbs_postcode",
    title="Buurt, wijk en gemeente voor postcode en huisnummer",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data",
    levels=crosswalk.LEVELS,
    years=tuple(places()),
    about=(
        "Voor elk adres de buurt, op 1 augustus van elk jaar. Hiermee rekenen we cijfers om als grenzen veranderen. "
        "Toevoegingen bij een huisnummer ontbreken, dus een flat telt vaak als één adres. Lukt het ophalen niet, zet het "
        "bestand van CBS dan in de map drop/cbs_postcode van de gegevens, met het jaar in de naam."
    ),
    settings=("DSW_CBS_BESTANDEN_URL", "DSW_CBS_DOWNLOAD_URL"),
    files=(FILE,),
    pull=pull,
    after=crosswalk.build,
    expects=(Expectation("de bestanden van alle jaren", FILE.name, _ask),),
)
