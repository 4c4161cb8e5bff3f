"""What a browser does when a page is printed: maps are put on paper, what can only be clicked is left out.

A map is drawn by the graphics card, which keeps nothing for the printer: so each map is drawn once more and copied to a
picture in its place. Streamlit itself makes the page as long as it is and leaves out the navigation.
"""

from __future__ import annotations

# Streamlit has no attribute for "a widget": these are all that the pages use.
_NOT_ON_PAPER = (
    "stSelectbox", "stMultiSelect", "stTextInput", "stNumberInput", "stTextArea", "stSlider", "stButtonGroup", "stCheckbox",
    "stButton", "stDownloadButton", "stPopover", "stFileUploader", "stRadio",
)  # fmt: skip

_SCRIPT = """<script>
(() => {
  if (window.paperReady) return;
  window.paperReady = true;
  const left = "%(left)s";
  let undo = [];
  const hide = element => {
    const was = [element.style.getPropertyValue("display"), element.style.getPropertyPriority("display")];
    element.style.setProperty("display", "none", "important");
    undo.push(() => element.style.setProperty("display", ...was));
  };
  const copy = (gd, map) => {
    map.redraw();
    const drawn = map.getCanvas(), picture = document.createElement("canvas");
    picture.width = drawn.width;
    picture.height = drawn.height;
    picture.getContext("2d").drawImage(drawn, 0, 0);
    picture.className = "on-paper";
    picture.style.cssText = "display:block;width:100%%;height:auto;break-inside:avoid";
    picture.setAttribute("role", "img");
    const named = gd.closest("[aria-label]") ?? gd.querySelector("[aria-label]");
    picture.setAttribute("aria-label", named?.getAttribute("aria-label") ?? "");
    gd.before(picture);
    undo.push(() => picture.remove());
    hide(gd);
  };
  // A chart that is wider than the paper would lose its right side: it is told how to shrink.
  const fit = svg => {
    if (svg.hasAttribute("viewBox")) return;
    svg.setAttribute("viewBox", `0 0 ${svg.width.baseVal.value} ${svg.height.baseVal.value}`);
    undo.push(() => svg.removeAttribute("viewBox"));
  };
  addEventListener("beforeprint", () => {
    for (const gd of document.querySelectorAll(".js-plotly-plot")) {
      const map = gd._fullLayout?.map?._subplot?.map;
      if (map) copy(gd, map);
      else gd.querySelectorAll("svg.main-svg").forEach(fit);
    }
    for (const widget of document.querySelectorAll(left)) hide(widget.closest("[data-testid='stElementContainer']") ?? widget);
    for (const closed of document.querySelectorAll("details:not([open])")) hide(closed.closest("[data-testid='stExpander']") ?? closed);
  });
  addEventListener("afterprint", () => {
    for (const back of undo.reverse()) back();
    undo = [];
  });
})();
</script>"""

# What ``ui.shell`` gives to a browser once a session, and what ``ui.guard`` lets it run.
SCRIPT = _SCRIPT % {"left": ",".join(f"[data-testid='{name}']" for name in _NOT_ON_PAPER)}
