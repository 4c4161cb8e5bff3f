"""What the reader has chosen: place, indicator, level, year. It stands in the address and follows to every page.

The address is kept here, in ids (why not by Streamlit's own binding: docs/decisions.md). The rules:

- ``read`` runs at the start of every run (app.py), ``write`` at its end. In between a page asks for what it needs with
  ``choose`` or ``choose_several``; only what a page asked for, and is not its default, stands in the address of that page.
- What a page does not ask for stays in the session: it is back in the address on the next page that does.
- The address wins over the session when it changed from outside (a link, the back button, a typed address); in a run
  that a choice on the page caused, the choice wins: the address may then be one step behind.
- What nobody chose is no choice: a default gives way to the default of the next figure or page.
- A choice that cannot be had (nonsense, or a year that this indicator lacks) becomes the nearest one that can, and a
  short notice says so.
- An area as it was in a year (answers.ground) stands there in two: ``gebied=WK196101&indeling=2020``. ``put``,
  ``remember`` and ``link`` take it as one, ``WK196101@2020``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NoReturn, TypeVar, cast
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import cells, data, elsewhere, former, gone, ground, links
from answers.held import bound
from answers.planner import choices
from answers.search import find_places, no_hit
from loaders.vocabulary import COUNTRY
from ui.frame import addresses

# What pages share.
_SHARED = (
    *("gebied", "indeling", "gebieden", "samen", "indicator", "niveau", "jaar", "gemeente", "klassen", "methode"),
    "thema",
)
# The map: which view, the year of the second map, the order of the table, how it is adjusted for small numbers.
_MAP = ("weergave", "jaar2", "volgorde", "bijstelling")
_COMPARISON = ("leeftijd", "vorm", "groep", "tegen", "tweede", "orde", "kant", "tegenover")
_SCORE = ("maat", "afzetten", "gemiddelde", "uitschieters", "gewichten", "kleur", "lijst")
# What a list of need leaves out, on every page with one.
_LIST = ("studenten", "inwoners")
# Youth work: which picture, the reader's own cut, whether totals are spread.
_COVERAGE = ("kaart", "grens", "verdeel")
# The planner: the choices of a scenario, and what is shown of it.
_SCENARIO = (*choices.TABLE, "beeld", "bewaard", "deel", "eerste", "per")
_MONEY = ("verslag", "prijzen")
# The version of the data, the shape of a bulk file, and the version whose changes are shown.
_DATA = ("versie", "bestand", "herziening")
# The debate: which claims, which one is open, which definition, and the years of the letter's own test.
_LISTED_CLAIMS = ("bewering", "dossier", "oordeel", "stuk", "soort", "woord")
_DEBATE = (*_LISTED_CLAIMS, "def_kinderen", "def_schulden", "def_zorggeld", "toets_van", "toets_tot")
_STORY = ("stap",)
KEYS = tuple(
    dict.fromkeys(
        (*_SHARED, *_MAP, *_COMPARISON, *_SCORE, *_LIST, *_COVERAGE, *_SCENARIO, *_MONEY, *_DATA, *_DEBATE, *_STORY)
    )
)
SEARCH_LEVELS = ("gemeente", "wijk", "buurt")
_LISTS = (*links.LISTS, "bewaard")

T = TypeVar("T")
# How a choice is drawn; bare: without its label, where the page says around it what is chosen.
Draw = Literal["list", "bare list", "buttons", "bare buttons", "slider", "none"]


def read(page: str) -> None:
    """Take over what changed in the address since the last run. Call once, before the page runs."""
    state = st.session_state
    for notice in addresses.mend(st.query_params, KEYS):
        st.caption(f":material/info: {notice}")
    chosen: dict[str, Any] = state.setdefault("_chosen", {})
    moved = state.get("_page") != page
    state["_page"] = page
    state.pop("_notices", None)
    shown: dict[str, str] = state.get("_address", {})
    state["_asked"], state["_shown"] = {}, {}
    by_widget = not moved and any(key in state and state[key] != chosen.get(key) for key in KEYS)
    address = _address()
    for key in KEYS:
        now = address.get(key)
        if moved:
            # A choice of the same name on the page before may have other options: what its widget held counts no more.
            state.pop(key, None)
        if by_widget or now == shown.get(key) or (moved and now is None):
            continue
        state.pop(key, None)
        _defaults().pop(key, None)
        if now is None:
            chosen.pop(key, None)
        else:
            chosen[key] = now
    if moved and "gebied" in address and "indeling" not in address:
        # A link to an area without a year means the area of now, whatever was looked at before.
        chosen.pop("indeling", None)


def write() -> None:
    """Make the address say what this page was asked to show. Call once, after the page ran, whatever happened."""
    state = st.session_state
    asked: dict[str, str | None] = state.get("_asked", {})
    wanted = {key: text for key, text in asked.items() if text is not None}
    current = _address()
    # An address that says the same in more words is left as it is: to rewrite it would cost the back button a step.
    shown: dict[str, str | None] = state.get("_shown", {})
    same = all(current.get(key) == text for key, text in wanted.items()) and all(
        shown.get(key) == text for key, text in current.items()
    )
    if not same:
        others = {k: st.query_params.get_all(k) for k in st.query_params if k not in KEYS}
        mine = {k: v.split(",") if k in _LISTS else v for k, v in wanted.items()}
        st.query_params.from_dict({**others, **mine})
    state["_address"] = current if same else wanted


def stop() -> NoReturn:
    """End the run here, with the address as it should be: after a bare st.stop nothing can be written any more.

    Who has a last word (``at_stop``) says it first.
    """
    last_word: Callable[[], None] | None = st.session_state.pop("_at_stop", None)
    if last_word is not None:
        last_word()
    write()
    st.stop()


def at_stop(say: Callable[[], None]) -> None:
    """Have ``say`` called when this run ends early, while there is still something to write on."""
    st.session_state["_at_stop"] = say


def choose(
    key: str,
    label: str,
    options: Sequence[T],
    default: T,
    *,
    format_func: Callable[[T], str] = str,
    nearest: Callable[[str], T] | None = None,
    because: Mapping[str, str] | None = None,
    draw: Draw = "list",
    help: str | None = None,
) -> T:
    """Let the reader choose one of ``options`` and return it.

    ``options`` are ids (text or whole numbers) and stand in the address as such; there must be at least one.
    ``default`` is what an address without this key means. ``nearest`` maps a choice that is not among the options to
    one that is (without it: the default). ``because`` says why some well-known choices cannot be had now. ``draw`` is
    a list, buttons, a slider (options in order, two or more), or nothing: for a choice made elsewhere on the page;
    what is bare has its label for who hears the page only.
    """
    state = st.session_state
    wanted = state[key] if key in state else state.setdefault("_chosen", {}).get(key, _in_address(key))
    if wanted is not None and wanted == _defaults().get(key):
        # It was never chosen: where another default fits better now, as the newest year of another figure, that counts.
        wanted = None
    value = _match(wanted, options)
    if value is None:
        # Of a figure that is gone the one to use instead stands for it, on every page that has it.
        lost = None if wanted is None else gone.gone(str(wanted))
        value = next(
            (option for id in (lost.instead if lost else ()) if (option := _match(id, options)) is not None), None
        )
        if value is None:
            value = default if wanted is None or nearest is None else nearest(str(wanted))
        if wanted is not None:
            why = lost.says if lost else (because or {}).get(str(wanted), "")
            _say_changed(label, str(wanted), format_func(value), why)
    shown = dict(zip(options, (format_func(o) for o in options), strict=True))
    if draw != "none":
        if state.get(key) != value:
            state[key] = value
        value = _drawn(draw, key, label, shown, help)
    if wanted is None and value == default:
        _defaults()[key] = default
    else:
        _defaults().pop(key, None)
    remember(key, value, default)
    return value


def _drawn(draw: Draw, key: str, label: str, shown: Mapping[T, str], help: str | None) -> T:
    """What stands chosen in the widget, of which the session has the value already."""
    widget: dict[str, Any] = {
        "label": label,
        "options": list(shown),
        "format_func": shown.__getitem__,
        "key": key,
        "help": help,
        "label_visibility": "collapsed" if draw.startswith("bare") else "visible",
    }
    if draw.endswith("list"):
        return cast(T, st.selectbox(**widget))
    if draw == "slider":
        return cast(T, st.select_slider(**widget))
    return cast(T, st.segmented_control(**widget, required=True))


def _defaults() -> dict[str, Any]:
    """The choices that stand where they do because nobody chose: by key, the default they had."""
    found: dict[str, Any] = st.session_state.setdefault("_defaults", {})
    return found


def choose_several(
    key: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    *,
    format_func: Callable[[str], str] = str,
    most: int = 10,
    help: str | None = None,
) -> list[str]:
    """Let the reader keep some of ``options`` (at most ``most``). What cannot be had is dropped, with a notice."""
    state = st.session_state
    wanted = _as_list(state[key] if key in state else state.setdefault("_chosen", {}).get(key, _in_address(key)))
    value = [w for w in dict.fromkeys(wanted if wanted is not None else default) if w in options][:most]
    lost = [w for w in wanted or [] if w not in value]
    if lost:
        st.caption(
            ":material/info: Niet te tonen en daarom weggelaten: "
            f"{cells.plain(', '.join(_short(w) for w in lost[:5]))}."
        )
    if state.get(key) != value:
        state[key] = value
    value = st.multiselect(
        label, options, format_func=format_func, key=key, max_selections=most, help=help, placeholder="Kies gebieden"
    )
    remember(key, value, list(default))
    return value


def gebied() -> data.Place | None:
    """The chosen area; None when none (or the country) is chosen, or (with a notice) when no area has this code."""
    code = area()
    if code == COUNTRY:
        remember("gebied", code)
        return None
    found = today(str(code), lambda _, new: put("gebied", new)) if code else None
    gone = former.what_became_of(str(code)) if code and found is None else None
    if code and found is None and gone is None:
        st.caption(
            f":material/info: Er is geen gebied met de code “{cells.plain(_short(str(code)))}”. Zoek het op naam."
        )
    # A code of before stays in the address until the reader goes to what it became.
    remember("gebied", found.code if found else code if gone else None)
    return found


def area() -> str | None:
    """The chosen area as it is meant (answers.ground): its code, with a year behind it where it is shown as it was then.

    Says so where the year that was asked for does not know the code. None when nothing was chosen.
    """
    text, year = get("gebied"), get("indeling")
    if not text:
        return None
    code, _, behind = str(text).partition("@")
    year = str(year or behind)
    newest = ground.newest(code)
    if not year or newest is None or "@" not in ground.normal(f"{code}@{year}"):
        return code
    if data.place(f"{code}@{year}") is None:
        place = data.place(code)
        name = place.name if place else code
        why = (
            f"In de indeling van {year} komt {name} niet voor."
            if (year.isdecimal() and len(year) == 4)
            else (f"{_short(year)} is geen jaar van een indeling.")
        )
        said = f"{why} U ziet {newest}."
        st.caption(f":material/info: {cells.plain(said)}")
        return code
    return f"{code}@{year}"


def today(code: str, choose: Callable[[str, str], None]) -> data.Place | None:
    """The area to show for a code: itself, or the one area that it became, which is then said.

    Where it was split, or where it is not certain what it became, the areas of today are offered: a button
    calls ``choose`` with the old and the new code. An area that was asked for as it was is shown so. None for a code
    that no division knows.
    """
    found, gone = data.place(code), former.what_became_of(code)
    if gone is None:
        return found
    if gone.instead is not None and "@" not in code:
        st.caption(f":material/info: {cells.plain(f'{gone.says} U ziet {gone.instead.name}.')}")
        if found is not None:
            st.button(
                f"Bekijk {cells.plain(elsewhere.as_it_was(found))}",
                key=f"toen_{code}",
                on_click=bound(choose),
                args=(code, f"{code}@{found.year}"),
                icon=":material/history:",
                type="tertiary",
            )
        return gone.instead
    shown = (
        f"U ziet {found.undated}, zoals het was in {found.year}."
        if found
        else "Het gebied zelf staat niet in de gegevens."
    )
    st.caption(f":material/history: {gone.linked} {cells.plain(shown)}")
    with st.container(horizontal=True):
        for place in gone.now:
            st.button(
                f"Naar {place.label} ({place.code})",
                key=f"nu_{code}_{place.code}",
                on_click=bound(choose),
                args=(code, place.code),
                icon=":material/arrow_forward:",
                type="tertiary",
            )
    return found


def search(label: str, key: str, on_pick: Callable[[str], None], levels: tuple[str, ...] = SEARCH_LEVELS) -> None:
    """A box that finds a gemeente, wijk or buurt while the reader types, and hands the picked code to ``on_pick``.

    The search is done here, not in the browser: a list of all 18,000 places would weigh 700 KB, eight hits weigh one.
    ``on_pick`` runs as a callback, before the page: use ``put`` in it.
    """
    text = st.text_input(
        label, key=key, type="search", live="250ms", placeholder="Naam of code", icon=":material/search:"
    )
    if len(text.strip()) < 2:
        return
    found = find_places(text, levels=levels)
    if not found:
        st.caption(cells.plain(no_hit(_short(text))))

    def pick(code: str) -> None:
        st.session_state[key] = ""
        on_pick(code)

    labels = [p.label for p in found]
    with st.container(gap=None):
        for place in found:
            # Two places of one name in one gemeente are told apart by their code.
            code = f" · {place.code}" if labels.count(place.label) > 1 else ""
            st.button(
                f"**{cells.plain(place.name)}** · {cells.plain(place.label.removeprefix(place.name + ', '))}{code}",
                key=f"{key}_{place.code}",
                on_click=bound(pick),
                args=(place.code,),
                type="tertiary",
                help=f"Code {place.code}, in de indeling van {place.year}",
            )


def get(key: str) -> Any:
    """The choice as it stands, unchecked: an id, a list for ``gebieden``, or None."""
    state = st.session_state
    value = state[key] if key in state else state.get("_chosen", {}).get(key, _in_address(key))
    return _as_list(value) if key in _LISTS else value


def put(key: str, value: Any) -> None:
    """Choose from a callback (a click on the map, a search result). Not after the widget of this key was drawn."""
    if key == "gebied":
        value, year = _in_two(value)
        put("indeling", year)
    st.session_state.setdefault("_chosen", {})[key] = value
    st.session_state[key] = value
    _defaults().pop(key, None)


def remember(key: str, value: Any, default: Any = None) -> None:
    """Keep a choice that this page shows, and put it in the address unless it is the default."""
    if key == "gebied":
        value, year = _in_two(value)
        remember("indeling", year)
    st.session_state.setdefault("_chosen", {})[key] = value
    text = ",".join(value) if isinstance(value, list) else str(value).removesuffix(".0")
    # Nothing chosen where nothing is the default is no choice: an empty key would only stand in the way.
    usual = value is None or value == default or not (text or default)
    st.session_state.setdefault("_asked", {})[key] = None if usual else text
    st.session_state.setdefault("_shown", {})[key] = None if value is None else text or None


def forget(key: str) -> None:
    """Drop a choice, so that the address does not name it any more. From a callback, or before its widget is drawn."""
    st.session_state.pop(key, None)
    for held in ("_asked", "_shown"):
        st.session_state.get(held, {}).pop(key, None)
    st.session_state.setdefault("_chosen", {})[key] = None


def asked() -> dict[str, str]:
    """What this page asked for so far and is not the default, as it will stand in the address."""
    found: dict[str, str | None] = st.session_state.get("_asked", {})
    return {key: text for key, text in found.items() if text is not None}


def address() -> str:
    """All that this page shows and the version of its data, as the end of its address: ``?norm=4&versie=…``.

    What stands at its default is named too, and the version, so that the address shows the same later: a default may
    be another one next year. A made-up region has no version to go back to.
    """
    version = {} if data.store().demo or data.store().is_empty() else {"versie": data.store().version}
    shown: dict[str, str | None] = st.session_state.get("_shown", {})
    named = {key: text for key, text in shown.items() if text is not None and key not in version} | version
    chosen = [(k, part) for k, v in named.items() for part in (v.split(",") if k in _LISTS else [v])]
    return f"?{urlencode(chosen)}" if chosen else ""


def link(page: str, label: str, icon: str | None = None, help: str | None = None, **choices: str | int) -> None:
    """A link to another page that takes along ``choices`` (ids by key). Other choices follow by the session."""
    code, year = _in_two(choices.get("gebied"))
    asked = {**choices, **({"gebied": code} if code else {}), **({"indeling": year} if year else {})}
    st.page_link(page, label=label, icon=icon, help=help, query_params={k: str(v) for k, v in asked.items()})


def nearest_year(options: Sequence[int]) -> Callable[[str], int]:
    """For ``choose``: the year closest to what was asked, of two equally close the later; else the newest."""

    def find(wanted: str) -> int:
        try:
            return min(options, key=lambda year: (abs(year - int(wanted)), -year))
        except ValueError:
            return max(options)

    return find


def _in_two(area: Any) -> tuple[str | None, str | None]:
    """An area as the address has it: its code, and the year that it is meant in where that is not of now."""
    code, _, year = str(area or "").partition("@")
    return code or None, year or None


def _match(wanted: Any, options: Sequence[T]) -> T | None:
    """The option that ``wanted`` (an option, or its text in the address) stands for."""
    return next((option for option in options if option == wanted or str(option) == wanted), None)


def _in_address(key: str) -> str | None:
    values = st.query_params.get_all(key)
    if not values:
        return None
    return ",".join(values) if key == "bewaard" else links.said(key, values)


def _address() -> dict[str, str]:
    """All choices that stand in the address now, as text by key."""
    there = {key for key in st.query_params if key in KEYS}
    return {key: text for key in KEYS if key in there and (text := _in_address(key)) is not None}


def _as_list(value: Any) -> list[str] | None:
    if value is None:
        return None
    return value.split(",") if isinstance(value, str) else list(value)


def _short(text: str) -> str:
    """Text from an address, made safe to repeat: short, one line, no markup."""
    kept = "".join(c for c in text if c.isalnum() or c in " -_.,'")
    return f"{kept[:30]}…" if len(kept) > 30 else kept or "?"


def notices_in(spot: DeltaGenerator) -> None:
    """In this run, say there what could not be had: for choices that stand in narrow columns."""
    st.session_state["_notices"] = spot


def _say_changed(label: str, wanted: str, value: str, why: str) -> None:
    # A figure goes by its name, also where it cannot be shown.
    known = data.entries().get(wanted)
    reason = why or f"“{known.label if known else _short(wanted)}” is hier niet te tonen."
    spot = st.session_state.get("_notices") or st
    spot.caption(f":material/info: {label}: {reason} U ziet: {value}.")
