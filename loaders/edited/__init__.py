"""Files that people edit (csv and toml), each with a schema that is declared once.

From the schema follow what is read, every error at once with its line and how to mend it, and the file's own head. A
bad entry is left out and the rest stands: who uses the file decides where that is said.
"""

from loaders.edited.entry import (
    Entry,
    Ids,
    LeftOut,
    Matching,
    Named,
    Number,
    OneOf,
    Text,
    YesNo,
    choices,
    fault,
    follows,
)
from loaders.edited.file import File, kept, missing
from loaders.edited.problem import Problem, closest
from loaders.edited.reading import Info, Reading
from loaders.edited.table import ROW

__all__ = [
    "ROW",
    "Entry",
    "File",
    "Ids",
    "Info",
    "LeftOut",
    "Matching",
    "Named",
    "Number",
    "OneOf",
    "Problem",
    "Reading",
    "Text",
    "YesNo",
    "choices",
    "closest",
    "fault",
    "follows",
    "kept",
    "missing",
]
