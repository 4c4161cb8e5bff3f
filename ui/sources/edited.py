"""Every file that people edit and the dashboard reads, and what was left out of them as a reader is told."""

from __future__ import annotations

import pandas as pd

from answers import cells
from export.brief import questions
from indicators import claims, composite, groups, key_figures, norm_data, parameters, tested, uncertainty
from loaders.edited import File, Problem, kept
from loaders.places import gemeenten
from loaders.source import registry

# Those of a source are found with it.
FILES: tuple[File, ...] = (
    claims.FILE,
    parameters.FILE,
    key_figures.FILE,
    composite.FILE,
    norm_data.FILE,
    tested.FILE,
    uncertainty.FILE,
    groups.FILE,
    questions.FILE,
    gemeenten.CHANGES,
    gemeenten.NETWORKS,
    *dict.fromkeys(file for source in registry().values() for file in source.files),
)
# So many ids in a sentence; the rest is counted.
_MOST = 5
# Where a reader finds what was left out.
WHERE = "Wat er mis is, staat op de bladzijde [Gegevens](/gegevens#weggelaten)."


def problems() -> list[Problem]:
    """What was found wrong when the files were read, file by file."""
    return [problem for file in FILES for problem in kept(file).problems]


def table(found: list[Problem]) -> pd.DataFrame:
    """Where, what is wrong, and what to do, as Markdown text: one row a problem."""
    return pd.DataFrame(
        {
            "Bestand": [f"{one.file}, regel {one.line}" for one in found],
            "Wat": [cells.plain(one.entry) for one in found],
            "Wat er mis is": [cells.plain(one.what) for one in found],
            "Wat te doen": [cells.plain(one.mend) for one in found],
        }
    )


def left_out(library: claims.Library) -> str:
    """What of the claims is not shown, and why, in one line; "" where nothing is lacking."""
    gone = list(library.left_out)
    if not library.problems:
        return ""
    if not gone:
        return f"In {claims.FILE.name} is iets niet in orde: wat u ziet, kan onvolledig zijn. {WHERE}"
    more = f" en nog {len(gone) - _MOST}" if len(gone) > _MOST else ""
    said = "bewering is" if len(gone) == 1 else "beweringen zijn"
    names = cells.plain(", ".join(gone[:_MOST]))
    return f"{len(gone)} {said} weggelaten, want er is iets niet goed ingevuld: {names}{more}. {WHERE}"
