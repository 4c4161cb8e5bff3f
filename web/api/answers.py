"""What the API answers: plain data out of one version of the store, without anything of HTTP.

Every function gets that version, and works within it (``answers.held.working_with``).

An answer holds texts in Dutch and keys in English. Missing is a value here too: ``value`` is null and ``status`` says
why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from answers import contrast, dictionary, elsewhere, former, gone, ground, provenance
from answers import data as stored
from answers import words as said
from indicators import areas as combined
from indicators import assessment, catalog, uncertainty
from indicators import words as plainly
from indicators.catalog import Entry
from indicators.profile import OTHER_DIVISION
from loaders import store as _store
from loaders.places import gemeenten
from loaders.store import Store
from loaders.text import folded
from loaders.vocabulary import CAVEATS, COUNTRY, LEVELS, STATUSES, THEMES, gemeente_of, in_gemeente, level_of
from web.api import bulk
from web.api.parameters import NEWEST, RefusedError

NOT_IN_SOURCE = "not_in_source"
# A status as the API names it, with its words: those of the store, one for an area that the source does not have, and one
# for an area of which the source has no figure on its ground.
STATUS_WORDS = {
    **STATUSES,
    NOT_IN_SOURCE: "niet in deze bron",
    OTHER_DIVISION: "alleen op andere grenzen dan die van dit gebied",
}
NAME_SOURCES = ("cbs_kwb", "pdok_grenzen")


@dataclass(frozen=True)
class Parts:
    """The rows of a list in parts that are made when a page falls in them: of each how many rows it has, and how to make it."""

    parts: tuple[tuple[int, Callable[[], pd.DataFrame]], ...]

    def __len__(self) -> int:
        return sum(count for count, _ in self.parts)

    def cut(self, offset: int, limit: int) -> pd.DataFrame:
        """Rows ``offset`` up to ``offset + limit``; a frame without rows beyond the last."""
        found, first = [], 0
        for count, make in self.parts:
            if first < offset + limit and offset < first + count:
                found.append(make().iloc[max(offset - first, 0) : offset + limit - first])
            first += count
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(DATA_COLUMNS))


@dataclass(frozen=True)
class Answer:
    """One answer. ``rows`` are what a list holds (under ``key``) and a CSV is made of; ``item`` is one thing instead.

    ``sources`` are the ids of the sources behind it, for credit and licence; ``about`` is added to the meta part.
    ``name`` is what a file of it is called; ``same`` is what a CSV says in every row and JSON once, in the meta part.
    ``beside`` makes what is added to the meta part for the rows that are sent.
    """

    key: str
    rows: pd.DataFrame | Parts | None = None
    item: Mapping[str, Any] | None = None
    sources: tuple[str, ...] = ()
    about: Mapping[str, Any] | None = None
    name: str = ""
    same: Mapping[str, str] = field(default_factory=dict)
    beside: Callable[[pd.DataFrame], Mapping[str, Any]] | None = None


# ---------------------------------------------------------------- figures


def indicators(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The figures that can be asked for, with their levels and years; those without any value are left out."""
    wanted = folded(asked["q"] or "").split()
    rows = [
        _brief(entry, held)
        for entry in stored.entries().values()
        if entry.replaced_by is None
        and asked["theme"] in (None, entry.theme)
        and (levels := held.levels(entry.id))
        and (asked["level"] is None or asked["level"] in levels)
        and all(word in folded(f"{entry.id} {entry.label} {entry.is_}") for word in wanted)
    ]
    columns = ("id", "label", "unit", "theme", "kind", "direction", "computed", "levels", "years", "href")
    return Answer("indicators", _frame(rows, columns), sources=provenance.delivered(held), name="cijfers")


def _brief(entry: Entry, held: Store) -> dict[str, Any]:
    return {
        "id": entry.id,
        "label": entry.label,
        "unit": entry.unit,
        "theme": entry.theme,
        "kind": entry.kind,
        "direction": entry.direction,
        "computed": entry.computed,
        "levels": held.levels(entry.id),
        "years": dictionary.years(entry, held),
        "href": f"/api/v1/indicators/{entry.id}",
    }


def indicator(held: Store, asked: Mapping[str, Any], id: str) -> Answer:
    """Everything there is to say about one figure: meaning, method, caveats, breaks, and the years per level."""
    entry = _entry(held, id)
    item = {
        **_brief(entry, held),
        "theme_label": THEMES[entry.theme],
        "is": entry.is_,
        "is_not": entry.is_not,
        "method": entry.method,
        "citation": entry.citation,
        "caveats": [{"id": id_, "text": CAVEATS[id_]} for id_ in entry.caveats],
        "breaks": list(entry.breaks),
        "decimals": entry.decimals,
        "rounding": entry.rounding,
        "inputs": list(entry.inputs),
        "sensitive": entry.sensitive,
        "classes": dict(enumerate(said.CLASSES[entry.id], start=1)) if entry.id in said.CLASSES else None,
        "years_by_level": {level: held.years(level, entry.id) for level in held.levels(entry.id)},
        "data": f"/api/v1/data/{entry.id}",
    }
    return Answer("indicator", item=item, sources=entry.sources, name=entry.id)


def _entry(held: Store, id: str) -> Entry:
    found = stored.entries().get(id)
    # A variable that an indicator shows under its own name is served as it is.
    if (found is None or found.unmeasured) and (lost := gone.gone(id)):
        raise RefusedError(410, "cijfer_vervallen", lost.says, instead=lost.instead)
    if found is None:
        raise RefusedError(404, "onbekend_cijfer", "Dit cijfer bestaat niet. Alle cijfers staan op /api/v1/indicators.")
    return found


# ---------------------------------------------------------------- areas


def areas(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The areas of one division at one level (all levels without one), by code."""
    levels = [asked["level"]] if asked["level"] else list(LEVELS)
    frames = [_areas(held, level, asked["year"]) for level in levels]
    frame = pd.concat(frames, ignore_index=True)
    if asked["gemeente"]:
        frame = frame[frame["gemeente"] == asked["gemeente"]]
    wanted = folded(asked["q"] or "").split()
    if wanted:
        texts = [folded(f"{code} {name}") for code, name in zip(frame["code"], frame["name"], strict=True)]
        frame = frame[[all(word in text for word in wanted) for text in texts]]
    return Answer("areas", frame.reset_index(drop=True), sources=NAME_SOURCES, name="gebieden")


AREA_COLUMNS = (
    "code",
    "name",
    "level",
    "gemeente",
    "gemeente_name",
    "wijk",
    "wijk_name",
    "year",
    "ground",
    "ground_text",
)


def _areas(held: Store, level: str, year: int | None) -> pd.DataFrame:
    years = _divisions(held, level)
    if year is not None and year not in years:
        years = []
    if not years:
        return pd.DataFrame(columns=list(AREA_COLUMNS))
    chosen = years[-1] if year is None else year
    frame = held.names(level, chosen).assign(level=level, year=chosen)
    frame = frame.assign(**_marked(level, chosen, frame.index)).reset_index(names="code")
    return frame[list(AREA_COLUMNS)]


def _marked(level: str, division: int, codes: pd.Index) -> dict[str, pd.Series]:
    """The columns ground and ground_text: how areas of a division stand to what their codes stand for now."""
    found, absent = ground.marks(level, division).reindex(codes), ground.mark_of_absent(level, division)
    found = found.fillna({"ground": absent.kind, "sign": absent.sign})
    told = {pair: plainly.ground(*pair) for pair in set(zip(found["ground"], found["sign"], strict=True))}
    texts = [told[pair] for pair in zip(found["ground"], found["sign"], strict=True)]
    return {"ground": found["ground"], "ground_text": pd.Series(texts, index=codes, dtype=object)}


def _divisions(held: Store, level: str) -> list[int]:
    """Years of which the areas of this level are known by name, oldest first."""
    named = {e["year"] for e in held.manifest()["names"].values() if e["level"] == level}
    return sorted(named | set(held.divisions(level)))


def area(held: Store, asked: Mapping[str, Any], region: str) -> Answer:
    """One area in the newest division that has it, or the one that is meant, and what it is in every other."""
    region = ground.normal(region)
    code, _ = ground.meant(region)
    level, divisions = level_of(code), _divisions(held, level_of(code))
    there = [one for one in ground.occurs(level).get(code, ()) if one in divisions]
    if not there or ("@" in region and stored.place(region) is None):
        raise _unknown_area(code)
    base = int(region.partition("@")[2] or there[-1])
    row = held.names(level, base).loc[code]
    item = {
        "code": code,
        "name": str(row["name"]),
        "level": level,
        "gemeente": str(row["gemeente"]),
        "gemeente_name": str(row["gemeente_name"]),
        "wijk": str(row["wijk"]),
        "division": base,
        "years": there,
        "current": base == divisions[-1],
        "divisions": [_division(held, region, division) for division in divisions],
        "breaks": [_break(region, one) for one in ground.breaks(region)],
        "became": _became(held, region),
        "profile": f"/wijkprofiel?gebied={code}" + (f"&indeling={base}" if "@" in region else ""),
    }
    return Answer("area", item=item, sources=NAME_SOURCES, name=region.replace("@", "-"))


def _division(held: Store, region: str, division: int) -> dict[str, Any]:
    """What the code of an area is called in a division, whether that is the area, and the code that the area has there."""
    (code, _), found = ground.meant(region), ground.in_division(region, division)
    named = held.names(level_of(code), division).reindex([code]).iloc[0]
    there = not pd.isna(named["name"])
    return {
        "division": division,
        "name": str(named["name"]) if there else None,
        "gemeente_name": str(named["gemeente_name"]) if there else None,
        "ground": found.kind,
        "ground_text": elsewhere.mark(region, division, found),
        "code": found.code or None,
    }


def _break(region: str, one: ground.Break) -> dict[str, Any]:
    return {
        "area": region,
        "reason": "ground",
        "year": one.year,
        "after": one.after,
        "kind": one.kind,
        "sign": one.sign,
        "text": elsewhere.of_break(region, one),
    }


def _became(held: Store, region: str) -> dict[str, Any] | None:
    """What became of an area of before, in Dutch, and the codes of today; only told of the data of today."""
    gone = former.what_became_of(region) if held is _store.current() else None
    return None if gone is None else {"text": gone.says, "codes": [place.code for place in gone.now]}


def _unknown_area(code: str) -> RefusedError:
    told = gemeenten.describe_change(gemeente_of(code) or "")
    if told:
        return RefusedError(410, "gebied_opgeheven", told)
    return RefusedError(404, "onbekend_gebied", f"Geen gebied heeft de code {code}. Zoek het met /api/v1/areas?q=.")


# ---------------------------------------------------------------- data

DATA_COLUMNS = (
    "area",
    "name",
    "level",
    "gemeente",
    "gemeente_name",
    "year",
    "division",
    "value",
    "low",
    "high",
    "denominator",
    "status",
    "status_text",
    "mark",
    "estimate",
    "code",
    "ground",
    "ground_text",
)


def _of_country(code: str) -> str:
    """The country without a year: its ground is always the same."""
    return COUNTRY if code.partition("@")[0] == COUNTRY else code


def data(held: Store, asked: Mapping[str, Any], id: str) -> Answer:
    """One figure for the areas of a level, or those named; one row an area and year, empty ones with the reason."""
    entry = _entry(held, id)
    there = held.levels(id)
    if not there:
        why = "De bron is nog niet opgehaald, of gaf voor dit cijfer niets."
        raise RefusedError(404, "geen_cijfers", f"{entry.label}: er zijn geen cijfers. {why}")
    # A code with the newest year behind it asks for more than the code alone: for the rows of that very ground.
    codes = asked["areas"] and tuple(dict.fromkeys(_of_country(code) for code in asked["areas"]))
    for code in codes or ():
        if (
            stored.place(code) is None
            if "@" in code
            else code not in ground.occurs(level_of(code)) and not _has_rows(held, id, code)
        ):
            raise _unknown_area(code)
    levels = _levels(asked["level"], codes, there, entry)
    wanted = [(level, year) for level in levels for year in _years(held, entry, level, asked["year"], codes)]
    if not wanted:
        years = sorted({year for level in levels for year in held.years(level, id)})
        raise RefusedError(
            404,
            "jaar_niet_beschikbaar",
            (
                f"{entry.label} is er op dit niveau niet voor dit jaar. Wel voor: "
                f"{', '.join(map(str, years)) or 'geen jaar'}."
            ),
            ["year"],
        )
    rows = Parts(tuple(_part(held, entry, at, codes, asked["gemeente"]) for at in wanted))
    about = {
        "indicator": {
            "id": entry.id,
            "label": entry.label,
            "unit": entry.unit,
            "is": entry.is_,
            "is_not": entry.is_not,
            "caveats": [CAVEATS[id_] for id_ in entry.caveats],
            "breaks": list(entry.breaks),
            "estimate": entry.estimate,
        },
    }
    same = {"indicator": entry.id, "unit": entry.unit}
    return Answer(
        "data",
        rows,
        sources=entry.sources,
        about=about,
        name=f"{entry.id}-{'-'.join(levels)}",
        same=same,
        beside=lambda rows: {
            "statuses": {status: STATUS_WORDS[status] for status in sorted(set(rows["status"]))},
            "breaks": _breaks(entry, rows),
        },
    )


def _breaks(entry: Entry, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Where these rows may not be joined through the years: a new definition, or for an area other ground than now."""
    years = [*entry.breaks, *(year for year, _ in entry.definitions[1:])]
    found: list[dict[str, Any]] = [
        {
            "area": None,
            "reason": "definition",
            "year": year,
            "after": None,
            "kind": None,
            "sign": None,
            "text": f"vanaf {year} geldt een andere definitie",
        }
        for year in sorted(set(years))
    ]
    first = rows.groupby("area", sort=False, observed=True)["division"].min()
    for region, division in first.items():
        found += [_break(str(region), one) for one in ground.breaks(str(region)) if one.after >= division]
    return found


def _has_rows(held: Store, id: str, code: str) -> bool:
    return not held.observations([id], level_of(code), regions=[code]).empty


def _levels(level: str | None, codes: Sequence[str] | None, there: Sequence[str], entry: Entry) -> list[str]:
    """The levels to answer at: the one asked, else those of the codes. Refuses a question without either."""
    if codes:
        of_codes = {level_of(code) for code in codes}
        if level is not None and of_codes != {level}:
            raise RefusedError(400, "ongeldige_waarde", f"Niet elke code in areas is van niveau {level}.", ["areas"])
        return [one for one in LEVELS if one in of_codes]
    if level is None:
        raise RefusedError(
            400, "parameter_ontbreekt", f"Geef level (kies uit {', '.join(there)}) of areas (codes).", ["level"]
        )
    if level not in there:
        raise RefusedError(
            404,
            "niveau_niet_beschikbaar",
            f"{entry.label} is er niet per {level}. Wel per: {', '.join(there)}.",
            ["level"],
        )
    return [level]


def _years(
    held: Store, entry: Entry, level: str, asked: tuple[int, ...] | None, codes: Sequence[str] | None
) -> list[int]:
    """The years to answer for, of those with a value at this level; of areas as they were the newest with one of theirs."""
    counts: dict[int, int] = {}
    for part in held.manifest()["observations"].values():
        if part["level"] == level and part["variables"].get(entry.id):
            counts[part["year"]] = part["variables"][entry.id]
    if asked == NEWEST:
        most = max(counts.values(), default=0)
        full = [year for year, count in counts.items() if count * 2 >= most]
        lines = [ground.line(code) for code in codes or () if "@" in code]
        known = [y for y in full if any(held.own_division(level, y, entry.id) in line for line in lines)]
        return [max(known or full)] if full else []
    return [year for year in sorted(counts) if asked is None or year in asked]


def _part(
    held: Store, entry: Entry, at: tuple[str, int], codes: Sequence[str] | None, gemeente: str | None
) -> tuple[int, Callable[[], pd.DataFrame]]:
    """The rows of one level and year: how many there are, and how to make DATA_COLUMNS of them."""
    index = _placed(held, entry, at, codes, gemeente)[0]
    return len(index), lambda: _cells(held, entry, *at, codes, gemeente)


def _placed(
    held: Store, entry: Entry, at: tuple[str, int], codes: Sequence[str] | None, gemeente: str | None
) -> tuple[pd.Index, pd.DataFrame, dict[str, str]]:
    """The areas to answer for, the rows there are, and by what code an area that is asked for as it was stands in them."""
    level, year = at
    division = held.own_division(level, year, entry.id)
    wanted = [code for code in codes if level_of(code) == level] if codes else None
    # What is asked for by its code is given as it was published, with its mark; an area as it was only where it is that one.
    there = {code: ground.line(code).get(division, "") if "@" in code else code for code in wanted or ()}
    rows = held.observations([entry.id], level, [year], list(there.values()) if wanted is not None else None)
    rows = rows[rows["division"] == division].astype({"region": object, "status": object}).set_index("region")
    rows = rows[~rows.index.duplicated()]
    index = pd.Index(wanted) if wanted is not None else held.names(level, division).index.union(rows.index)
    return index[in_gemeente(index, gemeente)] if gemeente else index, rows, there


def _cells(
    held: Store, entry: Entry, level: str, year: int, codes: Sequence[str] | None, gemeente: str | None
) -> pd.DataFrame:
    """DATA_COLUMNS of one level and year, on the boundaries that the figure was given on."""
    division = held.own_division(level, year, entry.id)
    index, rows, there = _placed(held, entry, (level, year), codes, gemeente)
    names = held.names(level, division)
    own = pd.Index([there.get(code, code) for code in index])
    status = rows["status"].reindex(own).fillna(NOT_IN_SOURCE).mask(own == "", OTHER_DIVISION)
    texts = {one: said.state(entry, one) if one in STATUSES else STATUS_WORDS[one] for one in status.unique()}
    value = rows["value"].reindex(own)
    marks = {one: entry.mark(one) or None for one in status.unique()}
    marked = pd.Series(status.map(marks), dtype=object).where(value.notna(), None)
    texts |= {one: STATUS_WORDS[one] for one in status[value.isna()].unique()}
    named = names[["name", "gemeente", "gemeente_name"]].reindex(own).fillna("")
    frame = named.assign(
        area=index.to_numpy(),
        level=level,
        year=year,
        division=division,
        value=said.as_shown(entry, value, status),
        **_sure(held, entry, (level, year, division), own),
        status=status,
        status_text=status.map(texts),
        mark=marked,
        estimate=marked.notna(),
        code=own,
        **_marked(level, division, own),
    )
    frame = frame[list(DATA_COLUMNS)].reset_index(drop=True)
    for place, area in enumerate(frame["area"] if codes else ()):
        if found := _stands(area, level, division):
            frame.loc[place, ["ground", "ground_text"]] = found.kind, elsewhere.mark(area, division, found)
    return frame


def _sure(held: Store, entry: Entry, at: tuple[str, int, int], codes: pd.Index) -> dict[str, pd.Series]:
    """The columns low and high (the margin, rounded as on the screen) and denominator (what a share or rate is taken over).

    ``at`` is a level, a year and a division. Empty where there are none.
    """
    level, year, division = at
    meant = stored.entries().get(entry.definition(year), entry)
    nothing = pd.Series(np.nan, index=codes)
    wanted = assessment.columns([entry, meant]) if entry.id in catalog.entries() else []
    if not wanted:
        return {"low": nothing, "high": nothing, "denominator": nothing}
    wanted = list(dict.fromkeys([meant.id, *wanted]))
    behind = held.table(level, year, wanted, division).reindex(codes)
    ends = assessment.ends(entry, year, behind)
    both = ends["low"].notna() & ends["high"].notna() & behind[meant.id].notna()
    made = uncertainty.basis(meant)
    size = behind[list(made.out_of)].sum(axis=1, skipna=False) if made else nothing
    ends = ends.where(both).round(meant.decimals)
    return {"low": ends["low"], "high": ends["high"], "denominator": size}


def _stands(area: str, level: str, division: int) -> ground.Ground | None:
    """How an area that was asked for stands to a division, where its code alone does not say it."""
    if "@" in area:
        return ground.in_division(area, division)
    return ground.mark_of_absent(level, division) if (ground.newest(area) or division) < division else None


def contrasted(held: Store, asked: Mapping[str, Any], id: str) -> Answer:
    """One figure of areas together, held against others or a rest: with the margins of each, and of what lies between."""
    entry = _entry(held, id)
    if not asked["areas"]:
        raise RefusedError(400, "parameter_ontbreekt", "Geef areas: de codes van de ene kant.", ["areas"])
    codes = _one_side(held, asked["areas"], "areas")
    against = asked["against"] or tuple(contrast.rests(codes)[:1])
    if not against:
        raise RefusedError(400, "parameter_ontbreekt", "Geef against: van het hele land is er geen rest.", ["against"])
    other = against if set(against) <= set(contrast.REST.values()) else _one_side(held, against, "against")
    if fault := contrast.why_not(codes, other):
        raise RefusedError(400, "ongeldige_waarde", fault, ["against"])
    found = contrast.hold(codes, other, entry.id, asked["year"])
    item = {
        "indicator": found.entry.id,
        "label": found.entry.label,
        "unit": found.entry.unit,
        "difference_unit": contrast.unit(found.entry),
        "year": found.year,
        "areas": list(codes),
        "areas_name": contrast.name(codes),
        "against": list(other),
        "against_name": contrast.other_name(other, codes),
        **contrast.plain(found),
        "verdict": contrast.verdict(found) or None,
    }
    return Answer("contrast", item=item, sources=entry.sources, name=entry.id)


def _one_side(held: Store, codes: Sequence[str], parameter: str) -> tuple[str, ...]:
    """Areas of one level that are known, each ground once."""
    for code in codes:
        if code != COUNTRY and stored.place(code) is None:
            raise _unknown_area(code.partition("@")[0])
    normal = tuple(ground.distinct(map(ground.normal, codes)))
    if len(normal) > 1 and (fault := combined.wrong(normal, pd.Index(normal))):
        raise RefusedError(400, "ongeldige_waarde", fault, [parameter])
    return normal


# ---------------------------------------------------------------- everything at once


def words(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The data dictionary, a row a figure of which there are values. Keys as in the files: Dutch."""
    there = [e for e in stored.entries().values() if e.replaced_by is None and held.levels(e.id)]
    return Answer(
        "dictionary", dictionary.download(there, held), sources=provenance.delivered(held), name="woordenboek"
    )


def bulk_files(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The files that can be asked for."""
    frame = _frame(bulk.listing(held), ("level", "year", "shape", "kind", "name", "href"))
    return Answer("bulk", frame, sources=provenance.delivered(held), name="bestanden")


# ---------------------------------------------------------------- versions


def versions(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The versions of the data that can be asked for, newest first; that of today is always one of them."""
    kept = {e["version"]: e["created"] for e in reversed(_store.versions(held.root)) if e["kept"]}
    kept[held.version] = held.manifest()["created"]
    rows = [
        {"version": version, "created": created, "current": version == held.version, "demo": held.demo}
        for version, created in sorted(kept.items(), key=lambda item: (item[0] == held.version, item[1]), reverse=True)
    ]
    return Answer("versions", _frame(rows, ("version", "created", "current", "demo")), name="versies")


def revisions(held: Store, asked: Mapping[str, Any]) -> Answer:
    """The log: a row a version, source, level and year that changed, newest version first."""
    rows = [
        {
            "version": entry["version"],
            "created": entry["created"],
            "previous": entry["previous"],
            "kept": entry["kept"],
            "note": entry["note"],
            **{key: part.get(key) for key in ("source", "level", "year", "kind", "moved", "emptied", "filled")},
            "values": f"/api/v1/revisions/{entry['version']}" if entry["file"] else None,
        }
        for entry in _store.versions(held.root)
        for part in (entry["changes"] or [{}])
    ]
    columns = (
        "version",
        "created",
        "previous",
        "kept",
        "note",
        "source",
        "level",
        "year",
        "kind",
        "moved",
        "emptied",
        "filled",
        "values",
    )
    return Answer("revisions", _frame(rows, columns), sources=provenance.delivered(held), name="herzieningen")


def revision(held: Store, asked: Mapping[str, Any], version: str) -> Answer:
    """The values that a version changed, old beside new; an empty new value was no longer given."""
    entry = next((e for e in _store.versions(held.root) if e["version"] == version), None)
    if entry is None:
        raise RefusedError(404, "onbekende_versie", "Deze versie staat niet in het logboek: /api/v1/revisions.")
    frame = _store.revisions(held.root, entry)
    about = {"version": version, "previous": entry["previous"], "note": entry["note"], "changed": entry["moved"]}
    sources = tuple(dict.fromkeys(frame["source"]))
    return Answer("revision", frame, sources=sources, about=about, name="herziening")


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON can hold them: a missing number is null."""
    columns = {
        str(name): [
            None if missing else value for value, missing in zip(column.tolist(), _missing(column), strict=True)
        ]
        for name, column in frame.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _missing(column: pd.Series) -> np.ndarray:
    if column.dtype == object:
        return np.array(
            [value is None or (isinstance(value, float) and np.isnan(value)) for value in column], dtype=bool
        )
    found: np.ndarray = column.isna().to_numpy()
    return found
