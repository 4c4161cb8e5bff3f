"""Money of gemeenten near the front door of care and behind it: per inhabitant, through the years, beside need."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from answers import data, money, need_figures
from figures import charts
from indicators import catalog
from indicators import money as indicator_money
from loaders.source import CAVEATS
from ui.frame import selection, shell, tables, take_along, theme

EVERYONE = "alle"

store = data.store()
reports = money.reports()
if not reports:
    shell.head("Wat geven gemeenten uit aan de voorkant en de achterkant? Er zijn nog geen cijfers")
    shell.empty(
        "Geen bedragen van gemeenten",
        "In het demogebied zijn geen bedragen verzonnen." if store.demo else "De begrotingen en rekeningen (Iv3) zijn er niet.",
        shell.who_loads("iv3"),
    )  # fmt: skip
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
        money.default_year(report, lambda y: bool(need_figures.listed("gemeente", y))),
        nearest=selection.nearest_year(possible),
    )
with prices_column:
    prices = {"toen": "Bedragen van toen", "nu": money.prices_words()}
    real = selection.one("prijzen", "Lijn door de jaren", list(prices), "toen", format_func=prices.__getitem__, draw="buttons") == "nu"  # fmt: skip

frame = money.table(store, year, report)
names = data.names("gemeente", year)["name"]
whole = money.together(frame)
both = frame.dropna(subset=["front", "back"])
one = None if gemeente == EVERYONE else gemeente
known_one = one is not None and one in both.index
palette = theme.palette()

with head:
    if known_one:
        front, back = float(both.at[one, "front"]), float(both.at[one, "back"])
        title = f"{gemeenten[gemeente]}: {money.euros(front)} per inwoner aan de voorkant, {money.euros(back)} aan de achterkant"
    elif one:
        title = f"Van {gemeenten[gemeente]} zijn de bedragen van {year} niet bekend"
    elif whole:
        title = f"{money.together_words(frame)}: {money.euros(whole['front'])} per inwoner aan de voorkant, {money.euros(whole['back'])} aan de achterkant"
    else:
        title = f"Van {year} zijn er geen bedragen per inwoner"
    subtitle = f"Voorkant: taakveld 6.1 en 6.2 · achterkant: 6.6 tot en met 6.82 · euro per inwoner, bedragen van toen · {money.REPORTS[report].lower()} · {year}"
    shell.head(title, subtitle)
    if known_one and (odd := money.below_nought(frame.loc[[one]], names)):
        st.caption(f":material/info: {odd}")

where = gemeenten.get(gemeente, "alle gemeenten samen")
everything = take_along.Figure(
    key="tabel",
    title=title,
    subtitle=subtitle,
    name=("geld", report, where, str(year)),
    table=lambda: money.numbers(frame, names, report, year),
    entries=tuple(catalog.entry(f"{id}_{report}") for id in (money.FRONT, money.TAILORED)),
    sources=("iv3", "cbs_kwb"),
    columns=money.COLUMNS,
    level="gemeente",
    notes=(money.NO_RANKING,),
)

left, right = st.columns([1.35, 1], gap="medium")
with left:
    st.markdown("**Door de jaren**")
    chart, lines, changed = money.trend(one, report, real, palette, 300)
    unit = f"euro per inwoner, {prices['nu'].lower() if real else 'bedragen van toen'}"
    if any(len(line.values.dropna()) for line in lines):
        alt = f"Lijnen van de voorkant en de achterkant in {unit}. " + " ".join(
            f"{line.name}: " + ", ".join(f"{y} {money.euros(v)}" for y, v in line.values.dropna().items()) + "." for line in lines
        )  # fmt: skip
        st.plotly_chart(chart, key="geldlijn", config=charts.CONFIG, alt=alt)
        take_along.offer(
            replace(
                everything,
                key="jaren",
                subtitle=f"Voorkant en achterkant door de jaren · {unit} · {money.REPORTS[report].lower()}",
                name=("geld", report, where, "jaren"),
                draw=lambda colours_of: money.trend(one, report, real, colours_of, 300)[0],
                table=lambda: pd.DataFrame({line.name: line.values for line in lines}).rename_axis("jaar").reset_index().assign(eenheid=unit),
                columns={line.name: f"{line.name}, {unit}" for line in lines},
                notes=tuple(filter(None, ("" if one else money.followed(report), changed))),
                alt=alt,
            )
        )  # fmt: skip
        st.caption(
            f"{'' if one else money.followed(report)}{'Lijn ' + prices['nu'].lower() + ', met de consumentenprijzen van CBS. ' if real else ''}{changed} Een streep betekent: vanaf daar is anders ingedeeld of geboekt; vergelijk daar niet overheen."
        )
    else:
        shell.empty("Geen jaren", "Van deze gemeente zijn er geen bedragen per inwoner.", "Kies een andere gemeente.")
with right:
    st.markdown("**Hoe dit gemeentegeld is verdeeld**")
    # Beside another gemeente never the whole back: a centrumgemeente pays 6.81 and 6.82 for those around it too.
    side, called = ("tailored", "hulp op maat") if known_one else ("back", "achterkant")
    bars = []
    if every := money.together(frame, side):
        bars.append((f"{money.together_words(frame)}, {year}", every["front"], every[side]))
    if known_one:
        bars.append((f"{gemeenten[gemeente]}, {year}", float(both.at[one, "front"]), float(both.at[one, side])))
    bars = [bar for bar in bars if money.divisible(*bar[1:])]
    if bars:
        ratios = f"{called.capitalize()} : voorkant. " + " ".join(
            f"{label}: {money.ratio(front, back)}." for label, front, back in bars
        )
        st.plotly_chart(
            money.shares(bars, palette, called),
            key="geldverhouding",
            config=charts.CONFIG,
            alt=f"Balken van honderd. {ratios}",
        )
        take_along.offer(
            replace(
                everything,
                key="verhouding",
                subtitle=f"{called.capitalize()} : voorkant, op elke honderd euro · {money.REPORTS[report].lower()} · {year}",
                name=("geld", report, where, "verhouding", str(year)),
                draw=lambda colours_of: money.shares(bars, colours_of, called),
                table=lambda: pd.DataFrame(bars, columns=["wat", "voorkant", called.replace(" ", "_")]),
                columns=money.SHARE_COLUMNS,
                notes=(money.NOT_THE_LETTER,),
                alt=f"Balken van honderd. {ratios}",
            )
        )  # fmt: skip
    if bars and known_one:
        st.caption(
            "Hulp op maat is 6.6 en 6.7. Zonder 6.81 en 6.82: die betalen centrumgemeenten ook voor de gemeenten om hen heen."
        )
    st.markdown(f"**En de 96 : 4 uit de brief?** {money.NOT_THE_LETTER}")
    if whole:
        st.table(
            money.beside_the_letter(frame, report, year), border="horizontal", hide_index=True,
            alt="Wat de brief verdeelt, en wat deze pagina verdeelt",
        )  # fmt: skip
    with st.expander("Wat is voorkant, achterkant en 96 : 4?"):
        st.markdown(money.DEFINITION)

st.markdown("**Naast behoefte**")
needs = need_figures.listed("gemeente", year)
if needs:
    need_id = selection.one("behoefte", "Behoefte volgens", list(needs), next(iter(needs)), format_func=needs.__getitem__)  # fmt: skip
    need = store.table("gemeente", year, [need_id])[need_id]
    if catalog.entry(need_id).direction == "higher_better":
        need = -need
    groups = indicator_money.by_need(frame, need, ("front", "tailored", "back"))
    if groups.empty:
        shell.empty("Te weinig gemeenten", f"Van te weinig gemeenten zijn behoefte en bedragen van {year} bekend.", "Kies een ander jaar.")  # fmt: skip
    else:
        mine = money.group_of(groups, need, one)
        which = f"{len(groups)} groepen"
        axis = f"gemeenten in {which} naar {needs[need_id].lower()} ({year})"
        chosen = None if mine is None or not known_one else (mine, float(both.at[one, "front"]))
        grouped = f"Gemeenten in {which} naar {needs[need_id]}, {year}. " + " ".join(
            f"Groep {i}: voorkant {money.euros(row.front)}, hulp op maat {money.euros(row.tailored)}, hele achterkant {money.euros(row.back)}."
            for i, row in enumerate(groups.itertuples(), 1)
        )  # fmt: skip
        st.plotly_chart(
            money.by_need(groups, axis, palette, chosen, gemeenten.get(gemeente, "")),
            key="geldbehoefte", config=charts.CONFIG, alt=grouped,
        )  # fmt: skip
        take_along.offer(
            replace(
                everything,
                key="behoefte",
                title=f"Euro per inwoner: {axis}",
                name=("geld", report, "naar", need_id, str(year)),
                draw=lambda colours_of: money.by_need(groups, axis, colours_of, chosen, gemeenten.get(gemeente, "")),
                table=lambda: money.group_numbers(groups, need_id, report, year),
                columns={**money.COLUMNS, **money.GROUP_COLUMNS},
                entries=(*everything.entries, catalog.entry(need_id)),
                sources=tuple(dict.fromkeys((*everything.sources, *catalog.entry(need_id).sources))),
                year=year,
                alt=grouped,
            )
        )
        st.caption(
            f"De groepen zijn zo even groot als kan; gemeenten met hetzelfde cijfer blijven bij elkaar. Bedragen zijn gewogen naar inwoners. Dat twee cijfers samen hoog of laag zijn, zegt niet "
            f"waar dat vandaan komt. {money.NO_RANKING}"
        )  # fmt: skip
else:
    shell.empty("Geen behoefte om naast te zetten", f"Van {year} is er geen behoeftecijfer per gemeente.", "Kies een ander jaar.")  # fmt: skip
    st.caption(money.NO_RANKING)

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
