"""The tables of a composite: its ranks, its parts and what they add, as numbers to take along and as text."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from answers import data, format, ground, score, students
from answers.held import remembered
from answers.left_out import LeftOut, left_out
from indicators import need, parameters, sensitivity
from indicators.composite import nodes
from indicators.tree import Choice
from loaders.source import registry

# In which order a list stands: by the score, or by how sure a wijk is of its place in the worst tenth.
BY_SCORE, BY_SURE = "score", "zeker"


def usual_order(code: str) -> str:
    """The order that a list of a composite opens with: where more is worse, the highest score is the most need."""
    return BY_SCORE if nodes()[code].direction < 0 else BY_SURE


def order_words(order: str, code: str) -> str:
    """The order of a list, in words: what stands at the top."""
    if order == BY_SURE:
        return "zekerst in het slechtste tiende eerst"
    most = "meeste behoefte" if code == "behoefte" else f"meeste {need.short(code).lower()}"
    return f"score, hoogste eerst ({most if nodes()[code].direction < 0 else 'beste'} bovenaan)"


def without(found: need.Outcome, table: pd.DataFrame, gemeente: str | None, of_students: str, fewest: int) -> LeftOut:
    """Which ranked wijken of the country or of one gemeente the list leaves out (see answers.left_out)."""
    ranked = table.index.intersection(score.inside(found, gemeente))
    return left_out(score.LEVEL, found.year, of_students, fewest).among(ranked)


@remembered(32, key=score.by_choice)
def listed(
    choice: Choice, year: int, least: float, gemeente: str | None, of_students: str, fewest: int, order: str
) -> pd.DataFrame:
    """``rank_table`` of all wijken or of those of one gemeente, less those that the list leaves out."""
    found, ranks = score.outcome(choice, year, least), score.ranks(choice, year, least)
    codes = without(found, ranks, gemeente, of_students, fewest).kept(score.inside(found, gemeente))
    return rank_table(found, ranks, codes, order)


def rank_table(found: need.Outcome, table: pd.DataFrame, codes: pd.Index, order: str = BY_SURE) -> pd.DataFrame:
    """The wijken among ``codes`` with a rank, as numbers: the highest score first, or most certain of the worst tenth."""
    names = ground.names(score.LEVEL, found.year)[["name", "gemeente_name"]]
    inside = table.loc[table.index.intersection(codes)].join(names)
    inside["name"] = inside["name"].fillna(pd.Series(inside.index, index=inside.index))
    inside = inside.assign(score=found.scores["value"], gemeente_name=inside["gemeente_name"].fillna(""))
    inside = inside.join(found.rests_on()).join(found.figures["inwoners"])
    inside["students"] = students.many(score.LEVEL, found.year).reindex(inside.index).fillna(False).astype(bool)
    if order == BY_SCORE:
        return inside.sort_values(["score", "median"], ascending=[False, True]).reset_index(names="region")
    return inside.sort_values(["share", "median", "rank"], ascending=[False, True, True]).reset_index(names="region")


COLUMNS = {
    "score": "De score van de wijk, in de eenheid die erbij staat",
    "rang_bij_deze_keuze": "De plaats bij de gekozen gewichten; 1 is het slechtst",
    "plaats": "De middelste plaats van alle berekeningen; 1 is het slechtst",
    "plaats_van": "De laagste plaats in 90% van de berekeningen",
    "plaats_tot": "De hoogste plaats in 90% van de berekeningen",
    "onderdelen": "Op hoeveel onderdelen de score rust",
    "cijfers": "Op hoeveel cijfers de score rust",
    "inwoners": "Aantal inwoners van de wijk",
    "veel_15_tot_25_jarigen": (
        "ja: veel 15- tot 25-jarigen, vaak studenten; lage inkomens en weinig werk betekenen daar iets anders"
    ),
    "deel_in_slechtste_tiende": "Deel van de berekeningen (0 tot 1) waarin de wijk in het slechtste tiende staat",
    "maat": "De samengestelde maat",
    "vergelijk": "Waartegen is afgezet",
    "gemiddelde": "Hoe de onderdelen zijn samengevoegd",
    "uitschieters": "Wat met uitschieters is gedaan",
    "gewichten": "De gewichten die niet 1 zijn; leeg is alle even zwaar",
    "onderdeel": "Het onderdeel",
    "punten": "Punten boven of onder het midden van de schaal",
    "gewicht": "Hoe zwaar het onderdeel meetelt",
}


# What a file calls the columns of ``rank_table`` and ``contribution_table``.
_TAKEN = {
    "share": "deel_in_slechtste_tiende",
    "rank": "rang_bij_deze_keuze",
    "median": "plaats",
    "low": "plaats_van",
    "high": "plaats_tot",
    "code": "cijfer",
    "label": "onderdeel",
    "points": "punten",
    "parts": "onderdelen",
    "figures": "cijfers",
    "students": "veel_15_tot_25_jarigen",
}


def download(listed: pd.DataFrame, choice: Choice, year: int) -> pd.DataFrame:
    """The rows of rank_table as they are taken along: with every choice that led to them."""
    marked = listed.assign(students=listed["students"].map({True: "ja", False: ""})) if "students" in listed else listed
    return marked.rename(columns=_TAKEN).assign(**made_by(choice, year), eenheid=need.unit(choice))


def made_by(choice: Choice, year: int) -> dict[str, str | int]:
    """What stands in every row of a file about a composite: each choice that led to it, the data, and who made the figures."""
    return {
        "maat": choice.composite,
        "jaar": year,
        "vergelijk": choice.against,
        "gemiddelde": choice.means,
        "uitschieters": "begrensd" if choice.winsor else "vrij",
        "gewichten": score.write_weights(choice.weights),
        "gegevensversie": data.store().version,
        "herkomst": _made_of(choice.composite),
    }


def _made_of(code: str) -> str:
    """Who made the figures behind a composite, for a file."""
    if data.store().demo:
        return "verzonnen (demogebied)"
    known = [registry()[id] for id in score.sources(code) if id in registry()]
    return "; ".join(f"{s.publisher}, {s.title}" for s in known) + " (bewerkt)"


def cells(rows: pd.DataFrame, choice: Choice, areas: int) -> pd.DataFrame:
    """The rows of rank_table as text."""
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Wijk": rows["name"],
            "Gemeente": rows["gemeente_name"],
            f"Rang van {format.number(areas)} (1 is slechtst), met 90%": [score.reach(_numbers(r)) for r in records],
            "In het slechtste tiende (deel van de berekeningen)": [
                f"{verdict(float(r['share']))}: in {need.percent(float(r['share']))}%" for r in records
            ],
            f"Score ({'index' if choice.against == 'basisjaar' else 'percentielscore'})": [
                format.number(r["score"], 1) for r in records
            ],
            "Rust op onderdelen (cijfers)": [
                f"{score.parts_of(int(r['parts']), choice.composite)} ({format.number(r['figures'])})" for r in records
            ],
            "Inwoners": [format.number(r["inwoners"]) for r in records],
            **({"Let op": ["veel studenten" if s else "" for s in rows["students"]]} if rows["students"].any() else {}),
            "Code": rows["region"],
        }
    )


def _numbers(record: Mapping[object, object]) -> dict[str, float]:
    return {key: float(str(record[key])) for key in sensitivity.COLUMNS}


def verdict(share: float) -> str:
    """Where a wijk stands, in two or three words."""
    sure = parameters.value("robuust_vanaf")
    if share >= sure:
        return "robuust"
    return "hangt af van de keuzes" if share > 1 - sure else "niet"


def parts_table(found: need.Outcome) -> pd.DataFrame:
    """Every part of a composite as text: whether it counts this year, with which weight, else why not."""
    used = {code for parts in found.tree.parts.values() for code in parts}
    weights = {code: weight for parts in found.tree.parts.values() for code, weight in parts.items()}
    top = found.choice.composite
    rows = []
    for code in need.below(top):
        parent = nodes()[code].parent
        rows.append(
            {
                "Onderdeel": need.label(code),
                "Hoort bij": "" if parent == top else need.short(parent),
                "Telt mee": "ja" if code in used else "nee",
                "Gewicht": format.number(weights.get(code), 1, "–"),
                "Waarom niet": found.missing.get(code, ""),
            }
        )
    return pd.DataFrame(rows)


def contribution_table(found: need.Outcome, region: str) -> pd.DataFrame:
    """What each part adds to the score of one wijk: columns code, label, value, points; most points first."""
    points, parts = (need.row_of(frame, region) for frame in (found.contributions(), found.part_scores()))
    rows = pd.DataFrame(
        {
            "code": list(found.parts),
            "label": [need.short(code) for code in found.parts],
            "value": [parts[code] for code in found.parts],
            "points": [points[code] for code in found.parts],
        }
    )
    return rows.sort_values("points", ascending=False, ignore_index=True)


def parts_to_take(parts: pd.DataFrame, found: need.Outcome, region: str, year: int) -> pd.DataFrame:
    """The rows of ``contribution_table`` to take along: with the wijk, the year and the weight of each part."""
    return parts.rename(columns=_TAKEN).assign(
        eenheid=need.unit(found.choice),
        gewicht=[found.parts[part] for part in parts["code"]],
        gebied=region,
        maat=found.choice.composite,
        jaar=year,
        gegevensversie=data.store().version,
        herkomst=_made_of(found.choice.composite),
    )
