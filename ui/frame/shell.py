"""What every page shares: the head with its finding and the demo notice, folds, and the foot with the source."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import streamlit as st

from answers import cells, damage, data, format
from answers import links as answers_links
from answers.house import DEMO_LINE, NAME
from loaders.source import registry
from ui.frame import access, paper, steady
from ui.frame.fragment import fragment

LANGUAGE = "<script>document.documentElement.lang = 'nl';</script>"
# What a browser is told once: it stays with it until the reader leaves the dashboard.
LASTING = (steady.SCRIPT, paper.SCRIPT)


@cache
def settle() -> None:
    """Once a process, after the imports: take everything made so far out of the garbage collector's sight.

    Streamlit collects garbage after every rerun; with pandas and plotly loaded that takes some 90 ms under the lock.
    """
    gc.collect()
    gc.freeze()


def _tell_browser() -> None:
    """Give the browser our scripts: that the page is Dutch (Streamlit's own page says English), and what lasts."""
    # A figure alone has two heads, of which only the second is drawn (ui/frame/embed.py).
    lasting = () if st.session_state.get("_told") else LASTING
    st.session_state["_told"] = answers_links.FIGURE not in st.query_params
    st.html(LANGUAGE + "".join(lasting), unsafe_allow_javascript=True)


def head(title: str, subtitle: str = "") -> None:
    """The first line of a page: its finding or question, in a sentence; under it measure, unit, place and year."""
    demo = f":material/science: **{DEMO_LINE}** " if data.store().demo else ""
    with st.container(gap=None):
        st.title(cells.plain(title), anchor=False)
        _tell_browser()  # here, because every page has a head, also one that stops early; it takes no room
    if demo or subtitle:
        st.caption(f"{demo}{cells.plain(subtitle)}")
    if hurt := damage.line(data.store()):
        st.warning(f"{hurt} [Welke dat zijn](/gegevens#beschadigd).", icon=":material/broken_image:")


@fragment
def more(label: str, key: str, draw: Callable[[], object]) -> None:
    """A fold with more. What is in it is worked out and sent when a reader opens it, and that runs nothing else."""
    with st.expander(label, key=key, on_change="rerun") as box:
        if box.open:
            draw()


def refused(what: str, found: Sequence[tuple[str, str]]) -> None:
    """A fold with what could not be made, each with its reason."""
    with st.expander(f"{what} ({len(found)})"):
        for label, why in found:
            st.markdown(f"**{cells.plain(label)}**: {cells.plain(why)}")


def empty(what: str, why: str, next_step: str) -> None:
    """Instead of a picture that cannot be drawn: what is not there, why, and what to do about it."""
    st.info(f"{why} {next_step}", title=cells.plain(what), icon=":material/info:")


def who_loads(*sources: str) -> str:
    """What to do about figures that are not there, as a next step: where they come from, and who can load them.

    A reader runs no commands; who runs the dashboard finds those in docs/commands.md and on the server.
    """
    known = format.joined([f"{registry()[s].publisher} ({registry()[s].title})" for s in sources])
    origin = f"De cijfers komen van {known}. " if known else ""
    if data.store().demo and access.may_store():
        return f"{origin}U kunt de echte cijfers laden op de pagina Start."
    how = f" {access.how()}" if data.store().demo and access.by_key() else ""
    return f"{origin}Wie dit dashboard beheert, kan ze laden.{how} Op de pagina Gegevens staat wat er wel is."


def foot(sources: Iterable[str] = ("cbs_kwb",)) -> None:
    """The last line of a page: source, licence, when fetched, version of the data, name of the dashboard.

    A page that shows no figures (no ``sources``) names none.
    """
    store = data.store()
    st.divider()
    if store.demo:
        st.caption(f"Bron: verzonnen cijfers (demogebied) · gegevensversie {store.version} · {NAME}. {who_loads()}")
        return
    named = list(sources)
    st.caption(credit(named) if named else f"Gegevensversie {store.version} · {NAME}")


def credit(sources: Iterable[str]) -> str:
    """Where the figures come from: source, licence, when fetched, version of the data, name of the dashboard."""
    named = list(dict.fromkeys(sources))
    known = [registry()[s] for s in named if s in registry()]
    said = format.joined([f"{s.publisher}, {s.title} ({s.licence})" for s in known]) or format.UNKNOWN
    moments = data.fetched(named)
    when = f"opgehaald {format.days(moments)} · " if moments else ""
    return f"Bron: {said} · {when}gegevensversie {data.store().version} · {NAME}"
