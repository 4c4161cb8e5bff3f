"""What a question to the API may say: its parameters, how each is read, and how a wrong one is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators import areas
from loaders.vocabulary import CODE_PREFIX, LEVELS, THEMES, as_code

# Most rows of one answer: more than any level has areas, so that one figure of one year always fits.
MOST_ROWS = 20_000
ROWS = 1_000
MOST_AREAS = 200
MOST_TEXT = 100
CODE = re.compile(r"NL\d{2}|GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
# An area as it is now, or as it was in the division of a year.
MEANT = re.compile(rf"(?:{CODE.pattern})(?:@\d{{4}})?")
VERSION = re.compile(r"[0-9a-f]{10}|leeg")
YEARS = re.compile(r"\d{4}(-\d{4})?(,\d{4}(-\d{4})?)*")


class RefusedError(Exception):
    """A question that cannot be answered: the HTTP status, a fixed code, and what is wrong in Dutch.

    ``instead`` has the ids of the figures to ask for in place of one that is gone.
    """

    def __init__(
        self, status: int, code: str, message: str, parameters: Iterable[str] = (), *, instead: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.instead = tuple(instead)
        self.status, self.code, self.message, self.parameters = status, code, message, tuple(parameters)


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it is (Dutch), its JSON schema, an example, and how its text is read.

    ``read`` returns the value and raises ValueError with, in Dutch, what the text should be.
    """

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: str | None = None
    default: Any = field(default=None)


def read(known: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The value of every known parameter, its default where it was not given.

    Raises RefusedError (400) for a name that is not known, one that stands twice, and a text that cannot be read.
    """
    parameters = {p.name: p for p in known}
    texts: dict[str, str] = {}
    strange = list(dict.fromkeys(_shown(name) for name, _ in given if name not in parameters))
    if strange:
        raise RefusedError(
            400,
            "onbekende_parameter",
            f"Deze vraag kent geen parameter {', '.join(f'“{n}”' for n in strange[:5])}. "
            f"Wel: {', '.join(parameters) or 'geen'}.",
            strange[:5],
        )
    for name, text in given:
        if name in texts:
            raise RefusedError(400, "dubbele_parameter", f"“{name}” staat er twee keer. Noem het één keer.", [name])
        texts[name] = text
    values: dict[str, Any] = {name: p.default for name, p in parameters.items()}
    for name, text in texts.items():
        try:
            values[name] = parameters[name].read(text)
        except ValueError as error:
            raise RefusedError(
                400, "ongeldige_waarde", f"“{name}={_shown(text)}” kan niet: {error}.", [name]
            ) from error
    return values


def _shown(text: str) -> str:
    """Text of a question made safe to repeat: short, one line."""
    kept = "".join(c if c.isprintable() else "?" for c in text[:41])
    return f"{kept[:40]}…" if len(text) > 40 else kept


def _among(options: Iterable[str]) -> Callable[[str], str]:
    allowed = list(options)

    def find(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"kies uit {', '.join(allowed)}")
        return text

    return find


def _whole(least: int, most: int) -> Callable[[str], int]:
    def find(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise ValueError(f"geef een heel getal van {least} tot en met {most}")
        return int(text)

    return find


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def find(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(what)
        return text

    return find


def _code(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    matching = _matching(pattern, what)
    return lambda text: matching(as_code(text))


def _text(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise ValueError(f"hoogstens {MOST_TEXT} tekens")
    return text


def _years(text: str) -> tuple[int, ...] | None:
    """Years as written: 2024, 2015,2020 or 2015-2020; None for "all"."""
    if text == "all":
        return None
    if not YEARS.fullmatch(text) or len(text) > MOST_TEXT:
        raise ValueError("geef een jaar (2024), jaren (2015,2020), een reeks (2015-2020) of all")
    spans = [[int(year) for year in part.split("-")] for part in text.split(",")]
    if any(not 1990 <= year <= 2100 for span in spans for year in span):
        raise ValueError("een jaar ligt tussen 1990 en 2100")
    return tuple(sorted({year for span in spans for year in range(span[0], span[-1] + 1)}))


def _codes(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(map(as_code, text.split(","))))
    if len(codes) > MOST_AREAS:
        raise ValueError(f"hoogstens {MOST_AREAS} codes in één vraag")
    if not all(MEANT.fullmatch(code) for code in codes):
        raise ValueError("geef codes als GM0363, WK036301 of BU03630100 (of WK036301@2020), met komma's ertussen")
    return codes


_CODE_SCHEMA = {"type": "string", "pattern": f"^({MEANT.pattern})$".replace("\\d", "[0-9]")}
# Years of which nothing is asked: the newest one that has most areas.
NEWEST: tuple[int, ...] = ()

LEVEL = Parameter(
    "level",
    "Niveau van de gebieden.",
    {"type": "string", "enum": list(LEVELS)},
    _among(LEVELS),
    "wijk",
)
THEME = Parameter(
    "theme", "Alleen cijfers van dit thema.", {"type": "string", "enum": list(THEMES)}, _among(THEMES), "armoede"
)
TEXT = Parameter(
    "q",
    "Zoekwoorden: een deel van de naam of code; hoofdletters en accenten tellen niet.",
    {"type": "string", "maxLength": MOST_TEXT},
    _text,
)
GEMEENTE = Parameter(
    "gemeente",
    "Alleen gebieden in deze gemeente (code).",
    {"type": "string", "pattern": f"^{CODE_PREFIX['gemeente']}[0-9]{{4}}$"},
    _code(re.compile(r"GM\d{4}"), "geef de code van een gemeente, zoals GM0363"),
)
DIVISION = Parameter(
    "year",
    "De indeling van dit jaar. Zonder jaar: de nieuwste.",
    {"type": "integer", "minimum": 1990, "maximum": 2100},
    _whole(1990, 2100),
)
YEAR = Parameter(
    "year",
    (
        "Jaar (2024), jaren (2015,2020), reeks (2015-2020) of all. Zonder: het nieuwste jaar waarin de meeste gebieden "
        "een waarde hebben."
    ),
    {"type": "string", "pattern": f"^(all|{YEARS.pattern})$".replace("\\d", "[0-9]"), "maxLength": MOST_TEXT},
    _years,
    default=NEWEST,
)
AREAS = Parameter(
    "areas",
    f"Alleen deze gebieden: codes met komma's ertussen, hoogstens {MOST_AREAS}. Dan is level niet nodig. Met een jaar erachter "
    "(WK036301@2020) het gebied zoals het in die indeling was: dan komen alleen cijfers van diezelfde grond.",
    {"type": "string"},
    _codes,
)
SIDE = Parameter(
    "areas",
    f"De gebieden van de ene kant: codes van één niveau, met komma's ertussen, hoogstens {areas.MOST}. Ze tellen samen als één.",
    {"type": "string"},
    _codes,
    "WK036301",
)
AGAINST = Parameter(
    "against",
    "De andere kant: codes, of rest (de rest van de gemeente) of rest-nl (de rest van het land). Zonder: de rest van de "
    "gemeente, en anders die van het land.",
    {"type": "string"},
    lambda text: (text,) if text in ("rest", "rest-nl") else _codes(text),
)
ONE_YEAR = Parameter(
    "year",
    "Jaar van het cijfer. Zonder: het nieuwste dat beide kanten hebben.",
    {"type": "integer", "minimum": 1990, "maximum": 2100},
    _whole(1990, 2100),
)
VERSION_ASKED = Parameter(
    "version",
    "Gegevensversie. Zonder: de nieuwste. Zie /versions.",
    {"type": "string", "pattern": f"^({VERSION.pattern})$"},
    _matching(VERSION, "een versie is tien tekens: cijfers en de letters a tot en met f"),
)
FORMAT = Parameter(
    "format",
    "json of csv. Zonder: wat de kop Accept vraagt, anders json.",
    {"type": "string", "enum": ["json", "csv"]},
    _among(["json", "csv"]),
)
LIMIT = Parameter(
    "limit",
    f"Hoeveel rijen hoogstens. Zonder: {ROWS} in json, alle (tot {MOST_ROWS}) in csv.",
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
    _whole(1, MOST_ROWS),
)
OFFSET = Parameter(
    "offset",
    "Hoeveel rijen overslaan. In json staat het volgende adres in next.",
    {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    _whole(0, 999_999_999),
    default=0,
)
SHAPE = Parameter(
    "shape",
    "wide: een rij per gebied, twee kolommen per cijfer. tidy: een rij per gebied en cijfer.",
    {"type": "string", "enum": ["wide", "tidy"], "default": "wide"},
    _among(["wide", "tidy"]),
    default="wide",
)
LISTED = (LIMIT, OFFSET, FORMAT)
PAGED = (LIMIT, OFFSET, FORMAT, VERSION_ASKED)
INDICATOR = Parameter(
    "id",
    "Naam van een cijfer, zoals in /indicators.",
    {"type": "string", "pattern": "^[a-z0-9_]{1,80}$"},
    _matching(re.compile(r"[a-z0-9_]{1,80}"), "namen van cijfers zijn kleine letters, cijfers en _"),
)
AREA = Parameter(
    "id",
    "Code van een gebied, zoals GM0363, WK036301 of BU03630100; met @2020 erachter zoals het in die indeling was.",
    _CODE_SCHEMA,
    _code(MEANT, "dit is geen code van een gebied"),
)
OF_VERSION = Parameter(
    "id",
    "Een gegevensversie, zoals in /revisions.",
    {"type": "string", "pattern": f"^({VERSION.pattern})$"},
    _matching(VERSION, "een versie is tien tekens: cijfers en de letters a tot en met f"),
)
