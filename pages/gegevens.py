"""What is there, from whom, how fresh; what is missing and why; and the dictionary of every figure."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from loaders.source import LEVEL_PLURALS, THEMES, registry
from ui import data, dictionary, format, inventory, picker, selection, shell, tables, upload

store = data.store()
sources = registry()
holdings = inventory.holdings(store, sources)
now = datetime.now(UTC)


def title() -> str:
    """The finding: how many figures, of how many sources and years."""
    held = [h for h in holdings if h.rows]
    every = sorted({year for h in held for year in h.years})
    ids = {v for level in LEVEL_PLURALS for v in store.variables(level)}
    if not held:
        return "Er zijn nog geen gegevens"
    return f"{format.number(len(ids))} cijfers uit {format.plural(len(held), 'bron', 'bronnen')}, over {format.years(every)}"


shell.head(title(), f"Gegevensversie {store.version} · gemaakt {format.day(store.manifest()['created'])}")
if store.is_empty():
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", picker.EMPTY_STORE)
elif store.demo:
    st.info(
        "Alle cijfers die u nu ziet zijn verzonnen, en de plaatsen ook. Zo werkt het dashboard zonder netwerk. "
        "De echte cijfers haalt u op met `make data`, of met de knop op de pagina Start.",
        title="Dit is het demogebied",
        icon=":material/science:",
    )

st.subheader("Bronnen", anchor="bronnen")
st.table(
    inventory.source_table(holdings, now, demo=store.demo),
    hide_index=True,
    border="horizontal",
    alt="Bronnen met uitgever, licentie, jaren, niveaus, aantal rijen en wanneer opgehaald",
)

st.subheader("Wat ontbreekt, en waarom", anchor="ontbreekt")
pulls = inventory.pull_table(store, sources)
lacking = pulls[~pulls["Uitkomst"].isin([inventory.PULL_WORDS["ok"], inventory.PULL_WORDS["unchanged"]])]
if len(lacking):
    st.markdown(f"**Jaren die er niet zijn.** Van {format.plural(len(lacking), 'bron en jaar', 'bronnen en jaren')}:")
    tables.show(lacking, "Bronnen en jaren die niet konden worden opgehaald, met de reden", "ontbreekt", rows=50)
elif len(pulls):
    st.markdown("Alle jaren die zijn gevraagd, zijn opgehaald.")
else:
    st.markdown("Van deze gegevens is niet bijgehouden hoe ze zijn opgehaald: ze komen niet van een netwerk.")

blank = [data.entry(id_) for id_ in inventory.without_data(store, list(data.listed()))]
with st.expander(f"Cijfers zonder enige waarde ({len(blank)})"):
    if not blank:
        st.markdown("Elk cijfer heeft ten minste één waarde.")
    for entry in blank:
        why = entry.unmeasured or "de bron is nog niet opgehaald, of gaf voor dit cijfer niets."
        st.markdown(f"- **{entry.label}**: {why}")

levels = [level for level in LEVEL_PLURALS if store.years(level)]
if levels:
    left, right = st.columns([2, 1])
    with left:
        level = selection.one(
            "niveau",
            "Niveau",
            levels,
            "wijk" if "wijk" in levels else levels[0],
            format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(),
            draw="buttons",
        )
    years = store.years(level)
    with right:
        year = selection.one("jaar", "Jaar", years[::-1], years[-1], nearest=selection.nearest_year(years))
    counted = inventory.reasons(store, level, year)
    st.markdown(
        f"**Vakken van {LEVEL_PLURALS[level]} in {year}**: hoeveel er gevuld zijn, en waarom de andere leeg zijn."
    )
    shown = counted.map(format.number).reset_index()
    shown["Toestand"] = shown["Toestand"].str.capitalize()
    tables.show(shown, f"Aantal vakken per toestand, {LEVEL_PLURALS[level]} {year}", "toestanden")
    with st.expander(f"Per cijfer en jaar: voor hoeveel van de {LEVEL_PLURALS[level]} is er een waarde?"):
        share = inventory.filled(store, level, list(data.listed()))
        share = share[share.notna().any(axis=1)]
        cells = share.map(lambda v: "–" if pd.isna(v) else format.with_unit(v, "%"))
        cells.columns = [str(column) for column in cells.columns]
        cells.insert(0, "Cijfer", [data.entry(id_).label for id_ in cells.index])
        tables.show(cells, f"Deel van de {LEVEL_PLURALS[level]} met een waarde, per cijfer en jaar", "gevuld")
        st.caption("Een streepje: de bron heeft dat cijfer in dat jaar niet op dit niveau.")

upload.show()

st.subheader("Woordenboek van alle cijfers", anchor="woordenboek")
words_column, theme_column = st.columns([2, 1])
with words_column:
    text = st.text_input(
        "Zoek een cijfer", key="zoek_cijfer", type="search", live="250ms", placeholder="Bijvoorbeeld “huishoudens”"
    )
with theme_column:
    theme = selection.one(
        "thema",
        "Thema",
        ["alles", *data.themes()],
        "alles",
        format_func=lambda t: "Alle thema's" if t == "alles" else THEMES[t],
    )
found = dictionary.search(list(data.entries().values()), text, None if theme == "alles" else theme)
if not found:
    shell.empty(
        "Niets gevonden", f"Geen cijfer past bij “{text[:40]}”.", "Probeer een ander woord of kies alle thema's."
    )
else:
    st.caption(f"{format.plural(len(found), 'cijfer', 'cijfers')}")
    tables.show(
        dictionary.table(found, store), "Woordenboek: naam, eenheid, uitleg, niveaus, jaren", "woorden", rows=25
    )
tables.download(
    "Download het hele woordenboek (CSV)",
    lambda: dictionary.download(list(data.entries().values()), store),
    "woordenboek.csv",
    "woordenboek_csv",
)
shell.foot([h.source.id for h in holdings if h.rows])
