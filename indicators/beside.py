"""The scores of liveability beside what others measured, worked out on a store: whatever comes out is told.

Nothing is fitted: each score is made as everywhere else, also where it is not shown as one (tested.py). Beside Spearman's
rank correlation stand the partial one, with the density of addresses held equal, and what density alone gives, since both
sides know town from country; and how many of the worst tenth are the same areas. Only areas of 500 inhabitants or more, on
the same ground in both. Partial rank correlation: Kendall and Gibbons 1990, Rank Correlation Methods, chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators import (
    brought,
    catalog,
    composite,
    norm_data,
    parameters,
    same_ground,
    scoring,
    tested,
    validation,
    words,
)
from indicators.counterparts import FARTHEST
from loaders import store
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of, wijk_of

ROOT = "leefbaarheid"
URBANITY = "adressendichtheid"
LEVELS = ("gemeente", "wijk", "buurt")
# Density moves slowly: a year that lacks it takes that of at most three years before or after.
DENSITY_FARTHEST = 3
# The partial correlation is of the same areas as the plain one, or of none.
DENSITY_NEEDED = 0.9
FEWEST = 30
FEWEST_GEMEENTEN = 3
STATUS = "ses_woa"
# What a gemeente measured or asked by itself, beside the score that claims the same. Never what a score is made of.
MUNICIPAL = {
    ROOT: ("bbga_buurt",),
    "leefbaarheid_sociale_samenhang": ("bbga_verbonden", "bbga_omgang", "bbga_informele_hulp"),
    "leefbaarheid_overlast_onveiligheid": ("bbga_criminaliteit", "bbga_personenoverlast", "bbga_onveiligheid"),
}
# In whose areas the parts of a wijk or gemeente lie.
_ABOVE: dict[str, Callable[[str], str | None]] = {"gemeente": gemeente_of, "wijk": wijk_of}


@dataclass(frozen=True)
class Beside:
    """One score beside another measure. ``spearman``, ``partial`` and ``density`` from -1 to 1, NaN where they can't be had.

    ``where`` is Nederland, the name of the only gemeente there is, or within how many gemeenten of thirty areas or more it
    is the median; ``lowest`` and ``highest`` are then the ends (NaN elsewhere). ``people`` is the share (0 to 1) of the
    country's inhabitants that live in these areas: under two thirds they are no Nederland. ``partial`` is at equal density of
    addresses, ``density`` what that density alone comes to beside the other, ``urban`` how the score itself goes with it.
    ``worst`` is the share (0 to 1) of the worst tenth that is in the other's worst tenth. ``added``: the figures were added
    up from buurten, for this level had too few.
    """

    code: str
    other: str
    level: str
    where: str
    year: int
    other_year: int
    areas: int
    people: float
    spearman: float
    partial: float
    density: float
    urban: float
    worst: float
    lowest: float
    highest: float
    added: bool
    rests_on: tuple[str, ...]


def others(code: str) -> tuple[str, ...]:
    """What a score is laid beside: its counterpart, which decides; then socio-economic status, and what gemeenten measured."""
    return (tested.COUNTERPARTS[code], STATUS, *MUNICIPAL.get(code, ()))


def every(data: store.Store) -> list[Beside]:
    """Every score beside each other measure, in each year and level that both have."""
    norms = _norms(data)
    return [
        one
        for level in LEVELS
        for year in data.years(level)
        for division in (year, *brought.divisions(data, level, year))
        for one in _of_year(data, level, (year, division), norms)
    ]


def _norms(data: store.Store) -> dict[str, composite.Norm]:
    """The norms as the build has them: of the base year's table, else those that are shipped."""
    year, figures = int(parameters.value("basisjaar")), composite.inputs(ROOT)
    people = data.table("land", year, ["inwoners"])["inwoners"].sum()
    made: dict[str, composite.Norm] = {}
    for division in (*brought.divisions(data, "wijk", year), year):
        made |= composite.norms(data.table("wijk", year, ["inwoners", *figures], division), float(people), figures)
    return norm_data.with_shipped(made, figures)


def _of_year(data: store.Store, level: str, on: tuple[int, int], norms: dict[str, composite.Norm]) -> Iterator[Beside]:
    """``on``: the year and the division of its figures, which is another one for events (brought)."""
    year, division = on
    frame = data.table(level, year, ["inwoners", *composite.inputs(ROOT)], division)
    added = _added(data, level, on, frame)
    frame = frame.assign(**added)
    frame = frame[frame["inwoners"] >= parameters.value("basis_inwoners")]
    known = tuple(id for id in composite.inputs(ROOT) if id in norms and frame[id].notna().sum() >= FEWEST)
    if not known:
        return
    scores = _scores(frame, known, norms)
    country = data.table("land", year, ["inwoners"])["inwoners"].sum()
    share = frame["inwoners"] / (country if country > 0 else math.nan)
    for code in map(str, scores.columns):
        if scores[code].notna().sum() < FEWEST:
            continue
        rests_on = tuple(id for id in known if id in composite.inputs(code))
        for other in others(code):
            for other_year in (near for near in data.years(level, other) if abs(near - year) <= FARTHEST):
                values = _on_ground(data, level, division, other_year, other)
                turned = -values if catalog.entry(other).direction == "lower_better" else values
                both = pd.DataFrame({"one": scores[code], "other": turned}).dropna()
                both["density"] = _density(data, level, division, year, both.index)
                both["share"] = share.reindex(both.index)
                for where, areas, found in _places(data, level, division, both):
                    yield Beside(
                        code,
                        other,
                        level,
                        where,
                        year,
                        other_year,
                        areas,
                        *found,
                        bool(set(added) & set(rests_on)),
                        rests_on,
                    )


def _added(data: store.Store, level: str, on: tuple[int, int], frame: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """Rates per inhabitant that the buurten have and this level mostly lacks, weighed by inhabitants: exact but for rounding.

    What an area has of its own stays. An area counts where its buurten with a figure hold nearly all of its inhabitants
    (parameter grens_overlap).
    """
    if level not in _ABOVE:
        return {}
    year, division = on
    rates = [
        id
        for id in composite.inputs(ROOT)
        if (entry := catalog.entry(id)).kind == "rate" and entry.per == "inwoners" and not entry.computed
    ]
    buurten = data.table("buurt", year, ["inwoners", *rates], division)
    of = pd.Series([_ABOVE[level](str(code)) for code in buurten.index], index=buurten.index, dtype=object)
    made = {}
    for id in rates:
        known = buurten[id].notna() & buurten["inwoners"].notna()
        if known.sum() <= frame[id].notna().sum() or known.sum() < FEWEST:
            continue
        people = buurten["inwoners"].where(known).groupby(of).sum()
        mean = (buurten[id] * buurten["inwoners"]).groupby(of).sum() / people.where(people > 0)
        nearly = people >= parameters.value("grens_overlap") * frame["inwoners"].reindex(people.index)
        made[id] = frame[id].fillna(mean.where(nearly).reindex(frame.index))
    return made


def _scores(frame: pd.DataFrame, known: Sequence[str], norms: dict[str, composite.Norm]) -> pd.DataFrame:
    """Each dimension as the build makes it, and the total of what is widely measured, shown as a score or not.

    A dimension with at least two figures, but under two thirds of them, is made of these: a test of as much of it as there is.
    """
    frame = frame[[*known, "inwoners"]]
    scores = scoring.dimensions(frame, norms, ROOT, fit=False).dropna(axis=1, how="all")
    counted = composite.widely_known(scores, frame)
    if len(counted) >= parameters.value("dimensies_nodig"):
        scores[ROOT] = composite.average(scores, counted, needed=1)
    parts = composite.normalise(frame, norms)
    for code in composite.children(ROOT):
        have = tuple(part for part in composite.children(code) if part in parts)
        if code not in scores and len(have) >= tested.FEWEST_FIGURES:
            scores[code] = composite.average(parts, have, needed=1)
    return scores


def _on_ground(data: store.Store, level: str, year: int, other_year: int, id: str) -> pd.Series[float]:
    """A figure of another year by the codes of this one: only of areas that are the same ground."""
    own = data.own_division(level, other_year, id)
    values: pd.Series[float] = data.table(level, other_year, [id], own)[id]
    codes = same_ground.Read(data).codes(level, own, year)
    found = values.reindex(codes.index).set_axis(codes.to_numpy())
    return found[~found.index.duplicated()]


def _density(data: store.Store, level: str, division: int, year: int, areas: pd.Index[str]) -> pd.Series[float]:
    """The density of addresses of the nearest year that has it for nearly all these areas; else NaN."""
    years = [near for near in data.years(level, URBANITY) if abs(near - year) <= DENSITY_FARTHEST]
    for near in sorted(years, key=lambda near: (abs(near - year), near)):
        found = _on_ground(data, level, division, near, URBANITY).reindex(areas)
        if found.notna().mean() >= DENSITY_NEEDED:
            return found
    return pd.Series(math.nan, index=areas)


# The share of inhabitants, Spearman, the partial one, density alone, score and density, the worst tenth in common, both ends.
Found = tuple[float, float, float, float, float, float, float, float]


def _places(data: store.Store, level: str, year: int, both: pd.DataFrame) -> Iterator[tuple[str, int, Found]]:
    """Over the country or the one gemeente there is; then the median over the gemeenten with thirty areas or more."""
    if len(both) < FEWEST:
        return
    of = pd.Series([gemeente_of(str(code)) or str(code) for code in both.index], index=both.index)
    people, many = float(both["share"].sum(min_count=1)), of.nunique()
    if people >= parameters.value("toets_inwoners"):
        where = "Nederland"
    elif level != "gemeente" and many == 1:
        names = data.names("gemeente", year)["name"]
        where = str(names.get(of.iloc[0], of.iloc[0]))
    else:
        where = f"{many} gemeenten"
    yield where, len(both), (0.0 if math.isnan(people) else people, *_agree(both), math.nan, math.nan)
    parts = [part for _, part in both.groupby(of) if len(part) >= FEWEST]
    if len(parts) >= FEWEST_GEMEENTEN:
        found = np.array([_agree(part) for part in parts])
        plain, partial, density, urban, worst = (_median(column) for column in found.T)
        within = pd.concat(parts)
        share = float(within["share"].sum())
        ends = float(found[:, 0].min()), float(found[:, 0].max())
        where = f"binnen {len(parts)} gemeenten (mediaan)"
        yield where, len(within), (share, plain, partial, density, urban, worst, *ends)


def _median(values: np.ndarray) -> float:
    """The median of what is known in three gemeenten or more; else NaN."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) >= FEWEST_GEMEENTEN else math.nan


def _agree(both: pd.DataFrame) -> tuple[float, float, float, float, float]:
    """Spearman, the partial one beside density, density alone beside the other, score and density, and the same worst tenth."""
    plain = validation.spearman(both["one"], both["other"])
    ranked = both[["one", "other", "density"]].dropna().rank()
    partial = density = urban = math.nan
    if len(ranked) >= max(FEWEST, DENSITY_NEEDED * len(both)) and (ranked.nunique() > 1).all():
        columns = ranked[["one", "other", "density"]].to_numpy(dtype=float)
        (_, xy, xz), (_, _, yz), _ = np.corrcoef(columns, rowvar=False)
        rest = math.sqrt(max((1 - xz**2) * (1 - yz**2), 0))
        partial, density, urban = (float((xy - xz * yz) / rest) if rest > 0 else math.nan), float(yz), float(xz)
    tenth = max(len(both) // 10, 1)
    worst = set(both["one"].nsmallest(tenth).index) & set(both["other"].nsmallest(tenth).index)
    return plain, partial, density, urban, len(worst) / tenth


def outcomes(found: Sequence[Beside]) -> list[tested.Outcome]:
    """What decides, as rows of tested.csv: scores beside their counterparts in the Leefbaarometer."""
    return [
        tested.Outcome(
            code=one.code,
            level=one.level,
            where=one.where,
            year=one.year,
            other_year=one.other_year,
            areas=one.areas,
            people=round(one.people, 3),
            spearman=round(one.spearman, 3),
            partial=_rounded(one.partial),
            density=_rounded(one.density),
            urban=_rounded(one.urban),
            lowest=_rounded(one.lowest),
            highest=_rounded(one.highest),
            rests_on=" ".join(one.rests_on),
        )
        for one in found
        if one.other == tested.COUNTERPARTS[one.code] and not math.isnan(one.spearman)
    ]


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3) + 0.0


def told(found: Sequence[Beside], labels: dict[str, str]) -> list[str]:
    """Markdown in Dutch: a row each, and which scores are shown by it."""
    lines = ["## Leefbaarheid en Leefbaarometer 3.0", ""]
    deciding = [one for one in found if one.other == tested.COUNTERPARTS[one.code]]
    if deciding:
        lines += [
            "Elke dimensie naast dezelfde dimensie van de Leefbaarometer, het totaal naast de score, in elk jaar van hoogstens "
            f"{FARTHEST} jaar eerder of later. Gebieden van {parameters.value('basis_inwoners'):.0f} inwoners of meer, op dezelfde "
            "grond. *Deels* is de rangcorrelatie bij gelijke adressendichtheid. *Dichtheid* is wat adressendichtheid alleen "
            f"haalt, van het jaar dat er het dichtst bij ligt; daarnaast hoe de score zelf met dichtheid samengaat. Alleen "
            f"als de dichtheid van {100 * DENSITY_NEEDED:.0f}% van de gebieden bekend is. *Slechtste tiende* is welk "
            "deel van onze laagste gebieden ook daar de laagste zijn.",
            "",
            *_table(deciding, labels, ("Leefbaarometer",)),
            "",
        ]
    else:
        lines += [f"{validation.UNTESTED} Geen jaar heeft beide.", ""]
    for code, label in labels.items():
        lines.append(f"- {label}: {tested.unfit(code) or 'is als score te zien. ' + tested.told(code)}")
    for one in outcomes(found):
        if tested.decides(one) and one.spearman < tested.least(one.code) and not tested.unfit(one.code):
            lines.append(
                f"- **Let op**: in deze gegevens komt {labels[one.code]} over {LEVEL_PLURALS[one.level]} uit op "
                f"{words.number(one.spearman, 2)}, onder de grens. Bewaar de uitkomsten met --keep; dan is het geen score meer."
            )
    lines += ["", "## Leefbaarheid en andere maten", ""]
    rest = [one for one in found if one not in deciding]
    if not rest:
        return [
            *lines,
            f"{validation.UNTESTED} SES-WOA en cijfers van gemeenten zijn er niet voor genoeg gebieden.",
            "",
        ]
    lines += [
        "Sociaal-economische status (SES-WOA, CBS) en wat een gemeente zelf meet of vraagt, zo gedraaid dat meer beter is. Dit beslist "
        "niet mee: status is geen leefbaarheid. Het laat zien of een score vooral over welvaart gaat.",
        "",
        *_table(rest, labels, ("andere maat", "jaar")),
        "",
    ]
    return lines


def _table(found: Sequence[Beside], labels: dict[str, str], other: tuple[str, ...]) -> list[str]:
    """Rows of one table; ``other`` are the heads of the columns about the other side."""
    heads = ("score", "niveau", "waar", "jaar", *other, "gebieden", "inwoners", "Spearman", "deels", "dichtheid")
    heads = (*heads, "score en dichtheid", "slechtste tiende")
    lines = [f"| {' | '.join((*heads, 'bestaat uit'))} |", "|---" * (len(heads) + 1) + "|"]
    for one in found:
        beside = (catalog.entry(one.other).label, str(one.other_year)) if len(other) > 1 else (str(one.other_year),)
        ends = "" if math.isnan(one.lowest) else f" ({words.number(one.lowest, 2)} tot {words.number(one.highest, 2)})"
        cells = (
            labels.get(one.code, one.code),
            LEVEL_PLURALS[one.level] + (", opgeteld uit buurten" if one.added else ""),
            one.where,
            str(one.year),
            *beside,
            words.number(one.areas),
            f"{words.number(100 * one.people)}%",
            words.number(one.spearman, 2) + ends,
            _maybe(one.partial),
            _maybe(one.density),
            _maybe(one.urban),
            f"{words.number(100 * one.worst)}%",
            ", ".join(f"`{id}`" for id in one.rests_on),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _maybe(value: float) -> str:
    return "–" if math.isnan(value) else words.number(value, 2)
