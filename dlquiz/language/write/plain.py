"""The plain style, which reads back as the same tree; other styles are subclasses that write some nodes differently.

Brackets follow from one table of how tightly operators bind.  With a scope, only the branch that a conditional takes is
written; with `substitute`, values are written for names.  A formula with letters is also what a learner types as an
answer, where a comma could be a decimal sign: `among_letters`, no commas set thousands apart.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters, numbers
from dlquiz.language.arrays import is_array, is_list, list_items
from dlquiz.language.evaluate import COMPARISON, Scope, evaluate
from dlquiz.language.write.digits import number_to_literal

CONDITIONAL, OR, AND, NOT, COMPARE, MOD, SUM, PRODUCT, SIGN, POWER, ATOM = range(11)
BINDING = {"+": SUM, "-": SUM, **dict.fromkeys(("*", "/", "//", "%", "@", "⊙", "·"), PRODUCT), "**": POWER}
MAX_WRITTEN_ELEMENTS = 4  # larger arrays are written by name


class Piece(NamedTuple):
    """A written node."""

    text: str
    binds: int = ATOM  # how tightly its outermost operator binds
    starts_with_minus: bool = False
    is_product: bool = False  # whether it consists of * and / alone, so that it can be a factor without brackets


class Style:
    """The plain style."""

    comparison_signs: ClassVar[dict[str, str]] = {op: f" {op} " for op in (*COMPARISON, "in", "not in")}
    logic_signs: ClassVar[dict[str, str]] = {"and": " and ", "or": " or ", "not": "not "}
    truth_names: ClassVar[dict[bool, str]] = {True: "true", False: "false"}
    drops_brackets = False  # whether brackets that do not matter are left out: a + (b + c), a*(b/c), -(a*b)

    def __init__(self, scope: Scope | None = None, substitute: bool = False, whole: tree.Node | None = None) -> None:
        self.scope = scope
        self.substitute = substitute
        self.whole = whole  # the formula of which nodes are written

    def without_values(self) -> Self:
        """The same style that writes names."""
        return type(self)(self.scope, whole=self.whole)

    @cached_property
    def among_letters(self) -> bool:
        """Whether the value of a name of the formula is a formula with letters; asked where a number is long."""
        names = () if self.whole is None or self.scope is None else tree.names(self.whole)
        return any(letters.is_formula(self.scope.get(name)) for name in names)  # type: ignore[union-attr]

    # leaves

    def format_number(self, value: Any) -> Piece:
        """A number."""
        text = number_to_literal(value) if isinstance(value, (int, Fraction)) else repr(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def format_name(self, name: str) -> str:
        """The text of a name."""
        return name

    def format_symbol(self, name: str) -> Piece:
        """A name."""
        return Piece(self.format_name(name))

    def format_string(self, text: str) -> str:
        """The text of a string, in quotes."""
        return f"'{text}'" if '"' in text else f'"{text}"'

    def format_value(self, name: str, value: Any) -> Piece:
        """A value that is written for a name; the name itself where the value is too large."""
        if type(value) is bool:
            return Piece(self.truth_names[value])
        if type(value) in numbers.NUMBERS:
            return self.format_number(value)
        if letters.is_formula(value):
            return self.write_formula(letters.to_tree(value))
        if isinstance(value, str):
            return Piece(self.format_string(value))
        if is_array(value) and value.size <= MAX_WRITTEN_ELEMENTS:
            return Piece(self.write_list(self.write_cells(value)))
        return self.format_symbol(name)

    def write_formula(self, value: tree.Node) -> Piece:
        """A value with letters."""
        return type(self)().write_node(value)

    def write_cells(self, value: Any) -> list[Any]:
        """The texts of the elements of an array, in lists nested as the array is."""
        return [self.write_cells(v) if is_list(v) else self.format_value("", v).text for v in list_items(value)]

    def write_list(self, cells: list[Any]) -> str:
        """A list of texts, or of lists of texts."""
        return f"[{', '.join(cell if isinstance(cell, str) else self.write_list(cell) for cell in cells)}]"

    # what joins pieces

    def add_brackets(self, text: str) -> str:
        """A text in brackets."""
        return f"({text})"

    def write_operand(self, piece: Piece, binds: int, right: bool = False) -> str:
        """A piece as an operand, in brackets where it binds less tightly or, on the right, starts with a minus."""
        return (
            self.add_brackets(piece.text) if piece.binds < binds or (right and piece.starts_with_minus) else piece.text
        )

    def write_operator(self, op: str, left: str, right: str) -> Piece:
        """An operator and its operands."""
        text = f"{left}**{right}" if op == "**" else f"{left} {op} {right}"
        return Piece(text, BINDING[op])

    def write_function(self, function: str, arguments: list[Piece]) -> Piece:
        """A function and its arguments."""
        return Piece(f"{function}({self.join_arguments(arguments)})")

    def join_arguments(self, arguments: list[Piece]) -> str:
        """The arguments of a function with commas between them."""
        return ", ".join(argument.text for argument in arguments)

    def write_element(self, base: Piece, keys: list[str]) -> Piece:
        """A value and its indices."""
        return Piece(f"{self.write_operand(base, ATOM)}[{', '.join(keys)}]")

    def write_branches(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        """A conditional with both branches."""
        text = f"{self.write_operand(then, OR)} if {self.write_operand(condition, OR)} else {otherwise.text}"
        return Piece(text, CONDITIONAL)

    # nodes

    def write_node(self, node: tree.Node) -> Piece:
        """The piece of any node."""
        return getattr(self, WRITERS[type(node)])(node)  # type: ignore[no-any-return]

    def write_number(self, node: tree.Number) -> Piece:
        """A number."""
        return self.format_number(node.value)

    def write_text(self, node: tree.Text) -> Piece:
        """A text."""
        return Piece(self.format_string(node.value))

    def write_truth(self, node: tree.Truth) -> Piece:
        """A truth value."""
        return Piece(self.truth_names[node.value])

    def write_name(self, node: tree.Name) -> Piece:
        """A name or, with `substitute`, its value."""
        if self.substitute and self.scope is not None and node.name in self.scope:
            return self.format_value(node.name, self.scope[node.name])
        return self.format_symbol(node.name)

    def write_array(self, node: tree.Array) -> Piece:
        """A list."""
        return Piece(self.write_list(self.write_items(node)))

    def write_items(self, node: tree.Array) -> list[Any]:
        """The texts of the items of a list, in lists nested as the list is."""
        return [self.write_items(i) if isinstance(i, tree.Array) else self.write_node(i).text for i in node.items]

    def write_unary(self, node: tree.Unary) -> Piece:
        """A sign or `not`."""
        inner = self.write_node(node.operand)
        if node.op == "not":
            return Piece(self.logic_signs["not"] + self.write_operand(inner, NOT), NOT)
        if self.drops_brackets and inner.is_product and not inner.starts_with_minus:
            return Piece(f"-{inner.text}", PRODUCT, True, True)
        return Piece("-" + self.write_operand(inner, SIGN, right=True), SIGN, True)

    def write_binary(self, node: tree.Binary) -> Piece:
        """An operator and its operands, with the brackets that they need."""
        own = self.write_own_binary(node)
        if own is not None:
            return own
        left, right = self.write_node(node.left), self.write_node(node.right)
        left, right = self.as_number(node.left, left), self.as_number(node.right, right)
        if node.op == "**":
            return self.write_operator("**", self.write_operand(left, ATOM), self.write_exponent(right))
        binds, op = BINDING[node.op], self.sign_of(node)
        made = self.write_operator(op, self.write_operand(left, binds), self.write_right_operand(op, right))
        opened = left.binds >= binds  # whether the left operand has no brackets
        chain = (
            self.drops_brackets and node.op in ("*", "/") and (left.is_product or left.binds > PRODUCT or not opened)
        )
        return made._replace(
            starts_with_minus=left.starts_with_minus and opened and made.text.startswith("-"), is_product=chain
        )

    # what a style writes in its own way; these do not call each other, so that tall formulas take little of the stack

    def write_own_binary(self, node: tree.Binary) -> Piece | None:
        """An operator that the style writes in a way of its own."""
        return None

    def write_own_call(self, node: tree.Call) -> Piece | None:
        """A function that the style writes in a way of its own."""
        return None

    def as_number(self, node: tree.Node, piece: Piece) -> Piece:
        """A written operand."""
        return piece

    def sign_of(self, node: tree.Binary) -> str:
        """The operator that is written."""
        return node.op

    def write_right_operand(self, op: str, piece: Piece) -> str:
        """The operand on the right, in brackets where it would be read as two: a - (b + c)."""
        free = (op == "+" and piece.binds == SUM) or (op in ("*", "⊙") and piece.is_product)
        return self.write_operand(piece, BINDING[op] + (0 if self.drops_brackets and free else 1), right=True)

    def write_exponent(self, piece: Piece) -> str:
        """An exponent."""
        return self.write_operand(piece, SIGN)

    def write_compare(self, node: tree.Compare) -> Piece:
        """A chain of comparisons."""
        parts = [self.write_operand(self.write_node(operand), MOD) for operand in node.operands]
        text = parts[0] + "".join(
            self.comparison_signs[op] + part for op, part in zip(node.ops, parts[1:], strict=True)
        )
        return Piece(text, COMPARE)

    def write_logic(self, node: tree.Logic) -> Piece:
        """Operands joined by `and` or `or`."""
        binds = OR if node.op == "or" else AND
        parts = [
            self.write_operand(self.write_node(operand), binds if self.drops_brackets else binds + 1)
            for operand in node.operands
        ]
        return Piece(self.logic_signs[node.op].join(parts), binds)

    def write_conditional(self, node: tree.Conditional) -> Piece:
        """The branch taken; both where no scope decides."""
        branch = branch_taken(node, self.scope)
        if branch is not None:
            return self.write_node(branch)
        return self.write_branches(
            self.write_node(node.then), self.write_node(node.condition), self.write_node(node.otherwise)
        )

    def write_index(self, node: tree.Index) -> Piece:
        """An element by its indices or, with `substitute`, its value."""
        value = self.evaluate_element(node) if self.substitute and self.scope is not None else None
        if value is not None:
            return self.format_value("", value)
        names_only = self.without_values()
        return self.write_element(names_only.write_node(node.base), [self.write_key(key) for key in node.keys])

    def evaluate_element(self, node: tree.Index) -> Any:
        """The value of an element; None where it cannot be computed or is too large to be written."""
        try:
            value = evaluate(node, self.scope or {})
        except FormulaError:
            return None
        if isinstance(value, tuple) or (is_array(value) and value.size > MAX_WRITTEN_ELEMENTS):
            return None
        return value

    def write_key(self, node: tree.Node) -> str:
        """One index, or a slice."""
        if not isinstance(node, tree.Slice):
            folds = self.scope is not None and not tree.names(node)  # a step is shown, not a formula as it was written
            return self.write_node(fold_constant(node) if folds else node).text
        ends = [self.write_node(end).text if end is not None else "" for end in (node.start, node.stop)]
        return ":".join([*ends, self.write_node(node.step).text] if node.step is not None else ends)

    def write_call(self, node: tree.Call) -> Piece:
        """A function of its arguments."""
        own = self.write_own_call(node)
        return (
            own
            if own is not None
            else self.write_function(node.function, [self.write_node(argument) for argument in node.arguments])
        )


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


def fold_constant(node: tree.Node) -> tree.Node:
    """An index without names as its number: the `t - 1` of a loop is 0 in the first pass, not 1 - 1."""
    try:
        value = evaluate(node, {})
    except FormulaError:
        return node
    return tree.Number(value) if type(value) is int and value >= 0 else node


def branch_taken(node: tree.Conditional, scope: Scope | None) -> tree.Node | None:
    """The branch that a conditional takes in a scope; None where the scope does not decide."""
    if scope is None:
        return None
    try:
        condition = evaluate(node.condition, scope)
    except FormulaError:
        return None
    if is_array(condition):  # which is not one truth
        return None
    return node.then if condition else node.otherwise
