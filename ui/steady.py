"""Maps that stay where the reader put them, and two that move as one.

Streamlit makes a chart anew whenever its figure changes, so also when a click gives an area its outline: without this
the map would jump back each time. The browser keeps the view of each map (as long as it shows the same place) and gives
it to the next one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

# The map of the map page, and the second one beside it.
KEYS = ("kaartbeeld", "kaartbeeld_tweede")

# Plotly keeps its MapLibre map out of reach of its own API, so it is looked up; a map that is not there is left alone.
# An event that a reader caused carries the original one; what is done here carries none, so it is not followed again.
_SCRIPT = """<script>
(() => {
  const held = window.steadyMaps ??= {views: {}, groups: {}};
  for (const key of %(keys)s) held.groups[key] = %(keys)s;
  if (held.look) return held.look();
  const plot = key => document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const mapOf = gd => gd?._fullLayout?.map?._subplot?.map;
  const shown = gd => gd._fullLayout.map.uirevision;
  const put = (map, view) => map.jumpTo({center: view.center, zoom: view.zoom});
  const hold = (key, gd, map) => {
    const view = held.views[key];
    if (!view || !gd._fullLayout || view.shown !== shown(gd)) return;
    const now = map.getCenter();
    const off = Math.abs(now.lng - view.center.lng) + Math.abs(now.lat - view.center.lat) + Math.abs(map.getZoom() - view.zoom);
    if (off > 1e-6) put(map, view);
  };
  const follow = (key, gd) => event => {
    const map = event.target;
    // Plotly moves its map to where the figure says, more than once: nobody but the reader moves it here.
    if (!event.originalEvent) return event.type === "moveend" ? hold(key, gd, map) : undefined;
    const view = {shown: shown(gd), center: map.getCenter(), zoom: map.getZoom()};
    for (const other of held.groups[key]) {
      held.views[other] = view;
      const linked = mapOf(plot(other));
      if (linked && linked !== map) put(linked, view);
    }
  };
  held.look = () => {
    for (const key in held.groups) {
      const gd = plot(key), map = mapOf(gd);
      if (!map || map.isSteady) continue;
      map.isSteady = true;
      hold(key, gd, map);
      map.on("move", follow(key, gd));
      map.on("moveend", follow(key, gd));
    }
  };
  new MutationObserver(held.look).observe(document.body, {childList: true, subtree: true});
  held.look();
})();
</script>"""


def keep(keys: Sequence[str]) -> None:
    """Keep the view of the maps with these chart keys, and let those that are there at once move together.

    Once a session: what the script set up stays in the browser.
    """
    if tuple(keys) in st.session_state.setdefault("_steady", []):
        return
    st.session_state["_steady"].append(tuple(keys))
    st.html(script(keys), unsafe_allow_javascript=True)


def script(keys: Sequence[str]) -> str:
    """The script for these charts. ``ui.guard`` lets browsers run the one for KEYS; for others its hash has to be added."""
    return _SCRIPT % {"keys": json.dumps(list(keys))}
