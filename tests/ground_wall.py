"""What the wall around areas sees in a module: which functions read rows of areas, and which ask about their ground."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

# What a store gives rows of areas by. Each takes at least a level and a year, whatever the store is called.
READS = {"table", "statuses", "observations", "names", "regions", "map_ids", "crosswalk", "groups"}
STORES = {"store", "held", "data", "store()", "data.store()"}
# What gives them on, under the codes of their own division.
GIVES = {
    "answers.data.values",
    "answers.ranks.rank_areas",
    "answers.standing.standing_of",
    "answers.score.outcome",
    "answers.coverage.areas",
    "answers.money.table",
    "figures.maps.prepare",
}
ASKED = ("answers.ground.", "indicators.same_ground.")
COUNTRY = {"COUNTRY", "'NL00'", "'land'"}
# The part of a module that is in no function: all of a page.
TOP = "<top>"


@dataclass(frozen=True)
class Module:
    """One module, function by function."""

    tree: ast.Module

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """By the name that something has here, what it is."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                found |= {alias.asname: alias.name for alias in node.names if alias.asname}
        return found

    def full(self, node: ast.expr) -> str:
        """What a name or ``one.of.it`` is, by its full name; "" for what is neither."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (of := self.full(node.value)):
            return f"{of}.{node.attr}"
        return ""

    @cached_property
    def functions(self) -> Mapping[str, ast.AST]:
        """The functions and methods; what they hold is theirs."""
        rest: list[ast.stmt] = []
        found: dict[str, ast.AST] = {}
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, ast.FunctionDef)}
            else:
                rest.append(node)
        return {**found, TOP: ast.Module(body=rest, type_ignores=[])}

    def reads(self, name: str) -> list[str]:
        """What a function reads of areas; of the country there is one, and it is always the same."""
        called = {id(node.func): node for node in ast.walk(self.functions[name]) if isinstance(node, ast.Call)}
        return [
            ast.unparse(node)
            for node in ast.walk(self.functions[name])
            if isinstance(node, (ast.Attribute, ast.Name)) and self._gives_rows(node, called.get(id(node)))
        ]

    def _gives_rows(self, node: ast.Attribute | ast.Name, call: ast.Call | None) -> bool:
        if call is not None and call.args and ast.unparse(call.args[0]) in COUNTRY:
            return False
        if self.full(node) in GIVES:
            return True
        if isinstance(node, ast.Name) or node.attr not in READS or self.full(node).startswith(ASKED):
            return False
        if isinstance(node.value, ast.Name) and self.aliases.get(node.value.id, "answers.data") != "answers.data":
            return False
        # A method that is handed on is called elsewhere.
        return ast.unparse(node.value) in STORES if call is None else len(call.args) + len(call.keywords) > 1

    def asks(self, name: str) -> bool:
        """Whether a function asks about the ground of areas itself."""
        return any(
            self.full(node).startswith(ASKED)
            for node in ast.walk(self.functions[name])
            if isinstance(node, (ast.Attribute, ast.Name))
        )

    def callers(self, name: str) -> set[str]:
        """The other functions of the module that name this one."""
        bare = name.rpartition(".")[2]
        return {
            other
            for other, tree in self.functions.items()
            if other != name
            and any(
                (isinstance(n, ast.Name) and n.id == bare) or (isinstance(n, ast.Attribute) and n.attr == bare)
                for n in ast.walk(tree)
            )
        }

    def silent(self) -> Iterator[str]:
        """The functions that read rows of areas while neither they ask about the ground, nor whoever they read for."""
        for name in self.functions:
            if self.reads(name) and not self._asked_for(name, frozenset()):
                yield name

    def _asked_for(self, name: str, seen: frozenset[str]) -> bool:
        """Whether a function asks, or is a part (``_part``) of functions of this module that all do."""
        if self.asks(name):
            return True
        callers = self.callers(name) - seen
        private = name.rpartition(".")[2].startswith("_")
        return private and bool(callers) and all(self._asked_for(one, seen | {name}) for one in callers)
