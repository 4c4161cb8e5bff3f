"""Money of gemeenten near the front door of care and behind it: per inhabitant, through the years, beside need."""

import streamlit as st

from indicators import catalog
from loaders.source import CAVEATS
from ui import charts, colours, data, format, money, picker, selection, shell, tables
from ui import planner_subject as subjects

EVERYONE = "alle"

store = data.store()
reports = money.reports()
if not reports:
    shell.head("Wat geven gemeenten uit aan de voorkant en de achterkant? Er zijn nog geen cijfers")
    shell.empty(
        "Geen bedragen van gemeenten",
        "In het demogebied zijn geen bedragen verzonnen." if store.demo else "De begrotingen en rekeningen (Iv3) zijn er niet.",
        "Haal de echte cijfers op met `make data`." if store.demo else picker.EMPTY_STORE,
    )  # fmt: skip
    st.markdown(money.DEFINITION)
    shell.foot(("iv3",))
    selection.stop()

head = st.container()
report_column, where_column, year_column = st.columns([2, 2.4, 1])
with report_column:
    report = selection.one(
        "verslag", "Volgens", reports, reports[0], format_func=money.REPORTS.__getitem__, draw="buttons"
    )
with where_column:
    gemeenten = data.gemeenten()
    gemeente = selection.one(
        "gemeente", "Gemeente", [EVERYONE, *gemeenten], EVERYONE,
        format_func=lambda code: gemeenten.get(code, "Alle gemeenten samen"),
    )  # fmt: skip
with year_column:
    possible = money.years(report)
    year = selection.one(
        "jaar",
        "Jaar",
        possible[::-1],
        money.default_year(report, lambda y: bool(subjects.needs("gemeente", y))),
        nearest=selection.nearest_year(possible),
    )

frame = money.table(store, year, report)
names = data.names("gemeente", year)["name"]
whole = money.together(frame)
both = frame.dropna(subset=["front", "back"])
one = None if gemeente == EVERYONE else gemeente
palette = colours.palette()

with head:
    if one and one in both.index:
        front, back = float(both.at[one, "front"]), float(both.at[one, "back"])
        title = (
            f"{gemeenten[one]}: {money.euros(front)} per inwoner aan de voorkant, {money.euros(back)} aan de achterkant"
        )
    elif one:
        title = f"Van {gemeenten[one]} zijn de bedragen van {year} niet bekend"
    elif whole:
        title = f"Gemeenten samen: {money.euros(whole['front'])} per inwoner aan de voorkant, {money.euros(whole['back'])} aan de achterkant"
    else:
        title = f"Van {year} zijn er geen bedragen per inwoner"
    shell.head(
        title, f"Euro per inwoner, niet gecorrigeerd voor prijzen · {money.REPORTS[report].lower()} · Iv3 · {year}"
    )

left, right = st.columns([1.5, 1], gap="medium")
with left:
    st.subheader("Door de jaren", anchor=False)
    st.caption("Een streep betekent: vanaf daar is anders ingedeeld of geboekt. Vergelijk daar niet overheen.")
    lines = money.lines_of(store, one, report, palette) if one else money.lines_together(store, report, palette)
    if any(len(line.values.dropna()) for line in lines):
        st.plotly_chart(
            charts.trend(lines, money.euros, "euro per inwoner", palette), key="geldlijn", config=charts.CONFIG,
            alt="Lijnen van de voorkant en de achterkant in euro per inwoner door de jaren. "
            + " ".join(f"{line.name}: " + ", ".join(f"{y} {money.euros(v)}" for y, v in line.values.dropna().items()) + "." for line in lines),
        )  # fmt: skip
    else:
        shell.empty("Geen jaren", "Van deze gemeente zijn er geen bedragen per inwoner.", "Kies een andere gemeente.")
with right:
    st.subheader("96 : 4, en wat het hier is", anchor=False)
    if one and one in both.index:
        st.markdown(f"**{gemeenten[one]}: achterkant : voorkant = {money.ratio(float(both.at[one, 'front']), float(both.at[one, 'back']))}** ({year})")  # fmt: skip
    if whole:
        st.markdown(
            f"**{format.areas(len(both), 'gemeente').capitalize()} samen: {money.ratio(whole['front'], whole['back'])}** ({year})"
        )
    with st.expander("Wat is voorkant, achterkant en 96 : 4?", expanded=not one):
        st.markdown(money.DEFINITION)

st.subheader("De voorkant naast behoefte", anchor=False)
needs = subjects.needs("gemeente", year)
if needs:
    need_id = selection.one("behoefte", "Behoefte volgens", list(needs), next(iter(needs)), format_func=needs.__getitem__)  # fmt: skip
    need = store.table("gemeente", year, [need_id])[need_id]
    count = int((need.notna() & frame["front"].reindex(need.index).notna()).sum())
    st.plotly_chart(
        money.beside_need(frame, need, names, one, f"{needs[need_id]} ({year})", palette), key="geldwolk", config=charts.CONFIG,
        alt=f"Stippen van {format.areas(count, 'gemeente')}: {needs[need_id]} naast euro per inwoner aan de voorkant, {year}.",
    )  # fmt: skip
    st.caption(
        "Elke stip is een gemeente. Dat twee cijfers samen hoog of laag zijn, zegt niet waar dat vandaan komt. " + money.NO_RANKING
    )  # fmt: skip
else:
    shell.empty("Geen behoefte om naast te zetten", f"Van {year} is er geen behoeftecijfer per gemeente.", "Kies een ander jaar.")  # fmt: skip
    st.caption(money.NO_RANKING)

st.subheader(f"Alle gemeenten, {year}", anchor="tabel")
tables.show(money.as_text(frame, names), f"Euro per inwoner per gemeente, {year}, op naam", "geldtabel")
tables.download(
    "Alle rijen als CSV",
    lambda: (
        frame.drop(columns="back")
        .rename(
            columns={
                "front": "voorkant_euro_per_inwoner",
                "tailored": "hulp_op_maat_euro_per_inwoner",
                "people": "inwoners",
            }
        )
        .assign(
            naam=names.reindex(frame.index),
            jaar=year,
            verslag=report,
            bron=catalog.entry(f"{money.FRONT}_{report}").citation,
            gegevensversie=store.version,
        )
        .rename_axis("gebied")
        .reset_index()
    ),
    f"geld-{report}-{year}.csv",
    "geld_csv",
)
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
