"""The styles for the terminal: symbols, `·` for times, ⌊ ⌋ and √; and values with letters, such as 3xy."""

from __future__ import annotations

from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.language.write.digits import number_to_text
from dlquiz.language.write.plain import ATOM, BINDING, MOD, POWER, PRODUCT, SIGN, Piece, Style
from dlquiz.language.write.symbols import SUBSCRIPT_DIGITS, name_to_symbol

SIGNS = {"*": "·", "@": "·", "**": "^", "+": " + ", "-": " - "}


class Prose(Style):
    """The style for formulas in the terminal."""

    comparison_signs: ClassVar[dict[str, str]] = {
        **Style.comparison_signs,
        "<=": " ≤ ",
        ">=": " ≥ ",
        "==": " = ",
        "!=": " ≠ ",
    }
    drops_brackets = True
    enclosing_signs: ClassVar[dict[str, tuple[str, str]]] = {
        "abs": ("|", "|"),
        "floor": ("⌊", "⌋"),
        "ceil": ("⌈", "⌉"),
        "norm": ("‖", "‖"),
    }
    function_names: ClassVar[dict[str, str]] = {
        "sigmoid": "σ",
        "log": "ln",
        "log2": "log₂",
        "log10": "log₁₀",
        "relu": "ReLU",
        "leaky_relu": "LeakyReLU",
        "elu": "ELU",
    }

    def format_number(self, value: Any) -> Piece:
        text = number_to_text(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def format_name(self, name: str) -> str:
        return name_to_symbol(name)

    def format_symbol(self, name: str) -> Piece:
        text = self.format_name(name)
        return Piece(text, PRODUCT, is_product=True) if "/" in text else Piece(text)  # ∂E/∂w

    def format_string(self, text: str) -> str:
        return text

    def write_formula(self, value: tree.Node) -> Piece:
        return Letters().write_node(value)

    def write_operator(self, op: str, left: str, right: str) -> Piece:
        if op == "//":
            return Piece(f"⌊{left}/{right}⌋")
        if op == "%":
            return Piece(f"{left} mod {right}", MOD)
        return Piece(f"{left}{SIGNS.get(op, op)}{right}", BINDING[op])

    def write_function(self, function: str, arguments: list[Piece]) -> Piece:
        made = self.write_sign(function, arguments[0]) if len(arguments) == 1 else None
        if function == "dot" and len(arguments) == 2:
            return self.write_operator(
                "@", self.write_operand(arguments[0], PRODUCT), self.write_right_operand("@", arguments[1])
            )
        return made or super().write_function(self.function_names.get(function, function), arguments)

    def write_sign(self, function: str, inner: Piece) -> Piece | None:
        """A function of one argument that is written by a sign; None for others."""
        left, right = self.enclosing_signs.get(function, ("", ""))
        if left and (left != right or left not in inner.text):  # |a|b|| can be read in two ways
            return Piece(f"{left}{inner.text}{right}")
        if function == "sqrt":
            return Piece("√" + self.write_operand(inner, ATOM), POWER)
        return Piece(self.write_operand(inner, ATOM) + "ᵀ") if function == "transpose" else None


class Letters(Prose):
    """The style for values with letters, whose products need no sign: 3xy, x^2 - 3xy."""

    def write_binary(self, node: tree.Binary) -> Piece:
        if not is_juxtaposed(node, False):
            return super().write_binary(node)
        left, right = self.write_node(node.left), self.write_node(node.right)
        return Piece(
            self.write_operand(left, PRODUCT) + self.write_operand(right, POWER),
            PRODUCT,
            left.starts_with_minus,
            is_product=True,
        )


def is_juxtaposed(node: tree.Node, above: bool) -> bool:
    """Whether a product reads well without its sign: 3x, xy, 2(x + 1), but not 3·4, x·(x + 1), 2^x·y or x·max(…).

    With exponents `above` the line, as in LaTeX, x² y reads well too.
    """
    if not isinstance(node, tree.Binary) or node.op != "*":
        return False
    right = node.right.left if is_power(node.right) else node.right  # type: ignore[attr-defined]
    return is_coefficient(node.left) if is_sum(right) else is_letter(right) and accepts_letter_after(node.left, above)


def accepts_letter_after(node: tree.Node, above: bool) -> bool:
    """Whether a letter can follow this factor without a sign."""
    if isinstance(node, tree.Unary):
        return node.op == "-" and accepts_letter_after(node.operand, above)
    if is_power(node):
        return above
    if isinstance(node, tree.Binary) and node.op == "*":
        return is_juxtaposed(node, above) and accepts_letter_after(node.right, above)
    return is_coefficient(node) or is_letter(node) or is_sum(node)


def is_letter(node: tree.Node) -> bool:
    """Whether a name is printed as one letter, perhaps with a subscript number: x, η, x₁."""
    return isinstance(node, tree.Name) and len(name_to_symbol(node.name).rstrip(SUBSCRIPT_DIGITS)) == 1


def is_coefficient(node: tree.Node) -> bool:
    """Whether a number is printed as plain digits."""
    return isinstance(node, tree.Number) and "e" not in number_to_text(node.value)


def is_power(node: tree.Node) -> bool:
    """Whether a node is a power."""
    return isinstance(node, tree.Binary) and node.op == "**"


def is_sum(node: tree.Node) -> bool:
    """Whether a node is a sum or a difference."""
    return isinstance(node, tree.Binary) and node.op in ("+", "-")
