"""How each figure is made and by which rules: generated from the catalog, the parameters and the sources."""

import streamlit as st

from answers import data, dictionary, format, house, method_text
from loaders.source import registry
from loaders.vocabulary import CAVEATS, THEMES
from ui.frame import selection, shell, tables

store = data.store()
entries = data.entries()
computed = [e for e in entries.values() if e.computed]
held = {e["source"] for e in store.manifest()["observations"].values()}
sources = [s for s in registry().values() if s.id in held or not held]

shell.head(
    "Zo komen de cijfers tot stand, en dit zeggen ze niet",
    (
        f"{format.number(len(entries) - len(computed))} cijfers zoals de bron ze geeft, {format.number(len(computed))} "
        "hier berekend"
    ),
)

st.subheader("Eén cijfer nagaan", anchor="cijfer")
listed = list(data.listed())
indicator = selection.choose(
    "indicator",
    "Cijfer",
    listed,
    "armoede" if "armoede" in listed else listed[0],
    format_func=lambda id_: f"{entries[id_].label} ({THEMES[entries[id_].theme]})",
)
entry = entries[indicator]
with st.container(border=True):
    st.markdown(f"**{entry.label}** ({format.in_words(entry.unit)})")
    st.markdown(f"**Wel:** {entry.is_}")
    if entry.is_not:
        st.markdown(f"**Niet:** {entry.is_not}")
    st.markdown(f"**Hoe gemaakt:** {entry.method}")
    if entry.definitions:
        meanings = [f"vanaf {first}: {entries[id_].label}" for first, id_ in entry.definitions]
        st.markdown(f"**Betekenis per jaar:** {'; '.join(meanings)}. Tussen die jaren is niet te vergelijken.")
    if entry.breaks:
        st.markdown(f"**Andere definitie vanaf:** {format.joined([str(year) for year in entry.breaks])}.")
    if entry.unmeasured:
        st.markdown(f"**Nog niet gemeten:** {entry.unmeasured}")
    judged = {"higher_better": "hoger is beter", "lower_better": "lager is beter"}.get(
        entry.direction or "", "geen oordeel"
    )
    st.markdown(f"**Oordeel:** {judged}. **Verwijzing:** {entry.citation}.")
    for id_ in entry.caveats:
        st.markdown(f"- {CAVEATS[id_]}")
    there = dictionary.years(entry, store)
    st.caption(f"Er zijn waarden van {format.years(there)}." if there else "Er zijn nog geen waarden van dit cijfer.")
if entry.mappable:
    selection.link("pages/kaart.py", "Dit cijfer op de kaart", ":material/map:", indicator=indicator)

st.subheader("Regels", anchor="regels")
for anchor, question, answer in method_text.rules():
    st.markdown(f"#### {question}")
    st.markdown(answer)
    if anchor == "verschil":
        shell.more(
            "Vanaf welk verschil het ertoe doet",
            "verschillen_open",
            lambda: tables.show(
                method_text.difference_table(), "Vanaf welk verschil het ertoe doet, per cijfer", "verschillen"
            ),
        )
    if anchor == "samen":
        shell.more(
            "Hoeveel keer zo groot het toeval daardoor is",
            "samen_open",
            lambda: tables.show(
                method_text.together_table(),
                "Hoeveel keer zo groot het toeval is, per cijfer, in heel het land",
                "samentellen",
            ),
        )
    if anchor == "samenhang":
        selection.link("pages/score.py", "De getallen, per maat, op Score", ":material/leaderboard:")
    if anchor == "leeg":
        shell.more(
            "Wat een vak kan zijn",
            "toestanden_open",
            lambda: tables.show(method_text.status_table(), "Wat een vak kan zijn", "toestanden"),
        )

st.subheader("Hoe elk eigen cijfer is gemaakt", anchor="eigen")
st.markdown("Deze cijfers rekent dit dashboard zelf uit. De rest staat er zoals de bron het geeft.")
for theme, name in THEMES.items():
    own = [e for e in computed if e.theme == theme]
    if not own:
        continue
    with st.expander(f"{name} ({len(own)})"):
        for one in own:
            more = f" *Nog niet gemeten: {one.unmeasured}*" if one.unmeasured else ""
            st.markdown(f"**{one.label}.** {one.is_} {one.method} Verwijzing: {one.citation}.{more}")

st.subheader("Keuzes en getallen van buiten", anchor="getallen")
st.markdown("Elk getal dat geen cijfer over een gebied is maar wel meetelt, staat hier met zijn herkomst.")
tables.show(method_text.parameter_table(), "Keuzes en getallen van buiten, met datum en bron", "parameters")

st.subheader("Licentie en verwijzen", anchor="verwijzen")
for source in sources:
    licence = f"[{source.licence}]({source.licence_url})" if source.licence_url else source.licence
    st.markdown(f"- {source.publisher}, {source.title}: {licence}")
st.markdown("Zo verwijst u naar wat u hier ziet (zet de naam van het cijfer, het gebied en het jaar erbij):")
publishers = dict.fromkeys(s.publisher for s in sources if s.id != "indicatoren")
st.code(method_text.citation(store, house.NAME, list(publishers)), language=None, wrap_lines=True)
selection.link("pages/gegevens.py", "Alle bronnen, en wat er ontbreekt", ":material/database:")
shell.foot([s.id for s in sources])
