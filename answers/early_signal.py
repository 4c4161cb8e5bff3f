"""The areas where liveability got worse (or better) clearly and more than where it is as urban, over the last measurements alike.

The Leefbaarometer's five dimensions count together, each of ours by itself, and only years that mean the same stand in a
row (one version of the model, one set of parts). Areas with few inhabitants get no signal, as in every list of need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data, format, ground, left_out
from answers.held import remembered
from indicators import parameters, signal, tested
from indicators.catalog import Entry
from loaders.vocabulary import level_of

# Whose dimensions count together for a signal, and which those are.
WHOLE = tested.COUNTERPARTS["leefbaarheid"]
DIMENSIONS = tuple(other for other in tested.COUNTERPARTS.values() if other != WHOLE)
_CHANCE = "kan als geheel toeval zijn."
LEVELS = ("gemeente", "wijk", "buurt")
NOT_OF_THIS = "Een vroeg signaal is er alleen van leefbaarheid: de dimensies, en de score van de Leefbaarometer."


@dataclass(frozen=True, eq=False)
class Signals:
    """What moved over ``years``, on the division ``own``: by dimension the frame of ``indicators.signal``. Shared.

    ``hits`` has a row for each area that counts and a column (True or False) for each dimension; ``small`` are the areas
    that have figures and too few inhabitants.
    """

    years: tuple[int, ...]
    own: int
    parts: Mapping[str, pd.DataFrame]
    hits: pd.DataFrame
    small: frozenset[str]

    @property
    def count(self) -> pd.Series[int]:
        """How many dimensions give a signal, by area that counts."""
        return self.hits.sum(axis=1).astype(int)

    @property
    def rises(self) -> pd.Series[int]:
        """How many dimensions rose as clearly as a signal falls, by area that counts."""
        return self._each("rise").eq(True).sum(axis=1).astype(int)

    def _each(self, column: str) -> pd.DataFrame:
        return pd.DataFrame({id: part[column] for id, part in self.parts.items()}).reindex(self.hits.index)

    def chance(self, codes: pd.Index[str]) -> str:
        """Whether more of these areas (codes of ``own``) fell than rose, and what that says of the list, in Dutch; "" of none."""
        among = self.hits.index.intersection(codes)
        falls, rises = (int((moved[among] > 0).sum()) for moved in (self.count, self.rises))
        if not falls and not rises:
            return ""
        if signal.is_clear(falls, rises):
            return "Achteruit kwam duidelijk vaker voor dan vooruit." + (
                f" Wat vooruit ging, {_CHANCE}" if rises else ""
            )
        if signal.is_clear(rises, falls):
            return "Vooruit kwam duidelijk vaker voor dan achteruit." + (
                f" Wat achteruit ging, {_CHANCE}" if falls else ""
            )
        return f"Geen van beide kwam duidelijk vaker voor: wat achteruit en vooruit ging, {_CHANCE}"

    def of(self, code: str) -> list[str]:
        """The dimensions in which an area (by its code of ``own``) gives a signal, the largest fall first."""
        return self._moved(code, "signal")

    def rose(self, code: str) -> list[str]:
        """The dimensions in which it rose as clearly, the largest rise first."""
        return self._moved(code, "rise")

    def _moved(self, code: str, column: str) -> list[str]:
        if code not in self.hits.index:
            return []
        far = {
            id: abs(float(part["change"][code]))
            for id, part in self.parts.items()
            if code in part.index and bool(part[column][code])
        }
        return sorted(far, key=lambda id: -far[id])

    def moved(self, code: str) -> str:
        """What moved clearly in an area, down and then up: ``sociale samenhang −0,027 (gewoonlijk −0,004)``; "" where nothing did."""
        return "; ".join(
            _moved(id, *(float(self.parts[id][one][code]) for one in ("change", "usual")))
            for id in (*self.of(code), *self.rose(code))
        )


def why_not(entry: Entry, level: str) -> str:
    """Why a figure gives no signals at a level (Dutch); "" where it does."""
    if entry.id not in (*tested.COUNTERPARTS, *tested.COUNTERPARTS.values()):
        return NOT_OF_THIS
    if not any(measurements(entry, level, year) for year in data.years(level, entry.id)):
        many = format.number(parameters.value("signaal_metingen"))
        return f"Een vroeg signaal vraagt {many} metingen die te vergelijken zijn. Die zijn er van dit cijfer per {level} niet."
    return ""


def measurements(entry: Entry, level: str, year: int) -> tuple[int, ...]:
    """The measurements that a signal of a year rests on, oldest first; empty where there are too few alike."""
    counts, many = data.counts(entry.id, level), int(parameters.value("signaal_metingen"))
    most = max(counts.values(), default=0)
    alike = [y for y, count in counts.items() if y <= year and count * 2 >= most and entry.alike(y, year)]
    return tuple(alike[-many:]) if len(alike) >= many and alike[-1] == year else ()


def least(level: str) -> int:
    """From how many inhabitants an area can give a signal: as in every list of need."""
    return left_out.usual_least(level)


def rests_on(id: str) -> tuple[str, ...]:
    """The dimensions whose signals count for a figure: the five of the Leefbaarometer for its score, else itself."""
    return DIMENSIONS if id == WHOLE else (id,)


@remembered(32)
def signals(id: str, level: str, years: tuple[int, ...]) -> Signals:
    """The signals of a figure over these measurements, of all areas of a level."""
    own = data.store().own_division(level, years[-1], id)
    urban, people = (_beside(other, level, years[-1], own) for other in ("stedelijkheid", "inwoners"))
    parts, small = {}, set[str]()
    for part in rests_on(id):
        values = pd.DataFrame({year: onto(part, level, year, own) for year in years})
        few = values.index[people.reindex(values.index) < least(level)]
        sign = -1.0 if data.entry(part).direction == "lower_better" else 1.0
        found = signal.found(sign * values.drop(few), urban)
        parts[part] = found.assign(change=sign * found["change"], usual=sign * found["usual"])
        small |= set(values.loc[few].dropna().index)
    hits = pd.DataFrame({part: found["signal"] for part, found in parts.items()}).eq(True)
    return Signals(years, own, parts, hits, frozenset(small))


def of_area(code: str) -> Signals | None:
    """The signals of the newest measurement of the Leefbaarometer, where this area fell or rose clearly; None where it did not."""
    level = level_of(code)
    entry, year = data.entry(WHOLE), data.main_year(WHOLE, level) if level in LEVELS else None
    years = measurements(entry, level, year) if year is not None else ()
    if not years:
        return None
    found = signals(WHOLE, level, years)
    there = ground.line(code).get(found.own)
    return found if there is not None and found.moved(there) else None


def heading(code: str, found: Signals) -> str:
    """What the movement of an area is called, in Dutch."""
    return "Vroeg signaal" if found.of(ground.line(code)[found.own]) else "Duidelijk vooruit"


def said(code: str, found: Signals) -> str:
    """What fell and rose in an area in a sentence or two, in Dutch."""
    there = ground.line(code)[found.own]
    told = [
        f"in {format.plural(len(of), 'dimensie', 'dimensies')} bij elke meting {how}"
        for of, how in ((found.of(there), "gedaald"), (found.rose(there), "gestegen"))
        if of
    ]
    return (
        f"Tussen {found.years[0]} en {found.years[-1]} is de Leefbaarometer hier {format.joined(told)}, en veel "
        f"meer dan gewoonlijk is waar het even stedelijk is. In punten: {found.moved(there)}. Het zegt niet hoe dat komt."
    )


def name_of(id: str) -> str:
    """A dimension by its own name, without whose figure it is: ``sociale samenhang``."""
    return format.inside_sentence(data.entry(id).label.rpartition(": ")[2])


def _moved(id: str, change: float, usual: float) -> str:
    decimals = data.entry(id).decimals
    return f"{name_of(id)} {format.signed(change, decimals)} (gewoonlijk {format.signed(usual, decimals)})"


def onto(id: str, level: str, year: int, own: int) -> pd.Series[float]:
    """The values of a figure of a year on the division ``own``, of the same ground only."""
    there = data.store().own_division(level, year, id)
    found: pd.Series[float] = ground.onto(data.values(id, level, year), level, there, own)["value"]
    return found


def _beside(id: str, level: str, year: int, own: int) -> pd.Series[float]:
    """Another figure of the year nearest to this one that is there for most areas, on a division."""
    counts = data.counts(id, level)
    full: Sequence[int] = [y for y, count in counts.items() if count * 2 >= max(counts.values())]
    if not full:
        return pd.Series(dtype=float)
    return onto(id, level, min(full, key=lambda y: (abs(y - year), -y)), own)
