"""What gemeenten spend in the social domain, by taakveld (Iv3): the budget and the accounts of each year.

Which taakveld is part of which variable is in ``columns/iv3.toml``, and what these are in ``variables/iv3.toml``. CBS
splits a taakveld further with a letter (6.71a, to 2024) or a third digit (6.711, from 2025); such a part belongs to its
taakveld of two digits. A taakveld 6.x that carries money and is not in the file stops that year, loudly.

Rules: costs are the categories that begin with L; balance sheet items (A…, P…), 0.10 and 0.11 lie outside 6.x. Money
is booked on the parts, so parent and parts are added up. -99998 is "no report", by equality: real corrections are far
below it. The second placing, a correction, replaces the first where a gemeente has one. A gemeente that reported and
booked nothing on a taakveld spent nothing there; one whose every amount is nought did not report. Amounts come in
thousands of euros and are stored in euros.

Source: CBS, "Gemeenten <jaar> onbewerkte Iv3-data", https://www.cbs.nl/nl-nl/onze-diensten/open-data/iv3. What the
taakvelden hold: BZK, Iv3-informatievoorschrift gemeenten en gemeenschappelijke regelingen.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import AfterValidator, Field

from loaders import declared, edited
from loaders.pulling import left, years
from loaders.pulling.pull import Pull, whole
from loaders.reading import odata
from loaders.reading.http import Client, NotAvailable, SourceError, base_url
from loaders.source import Expectation, Source, Variable

TITLE = "Gemeenten {year} onbewerkte Iv3-data"
READING = 1
# The report's code after the year, and how its variables end.
REPORTS = {"X000": "begroting", "X005": "rekening"}
NO_REPORT = -99998
THOUSANDS = 1000
DIMENSIONS = ("Gemeenten", "TaakveldBalanspost", "Categorie", "Verslagsoort")
# A correction replaces what was placed first.
PLACINGS = ("k_2ePlaatsing", "k_1ePlaatsing")
EXPECTED_ROWS = 300_000
GEMEENTE = re.compile(r"GM\d{4}")
FAMILY = re.compile(r"(\d\.\d{1,2})\d*[a-z]*")
# Columns of a flat file: what was reported, and a column "tv_6.1" a taakveld in thousands of euros.
FLAT = ("verslagsoort", "gm_code")
FLAT_PREFIX = "tv_"


@dataclass(frozen=True)
class Layout:
    """One year: its table, and the variable that each taakveld is part of."""

    year: int
    table: str
    taakvelden: dict[str, str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of this year, without the report they are in."""
        return tuple(dict.fromkeys(self.taakvelden.values()))

    @property
    def mark(self) -> str:
        """A short hash of all this."""
        return hashlib.sha256(json.dumps([READING, self.table, self.taakvelden]).encode()).hexdigest()[:12]


# ---------------------------------------------------------------- what stands in the files

# How the variables of a report are worded; the ids of a block end in their names.
_SPENT = "Wat de gemeente in dat jaar {how} aan {what}."
_HOW = {"begroting": "wilde uitgeven", "rekening": "uitgaf"}
_NOT = {
    "begroting": "Het is een plan van voor het begin van het jaar; wat echt is uitgegeven staat in de rekening.",
    "rekening": "Inkomsten, zoals geld van het Rijk en eigen bijdragen, zijn er niet afgetrokken.",
}


class Family(declared.Block):
    """Taakvelden that make one figure, which is there twice: as it was planned and as it was booked."""

    endings = tuple(f"_{report}" for report in REPORTS.values())

    holds: edited.Text = Field(description="waar het geld aan wordt uitgegeven, na: wat de gemeente uitgaf aan …")

    def variables(self) -> tuple[Variable, ...]:
        """One for each report."""
        return tuple(
            Variable(
                id=f"{self.id}_{report}",
                label=f"{self.label}, {report}",
                unit="euro",
                kind="amount",
                theme="geld",
                is_=_SPENT.format(how=_HOW[report], what=self.holds),
                is_not=_NOT[report],
                rounding=THOUSANDS,
                per="inwoners",
                caveats=("onbewerkt", *self.caveats),
                breaks=self.breaks,
            )
            for report in REPORTS.values()
        )


FAMILIES = declared.file(
    "iv3.toml",
    about="De cijfers van Iv3. Elk is er twee keer: als begroting en als rekening. Welk taakveld erbij hoort, staat per jaar "
    "in loaders/columns/iv3.toml.",
    model=Family,
)


def _known(id: str) -> str:
    """The id of a figure of this source."""
    known = declared.known(FAMILIES, Family)
    if not known or id in known:
        return id
    raise edited.fault(f"is {id!r}, en dat cijfer kent deze bron niet", edited.choices(known))


class Year(years.Year):
    """The figure that each taakveld of a year is part of."""

    taakvelden: Mapping[
        Annotated[str, edited.Matching(r"6\.\d{1,2}", 'een taakveld zoals "6.71"')],
        Annotated[str, AfterValidator(_known)],
    ] = Field(
        {},
        description="in een blok [….taakvelden]: wat nieuw is of vanaf dit jaar ergens anders bij hoort, als "
        '"taakveld" = "cijfer"; het taakveld met twee cijfers achter de punt als het die heeft',
    )

    def names(self) -> Mapping[str, str]:
        """The taakvelden."""
        return self.taakvelden


FILE = edited.File(
    Path(__file__).parents[1] / "columns" / "iv3.toml",
    about="Bij welk cijfer een taakveld (Iv3) hoort. Een nieuw jaar is één blok aan het eind. Met een fout in dit bestand "
    "wordt er van Iv3 niets opgehaald; wat er al was, blijft.",
    tables={"jaar": Year},
    headed=True,
)


def layout(year: int) -> Layout:
    """What columns/iv3.toml says of one year. Raises NotAvailable for a year that is not there, SourceError for a slip."""
    whole(FILE)
    blocks = years.listed(FILE, Year)
    if year not in blocks:
        raise NotAvailable(f"Iv3 {year}: er is nog geen blok [{year}] in {FILE.name}.")
    taakvelden = years.names(block for each, block in blocks.items() if each <= year)
    return Layout(year, blocks[year].table, dict(sorted(taakvelden.items())))


def family(taakveld: str) -> str:
    """The taakveld of two digits that a part belongs to: 6.71a and 6.711 → 6.71, 6.1 → 6.1."""
    match = FAMILY.fullmatch(taakveld)
    return match[1] if match else taakveld


# ---------------------------------------------------------------- load


def pull(pull: Pull, year: int) -> None:
    """Save what gemeenten booked in one year: from a file that was dropped in, or else from CBS."""
    wanted = layout(year)
    own = [path for path in pull.dropped() if path.suffix.lower() == ".csv"]
    amounts = _from_file(pull, wanted, own[0]) if own else _from_cbs(pull, wanted)
    pull.progress(0.9, "taakvelden optellen")
    _save(pull, wanted, amounts)


def _from_cbs(pull: Pull, wanted: Layout) -> pd.DataFrame:
    base, client = base_url("DSW_DERDEN_URL"), pull.client
    pull.progress(0.02, "tabel zoeken")
    table, title, modified = _find(client, wanted)
    pull.record(table=table, title=title, route="v3")
    pull.skip_if_unchanged(modified, wanted.mark)
    placings, others = _placings(client, table)
    left.tell(pull, f"tabel {table}", others)

    def seen(rows: int) -> None:
        said = f"{rows:,}".replace(",", ".")
        pull.progress(0.1 + 0.75 * min(rows / EXPECTED_ROWS, 1), f"tabel {table}, {said} rijen")

    # Only 6.x, costs, and the two reports: the whole table is ten times as long, and mostly empty.
    reports = " or ".join(f"Verslagsoort eq '{wanted.year}{code}'" for code in REPORTS)
    got = odata.values(
        client,
        base,
        table,
        key="Gemeenten",
        texts=DIMENSIONS[1:],
        numbers=placings,
        where=f"startswith(TaakveldBalanspost,'6.') and startswith(Categorie,'L') and ({reports})",
        seen=seen,
    )
    return corrected(pd.DataFrame({"region": got.regions, **got.texts}), got.numbers)


def _find(client: Client, wanted: Layout) -> tuple[str, str, str]:
    """The table of a year, its title, and the publisher's mark of change. Raises SourceError for another table."""
    base = base_url("DSW_DERDEN_URL")
    table = odata.find_table(client, base, TITLE.format(year=wanted.year), wanted.table)
    info = odata.table_info(client, base, table)
    title = str(info.get("Title") or "").strip()
    if str(wanted.year) not in title or "iv3" not in title.lower():
        raise SourceError(
            f"Tabel {table} heet {title!r} en niet {TITLE.format(year=wanted.year)!r}. Zet het goede nummer in "
            f"{FILE.name}."
        )
    return table, title, str(info.get("Modified") or "")


def _placings(client: Client, table: str) -> tuple[list[str], list[str]]:
    """The keys of the placings, the correction first, and of the other topics. Raises SourceError for another shape."""
    structure = odata.structure(client, base_url("DSW_DERDEN_URL"), table)
    here = {dimension.key for dimension in structure.dimensions}
    lacking = [name for name in DIMENSIONS if name not in here]
    placings = [t.key for stem in PLACINGS for t in structure.topics if t.stem == stem]
    if lacking or not placings:
        raise SourceError(
            f"Tabel {table}: {', '.join(lacking or PLACINGS)} ontbreekt; er zijn {', '.join(sorted(here))}. "
            "Pas loaders/sources/iv3.py aan."
        )
    return placings, [topic.key for topic in structure.topics if topic.key not in placings]


def corrected(rows: pd.DataFrame, placings: np.ndarray) -> pd.DataFrame:
    """Columns region, report, taakveld, amount (thousands of euros, NaN where nothing stands), silent (said: no report).

    ``placings`` has the second placing first. A gemeente's whole report comes from one placing: the first of them in
    which it has any amount but nought, so that what a correction took away does not come back.
    """
    frame = pd.DataFrame(
        {
            "region": rows["region"],
            "report": rows["Verslagsoort"].str[4:],
            "taakveld": rows["TaakveldBalanspost"].map({t: family(t) for t in rows["TaakveldBalanspost"].unique()}),
        }
    )
    costs = rows["Categorie"].str.startswith("L") & frame["region"].str.fullmatch(GEMEENTE)
    chosen = placings[:, -1].copy()
    for column in placings.T[::-1]:
        there = pd.Series(~np.isnan(column) & ~np.isin(column, (0, NO_REPORT)))
        reported = there.groupby([frame["region"], frame["report"]]).transform("any").to_numpy()
        chosen[reported] = column[reported]
    return _amounts(frame, pd.Series(chosen))[costs]


def _amounts(frame: pd.DataFrame, raw: pd.Series[float]) -> pd.DataFrame:
    return frame.assign(amount=raw.mask(raw == NO_REPORT), silent=raw == NO_REPORT)


def _from_file(pull: Pull, wanted: Layout, path: Path) -> pd.DataFrame:
    """A flat file: columns verslagsoort (2024X005), gm_code and tv_<taakveld> in thousands of euros; or rows as CBS's.

    Raises NotAvailable when the file has nothing of this year.
    """
    data = path.read_bytes()
    pull.record(table=path.name, route="bestand")
    pull.client.remember(path.name, data)
    pull.skip_if_unchanged(hashlib.sha256(data).hexdigest(), wanted.mark)
    frame = pd.read_csv(path, sep=None, engine="python", dtype=str, encoding="utf-8-sig")
    left.tell(pull, path.name, [name for name in map(str, frame.columns) if name not in (*FLAT, *DIMENSIONS)])
    if set(FLAT) <= set(frame.columns):
        frame = frame[frame["verslagsoort"].str.startswith(str(wanted.year))]
        found = _flat(frame)
    elif set(DIMENSIONS) <= set(frame.columns):
        frame = frame[frame["Verslagsoort"].str.startswith(str(wanted.year))].reset_index(drop=True)
        frame = frame.assign(
            **{name: frame[name].str.strip() for name in DIMENSIONS}, region=frame["Gemeenten"].str.strip()
        )
        keys = [name for stem in PLACINGS for name in frame.columns if odata.stem_of_key(name) == stem]
        found = corrected(frame, frame[keys].apply(pd.to_numeric, errors="coerce").to_numpy())
        found = found[found["taakveld"].str.startswith("6.")]
    else:
        raise SourceError(
            f"{path.name}: verwacht de kolommen {', '.join(FLAT)} en {FLAT_PREFIX}6.1 …, of die van CBS "
            f"({', '.join(DIMENSIONS)}). Haal dit bestand weg uit {path.parent} of zet er een goed bestand neer."
        )
    if found.empty:
        raise NotAvailable(f"Iv3 {wanted.year}: {path.name} bevat dit jaar niet.")
    return found


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    columns = [name for name in frame.columns if name.startswith(f"{FLAT_PREFIX}6.")]
    long = frame.melt(list(FLAT), columns, "taakveld", "amount")
    found = pd.DataFrame(
        {
            "region": long["gm_code"].str.strip(),
            "report": long["verslagsoort"].str.strip().str[4:],
            "taakveld": long["taakveld"].str.removeprefix(FLAT_PREFIX).map(family),
        }
    )
    return _amounts(found, pd.to_numeric(long["amount"], errors="coerce"))


# ---------------------------------------------------------------- process and save


def _save(pull: Pull, wanted: Layout, amounts: pd.DataFrame) -> None:
    amounts = amounts[amounts["report"].isin(list(REPORTS))]
    strange = amounts.loc[~amounts["taakveld"].isin(list(wanted.taakvelden)) & (amounts["amount"].fillna(0) != 0)]
    if len(strange):
        raise SourceError(
            f"Iv3 {wanted.year}: taakveld {strange['taakveld'].iloc[0]} heeft bedragen en staat niet in "
            f"{FILE.name}. Zet het daar bij het goede cijfer."
        )
    if amounts.empty:
        raise SourceError(f"Iv3 {wanted.year}: geen enkele gemeente ontvangen. Probeer het later opnieuw.")
    if "gemeente" not in pull.levels:
        pull.note("Iv3 heeft alleen cijfers per gemeente.")
        return
    frame = long(wanted, amounts)
    for code, name in REPORTS.items():
        mine = frame[frame["variable"].str.endswith(name)]
        without = mine.groupby("region")["value"].count().eq(0).sum()
        count = mine["region"].nunique()
        if without == count:
            pull.note(f"Er is nog geen {name} {wanted.year} ({code}).")
        elif without:
            pull.note(f"{without} van de {count} gemeenten hebben geen {name} {wanted.year} ({code}).")
    below = frame[frame["value"] < 0]
    if len(below):
        first = below.sort_values("value").iloc[0]
        pull.note(
            f"{len(below)} bedragen zijn onder nul, zoals gemeenten ze boekten; het laagst is {first['variable']} van "
            f"{first['region']}."
        )
    pull.save_observations("gemeente", frame)


def long(wanted: Layout, amounts: pd.DataFrame) -> pd.DataFrame:
    """The long frame of one year: every gemeente, both reports, every variable of that year, in euros."""
    amounts = amounts.assign(variable=amounts["taakveld"].map(wanted.taakvelden)).dropna(subset=["variable"])
    keys = ["region", "report", "variable"]
    sums = amounts.groupby(keys)["amount"].sum(min_count=1)
    silent = amounts.groupby(keys)["silent"].any()
    # Noughts alone are no report: so stands the budget of a gemeente that was still to be made of others.
    reports = amounts[amounts["amount"].fillna(0) != 0].groupby(["region", "report"]).size()
    full = pd.MultiIndex.from_product(
        [sorted(amounts["region"].unique()), list(REPORTS), list(wanted.variables)], names=keys
    )
    values = sums.reindex(full) * THOUSANDS
    reported = full.droplevel("variable").isin(reports.index)
    nothing = values.isna() & reported & ~silent.reindex(full).eq(True)
    table = values.mask(nothing, 0.0).where(reported).rename("value").reset_index()
    known = reports.index.get_level_values("report")
    empty = np.where(table["report"].isin(known), "not_given", "not_yet_published")
    return pd.DataFrame(
        {
            "region": table["region"],
            "level": "gemeente",
            "division": wanted.year,
            "year": wanted.year,
            "variable": table["variable"] + "_" + table["report"].map(REPORTS),
            "value": table["value"],
            "status": np.where(table["value"].isna(), empty, "published"),
            "source": SOURCE.id,
        }
    )


# ---------------------------------------------------------------- what it counts on


def _ask(client: Client) -> list[str]:
    """Whether the newest table has its dimensions, its reports, and no taakveld that we do not know."""
    wanted = layout(max(years.listed(FILE, Year), default=0))
    base = base_url("DSW_DERDEN_URL")
    try:
        table, _, _ = _find(client, wanted)
        _placings(client, table)
    except NotAvailable:
        return [f"Er is geen tabel Iv3 {wanted.year}."]
    taakvelden = odata.members(client, base, table, "TaakveldBalanspost")
    unknown = [key for key in taakvelden if key.startswith("6.") and family(key) not in wanted.taakvelden]
    reports = odata.members(client, base, table, "Verslagsoort")
    told = [f"Onbekende taakvelden in tabel {table}: {', '.join(unknown)}."] if unknown else []
    if f"{wanted.year}X000" not in reports:
        told.append(f"Tabel {table} heeft geen begroting ({wanted.year}X000); er zijn {', '.join(reports)}.")
    return told


SOURCE = Source(
    id="iv3",
    title="Iv3: wat gemeenten uitgeven per taakveld",
    publisher="Gemeenten, via het Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/onze-diensten/open-data/iv3",
    levels=("gemeente",),
    years=tuple(years.listed(FILE, Year)),
    variables=declared.variables(FAMILIES),
    caveats=("onbewerkt",),
    about=(
        "Elke gemeente stuurt CBS haar begroting en haar rekening, verdeeld over taakvelden. We tonen de lasten in het "
        "sociaal domein. De rekening van een jaar komt in de zomer erna. In plaats van ophalen kan een bestand met deze "
        "cijfers in de map drop/iv3 van de gegevens worden gezet."
    ),
    settings=("DSW_DERDEN_URL",),
    files=(FILE, FAMILIES),
    pull=pull,
    expects=(Expectation("nieuwste jaar: tabel, taakvelden en verslagen", FILE.name, _ask),),
)
