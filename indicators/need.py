"""The composites that a reader can put together: poverty, need as the mean of three domains, and liveability if it is fit.

Need (*behoefte*) is where a neighbourhood asks for more than others: poverty, youth and work, each as far as it is measured
that year. Liveability is no part of it: it does not go with what it claims to measure (tested.py).
Who lives somewhere is no need: origin, tenure, age and household size are no part of it,
and neither are model estimates, which are made of exactly those.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from indicators import catalog, composite, norm_data, parameters, sensitivity, tested, tree
from indicators.composite import Norm, children, nodes
from indicators.recipes import listed
from indicators.tree import Choice, Tree

SCORES = ("behoefte", "behoefte_armoede", "leefbaarheid")
MEANS = {"rekenkundig": "gewoon gemiddelde", "meetkundig": "meetkundig gemiddelde"}


def base_year() -> int:
    """The year that scores are set against."""
    return int(parameters.value("basisjaar"))


def against_words() -> dict[str, str]:
    """What a score can be set against, by id of a Choice."""
    return {"basisjaar": f"tegenover {base_year()}", "binnen": "binnen dit jaar"}


@dataclass(frozen=True)
class Words:
    """What a reader meets of a node of composites.csv that is no entry of the catalog. Dutch."""

    label: str
    is_: str
    is_not: str


WORDS = {
    "behoefte": Words(
        "Behoefte (samengesteld)",
        "Het gemiddelde van de domeinen armoede, jeugd en werk die dat jaar gemeten zijn: minstens twee van de drie. Hoger is "
        "meer behoefte.",
        "Geen maat voor wat bewoners zelf vragen, en geen verdeelsleutel. Herkomst, eigendom en leeftijd tellen niet mee. "
        "Leefbaarheid ook niet: van een totaal daarvan is er geen toets over het hele land. Overlast door jongeren telt wel, bij "
        "jeugd.",
    ),
    "behoefte_armoede": Words(
        "Armoede (samengesteld)",
        "Het gemiddelde van het armoedecijfer van dat jaar, inkomens tot 110% van het sociaal minimum, bijstand en lage "
        "inkomens: minstens drie van de vier. Hoger is meer armoede.",
        "Geen percentage, en vóór en na 2024 niet te vergelijken: dan is iets anders gemeten.",
    ),
    "behoefte_jeugd": Words(
        "Jeugd (samengesteld)",
        "Het gemiddelde van jeugdzorg, voortijdig schoolverlaten en meldingen van jeugdoverlast: minstens twee van de drie. Hoger is meer.",
        "Meer jeugdzorg kan ook betekenen dat hulp beter te vinden is.",
    ),
    "behoefte_werk": Words(
        "Werk (betaald werk)",
        "Hoeveel mensen van 15 tot 75 jaar betaald werk hebben. Hoger is minder werk.",
        "Zegt niets over onbetaald werk, en niet waarom iemand geen baan heeft.",
    ),
}
SHORT = {
    "behoefte": "Behoefte",
    "behoefte_armoede": "Armoede",
    "behoefte_jeugd": "Jeugd",
    "behoefte_werk": "Werk",
    "armoede": "Armoede",
    "armoede_110": "Inkomens tot 110% van het minimum",
    "bijstand_per_1000": "Bijstand",
    "personen_laagste_40": "Lage inkomens",
    "jeugdzorg_aandeel": "Jeugdzorg",
    "vsv_percentage": "Schooluitval",
    "overlast_jeugd_per_1000": "Jeugdoverlast",
    "arbeidsparticipatie": "Betaald werk",
    "leefbaarheid_overlast_onveiligheid": "Overlast",
    "inbraak_per_1000_woningen": "Woninginbraak",
    "vernieling_per_1000": "Vernieling",
    "geweld_per_1000": "Geweld",
}


def composites() -> tuple[str, ...]:
    """The composites that a reader can put together: those that passed their test (see ``tested``)."""
    return tuple(code for code in SCORES if not tested.unfit(code))


def label(code: str, parts: Iterable[str] | None = None) -> str:
    """The Dutch name of a node or figure of composites.csv.

    With the ``parts`` that it was made of that year, the name says them, so that it never stands for the whole with
    less: ``Armoede (uit armoede, bijstand en lage inkomens)``. This is the one place that makes it.
    """
    if parts is None:
        return WORDS[code].label if code in WORDS else catalog.entry(code).label
    said = [short(part) for part in parts]
    if not said:
        return f"{short(code)} (samengesteld)"
    told = listed([one[0].lower() + one[1:] for one in said])
    # One figure is no composite: it goes by its own name.
    return f"{short(code)} ({told})" if len(said) == 1 else f"{short(code)} (uit {told})"


def short(code: str) -> str:
    """The shortest name, for a slider or a bar: the part of a composite's own name that tells it apart."""
    return (
        SHORT.get(code) or label(code).removeprefix("Leefbaarheid: ").replace(" (gemeten dimensies)", "").capitalize()
    )


def about(code: str) -> Words:
    """What a composite is and is not."""
    if code in WORDS:
        return WORDS[code]
    entry = catalog.entry(code)
    return Words(entry.label, entry.is_, entry.is_not)


def stands(code: str) -> bool:
    """Whether a composite is there whole: it is another one without a figure that was left out."""
    return code in nodes() and set(composite.inputs(code)) <= set(catalog.entries())


def figures(code: str) -> tuple[str, ...]:
    """The columns that a composite is worked out from, with the inhabitants that settle what counts."""
    return ("inwoners", *composite.inputs(code))


def unit(choice: Choice) -> str:
    """The unit of a score, in Dutch."""
    return (
        f"index, {base_year()} = 100" if choice.against == "basisjaar" else "percentielscore, 50 = midden van dit jaar"
    )


def norms(base: pd.DataFrame, country: float, code: str, year: int) -> dict[str, Norm]:
    """The base year's norms of the figures that mean the same in ``year``: a new definition has no norm to stand on."""
    then = base_year()
    same = [
        id for id in composite.inputs(code) if catalog.entry(id).definition(year) == catalog.entry(id).definition(then)
    ]
    return norm_data.with_shipped(composite.norms(base, country, same), same)


@dataclass(frozen=True)
class Outcome:
    """A composite of one year, worked out: the tree, the figures and norms it was made of, and who is ranked.

    ``scores`` has the regions of the year as index: column ``value`` (as shown, NaN where none) and ``status`` (an id
    of loaders.vocabulary.STATUSES, why it is empty). ``missing`` says per part or figure that does not count, why (Dutch).
    ``stood_in`` has which figure was taken for one that the year lacks, by its code.
    """

    choice: Choice
    year: int
    tree: Tree
    figures: pd.DataFrame
    norms: Mapping[str, Norm]
    scores: pd.DataFrame
    missing: Mapping[str, str]
    stood_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> Mapping[str, float]:
        """The parts that count this year, with their weight."""
        return self.tree.parts.get(self.choice.composite, {})

    @property
    def label(self) -> str:
        """The name of the composite with the parts that it was made of this year; see ``label``."""
        return label(self.choice.composite, self.parts)

    @property
    def rests(self) -> frozenset[str]:
        """Every part and figure that counts this year: scores with another set may not stand in one series."""
        made_of = {part for parts in self.tree.parts.values() for part in parts}
        return frozenset({*self.tree.parts, *made_of, *self.stood_in.values()})

    def sensitivity(self, runs: int | None = None, seed: int | None = None) -> pd.DataFrame:
        """How the ranks hold under other choices (see sensitivity.run)."""
        return sensitivity.run(self.tree, self.figures, self.figures["inwoners"], self.norms, runs, seed)

    def contributions(self) -> pd.DataFrame:
        """Points that each part adds to the shown score, above or below the middle; empty without a score."""
        return tree.contributions(self.tree)

    def rests_on(self) -> pd.DataFrame:
        """What each score was made of: columns parts and figures, how many of them are known; index region."""
        made, known = self.tree, self.tree.total.notna()

        def figures(code: str) -> pd.Series[int]:
            used = [
                made.values[part].notna() * (figures(part) if part in made.parts else 1) for part in made.parts[code]
            ]
            return pd.DataFrame(dict(enumerate(used)), index=made.values.index).sum(axis=1)

        parts = made.values[list(self.parts)].notna().sum(axis=1)
        found = {"parts": parts, "figures": figures(self.choice.composite) if self.parts else parts}
        return pd.DataFrame(found).where(known, 0).astype(int)

    def part_scores(self) -> pd.DataFrame:
        """The shown score of each part, one column a part."""
        return pd.DataFrame({code: tree.shown(self.tree.values[code], code, self.choice) for code in self.parts})


def outcome(
    frame: pd.DataFrame,
    base: Mapping[str, Norm],
    choice: Choice,
    year: int,
    least: float | None = None,
    country: float | None = None,
) -> Outcome:
    """Work out a composite for the wijken of one year: ``frame`` has the columns of figures(), as far as there are.

    Areas under ``least`` inhabitants (500) count for what is measured, and get no score themselves. ``country`` is the
    number of inhabitants of the whole country, NaN when it is not known: what counts as measured is measured for two
    thirds of them, so that one city is never ranked as if it were the country. Without it the areas are the country.
    """
    least = parameters.value("basis_inwoners") if least is None else least
    columns = frame.reindex(columns=list(figures(choice.composite))).astype(float)
    swapped = composite.stood_in(columns)
    columns, base = composite.with_stand_ins(columns, base)
    people = columns["inwoners"].fillna(0)
    large = people >= least
    everyone = float(people.sum()) if country is None else country
    grown = tree.grow(columns, people, choice, base, large, everyone)
    grown = replace(grown, values=grown.values.where(large))
    value = tree.shown(grown.total, choice.composite, choice)
    status = pd.Series("not_given", index=frame.index).mask(~large & columns["inwoners"].notna(), "withheld")
    scores = pd.DataFrame({"value": value, "status": status.mask(value.notna(), "computed")})
    return Outcome(
        choice, year, grown, columns, base, scores, _missing(columns, people, grown, base, year, everyone), swapped
    )


def _missing(
    columns: pd.DataFrame, people: pd.Series[float], grown: Tree, base: Mapping[str, Norm], year: int, everyone: float
) -> dict[str, str]:
    """Why a part or figure does not count this year, by code, in the order of the table."""
    choice = grown.choice
    used = {code for parts in grown.parts.values() for code in parts}
    alone = {code for parts in grown.lacking.values() for code in parts}
    found: dict[str, str] = {}
    for code in below(choice.composite):
        if code in alone:
            found[code] = "wel gemeten, maar te weinig van de andere onderdelen is dat"
        elif code in grown.lacking and children(code) and choice.weight(code) > 0:
            found[code] = too_few(grown, code, year)
        elif code not in used:
            found[code] = _why(code, columns, people, choice, base, year, everyone)
    return found


def too_few(grown: Tree, code: str, year: int) -> str:
    """Why a node has no value in a year for want of parts, in Dutch: what there is of what it is defined by."""
    known, defined = list(grown.lacking[code]), children(code)
    what = "cijfers" if all(nodes()[part].level == 1 for part in defined) else "onderdelen"
    if not known and len(defined) == 1:
        return f"in {year} is het ene cijfer niet genoeg bekend"
    if not known:
        return f"in {year} is geen van de {len(defined)} {what} genoeg bekend; twee derde is nodig"
    said = listed([short(part)[0].lower() + short(part)[1:] for part in known])
    count = f"{len(known)} van de {len(defined)} {what}"
    needed = "twee derde van de cijfers" if nodes()[code].needs == "each" else "twee derde"
    return f"in {year} {'is' if len(known) == 1 else 'zijn'} {count} genoeg bekend ({said}); {needed} is nodig"


def below(code: str) -> tuple[str, ...]:
    """Everything under a node, each part before its own parts."""
    return tuple(one for child in children(code) for one in (child, *below(child)))


def _why(
    code: str,
    columns: pd.DataFrame,
    people: pd.Series[float],
    choice: Choice,
    base: Mapping[str, Norm],
    year: int,
    everyone: float,
) -> str:
    if choice.weight(code) <= 0:
        return "telt niet mee bij deze gewichten"
    if nodes()[code].level > 1:
        entry = catalog.entries().get(code)
        lacking = f"in {year} bekend voor te weinig inwoners; twee derde is nodig"
        return f"niet gemeten: {entry.unmeasured}" if entry and entry.unmeasured else lacking
    known = columns[code].notna()
    if not known.any():
        return f"niet gemeten in {year}"
    if choice.against == "basisjaar" and code not in base:
        meaning, then = catalog.entry(code), base_year()
        if meaning.definition(year) != meaning.definition(then):
            return f"heeft sinds {then} een andere definitie en is niet tegen dat jaar af te zetten"
        return f"niet gemeten in {then}, het jaar om tegen af te zetten"
    if not everyone > 0:
        return f"in {year} is niet bekend hoeveel inwoners er in het hele land zijn"
    share = 100 * people[known].sum() / everyone
    return f"in {year} bekend voor wijken met {share:.0f}% van de inwoners; twee derde is nodig"


def conclusion(table: pd.DataFrame, shown: pd.Index | None = None) -> str:
    """Whether the list of the worst tenth would survive other weights, in one Dutch sentence.

    ``shown`` are the areas that the list holds; the others have a rank and stand in no list.
    """
    if table.empty:
        return "Er zijn geen scores om na te rekenen."
    named = table["rank"] <= sensitivity.worst(len(table))
    if shown is not None:
        named &= table.index.isin(shown)
    tenth = int(named.sum())
    if not tenth:
        return "Geen enkele wijk van deze lijst staat nu in het slechtste tiende."
    held = int((sensitivity.robust(table) & named).sum())
    runs = f"{parameters.value('gevoeligheid_runs'):,.0f}".replace(",", ".")
    share = f"{100 * parameters.value('robuust_vanaf'):.0f}%"
    verdict = (
        "houdt grotendeels stand"
        if held >= 0.75 * tenth
        else "houdt deels stand"
        if held >= tenth / 3
        else "houdt geen stand"
    )
    return (
        f"De lijst van het slechtste tiende {verdict} bij andere keuzes: van de {tenth} wijken die er nu op staan, "
        f"blijven er {held} op in minstens {share} van {runs} berekeningen."
    )


def of_area(found: Outcome, ranks: pd.DataFrame, region: str) -> dict[str, Any] | None:
    """One area's score as plain data: value, rank with its interval, and what each part adds. None without a score."""
    if region not in ranks.index:
        return None
    row, points, parts = (row_of(frame, region) for frame in (ranks, found.contributions(), found.part_scores()))
    return {
        "label": found.label,
        "value": round(row_of(found.scores[["value"]], region)["value"], 2),
        "unit": unit(found.choice),
        "against": found.choice.against,
        "year": found.year,
        "rank": {
            "median": int(row["median"]),
            "low": int(row["low"]),
            "high": int(row["high"]),
            "share_worst_tenth": round(row["share"], 3),
            "of": len(ranks),
        },
        "parts": [
            {
                "id": code,
                "label": label(code),
                "weight": found.parts[code],
                "value": _plain(parts[code]),
                "contribution": _plain(points[code]),
            }
            for code in found.parts
        ],
    }


def row_of(frame: pd.DataFrame, region: str) -> dict[str, float]:
    """One row of a frame of numbers as plain data."""
    return {str(key): float(value) for key, value in frame.loc[[region]].iloc[0].items()}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)


def newest(outcomes: Iterable[Outcome]) -> Outcome | None:
    """Of outcomes from the newest year to the oldest, the first with scores; None without any."""
    return next((found for found in outcomes if found.scores["value"].notna().any()), None)


def percent(share: float) -> int:
    """A share of the runs as a whole percentage, rounded down: 89.6% is not the 90% that robust asks for."""
    return math.floor(100 * share + 1e-9)


def place(row: Mapping[str, float], areas: int) -> str:
    """Where an area stands, in robust words: never a bare rank."""
    share = f"{percent(row['share'])}%" if percent(row["share"]) or not row["share"] else "minder dan 1%"
    if row["share"] >= parameters.value("robuust_vanaf"):
        return f"robuust in het slechtste tiende (in {share} van de berekeningen)"
    if row["share"] <= 1 - parameters.value("robuust_vanaf"):
        return f"niet in het slechtste tiende ({'in geen' if row['share'] == 0 else f'wel in {share}'} van de berekeningen)"
    return f"soms in het slechtste tiende (in {share} van de berekeningen): dat hangt af van de keuzes"
