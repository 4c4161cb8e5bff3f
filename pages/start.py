"""The first page: what this is, find your wijk, three national figures, how fresh the data is, where to go."""

import streamlit as st

from indicators import catalog
from loaders.source import COUNTRY, registry
from ui import data, fetching, format, selection, shell, words

# The first three of these with a figure for the whole country are shown.
SHOWN = ("armoede", "bijstand_per_1000", "jongeren_10_27", "inwoners", "arbeidsparticipatie", "personen_laagste_40")
PAGES = (
    ("kaart", ":material/map:", "Kaart", "Eén cijfer voor alle gemeenten, wijken of buurten."),
    ("wijkprofiel", ":material/location_city:", "Wijkprofiel", "Alle cijfers van één gebied, naast gemeente en land."),
    ("vergelijken", ":material/compare_arrows:", "Vergelijken", "Gebieden naast elkaar, met een groep erbij: waar zijn ze duidelijk anders?"),
    ("jongerenwerk", ":material/diversity_3:", "Jongerenwerk", "Hoeveel jongerenwerk gemeenten melden, en wie niets meldt."),
    ("gegevens", ":material/database:", "Gegevens", "Welke bronnen er zijn, hoe vers, en wat er ontbreekt."),
    ("methode", ":material/menu_book:", "Methode", "Hoe elk cijfer is gemaakt, en wat het niet zegt."),
)  # fmt: skip


def go_to(code: str) -> None:
    """Open the profile of a found place; a callback may not switch pages itself, so the page below does."""
    selection.put("gebied", code)
    st.session_state["_open"] = True


store = data.store()
if st.session_state.pop("_open", False):
    st.switch_page("pages/wijkprofiel.py")

shell.head(
    "Hoe staat uw wijk ervoor? Zoek uw wijk en zie wat de cijfers zeggen",
    "Openbare cijfers over armoede, leefbaarheid en jongerenwerk per wijk, voor het debat over een Deltaplan Sociale "
    "Wijken. Dit dashboard neemt in dat debat geen standpunt in.",
)
with st.container(width=720):
    selection.search("Zoek een wijk, buurt of gemeente", "zoek_start", go_to)

st.subheader("Het demogebied als geheel" if store.demo else "Nederland als geheel", anchor=False)
with st.grid(3, min_column_width=260):
    national = [(e, years) for id in SHOWN if (e := catalog.entries().get(id)) and (years := data.years("land", id))]
    for entry, years in national[:3]:
        year = years[-1]
        number = data.value_of(entry.id, COUNTRY, year)
        definition = catalog.entry(entry.definition(year))
        sources = format.joined([registry()[s].publisher for s in entry.sources if s in registry()])
        with st.container(border=True, height="stretch"):
            st.metric(f"{definition.label}, {year}", words.rounded(entry, number))
            unit = "" if format.short_unit(entry.unit) else f"{format.in_words(entry.unit).capitalize()}. "
            uncounted = words.uncounted(definition, "")
            kind = f"{uncounted}. " if uncounted else ""
            st.caption(f"{unit}{definition.is_} {kind}Bron: {'verzonnen' if store.demo else sources}.")
    if not national:
        shell.empty("Nog geen landelijke cijfers", "De gegevensmap is leeg.", "Haal ze op met `make data`.")

st.subheader("Wat u hier kunt doen", anchor=False)
with st.grid(3, min_column_width=260):
    for name, icon, label, about in PAGES:
        with st.container():
            selection.link(f"pages/{name}.py", f"**{label}**", icon)
            st.caption(about)

st.subheader("Hoe vers de cijfers zijn", anchor=False)
if store.demo:
    st.markdown(
        "U kijkt naar een **verzonnen provincie**. Namen en cijfers zijn bedacht, zodat alles te proberen is zonder "
        "internet. De echte cijfers van CBS haalt u op met `make data`, of hier met de knop. Dat duurt enkele minuten "
        "en kost een paar honderd MB aan schijfruimte."
    )
    if fetching.job().state == "busy":
        fetching.progress()
    elif fetching.allowed():
        fetching.outcome()
        if st.button("Haal de echte cijfers op", icon=":material/download:", type="primary"):
            fetching.job().start()
            st.rerun()
else:
    newest = {level: max(store.years(level), default=None) for level in ("gemeente", "wijk", "buurt")}
    known = format.joined([f"{level} tot en met {year}" for level, year in newest.items() if year])
    st.markdown(
        f"Opgehaald op **{format.day(data.fetched())}**. Cijfers per {known}. Niet elk cijfer is er voor elk jaar: "
        "bij elk cijfer staat het jaar."
    )

st.subheader("Waar dit vandaan komt", anchor=False)
st.markdown(
    "In 2020 schreef **Sociaal Werk Nederland**, de vereniging van organisaties voor sociaal werk, twee brieven aan de "
    "politiek: een aan de Tweede Kamercommissie voor Sociale Zaken en Werkgelegenheid en een voor de "
    "verkiezingsprogramma’s. De vereniging vraagt daarin om een *Deltaplan Sociale Wijken*. Dit dashboard is niet van "
    "die vereniging. Het laat zien wat openbare cijfers over wijken zeggen, ook waar ze ontbreken of onzeker zijn. "
    "Wat daaruit volgt, is aan de lezer."
)
shell.foot()
