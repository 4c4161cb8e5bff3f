"""``python -m loaders check``: a handful of small questions to every live service, beside what the loaders count on.

Nothing is stored. Each source declares its expectations as data; an answer is as expected, changed (what, and which
file to mend), not there, or the service is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from loaders import edited
from loaders.reading.http import Changed, Client, NotAvailable, SourceError
from loaders.source import Expectation, Source

Outcome = Literal["as_expected", "changed", "unreachable"]
WORDS: dict[Outcome, str] = {
    "as_expected": "zoals verwacht",
    "changed": "VERANDERD",
    "unreachable": "niet bereikbaar",
}
# A check should not keep a reader waiting as a pull may.
ATTEMPTS, TIMEOUT, WORKERS = 2, (5.0, 30.0), 4


@dataclass(frozen=True)
class Answer:
    """What came of one question: ``told`` says in Dutch what changed or why there was no answer."""

    source: str
    question: str
    outcome: Outcome
    told: str = ""
    mend: str = ""


def run(sources: Iterable[Source]) -> list[Answer]:
    """Ask everything, a few questions at a time; answers in the order of the sources."""
    questions = [(source, expectation) for source in sources for expectation in source.expects]
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(lambda pair: ask(*pair), questions))


def ask(source: Source, expectation: Expectation) -> Answer:
    """Put one question to its service, unless a file that says what to ask is wrong itself."""
    if wrong := [str(problem) for file in source.files for problem in edited.kept(file).problems]:
        return Answer(source.id, expectation.question, "changed", f"Er is niets gevraagd. {' '.join(wrong)}")
    client = Client(attempts=ATTEMPTS, timeout=TIMEOUT)
    try:
        told = expectation.ask(client)
    except (NotAvailable, Changed) as error:
        # The service answers, but what we ask for is gone or different: that is a change and no passing fault.
        told = [str(error)]
    except SourceError as error:
        return Answer(source.id, expectation.question, "unreachable", str(error))
    if told:
        return Answer(source.id, expectation.question, "changed", " ".join(told), expectation.mend)
    return Answer(source.id, expectation.question, "as_expected")


def lines(answers: list[Answer]) -> Iterator[str]:
    """The answers as a table, and below it in full what is not as expected."""
    heads = ("bron", "vraag", "uitkomst")
    cells = [heads, *((a.source, a.question, WORDS[a.outcome]) for a in answers)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for outcome, head in (("changed", "Wat veranderd is:"), ("unreachable", "Wat niet bereikbaar was:")):
        found = [a for a in answers if a.outcome == outcome]
        if found:
            yield ""
            yield head
        for answer in found:
            yield f"  {answer.source}, {answer.question}: {answer.told}" + (
                f" Kijk in {answer.mend}." if answer.mend else ""
            )
