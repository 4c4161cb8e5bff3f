"""Scores made of several figures, in the steps of the OECD/JRC Handbook on Constructing Composite Indicators (2008).

The tree of each composite is data: composites.csv, shaped as the iMeta table of COINr (Becker and others 2022): code,
parent, level, direction, weight. A figure is normalised against the Dutch wijken of one fixed base year, so that the
score of one year can be set beside another; parts are averaged arithmetically; nothing is imputed.

The norms are made of the base year's table where the store has it; else those that were made of it before and are shipped
(norms.csv). What is made of the tree is in scoring.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import AfterValidator, Field

from indicators import parameters
from loaders import edited


def _above(parent: str, info: edited.Info) -> str:
    """The parent, which has a row of its own above the one that names it."""
    return info.context.named(Node, parent).code if parent else ""


def _figure(code: str, info: edited.Info) -> str:
    """The figure that this one stands in for, which has a row of its own above."""
    return info.context.named(Node, code).code if code else ""


class Node(edited.Entry):
    """One row of composites.csv. ``direction`` is 1 where more is better and -1 where less is; ``level`` 1 is a figure.

    ``transform`` is what a figure is put through first: counts of events are very skewed, and their logarithm is not.
    ``instead`` names the figure that this one stands in for in years that lack it, each set against its own norm.

    ``needs`` says when an area gets a value: never with less than two thirds of what the table defines, whatever was
    measured that year, so that one figure of four never carries the name of the four.
    """

    says = "Een rij is een onderdeel: een cijfer, of iets dat uit de rijen bestaat die het als parent noemen."
    key = "code"

    code: edited.Text = Field(description="het id van het cijfer of van de maat")
    parent: Annotated[str, AfterValidator(_above)] = Field(
        "", description="de code waar het een onderdeel van is, uit een rij hierboven; leeg voor het geheel"
    )
    level: Annotated[int, Field(ge=1)] = Field(
        description="1 voor een cijfer; een deel dat uit cijfers bestaat heeft 2, en zo verder"
    )
    direction: Annotated[int, edited.OneOf((1, -1))] = Field(description="1 als meer beter is, -1 als minder beter is")
    weight: Annotated[edited.Number, Field(gt=0)] = Field(
        description="het gewicht naast de andere delen van dezelfde parent"
    )
    needs: Annotated[
        str,
        edited.OneOf(
            {
                "all": "twee derde van alle delen",
                "known": "ook dat, van delen die bekend zijn voor twee derde van de inwoners van het land",
                "each": "elk deel dat zo bekend is, als dat er genoeg zijn (dimensies_nodig in parameters.csv)",
            },
            empty=True,
        ),
    ] = Field("", description="wanneer een gebied een waarde krijgt; leeg bij een cijfer")
    transform: Annotated[str, edited.OneOf({"log": "de logaritme van het cijfer plus 1"}, empty=True)] = Field(
        "", description="waar een cijfer eerst doorheen gaat; leeg is niets"
    )
    instead: Annotated[str, AfterValidator(_figure)] = Field(
        "",
        description="het cijfer, uit een rij hierboven, waar dit voor in de plaats komt in jaren zonder; leeg bij de rest",
    )


@dataclass(frozen=True)
class Norm:
    """What one figure was in the base year: mean and spread of the wijken, and the bounds beyond which it is cut off."""

    mean: float
    spread: float
    low: float
    high: float


def _unknown(found: edited.Reading) -> Iterator[edited.Problem]:
    """Figures that the catalog does not have. It asks this table for its own parts, so that reading cannot tell."""
    from indicators import catalog, named

    for code, node in found.entries(Node).items():
        if node.level == 1 and code not in catalog.entries() and not catalog.why_not(code):
            wrong = f"is {code!r}, en dat cijfer kent dit dashboard niet"
            yield found.later(Node, code, "code", wrong, named.like(code))


FILE = edited.File(
    Path(__file__).with_name("composites.csv"),
    about="Waar de samengestelde maten uit bestaan.",
    tables={edited.ROW: Node},
    # A score without one of its parts is another score: it stands or falls as a whole.
    together=(),
    later=_unknown,
)


def nodes() -> Mapping[str, Node]:
    """Every row of composites.csv by code; none at all where one of them is wrong."""
    return edited.kept(FILE).entries(Node)


def node(code: str) -> Node:
    """One row. Raises LeftOut that names the file to mend."""
    found = nodes().get(code)
    if found is None:
        raise edited.missing(FILE, code)
    return found


def children(code: str) -> tuple[str, ...]:
    """The parts of one node, in the order of the table; empty for a figure and for a dimension that is not measured.

    What stands in for a part in some years is no part beside it.
    """
    return tuple(node.code for node in nodes().values() if node.parent == code and not node.instead)


def leaves(code: str) -> tuple[str, ...]:
    """The figures at the bottom of one node."""
    if node(code).level == 1:
        return (code,)
    return tuple(leaf for child in children(code) for leaf in leaves(child))


def may_have(code: str) -> tuple[str, ...]:
    """The parts of one node, and what stands in for them in some years."""
    parts = children(code)
    return (*parts, *(node.code for node in nodes().values() if node.instead in parts))


def inputs(code: str) -> tuple[str, ...]:
    """The figures that a node is worked out from: its leaves, and what stands in for them in years that lack them."""
    return (*leaves(code), *stand_ins(code))


def stand_ins(code: str) -> tuple[str, ...]:
    """The figures that stand in for a leaf of this node in years that lack it."""
    under = leaves(code)
    return tuple(node.code for node in nodes().values() if node.instead in under)


def stood_in(frame: pd.DataFrame) -> dict[str, str]:
    """Which figures have another one in their place, by code: those that no area of the year has."""
    return {
        node.instead: node.code
        for node in nodes().values()
        if node.instead and not _known(frame, node.instead) and _known(frame, node.code)
    }


def _known(frame: pd.DataFrame, code: str) -> bool:
    return code in frame and bool(frame[code].notna().any())


def with_stand_ins(frame: pd.DataFrame, reference: Mapping[str, Norm]) -> tuple[pd.DataFrame, dict[str, Norm]]:
    """The figures and norms of a year with each stand-in under the name of the figure that the year lacks."""
    swapped = stood_in(frame)
    norms = dict(reference)
    for code, other in swapped.items():
        norms.pop(code, None)
        if other in reference:
            norms[code] = reference[other]
    return frame.assign(**{code: frame[other] for code, other in swapped.items()}), norms


def transformed(values: pd.Series[float], code: str) -> pd.Series[float]:
    """A figure as it is set against its norm: as it is, or its logarithm (of one more, for nought is a number too)."""
    return pd.Series(np.log1p(values), index=values.index) if nodes()[code].transform == "log" else values


def bounds(values: pd.Series[float], weights: pd.Series[float], tail: float) -> tuple[float, float]:
    """The smallest value with at least ``tail`` of the weight at or below it, and the same from above."""
    order = np.argsort(values.to_numpy(), kind="stable")
    ranked, weight = values.to_numpy()[order], weights.to_numpy()[order]
    below = np.cumsum(weight) / weight.sum()
    above = np.cumsum(weight[::-1]) / weight.sum()
    return float(ranked[np.argmax(below >= tail)]), float(ranked[::-1][np.argmax(above >= tail)])


def norm(values: pd.Series[float], weights: pd.Series[float]) -> Norm | None:
    """Mean and spread over the base wijken, weighted by inhabitants, after cutting the tails; None without any spread."""
    known = values.notna()
    values, weights = values[known], weights[known]
    if values.empty:
        return None
    low, high = bounds(values, weights, parameters.value("winsor"))
    cut = values.clip(low, high)
    mean = float(np.average(cut, weights=weights))
    spread = float(np.sqrt(np.average((cut - mean) ** 2, weights=weights)))
    return Norm(mean, spread, low, high) if spread > 0 else None


def norms(base: pd.DataFrame, country: float, figures: Iterable[str]) -> dict[str, Norm]:
    """The norm of each figure in the base year (of what it is transformed to), as far as there is enough to set one.

    ``base`` holds the wijken of the base year, with ``inwoners``; ``country`` is the number of inhabitants of the
    Netherlands that year. A figure gets a norm when the wijken with a value, of 500 inhabitants or more, hold at
    least two thirds of these inhabitants: a store with one city has no Dutch average.
    """
    found: dict[str, Norm] = {}
    if "inwoners" not in base or not country > 0:
        return found
    large = base[base["inwoners"] >= parameters.value("basis_inwoners")]
    for figure in figures:
        if figure not in large:
            continue
        covered = large.loc[large[figure].notna(), "inwoners"].sum() / country
        made = (
            norm(transformed(large[figure], figure), large["inwoners"])
            if covered >= parameters.value("deel_nodig")
            else None
        )
        if made:
            found[figure] = made
    return found


def normalise(frame: pd.DataFrame, reference: Mapping[str, Norm]) -> pd.DataFrame:
    """Standard deviations from the base year's mean, turned so that more is better, for each figure with a norm."""
    frame, reference = with_stand_ins(frame, reference)
    scores = {
        figure: nodes()[figure].direction
        * (transformed(frame[figure], figure).clip(made.low, made.high) - made.mean)
        / made.spread
        for figure, made in reference.items()
        if figure in frame
    }
    return pd.DataFrame(scores, index=frame.index, dtype=float)


def average(parts: pd.DataFrame, codes: tuple[str, ...], needed: float) -> pd.Series[float]:
    """Weighted mean of the parts that are there; missing where fewer than ``needed`` (a share) of all parts are."""
    present = parts.reindex(columns=list(codes))
    weight = pd.Series({code: nodes()[code].weight for code in codes}, dtype=float)
    known = present.notna()
    mean = (present * weight).sum(axis=1) / (known * weight).sum(axis=1).replace(0.0, np.nan)
    return mean.where(known.sum(axis=1) >= needed * len(codes))


def widely_known(columns: pd.DataFrame, frame: pd.DataFrame) -> tuple[str, ...]:
    """Which columns are known for areas that hold at least two thirds of the inhabitants of ``frame`` (same index)."""
    people = frame["inwoners"].fillna(0) if "inwoners" in frame else pd.Series(0.0, index=frame.index)
    enough = parameters.value("deel_nodig") * people.sum()
    if not enough > 0:
        return ()
    return tuple(str(code) for code in columns.columns if people[columns[code].notna()].sum() >= enough)


# Where is looked what a node is made of: of the wijken, and in years without these of another level.
MADE_AT = ("wijk", "gemeente", "buurt")


def made_of(frame: pd.DataFrame, code: str) -> tuple[str, ...]:
    """What a stored node is made of among the areas of one level and year that have it: its parts that are widely known there.

    ``frame`` has ``inwoners``, the node itself and a column for each part or what stands in for it, as far as there is one.
    """
    frame = frame[frame[code].notna()] if code in frame else frame
    swapped = stood_in(frame)
    parts = [swapped.get(part, part) for part in children(code)]
    return widely_known(frame.reindex(columns=parts), frame)
