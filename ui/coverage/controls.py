"""The controls of the page on youth work that need more than one line: who counts as young, and where little ends."""

from __future__ import annotations

import streamlit as st

from answers import coverage
from indicators import youth_work
from ui.frame import selection

OWN = "zelf"
MOST_AGE = 45


def choose_band() -> tuple[int, int]:
    """Presets, or a slider, for the age band, which stands in the address as ``leeftijd=12-23``."""
    default = youth_work.band()
    wanted = selection.get("leeftijd")
    band = coverage.read_band(wanted)
    if band is None or band[1] > MOST_AGE:
        if wanted is not None:
            st.caption(f":material/info: Deze leeftijd kan hier niet. U ziet {default[0]} tot {default[1]} jaar.")
        band = default
    preset = next((name for name, ages in coverage.BANDS.items() if ages == band), OWN)
    st.session_state["leeftijd_vooraf"] = OWN if st.session_state.get("leeftijd_eigen") else preset
    st.segmented_control(
        "Wie telt als jongere",
        [*coverage.BANDS, OWN],
        format_func=lambda name: "Zelf kiezen" if name == OWN else f"{name.replace('-', ' tot ')} jaar",
        key="leeftijd_vooraf",
        on_change=_take_preset,
        required=True,
        wrap=False,
    )
    if st.session_state["leeftijd_vooraf"] == OWN:
        st.session_state["leeftijd_schuif"] = band
        st.slider("Leeftijd, van … tot …", 0, MOST_AGE, key="leeftijd_schuif", on_change=_take_slider)
    selection.remember("leeftijd", f"{band[0]}-{band[1]}", f"{default[0]}-{default[1]}")
    return band


def choose_cut(cut: float | None) -> None:
    """A box for the reader's own cut between little and much; empty is the middle of what was reported."""
    st.number_input(
        "Eigen grens voor weinig (fte per 1.000)",
        0.0,
        100.0,
        cut,
        0.1,
        format="%.1f",
        key="grens_invoer",
        on_change=_take_cut,
        placeholder="midden",
        width=300,
        help="Zonder eigen grens telt het midden van de opgaven. Er is geen landelijke norm.",
    )


def choose_spread(spread: bool) -> None:
    """A switch for whether reported totals are spread over wijken."""
    st.session_state["verdeel_schakelaar"] = spread
    st.toggle(
        "Verdeel gemeentetotalen",
        key="verdeel_schakelaar",
        on_change=_take_spread,
        help="Rekent een gemeld gemeentetotaal om naar wijken die zelf niets meldden, naar het aantal jongeren. "
        "Zulke cijfers heten verdeeld: ze zijn gerekend, niet gemeld.",
    )


def _take_preset() -> None:
    """A preset becomes the age band; "own" opens the slider at the band of now."""
    preset = st.session_state["leeftijd_vooraf"]
    st.session_state["leeftijd_eigen"] = preset == OWN
    if preset != OWN:
        selection.put("leeftijd", preset)


def _take_slider() -> None:
    """The slider becomes the age band; its two ends may not meet."""
    low, high = st.session_state["leeftijd_schuif"]
    selection.put(
        "leeftijd", f"{low}-{high}" if low < high else f"{min(low, MOST_AGE - 1)}-{min(low, MOST_AGE - 1) + 1}"
    )


def _take_cut() -> None:
    selection.put("grens", st.session_state["grens_invoer"])


def _take_spread() -> None:
    selection.put("verdeel", "ja" if st.session_state["verdeel_schakelaar"] else "nee")
