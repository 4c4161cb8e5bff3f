"""The files of one figure: picture, table, workbook, description, and all of them together. Made when asked for."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers import cells, data, format, house, words
from answers.held import remembered, working_with
from export.pictures import frame
from export.pictures.frame import Picture
from export.pictures.svg import Sheet
from figures import colours
from figures.colours import Palette
from figures.key import Legend
from indicators.catalog import Entry
from loaders.source import Source, registry
from loaders.store import Store
from loaders.text import folded
from loaders.vocabulary import CAVEATS, LEVEL_PLURALS

MADE_UP = "verzonnen (demogebied)"
# What columns of this name mean, in every table. A figure adds its own in ``Figure.columns``.
COLUMNS = {
    "code": "Code van het gebied bij CBS",
    "gebied": "Code of naam van het gebied",
    "naam": "Naam van het gebied",
    "gemeente": "Naam van de gemeente",
    "niveau": "Gemeente, wijk of buurt",
    "waarde": "Het cijfer, in de eenheid die erbij staat. Leeg is niet bekend, nooit nul",
    "eenheid": "De eenheid van de waarde",
    "jaar": "Het jaar waarover het cijfer gaat",
    "grenzen": "Het jaar van de gebiedsgrenzen waarop het cijfer is geteld",
    "toestand": "Of de waarde is gepubliceerd, voorlopig of geschat is, of waarom zij er niet is",
    "indicator": "Naam van het cijfer in dit dashboard",
    "cijfer": "Naam van het cijfer",
    "omschrijving": "Naam van het cijfer, voluit",
    "laag": "Ondergrens van de marge",
    "hoog": "Bovengrens van de marge",
    "waarde_gemeente": "Hetzelfde cijfer van de hele gemeente, in hetzelfde jaar",
    "herleid_gemeente": "Hoe het cijfer van de gemeente op haar eigen grenzen is gezet; leeg voor cijfers zoals gepubliceerd",
    "waarde_nederland": "Hetzelfde cijfer van heel Nederland, in hetzelfde jaar",
    "aantal_benaderd": "Op hoeveel het cijfer neerkomt: de telling, en zonder telling een benadering, afgerond",
    "marge_laag": "Ondergrens van de marge",
    "marge_hoog": "Bovengrens van de marge",
    "ontwikkeling": "Of het cijfer door de jaren duidelijk stijgt of daalt",
    "verschil_gemeente": "Of de waarde duidelijk hoger of lager is dan die van de gemeente",
    "verschil_nederland": "Of de waarde duidelijk hoger of lager is dan die van Nederland",
    "herleid": "Of de waarde is omgerekend van andere gebiedsgrenzen; leeg is zoals gepubliceerd",
    "aandeel_bekend": "Het deel van de inwoners of adressen (0 tot 1) waarop zo'n omrekening steunt",
    "vergeleken_met": "De waarde waarmee is vergeleken",
    "verschil": "Of de waarde duidelijk hoger of lager is dan waarmee is vergeleken",
    "oordeel": "Of dat verschil beter of slechter is; leeg waar daarover niets is afgesproken",
    "bron": "Wie het cijfer maakte",
    "herkomst": "Wie het cijfer maakte",
    "licentie": "De voorwaarden waaronder het cijfer te gebruiken is",
    "gegevensversie": "De versie van de gegevens in dit dashboard",
}
_LICENCES = {"CC BY 4.0": "CC-BY-4.0", "CC0 1.0": "CC0-1.0"}


@dataclass(frozen=True)
class Figure:
    """One chart, map or table as a reader can take it along.

    ``key`` is what the address of its embedded view calls it: short, unique on its page. ``title`` is the finding on
    the screen, ``subtitle`` measure, unit, place and year, ``alt`` what the picture shows. ``draw`` makes the plotly
    figure in the colours of a palette, and of no other (None: there is only a table). ``table`` makes what is behind
    it: numbers as numbers, NaN where not known. All three run when the reader asks, after the page: they may not call
    Streamlit, and a name that they use may not mean something else further down the page. ``name`` are the words of
    the files' names: indicator, level, place, year. ``entries`` are the figures shown (their units, caveats and sources
    follow from them); ``sources`` the ids of the sources when they are not those. ``columns`` says what columns of the
    table mean that ``COLUMNS`` does not know. ``legend`` makes what the colours mean; ``notes`` stand under the
    picture. ``said_by`` names who made figures that are not of a source of this dashboard: a letter, a study; such
    figures are not ``invented`` in the demo region. ``label`` is what its button says. ``more`` makes the tables that
    belong to it, by name: sheets of the workbook, files of the zip.
    """

    key: str
    title: str
    subtitle: str
    name: Sequence[str]
    table: Callable[[], pd.DataFrame]
    draw: Callable[[Palette], go.Figure] | None = None
    alt: str = ""
    legend: Callable[[Palette], Legend] | None = None
    entries: Sequence[Entry] = ()
    sources: Sequence[str] = ()
    year: int | str = ""
    level: str = ""
    boundaries: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    said_by: str = ""
    invented: bool = True
    label: str = "Neem mee"
    more: Callable[[], Mapping[str, pd.DataFrame]] = dict

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of the sources behind the figure."""
        own = self.sources or [source for entry in self.entries for source in entry.sources]
        return tuple(dict.fromkeys(own))


@dataclass(frozen=True)
class Takeaway:
    """A figure, the version of the data it shows, and the address that opens it again."""

    figure: Figure
    store: Store
    address: str

    @property
    def made_up(self) -> bool:
        """Whether the figures are those of the invented region."""
        return self.store.demo and self.figure.invented

    def file_name(self, ending: str, part: str = "") -> str:
        """What the file is called: ``armoede-wijk-rotterdam-2022.csv``; a demo figure says so."""
        parts = ["verzonnen"] * self.made_up + [
            "-".join(folded(word).split()) for word in (*self.figure.name, *([part] if part else []))
        ]
        return f"{'-'.join(part for part in parts if part)[:120]}.{ending}"

    def made(self, make: Callable[[], bytes]) -> Callable[[], bytes]:
        """One of the methods below, to be called later and elsewhere: with the version of the data of the page."""

        def later() -> bytes:
            with working_with(self.store):
                return make()

        return later

    def sheet(self, palette: Palette = colours.LIGHT) -> Sheet:
        """The picture, ready to be written."""
        figure = self.figure
        assert figure.draw is not None, f"The figure {figure.key!r} is a table; it has no picture."
        picture = Picture(
            title=figure.title,
            subtitle=figure.subtitle,
            figure=figure.draw(palette),
            alt=figure.alt,
            foot=self.credit(),
            legend=figure.legend(palette) if figure.legend else None,
            notes=figure.notes,
            demo=self.made_up,
        )
        return frame.compose(picture, palette)

    def svg(self) -> bytes:
        """The picture as vectors; maps too. Texts are texts."""
        return self.sheet().svg(self.figure.title, self._about_picture()).encode()

    def png(self) -> bytes:
        """The picture as pixels, two to each of the screen's."""
        return _png(self.sheet(), self.figure.title, self._about_picture(), " · ".join(self.credit()))

    def table(self) -> pd.DataFrame:
        """What is behind the figure, as every file of it holds it."""
        return cells.to_take(self.figure.table())

    def others(self) -> dict[str, pd.DataFrame]:
        """The tables that belong to it, by name."""
        return {name: cells.to_take(made) for name, made in self.figure.more().items()}

    def csv(self) -> bytes:
        """The table as Dutch Excel opens it."""
        return cells.csv(self.table())

    def xlsx(self) -> bytes:
        """The table as a workbook, with what it is and where it comes from."""
        from export.workbook import workbook

        made = self.table()
        others = self.others()
        told = {name: meaning for other in others.values() for name, meaning in self.columns(other).items() if meaning}
        return workbook({"Cijfers": made, **others}, self.about(), {**told, **self.columns(made)})

    def metadata(self, csv: bytes | None = None) -> bytes:
        """A Frictionless data package that describes the csv: fields, units, sources, licences, version, address."""
        made = self.table()
        content = cells.csv(made) if csv is None else csv
        meant = self.columns(made)
        package = {
            "profile": "tabular-data-package",
            "name": self.file_name("csv").removesuffix(".csv"),
            "title": self.figure.title,
            "description": self.figure.subtitle,
            "version": self.store.version,
            "homepage": self.address,
            "verzonnen": self.made_up,
            "opgehaald": max(self.fetched(), default=None),
            "licenses": [
                {"name": _LICENCES.get(s.licence, s.licence), "title": s.licence, "path": s.licence_url}
                for s in self.known_sources()
            ],
            "sources": [
                {"title": f"{s.publisher}, {s.title}", "path": s.homepage, "tabellen": self.tables_of(s.id)}
                for s in self.known_sources()
            ]
            + [{"title": said} for said in [self.figure.said_by] if said],
            "indicatoren": [
                {
                    "name": e.id,
                    "title": e.label,
                    "description": f"{e.is_} {e.is_not}".strip(),
                    "unit": e.unit,
                    "kanttekeningen": [CAVEATS[c] for c in e.caveats],
                    "methode": e.method,
                    **({"klassen": named} if (named := words.classes(e)) else {}),
                }
                for e in self.figure.entries
            ],
            "resources": [
                {
                    "name": "cijfers",
                    "path": self.file_name("csv"),
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "bytes": len(content),
                    "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                    "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
                    "schema": {
                        "missingValues": [""],
                        "fields": [_field(name, made[name], meant.get(str(name), "")) for name in made.columns],
                    },
                }
            ],
        }
        return json.dumps(package, ensure_ascii=False, indent=2).encode()

    def everything(self) -> bytes:
        """All files in one zip, with a text that says what they are."""
        csv = self.csv()
        files = {"csv": csv, "xlsx": self.xlsx()}
        if self.figure.draw is not None:
            files |= {"png": self.png(), "svg": self.svg()}
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for ending, content in files.items():
                packed.writestr(self.file_name(ending), content)
            for name, made in self.others().items():
                packed.writestr(self.file_name("csv", name), cells.csv(made))
            packed.writestr("metadata.json", self.metadata(csv))
            packed.writestr("LEESMIJ.md", self.readme())
        return target.getvalue()

    def readme(self) -> str:
        """What is in the zip, in plain words."""
        told = "\n".join(f"- **{what}**: {text}" for what, text in self.about())
        files = [
            f"- `{self.file_name('csv')}`: de cijfers, met puntkomma's en decimale komma's",
            f"- `{self.file_name('xlsx')}`: dezelfde cijfers als Excel, met uitleg",
        ]
        if self.figure.draw is not None:
            files.append(f"- `{self.file_name('png')}` en `{self.file_name('svg')}`: de figuur als beeld")
        files += [f"- `{self.file_name('csv', name)}`: {name.lower()}" for name in self.others()]
        files.append("- `metadata.json`: dezelfde uitleg, voor een computer")
        return (
            f"# {self.figure.title}\n\n{told}\n\n## Bestanden\n\n"
            + "\n".join(files)
            + f"\n\n## Bronvermelding\n\n{self.citation()}\n"
        )

    def citation(self, today: date | None = None) -> str:
        """How to refer to this figure, in one paragraph."""
        seen = f"Geraadpleegd op {format.day(today or date.today())}"
        where = f"{seen}, {self.address}" if "://" in self.address else seen
        what = f"{self.figure.title} ({self.figure.subtitle})".replace("..", ".")
        if self.made_up:
            made_up = f"VERZONNEN CIJFERS uit het demogebied van {house.NAME}: {what}."
            return f"{made_up} Gegevensversie {self.store.version}. {where}."
        return f"{house.NAME}: {what}. Bron: {self.sources()}, {self._when(', ')}. {where}."

    def credit(self) -> list[str]:
        """The lines at the foot of a picture: source, licence, date, version; name and address."""
        if self.made_up:
            source = f"Bron: verzonnen cijfers (demogebied) · {self._when('')}"
        else:
            source = f"Bron: {self.sources(licence=True)} · {self._when(' · ')}"
        where = self.address.removeprefix("https://").removeprefix("http://")
        return [source, f"{house.NAME} · {where}"]

    def _when(self, joint: str) -> str:
        """When the figures were fetched, where they are of a source of ours, and the version of the data."""
        fetched = f"opgehaald {format.days(self.fetched())}{joint}" if self.fetched() else ""
        return f"{fetched}gegevensversie {self.store.version}"

    def fetched(self) -> tuple[str, ...]:
        """When each source behind the figure was fetched (ISO texts, oldest first); none for a made-up one."""
        return data.fetched(source.id for source in self.known_sources())

    def sources(self, *, licence: bool = False) -> str:
        """Who made the figures, in words."""
        made = [f"{s.publisher}, {s.title}" + (f" ({s.licence})" if licence else "") for s in self.known_sources()]
        made += [self.figure.said_by] if self.figure.said_by else []
        worked = any(entry.computed for entry in self.figure.entries)
        return (format.joined(made) or format.UNKNOWN) + (", bewerkt" if worked else "")

    def known_sources(self) -> list[Source]:
        """The sources behind the figure; none for a made-up one."""
        if self.made_up:
            return []
        return [registry()[id] for id in self.figure.source_ids if id in registry()]

    def tables_of(self, source: str) -> list[str]:
        """The ids of the publisher's tables that this source's data came from, of the figure's year if it has one."""
        found = []
        for key, pull in self.store.manifest()["pulls"].items():
            own, _, year = str(key).partition("/")
            if own == source and pull.get("table") and (not self.figure.year or year in ("", str(self.figure.year))):
                found.append(str(pull["table"]))
        return list(dict.fromkeys(found))

    def about(self) -> list[tuple[str, str]]:
        """What the figures are and where they come from, line by line."""
        figure, rows = self.figure, []
        if self.made_up:
            rows.append(("Let op", f"{frame.MADE_UP}. {house.DEMO_LINE}"))
        rows += [("Titel", figure.title), ("Wat", figure.subtitle)]
        if figure.year:
            rows.append(("Jaar", str(figure.year)))
        if figure.level:
            rows.append(("Niveau", LEVEL_PLURALS.get(figure.level, figure.level)))
        if figure.boundaries:
            rows.append(("Gebiedsgrenzen", str(figure.boundaries)))
        for entry in figure.entries:
            marked = words.uncounted(entry, "")
            said = f"{entry.is_} {entry.is_not}".strip() + (f" {marked}." if marked else "")
            rows.append((entry.label, f"{said} Eenheid: {format.in_words(entry.unit)}."))
        caveats = dict.fromkeys(c for entry in figure.entries for c in entry.caveats)
        rows += [("Kanttekening", CAVEATS[c]) for c in caveats]
        rows += [("Kanttekening", note) for note in figure.notes]
        rows.append(("Lege cellen", "Leeg is niet bekend, nooit nul."))
        if self.made_up:
            rows.append(("Bron", MADE_UP))
        for source in self.known_sources():
            ids = self.tables_of(source.id)
            told = f" Tabel {format.joined(ids)}." if ids else ""
            rows.append(("Bron", f"{source.publisher}, {source.title}.{told} {source.homepage}"))
            rows.append(("Licentie", f"{source.licence} {source.licence_url}".strip()))
        if figure.said_by:
            rows.append(("Bron", figure.said_by))
        if any(entry.computed for entry in figure.entries):
            rows.append(("Bewerking", " ".join(dict.fromkeys(e.method for e in figure.entries if e.computed))))
        if self.fetched():
            rows.append(("Opgehaald", format.days(self.fetched())))
        rows += [("Gegevensversie", self.store.version), ("Dashboard", house.NAME), ("Adres", self.address)]
        return rows

    def columns(self, made: pd.DataFrame) -> dict[str, str]:
        """What each column of the table means."""
        own = {e.id: f"{e.label}, {format.in_words(e.unit)}" for e in self.figure.entries}
        known = {**COLUMNS, **own, **self.figure.columns}
        return {str(name): known.get(str(name), "") for name in made.columns}

    def _about_picture(self) -> str:
        made_up = f"{frame.MADE_UP}. " if self.made_up else ""
        return f"{made_up}{self.figure.subtitle}. {self.figure.alt}".strip()


def _field(name: object, values: pd.Series, meaning: str) -> dict[str, Any]:
    whole = pd.api.types.is_integer_dtype(values)
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    kind = {"type": "integer"} if whole else {"type": "number", "decimalChar": ","} if number else {"type": "string"}
    return {"name": str(name), **kind, "description": meaning}


def _png_key(sheet: Sheet, title: str, about: str, source: str) -> tuple[str, str]:
    """What is in the picture, so that two readers of the same figure cost one drawing."""
    return sheet.svg(title, about, font=False), source


@remembered(24, key=_png_key)
def _png(sheet: Sheet, title: str, about: str, source: str) -> bytes:
    from export.pictures import png

    return png.render(sheet, {"Title": title, "Description": about, "Source": source, "Software": house.NAME})


__all__ = ["Figure", "Takeaway"]
