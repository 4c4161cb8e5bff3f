"""The search for a gemeente, wijk or buurt, by its name as a reader types it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from answers import data, postcodes
from answers.data import Place
from answers.held import remembered
from loaders.places.areas import OTHER_NAMES
from loaders.text import folded
from loaders.vocabulary import LEVELS

MOST = 8
# The least that a name and a word must look like what was typed, 0 to 1: of a word of four letters one may be another.
ALIKE, ALIKE_WORD = 0.715, 0.75
# A word that goes on after what was typed comes behind that very word, and a name of which each typed word looks like
# some word behind one that looks like all that was typed.
GOES_ON, BY_WORD = 0.97, 0.95
# What is shorter is only found as the beginning of a word: a slip leaves nothing of it.
SHORTEST = 3
_DAILY = {official: daily for daily, official in OTHER_NAMES.items()}
_IN_DAILY_USE = re.compile(rf"\b({'|'.join(OTHER_NAMES)})\b")

_Scores = npt.NDArray[np.float32]


def find_places(text: str, most: int = MOST, levels: Sequence[str] = LEVELS[1:]) -> list[Place]:
    """The places that best fit what was typed: a name, a code or (where addresses were fetched) a postcode.

    Accents and capitals make no difference, small slips are forgiven in every word, and a gemeente can stand before or
    behind the name ("centrum utrecht"). Best first: the same name, then a name that begins so, then one with a word
    that begins so, then one that holds it, then one that looks like it; larger areas first, and areas of today before
    those of an earlier year.
    """
    wanted = folded(text)
    if len(wanted) < 2:
        return []
    places = data.places()
    by_postcode = postcodes.buurten(text)
    if by_postcode:
        found = (data.place(area) for area in by_postcode)
        return [place for place in found if place is not None and place.level in levels][:most]
    code = wanted.replace(" ", "").upper()
    if code in places:
        return [places[code]]
    index = _index()
    wanted = _IN_DAILY_USE.sub(lambda daily: OTHER_NAMES[daily[1]], wanted)
    best = _first(_holding(wanted, index), index, most, levels)
    if by_postcode is not None:
        # A name of which letters look like a postcode is not what was asked for.
        return best
    return best or _first(_look_alikes(wanted, index), index, most, levels)


def no_hit(text: str) -> str:
    """What to say where nothing was found, in Dutch."""
    if postcodes.buurten(text) != []:
        return f"Geen plaats gevonden die lijkt op “{text}”. Probeer een deel van de naam."
    years = postcodes.known()
    if not years:
        return "Zoeken op postcode kan hier niet: er zijn geen adressen opgehaald. Zoek op naam."
    return f"Geen adres gevonden met postcode “{text}” (adressen van {years[-1]}). Zoek op naam."


class _Lines:
    """Texts under each other, to look for a part of text in all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "\n".join(["", *texts, ""])
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]

    def holding(self, part: str, *others: str) -> Iterator[int]:
        """The rows that hold all of these parts, in order; a part can begin or end with the line break of its row."""
        at = self._text.find(part)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            start, end = self._starts[row], self._starts[row + 1]
            if all(self._text.find(other, start, end) >= 0 for other in others):
                yield row
            at = self._text.find(part, end)


class _Pieces:
    """The pieces (words, or the whole) of many texts, so that each text is scored against what was typed at once."""

    def __init__(self, texts: Sequence[Sequence[str]], least: float) -> None:
        self._least = least
        known = sorted({piece for pieces in texts for piece in pieces})
        number = {piece: at for at, piece in enumerate(known)}
        # Texts that are made one after another lie so in memory, and are read several times as fast.
        self._known = "\n".join(known).split("\n")
        self._pieces = np.array([number[piece] for pieces in texts for piece in pieces], dtype=np.intp)
        self._rows = np.array([row for row, pieces in enumerate(texts) for _ in pieces], dtype=np.intp)
        self._size = len(texts)

    def scores(self, typed: str) -> _Scores:
        """How well the best piece of each text fits: 1 for the same, just less for one that begins so, 0 for one unlike it."""
        least = self._least if len(typed) >= SHORTEST else 1
        alike = cdist([typed], self._known, scorer=Indel.normalized_similarity, score_cutoff=least, dtype=np.float32)[0]
        begins = slice(bisect_left(self._known, typed), bisect_left(self._known, typed + chr(sys.maxunicode)))
        alike[begins] = np.maximum(alike[begins], GOES_ON)
        each = alike[self._pieces]
        fits = np.flatnonzero(each)
        best = np.zeros(self._size, dtype=np.float32)
        np.maximum.at(best, self._rows[fits], each[fits])
        return best

    def mean_scores(self, typed: Sequence[str]) -> _Scores:
        """How well all of what was typed fits each text, the mean by length; 0 for a text that lacks a piece of it."""
        fits, total = np.ones(self._size, dtype=bool), np.zeros(self._size, dtype=np.float32)
        for piece in typed:
            scores = self.scores(piece)
            fits &= scores > 0
            if not fits.any():
                break
            total += len(piece) * scores
        return np.where(fits, total / sum(map(len, typed)), 0)


@dataclass(frozen=True)
class _Index:
    """Every place under each of its names, in the order in which equally good ones are shown."""

    places: list[Place]
    names: _Lines
    wholes: _Pieces
    words: _Pieces
    # The same with the gemeente behind the name.
    texts: _Lines
    words_of_texts: _Pieces


@remembered(2)
def _index() -> _Index:
    rows: list[tuple[str, str, Place]] = []
    for place in data.places().values():
        name, gemeente = folded(place.name), folded(place.gemeente)
        rows += [(called, gemeente, place) for called in (name, _DAILY.get(name)) if called is not None]
    rows.sort(key=lambda row: (LEVELS.index(row[2].level), -row[2].year, len(row[0]), row[0], row[1]))
    names, texts = [name for name, _, _ in rows], [f" {name} {gemeente}" for name, gemeente, _ in rows]
    return _Index(
        [place for _, _, place in rows],
        _Lines(names),
        _Pieces([[name] for name in names], ALIKE),
        _Pieces([name.split() for name in names], ALIKE_WORD),
        _Lines(texts),
        _Pieces([text.split() for text in texts], ALIKE_WORD),
    )


def _first(rows: Iterable[int], index: _Index, most: int, levels: Sequence[str]) -> list[Place]:
    """The first places of these levels, each once."""
    found: dict[Place, None] = {}
    for place in (index.places[row] for row in rows):
        if place.level in levels:
            found[place] = None
        if len(found) == most:
            break
    return list(found)


def _holding(wanted: str, index: _Index) -> Iterator[int]:
    """The rows that hold what was typed, best first: a row comes again for everything that fits it."""
    yield from index.names.holding(f"\n{wanted}\n")
    yield from index.names.holding(f"\n{wanted}")
    yield from index.names.holding(f" {wanted}")
    words = sorted((f" {word}" for word in wanted.split()), key=len, reverse=True)
    if len(words) > 1:
        yield from index.texts.holding(*words)
    if len(wanted) >= SHORTEST:
        yield from index.names.holding(wanted)


def _look_alikes(wanted: str, index: _Index) -> Iterator[int]:
    """The rows that share most letters in order with what was typed: as a whole, or word by word."""
    words = sorted(dict.fromkeys(wanted.split()), key=len, reverse=True)
    known = index.words if len(words) == 1 else index.words_of_texts
    scores = np.maximum(index.wholes.scores(wanted), BY_WORD * known.mean_scores(words))
    rows = np.flatnonzero(scores)
    yield from rows[np.argsort(-scores[rows], kind="stable")].tolist()
