"""Three questions to put to a minister or alderman: templates in questions.csv, filled by the figures.

The first two follow from what the page shows; the last one tests the plan itself.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from export.brief.content import QUESTIONS, Question


@dataclass(frozen=True)
class Template:
    """One row of questions.csv: for which kind of page, to whom, on which condition, and the text with its gaps."""

    id: str
    kind: str
    to: str
    when: str
    text: str


@cache
def templates() -> tuple[Template, ...]:
    """Every template, in the order of the file: the first that apply are asked."""
    text = resources.files("export.brief").joinpath("questions.csv").read_text(encoding="utf-8")
    return tuple(Template(**row) for row in csv.DictReader(text.splitlines()))


def ask(kind: str, facts: Sequence[tuple[str, Mapping[str, str]]], plan: str) -> tuple[Question, ...]:
    """Two questions of this kind and one about the plan.

    ``facts`` are (condition, words to fill in), in the order of weight; a template is filled by the first facts of its
    condition, and used once. ``altijd`` always holds. ``plan`` is the id of the template that tests the plan.
    """
    by_id = {template.id: template for template in templates()}
    found: list[Question] = []
    used: set[str] = set()
    common = dict(pair for _, words in facts for pair in words.items())
    for condition, words in [*facts, ("altijd", common)]:
        for template in templates():
            if (
                template.kind == kind
                and template.when == condition
                and template.id not in used
                and len(found) < QUESTIONS - 1
            ):
                used.add(template.id)
                found.append(Question(template.to, template.text.format(**{**common, **words})))
                if condition != "altijd":
                    break
    return (*found, Question(by_id[plan].to, by_id[plan].text.format(**common)))
