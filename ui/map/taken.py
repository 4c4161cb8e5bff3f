"""A map as a reader can take it along."""

from __future__ import annotations

from export.takeaway import Figure
from figures.views.view import View

# What the address of an embedded view calls the first and the second map.
KEYS = ("kaart", "tweede")


def figure(view: View, at: int, order: str, picked: str | None) -> Figure:
    """The first, or of two beside each other the second map (``at``), with its rows in this order.

    Each picture has to stand by itself; the table of the first has the rows of the whole view.
    """
    one = view.pictures[at]
    whole = view if at == 0 else one
    choice, drawing = one.choice, one.drawing
    return Figure(
        key=KEYS[at],
        title=one.title(picked),
        subtitle=one.about(),
        name=(choice.entry.id, whole.file_word, choice.level, choice.where, str(choice.year)),
        draw=(lambda palette: one.draw(palette, picked)) if one.drawn else None,
        legend=lambda palette: one.legend_key(palette, picked),
        table=lambda: whole.numbers(whole.ordered(order)),
        entries=whole.choice.entries,
        year=choice.year,
        level=choice.level,
        boundaries=drawing.division,
        alt=one.alt(),
        columns=whole.columns(),
        notes=[*one.notes(), *whole.picture_notes()],
    )
