"""The choices of the planner on screen, drawn as their table says, with the bounds and defaults it reads them by."""

from __future__ import annotations

from functools import partial
from typing import cast

import streamlit as st

from answers import data
from answers.planner import choices, scenario
from answers.planner.choice import Areas, Choice, Id, Number, Option, Value, Where, say
from ui.frame import numbers, selection

# How wide a row is in which choices have columns of their own.
_ROW = 5.6


class Controls:
    """Draws choices one by one; ``chosen`` is what is chosen so far, and what the address says of the others."""

    def __init__(self) -> None:
        self.chosen = scenario.Asked(_in_address)

    def draw(self, key: str) -> None:
        """Draw one choice by its name in the address."""
        choice = choices.TABLE[key]
        self.chosen.settle(key, self._draw(choice))

    def draw_all(self, where: Where) -> None:
        """Draw what has its place here, one under the other."""
        for choice, _ in choices.placed(where, self.chosen):
            self.draw(choice.key)

    def draw_row(self, where: Where) -> None:
        """Draw what has its place here beside each other, where it says how wide it is."""
        row = choices.placed(where, self.chosen)
        widths = [place.width for _, place in row]
        if not all(widths):
            self.draw_all(where)
        elif row:
            rest = [_ROW - sum(widths)] if sum(widths) < _ROW else []
            for (choice, _), column in zip(row, st.columns([*widths, *rest], wrap=len(row) == 1), strict=False):
                with column:
                    self.draw(choice.key)

    def _draw(self, choice: Choice) -> Value:
        if isinstance(choice, Option):
            return self._draw_option(choice)
        if isinstance(choice, Number):
            return self._draw_number(choice)
        if isinstance(choice, Areas):
            return self._draw_areas(choice)
        raise TypeError(f"Nothing draws a {type(choice).__name__}, which {choice.key} is.")

    def _draw_option(self, choice: Option) -> Value:
        chosen, options = self.chosen, list(choice.options(self.chosen))
        # What is understood beside the options is one of them as long as it is chosen.
        asked = choice.understood(_in_address(choice.key) or "")
        return selection.choose(
            choice.key,
            say(choice.label, chosen),
            list(dict.fromkeys([*options, *([] if asked is None else [asked])])),
            cast(Id, choice.usual(chosen)),
            format_func=lambda id: choice.words(chosen, id),
            nearest=selection.nearest_year([int(year) for year in options]) if choice.nearest else None,
            because=choice.because,
            draw=choice.draw,
            help=say(choice.help, chosen) or None,
        )

    def _draw_number(self, choice: Number) -> Value:
        label, help, bounds = say(choice.label, self.chosen), say(choice.help, self.chosen) or None, choice.bounds
        if choice.default is None:
            return numbers.optional(choice.key, label, bounds.low, bounds.high, bounds.step, help=help)
        default = choice.default(self.chosen)
        return numbers.choose(
            choice.key, label, bounds.low, bounds.high, default, bounds.step, slider=choice.slider, help=help
        )

    def _draw_areas(self, choice: Areas) -> Value:
        """A box to add an area, a button for each to take it away."""
        asked = choice.understand(_in_address(choice.key) or "", self.chosen)
        codes = list(cast("tuple[str, ...]", asked))
        levels = tuple(dict.fromkeys(("gemeente", self.chosen.level)))
        selection.search(say(choice.label, self.chosen), "zoek_plan", partial(_add, choice), levels)
        selection.remember(choice.key, codes, [])
        with st.container(horizontal=True):
            for code in codes:
                place = data.place(code)
                st.button(
                    place.label if place else code,
                    icon=":material/close:",
                    key=f"plan_weg_{code}",
                    on_click=_drop,
                    args=(choice.key, code),
                )
        return asked


def _in_address(key: str) -> str | None:
    """What is chosen now, as an address has it."""
    value = selection.get(key)
    if value is None:
        return None
    return ",".join(value) if isinstance(value, list) else str(value)


def _add(choice: Areas, code: str) -> None:
    now = selection.get(choice.key) or []
    selection.put(choice.key, list(dict.fromkeys([*now, code]))[: choice.most])


def _drop(key: str, code: str) -> None:
    selection.put(key, [c for c in selection.get(key) or [] if c != code])
