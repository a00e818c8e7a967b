r"""The styles for LaTeX, in which fractions, roots and exponents need no brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.language.write.digits import group_latex, number_to_latex, ungroup_latex
from dlquiz.language.write.paper import Paper
from dlquiz.language.write.plain import ATOM, BINDING, CONDITIONAL, MOD, POWER, PRODUCT, SIGN, Piece, Style
from dlquiz.language.write.prose import is_juxtaposed
from dlquiz.language.write.symbols import escape_latex, name_element, name_to_latex

SIGNS = {"*": r" \cdot ", "·": r" \cdot ", "⊙": r" \odot ", "@": r" \, ", "+": " + ", "-": " - "}
TOTALS = {"+": r"\sum", "*": r"\prod"}
LINE = r" \\ "


class Latex(Paper):
    """The style for formulas in LaTeX."""

    comparison_signs: ClassVar[dict[str, str]] = {
        **Style.comparison_signs,
        "<=": r" \le ",
        ">=": r" \ge ",
        "==": " = ",
        "!=": r" \ne ",
        "in": r" \in ",
        "not in": r" \notin ",
    }
    logic_signs: ClassVar[dict[str, str]] = {"and": r" \land ", "or": r" \lor ", "not": r"\lnot "}
    truth_names: ClassVar[dict[bool, str]] = {True: r"\text{true}", False: r"\text{false}"}
    dots = r"\dots"
    enclosing_signs: ClassVar[dict[str, tuple[str, str]]] = {
        "abs": ("|", "|"),
        "floor": (r"\lfloor", r"\rfloor"),
        "ceil": (r"\lceil", r"\rceil"),
        "norm": (r"\lVert", r"\rVert"),
    }
    function_names: ClassVar[dict[str, str]] = {
        "sigmoid": r"\sigma",
        "log": r"\ln",
        "log2": r"\log_2",
        "log10": r"\log_{10}",
        "max": r"\max",
        "min": r"\min",
        "tanh": r"\tanh",
        "sin": r"\sin",
        "cos": r"\cos",
        "relu": r"\operatorname{ReLU}",
        "leaky_relu": r"\operatorname{LeakyReLU}",
        "elu": r"\operatorname{ELU}",
        "step_function": r"\operatorname{step}",
        "maxpool2d": r"\operatorname{maxpool}",
        "maxmask2d": r"\operatorname{maxmask}",
        "spread2d": r"\operatorname{spread}",
        "avgpool2d": r"\operatorname{avgpool}",
        "conv2d": r"\operatorname{conv}",
        "conv_transpose2d": r"\operatorname{conv}^{\top}",
        "onehot": r"\operatorname{one-hot}",
    }

    def format_number(self, value: Any) -> Piece:
        plain = number_to_latex(value)
        grouped = group_latex(plain)
        text = plain if grouped != plain and self.among_letters else grouped
        minus = text.startswith("-")
        if "cdot" in text:
            return Piece(text, PRODUCT, minus, is_product=True)
        return Piece(text, SIGN if minus else POWER if "^" in text else ATOM, minus)

    def format_name(self, name: str) -> str:
        return name_to_latex(name)

    def format_symbol(self, name: str) -> Piece:
        text = self.format_name(name)
        return Piece(text, SIGN if text.startswith(r"\frac") else ATOM)  # ∂E/∂w

    def write_choice(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        return self.write_branches(then, condition, otherwise)

    def write_derivative(self, above: Piece, below: Piece) -> Piece:
        if above.binds < POWER:
            return Piece(rf"\frac{{\partial}}{{\partial {below.text}}} {self.add_brackets(above.text)}", PRODUCT)
        return Piece(rf"\frac{{\partial {above.text}}}{{\partial {below.text}}}", SIGN)

    def write_filled(self, digit: str, sizes: Sequence[str]) -> Piece:
        below = r" \times ".join(sizes)
        return Piece(rf"\mathbf{{{digit}}}_{{{below}}}")

    def format_string(self, text: str) -> str:
        return rf"\text{{{escape_latex(text)}}}"

    def write_formula(self, value: tree.Node) -> Piece:
        return LatexLetters().write_node(value)

    def add_brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def write_list(self, cells: list[Any]) -> str:
        rows = cells if is_matrix(cells) else [cells]
        lines = [" & ".join(cell if isinstance(cell, str) else self.write_list(cell) for cell in row) for row in rows]
        return rf"\begin{{pmatrix}}{LINE.join(lines)}\end{{pmatrix}}"

    def write_operator(self, op: str, left: str, right: str) -> Piece:
        if op == "**":
            return Piece(f"{left}^{{{right}}}", POWER)
        if op == "//":
            return Piece(rf"\left\lfloor \frac{{{left}}}{{{right}}} \right\rfloor")
        if op == "/":
            return Piece(rf"\frac{{{left}}}{{{right}}}", SIGN)
        if op == "%":
            return Piece(rf"{left} \bmod {right}", MOD)
        return Piece(f"{left}{SIGNS[op]}{right}", BINDING[op])

    def write_binary(self, node: tree.Binary) -> Piece:
        if node.op in ("/", "//"):  # the fraction bar does without brackets
            return self.write_operator(node.op, self.write_node(node.left).text, self.write_node(node.right).text)
        return super().write_binary(node)

    def over_bar(self, piece: Piece) -> str:
        return piece.text

    def write_exponent(self, piece: Piece) -> str:
        return piece.text

    def write_function(self, function: str, arguments: list[Piece]) -> Piece:
        made = self.write_sign(function, arguments[0]) if len(arguments) == 1 else None
        if function == "concat":
            return Piece(r"\left[" + r";\, ".join(argument.text for argument in arguments) + r"\right]")
        head = self.function_names.get(function, rf"\operatorname{{{escape_latex(function)}}}")
        return made or Piece(head + self.add_brackets(self.join_arguments(arguments)))

    def join_arguments(self, arguments: list[Piece]) -> str:
        joined = super().join_arguments(arguments)
        return ungroup_latex(joined) if len(arguments) > 1 else joined

    def write_sign(self, function: str, inner: Piece) -> Piece | None:
        """A function of one argument that is written by a sign; None for others."""
        left, right = self.enclosing_signs.get(function, ("", ""))
        if left:
            return Piece(rf"\left{left} {inner.text} \right{right}")
        if function == "sqrt":
            return Piece(rf"\sqrt{{{inner.text}}}")
        if function == "exp":
            return Piece(f"e^{{{inner.text}}}", POWER)
        if function == "inv":
            return Piece(self.write_operand(inner, ATOM) + "^{-1}", POWER)
        return self.write_transposed(inner) if function == "transpose" else None

    def write_element(self, base: Piece, keys: list[str]) -> Piece:
        return Piece(f"{{{self.write_operand(base, ATOM)}}}_{{{','.join(keys)}}}")

    def write_words(self, text: str) -> str:
        return rf"\text{{{escape_latex(text)}}}"

    def write_named_element(self, name: str, marks: Sequence[str], lower: bool) -> str:
        if all(mark.isdigit() for mark in marks):
            return name_to_latex(name_element(name, marks, lower))
        return f"{{{self.format_name(name)}}}_{{{','.join(marks)}}}"

    def write_range(self, base: str, keys: Sequence[tuple[str, str]]) -> str:
        spans = [first if first == last else f"{first}:{last}" for first, last in keys]
        return f"{{{base}}}_{{{','.join(span or ':' for span in spans)}}}"

    def write_total(self, sign: str, inner: Piece, index: str) -> Piece:
        below = f"_{{{index}}}" if index else ""
        return Piece(f"{TOTALS[sign]}{below} {self.write_operand(inner, PRODUCT)}", MOD)

    def write_indicator(self, inner: Piece) -> Piece:
        return Piece(rf"\mathbf{{1}}\left[{inner.text}\right]")

    def write_transposed(self, piece: Piece) -> Piece:
        return Piece(self.write_operand(piece, ATOM) + r"^{\top}", POWER)

    def write_branches(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        cases = rf"{then.text} & \text{{if }} {condition.text} \\ {otherwise.text} & \text{{otherwise}}"
        return Piece(rf"\begin{{cases}}{cases}\end{{cases}}", CONDITIONAL)


def is_matrix(cells: list[Any]) -> bool:
    """Whether a list consists of rows of texts."""
    return bool(cells) and all(isinstance(row, list) and all(isinstance(c, str) for c in row) for row in cells)


class ColumnLatex(Latex):
    """LaTeX in which vectors are columns, since a matrix multiplies one."""

    def write_list(self, cells: list[Any]) -> str:
        column = all(isinstance(cell, str) for cell in cells)
        return super().write_list([[cell] for cell in cells] if column else cells)


class LatexLetters(Latex):
    """The style for values with letters in LaTeX, whose products need no dot: 3 x y."""

    among_letters = True

    def write_binary(self, node: tree.Binary) -> Piece:
        if not is_juxtaposed(node, True):
            return super().write_binary(node)
        left, right = self.write_node(node.left), self.write_node(node.right)
        return Piece(
            f"{self.write_operand(left, PRODUCT)} {self.write_operand(right, POWER)}",
            PRODUCT,
            left.starts_with_minus,
            is_product=True,
        )
