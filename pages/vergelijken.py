"""Areas side by side: where they are clearly apart, one figure with its margin, through the years, or two figures at once."""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators import areas
from loaders import gemeenten
from loaders.source import CAVEATS, COUNTRY, LEVEL_PLURALS, THEMES, level_of
from ui import (
    brief,
    carried,
    charts,
    colours,
    compare,
    data,
    export,
    format,
    groups,
    heatmap,
    ladder,
    own_area,
    peers,
    picker,
    profile,
    scatter,
    selection,
    series_table,
    shell,
    tables,
    words,
)

ALL = "alles"
MOST_DOTS = 14
VIEWS = {
    "overzicht": "Waar duidelijk anders",
    "cijfer": "Eén cijfer",
    "jaren": "Door de jaren",
    "twee": "Twee cijfers",
    "alles": "Alle cijfers",
}
PICK = "kies"
ORDERS = {"slechter": "Meeste duidelijk slechter eerst", "naam": "Op naam"}


def open_profile() -> None:
    """Go to the profile of the area picked from the list; a callback may not switch pages itself, so the page does."""
    code = st.session_state["naar_profiel"]
    if code != PICK:
        selection.put("gebied", code)
        st.session_state["_open"] = "wijkprofiel"


def start_with(codes: list[str]) -> None:
    """Put these areas side by side."""
    selection.put("gebieden", codes[: picker.MOST])


if opened := st.session_state.pop("_open", None):
    st.switch_page(f"pages/{opened}.py")
store = data.store()
if store.is_empty():
    shell.head("Er zijn nog geen cijfers om te vergelijken")
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", picker.EMPTY_STORE)
    selection.stop()

# The area of the page before comes along, until the reader chooses what to compare.
follows = selection.get("gebied")
if selection.get("gebieden") is None and follows and data.place(str(follows)):
    start_with([str(follows)])

# The head stands above the choices, and says what they led to.
head = st.container()
search_column, group_column, theme_column = st.columns([2, 1.5, 1.2], vertical_alignment="bottom")
with search_column:
    chosen = picker.several_places()
if not chosen:
    with head:
        shell.head(
            "Welke gebieden wilt u naast elkaar zien?",
            "Tot tien wijken, buurten of gemeenten door elkaar, en met één klik een groep erbij: dezelfde gemeente of "
            "provincie, even groot, even stedelijk, of wijken die er het meest op lijken",
        )
    known = data.gemeenten()
    cities = [code for code in gemeenten.networks()["g4"] if code in known] or list(known)[:4]
    shell.empty(
        "Nog geen gebieden gekozen",
        "Zoek hierboven op naam of code en voeg gebieden een voor een toe.",
        "Of begin met een voorbeeld.",
    )
    st.button(
        f"Vergelijk {format.joined([known[code] for code in cities])}",
        icon=":material/play_arrow:",
        key="voorbeeld",
        on_click=start_with,
        args=(cities,),
    )
    selection.stop()

codes = [p.code for p in chosen]
names = compare.column_names(chosen)
palette = colours.palette()
hues = dict(zip(codes, palette.areas, strict=False))
levels = list(dict.fromkeys(p.level for p in chosen))
first = chosen[0]
level = first.level

listed = {
    theme: [e for e in entries if any(store.years(lv, e.id) for lv in levels)]
    for theme, entries in data.themes().items()
}
spent_for_others = {theme: compare.left_out(entries) for theme, entries in listed.items()}
listed = {theme: kept for theme, entries in listed.items() if (kept := [e for e in entries if not e.for_others])}
if not listed:
    with head:
        shell.head("Van deze gebieden zijn er geen cijfers")
    shell.empty("Niets te vergelijken", "Op dit niveau heeft geen bron cijfers.", "Kies een wijk of gemeente erbij.")
    selection.stop()

possible = {} if level == "land" else groups.of(first)
with group_column:
    group = selection.one(
        "groep",
        "Zet ernaast",
        [groups.NONE, *possible],
        groups.NONE,
        format_func=lambda id: "Geen groep" if id == groups.NONE else f"De {possible[id].removeprefix('de ')}",
        because={id: f"Die groep is er niet bij {first.name}." for id in groups.NAMES if id not in possible},
    )
members = [] if group == groups.NONE else groups.members(group, first)
around = possible.get(group, "")
# What is compared is the group where there is one: of a gemeente that may be its wijken.
among = level_of(members[0]) if members else level
many = LEVEL_PLURALS[among]
with theme_column:
    theme = selection.one(
        "thema",
        "Thema",
        [ALL, *listed],
        "armoede" if "armoede" in listed else ALL,
        format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t],
    )
picker.removable(chosen)
title = "Alle thema's" if theme == ALL else THEMES[theme]
entries = [e for name, found in listed.items() if theme in (ALL, name) for e in found]
view_column, choice_column = st.columns([1.15, 1], vertical_alignment="bottom")
with view_column:
    view = selection.one("vorm", "Beeld", list(VIEWS), "overzicht", format_func=VIEWS.__getitem__, draw="buttons", hide_label=True)  # fmt: skip

# What one figure is chosen from, in the views that show one or two.
single = [e for e in entries if e.comparable and any(data.years(lv, e.id) for lv in levels)]
if view in ("cijfer", "jaren", "twee") and not single:
    with head:
        shell.head(f"Bij {title.lower()} is er geen cijfer om gebieden op te vergelijken")
    shell.empty("Niets te tekenen", "Dit thema heeft hier alleen totalen.", "Kies een ander thema of beeld.")
    selection.stop()
places = data.places()
place_names = {code: places[code].name if code in places else code for code in members} | names

if view == "overzicht":
    against_column, order_column = choice_column.columns([1, 1.25], vertical_alignment="bottom")
    with against_column:
        against = selection.one(
            "tegen", "Vergeleken met", ["land", *(["groep"] if members else [])], "land",
            format_func=lambda k: data.country_label() if k == "land" else "De groep", draw="buttons",
            because={"groep": "Zet er eerst een groep naast."},
        )  # fmt: skip
    shown = heatmap.choose(entries, list(dict.fromkeys([*codes, *members])))
    made = heatmap.columns(shown, list(dict.fromkeys([*codes, *members])), against, members) if shown else []
    if not made:
        with head:
            shell.head(f"Bij {title.lower()} is er geen cijfer om gebieden op te vergelijken")
        shell.empty("Geen overzicht", "Dit thema heeft hier alleen totalen.", "Kies een ander thema of beeld.")
    else:
        with order_column:
            order = selection.one("orde", "Volgorde", list(ORDERS), "slechter", format_func=ORDERS.__getitem__) if members else "slechter"  # fmt: skip
        judged = heatmap.heading(made)
        problems = heatmap.worse(judged).reindex(made[0].cells.index, fill_value=0)
        by_name = sorted(members, key=lambda code: data.folded(place_names[code]))
        ordered = by_name if order == "naam" else sorted(by_name, key=lambda code: -problems[code])
        ordered = list(dict.fromkeys([*codes, *ordered]))
        made = [heatmap.Column(c.entry, c.year, c.reference, c.cells.reindex(ordered)) for c in made]
        said = heatmap.finding(problems, judged, codes, members, place_names, many, around)
        about = (
            f"{title} · {'elk gebied' if len(ordered) > 1 else first.name} tegenover {heatmap.AGAINST[against]}"
            + (f" · met {around}" if members else "")
            + " · elk cijfer van het nieuwste jaar waarin het er bijna overal is"
        )
        with head:
            shell.head(said, about)
        legend_column, profile_column = st.columns([2.2, 1], vertical_alignment="bottom")
        legend_column.html(heatmap.legend(palette))
        profile_column.selectbox(
            "Bekijk één gebied uit deze lijst", [PICK, *ordered], key="naar_profiel", on_change=open_profile,
            format_func=lambda code: "Kies een gebied" if code == PICK else place_names[code],
        )  # fmt: skip
        tables.show(
            pd.DataFrame({"code": ordered}, index=ordered),
            f"{title}: {format.plural(len(ordered), 'gebied', 'gebieden')} naar {format.plural(len(made), 'cijfer', 'cijfers')}, met of het duidelijk verschilt",
            "heatmap",
            rows=25,
            text=lambda rows: heatmap.table(heatmap.part(made, rows["code"]), codes),
            css=lambda rows: heatmap.colours(heatmap.part(made, rows["code"]), palette),
        )
        without = [c.entry.label for c in made if c.reference is None]
        if without:
            st.caption(f":material/info: Zonder oordeel, want daar is geen {'landelijk cijfer' if against == 'land' else 'midden'} van: {format.joined(without)}.")  # fmt: skip
        st.caption("Duidelijk: het verschil is groter dan toeval en afronding, en groot genoeg om ertoe te doen. Vet: wat u koos.")  # fmt: skip
        export.offer(
            export.Figure(
                key="overzicht",
                title=said,
                subtitle=about,
                name=("overzicht", theme, *codes[:4]),
                table=lambda: heatmap.download(made).assign(gegevensversie=store.version),
                entries=[c.entry for c in made],
            )
        )

elif view in ("cijfer", "jaren"):
    there = [e for e in single if heatmap.newest(e.id, level, codes)]
    preferred = next((e.id for e in there if e.rankable), (there or single)[0].id)
    with choice_column:
        indicator = selection.one("indicator", "Cijfer", [e.id for e in single], preferred, format_func=lambda id: data.entry(id).label)  # fmt: skip
    entry = data.entry(indicator)
    if view == "cijfer":
        row = compare.row(list(dict.fromkeys([*codes, *members]))[: ladder.MOST * 10], indicator)
        meant = data.entry(entry.definition(row.one_year or 0))
        known = pd.Series({c: v for c, v in row.values.items() if v is not None}, dtype=float)
        kept = known.index if len(known) <= ladder.MOST else [c for c in known.index if c in codes]
        values = known[kept].sort_values(ascending=False)
        whole = None if row.one_year is None or COUNTRY in codes else data.value_of(indicator, COUNTRY, row.one_year)
        said = compare.finding([row], {indicator: entry}, place_names)
        about = (
            f"{meant.is_.rstrip('.')} · {format.in_words(entry.unit)} · {row.when if row.one_year else 'jaren verschillen'}"
            + (f" · met {around}" if members else "")
        )
        with head:
            shell.head(said, about)
        if row.mixed or not row.one_division:
            st.warning("De jaren of grenzen zijn niet voor alle gebieden gelijk; zet ze niet zonder meer naast elkaar.", icon=":material/event:")  # fmt: skip
        if values.empty:
            shell.empty("Geen waarden", f"{entry.label} is voor deze gebieden niet bekend.", "Kies een ander cijfer of ander gebied.")  # fmt: skip
        else:
            behind = ladder.band(known[[c for c in known.index if c in members]], around)

            def draw_ladder(colours_of: colours.Palette) -> go.Figure:
                """The dots on their lines, in the colours of a theme."""
                return ladder.draw(
                    values, row.intervals, place_names, dict(zip(codes, colours_of.areas, strict=False)),
                    lambda v: words.value(entry, v),
                    None if whole is None else (data.country_label(), whole), behind, colours_of,
                )  # fmt: skip

            alt = ladder.alt(meant.label, values, place_names, lambda v: words.value(entry, v), row.when)
            st.plotly_chart(draw_ladder(palette), config=charts.CONFIG, key="ladder", alt=alt)
            reading = "Stip: de waarde; streep: de marge van toeval en afronding."
            if behind:
                reading += f" Grijze baan: acht op de tien van {around} liggen hiertussen; stippellijn: het midden."
            st.caption(reading)
            export.offer(
                export.Figure(
                    key="cijfer",
                    title=said,
                    subtitle=about,
                    name=("vergelijken", indicator, *codes[:4], str(row.one_year or "")),
                    draw=draw_ladder,
                    table=lambda: compare.download([row], {indicator: entry}, [p for c in row.values if (p := picker.place(c))], store),
                    entries=(meant,),
                    year=row.one_year or "",
                    notes=(reading,),
                    alt=alt,
                )
            )  # fmt: skip
        rows_shown = pd.DataFrame(
            {
                "Gebied": [place_names[c] for c in row.values],
                "Waarde": [compare.cell(row, entry, c) for c in row.values],
                "Marge": [" tot ".join(words.short(entry, end) for end in row.intervals[c]) if c in row.intervals else "–" for c in row.values],
                "Code": list(row.values),
            }
        )  # fmt: skip
        order_of = {c: i for i, c in enumerate(known.sort_values(ascending=False).index)}
        rows_shown = rows_shown.sort_values("Code", key=lambda s: s.map(lambda c: order_of.get(c, len(order_of))))
        tables.show(rows_shown, f"{entry.label} per gebied", "laddertabel", rows=25, text=lambda r: r, css=lambda r: pd.DataFrame("", index=r.index, columns=r.columns))  # fmt: skip
    else:
        beside = [COUNTRY] if COUNTRY not in codes and not entry.total else []
        breaks = [*entry.breaks, *(year for year, _ in entry.definitions[1:])]
        trend = compare.series_of([*codes, *beside], indicator, breaks)
        # Earlier years on the boundaries of today, of the chosen areas whose boundaries changed.
        earlier = {c: carried.of(store, c, entry, [int(y) for y in trend.values[c].dropna().index], trend.cuts[c]) for c in codes}  # fmt: skip
        readable = {**names, COUNTRY: data.country_label()}

        def draw_trend(colours_of: colours.Palette) -> go.Figure:
            """The lines through the years, in the colours of a theme."""
            own = dict(zip(codes, colours_of.areas, strict=False))
            lines = [
                charts.Line(c, readable[c], trend.values[c], own.get(c, colours_of.quiet), cuts=trend.cuts[c], context=c not in codes, dash="dash" if c not in codes else "solid",
                            carried={y: (one.value, carried.word(one)) for y, one in earlier.get(c, {}).items()})
                for c in [*codes, *beside]
            ]  # fmt: skip
            return charts.trend(lines, lambda v: words.value(entry, v), format.in_words(entry.unit), colours_of, 420)

        span = [int(y) for y in trend.values[codes].dropna(how="all").index]
        said = (
            f"{entry.label}, {span[0]} tot {span[-1]}"
            if len(span) > 1
            else f"{entry.label}: geen reeks van meer dan één jaar"
        )
        about = f"{entry.is_.rstrip('.')} · {format.in_words(entry.unit)} · {format.joined(list(names.values()))}"
        with head:
            shell.head(said, about)
        if span:
            alt = f"Lijnen van {entry.label}. " + "; ".join(
                f"{names[c]}: {words.short(entry, float(own.iloc[0]))} in {own.index[0]}, {words.short(entry, float(own.iloc[-1]))} in {own.index[-1]}"
                for c in codes if len(own := trend.values[c].dropna())
            ) + ". De tabel hieronder geeft alle waarden."  # fmt: skip
            st.plotly_chart(draw_trend(palette), config=charts.CONFIG, key="reeksen", alt=alt)
            breaks_told = tuple(dict.fromkeys(profile.series.words(cut) for c in codes for cut in trend.cuts[c]))
            for told in breaks_told:
                st.caption(f":material/content_cut: {told}")
            for c in codes:
                if told := carried.sentence(earlier[c]):
                    st.caption(f":material/join_inner: {names[c]}: {told}")
            export.offer(
                export.Figure(
                    key="jaren",
                    title=said,
                    subtitle=about,
                    name=("reeks", indicator, *codes[:4]),
                    draw=draw_trend,
                    table=lambda: pd.concat([series_table.download(compare.series_of([c], indicator, breaks), earlier.get(c, {}), entry, readable, store) for c in [*codes, *beside]], ignore_index=True),
                    entries=(entry,),
                    notes=breaks_told,
                    alt=alt,
                )
            )  # fmt: skip
            cells = trend.values.map(lambda v: words.short(entry, v))
            for c, found in earlier.items():
                for y, one in found.items():
                    cells.loc[y, c] = f"{words.short(entry, one.value)} ({carried.word(one)})"
            cells = cells.sort_index().fillna(format.UNKNOWN).rename(columns=readable)
            cells.insert(0, "Jaar", [str(y) for y in cells.index])
            tables.show(cells.iloc[::-1], f"{entry.label} per jaar en gebied", "reekstabel")
        else:
            shell.empty("Geen reeks", f"{entry.label} is voor deze gebieden niet bekend.", "Kies een ander cijfer.")

elif view == "twee":
    options = scatter.usable([e for e in single if heatmap.newest(e.id, among, members or codes)])
    ids = [e.id for e in options]
    if len(ids) < 2:
        with head:
            shell.head(f"Bij {title.lower()} zijn er geen twee cijfers om tegen elkaar te zetten")
        shell.empty("Geen beeld", "Er zijn hier twee cijfers nodig die geteld zijn, en geen totalen.", "Kies alle thema's of een ander thema.")  # fmt: skip
    else:
        across_column, up_column = choice_column.columns(2)
        with across_column:
            across = selection.one(
                "indicator", "Van links naar rechts", ids, scatter.widest(ids, among), format_func=lambda id: data.entry(id).label
            )  # fmt: skip
        with up_column:
            rest = [id for id in ids if id != across]
            beside = [id for id in rest if scatter.year(across, id, among)]
            up = selection.one(
                "tweede", "Van onder naar boven", rest, scatter.widest(beside or rest, among), format_func=lambda id: data.entry(id).label
            )  # fmt: skip
        when = scatter.year(across, up, among)
        if when is None:
            with head:
                shell.head(f"Deze twee cijfers zijn er voor {many} in geen enkel jaar allebei")
            shell.empty("Geen beeld", "Cijfers van twee jaren zetten we niet tegen elkaar.", "Kies een ander cijfer.")
        else:
            points = scatter.pairs(*(data.values(id, among, when)["value"] for id in (across, up)))
            points = points[points.index.isin(members)] if members else points
            x, y = (scatter.axis(data.entry(data.entry(id).definition(when)), when) for id in (across, up))
            on_map = {c: n for c, n in names.items() if c in points.index}
            said = f"{x.title} en {y.title}: {format.areas(len(points), among)} naast elkaar"
            about = (
                f"Elke stip is een {among}" + (f" uit {around}" if members else f" in {data.country()}") + " · gekleurd: wat u koos"
            )  # fmt: skip
            with head:
                shell.head(said, about)

            def draw_cloud(colours_of: colours.Palette) -> go.Figure:
                """One dot an area, in the colours of a theme."""
                return scatter.draw(points, on_map, dict(zip(codes, colours_of.areas, strict=False)), x, y, colours_of)

            alt = f"Puntenwolk van {len(points)} gebieden: {x.title} en {y.title}. " + " ".join(
                f"{n}: {x.show(points.at[c, 'x'])} en {y.show(points.at[c, 'y'])}." for c, n in on_map.items()
            )
            st.plotly_chart(draw_cloud(palette), config=charts.CONFIG, key="wolk", alt=alt)
            st.caption(f":material/warning: {scatter.CAVEAT}")
            if lost := [n for c, n in names.items() if c not in points.index]:
                st.caption(f":material/info: Niet in beeld, want niet allebei bekend of van een ander niveau: {format.joined(lost)}.")  # fmt: skip
            listed_points = points.assign(
                code=points.index, naam=[places[c].label if c in places else c for c in points.index]
            )
            listed_points["_own"] = ~listed_points.index.isin(codes)
            listed_points = listed_points.sort_values(["_own", "x"], ascending=[True, False]).drop(columns="_own")
            tables.show(
                listed_points, f"{x.title} en {y.title} per {among}", "wolktabel", rows=25,
                text=lambda r: pd.DataFrame({"Gebied": r["naam"], x.title: r["x"].map(x.show), y.title: r["y"].map(y.show), "Code": r["code"]}),
            )  # fmt: skip
            export.offer(
                export.Figure(
                    key="twee",
                    title=said,
                    subtitle=about,
                    name=("twee-cijfers", across, up, among, str(when)),
                    draw=draw_cloud,
                    table=lambda: listed_points.rename(columns={"x": across, "y": up}).assign(jaar=when, gegevensversie=store.version, herkomst="verzonnen (demogebied)" if store.demo else "; ".join(dict.fromkeys(data.entry(id).citation for id in (across, up)))),
                    entries=tuple(data.entry(data.entry(id).definition(when)) for id in (across, up)),
                    columns={id: f"{data.entry(id).label}, {format.in_words(data.entry(id).unit)}" for id in (across, up)},
                    year=when,
                    level=among,
                    notes=(scatter.CAVEAT,),
                    alt=alt,
                )
            )  # fmt: skip

else:
    rows = compare.rows(store, codes, entries)
    by_id = {e.id: e for e in entries}
    said = (
        compare.finding(rows, by_id, names)
        if len(chosen) > 1
        else f"Voeg een gebied toe om met {first.name} te vergelijken"
    )
    about = f"{title} · elk cijfer van één jaar voor alle gebieden, waar dat kan"
    with head:
        shell.head(said, about)
    mixed = [by_id[r.id].label for r in rows if r.mixed]
    if mixed:
        st.warning(
            f"Bij {format.joined(mixed)} zijn de jaren niet voor alle gebieden gelijk; het jaar staat dan bij elke waarde.",
            icon=":material/event:",
        )
    drawn = [r for r in rows if not by_id[r.id].total and sum(v is not None for v in r.values.values()) > 1]
    drawn = [r for r in drawn if not r.mixed and r.one_division and not by_id[r.id].sensitive]
    everything = [e for found in listed.values() for e in found]
    all_figures = export.Figure(
        key="alles",
        title=said,
        subtitle=about,
        name=("vergelijken", theme, *codes[:4]),
        table=lambda: compare.download(rows, by_id, chosen, store),
        entries=[by_id[r.id] for r in rows],
    )
    if drawn and len(chosen) > 1:
        only = f" Hier staan de eerste {MOST_DOTS}; de tabel heeft ze alle." if len(drawn) > MOST_DOTS else ""
        st.caption(
            "Elke stip is een gebied, de streep erdoor de marge van toeval en afronding. Elke regel heeft een eigen schaal: "
            f"links 0, rechts de hoogste waarde of marge.{only}"
        )
        drawn = drawn[:MOST_DOTS]

        def draw_dots(colours_of: colours.Palette) -> go.Figure:
            """One row a figure, one dot an area, in the colours of a theme."""
            return charts.dots(
                {r.id: r.values for r in drawn},
                names,
                dict(zip(codes, colours_of.areas, strict=False)),
                {r.id: (lambda v, e=by_id[r.id]: words.value(e, v)) for r in drawn},
                {r.id: f"{by_id[r.id].label}{words.marked(by_id[r.id], compare.status(r))} ({r.when})" for r in drawn},
                colours_of,
                {r.id: r.intervals for r in drawn},
            )

        alt = (
            f"{title}: {len(drawn)} cijfers van {format.joined(list(names.values()))} als stippen op een lijn. "
            "De tabel hieronder geeft alle waarden."
        )
        st.plotly_chart(draw_dots(palette), config=charts.CONFIG, key="stippen", alt=alt)
        all_figures = replace(all_figures, draw=draw_dots, alt=alt)
    st.subheader(f"{title} in cijfers", anchor="tabel")
    st.table(
        compare.table(rows, by_id, names),
        hide_index=True,
        border="horizontal",
        alt=f"{title} van {format.joined(list(names.values()))}",
    )
    for said in (said for name, said in spent_for_others.items() if said and theme in (ALL, name)):
        st.caption(f":material/info: {said}")
    with st.expander("Toon meer: uitleg en kanttekeningen"):
        for entry in entries:
            notes = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")
    with st.container(horizontal=True):
        export.offer(all_figures)
        tables.download(
            "Download alle thema's (CSV)",
            lambda: compare.download(
                compare.rows(store, codes, everything), {e.id: e for e in everything}, chosen, store
            ),
            export.file_name("vergelijken", "alles", *codes[:4]),
            key="vergelijk_alles_csv",
        )

if view not in ("overzicht", "alles"):
    told = [data.entry(id) for id in dict.fromkeys(filter(None, [selection.get("indicator"), selection.get("tweede") if view == "twee" else None])) if id in data.entries()]  # fmt: skip
    with st.expander("Wat dit wel en niet zegt", icon=":material/help:"):
        for one in told:
            st.markdown(f"**{one.label}.** {one.is_} {one.is_not} {' '.join(CAVEATS[c] for c in one.caveats)}")

together = own_area.members()
if together:
    st.subheader(areas.name(together), anchor="samen")
    summed = own_area.rows(store, together, entries)
    st.caption(
        f"{format.joined([p.label for p in map(picker.place, together) if p])}. Aantallen zijn opgeteld. Aandelen zijn "
        "opnieuw berekend of gewogen. Het eigen gebied staat in het adres van deze bladzijde."
    )
    combined = own_area.table(summed)
    if combined.empty:
        shell.empty(
            "Niets op te tellen", "Geen cijfer van dit thema is er voor al deze gebieden.", "Kies een ander thema."
        )
    else:
        st.table(
            combined, hide_index=True, border="horizontal", alt=f"{title} van het eigen gebied, met hoe het is gemaakt"
        )
    if refused := own_area.refused(summed):
        with st.expander(f"Niet te maken voor dit eigen gebied ({len(refused)})"):
            for label, why in refused:
                st.markdown(f"**{tables.plain(label)}**: {why}")
    with st.container(horizontal=True):
        brief.offer(brief.Together(tuple(together)), "samen")
        tables.download(
            "Download het eigen gebied (CSV)",
            lambda: own_area.download(summed, together, store),
            export.file_name("eigen-gebied", theme, *together[:4]),
            key="samen_csv",
        )
        st.button(
            "Haal het eigen gebied weg",
            icon=":material/close:",
            key="weg_samen",
            on_click=selection.put,
            args=("samen", []),
        )

alike = peers.to_add(codes, picker.MOST)
with st.container(horizontal=True):
    if alike:
        st.button(
            "Voeg vergelijkbare wijken toe",
            icon=":material/group_add:",
            key="voeg_vergelijkbare_toe",
            on_click=selection.put,
            args=("gebieden", [*codes, *alike]),
            help="Wijken die er het meest op lijken in stedelijkheid, omvang, leeftijden, huishoudens en woningbezit",
        )
    own_area.offer(codes)
    for one in chosen[:3]:
        selection.link(
            "pages/wijkprofiel.py", f"Profiel van {one.name}", icon=":material/location_city:", gebied=one.code
        )
shell.foot(dict.fromkeys(s for e in entries for s in e.sources))
