"""The choices and outside numbers that the indicators use: data with a date and a source, never a number in the code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from loaders import edited


class Parameter(edited.Entry):
    """One number with its unit, the year it was published or chosen, who says so, and what it is for (in Dutch)."""

    says = "Een rij is één getal. De rekenregels vragen erom met zijn id."
    key = "id"

    id: edited.Text = Field(
        description="waarmee de rekenregels om het getal vragen; verander een id dus nooit zonder die regels"
    )
    value: edited.Number = Field(description="het getal, met een punt voor de decimalen")
    unit: edited.Text = Field(description="de eenheid, zoals een lezer haar ziet")
    date: Annotated[str, edited.Matching(r"(19|20)\d\d", "een jaar, zoals 2020")] = Field(
        description="het jaar waarin het is gepubliceerd of gekozen"
    )
    source: edited.Text = Field(description="wie het zegt; bij een eigen keuze: keuze van dit dashboard")
    note: edited.Text = Field(
        description="waarvoor het dient, in een of twee zinnen; de lezer ziet ze op de bladzijde Methode"
    )


FILE = edited.File(
    Path(__file__).with_name("parameters.csv"),
    about="Getallen waarmee dit dashboard rekent en die een keuze zijn of van buiten komen.",
    tables={edited.ROW: Parameter},
)


def everything() -> Mapping[str, Parameter]:
    """Every good parameter of parameters.csv by id."""
    return edited.kept(FILE).entries(Parameter)


def left_out() -> list[str]:
    """The ids of the parameters that are not right in the file."""
    return edited.kept(FILE).left_out(Parameter)


def parameter(id: str) -> Parameter:
    """The parameter with this id. Raises LeftOut that names the file to mend: there is no sum without the number."""
    found = everything().get(id)
    if found is None:
        raise edited.missing(FILE, id)
    return found


def value(id: str) -> float:
    """The number of one parameter, in the unit that its row names."""
    return parameter(id).value
