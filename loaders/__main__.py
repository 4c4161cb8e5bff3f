"""The command of this room: ``python -m loaders pull | import | template | status | check``. Run it with ``--help`` for the settings."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from loaders import store
from loaders.importing import command as importing
from loaders.pulling import from_folder
from loaders.pulling import repair as repairing
from loaders.pulling.changes import Change
from loaders.pulling.runner import Plan, Progress, Result, run
from loaders.source import Source, registry, variables
from loaders.store import mirror, publishing
from loaders.vocabulary import LEVEL_PLURALS, LEVELS

OUTCOMES = {
    "ok": "opgehaald",
    "unchanged": "niets nieuws",
    "not_available": "niet bij de bron",
    "failed": "MISLUKT",
    "found": "gevonden en te lezen",
    "missing": "niet in de map",
}
# How wide the text before the progress bar may be.
NOW_WIDTH = 58


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code is 1 when something failed, 2 when the question was wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except store.StoreError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description="Haal de gegevens op en bekijk wat er is.")
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")
    pull = commands.add_parser("pull", help="gegevens ophalen bij de bronnen")
    pull.add_argument("sources", nargs="*", metavar="BRON", help=f"één of meer van: {', '.join(_pullable())}")
    pull.add_argument("--years", type=_years, metavar="JAREN", help="bijvoorbeeld 2013-2025 of 2015,2017")
    pull.add_argument("--levels", type=_levels, default=LEVELS, metavar="NIVEAUS", help="gemeente,wijk,buurt")
    pull.add_argument("--force", action="store_true", help="ook ophalen wat niet veranderd lijkt")
    pull.add_argument("--note", default="", metavar="TEKST", help="waarom cijfers veranderen, voor het logboek")
    pull.add_argument(
        "--from", dest="folder", type=Path, metavar="MAP", help="uit bestanden in deze map, zonder netwerk (zie --list)"
    )
    pull.add_argument(
        "--list", action="store_true", help="met --from: alleen zeggen welke bestanden er zijn en welke nog nodig zijn"
    )
    pull.set_defaults(command=_pull)
    status = commands.add_parser("status", help="welke gegevens er zijn")
    status.add_argument("--json", action="store_true", help="als JSON, voor een ander programma")
    status.set_defaults(command=_status)
    importing.add(commands)
    kept = commands.add_parser("versions", help="welke gegevensversies op te vragen zijn")
    kept.add_argument("--drop", metavar="VERSIE", help="deze versie niet langer bewaren")
    kept.set_defaults(command=_versions)
    push = commands.add_parser("push", help="zet de gegevens op een opslag (S3) die veel machines kunnen lezen")
    push.add_argument("address", metavar="ADRES", help="s3://emmer/map")
    push.set_defaults(command=_push)
    verify = commands.add_parser("verify", help="kijk of elk bestand nog is zoals het geschreven is")
    verify.set_defaults(command=_verify)
    repair = commands.add_parser("repair", help="maak beschadigde bestanden opnieuw, zonder netwerk")
    repair.set_defaults(command=_repair)
    check = commands.add_parser("check", help="vraag elke bron of zij nog is zoals wij verwachten")
    check.add_argument("sources", nargs="*", metavar="BRON", help="alleen deze bronnen")
    check.set_defaults(command=_check)
    return parser


def _push(options: argparse.Namespace) -> int:
    """The local data folder to a storage, its manifest last."""
    if not options.address.startswith(mirror.SCHEME):
        print(f"{options.address} is geen adres van een opslag; schrijf s3://emmer/map.", file=sys.stderr)
        return 2
    held = store.open_store(store.home())
    if held.is_empty() or store.remote() is not None:
        print(f"In {store.home()} staan geen eigen gegevens om erop te zetten.", file=sys.stderr)
        return 1
    count = 0
    try:
        for count, total in mirror.push(store.home(), options.address):
            if count % 100 == 0:
                print(f"{count} van {total} bestanden")
    except OSError as error:
        print(f"{options.address} weigert: {error}. De versie die er stond, is onaangeroerd.", file=sys.stderr)
        return 1
    print(f"Versie {held.version} staat op {options.address} ({count} bestanden).")
    return 0


def _pullable() -> list[str]:
    return [source.id for source in registry().values() if source.pull is not None]


def _years(text: str) -> list[int]:
    """2013-2025 and 2015,2017 and a mix of both, as a list of years."""
    years: set[int] = set()
    try:
        for part in text.split(","):
            first, _, last = part.partition("-")
            years.update(range(int(first), int(last or first) + 1))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is geen lijst van jaren; schrijf 2013-2025 of 2015,2017") from error
    if not years:
        raise argparse.ArgumentTypeError(f"in {text!r} zit geen enkel jaar; zet het eerste jaar vooraan")
    return sorted(years)


def _levels(text: str) -> list[str]:
    levels = text.split(",")
    wrong = [level for level in levels if level not in LEVELS]
    if wrong:
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is geen niveau; kies uit {', '.join(LEVELS)}")
    return levels


# ---------------------------------------------------------------- pull


def _pull(options: argparse.Namespace) -> int:
    sources = _chosen(options.sources)
    if problem := _folder_problem(options):
        print(problem, file=sys.stderr)
        return 2
    plan = Plan(sources, options.years, options.levels, options.force, folder=options.folder, rehearsal=options.list)
    jobs = plan.jobs()
    if not jobs:
        print("Geen van deze bronnen heeft een van deze jaren.", file=sys.stderr)
        return 2
    if not plan.rehearsal:
        publishing.begin(plan.root)
    try:
        with store.refreshing(plan.root):
            results = _with_bar(plan, len(jobs))
    except KeyboardInterrupt:
        print("\nOnderbroken. De gegevens die er waren, zijn heel gebleven.", file=sys.stderr)
        # Fetching threads may wait a minute for their answer; nothing they do matters any more.
        os._exit(130)
    for result in results:
        if result.changes or result.notes:
            print("\n".join(_report(result)))
    print("\n".join(_summary(results)))
    if plan.folder is not None:
        print("\n".join(from_folder.told(results, plan.folder)))
        if not plan.rehearsal and not any(result.found for result in results):
            print(f"In {plan.folder} staat geen bestand dat hier past; er is niets gelezen.", file=sys.stderr)
            return 1
    if plan.rehearsal:
        return 1 if any(result.outcome == "failed" for result in results) else 0
    if store.is_news(plan.root):
        store.note_with_news(plan.root, options.note)
        print(
            "\nDe nieuwe cijfers zijn er, en nog niet te zien: lezers krijgen ze met hun indicatoren. Draai: python -m indicators build"
        )
    else:
        store.promote(plan.root)
    return 1 if any(result.outcome == "failed" for result in results) else 0


def _folder_problem(options: argparse.Namespace) -> str:
    """Why nothing can be read from the folder, in Dutch; "" when it can."""
    if options.list and options.folder is None:
        return "Zeg met --from ook welke map het is: python -m loaders pull --from MAP --list"
    if options.folder is not None and not options.folder.is_dir():
        return f"{options.folder} is geen map. Maak haar, en vraag met --list welke bestanden erin horen."
    return ""


def _chosen(names: Sequence[str]) -> list[Source]:
    """The sources of these names (all that can be pulled without any). Ends the program for an unknown one."""
    known = registry()
    for name in names:
        if name not in _pullable():
            _parser().error(f"{name!r} is geen bron die op te halen is; kies uit {', '.join(_pullable())}")
    return [known[name] for name in names or _pullable()]


def _with_bar(plan: Plan, total: int) -> list[Result]:
    # The numbers come first: a narrow terminal cuts off the end of the line.
    shape = "{percentage:3.0f}% |{bar:10}| {n:.0f} van {total_fmt} jaren, nog {remaining}  {desc}"
    # In a log file every refresh is a line: then once in ten seconds is enough.
    pace = 0.2 if sys.stderr.isatty() else 10.0
    with tqdm(total=total, bar_format=shape, mininterval=pace, desc="Begin") as bar:

        def show(progress: Progress) -> None:
            bar.set_description_str(_fit(progress.now or "Klaar"), refresh=False)
            bar.update(progress.done - bar.n)

        return run(plan, show)


def _fit(text: str) -> str:
    return (text if len(text) <= NOW_WIDTH else f"{text[: NOW_WIDTH - 1]}…").ljust(NOW_WIDTH)


def _report(result: Result) -> list[str]:
    """The change report of one year of one source."""
    lines = [f"{result.source} {result.year}" + (f" (via {result.route})" if result.route else "")]
    lines += [f"  {_change(change)}" for change in result.changes]
    lines += [f"  Let op: {note}" for note in result.notes]
    return lines


def _change(change: Change) -> str:
    before = "" if change.rows_before in (None, change.rows) else f" (was {_number(change.rows_before or 0)})"
    parts = [f"{LEVEL_PLURALS[change.level]} {change.year}: {_number(change.rows)} rijen{before}"]
    if change.rows_before is None:
        parts.append(f"nieuw, {len(change.new_columns)} kolommen" if change.new_columns else "nieuw")
    else:
        if change.new_columns:
            parts.append(f"nieuwe kolommen: {', '.join(change.new_columns)}")
        if change.vanished_columns:
            parts.append(f"verdwenen kolommen: {', '.join(change.vanished_columns)}")
        parts.append(
            f"{_number(change.moved)} waarden veranderd, {_number(change.filled)} erbij, {_number(change.emptied)} weg"
        )
    if change.largest is not None:
        move = change.largest
        known = variables().get(move.variable)
        name = known.label if known else move.variable
        parts.append(f"grootste verschil: {name} in {move.region}, van {_number(move.old)} naar {_number(move.new)}")
    return "; ".join(parts)


def _number(value: float) -> str:
    """A number the Dutch way: 17.407.585 and 12,5."""
    text = f"{value:,.1f}" if value != int(value) else f"{int(value):,}"
    return text.translate(str.maketrans(",.", ".,"))


def _summary(results: Sequence[Result]) -> list[str]:
    """One line for each source and outcome, and what went wrong in full."""
    lines = ["", "Samenvatting"]
    for source in dict.fromkeys(result.source for result in results):
        for outcome, words in OUTCOMES.items():
            years = [str(r.year) for r in results if (r.source, r.outcome) == (source, outcome)]
            if years:
                lines.append(f"  {source}: {words}: {', '.join(years)}")
    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        lines += ["", "Wat mislukte (de gegevens die er al waren, zijn gebleven; draai dezelfde opdracht nog eens):"]
        lines += [f"  {result.source} {result.year}: {result.message}" for result in failed]
    return lines


# ---------------------------------------------------------------- verify and repair


def _verify(options: argparse.Namespace) -> int:
    """Every file of every version that can be asked for, against the hash in its name; the lists of versions too."""
    root = store.home()
    found = store.verify(root)
    for problem in found.problems:
        print(problem)
    for file in found.damaged:
        print(f"{file}: beschadigd of weg")
    print(f"{_number(found.read)} bestanden gelezen in {root}; {len(found.damaged)} beschadigd of weg.")
    if found.damaged:
        print("Maak ze opnieuw met “python -m loaders repair”, en daarna “python -m indicators build”.")
    return 1 if found.damaged or found.problems else 0


def _repair(options: argparse.Namespace) -> int:
    """Damaged files of today written again from the answers that are kept."""
    done = repairing.repair(store.home())
    for file in done.mended:
        print(f"{file}: hersteld")
    for problem in done.problems:
        print(f"Let op: {problem}")
    for file in done.left:
        print(f"{file}: niet hersteld")
    if not done.mended and not done.left:
        print("Er is niets beschadigd.")
    if done.left:
        print(
            "Wat berekend is, maakt “python -m indicators build” opnieuw. Haal de rest op met “python -m loaders pull "
            "--force”; een bestand van een gemeente laadt u opnieuw."
        )
    return 1 if done.left else 0


# ---------------------------------------------------------------- status


def _status(options: argparse.Namespace) -> int:
    """What the store holds of each source, as a table or as JSON; what was fetched and waits to be computed counts."""
    waits = store.waits(store.home())
    with store.refreshing(store.home()):
        current = store.current()
    rows = [_row(source, current.manifest()) for source in registry().values()]
    if options.json:
        about = {"folder": str(current.root), "version": current.version, "demo": current.demo, "sources": rows}
        print(json.dumps(about, ensure_ascii=False, indent=1))
        return 0
    print(f"Gegevens in {current.root}, versie {current.version}" + (" (verzonnen demogebied)" if current.demo else ""))
    if waits:
        print("Een deel is opgehaald en nog niet berekend: lezers zien het na python -m indicators build.")
    heads = ("bron", "rijen", "jaren", "niveaus", "leeftijd", "licentie", "laatste keer")
    table = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(heads))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    return 0


def _row(source: Source, manifest: dict[str, Any]) -> dict[str, Any]:
    """What is known of one source: counts, years, levels, licence, and how its last pulls ended."""
    entries = [e for e in manifest["observations"].values() if e["source"] == source.id]
    pulls = {int(k.split("/")[1]): v for k, v in manifest["pulls"].items() if k.split("/")[0] == source.id}
    # Boundaries are no observations: of them only the pulls tell. Of the rest a pull tells what was asked, not what came.
    asked = {level for p in pulls.values() for level in p.get("levels", ())}
    levels = {e["level"] for e in entries} or asked
    fetched = [p["fetched"] for p in pulls.values() if p.get("fetched")]
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "rows": sum(e["rows"] for e in entries),
        "years": sorted({e["year"] for e in entries} | {y for y, p in pulls.items() if p.get("fetched")}),
        "levels": [level for level in LEVELS if level in levels],
        "fetched": max(fetched, default=None),
        "outcomes": {year: pull["status"] for year, pull in sorted(pulls.items())},
        "messages": {year: pull["message"] for year, pull in sorted(pulls.items()) if pull.get("message")},
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    outcomes = list(row["outcomes"].values())
    told = [f"{outcomes.count(kind)} {words}" for kind, words in OUTCOMES.items() if kind in outcomes]
    return (
        row["id"],
        _number(row["rows"]),
        _spans(row["years"]) or "geen",
        ", ".join(row["levels"]) or "geen",
        _age(row["fetched"]),
        row["licence"],
        ", ".join(told) or "nooit opgehaald",
    )


def _spans(years: Sequence[int]) -> str:
    """Years in short: 2013–2017, 2019."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)


def _age(fetched: str | None) -> str:
    """How long ago, in words."""
    if fetched is None:
        return "–"
    hours = (datetime.now(UTC) - datetime.fromisoformat(fetched)).total_seconds() / 3600
    if hours < 1:
        return "minder dan een uur"
    return f"{int(hours)} uur" if hours < 48 else f"{int(hours // 24)} dagen"


def _published(entry: dict[str, Any]) -> str:
    """One published version in a line."""
    before = f"; {_number(entry['moved'])} waarden veranderd tegenover {entry['previous']}" if entry["previous"] else ""
    return f"Gegevensversie {entry['version']} van {entry['created'][:10]}{before}"


def _versions(options: argparse.Namespace) -> int:
    """The published versions, newest first; or make one impossible to ask for."""
    root = store.home()
    if options.drop:
        asked = {"action": "version dropped", "who": store.at_the_terminal(), "version": options.drop}
        with store.noting(root, asked) as after:
            if not store.forget(root, options.drop):
                after["dropped"] = "no"
                print(f"Versie {options.drop} is niet bewaard, of is die van vandaag.", file=sys.stderr)
                return 1
        print(f"Versie {options.drop} is niet meer op te vragen.")
        return 0
    for entry in store.versions(root):
        print(_published(entry) + ("" if entry["kept"] else " (niet meer bewaard)"))
        if entry["note"]:
            print(f"  {entry['note']}")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Ask the live services whether they are as the loaders expect; 1 when something changed."""
    from loaders.pulling import check

    known = registry()
    unknown = [name for name in options.sources if name not in known]
    if unknown:
        _parser().error(f"{unknown[0]!r} is geen bron; kies uit {', '.join(s.id for s in known.values() if s.expects)}")
    answers = check.run([known[name] for name in options.sources] or list(known.values()))
    print("\n".join(check.lines(answers)))
    return 1 if any(answer.outcome == "changed" for answer in answers) else 0


if __name__ == "__main__":
    sys.exit(main())
