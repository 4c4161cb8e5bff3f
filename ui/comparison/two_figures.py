"""Two figures of many areas against each other."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import cells, data, format, ground, heatmap, two_figures, words
from answers.two_figures import Axis
from figures import charts, colours, scatter
from ui.comparison import Comparison
from ui.frame import selection, shell, tables, take_along, theme


def show(comparison: Comparison) -> None:
    """Draw the points of one year, with the chosen areas named, and the table."""
    among, members = comparison.among, comparison.members
    known = [e for e in comparison.single if heatmap.newest(e.id, among, members or comparison.codes)]
    ids = [e.id for e in two_figures.usable(known)]
    if len(ids) < 2:
        comparison.say(f"Bij {comparison.title.lower()} zijn er geen twee cijfers om tegen elkaar te zetten")
        why = "Er zijn hier twee cijfers nodig die geteld zijn, en geen totalen."
        shell.empty("Geen beeld", why, "Kies alle thema's of een ander thema.")
        return
    across, up = _choose(comparison, ids)
    when = two_figures.shared_year(across, up, among)
    if when is None:
        comparison.say(f"Deze twee cijfers zijn er voor {comparison.many} in geen enkel jaar allebei")
        shell.empty("Geen beeld", "Cijfers van twee jaren zetten we niet tegen elkaar.", "Kies een ander cijfer.")
        return
    points = two_figures.pairs(across, up, among, when, comparison.everywhere)
    points = points[points.index.isin(members)] if members else points
    entries = tuple(data.meant(data.entry(id), when) for id in (across, up))
    x, y = (two_figures.axis(entry, when) for entry in entries)
    on_map = {c: n for c, n in comparison.names.items() if c in points.index}
    said = f"{x.title} en {y.title}: {format.areas(len(points), among)} naast elkaar"
    where = f"uit {comparison.around}" if members else f"in {data.country()}"
    about = f"Elke stip is een {among} {where} · gekleurd: wat u koos"
    comparison.say(said, about)

    def draw_cloud(palette: colours.Palette) -> go.Figure:
        """One dot an area, in the colours of a theme."""
        return scatter.draw(points, on_map, comparison.hues(palette), x, y, palette)

    alt = f"Puntenwolk van {len(points)} gebieden: {x.title} en {y.title}. " + " ".join(
        f"{n}: {_said(points, c, 'x', x)} en {_said(points, c, 'y', y)}." for c, n in on_map.items()
    )
    st.plotly_chart(draw_cloud(theme.palette()), config=charts.CONFIG, key="wolk", alt=alt)
    st.caption(f":material/warning: {two_figures.CAVEAT}")
    if lost := [n for c, n in comparison.names.items() if c not in points.index]:
        left_out = cells.plain(format.joined(lost))
        st.caption(f":material/info: Niet in beeld, want niet allebei bekend of van een ander niveau: {left_out}.")
    listed = _listed(points, comparison.codes, among)
    tables.show(
        listed,
        f"{x.title} en {y.title} per {among}",
        "wolktabel",
        rows=25,
        text=lambda rows: _cells(rows, x, y),
    )
    take_along.offer(
        take_along.Figure(
            key="twee",
            title=said,
            subtitle=about,
            name=("twee-cijfers", across, up, among, str(when)),
            draw=draw_cloud,
            table=lambda: _download(listed, across, up, when),
            entries=entries,
            columns={id: f"{data.entry(id).label}, {format.in_words(data.entry(id).unit)}" for id in (across, up)}
            | {f"{id}_toestand": f"Hoe vast {data.entry(id).label} hier is" for id in (across, up)},
            year=when,
            level=among,
            notes=(two_figures.CAVEAT,),
            alt=alt,
        )
    )


def _choose(comparison: Comparison, ids: list[str]) -> tuple[str, str]:
    """The figure from left to right, and the one from below upwards."""
    among = comparison.among
    across_column, up_column = comparison.choices.columns(2, wrap=False)
    because = {id: why for id, entry in data.listed().items() if id not in ids and (why := two_figures.why_not(entry))}
    with across_column:
        across = selection.choose(
            "indicator",
            "Van links naar rechts",
            ids,
            two_figures.opens_with(ids, among),
            format_func=lambda id: data.entry(id).label,
            because=because,
        )
    with up_column:
        rest = [id for id in ids if id != across]
        beside = [id for id in rest if two_figures.shared_year(across, id, among)]
        up = selection.choose(
            "tweede",
            "Van onder naar boven",
            rest,
            two_figures.widest(beside or rest, among),
            format_func=lambda id: data.entry(id).label,
            because=because,
        )
    return across, up


def _listed(points: pd.DataFrame, chosen: list[str], level: str) -> pd.DataFrame:
    """The points with code and name, the chosen areas first and the others with the highest first figure first."""
    called = points[["name", "gemeente_name"]].fillna("")
    named = [
        format.place(name, level, gemeente) if name else code
        for code, name, gemeente in zip(points.index, called["name"], called["gemeente_name"], strict=True)
    ]
    bare = [ground.meant(code)[0] for code in points.index]
    listed = points[["x", "y", "x_status", "y_status"]].assign(code=bare, naam=named, rest=~points.index.isin(chosen))
    return listed.sort_values(["rest", "x"], ascending=[True, False]).drop(columns="rest")


def _cells(rows: pd.DataFrame, x: Axis, y: Axis) -> pd.DataFrame:
    shown = {
        axis.title: [axis.show(value, status) for value, status in zip(rows[at], rows[f"{at}_status"], strict=True)]
        for at, axis in (("x", x), ("y", y))
    }
    return pd.DataFrame({"Gebied": rows["naam"], **shown, "Code": rows["code"]}, index=rows.index)


def _said(points: pd.DataFrame, code: str, at: str, axis: Axis) -> str:
    return axis.show(float(points[at].loc[code]), str(points[f"{at}_status"].loc[code]))


def _download(listed: pd.DataFrame, across: str, up: str, year: int) -> pd.DataFrame:
    cited = "; ".join(dict.fromkeys(data.entry(id).citation for id in (across, up)))
    state = {
        f"{at}_status": [words.state(data.entry(id), status) for status in listed[f"{at}_status"]]
        for at, id in (("x", across), ("y", up))
    }
    called = {"x": across, "y": up, "x_status": f"{across}_toestand", "y_status": f"{up}_toestand"}
    return (
        listed.assign(**state)
        .rename(columns=called)
        .assign(
            jaar=year,
            gegevensversie=data.store().version,
            herkomst="verzonnen (demogebied)" if data.store().demo else cited,
        )
    )
