"""The controls of the planner that need more than one line: numbers with their bounds, own areas, what only some rules ask."""

from __future__ import annotations

import streamlit as st

from answers import coverage, data, need_figures
from answers.planner import amounts
from answers.planner import scenario as scenarios
from answers.planner.amounts import Base
from answers.planner.scenario import BOUNDS, MOST_AREAS
from answers.planner.subject import Subject
from indicators import parameters
from ui.frame import numbers, selection


class Numbers:
    """Draws the numbers of one subject, level and year, with the bounds and defaults by which a scenario is read."""

    def __init__(self, subject: Subject, level: str, year: int, base: Base) -> None:
        self._about = (subject, level, year, base)

    def choose(self, key: str, label: str, *, slider: bool = False, help: str | None = None) -> float:
        """A number that always has a value."""
        low, high, step = BOUNDS[key]
        return numbers.choose(
            key, label, low, high, scenarios.default(key, *self._about), step, slider=slider, help=help
        )

    def optional(self, key: str, label: str, *, help: str | None = None) -> float | None:
        """A number that may be left out."""
        low, high, step = BOUNDS[key]
        return numbers.optional(key, label, low, high, step, help=help)


def amount(draw: Numbers, how: str, unit: str) -> None:
    """The number that belongs to how much is divided; nothing where there is none."""
    if how == "minder":
        draw.choose("minder", "Hoeveel minder (%)")
    elif how == "fte":
        draw.choose("fte", "Aantal fte")
    elif how == "euro":
        draw.choose("euro", "Miljoen euro per jaar")
    elif how == "zorgdeel":
        draw.choose("zorgdeel", "% van het zorggeld")
    elif how == "uren":
        draw.choose("uren", "Uur per week")


def rule(draw: Numbers, subject: Subject, level: str, year: int, chosen: str, unit: str) -> None:
    """What only this rule asks, in one row; nothing for an even split."""
    needs = need_figures.listed(level, year)
    if chosen in ("behoefte", "norm") and needs:
        first, second, third = st.columns([2.4, 1.6, 1.6], wrap=False)
        with first:
            _need(needs)
        if chosen == "behoefte":
            with second:
                draw.choose("drempel", "Drempel (percentiel)", slider=True, help="Onder dit percentiel van behoefte krijgt een gebied niets boven de bodem.")  # fmt: skip
            with third:
                draw.choose("ernst", "Zwaarte van behoefte", slider=True, help=f"0: boven de drempel telt iedereen ({subject.many}) even zwaar. Hoger: meer behoefte telt zwaarder.")  # fmt: skip
        else:
            with second:
                draw.optional("norm", f"Norm: {unit} per 1.000", help="Er is geen landelijke norm. Die kiest u zelf.")
    elif chosen == "norm":
        draw.optional("norm", f"Norm: {unit} per 1.000", help="Er is geen landelijke norm. Die kiest u zelf.")
    elif chosen == "corporatie":
        with st.columns([2.4, 3.2])[0]:
            draw.choose("bezit", "Meer dan dit deel corporatiebezit (%)", help="CBS telt van wie de woning is, niet of zij sociale huur is.")  # fmt: skip
    elif chosen == "eigen":
        _own(level)


def _need(needs: dict[str, str]) -> None:
    selection.choose(
        "behoefte", "Behoefte volgens", list(needs), next(iter(needs)), format_func=needs.__getitem__
    )  # fmt: skip


def settings(draw: Numbers, subject: Subject, level: str, year: int, chosen: str, how: str, unit: str) -> None:
    """What most readers leave as it is: who counts, floor and cap, what it costs."""
    if subject.id == "jongerenwerk":
        bases = amounts.bases(data.store(), year)
        selection.choose(
            "basis", "Wat er nu is", list(bases), next(iter(bases)), format_func=lambda key: bases[key].words
        )
        _band()
    if how in ("euro", "zorgdeel") and subject.unit == "fte":
        selection.choose(
            "omrekenen", "Verdeel", ["nee", "ja"], "nee", draw="buttons",
            format_func=lambda key: "als fte" if key == "ja" else "als euro's",
        )  # fmt: skip
    needs = need_figures.listed(level, year)
    if needs and chosen not in ("behoefte", "norm"):
        _need(needs)
    draw.optional("plafond", f"Plafond per 1.000 {subject.many}", help="Meer krijgt geen gebied. Leeg: geen plafond.")
    draw.choose("bodem", f"Bodem per 1.000 {subject.many}", help="Zoveel krijgt elk gebied waar de regel over gaat minstens.")  # fmt: skip
    draw.choose("houden", "Blijft bij gemeenten (%)", slider=True)
    if chosen != "norm" and subject.id != "peuters":
        draw.optional("norm", f"Norm per 1.000 {subject.many} (om te tellen)", help="Er is geen landelijke norm. Leeg: er wordt niets geteld.")  # fmt: skip
    price = parameters.parameter(amounts.cost_id(subject))
    if subject.unit == "uur":
        draw.choose("weken", "Weken per jaar")
        draw.choose("uurprijs", f"Euro per uur (prijzen van {price.date})")
    elif subject.unit == "fte":
        draw.choose("kosten", f"Euro per fte per jaar (prijzen van {price.date})")
    if subject.unit != "euro":
        draw.choose("stijging", "Stijging van de kosten per jaar (%)")
        draw.choose("prijsjaar", "In prijzen van het jaar")


def _band() -> None:
    default = "-".join(map(str, next(iter(coverage.BANDS.values()))))
    wanted = coverage.read_band(selection.get("leeftijd"))
    own = "-".join(map(str, wanted)) if wanted and wanted[1] <= 45 else default
    selection.choose(
        "leeftijd", "Wie telt als jongere", list(dict.fromkeys([*coverage.BANDS, own])), default,
        format_func=lambda text: f"{text.replace('-', ' tot ')} jaar",
    )  # fmt: skip


def _own(level: str) -> None:
    """The reader's own areas: a box to add one, a button for each to take it away."""
    own = [code for code in selection.get("wijken") or [] if data.place(code)][:MOST_AREAS]
    selection.search(
        "Voeg een gebied of hele gemeente toe", "zoek_plan", _add, tuple(dict.fromkeys(("gemeente", level)))
    )
    selection.remember("wijken", own, [])
    with st.container(horizontal=True):
        for code in own:
            found = data.place(code)
            st.button(found.label if found else code, icon=":material/close:", key=f"plan_weg_{code}", on_click=_drop, args=(code,))  # fmt: skip


def _add(code: str) -> None:
    now = selection.get("wijken") or []
    selection.put("wijken", list(dict.fromkeys([*now, code]))[:MOST_AREAS])


def _drop(code: str) -> None:
    selection.put("wijken", [c for c in selection.get("wijken") or [] if c != code])
