"""The value of typed arithmetic: exact while it can be, and every number on the way within bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import numbers
from dlquiz.language.evaluate import ARITHMETIC, Evaluation
from dlquiz.language.numbers import CONSTANTS, MAX_MAGNITUDE, MIN_MAGNITUDE
from dlquiz.language.typed import TypedReader
from dlquiz.language.vocabulary import SCALARS
from dlquiz.language.write.digits import number_to_literal, number_to_text
from dlquiz.language.write.plain import ATOM, SIGN, Piece
from dlquiz.language.write.prose import Prose

EXPONENT = 64  # the largest constant exponent
LENGTHY = 60  # operators; what has more is echoed by its value alone


class Bounded(Evaluation):
    """An evaluation that lets no value leave 10^±308, and no exponent ±64."""

    __slots__ = ()

    def evaluate(self, node: tree.Node) -> Any:
        """The value of one node, checked."""
        made = self.evaluate_binary(node) if isinstance(node, tree.Binary) else super().evaluate(node)
        if made and not MIN_MAGNITUDE <= abs(made) <= MAX_MAGNITUDE:
            raise self.fault(f"the number is too {'large' if abs(made) > 1 else 'small'}: beyond 10^±308", node)
        return made

    def evaluate_binary(self, node: tree.Binary) -> Any:
        """An operator; its power is bounded before it is computed, and no float slips away to 0."""
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if node.op == "**" and abs(right) > EXPONENT:
            raise self.fault(f"exponents go up to {EXPONENT} here", node.right)
        try:
            made = ARITHMETIC[node.op](left, right)
        except ValueError as error:
            raise self.fault(str(error), node) from None
        if type(made) is float and made == 0 and left and node.op in "**/":
            raise self.fault("the number is too small: beyond 10^±308", node)
        return made

    def call_function(self, function: Any, values: list[Any], node: tree.Node) -> Any:
        """A function; an exponential that leaves nothing is refused."""
        made = super().call_function(function, values, node)
        if type(made) is float and made == 0 and function.name in ("exp", "sigmoid", "softplus", "sech"):
            raise self.fault("the number is too small: beyond 10^±308", node)
        return made


def evaluate_typed(node: tree.Node, text: str) -> Any:
    """The value of a tree without letters; FormulaError where it has none or leaves the bounds."""
    return Bounded(CONSTANTS, SCALARS, text).evaluate(node)


def read_arithmetic(typed: TypedText) -> tuple[tree.Node, Any]:
    """Tree and value of typed arithmetic; FormulaError with the place in what was typed."""
    try:
        node = TypedReader(typed.one_line().text).read()
        return node, evaluate_typed(node, typed.text)
    except FormulaError as error:
        if error.text is typed.raw:
            raise
        raise typed.relocate_error(error) from None


class Echo(Prose):
    """How a reading is told: numbers in full, every product with its sign, so that it can be typed again."""

    drops_brackets = False

    def format_number(self, value: Any) -> Piece:
        """A number exactly."""
        text = write_number(value)
        return Piece(text, SIGN if text.startswith("-") else ATOM, text.startswith("-"))

    def format_name(self, name: str) -> str:
        """A name as it was declared."""
        return name

    def write_function(self, function: str, arguments: list[Piece]) -> Piece:
        """A function of its written arguments, by a name that can be typed."""
        if function in self.enclosing_signs:
            return super().write_function(function, arguments)
        name = "ln" if function == "log" else function
        return Piece(f"{name}({', '.join(argument.text for argument in arguments)})")


def write_number(value: Any) -> str:
    """A number exactly where that is short, else to six digits."""
    if type(value) is Fraction and value.denominator == 1:
        value = value.numerator
    if type(value) is int:
        return str(value) if abs(value) < 10**21 else number_to_text(Fraction(value))
    if type(value) is Fraction and numbers.count_decimals(value) <= 15:
        return number_to_literal(value)
    return number_to_text(value)


def write_tree(node: tree.Node) -> str:
    """A tree as one writes it; an empty text where it is too long to be of use."""
    return "" if sum(1 for _ in tree.walk(node)) > 2 * LENGTHY else Echo().write_node(node).text


def echo_arithmetic(typed: TypedText, node: tree.Node, value: Any) -> str:
    """How the text was understood, empty where that is the text itself: `20·(27 + 1) = 560`."""
    result = write_number(value)
    if isinstance(node, tree.Number):
        return "" if result == typed.raw.strip() else result
    formula = write_tree(node)
    if strip_spelling(formula) in (strip_spelling(result), f"({strip_spelling(result)})"):
        return "" if strip_spelling(result) == strip_spelling(typed.raw) else result
    return f"{formula} = {result}" if formula else result


def strip_spelling(text: str) -> str:
    """Without spaces, times and powers alike, for comparing."""
    return "".join(text.split()).replace("**", "^").replace("*", "·")
