"""A file that says per year what a source calls things, each year only what differs from the one before it.

A block has ``table``, what is new or called otherwise from that year on, what is ``gone``, and more where its source
wants that: ``loaders/columns/cbs_kwb.toml`` is one. A new year is one block, and one block in the diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from loaders import edited

Y = TypeVar("Y", bound="Year")


def _before(names: tuple[str, ...], info: edited.Info) -> tuple[str, ...]:
    """Names that the year before has."""
    return _there(names, info, "en het jaar ervoor heeft dat niet", before=True)


def _now(names: tuple[str, ...], info: edited.Info) -> tuple[str, ...]:
    """Names that this year has."""
    return _there(names, info, "en dit jaar heeft dat niet")


def _there(names: tuple[str, ...], info: edited.Info, lacking: str, *, before: bool = False) -> tuple[str, ...]:
    year = info.data.get("year")
    # What a block that cannot be read would have named is not known: then nothing is called wrong.
    if year is None or info.context.unread:
        return names
    known = _known(info.context, year - 1 if before else year)
    if unknown := next((name for name in names if name not in known), None):
        raise edited.fault(f"noemt {unknown!r}, {lacking}", edited.closest(unknown, known))
    return names


def _known(reading: edited.Reading, year: int) -> list[str]:
    """What has a name up to and in a year, as far as the blocks say, right or wrong."""
    known: dict[str, None] = {}
    for block in sorted(_up_to(reading, year), key=lambda raw: int(raw["jaar"])):
        gone = block.get("gone")
        for name in gone if isinstance(gone, list) else ():
            known.pop(str(name), None)
        for table in block.values():
            known |= dict.fromkeys(table) if isinstance(table, dict) else {}
    return list(known)


def _up_to(reading: edited.Reading, year: int) -> Iterator[Mapping[str, Any]]:
    (blocks,) = reading.raw.values()
    return (raw for raw in blocks if str(raw["jaar"]).isdecimal() and int(raw["jaar"]) <= year)


Present = Annotated[tuple[str, ...], AfterValidator(_now)]


class Year(edited.Entry):
    """One year: its table and what is gone. A source adds the table of names, and what else a year may list."""

    says = "een jaar, met alleen wat anders is dan in het jaar ervoor"
    key = "jaar"

    year: Annotated[int, Field(ge=1900, le=2100)] = Field(alias="jaar", description="het jaar: de kop van het blok")
    table: Annotated[str, edited.Matching(r"\d{5}NED", "het nummer van een tabel van CBS, zoals 86358NED")] = Field(
        description="het nummer van de tabel bij CBS"
    )
    gone: Annotated[tuple[str, ...], AfterValidator(_before)] = Field(
        (), description="wat er vanaf dit jaar niet meer is"
    )

    def names(self) -> Mapping[str, str]:
        """What is new, or called otherwise, from this year on."""
        raise NotImplementedError


def listed(file: edited.File, model: type[Y]) -> dict[int, Y]:
    """The good blocks of a file, oldest first."""
    found = edited.kept(file).entries(model).values()
    return {block.year: block for block in sorted(found, key=lambda block: block.year)}


def names(blocks: Iterable[Year]) -> dict[str, str]:
    """What each thing is called in the last of these years, oldest first."""
    known: dict[str, str] = {}
    for block in blocks:
        known = {name: word for name, word in known.items() if name not in block.gone} | dict(block.names())
    return known
