"""How the parts of a composite hang together, as a page shows it: sentences, tables and what is taken along."""

from __future__ import annotations

from collections.abc import Hashable
from typing import SupportsFloat

import pandas as pd

from answers import format, score, score_tables
from answers.held import remembered
from indicators import coherence, need, parameters
from indicators.coherence import Coherence
from indicators.tree import Choice

CHOICES = {
    coherence.NORMALISATION: "hoe cijfers vergelijkbaar worden gemaakt",
    coherence.MEAN: "een gewoon of een meetkundig gemiddelde",
    coherence.OUTLIERS: "een grens voor uitschieters of niet",
    coherence.LEFT_OUT: "welk cijfer wordt weggelaten",
    coherence.WEIGHTS: "de gewichten",
}
READING = (
    "Het gewicht is wat is gekozen. Wat met de score meegaat, is hoeveel van de verschillen tussen wijken in de score u al "
    "kent als u alleen dat onderdeel kent; omdat onderdelen samengaan, telt dat niet op tot 100%. Het zegt hoe de maat is "
    "opgebouwd, niet waardoor wijken verschillen."
)
TOGETHER = "meerdere keuzes samen"
COLUMNS = {
    "onderdeel": "Het onderdeel of cijfer",
    "hoort_bij": "Waar het een onderdeel van is",
    "gewicht_procent": "Hoe zwaar het meetelt in de hele maat, in procenten, zoals gekozen",
    "gaat_samen_met_score_procent": "Deel van de verschillen in de score dat met dit onderdeel meegaat, in procenten",
    "met": "Het andere onderdeel, of de keuze die anders werd gemaakt",
    "samenhang": "Correlatie van beide onderdelen (-1 tot 1), gewogen naar inwoners; boven 0 zijn zij meestal samen gunstig",
    "plaatsen_verschuiven_procent": "Deel van alle verschuivingen in de plaatsen dat met alleen deze keuze meegaat, in procenten",
}


def by_choice(choice: Choice, *others: Hashable) -> Hashable:
    """The key of a coherence: that of the choice, and the year and least inhabitants."""
    return score.by_choice(choice, *others)


@remembered(12, key=by_choice)
def of(choice: Choice, year: int, least: float) -> Coherence:
    """The coherence of a composite of all wijken of a year. Takes a second or two. Shared: do not change it."""
    found = score.outcome(choice, year, least)
    return coherence.of(found.tree, found.figures, found.figures["inwoners"], found.norms)


def rows(found: Coherence) -> pd.DataFrame:
    """The parts and figures that say something by themselves: effects without what is the only part of its parent."""
    effects = found.effects
    alone = effects.groupby("parent")["weight"].transform("size") == 1
    return effects[~alone]


def weights(found: Coherence, code: str) -> str:
    """What the parts carry beside what was meant, in one or two sentences; "" with one part only."""
    top = found.effects[found.effects["parent"] == code]
    if len(top) < 2 or top["effect"].isna().all():
        return ""
    share = top["effect"] / top["effect"].sum()
    apart = (share - top["weight"]).abs()
    most = str(apart.idxmax())
    carried = "; ".join(
        f"met {need.short(str(part))} gaat {_percent(effect)}% van de verschillen in de score mee"
        for part, effect in top["effect"].sort_values(ascending=False).items()
    )
    said = f"{carried[0].upper()}{carried[1:]}."
    if apart[most] < parameters.value("samenhang_anders"):
        return f"{said} De onderdelen dragen ongeveer naar de gewichten die zij kregen."
    meant = dict(top["weight"])[most]
    more = "meer" if dict(share)[most] > meant else "minder"
    return f"{said} {need.short(most)} draagt dus {more} dan het gewicht van {_percent(meant)}% doet denken."


def _percent(share: SupportsFloat) -> str:
    return format.number(100 * float(share))


def pairs(found: Coherence) -> list[str]:
    """What is to be known of how parts go together, a sentence each: those that run against each other, and doubles."""
    said = [
        f"{_pair(one, other)} gaan tegen elkaar in (samenhang {format.number(value, 2)}): wijken die op het een slecht "
        "staan, staan op het ander vaak goed. In het gemiddelde vallen zij deels tegen elkaar weg."
        for one, other, value in found.against()
    ]
    alike = parameters.value("samenhang_hetzelfde")
    double = [_pair(one, other) for one, other, value in found.pairs() if value >= alike]
    if double:
        said.append(
            f"{format.joined(double[:4])} {'zeggen' if len(double) == 1 else 'zeggen telkens'} bijna hetzelfde (samenhang "
            f"{format.as_it_is(alike)} of meer): samen tellen zij haast als één cijfer dat vaker meedoet."
        )
    return said


def _pair(one: str, other: str) -> str:
    return f"{need.label(one)} en {format.inside_sentence(need.label(other))}"


def moved(found: Coherence) -> str:
    """Which choice moves the places most, in one sentence; "" where nothing moves."""
    if found.choices.empty or not found.choices.iloc[0] > 0:
        return ""
    first = str(found.choices.index[0])
    rest = [f"{CHOICES[str(c)]} {_percent(v)}%" for c, v in found.choices.iloc[1:].items() if v >= 0.005]
    others = f" Daarna: {', '.join(rest)}." if rest else ""
    return (
        f"De plaatsen verschuiven het meest door {CHOICES[first]}: {_percent(found.choices.iloc[0])}% van alle "
        f"verschuivingen gaat met alleen die keuze mee.{others}"
    )


def finding(found: Coherence, code: str) -> str:
    """The first line: whether the parts pull one way, and which choice settles the places most."""
    against = found.against()
    top = found.correlations.get(code)
    if top is None:
        return f"{need.short(code)} rust op één onderdeel: er hangt niets samen of tegen elkaar in"
    first = CHOICES[str(found.choices.index[0])] if len(found.choices) and found.choices.iloc[0] > 0 else ""
    pull = (
        f"{format.plural(len(against), 'paar onderdelen gaat', 'paren onderdelen gaan')} tegen elkaar in"
        if against
        else "de onderdelen wijzen dezelfde kant op"
    )
    return f"{need.short(code)}: {pull}" + (f"; de plaatsen hangen het meest af van {first}" if first else "")


def effects_table(found: Coherence) -> pd.DataFrame:
    """The parts as text: weight, and what goes with the score."""
    held = rows(found)
    return pd.DataFrame(
        {
            "Onderdeel": [need.label(str(code)) for code in held.index],
            "Hoort bij": [need.short(str(parent)) for parent in held["parent"]],
            "Gewicht": [f"{_percent(w)}%" for w in held["weight"]],
            "Gaat met de score mee": [format.UNKNOWN if pd.isna(e) else f"{_percent(e)}%" for e in held["effect"]],
        }
    )


def correlation_table(found: Coherence) -> pd.DataFrame:
    """Each pair of parts of one parent as text, those that run against each other first."""
    return pd.DataFrame(
        [
            {
                "Onderdeel": need.label(one),
                "Met": need.label(other),
                "Samenhang": format.UNKNOWN if pd.isna(value) else format.number(value, 2),
                "Wat dat zegt": _meaning(value),
            }
            for one, other, value in sorted(found.pairs(), key=lambda pair: (pd.isna(pair[2]), pair[2]))
        ],
        columns=["Onderdeel", "Met", "Samenhang", "Wat dat zegt"],
    )


def _meaning(value: float) -> str:
    if pd.isna(value):
        return "niet te zeggen"
    size = abs(value)
    strong = next((word for word in ("sterk", "matig", "zwak") if size >= parameters.value(f"samenhang_{word}")), "")
    if not strong:
        return "geen samenhang"
    return f"{strong}, {'tegen elkaar in' if value < 0 else 'dezelfde kant op'}"


def choices_table(found: Coherence) -> pd.DataFrame:
    """What each choice moves by itself, as text, and what only several do together."""
    shares = {CHOICES[str(c)]: float(v) for c, v in found.choices.items()} | {TOGETHER: found.together}
    return pd.DataFrame(
        {
            "Keuze": [name[0].upper() + name[1:] for name in shares],
            "Deel van de verschuivingen": [f"{_percent(v)}%" for v in shares.values()],
        }
    )


def alt(found: Coherence, code: str) -> str:
    """The bars in words."""
    held = rows(found)
    told = "; ".join(
        f"{need.label(str(part))}: gewicht {_percent(w)}%, gaat met de score mee {_percent(e)}%"
        for part, w, e in zip(held.index, held["weight"], held["effect"], strict=True)
        if not pd.isna(e)
    )
    return f"Staven per onderdeel van {need.label(code)}: het gewicht, en wat met de score meegaat. {told}."


def download(found: Coherence, choice: Choice, year: int) -> pd.DataFrame:
    """All of it as data: a row a part, a pair of parts, or a choice, with every choice that led to it."""
    parts = [
        {
            "onderdeel": need.label(str(code)),
            "hoort_bij": need.label(str(row["parent"])),
            "gewicht_procent": 100 * row["weight"],
            "gaat_samen_met_score_procent": 100 * row["effect"],
        }
        for code, row in found.effects.iterrows()
    ]
    both = [{"onderdeel": need.label(a), "met": need.label(b), "samenhang": v} for a, b, v in found.pairs()]
    moved_by = [
        {"met": CHOICES.get(str(c), TOGETHER), "plaatsen_verschuiven_procent": 100 * v}
        for c, v in {**found.choices, "": found.together}.items()
    ]
    frame = pd.DataFrame([*parts, *both, *moved_by], columns=list(COLUMNS))
    return frame.assign(**score_tables.made_by(choice, year), wijken=found.areas)
