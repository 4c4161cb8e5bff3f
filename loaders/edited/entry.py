"""What a schema is made of: the entry, and the kinds of fields that more than one file has. Its texts are Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

FAULT, FOLLOWS = "fault", "follows"


E = TypeVar("E", bound="Entry")


class Above(Protocol):
    """What the file says above an entry, as far as it was read; loaders.edited.reading has all of it."""

    def named(self, model: type[E], id: str) -> E:
        """The good entry of this id. Raises a fault where there is none."""


class LeftOut(LookupError):  # noqa: N818 - it is no error of the code
    """What was asked for is not there: its entry was left out, or nobody wrote one. The text is Dutch, for a reader."""


class Entry(BaseModel):
    """One row of a csv or one block of a toml. Every field has a description, for the head of the file.

    ``says`` is what an entry is, as the head says it; ``key`` the field by which it is known, "" without one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    says: ClassVar[str] = ""
    key: ClassVar[str] = ""


def fault(wrong: str, mend: str) -> PydanticCustomError:
    """What a validator raises.

    ``wrong`` goes on after the field's name ("is leeg"); ``mend`` is a sentence without its point.
    """
    return PydanticCustomError(FAULT, "{wrong}. {mend}", {"wrong": wrong, "mend": mend})


def follows() -> PydanticCustomError:
    """What a validator raises over an entry that was left out, which says by itself what to mend."""
    return PydanticCustomError(FOLLOWS, "what it names was left out")


def choices(values: Iterable[object]) -> str:
    """What an editor may choose from, as a sentence."""
    return f"Kies een van: {', '.join(map(str, values))}"


@dataclass(frozen=True)
class OneOf:
    """One of these values; as a mapping, each with what it means. ``empty``: or nothing at all."""

    values: Iterable[object] | Mapping[str, str]
    empty: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """For pydantic."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, value: object) -> object:
        if value in self.values or (self.empty and value == ""):
            return value
        raise fault(f"is {str(value)!r}, en dat kan niet" if value != "" else "is leeg", choices(self.values))


@dataclass(frozen=True)
class Matching:
    """A text of this form (a regular expression for the whole of it); ``like`` tells an editor what that looks like."""

    form: str
    like: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """For pydantic."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, value: str) -> str:
        if re.fullmatch(self.form, value):
            return value
        raise fault(f"is {value!r}, en dat kan niet" if value else "is leeg", f"Schrijf {self.like}")


@dataclass(frozen=True)
class Named:
    """The id of an entry that stands higher in the same file; the field holds the entry itself."""

    model: type[Entry]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """For pydantic."""
        return core_schema.with_info_before_validator_function(self._sought, handler(source))

    def _sought(self, id: object, info: ValidationInfo[Above]) -> Entry:
        return info.context.named(self.model, str(id))


def _split(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _yes_no(value: object) -> object:
    if value not in ("ja", "nee"):
        raise fault(f"is {value!r}, en dat kan niet" if value else "is leeg", choices(("ja", "nee")))
    return value == "ja"


Text = Annotated[str, StringConstraints(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_split)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
