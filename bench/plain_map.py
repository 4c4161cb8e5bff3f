"""The plain way to draw the same map, to measure beside ours: shapes sent along with every figure, no tuning."""

import json
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from loaders import store


@st.cache_data
def shapes(level: str, year: int, gemeente: str | None) -> Any:
    data = store.current()
    division = data.nearest_division(level, year)
    assert division is not None, f"There are no boundaries of {level} to draw."
    frame = data.regions(level, division).dropna(subset="geometry").to_crs(4326)
    if gemeente:
        frame = frame[frame["gemeente"] == gemeente]
    return json.loads(frame[["name", "gemeente_name", "geometry"]].to_json())


level, gemeente = st.query_params.get("niveau", "wijk"), st.query_params.get("gemeente")
year = store.current().years(level, "inwoners")[-1]
variable = st.selectbox("Cijfer", store.current().variables(level, year))
values = store.current().table(level, year)[variable]
drawn = shapes(level, year, gemeente)
values = values[values.index.isin([feature["id"] for feature in drawn["features"]])]
figure = go.Figure(go.Choroplethmap(geojson=drawn, locations=values.index, z=values, marker_line_width=0.2))
figure.update_layout(map={"style": "white-bg", "center": {"lon": 5.4, "lat": 52.2}, "zoom": 6}, height=700, margin_t=0)
st.plotly_chart(figure)
