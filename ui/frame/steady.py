"""Maps that stay where the reader put them, some that move as one, and none that is drawn more often than needed.

Streamlit makes a chart anew whenever its figure changes, so also when a click gives an area its outline: without this
the map would jump back each time. The browser keeps the view of every map, by the key of its chart, and gives it to the
next one as long as that shows the same place.

What plotly asks of its map twice is done once, and the first picture waits until it is whole. That is for readers
without a graphics card, as on many a remote desktop of a gemeente: there every picture is drawn by the processor.
"""

from __future__ import annotations

import json

# The map of the map page, and the second one beside it.
PAIR = ("kaartbeeld", "kaartbeeld_tweede")
# The maps of scenarios side by side.
SCENARIOS = ("plankaart_1", "plankaart_2", "plankaart_3", "plankaart_4")

# Plotly keeps its MapLibre map out of reach of its own API, so it is looked up; a map that is not there is left alone.
# An event that a reader caused carries the original one; what is done here carries none, so it is not followed again.
_SCRIPT = """<script>
(() => {
  if (window.steadyMaps) return window.steadyMaps.look();
  const groups = %(groups)s;
  const held = window.steadyMaps = {views: {}}, PATIENCE = 5000;
  const plots = () => [...document.querySelectorAll(".js-plotly-plot")];
  const keyOf = gd => /(?:^|\\s)st-key-(\\S+)/.exec(gd.closest("[class*='st-key-']")?.className)?.[1];
  const mapOf = gd => gd._fullLayout?.map?._subplot?.map;
  const shown = gd => gd._fullLayout.map.uirevision;
  const put = (map, view) => map.jumpTo({center: view.center, zoom: view.zoom});
  const hold = (key, gd, map) => {
    const view = held.views[key];
    if (!view || !gd._fullLayout || view.shown !== shown(gd)) return;
    const now = map.getCenter();
    const off = Math.abs(now.lng - view.center.lng) + Math.abs(now.lat - view.center.lat)
      + Math.abs(map.getZoom() - view.zoom);
    if (off > 1e-6) put(map, view);
  };
  const follow = (key, gd) => event => {
    const map = event.target;
    // Plotly moves its map to where the figure says, more than once: nobody but the reader moves it here.
    if (!event.originalEvent) return event.type === "moveend" ? hold(key, gd, map) : undefined;
    const view = held.views[key] = {shown: shown(gd), center: map.getCenter(), zoom: map.getZoom()};
    const group = groups.find(keys => keys.includes(key)) ?? [];
    for (const other of plots()) {
      const linked = mapOf(other), name = keyOf(other);
      if (!linked || linked === map || !group.includes(name) || shown(other) !== view.shown) continue;
      held.views[name] = view;
      put(linked, view);
    }
  };
  // Streamlit gives every figure to plotly twice, and plotly gives all areas to the map each time. The same areas in
  // the same colours are not cut into tiles and drawn again: that took a second for all wijken.
  const asMany = (was, now) => was !== now && was?.features?.length === now?.features?.length;
  const same = (was, now) => asMany(was, now) && was.features.every((f, i) => {
    const g = now.features[i], keys = Object.keys(f.properties);
    return f.id === g.id && f.geometry === g.geometry && keys.length === Object.keys(g.properties).length
      && keys.every(key => key === "ct" || f.properties[key] === g.properties[key]);
  });
  const frugal = map => {
    const add = map.addSource.bind(map), painter = map.painter, draw = painter?.render?.bind(painter);
    const began = performance.now();
    let areas = 0;
    map.addSource = (id, source) => {
      add(id, source);
      areas += 1;
      const made = map.getSource(id), set = made?.setData?.bind(made);
      let last = source.data;
      if (set) made.setData = data => same(last, data) ? undefined : set(last = data);
      return map;
    };
    // Nor is a map that is as it should be, and where it should be, made so and drawn again.
    const box = map.getContainer(), near = (a, b) => Math.abs(a - b) < 1e-9;
    const like = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const size = () => [box.clientWidth, box.clientHeight, devicePixelRatio].join();
    let measured;
    const stands = {
      setCenter: to =>
        near(to[0] ?? to.lng ?? to.lon, map.getCenter().lng) && near(to[1] ?? to.lat, map.getCenter().lat),
      setZoom: to => near(to, map.getZoom()),
      setBearing: to => near(to, map.getBearing()),
      setPitch: to => near(to, map.getPitch()),
      setPaintProperty: (id, name, to) => like(to, map.getPaintProperty(id, name)),
      setLayoutProperty: (id, name, to) => like(to, map.getLayoutProperty(id, name)),
      resize: () => measured === (measured = size()),
    };
    for (const [name, same] of Object.entries(stands)) {
      const go = map[name]?.bind(map);
      if (go) map[name] = (...given) => same(...given) ? map : go(...given);
    }
    // The first picture is drawn when all of it is there, or does not come: without a graphics card each half of one
    // takes a tenth of a second.
    if (draw) setTimeout(() => map.triggerRepaint(), PATIENCE + 1);
    if (draw) painter.render = (style, options) => {
      painter.style = style;  // tiles that come meanwhile are thrown away without one
      if (!(areas && map.isStyleLoaded()) && performance.now() - began < PATIENCE) return;
      painter.render = draw;
      draw(style, options);
    };
  };
  held.look = () => {
    for (const gd of plots()) {
      const map = mapOf(gd), key = keyOf(gd);
      if (!map || !key || map.isSteady) continue;
      map.isSteady = true;
      frugal(map);
      hold(key, gd, map);
      map.on("move", follow(key, gd));
      map.on("moveend", follow(key, gd));
    }
  };
  new MutationObserver(held.look).observe(document.body, {childList: true, subtree: true});
  held.look();
})();
</script>"""

# What ``ui.frame.shell`` gives to a browser once a session, and what ``web.guard`` lets it run.
SCRIPT = _SCRIPT % {"groups": json.dumps([PAIR, SCENARIOS])}
