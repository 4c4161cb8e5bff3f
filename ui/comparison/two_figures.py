"""Two figures of many areas against each other."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import cells, data, format
from figures import charts, colours, heatmap, scatter
from ui.comparison import Comparison
from ui.frame import selection, shell, tables, take_along, theme


def show(of: Comparison) -> None:
    """Draw the points of one year, with the chosen areas named, and the table."""
    options = scatter.usable([e for e in of.single if heatmap.newest(e.id, of.among, of.members or of.codes)])
    ids = [e.id for e in options]
    if len(ids) < 2:
        of.say(f"Bij {of.title.lower()} zijn er geen twee cijfers om tegen elkaar te zetten")
        shell.empty("Geen beeld", "Er zijn hier twee cijfers nodig die geteld zijn, en geen totalen.", "Kies alle thema's of een ander thema.")  # fmt: skip
    else:
        across_column, up_column = of.choices.columns(2, wrap=False)
        with across_column:
            across = selection.one(
                "indicator", "Van links naar rechts", ids, scatter.first(ids, of.among), format_func=lambda id: data.entry(id).label
            )  # fmt: skip
        with up_column:
            rest = [id for id in ids if id != across]
            beside = [id for id in rest if scatter.year(across, id, of.among)]
            up = selection.one(
                "tweede", "Van onder naar boven", rest, scatter.widest(beside or rest, of.among), format_func=lambda id: data.entry(id).label
            )  # fmt: skip
        when = scatter.year(across, up, of.among)
        if when is None:
            of.say(f"Deze twee cijfers zijn er voor {of.many} in geen enkel jaar allebei")
            shell.empty("Geen beeld", "Cijfers van twee jaren zetten we niet tegen elkaar.", "Kies een ander cijfer.")
        else:
            points = scatter.pairs(*(data.values(id, of.among, when)["value"] for id in (across, up)))
            points = points[points.index.isin(of.members)] if of.members else points
            x, y = (scatter.axis(data.entry(data.entry(id).definition(when)), when) for id in (across, up))
            on_map = {c: n for c, n in of.names.items() if c in points.index}
            said = f"{x.title} en {y.title}: {format.areas(len(points), of.among)} naast elkaar"
            about = (
                f"Elke stip is een {of.among}" + (f" uit {of.around}" if of.members else f" in {data.country()}") + " · gekleurd: wat u koos"
            )  # fmt: skip
            of.say(said, about)

            def draw_cloud(colours_of: colours.Palette) -> go.Figure:
                """One dot an area, in the colours of a theme."""
                return scatter.draw(points, on_map, of.hues(colours_of), x, y, colours_of)

            alt = f"Puntenwolk van {len(points)} gebieden: {x.title} en {y.title}. " + " ".join(
                f"{n}: {x.show(float(points['x'].loc[c]))} en {y.show(float(points['y'].loc[c]))}."
                for c, n in on_map.items()
            )
            st.plotly_chart(draw_cloud(theme.palette()), config=charts.CONFIG, key="wolk", alt=alt)
            st.caption(f":material/warning: {scatter.CAVEAT}")
            if lost := [n for c, n in of.names.items() if c not in points.index]:
                st.caption(f":material/info: Niet in beeld, want niet allebei bekend of van een ander niveau: {cells.plain(format.joined(lost))}.")  # fmt: skip
            listed_points = points.assign(
                code=points.index, naam=[data.places()[c].label if c in data.places() else c for c in points.index]
            )
            listed_points["_own"] = ~listed_points.index.isin(of.codes)
            listed_points = listed_points.sort_values(["_own", "x"], ascending=[True, False]).drop(columns="_own")
            tables.show(
                listed_points, f"{x.title} en {y.title} per {of.among}", "wolktabel", rows=25,
                text=lambda r: pd.DataFrame({"Gebied": r["naam"], x.title: r["x"].map(x.show), y.title: r["y"].map(y.show), "Code": r["code"]}),
            )  # fmt: skip
            take_along.offer(
                take_along.Figure(
                    key="twee",
                    title=said,
                    subtitle=about,
                    name=("twee-cijfers", across, up, of.among, str(when)),
                    draw=draw_cloud,
                    table=lambda: listed_points.rename(columns={"x": across, "y": up}).assign(jaar=when, gegevensversie=data.store().version, herkomst="verzonnen (demogebied)" if data.store().demo else "; ".join(dict.fromkeys(data.entry(id).citation for id in (across, up)))),
                    entries=tuple(data.entry(data.entry(id).definition(when)) for id in (across, up)),
                    columns={id: f"{data.entry(id).label}, {format.in_words(data.entry(id).unit)}" for id in (across, up)},
                    year=when,
                    level=of.among,
                    notes=(scatter.CAVEAT,),
                    alt=alt,
                )
            )  # fmt: skip
