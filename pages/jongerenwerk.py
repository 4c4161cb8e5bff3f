"""Youth work per gemeente and wijk: what was reported, what was spread, and what nobody knows."""

import pandas as pd
import streamlit as st

from indicators import catalog, parameters, youth_work
from loaders.source import LEVEL_PLURALS
from ui import colours, coverage, coverage_map, data, format, maps, picker, selection, shell, tables

LEVELS = ("gemeente", "wijk")
OWN = "zelf"
MOST_AGE = 45


def take_preset() -> None:
    """A preset becomes the age band; "own" opens the slider at the band of now."""
    preset = st.session_state["leeftijd_vooraf"]
    st.session_state["leeftijd_eigen"] = preset == OWN
    if preset != OWN:
        selection.put("leeftijd", preset)


def take_slider() -> None:
    """The slider becomes the age band; its two ends may not meet."""
    low, high = st.session_state["leeftijd_schuif"]
    selection.put(
        "leeftijd", f"{low}-{high}" if low < high else f"{min(low, MOST_AGE - 1)}-{min(low, MOST_AGE - 1) + 1}"
    )


def choose_band() -> tuple[int, int]:
    """Presets, or a slider, for the age band, which stands in the address as ``leeftijd=12-23``."""
    default = (youth_work.START, youth_work.END)
    wanted = selection.get("leeftijd")
    band = coverage.read_band(wanted)
    if band is None or band[1] > MOST_AGE:
        if wanted is not None:
            st.caption(f":material/info: Deze leeftijd kan hier niet. U ziet {default[0]} tot {default[1]} jaar.")
        band = default
    preset = next((name for name, ages in coverage.BANDS.items() if ages == band), OWN)
    st.session_state["leeftijd_vooraf"] = OWN if st.session_state.get("leeftijd_eigen") else preset
    st.segmented_control(
        "Wie telt als jongere",
        [*coverage.BANDS, OWN],
        format_func=lambda name: "Zelf kiezen" if name == OWN else f"{name.replace('-', ' tot ')} jaar",
        key="leeftijd_vooraf",
        on_change=take_preset,
        required=True,
    )
    if st.session_state["leeftijd_vooraf"] == OWN:
        st.session_state["leeftijd_schuif"] = band
        st.slider("Leeftijd, van … tot …", 0, MOST_AGE, key="leeftijd_schuif", on_change=take_slider)
    selection.remember("leeftijd", f"{band[0]}-{band[1]}", f"{default[0]}-{default[1]}")
    return band


store = data.store()
possible = coverage.years(store)
if not possible:
    shell.head("Hoeveel jongerenwerk is er per wijk? Er zijn nog geen cijfers")
    shell.empty("Geen gegevens", "Er zijn geen leeftijdsgroepen per wijk of gemeente.", picker.EMPTY_STORE)
    shell.foot()
    selection.stop()

head = st.container()
with st.container():
    level_column, year_column, band_column = st.columns([1.5, 0.8, 2.6], vertical_alignment="top")
with level_column:
    level = selection.one(
        "niveau",
        "Niveau",
        list(LEVELS),
        "gemeente",
        format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(),
        draw="buttons",
    )
    spread = level == "wijk" and st.toggle(
        "Verdeel gemeentetotalen",
        key="verdeel",
        help="Rekent een gemeld gemeentetotaal om naar wijken die zelf niets meldden, naar het aantal jongeren. "
        "Zulke cijfers heten verdeeld: ze zijn gerekend, niet gemeld.",
    )
with year_column:
    year = selection.one(
        "jaar",
        "Jaar",
        possible[::-1],
        coverage.default_year(store) or possible[-1],
        nearest=selection.nearest_year(possible),
    )
with band_column:
    start, end = choose_band()

found = coverage.of(store, level, year, start, end, bool(spread))
counts = coverage.counts(found)
total = len(found.frame)
band = f"{start} tot {end}"
palette = colours.palette()

with head:
    if counts[youth_work.REPORTED]:
        title = f"Van {format.number(counts[youth_work.REPORTED])} van de {format.areas(total, level)} is gemeld hoeveel jongerenwerk er is"
    else:
        title = f"Van geen van de {format.areas(total, level)} is gemeld hoeveel jongerenwerk er is"
    shell.head(title, f"Jongerenwerk in fte per 1.000 jongeren van {band} jaar · {LEVEL_PLURALS[level]} · {year}")

kinds = coverage_map.kinds(found, palette, band)
drawing = maps.prepare(catalog.entry("jongerenwerk"), level, year, None, "kwantielen", 4)
division = drawing.division
picture, side = st.columns([2.6, 1], gap="medium")
with picture:
    if division is None or not drawing.file:
        shell.empty(
            "Hier is geen kaart van",
            f"Er zijn geen grenzen van {LEVEL_PLURALS[level]}.",
            "De tabel hieronder geeft de cijfers wel.",
        )
    else:
        st.plotly_chart(
            coverage_map.figure(drawing, found, kinds, palette),
            key="dekkingskaart",
            theme=None,
            config=maps.CONFIG,
            alt=f"Kaart van gemeld jongerenwerk per {level}, {year}. "
            + "; ".join(f"{label}: {format.number(n)} {LEVEL_PLURALS[level]}" for label, n in counts.items())
            + ". De tabel op deze pagina geeft alle waarden.",
        )
with side:
    st.html(coverage_map.legend(kinds, palette, level))
    if division is not None and division != year:
        st.caption(f":material/info: Kaartgrenzen van {division}; van {year} zijn die er niet.")
    st.caption("Gekleurd is alleen wat een gemeente zelf meldde. Grijs is gerekend of onbekend, en nooit nul.")
    if store.demo:
        st.markdown(
            "**Waar niets is gemeld: lokaal onbekend.** Een landelijk gemiddelde hoort bij echte inwoners en is in het "
            "demogebied niet te geven."
        )
    elif found.average:
        low, high = (parameters.parameter(f"jongerenwerk_landelijk_{side}") for side in ("laag", "hoog"))
        st.markdown(
            f"**Waar niets is gemeld: lokaal onbekend; landelijk gemiddeld {format.number(found.average.low, 2)}–"
            f"{format.number(found.average.high, 2)} fte per 1.000** jongeren van {band} jaar ({year})."
        )
        st.caption(
            f"Gerekend uit {format.number(low.value)} tot {format.number(high.value)} fte in heel Nederland "
            f"({low.source}, over {low.date}). Dat getal is overal gelijk en zegt niets over een wijk of gemeente; "
            "daarom staat het niet op de kaart."
        )
    else:
        st.markdown(
            f"**Waar niets is gemeld: lokaal onbekend.** Het landelijk gemiddelde is voor {year} niet te geven: "
            "de landelijke leeftijdsgroepen ontbreken. Kies een ander jaar."
        )
st.caption(
    f":material/calculate: Jongeren van {band} jaar: {youth_work.weights_in_words(start, end)}. CBS geeft per wijk alleen "
    "deze groepen; een deel van een groep is geschat alsof elk leeftijdsjaar even groot is."
)

st.subheader(f"Alle {LEVEL_PLURALS[level]} in de tabel", anchor="tabel")
names = data.names(level, year)
shown = coverage_map.table(found, names)
tables.show(
    shown.drop(columns="Gemeente") if level == "gemeente" else shown,
    f"Jongerenwerk per {level}, {year}, met hoe elk cijfer bekend is",
    "dekkingstabel",
)
tables.download(
    "Alle rijen als CSV",
    lambda: pd.DataFrame(
        {
            "gebied": found.frame.index,
            "naam": names["name"].reindex(found.frame.index).to_numpy(),
            "jaar": year,
            "leeftijd": f"{start}-{end}",
            "jongeren_geschat": found.frame["young"].to_numpy(),
            "fte": found.frame["fte"].to_numpy(),
            "fte_per_1000_jongeren": found.frame["rate"].to_numpy(),
            "hoe_bekend": found.frame["label"].to_numpy(),
            "toelichting": found.frame["note"].to_numpy(),
            "bron": "verzonnen (demogebied)"
            if store.demo
            else "opgave van gemeenten; CBS, Kerncijfers wijken en buurten",
            "gegevensversie": store.version,
        }
    ),
    f"jongerenwerk-{level}-{year}-{start}-{end}.csv",
    "dekking_csv",
)
with st.expander("Wat deze cijfers wel en niet zeggen", icon=":material/help:"):
    for label in coverage.LABELS:
        st.markdown(f"- **{label}**: {coverage.LABEL_WORDS[label].removeprefix(label + ': ')}.")
    st.markdown(
        "Fte is een maat voor omvang, niet voor kwaliteit, en geen norm. Wat niet is gemeld, is onbekend en geen nul."
    )
    selection.link("pages/methode.py", "Hoe dit cijfer is gemaakt", ":material/menu_book:", indicator="jongerenwerk")
shell.foot(("opgave", "cbs_kwb"))
