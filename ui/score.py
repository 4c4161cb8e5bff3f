"""Composites as a page shows them: worked out once for each version of the data and each choice, then shared.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import get_args

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators import catalog, composite, need, parameters, sensitivity
from indicators.composite import Norm, nodes
from indicators.tree import Against, Choice, Means
from loaders.source import COUNTRY, in_gemeente, level_of, registry
from ui import coverage, data, format
from ui.chart import Chart
from ui.charts import shorten
from ui.colours import Palette

LEVEL = "wijk"
MOST_WEIGHT = 5.0
CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "nl"}
HOW = (
    f"De maat wordt {format.number(parameters.value('gevoeligheid_runs'))} keer opnieuw berekend. Elke keer met andere "
    "gewichten rond de gekozen gewichten, met een andere manier om cijfers vergelijkbaar te maken (standaardafwijking, "
    "laagste tot hoogste, of percentiel), met een gewoon of een meetkundig gemiddelde, met of zonder grens voor "
    "uitschieters, en telkens zonder één van de cijfers of met allemaal. De rang is de middelste van al die keren; tussen "
    "haakjes staat waar 90% van de rangen ligt. Een wijk heet **robuust in het slechtste tiende** als zij daar in minstens "
    f"{format.number(100 * parameters.value('robuust_vanaf'))}% van de berekeningen staat. Dezelfde gegevens geven steeds "
    "dezelfde uitkomst. Dit zegt hoe de plaats van de rekenwijze afhangt, niet of de cijfers zelf kloppen."
)
STUDENTS = "Let op: hier zijn veel mensen 15 tot 25 jaar, vaak studenten. Weinig inkomen of geen baan betekent bij hen vaak iets anders."


def norms(code: str, year: int) -> Mapping[str, Norm]:
    """The base year's norms for a composite of ``year``; empty where the store has no base year."""
    return _norms(data.store().version, code, year)


@st.cache_resource(max_entries=64, show_spinner=False)
def _norms(version: str, code: str, year: int) -> Mapping[str, Norm]:
    store = data.store()
    base = store.table(LEVEL, need.BASE_YEAR, list(need.figures(code)))
    return need.norms(base, _country(need.BASE_YEAR), code, year)


def _country(year: int) -> float:
    """The inhabitants of the whole country; NaN when they are not known."""
    return float(data.store().table("land", year, ["inwoners"])["inwoners"].get(COUNTRY, math.nan))


def outcome(choice: Choice, year: int, least: float) -> need.Outcome:
    """A composite of all wijken of one year under these choices."""
    return _outcome(data.store().version, year, least, *key_of(choice))


def ranks(choice: Choice, year: int, least: float) -> pd.DataFrame:
    """How the ranks of all wijken hold under other choices: see indicators.sensitivity.run. Takes about a second."""
    return _ranks(data.store().version, year, least, *key_of(choice))


Key = tuple[str, str, str, bool, tuple[tuple[str, float], ...]]


def choice_of(code: str, against: str, means: str, winsor: bool, weights: tuple[tuple[str, float], ...]) -> Choice:
    return Choice(code, _against(against), _means(means), winsor, dict(weights))


def key_of(choice: Choice) -> Key:
    return choice.composite, choice.against, choice.means, choice.winsor, tuple(sorted(choice.weights.items()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _outcome(
    version: str,
    year: int,
    least: float,
    code: str,
    against: str,
    means: str,
    winsor: bool,
    weights: tuple[tuple[str, float], ...],
) -> need.Outcome:
    choice = choice_of(code, against, means, winsor, weights)
    frame = data.store().table(LEVEL, year, list(need.figures(code)))
    return need.outcome(frame, norms(code, year), choice, year, least, _country(year))


@st.cache_resource(max_entries=24, show_spinner=False)
def _ranks(
    version: str,
    year: int,
    least: float,
    code: str,
    against: str,
    means: str,
    winsor: bool,
    weights: tuple[tuple[str, float], ...],
) -> pd.DataFrame:
    return _outcome(version, year, least, code, against, means, winsor, weights).sensitivity()


def years(code: str) -> list[int]:
    """The years in which at least one figure of a composite has values for wijken, oldest first.

    None where the table of composites was left out.
    """
    found = (data.years(LEVEL, leaf) for leaf in (composite.leaves(code) if code in nodes() else ()))
    return sorted({year for some in found for year in some})


def newest(choice: Choice, least: float) -> int | None:
    """The newest year in which at least half as many wijken have a score as in the best year; None without any.

    A reader's own weights rarely change that year, so that of the plain choice is tried first: all years take ten times as long.
    """
    version, plain = data.store().version, Choice(choice.composite, choice.against)
    year = _newest(version, least, *key_of(plain))
    if year is None or choice == plain:
        return year
    own, usual = (int(outcome(c, year, least).scores["value"].count()) for c in (choice, plain))
    return year if own * 2 >= usual else _newest(version, least, *key_of(choice))


# Small: one year for each way of choosing. Without it every rerun would need the outcomes of all years.
@st.cache_resource(max_entries=1024, show_spinner=False)
def _newest(
    version: str,
    least: float,
    code: str,
    against: str,
    means: str,
    winsor: bool,
    weights: tuple[tuple[str, float], ...],
) -> int | None:
    counts = {
        year: int(_outcome(version, year, least, code, against, means, winsor, weights).scores["value"].count())
        for year in years(code)
    }
    most = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count and count * 2 >= most), default=None)


def outcome_of(code: str, region: str) -> need.Outcome | None:
    """The newest outcome of a composite that has a score for this wijk; None for another area and where there is none.

    Against the base year where the store has it, else among the wijken of the same year.
    """
    least = parameters.value("basis_inwoners")
    for against in get_args(Against):
        choice = Choice(code, against)
        year = newest(choice, least) if level_of(region) == LEVEL else None
        if year is not None:
            found = outcome(choice, year, least)
            known = region in found.scores["value"].dropna().index
            return found if known else None
    return None


def parts_counted(found: need.Outcome) -> str:
    """How many of its parts a composite was made of that year: ``2 van 4 onderdelen``; "" where all are there."""
    every = composite.children(found.choice.composite)
    return "" if len(found.parts) in (0, len(every)) else f"{len(found.parts)} van {len(every)} onderdelen"


def measured(found: need.Outcome) -> str:
    """Which parts of a composite count in its year, where not all do: one sentence, else ""."""
    code = found.choice.composite
    children = composite.children(code)
    if not found.missing:
        return ""
    lacking = [need.short(part) for part in found.missing if part in children]
    counts = f"{format.number(len(found.parts))} van de {format.number(len(children))} onderdelen"
    return f"In {found.year} {'telt' if len(found.parts) == 1 else 'tellen'} {counts} mee" + (
        f"; zonder {format.joined(lacking)}." if lacking else ", niet elk met al zijn cijfers."
    )


def robust(code: str, region: str) -> str:
    """How robust the score of one wijk is, in one sentence; "" where it has none (see outcome_of)."""
    found = outcome_of(code, region)
    table = ranks(found.choice, found.year, parameters.value("basis_inwoners")) if found else pd.DataFrame()
    if found is None or region not in table.index:
        return ""
    row = need.row_of(table, region)
    return f"{need.label(code)} ({found.year}): plaats {interval(row, len(table))}; {need.place(row, len(table))}. {rests_of(found, region)}"


def sources(code: str) -> tuple[str, ...]:
    """The sources behind a composite, for the foot of the page."""
    found = (source for leaf in composite.leaves(code) for source in catalog.entry(leaf).sources)
    return tuple(dict.fromkeys(found))


def name(code: str) -> str:
    """A part as it stands in the address: unique among its siblings."""
    return code.removeprefix("behoefte_").removeprefix("leefbaarheid_")


def read_weights(text: str | None, code: str) -> dict[str, float]:
    """Weights out of an address (``armoede:2,werk:0.5``) for the parts of a composite; what makes no sense is dropped."""
    known = {name(child): child for child in composite.children(code)}
    found: dict[str, float] = {}
    for piece in (text or "").split(","):
        part, _, number = piece.partition(":")
        try:
            weight = float(number)
        except ValueError:
            continue
        if part in known and 0 <= weight <= MOST_WEIGHT and weight != 1:
            found[known[part]] = weight
    return found


def write_weights(weights: Mapping[str, float]) -> str:
    """Weights as they stand in the address; equal ones are not said."""
    return ",".join(f"{name(code)}:{weight:g}" for code, weight in weights.items() if weight != 1)


def title(found: need.Outcome, table: pd.DataFrame, codes: pd.Index, where: str) -> str:
    """The finding of the page, in words that hold under other choices."""
    what, partly = need.short(found.choice.composite), parts_counted(found)
    what += f" ({partly})" if partly else ""
    inside = table.loc[table.index.intersection(codes)]
    if inside.empty:
        return f"{what}: geen score voor wijken in {where}, {found.year}"
    count = int(sensitivity.robust(inside).sum())
    numbered = format.number(count) if count else "geen"
    of = f"van de {format.areas(len(inside), LEVEL)} in {where}" if len(inside) > 1 else f"van 1 wijk in {where}"
    whole = "" if len(inside) == len(table) else f" van {data.country()}"
    verb = "staan" if count > 1 else "staat"
    return f"{what}: {numbered} {of} {verb} robuust in het slechtste tiende{whole}"


def interval(row: Mapping[str, float], areas: int) -> str:
    """A rank as a reader meets it: the median with its interval, and of how many."""
    return f"{reach(row)} van {format.number(areas)}"


def reach(row: Mapping[str, float]) -> str:
    """A rank where it is said elsewhere of how many: the median with its interval."""
    low, high, median = (format.number(row[key]) for key in ("low", "high", "median"))
    return f"{median} ({low} tot {high})"


def listed(choice: Choice, year: int, least: float, gemeente: str | None) -> pd.DataFrame:
    """``rank_table`` of all wijken or of those of one gemeente."""
    return _listed(data.store().version, year, least, key_of(choice), gemeente)


@lru_cache(maxsize=32)
def _listed(version: str, year: int, least: float, key: Key, gemeente: str | None) -> pd.DataFrame:
    choice = choice_of(*key)
    found = outcome(choice, year, least)
    return rank_table(found, ranks(choice, year, least), inside(found, gemeente))


def inside(found: need.Outcome, gemeente: str | None) -> pd.Index:
    """The wijken of one gemeente; all of them without one."""
    codes = found.scores.index
    return codes if gemeente is None else codes[in_gemeente(codes, gemeente)]


def rank_table(found: need.Outcome, table: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """The wijken among ``codes`` with a rank, most certain of the worst tenth first: numbers, for a page and a download."""
    names = data.names(LEVEL, found.year)[["name", "gemeente_name"]]
    inside = table.loc[table.index.intersection(codes)].join(names)
    inside["name"] = inside["name"].fillna(pd.Series(inside.index, index=inside.index))
    inside = inside.assign(score=found.scores["value"], gemeente_name=inside["gemeente_name"].fillna(""))
    inside = inside.join(found.rests_on()).join(found.figures["inwoners"])
    inside["students"] = students(found.year).reindex(inside.index).fillna(False).astype(bool)
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
    "veel_15_tot_25_jarigen": "ja: veel 15- tot 25-jarigen, vaak studenten; lage inkomens en weinig werk betekenen daar iets anders",
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
    "share": "deel_in_slechtste_tiende", "rank": "rang_bij_deze_keuze", "median": "plaats", "low": "plaats_van",
    "high": "plaats_tot", "code": "cijfer", "label": "onderdeel", "points": "punten",
    "parts": "onderdelen", "figures": "cijfers", "students": "veel_15_tot_25_jarigen",
}  # fmt: skip


def download(listed: pd.DataFrame, choice: Choice, year: int) -> pd.DataFrame:
    """The rows of rank_table as they are taken along: with every choice that led to them."""
    marked = listed.assign(students=listed["students"].map({True: "ja", False: ""})) if "students" in listed else listed
    return marked.rename(columns=_TAKEN).assign(
        maat=choice.composite, jaar=year, vergelijk=choice.against, gemiddelde=choice.means,
        uitschieters="begrensd" if choice.winsor else "vrij", gewichten=write_weights(choice.weights),
        eenheid=need.unit(choice), gegevensversie=data.store().version, herkomst=_made_of(choice.composite),
    )  # fmt: skip


def _made_of(code: str) -> str:
    """Who made the figures behind a composite, for a file."""
    if data.store().demo:
        return "verzonnen (demogebied)"
    known = [registry()[id] for id in sources(code) if id in registry()]
    return "; ".join(f"{s.publisher}, {s.title}" for s in known) + " (bewerkt)"


def cells(rows: pd.DataFrame, choice: Choice, areas: int) -> pd.DataFrame:
    """The rows of rank_table as text."""
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Wijk": rows["name"],
            "Gemeente": rows["gemeente_name"],
            f"Rang van {format.number(areas)} (1 is slechtst), met 90%": [reach(_numbers(r)) for r in records],
            "In het slechtste tiende (deel van de berekeningen)": [
                f"{verdict(float(r['share']))}: in {need.percent(float(r['share']))}%" for r in records
            ],
            f"Score ({'index' if choice.against == 'basisjaar' else 'percentielscore'})": [
                format.number(r["score"], 1) for r in records
            ],
            "Rust op onderdelen (cijfers)": [
                f"{parts_of(int(r['parts']), choice.composite)} ({format.number(r['figures'])})" for r in records
            ],
            "Inwoners": [format.number(r["inwoners"]) for r in records],
            **({"Let op": ["veel studenten" if s else "" for s in rows["students"]]} if rows["students"].any() else {}),
            "Code": rows["region"],
        }
    )


def rests(parts: int, figures: int, code: str) -> str:
    """What one score rests on: ``2 van 4 onderdelen (2 cijfers)``."""
    return f"{parts_of(parts, code)} onderdelen ({format.plural(figures, 'cijfer', 'cijfers')})"


def parts_of(parts: int, code: str) -> str:
    """How many of the parts of a composite: ``2 van 4``."""
    return f"{parts} van {len(composite.children(code))}"


def rests_of(found: need.Outcome, region: str) -> str:
    """What the score of one wijk rests on, with its inhabitants, and a word where many are 15 to 25: one sentence."""
    made = need.row_of(found.rests_on(), region)
    said = f"Rust op {rests(int(made['parts']), int(made['figures']), found.choice.composite)}"
    people = found.figures["inwoners"].get(region)
    told = "" if format.is_missing(people) else f"; de wijk heeft {format.with_unit(people, 'inwoners')}"
    many = bool(students(found.year).get(region, False))
    return f"{said}{told}." + (f" {STUDENTS}" if many else "")


def students(year: int) -> pd.Series[bool]:
    """The wijken where so many are 15 to 25 that incomes and work there mean something else (see youth_work.many_students)."""
    return _students(data.store().version, year)


@st.cache_resource(max_entries=16, show_spinner=False)
def _students(version: str, year: int) -> pd.Series[bool]:
    return coverage.students(data.store(), LEVEL, year)


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
    """What each part adds to the score of one wijk, as numbers: columns code, label, value, points, most points first."""
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
    """The rows of ``contribution_table`` as they are taken along: of which wijk and year, with the weight of each part."""
    return parts.rename(columns=_TAKEN).assign(
        eenheid=need.unit(found.choice), gewicht=[found.parts[part] for part in parts["code"]], gebied=region, maat=found.choice.composite, jaar=year,
        gegevensversie=data.store().version, herkomst=_made_of(found.choice.composite),
    )  # fmt: skip


def bars(rows: pd.DataFrame, middle: float, colours: Palette) -> go.Figure:
    """The contributions as bars from the middle of the scale: to the right what raises the score, to the left what lowers it."""
    known = rows.dropna(subset=["points"]).iloc[::-1]
    figure = Chart(colours)
    figure.add_bar(
        x=known["points"],
        y=[shorten(label, 32) for label in known["label"]],
        orientation="h",
        marker={"color": [colours.accent if p > 0 else colours.context for p in known["points"]]},
        text=[format.signed(p, 1) for p in known["points"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text} punten<extra></extra>",
    )
    reach = max(1.0, float(known["points"].abs().max()) * 1.25) if len(known) else 1.0
    figure.update_layout(
        height=90 + 38 * len(known),
        margin={"l": 8, "r": 24, "t": 8, "b": 8},
        showlegend=False,
        separators=",.",
        bargap=0.35,
        xaxis={
            "range": [-reach, reach],
            "title": {"text": f"punten boven of onder {format.number(middle)}", "font": {"size": 12}},
            "zeroline": True,
            "zerolinecolor": colours.quiet,
        },
        yaxis={"automargin": True, "title": None},
    )
    return figure.made()


def _against(text: str) -> Against:
    return "binnen" if text == "binnen" else "basisjaar"


def _means(text: str) -> Means:
    return "meetkundig" if text == "meetkundig" else "rekenkundig"
