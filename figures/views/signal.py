"""The early signal: where a figure got worse, or better, at every measurement, clearly and more than where it is as urban."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from answers import data, early_signal, format
from answers.early_signal import Signals
from figures import colouring, colours, map_table, maps
from figures.colouring import Colouring
from figures.colours import Palette
from figures.views.choice import Choice
from figures.views.view import View
from indicators import parameters
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS

DESCRIBES = "Een signaal beschrijft wat er bewoog. Het zegt niet hoe dat komt, en voorspelt niets: het is een reden om te gaan kijken."
HOW = (
    "Een gebied krijgt een signaal als het in een dimensie bij elke meting daalde, elke keer meer dan het midden van even stedelijke "
    "gebieden, en samen minstens {spread} keer zo ver van dat midden als daar gewoon is (robuuste standaardafwijking). Vooruit is "
    "hetzelfde, andersom. Dit is een eerste zeef, geen bewijs: in kleine gebieden beweegt een cijfer vaker door toeval."
)
BUILT = "Waar veel is gebouwd, wonen andere mensen in andere woningen dan bij de eerste meting."
# From better to worse. What went both ways is told apart, so that it is counted on neither side alone.
_WHOLE = (
    "vooruit in 2 of meer",
    "vooruit in 1 dimensie",
    "geen van beide",
    "vooruit én achteruit",
    "achteruit in 1 dimensie",
    "achteruit in 2 of meer",
)
_ONE = ("vooruit", "geen van beide", "achteruit")
_NEITHER, _BOTH = "geen van beide", 3


@dataclass(frozen=True, eq=False)
class Signal(View):
    """The map of what moved (``found``: None where the figure has too few measurements alike up to this year)."""

    id = "signaal"
    label = "Vroeg signaal"
    waits = "Metingen naast elkaar leggen …"
    own_colours = True
    orders: ClassVar[Mapping[str, str]] = {
        "hoogste": "Achteruit eerst",
        "laagste": "Vooruit eerst",
        "naam": "Op naam",
    }

    found: Signals | None

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        return early_signal.why_not(entry, level)

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        entry, level, year = choice.entry, choice.level, choice.year
        years = () if early_signal.why_not(entry, level) else early_signal.measurements(entry, level, year)
        if not years:
            return cls(choice, maps.prepare(entry, level, year, choice.gemeente, choice.method, choice.count), None)
        found = early_signal.signals(entry.id, level, years)
        change = _change(entry, level, years, found)
        shown = replace(
            choice.meant, label=f"{choice.meant.label}, verandering {years[0]}–{years[-1]}", kind="mean", versions=()
        )
        drawn = maps.draw(shown, level, year, choice.gemeente, change, found.own, _coloured(found, change))
        return cls(choice, drawn, found)

    @property
    def refused(self) -> tuple[str, str, str] | None:
        if self.found is not None:
            return None
        why = early_signal.why_not(self.choice.entry, self.choice.level)
        few = f"Tot en met {self.choice.year} zijn er te weinig metingen die met elkaar te vergelijken zijn."
        return "Hier is geen vroeg signaal van", why or few, "Kies een nieuwer jaar, of de score van de Leefbaarometer."

    @property
    def when(self) -> str:
        """The measurements."""
        return format.joined([str(year) for year in self.found.years]) if self.found else super().when

    def title(self, picked: str | None) -> str:
        drawing, label, level = self.drawing, self.choice.meant.label, self.choice.level
        if self.found is None:
            return f"{label}: hier is geen vroeg signaal van"
        code = maps.code_at(drawing, picked)
        if code is not None and code in drawing.values.index:
            row = drawing.values.loc[[code]].to_dict("records")[0]
            name, group = format.dated(str(row["name"]), picked), int(row["class"])
            said = drawing.labels[group] if group >= 0 else maps.reason(row["why"])
            moved = self.found.moved(code)
            return f"{label} in {name}: {said}" + (f"; {moved}" if moved else "")
        shown = drawing.values.index[drawing.values["class"] >= 0]
        falls, rises = (int((moved.reindex(shown) > 0).sum()) for moved in (self.found.count, self.found.rises))
        first, last = self.found.years[0], self.found.years[-1]
        inside = " in een of meer dimensies" if self.choice.entry.id == early_signal.WHOLE else ""
        return (
            f"{label}: {_many(falls)} van de {format.areas(sum(drawing.counts), level)} in {self.choice.where} "
            f"{_went(falls)} tussen {first} en {last} duidelijk achteruit{inside}, {_many(rises)} {_went(rises)} even duidelijk vooruit"
        )

    def about(self) -> str:
        if self.found is None:
            return super().about()
        whole = self.choice.entry.id == early_signal.WHOLE
        what = "een of meer van de vijf dimensies" if whole else "dit cijfer"
        made = " · model: voorspeld oordeel, geen meting" if self.choice.entry.estimate else ""
        said = f"{what.capitalize()} daalde of steeg bij elke meting, veel meer dan waar het even stedelijk is"
        return f"{said} · {self.choice.place} · {self.when}{made}"

    def notes(self) -> list[str]:
        if self.refused:
            return [self.refused[1]]
        chance = [self.found.chance(self.drawing.values.index)] if self.found else []
        found = [*filter(None, chance), DESCRIBES, *super().notes(), BUILT]
        if self.drawing.missing.get("few_people"):
            least = f"{format.number(early_signal.least(self.choice.level))} inwoners"
            found.append(f"{LEVEL_PLURALS[self.choice.level].capitalize()} onder {least} krijgen geen signaal.")
        return found

    def colours_in_words(self) -> list[str]:
        return [
            HOW.format(spread=format.number(parameters.value("signaal_spreiding"))),
            DESCRIBES,
        ]

    def ordered(self, order: str) -> pd.DataFrame:
        """Where most dimensions fell (or rose) first, and the largest change of the figure itself at the top of those."""
        table = super().ordered(order)
        if order == "naam" or self.found is None:
            return table
        down = order == "hoogste"
        many = (self.found.count if down else self.found.rises).reindex(table["region"]).fillna(-1)
        return (
            table.assign(many=many.to_numpy())
            .sort_values(["many", "value", "name"], ascending=[False, down, True])
            .drop(columns="many")
        )

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        if self.found is None:
            return super().rows(areas)
        decimals = self.drawing.entry.decimals
        shown = {
            "Gebied": areas["name"].tolist(),
            "Beweging": self._said(areas),
            "Wat bewoog": [self.found.moved(code) for code in areas["region"]],
            f"Verandering {self.found.years[0]}–{self.found.years[-1]}": [
                format.signed(value, decimals, missing="") for value in areas["value"]
            ],
        }
        return map_table.placed(shown, self.drawing, areas)

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        """With what moved in each dimension, how far peers usually move, and how far from that it lies."""
        found = super().numbers(areas).rename(columns={"value": "verandering"})
        if self.found is None:
            return found
        found = found.assign(signaal=self._said(areas), metingen=" ".join(map(str, self.found.years)))
        for id, part in self.found.parts.items():
            held = part.reindex(found["region"])
            for name, column in (("verandering", "change"), ("gewoonlijk", "usual"), ("afstand", "distance")):
                found[f"{id}_{name}"] = held[column].to_numpy()
        return found

    def columns(self) -> dict[str, str]:
        found = super().columns()
        if self.found is None:
            return found
        found |= {
            "verandering": f"Het cijfer in {self.found.years[-1]} min dat in {self.found.years[0]}",
            "signaal": "Of het duidelijk achteruit of vooruit ging; leeg waar dat niet te zeggen is",
            "metingen": "De metingen waar dat op rust",
        }
        for id in self.found.parts:
            label = data.entry(id).label
            found |= {
                f"{id}_verandering": f"{label}: laatste meting min eerste",
                f"{id}_gewoonlijk": f"{label}: het midden daarvan waar het even stedelijk is",
                f"{id}_afstand": f"{label}: hoe ver daarvandaan, in robuuste standaardafwijkingen; negatief is slechter",
            }
        return found

    def table_notes(self) -> list[str]:
        if self.found is None:
            return []
        return [f"Gewoonlijk is het midden van de {LEVEL_PLURALS[self.choice.level]} die even stedelijk zijn."]

    def _country(self) -> float | None:
        """A change of the country is no value among these."""
        return None

    def _said(self, areas: pd.DataFrame) -> list[str]:
        labels = self.drawing.labels
        return [
            labels[group] if group >= 0 else maps.reason(why) if why == "few_people" else ""
            for group, why in zip(areas["class"], areas["why"], strict=True)
        ]


def _change(entry: Entry, level: str, years: tuple[int, ...], found: Signals) -> pd.DataFrame:
    """Last less first of the figure itself, with columns value and status, by area of the last measurement."""
    after, before = data.values(entry.id, level, years[-1]), early_signal.onto(entry.id, level, years[0], found.own)
    value = after["value"] - before.reindex(after.index)
    lacking = after["status"].where(after["value"].isna(), "no_before")
    return pd.DataFrame({"value": value, "status": lacking.where(value.isna(), after["status"])})


def _coloured(found: Signals, change: pd.DataFrame) -> Colouring:
    """Neither way in a cool grey, worse and better in their colours: paler where it is one dimension of several."""
    labels = _WHOLE if len(found.parts) > 1 else _ONE
    whole = pd.concat([part["change"] for part in found.parts.values()], axis=1).dropna().index
    down, up = (
        moved.reindex(whole).clip(upper=2 if len(labels) > len(_ONE) else 1) for moved in (found.count, found.rises)
    )
    index = down - up + labels.index(_NEITHER)
    if len(labels) > len(_ONE):
        # Behind neither comes what went both ways.
        index = (index + (down > up)).mask((down > 0) & (up > 0), _BOTH)
    known = change["value"].dropna().index.difference(index.index)
    why = pd.Series(np.where(known.isin([*found.small]), "few_people", "no_before"), index=known, dtype=object)

    def paint(palette: Palette) -> tuple[str, ...]:
        worse, better = palette.judged
        if len(labels) == len(_ONE):
            return better, palette.unclear, worse
        paler = [colours.tint(colour, palette, 0.6) for colour in (better, palette.sided[1], worse)]
        return better, paler[0], palette.unclear, *paler[1:], worse

    return Colouring(colouring.SIGNAL, index.astype("int8"), labels, paint, "Beweging", why=why, signed=True)


def _many(count: int) -> str:
    return format.number(count) if count else "geen"


def _went(count: int) -> str:
    return "gingen" if count > 1 else "ging"
