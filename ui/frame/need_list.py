"""What a list of need leaves out, as the reader chooses it: the same two choices on every page that has such a list."""

from __future__ import annotations

from answers import left_out
from ui.frame import selection


def students(level: str, *, drawn: bool = True) -> str:
    """Draw whether areas with many students are left out; an id of left_out.STUDENTS. Not ``drawn`` it is only read."""
    return selection.choose(
        "studenten",
        f"Studenten{level}en" if level == "wijk" else "Studentenbuurten",
        list(left_out.STUDENTS),
        left_out.WITHOUT,
        format_func=left_out.STUDENTS.__getitem__,
        draw="buttons" if drawn and level in left_out.LEVELS else "none",
        help="Waar veel mensen 15 tot 25 jaar zijn, vaak studenten, betekent weinig inkomen of geen baan vaak iets "
        "anders. In lijsten van behoefte laten wij ze weg; hun cijfers blijven overal staan.",
    )


def inhabitants(level: str, scored: int = 0, *, drawn: bool = True) -> int:
    """Draw from how many inhabitants an area stands in a list; one of left_out.INHABITANTS. Not ``drawn`` it is only read.

    Not fewer than from where an area has what the list is of (``scored``).
    """
    return selection.choose(
        "inwoners",
        "In de lijst vanaf",
        [least for least in left_out.INHABITANTS if least >= scored],
        left_out.usual_least(level),
        format_func=lambda least: left_out.least_in_words(least, level),
        draw="list" if drawn and level in left_out.LEVELS else "none",
        help="In een klein gebied zegt een cijfer weinig: een paar mensen maken veel verschil. "
        "De plaatsen van de andere gebieden veranderen er niet door.",
    )
