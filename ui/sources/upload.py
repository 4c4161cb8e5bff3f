"""Figures of the reader's own gemeente: empty files to fill in, a file shown back before it is stored, and undoing.

A file that was uploaded stays in the visitor's session: in no shared cache, and on no disk. Storing changes what
everybody sees, so it is offered only to who may (``ui.frame.access``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from answers import cells, data, format
from indicators.__main__ import build_all
from loaders import store as _store
from loaders.importing import keep, templates
from loaders.importing.meaning import ROLES
from loaders.importing.plan import Own, Plan, own_variable
from loaders.importing.proposal import Proposal, Topic, understand
from loaders.reading import files
from loaders.reading.files import File, ImportProblem
from loaders.reading.numbers import Mark
from loaders.sources.municipal import SOURCE, own_variables
from loaders.vocabulary import LEVEL_NAMES, STATUSES, THEMES
from ui.frame import access, tables

TYPES = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt"]
LEAVE_OUT, NEW = "", "nieuw"
# How many areas that were not recognised can be pointed out one by one.
MOST_AREAS = 12
SHOWN = 20
# Seconds that a file waits for those before it.
WAIT = 60.0
_reading = threading.BoundedSemaphore(1)


def show() -> None:
    """Draw all of it."""
    st.subheader("Cijfers van uw gemeente", anchor="eigen-cijfers")
    st.markdown(
        "Er is geen landelijk register van jongerenwerkers of sociaal raadslieden. Weet uw gemeente het wel? Vul een "
        "sjabloon in, of kies een bestand dat u al heeft. U ziet eerst wat erin staat. Zet er geen gegevens over "
        "personen in."
    )
    _templates()
    if access.lets_send():
        uploaded = st.file_uploader(
            "Bestand van een gemeente",
            TYPES,
            key="upload",
            max_upload_size=files.MEGABYTES,
            help="Excel, ODS, CSV of TSV",
        )
        if uploaded is not None:
            _uploaded(uploaded.getvalue(), uploaded.name)
    else:
        st.info(f"Een bestand geven kan alleen wie hier cijfers mag opslaan. {access.how()}", icon=":material/lock:")
    access.door()
    _stored()


# ---------------------------------------------------------------- templates


def _templates() -> None:
    with st.expander("Sjabloon om in te vullen", icon=":material/edit_document:"):
        known = data.gemeenten()
        left, right = st.columns(2)
        with left:
            template = templates.TEMPLATES[
                st.selectbox(
                    "Sjabloon",
                    list(templates.TEMPLATES),
                    format_func=lambda id: templates.TEMPLATES[id].title,
                    key="sjabloon",
                )
            ]
        with right:
            gemeente = st.selectbox(
                "Gemeente",
                list(known),
                index=None,
                format_func=lambda code: known[code],
                key="sjabloon_gemeente",
                placeholder="Kies uw gemeente",
                help="De gebieden van deze gemeente staan dan al in het bestand.",
            )
        store = data.store()
        with st.container(horizontal=True):
            for kind in ("xlsx", "csv"):
                as_kind: templates.Format = "csv" if kind == "csv" else "xlsx"
                st.download_button(
                    f"Download als {kind}",
                    data=partial(templates.make, template, store, gemeente or "", as_kind),
                    file_name=templates.file_name(template, gemeente or "", as_kind),
                    mime=templates.MEDIA_TYPES[kind],
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"sjabloon_{kind}",
                )
        if template.level == "wijk" and not gemeente:
            st.caption("Zonder gemeente is het sjabloon leeg: dan vult u de codes of namen van de wijken zelf in.")


# ---------------------------------------------------------------- one file


def _uploaded(content: bytes, name: str) -> None:
    """Show one file back, with the choices about it beside what they change."""
    key = sha256(content).hexdigest()[:12]
    file = _file(key, content, name)
    if isinstance(file, str):
        st.error(cells.plain(file), title="Dit bestand kan niet worden gelezen", icon=":material/error:")
        return
    found = understand(file, data.store(), _general(key, file))
    found = _again(found, _columns(key, found))
    found = _again(found, _topics(key, found))
    proposal = _again(found, _areas(key, found))
    _outcome(proposal)
    _keep_choices(key, proposal.plan)
    _store_button(key, proposal)


def _file(key: str, content: bytes, name: str) -> File | str:
    """The file as it was read, once a session; or the sentence that says why it cannot be read.

    One file is read at a time, of all readers: reading may take a processor and a gigabyte for as long as Limit allows.
    """
    kept: tuple[str, File | str] | None = st.session_state.get("_upload")
    if kept is None or kept[0] != key:
        with st.spinner("Het bestand wordt gelezen. Leest iemand anders er een, dan wacht het daarop"):
            if not _reading.acquire(timeout=WAIT):
                return "Er worden al andere bestanden gelezen. Probeer het over een minuut opnieuw."
            try:
                kept = (key, files.read(content, name))
            except ImportProblem as problem:
                kept = (key, str(problem))
            finally:
                _reading.release()
        st.session_state["_upload"] = kept
    return kept[1]


def _general(key: str, file: File) -> Plan:
    """What holds for the whole file: kept choices, sheet, gemeente and year."""
    plan = Plan()
    saved = keep.plans(_store.home())
    known = data.gemeenten()
    with st.container(horizontal=True):
        if saved:
            name = st.selectbox("Bewaarde keuzes", list(saved), index=None, key=f"{key}_plan", placeholder="Geen")
            if name:
                try:
                    plan = keep.plan(_store.home(), name)
                except ImportProblem as problem:
                    st.error(cells.plain(problem))
        if len(file.sheets) > 1:
            names = [sheet.name for sheet in file.sheets]
            sheet = st.selectbox("Blad", names, index=None, key=f"{key}_blad", placeholder="Zelf gevonden")
            plan = _with(plan, sheet=sheet or plan.sheet)
        gemeente = st.selectbox(
            "Gemeente",
            list(known),
            index=None,
            key=f"{key}_gemeente",
            placeholder="Staat in het bestand",
            format_func=lambda code: known[code],
        )
        year = st.number_input("Jaar", 1990, 2100, None, key=f"{key}_jaar", placeholder="Staat in het bestand")
    return _with(plan, gemeente=gemeente or plan.gemeente, year=int(year) if year else None)


def _again(found: Proposal, plan: Plan) -> Proposal:
    """The proposal under this plan: the same one when nothing was decided anew."""
    return found if found.plan == plan else understand(found.file, data.store(), plan)


def _columns(key: str, found: Proposal) -> Plan:
    """What each column is, as it was understood, to be changed by the reader."""
    plan = found.plan
    if not found.columns:
        return plan
    how = [
        found.file.kind,
        found.file.encoding,
        f"gescheiden door {found.file.delimiter}" if found.file.delimiter else "",
    ]
    st.caption(
        f"Gelezen als {format.joined([h for h in how if h])}, blad “{cells.plain(found.sheet)}”, kop op rij "
        f"{found.header_row}, {found.shape}."
    )
    roles = dict(plan.roles)
    with st.expander(f"Wat elke kolom is ({len(found.columns)})", icon=":material/view_column:"):
        for column in found.columns[:60]:
            label = f"{cells.plain(column.header[:60])}" + (
                f", bijvoorbeeld “{cells.plain(column.example)}”" if column.example else ""
            )
            choice = st.selectbox(
                label,
                list(ROLES),
                list(ROLES).index(column.role),
                key=f"{key}_rol_{column.place}",
                format_func=lambda r: ROLES[r].capitalize(),
            )
            if choice != column.role:
                roles[column.header] = choice
    return _with(plan, roles=roles)


def _topics(key: str, found: Proposal) -> Plan:
    """Which variable each figure becomes, and how its numbers are written."""
    plan = found.plan
    topics, own, percent, marks = dict(plan.topics), dict(plan.own), set(plan.percent), dict(plan.marks)
    for number, topic in enumerate(found.topics[:40]):
        _topic(f"{key}_cijfer_{number}", topic, topics, own, percent, marks)
    return _with(plan, topics=topics, own=own, percent=tuple(sorted(percent)), marks=marks)


def _topic(
    key: str, topic: Topic, topics: dict[str, str], own: dict[str, Own], percent: set[str], marks: dict[str, Mark]
) -> None:
    """The choice of the variable that one figure of the file becomes."""
    known = {v.id: v.label for v in SOURCE.variables} | {
        id: v.label for id, v in own_variables(data.store().manifest()).items()
    }
    known |= {id: o.label for id, o in own.items()}
    options = [LEAVE_OUT, *known, NEW]
    words = {LEAVE_OUT: "Niet overnemen", NEW: "Een eigen cijfer: geef het een naam", **known}
    with st.container(border=True):
        index = options.index(topic.variable) if topic.variable in options else 0
        chosen = st.selectbox(
            f"**{cells.plain(topic.title[:80])}** ({format.plural(topic.cells, 'gevuld vak', 'gevulde vakken')})",
            options,
            index,
            key=key,
            format_func=words.__getitem__,
        )
        if chosen == NEW:
            with st.container(horizontal=True):
                label = st.text_input("Naam van het cijfer", topic.title[:80], key=f"{key}_naam", max_chars=80)
                unit = st.text_input("Eenheid", topic.unit or "aantal", key=f"{key}_eenheid", max_chars=30)
                theme = st.selectbox(
                    "Thema",
                    list(THEMES),
                    list(THEMES).index("voorzieningen"),
                    format_func=THEMES.__getitem__,
                    key=f"{key}_thema",
                )
            people = st.checkbox("Dit gaat over bewoners: verberg kleine aantallen", True, key=f"{key}_mensen")
            try:
                chosen, about = own_variable(label, unit, people, theme)
                own[chosen] = about
            except ImportProblem as problem:
                st.error(cells.plain(problem))
                chosen = LEAVE_OUT
        topics[topic.title] = chosen
        if not chosen:
            return
        if (
            own.get(chosen)
            and own[chosen].unit in ("%", "procent")
            and st.checkbox("Maal 100 (het bestand heeft 0,15 voor 15%)", topic.title in percent, key=f"{key}_maal")
        ):
            percent.add(topic.title)
        if topic.marked:
            default = None if topic.unsure else topic.mark
            mark = st.segmented_control(
                "Decimaalteken",
                [",", "."],
                default=default,
                key=f"{key}_teken",
                format_func={",": "komma", ".": "punt"}.__getitem__,
            )
            if mark:
                marks[topic.title] = "," if mark == "," else "."


def _areas(key: str, found: Proposal) -> Plan:
    """For areas that were not recognised but look like others: which one is meant."""
    plan, unmatched = found.plan, found.unmatched
    asked = [area for area in unmatched if area.closest][:MOST_AREAS]
    if not asked:
        return plan
    areas = dict(plan.areas)
    with st.expander(
        f"Gebieden die niet zijn herkend ({len(unmatched)})", expanded=True, icon=":material/wrong_location:"
    ):
        for number, area in enumerate(asked):
            names = dict(area.closest)
            code = st.selectbox(
                f"**{cells.plain(area.text)}**: {cells.plain(area.why)}. Welk gebied is bedoeld?",
                list(names),
                None,
                key=f"{key}_gebied_{number}_{area.text}",
                placeholder="Geen van deze",
                format_func=partial(_named, names),
            )
            if code:
                areas[area.text] = code
    return _with(plan, areas=areas)


def _named(names: Mapping[str, str], code: str) -> str:
    return f"{names[code]} ({code})"


def _with(plan: Plan, **changes: object) -> Plan:
    return Plan(**{**plan.__dict__, **changes})


# ---------------------------------------------------------------- the outcome


def _outcome(found: Proposal) -> None:
    """What would be stored and what is wrong, in words and a table."""
    for stop in found.stops:
        st.error(cells.plain(stop), icon=":material/error:")
    wrong = [str(p) for p in found.problems] + [str(u) for u in found.unmatched]
    if wrong:
        st.warning(
            "\n".join(f"- {cells.plain(text)}" for text in wrong[:SHOWN])
            + (f"\n- en nog {format.number(len(wrong) - SHOWN)}" if len(wrong) > SHOWN else ""),
            title=format.plural(len(wrong), "probleem", "problemen"),
            icon=":material/warning:",
        )
    for note in found.notes[:SHOWN]:
        st.caption(f":material/info: {cells.plain(note)}")
    if not found.storable:
        return
    hidden = (
        f" Daarvan {format.number(found.withheld)} niet getoond, omdat het om te weinig mensen gaat."
        if found.withheld
        else ""
    )
    if found.protected:
        hidden += f" En {format.number(found.protected)} niet getoond, omdat de eerste anders zijn uit te rekenen."
    st.markdown(
        f"**{format.plural(len(found.frame), 'cijfer', 'cijfers')} van "
        f"{format.plural(len(found.matched), 'gebied', 'gebieden')}**, over "
        f"{format.years(found.frame['year'].tolist())}.{hidden}"
    )
    tables.show(
        _preview(found), "Cijfers die het bestand zou toevoegen, per gebied en jaar", "upload_cijfers", rows=SHOWN
    )


def _preview(found: Proposal) -> pd.DataFrame:
    labels = {v.id: v.label for v in SOURCE.variables} | {id: o.label for id, o in found.own.items()}
    frame = found.frame
    values = [
        format.number(value, 0 if value == int(value) else 1)
        if value == value and value is not None
        else STATUSES[status]
        for value, status in zip(frame["value"], frame["status"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Gebied": [found.matched.get(code, code) for code in frame["region"]],
            "Code": frame["region"].tolist(),
            "Niveau": [LEVEL_NAMES[level] for level in frame["level"]],
            "Jaar": frame["year"].astype(str).tolist(),
            "Cijfer": [labels.get(id, id) for id in frame["variable"]],
            "Waarde": values,
        }
    )


def _keep_choices(key: str, plan: Plan) -> None:
    with st.popover("Bewaar deze keuzes voor volgend jaar", icon=":material/bookmark:"):
        name = st.text_input(
            "Naam", key=f"{key}_naam_keuzes", max_chars=60, help="Kleine letters, cijfers en streepjes"
        )
        if st.button("Bewaar", key=f"{key}_bewaar") and name:
            try:
                with access.noting("choices kept"):
                    keep.keep_plan(_store.home(), _with(plan, name=name))
                st.success("De keuzes zijn bewaard.")
            except _store.StoreError as error:
                st.error(cells.plain(error))


def _store_button(key: str, found: Proposal) -> None:
    if data.store().demo:
        st.info(
            "Bij verzonnen cijfers wordt niets opgeslagen. Haal eerst de echte cijfers op, op de pagina Start.",
            icon=":material/science:",
        )
        return
    wrong = len(found.problems) + len(found.unmatched)
    agreed = wrong == 0 or st.checkbox("Sla op zonder de rijen met problemen", key=f"{key}_zonder")
    if st.button(
        "Klopt, sla op",
        key=f"{key}_opslaan",
        type="primary",
        disabled=not (found.storable and agreed),
        icon=":material/save:",
    ):
        try:
            with st.spinner("Opslaan en de indicatoren opnieuw berekenen"), _import():
                with access.noting("file stored", rows=len(found.frame)) as after:
                    after["import_id"] = keep.save(_store.home(), found, leave_out=agreed)
                build_all(_store.current(), found.years, None)
        except (ImportProblem, _store.StoreError) as error:
            st.error(cells.plain(error))
            return
        st.rerun()


@contextmanager
def _import() -> Iterator[None]:
    """Within this a file and the indicators with it become the figures of today in one step."""
    with _store.alone(_store.home()), _store.refreshing(_store.home(), _store.IMPORT):
        yield
        _store.promote(_store.home())


def _stored() -> None:
    """The files that were stored, each with a button that takes it out again."""
    records = keep.stored(data.store())
    if not records:
        return
    st.markdown("**Opgeslagen bestanden**")
    for id, record in records.items():
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(
            f"{cells.plain(record['name']) if access.may_store() else 'Een bestand van een gemeente'}, "
            f"{format.day(record['stored'])}: {format.plural(record['rows'], 'cijfer', 'cijfers')} van "
            f"{format.plural(record['areas'], 'gebied', 'gebieden')}"
        )
        if access.may_store() and right.button("Haal weg", key=f"weg_{id}", icon=":material/undo:"):
            try:
                with _import():
                    with access.noting("file taken back", import_id=id, rows=int(record["rows"])):
                        keep.undo(_store.home(), id)
                    build_all(_store.current(), sorted({int(year) for _, year in record["partitions"]}), None)
            except (ImportProblem, _store.StoreError) as error:
                st.error(cells.plain(error))
                return
            st.rerun()
