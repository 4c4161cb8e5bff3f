"""What is there, from whom, how fresh; the files to take along; what is missing and why; the dictionary."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from answers import cells, damage, data, dictionary, format, inventory, versions
from export import bulk
from loaders.source import registry
from loaders.vocabulary import LEVEL_PLURALS, THEMES
from ui.frame import links, selection, shell, tables, take_along
from ui.sources import edited, upload
from web.api import bulk as api_bulk

store = data.store()
sources = registry()
entries = data.entries()
holdings = inventory.holdings(store, sources)
held = [h for h in holdings if h.rows]
now = datetime.now(UTC)
MOST_VERSIONS = 100


def title() -> str:
    """The finding: how many figures, of how many sources and years."""
    every = sorted({year for h in held for year in h.years})
    ids = {v for level in LEVEL_PLURALS for v in store.variables(level)}
    if not held:
        return "Er zijn nog geen gegevens"
    return (
        f"{format.number(len(ids))} cijfers uit {format.plural(len(held), 'bron', 'bronnen')}, over "
        f"{format.years(every)}"
    )


def filled(level: str) -> None:
    """For how many areas each figure has a value in each year."""
    share = inventory.filled(store, level, list(data.listed()))
    share = share[share.notna().any(axis=1)]
    cells = share.map(lambda v: "–" if pd.isna(v) else format.with_unit(v, "%"))
    cells.columns = [str(column) for column in cells.columns]
    cells.insert(0, "Cijfer", [entries[id_].label for id_ in cells.index])
    tables.show(cells, f"Deel van de {LEVEL_PLURALS[level]} met een waarde, per cijfer en jaar", "gevuld")
    st.caption("Een streepje: de bron heeft dat cijfer in dat jaar niet op dit niveau.")


shell.head(title(), f"Gegevensversie {store.version} · gemaakt {format.day(store.manifest()['created'])}")
if store.is_empty():
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", shell.who_loads())
elif store.demo:
    st.info(
        "Alle cijfers die u nu ziet zijn verzonnen, en de plaatsen ook. Zo werkt het dashboard zonder netwerk. "
        f"{shell.who_loads()}",
        title="Dit is het demogebied",
        icon=":material/science:",
    )

st.subheader("Bronnen", anchor="bronnen")
SOURCES_ALT = "Bronnen met uitgever, jaren en niveaus, wanneer opgehaald, en licentie"
if held:
    st.table(inventory.source_table(held, now, demo=store.demo), hide_index=True, border="horizontal", alt=SOURCES_ALT)
nothing_yet = [h for h in holdings if not h.rows and h.source.variables]
if nothing_yet:
    shell.more(
        f"Toon meer: {format.plural(len(nothing_yet), 'bron', 'bronnen')} zonder cijfers",
        "bronnen_leeg",
        lambda: st.table(
            inventory.source_table(nothing_yet, now, demo=store.demo).drop(columns=["Cijfers over"]),
            hide_index=True,
            border="horizontal",
            alt="Bronnen die dit dashboard kent en waarvan er nu geen cijfers zijn",
        ),
    )

levels = [level for level in LEVEL_PLURALS if store.years(level)]
if levels:
    st.subheader("Alles downloaden", anchor="downloaden")
    level_column, year_column, shape_column = st.columns([3, 1, 2])
    with level_column:
        level = selection.choose(
            "niveau",
            "Niveau",
            levels,
            "wijk" if "wijk" in levels else levels[0],
            format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(),
            draw="buttons",
        )
    years = store.years(level)
    with year_column:
        year = selection.choose("jaar", "Jaar", years[::-1], years[-1], nearest=selection.nearest_year(years))
    with shape_column:
        shape = selection.choose(
            "bestand",
            "Vorm",
            list(bulk.SHAPES),
            "breed",
            format_func={"breed": "Een rij per gebied", "lang": "Een rij per cijfer"}.__getitem__,
            draw="buttons",
            help="Een rij per gebied: twee kolommen per cijfer, de waarde en de toestand. Een rij per cijfer: voor wie "
            "zelf rekent; ook cijfers op andere grenzen staan erin.",
        )
    with st.container(horizontal=True):
        for when, of_when in ((year, str(year)), (None, "alle jaren")):
            for kind, name in (("xlsx", "Excel"), ("csv.zip", "CSV"), ("parquet", "Parquet")):
                wanted = bulk.Wanted(level, when, shape, kind)
                if wanted.exists(store):
                    st.link_button(
                        f"{name}, {of_when}",
                        api_bulk.address(wanted, store.version),
                        help=wanted.file_name(store),
                        icon=":material/download:",
                    )
    st.caption(
        f"{'**Verzonnen cijfers**, ook in de bestanden zo genoemd. ' if store.demo else ''}In elk bestand: het "
        "woordenboek, de bronnen met licentie, de gegevensversie en bij elk leeg vak de reden. Een groot bestand "
        "maken duurt tot een minuut. In Excel kan alleen één jaar, met een rij per gebied."
    )

st.subheader("Wat ontbreekt, en waarom", anchor="ontbreekt")
pulls = inventory.pull_table(store, sources)
lacking = pulls[~pulls["Uitkomst"].isin([inventory.PULL_WORDS["ok"], inventory.PULL_WORDS["unchanged"]])]
if len(lacking):
    st.markdown(
        f"Van {format.plural(len(lacking), 'bron en jaar', 'bronnen en jaren')} zijn er geen gegevens: "
        f"{inventory.outcomes(lacking)}."
    )
    shell.more(
        "Toon meer: welke bronnen en jaren, en waarom",
        "ontbreekt_waarom",
        lambda: tables.show(
            lacking, "Bronnen en jaren die niet konden worden opgehaald, met de reden", "ontbreekt", rows=50
        ),
    )
elif len(pulls):
    st.markdown("Alle jaren die zijn gevraagd, zijn opgehaald.")
else:
    st.markdown("Van deze gegevens is niet bijgehouden hoe ze zijn opgehaald: ze komen niet van een netwerk.")

if levels:
    counted = inventory.reasons(level, year)
    st.markdown(
        f"**Vakken van {LEVEL_PLURALS[level]} in {year}**: hoeveel er gevuld zijn, en waarom de andere leeg zijn."
    )
    shown = counted.map(format.number).reset_index()
    shown["Toestand"] = [str(kind).capitalize() for kind in shown["Toestand"]]  # none at all is no text to pandas
    tables.show(shown, f"Aantal vakken per toestand, {LEVEL_PLURALS[level]} {year}", "toestanden")
    shell.more(
        f"Toon meer: voor hoeveel {LEVEL_PLURALS[level]} is er een waarde, per cijfer en jaar?",
        "gevuld_per_jaar",
        lambda: filled(level),
    )

blank = [entries[id_] for id_ in inventory.without_data(store, list(data.listed()))]
with st.expander(f"Toon meer: cijfers zonder enige waarde ({len(blank)})"):
    why = "de bron is nog niet opgehaald, of gaf voor dit cijfer niets."
    st.markdown(
        "\n".join(f"- **{entry.label}**: {entry.unmeasured or why}" for entry in blank)
        or "Elk cijfer heeft ten minste één waarde."
    )

st.subheader("Versies en herzieningen", anchor="versies")
log = versions.log(store)
if not log:
    st.markdown(
        "Er is nog geen logboek. Het begint als de gegevens zijn opgehaald of opnieuw berekend: dan staat hier wat "
        "elke versie veranderde, met de oude en de nieuwe waarden."
    )
else:
    st.markdown(
        f"De nieuwste versie is {log[0]['version']}: {versions.headline(log[0])}. Een link of bestand noemt zijn "
        "versie, en blijft die tonen zolang zij is bewaard. Dit logboek is ook een "
        "[Atom-feed](/api/v1/revisions.atom)."
    )
    st.markdown(versions.lines(log[:3]))
    if log[3:]:
        with st.expander(f"Toon meer: {format.plural(len(log[3:]), 'eerdere versie', 'eerdere versies')}"):
            st.markdown(versions.lines(log[3:MOST_VERSIONS]))
    options = ["geen", *[entry["version"] for entry in log if entry["file"]]]
    chosen = selection.choose(
        "herziening",
        "Toon meer: de oude en nieuwe waarden van een versie",
        options,
        "geen",
        format_func=lambda v: "Kies een versie" if v == "geen" else v,
    )
    if chosen != "geen":
        entry = next(entry for entry in log if entry["version"] == chosen)
        moved = versions.moved(entry)
        tables.show(
            moved,
            f"Waarden die versie {chosen} veranderde: was en werd",
            "herziene_waarden",
            rows=25,
            text=lambda part: versions.values(part),
        )
        if entry["listed"] < versions.total(entry):
            st.caption(
                f"Dit zijn de {format.number(entry['listed'])} grootste van {format.number(versions.total(entry))} "
                "veranderingen."
            )
        with st.container(horizontal=True):
            st.link_button("Alle waarden als CSV", f"/api/v1/revisions/{chosen}?format=csv", icon=":material/download:")
            for version in (entry["version"], entry["previous"]):
                if version != store.version and versions.kept(log, version):
                    selection.link(
                        "pages/gegevens.py",
                        f"Bekijk het dashboard met versie {version}",
                        ":material/history:",
                        versie=version,
                    )

st.subheader("Woordenboek van alle cijfers", anchor="woordenboek")
words_column, theme_column = st.columns([2, 1])
with words_column:
    text = st.text_input(
        "Zoek een cijfer", key="zoek_cijfer", type="search", live="250ms", placeholder="Bijvoorbeeld “huishoudens”"
    )
with theme_column:
    theme = selection.choose(
        "thema",
        "Thema",
        ["alles", *data.themes()],
        "alles",
        format_func=lambda t: "Alle thema's" if t == "alles" else THEMES[t],
    )
found = dictionary.search(list(entries.values()), text, None if theme == "alles" else theme)
if not found:
    shell.empty(
        "Niets gevonden", f"Geen cijfer past bij “{text[:40]}”.", "Probeer een ander woord of kies alle thema's."
    )
else:
    st.caption(f"{format.plural(len(found), 'cijfer', 'cijfers')}")
    tables.show(
        pd.DataFrame({"cijfer": found}),
        "Woordenboek: naam en eenheid, uitleg, niveaus en jaren",
        "woorden",
        rows=10,
        text=lambda part: dictionary.table(list(part["cijfer"]), store),
    )
take_along.offer(
    take_along.Figure(
        key="woordenboek",
        label="Neem het hele woordenboek mee",
        title="Woordenboek van alle cijfers",
        subtitle=(
            f"{format.plural(len(entries), 'cijfer', 'cijfers')}: eenheid, uitleg, kanttekeningen, bron, niveaus en "
            "jaren"
        ),
        name=("woordenboek",),
        table=lambda: dictionary.download(list(data.entries().values()), store),
        sources=tuple(h.source.id for h in held),
        columns=dictionary.COLUMNS,
    )
)

if versions.newest():
    upload.show()

if hurt := damage.sentences(store):
    st.subheader("Beschadigd", anchor="beschadigd")
    st.markdown(
        "Deze bestanden zijn niet meer wat er geschreven is. Wat erin stond, laten wij niet zien. Wie dit dashboard "
        "beheert, kan ze opnieuw maken."
    )
    st.markdown("\n".join(f"- {cells.plain(sentence)}" for sentence in hurt))

if problems := edited.problems():
    st.subheader("Weggelaten uit onze eigen lijsten", anchor="weggelaten")
    st.markdown(
        "Beweringen, gekozen getallen en indelingen staan in bestanden die mensen bijhouden. Dit klopt daarin nu niet. "
        "Wat fout is, gebruiken we niet."
    )
    wrong = "Wat er mis is in de bestanden die mensen bijhouden, en wat te doen"
    st.table(edited.table(problems), hide_index=True, border="horizontal", alt=wrong)

st.subheader("Voor programma's", anchor="api")
st.markdown(
    "Dezelfde gegevens zijn met een programma op te vragen, zonder aanmelden, als JSON of CSV. Elk antwoord noemt "
    "versie, bron en licentie, en bij elk leeg vak de reden (`status`)."
)
with st.expander("Toon meer: hoe het werkt, met een voorbeeld", icon=":material/code:"):
    example = inventory.example(store, links.base())
    st.markdown(
        "- `/api/v1/indicators`: alle cijfers; `/api/v1/indicators/<naam>`: één cijfer, met kanttekeningen\n"
        "- `/api/v1/areas?level=wijk&q=<deel van de naam>`: gebieden zoeken\n"
        "- `/api/v1/data/<naam>?level=wijk&year=2020`: één cijfer voor alle wijken; met `areas=` voor genoemde "
        "gebieden\n"
        "- `/api/v1/bulk`: de bestanden hierboven; `/api/v1/dictionary`: het woordenboek\n"
        "- `/api/v1/versions` en `/api/v1/revisions`: de versies, en wat elke veranderde\n"
        "- Met `format=csv` als CSV; met `version=` van een vaste gegevensversie. Een onbekende parameter geeft een "
        "fout.\n"
    )
    st.markdown("Zo leest u een cijfer in, in R en in Python:")
    st.code(f'read.csv("{example}")', language="r")
    st.code(f'import pandas as pd\npd.read_csv("{example}")', language="python")
    st.link_button("Begin van de API", "/api/v1/", icon=":material/open_in_new:", type="tertiary")
    st.link_button(
        "Beschrijving voor programma's (OpenAPI)",
        "/api/v1/openapi.json",
        icon=":material/open_in_new:",
        type="tertiary",
    )
shell.foot([h.source.id for h in held])
