r"""The styles for cards, papers and `$…$`: LaTeX, where fractions, roots and exponents need no brackets."""

from __future__ import annotations

from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.language.write.digits import number_to_latex
from dlquiz.language.write.plain import ATOM, BINDS, CHOICE, MOD, POWER, PRODUCT, SIGN, Piece, Style
from dlquiz.language.write.prose import is_juxtaposed
from dlquiz.language.write.symbols import escape_latex, name_to_latex

SIGNS = {"*": r" \cdot ", "@": r" \, ", "+": " + ", "-": " - "}
LINE = r" \\ "


class Latex(Style):
    """LaTeX."""

    compare: ClassVar[dict[str, str]] = {
        **Style.compare,
        "<=": r" \le ",
        ">=": r" \ge ",
        "==": " = ",
        "!=": r" \ne ",
        "in": r" \in ",
        "not in": r" \notin ",
    }
    logic: ClassVar[dict[str, str]] = {"and": r" \land ", "or": r" \lor ", "not": r"\lnot "}
    truth: ClassVar[dict[bool, str]] = {True: r"\text{true}", False: r"\text{false}"}
    loose = True
    around: ClassVar[dict[str, tuple[str, str]]] = {
        "abs": ("|", "|"),
        "floor": (r"\lfloor", r"\rfloor"),
        "ceil": (r"\lceil", r"\rceil"),
        "norm": (r"\lVert", r"\rVert"),
    }
    called: ClassVar[dict[str, str]] = {
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
    }

    def number(self, value: Any) -> Piece:
        text = number_to_latex(value)
        minus = text.startswith("-")
        if "cdot" in text:
            return Piece(text, PRODUCT, minus, chain=True)
        return Piece(text, SIGN if minus else POWER if "^" in text else ATOM, minus)

    def name(self, name: str) -> str:
        return name_to_latex(name)

    def named(self, name: str) -> Piece:
        text = self.name(name)
        return Piece(text, SIGN if text.startswith(r"\frac") else ATOM)  # ∂E/∂w

    def string(self, text: str) -> str:
        return rf"\text{{{escape_latex(text)}}}"

    def write_formula(self, value: tree.Node) -> Piece:
        return LatexLetters().piece(value)

    def wrap(self, text: str) -> str:
        return rf"\left({text}\right)"

    def brackets(self, cells: list[Any]) -> str:
        rows = cells if is_matrix(cells) else [cells]
        lines = [" & ".join(cell if isinstance(cell, str) else self.brackets(cell) for cell in row) for row in rows]
        return rf"\begin{{pmatrix}}{LINE.join(lines)}\end{{pmatrix}}"

    def operator(self, op: str, left: str, right: str) -> Piece:
        if op == "**":
            return Piece(f"{left}^{{{right}}}", POWER)
        if op == "//":
            return Piece(rf"\left\lfloor \frac{{{left}}}{{{right}}} \right\rfloor")
        if op == "/":
            return Piece(rf"\frac{{{left}}}{{{right}}}", SIGN)
        if op == "%":
            return Piece(rf"{left} \bmod {right}", MOD)
        return Piece(f"{left}{SIGNS[op]}{right}", BINDS[op])

    def write_binary(self, node: tree.Binary) -> Piece:
        if node.op in ("/", "//"):  # the bar is the bracket
            return self.operator(node.op, self.piece(node.left).text, self.piece(node.right).text)
        return super().write_binary(node)

    def exponent(self, piece: Piece) -> str:
        return piece.text

    def call(self, function: str, arguments: list[Piece]) -> Piece:
        made = self.sign_for(function, arguments[0]) if len(arguments) == 1 else None
        if function == "dot" and len(arguments) == 2:
            left, right = self.under(arguments[0], PRODUCT), self.right_operand("@", arguments[1])
            return Piece(rf"{left} \cdot {right}", PRODUCT)
        head = self.called.get(function, rf"\operatorname{{{escape_latex(function)}}}")
        return made or Piece(head + self.wrap(", ".join(a.text for a in arguments)))

    def sign_for(self, function: str, inner: Piece) -> Piece | None:
        """A function of one argument that has a sign of its own."""
        left, right = self.around.get(function, ("", ""))
        if left:
            return Piece(rf"\left{left} {inner.text} \right{right}")
        if function == "sqrt":
            return Piece(rf"\sqrt{{{inner.text}}}")
        if function == "exp":
            return Piece(f"e^{{{inner.text}}}", POWER)
        return Piece(self.under(inner, ATOM) + r"^{\top}", POWER) if function == "transpose" else None

    def indexed(self, base: Piece, keys: list[str]) -> Piece:
        return Piece(f"{{{self.under(base, ATOM)}}}_{{{','.join(keys)}}}")

    def either(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        cases = rf"{then.text} & \text{{if }} {condition.text} \\ {otherwise.text} & \text{{otherwise}}"
        return Piece(rf"\begin{{cases}}{cases}\end{{cases}}", CHOICE)


def is_matrix(cells: list[Any]) -> bool:
    """Whether a list is one of rows of texts."""
    return bool(cells) and all(isinstance(row, list) and all(isinstance(c, str) for c in row) for row in cells)


class LatexLetters(Latex):
    """A formula with letters in LaTeX: no dots between single letters."""

    def write_binary(self, node: tree.Binary) -> Piece:
        if not is_juxtaposed(node, True):
            return super().write_binary(node)
        left, right = self.piece(node.left), self.piece(node.right)
        return Piece(f"{self.under(left, PRODUCT)} {self.under(right, POWER)}", PRODUCT, left.minus, chain=True)
