"""Codes and names as gemeenten write them, to regions of the division of a year; and the closest names for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import Indel

from loaders.places import gemeenten
from loaders.store import Store
from loaders.text import folded
from loaders.vocabulary import CODE_PREFIX, COUNTRY, LEVELS, gemeente_of, level_of

AREA_LEVELS = LEVELS[1:]
_DIGITS = {4: "GM", 6: "WK", 8: "BU"}
# Names in daily use, to the official ones.
OTHER_NAMES = {"den haag": "s gravenhage", "den bosch": "s hertogenbosch"}
TOTALS = re.compile(
    r"(eind|sub)?tota(al|len)\b.*|som\b.*|gemeente totaal|alle wijken|alle buurten|overig(e|en)?|onbekend", re.I
)
SUGGESTIONS = 3
ALIKE = 0.65
# For how many areas that are not recognised the closest names are looked up: of thousands nobody reads more.
MOST_NEAR = 100


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """A name without capitals, accents, punctuation, "Wijk 01" in front and "(gemeente)" behind: to compare names by."""
    # The number of a wijk stands in capitals or digits, so that "Wijk De Hoven" keeps its "De".
    bare = re.sub(r"^(?i:wijk|buurt|gemeente)\s+([0-9A-Z]{1,4}\s+)?(?=\w)", "", text.strip())
    plain = folded(bare)
    plain = re.sub(r"(?<=\w) (gemeente|[a-z]{1,2})$", "", plain) if "(" in text else plain
    return OTHER_NAMES.get(plain, plain)


def is_total(text: str) -> bool:
    """True for the name of a row that adds up others, or holds what belongs to no area."""
    return TOTALS.fullmatch(text.strip()) is not None


@dataclass(frozen=True)
class Match:
    """What a label turned out to be: a region, or nothing with a reason and the closest areas (code, name)."""

    region: str = ""
    name: str = ""
    guessed: str = ""
    why_not: str = ""
    closest: tuple[tuple[str, str], ...] = ()


class Division:
    """The areas of one year by code and by name. ``year`` is what was asked, ``known`` the division looked at.

    ``read`` keeps the areas of every year that was read, to share among divisions.
    """

    def __init__(self, store: Store, year: int, read: dict[int, dict[str, tuple[str, str]]] | None = None) -> None:
        self.store, self.year = store, year
        self._by_year = {} if read is None else read
        years = self._years("gemeente") or [year]
        self.known = min(years, key=lambda y: (abs(y - year), -y))
        self._near = MOST_NEAR
        self._meant: dict[str, frozenset[str]] = {}
        self._grounds: dict[tuple[str, int], frozenset[str]] = {}

    @cached_property
    def areas(self) -> dict[str, tuple[str, str]]:
        """Code → (name, gemeente code) of every gemeente, wijk and buurt."""
        return self._areas(self.known)

    @cached_property
    def names(self) -> dict[tuple[str, str], dict[str, list[str]]]:
        """(level, gemeente code) → plain name → codes; all gemeenten under ("gemeente", "")."""
        found: dict[tuple[str, str], dict[str, list[str]]] = {}
        for code, (name, gemeente) in self.areas.items():
            level = level_of(code)
            key = (level, "" if level == "gemeente" else gemeente)
            found.setdefault(key, {}).setdefault(plain_name(name), []).append(code)
        return found

    def gemeente(self, text: str) -> str | None:
        """The code of a gemeente by its code or name; None when there is none."""
        match = self.by_code(text, "") if re.fullmatch(r"(GM)?\d{1,4}", text.strip(), re.I) else Match()
        if match.region:
            return match.region if level_of(match.region) == "gemeente" else None
        return next(iter(self.names.get(("gemeente", ""), {}).get(plain_name(text), [])), None)

    def by_code(self, text: str, gemeente: str, name: str = "", level: str = "") -> Match:
        """The area with this code, also without its letters, its leading zeros or its gemeente."""
        text = text.strip().upper()
        if text in (COUNTRY, "NL01"):
            return Match(why_not="Nederland is geen gemeente, wijk of buurt")
        if text in self.areas:
            return Match(text, self.areas[text][0])
        for code in _readings(text, gemeente, level):
            if code in self.areas:
                return Match(code, self.areas[code][0], guessed=f"{text} is gelezen als {code}")
        return self._no_such_code(text, gemeente, name)

    def checked(self, match: Match, name: str, gemeente: str) -> Match:
        """The same match; nothing where the name or gemeente beside a code is plainly that of another area.

        Codes are used again: such a row is of before, or of elsewhere. It says what it could be, this very code included.
        """
        if not match.region:
            return match
        told = self._of_other_gemeente(match.region, name, gemeente) or self._of_other_name(match.region, name)
        if told is None:
            return match
        why, codes = told
        options = dict.fromkeys([*codes[: SUGGESTIONS - 1], match.region])
        return Match(why_not=why, closest=tuple((code, self.areas[code][0]) for code in options))

    def _of_other_gemeente(self, code: str, name: str, text: str) -> tuple[str, list[str]] | None:
        """Why a code does not lie in the gemeente beside it, and the areas there with the name; None where it may."""
        own = gemeente_of(code) or ""
        if text not in self._meant:
            self._meant[text] = frozenset(self._gemeenten(text))
        there = self._meant[text]
        if not there or own in there:
            return None
        level = level_of(code)
        known = [self.names.get((level, "" if level == "gemeente" else one), {}) for one in sorted(there)]
        after = [one for names in known for one in names.get(plain_name(name), [])]
        lies = (
            f"{code} ({self.areas[code][0]}) ligt in {self.known} in {self.areas[own][0]}"
            if own in self.areas
            else code
        )
        return f"{lies}; in het bestand staat {text}", after

    def _gemeenten(self, text: str) -> set[str]:
        """The gemeenten of this division that a text may mean, also by a code or name of before; none where it is not known."""
        text = text.strip().upper() if re.fullmatch(r"(GM)?\d{1,4}", text.strip(), re.I) else text
        codes = _readings(text, "", "gemeente") if re.fullmatch(r"(GM)?\d{1,4}", text) else []
        now = {one for one in [text, *codes] if one in self.areas and level_of(one) == "gemeente"}
        now |= set(self.names.get(("gemeente", ""), {}).get(plain_name(text), []))
        if now:
            return now
        for year in self._others:
            for one, (name, _) in self._areas(year).items():
                if level_of(one) == "gemeente" and (
                    one in codes or one == text or plain_name(name) == plain_name(text)
                ):
                    now |= set(gemeenten.successors(one, year, self.known)) & set(self.areas)
        return now

    def _of_other_name(self, code: str, name: str) -> tuple[str, list[str]] | None:
        """Why a code is not of the area beside it, and the areas with that name; None where it may, or nobody has the name."""
        level, parent = level_of(code), gemeente_of(code) or ""
        own, wanted = self.areas[code][0], plain_name(name)
        mine = {plain_name(own), plain_name(self.areas[parent][0]) if parent in self.areas else ""}
        if not wanted or is_total(name) or wanted in mine:
            return None
        known = self.names.get((level, "" if level == "gemeente" else parent), {})
        after = known.get(wanted, [])
        called = [year for year in self._others if plain_name(self._areas(year).get(code, ("", ""))[0]) == wanted]
        if not after and (_alike(wanted, plain_name(own)) >= ALIKE or not called or self._same(code, called)):
            return None
        told = f"{code} heet in {self.known} {own}; in het bestand staat {name}"
        if called:
            told += f", en zo heette deze code in {min(called, key=lambda year: abs(year - self.known))}"
        return told, after

    def _same(self, code: str, years: list[int]) -> bool:
        """Whether a code was only named anew: the same ground in one of these years, as far as the store knows."""
        level = level_of(code)
        for year in years:
            if (level, year) not in self._grounds:
                told = self.store.ground(level, *sorted((year, self.known)))
                self._grounds[level, year] = frozenset(told.index[told["was"] == told.index])
        return any(code in self._grounds[level, year] for year in years)

    def by_name(self, text: str, gemeente: str, level: str) -> Match:
        """The area of this level with this name, within a gemeente (all gemeenten when the level is gemeente)."""
        codes = self.named(text, gemeente, level)
        if len(codes) == 1:
            return Match(codes[0], self.areas[codes[0]][0])
        if codes:
            options = tuple((code, self.areas[code][0]) for code in codes[:SUGGESTIONS])
            return Match(why_not="deze naam komt vaker voor; gebruik de code", closest=options)
        known = self.names.get((level, "" if level == "gemeente" else gemeente), {})
        return Match(why_not=f"geen {level} met deze naam", closest=self._closest(plain_name(text), known))

    def named(self, text: str, gemeente: str, level: str) -> list[str]:
        """The codes of this level with this name, within a gemeente: none, one, or several that share it."""
        codes = self.names.get((level, "" if level == "gemeente" else gemeente), {}).get(plain_name(text), [])
        exact = [code for code in codes if self.areas[code][0].casefold() == text.casefold()]
        return exact if len(exact) == 1 else codes

    def level_of_names(self, texts: list[str], gemeente: str, hint: str = "") -> str:
        """The level at which most of these names are known; what the column is called decides between equals."""
        levels = ("gemeente",) if not gemeente else ("wijk", "buurt", "gemeente")

        def hits(level: str) -> tuple[int, bool]:
            known = self.names.get((level, "" if level == "gemeente" else gemeente), {})
            return sum(plain_name(text) in known for text in texts), level == hint

        return max(levels, key=hits)

    def _no_such_code(self, text: str, gemeente: str, name: str) -> Match:
        old = [(year, code) for year, code in self._elsewhere(_readings(text, gemeente, "") or [text])]
        if old:
            year, code = min(old, key=lambda found: abs(found[0] - self.known))
            was = self._areas(year)[code][0]
            level = level_of(code)
            known = self.names.get((level, "" if level == "gemeente" else gemeente_of(code) or ""), {})
            after = known.get(plain_name(was), [])
            told = f"dit is een code uit de indeling van {year} ({was}); in {self.known} bestaat die niet"
            if len(after) == 1:
                told += f". Daar heeft {was} de code {after[0]}"
            return Match(why_not=told, closest=tuple((c, self.areas[c][0]) for c in after[:SUGGESTIONS]))
        closest: tuple[tuple[str, str], ...] = ()
        if name:
            level = next((lv for lv, prefix in CODE_PREFIX.items() if text.startswith(prefix)), "wijk")
            parent = gemeente or (f"GM{text[2:6]}" if text[:2] in ("WK", "BU") else "")
            known = self.names.get((level, "" if level == "gemeente" else parent), {})
            closest = self._closest(plain_name(name), known)
        return Match(why_not=f"deze code bestaat niet in de indeling van {self.known}", closest=closest)

    def _closest(self, wanted: str, known: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
        self._near -= 1
        if self._near < 0:
            return ()
        scored = sorted(((_alike(wanted, name), name) for name in known), reverse=True)[:SUGGESTIONS]
        return tuple((known[name][0], self.areas[known[name][0]][0]) for score, name in scored if score >= ALIKE)

    def _elsewhere(self, codes: list[str]) -> list[tuple[int, str]]:
        """Other divisions in which one of these codes does occur."""
        return [(year, code) for year in self._others for code in codes if code in self._areas(year)]

    @cached_property
    def _others(self) -> list[int]:
        return sorted({year for level in AREA_LEVELS for year in self._years(level)} - {self.known})

    def _areas(self, year: int) -> dict[str, tuple[str, str]]:
        if year not in self._by_year:
            found: dict[str, tuple[str, str]] = {}
            for level in AREA_LEVELS:
                names = self.store.names(level, year)
                columns = (names["name"].astype(str), names["gemeente"].astype(str))
                found |= {code: pair for code, *pair in zip(names.index, *columns, strict=True)}
            self._by_year[year] = found
        return self._by_year[year]

    def _years(self, level: str) -> list[int]:
        named = {int(e["year"]) for e in self.store.manifest()["names"].values() if e["level"] == level}
        return sorted(named | set(self.store.divisions(level)))


def _alike(wanted: str, name: str) -> float:
    """How alike two names are, 0 to 1; a word (or as many as wanted) out of a longer name counts a little less."""
    words, many = name.split(), max(1, len(wanted.split()))
    parts = {*words, *(" ".join(words[at : at + many]) for at in range(len(words) - many + 1))}
    part = max((Indel.normalized_similarity(wanted, part) for part in parts), default=0.0)
    return max(Indel.normalized_similarity(wanted, name), 0.9 * part)


def _readings(text: str, gemeente: str, level: str) -> list[str]:
    """Codes that a short or bare code may stand for, the likeliest first."""
    text = text.strip().upper()
    bare = re.sub(r"\.0$", "", text)
    found = _local_readings(bare, gemeente) if gemeente else []
    if re.fullmatch(r"(GM|WK|BU)\d{1,8}", bare):
        digits = {"GM": 4, "WK": 6, "BU": 8}[bare[:2]]
        found.append(bare[:2] + bare[2:].zfill(digits))
    if re.fullmatch(r"\d{4}[0-9A-Z]{0,4}", bare) and len(bare) in _DIGITS:
        found.append(_DIGITS[len(bare)] + bare)
    if re.fullmatch(r"\d{1,7}", bare):
        # A number that lost its leading zeros: of the level that the column names, else by its length.
        wanted = [n for n, prefix in _DIGITS.items() if len(bare) < n and (not level or prefix == CODE_PREFIX[level])]
        found += [_DIGITS[digits] + bare.zfill(digits) for digits in wanted]
    return list(dict.fromkeys(found))


def _local_readings(bare: str, gemeente: str) -> list[str]:
    """Codes that count within one gemeente: STAD, wijk MA or 1, buurt MA01."""
    if bare == "STAD":
        return [gemeente]
    if re.fullmatch(r"[0-9A-Z]{1,2}", bare):
        return [f"WK{gemeente[2:]}{bare.zfill(2)}"]
    return [f"BU{gemeente[2:]}{bare}"] if re.fullmatch(r"[0-9A-Z]{4}", bare) else []
