"""The styles for the terminal: symbols, `·` for times, ⌊ ⌋ and √; and values with letters, such as 3xy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.language.write.digits import group_digits, number_to_text, ungroup_digits
from dlquiz.language.write.paper import SIDES, Paper
from dlquiz.language.write.plain import ATOM, BINDING, CONDITIONAL, MOD, POWER, PRODUCT, SIGN, Piece, Style
from dlquiz.language.write.symbols import INDICES, SUBSCRIPT_DIGITS, SUBSCRIPTS, name_element, name_to_symbol

SIGNS = {"*": "·", "@": " ", "⊙": " ⊙ ", "**": "^", "+": " + ", "-": " - "}
TOTALS = {"+": "∑", "*": "∏"}


class Prose(Paper):
    """The style for formulas in the terminal."""

    comparison_signs: ClassVar[dict[str, str]] = {
        **Style.comparison_signs,
        "<=": " ≤ ",
        ">=": " ≥ ",
        "==": " = ",
        "!=": " ≠ ",
    }
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
        "step_function": "step",
        "maxpool2d": "maxpool",
        "maxmask2d": "maxmask",
        "spread2d": "spread",
        "avgpool2d": "avgpool",
        "conv2d": "conv",
        "conv_transpose2d": "convᵀ",
        "onehot": "one-hot",
    }

    def format_number(self, value: Any) -> Piece:
        plain = number_to_text(value)
        grouped = group_digits(plain)
        text = plain if grouped != plain and self.among_letters else grouped
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

    def write_list(self, cells: list[Any]) -> str:
        return super().write_list([ungroup_digits(cell) if isinstance(cell, str) else cell for cell in cells])

    def write_own_binary(self, node: tree.Binary) -> Piece | None:
        if node.op == "/" and isinstance(node.left, tree.Name):
            left = self.write_node(node.left)
            if "/" in left.text:  # (∂E/∂w)/g
                return self.write_operator(
                    "/", self.add_brackets(left.text), self.write_right_operand("/", self.write_node(node.right))
                )
        return super().write_own_binary(node)

    def write_named_element(self, name: str, marks: Sequence[str], lower: bool) -> str:
        if all(mark.isalnum() for mark in marks):
            return name_to_symbol(name_element(name, marks, lower))
        return f"{name_to_symbol(name)}_({', '.join(marks)})"

    def write_element(self, base: Piece, keys: list[str]) -> Piece:
        if all(key.isdigit() for key in keys):
            return Piece(self.write_operand(base, ATOM) + ",".join(keys).translate(SUBSCRIPTS))
        return Piece(f"{self.write_operand(base, ATOM)}_({', '.join(keys)})")

    def write_range(self, base: str, keys: Sequence[tuple[str, str]]) -> str:
        if len(keys) == 2 and ("", "") in keys and all(first == last for first, last in keys):
            return base + ",".join(first.translate(SUBSCRIPTS) or ":" for first, _ in keys)
        sides = SIDES if len(keys) == 2 else ("entries",) * len(keys)
        spans = [name_span(side, *key) for side, key in zip(sides, keys, strict=True)]
        return f"{base}[{', '.join(filter(None, spans))}]"

    def write_total(self, sign: str, inner: Piece, index: str) -> Piece:
        return Piece(f"{TOTALS[sign]}{INDICES.get(index, '')} {self.write_operand(inner, PRODUCT)}", MOD)

    def write_indicator(self, inner: Piece) -> Piece:
        return Piece(f"1[{inner.text}]")

    def write_choice(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        return Piece(f"{then.text} where {condition.text}, else {otherwise.text}", CONDITIONAL)

    def write_derivative(self, above: Piece, below: Piece) -> Piece:
        if above.binds < POWER:
            return Piece(f"∂/∂{below.text} {self.add_brackets(above.text)}", PRODUCT, is_product=True)
        return Piece(f"∂{above.text}/∂{below.text}", PRODUCT, is_product=True)

    def write_filled(self, digit: str, sizes: Sequence[str]) -> Piece:
        return Piece(f"{digit}_({'×'.join(sizes)})")

    def write_transposed(self, piece: Piece) -> Piece:
        return Piece(self.write_operand(piece, ATOM) + "ᵀ")

    def write_function(self, function: str, arguments: list[Piece]) -> Piece:
        made = self.write_sign(function, arguments[0]) if len(arguments) == 1 else None
        if function == "concat":
            return Piece(f"[{'; '.join(argument.text for argument in arguments)}]")
        return made or super().write_function(self.function_names.get(function, function), arguments)

    def join_arguments(self, arguments: list[Piece]) -> str:
        joined = super().join_arguments(arguments)
        return ungroup_digits(joined) if len(arguments) > 1 else joined

    def write_sign(self, function: str, inner: Piece) -> Piece | None:
        """A function of one argument that is written by a sign; None for others."""
        left, right = self.enclosing_signs.get(function, ("", ""))
        if left and (left != right or left not in inner.text):  # |a|b|| can be read in two ways
            return Piece(f"{left}{inner.text}{right}")
        if function == "sqrt":
            return Piece("√" + self.write_operand(inner, ATOM), POWER)
        if function == "inv":
            return Piece(self.write_operand(inner, ATOM) + "⁻¹")
        return self.write_transposed(inner) if function == "transpose" else None


def name_span(side: str, first: str, last: str) -> str:
    """Some rows or columns in words: rows 1–2, column 3; nothing for all of them."""
    if not first:
        return ""
    if not last:
        return f"{side} from {first}"
    one = "entry" if side == "entries" else side.removesuffix("s")
    return f"{one} {first}" if first == last else f"{side} {first}–{last}"


class Letters(Prose):
    """The style for values with letters, whose products need no sign: 3xy, x^2 - 3xy."""

    among_letters = True

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
