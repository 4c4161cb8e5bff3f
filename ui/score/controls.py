"""The controls of a composite that need more than one line: the weights of its parts, and how they become one score."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import score, score_tables
from indicators import composite, need, parameters
from indicators.tree import Means
from ui.frame import need_list, selection

_MEANS: list[Means] = ["rekenkundig", "meetkundig"]
_OUTLIERS = {"begrensd": "Op de grens van 1% gezet", "vrij": "Tellen helemaal mee"}


@dataclass(frozen=True)
class Settings:
    """How parts become one score: which mean, and whether outliers are held back."""

    means: Means
    winsor: bool


@dataclass(frozen=True)
class Listing:
    """What the list of wijken leaves out (``of_students``, ``fewest`` inhabitants) and its ``order``."""

    of_students: str
    fewest: int
    order: str


def listing(code: str, where: DeltaGenerator | None) -> Listing:
    """How the list is made, chosen in ``where``; None draws nothing, as what is chosen settles whether there is a list."""
    spots = [where.container(width=width) if where else nullcontext() for width in (190, 190, 330)]
    drawn = where is not None
    with spots[0]:
        of_students = need_list.students(score.LEVEL, drawn=drawn)
    with spots[1]:
        fewest = need_list.inhabitants(score.LEVEL, int(parameters.value("basis_inwoners")), drawn=drawn)
    with spots[2]:
        order = selection.choose(
            "lijst",
            "Volgorde van de lijst",
            [score_tables.BY_SCORE, score_tables.BY_SURE],
            score_tables.usual_order(code),
            format_func=lambda order: score_tables.order_words(order, code).capitalize(),
            draw="list" if drawn else "none",
        )
    return Listing(of_students, fewest, order)


def settings(code: str, weights: Mapping[str, float]) -> Settings:
    """Draw the weight of each part of a composite, and how they become one score; gives the latter."""
    changed = " (gewichten gewijzigd)" if weights else ""
    with st.expander(f"Zelf gewichten en rekenwijze kiezen{changed}", icon=":material/tune:"):
        left, right = st.columns(2, gap="medium")
        with left:
            _draw_weights(code, weights)
        with right:
            return _draw_settings()


def _draw_weights(code: str, weights: Mapping[str, float]) -> None:
    st.markdown("**Hoe zwaar telt elk onderdeel?** 0 is niet, 1 is gewoon, 5 is vijf keer zo zwaar.")
    for child in composite.children(code):
        st.session_state[f"gewicht_{child}"] = float(weights.get(child, 1.0))
        st.slider(
            need.short(child),
            0.0,
            score.MOST_WEIGHT,
            step=0.5,
            format="localized",
            key=f"gewicht_{child}",
            on_change=_take_weights,
        )
    st.button("Alle even zwaar", on_click=_equal_weights, disabled=not weights, type="tertiary")


def _draw_settings() -> Settings:
    means = selection.choose(
        "gemiddelde",
        "Samenvoegen",
        _MEANS,
        _MEANS[0],
        format_func=lambda m: need.MEANS[m].capitalize(),
        help="Bij een meetkundig gemiddelde maakt een goed onderdeel een slecht onderdeel minder goed.",
    )
    outliers = selection.choose(
        "uitschieters", "Uitschieters", list(_OUTLIERS), "begrensd", format_func=_OUTLIERS.__getitem__
    )
    return Settings(means, outliers == "begrensd")


def _take_weights() -> None:
    """The sliders become the weights in the address."""
    chosen = {code: st.session_state[f"gewicht_{code}"] for code in composite.children(st.session_state["maat"])}
    selection.put("gewichten", score.write_weights(chosen))


def _equal_weights() -> None:
    """Back to the same weight for every part."""
    selection.put("gewichten", "")
