"""The reference of every figure, written from the catalog: docs/indicatoren.md. Never edited by hand."""

from __future__ import annotations

from collections.abc import Iterable

from indicators import catalog, composite, parameters, words
from indicators.catalog import Entry
from loaders.source import CAVEATS, LEVEL_PLURALS, THEMES

DIRECTIONS = {
    "higher_better": "hoger is beter",
    "lower_better": "lager is beter",
    None: "geen: hoger of lager is geen oordeel",
}


def markdown() -> str:
    """The whole reference as Markdown: indicators by theme, the table of each composite, parameters, variables."""
    return "\n".join([*_head(), *_indicators(), *_composites(), *_parameters(), *_variables()])


def _head() -> list[str]:
    return [
        "# Indicatoren",
        "",
        "Gemaakt uit de code met `python -m indicators docs`. Wijzig dit bestand niet met de hand.",
        "",
    ]


def _indicators() -> Iterable[str]:
    for theme, title in THEMES.items():
        entries = [e for e in catalog.entries().values() if e.theme == theme and e.computed]
        if entries:
            yield from (f"## {title}", "")
        for entry in entries:
            yield from _indicator(entry)


def _indicator(entry: Entry) -> Iterable[str]:
    yield from (f"### {entry.label}", "", f"`{entry.id}` · {entry.unit}", "")
    yield from (f"- **Wat het is.** {entry.is_}", f"- **Wat het niet is.** {entry.is_not}")
    yield f"- **Hoe het is gemaakt.** {entry.method}"
    yield f"- **Richting.** {DIRECTIONS[entry.direction]}."
    yield f"- **Voor.** {', '.join(LEVEL_PLURALS[level] for level in entry.levels)}."
    if entry.breaks:
        yield f"- **Breuk in de reeks.** Nieuwe inhoud vanaf {', '.join(map(str, entry.breaks))}."
    if entry.inputs:
        yield f"- **Gemaakt van.** {', '.join(f'`{id}`' for id in entry.inputs)}."
    yield f"- **Bron van de definitie.** {entry.citation}."
    yield from (f"- **Let op.** {CAVEATS[caveat]}" for caveat in entry.caveats)
    yield ""


def _composites() -> Iterable[str]:
    yield from (
        "## Opbouw van de samengestelde maten",
        "",
        "| onderdeel | hoort bij | richting | gewicht |",
        "|---|---|---|---|",
    )
    for node in composite.nodes().values():
        direction = "hoger is beter" if node.direction > 0 else "lager is beter"
        yield f"| `{node.code}` | {f'`{node.parent}`' if node.parent else ''} | {direction} | {words.number(node.weight)} |"
    yield ""


def _parameters() -> Iterable[str]:
    yield from ("## Parameters", "", "| parameter | waarde | jaar | bron | waarvoor |", "|---|---|---|---|---|")
    for p in parameters.everything().values():
        decimals = 0 if p.value == round(p.value) else 2
        # A year is no amount: it has no thousands mark.
        shown = f"{p.value:.0f}" if p.id == "basisjaar" else words.with_unit(p.value, decimals, p.unit)
        yield f"| `{p.id}` | {shown} | {p.date} | {p.source} | {p.note} |"
    yield ""


def _variables() -> Iterable[str]:
    yield from (
        "## Cijfers zoals de bron ze geeft",
        "",
        "| naam | cijfer | eenheid | bron | wat het is |",
        "|---|---|---|---|---|",
    )
    for entry in catalog.entries().values():
        if not entry.computed:
            yield f"| `{entry.id}` | {entry.label} | {entry.unit} | {entry.source} | {entry.is_} |"
    yield ""
