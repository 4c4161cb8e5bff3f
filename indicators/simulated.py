"""How often margins hold the truth, and how often chance alone is called clear: by simulation, for each kind of margin.

A truth is chosen, drawn from as it is in reality (by household, in series, rounded as the publisher does), and the margins
are made by the code that makes those on screen. The seed is fixed, so the outcome is the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import (
    catalog,
    contrast,
    design_effect,
    funnel,
    inequality,
    parameters,
    smoothing,
    trend,
    uncertainty,
    words,
)
from indicators.catalog import Entry

Numbers = npt.NDArray[np.float64]
SEED = 2020
# Of all Dutch households, roughly (CBS, huishoudens naar grootte): one person, two without children, families of two to five.
SIZES = np.array([1, 2, 2, 3, 4, 5])
SHARES = np.array([0.39, 0.285, 0.05, 0.09, 0.13, 0.055])
POVERTY, HOUSEHOLDS, BENEFITS, CRIME = (
    "armoede_personen",
    "armoede_laag_inkomen",
    "bijstand_per_1000",
    "misdrijven_per_1000",
)


@dataclass(frozen=True)
class Coverage:
    """One kind of margin: the share of margins of 95% that hold the truth, and of truths that were called clear.

    Both in percent; ``clear`` is None where nothing is called so.
    """

    what: str
    runs: int
    held: float
    clear: float | None


def _covered(what: str, entry: Entry, frame: pd.DataFrame, truth: Numbers | float) -> Coverage:
    ends = uncertainty.interval(entry, frame)
    held = (ends["low"] <= truth) & (truth <= ends["high"])
    other = pd.Series(np.broadcast_to(np.asarray(truth, dtype=float), (len(frame),)), index=frame.index)
    clear = uncertainty.p_value(entry, frame, other) < 1 - parameters.value("verschil_zekerheid") / 100
    return Coverage(what, len(frame), 100 * float(held.mean()), 100 * float(clear.mean()))


def households(rng: np.random.Generator, poor: float, runs: int, many: int) -> pd.DataFrame:
    """Areas of ``many`` households of which each is poor or not with all who live in it: the share of people in poverty."""
    size = rng.choice(SIZES, p=SHARES / SHARES.sum(), size=(runs, many))
    is_poor = rng.random((runs, many)) < poor
    people, alone = size.sum(axis=1), (size == 1).sum(axis=1)
    couples = np.minimum((size == 2).sum(axis=1), round(SHARES[1] * many))
    share = 100 * (size * is_poor).sum(axis=1) / people
    composition = (alone, couples, many - alone - couples, people)
    return pd.DataFrame(
        {POVERTY: np.round(share, 1), **dict(zip(design_effect.COMPOSITION, composition, strict=True))}, dtype=float
    )


def one_by_one(frame: pd.DataFrame) -> pd.DataFrame:
    """The same areas as if everybody lived alone, which is how the margins were made before."""
    alone, *more = design_effect.COMPOSITION[:3]
    return frame.assign(**{alone: frame["inwoners"]}).assign(**dict.fromkeys(more, 0.0))


def benefits(rng: np.random.Generator, rate: float, runs: int, alone: int, couples: int) -> pd.DataFrame:
    """Areas where partners draw benefits together, counted in tens."""
    drawing = rng.binomial(alone, rate, runs) + 2 * rng.binomial(couples, rate, runs)
    adults = float(alone + 2 * couples)
    count = np.round(drawing / 10) * 10
    composition = (alone, couples, 0, adults)
    return pd.DataFrame(
        {
            "bijstand": count,
            BENEFITS: 1000 * count / adults,
            "leeftijd_15_25": 0.0,
            "leeftijd_25_45": adults,
            "leeftijd_45_65": 0.0,
            **dict(zip(design_effect.COMPOSITION, composition, strict=True)),
        },
        dtype=float,
    )


def series(rng: np.random.Generator, expected: Numbers, effect: float) -> Numbers:
    """Events that come in series of geometric length, so that their variance is ``effect`` times the expected number."""
    length = (effect + 1) / 2
    starts = rng.poisson(expected / length)
    more = rng.negative_binomial(np.maximum(starts, 1), 1 / length) if length > 1 else np.zeros(len(expected))
    return np.asarray(starts + np.where(starts > 0, more, 0), dtype=float)


def country(
    rng: np.random.Generator, effect: float, spread: float = 0.4, areas: int = 8000
) -> tuple[pd.Series[float], pd.Series[float], pd.Series[str], pd.Series[float]]:
    """Count, size, gemeente and true rate (0 to 1) of areas that truly differ, ten in a gemeente."""
    size = np.exp(rng.normal(7.2, 0.8, areas)).clip(500, 30_000).round()
    rate = 0.05 * np.exp(rng.normal(0, 0.3, areas // 10)).repeat(10) * rng.gamma(1 / spread**2, spread**2, areas)
    count = series(rng, rate * size, effect)
    group = pd.Series([f"{i // 10:04d}" for i in range(areas)])
    return pd.Series(count), pd.Series(size), group, pd.Series(rate)


def crime(count: Numbers | pd.Series[float], people: Numbers | pd.Series[float], effect: float) -> pd.DataFrame:
    """A frame of areas with these numbers of events, of which chance is ``effect`` times that of separate ones."""
    frame = pd.DataFrame({"misdrijven_totaal": count, "inwoners": people}, dtype=float)
    frame[CRIME] = 1000 * frame["misdrijven_totaal"] / frame["inwoners"]
    return frame.assign(**{CRIME + design_effect.ENDING: effect})


def _shares(rng: np.random.Generator) -> Coverage:
    households = 2000.0
    share = np.round(100 * rng.binomial(2000, 0.08, 20_000) / households, 1)
    frame = pd.DataFrame({HOUSEHOLDS: share, "huishoudens": households})
    return _covered("Aandeel van huishoudens (Wilson)", catalog.entry(HOUSEHOLDS), frame, 8.0)


def _few_shares(rng: np.random.Generator) -> Coverage:
    """Buurten of 50 to 150 households of which two or three count, as the share that is published of them."""
    many = rng.integers(50, 151, 40_000).astype(float)
    share = np.round(100 * rng.binomial(many.astype(int), 0.025) / many, 1)
    frame = pd.DataFrame({HOUSEHOLDS: share, "huishoudens": many})
    what = "Aandeel van enkele huishoudens van de 50 tot 150 (exact, Clopper-Pearson: eerder te ruim dan te krap)"
    return _covered(what, catalog.entry(HOUSEHOLDS), frame, 2.5)


def _people(rng: np.random.Generator) -> Coverage:
    what = "Aandeel van personen die per huishouden samen tellen (exact, Kish)"
    return _covered(what, catalog.entry(POVERTY), households(rng, 0.08, 10_000, 690), 8.0)


def _people_before(rng: np.random.Generator) -> Coverage:
    what = "Hetzelfde, elke persoon los geteld (zoals eerst)"
    return _covered(what, catalog.entry(POVERTY), one_by_one(households(rng, 0.08, 10_000, 690)), 8.0)


def _benefits(rng: np.random.Generator) -> Coverage:
    what = "Aantal per 1.000 van volwassenen die met hun partner samen tellen, afgerond op tienen (Byar, Kish)"
    return _covered(what, catalog.entry(BENEFITS), benefits(rng, 0.06, 20_000, 8_000, 12_000), 60.0)


def _events(rng: np.random.Generator) -> Coverage:
    count, size, group, rate = country(rng, 5.0, areas=20_000)
    made = design_effect.estimate(count, size, group) or np.nan
    return _covered(
        "Voorvallen in reeksen, overspreiding geschat (Byar)",
        catalog.entry(CRIME),
        crime(count, size, made),
        1000 * np.asarray(rate, dtype=float),
    )


def _few_events(rng: np.random.Generator) -> Coverage:
    count = rng.poisson(12.0, 20_000).astype(float)
    people = np.full(20_000, 2000.0)
    return _covered(
        "Losse voorvallen, ongeveer twaalf (Byar, exact)", catalog.entry(CRIME), crime(count, people, 1.0), 6.0
    )


def _between(
    what: str, measure: Callable[[trend.Ends, trend.Ends], trend.Ends | None], same: float
) -> Callable[[np.random.Generator], Coverage]:
    """Two areas of different size with the same true rate, held against each other."""

    def run(rng: np.random.Generator) -> Coverage:
        people, runs = (20_000.0, 15_000.0), 20_000
        counts = [rng.poisson(0.03 * many, runs) for many in people]
        ends = [_by_count(np.unique(drawn), many) for drawn, many in zip(counts, people, strict=True)]
        held = clear = 0
        for one, other in zip(*counts, strict=True):
            (plain, sure), (plain_other, sure_other) = ends[0][int(one)], ends[1][int(other)]
            made, certain = measure(plain, plain_other), measure(sure, sure_other)
            held += made is not None and made[1] <= same <= made[2]
            clear += certain is not None and not certain[1] <= same <= certain[2]
        return Coverage(what, runs, 100 * held / runs, 100 * clear / runs)

    return run


def _by_count(counts: npt.NDArray[np.int64], people: float) -> Mapping[int, tuple[trend.Ends, trend.Ends]]:
    """The ends of 95% and of 99.8% of each count."""
    frame, entry = crime(counts.astype(float), np.full(len(counts), people), 1.0), catalog.entry(CRIME)
    made = [uncertainty.interval(entry, frame, sure) for sure in (None, parameters.value("verschil_zekerheid"))]
    both = [zip(frame[CRIME], ends["low"], ends["high"], strict=True) for ends in made]
    return {int(count): (plain, sure) for count, plain, sure in zip(counts, *both, strict=True)}


def _sums(rng: np.random.Generator) -> Coverage:
    """Twenty-five buurten as one, with benefits rounded to tens and ages to fives."""
    runs, parts, ages = 10_000, 25, ("leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65")
    people = rng.integers(300, 2000, size=(len(ages), runs, parts)).astype(float)
    count = np.round(rng.poisson(0.06 * people.sum(axis=0)) / 10).sum(axis=1) * 10
    shown = (np.round(people / 5) * 5).sum(axis=2)
    frame = pd.DataFrame(
        {**dict(zip(ages, shown, strict=True)), "bijstand": count, BENEFITS: 1000 * count / shown.sum(axis=0)}
    )
    frame = frame.assign(**dict(zip(design_effect.COMPOSITION, (1000.0, 0.0, 0.0, 1000.0), strict=True)))
    entry, held = catalog.entry(BENEFITS), []
    for certainty in (parameters.value("marge_zekerheid"), parameters.value("verschil_zekerheid")):
        ends = uncertainty.interval(entry, frame, certainty, parts)
        held.append(100 * float(((ends["low"] <= 60) & (ends["high"] >= 60)).mean()))
    return Coverage("Som van 25 buurten, elk afgerond", runs, held[0], 100 - held[1])


def _slope(rng: np.random.Generator) -> Coverage:
    """Gemeenten of twenty wijken in an order that has nothing to do with the outcome."""
    from scipy import special

    runs, many, held = 10_000, 20, 0
    people = rng.integers(500, 9000, many).astype(float)
    sure = float(special.stdtrit(many - 2, 0.975))
    for _ in range(runs):
        in_order = rng.permutation(people)
        place = (np.cumsum(in_order) - in_order / 2) / in_order.sum()
        slope, error = inequality.slope_index(rng.normal(10, 2, many), in_order, place)
        held += abs(slope) <= sure * error
    return Coverage("Helling over de wijken van een gemeente (slope index)", runs, 100 * held / runs, None)


def _adjusted(rng: np.random.Generator) -> Coverage:
    """Areas as the Dutch wijken, whose true rates differ, each drawn towards all of them."""
    runs, areas = 30, 900
    size = np.round(np.exp(rng.normal(7.3, 1.2, areas))).clip(20, 40_000)
    held = []
    for _ in range(runs):
        truth = rng.gamma(4, 0.01, areas)
        found = smoothing.towards_all(rng.poisson(truth * size).astype(float), size, share=False, certainty=95)
        held.append(float(((found["low"] <= truth) & (truth <= found["high"])).mean()))
    return Coverage(
        "Bijgesteld voor kleine aantallen (empirisch Bayes)", runs * areas, 100 * float(np.mean(held)), None
    )


def _funnel(rng: np.random.Generator) -> Coverage:
    """Areas that differ in the usual way: how many lie within the limits, and how many outside the outer ones."""
    runs, areas = 30, 900
    size = np.round(np.exp(rng.normal(7.3, 1.2, areas))).clip(20, 40_000)
    inside: dict[float, list[float]] = {95: [], 99.8: []}
    for _ in range(runs):
        truth = np.sin(np.arcsin(np.sqrt(0.2)) + rng.normal(0, 0.05, areas)) ** 2
        count = rng.binomial(size.astype(int), truth).astype(float)
        found = funnel.funnel(count, size, 0.2, share=True)
        for certainty, held in inside.items():
            low, high = found.limits(size, certainty)
            held.append(float(((low <= count / size) & (count / size <= high)).mean()))
    outside = 100 - 100 * float(np.mean(inside[99.8]))
    return Coverage(
        "Grenzen van de trechter (met gewone verschillen)", runs * areas, 100 * float(np.mean(inside[95])), outside
    )


KINDS: tuple[Callable[[np.random.Generator], Coverage], ...] = (
    _shares,
    _people,
    _benefits,
    _few_events,
    _events,
    _sums,
    _between("Verschil tussen twee gebieden (Newcombe)", lambda one, other: trend.change(other, one), 0.0),
    _between("Verhouding van twee gebieden (MOVER)", contrast.ratio, 1.0),
    _slope,
    _adjusted,
    _funnel,
    _few_shares,
)
BEFORE = (_people_before,)


def run(kinds: tuple[Callable[[np.random.Generator], Coverage], ...] = KINDS) -> list[Coverage]:
    """Every kind of margin, each with its own draws."""
    return [kind(np.random.default_rng(SEED + place)) for place, kind in enumerate(kinds)]


def told(found: list[Coverage], before: list[Coverage]) -> list[str]:
    """The outcome as Markdown in Dutch."""
    sure, certain = parameters.value("marge_zekerheid"), parameters.value("verschil_zekerheid")
    return [
        "## Houden de marges wat zij beloven?",
        "",
        f"Van een marge van {words.number(sure)}% hoort {words.number(sure)}% de ware waarde te bevatten. Waar geen verschil is, hoort "
        f"{words.number(100 - certain, 1)}% toch “duidelijk” te heten. Hieronder staat wat eruit komt als de waarheid bekend is: "
        "getrokken met dezelfde afronding en samenhang als echte cijfers, en berekend met dezelfde code als op het scherm. "
        "Iets te hoog is niet erg: afronding maakt een marge wijder, en van enkele huishoudens bevat een marge bijna altijd "
        "meer dan beloofd, omdat er geen halve huishoudens zijn.",
        "",
        f"| soort marge | keer getrokken | bevat de waarheid (hoort {words.number(sure)}%) "
        f"| ten onrechte duidelijk (hoort {words.number(100 - certain, 1)}%) |",
        "|---|---|---|---|",
        *(
            f"| {c.what} | {words.number(c.runs)} | {words.number(c.held, 1)}% | {_percent(c.clear)} |"
            for c in (*found, *before)
        ),
        "",
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{words.number(share, 2)}%"
