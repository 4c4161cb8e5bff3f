"""What each area and each gemeente gets in a scenario: as numbers for downloads, and as text for the screen."""

from __future__ import annotations

import pandas as pd

from answers import format, ground, left_out
from answers.held import remembered
from answers.planner import explain
from answers.planner.amounts import quantity
from answers.planner.carry_out import Result
from indicators import planner, youth_work

NUMBERS = {"fte": "fte", "uur": "uren", "euro": "euro"}


@remembered(12)
def per_area(result: Result) -> pd.DataFrame:
    """One row an area, as numbers, under Dutch headings. Most first, then by code. Shared: do not change it."""
    outcome, even, frame, s = result.outcome, result.even, result.frame, result.scenario
    assert outcome is not None and even is not None
    names = ground.names(s.level, s.year).reindex(frame.index)
    unit = NUMBERS[result.unit]
    made = pd.DataFrame(
        {
            "gebied": frame.index,
            "naam": names["name"].fillna(pd.Series(frame.index, index=frame.index)),
            "gemeente": names["gemeente_name"].fillna(""),
            f"{s.subject.many.replace(' ', '_')}": _people(result, frame["people"]),
            "behoefte_percentiel": frame["need"],
            "corporatiebezit_procent": frame["corporation"],
            "nu_gemeld_fte": frame["now"],
            f"{unit}_in_dit_plan": outcome.given,
            f"{unit}_per_1000_{s.subject.many.replace(' ', '_')}": outcome.rate,
            f"{unit}_bij_gelijk_verdelen": even.given,
            "verschil_met_gelijk": outcome.given - even.given,
        }
    )
    if s.subject.id == "raadslieden":
        made["raadslieden_gemeld"] = frame["has"].map({1.0: "ja", 0.0: "nee"})
    if result.unit != "euro":
        made["euro_per_jaar"] = outcome.given * s.cost.now
    if frame["students"].any():
        made["veel_15_tot_25_jarigen"] = frame["students"].map({True: "ja", False: ""})
    if (gone := _left_out(result)).ne("").any():
        made["weggelaten"] = gone
    order = made.assign(_most=-outcome.given).sort_values(["_most", "gebied"]).index
    return made.loc[order].reset_index(drop=True)


def _left_out(result: Result) -> pd.Series[str]:
    """Why an area has no part in a division by need, in Dutch; "" for who has."""
    frame, s = result.frame, result.scenario
    if "left_out" not in frame:
        return pd.Series("", index=frame.index)
    gone = left_out.LeftOut(s.level, s.left_out[1], frame.loc[frame["left_out"] != "", "left_out"])
    return gone.told.reindex(frame.index).fillna("")


def _people(result: Result, people: pd.Series) -> pd.Series:
    """Who something is divided over, as their number may be said: of young people there is an estimate only."""
    return youth_work.heads(people) if result.scenario.subject.id == "jongerenwerk" else people


@remembered(12)
def per_gemeente(result: Result) -> pd.DataFrame:
    """One row a gemeente, as numbers, under Dutch headings; most first, then by code. Shared: do not change it."""
    outcome, even, frame, s = result.outcome, result.even, result.frame, result.scenario
    assert outcome is not None and even is not None
    found = planner.by_gemeente(frame, outcome, even)
    names = ground.names("gemeente", s.year)["name"]
    unit = NUMBERS[result.unit]
    many = s.subject.many.replace(" ", "_")
    made = pd.DataFrame(
        {
            "gebied": found.index,
            "gemeente": [names.get(code, code) for code in found.index],
            many: _people(result, found["people"]),
            f"{unit}_in_dit_plan": found["given"],
            f"{unit}_per_1000_{many}": found["rate"],
            f"{unit}_bij_gelijk_verdelen": found["even"],
            "verschil_met_gelijk": found["given"] - found["even"],
            "gebieden_die_iets_krijgen": found["areas"],
        }
    )
    if result.unit != "euro":
        made["euro_per_jaar"] = found["given"] * s.cost.now
    order = made.assign(_most=-found["given"]).sort_values(["_most", "gebied"]).index
    return made.loc[order].reset_index(drop=True)


def beside(result: Result) -> dict[str, pd.DataFrame]:
    """What belongs to the areas of a scenario in a file: every choice, the gemeenten, and who the numbers are from."""
    return {
        "Parameters": pd.DataFrame(explain.rows(result), columns=["keuze", "waarde"]),
        "Per gemeente": per_gemeente(result),
        "Bronnen": pd.DataFrame(explain.sources(result), columns=["wat", "bron"]),
    }


def as_text(rows: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Rows of ``per_area`` or ``per_gemeente`` as a reader sees them; a column that is empty all over is left out."""
    s, unit = result.scenario, NUMBERS[result.unit]
    whole, fine = (1, 2) if unit == "fte" else (0, 0)
    many = s.subject.many.replace(" ", "_")
    local = "naam" in rows
    shown: dict[str, object] = {"Gebied" if local else "Gemeente": rows["naam"] if local else rows["gemeente"]}
    if local and s.level != "gemeente":
        shown["Gemeente"] = rows["gemeente"]
    shown[f"{unit.capitalize()} in dit plan"] = [format.number(v, whole) for v in rows[f"{unit}_in_dit_plan"]]
    if unit != "uren":  # so many hours each is what the reader chose
        shown[f"Per 1.000 {s.subject.many}"] = [
            format.number(v, fine, "niemand bekend") for v in rows[f"{unit}_per_1000_{many}"]
        ]
    if s.rule != "gelijk":
        shown["Verschil met gelijk verdelen"] = [format.signed(v, whole) for v in rows["verschil_met_gelijk"]]
    if "raadslieden_gemeld" in rows:
        shown["Raadslieden nu"] = rows["raadslieden_gemeld"].fillna("niet gemeld")
    if local and result.frame["now"].notna().any():
        shown["Nu (fte, gemeld)"] = [format.number(v, 1, "onbekend") for v in rows["nu_gemeld_fte"]]
    if local and s.need is not None and s.rule in ("behoefte", "norm"):
        told = zip(rows["behoefte_percentiel"], rows.get("weggelaten", pd.Series("", index=rows.index)), strict=True)
        shown[f"Behoefte {s.year} (percentiel)"] = [
            f"weggelaten: {gone}" if gone else format.number(v) for v, gone in told
        ]
    if local and s.rule == "corporatie":
        shown[f"Corporatiebezit {s.year}"] = [format.with_unit(v, "%") for v in rows["corporatiebezit_procent"]]
    if "veel_15_tot_25_jarigen" in rows and (rows["veel_15_tot_25_jarigen"] == "ja").any():
        shown["Let op"] = ["veel 15- tot 25-jarigen" if v == "ja" else "" for v in rows["veel_15_tot_25_jarigen"]]
    shown[f"{s.subject.many.capitalize()} ({s.year})"] = [format.number(v) for v in rows[many]]
    if "euro_per_jaar" in rows:
        shown["Kosten per jaar"] = [quantity(v, "euro") for v in rows["euro_per_jaar"]]
    return pd.DataFrame(shown)


def meanings(result: Result) -> dict[str, str]:
    """What the columns of ``per_area`` mean, for a download."""
    s, unit = result.scenario, NUMBERS[result.unit]
    many = s.subject.many
    slug = many.replace(" ", "_")
    return {
        slug: f"{many.capitalize()}, {s.year}; zie de toelichting over schattingen",
        "behoefte_percentiel": "Hoeveel procent van hen in een gebied met minder behoefte woont; leeg is niet bekend",
        "corporatiebezit_procent": f"Deel van de woningen van corporaties, {s.year}",
        "nu_gemeld_fte": "Wat er nu is, alleen waar een gemeente het meldde; leeg is onbekend en geen nul",
        f"{unit}_in_dit_plan": f"Wat het gebied in dit rekenvoorbeeld krijgt, in {unit} per jaar",
        f"{unit}_per_1000_{slug}": f"Hetzelfde per 1.000 {many}",
        f"{unit}_bij_gelijk_verdelen": "Wat het gebied kreeg als alles gelijk was verdeeld",
        "verschil_met_gelijk": "Dit plan min gelijk verdelen",
        "raadslieden_gemeld": "Of de gemeente meldt dat er sociaal raadslieden zijn; leeg is niet gemeld",
        "euro_per_jaar": f"Kosten per jaar, prijzen van {s.cost.year}",
        "gebieden_die_iets_krijgen": "Hoeveel gebieden van de gemeente iets krijgen",
        "weggelaten": "Waarom het gebied niet meedoet bij verdelen naar behoefte; leeg doet mee",
        "keuze": "Wat er te kiezen was",
        "wat": "Waarvan de bron is",
        "veel_15_tot_25_jarigen": "ja: veel 15- tot 25-jarigen, vaak studenten; het aantal jongeren is minder zeker",
    }
