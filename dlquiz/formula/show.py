"""Tree to text: plain (which reads back as the same tree), prose for the terminal, and LaTeX; right brackets and no more.

A style knows how to write each kind of node; brackets come from one table of how tightly things bind.  With a scope,
of a conditional only the branch taken is shown; with `substitute`, names give way to their values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.formula import exact, symbols, tree
from dlquiz.formula.array import Array
from dlquiz.formula.evaluate import Scope, evaluate
from dlquiz.formula.functions import FUNCTIONS, Function

CHOICE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
BINDS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "@": PRODUCT, "**": POWER}
DIGITS = 6  # of a real, where texts print it
FEW = 4  # numbers of an array that is written out; larger ones go by their name
NEGATED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}


class Piece(NamedTuple):
    """A written node: its text, how tightly it binds, and whether it begins with a minus."""

    text: str
    binds: int = ATOM
    minus: bool = False


class Style:
    """The plain form: what the reader reads."""

    compare = {op: f" {op} " for op in NEGATED}
    logic = {"and": " and ", "or": " or ", "not": "not "}
    truth = {True: "true", False: "false"}
    loose = False  # whether a + (b + c) may drop its brackets

    def __init__(self, scope: Scope | None = None, substitute: bool = False, functions: Mapping[str, Function] = FUNCTIONS) -> None:
        self.scope = scope
        self.substitute = substitute
        self.functions = functions

    # leaves

    def number(self, value: Any) -> Piece:
        """A number as a leaf."""
        text = literal(value) if isinstance(value, (int, Fraction)) else repr(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def name(self, name: str) -> str:
        """A name."""
        return name

    def string(self, text: str) -> str:
        """A text."""
        return f"'{text}'" if '"' in text else f'"{text}"'

    def value(self, name: str, value: Any) -> Piece:
        """A value put in for a name."""
        if type(value) is bool:
            return Piece(self.truth[value])
        if type(value) in exact.NUMBERS:
            return self.number(value)
        if isinstance(value, tree.Node):
            return self.piece(value)
        if isinstance(value, str):
            return Piece(self.string(value))
        if isinstance(value, Array) and len(value.items) <= FEW:
            return Piece(self.listed(value))
        return Piece(self.name(name))

    def listed(self, value: Any) -> str:
        """An array written out."""
        if isinstance(value, (Array, tuple)):
            return self.brackets([self.listed(v) for v in value])
        return self.value("", value).text

    def brackets(self, items: list[str]) -> str:
        """A list."""
        return f"[{', '.join(items)}]"

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

    # nodes

    def piece(self, node: tree.Node) -> Piece:
        """A node, written."""
        return WRITERS[type(node)](self, node)

    def write_name(self, node: tree.Name) -> Piece:
        """A name, or its value."""
        if self.substitute and self.scope is not None and node.name in self.scope:
            value = self.scope[node.name]
            if not (isinstance(value, tree.Name) and value.name == node.name):
                return self.value(node.name, value)
        text = self.name(node.name)
        return Piece(text, SIGN if "/" in text or text.startswith(r"\frac") else ATOM)  # ∂E/∂w

    def write_array(self, node: tree.Array) -> Piece:
        """A list."""
        return Piece(self.brackets([self.piece(item).text for item in node.items]))

    def write_unary(self, node: tree.Unary) -> Piece:
        """A sign or `not`."""
        if node.op == "not":
            return Piece(self.logic["not"] + self.under(self.piece(node.operand), NOT), NOT)
        return Piece("-" + self.under(self.piece(node.operand), SIGN, right=True), SIGN, True)

    def write_binary(self, node: tree.Binary) -> Piece:
        """An operator with the brackets that its operands need."""
        left, right = self.piece(node.left), self.piece(node.right)
        binds = BINDS[node.op]
        if node.op == "**":
            made = self.operator("**", self.under(left, ATOM), self.exponent(right))
            return made._replace(minus=left.minus and left.binds >= ATOM)
        tight = binds if self.loose and node.op in "+*" and same_level(node) else binds + 1
        made = self.operator(node.op, self.under(left, binds), self.under(right, tight, right=True))
        return made._replace(minus=left.minus and left.binds >= binds and made.text.startswith("-"))

    def exponent(self, piece: Piece) -> str:
        """A written exponent."""
        return self.under(piece, SIGN)

    def write_compare(self, node: tree.Compare) -> Piece:
        """A chain of comparisons."""
        parts = [self.under(self.piece(operand), SUM) for operand in node.operands]
        text = parts[0] + "".join(self.compare[op] + part for op, part in zip(node.ops, parts[1:], strict=True))
        return Piece(text, COMPARE)

    def write_logic(self, node: tree.Logic) -> Piece:
        """Truths joined."""
        binds = OR if node.op == "or" else AND
        parts = [self.under(self.piece(operand), binds + 1) for operand in node.operands]
        return Piece(self.logic[node.op].join(parts), binds)

    def write_conditional(self, node: tree.Conditional) -> Piece:
        """The branch taken, or both where nothing decides."""
        branch = taken(node, self.scope, self.functions)
        if branch is not None:
            return self.piece(branch)
        then, condition = self.under(self.piece(node.then), OR), self.under(self.piece(node.condition), OR)
        return Piece(self.either(then, condition, self.piece(node.otherwise).text), CHOICE)

    def either(self, then: str, condition: str, otherwise: str) -> str:
        """Both branches."""
        return f"{then} if {condition} else {otherwise}"

    def write_index(self, node: tree.Index) -> Piece:
        """An element by its indices, or its value."""
        if self.substitute and self.scope is not None:
            try:
                value = evaluate(node, self.scope, self.functions)
            except FormulaError:
                value = None
            if isinstance(value, str) or type(value) in exact.NUMBERS:
                return self.value("", value)
            if isinstance(value, Array) and len(value.items) <= FEW:
                return Piece(self.listed(value))
        names_only = type(self)(self.scope, False, self.functions)
        return self.indexed(names_only.piece(node.base), [self.key(key) for key in node.keys])

    def key(self, node: tree.Node) -> str:
        """One index, or a slice."""
        if not isinstance(node, tree.Slice):
            return self.piece(node).text
        ends = [self.piece(end).text if end is not None else "" for end in (node.start, node.stop)]
        return ":".join([*ends, self.piece(node.step).text] if node.step is not None else ends)

    def write_call(self, node: tree.Call) -> Piece:
        """A function of its arguments."""
        return self.call(node.function, [self.piece(argument) for argument in node.arguments])


WRITERS: dict[type, Callable[[Any, Any], Piece]] = {
    tree.Number: lambda style, node: style.number(node.value),
    tree.Text: lambda style, node: Piece(style.string(node.value)),
    tree.Truth: lambda style, node: Piece(style.truth[node.value]),
    tree.Name: lambda style, node: style.write_name(node),
    tree.Array: lambda style, node: style.write_array(node),
    tree.Unary: lambda style, node: style.write_unary(node),
    tree.Binary: lambda style, node: style.write_binary(node),
    tree.Compare: lambda style, node: style.write_compare(node),
    tree.Logic: lambda style, node: style.write_logic(node),
    tree.Conditional: lambda style, node: style.write_conditional(node),
    tree.Index: lambda style, node: style.write_index(node),
    tree.Call: lambda style, node: style.write_call(node),
}


class Prose(Style):
    """The form for the terminal: symbols, `·` for times, ⌊ ⌋ and √."""

    compare = {"<": " < ", ">": " > ", "<=": " ≤ ", ">=": " ≥ ", "==": " = ", "!=": " ≠ ", "in": " in ", "not in": " not in "}
    loose = True
    around = {"abs": "||", "floor": "⌊⌋", "ceil": "⌈⌉", "norm": "‖‖"}
    called = {"sigmoid": "σ", "log": "ln", "log2": "log₂", "log10": "log₁₀", "relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU"}

    def number(self, value: Any) -> Piece:
        text = number_text(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def name(self, name: str) -> str:
        return symbols.symbol(name)

    def string(self, text: str) -> str:
        return text

    def operator(self, op: str, left: str, right: str) -> Piece:
        if op == "//":
            return Piece(f"⌊{left}/{right}⌋")
        sign = {"*": "·", "@": "·", "**": "^", "%": " mod ", "+": " + ", "-": " - "}.get(op, op)
        return Piece(f"{left}{sign}{right}", BINDS[op])

    def call(self, function: str, arguments: list[Piece]) -> Piece:
        if function in self.around and len(arguments) == 1:
            left, right = self.around[function]
            return Piece(f"{left}{arguments[0].text}{right}")
        if function == "sqrt":
            return Piece("√" + self.under(arguments[0], ATOM), POWER)
        if function == "transpose":
            return Piece(self.under(arguments[0], ATOM) + "ᵀ")
        if function == "dot":
            return self.operator("@", self.under(arguments[0], PRODUCT), self.under(arguments[1], SIGN, right=True))
        return super().call(self.called.get(function, function), arguments)


class Letters(Prose):
    """A formula with letters, as one writes it: 3xy, x^2 - 3xy."""

    def write_binary(self, node: tree.Binary) -> Piece:
        made = super().write_binary(node)
        if node.op != "*" or not juxtaposed(node):
            return made
        left, right = self.under(self.piece(node.left), PRODUCT), self.under(self.piece(node.right), POWER)
        return Piece(f"{left}{right}", PRODUCT, left.startswith("-"))


class Latex(Style):
    """LaTeX for cards, papers and `$…$`."""

    compare = {"<": " < ", ">": " > ", "<=": r" \le ", ">=": r" \ge ", "==": " = ", "!=": r" \ne ", "in": r" \in ", "not in": r" \notin "}
    logic = {"and": r" \land ", "or": r" \lor ", "not": r"\lnot "}
    truth = {True: r"\text{true}", False: r"\text{false}"}
    loose = True
    around = {"abs": ("|", "|"), "floor": (r"\lfloor", r"\rfloor"), "ceil": (r"\lceil", r"\rceil"), "norm": (r"\lVert", r"\rVert")}
    called = {
        "sigmoid": r"\sigma", "log": r"\ln", "log2": r"\log_2", "log10": r"\log_{10}", "max": r"\max", "min": r"\min",
        "tanh": r"\tanh", "sin": r"\sin", "cos": r"\cos", "relu": r"\operatorname{ReLU}",
    }  # fmt: skip

    def number(self, value: Any) -> Piece:
        text = number_latex(value)
        minus = text.startswith("-")
        return Piece(text, SUM if "cdot" in text and minus else PRODUCT if "cdot" in text else SIGN if minus else ATOM, minus)

    def name(self, name: str) -> str:
        return symbols.latex(name)

    def string(self, text: str) -> str:
        return rf"\text{{{symbols.escaped(text)}}}"

    def wrap(self, text: str) -> str:
        return rf"\left({text}\right)"

    def brackets(self, items: list[str]) -> str:
        if items and all(item.startswith(r"\begin{pmatrix}") for item in items):
            rows = [item[len(r"\begin{pmatrix}") : -len(r"\end{pmatrix}")] for item in items]
            items, between = rows, r" \\ "
        else:
            between = " & "
        return rf"\begin{{pmatrix}}{between.join(items)}\end{{pmatrix}}"

    def operator(self, op: str, left: str, right: str) -> Piece:
        if op == "**":
            return Piece(f"{left}^{{{right}}}", POWER)
        if op == "//":
            return Piece(rf"\left\lfloor \frac{{{left}}}{{{right}}} \right\rfloor")
        if op == "/":
            return Piece(rf"\frac{{{left}}}{{{right}}}", SIGN)
        sign = {"*": r" \cdot ", "@": r" \, ", "%": r" \bmod ", "+": " + ", "-": " - "}[op]
        return Piece(f"{left}{sign}{right}", BINDS[op])

    def write_binary(self, node: tree.Binary) -> Piece:
        if node.op in ("/", "//"):  # the bar is the bracket
            return self.operator(node.op, self.piece(node.left).text, self.piece(node.right).text)
        return super().write_binary(node)

    def exponent(self, piece: Piece) -> str:
        return piece.text

    def call(self, function: str, arguments: list[Piece]) -> Piece:
        if function in self.around and len(arguments) == 1:
            left, right = self.around[function]
            return Piece(rf"\left{left} {arguments[0].text} \right{right}")
        if function == "sqrt":
            return Piece(rf"\sqrt{{{arguments[0].text}}}", POWER)
        if function == "exp":
            return Piece(f"e^{{{arguments[0].text}}}", POWER)
        if function == "transpose":
            return Piece(self.under(arguments[0], ATOM) + r"^{\top}", POWER)
        if function == "dot":
            return self.operator("@", self.under(arguments[0], PRODUCT), self.under(arguments[1], SIGN, right=True))
        head = self.called.get(function, rf"\operatorname{{{symbols.escaped(function)}}}")
        return Piece(head + self.wrap(", ".join(a.text for a in arguments)))

    def indexed(self, base: Piece, keys: list[str]) -> Piece:
        return Piece(f"{{{self.under(base, ATOM)}}}_{{{','.join(keys)}}}")

    def either(self, then: str, condition: str, otherwise: str) -> str:
        return rf"\begin{{cases}}{then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}}\end{{cases}}"


class LatexLetters(Latex):
    """A formula with letters in LaTeX: no dots between single letters."""

    def write_binary(self, node: tree.Binary) -> Piece:
        if node.op != "*" or not juxtaposed(node):
            return super().write_binary(node)
        left, right = self.under(self.piece(node.left), PRODUCT), self.under(self.piece(node.right), POWER)
        return Piece(f"{left} {right}", PRODUCT, left.startswith("-"))


def juxtaposed(node: tree.Binary) -> bool:
    """Whether a product reads well without its sign: 3x, xy, 2(x + 1), but not 3·4 or x·2 or x·max(…)."""
    right = node.right.left if isinstance(node.right, tree.Binary) and node.right.op == "**" else node.right
    if isinstance(right, tree.Name):
        single = len(symbols.symbol(right.name)) == 1
        return single and not isinstance(node.left, tree.Call)
    return isinstance(right, tree.Binary) and right.op in ("+", "-") and isinstance(node.left, tree.Number)


def same_level(node: tree.Binary) -> bool:
    """Whether the right operand is itself of the same kind, so that its brackets change nothing."""
    right = node.right
    return isinstance(right, tree.Binary) and (right.op in ("+", "-") if node.op == "+" else right.op == "*")


def taken(node: tree.Conditional, scope: Scope | None, functions: Mapping[str, Function]) -> tree.Node | None:
    """The branch that the scope decides for; None where it decides nothing."""
    if scope is None:
        return None
    try:
        return node.then if evaluate(node.condition, scope, functions) else node.otherwise
    except FormulaError:
        return None


# what others call


def plain(node: tree.Node) -> str:
    """The form that reads back as the same tree."""
    return Style().piece(node).text


def prose(node: tree.Node, scope: Scope | None = None, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With names, for the terminal; with a scope only the branches taken."""
    return Prose(scope, False, functions).piece(node).text


def substituted(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With the values put in, for the terminal."""
    return Prose(scope, True, functions).piece(node).text


def plain_taken(node: tree.Node, scope: Scope, substitute: bool, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """The plain form of the branches taken, with names or with values."""
    return Style(scope, substitute, functions).piece(node).text


def latex(node: tree.Node, scope: Scope | None = None, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With names, as LaTeX."""
    return Latex(scope, False, functions).piece(node).text


def latex_substituted(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With the values put in, as LaTeX."""
    return Latex(scope, True, functions).piece(node).text


def since(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> list[str]:
    """Why each conditional on the way took its branch: "5 > 0"; nothing where a plain draw decides."""
    if isinstance(node, tree.Conditional):
        branch = taken(node, scope, functions)
        if branch is None:
            return []
        own = reason(node.condition, branch is node.then, scope, functions)
        return [*own, *since(branch, scope, functions)]
    return [text for child in tree.children(node) for text in since(child, scope, functions)]


def reason(condition: tree.Node, held: bool, scope: Scope, functions: Mapping[str, Function]) -> list[str]:
    """A condition with its numbers, turned round where it did not hold."""
    if not held and isinstance(condition, tree.Compare) and len(condition.ops) == 1:
        condition, held = tree.Compare((NEGATED[condition.ops[0]],), condition.operands), True
    if not any(isinstance(n, tree.Compare) for n in tree.walk(condition)):
        return []
    values = [scope.get(name) for name in tree.names(condition)]
    if any(isinstance(v, str) for v in values):
        return []
    text = substituted(condition, scope, functions)
    return [text if held else f"not {text}"]


# numbers and values


def literal(value: int | Fraction) -> str:
    """A number exactly, as the reader reads it: a decimal where it ends, else a quotient in brackets."""
    if isinstance(value, int):
        return str(value)
    places = exact.decimals(value)
    if places == 99:
        return f"({value.numerator}/{value.denominator})"
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    tail = digits[-places:] if places else "0"
    return f"{'-' if value < 0 else ''}{digits[: len(digits) - places]}.{tail}"


def scientific(value: Any, digits: int) -> tuple[int, int]:
    """The `digits` leading digits of a positive number as a whole number, and the power of ten of the first.

    Ties are rounded up; of a float the first 12 digits count.
    """
    if type(value) is float:
        mantissa, _, exponent = f"{value:.11e}".partition("e")
        top, bottom, power = int(mantissa.replace(".", "")), 10**11, int(exponent)
    else:
        power = len(str(value.numerator)) - len(str(value.denominator))
        top, bottom = scaled(value.numerator, value.denominator, -power)
        if top < bottom:
            top, power = top * 10, power - 1
    leading = (2 * top * 10 ** (digits - 1) + bottom) // (2 * bottom)
    return (leading // 10, power + 1) if leading >= 10**digits else (leading, power)


def scaled(top: int, bottom: int, power: int) -> tuple[int, int]:
    """A quotient times a power of ten, still as a quotient."""
    return (top * 10**power, bottom) if power >= 0 else (top, bottom * 10**-power)


def parts_of(value: Any, digits: int = DIGITS) -> tuple[str, str, int | None]:
    """Sign, digits with their point, and the power of ten (None where it is written out)."""
    sign = "-" if value < 0 else ""
    value = abs(value)
    if isinstance(value, int) and value < 10**21:
        return sign, str(int(value)), None
    if value == 0:
        return "", "0", None
    if type(value) is float and value < exact.NOISE:
        return "", "0", None
    leading, power = scientific(value, digits)
    if digits - 1 < power < 15:
        return sign, str(int(exact.rounded(value))), None
    text = str(leading)
    if -5 <= power < digits:
        text = text.rjust(digits, "0") if power >= 0 else "0" * -power + text
        whole, rest = text[: power + 1] if power >= 0 else "0", text[power + 1 :] if power >= 0 else text[1:]
        return sign, f"{whole}.{rest}".rstrip("0").rstrip("."), None
    return sign, f"{text[0]}.{text[1:]}".rstrip("0").rstrip("."), power


def number_text(value: Any, digits: int = DIGITS) -> str:
    """A number for people: whole ones in full, reals to 6 digits, 1.2e-7 where they are small."""
    sign, text, power = parts_of(value, digits)
    return f"{sign}{text}" + ("" if power is None else f"e{power}")


def number_latex(value: Any) -> str:
    """The same as LaTeX."""
    sign, text, power = parts_of(value)
    if power is None:
        return f"{sign}{text}"
    return f"{sign}10^{{{power}}}" if text == "1" else rf"{sign}{text} \cdot 10^{{{power}}}"


def value_text(value: Any) -> str:
    """Any value for people."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in exact.NUMBERS:
        return number_text(value)
    if isinstance(value, tree.Node):
        return Letters().piece(value).text
    if isinstance(value, (Array, tuple)):
        return f"[{', '.join(value_text(v) for v in value)}]"
    return str(value)


def value_latex(value: Any) -> str:
    """Any value as LaTeX; a text stands as it is, since its author meant it for this place."""
    if isinstance(value, tree.Node):
        return LatexLetters().piece(value).text
    if isinstance(value, str):
        return value
    if isinstance(value, (Array, tuple)):
        return Latex().brackets([value_latex(v) for v in value])
    return Latex().value("", value).text


__all__ = [
    "latex",
    "latex_substituted",
    "literal",
    "number_latex",
    "number_text",
    "plain",
    "plain_taken",
    "prose",
    "since",
    "substituted",
    "value_latex",
    "value_text",
]
