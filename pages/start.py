"""The first page: find your wijk, three ways to begin, the map of one figure, how fresh the data is."""

import streamlit as st

from answers import data, format, words
from figures import legend, map_views, maps
from figures.views.choice import Choice
from indicators import catalog
from loaders.source import registry
from loaders.vocabulary import COUNTRY
from ui.frame import access, selection, shell, take_along, theme
from ui.map import taken
from ui.sources import fetching

# The first three of these with a figure for the whole country are shown.
SHOWN = ("armoede", "bijstand_per_1000", "jongeren_10_27", "inwoners", "arbeidsparticipatie", "personen_laagste_40")
# The first of these that is there for about as many wijken as any of them is on the map.
MAPPED = ("armoede", "bijstand_per_1000", "personen_laagste_40", "misdrijven_per_1000", "huishoudensgrootte")
CHOOSE = "kies"
PAGES = {
    "kaart": (":material/map:", "Kaart", "Eén cijfer voor alle gemeenten, wijken of buurten."),
    "wijkprofiel": (":material/location_city:", "Wijkprofiel", "Alle cijfers van één gebied, naast gemeente en land."),
    "score": (
        ":material/leaderboard:",
        "Score",
        "Behoefte of armoede in één maat, met uw eigen gewichten.",
    ),
    "vergelijken": (
        ":material/compare_arrows:",
        "Vergelijken",
        "Gebieden naast elkaar: waar zijn ze duidelijk anders?",
    ),
    "jongerenwerk": (
        ":material/diversity_3:",
        "Jongerenwerk",
        "Hoeveel jongerenwerk gemeenten melden, en wie niets meldt.",
    ),
    "deltaplan": (":material/balance:", "Deltaplan", "Reken zelf: hoeveel jongerenwerkers, waar, en wat kost dat?"),
    "geld": (":material/payments:", "Geldstromen", "Wat gemeenten uitgeven aan de voorkant en aan de achterkant."),
    "debat": (":material/forum:", "Debat", "Wat de brieven beweren en vragen, nagerekend met de bron erbij."),
    "verhaal": (":material/auto_stories:", "Verhaal", "Het Deltaplan in vijf stappen, voor wie er niets van weet."),
    "gegevens": (":material/database:", "Gegevens", "Welke bronnen er zijn, hoe vers, en wat er ontbreekt."),
    "methode": (":material/menu_book:", "Methode", "Hoe elk cijfer is gemaakt, en wat het niet zegt."),
}


def go_to(code: str) -> None:
    """Open the profile of a found place; a callback may not switch pages itself, so the page below does."""
    selection.put("gebied", code)
    st.session_state["_open"] = "wijkprofiel"


def compare_wijken() -> None:
    """Open the comparison of all wijken of the chosen gemeente."""
    code = st.session_state["begin_gemeente"]
    if code != CHOOSE:
        selection.put("gebied", code)
        selection.put("gebieden", [code])
        selection.put("groep", "wijken")
        st.session_state["_open"] = "vergelijken"


store = data.store()
if opened := st.session_state.pop("_open", None):
    st.switch_page(f"pages/{opened}.py")

shell.head(
    "Hoe staat uw wijk ervoor? Zoek uw wijk en zie wat de cijfers zeggen",
    "Openbare cijfers over armoede, leefbaarheid en jongerenwerk per wijk, voor het debat over een Deltaplan Sociale "
    "Wijken. Dit dashboard neemt in dat debat geen standpunt in.",
)
begin, picture = st.columns([1, 1.15], gap="large")
with begin:
    selection.search("Zoek een wijk, buurt of gemeente", "zoek_start", go_to)
    gemeenten = data.gemeenten()
    if gemeenten:
        st.selectbox(
            "Of kies een gemeente: welke wijken vallen op, en waarop?",
            [CHOOSE, *gemeenten],
            format_func=lambda code: gemeenten.get(code, "Kies een gemeente"),
            key="begin_gemeente",
            on_change=compare_wijken,
        )
    st.markdown("**Of begin bij uw vraag**")
    with st.container(gap="xsmall"):
        selection.link("pages/verhaal.py", "Nieuw hier? Het Deltaplan in vijf stappen", ":material/auto_stories:")
        selection.link("pages/deltaplan.py", "Wat zou een Deltaplan betekenen, en waar?", ":material/balance:")
        selection.link("pages/debat.py", "Klopt wat in de brieven staat?", ":material/forum:")
        selection.link(
            "pages/jongerenwerk.py", "Hoeveel jongerenwerk is er, voor zover bekend?", ":material/diversity_3:"
        )
        selection.link("pages/kaart.py", "Ik zoek één kaart met bron om mee te nemen", ":material/map:")
        selection.link("pages/methode.py", "Hoe weet ik of een cijfer klopt?", ":material/menu_book:")

counts = {id: max(data.counts(id, "wijk").values(), default=0) for id in MAPPED if id in data.mappable()}
mapped = next((id for id, count in counts.items() if 0 < max(counts.values()) <= count * 2), None)
with picture:
    year = data.main_year(mapped, "wijk") if mapped else None
    if mapped and year:
        choice = Choice(data.entry(mapped), year, "wijk", None, "kwantielen", 5)
        view = map_views.show(map_views.VIEWS[map_views.FIRST], choice)
        drawing = view.drawing
        st.markdown(f"**{view.title(None)}** ({year})")
        if drawing.file and len(drawing.shapes):
            st.plotly_chart(
                view.draw(theme.palette(), None, height=370),
                key="startkaart",
                theme=None,
                config=maps.CONFIG | {"scrollZoom": False},
                alt=view.alt().replace("De tabel op deze pagina geeft", "De tabel op de pagina Kaart geeft"),
            )
            st.html(legend.row(drawing, theme.palette()))
        with st.container(horizontal=True, vertical_alignment="center"):
            selection.link(
                "pages/kaart.py", "Naar de kaart, met tabel en bron", ":material/arrow_forward:", indicator=mapped
            )
            take_along.offer(taken.figure(view, 0, "hoogste", None))

st.subheader("Het demogebied als geheel" if store.demo else "Nederland als geheel", anchor=False)
with st.grid(3, min_column_width=260):
    national = [(e, years) for id in SHOWN if (e := catalog.entries().get(id)) and (years := data.years("land", id))]
    for entry, years in national[:3]:
        year = years[-1]
        number = data.value_of(entry.id, COUNTRY, year)
        definition = data.meant(entry, year)
        sources = format.joined([registry()[s].publisher for s in entry.sources if s in registry()])
        with st.container(border=True, height="stretch"):
            st.metric(f"{definition.label}, {year}", words.rounded(entry, number))
            unit = "" if format.short_unit(entry.unit) else f"{format.in_words(entry.unit).capitalize()}. "
            uncounted = words.uncounted(definition, "")
            kind = f"{uncounted}. " if uncounted else ""
            st.caption(f"{unit}{definition.is_} {kind}Bron: {'verzonnen' if store.demo else sources}.")
    if not national:
        shell.empty("Nog geen landelijke cijfers", "De gegevensmap is leeg.", shell.who_loads())

st.subheader("Wat u hier kunt doen", anchor=False)
with st.grid(3, min_column_width=260):
    for name, (icon, label, about) in PAGES.items():
        with st.container(gap="xsmall"):
            selection.link(f"pages/{name}.py", f"**{label}**", icon)
            st.caption(about)

st.subheader("Hoe vers de cijfers zijn", anchor=False)
if store.demo:
    st.markdown(
        "U kijkt naar een **verzonnen provincie**. Namen en cijfers zijn bedacht, zodat alles te proberen is zonder "
        "internet. "
        + (
            "De echte cijfers van CBS haalt u hier op met de knop. Dat duurt enkele minuten en kost een paar honderd "
            "MB aan schijfruimte."
            if fetching.allowed()
            else f"De echte cijfers van CBS kan alleen laden wie dit dashboard beheert. {access.how()}"
        )
    )
    if fetching.job().state == "busy":
        fetching.progress()
    elif fetching.allowed():
        fetching.outcome()
        if st.button("Haal de echte cijfers op", icon=":material/download:", type="primary"):
            access.noted("pull started")
            fetching.job().start()
            st.rerun()
else:
    newest = {level: max(store.years(level), default=None) for level in ("gemeente", "wijk", "buurt")}
    known = format.joined([f"{level} tot en met {year}" for level, year in newest.items() if year])
    st.markdown(
        f"Het laatst opgehaald op **{format.day(max(data.fetched(), default=None))}**. Cijfers per {known}. Niet elk "
        "cijfer is er voor elk jaar: bij elk cijfer staat het jaar."
    )

st.subheader("Waar dit vandaan komt", anchor=False)
st.markdown(
    "In 2020 schreef **Sociaal Werk Nederland**, de vereniging van organisaties voor sociaal werk, twee brieven aan de "
    "politiek: een aan de Tweede Kamercommissie voor Sociale Zaken en Werkgelegenheid en een voor de "
    "verkiezingsprogramma’s. De vereniging vraagt daarin om een *Deltaplan Sociale Wijken*. Dit dashboard is niet van "
    "die vereniging. Het laat zien wat openbare cijfers over wijken zeggen, ook waar ze ontbreken of onzeker zijn. "
    "Wat daaruit volgt, is aan de lezer."
)
shell.foot(dict.fromkeys(["cbs_kwb", *(data.entry(mapped).sources if mapped else ())]))
