"""The command: build the indicators into the store, show one area, and make the demo region that ships with them.

python -m indicators build [--years 2013-2025] [--levels gemeente,wijk] [--engine dask [--scheduler ADDRESS]]
python -m indicators show WK0363AA [--json]
python -m indicators ground WK0363AA [--from 2020 --to 2024] [--json]
python -m indicators validate [--keep] [--to docs/validation.md]
python -m indicators demo
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from indicators import (
    beside,
    brought,
    build,
    catalog,
    composite,
    design_effect,
    engines,
    ground,
    inequality,
    need,
    parameters,
    peers,
    profile,
    ranks,
    same_ground,
    scoring,
    simulated,
    stacking,
    tested,
    through_years,
    tree,
    uncertainty,
    validation,
    youth_work,
)
from indicators.catalog import Entry
from loaders import demo, store
from loaders.edited import LeftOut
from loaders.reading.http import SourceError
from loaders.sources import computed, municipal
from loaders.store import publishing
from loaders.vocabulary import (
    CODE_PREFIX,
    COUNTRY,
    LEVEL_NAMES,
    LEVEL_PLURALS,
    LEVELS,
    as_code,
    gemeente_of,
    in_gemeente,
    level_of,
    wijk_of,
)

SOURCE = computed.SOURCE.id


@dataclasses.dataclass(frozen=True)
class Part:
    """One level and year to build, and what is settled over all of them; small enough to send to another machine."""

    root: Path
    # In which refresh of the folder it is built: a process beside does not know.
    refresh: str | None
    demo: bool
    level: str
    year: int
    norms: Mapping[str, composite.Norm]
    counted: Mapping[str, tuple[str, ...]]
    control: pd.Series[float]
    events: Mapping[str, float]
    # By division other than that of the year: what is settled there over the events that lie on it (brought).
    elsewhere: Mapping[int, Elsewhere]


@dataclasses.dataclass(frozen=True)
class Elsewhere:
    """What ``Part`` has of a year, on a division that events of that year lie on.

    ``figures``: the events of the level and what they are counted over, values and statuses (brought.figures).
    """

    counted: Mapping[str, tuple[str, ...]]
    events: Mapping[str, float]
    figures: tuple[pd.DataFrame, pd.DataFrame]


def build_all(
    data: store.Store,
    years: Sequence[int] | None,
    levels: Sequence[str] | None,
    note: str = "",
    run: engines.Engine = engines.here,
) -> None:
    """Compute every indicator of these years and levels, swap the outcome into the store in one step, and publish it.

    ``note`` stands in the log of revisions: why figures changed. ``run`` is where the parts are worked out. Raises LeftOut
    where a figure was left out: what is made of it would go out of the store.
    """
    if gone := catalog.left_out():
        raise LeftOut(f"Er is niets berekend. {' '.join(dict.fromkeys(gone.values()))}")
    root = data.root
    publishing.begin(root)
    if store.working(root) is None:
        with store.alone(root), store.refreshing(root):
            waited = _build(store.open_store(root), years, levels, run)
    else:
        waited = _build(store.open_store(root), years, levels, run)
    publishing.record(root, " ".join(text for text in (waited, note) if text))


def _build(data: store.Store, years: Sequence[int] | None, levels: Sequence[str] | None, run: engines.Engine) -> str:
    """Compute within a refresh, and make its figures and indicators those of today. What was fetched is computed whole."""
    store.rebase(data.root)
    if store.waits(data.root):
        years = levels = None
    data = _with_grounds(_sound(store.open_store(data.root)))
    base_year = need.base_year()
    figures = build.base_figures()
    elsewhere = [brought.figures(data, "wijk", base_year, one)[0] for one in brought.divisions(data, "wijk", base_year)]
    base = build.base(data.table("wijk", base_year, figures), data.table("land", base_year, ["inwoners"]), elsewhere)
    print(f"Gegevens in {data.root}{' (verzonnen demogebied)' if data.demo else ''}.", *base.notes, sep="\n")
    there = {(e["level"], e["year"]) for e in data.manifest()["observations"].values() if e["source"] != SOURCE}
    chosen = sorted({year for _, year in there if years is None or year in years})
    start = time.perf_counter()
    made: dict[int, dict[str, int]] = {}
    notes: dict[int, tuple[str, ...]] = {}
    with store.writer(data.root, demo=data.demo) as writer:

        def parts() -> Iterator[Part]:
            for year in chosen:
                made[year] = {}
                found, notes[year] = _parts(data, base, year, [v for v in LEVELS if (v, year) in there])
                yield from (part for part in found if levels is None or part.level in levels)

        for part, (written, count) in run(build_part, parts()):
            writer.take(written)
            made[part.year][part.level] = count
        for year in chosen:
            in_order = {level: made[year][level] for level in LEVELS if level in made[year]}
            writer.record_pull(SOURCE, year, _record(in_order, (*base.notes, *notes[year])))
            told = ", ".join(f"{level} {count}" for level, count in in_order.items())
            print(f"{year}: indicatoren {told}", *notes[year], sep="\n  ")
        print(f"Berekend in {time.perf_counter() - start:.1f} s.")
        for entry in data.manifest()["observations"].values():
            if entry["source"] == SOURCE and (entry["level"], entry["year"]) not in there:
                writer.remove_observations(SOURCE, entry["level"], entry["year"])
    return store.promote(data.root)


def _sound(data: store.Store) -> store.Store:
    """The data, where all that indicators are made of is as it was written; StoreError names what is not.

    What is made of what is left would be published as figures that went. Indicators themselves are made again.
    """
    bad = set(data.verify())
    held = {(e["source"], e["file"]) for e in data.written()["observations"].values()}
    made = {file for source, file in held if source == SOURCE} | {e["file"] for e in data.written()["grounds"].values()}
    if lost := sorted(bad - made):
        raise store.StoreError(
            f"Er is niets berekend: {len(lost)} bestanden zijn beschadigd of weg ({', '.join(lost[:3])}"
            f"{' …' if len(lost) > 3 else ''}). Maak ze eerst opnieuw: python -m loaders repair."
        )
    return store.open_store(data.root)


def _with_grounds(data: store.Store) -> store.Store:
    """The data with the table of which areas are the same ground, made where it is behind: rates of events need it."""
    start = time.perf_counter()
    with store.writer(data.root, demo=data.demo) as writer:
        for level, frame, made_of in same_ground.tables(data):
            writer.put_ground(level, frame, made_of)
            print(f"{LEVEL_PLURALS[level].capitalize()} van jaar tot jaar: {time.perf_counter() - start:.1f} s.")
    return store.open_store(data.root)


def make_demo(root: Path) -> None:
    """The whole demo region in a folder without data: what publishers would give, and every indicator of it."""
    demo.build(root)
    build_all(store.open_store(root), None, None)


def _ship_demo() -> None:
    """Make the demo region anew and put it in place of the one that ships with the project."""
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder))
        changed = demo.ship(Path(folder))
    print(f"Het demogebied in {store.DEMO} is {'vernieuwd' if changed else 'al zoals de code het maakt'}.")


def _parts(data: store.Store, base: build.Base, year: int, levels: Sequence[str]) -> tuple[list[Part], tuple[str, ...]]:
    """The parts of one year, and what is to be told of it."""
    wijken = data.table("wijk", year, build.inputs("wijk"))
    counted = build.measured(wijken, base.norms)
    events = design_effect.estimates(wijken, data.table("buurt", year, design_effect.columns()))
    band = youth_work.band()
    ages = data.table("gemeente", year, [*youth_work.weights(*band), *youth_work.single_years(*band)])
    within, whole = build.age_control(ages, wijken), build.age_control(ages, wijken.iloc[:0])
    elsewhere = [
        (division, _elsewhere(data, base, year, division, levels)) for division in brought.divisions(data, "wijk", year)
    ]
    found = []
    for level in levels:
        control = whole if level == "gemeente" else within
        there = {division: one[level] for division, one in elsewhere if level in one}
        found.append(
            Part(
                data.root, store.working(data.root), data.demo, level, year, base.norms, counted, control, events, there
            )
        )
    return found, build.notes(year, counted)


def _elsewhere(
    data: store.Store, base: build.Base, year: int, division: int, levels: Sequence[str]
) -> dict[str, Elsewhere]:
    """What is settled of a year over the events on a division, by level; of levels without any on it nothing."""
    on = [level for level in {*levels, "wijk", "buurt"} if division in brought.divisions(data, level, year)]
    figures = {level: brought.figures(data, level, year, division) for level in on}
    wijken = figures["wijk"][0]
    counted = build.measured(wijken, base.norms)
    # Who could not be brought there is not known there: of all people of the year, not of those that were.
    people = data.table("wijk", year, ["inwoners"])["inwoners"].sum()
    if not wijken.reindex(columns=["inwoners"])["inwoners"].sum() >= parameters.value("deel_nodig") * people:
        counted = {}
    events = design_effect.estimates(wijken, figures["buurt"][0] if "buurt" in figures else wijken.iloc[:0])
    return {level: Elsewhere(counted, events, found) for level, found in figures.items() if level in levels}


def build_part(part: Part) -> tuple[store.Writer, int]:
    """Build one level and year, in this process or another: what was written, and how many indicators there are."""
    with store.refreshing(part.root, part.refresh) if part.refresh else contextlib.nullcontext():
        return _built(part)


def _built(part: Part) -> tuple[store.Writer, int]:
    # A store of its own: a worker that builds many parts does not keep what it read for the one before.
    data, writer = store.Store(part.root), store.Writer(part.root, demo=part.demo)
    level, year = part.level, part.year
    wanted = build.inputs(level)
    values, statuses = data.table(level, year, wanted), data.statuses(level, year, wanted)
    if level == "gemeente":
        wijken = data.table("wijk", year, build.inputs("wijk"))
        values, statuses = build.add_gemeente_totals(values, statuses, wijken)
    if level != "land":
        values = values.assign(**{youth_work.FACTOR: youth_work.factors(part.control, values.index)})
        statuses = statuses.assign(**{youth_work.FACTOR: ""})
    made = build.compute(values, statuses, level, year, part.norms, part.counted, part.events)
    made = brought.together(list(_placed(data, part, made)))
    if made.empty:
        writer.remove_observations(SOURCE, level, year)
    else:
        writer.put_observations(SOURCE, level, year, made)
    return writer, int(made.loc[~made["variable"].isin(brought.OVER), "variable"].nunique())


def _placed(data: store.Store, part: Part, made: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What was made on the boundaries of the year, and on those of events that lie on others what is made of these.

    A figure is on one division: a score that is widely known with the events is not made with what stands in for them too.
    """
    level, year = part.level, part.year
    for division, settled in part.elsewhere.items():
        values, statuses = settled.figures
        known = {code for codes in settled.counted.values() for code in codes}
        # A score that few wijken have there is left to what stands in for the events.
        scores = {id for id in brought.made_there() if id in composite.nodes() and composite.children(id)}
        only = brought.made_there() - (scores - known)
        counted, events = settled.counted, settled.events
        there = build.compute(values, statuses, level, year, part.norms, counted, events, division, only)
        made = made[~made["variable"].isin(list(there["variable"].unique()))]
        made = _counted_too(
            made, there, same_ground.Read(data).codes(level, division, year), settled.counted, part.counted
        )
        yield there
        yield brought.rows(values, statuses, there)
    yield made


def _counted_too(
    made: pd.DataFrame,
    there: pd.DataFrame,
    codes: pd.Series[str],
    elsewhere: Mapping[str, tuple[str, ...]],
    own: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """The number of dimensions of an area on the boundaries of the year, with those that it has on the boundaries of events.

    ``codes``: by code there the code of the same ground here.
    """
    for whole, dimensions in elsewhere.items():
        for code in set(dimensions) - set(own.get(whole, ())):
            scored = there.loc[(there["variable"] == code) & there["value"].notna(), "region"].astype(str)
            more = (made["variable"] == whole + scoring.MEASURED) & made["region"].isin(codes.reindex(scored).dropna())
            made = made.assign(value=made["value"] + more)
    return made


def _record(made: dict[str, int], notes: Sequence[str]) -> dict[str, Any]:
    fetched = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {
        "table": "",
        "route": "berekend",
        "fetched": fetched,
        "modified": "",
        "raw": [],
        "status": "ok",
        "message": " ".join(notes),
        "indicators": made,
    }


def show(data: store.Store, code: str) -> dict[str, Any]:
    """One area with its figures, as plain data. Raises ValueError (Dutch) for a code that is not in the store."""
    if not code.startswith(tuple(CODE_PREFIX.values())):
        raise ValueError(f"{code} is geen code van een gebied: die begint met NL, GM, WK of BU, zoals GM0363.")
    level = level_of(code)
    year = next((y for y in reversed(data.years(level)) if code in data.names(level, y).index), None)
    if year is None:
        raise ValueError(
            f"{code} staat niet in de gegevens. Zoek de code op de startpagina, of haal eerst gegevens op."
        )
    name = data.names(level, year).loc[code]
    gemeente = gemeente_of(code)
    asked = same_ground.Read(data)
    line = same_ground.line(data, asked, code, year)
    beside = {g: _observed(data, asked, g, year) for g in (gemeente, COUNTRY) if g}
    figures = _observed(data, asked, code, year)
    described = profile.describe(figures, beside.get(gemeente or "", {}), beside[COUNTRY], _entries(data))
    scores = {id: found for id in need.composites() if (found := _score(data, line, id))}
    for id, figure in described.items():
        figure["rank"], figure["rank_why_not"] = _rank(data, line, id, figure, scores)
        others = [y for y, cell in figures[id].items() if cell.status == profile.OTHER_DIVISION]
        earlier = same_ground.worked_out(data, asked, code, year, id, others) if id in catalog.entries() else {}
        figure["history"] = profile.carry(figure["history"], earlier)
    return {
        "region": code,
        "level": level,
        "name": str(name["name"]),
        "gemeente": gemeente,
        "gemeente_name": str(name["gemeente_name"]),
        "demo": data.demo,
        "data_version": data.version,
        "boundary_changes": _changed(data, asked, code, line),
        "indicators": described,
        "peers": _peers(data, level, line),
        "scores": scores,
        "inequality": _inequality(data, level, line),
        "stapeling": _stapeling(data, asked, code, line),
    }


def _rank(
    data: store.Store, line: Mapping[int, str], id: str, figure: dict[str, Any], scores: dict[str, Any]
) -> tuple[dict[str, Any] | None, str]:
    """One figure's rank with its interval among all areas of the level, of the year of its value; else why there is none."""
    year, division = figure["year"], figure["division"]
    if figure["value"] is None:
        return None, "Er is geen waarde."
    code = line[division]
    level = level_of(code)
    if level == "land":
        return None, "Er is maar één land."
    if id in scores and scores[id]["year"] == year:
        return {**scores[id]["rank"], "order": "1 is slechtst", "interval_of": "andere rekenkeuzes"}, ""
    entry = _entries(data)[id]
    wanted = ranks.needs(entry, year)
    if not wanted:
        return None, ranks.why_not(entry, year)
    found = ranks.rank_areas(entry, year, data.table(level, year, wanted, division))
    rank = ranks.plain(found, entry, year, code)
    return rank, "" if rank else "Bij deze waarde is geen marge bekend."


def _stapeling(data: store.Store, asked: same_ground.Asked, code: str, line: Mapping[int, str]) -> dict[str, Any]:
    """Where problems come together: of a gemeente its wijken, of a wijk its own problems."""
    level = level_of(code)
    if level not in ("gemeente", "wijk"):
        return {"note": "Stapeling bepalen we voor wijken en gemeenten.", "problems": [], "least": None, "wijken": []}
    year = stacking.year_of({id: _judged_in(data, id) for line in stacking.PROBLEMS for id in line}) or 0
    worse: dict[str, pd.Series[bool]] = {}
    judged = []
    for id in stacking.problems(lambda id: year in _judged_in(data, id)):
        whole = float(data.table("land", year, [id])[id].loc[COUNTRY])
        division = data.own_division("wijk", year, id)
        clear = stacking.worse(id, year, data.table("wijk", year, stacking.needs(id, year), division), whole)
        onto = asked.codes("wijk", year, division)
        worse[id] = clear.reindex(onto).set_axis(onto.index)
        judged.append({"id": id, "label": catalog.entry(id).label, "year": year, "nederland": whole})
    least = stacking.least()
    if len(worse) < least:
        note = f"Voor stapeling zijn {least} problemen met een marge nodig; er zijn er {len(worse)}."
        return {"note": note, "problems": judged, "least": least, "wijken": []}
    flags = stacking.together(worse)
    there = line.get(year)
    mine = flags[[one == there or gemeente_of(str(one)) == there for one in flags.index]]
    found = stacking.stacked(mine, least)
    if level == "gemeente":
        found = found[found["stacked"].fillna(False).astype(bool)]
    rows = found.sort_values("count", ascending=False, kind="stable")
    wijken = [
        {
            "region": str(one),
            "problems": list(problems),
            "count": int(count),
            "known": int(known),
            "stacked": None if pd.isna(heaped) else bool(heaped),
        }
        for one, problems, count, known, heaped in rows.itertuples(name=None)
    ]
    return {"note": "", "problems": judged, "least": least, "wijken": wijken}


def _judged_in(data: store.Store, id: str) -> list[int]:
    """The years in which most wijken have a problem's figure, and so has the country."""
    counts = _counts(data, "wijk", id)
    full = [year for year, count in counts.items() if count * 2 >= max(counts.values())]
    return [year for year in full if data.table("land", year, [id])[id].notna().any()]


def _counts(data: store.Store, level: str, id: str) -> dict[int, int]:
    """How many areas have a value of this figure, by year."""
    found: dict[int, int] = {}
    for entry in data.manifest()["observations"].values():
        if entry["level"] == level and entry["variables"].get(id):
            found[entry["year"]] = entry["variables"][id]
    return found


def _inequality(data: store.Store, level: str, line: Mapping[int, str]) -> dict[str, Any]:
    """How far the wijken of a gemeente lie apart, for every figure that compares areas, in its newest year that has enough."""
    if level != "gemeente":
        return {"note": "Verschil binnen een gebied bepalen we voor gemeenten.", "figures": {}}
    outcomes = [e for e in catalog.listed().values() if e.comparable and not e.sensitive and e.kind != "class"]
    placed: dict[inequality.Order, pd.Series[float]] = {}

    def place(order: inequality.Order) -> pd.Series[float]:
        if order not in placed:
            placed[order] = _place(data, order)
        return placed[order]

    found: dict[str, Any] = {}
    for entry in outcomes:

        def wijken(year: int, id: str = entry.id) -> pd.DataFrame | None:
            frame = data.table("wijk", year, list(dict.fromkeys([id, "inwoners"])))
            return frame[in_gemeente(frame.index, line[year])] if year in line else None

        if made := inequality.first(entry, data.years("wijk", entry.id), wijken, place):
            order, outcome = made
            by = {"year": order.year, "ordered_by": order.by, "order_year": order.of, "left_out": list(order.left_out)}
            found[entry.id] = {**by, **dataclasses.asdict(outcome)}
    note = "" if found else "Er zijn te weinig wijken met cijfers om vijfde delen te maken."
    return {"note": note, "figures": found}


def _place(data: store.Store, order: inequality.Order) -> pd.Series[float]:
    """What an order puts all wijken by, under their codes of the year of the outcome; higher is more."""
    if not composite.children(order.by):
        return _wijken(data, order.by, order.of, order.year)
    if not need.stands(order.by):
        return pd.Series(dtype=float)
    year = order.year
    country = float(data.table("land", year, ["inwoners"])["inwoners"].get(COUNTRY, math.nan))
    frame = data.table("wijk", year, list(need.figures(order.by)))
    choice = tree.Choice(order.by, "binnen", weights=order.weights)
    return inequality.scores(need.outcome(frame, {}, choice, year, country=country))


def _score(data: store.Store, line: Mapping[int, str], composite: str) -> dict[str, Any] | None:
    """A wijk's score with the default choices, its rank with the interval, and its parts, of the newest year with scores.

    Against the base year; where the store has none, within the year.
    """
    if any(level_of(code) != "wijk" for code in line.values()):
        return None
    wanted, base_year = list(need.figures(composite)), need.base_year()
    base = data.table("wijk", base_year, wanted)

    def country(year: int) -> float:
        return float(data.table("land", year, ["inwoners"])["inwoners"].get(COUNTRY, math.nan))

    def outcome(year: int) -> need.Outcome:
        norms = need.norms(base, country(base_year), composite, year)
        against = tree.Choice(composite, "basisjaar" if norms else "binnen")
        return need.outcome(data.table("wijk", year, wanted), norms, against, year, country=country(year))

    found = need.newest(outcome(year) for year in reversed(data.years("wijk")))
    code = line.get(found.year) if found else None
    return None if found is None or code is None else need.of_area(found, found.sensitivity(), code)


def _peers(data: store.Store, level: str, line: Mapping[int, str]) -> dict[str, Any]:
    """The wijken most like this one in the year whose structure is best known; a note says what did not count."""
    counts: dict[int, dict[str, int]] = {}
    for entry in data.manifest()["observations"].values():
        if entry["level"] == "wijk":
            counts.setdefault(entry["year"], {}).update(entry["variables"])
    year = peers.best_year(counts)
    code = line.get(year) if year is not None else None
    if level != "wijk" or year is None or code is None:
        why = "Er zijn geen cijfers om op te vergelijken."
        if year is not None:
            why = f"Dit gebied is niet bekend op de grenzen van {year}."
        if level != "wijk":
            why = "Vergelijkbare gebieden zijn er alleen voor wijken."
        return {"year": None, "type": "", "traits": [], "note": why, "nearest": []}
    where = peers.space(data.table("wijk", year, peers.trait_ids()))
    found, names = peers.nearest(where, code), data.names("wijk", year)
    return {
        "year": year,
        "type": peers.types(where).name(code),
        "traits": list(found.traits),
        "note": found.note,
        "nearest": [
            {
                "region": one,
                "name": str(names["name"].get(one, "")),
                "gemeente_name": str(names["gemeente_name"].get(one, "")),
                "distance": round(distance, 3),
            }
            for one, distance in found.distances.items()
        ],
    }


def _observed(data: store.Store, asked: same_ground.Asked, code: str, base: int) -> profile.Figures:
    """Every figure of an area of the division ``base``, as far as it is of its own ground."""
    line = same_ground.line(data, asked, code, base)
    rows = data.observations(level=level_of(code), regions=sorted({code, *line.values()}))
    return profile.figures(rows, line)


def _entries(data: store.Store) -> dict[str, Entry]:
    """Every figure, those that gemeenten brought along themselves included."""
    own = catalog.own(municipal.own_variables(data.manifest()).values(), municipal.SOURCE)
    return {**catalog.entries(), **_broken(data), **own}


def _broken(data: store.Store) -> dict[str, Entry]:
    """The scores, with the years in which they are made of other parts than before, or of parts counted otherwise."""
    known = [id for id in composite.nodes() if composite.children(id) and id in catalog.entries()]
    # Of two levels with the same year the first says it: written last.
    there = {
        id: {year: level for level in reversed(composite.MADE_AT) for year in data.years(level, id)} for id in known
    }
    made = {
        id: {year: composite.made_of(_with_people(data, level, year, id), id) for year, level in sorted(years.items())}
        for id, years in there.items()
    }
    return {id: tree.of_parts(id, lambda score: made.get(score, {})) for id in known}


def _with_people(data: store.Store, level: str, year: int, id: str) -> pd.DataFrame:
    """The parts of a score of the areas of a level and year, on the boundaries that it lies on, and their inhabitants there."""
    return data.table(level, year, ["inwoners", id, *composite.may_have(id)], data.own_division(level, year, id))


def _changed(data: store.Store, asked: same_ground.Read, code: str, line: Mapping[int, str]) -> list[int]:
    """The divisions in which a code stands for other ground than in the one before that knows it.

    A step between two divisions in which the code is this area itself is none. Where nothing is known there is none either.
    """
    level = level_of(code)
    known = [d for d in same_ground.divisions(data, level) if code in same_ground.known_codes(data, level, d)]
    steps = [(old, new) for old, new in pairwise(known) if not line.get(old) == line.get(new) == code]
    return [
        new for old, new in steps if asked.pair(level, old, new)["ground"].get(code) in (ground.PARTLY, ground.OTHER)
    ]


def _print_area(area: dict[str, Any], entries: dict[str, Entry]) -> None:
    where = "" if area["level"] in ("land", "gemeente") else f", gemeente {area['gemeente_name']}"
    print(f"{LEVEL_NAMES[area['level']]} {area['name']}{where} ({area['region']}), gegevens {area['data_version']}")
    if area["demo"]:
        print("Dit is het demogebied: alle cijfers zijn verzonnen.")
    if area["boundary_changes"]:
        print(f"Grens of code gewijzigd in {', '.join(map(str, area['boundary_changes']))}.")
    print(*profile.lines(area["indicators"], entries), sep="\n")


def validate(
    data: store.Store, scores: Sequence[beside.Beside], notes: Sequence[str], known: Sequence[validation.Why] = ()
) -> str:
    """What the figures of this store come to beside those of others, as a Markdown page in Dutch.

    ``scores``: those of liveability beside other measures.
    """
    lines = [
        "<!-- Gemaakt door `python -m indicators validate`. -->",
        "",
        "# Toetsing aan andere cijfers",
        "",
        f"Gegevensversie {data.version}. Een toets die niet kon, staat er ook: er komt nooit een ander cijfer voor in de plaats.",
        "",
    ]
    lines += [f"{validation.UNTESTED} Dit is het demogebied: alle cijfers zijn verzonnen.", ""] if data.demo else []
    about = [*notes, *_absent(data)]
    lines += ["Over deze gegevens:", "", *(f"- {note}" for note in about), ""] if about else []
    lines += simulated.told(simulated.run(), simulated.run(simulated.BEFORE))
    lines += beside.told(scores, {code: catalog.entry(code).label for code in tested.COUNTERPARTS})
    status = {
        f"armoede en SES-WOA, {year}": validation.order(
            _wijken(data, "armoede", year, data.own_division("wijk", year, "ses_woa")), _wijken(data, "ses_woa", year)
        )
        for year in data.years("wijk", "ses_woa")
    } or {"armoede en SES-WOA": None}
    lines += validation.compared(
        "Armoede en sociaal-economische status (CBS)", status, "Een van beide is er niet voor genoeg wijken."
    )
    alone: dict[int, list[validation.Rounding]] = {}
    for title, part, whole, parent in (
        ("Som van wijken tegen gemeenten", "wijk", "gemeente", gemeente_of),
        ("Som van gemeenten tegen het land", "gemeente", "land", lambda _: COUNTRY),
        ("Som van buurten tegen wijken", "buurt", "wijk", wijk_of),
    ):
        found = {}
        for year in data.years(part):
            frames = data.table(part, year, validation.COUNTS), data.table(whole, year, validation.COUNTS)
            found[year] = validation.sums(*frames, parent, _lost(data, part, year))
            if part == "wijk":
                alone[year] = validation.rounding(*frames, parent)
        lines += validation.added(title, part, found, known)
    lines += validation.rounded(alone)
    lines += through_years.table(through_years.counted(data))
    lines += validation.sized([one for id in uncertainty.differences() if (one := _size(data, id))])
    return "\n".join(lines).rstrip() + "\n"


def _size(data: store.Store, id: str) -> validation.Size | None:
    """How large the smallest difference that matters is, in the newest year with enough wijken, else buurten."""
    for level in ("wijk", "buurt"):
        for year in reversed(data.years(level, id)):
            frame = data.table(level, year, [id, "inwoners"], data.own_division(level, year, id))
            if found := validation.size(id, level, year, frame[id], frame["inwoners"]):
                return found
    return None


def _lost(data: store.Store, level: str, year: int) -> pd.Index:
    """The areas on the map of a year that its figures lack."""
    if year not in data.divisions(level):
        return pd.Index([])
    return data.map_ids(level, year).index.difference(data.table(level, year, ["inwoners"]).index)


def _known(file: Path) -> list[validation.Why]:
    """Explanations of failing sums in the data at hand. Raises ValueError (Dutch) with all that is wrong in it."""
    found = dataclasses.replace(validation.EXPLAINED, path=file).read()
    if found.problems:
        raise ValueError("\n".join(map(str, found.problems)))
    rows = found.entries(validation.Explained).values()
    return [validation.Why(row.text, row.variables, row.part, row.years) for row in rows]


def _wijken(data: store.Store, id: str, year: int, division: int | None = None) -> pd.Series[float]:
    """One figure of all wijken, on the boundaries that it was given on.

    With ``division``, by the codes of that one: only those that are the same ground there.
    """
    own = data.own_division("wijk", year, id)
    found: pd.Series[float] = data.table("wijk", year, [id], own)[id]
    if division is None or division == own:
        return found
    codes = same_ground.Read(data).codes("wijk", division, own)
    return found.reindex(codes).set_axis(codes.index)


def _absent(data: store.Store) -> list[str]:
    """Wijken and buurten that the map of a year has and its figures lack: their wholes are left out of the sums."""
    found = []
    for level in ("wijk", "buurt"):
        for year in sorted({*data.divisions(level)} & {*data.years(level, "inwoners")}):
            if count := len(_lost(data, level, year)):
                found.append(
                    f"{year}: {count} {LEVEL_PLURALS[level]} van de kaart staan niet in de cijfers. Waar zij liggen, tellen we niet op."
                )
    return found


def _years(text: str) -> list[int]:
    """'2013-2015,2020' as years."""
    spans = [part.split("-") for part in text.split(",")]
    return [year for span in spans for year in range(int(span[0]), int(span[-1]) + 1)]


def _levels(text: str) -> list[str]:
    chosen = text.split(",")
    unknown = [level for level in chosen if level not in LEVELS]
    if unknown:
        raise argparse.ArgumentTypeError(f"onbekend niveau {unknown[0]!r}; kies uit {', '.join(LEVELS)}")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m indicators", description="Indicatoren berekenen en bekijken.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="bereken alle indicatoren uit de opgeslagen cijfers")
    building.add_argument("--years", type=_years, help="bijvoorbeeld 2013-2025")
    building.add_argument("--levels", type=_levels, help="bijvoorbeeld gemeente,wijk")
    building.add_argument("--note", default="", help="waarom cijfers veranderen, voor het logboek")
    building.add_argument(
        "--engine",
        choices=("pandas", "dask"),
        help="pandas: alles in één proces; dask: over machines verdeeld; anders over de processors van deze machine",
    )
    building.add_argument(
        "--scheduler", metavar="ADRES", help="adres van een Dask-cluster, zoals tcp://10.0.0.5:8786; anders een eigen"
    )
    showing = commands.add_parser("show", help="toon één gebied")
    showing.add_argument("code", help="GM0363, WK0363AA of BU0363AA01")
    showing.add_argument("--json", action="store_true", help="als JSON")
    standing = commands.add_parser("ground", help="toon wat er van een gebied bekend is door de jaren")
    standing.add_argument("code", help="GM0363, WK0363AA of BU0363AA01; met @2020 erachter zoals het toen was")
    standing.add_argument("--from", dest="first", type=int, metavar="JAAR", help="vanaf de indeling van dit jaar")
    standing.add_argument(
        "--to", dest="last", type=int, metavar="JAAR", help="tot en met die van dit jaar; daar wordt het gebied bedoeld"
    )
    standing.add_argument("--json", action="store_true", help="als JSON")
    validating = commands.add_parser("validate", help="toets de cijfers aan die van anderen")
    validating.add_argument(
        "--keep",
        action="store_true",
        help="bewaar de uitkomsten in indicators/tested.csv: zij beslissen bij de volgende build welke score te zien is",
    )
    validating.add_argument(
        "--note", action="append", default=[], help="wat over deze gegevens te weten is (mag vaker)"
    )
    validating.add_argument(
        "--known", type=Path, help="CSV (part, years, variables, text) die verschillen in deze gegevens verklaart"
    )
    validating.add_argument("--to", type=Path, help="schrijf de bladzijde hier; anders op het scherm")
    commands.add_parser("demo", help="maak het verzonnen demogebied opnieuw, met zijn indicatoren")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "build":
            if chosen.scheduler and chosen.engine != "dask":
                parser.error("--scheduler hoort bij --engine dask")
            run: engines.Engine = engines.here if chosen.engine == "pandas" else engines.beside
            if chosen.engine == "dask":
                run = engines.dask(chosen.scheduler)
            # Under this name a worker of Dask finds it too; what runs as a command is just called __main__.
            from indicators import __main__ as command

            with store.refreshing(store.home()), store.alone(store.home()):
                data = store.current()
                if data.root != store.home():
                    raise ValueError(
                        f"In {store.home()} zijn nog geen cijfers om mee te rekenen. Haal ze eerst op: python -m loaders pull. "
                        "Het verzonnen demogebied maakt u met python -m indicators demo."
                    )
                command.build_all(data, chosen.years, chosen.levels, chosen.note, run)
        elif chosen.command == "demo":
            _ship_demo()
        elif chosen.command == "validate":
            known = _known(chosen.known) if chosen.known else []
            data = store.current()
            scores = beside.every(data)
            if chosen.keep and data.demo:
                raise ValueError(
                    "Het demogebied is verzonnen: zijn uitkomsten beslissen niets. Haal eerst echte cijfers op."
                )
            if chosen.keep:
                many = tested.keep(beside.outcomes(scores))
                print(
                    f"{many} uitkomsten bewaard in {tested.FILE.name}. Bereken nu opnieuw: python -m indicators build",
                    file=sys.stderr,
                )
            page = validate(data, scores, chosen.note, known)
            chosen.to.write_text(page, encoding="utf-8") if chosen.to else print(page, end="")
        elif chosen.command == "ground":
            found = through_years.through(store.current(), chosen.code, chosen.first, chosen.last)
            text = [json.dumps(found, ensure_ascii=False, indent=1)] if chosen.json else through_years.lines(found)
            print(*text, sep="\n")
        else:
            data = store.current()
            area = show(data, as_code(chosen.code))
            print(json.dumps(area, ensure_ascii=False, indent=1)) if chosen.json else _print_area(area, _entries(data))
    except (ValueError, OSError, store.StoreError, SourceError, LeftOut) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
