"""Areas side by side: where they are clearly apart, one figure with margins, through the years, or two at once."""

import streamlit as st

from answers import cells, compare, data, format, groups, peers
from loaders.places import gemeenten
from loaders.vocabulary import CAVEATS, THEMES
from ui.comparison import Comparison, apart, everything, liveability, one_figure, overview, own, two_figures, years
from ui.frame import picker, selection, shell

ALL = "alles"
VIEWS = {
    "overzicht": ("Duidelijk anders", overview),
    "cijfer": ("Eén cijfer", one_figure),
    "verschil": ("Verschil", apart),
    "jaren": ("Door de jaren", years),
    "twee": ("Twee cijfers", two_figures),
    "alles": ("Alle cijfers", everything),
}


def start_with(codes: list[str]) -> None:
    """Put these areas side by side."""
    selection.put("gebieden", codes[: picker.MOST])


if opened := st.session_state.pop("_open", None):
    st.switch_page(f"pages/{opened}.py")
store = data.store()
if store.is_empty():
    shell.head("Er zijn nog geen cijfers om te vergelijken")
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", shell.who_loads())
    selection.stop()

# The area of the page before comes along, until the reader chooses what to compare.
follows = selection.area() if selection.get("gebieden") is None else None
if follows and data.place(follows):
    start_with([follows])

# The head stands above the choices, and says what they led to.
head = st.container()
# In one row, which a phone moves sideways: so the picture comes soon. What is found keeps its width there.
with st.container(horizontal=True, wrap=False, vertical_alignment="bottom"):
    search_column, group_column, theme_column = (st.container(width=width) for width in (300, 340, 300))
selection.notices_in(st.container())
with search_column:
    picker.add_box()
chosen = picker.several_places()
if not chosen:
    with head:
        shell.head(
            "Welke gebieden wilt u naast elkaar zien?",
            "Tot tien wijken, buurten of gemeenten door elkaar, en met één klik een groep erbij: dezelfde gemeente of "
            "provincie, even groot, even stedelijk, of wijken die er het meest op lijken",
        )
    known = data.gemeenten()
    cities = [code for code in gemeenten.networks()["g4"] if code in known] or list(known)[:4]
    shell.empty(
        "Nog geen gebieden gekozen",
        "Zoek hierboven op naam of code en voeg gebieden een voor een toe.",
        "Of begin met een voorbeeld.",
    )
    st.button(
        f"Vergelijk {cells.plain(format.joined([known[code] for code in cities]))}",
        icon=":material/play_arrow:",
        key="voorbeeld",
        on_click=start_with,
        args=(cities,),
    )
    selection.stop()

codes = [p.code for p in chosen]
levels = list(dict.fromkeys(p.level for p in chosen))
first = chosen[0]

listed = {
    theme: [e for e in entries if any(data.years(lv, e.id) for lv in levels)]
    for theme, entries in data.themes().items()
}
left_out = {theme: compare.left_out(entries) for theme, entries in listed.items()}
listed = {theme: kept for theme, entries in listed.items() if (kept := [e for e in entries if not e.for_others])}
if not listed:
    with head:
        shell.head("Van deze gebieden zijn er geen cijfers")
    shell.empty("Niets te vergelijken", "Op dit niveau heeft geen bron cijfers.", "Kies een wijk of gemeente erbij.")
    selection.stop()

possible = {} if first.level == "land" else groups.groups_of(first)
with group_column:
    group = selection.choose(
        "groep",
        "Zet ernaast",
        [groups.NONE, *possible],
        groups.NONE,
        format_func=lambda id: "Geen groep" if id == groups.NONE else f"De {possible[id].removeprefix('de ')}",
        because={id: f"Die groep is er niet bij {first.name}." for id in groups.NAMES if id not in possible},
    )
members = [] if group == groups.NONE else groups.members(group, first)
with theme_column:
    theme = selection.choose(
        "thema",
        "Thema",
        [ALL, *listed],
        "armoede" if "armoede" in listed else ALL,
        format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t],
    )
picker.removable(chosen)
# Six buttons need that much of a screen of 1366; where there is less, they wrap.
view_column, choice_column = st.columns([1.18, 1], vertical_alignment="bottom")
with view_column:
    view = selection.choose(
        "vorm", "Beeld", list(VIEWS), "overzicht", format_func=lambda v: VIEWS[v][0], draw="bare buttons"
    )
title = "Alle thema's" if theme == ALL else THEMES[theme]
comparison = Comparison(chosen, members, possible.get(group, ""), listed, left_out, theme, title, head, choice_column)
if view in ("cijfer", "jaren", "twee") and not comparison.single:
    comparison.say(f"Bij {title.lower()} is er geen cijfer om gebieden op te vergelijken")
    shell.empty("Niets te tekenen", "Dit thema heeft hier alleen totalen.", "Kies een ander thema of beeld.")
    selection.stop()
VIEWS[view][1].show(comparison)

if view not in ("overzicht", "alles", "verschil"):
    drawn = [selection.get("indicator"), selection.get("tweede") if view == "twee" else None]
    with st.expander("Wat dit wel en niet zegt", icon=":material/help:"):
        for id in dict.fromkeys(id for id in drawn if id in data.entries()):
            entry = data.entry(id)
            caveats = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {caveats}")

if theme == liveability.THEME:
    liveability.show(comparison)
own.show(comparison)

alike = peers.to_add(codes, picker.MOST)
with st.container(horizontal=True):
    if alike:
        st.button(
            "Voeg vergelijkbare wijken toe",
            icon=":material/group_add:",
            key="voeg_vergelijkbare_toe",
            on_click=selection.put,
            args=("gebieden", [*codes, *alike]),
            help="Wijken die er het meest op lijken in stedelijkheid, omvang, leeftijden, huishoudens en woningbezit",
        )
    own.offer(codes)
    for one in chosen[:3]:
        selection.link(
            "pages/wijkprofiel.py",
            f"Profiel van {cells.plain(one.dated)}",
            icon=":material/location_city:",
            gebied=one.code,
        )
shell.foot(dict.fromkeys(s for e in comparison.entries for s in e.sources))
