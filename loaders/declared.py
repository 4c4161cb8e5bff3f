"""Variables that a source declares in a TOML file and not in its code: one block a variable, with its id as heading.

A source with more to say of a variable (what the publisher calls it) has a model of its own, made of :class:`Figure`;
one of whose blocks each make several variables, of :class:`Block`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, ClassVar, TypeVar, cast, get_args

from pydantic import Field

from loaders import edited
from loaders.source import Variable, registry
from loaders.vocabulary import CAVEATS, THEMES, Direction, Kind

_FOLDER = Path(__file__).with_name("variables")
_ABOUT = "Een blok met een fout wordt weggelaten, en van deze bron wordt dan niets opgehaald; wat er al was, blijft."

B = TypeVar("B", bound="Block")


class Block(edited.Entry):
    """One block of such a file. ``endings`` is what comes after its id in the ids of the variables that it makes."""

    says = "een cijfer, met zijn id als kop; een ander id is een ander cijfer"
    key = "id"
    endings: ClassVar[tuple[str, ...]] = ("",)

    id: Annotated[str, edited.Matching(r"[a-z][a-z0-9_]*", "kleine letters, cijfers en _")] = Field(
        description="het id: de kop van het blok"
    )
    label: Annotated[edited.Text, Field(max_length=45)] = Field(description="hoe het heet, in hoogstens 45 tekens")
    caveats: tuple[Annotated[str, edited.OneOf(tuple(CAVEATS))], ...] = Field(
        (), description="kanttekeningen: namen uit CAVEATS in loaders/vocabulary.py"
    )
    breaks: tuple[int, ...] = Field((), description="de jaren vanaf welke iets anders wordt geteld")

    def variables(self) -> tuple[Variable, ...]:
        """What the rest of the project knows of it."""
        raise NotImplementedError


class Figure(Block):
    """One variable, as it stands in a file; the fields are those of loaders.source.Variable."""

    unit: edited.Text = Field(description="de eenheid")
    kind: Annotated[str, edited.OneOf(get_args(Kind))] = Field(description="wat voor getal het is")
    theme: Annotated[str, edited.OneOf(tuple(THEMES))] = Field(description="het thema")
    is_: edited.Text = Field(alias="is", description="wat het is, in een zin voor de lezer")
    is_not: str = Field("", description="wat het niet is, of waar op te letten")
    direction: Annotated[str, edited.OneOf(get_args(Direction), empty=True)] = Field(
        "", description="of meer beter is; weg waar dat niet is afgesproken"
    )
    decimals: Annotated[int, Field(ge=0)] = Field(0, description="zoveel cijfers achter de komma")
    rounding: Annotated[int, Field(ge=0)] = Field(0, description="de stap waarop de bron afrondt; 0 is niet")
    per: str = Field("", description="het id van het aantal waar een deel van is genomen")
    sensitive: bool = Field(False, description="true voor herkomst: dat komt in geen score, rang of plan")

    def variables(self) -> tuple[Variable, ...]:
        """The one variable that it is."""
        return (
            Variable(
                id=self.id,
                label=self.label,
                unit=self.unit,
                kind=cast(Kind, self.kind),
                theme=self.theme,
                is_=self.is_,
                is_not=self.is_not,
                direction=cast(Direction, self.direction) if self.direction else None,
                decimals=self.decimals,
                rounding=self.rounding,
                per=self.per or None,
                caveats=self.caveats,
                sensitive=self.sensitive,
                breaks=self.breaks,
            ),
        )


class Topic(Figure):
    """One variable that is one topic of a table at CBS."""

    topic: edited.Text = Field(
        description="de naam van de kolom (OData v3, zonder het nummer aan het eind); A|B waar uitgaven verschillen"
    )
    group: str = Field(
        "", description="een deel van de groep waar de kolom in staat; nodig waar een naam vaker voorkomt"
    )


def file(name: str, about: str, model: type[Block] = Figure) -> edited.File:
    """The file of one source, in loaders/variables/."""
    return edited.File(_FOLDER / name, about=f"{about} {_ABOUT}", tables={"cijfer": model}, headed=True)


def blocks(file: edited.File, model: type[B]) -> Mapping[str, B]:
    """The good blocks of such a file by id, in its order."""
    return edited.kept(file).entries(model)


def known(file: edited.File, model: type[Block]) -> list[str]:
    """The ids that a file has, also of blocks that were left out; none where nothing of it can be read.

    Then nothing that names one of them can be called wrong.
    """
    found = edited.kept(file)
    there = list(found.entries(model))
    return [*there, *found.left_out(model)] if there else []


def variables(file: edited.File) -> tuple[Variable, ...]:
    """The variables of the good blocks, in the order of the file."""
    (model,) = _models(file)
    return tuple(variable for block in blocks(file, model).values() for variable in block.variables())


def left_out() -> dict[str, str]:
    """The ids of the variables whose block is wrong, each with what to mend."""
    return {
        f"{id}{ending}": str(edited.missing(file, id))
        for file, model in _files()
        for id in edited.kept(file).left_out(model)
        for ending in model.endings
    }


def problems() -> list[edited.Problem]:
    """All that is wrong in the files of variables."""
    return [problem for file, _ in _files() for problem in edited.kept(file).problems]


def _files() -> Iterator[tuple[edited.File, type[Block]]]:
    for source in registry().values():
        for file in source.files:
            for model in _models(file):
                yield file, model


def _models(file: edited.File) -> list[type[Block]]:
    return [model for model in file.tables.values() if issubclass(model, Block)]
