"""The Deltaplan as a reader sets it: how much, by which rule, over which areas; and what that says in words and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from indicators import catalog, parameters, planner, tree, youth_work
from indicators import need as composed_need
from indicators.planner import ConflictError, Outcome, Plan, Report, Rule
from loaders.source import LEVEL_PLURALS
from loaders.store import Store
from ui import coverage, data, format, score

# The figures that may say where need is, the broadest first; what is there differs by year.
NEEDS = (
    "armoede_laag_inkomen", "armoede_personen", "armoede_101", "armoede_110", "armoede_120",
    "bijstand_per_1000", "personen_laagste_40", "leefbaarheid",
)  # fmt: skip
SCORE = tree.Choice("behoefte", "binnen")
POOR, OWNED = "huishoudens_laag_inkomen_aantal", "corporatiebezit"
PRESETS = {"ongewijzigd": "Ongewijzigd", "minder": "Minder", "deltaplan": "Deltaplan (× 10)"}
AMOUNTS = {
    **PRESETS,
    "fte": "Een aantal fte",
    "euro": "Een bedrag in euro's",
    "zorgdeel": "Een deel van het zorggeld",
}
RULES: Mapping[Rule, str] = {
    "gelijk": "Gelijk per jongere",
    "behoefte": "Naar behoefte",
    "norm": "Meeste behoefte eerst, tot een norm",
    "corporatie": "Alleen wijken met veel corporatiebezit",
    "eigen": "Eigen gebieden",
}
MOST_AREAS = 60
MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What one fte costs a year: ``euros`` in ``since``, rising ``rise`` % a year, in the prices of ``year``."""

    euros: float
    rise: float
    since: int
    year: int

    @property
    def now(self) -> float:
        """Euros per fte in the prices of ``year``."""
        return float(self.euros * (1 + self.rise / 100) ** (self.year - self.since))


@dataclass(frozen=True)
class Base:
    """How many fte there are now, as far as anyone knows, and in words where that number comes from."""

    fte: float
    words: str


@dataclass(frozen=True)
class Amount:
    """What there is to divide: ``fte``, or ``euros`` that the reader did not turn into fte (then fte is None)."""

    how: str
    fte: float | None
    euros: float

    @property
    def in_euros(self) -> bool:
        """Whether euros are divided, and no fte."""
        return self.fte is None

    @property
    def total(self) -> float:
        """The number that is divided, in the unit of this amount."""
        return self.euros if self.fte is None else self.fte

    @property
    def unit(self) -> str:
        """``fte`` or ``euro``."""
        return "euro" if self.in_euros else "fte"

    @property
    def step(self) -> float:
        """The smallest amount that an area can get."""
        return planner.EURO_STEP if self.in_euros else planner.FTE_STEP


def amount(how: str, number: float, base: Base, cost: Cost, convert: bool) -> Amount:
    """What there is to divide. ``number``: % less, fte, million euros or % of care spending, by ``how``.

    Euros become fte only with ``convert``, at what an fte costs.
    """
    if how in ("euro", "zorgdeel"):
        part = number / 100 * parameters.value("zorguitgaven") * 1000 if how == "zorgdeel" else number
        euros = part * MILLION
        return Amount(how, euros / cost.now if convert and cost.now > 0 else None, euros)
    times = {"minder": 1 - number / 100, "deltaplan": parameters.value("jongerenwerk_vervoudiging")}
    fte = number if how == "fte" else base.fte * times.get(how, 1)
    return Amount(how, fte, fte * cost.now)


def bases(store: Store, level: str, year: int) -> dict[str, Base]:
    """The numbers to start from, by id; the first is the default. In the demo region only what was reported there."""
    if store.demo:
        reported = store.table("gemeente", year, [coverage.FTE])[coverage.FTE].dropna()
        told = f"wat {format.areas(len(reported), 'gemeente')} in het demogebied samen meldden (verzonnen, {year})"
        return {"gemeld": Base(float(reported.sum()), told)}
    ids = {
        "1800": "jongerenwerk_brief_1800",
        "2000": "jongerenwerk_brief_2000",
        "1300": "jongerenwerk_landelijk_laag",
    }
    found = {key: parameters.parameter(id) for key, id in ids.items()}
    return {
        key: Base(p.value, f"{format.number(p.value)} {p.unit}{_as_fte(p.unit)} ({p.source}, over {p.date})")
        for key, p in found.items()
    }


def _as_fte(unit: str) -> str:
    """Where a source does not say that it counts fte, say that this page does."""
    return "" if unit == "fte" else ", hier gerekend als fte"


def needs(level: str, year: int) -> dict[str, str]:
    """The figures of need that this level has in this year, with their labels: those for most areas only."""
    listed = catalog.entries()
    counts = {id: data.counts(id, level).get(year, 0) for id in NEEDS if id in listed}
    most = max(counts.values(), default=0)
    found = {id: listed[id].label for id, count in counts.items() if count * 2 >= most > 0}
    if found and level == score.LEVEL and int(_score(year).count()) * 2 >= most:
        found[SCORE.composite] = composed_need.label(SCORE.composite)
    return found


def _score(year: int) -> pd.Series[float]:
    """The composite of need of all wijken, among those of the same year; more is more need."""
    return score.outcome(SCORE, year, 0.0).scores["value"]


def need_sources(need: str | None) -> tuple[str, ...]:
    """The sources behind a figure of need."""
    if need is None:
        return ()
    return score.sources(need) if need == SCORE.composite else catalog.entry(need).sources


def need_citation(need: str | None) -> str:
    """Who says so, for the list of sources."""
    if need is None:
        return "geen"
    return (
        "samengestelde score van dit dashboard, zie de pagina Score"
        if need == SCORE.composite
        else catalog.entry(need).citation
    )


def years(store: Store, level: str) -> list[int]:
    """Years with young people at this level, oldest first."""
    groups = [store.years(level, group) for group in youth_work.weights()]
    return sorted(set.intersection(*(set(found) for found in groups)))


def default_year(store: Store, level: str) -> int | None:
    """The newest year with young people and a figure of poverty for most areas that ever had one; else the newest."""
    possible = years(store, level)
    poverty = [id for id in NEEDS if id != "leefbaarheid"]
    covered = {y: max(data.counts(id, level).get(y, 0) for id in poverty) for y in possible}
    most = max(covered.values(), default=0)
    return max((y for y in possible if covered[y] * 2 >= most > 0), default=max(possible, default=None))


@st.cache_resource(max_entries=32, show_spinner=False)
def _areas(version: str, level: str, year: int, need: str | None, start: int, end: int) -> pd.DataFrame:
    store = data.store()
    reported = coverage.of(store, level, year, start, end).frame
    composed = need == SCORE.composite
    figures = store.table(level, year, [POOR, OWNED, *([need] if need and not composed else [])])
    figures = figures.reindex(reported.index)
    made = pd.DataFrame(
        {
            "young": reported["young"],
            "need": float("nan"),
            "corporation": figures[OWNED],
            "low_income": figures[POOR],
            "now": reported["fte"].where(reported["label"] == youth_work.REPORTED),
        },
        index=reported.index,
    ).sort_index()
    if composed:
        made["need"] = planner.need_percentile(_score(year).reindex(made.index), made["young"])
    elif need:
        more = catalog.entry(need).direction != "higher_better"
        made["need"] = planner.need_percentile(figures[need].reindex(made.index), made["young"], more)
    return made


def areas(level: str, year: int, need: str | None, band: tuple[int, int]) -> pd.DataFrame:
    """Every area of a level: young, need, corporation, low_income (see indicators.planner) and now (reported fte only).

    Shared between sessions: do not change it.
    """
    return _areas(data.store().version, level, year, need, *band)


def widened(codes: list[str], frame: pd.DataFrame) -> tuple[str, ...]:
    """The chosen areas, a chosen gemeente standing for all that lies in it."""
    gemeenten = {code[2:] for code in codes if code.startswith("GM")}
    return tuple(code for code in frame.index if code in codes or code[2:6] in gemeenten)


@dataclass(frozen=True)
class Result:
    """One plan carried out, or why it cannot be (then only ``conflict`` is filled)."""

    amount: Amount
    outcome: Outcome | None
    report: Report | None
    conflict: str = ""


def carry_out(frame: pd.DataFrame, plan: Plan, what: Amount, norm: float | None) -> Result:
    """Divide ``what`` by the rule of ``plan``, whose own total and step do not matter."""
    try:
        outcome = planner.divide(frame, replace(plan, total=what.total, step=what.step))
        return Result(what, outcome, planner.report(frame, outcome, norm))
    except ConflictError as conflict:
        return Result(what, None, None, str(conflict))


def quantity(number: float | None, unit: str, decimals: int = 1) -> str:
    """An amount in words: ``1.800 fte``, ``5 miljard euro``, ``153,0 miljoen euro``."""
    if number is None or format.is_missing(number):
        return format.UNKNOWN
    if unit == "fte":
        return format.with_unit(number, "fte", 0 if round(number, decimals) == round(number) else decimals)
    for size, word, digits in ((1000 * MILLION, "miljard euro", 2), (MILLION, "miljoen euro", 1)):
        if abs(number) >= size:
            part = number / size
            return format.with_unit(part, word, 0 if round(part, 2) == int(part) else digits)
    return format.with_unit(number, "euro")


def percent(part: float | None) -> str:
    """A part of 1 as ``41%``."""
    return format.with_unit(None if part is None else 100 * part, "%")


def finding(result: Result, rule: str, level: str, frame: pd.DataFrame) -> str:
    """The first line of the page: what this scenario comes to."""
    if result.outcome is None or result.report is None:
        return "Deze keuzes gaan niet samen: er is nu niets te verdelen"
    given = float(result.outcome.given.sum())
    unit = result.amount.unit
    much = quantity(given, unit)
    if given == 0:
        return f"Onder deze regel krijgt geen enkele {level} iets"
    if rule == "gelijk":
        rate = 1000 * given / float(frame["young"].sum())
        return f"{much}, gelijk verdeeld: overal {quantity_rate(rate, unit)} per 1.000 jongeren"
    told = result.report
    if told.to_neediest is not None and rule in ("behoefte", "norm"):
        return (
            f"{much}: {percent(told.to_neediest)} gaat naar {LEVEL_PLURALS[level]} met de meeste behoefte, "
            f"waar {percent(told.neediest_young)} van de jongeren woont"
        )
    return (
        f"{much} gaat naar {format.areas(told.areas, level)}, waar {percent(told.reached_young)} van de jongeren woont"
    )


def quantity_rate(rate: float, unit: str) -> str:
    """An amount per 1,000 young people."""
    return format.with_unit(rate, unit, 2 if unit == "fte" else 0)


def comparison(results: Mapping[str, Result], level: str, cost: Cost, norm: float | None) -> pd.DataFrame:
    """Scenarios side by side as text: one column each, one row a question."""
    return pd.DataFrame({"": _questions(level, norm, cost), **{name: _answers(r, norm) for name, r in results.items()}})


def _questions(level: str, norm: float | None, cost: Cost) -> list[str]:
    many = LEVEL_PLURALS[level]
    asked = [
        "In totaal",
        f"Kosten per jaar (prijzen van {cost.year})",
        f"{many.capitalize()} die iets krijgen",
        "Deel van de jongeren dat daar woont",
        "Jongeren die er niet wonen",
        "Deel van de huishoudens met een laag inkomen dat daar woont",
        "Deel dat naar het tiende met de meeste behoefte gaat",
        "Meer dan bij gelijk verdelen",
        "Minder dan bij gelijk verdelen",
        "Elders dan bij gelijk verdelen",
        "Blijft bij gemeenten",
        "Niet verdeeld",
    ]
    return [*asked, *([f"{many.capitalize()} onder de norm"] if norm is not None else [])]


def _answers(result: Result, norm: float | None) -> list[str]:
    told, outcome, unit = result.report, result.outcome, result.amount.unit
    if told is None or outcome is None:
        return ["kan niet", *([""] * (11 + (norm is not None)))]
    answers = [
        quantity(result.amount.total, unit),
        quantity(result.amount.euros, "euro"),
        format.number(told.areas),
        percent(told.reached_young),
        format.number(round(told.missed_young, -2)),
        percent(told.reached_low_income),
        percent(told.to_neediest),
        format.number(told.gain),
        format.number(told.lose),
        quantity(told.moved, unit),
        quantity(outcome.kept, unit),
        quantity(outcome.rest, unit),
    ]
    return [*answers, *([format.number(told.under_norm)] if norm is not None else [])]


def per_area(frame: pd.DataFrame, result: Result, level: str, year: int, cost: Cost) -> pd.DataFrame:
    """One row an area, as numbers, under Dutch headings: for tables and downloads. Most first, then by code."""
    outcome = result.outcome
    assert outcome is not None
    names = data.names(level, year).reindex(frame.index)
    even = planner.even(frame, outcome.plan)
    unit = result.amount.unit
    made = pd.DataFrame(
        {
            "gebied": frame.index,
            "naam": names["name"].fillna(pd.Series(frame.index, index=frame.index)),
            "gemeente": names["gemeente_name"].fillna(""),
            "jongeren_geschat": frame["young"],
            "behoefte_percentiel": frame["need"],
            "corporatiebezit_procent": frame["corporation"],
            "nu_gemeld_fte": frame["now"],
            f"{unit}_in_dit_plan": outcome.given,
            f"{unit}_per_1000_jongeren": outcome.rate,
            f"{unit}_bij_gelijk_verdelen": even.given,
            "verschil_met_gelijk": outcome.given - even.given,
        }
    )
    if not result.amount.in_euros:
        made["euro_per_jaar"] = outcome.given * cost.now
    order = made.assign(_most=-outcome.given).sort_values(["_most", "gebied"]).index
    return made.loc[order].reset_index(drop=True)


def per_gemeente(frame: pd.DataFrame, result: Result, year: int, cost: Cost) -> pd.DataFrame:
    """One row a gemeente, as numbers, under Dutch headings; most first, then by code."""
    outcome = result.outcome
    assert outcome is not None
    found = planner.by_gemeente(frame, outcome)
    names = data.names("gemeente", year)["name"]
    unit = result.amount.unit
    made = pd.DataFrame(
        {
            "gebied": found.index,
            "gemeente": [names.get(code, code) for code in found.index],
            "jongeren_geschat": found["young"],
            f"{unit}_in_dit_plan": found["given"],
            f"{unit}_per_1000_jongeren": found["rate"],
            f"{unit}_bij_gelijk_verdelen": found["even"],
            "verschil_met_gelijk": found["given"] - found["even"],
            "gebieden_die_iets_krijgen": found["areas"],
        }
    )
    if not result.amount.in_euros:
        made["euro_per_jaar"] = found["given"] * cost.now
    order = made.assign(_most=-found["given"]).sort_values(["_most", "gebied"]).index
    return made.loc[order].reset_index(drop=True)


def as_text(rows: pd.DataFrame, unit: str, level: str) -> pd.DataFrame:
    """Rows of ``per_area`` or ``per_gemeente`` as a reader sees them."""
    whole, fine = (0, 0) if unit == "euro" else (1, 2)
    local = "nu_gemeld_fte" in rows
    shown: dict[str, object] = {"Gebied": rows["naam"] if local else rows["gemeente"]}
    if local and level != "gemeente":
        shown["Gemeente"] = rows["gemeente"]
    shown[f"{unit.capitalize()} in dit plan"] = [format.number(v, whole) for v in rows[f"{unit}_in_dit_plan"]]
    shown["Per 1.000 jongeren"] = [
        format.number(v, fine, "geen jongeren bekend") for v in rows[f"{unit}_per_1000_jongeren"]
    ]
    shown["Verschil met gelijk verdelen"] = [format.signed(v, whole) for v in rows["verschil_met_gelijk"]]
    if local:
        shown["Nu (fte)"] = [format.number(v, 1, "lokaal onbekend") for v in rows["nu_gemeld_fte"]]
        shown["Behoefte (percentiel)"] = [format.number(v) for v in rows["behoefte_percentiel"]]
    else:
        shown[f"{LEVEL_PLURALS[level].capitalize()} die iets krijgen"] = [
            format.number(v) for v in rows["gebieden_die_iets_krijgen"]
        ]
    shown["Jongeren (geschat)"] = [format.number(v) for v in rows["jongeren_geschat"]]
    if "euro_per_jaar" in rows:
        shown["Kosten per jaar"] = [quantity(v, "euro") for v in rows["euro_per_jaar"]]
    return pd.DataFrame(shown)
