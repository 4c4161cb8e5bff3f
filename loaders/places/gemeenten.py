"""Which gemeente became which, and which gemeenten form a network of cities.

Mergers and splits since 2013 are in ``columns/gemeenten_herindeling.csv``, one row for each old gemeente and where it
went; ``deel`` is "ja" where only a part of it went there. Years are those of the division on 1 January.
Source: CBS, https://www.cbs.nl/nl-nl/onze-diensten/methoden/classificaties/overig/gemeentelijke-indelingen-per-jaar.

``columns/gemeenten_netwerken.csv`` lists who is in the G4 and the G40 (41 members since Amstelveen joined on 1 July 2022).
Sources: Centrum voor Criminaliteitspreventie en Veiligheid, hetccv.nl, Grote steden; Stadszaken.nl, G40 verwelkomt 41e lid.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from loaders import edited

GemeenteCode = Annotated[str, edited.Matching(r"GM\d{4}", "een gemeentecode, zoals GM0363")]


def _whole(part: bool, info: edited.Info) -> bool:
    """Whether a gemeente went to more than one, as ``deel`` says: with a row gone all of it would go to the rest."""
    year, old = str(info.data.get("year", "")), info.data.get("old", "")
    rows = [raw for raw in info.context.raw[Change] if (raw.get("jaar"), raw.get("oude_code")) == (year, old)]
    if year and old and part != (len(rows) > 1):
        told = f"maar {old} gaat in {year} naar {len(rows)} gemeente{'n' if len(rows) > 1 else ''}"
        raise edited.fault(
            f"is {'ja' if part else 'nee'}, {told}", "Zet elke nieuwe gemeente in een rij, of verander deel"
        )
    return part


def _another(new: str, info: edited.Info) -> str:
    """Another gemeente than the one that is gone: with itself in its place it would be gone and there at once."""
    if new == info.data.get("old"):
        raise edited.fault(f"is {new!r}, en dat is de oude gemeente zelf", "Schrijf de gemeente waar zij heen ging")
    return new


class Change(edited.Entry):
    """A gemeente (or, with ``part``, a part of it) that became (part of) another in the division of ``year``."""

    says = "Een rij is een oude gemeente en waar zij heen ging: een rij voor elke nieuwe."

    year: Annotated[int, Field(gt=2000)] = Field(
        alias="jaar", description="het jaar waarin zij er op 1 januari niet meer is"
    )
    old: GemeenteCode = Field(alias="oude_code", description="de code van de gemeente die verdween")
    old_name: edited.Text = Field(alias="oude_naam", description="haar naam")
    new: Annotated[GemeenteCode, AfterValidator(_another)] = Field(
        alias="nieuwe_code", description="de code van de gemeente waar zij bij hoort"
    )
    new_name: edited.Text = Field(alias="nieuwe_naam", description="haar naam")
    part: Annotated[edited.YesNo, AfterValidator(_whole)] = Field(
        alias="deel", description="ja | nee: of maar een deel van de oude gemeente hierheen ging"
    )


class Member(edited.Entry):
    """A gemeente in a network of cities."""

    says = "Een rij is één gemeente in een netwerk."

    network: Annotated[str, edited.OneOf(("g4", "g40"))] = Field(alias="netwerk", description="het netwerk")
    code: GemeenteCode = Field(description="de code van de gemeente")
    name: edited.Text = Field(alias="naam", description="haar naam")


CHANGES = edited.File(
    Path(__file__).parents[1] / "columns" / "gemeenten_herindeling.csv",
    about="Welke gemeente welke werd, sinds 2013. Een jaar is dat van de indeling op 1 januari: Weesp ging op 24 maart "
    "2022 naar Amsterdam en is weg in 2023. Grenscorrecties zonder andere code staan hier niet. "
    "Bron: CBS, Gemeentelijke indelingen per jaar, "
    "https://www.cbs.nl/nl-nl/onze-diensten/methoden/classificaties/overig/gemeentelijke-indelingen-per-jaar.",
    tables={edited.ROW: Change},
    # With one of its rows gone a divided gemeente would seem to have gone to the others.
    together=("jaar", "oude_code"),
)
NETWORKS = edited.File(
    Path(__file__).parents[1] / "columns" / "gemeenten_netwerken.csv",
    about="Welke gemeenten bij de G4 en de G40 horen (41 leden sinds Amstelveen erbij kwam, op 1 juli 2022). Bronnen: "
    "Centrum voor Criminaliteitspreventie en Veiligheid, hetccv.nl, Grote steden; Stadszaken.nl, G40 verwelkomt 41e lid.",
    tables={edited.ROW: Member},
)


def changes() -> tuple[Change, ...]:
    """Every change since 2013, in the order of the file."""
    return tuple(edited.kept(CHANGES).entries(Change).values())


def networks() -> dict[str, tuple[str, ...]]:
    """The codes of the gemeenten in each network of cities (g4, g40), as of July 2022."""
    found: dict[str, tuple[str, ...]] = {"g4": (), "g40": ()}
    for member in edited.kept(NETWORKS).entries(Member).values():
        found[member.network] += (member.code,)
    return found


def successors(code: str, from_year: int, to_year: int) -> tuple[str, ...]:
    """The gemeenten of ``to_year`` that the gemeente of ``from_year`` went into: itself when nothing changed.

    More than one where it was split. Codes that no change names are taken to have stayed.
    """
    found = {code}
    for year in range(from_year + 1, to_year + 1):
        gone: dict[str, list[str]] = {}
        for change in changes():
            if change.year == year:
                gone.setdefault(change.old, []).append(change.new)
        found = {new for old in found for new in gone.get(old, [old])}
    return tuple(sorted(found))


def successor(code: str, from_year: int, to_year: int) -> str | None:
    """The one gemeente of ``to_year`` that the gemeente of ``from_year`` is in; None where it was split."""
    found = successors(code, from_year, to_year)
    return found[0] if len(found) == 1 else None


def describe_change(code: str) -> str:
    """What became of a gemeente that is gone, in a Dutch sentence; "" for one that is not in the list."""
    went = [change for change in changes() if change.old == code]
    if not went:
        return ""
    names = [f"{change.new_name} ({change.new})" for change in went]
    whole = " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    if went[0].part:
        return f"{went[0].old_name} ({code}) is sinds {went[0].year} verdeeld over {whole}."
    return f"{went[0].old_name} ({code}) hoort sinds {went[0].year} bij {whole}."
