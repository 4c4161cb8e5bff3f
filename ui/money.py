"""What gemeenten spend near the front door of care and behind it, as pages show it: per inhabitant, and beside need."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import plotly.graph_objects as go

from indicators import catalog, money, series
from loaders.store import Store
from ui import data, format, maps, profile
from ui.charts import Line
from ui.colours import Palette

REPORTS = {"rekening": "Rekening (uitgegeven)", "begroting": "Begroting (gepland)"}
FRONT, BACK, TAILORED, PEOPLE = "geld_voorkant", "geld_achterkant", "geld_hulp_op_maat", money.PEOPLE
DEFINITION = (
    "**96 : 4 in de brief.** De brief van Sociaal Werk Nederland (2020) zegt: van 100 miljard gaat 96 miljard naar zorg en "
    "4 miljard naar welzijn. De brief geeft geen definitie van welzijn. CBS telt “welzijn, jeugdzorg en kinderopvang” "
    "samen en komt voor 2022 op 14,0 miljard euro; kinderopvang alleen was in 2018 al 4,2 miljard. De 4 miljard vraagt dus een "
    "eigen afbakening.\n\n"
    "**Hier, per gemeente.** Voorkant: taakvelden 6.1 (samenkracht en burgerparticipatie) en 6.2 (wijkteams en toegang). "
    "Achterkant: 6.6 (hulpmiddelen), 6.7 (hulp op maat), 6.81 (beschermd wonen en opvang) en 6.82 (jeugdbescherming). "
    "Alleen geld van gemeenten: huisarts, ziekenhuis en verpleeghuis vallen er buiten. De verhouding op deze pagina is daarom "
    "niet hetzelfde getal als 96 : 4, en laat zich er niet mee vergelijken."
)
NO_RANKING = (
    "Gemeenten staan op naam en niet op volgorde van bedrag. Centrumgemeenten betalen 6.81 en 6.82 ook voor de gemeenten om "
    "hen heen; naast behoefte en in de tabel staan die taakvelden daarom niet. Wat onder 6.1 valt, verschilt per gemeente."
)


def years(report: str) -> list[int]:
    """Years with both sides for at least one gemeente, oldest first."""
    front, back = (set(data.years("gemeente", f"{id}_{report}")) for id in (FRONT, BACK))
    return sorted(front & back)


def reports() -> list[str]:
    """The reports that have any year."""
    return [report for report in REPORTS if years(report)]


def default_year(report: str, with_need: Callable[[int], bool]) -> int:
    """The newest year that most gemeenten are in, where there is one with a figure of need to set beside it."""
    counts = data.counts(f"{FRONT}_{report}", "gemeente")
    most = [year for year in years(report) if counts[year] * 2 >= max(counts.values())] or years(report)
    return max((year for year in most if with_need(year)), default=most[-1])


def table(store: Store, year: int, report: str) -> pd.DataFrame:
    """Every gemeente: columns front, back, tailored (euros per inhabitant; NaN: not known) and people."""
    ids = {
        f"{FRONT}_{report}": "front",
        f"{BACK}_{report}": "back",
        f"{TAILORED}_{report}": "tailored",
        PEOPLE: "people",
    }
    return store.table("gemeente", year, list(ids)).rename(columns=ids)[list(ids.values())]


def together(frame: pd.DataFrame) -> Mapping[str, float]:
    """All gemeenten with both sides as one: euros per inhabitant at the front and the back. Empty without any."""
    known = frame.dropna(subset=["front", "back", "people"])
    people = float(known["people"].sum())
    if not people > 0:
        return {}
    return {side: float((known[side] * known["people"]).sum() / people) for side in ("front", "back")}


def _sides(palette: Palette) -> tuple[tuple[str, str, str, str], ...]:
    return ((FRONT, "front", "Voorkant", palette.accent), (BACK, "back", "Achterkant", palette.areas[1]))


def lines_of(store: Store, gemeente: str, report: str, palette: Palette) -> list[Line]:
    """Both sides of one gemeente through the years, cut where the taakvelden or the boundaries changed."""
    made = []
    for id, _, name, colour in _sides(palette):
        entry = catalog.entry(f"{id}_{report}")
        found = profile.trend(store, [gemeente], entry.id, entry.breaks)
        made.append(Line(entry.id, name, found.values[gemeente], colour, found.cuts[gemeente]))
    return made


def lines_together(store: Store, report: str, palette: Palette) -> list[Line]:
    """Both sides of all gemeenten together; years in which fewer than half of them are known are left out."""
    counts = data.counts(f"{FRONT}_{report}", "gemeente")
    many = [year for year in years(report) if counts.get(year, 0) * 2 >= max(counts.values())]
    found = {year: together(table(store, year, report)) for year in many}
    made = []
    for id, side, name, colour in _sides(palette):
        values = pd.Series({year: sums[side] for year, sums in found.items() if sums}, dtype=float)
        breaks = catalog.entry(f"{id}_{report}").breaks
        made.append(Line(side, name, values, colour, series.cuts([int(y) for y in values.index], breaks, {}, {})))
    return made


def ratio(front: float, back: float) -> str:
    """How the two sides relate, out of a hundred: ``78 : 22``, the back first, as in the letter."""
    share = round(100 * front / (front + back)) if front + back > 0 else 0
    return f"{100 - share} : {share}" if front + back > 0 else format.UNKNOWN


def euros(value: float | None) -> str:
    """Whole euros."""
    return format.with_unit(value, "euro")


def beside_need(
    frame: pd.DataFrame, need: pd.Series[float], names: pd.Series[str], chosen: str | None, label: str, palette: Palette
) -> go.Figure:
    """One dot a gemeente: need along, euros per inhabitant at the front up. No line through them: it would say why."""
    both = pd.DataFrame({"need": need, "front": frame["front"]}).dropna()
    figure = go.Figure()
    for colour, size, codes in (
        (palette.context, 7, [c for c in both.index if c != chosen]),
        (palette.accent, 14, [c for c in both.index if c == chosen]),
    ):
        some = both.loc[codes]
        figure.add_scatter(
            x=some["need"],
            y=some["front"],
            mode="markers",
            marker={"color": colour, "size": size, "line": {"color": palette.page, "width": 0.5}},
            text=[f"<b>{names.get(code, code)}</b><br>Voorkant {euros(front)} per inwoner" for code, front in some["front"].items()],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        if colour == palette.accent and len(some):
            figure.add_annotation(
                x=some["need"].iloc[0], y=some["front"].iloc[0], text=str(names.get(chosen, chosen)), showarrow=False,
                yshift=16, font={"color": colour, "size": 13},
            )  # fmt: skip
    figure.update_layout(
        height=360,
        margin={"l": 8, "r": 12, "t": 36, "b": 8},
        showlegend=False,
        separators=",.",
        hovermode="closest",
        font={"family": maps.FONT},
        xaxis={"title": label, "automargin": True, "rangemode": "tozero", "showgrid": False},
        yaxis={"automargin": True, "rangemode": "tozero", "nticks": 6},
    )
    figure.add_annotation(
        text="voorkant, euro per inwoner", xref="paper", yref="paper", x=0, y=1, yshift=24, xanchor="left",
        showarrow=False, font={"size": 12},
    )  # fmt: skip
    return figure


def as_text(frame: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    """One row a gemeente, by name, as text: the front, help that is granted (6.6 and 6.7), and how they relate."""
    rows = frame.assign(name=[str(names.get(code, code)) for code in frame.index]).sort_values("name")
    return pd.DataFrame(
        {
            "Gemeente": rows["name"],
            "Voorkant (6.1, 6.2)": [euros(v) for v in rows["front"]],
            "Hulp op maat (6.6, 6.7)": [euros(v) for v in rows["tailored"]],
            "Hulp op maat : voorkant": [
                format.UNKNOWN if pd.isna(f) or pd.isna(t) else ratio(f, t)
                for f, t in zip(rows["front"], rows["tailored"], strict=True)
            ],
        }
    )
