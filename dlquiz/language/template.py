"""Texts with `{{ formula }}` in them, rendered for prose or, inside `$…$`, as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.budget import WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS, Function
from dlquiz.language.write import show
from dlquiz.text.spans import open_sign

STEP = re.compile(r"""\}\} | "[^"]*" | '[^']*' | .""", re.VERBOSE | re.DOTALL)


class Hole(NamedTuple):
    """A formula in a text."""

    formula: Formula
    at: int  # offset of the formula in the text
    math: bool  # inside $…$


class Template:
    """A text of a bank; its holes are read when they are first needed."""

    __slots__ = ("_names", "_pieces", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: tuple[str | Hole, ...] | None = None
        self._names: frozenset[str] | None = None

    @property
    def pieces(self) -> tuple[str | Hole, ...]:
        """Texts and holes in order; FormulaError where a hole is not closed."""
        if self._pieces is None:
            self._pieces = tuple(split(self.text)) if "{{" in self.text else (self.text,)
        return self._pieces

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The formulas in the text."""
        return tuple(p for p in self.pieces if isinstance(p, Hole))

    @property
    def names(self) -> frozenset[str]:
        """The quantities that the text tells."""
        if self._names is None:
            self._names = frozenset().union(*(hole.formula.names for hole in self.holes))
        return self._names

    def render(
        self, scope: Scope, functions: Mapping[str, Function] = TEXT_FUNCTIONS, budget: WorkBudget | None = None
    ) -> str:
        """The text with its values put in, paid from the purse."""
        if "{{" not in self.text:
            return self.text
        return "".join(p if isinstance(p, str) else rendered(p, scope, functions, budget) for p in self.pieces)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Template({self.text!r})"


def rendered(hole: Hole, scope: Scope, functions: Mapping[str, Function], budget: WorkBudget | None) -> str:
    """One value as text or as LaTeX."""
    value = hole.formula.value(scope, functions, budget)
    return show.value_latex(value) if hole.math else show.value_text(value)


def split(text: str) -> list[str | Hole]:
    """The pieces of a text."""
    pieces: list[str | Hole] = []
    at, sign = 0, ""
    while (start := text.find("{{", at)) >= 0:
        while text[start + 2 : start + 3] == "{":  # of three braces the inner pair is ours
            start += 1
        end = closing(text, start + 2)
        literal = text[at:start]
        sign = open_sign(literal, sign)
        if literal:
            pieces.append(literal)
        raw = text[start + 2 : end]
        offset = start + 2 + len(raw) - len(raw.lstrip())
        pieces.append(Hole(Formula(raw.strip()), offset, sign != ""))
        at = end + 2
    if at < len(text):
        pieces.append(text[at:])
    return pieces


def closing(text: str, at: int) -> int:
    """Where the hole ends whose formula starts here; braces inside its texts do not count."""
    for step in STEP.finditer(text, at):
        if step.group() == "}}":
            return step.start()
    raise FormulaError('this "{{" is not closed by "}}"', text, at - 2)
