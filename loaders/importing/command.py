"""``python -m loaders import``: show what a file holds, store it on request, and undo that."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from loaders import store
from loaders.importing import keep, templates
from loaders.importing.meaning import ROLES
from loaders.importing.plan import Plan, own_variable
from loaders.importing.proposal import Proposal, understand
from loaders.reading import files
from loaders.reading.files import ImportProblem
from loaders.sources.municipal import SOURCE
from loaders.store import publishing

# Problems that are printed one by one; the rest is counted.
SHOWN = 25


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommands ``import`` and ``template``."""
    own = commands.add_parser("import", help="een bestand van een gemeente inlezen")
    own.add_argument("file", nargs="?", type=Path, metavar="BESTAND", help="xlsx, xls, ods, csv of tsv")
    own.add_argument("--mapping", default="", metavar="NAAM", help="keuzes die eerder zijn bewaard")
    own.add_argument("--save-mapping", default="", metavar="NAAM", help="bewaar de keuzes van nu onder deze naam")
    own.add_argument("--year", type=int, metavar="JAAR", help="het jaar, als het niet in het bestand staat")
    own.add_argument(
        "--gemeente", default="", metavar="GM0363", help="de gemeente waarin de namen of korte codes liggen"
    )
    own.add_argument("--sheet", default="", metavar="BLAD", help="het blad dat u bedoelt")
    own.add_argument(
        "--as",
        dest="topics",
        action="append",
        default=[],
        metavar="KOLOM=CIJFER",
        help=f"CIJFER is één van: {', '.join(v.id for v in SOURCE.variables)}",
    )
    own.add_argument(
        "--new",
        action="append",
        default=[],
        metavar="KOLOM=NAAM|EENHEID",
        help="neem de kolom over als een eigen cijfer",
    )
    own.add_argument(
        "--no-people",
        action="append",
        default=[],
        metavar="KOLOM",
        help="deze kolom gaat niet over mensen: toon ook kleine aantallen (zonder dit gaat elk eigen aantal over mensen)",
    )
    own.add_argument(
        "--role", action="append", default=[], metavar="KOLOM=ROL", help=f"ROL is één van: {', '.join(ROLES)}"
    )
    own.add_argument(
        "--area", action="append", default=[], metavar="TEKST=CODE", help="welk gebied een tekst in het bestand is"
    )
    own.add_argument(
        "--decimal", action="append", default=[], metavar="KOLOM=TEKEN", help="komma of punt als decimaalteken"
    )
    own.add_argument("--percent", action="append", default=[], metavar="KOLOM", help="deze kolom maal 100 nemen")
    own.add_argument("--yes", action="store_true", help="opslaan; zonder dit wordt alleen getoond wat er zou gebeuren")
    own.add_argument("--leave-out", action="store_true", help="ook opslaan als er rijen met problemen wegvallen")
    own.add_argument("--undo", default="", metavar="NUMMER", help="een eerder opgeslagen bestand weer weghalen")
    own.add_argument("--list", action="store_true", help="welke bestanden er zijn opgeslagen")
    own.set_defaults(command=_import)
    template = commands.add_parser("template", help="een leeg bestand om in te vullen")
    template.add_argument(
        "name", choices=list(templates.TEMPLATES), metavar="SJABLOON", help=", ".join(templates.TEMPLATES)
    )
    template.add_argument("--gemeente", default="", metavar="GM0363", help="vul de gebieden van deze gemeente in")
    template.add_argument("--csv", action="store_true", help="als csv in plaats van xlsx")
    template.set_defaults(command=_template)


def _import(options: argparse.Namespace) -> int:
    root = store.home()
    try:
        if options.list:
            return _list(root)
        if options.undo:
            with _noting(root, "file taken back", import_id=options.undo) as after:
                record = keep.undo(root, options.undo)
                after["rows"] = int(record["rows"])
            publishing.record(root)
            print(f"{record['name']} is weggehaald. {_AFTER}")
            return 0
        if options.file is None:
            print("Geef het bestand op, of --list of --undo.", file=sys.stderr)
            return 2
        return _read(options, root)
    except ImportProblem as problem:
        print(problem, file=sys.stderr)
        return 1


_AFTER = "Draai daarna: python -m indicators build"


def _read(options: argparse.Namespace, root: Path) -> int:
    plan = _plan(options, root)
    proposal = understand(files.read_path(options.file), store.current(), plan)
    print("\n".join(lines(proposal)))
    if proposal.stops:
        print("Er is niets opgeslagen.", file=sys.stderr)
        return 1
    if options.save_mapping:
        keep.keep_plan(root, replace(plan, name=options.save_mapping))
        print(f"De keuzes zijn bewaard. Volgend jaar: --mapping {options.save_mapping}")
    if not options.yes:
        print("Er is niets opgeslagen. Klopt het? Geef dan dezelfde opdracht met --yes.")
        return 0
    with _noting(root, "file stored", rows=len(proposal.frame)) as after:
        id = after["import_id"] = keep.save(root, proposal, leave_out=options.leave_out)
    publishing.record(root)
    print(f"Opgeslagen als {id}. Ongedaan maken: python -m loaders import --undo {id}\n{_AFTER}")
    return 0


def _noting(root: Path, action: str, **facts: str | int) -> AbstractContextManager[dict[str, str | int]]:
    """The same lines as a visitor leaves who does this in the browser."""
    return store.noting(root, {"action": action, "who": store.at_the_terminal(), **facts})


def _plan(options: argparse.Namespace, root: Path) -> Plan:
    """The kept choices, with those of the command over them."""
    base = keep.plan(root, options.mapping) if options.mapping else Plan()
    new = {}
    topics = {**base.topics, **_pairs(options.topics)}
    for title, text in _pairs(options.new).items():
        label, _, unit = text.partition("|")
        id, own = own_variable(label, unit.strip() or "aantal")
        new[id], topics[title] = own, id
    kept = {**base.own, **new}
    for title in options.no_people:
        if topics.get(title) not in kept:
            raise ImportProblem(f"{title!r} is geen eigen cijfer. Geef het eerst een naam met --new.")
        kept[topics[title]] = replace(kept[topics[title]], people=False)
    marks: dict[str, Any] = {
        title: {"komma": ",", "punt": "."}.get(word, word) for title, word in _pairs(options.decimal).items()
    }
    if set(marks.values()) - {",", "."}:
        raise ImportProblem("Een decimaalteken is komma of punt.")
    return replace(
        base,
        sheet=options.sheet or base.sheet,
        gemeente=options.gemeente or base.gemeente,
        year=options.year,
        roles={**base.roles, **_roles(options.role)},
        topics=topics,
        own=kept,
        percent=(*base.percent, *options.percent),
        marks={**base.marks, **marks},
        areas={**base.areas, **_pairs(options.area)},
    )


def _pairs(texts: list[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        name, sign, value = text.rpartition("=")
        if not sign or not name.strip():
            raise ImportProblem(f"{text!r} mist een naam of een is-teken; schrijf KOLOM=WAARDE.")
        found[name.strip()] = value.strip()
    return found


def _roles(texts: list[str]) -> dict[str, str]:
    found = _pairs(texts)
    wrong = [role for role in found.values() if role not in ROLES]
    if wrong:
        raise ImportProblem(f"{wrong[0]!r} is geen rol; kies uit {', '.join(ROLES)}.")
    return found


_PEOPLE = "over mensen: te kleine aantallen worden niet getoond. Niet over mensen? Gebruik --no-people"
_NO_PEOPLE = "niet over mensen: ook kleine aantallen worden getoond"


def lines(proposal: Proposal) -> list[str]:
    """What was understood, as lines to print."""
    file = proposal.file
    how = [file.kind, file.encoding, f"gescheiden door {file.delimiter}" if file.delimiter else ""]
    found = [f"{file.name}: {', '.join(part for part in how if part)}"]
    if proposal.columns:
        found.append(f"Blad {proposal.sheet!r}, kopregel op rij {proposal.header_row}, vorm: {proposal.shape}")
        found += [
            f"  {c.header!r}: {ROLES[c.role]}" + (f" (bijvoorbeeld {c.example})" if c.example else "")
            for c in proposal.columns[:40]
        ]
    for topic in proposal.topics[:40]:
        mark = f", decimaalteken {'komma' if topic.mark == ',' else 'punt'}" if topic.marked else ""
        found.append(f"  {topic.title!r} wordt: {topic.variable or 'niet overgenomen'} ({topic.cells} vakken{mark})")
        if own := proposal.own.get(topic.variable):
            found.append(f"    gaat {_PEOPLE if own.people else _NO_PEOPLE}")
    if proposal.years:
        found.append(f"Jaren: {', '.join(map(str, proposal.years))}")
    found.append(f"Gebieden herkend: {len(proposal.matched)}, niet herkend: {len(proposal.unmatched)}")
    found += [f"  {area}" for area in proposal.unmatched[:SHOWN]]
    found += [f"Let op: {note}" for note in proposal.notes]
    found += [f"Probleem: {problem}" for problem in proposal.problems[:SHOWN]]
    more = len(proposal.problems) - SHOWN
    found += [f"En nog {more} problemen."] if more > 0 else []
    if proposal.withheld:
        found.append(f"Te kleine aantallen, niet getoond: {proposal.withheld}")
    if proposal.protected:
        found.append(f"Ook niet getoond, omdat dat anders is uit te rekenen: {proposal.protected}")
    found += [f"Kan niet: {stop}" for stop in proposal.stops]
    if proposal.storable:
        found.append(f"Op te slaan: {len(proposal.frame)} cijfers.")
    return found


def _list(root: Path) -> int:
    records = keep.stored(store.open_store(root))
    for id, record in records.items():
        print(
            json.dumps(
                {"id": id, **{k: record[k] for k in ("name", "stored", "variables", "areas", "rows")}},
                ensure_ascii=False,
            )
        )
    if not records:
        print("Er zijn geen bestanden van gemeenten opgeslagen.")
    return 0


def _template(options: argparse.Namespace) -> int:
    template = templates.TEMPLATES[options.name]
    format: templates.Format = "csv" if options.csv else "xlsx"
    path = Path(templates.file_name(template, options.gemeente, format))
    path.write_bytes(templates.make(template, store.current(), options.gemeente, format))
    print(f"{path} staat klaar.")
    return 0
