"""Two maps that move together: what the reader does to the one, the browser does to the other."""

from __future__ import annotations

import streamlit as st

KEYS = ("kaartbeeld", "kaartbeeld_tweede")

# Plotly keeps its MapLibre map out of reach of its own API, so it is looked up; a map that is not there is left alone.
# The event of the reader goes along, so that plotly remembers the view of both maps through the next change.
_SCRIPT = """<script>
(() => {
  if (window.linkedMaps) return;
  window.linkedMaps = true;
  const keys = %s;
  const maps = () => keys
    .map(key => document.querySelector(`.st-key-${key} .js-plotly-plot`)?._fullLayout?.map?._subplot?.map)
    .filter(Boolean);
  let busy = false;
  const follow = event => {
    if (busy || !event.originalEvent) return;
    busy = true;
    const moved = event.target;
    for (const other of maps()) {
      if (other !== moved) {
        other.jumpTo({center: moved.getCenter(), zoom: moved.getZoom()}, {originalEvent: event.originalEvent});
      }
    }
    busy = false;
  };
  const link = () => {
    for (const map of maps()) {
      if (!map.isLinked) { map.isLinked = true; map.on("move", follow); map.on("moveend", follow); }
    }
  };
  for (const kind of ["wheel", "pointerdown", "touchstart", "keydown"]) {
    document.addEventListener(kind, link, {capture: true, passive: true});
  }
})();
</script>"""


def maps() -> None:
    """Link the two charts with these keys. Call once on a page that shows both."""
    st.html(_SCRIPT % list(KEYS), unsafe_allow_javascript=True)
