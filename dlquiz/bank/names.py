"""The names of one question and what each of them names: letters, draws, lets, steps, rules of loops, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Any

from dlquiz import solvers, tree
from dlquiz.bank.readers import BAD, Bad, Faults, PlacedText
from dlquiz.bank.structures import Record
from dlquiz.errors import Fault, NotFound, Place
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.numbers import CONSTANTS

RESERVED_LETTERS = frozenset({"seed", "answer", *CONSTANTS}) - {"e"}  # a letter may be called e
RESERVED = RESERVED_LETTERS | CONSTANTS.keys() | {f.name for f in TEXT_FUNCTIONS.values() if not f.yields}
PASS = re.compile(r"(.+?)((?:_[1-9]\d*)+)")


def list_items(record: Record, key: str) -> list[Any]:
    """The items under a key, or [BAD] where they could not be read."""
    held: Any = record.get(key, [])
    return [BAD] if held is BAD else list(held)


def list_readable(record: Record, key: str) -> list[Any]:
    """The items under a key that could be read; in a mapping, the pairs whose names could be."""
    return [
        item for item in list_items(record, key) if item is not BAD and not (isinstance(item, tuple) and item[0] is BAD)
    ]


def list_quantities(question: Record) -> Iterator[tuple[Any, str, bool]]:
    """Every name (BAD where it could not be read), what it names, and whether it is inside a loop."""
    for key, what in (("variables", "variable"), ("draw", "draw"), ("let", "let")):
        for pair in list_items(question, key):
            yield (BAD if pair is BAD else pair[0]), what, False
    yield from list_step_names(question, False)


def list_step_names(block: Record, looped: bool) -> Iterator[tuple[Any, str, bool]]:
    """The names of the steps of a question or a loop, with those of inner loops, as `list_quantities` gives them."""
    for step in list_items(block, "steps"):
        if step is not BAD and "repeat" in step:
            yield from list_step_names(step, True)
        else:
            yield (BAD if isinstance(step, Bad) else step.get("name", BAD)), "step", looped


def find_stated(text: Any, drawn: Set[str]) -> tree.Node | None:
    """The tree of a formula, or of a list of them; None where it could not be read, or uses what is drawn."""
    if text is BAD:
        return None
    if text.parts:
        items = tuple(find_stated(part, drawn) for part in text.parts)
        return None if None in items else tree.Array(items)  # type: ignore[arg-type]
    return None if text.tree is None or tree.names(text.tree) & drawn else text.tree


class Names:
    """The names of one question; a name that is taken twice, or reserved, is a fault."""

    def __init__(self, question: Record, faults: Faults) -> None:
        self.faults = faults
        self.owners: dict[str, str] = {}  # name -> what it is
        self.open = False  # whether a name could not be read: then an unknown name may be that one
        self.solver = self.find_solver(question.get("solver"))
        self.solver_rules: set[str] = set()
        self.solved = self.list_solved(question) if self.solver is not None else set()
        found = list(list_quantities(question))
        self.rules = {str(name) for name, _, looped in found if looped and name is not BAD}
        for name, what, _ in found:
            self.claim(name, what)
        self.check_loops(found, self.rules != set())
        self.parts: set[str] = set()
        for part in list_items(question, "parts"):
            self.claim_part(part)

    def report(self, place: Place, message: str) -> None:
        self.faults.append(Fault(place, message))

    # the solver

    def find_solver(self, name: Any) -> Any:
        """The solver that the question names; None where it names none or an unknown one."""
        if not isinstance(name, PlacedText):
            self.open = self.open or name is BAD
            return None
        try:
            return solvers.find_solver(name)
        except NotFound as error:
            self.report(name.place, str(error))
            self.open = True
            return None

    def list_solved(self, question: Record) -> set[str]:
        """The names and rules of the solver; an unknown name may be one that it takes from what is drawn."""
        names, self.solver_rules = {*self.solver.NAMES}, {*self.solver.RULES}
        if hasattr(self.solver, "list_names"):
            drawn = {str(name) for key in ("draw", "let") for name, _ in list_readable(question, key)}
            given = {str(name): find_stated(text, drawn) for name, text in list_readable(question, "given")}
            more = self.solver.list_names(given)
            self.open = self.open or more is None
            names |= {*more[0]} if more is not None else set()
            self.solver_rules |= {*more[1]} if more is not None else set()
        return names | self.solver_rules

    # claims

    def claim(self, name: Any, what: str) -> None:
        """Take a name for a quantity; it must be neither reserved nor taken."""
        if name is BAD:
            self.open = True
        elif name in (RESERVED_LETTERS if what == "variable" else RESERVED):
            self.report(name.place, f'"{name}" is reserved; choose another name')
        elif name in self.owners:
            self.report(name.place, f'"{name}" is already the name of a {self.owners[name]}')
        elif what == "step" and name in self.solved:
            self.report(name.place, f'"{name}" is already the name of a step of the solver')
        if name is not BAD:
            self.owners.setdefault(str(name), what)

    def check_loops(self, found: list[tuple[Any, str, bool]], loops: bool) -> None:
        """No quantity may have the name of a pass of a loop (x_2), nor of the number of the pass (t).

        For the names that solvers emit, the tape checks this.
        """
        for name, _, _ in found:
            if name is not BAD and self.rule_of(name) in self.rules:
                self.report(name.place, f'"{name}" is the name of a pass of a loop; choose another name')
            elif loops and name is not BAD and name == "t":
                self.report(name.place, '"t" is the number of the pass of a loop; choose another name')

    def claim_part(self, part: Any) -> None:
        """A part may have the name of the step that it asks for; any other name must be free."""
        name: Any = BAD if isinstance(part, Bad) else part.get("name", BAD)
        if name is BAD or name in self.parts or not self.is_step(name):
            self.claim(name, "part")
        else:
            answer = part.get("answer", name)
            value = answer.get("value", name) if isinstance(answer, Record) else answer
            if value is not BAD and value.strip() != name:
                self.report(
                    name.place, f'"{name}" is already the name of a step, and this part asks for something else'
                )
            self.owners[str(name)] = "part"
        if name is not BAD:
            self.parts.add(str(name))

    # questions

    def is_step(self, name: str) -> bool:
        """Whether a name is that of a step, of a step of the solver, or of a pass of a loop."""
        return self.owners.get(name) == "step" or name in self.solved or self.is_pass(name)

    def is_pass(self, name: str) -> bool:
        """Whether a name is that of a pass of a loop: x_2, where x is a rule."""
        return self.rule_of(name) in self.rules or self.rule_of(name) in self.solver_rules

    @staticmethod
    def rule_of(name: str) -> str:
        """The rule of a pass: x for x_2; empty where the name cannot be a pass."""
        match = PASS.fullmatch(name)
        return match[1] if match else ""
