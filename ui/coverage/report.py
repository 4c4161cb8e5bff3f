"""What the page on youth work says: its finding, what is known where nothing was reported, and how to change that."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from answers import coverage, data, format, ground, ranks
from answers.coverage import Coverage
from answers.coverage.need import Beside, Need
from figures import bivariate
from indicators import parameters, youth_work
from indicators.youth_work import MUCH_LITTLE, REPORTED, SPREAD
from loaders.importing import templates
from loaders.store import Store
from loaders.vocabulary import LEVEL_PLURALS
from ui.frame import selection


def title(
    found: Coverage,
    two_way: bivariate.TwoWay | None,
    made: Beside | None,
    view: str,
    level: str,
    year: int,
    band: str,
    where: str,
    most: pd.DataFrame | None = None,
) -> tuple[str, str]:
    """The first line of the page for the picture that is shown, and under it measure, level and year.

    ``where`` ends a sentence (`` in Rotterdam``), and is empty for the whole country. ``most`` are the areas of the list
    below, with much need and many young people, less what the reader has left out.
    """
    reported, total, demo = coverage.counts(found)[REPORTED], len(found.frame), data.store().demo
    under = f"{LEVEL_PLURALS[level]}{where} · {year} · jongeren van {band} jaar{_nothing_local(found, demo)}"
    if view == "jongeren":
        nobody = "" if reported else "Niemand meldde hier hoeveel jongerenwerk er is. "
        if two_way is None:
            finding = (
                "Wel bekend is waar jongeren wonen"
                if nobody
                else f"Hoe groot is het aandeel jongeren per {level}{where}?"
            )
            return f"{nobody}{finding}", f"Aandeel jongeren · {under}"
        both = int(two_way.counts[2][2]) if most is None else len(most)
        return (
            f"{nobody}{format.areas(both, level).capitalize()}{where} {'hoort' if both == 1 else 'horen'} bij het "
            "derde deel met de meeste behoefte én bij dat met naar verhouding de meeste jongeren",
            f"{two_way.y.label} en aandeel jongeren · {under}",
        )
    if made is not None:
        low = "onder uw grens" if made.own_cut else "in de laagste helft"
        return (
            f"In {format.number(made.count(MUCH_LITTLE))} van de {format.areas(len(made.frame), level)} met een "
            f"opgave{where} ligt de behoefte in de hoogste helft en het jongerenwerk {low}",
            f"Gemeld jongerenwerk in fte per 1.000 jongeren, naast behoefte · {under}",
        )
    return (
        (
            f"Van {format.number(reported)} van de {format.areas(total, level)}{where} is gemeld hoeveel jongerenwerk "
            "er is"
        ),
        f"Jongerenwerk in fte per 1.000 jongeren · {under}",
    )


def _nothing_local(found: Coverage, demo: bool) -> str:
    """Behind the measure where nobody reported: that it is not known here, and what the country has on average."""
    if coverage.counts(found)[REPORTED]:
        return ""
    if demo or found.average is None:
        return " · jongerenwerk lokaal onbekend"
    low, high = (format.number(n, 2) for n in (found.average.low, found.average.high))
    return f" · jongerenwerk lokaal onbekend, landelijk gemiddeld {low} tot {high} fte per 1.000"


def average(found: Coverage, demo: bool, year: int, band: str) -> str:
    """What is known where nothing was reported: the national range, the same everywhere, with its date and source."""
    if demo:
        return (
            "**Waar niets is gemeld: lokaal onbekend.** Een landelijk gemiddelde hoort bij echte inwoners en is in het "
            "demogebied niet te geven."
        )
    if found.average is None:
        return (
            f"**Waar niets is gemeld: lokaal onbekend.** Het landelijk gemiddelde is voor {year} niet te geven: "
            "de landelijke leeftijdsgroepen ontbreken."
        )
    low, high = (parameters.parameter(f"jongerenwerk_landelijk_{side}") for side in ("laag", "hoog"))
    return (
        f"**Waar niets is gemeld: lokaal onbekend, landelijk gemiddeld {format.number(found.average.low, 2)} tot "
        f"{format.number(found.average.high, 2)} fte per 1.000** jongeren van {band} jaar. Dat is "
        f"{format.number(low.value)} tot {format.number(high.value)} fte in heel Nederland ({low.source}, over "
        f"{low.date}) gedeeld door {format.number(round(found.young_in_all, -3))} jongeren ({year}). Het zegt niets "
        "over één wijk of gemeente en staat daarom niet op de kaart."
    )


def area_line(found: Coverage, need: Need | None, names: pd.DataFrame, code: str, year: int) -> str:
    """The chosen area in one line."""
    row = found.frame.loc[[code]].to_dict("records")[0]
    name = str(names["name"].get(code, code))
    told = {
        REPORTED: (
            f"{format.number(row['rate'], 1, 'te weinig jongeren voor een cijfer per 1.000')} fte per 1.000 jongeren "
            f"(gemeld, {year})"
        ),
        SPREAD: f"{format.number(row['rate'], 1)} fte per 1.000 jongeren (verdeeld: gerekend, niet gemeld, {year})",
    }.get(str(row["label"]), "jongerenwerk lokaal onbekend" + (f" ({row['note']})" if row["note"] else ""))
    place = ""
    ranked = need.ranks.reindex([code]).dropna().to_dict("records") if need is not None else []
    if need is not None and ranked:
        place = (
            f"; plaats {ranks.short({str(k): float(v) for k, v in ranked[0].items()})} naar behoefte ({need.year}, 1 "
            "is meeste)"
        )
    warned = f" Let op: {coverage.STUDENTS}." if bool(row["students"]) else ""
    return f"**{_plain(name)}**: {told}; {coverage.young_words(row)} jongeren{place}.{warned}"


def _plain(name: str) -> str:
    return "".join(f"\\{c}" if c in r"\`*_[]<>#$:" else c for c in name)


def young_people(found: Coverage, level: str, start: int, end: int) -> str:
    """How the number of young people came about, in Dutch."""
    known = coverage.counted(found, "known_by")
    counted, scaled = (int(known.get(how, 0)) for how in (coverage.COUNTED, coverage.SCALED))
    band, each = f"Jongeren van {start} tot {end} jaar", format.areas(counted or scaled, level)
    if counted:
        return f"{band}: voor {each} geteld door CBS, per leeftijdsjaar." + (
            f" Elders {youth_work.weights_in_words(start, end)}." if counted < len(found.frame) else ""
        )
    shares = youth_work.weights_in_words(start, end)
    text = (
        f"{band}: {shares}. CBS geeft per wijk alleen deze groepen; een deel van een groep is geschat alsof elk "
        "leeftijdsjaar even groot is."
    )
    if scaled:
        return (
            f"{text} Voor {each} is de schatting bijgesteld, zodat de wijken optellen tot de telling per leeftijdsjaar "
            "van hun gemeente."
        )
    return (
        f"{text} De telling per leeftijdsjaar per gemeente (CBS) is voor dit jaar niet geladen; daarop is dus niets "
        "bijgesteld."
    )


def invite(store: Store, level: str, total: int, where: str, chosen: str | None) -> None:
    """What a reader can do where nobody reported: the empty file of their gemeente, and where to bring it."""
    gemeente = ground.gemeente_now(chosen) if chosen else None
    template = templates.TEMPLATES[f"jongerenwerk-{level}"]
    with st.container(border=True):
        st.markdown(
            "**Weet u het wel?** Er is geen landelijk register van jongerenwerkers: gemeenten weten het zelf. Van "
            f"{format.areas(total, level)}{where} is hier nog niets gemeld. Vul het sjabloon in en laad het op de "
            "pagina Gegevens: u ziet eerst wat erin staat. Op de kaart komt het als de beheerder van dit dashboard "
            "het opslaat."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                f"Sjabloon {template.title.lower()}"
                + (f" ({data.gemeenten().get(gemeente, gemeente)})" if gemeente else ""),
                data=partial(templates.make, template, store, gemeente or "", "xlsx"),
                file_name=templates.file_name(template, gemeente or ""),
                mime=templates.MEDIA_TYPES["xlsx"],
                icon=":material/download:",
                on_click="ignore",
                key="dekking_sjabloon",
            )
            selection.link("pages/gegevens.py", "Laad uw bestand", ":material/upload_file:")
            if level == "wijk" and not gemeente:
                st.caption("Kies eerst uw gemeente, bovenaan: dan staan haar wijken al in het sjabloon.")
