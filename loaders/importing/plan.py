"""What the reader decided about a file, and can keep for next year's: which column is what, which figure is which variable."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, get_args

from loaders.reading.files import ImportProblem
from loaders.reading.numbers import Mark
from loaders.sources.municipal import OWN
from loaders.vocabulary import THEMES, Kind

SCHEMA = 1
DEFAULT_THEME = "voorzieningen"


@dataclass(frozen=True)
class Own:
    """A variable that a gemeente brings along. ``people``: it counts residents, so small numbers are withheld."""

    label: str
    unit: str
    kind: Kind
    people: bool
    theme: str = DEFAULT_THEME


@dataclass(frozen=True)
class Plan:
    """Decisions about one file. ``year`` is not kept: next year's file has another.

    ``roles``: heading → role (see meaning.ROLES). ``topics``: figure → id of a variable, or "" to leave it out.
    ``own``: id → the variable that the reader named. ``percent``: figures to multiply by 100. ``marks``: figure →
    decimal mark. ``areas``: text in the file → code of the area that is meant.
    """

    name: str = ""
    sheet: str = ""
    gemeente: str = ""
    year: int | None = None
    roles: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    own: dict[str, Own] = field(default_factory=dict)
    percent: tuple[str, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The plan as text to keep."""
        kept = {key: value for key, value in asdict(self).items() if key != "year"}
        return json.dumps({"schema": SCHEMA, **kept}, ensure_ascii=False, indent=1)


def from_json(text: str) -> Plan:
    """The plan in a text made by ``to_json``. Raises ImportProblem for any other text."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found.pop("schema") != SCHEMA:
            raise ValueError("made by another version")
        known = {f.name for f in fields(Plan)}
        own = {id: Own(**about) for id, about in found.pop("own", {}).items()}
        bad = [
            id
            for id, o in own.items()
            if not id.startswith(OWN) or o.kind not in get_args(Kind) or o.theme not in THEMES
        ]
        if bad or set(found) - known:
            raise ValueError("unknown entry")
        return Plan(**{**found, "own": own, "percent": tuple(found.get("percent", ()))})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ImportProblem("Deze bewaarde keuzes zijn niet te lezen. Maak ze opnieuw bij een bestand.") from error


def owned(manifest: Mapping[str, Any]) -> dict[str, Own]:
    """The variables that gemeenten brought along before, by id, as the manifest of a data folder keeps them."""
    return {id: Own(**about) for id, about in manifest.get("custom_variables", {}).items()}


def own_variable(label: str, unit: str, people: bool | None = None, theme: str = DEFAULT_THEME) -> tuple[str, Own]:
    """A new variable and its id, out of the words of the reader. Raises ImportProblem for a label without letters.

    A count, share or rate is about residents unless ``people`` says that it is not: of words no list is whole.
    """
    label = " ".join(re.sub(r"[<>{}\[\]|`\\$*_#]", " ", label).split()).lstrip("=+-@ ")[:80]
    unit = " ".join(re.sub(r"[<>{}\[\]|`\\$*_#]", " ", unit).split())[:30]
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    if not slug:
        raise ImportProblem(f"{label!r} is geen naam voor een cijfer. Gebruik letters.")
    kind = kind_of(unit)
    if people is None:
        people = kind in ("share", "rate", "count")
    return OWN + slug, Own(label, unit, kind, people, theme)


def kind_of(unit: str) -> Kind:
    """What kind of figure has this unit: a share, a rate, a count, a distance, a score or a mean."""
    word = unit.casefold()
    if word in ("%", "procent", "percentage"):
        return "share"
    if word.startswith(("per ", "‰")):
        return "rate"
    if word in ("km", "meter", "m"):
        return "distance"
    if re.search(r"index|score|cijfer", word):
        return "score"
    return "mean" if re.search(r"euro|gemiddeld|jaar", word) else "count"
