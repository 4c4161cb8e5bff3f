"""The planner: how much of what, divided by which rule, over which areas; who gains, who is missed, what it costs."""

import streamlit as st

from answers import data, elsewhere, format, ground, need_figures
from answers.planner import amounts, choices, explain, robust, words
from answers.planner import carry_out as planned
from answers.planner import scenario as scenarios
from answers.planner import subject as subjects
from answers.planner import tables as planner_tables
from export.brief.subjects import Scenario
from figures import coverage_map, legend, planner_curves, planner_map
from indicators import parameters
from loaders.vocabulary import LEVEL_PLURALS
from ui.frame import brief, selection, shell, steady, tables, take_along, theme
from ui.planner import controls

EVERYWHERE = "alle"
SECTIONS = {
    "naast": "Scenario's naast elkaar",
    "wie": "Wie krijgt wat",
    "behoefte": "Gaat het naar behoefte",
    "vast": "Hoe vast is de lijst",
    "uitleg": "Uitleg en bronnen",
}
MAP_HEIGHT, SMALL_MAP = 400, 290
LINES = {"displayModeBar": False, "locale": "nl"}

store = data.store()
if not subjects.possible():
    shell.head("Waar zouden jongerenwerkers komen? Er zijn nog geen cijfers")
    shell.empty("Geen gegevens", "Er zijn geen leeftijdsgroepen per wijk of gemeente.", shell.who_loads())
    shell.foot()
    selection.stop()


def keep(text: str) -> None:
    """Keep a scenario to compare with."""
    kept = selection.get("bewaard") or []
    selection.put("bewaard", list(dict.fromkeys([*kept, text]))[-scenarios.MOST_KEPT :])


def forget(text: str) -> None:
    """Keep it no longer."""
    selection.put("bewaard", [one for one in selection.get("bewaard") or [] if one != text])


# ---------------------------------------------------------------- the choices

head = st.container()
# In one row, which a phone moves sideways: so the map comes soon. What is chosen keeps the width of its words there.
with st.container(horizontal=True, wrap=False, vertical_alignment="bottom"):
    about_column, how_column, number_column, rule_column, when_column, more_column = (
        st.container(width=width) for width in (180, 220, 165, 285, 115, 158)
    )
selection.notices_in(st.container())
plan = controls.Controls()
with about_column:
    plan.draw("waarover")
with how_column:
    plan.draw("hoeveel")
with rule_column:
    plan.draw("regel")
with more_column:
    settings = st.popover("Instellingen", icon=":material/tune:", type="tertiary")
with settings:
    plan.draw("niveau")
with when_column:
    plan.draw("jaar")
chosen = plan.chosen
subject, level, year = chosen.subject, chosen.level, chosen.year
how, rule, base = chosen.how, chosen.rule, chosen.base
with number_column:
    plan.draw_all("amount")
    if how in amounts.WITHOUT_NUMBER:
        st.caption(
            f"Nu {format.number(base.fte, 0 if base.fte == int(base.fte) else 1)} fte",
            help=f"Uitgangspunt: {base.words}. Te wijzigen bij Instellingen.",
        )
plan.draw_row("rule")
with settings:
    plan.draw_all("settings")

if subject.id == "jongerenwerk" and how in amounts.PRESETS and (said := amounts.base_words(base)):
    st.caption(f":material/info: {said}")

asked = {key: text for key, text in selection.asked().items() if key in choices.TABLE}
scenario = scenarios.read(asked)
assert scenario is not None
result = planned.carry_out(scenario)
unit, many, palette = result.unit, LEVEL_PLURALS[level], theme.palette()

who = [scenario.band_words] if subject.id == "jongerenwerk" else []
with head:
    shell.head(
        words.finding(result),
        " · ".join(
            [
                "Een rekenvoorbeeld",
                subject.label.lower(),
                scenario.name,
                *explain.by_need(scenario),
                *who,
                many,
                str(year),
            ]
        ),
    )
if said := explain.without(result):
    st.caption(f":material/filter_alt: {said} Anders kiezen kan bij de verdeling en bij Instellingen.")
if result.conflict:
    st.warning(result.conflict, icon=":material/rule:")
for lost in (code for code in scenario.own if code not in ground.there(scenario.own, year).index):
    st.caption(f":material/fence: {elsewhere.told(lost, year)} Het telt hier niet mee.")

# ---------------------------------------------------------------- the map, and what it comes to

if result.outcome is not None and result.report is not None:
    told = result.report
    picture, side = st.columns([2.4, 1.2], gap="medium")
    with picture:
        view_column, where_column = st.columns([2.2, 1], vertical_alignment="bottom", wrap=False)
    shown_views = planner_map.views(result)
    with view_column:
        first_view = "nu" if subject.id == "raadslieden" else "plan"
        view = selection.choose(
            "beeld",
            "Kaart",
            list(shown_views),
            first_view,
            format_func=shown_views.__getitem__,
            draw="bare buttons" if len(shown_views) > 1 else "none",
        )
    with where_column:
        gemeenten = data.gemeenten()
        everywhere = f"Heel {data.country()}".replace("Heel het", "Het hele")
        # 14,500 buurten at once are too heavy for a browser and too small to see.
        whole = [] if level == "buurt" else [EVERYWHERE]
        # Its code of now: the choice is from the gemeenten of now.
        most = EVERYWHERE
        if level == "buurt":
            most = ground.region(planner_tables.per_gemeente(result)["gebied"].iloc[0], year)
        where = selection.choose(
            "gemeente",
            "Kaart van",
            [*whole, *gemeenten],
            most if most in gemeenten or whole else next(iter(gemeenten)),
            draw="bare list",
            format_func=lambda code: gemeenten.get(code, everywhere),
        )
    zoom = None if where == EVERYWHERE else where
    picture_of, kinds = planner_map.shown(result, view, zoom, palette, MAP_HEIGHT)
    where_words = gemeenten.get(where, data.country())
    drawn = planner_map.drawing(result, zoom)
    with picture:
        if drawn.division is None or not drawn.file:
            shell.empty(
                "Hier is geen kaart van", f"Er zijn geen grenzen van {many}.", "De tabel hieronder geeft alles."
            )
        else:
            with st.container(gap=None):
                st.html(legend.over_corner([(k.colour, k.words) for k in kinds if len(k.codes)], palette))
                st.plotly_chart(
                    picture_of,
                    key="plankaart",
                    theme=None,
                    config={"displayModeBar": False, "scrollZoom": True, "locale": "nl", "doubleClick": False},
                    alt=planner_map.in_words(result, view, kinds, where_words),
                )
    with side:
        for figure in words.figures(result):
            st.markdown(f"**{figure.value}**  \n:small[:gray[{figure.label}: {figure.note}]]")
        heading = (
            "Gemeld"
            if view == "nu" and subject.id == "raadslieden"
            else f"{amounts.UNITS[unit]} per 1.000 {subject.per}"
        )
        measure = f"{heading[0].lower()}{heading[1:]}"
        st.html(coverage_map.legend([k for k in kinds if len(k.codes)], palette, level, heading))
        notes = []
        if result.outcome.rest >= result.amount.step:
            notes.append(f"{amounts.quantity(result.outcome.rest, unit)} past nergens en blijft over.")
        if result.outcome.kept:
            notes.append(f"{amounts.quantity(result.outcome.kept, unit)} blijft bij gemeenten.")
        if view in ("nu", "erbij") and subject.id == "jongerenwerk" and not result.frame["now"].notna().any():
            notes.append("Geen enkele gemeente meldde hoeveel jongerenwerk er nu is.")
        if drawn.division is not None and drawn.division != year:
            notes.append(f"Kaartgrenzen van {drawn.division}; van {year} zijn die er niet.")
        if notes:
            st.caption(" ".join(notes))

    with picture:
        take_along.offer(
            take_along.Figure(
                key="kaart",
                title=words.finding(result),
                subtitle=f"{shown_views[view]}: {measure} · {scenario.name} · {where_words} · {year}",
                name=("deltaplan", subject.id, how, rule, level, str(year)),
                table=lambda: planner_tables.per_area(result).assign(
                    jaar=year, gegevensversie=store.version, herkomst=explain.licences(result)
                ),
                more=lambda: planner_tables.beside(result),
                draw=(lambda colours_of: planner_map.shown(result, view, zoom, colours_of, MAP_HEIGHT)[0])
                if drawn.file
                else None,
                legend=lambda colours_of: coverage_map.key(
                    planner_map.kinds_on(drawn, result, view, colours_of), level, heading
                ),
                alt=planner_map.in_words(result, view, kinds, where_words),
                sources=tuple(dict.fromkeys([*subject.sources, *need_figures.sources(scenario.need)])),
                columns=planner_tables.meanings(result),
                year=year,
                level=level,
                boundaries=drawn.division,
                notes=explain.caveats(result)[: 3 if explain.without(result) else 2],
            )
        )

    # ---------------------------------------------------------------- more about it

    possible_sections = [id for id in SECTIONS if id != "vast" or robust.possible(result)]
    opening = "naast" if "deltaplan" in subject.amounts else "wie"
    section = selection.choose(
        "deel",
        "Meer over dit scenario",
        possible_sections,
        opening,
        format_func=SECTIONS.__getitem__,
        draw="buttons",
        because={"vast": "dat kan alleen voor wijken, naar behoefte, in een jaar met een samengestelde score."},
    )

    kept_ones = [scenarios.read(scenarios.parse(text)) for text in selection.get("bewaard") or []]
    read = {one.text: one for one in kept_ones if one is not None}
    kept = list(read)[: scenarios.MOST_KEPT]
    selection.remember("bewaard", kept, [])

    if section == "naast":
        side_by_side = {
            f"{letter} · {read[text].name}": planned.carry_out(read[text])
            for letter, text in zip("ABC", kept, strict=False)
        }
        with st.container(horizontal=True):
            if scenario.text not in kept:
                st.button(
                    "Bewaar dit scenario om te vergelijken",
                    icon=":material/bookmark_add:",
                    on_click=keep,
                    args=(scenario.text,),
                    key="bewaar",
                    disabled=len(kept) >= scenarios.MOST_KEPT,
                    help=f"Hoogstens {scenarios.MOST_KEPT}. Ze staan in het adres van de pagina.",
                )
            for letter, text, name in zip("ABC", kept, side_by_side, strict=False):
                st.button(f"{name}", icon=":material/close:", key=f"weg_{letter}", on_click=forget, args=(text,))
        if kept:
            if scenario.text not in kept:
                side_by_side["Nu op de pagina"] = result
            if differs := explain.differences(side_by_side):
                st.warning(differs, icon=":material/compare_arrows:")
            carried = {name: found for name, found in side_by_side.items() if found.outcome is not None}
            one_scale = len({(r.unit, r.scenario.subject.per) for r in carried.values()}) == 1
            inner = planner_map.bounds(list(carried.values())) if one_scale else ()
            columns = st.columns(max(2, len(carried)))
            for key, column, (name, found) in zip(steady.SCENARIOS, columns, carried.items(), strict=False):
                with column:
                    st.markdown(f"**{name}**  \n:small[:gray[{words.finding(found)}]]")
                    shapes = planner_map.drawing(found, None if found.scenario.level != "buurt" else where)
                    small = planner_map.kinds_on(shapes, found, "plan", palette, inner)
                    if shapes.file:
                        st.plotly_chart(
                            planner_map.figure(shapes, planner_map.rates(found), small, palette, SMALL_MAP),
                            theme=None,
                            key=key,
                            config={"displayModeBar": False, "scrollZoom": True, "locale": "nl", "doubleClick": False},
                            alt=planner_map.in_words(found, "plan", small, data.country()),
                        )
                    st.html(
                        coverage_map.legend(
                            [k for k in small if len(k.codes)],
                            palette,
                            found.scenario.level,
                            f"{amounts.UNITS[found.unit]} per 1.000 {found.scenario.subject.per}",
                        )
                    )
        elif "deltaplan" in subject.amounts:
            side_by_side = planned.presets(asked)
            if how not in amounts.PRESETS:
                side_by_side["Uw keuze"] = result
            st.caption(
                f"Alle onder de regel die u koos: {choices.rule_words(subject, rule).lower()}. Tien keer "
                "zoveel jongerenwerkers en 5% van het zorggeld naar preventie zijn voorstellen van Sociaal Werk "
                "Nederland (verkiezingsprogramma 2020). Dit dashboard rekent ze door en neemt geen standpunt in."
            )
        else:
            side_by_side = {scenario.name: result}
        st.table(
            words.comparison(side_by_side),
            hide_index=True,
            border="horizontal",
            alt=f"{format.joined(list(side_by_side))} naast elkaar",
        )

    elif section == "wie":
        per = level
        if level != "gemeente":
            per = selection.choose(
                "per", "Per", [level, "gemeente"], level, format_func=str.capitalize, draw="bare buttons"
            )
        rows = planner_tables.per_gemeente(result) if per != level else planner_tables.per_area(result)
        tables.show(
            rows,
            f"Dit plan per {per}, {year}",
            f"plantabel_{per}",
            rows=10,
            text=lambda part: planner_tables.as_text(part, result),
        )
        if subject.id == "jongerenwerk":
            st.caption(
                "Hoeveel jongerenwerk er nu is, staat er alleen waar een gemeente het meldde; elders is het lokaal "
                "onbekend, en dat is geen nul."
            )

    elif section == "behoefte":
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown("**Wie krijgt hoeveel**")
            st.plotly_chart(
                planner_curves.coverage_curve(result, palette),
                key="dekkingslijn",
                config=LINES,
                alt=(
                    f"Lijn van de {many} die het meest krijgen naar die het minst krijgen, in {amounts.UNITS[unit]} "
                    f"per 1.000 {subject.per}."
                ),
            )
        with right:
            st.markdown("**Gaat het naar behoefte**")
            if told.concentration is None:
                shell.empty(
                    "Niet bekend", f"Van {year} is er op dit niveau geen behoeftecijfer.", "Kies een ander jaar."
                )
            else:
                st.plotly_chart(
                    planner_curves.curves(result, palette),
                    key="behoeftelijn",
                    config=LINES,
                    alt=(
                        f"Concentratielijn, index {format.number(told.concentration, 2)}: 0 is gelijk, 1 is alles naar "
                        "de meeste behoefte."
                    ),
                )
                st.caption(
                    f"Concentratie-index {format.number(told.concentration, 2)}: 0 is gelijk verdeeld, naar 1 gaat "
                    "alles naar de meeste behoefte, onder 0 naar de minste. Behoefte: "
                    f"{choices.need_words(scenario)}."
                )

    elif section == "vast":
        count = selection.choose("eerste", "Eerste wijken", list(robust.COUNTS), 25, draw="buttons")
        with st.spinner("Duizend keer opnieuw berekenen met andere gewichten …"):
            first = robust.first_areas(result, count)
        st.markdown(f"**{robust.sentence(first)}**")
        tables.show(
            first.table,
            f"De eerste {count} wijken en hoe vaak zij daar bij horen",
            "vasttabel",
            rows=10,
            text=lambda part: robust.as_text(part, len(first.table)),
        )
        st.caption(
            f"Op volgorde van {choices.need_words(scenario)}. De berekeningen gaan over de samengestelde "
            f"behoefte van {year}, met andere gewichten, schalen en gemiddelden. Wijken die zijn weggelaten, of minder "
            f"dan {format.number(parameters.value('basis_inwoners'))} inwoners hebben, doen in deze lijst niet mee. Het is geen "
            "kans: het zegt hoe de volgorde van de rekenwijze afhangt."
        )

    elif section == "uitleg":
        st.markdown("\n".join(f"- {caveat}" for caveat in explain.caveats(result)))
        st.markdown("\n".join(f"- {line}" for line in explain.method(result)))
        if subject.id == "raadslieden":
            st.markdown(f"- {explain.letter_on_advisers()}")
        if subject.id == "jongerenwerk" and st.toggle(
            "Toon wat onderzoek zegt over effecten (niet bewezen)", key="effecten"
        ):
            top = parameters.parameter("besparing_jongerenwerk_hoog")
            st.markdown(
                f"**Niet bewezen: 0 tot {format.number(top.value)} {top.unit}** besparing, voor al het toenmalige "
                f"jongerenwerk samen ({top.source}). Het SCP zag bij de krachtwijken geen betere ontwikkeling dan in "
                "vergelijkbare wijken. Deze bedragen zijn niet te vermenigvuldigen met het aantal fte hierboven en "
                "tellen nergens in mee."
            )
        st.markdown("**Bronnen**\n" + "\n".join(f"- {what}: {who}" for what, who in explain.sources(result)))

    # ---------------------------------------------------------------- to take along

    brief.offer(Scenario(tuple(sorted(asked.items()))), "plan")
    st.caption(
        ":material/link: Het hele scenario staat in het adres van deze pagina. Kopieer het adres om het te delen."
    )

shell.foot(dict.fromkeys([*subject.sources, *need_figures.sources(scenario.need)]))
