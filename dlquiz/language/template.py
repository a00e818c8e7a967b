"""Texts with `{{ formula }}` in them, rendered for prose or, inside `$…$`, as LaTeX.

Texts are Markdown, and what is drawn is text in them: no value begins a list, a heading, a quotation or a block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.budget import CHARACTER, FORMULA_CHARACTER, LINE, WRITTEN, WorkBudget, value_cost
from dlquiz.language.evaluate import Scope
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS, Function
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.write.digits import group_latex
from dlquiz.language.write.values import value_to_latex, value_to_prose, value_to_text

LINE_START = re.compile(r"[ \t]*(?:(?:[-+*>]|\d{1,9}[.)])[ \t]+)*")  # of a line, an item or a quotation
BLOCK_MARK = re.compile(r"(?:[-+*](?:\s|$)|#{1,6}(?:\s|$)|>|\||`{3}|~{3}|=+\s*$|(?:[-*_][ \t]*){3,}$)", re.MULTILINE)
NUMBER_MARK = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
MAX_LINE_START = 200  # characters: what is longer begins no line
VARIABLE = re.compile(r"[ ]?(?:[a-zA-Z](?![a-zA-Z])|\\(?:eta|theta|lambda|alpha|beta|sigma|mu|tau)\b)")
FACTOR_PLACE = re.compile(r"(?:[=+(\[,$]|\^\{|[^_]\{|\s-)\s*$")  # behind what a factor may begin
TEXT_WORK = 1_000_000  # half microseconds for a text that nobody else pays
PLACE = "\ue000{}\ue000"  # what stands for a hole while the text is asked for its mathematics
HOLE_TOKEN = re.compile(r"""\}\} | "[^"]*" | '[^']*' | [^}"']+ | .""", re.VERBOSE)


class Hole(NamedTuple):
    """A formula in a text."""

    formula: Formula
    at: int  # offset of the formula in the text


class Template:
    """A text of a bank; its holes are read when they are first needed."""

    __slots__ = ("_in_code", "_in_formulas", "_names", "_pieces", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: tuple[str | Hole, ...] | None = None
        self._in_formulas: frozenset[int] | None = None
        self._in_code: frozenset[int] | None = None
        self._names: frozenset[str] | None = None

    @property
    def pieces(self) -> tuple[str | Hole, ...]:
        """Texts and holes in order; FormulaError where a hole is not closed."""
        if self._pieces is None:
            self._pieces = tuple(split_template(self.text)) if "{{" in self.text else (self.text,)
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

    @property
    def in_formulas(self) -> frozenset[int]:
        """The places of the holes inside `$…$` or `$$…$$`, which show values as LaTeX."""
        if self._in_formulas is None:
            self._in_formulas = find_holes_in(self.pieces, "find_formulas") if "$" in self.text else frozenset()
        return self._in_formulas

    @property
    def in_code(self) -> frozenset[int]:
        """The places of the holes in blocks of code, where nothing is Markdown."""
        if self._in_code is None:
            self._in_code = find_holes_in(self.pieces, "find_code_blocks")
        return self._in_code

    @property
    def character_cost(self) -> int:
        """What it costs to write and set a character of the text."""
        return FORMULA_CHARACTER if "$" in self.text else CHARACTER

    @property
    def holes_at_beginnings(self) -> list[Hole]:
        """The holes with which a line, an item or a quotation begins; those in formulas and code begin none."""
        holes: list[Hole] = []
        line = ""
        for piece in self.pieces:
            if isinstance(piece, Hole):
                holes += [piece] if len(line) <= MAX_LINE_START and LINE_START.fullmatch(line) else []
                line += "{{}}"
            else:
                line = piece.rpartition("\n")[2] if "\n" in piece else line + piece
        return [hole for hole in holes if hole.at not in self.in_formulas and hole.at not in self.in_code]

    def render(
        self, scope: Scope, functions: Mapping[str, Function] = TEXT_FUNCTIONS, budget: WorkBudget | None = None
    ) -> str:
        """The text with the values of its holes; FormulaError where one cannot be computed.

        The work is taken from `budget`, and what it costs to set the text.
        """
        budget = budget or WorkBudget(TEXT_WORK)
        if self.pieces == (self.text,):
            self.pay(self.text, budget)
            return self.text
        text = line = ""  # what is written, and its last line
        begun: list[int] = []  # where values stand that begin a line
        for at, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                value = piece
            else:
                value = self.render_hole(piece, scope, functions, budget)
                begins = len(line) <= MAX_LINE_START and LINE_START.fullmatch(line) is not None
                if piece.at in self.in_formulas:
                    if value in ("1", "-1") and is_coefficient(text, self.pieces[at + 1 :]):
                        value = value[:-1]
                elif (begins or not value.isalnum()) and piece.at not in self.in_code:
                    value = keep_in_line(value, line)
                    begun += [len(text)] if begins else []
            self.pay(value, budget)
            text += value
            line = value.rpartition("\n")[2] if "\n" in value else line + value
        for start in reversed(begun):
            text = text[:start] + escape_beginning(text[start:])
        return text

    def pay(self, text: str, budget: WorkBudget) -> None:
        """Take from the budget what it costs to write and set a piece of the text."""
        budget.spend(self.character_cost * len(text) + LINE * text.count("\n"))

    def render_hole(self, hole: Hole, scope: Scope, functions: Mapping[str, Function], budget: WorkBudget) -> str:
        """The value of a hole: as LaTeX inside a formula of the text, else as text for people."""
        value = hole.formula.value(scope, functions, budget)
        budget.spend(WRITTEN * value_cost(value))
        if hole.at in self.in_formulas:
            return group_latex(value_to_latex(value)) if type(value) in NUMBERS else value_to_latex(value)
        return value_to_text(value) if hole.at in self.in_code else value_to_prose(value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Template({self.text!r})"


def is_coefficient(before: str, behind: Sequence[str | Hole]) -> bool:
    """Whether a value in a formula stands before a letter as its factor: the 1 of `e^{1 x}`, but not of `w_{1 j}`."""
    after = behind[0] if behind and isinstance(behind[0], str) else ""
    return VARIABLE.match(after) is not None and FACTOR_PLACE.search(before) is not None


def find_holes_in(pieces: Sequence[str | Hole], finder: str) -> frozenset[int]:
    """The places of the holes that stand in mathematics or in code, which a finder of `text.markdown` looks for."""
    from dlquiz.text import markdown

    text = "".join(piece if isinstance(piece, str) else PLACE.format(i) for i, piece in enumerate(pieces))
    found = "".join(getattr(markdown, finder)(text))
    return frozenset(p.at for i, p in enumerate(pieces) if isinstance(p, Hole) and PLACE.format(i) in found)


def keep_in_line(value: str, before: str) -> str:
    """A value on one line, and in one cell where a table's bar stands `before` it."""
    value = value.replace("\n", " ")
    return value.replace("|", r"\|") if before.lstrip().startswith("|") else value


def escape_beginning(text: str) -> str:
    """A text whose first characters begin no block: `1. A layer` becomes `1\\. A layer`."""
    text = text.lstrip(" \t")
    number = NUMBER_MARK.match(text)
    if number is not None:
        return f"{number[1]}\\{text[number.end() :]}"
    return "\\" + text if BLOCK_MARK.match(text) else text


def split_template(text: str) -> list[str | Hole]:
    """The texts and holes of a template in order; FormulaError where a hole is not closed."""
    pieces: list[str | Hole] = []
    at = 0
    while (start := text.find("{{", at)) >= 0:
        while text[start + 2 : start + 3] == "{":  # of three braces the inner two open the hole
            start += 1
        end = find_hole_end(text, start + 2)
        literal = text[at:start]
        if literal:
            pieces.append(literal)
        raw = text[start + 2 : end]
        offset = start + 2 + len(raw) - len(raw.lstrip())
        pieces.append(Hole(Formula(raw.strip()), offset))
        at = end + 2
    if at < len(text):
        pieces.append(text[at:])
    return pieces


def find_hole_end(text: str, at: int) -> int:
    """The place of the `}}` that closes the hole whose formula starts at `at`.

    Braces inside a quoted text do not count: `{{ plural(k, "}}") }}` is one hole.
    """
    for token in HOLE_TOKEN.finditer(text, at):
        if token.group() == "}}":
            return token.start()
    raise FormulaError('this "{{" is not closed by "}}"; braces of LaTeX stand apart: "{ {"', text, at - 2)
