"""What is known of an area through the years: its name, gemeente and inhabitants in each division, and whether it is the
same ground as in the division that is meant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators import ground, same_ground, words
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, level_of

if TYPE_CHECKING:
    from loaders.store import Store

# How many codes of parts stand in a line to read.
_SHOWN = 6


def through(data: Store, region: str, first: int | None = None, last: int | None = None) -> dict[str, Any]:
    """An area in every division from ``first`` to ``last``, against the newest of those that knows it, as plain data.

    ``region`` is a code, or ``WK196101@2020``: as it was in that division. Raises ValueError (Dutch) for an area or
    years that no division knows.
    """
    code, _, year = region.strip().upper().partition("@")
    level = _level(code)
    known = [d for d in same_ground.divisions(data, level) if code in same_ground.known_codes(data, level, d)]
    if not known:
        raise ValueError(f"{code} staat in geen enkele indeling van deze gegevens. Zoek de code op de startpagina.")
    wanted = [
        d for d in same_ground.divisions(data, level) if (first is None or d >= first) and (last is None or d <= last)
    ]
    base = _base(code, year, known, wanted)
    asked = same_ground.Read(data)
    whole = same_ground.whole_divisions(data, level)
    shown = [d for d in wanted if d in whole or d in known or d == base]
    return {
        "region": code,
        "level": level,
        "division": base,
        **_named(data, code, base),
        "demo": data.demo,
        "data_version": data.version,
        "divisions": [_division(data, asked, (code, base), d) for d in shown],
        "in_part": [d for d in wanted if d not in shown],
    }


def _level(code: str) -> str:
    try:
        return level_of(code)
    except ValueError:
        raise ValueError(
            f"{code!r} is geen code van een gebied. Een code is als GM0363, WK036301 of BU03630100."
        ) from None


def _base(code: str, year: str, known: Sequence[int], wanted: Sequence[int]) -> int:
    """The division in which the area is meant: the one asked for, else the newest of those wanted, that knows it."""
    there = words.listed_years(list(known))
    if year:
        if not year.isdecimal() or int(year) not in known:
            raise ValueError(f"{code} staat niet in een indeling van {year}. Wel in: {there}.")
        return int(year)
    found = [division for division in known if division in wanted]
    if not found:
        raise ValueError(f"{code} staat in geen indeling van deze jaren. Wel in: {there}.")
    return found[-1]


def _division(data: Store, asked: same_ground.Read, area: tuple[str, int], division: int) -> dict[str, Any]:
    """What the code stands for in a division, and the area itself there: under which code, or of which buurten."""
    code, base = area
    level = level_of(code)
    if base == division or code == COUNTRY:
        kind, sign, there = ground.SAME, "", code
    else:
        between = asked.pair(level, *sorted((base, division)))
        kind, sign, there = same_ground.stands(between, code, forward=base < division)
    parts = None if division == base else same_ground.parts(data, asked, code, base, division)
    here = code in same_ground.known_codes(data, level, division)
    return {
        "division": division,
        "there": here,
        **(
            _named(data, code, division)
            if here
            else dict.fromkeys(("name", "gemeente", "gemeente_name", "inhabitants"))
        ),
        "ground": kind,
        "sign": sign or None,
        "same_as": {"region": there, **_named(data, there, division)} if there else None,
        "parts": _made_of(parts) if parts else None,
    }


def _made_of(parts: same_ground.Parts) -> dict[str, Any]:
    """The buurten that lie wholly in an area, or the gemeenten that became it. ``covered`` is measured of buurten only."""
    covered = round(parts.covered, 4) if parts.level == "buurt" else None
    return {"level": parts.level, "codes": list(parts.codes), "covered": covered}


def _named(data: Store, code: str, division: int) -> dict[str, Any]:
    """What an area is called in a division, and how many people live there in that year."""
    level = level_of(code)
    names = data.names(level, division)
    row = names.loc[[code]].iloc[0].to_dict() if code in names.index else {}
    people = data.table(level, division, ["inwoners"])["inwoners"].get(code, math.nan)
    return {
        "name": str(row.get("name", "")),
        "gemeente": str(row.get("gemeente", "")),
        "gemeente_name": str(row.get("gemeente_name", "")),
        "inhabitants": None if pd.isna(people) else int(people),
    }


# ---------------------------------------------------------------- for reading


def lines(found: Mapping[str, Any]) -> list[str]:
    """The same in Dutch, the newest division first."""
    code, base = found["region"], found["division"]
    named = _described({**found, "name": found["name"] or code})
    text = [f"{code} is {named} ({found['level']}, indeling van {base}). Gegevens {found['data_version']}."]
    text += ["Dit is het demogebied: alle cijfers zijn verzonnen."] if found["demo"] else []
    text += [_line(one, code, base) for one in reversed(found["divisions"])]
    if found["in_part"]:
        text.append(
            f"Van {words.listed_years(found['in_part'])} zijn hier maar enkele {LEVEL_PLURALS[found['level']]} bekend, "
            "en dit gebied niet."
        )
    return text


# How an area stands to the one that is meant.
_KINDS = {
    ground.SAME: "hetzelfde gebied",
    ground.PARTLY: "deels hetzelfde gebied",
    ground.OTHER: "een ander gebied",
    ground.UNKNOWN: "niet bekend of het hetzelfde gebied is",
}


def _line(one: Mapping[str, Any], code: str, base: int) -> str:
    head = f"  {one['division']}  " + (_described(one) if one["there"] else f"geen gebied met de code {code}")
    if one["division"] == base:
        return f"{head}: dit gebied"
    same = one["same_as"]
    if same and same["region"] != code:
        other = f"{head}: een ander gebied" if one["there"] else head
        return f"{other}. Dit gebied heeft daar de code {same['region']} ({_described(same)})"
    sign = words.sign(one["ground"], one["sign"] or "")
    told = f"{head}: {_KINDS[one['ground']]}" + (f" ({sign})" if sign else "") if one["there"] else head
    return told if same else f"{told}. {_parts(one)}"


def _described(one: Mapping[str, Any]) -> str:
    """``Wijk 01 Vianen, gemeente Vijfheerenlanden, 16.520 inwoners``."""
    gemeente = one["gemeente_name"]
    people = "inwoners niet bekend" if one["inhabitants"] is None else f"{words.number(one['inhabitants'])} inwoners"
    named = [
        one["name"] or "zonder naam",
        f"gemeente {gemeente}" if gemeente and gemeente != one["name"] else "",
        people,
    ]
    return ", ".join(part for part in named if part)


def _parts(one: Mapping[str, Any]) -> str:
    found, division = one["parts"], one["division"]
    if found is None:
        return f"Uit welke buurten van {division} dit gebied bestaat, is niet bekend"
    many = len(found["codes"])
    shown = ", ".join(found["codes"][:_SHOWN]) + (f" en nog {many - _SHOWN}" if many > _SHOWN else "")
    if found["level"] == "gemeente":
        return f"{many} gemeenten van {division} werden samen dit gebied ({shown})"
    lie = f"buurt van {division} ligt" if many == 1 else f"buurten van {division} liggen"
    share = words.number(100 * found["covered"])
    return f"{many} {lie} er helemaal in ({shown}); daar woont {share}% van de inwoners"


# ---------------------------------------------------------------- all areas


def counted(data: Store) -> pd.DataFrame:
    """How the areas of each division stand to the division before it: columns level, old, new, areas, people
    (whether inhabitants are known), elsewhere, absent, and of each kind (ground.KINDS) the areas and, with ``_people``
    behind it, the inhabitants.

    ``elsewhere`` are areas that had another code, which are counted with the same; ``absent`` those of the others whose
    code was new. Only divisions of which most areas are known.
    """
    rows, asked = [], same_ground.Read(data)
    for level in same_ground.LEVELS:
        whole = same_ground.whole_divisions(data, level)
        for old, new in pairwise(whole):
            rows.append({"level": level, "old": old, "new": new, **_counts(asked, level, old, new)})
    return pd.DataFrame(rows)


def _counts(asked: same_ground.Read, level: str, old: int, new: int) -> dict[str, Any]:
    told = asked.pair(level, old, new)
    people = asked.data.table(level, new, ["inwoners"])["inwoners"].reindex(told.index)
    kind = told["ground"].mask(told["was"] != "", ground.SAME)
    elsewhere = (told["was"] != "") & (told["was"] != told.index)
    return {
        "areas": len(told),
        "people": bool(people.notna().any()),
        "elsewhere": int(elsewhere.sum()),
        "absent": int(((told["sign"] == "absent") & ~elsewhere).sum()),
        **{one: int((kind == one).sum()) for one in ground.KINDS},
        **{f"{one}_people": float(people[kind == one].sum()) for one in ground.KINDS},
    }


def table(found: pd.DataFrame) -> list[str]:
    """``counted`` as Markdown in Dutch."""
    lines = ["## Gebieden van jaar tot jaar", ""]
    if found.empty:
        return [*lines, "Er zijn geen twee indelingen om naast elkaar te leggen.", ""]
    lines += [
        "Hoeveel gebieden van een indeling hetzelfde gebied zijn als in de indeling ervoor (onder dezelfde of een andere "
        "code), hoeveel er deels hetzelfde zijn, hoeveel een ander gebied zijn, en van hoeveel het niet bekend is. Alleen "
        "cijfers van hetzelfde gebied komen onder een naam te staan; onbekend telt niet als hetzelfde. Achter elk aantal "
        "gebieden staan de inwoners in het nieuwste van de twee jaren, als die bekend zijn. Hoe dit wordt bepaald: `indicators/ground.py`.",
        "",
        "| niveau | van | naar | gebieden | zelfde | waarvan andere code | deels | ander | waarvan nieuwe code | onbekend |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    return [*lines, *(_row(row) for row in found.to_dict("records")), ""]


def _row(row: Mapping[Any, Any]) -> str:
    def cell(kind: str) -> str:
        people = f" ({words.number(row[f'{kind}_people'])} inw.)" if row[kind] and row["people"] else ""
        return f"{words.number(row[kind])}{people}"

    cells = [
        row["level"],
        row["old"],
        row["new"],
        words.number(row["areas"]),
        cell(ground.SAME),
        words.number(row["elsewhere"]),
        cell(ground.PARTLY),
        cell(ground.OTHER),
        words.number(row["absent"]),
        cell(ground.UNKNOWN),
    ]
    return f"| {' | '.join(map(str, cells))} |"
