"""Where high and low values lie together, on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from answers import data, format, small_areas, standing, words
from figures import colouring, colours, maps
from figures.colouring import Colouring
from figures.colours import Palette
from figures.views.choice import Choice
from figures.views.view import View
from indicators import clusters, parameters
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS

# From low to high, as indicators.clusters.ORDER.
LABELS = (
    "lage waarden bij elkaar",
    "lager dan de buren",
    "niet duidelijk",
    "hoger dan de buren",
    "hoge waarden bij elkaar",
)
DESCRIBES = "Het beschrijft, en verklaart niet: waarom waarden bij elkaar liggen, zegt de kaart niet."
HOW = (
    "Hoog en laag zijn hoger en lager dan het middelste gebied van het land. Gekleurd is waar het gebied en zijn buren samen zo "
    "hoog of laag zijn, of zo verschillen, dat het met een toevallige ligging niet te verwachten is; van alle gekleurde gebieden "
    "is naar verwachting hoogstens {share}% toeval (lokale Moran I, Benjamini-Hochberg). Buren zijn gebieden die elkaar raken. "
    "Niet gekleurd wil niet zeggen dat er niets aan de hand is: één hoge wijk alleen is geen groep."
)


@dataclass(frozen=True, eq=False)
class Clusters(View):
    """The map of what lies together (``found``: see answers.small_areas.clustered)."""

    id = "clusters"
    label = "Hoog bij hoog"
    waits = "Buren naast elkaar leggen …"
    own_colours = True

    found: pd.DataFrame

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        return small_areas.why_no_clusters(entry)

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        entry, level, year = choice.entry, choice.level, choice.year
        found = small_areas.clustered(entry, level, year)
        if found.empty:
            return cls(choice, maps.prepare(entry, level, year, choice.gemeente, choice.method, choice.count), found)
        values, stands = data.values(entry.id, level, year), standing.standing_of(entry, level, year)
        own = data.store().own_division(level, year, entry.id)
        coloured = _coloured(found, values["value"].dropna().index)
        return cls(choice, maps.draw(entry, level, year, choice.gemeente, values, own, coloured, stands), found)

    @property
    def refused(self) -> tuple[str, str, str] | None:
        if len(self.found):
            return None
        many = LEVEL_PLURALS[self.choice.level]
        why = f"Van te weinig {many} met een cijfer zijn er buren met een cijfer op de kaart."
        return "Hier is niet te zeggen wat bij elkaar ligt", why, "Kies een ander jaar of niveau."

    def title(self, picked: str | None) -> str:
        drawing, meant, level = self.drawing, self.choice.meant, self.choice.level
        if self.refused:
            return f"{meant.label}: niet te zeggen wat bij elkaar ligt"
        code = maps.code_at(drawing, picked)
        if code is not None and code in drawing.values.index:
            row = drawing.values.loc[[code]].to_dict("records")[0]
            name, group = format.dated(str(row["name"]), picked), int(row["class"])
            if pd.isna(row["value"]):
                return f"{meant.label}: niet bekend voor {name} ({maps.reason(row['why'], meant)})"
            said = LABELS[group] if group >= 0 else maps.reason(row["why"])
            return f"{meant.label}: {words.short(meant, row['value'], row['status'])} in {name}; {said}"
        low, below, _, above, high = drawing.counts
        apart = _differ(below + above, level)
        if not low and not high:
            return f"{meant.label}: nergens in {self.choice.where} liggen hoge of lage waarden duidelijk bij elkaar; {apart}"
        areas = f"van de {format.areas(sum(drawing.counts), level)} in {self.choice.where}"
        lie = f"liggen in {_count(high)} {areas} hoge waarden bij elkaar, en in {_count(low)} lage"
        return f"{meant.label}: er {lie}; {apart}"

    def notes(self) -> list[str]:
        return [*([self.refused[1]] if self.refused else [DESCRIBES]), *super().notes(), *self._alone()]

    def _alone(self) -> list[str]:
        """How many areas have a value and no neighbour with one."""
        alone = self.drawing.missing.get("no_neighbours", 0)
        if not alone:
            return []
        has = "heeft" if alone == 1 else "hebben"
        return [
            f"{format.areas(alone, self.choice.level).capitalize()} {has} een cijfer maar geen buren met een cijfer."
        ]

    def colours_in_words(self) -> list[str]:
        return [HOW.format(share=format.number(parameters.value("valse_vondsten"))), DESCRIBES]

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        frame = super().rows(areas)
        if not self.refused:
            frame.insert(2, "Naast de buren", self._said(areas))
        return frame

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        found = super().numbers(areas)
        if self.refused:
            return found
        held = self.found.reindex(found["region"])
        return found.assign(
            naast_de_buren=self._said(areas), moran=held["moran"].to_numpy(), moran_kans=held["p"].to_numpy()
        )

    def columns(self) -> dict[str, str]:
        return super().columns() | {
            "naast_de_buren": "Of hoge of lage waarden bij elkaar liggen; leeg waar geen waarde of geen buren zijn",
            "moran": "Lokale Moran I van de normaalscores van het cijfer",
            "moran_kans": "Kans op zo'n waarde bij een toevallige ligging, tweezijdig, niet aangepast aan de lengte van de lijst",
        }

    def _said(self, areas: pd.DataFrame) -> list[str]:
        return [
            LABELS[group] if group >= 0 else maps.reason(why) if why == "no_neighbours" else ""
            for group, why in zip(areas["class"], areas["why"], strict=True)
        ]


def _differ(number: int, level: str) -> str:
    """How many areas differ clearly from those beside them, as the end of a sentence."""
    if not number:
        return f"geen enkele {level} verschilt duidelijk van de buren"
    return f"{format.areas(number, level)} {'verschilt' if number == 1 else 'verschillen'} duidelijk van de buren"


def _count(number: int) -> str:
    return format.number(number) if number else "geen"


def _coloured(found: pd.DataFrame, known: pd.Index) -> Colouring:
    """Purple where high values lie together and olive where low do, paler where an area differs from its neighbours."""
    places = {kind: i for i, kind in enumerate(clusters.ORDER)}
    index = found["kind"].map(places).astype("int8")
    alone = known.difference(found.index)

    def paint(palette: Palette) -> tuple[str, ...]:
        low, high = palette.sided
        return low, colours.tint(low, palette), palette.unclear, colours.tint(high, palette), high

    return Colouring(
        colouring.CLUSTERS,
        index,
        LABELS,
        paint,
        "Naast de buren",
        why=pd.Series("no_neighbours", index=alone, dtype=object),
    )
