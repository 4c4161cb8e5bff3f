"""The dashboard: ``streamlit run app.py``. Imported by the server it is the ASGI app; run by it, the script."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from answers import house
from loaders.store import DamagedError
from ui.frame import access, embed, selection, shell, version
from web import ahead, door, failures, guard, latency, logs, server, uploads, warm, watch

PAGES = {
    "start": ("Start", ":material/home:"),
    "kaart": ("Kaart", ":material/map:"),
    "wijkprofiel": ("Wijkprofiel", ":material/location_city:"),
    "score": ("Score", ":material/leaderboard:"),
    "vergelijken": ("Vergelijken", ":material/compare_arrows:"),
    "jongerenwerk": ("Jongerenwerk", ":material/diversity_3:"),
    "deltaplan": ("Deltaplan", ":material/balance:"),
    "geld": ("Geldstromen", ":material/payments:"),
    "debat": ("Debat", ":material/forum:"),
    "verhaal": ("Verhaal", ":material/auto_stories:"),
    "gegevens": ("Gegevens", ":material/database:"),
    "methode": ("Methode", ":material/menu_book:"),
}

if __name__ != "__main__":
    # A folder named pages/ makes Streamlit serve its files as pages by themselves until st.navigation first ran: a
    # link to a page, opened as the first thing after a start, would miss everything below.
    PagesManager.uses_pages_directory = False
    logs.set_up()
    app = st.App(
        __file__,
        lifespan=warm.lifespan,
        routes=[*watch.ROUTES, *server.ROUTES],
        middleware=[
            *watch.MIDDLEWARE,
            *guard.MIDDLEWARE,
            *door.MIDDLEWARE,
            *uploads.MIDDLEWARE,
            *ahead.MIDDLEWARE,
            *latency.MIDDLEWARE,
        ],
        secrets=access.secrets(),
        on_script_error=failures.on_page,
        exception_handlers={500: failures.on_route},
    )
else:
    st.set_page_config(page_title=house.NAME, page_icon="static/icon.png", layout="wide")
    page = st.navigation(
        [
            st.Page(f"pages/{name}.py", title=title, icon=icon, url_path=name, default=name == "start")
            for name, (title, icon) in PAGES.items()
        ],
        position="hidden" if embed.wanted() else "top",
    )
    selection.read(page.url_path)
    version.settle(quiet=bool(embed.wanted()))
    try:
        with watch.rerun(page.url_path or "start"), ahead.remembering(page.url_path):
            if embed.wanted():
                embed.run(page.run)
            else:
                page.run()
    except DamagedError:
        # Known from now on: the next run goes by what is whole, and says what is not.
        st.rerun()
    finally:
        selection.write()
        shell.settle()
