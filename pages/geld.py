"""Money of gemeenten near the front door of care and behind it: per inhabitant, through the years, beside need."""

from dataclasses import replace

import streamlit as st

from answers import data, elsewhere, ground, money, need_figures
from indicators import catalog
from loaders.vocabulary import CAVEATS
from ui.frame import selection, shell, tables, take_along, theme
from ui.money import Spending, need, parts, years

EVERYONE = "alle"

store = data.store()
reports = money.reports()
if not reports:
    shell.head("Wat geven gemeenten uit aan de voorkant en de achterkant? Er zijn nog geen cijfers")
    none = (
        "In het demogebied zijn geen bedragen verzonnen."
        if store.demo
        else "De begrotingen en rekeningen (Iv3) zijn er niet."
    )
    shell.empty("Geen bedragen van gemeenten", none, shell.who_loads("iv3"))
    st.markdown(money.DEFINITION)
    st.markdown("**Wat hier wel te zien is**")
    selection.link("pages/debat.py", "Wat de brief over 96 : 4 zegt, nagerekend", ":material/forum:")
    selection.link(
        "pages/deltaplan.py",
        "Zorggeld naar preventie, doorgerekend",
        ":material/balance:",
        waarover="preventie",
    )
    shell.foot(())
    selection.stop()

head = st.container()
# In one row, which a phone moves sideways: so the lines come soon.
with st.container(horizontal=True, wrap=False):
    report_column, where_column, year_column, prices_column = (
        st.container(width=width) for width in ("content", 300, 120, "content")
    )
with report_column:
    report = selection.choose(
        "verslag", "Volgens", reports, reports[0], format_func=money.REPORTS.__getitem__, draw="buttons"
    )
with where_column:
    gemeenten = data.gemeenten()
    gemeente = selection.choose(
        "gemeente",
        "Gemeente",
        [EVERYONE, *gemeenten],
        EVERYONE,
        format_func=lambda code: gemeenten.get(code, "Alle gemeenten samen"),
    )
with year_column:
    possible = money.years(report)
    year = selection.choose(
        "jaar",
        "Jaar",
        possible[::-1],
        money.default_year(report, lambda y: bool(need_figures.listed("gemeente", y))),
        nearest=selection.nearest_year(possible),
    )
with prices_column:
    prices = {"toen": "Bedragen van toen", "nu": money.prices_words()}
    priced = selection.choose(
        "prijzen", "Lijn door de jaren", list(prices), "toen", format_func=prices.__getitem__, draw="buttons"
    )

frame = money.table(store, year, report)
names = ground.names("gemeente", year)["name"]
whole = money.together(frame)
one = None if gemeente == EVERYONE else gemeente
# By its code in the year of the amounts, where it was the same gemeente.
there = ground.line(one).get(year) if one else None
own = frame.loc[there] if there in frame.dropna(subset=["front", "back"]).index else None

with head:
    amounts = whole if one is None else own
    if one and own is None:
        title = f"Van {gemeenten[one]} zijn de bedragen van {year} niet bekend"
    elif amounts is not None and len(amounts):
        who = gemeenten[one] if one else money.together_words(frame)
        front, back = money.euros(amounts["front"]), money.euros(amounts["back"])
        title = f"{who}: {front} per inwoner aan de voorkant, {back} aan de achterkant"
    else:
        title = f"Van {year} zijn er geen bedragen per inwoner"
    subtitle = (
        "Voorkant: taakveld 6.1 en 6.2 · achterkant: 6.6 tot en met 6.82 · euro per inwoner, bedragen van toen · "
        f"{money.REPORTS[report].lower()} · {year}"
    )
    shell.head(title, subtitle)
    if own is not None and (odd := money.below_nought(frame.loc[[there]], names)):
        st.caption(f":material/info: {odd}")
    if one and there is None:
        st.caption(f":material/fence: {elsewhere.told(one, year)}")

everything = take_along.Figure(
    key="tabel",
    title=title,
    subtitle=subtitle,
    name=("geld", report, gemeenten.get(gemeente, "alle gemeenten samen"), str(year)),
    table=lambda: money.numbers(frame, names, report, year),
    entries=tuple(catalog.entry(f"{id}_{report}") for id in (money.FRONT, money.TAILORED)),
    sources=("iv3", "cbs_kwb"),
    columns=money.COLUMNS,
    level="gemeente",
    notes=(money.NO_RANKING,),
)
chosen = Spending(report, year, one, priced == "nu", frame, everything, theme.palette())

left, right = st.columns([1.35, 1], gap="medium")
with left:
    years.show(chosen)
with right:
    parts.show(chosen)
need.show(chosen)

st.subheader(f"Alle gemeenten, {year}", anchor="tabel")
tables.show(
    money.by_name(frame, names),
    f"Euro per inwoner per gemeente, {year}, op naam",
    "geldtabel",
    rows=10,
    text=money.as_text,
)
if below := money.below_nought(frame, names):
    st.caption(below)
take_along.offer(replace(everything, year=year))
with st.expander("Wat deze bedragen wel en niet zeggen", icon=":material/help:"):
    for id in (money.FRONT, money.BACK, money.TAILORED):
        entry = catalog.entry(f"{id}_{report}")
        st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not}")
    st.markdown(
        " ".join(
            CAVEATS[c]
            for c in dict.fromkeys(
                c for id in (money.FRONT, money.BACK) for c in catalog.entry(f"{id}_{report}").caveats
            )
        )
    )
shell.foot(("iv3", "cbs_kwb"))
