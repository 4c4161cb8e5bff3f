"""What a brief can be about, and which page of the dashboard shows it: an area, an own area, a figure, a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from answers import data, gone, ground, links
from export.brief.content import Brief
from loaders.vocabulary import COUNTRY, as_code

# Views of the map that are about other than the figure: a brief of the figure would be a brief of something else.
UNBRIEFED = ("signaal",)
PAGES = ("wijkprofiel", "kaart", "vergelijken", "deltaplan")


@dataclass(frozen=True)
class Area:
    """One gemeente, wijk or buurt, as it is or (``WK036301@2020``) as it was in the division of a year."""

    code: str

    def brief(self) -> Brief:
        """The page. Raises KeyError for an unknown code."""
        from export.brief import of_area

        return of_area.brief(self.code)


@dataclass(frozen=True)
class Together:
    """Several wijken or buurten as one area."""

    codes: tuple[str, ...]

    def brief(self) -> Brief:
        """The page. Raises KeyError or ValueError where these are no area of their own."""
        from export.brief import of_set

        return of_set.brief(self.codes)


@dataclass(frozen=True)
class Indicator:
    """One figure of a level and year, of the country or of one gemeente, with perhaps one area chosen."""

    id: str
    level: str
    year: int
    gemeente: str | None = None
    chosen: str | None = None

    def brief(self) -> Brief:
        """The page. Raises KeyError or ValueError where there is no such figure."""
        from export.brief import of_indicator

        return of_indicator.brief(self.id, self.level, self.year, self.gemeente, self.chosen)


@dataclass(frozen=True)
class Scenario:
    """A scenario of the planner: the choices of its address that settle it, as (key, text) pairs."""

    choices: tuple[tuple[str, str], ...]

    def brief(self) -> Brief:
        """The page. Raises ValueError where the choices do not go together."""
        from export.brief import of_scenario

        return of_scenario.brief(dict(self.choices))


Subject = Area | Together | Indicator | Scenario


def of_address(address: str) -> Subject:
    """What an address of this dashboard is about: whole, or its end (``/kaart?indicator=armoede``).

    Raises ValueError (Dutch) for an address of which no brief can be made.
    """
    parts = urlsplit(address)
    page = parts.path.rstrip("/").rpartition("/")[2]
    asked = {key: links.said(key, values) for key, values in parse_qs(parts.query).items()}
    if page == "wijkprofiel" and asked.get("gebied"):
        return Area(_area(asked))
    if page == "vergelijken" and asked.get("samen"):
        return Together(tuple(map(ground.normal, asked["samen"].split(","))))
    if page == "vergelijken" and asked.get("gebieden"):
        # The country stands beside whatever a brief is about.
        some = [code for code in asked["gebieden"].split(",") if code != COUNTRY] or [""]
        if len(some) > 1:
            raise ValueError(
                "Van een vergelijking van gebieden is geen debatbrief te maken: zij gaat over één gebied. Geef het adres van "
                "een wijkprofiel, of neem de gebieden samen."
            )
        return Area(ground.normal(some[0]))
    if page == "deltaplan":
        return Scenario(tuple(sorted(asked.items())))
    if page == "kaart" and asked.get("weergave") in UNBRIEFED:
        raise ValueError(
            "Van het vroege signaal is geen debatbrief te maken: het is een lijst van gebieden om na te gaan. Neem de lijst mee "
            "met “Neem mee”."
        )
    if page == "kaart":
        return _indicator(asked)
    raise ValueError(f"Van dit adres is geen debatbrief te maken; wel van {', '.join(PAGES)} met een keuze erin.")


def _area(asked: Mapping[str, str]) -> str:
    """The chosen area of an address, which has the year of one as it was apart; "" without one."""
    code, _, behind = asked.get("gebied", "").partition("@")
    year = asked.get("indeling") or behind
    return ground.normal(f"{code}@{year}" if code and year else code)


def _indicator(asked: Mapping[str, str]) -> Indicator:
    """The figure of an address of the map; what it leaves out is as on the map."""
    id = asked.get("indicator", "armoede")
    gemeente = asked.get("gemeente")
    gemeente = gemeente if gemeente in data.gemeenten() else None
    if lost := gone.gone(id):
        raise ValueError(lost.says)
    if id not in data.entries():
        raise ValueError(f"Er is geen cijfer dat {id!r} heet.")
    levels = (
        [asked["niveau"]] if asked.get("niveau") in ("gemeente", "wijk", "buurt") else ["wijk", "gemeente", "buurt"]
    )
    level = next((level for level in levels if data.years(level, id)), None)
    if level is None:
        raise ValueError(f"{data.entry(id).label} is er op dit niveau niet.")
    given = asked.get("jaar", "")
    year = (
        int(given) if given.isdecimal() and len(given) == 4 else data.main_year(id, level) or max(data.years(level, id))
    )
    return Indicator(id, level, year, gemeente, _area(asked) or None)


def of_codes(codes: list[str]) -> Subject:
    """One area, or several as one."""
    given = tuple(dict.fromkeys(ground.normal(as_code(code)) for code in codes))
    return Area(given[0]) if len(given) == 1 else Together(given)
