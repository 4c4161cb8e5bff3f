"""What a pull from a folder tells: which files were there, and which to fetch from where.

A browser is all that is needed: each address opens or saves one file, and the name beside it is the one it is looked for
under. Some files only show what comes after them (the next page of a table, the dimensions of a table): asked again, the
list is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from loaders.pulling.runner import Result
from loaders.reading.folder import Folder, Wanted

# What else than the answers of the service is taken, in a folder of the source's own: see docs/commands.md.
INSTEAD = {
    "amsterdam_bbga": "of het csv-bestand van de BBGA (bbga-latest-and-greatest.csv, bij onderzoek.amsterdam.nl), in de map amsterdam_bbga",
    "cbs_kwb": "of, per jaar, het Excel-bestand https://download.cbs.nl/regionale-kaarten/kwb-JAAR.xlsx (vanaf 2025: kwbJAAR.xlsx)",
    "cbs_nabijheid": "van een ander jaar: zoek het nummer van de tabel op StatLine, https://datasets.cbs.nl/csv/CBS/nl/NUMMER, "
    "en bewaar het als NUMMER.zip",
    "cbs_schulden": "of de download van het dashboard Schuldenproblematiek in beeld, in de map cbs_schulden",
    "duo": "of de adressenlijsten van DUO, met het jaar in de naam, in de map duo",
    "iv3": "of een plat csv-bestand met de lasten per taakveld, in de map iv3",
}
# The service of these has a page for each figure and year: only the one file is told.
ONLY = {"amsterdam_bbga"}


def told(results: Sequence[Result], folder: Path) -> Iterator[str]:
    """Each source with its files: found with their years, and missing with the address of each."""
    sources = dict.fromkeys(result.source for result in results)
    for source in sources:
        mine = [result for result in results if result.source == source]
        lacking = [result for result in mine if result.outcome in ("missing", "failed")]
        there = dict.fromkeys(name for result in mine for name in result.found)
        if there:
            yield ""
            yield f"{source}, in {folder}: {_some(list(there))}"
        wanted = [] if source in ONLY else list(_by_file(lacking))
        if lacking:
            yield ""
            yield f"{source}, nog niet in {folder}:"
        for file, years in wanted:
            yield f"  {' of '.join(file.names)}  ({years})"
            yield f"    van {file.url}"
        if lacking and source in INSTEAD:
            of_years = ", ".join(str(result.year) for result in lacking)
            instead = INSTEAD[source].removeprefix("" if wanted else "of ")
            yield f"  {instead}{f'; JAAR is {of_years}' if 'JAAR' in instead else ''}"
        elif lacking and not wanted:
            yield f"  {lacking[-1].message}"
    used = {name for result in results for name in result.found}
    if unused := [path.name for path in Folder(folder).files() if path.name not in used]:
        yield ""
        yield (
            f"Niet gebruikt: {_some(unused)}. Geen van deze bronnen en jaren zoekt een bestand met die naam. Kijk of de naam "
            "klopt met die in de lijst."
        )
    if any(result.outcome == "missing" for result in results):
        yield ""
        yield (
            "Open elk adres in een browser en bewaar wat er komt onder de naam die erboven staat. Van een tabel in "
            "bladzijden ($skip) zijn die na de laatste (zonder odata.nextLink) niet nodig. Een bestand kan vragen om een "
            "volgend bestand: vraag deze lijst opnieuw tot er niets meer ontbreekt."
        )


def _by_file(results: Iterable[Result]) -> Iterator[tuple[Wanted, str]]:
    """Each missing file once, with the years that it is for."""
    years: dict[Wanted, list[int]] = {}
    for result in results:
        for file in result.wanted:
            years.setdefault(file, []).append(result.year)
    for file, of in years.items():
        yield file, f"{of[0]}" if len(of) == 1 else f"{of[0]} tot en met {of[-1]}"


def _some(names: list[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" en {len(names) - most} andere" if len(names) > most else "")
