"""Composites as a page shows them: worked out once for each version of the data and each choice, then shared.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import get_args

import pandas as pd

from answers import data, format, gone, ground, national, students
from answers.held import remembered
from indicators import catalog, composite, need, parameters, sensitivity
from indicators.composite import Norm
from indicators.tree import Against, Choice
from loaders.vocabulary import in_gemeente, level_of

LEVEL = "wijk"
MOST_WEIGHT = 5.0
STUDENTS = (
    "Let op: hier zijn veel mensen 15 tot 25 jaar, vaak studenten. Weinig inkomen of geen baan betekent bij hen vaak "
    "iets anders."
)


def how() -> str:
    """How the ranks and their intervals came about."""
    return (
        f"De maat wordt {format.number(parameters.value('gevoeligheid_runs'))} keer opnieuw berekend. Elke keer met andere "
        "gewichten rond de gekozen gewichten, met een andere manier om cijfers vergelijkbaar te maken "
        "(standaardafwijking, laagste tot hoogste, of percentiel), met een gewoon of een meetkundig gemiddelde, met of "
        "zonder grens voor uitschieters, en telkens zonder één van de cijfers of met allemaal. De rang is de middelste "
        "van al die keren; tussen haakjes staat waar 90% van de rangen ligt. Een wijk heet **robuust in het slechtste "
        f"tiende** als zij daar in minstens {format.number(100 * parameters.value('robuust_vanaf'))}% van de berekeningen "
        "staat. Dezelfde gegevens geven steeds dezelfde uitkomst. Dit zegt hoe de plaats van de rekenwijze afhangt, niet "
        "of de cijfers zelf kloppen."
    )


@remembered(64)
def norms(code: str, year: int) -> Mapping[str, Norm]:
    """The base year's norms for a composite of ``year``; empty where the store has no base year."""
    base = data.store().table(LEVEL, need.base_year(), list(need.figures(code)))
    return need.norms(base, national.inhabitants(need.base_year()), code, year)


def key_of(choice: Choice) -> Hashable:
    """A choice as part of a key: its weights have no hash."""
    return choice.composite, choice.against, choice.means, choice.winsor, tuple(sorted(choice.weights.items()))


def by_choice(choice: Choice, *others: Hashable) -> Hashable:
    """For ``remembered``: the key of what asks for a choice first."""
    return key_of(choice), others


@remembered(64, key=by_choice)
def outcome(choice: Choice, year: int, least: float) -> need.Outcome:
    """A composite of all wijken of one year under these choices."""
    frame = data.store().table(LEVEL, year, list(need.figures(choice.composite)))
    norm = norms(choice.composite, year)
    return need.outcome(frame, norm, choice, year, least, national.inhabitants(year))


@remembered(24, key=by_choice)
def ranks(choice: Choice, year: int, least: float) -> pd.DataFrame:
    """How the ranks of all wijken hold under other choices: see indicators.sensitivity.run. Takes about a second."""
    return outcome(choice, year, least).sensitivity()


def years(code: str) -> list[int]:
    """The years in which at least one figure of a composite has values for wijken, oldest first.

    None where the table of composites, or a figure in it, was left out.
    """
    found = (data.years(LEVEL, leaf) for leaf in (composite.leaves(code) if need.stands(code) else ()))
    return sorted({year for some in found for year in some})


def newest(choice: Choice, least: float) -> int | None:
    """The newest year in which at least half as many wijken have a score as in the best year; None without any.

    A reader's own weights rarely change that year, so that of the plain choice is tried first: all years take ten times
    as long.
    """
    plain = Choice(choice.composite, choice.against)
    year = _newest(plain, least)
    if year is None or choice == plain:
        return year
    own, usual = (int(outcome(c, year, least).scores["value"].count()) for c in (choice, plain))
    return year if own * 2 >= usual else _newest(choice, least)


# Small: one year for each way of choosing. Without it every rerun would need the outcomes of all years.
@remembered(1024, key=by_choice)
def _newest(choice: Choice, least: float) -> int | None:
    counts = {year: int(outcome(choice, year, least).scores["value"].count()) for year in years(choice.composite)}
    most = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count and count * 2 >= most), default=None)


def usual_against(code: str) -> Against | None:
    """What a score is set against when the reader chose nothing: the base year where that gives any; None without scores."""
    least = parameters.value("basis_inwoners")
    return next((against for against in get_args(Against) if newest(Choice(code, against), least)), None)


def newest_outcome(code: str, region: str) -> need.Outcome | None:
    """The newest outcome of a composite, if it has a score for this wijk; None for another area and where there is none.

    Against the base year where the store has it, else among the wijken of the same year.
    """
    least = parameters.value("basis_inwoners")
    for against in get_args(Against):
        choice = Choice(code, against)
        year = newest(choice, least) if level_of(region) == LEVEL else None
        if year is not None:
            found = outcome(choice, year, least)
            known = ground.line(region).get(year) in found.scores["value"].dropna().index
            return found if known else None
    return None


def why_none(found: need.Outcome) -> str:
    """Why a composite has no score in its year, in Dutch: what there is of it, and what is lacking."""
    code = found.choice.composite
    lacking = [part for part in composite.children(code) if part not in found.tree.lacking.get(code, {})]
    said = "; ".join(f"{need.short(part)}: {found.missing[part]}" for part in lacking if part in found.missing)
    few = need.too_few(found.tree, code, found.year) if code in found.tree.lacking else ""
    begin = f"{need.short(code)}: {few}." if few else "Er is te weinig gemeten."
    if usual_against(code) is None:
        begin = f"In geen enkel jaar is genoeg bekend voor deze score. {begin}"
    return f"{begin} {said}." if said else begin


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
    """How robust the score of one wijk is, in one sentence; "" where it has none (see newest_outcome)."""
    found = newest_outcome(code, region)
    table = ranks(found.choice, found.year, parameters.value("basis_inwoners")) if found else pd.DataFrame()
    there = ground.line(region).get(found.year) if found else None
    if found is None or there is None or there not in table.index:
        return ""
    row = need.row_of(table, there)
    return (
        f"{found.label}, {found.year}: plaats {interval(row, len(table))}; {need.place(row, len(table))}. "
        f"{rests_of(found, there)}"
    )


def alike(choice: Choice, year: int, least: float) -> list[int]:
    """The other years whose score rests on the same parts and figures: only beside those may it be laid."""
    mine = outcome(choice, year, least).rests
    others = (other for other in years(choice.composite) if other != year)
    return [other for other in others if mine and outcome(choice, other, least).rests == mine]


def series_words(choice: Choice, year: int, least: float) -> str:
    """Which years a score may be laid beside, in one sentence; "" without a score and within one year."""
    if choice.against != "basisjaar" or not outcome(choice, year, least).parts:
        return ""
    same = alike(choice, year, least)
    if not same:
        return f"In geen ander jaar bestaat deze score uit dezelfde cijfers: leg die van {year} er niet naast."
    return (
        f"Alleen in {format.years([*same, year])} bestaat deze score uit dezelfde cijfers: leg haar niet naast die van "
        "een ander jaar."
    )


def sources(code: str) -> tuple[str, ...]:
    """The sources behind a composite, for the foot of the page."""
    found = (source for leaf in composite.leaves(code) for source in catalog.entry(leaf).sources)
    return tuple(dict.fromkeys(found))


def name(code: str) -> str:
    """A part as it stands in the address: unique among its siblings."""
    return code.removeprefix("behoefte_").removeprefix("leefbaarheid_")


def read_weights(text: str | None, code: str) -> dict[str, float]:
    """Weights of the parts of a composite out of an address, ``armoede:2,werk:0.5``; what makes no sense is dropped."""
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


def not_weighed(text: str | None, code: str) -> str:
    """What an address gives a weight that is no part of this composite, in a sentence; "" where it is all used."""
    known = {name(child) for child in composite.children(code)}
    said = [piece.partition(":")[0] for piece in (text or "").split(",") if piece]
    full = {id: id for id in data.entries()} | {name(id): id for id in composite.nodes()}
    strange = [full[part] for part in said if part not in known and part in full]
    if not strange:
        return ""
    why = " ".join(dict.fromkeys(lost.says for part in strange if (lost := gone.gone(part))))
    labels = format.joined(
        [need.label(part) if part in composite.nodes() else data.entry(part).label for part in strange]
    )
    return f"Het gewicht van {labels} is overgeslagen: dat is hier geen onderdeel. {why}".strip()


def write_weights(weights: Mapping[str, float]) -> str:
    """Weights as they stand in the address; equal ones are not said."""
    return ",".join(f"{name(code)}:{weight:g}" for code, weight in weights.items() if weight != 1)


def title(found: need.Outcome, table: pd.DataFrame, codes: pd.Index, where: str) -> str:
    """The finding of the page, in words that hold under other choices."""
    what = found.label
    inside = table.loc[table.index.intersection(codes)]
    if inside.empty:
        return f"{what}: geen score voor wijken in {where}, {found.year}"
    count = int(sensitivity.robust(inside).sum())
    numbered = format.number(count) if count else "geen"
    of = f"van de {format.areas(len(inside), LEVEL)}" if len(inside) > 1 else "van 1 wijk"
    whole = "" if len(inside) == len(table) else f" van {data.country()}"
    # The country is named once.
    of += "" if whole and where == data.country() else f" in {where}"
    verb = "staan" if count > 1 else "staat"
    return f"{what}: {numbered} {of} {verb} robuust in het slechtste tiende{whole}"


def interval(row: Mapping[str, float], areas: int) -> str:
    """A rank as a reader meets it: the median with its interval, and of how many."""
    return f"{reach(row)} van {format.number(areas)}"


def reach(row: Mapping[str, float]) -> str:
    """A rank where it is said elsewhere of how many: the median with its interval."""
    low, high, median = (format.number(row[key]) for key in ("low", "high", "median"))
    return f"{median} ({low} tot {high})"


def inside(found: need.Outcome, gemeente: str | None) -> pd.Index:
    """The wijken of one gemeente, as it was in the year of the outcome; all of them without one."""
    codes = found.scores.index
    there = ground.as_then(gemeente, found.year)
    return codes if there is None else codes[in_gemeente(codes, there)]


def rests(parts: int, figures: int, code: str) -> str:
    """What one score rests on: ``2 van 4 onderdelen (2 cijfers)``."""
    return f"{parts_of(parts, code)} onderdelen ({format.plural(figures, 'cijfer', 'cijfers')})"


def parts_of(parts: int, code: str) -> str:
    """How many of the parts of a composite: ``2 van 4``."""
    return f"{parts} van {len(composite.children(code))}"


def rests_of(found: need.Outcome, region: str) -> str:
    """What the score of one wijk (by its code in that year) rests on, with its inhabitants, and a word where many are
    15 to 25: one sentence.
    """
    made = need.row_of(found.rests_on(), region)
    said = f"Rust op {rests(int(made['parts']), int(made['figures']), found.choice.composite)}"
    people = found.figures["inwoners"].get(region)
    told = "" if format.is_missing(people) else f"; de wijk heeft {format.with_unit(people, 'inwoners')}"
    many = bool(students.many(LEVEL, found.year).get(region, False))
    return f"{said}{told}." + (f" {STUDENTS}" if many else "")
