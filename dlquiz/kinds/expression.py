"""Formulas in declared letters: equal where their values are, however they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.kinds import arithmetic, separators
from dlquiz.kinds.kind import Kind, is_number
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import letters
from dlquiz.language.typed import TypedReader
from dlquiz.language.vocabulary import IF
from dlquiz.language.write.values import value_to_latex, value_to_text
from dlquiz.model import AnswerKey, Reading, Value

if TYPE_CHECKING:
    from dlquiz.algebra.comparison import Comparison

NEARLY = "nearly: is something small missing?"


def drop_label_of_formula(typed: TypedText, letters: Collection[str]) -> TypedText:
    """The text behind a label; in `x if x >= 0 else 0` only what stands before the first piece can hold one."""
    pieces = IF.search(typed.text)
    if pieces is None:
        return drop_label(typed, letters)
    head = typed.cut(0, pieces.start())
    return typed if drop_label(head, letters) is head else typed.cut(head.text.index("=") + 1)


def constants(node: tree.Node, declared: Collection[str], text: str) -> bool:
    """Whether a tree is without letters; FormulaError where such a part of it has no value, or an exponent is huge."""
    below = [constants(child, declared, text) for child in tree.children(node)]
    if isinstance(node, tree.Name):
        return node.name not in declared
    if all(below):
        return True
    for child, constant in zip(tree.children(node), below, strict=True):
        if constant:
            value = arithmetic.evaluate_typed(child, text)
            checked(node, child, value, text)
    return False


def checked(node: tree.Node, child: tree.Node, value: Any, text: str) -> None:
    """FormulaError for a constant exponent that is too large, and for dividing by 0."""
    if not isinstance(node, tree.Binary) or child is not node.right:
        return
    if node.op == "**" and abs(value) > arithmetic.EXPONENT:
        raise FormulaError(f"exponents go up to {arithmetic.EXPONENT} here", text, child.at)
    if node.op == "/" and value == 0:
        raise FormulaError("division by zero", text, node.at)


def compare_trees(mine: tree.Node, right: tree.Node, key: AnswerKey) -> Comparison:
    """Two formulas over the intervals of the question's letters."""
    from dlquiz.algebra.comparison import compare  # loads mpmath

    return compare(mine, right, key.variables)


def formulas_of(key: AnswerKey) -> Iterator[Any]:
    """What listed mistakes come to: never close."""
    return (value for value in key.mistaken if letters.is_formula(value) or is_number(value))


class Expression(Kind):
    """Formulas in declared letters: equal where their values are, however they are written."""

    name = "expression"
    value_needed = "a formula in the question's variables"
    needs_letters = True

    def fits(self, value: Value) -> bool:
        return letters.is_formula(value) or is_number(value)

    def tape_value(self, value: Value, key: AnswerKey) -> Value | None:
        try:
            return letters.from_tree(value, key.variables)
        except ValueError:
            return None

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The formula that a typed text stands for; FormulaError where it stands for none, or for two."""
        declared = key.variables
        bare = drop_label_of_formula(typed, declared).one_line()
        if decimal == "comma":
            bare = separators.point_decimals(bare)
        separators.refuse_commas(bare)
        try:
            node = TypedReader(bare.text, declared).read()
            if constants(node, declared, bare.text):
                arithmetic.evaluate_typed(node, bare.text)
        except FormulaError as error:
            raise bare.relocate_error(error) from None
        text = arithmetic.write_tree(node)
        return Reading(node, "" if arithmetic.strip_spelling(text) == arithmetic.strip_spelling(typed.raw) else text)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a formula is equal to the right one."""
        from dlquiz.algebra.comparison import are_equal  # loads mpmath

        return are_equal(letters.to_tree(value), letters.to_tree(key.value), key.variables)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Equal in all intervals, nearly equal, or what is off."""
        right = letters.to_tree(key.value)
        found = compare_trees(reading.value, right, key)
        if found.verdict == "right":
            return "right", ""
        if not found.samples:
            return "wrong", "this has no value where the letters live"
        if found.verdict == "close" and not any(
            self.is_right(reading.value, replace(key, value=m)) for m in formulas_of(key)
        ):
            return "close", NEARLY
        from dlquiz.algebra.explanation import explain

        return "wrong", explain(reading.value, right, found.samples, key.variables)

    def to_text(self, key: AnswerKey) -> str:
        return value_to_text(key.value)

    def instruction(self, key: AnswerKey) -> str:
        return f"a formula in {', '.join(key.variables)}"

    def to_latex(self, key: AnswerKey) -> str:
        return value_to_latex(key.value)
