"""What a browser does when a page is printed: maps are put on paper, what can only be clicked is left out.

A map is drawn by the graphics card, which keeps nothing for the printer: so each map is drawn once more and copied to a
picture in its place. Streamlit itself makes the page as long as it is and leaves out the navigation. From a dark screen
the words go on white paper too; pictures and coloured cells stay as they are, on the ground that they were made for.
"""

from __future__ import annotations

# Streamlit has no attribute for "a widget": these are all that the pages use.
_NOT_ON_PAPER = (
    "stSelectbox",
    "stMultiSelect",
    "stTextInput",
    "stNumberInput",
    "stTextArea",
    "stSlider",
    "stButtonGroup",
    "stCheckbox",
    "stButton",
    "stDownloadButton",
    "stPopover",
    "stFileUploader",
    "stRadio",
)

# The key of a container of which what is folded away keeps its head on paper.
LISTED = "op_papier"
# What a sheet of A4 leaves between the margins of a printer and the edge of a box, in pixels.
_ROOM = 660

_SCRIPT = r"""<script>
(() => {
  if (window.paperReady) return;
  window.paperReady = true;
  const left = "%(left)s";
  let undo = [];
  const set = (element, property, value) => {
    const was = [element.style.getPropertyValue(property), element.style.getPropertyPriority(property)];
    element.style.setProperty(property, value, "important");
    undo.push(() => element.style.setProperty(property, ...was));
  };
  const hide = element => set(element, "display", "none");
  const copy = (gd, map) => {
    map.redraw();
    const drawn = map.getCanvas(), picture = document.createElement("canvas");
    picture.width = drawn.width;
    picture.height = drawn.height;
    picture.getContext("2d").drawImage(drawn, 0, 0);
    picture.className = "on-paper";
    const {width, height} = gd.getBoundingClientRect();
    picture.style.cssText = `display:block;max-width:min(100%%,${width}px);max-height:${height}px;break-inside:avoid`;
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
  // A table of more columns or longer words than the paper is wide would lose the last ones.
  const squeeze = table => {
    const width = table.style.width;
    table.style.width = "min-content";
    const least = table.offsetWidth;
    table.style.width = width;
    if (least <= %(room)s) return;
    set(table, "table-layout", "fixed");
    set(table, "width", "100%%");
    for (const cell of table.querySelectorAll("th, td")) {
      set(cell, "padding", "2px");
      for (const part of [cell, ...cell.querySelectorAll("*")]) {
        set(part, "font-size", "11px");
        set(part, "overflow-wrap", "anywhere");
        set(part, "min-width", "0");
      }
    }
  };
  const parts = colour => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const isGrey = ([red, green, blue]) => Math.max(red, green, blue) - Math.min(red, green, blue) < 30;
  const whiten = (element, ground) => {
    if (element.matches("img, canvas, .stPlotlyChart")) return set(element, "background-color", ground);
    const [red, green, blue, seen = 1] = parts(getComputedStyle(element).backgroundColor);
    const says = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (seen > 0.5) {
      // A colour of its own, a hue, or nothing in it: a legend or a cell that says something by its colour.
      const own = element.style.backgroundColor || !isGrey([red, green, blue]) || !(says || element.children.length);
      if (own) return;
      set(element, "background-color", "white");
    }
    if (says) set(element, "color", "black");
    for (const child of element.children) whiten(child, ground);
  };
  const onWhite = () => {
    const app = document.querySelector("[data-testid='stApp']");
    const main = document.querySelector("[data-testid='stMain']");
    const ground = app && getComputedStyle(app).backgroundColor;
    if (!main || Math.max(...parts(ground).slice(0, 3)) > 127) return;
    for (let around = main; around; around = around.parentElement) set(around, "background-color", "white");
    for (const child of main.children) whiten(child, ground);
  };
  addEventListener("beforeprint", () => {
    for (const gd of document.querySelectorAll(".js-plotly-plot")) {
      const map = gd._fullLayout?.map?._subplot?.map;
      if (map) copy(gd, map);
      else gd.querySelectorAll("svg.main-svg").forEach(fit);
    }
    for (const widget of document.querySelectorAll(left)) {
      hide(widget.closest("[data-testid='stElementContainer']") ?? widget);
    }
    for (const closed of document.querySelectorAll("details:not([open])")) {
      // What is folded away is not printed; in a list of them their heads are the list.
      if (!closed.closest(".st-key-%(listed)s")) hide(closed.closest("[data-testid='stExpander']") ?? closed);
    }
    document.querySelectorAll("table").forEach(squeeze);
    onWhite();
  });
  addEventListener("afterprint", () => {
    for (const back of undo.reverse()) back();
    undo = [];
  });
})();
</script>"""

# What ``ui.frame.shell`` gives to a browser once a session, and what ``web.guard`` lets it run.
SCRIPT = _SCRIPT % {
    "left": ",".join(f"[data-testid='{name}']" for name in _NOT_ON_PAPER),
    "listed": LISTED,
    "room": _ROOM,
}
