"""From one level and year of the sources' figures to its indicators: values, and for each empty one the reason.

Pure: wide frames in (as the store gives them, on the boundaries of that very year), one long frame out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalog, composite, norm_data, parameters, scoring, small_numbers, tested, youth_work
from indicators.indicator import Indicator
from indicators.recipes import Copy, Formula, Headline, Measured, Overdispersion, Ratio, Score
from loaders.sources import computed

Codes = npt.NDArray[np.int8]

# From no row at all to the least hopeful reason. An outcome takes the highest of its inputs: the least firm of
# figures that are there, and of missing ones the reason that will last longest. What can never be wins from what is
# withheld, that from what the publisher did not give, and that from what is still to come.
STATUS_ORDER = (
    "",
    "published",
    "computed",
    "provisional",
    "below_rounding",
    "estimate",
    "not_yet_published",
    "not_given",
    "withheld",
    "cannot_occur",
)
CODE = {status: np.int8(code) for code, status in enumerate(STATUS_ORDER)}
FIRST_MISSING = CODE["not_yet_published"]


@dataclass(frozen=True)
class Base:
    """What the scores of every year are measured against: the norm per figure, and in Dutch why some are lacking."""

    norms: Mapping[str, composite.Norm] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def composites() -> tuple[str, ...]:
    """The composites that indicators ask for."""
    found = (i.recipe.composite for i in catalog.declared().values() if isinstance(i.recipe, Score))
    return tuple(dict.fromkeys(found))


def base_figures() -> tuple[str, ...]:
    """The variables whose base year sets a norm, with the inhabitants that weigh them."""
    figures = (figure for code in composites() for figure in composite.inputs(code))
    return tuple(dict.fromkeys(["inwoners", *(leaf for figure in figures for leaf in catalog.leaves(figure))]))


def _rates(frame: pd.DataFrame) -> dict[str, tuple[pd.Series[float], pd.Series[bool]]]:
    """The rates that a composite is made of, which are still to be made at this point (small_numbers.rates)."""
    declared = catalog.declared()
    recipes = {id: declared[id].recipe for code in composites() for id in composite.inputs(code) if id in declared}
    return {
        id: small_numbers.rates(recipe, frame)
        for id, recipe in recipes.items()
        if isinstance(recipe, Ratio) and set(recipe.inputs) <= set(frame)
    }


def _with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """The variables with the rates that a composite is made of."""
    return frame.assign(**{id: values for id, (values, _) in _rates(frame).items()})


def base(wijken: pd.DataFrame, country: pd.DataFrame, elsewhere: Iterable[pd.DataFrame] = ()) -> Base:
    """The norms from the base year's wijken (columns base_figures) and the inhabitants of the Netherlands.

    ``elsewhere``: the same on other divisions, for figures that lie there (brought.figures).
    """
    people = float(country["inwoners"].sum()) if "inwoners" in country else 0.0
    figures = tuple(figure for code in composites() for figure in composite.inputs(code))
    made: dict[str, composite.Norm] = {}
    for frame in (*elsewhere, wijken):
        made |= composite.norms(_with_rates(frame), people, figures)
    norms = norm_data.with_shipped(made, figures)
    lacking = [catalog.entry(id).label for id in figures if id not in norms]
    notes = norm_data.apart(made)
    if lacking:
        year = f"{parameters.value('basisjaar'):.0f}"
        notes += (f"Zonder cijfers van {year} voor genoeg wijken telt niet mee in een score: {'; '.join(lacking)}.",)
    return Base(norms, notes)


def measured(wijken: pd.DataFrame, norms: Mapping[str, composite.Norm]) -> dict[str, tuple[str, ...]]:
    """The dimensions that count in a year, per composite. Settled on wijken, so that all levels have the same total."""
    rated = _with_rates(wijken)
    return {code: scoring.measured(rated, norms, code) for code in composites()}


def notes(year: int, counted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """In Dutch why a composite has no total in a year; empty when it has one, or never has (tested.py)."""
    needed = parameters.value("dimensies_nodig")
    return tuple(
        f"{catalog.entry(code).label} {year}: geen totaal, want {needed:.0f} van de {len(composite.children(code))} "
        "dimensies zijn nodig."
        for code, parts in counted.items()
        if len(parts) < needed and not tested.unfit(code)
    )


def inputs(level: str) -> tuple[str, ...]:
    """The variables that the indicators of a level are made of."""
    wanted = (id for id in catalog.declared() if level in catalog.entry(id).levels)
    return tuple(
        dict.fromkeys(["inwoners", *(leaf for id in wanted for leaf in catalog.leaves(id) if _variable(leaf))])
    )


def _variable(id: str) -> bool:
    return not catalog.entry(id).computed


def add_gemeente_totals(
    gemeenten: pd.DataFrame, statuses: pd.DataFrame, wijken: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The gemeenten with the total of their wijken for what gemeenten report, where every wijk was reported."""
    fte = "jongerenwerk_fte"
    if fte not in wijken or wijken[fte].isna().all():
        return gemeenten, statuses
    own = gemeenten[fte] if fte in gemeenten else pd.Series(np.nan, index=gemeenten.index)
    total = youth_work.gemeente_totals(wijken[fte], own)
    status = statuses[fte] if fte in statuses else pd.Series("", index=statuses.index)
    status = status.mask(own.isna() & total.notna(), "computed").mask((status == "") & total.isna(), "not_given")
    return gemeenten.assign(**{fte: total}), statuses.assign(**{fte: status})


def age_control(gemeenten: pd.DataFrame, wijken: pd.DataFrame) -> pd.Series[float]:
    """What estimates of young people are multiplied by, per gemeente (see youth_work.control).

    ``gemeenten`` has the age groups and single ages, ``wijken`` the age groups, as far as there are any. Without wijken
    it is what brings the gemeenten themselves to their count.
    """
    band = youth_work.band()
    groups = list(youth_work.weights(*band))
    estimated = (youth_work.young_people(frame.reindex(columns=groups), *band) for frame in (wijken, gemeenten))
    return youth_work.control(youth_work.counted(gemeenten, *band), *estimated)


@dataclass
class _Level:
    """One level and year while its indicators are made: a value and a status code per figure and region."""

    year: int
    regions: pd.Index[str]
    values: dict[str, pd.Series[float]]
    codes: dict[str, Codes]
    rates: dict[str, tuple[pd.Series[float], pd.Series[bool]]]
    scores: dict[str, pd.DataFrame]
    counted: Mapping[str, tuple[str, ...]]
    dispersion: Mapping[str, float]

    def frame(self, ids: Iterable[str]) -> pd.DataFrame:
        return pd.DataFrame({id: self.values[id] for id in ids}, index=self.regions)

    def missing(self, ids: Iterable[str]) -> Codes:
        """Why an outcome of these inputs is empty: the longest-lasting reason, nought where none of them is missing."""
        worst = np.zeros(len(self.regions), dtype=np.int8)
        for id in ids:
            code = self.codes[id]
            worst = np.maximum(worst, np.where(code >= FIRST_MISSING, code, 0))
        return worst

    def firmness(self, ids: Iterable[str]) -> Codes:
        """How firm an outcome is: as the least firm of the inputs that are there.

        Nobody published it: at its firmest it is computed. That one of them was rounded off says nothing of what more
        was put into it.
        """
        least = np.full(len(self.regions), CODE["computed"], dtype=np.int8)
        for id in ids:
            code = self.codes[id]
            least = np.maximum(least, np.where((code < FIRST_MISSING) & (code != CODE["below_rounding"]), code, 0))
        return least


def compute(
    values: pd.DataFrame,
    statuses: pd.DataFrame,
    level: str,
    year: int,
    norms: Mapping[str, composite.Norm],
    counted: Mapping[str, tuple[str, ...]],
    dispersion: Mapping[str, float] | None = None,
    division: int | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Every indicator that can be made, as one long frame in the store's columns; empty when none can.

    ``values`` and ``statuses`` are wide frames with the same regions. An indicator gets a row for each region, empty
    ones with their reason, as soon as the sources have rows for all its inputs at this level and year. ``dispersion`` is
    that of the events of the year (design_effect.estimates); ``division`` the boundaries, by default those of the year;
    ``only`` the indicators to make, where that is not all of them: what they are made of is among them or in the frame.
    """
    ids = [str(id) for id in values.columns]
    rates = _rates(values)
    rated = values.assign(**{id: rate for id, (rate, _) in rates.items()})
    state = _Level(
        year=year,
        regions=values.index,
        values={id: values[id] for id in ids},
        codes={id: _encoded(statuses[id], values[id]) for id in ids if (statuses[id] != "").any()},
        rates=rates,
        scores={code: scoring.score(rated, norms, code, counted.get(code, ())) for code in composites()},
        counted=counted,
        dispersion=dispersion or {},
    )
    made = [
        id
        for id, indicator in catalog.declared().items()
        if (only is None or id in only) and level in catalog.entry(id).levels and _make(indicator, state)
    ]
    return _long(made, state, level, division or year)


def _encoded(statuses: pd.Series[str], values: pd.Series[float]) -> Codes:
    """Status ids as codes; no row, or an empty cell without a reason, counts as not given."""
    place, words = pd.factorize(statuses)  # a few words many times: looked up once each
    codes = np.array([CODE[str(word)] for word in words], dtype=np.int8)[place]
    codes[values.isna().to_numpy() & (codes < FIRST_MISSING)] = CODE["not_given"]
    return codes


def _make(indicator: Indicator, state: _Level) -> bool:
    """Put one indicator's values and codes into the state; False when this level and year cannot have it."""
    recipe = indicator.recipe
    match recipe:
        case Headline():
            definition = recipe.definition(state.year)
            if definition not in state.codes:
                return False
            state.values[indicator.id], state.codes[indicator.id] = state.values[definition], state.codes[definition]
            return True
        case Overdispersion():
            if recipe.of not in state.dispersion or any(id not in state.codes for id in recipe.inputs):
                return False
            values = pd.Series(state.dispersion[recipe.of], index=state.regions)
            reason = firm = np.full(len(state.regions), CODE["estimate"], dtype=np.int8)
        case Score() | Measured():
            scores = state.scores[recipe.composite]
            if indicator.id not in scores:
                return False
            values = scores[indicator.id]
            parts = state.counted.get(recipe.composite, ()) if indicator.id == recipe.composite else (indicator.id,)
            leaves = [leaf for part in parts for leaf in catalog.leaves(part) if leaf in state.codes]
            reason = state.missing(leaves)
            reason = np.where(reason == 0, CODE["not_given"], reason)
            firm = state.firmness(leaves)
        case _:
            if any(id not in state.codes for id in recipe.inputs):
                return False
            extra = recipe.optional if isinstance(recipe, Formula) else ()
            frame = state.frame([*recipe.inputs, *(id for id in extra if id in state.values)])
            reason = state.missing(recipe.inputs)
            firm = state.codes[recipe.variable] if isinstance(recipe, Copy) else state.firmness(recipe.inputs)
            if isinstance(recipe, Ratio):
                values, off = state.rates.get(indicator.id) or small_numbers.rates(recipe, frame)
                firm = np.where(off, np.maximum(firm, CODE["below_rounding"]), firm)
                own = np.where(recipe.impossible(frame), CODE["cannot_occur"], CODE["withheld"])
                reason = np.where(reason == 0, own, reason)
            else:
                values = recipe.values(frame)
    if indicator.estimate:
        firm = np.maximum(firm, CODE["estimate"])
    codes = np.where(values.notna(), firm, np.where(reason == 0, CODE["cannot_occur"], reason))
    state.values[indicator.id], state.codes[indicator.id] = values, codes.astype(np.int8)
    return True


def _long(made: list[str], state: _Level, level: str, division: int) -> pd.DataFrame:
    """The made figures below each other, in the columns of the store."""
    count, many = len(made), len(state.regions)
    values = [state.values[id].to_numpy(dtype=float) for id in made]
    codes = [state.codes[id] for id in made]
    once = np.zeros(count * many, dtype=np.int8)
    year = np.full(count * many, state.year, dtype=np.int16)
    return pd.DataFrame(
        {
            "region": _labelled(np.tile(np.arange(many), count), state.regions),
            "level": _labelled(once, [level]),
            "division": np.full(count * many, division, dtype=np.int16),
            "year": year,
            "variable": _labelled(np.repeat(np.arange(count), many), made),
            "value": np.concatenate([np.empty(0), *values]),
            "status": _labelled(np.concatenate([once[:0], *codes]), STATUS_ORDER),
            "source": _labelled(once, [computed.SOURCE.id]),
        }
    )


def _labelled(codes: npt.NDArray[np.integer[Any]], names: Iterable[str]) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names)))
