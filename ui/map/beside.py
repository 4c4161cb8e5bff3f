"""Under the map of a dimension of liveability: ours and the one of the Leefbaarometer, a click away on two maps."""

from __future__ import annotations

from answers import dimensions
from figures.views.choice import Choice
from ui.frame import selection


def show(choice: Choice) -> None:
    """A link to both maps, where the level has both figures and they are not both shown already."""
    pair = dimensions.counterparts(choice.entry.id, choice.level)
    if pair is None or {entry.id for entry in choice.entries} == set(pair):
        return
    selection.link(
        "pages/kaart.py",
        "Ons cijfer naast de Leefbaarometer, op twee kaarten",
        ":material/compare:",
        indicator=pair[0],
        tweede=pair[1],
        niveau=choice.level,
        weergave="naast",
        **({"gemeente": choice.gemeente} if choice.gemeente else {}),
    )
