"""Three questions to put to a minister or alderman: templates in questions.csv, filled by the figures.

The first two follow from what the page shows; the last one tests the plan itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field

from export.brief.content import QUESTIONS, Question
from loaders import edited

ALWAYS = "altijd"
_SHOWN = ("label", "label_low", "value", "year", "apart")
_FIGURE = ("name", "label", "label_low", "areas", "where", "year", "high", "part")
# The gaps that are filled on each condition of a kind of page; a plan's condition is the kind of page it stands on.
GAPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "gebied": {
        ALWAYS: ("name",),
        "ongunstig": ("name", *_SHOWN),
        "gunstig": ("name", *_SHOWN),
        "trend": ("name", "start", "trend", "label_low"),
        "jongerenwerk_bekend": ("name", "youth_work", "youth_year"),
        "jongerenwerk_onbekend": ("name",),
        "leeg": ("name", "missing_label"),
    },
    "indicator": {ALWAYS: _FIGURE, "leeg": (*_FIGURE, "missing")},
    "set": {
        ALWAYS: ("count",),
        "cijfer": ("count", "label", "value", "year", "beside", "areas"),
        "verschil": ("count", "label_low", "low", "low_name", "high", "high_name"),
    },
    "scenario": {ALWAYS: ()},
    "plan": {ALWAYS: ("name",), "indicator": _FIGURE, "set": ("count",), "scenario": ()},
}


def _told(kind: str) -> str:
    """What an editor may write under ``when`` on this kind of page, each with the gaps that are filled then."""
    return "; ".join(f"{when} {' '.join(f'{{{gap}}}' for gap in gaps)}".strip() for when, gaps in GAPS[kind].items())


def _gaps(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def _is_plain(text: str) -> bool:
    """Whether every brace is around a name only: {naam:d} cannot be filled, and {{naam}} would be printed as it is."""
    return not any("{" in told or "}" in told or spec or how for told, _, spec, how in Formatter().parse(text))


def _condition(when: str, info: edited.Info) -> str:
    known = GAPS.get(info.data.get("kind", ""))
    if known is not None and when not in known:
        raise edited.fault(f"is {when!r}, en dat kan niet bij {info.data['kind']}", edited.choices(known))
    return when


def _fillable(text: str, info: edited.Info) -> str:
    """A text whose every gap is filled on the condition of its row."""
    kind, when = info.data.get("kind", ""), info.data.get("when", "")
    known = GAPS.get(kind, {}).get(when)
    if known is None:
        return text
    try:
        gaps, plain = _gaps(text), _is_plain(text)
    except ValueError:
        raise edited.fault("heeft een accolade zonder tweede", "Schrijf elke plek om in te vullen als {naam}") from None
    if not plain:
        raise edited.fault("heeft meer tussen accolades dan een naam", "Schrijf elke plek om in te vullen als {naam}")
    strange = next((gap for gap in gaps if gap not in known), None)
    if strange is not None:
        raise edited.fault(
            f"noemt {{{strange}}}, en dat is bij {kind} en {when} niet bekend",
            edited.choices(f"{{{gap}}}" for gap in known),
        )
    return text


class Template(edited.Entry):
    """One row of questions.csv: for which kind of page, to whom, on which condition, and the text with its gaps."""

    says = (
        "Een rij is één vraag. De eerste die passen, worden gesteld; de laatste van drie toetst altijd het plan zelf."
    )
    key = "id"

    id: edited.Text = Field(description="kort en nieuw")
    kind: Annotated[str, edited.OneOf({kind: _told(kind) for kind in GAPS})] = Field(
        description="waar de bladzijde over gaat (plan: een vraag die het plan toetst), met wat er onder when en in de "
        "tekst kan staan"
    )
    to: Annotated[str, edited.OneOf(("minister", "wethouder"))] = Field(description="aan wie")
    when: Annotated[edited.Text, AfterValidator(_condition)] = Field(
        description="wanneer de vraag past: altijd, of wat de cijfers laten zien"
    )
    text: Annotated[edited.Text, AfterValidator(_fillable)] = Field(
        description="de vraag; wat de cijfers invullen, staat tussen accolades"
    )


FILE = edited.File(
    Path(__file__).with_name("questions.csv"),
    about="De vragen op de debatbrief.",
    tables={edited.ROW: Template},
)


def templates() -> tuple[Template, ...]:
    """Every good template, in the order of the file: the first that apply are asked."""
    return tuple(edited.kept(FILE).entries(Template).values())


def ask(kind: str, facts: Sequence[tuple[str, Mapping[str, str]]], plan: str) -> tuple[Question, ...]:
    """Two questions of this kind and one about the plan.

    ``facts`` are (condition, words to fill in), in the order of weight; a template is filled by the first facts of its
    condition, and used once. ``altijd`` always holds. ``plan`` is the id of the template that tests the plan; where it
    is left out, another that can be filled takes its place.
    """
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
    tests = sorted((one for one in templates() if one.kind == "plan"), key=lambda one: one.id != plan)
    fitting = (one for one in tests if set(_gaps(one.text)) <= set(common))
    return (*found, *(Question(one.to, one.text.format(**common)) for one in islice(fitting, 1)))
