"""How nodes are written: the plain style, which reads back as the same tree, and what other styles build on.

Brackets come from one table of how tightly things bind.  With a scope, of a conditional only the branch taken is
shown; with `substitute`, names give way to their values.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters, numbers
from dlquiz.language.arrays import is_array, is_list, list_items
from dlquiz.language.evaluate import COMPARISON, Scope, evaluate
from dlquiz.language.write.digits import number_to_literal

CHOICE, OR, AND, NOT, COMPARE, MOD, SUM, PRODUCT, SIGN, POWER, ATOM = range(11)
BINDS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "@": PRODUCT, "**": POWER}
FEW = 4  # numbers of an array that is written out; larger ones go by their name


class Piece(NamedTuple):
    """A written node."""

    text: str
    binds: int = ATOM  # how tightly
    minus: bool = False  # whether it begins with one
    chain: bool = False  # whether it is a product, of * and / alone, to which factors can be put without brackets


class Style:
    """The plain form: what the reader reads."""

    compare: ClassVar[dict[str, str]] = {op: f" {op} " for op in (*COMPARISON, "in", "not in")}
    logic: ClassVar[dict[str, str]] = {"and": " and ", "or": " or ", "not": "not "}
    truth: ClassVar[dict[bool, str]] = {True: "true", False: "false"}
    loose = False  # whether brackets are left out where the value stays the same: a + (b + c), a*(b/c), -(a*b)

    def __init__(self, scope: Scope | None = None, substitute: bool = False) -> None:
        self.scope = scope
        self.substitute = substitute

    # leaves

    def number(self, value: Any) -> Piece:
        """A number as a leaf."""
        text = number_to_literal(value) if isinstance(value, (int, Fraction)) else repr(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def name(self, name: str) -> str:
        """A name."""
        return name

    def named(self, name: str) -> Piece:
        """A name as a leaf."""
        return Piece(self.name(name))

    def string(self, text: str) -> str:
        """A text."""
        return f"'{text}'" if '"' in text else f'"{text}"'

    def value(self, name: str, value: Any) -> Piece:
        """A value put in for a name."""
        if type(value) is bool:
            return Piece(self.truth[value])
        if type(value) in numbers.NUMBERS:
            return self.number(value)
        if letters.is_formula(value):
            return self.write_formula(letters.to_tree(value))
        if isinstance(value, str):
            return Piece(self.string(value))
        if is_array(value) and value.size <= FEW:
            return Piece(self.brackets(self.cells(value)))
        return self.named(name)

    def write_formula(self, value: tree.Node) -> Piece:
        """A formula with letters put in for a name."""
        return type(self)().piece(value)

    def cells(self, value: Any) -> list[Any]:
        """The elements of an array, written, in lists as they stand in it."""
        return [self.cells(v) if is_list(v) else self.value("", v).text for v in list_items(value)]

    def brackets(self, cells: list[Any]) -> str:
        """A list of texts, or of such lists."""
        return f"[{', '.join(cell if isinstance(cell, str) else self.brackets(cell) for cell in cells)}]"

    # joints

    def wrap(self, text: str) -> str:
        """Brackets around a text."""
        return f"({text})"

    def under(self, piece: Piece, binds: int, right: bool = False) -> str:
        """A piece as an operand: in brackets where it binds less tightly, or begins with a minus on the right."""
        return self.wrap(piece.text) if piece.binds < binds or (right and piece.minus) else piece.text

    def operator(self, op: str, left: str, right: str) -> Piece:
        """An operator between its written operands."""
        text = f"{left}**{right}" if op == "**" else f"{left} {op} {right}"
        return Piece(text, BINDS[op])

    def call(self, function: str, arguments: list[Piece]) -> Piece:
        """A function of its written arguments."""
        return Piece(f"{function}({', '.join(a.text for a in arguments)})")

    def indexed(self, base: Piece, keys: list[str]) -> Piece:
        """An element."""
        return Piece(f"{self.under(base, ATOM)}[{', '.join(keys)}]")

    def either(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        """Both branches of a conditional."""
        text = f"{self.under(then, OR)} if {self.under(condition, OR)} else {otherwise.text}"
        return Piece(text, CHOICE)

    # nodes

    def piece(self, node: tree.Node) -> Piece:
        """A node, written."""
        return getattr(self, WRITERS[type(node)])(node)  # type: ignore[no-any-return]

    def write_number(self, node: tree.Number) -> Piece:
        """A number."""
        return self.number(node.value)

    def write_text(self, node: tree.Text) -> Piece:
        """A text."""
        return Piece(self.string(node.value))

    def write_truth(self, node: tree.Truth) -> Piece:
        """True or false."""
        return Piece(self.truth[node.value])

    def write_name(self, node: tree.Name) -> Piece:
        """A name, or its value."""
        if self.substitute and self.scope is not None and node.name in self.scope:
            return self.value(node.name, self.scope[node.name])
        return self.named(node.name)

    def write_array(self, node: tree.Array) -> Piece:
        """A list."""
        return Piece(self.brackets(self.written_cells(node)))

    def written_cells(self, node: tree.Array) -> list[Any]:
        """The items of a list, written, in lists as they stand in it."""
        return [self.written_cells(i) if isinstance(i, tree.Array) else self.piece(i).text for i in node.items]

    def write_unary(self, node: tree.Unary) -> Piece:
        """A sign or `not`."""
        inner = self.piece(node.operand)
        if node.op == "not":
            return Piece(self.logic["not"] + self.under(inner, NOT), NOT)
        if self.loose and inner.chain and not inner.minus:
            return Piece(f"-{inner.text}", PRODUCT, True, True)
        return Piece("-" + self.under(inner, SIGN, right=True), SIGN, True)

    def write_binary(self, node: tree.Binary) -> Piece:
        """An operator with the brackets that its operands need."""
        left, right = self.piece(node.left), self.piece(node.right)
        if node.op == "**":
            return self.operator("**", self.under(left, ATOM), self.exponent(right))
        binds = BINDS[node.op]
        made = self.operator(node.op, self.under(left, binds), self.right_operand(node.op, right))
        opened = left.binds >= binds  # the left operand goes without brackets
        chain = self.loose and node.op in ("*", "/") and (left.chain or left.binds > PRODUCT or not opened)
        return made._replace(minus=left.minus and opened and made.text.startswith("-"), chain=chain)

    def right_operand(self, op: str, piece: Piece) -> str:
        """The operand on the right, which needs brackets where it could be taken for two."""
        free = (op == "+" and piece.binds == SUM) or (op == "*" and piece.chain)
        return self.under(piece, BINDS[op] + (0 if self.loose and free else 1), right=True)

    def exponent(self, piece: Piece) -> str:
        """A written exponent."""
        return self.under(piece, SIGN)

    def write_compare(self, node: tree.Compare) -> Piece:
        """A chain of comparisons."""
        parts = [self.under(self.piece(operand), MOD) for operand in node.operands]
        text = parts[0] + "".join(self.compare[op] + part for op, part in zip(node.ops, parts[1:], strict=True))
        return Piece(text, COMPARE)

    def write_logic(self, node: tree.Logic) -> Piece:
        """Truths joined."""
        binds = OR if node.op == "or" else AND
        parts = [self.under(self.piece(operand), binds if self.loose else binds + 1) for operand in node.operands]
        return Piece(self.logic[node.op].join(parts), binds)

    def write_conditional(self, node: tree.Conditional) -> Piece:
        """The branch taken, or both where nothing decides."""
        branch = branch_taken(node, self.scope)
        if branch is not None:
            return self.piece(branch)
        return self.either(self.piece(node.then), self.piece(node.condition), self.piece(node.otherwise))

    def write_index(self, node: tree.Index) -> Piece:
        """An element by its indices, or its value."""
        value = self.element(node) if self.substitute and self.scope is not None else None
        if value is not None:
            return self.value("", value)
        names_only = type(self)(self.scope)
        return self.indexed(names_only.piece(node.base), [self.key(key) for key in node.keys])

    def element(self, node: tree.Index) -> Any:
        """The value of an element, if it can be written in the place of its indices."""
        try:
            value = evaluate(node, self.scope or {})
        except FormulaError:
            return None
        if isinstance(value, tuple) or (is_array(value) and value.size > FEW):
            return None
        return value

    def key(self, node: tree.Node) -> str:
        """One index, or a slice."""
        if not isinstance(node, tree.Slice):
            return self.piece(node).text
        ends = [self.piece(end).text if end is not None else "" for end in (node.start, node.stop)]
        return ":".join([*ends, self.piece(node.step).text] if node.step is not None else ends)

    def write_call(self, node: tree.Call) -> Piece:
        """A function of its arguments."""
        return self.call(node.function, [self.piece(argument) for argument in node.arguments])


WRITERS: dict[type, str] = {
    tree.Number: "write_number",
    tree.Text: "write_text",
    tree.Truth: "write_truth",
    tree.Name: "write_name",
    tree.Array: "write_array",
    tree.Unary: "write_unary",
    tree.Binary: "write_binary",
    tree.Compare: "write_compare",
    tree.Logic: "write_logic",
    tree.Conditional: "write_conditional",
    tree.Index: "write_index",
    tree.Call: "write_call",
}


def branch_taken(node: tree.Conditional, scope: Scope | None) -> tree.Node | None:
    """The branch that a conditional takes in a scope; None where the scope does not decide."""
    if scope is None:
        return None
    try:
        return node.then if evaluate(node.condition, scope) else node.otherwise
    except FormulaError:
        return None
