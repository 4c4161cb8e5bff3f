"""The plain way to draw the same map, to measure beside ours: shapes sent along with every figure, no tuning."""

import json
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from loaders import store


@st.cache_data
def shapes(year: int) -> Any:
    data = store.current()
    division = data.nearest_division("wijk", year)
    assert division is not None, "There are no boundaries of wijken to draw."
    frame = data.regions("wijk", division).dropna(subset="geometry").to_crs(4326)
    return json.loads(frame[["name", "gemeente_name", "geometry"]].to_json())


year = store.current().years("wijk", "inwoners")[-1]
variable = st.selectbox("Cijfer", store.current().variables("wijk", year))
values = store.table("wijk", year)[variable]
figure = go.Figure(go.Choroplethmap(geojson=shapes(year), locations=values.index, z=values, marker_line_width=0.2))
figure.update_layout(map={"style": "white-bg", "center": {"lon": 5.4, "lat": 52.2}, "zoom": 6}, height=700, margin_t=0)
st.plotly_chart(figure)
