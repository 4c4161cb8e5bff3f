"""The planner: how much youth work, divided by which rule, over which areas; who gains, who is missed, what it costs."""

import streamlit as st

from indicators import catalog, parameters, planner, youth_work
from indicators.planner import Plan
from loaders.source import LEVEL_PLURALS
from ui import (
    colours,
    coverage,
    coverage_map,
    data,
    export,
    format,
    maps,
    numbers,
    picker,
    planner_map,
    planner_xlsx,
    selection,
    shell,
    tables,
)  # fmt: skip
from ui import planner as scenario

store = data.store()
levels = [lv for lv in ("wijk", "gemeente") if scenario.years(store, lv)]
if not levels:
    shell.head("Waar zouden jongerenwerkers komen? Er zijn nog geen cijfers")
    shell.empty("Geen gegevens", "Er zijn geen leeftijdsgroepen per wijk of gemeente.", picker.EMPTY_STORE)
    shell.foot()
    selection.stop()


def value(id: str) -> float:
    """A parameter's number: what the reader starts from and can change."""
    return parameters.value(id)


def add_area(code: str) -> None:
    """One more of the reader's own areas."""
    now = selection.get("wijken") or []
    selection.put("wijken", list(dict.fromkeys([*now, code]))[: scenario.MOST_AREAS])


def drop_area(code: str) -> None:
    """One less of them."""
    selection.put("wijken", [c for c in selection.get("wijken") or [] if c != code])


head = st.container()
how_column, number_column, rule_column, when_column, more_column = st.columns([1.8, 1.6, 2, 0.8, 1.2])
with how_column:
    how = selection.one(
        "hoeveel", "Hoeveel", list(scenario.AMOUNTS), "ongewijzigd", format_func=scenario.AMOUNTS.__getitem__
    )
with rule_column:
    rule = selection.one("regel", "Verdeling", list(scenario.RULES), "gelijk", format_func=scenario.RULES.__getitem__)
with more_column:
    st.space("small")  # as high as the labels beside it
    settings = st.popover("Instellingen", icon=":material/tune:", type="tertiary")
with settings:
    level = selection.one(
        "niveau", "Niveau", levels, levels[0], format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(), draw="buttons"
    )
many = LEVEL_PLURALS[level]
with when_column:
    possible = scenario.years(store, level)
    year = selection.one(
        "jaar", "Jaar", possible[::-1], scenario.default_year(store, level) or possible[-1],
        nearest=selection.nearest_year(possible),
    )  # fmt: skip

bases = scenario.bases(store, level, year)
with settings:
    base_id = selection.one(
        "basis", "Wat er nu is", list(bases), next(iter(bases)), format_func=lambda key: bases[key].words
    )
    bands = list(coverage.BANDS)
    band_default = f"{youth_work.START}-{youth_work.END}"
    wanted_band = coverage.read_band(selection.get("leeftijd"))
    own_band = "-".join(map(str, wanted_band)) if wanted_band and wanted_band[1] <= 45 else band_default
    band_text = selection.one(
        "leeftijd", "Wie telt als jongere", list(dict.fromkeys([*bands, own_band])), band_default,
        format_func=lambda text: f"{text.replace('-', ' tot ')} jaar",
    )  # fmt: skip
    floor = numbers.choose("bodem", "Bodem per 1.000 jongeren", 0.0, 1e7, 0.0, 0.1, help="Zoveel krijgt elk gebied waar de regel over gaat minstens.")  # fmt: skip
    cap = numbers.optional("plafond", "Plafond per 1.000 jongeren", 0.0, 1e7, 0.5, help="Meer krijgt geen gebied. Leeg: geen plafond.")  # fmt: skip
    kept = numbers.choose("houden", "Blijft bij gemeenten (%)", 0.0, 100.0, 0.0, 1.0, slider=True)
    norm = None
    if rule != "norm":
        norm = numbers.optional("norm", "Norm per 1.000 jongeren (om te tellen)", 0.0, 1e7, 0.5, help="Er is geen landelijke norm. Leeg: er wordt niets geteld.")  # fmt: skip
    st.markdown("**Wat een fte kost**")
    since = int(parameters.parameter("kosten_per_fte").date)
    euros = numbers.choose("kosten", f"Euro per fte per jaar (prijzen van {since})", 1000.0, 1e6, value("kosten_per_fte"), 1000.0)  # fmt: skip
    rise = numbers.choose("stijging", "Stijging per jaar (%)", 0.0, 20.0, value("kosten_stijging"), 0.5)
    price_year = numbers.choose("prijsjaar", "In prijzen van het jaar", float(since), 2040.0, float(since), 1.0)
cost = scenario.Cost(euros, rise, since, int(price_year))
base = bases[base_id]

less = numbers.kept("minder", value("jongerenwerk_minder")) if how != "minder" else 0.0
number, convert = less, False
with number_column:
    if how == "minder":
        number = less = numbers.choose("minder", "Hoeveel minder (%)", 0.0, 100.0, value("jongerenwerk_minder"), 1.0)
    elif how == "fte":
        number = numbers.choose("fte", "Aantal fte", 0.0, 1e6, round(base.fte * 2), 10.0)
    elif how == "euro":
        number = numbers.choose("euro", "Miljoen euro per jaar", 0.0, 1e5, 100.0, 10.0)
    elif how == "zorgdeel":
        number = numbers.choose("zorgdeel", "% van het zorggeld", 0.0, 10.0, value("preventie_deel"), 0.5, slider=True)
    else:
        st.caption(f"Nu: {base.words}.")
    if how in ("euro", "zorgdeel"):
        convert = (
            selection.one(
                "omrekenen", "Verdeel", ["nee", "ja"], "nee", draw="buttons",
                format_func=lambda key: "als fte" if key == "ja" else "als euro's",
            ) == "ja"
        )  # fmt: skip
amount = scenario.amount(how, number, base, cost, convert)
unit = amount.unit

needs = scenario.needs(level, year)
need_id, threshold, severity, share, own = None, 0.0, 1.0, value("corporatie_grens"), []
# A rule without choices of its own takes no room.
plain = rule == "gelijk" or (rule in ("behoefte", "norm") and not needs)
first, second, third = [st.container()] * 3 if plain else st.columns([2.4, 1.6, 1.6])
with first:
    if needs:
        need_id = selection.one(
            "behoefte", "Behoefte volgens", list(needs), next(iter(needs)), format_func=needs.__getitem__,
            draw="list" if rule in ("behoefte", "norm") else "none",
        )  # fmt: skip
    if rule == "corporatie":
        share = numbers.choose("bezit", "Meer dan dit deel corporatiebezit (%)", 0.0, 100.0, value("corporatie_grens"), 1.0)  # fmt: skip
    if rule == "eigen":
        own = [code for code in selection.get("wijken") or [] if data.place(code)][: scenario.MOST_AREAS]
        selection.search("Voeg een gebied of hele gemeente toe", "zoek_plan", add_area, tuple(dict.fromkeys(("gemeente", level))))  # fmt: skip
        selection.remember("wijken", own, [])
if rule == "behoefte" and needs:
    with second:
        threshold = numbers.choose("drempel", "Drempel (percentiel)", 0.0, 99.0, 0.0, 5.0, slider=True, help="Onder dit percentiel van behoefte krijgt een gebied niets boven de bodem.")  # fmt: skip
    with third:
        severity = numbers.choose("ernst", "Zwaarte van behoefte", 0.0, 4.0, 1.0, 0.5, slider=True, help="0: boven de drempel telt elke jongere even zwaar. Hoger: meer behoefte telt zwaarder.")  # fmt: skip
if rule == "norm":
    with second:
        norm = numbers.optional("norm", f"Norm: {unit} per 1.000 jongeren", 0.0, 1e7, 0.5, help="Er is geen landelijke norm voor jongerenwerk. Die kiest u zelf.")  # fmt: skip
if rule == "eigen" and own:
    with st.container(horizontal=True):
        for code in own:
            found = data.place(code)
            st.button(found.label if found else code, icon=":material/close:", key=f"plan_weg_{code}", on_click=drop_area, args=(code,))  # fmt: skip

band = coverage.read_band(band_text) or (youth_work.START, youth_work.END)
frame = scenario.areas(level, year, need_id, band)
plan = Plan(
    total=amount.total, rule=rule, threshold=threshold, severity=severity, norm=norm, share=share,
    areas=scenario.widened(own, frame), floor=floor, cap=cap, kept=kept, step=amount.step,
)  # fmt: skip
result = scenario.carry_out(frame, plan, amount, norm)
palette = colours.palette()
measured = f"{needs[need_id]} ({year})" if need_id else "geen cijfer in dit jaar"
band_words = f"{band[0]} tot {band[1]} jaar"

with head:
    shell.head(
        scenario.finding(result, rule, level, frame),
        f"Een rekenvoorbeeld · {scenario.AMOUNTS[how]} · {scenario.RULES[rule].lower()} · jongeren van {band_words} · {many} · {year}",
    )
if result.conflict:
    st.warning(result.conflict, icon=":material/rule:")
elif result.outcome is not None and not result.outcome.given.sum():
    why = {
        "behoefte": f"Van {year} is er op dit niveau geen behoeftecijfer."
        if not needs
        else "Boven de drempel ligt niets.",
        "corporatie": f"In {year} is in geen enkele {level} bekend dat corporaties meer dan {format.number(share, 1)}% van de woningen bezitten.",
        "eigen": "Er zijn nog geen eigen gebieden gekozen.",
    }.get(rule, "Er is niets te verdelen, of er zijn geen jongeren bekend.")
    shell.empty("Niets verdeeld", why, "Kies een ander jaar, een andere verdeling of een ander aantal.")

if result.outcome is not None and result.report is not None:
    outcome, told = result.outcome, result.report
    picture, side = st.columns([2.4, 1.2], gap="medium")
    with side:
        view = selection.one(
            "beeld", "Kaart", list(planner_map.VIEWS), "plan", format_func=planner_map.VIEWS.__getitem__, draw="buttons"
        )
    rates = planner_map.rates(frame, outcome)
    shown = rates - planner_map.rates(frame, planner.even(frame, outcome.plan)) if view == "verschil" else rates
    kinds = planner_map.kinds(shown, view, unit, palette)
    drawing = maps.prepare(catalog.entry("jongeren_10_27"), level, year, None, "kwantielen", 4)
    with picture:
        if drawing.division is None or not drawing.file:
            shell.empty(
                "Hier is geen kaart van", f"Er zijn geen grenzen van {many}.", "De tabel hieronder geeft alles."
            )
        else:
            st.plotly_chart(
                coverage_map.figure(drawing, coverage.Coverage(shown.to_frame("rate"), None), kinds, palette),
                key="plankaart",
                theme=None,
                config=maps.CONFIG,
                alt=f"Kaart per {level}, {year}: {planner_map.VIEWS[view].lower()}, {unit} per 1.000 jongeren. "
                + "; ".join(f"{k.words}: {format.areas(len(k.codes), level)}" for k in kinds if len(k.codes))
                + ". De tabel op deze pagina geeft alle waarden.",
            )
    with side:
        st.html(coverage_map.legend([k for k in kinds if len(k.codes)], palette, level, f"{unit} per 1.000 jongeren"))
        rest = (
            f" **{scenario.quantity(outcome.rest, unit)}** past nergens en blijft over."
            if outcome.rest >= amount.step
            else ""
        )
        stays = f" **{scenario.quantity(outcome.kept, unit)}** blijft bij gemeenten." if outcome.kept else ""
        st.markdown(
            f"**{scenario.quantity(float(outcome.given.sum()), unit)}** voor {format.areas(told.areas, level)}, "
            f"**{scenario.quantity(amount.euros, 'euro')}** per jaar (prijzen van {cost.year}).{stays}{rest}"
        )
        st.markdown(
            f"**Bereik:** {scenario.percent(told.reached_young)} van de jongeren en "
            f"{scenario.percent(told.reached_low_income)} van de huishoudens met een laag inkomen woont in een {level} die "
            f"iets krijgt. {format.number(round(told.missed_young, -2))} jongeren wonen daarbuiten."
        )
        st.caption(
            "De kaart toont dit rekenvoorbeeld, vóór afronding op "
            f"{'duizend euro' if amount.in_euros else 'halve fte'}. "
            f"Een {level} waar minder dan één zo'n stap uitkomt, kan niets krijgen. "
            "Wat er nu lokaal is, is onbekend waar een gemeente niets meldde."
        )
        if drawing.division is not None and drawing.division != year:
            st.caption(f":material/info: Kaartgrenzen van {drawing.division}; van {year} zijn die er niet.")

    st.subheader("Drie standen naast elkaar", anchor="naast-elkaar")
    st.caption(
        f"Alle drie onder de regel die u koos: {scenario.RULES[rule].lower()}. Tien keer zoveel jongerenwerkers en 5% van het "
        "zorggeld naar preventie zijn voorstellen van Sociaal Werk Nederland (verkiezingsprogramma 2020). Dit dashboard "
        "rekent ze door en neemt geen standpunt in."
    )
    chosen = {}
    for key, label in scenario.PRESETS.items():
        preset = scenario.amount(key, less, base, cost, False)
        if amount.in_euros:
            preset = scenario.Amount(key, None, preset.euros)
        name = f"{label} (−{format.number(less)}%)" if key == "minder" else label
        chosen[name] = result if key == how else scenario.carry_out(frame, plan, preset, norm)
    if how not in scenario.PRESETS:
        chosen["Uw keuze"] = result
    st.table(
        scenario.comparison(chosen, level, cost, norm),
        hide_index=True,
        border="horizontal",
        alt=f"{format.joined(list(chosen))} naast elkaar",
    )
    st.caption(
        f"Behoefte: {measured}, als percentiel over jongeren. Laag inkomen: huishoudens bij benadering, "
        + ("niet bekend in dit jaar." if told.reached_low_income is None else f"niet bekend voor {format.areas(told.low_income_unknown, level)}.")
    )  # fmt: skip

    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("Wie krijgt hoeveel", anchor=False)
        st.plotly_chart(
            planner_map.coverage_curve(frame, outcome, unit, norm, palette), key="dekkingslijn", config={"displayModeBar": False, "locale": "nl"},
            alt=f"Lijn van de {many} die het meest krijgen naar die het minst krijgen, in {unit} per 1.000 jongeren.",
        )  # fmt: skip
    with right:
        st.subheader("Gaat het naar behoefte", anchor=False)
        if told.concentration is None:
            shell.empty("Niet bekend", f"Van {year} is er op dit niveau geen behoeftecijfer.", "Kies een ander jaar.")
        else:
            st.plotly_chart(
                planner_map.curves(frame, outcome, palette), key="behoeftelijn", config={"displayModeBar": False, "locale": "nl"},
                alt=f"Concentratielijn, index {format.number(told.concentration, 2)}: 0 is gelijk, 1 is alles naar de meeste behoefte.",
            )  # fmt: skip
            st.caption(
                f"Concentratie-index {format.number(told.concentration, 2)}: 0 is gelijk verdeeld, naar 1 gaat alles naar de "
                "meeste behoefte, onder 0 naar de minste."
            )

    areas = scenario.per_area(frame, result, level, year, cost)
    gemeenten = scenario.per_gemeente(frame, result, year, cost)
    tabs = st.tabs([f"Per {level}", *(["Per gemeente"] if level != "gemeente" else [])])
    with tabs[0]:
        tables.show(areas, f"Dit plan per {level}, {year}", "plantabel", text=lambda rows: scenario.as_text(rows, unit, level))  # fmt: skip
    if level != "gemeente":
        with tabs[1]:
            tables.show(gemeenten, f"Dit plan per gemeente, {year}", "plantabel_gemeente", text=lambda rows: scenario.as_text(rows, unit, level))  # fmt: skip
    st.caption(
        "“Nu” staat er alleen waar een gemeente het meldde; elders is het lokaal onbekend, en dat is geen nul. "
        "In wijken met veel studenten klopt het geschatte aantal jongeren minder, en zijn inkomens van studenten vaak laag."
    )

    made_up = "verzonnen (demogebied)" if store.demo else ""
    cbs = made_up or "CBS, Kerncijfers wijken en buurten"
    choices = [
        ("Dashboard", shell.NAME),
        ("Adres van dit scenario", f"/deltaplan{selection.address()}"),
        ("Gegevensversie", store.version),
        *([("Let op", shell.DEMO_LINE)] if store.demo else []),
        ("Hoeveel", scenario.AMOUNTS[how]),
        (f"Te verdelen ({unit})", amount.total),
        ("Wat er nu is", base.words),
        ("Verdeling", scenario.RULES[rule]),
        ("Niveau", level),
        ("Jaar", year),
        ("Jongeren", band_words),
        ("Behoefte", measured),
        ("Drempel (percentiel)", threshold),
        ("Zwaarte van behoefte", severity),
        (f"Norm ({unit} per 1.000 jongeren)", "geen" if norm is None else norm),
        ("Grens corporatiebezit (%)", share if rule == "corporatie" else "niet gebruikt"),
        ("Eigen gebieden", ", ".join(own) or "geen"),
        (f"Bodem ({unit} per 1.000 jongeren)", floor),
        (f"Plafond ({unit} per 1.000 jongeren)", "geen" if cap is None else cap),
        ("Blijft bij gemeenten (%)", kept),
        (f"Verdeeld over gebieden ({unit})", float(outcome.given.sum())),
        (f"Blijft bij gemeenten ({unit})", outcome.kept),
        (f"Niet verdeeld ({unit})", outcome.rest),
        (f"Kleinste stap ({unit})", amount.step),
        (f"Kosten van een fte in {cost.year} (euro)", cost.now),
        ("Kosten: herkomst", f"{parameters.parameter('kosten_per_fte').source} ({since})"),
    ]
    sources = [
        ("Jongeren (geschat)", f"{cbs}; {youth_work.weights_in_words(*band)}"),
        ("Nu gemeld", made_up or "opgave van gemeenten"),
        ("Behoefte", made_up or scenario.need_citation(need_id)),
        ("Corporatiebezit", cbs),
        *((parameters.parameter(id).note, f"{parameters.parameter(id).source} ({parameters.parameter(id).date})") for id in
          ("jongerenwerk_brief_1800", "jongerenwerk_vervoudiging", "kosten_per_fte", "kosten_stijging", "zorguitgaven", "preventie_deel")),
    ]  # fmt: skip
    name = export.file_name("deltaplan", how, rule, level, str(year)).removesuffix(".csv")
    with st.container(horizontal=True):
        st.download_button(
            "Dit scenario als Excel (xlsx)",
            data=lambda: planner_xlsx.workbook(choices, areas, gemeenten, sources, level),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key="plan_xlsx",
        )
        tables.download("Alle rijen als CSV", lambda: areas.assign(jaar=year, gegevensversie=store.version, herkomst=cbs), f"{name}.csv", "plan_csv")  # fmt: skip
    st.caption(
        ":material/link: Het hele scenario staat in het adres van deze pagina. Kopieer het adres om het te delen."
    )

if st.toggle("Toon wat onderzoek zegt over effecten (niet bewezen)", key="effecten"):
    top = parameters.parameter("besparing_jongerenwerk_hoog")
    st.markdown(
        f"**Niet bewezen: 0 tot {format.number(top.value)} {top.unit}** besparing, voor al het toenmalige jongerenwerk samen "
        f"({top.source}). Het SCP zag bij de krachtwijken geen betere ontwikkeling dan in vergelijkbare wijken. Deze bedragen "
        "zijn niet te vermenigvuldigen met het aantal fte hierboven en tellen nergens in mee."
    )
with st.expander("Hoe dit is gerekend, en wat het niet zegt", icon=":material/help:"):
    st.markdown(
        f"- **Naar behoefte:** jongeren × (percentiel van behoefte − drempel) tot de macht zwaarte. Percentielen zijn "
        f"gewogen naar jongeren. Een {level} zonder behoeftecijfer krijgt hoogstens de bodem.\n"
        f"- **Tot een norm:** de {level} met de meeste behoefte eerst, elk tot de norm, tot het op is.\n"
        "- **Bodem en plafond** gelden vóór afronding. Afgerond wordt op halve fte (of duizend euro) met de grootste resten; "
        "het totaal blijft precies gelijk. Bij gelijke resten gaat de laagste code voor.\n"
        "- **Meer te verdelen** geeft vóór afronding nooit een gebied minder; erna hoogstens één stap minder.\n"
        f"- **Wat een fte kost:** {format.with_unit(cost.now, 'euro')} in prijzen van {cost.year}. Uitgangspunt: "
        f"{format.with_unit(value('kosten_per_fte'), 'euro')} in {since}, plus {format.number(value('kosten_stijging'))}% per jaar "
        f"({parameters.parameter('kosten_per_fte').source}).\n"
        f"- **Jongeren van {band_words}:** {youth_work.weights_in_words(*band)}.\n"
        "- Dit is een rekenvoorbeeld over gebieden, geen begroting en geen uitspraak over bewoners."
    )
shell.foot(dict.fromkeys(["opgave", "cbs_kwb", *scenario.need_sources(need_id)]))
