"""The figures that may say where need is: single ones, and the composite of this dashboard."""

from __future__ import annotations

import pandas as pd

from answers import data, national, score
from answers.held import remembered
from indicators import catalog, tree
from indicators import need as composed_need

# The figures that may say where need is, the broadest first; what is there differs by year.
NEEDS = (
    "armoede_laag_inkomen",
    "armoede_personen",
    "armoede_101",
    "armoede_110",
    "armoede_120",
    "bijstand_per_1000",
    "personen_laagste_40",
)


SCORE = tree.Choice("behoefte", "binnen")


@remembered(64)
def listed(level: str, year: int) -> dict[str, str]:
    """The figures of need that this level has in this year, with their labels: those for most areas only."""
    known = catalog.entries()
    counts = {id: data.counts(id, level).get(year, 0) for id in NEEDS if id in known}
    most = max(counts.values(), default=0)
    found = {id: data.named_after_parts(known[id], year).label for id, count in counts.items() if count * 2 >= most > 0}
    if found and level == score.LEVEL and score.years(SCORE.composite) and int(composed(year).count()) * 2 >= most:
        found[SCORE.composite] = _outcome(year).label
    return found


def composed(year: int) -> pd.Series[float]:
    """The composite of need of all wijken, among those of the same year; more is more need."""
    return _outcome(year).scores["value"]


@remembered(12)
def _outcome(year: int) -> composed_need.Outcome:
    """Without the norms of the base year: among areas of the same year none is needed, and they take two more readings."""
    frame = data.store().table(score.LEVEL, year, list(composed_need.figures(SCORE.composite)))
    return composed_need.outcome(frame, {}, SCORE, year, 0.0, national.inhabitants(year))


def label(need: str, level: str, year: int) -> str:
    """A listed figure of need by name; a composite with the parts that it was made of that year."""
    return listed(level, year)[need]


def sources(need: str | None) -> tuple[str, ...]:
    """The sources behind a figure of need."""
    if need is None:
        return ()
    return score.sources(need) if need == SCORE.composite else catalog.entry(need).sources


def citation(need: str | None) -> str:
    """Who says so, for the list of sources."""
    if need is None:
        return "geen"
    if need == SCORE.composite:
        return "samengestelde score van dit dashboard, zie de pagina Score"
    return catalog.entry(need).citation
