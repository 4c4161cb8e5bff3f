"""The funnel: each area by its size and its rate, with the limits between which chance keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from answers import data, format, ground, small_areas, standing, words
from answers.held import remembered
from answers.small_areas import Held
from figures import colouring, colours, map_table, maps
from figures import funnel as funnels
from figures.colouring import Colouring
from figures.colours import Palette
from figures.key import Legend
from figures.views.choice import Choice
from figures.views.view import View
from indicators import counted, parameters, uncertainty
from indicators.catalog import Entry
from indicators.funnel import BEYOND, CHANCE
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS

LABELS = (
    "ver eronder: ook buiten gewone verschillen",
    "eronder: meer dan toeval",
    "binnen de grenzen van toeval",
    "erboven: meer dan toeval",
    "ver erboven: ook buiten gewone verschillen",
)

_MEANS = (
    "Hoe kleiner een gebied, hoe meer toeval, en hoe wijder de trechter. Een punt buiten de lichte band ({sure}) verschilt meer van "
    "het gemiddelde dan toeval geeft. {lines} Het zegt niet hoe dat komt, en niet of het er goed of slecht gaat. Een punt erbinnen kan "
    "wel degelijk van het gemiddelde verschillen."
)
_LINES = (
    "Een punt buiten de doorgetrokken lijnen ({sure}) verschilt ook meer dan deze gebieden gewoonlijk van elkaar verschillen. Buiten "
    "de gestreepte lijnen ({usual}) ligt gewoonlijk al {one} op de {many}: dat is niet bijzonder."
)
_OFF = (
    "Deze gebieden verschillen gewoonlijk zo veel van elkaar dat de grenzen daarvan ({sure}) buiten het beeld vallen: zij zijn niet "
    "getekend."
)
_CONFIG = {"displayModeBar": False, "locale": "nl"}


@dataclass(frozen=True, eq=False)
class Funnel(View):
    """The areas of a map (``drawing``) as points in a funnel (``held``)."""

    id = "trechter"
    label = "Trechter"
    own_colours = True

    held: Held

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        return counted.why_not(entry)

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        entry, level, year = choice.entry, choice.level, choice.year
        if small_areas.why_not(entry, year) or _too_many(choice):
            nothing = Held(pd.DataFrame(), None, 1, "")
            return cls(choice, maps.prepare(entry, level, year, choice.gemeente, choice.method, choice.count), nothing)
        held = small_areas.funnel(entry, level, year, choice.gemeente)
        own = data.store().own_division(level, year, entry.id)
        values, stands = data.values(entry.id, level, year), standing.standing_of(entry, level, year)
        drawn = maps.draw(entry, level, year, choice.gemeente, values, own, _coloured(held, values), stands)
        # There is no map here, so that its shapes of other areas have no place in the legend.
        here = drawn.values["why"][drawn.values["class"] < 0].value_counts()
        return cls(choice, replace(drawn, missing={str(why): int(n) for why, n in here.items()}), held)

    @property
    def refused(self) -> tuple[str, str, str] | None:
        if not self.held.few:
            return None
        if _too_many(self.choice):
            many = "Een trechter van alle buurten van het land heeft te veel punten om te lezen."
            return "Kies eerst een gemeente", many, "Of kies wijken."
        why = small_areas.why_not(self.choice.entry, self.choice.year)
        few = (
            f"Van te weinig {LEVEL_PLURALS[self.choice.level]} is dit cijfer bekend om de gewone verschillen te meten."
        )
        return "Hier is geen trechter van", why or few, "Kies heel het land, een ander niveau of een ander jaar."

    @property
    def drawn(self) -> bool:
        return not self.held.few

    @property
    def config(self) -> Mapping[str, object]:
        return _CONFIG

    def title(self, picked: str | None) -> str:
        drawing, label, level = self.drawing, self.choice.meant.label, self.choice.level
        code = maps.code_at(drawing, picked)
        if code is not None and code in self.held.frame.index and not self.held.few:
            row = drawing.values.loc[[code]].to_dict("records")[0]
            value = words.short(self.choice.meant, row["value"], row["status"])
            return f"{label}: {format.dated(str(row['name']), picked)} met {value} ligt {LABELS[int(row['class'])]}"
        total = sum(drawing.counts)
        if self.held.few or not total:
            return f"{label}: hier is geen trechter van"
        far = drawing.counts[0] + drawing.counts[-1]
        outside = far + drawing.counts[1] + drawing.counts[-2]
        of = f"van de {format.areas(total, level)} in {self.choice.where}"
        if not outside:
            return f"{label}: geen {of} ligt buiten de grenzen van toeval ({_sure()})"
        return (
            f"{label}: {format.number(outside)} {of} {'ligt' if outside == 1 else 'liggen'} buiten de grenzen van toeval; "
            f"{format.number(far) if far else 'geen'} daarvan {'liggen' if far > 1 else 'ligt'} ook buiten die van gewone "
            f"verschillen ({_sure()})"
        )

    def notes(self) -> list[str]:
        if self.refused:
            return [self.refused[1]]
        found = [self._means(), *self._gemeente_of_then()]
        rates = self.held.frame["rate"]
        above = int((rates > (end := funnels.top(self.held))).sum())
        if above:
            lie = "ligt" if above == 1 else "liggen"
            found.append(
                f"{format.areas(above, self.choice.level).capitalize()} {lie} nog hoger dan "
                f"{words.short(self.choice.meant, end)} en staan op de bovenrand."
            )
        return found

    def draw(self, palette: Palette, picked: str | None, height: int = maps.HEIGHT) -> go.Figure:
        return _figure(self, palette, maps.code_at(self.drawing, picked), height)

    def clicked(self, point: Mapping[str, object]) -> str | None:
        row = point.get("customdata")
        row = row[0] if isinstance(row, list) and row else row
        if not isinstance(row, int | float) or not 0 <= row < len(self.drawing.values):
            return None
        return ground.region(str(self.drawing.values.index[int(row)]), self.drawing.own)

    def alt(self) -> str:
        counts = "; ".join(
            f"{label}: {format.areas(n, self.choice.level)}"
            for label, n in zip(self.drawing.labels, self.drawing.counts, strict=True)
        )
        return (
            f"Trechter van {self.choice.place}: {self.choice.meant.label}, {self.choice.year}, tegen {self._size().lower()}. "
            f"{counts}. De tabel op deze pagina geeft alle waarden."
        )

    def corner(self, palette: Palette) -> str:
        """Nothing over the picture: points lie in every corner."""
        return "<div></div>"

    def legend_key(self, palette: Palette, picked: str | None) -> Legend:
        """Without the histogram: the chart itself shows how the values lie."""
        return replace(super().legend_key(palette, picked), spread="", marks=(), ends=("", ""))

    def colours_in_words(self) -> list[str]:
        return [
            self._means(),
            f"Alle grenzen waarnaar kleur en woorden zich richten, zijn die van {_sure()}. Bij gewone verschillen horen ook de "
            "verschillen die deze gebieden onderling "
            "altijd hebben; de buitenste tiende delen tellen daarvoor ingetrokken mee (Spiegelhalter 2005).",
        ]

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        if self.refused:
            return super().rows(areas)
        held = self.held.frame.reindex(areas["region"])
        shown = {
            "Gebied": areas["name"].tolist(),
            f"Waarde, {self.drawing.year}": map_table.values(self.drawing, areas["region"]),
            self._size(): [format.number(size, missing="") for size in held["size"]],
            "Ligging": [LABELS[group] if group >= 0 else "" for group in areas["class"]],
            "Afstand tot het midden": [format.signed(z, 1, missing="") for z in held["z"]],
        }
        return map_table.placed(shown, self.drawing, areas)

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        found = super().numbers(areas)
        held = self.held.frame.reindex(found["region"])
        if self.held.funnel is None:
            return found
        said = [LABELS[group] if group >= 0 else "" for group in areas["class"]]
        found = found.assign(noemer=held["size"].to_numpy(), ligging=said, afstand=held["z"].to_numpy())
        for name, alone in (("toeval", True), ("gewoon", False)):
            sure = parameters.value("verschil_zekerheid")
            ends = self.held.funnel.limits(
                (held["size"] / held["effect"]).to_numpy(dtype=float), sure, chance_only=alone
            )
            for end, limit in zip(("van", "tot"), ends, strict=True):
                found[f"{name}_{end}"] = self.held.times * limit
        return found

    def columns(self) -> dict[str, str]:
        return super().columns() | {
            "noemer": f"Waarover het cijfer is genomen: {self._size().lower()}",
            "ligging": "Waar het punt in de trechter ligt",
            "afstand": "Hoeveel standaardfouten van het gemiddelde, gewone verschillen meegerekend",
            "toeval_van": f"Ondergrens van toeval ({_sure()}) voor een gebied van deze grootte",
            "toeval_tot": f"Bovengrens van toeval ({_sure()}) voor een gebied van deze grootte",
            "gewoon_van": f"Ondergrens van toeval en gewone verschillen ({_sure()})",
            "gewoon_tot": f"Bovengrens van toeval en gewone verschillen ({_sure()})",
        }

    def table_notes(self) -> list[str]:
        if self.refused:
            return []
        edge = format.number(uncertainty.z_of(parameters.value("verschil_zekerheid")), 1)
        return [
            f"De afstand tot het midden telt in gewone afwijkingen: hoeveel een gebied van deze grootte gewoonlijk van het midden "
            f"afligt (de standaardfout, met de gewone verschillen erbij). Verder dan {edge} is buiten de grenzen van gewone "
            f"verschillen ({_sure()})."
        ]

    def _means(self) -> str:
        """How the picture is read, with the lines as far as they are drawn."""
        if self.held.few:
            return ""
        usual = parameters.value("marge_zekerheid")
        lines = (_LINES if funnels.shows_limits(self.held) else _OFF).format(
            sure=_sure(), usual=format.with_unit(usual, "%"), one="één", many=format.number(100 / (100 - usual))
        )
        return _MEANS.format(sure=_sure(), lines=lines)

    def _size(self) -> str:
        """What the size of an area is counted in."""
        found = uncertainty.basis(small_areas.meaning(self.choice.entry, self.choice.year))
        named = [data.entry(id).label for id in found.out_of] if found else []
        return named[0] if len(named) == 1 else "Aantal waarover het cijfer gaat"

    def _middle(self) -> str:
        """What the line in the middle is, with its value."""
        assert self.held.funnel is not None
        whose = (
            data.country_label() if self.held.whose == COUNTRY else self.choice.where if self.held.whose else "samen"
        )
        return f"{whose}: {words.short(self.choice.meant, self.held.times * self.held.funnel.target)}"


def _sure() -> str:
    """The certainty of the limits that places are told by."""
    return f"{format.as_it_is(parameters.value('verschil_zekerheid'))}%"


def _too_many(choice: Choice) -> bool:
    return choice.level == "buurt" and choice.gemeente is None


def _coloured(held: Held, values: pd.DataFrame) -> Colouring:
    """Each area by where it lies in the funnel; olive below and purple above, as they say no better or worse."""
    frame = held.frame
    far = np.where(frame["place"] == BEYOND, 2, np.where(frame["place"] == CHANCE, 1, 0))
    index = pd.Series(2 + far * frame["side"].to_numpy(dtype=int), index=frame.index, dtype="int8")
    known = values["value"].dropna().index.difference(index.index)

    def paint(palette: Palette) -> tuple[str, ...]:
        low, high = palette.sided
        return low, colours.tint(low, palette), palette.unclear, colours.tint(high, palette), high

    why = pd.Series("no_counts", index=known, dtype=object)
    return Colouring(colouring.FUNNEL, index, LABELS, paint, "Ligging", why=why)


@remembered(32)
def _figure(view: Funnel, palette: Palette, picked: str | None, height: int) -> go.Figure:
    values = view.drawing.values
    areas = values[["name", "class"]].assign(
        words=[LABELS[group] if group >= 0 else "" for group in values["class"]], row=np.arange(len(values))
    )
    meant = view.choice.meant
    unit = f" ({meant.unit})" if meant.unit and meant.unit not in meant.label else ""
    axes = (view._size(), f"{meant.label}{unit}")
    hues = view.drawing.colouring.paint(palette)
    return funnels.draw(view.held, areas, hues, axes, view._middle(), meant.decimals, picked, palette, height)
