"""What is told of files of the data that are damaged or gone: which figures that are, and what stands in for them."""

from __future__ import annotations

from answers import format
from loaders.source import registry
from loaders.store import Damage, Store
from loaders.vocabulary import LEVEL_PLURALS

KINDS = {
    "names": "Namen van de {level} van {year}",
    "boundaries": "Grenzen van de {level} van {year}",
    "geo": "Kaart van de {level} van {year}",
    "groups": "Indeling in groepen ({level}, {year})",
    "addresses": "Adressen van {level}",
    "crosswalks": "Omrekening tussen indelingen ({level}, {year})",
    "grounds": "Of gebieden nog hetzelfde gebied zijn ({level})",
    "imports": "Een bestand van een gemeente",
}


def line(held: Store) -> str:
    """That something is damaged, in one sentence; "" when nothing is."""
    if held.problem:
        return "De lijst van gegevens is beschadigd; u ziet de cijfers van een oudere versie."
    if held.damage:
        return "Een deel van de gegevens is beschadigd. Die cijfers staan hier nu niet, of komen uit een oudere versie."
    return ""


def sentences(held: Store) -> list[str]:
    """What is damaged and what a reader sees instead, a sentence each; maps of one level and year once."""
    told = [held.problem] if held.problem else []
    return [*told, *dict.fromkeys(_sentence(one) for one in held.damage)]


def mark(held: Store) -> str:
    """Behind the name of the version, where some figures come from an older one: " (deels uit …)"."""
    older = sorted({one.version for one in held.damage if one.version})
    return f" (deels uit {format.joined(older)})" if older else ""


def _sentence(one: Damage) -> str:
    what = _what(one)
    if one.version:
        return f"{what}: beschadigd; u ziet die van versie {one.version}, van {format.day(one.created)}."
    return f"{what}: beschadigd, en tijdelijk niet beschikbaar."


def _what(one: Damage) -> str:
    parts = one.key.split("/")
    if one.kind == "observations":
        source, level, year = parts
        title = registry()[source].title if source in registry() else source
        return f"{title} ({LEVEL_PLURALS.get(level, level)}, {year})"
    level, year = parts[0], parts[1] if len(parts) > 1 else ""
    return KINDS[one.kind].format(level=LEVEL_PLURALS.get(level, level), year=year)
