"""What changed between two years, as one map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from answers import data, format, words
from figures import difference, map_table, maps
from figures.difference import Change
from figures.views import second
from figures.views.choice import Choice
from figures.views.view import View
from indicators import between
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS


@dataclass(frozen=True, eq=False)
class TwoYears(View):
    """The map of a ``change``. Where the years cannot be compared, its rows are those of the first year."""

    id = "verandering"
    label = "Verschil in de tijd"
    year_spot = "row"
    waits = "Twee jaren naast elkaar leggen …"

    change: Change

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        return "" if len(data.years(level, entry.id)) > 1 else f"Van dit cijfer is er maar één jaar per {level}."

    @classmethod
    def second_figures(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
        return [entry.id]

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        assert choice.second is not None
        entry, level, year, gemeente = choice.entry, choice.level, choice.year, choice.gemeente
        change = difference.compare(entry, level, (year, choice.second[1]), gemeente)
        drawing = change.drawing or maps.prepare(entry, level, year, gemeente, choice.method, choice.count)
        return cls(choice, drawing, change)

    @property
    def refused(self) -> tuple[str, str, str] | None:
        if self.change.drawing:
            return None
        return "Deze jaren zijn niet te vergelijken", self.change.refused, "Kies twee andere jaren."

    def title(self, picked: str | None) -> str:
        """In how many of the areas that can be compared the figure rose and fell."""
        change, level = self.change, self.choice.level
        begin = f"{self.choice.meant.label}: tussen {change.old} en {change.new}"
        counts = change.drawing.counts if change.drawing else ()
        if not sum(counts):
            return f"{begin} is voor geen {level} een verschil te geven"
        middle = len(counts) // 2
        up, down = format.number(sum(counts[middle + 1 :])), format.number(sum(counts[:middle]))
        clear = " duidelijk" if self.drawing.labels[middle] != "gelijk" else ""
        return f"{begin}{clear} hoger in {up} en lager in {down} van {format.areas(sum(counts), level)}"

    def notes(self) -> list[str]:
        why_less = [self.change.refused] if self.refused else self._left_out()
        return [*second.few_areas(self.choice), *super().notes(), *why_less]

    def _left_out(self) -> list[str]:
        """How many areas have no colour because the ground changed, or is not known to be the same."""
        level, kinds = self.choice.level, (between.BOUNDARY, between.ANOTHER, between.ABSENT, between.UNSURE)
        lost = sum(self.drawing.missing.get(kind, 0) for kind in kinds)
        if not lost:
            return []
        stay = "blijft" if lost == 1 else "blijven"
        return [
            f"{format.areas(lost, level).capitalize()} {stay} grijs: de grens is veranderd, de code is nieuw, of niet "
            f"na te gaan is of het nog hetzelfde gebied is. Alleen {LEVEL_PLURALS[level]} met dezelfde grens zijn te "
            "vergelijken."
        ]

    def _country(self) -> float | None:
        """A difference of the country stands beside no difference of an area: its ground changed too."""
        return None

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Both years, the difference with its margin, and why there is none."""
        if self.refused:
            return super().rows(areas)
        entry, table = self.drawing.entry, self.change.table.reindex(areas["region"])
        decimals = entry.decimals
        shown = {
            "Gebied": areas["name"].tolist(),
            str(self.change.old): self._values(table, "before", entry),
            str(self.change.new): self._values(table, "after", entry),
            f"Verschil ({format.in_words(entry.unit)})": [
                f"niet te geven: {maps.reason(why)}" if pd.isna(v) else said
                for v, why, said in zip(table["value"], areas["why"], difference.said(table, entry), strict=True)
            ],
        }
        if table["low"].notna().any():
            shown["Marge van het verschil"] = [
                "" if pd.isna(low) else f"{format.signed(low, decimals)} tot {format.signed(high, decimals)}"
                for low, high in zip(table["low"], table["high"], strict=True)
            ]
        shown["Duidelijk anders"] = [{True: "ja", False: "nee"}.get(clear, "") for clear in table["clear"]]
        return map_table.placed(shown, self.drawing, areas)

    def _values(self, table: pd.DataFrame, when: str, entry: Entry) -> list[str]:
        """The values of one of both years, without a unit: that stands in the head of the difference."""
        plain = replace(entry, unit="")
        firm = table[f"{when}_status"].fillna("")
        return [words.value(plain, v, status) for v, status in zip(table[when], firm, strict=True)]

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        found = super().numbers(areas)
        if self.refused:
            return found
        old, new = f"waarde_{self.change.old}", f"waarde_{self.change.new}"
        both = self.change.table[["before", "after", "before_status", "after_status", "clear"]].set_axis(
            [old, new, f"{old}_toestand", f"{new}_toestand", "duidelijk_anders"], axis=1
        )
        for column in (f"{old}_toestand", f"{new}_toestand"):
            both[column] = [words.state(self.choice.meant, status) for status in both[column].fillna("")]
        both["duidelijk_anders"] = both["duidelijk_anders"].map({True: "ja", False: "nee"})
        return (
            found.drop(columns=["tegenover_het_geheel", "plaats_van", "plaats", "plaats_tot", "plaatsen_van"])
            .rename(columns={"value": "verschil"})
            .assign(toestand=found["toestand"].mask(found["value"].notna(), "berekend"))
            .merge(both, left_on="region", right_index=True, how="left")
        )

    def columns(self) -> dict[str, str]:
        old, new = self.change.old, self.change.new
        return super().columns() | {
            f"waarde_{old}": f"Het cijfer in {old}",
            f"waarde_{new}": f"Het cijfer in {new}",
            f"waarde_{old}_toestand": f"Hoe vast het cijfer in {old} is",
            f"waarde_{new}_toestand": f"Hoe vast het cijfer in {new} is",
            "verschil": f"{new} min {old}; leeg waar de gebieden niet te vergelijken zijn",
            "duidelijk_anders": (
                "Of het verschil groter is dan toeval, en groot genoeg om ertoe te doen; leeg is niet te zeggen"
            ),
        }
