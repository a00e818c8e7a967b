"""Formulas in declared letters: equal where their values are, however they are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.kinds import arithmetic, sampling, separators
from dlquiz.kinds.kind import Kind, is_number
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.sampling import Sample
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import letters
from dlquiz.language.typed import Lenient
from dlquiz.language.write import show as formulas
from dlquiz.model import AnswerKey, Reading, Value

TELLING = 1e-6  # how steady a factor must be to be named
FACTORS = (
    (-1.0, "the sign is off"),
    (2.0, "twice the right formula: a factor of 2 too many"),
    (0.5, "half the right formula: a factor of 2 is missing"),
    (math.log(2), "the natural logarithm instead of the one to base 2?"),
    (1 / math.log(2), "the logarithm to base 2 instead of the natural one?"),
    (math.log(10), "the natural logarithm instead of the one to base 10?"),
    (1 / math.log(10), "the logarithm to base 10 instead of the natural one?"),
)


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


def message(mine: tree.Node, right: tree.Node, samples: list[Sample], key: AnswerKey) -> str:
    """What is off in a wrong formula."""
    used, wanted = tree.names(mine) & key.variables.keys(), tree.names(right) & key.variables.keys()
    if not used and wanted:
        return f"a number, where a formula in {', '.join(sorted(wanted))} is asked for"
    if all(sample.mine is None for sample in samples):
        return "this has no value where it is needed"
    named = part(samples, key) or factor(samples) or offset(samples)
    if named or not wanted - used:
        return named
    return f"it does not depend on {', '.join(sorted(wanted - used))}"


def steady(samples: list[Sample], relate: Callable[[float, float], float]) -> float | None:
    """What relates both sides, where it is the same at all points."""
    pairs = [(s.mine, s.other) for s in samples if s.mine and s.other]
    if len(pairs) < len(samples) / 2 or len(pairs) < 3:
        return None
    found = [relate(mine, other) for mine, other in pairs]
    return found[0] if all(math.isclose(f, found[0], rel_tol=TELLING) for f in found) else None


def factor(samples: list[Sample]) -> str:
    """The factor between both sides, by its name."""
    ratio = steady(samples, lambda mine, other: mine / other)
    if ratio is not None and not math.isclose(ratio, 1, rel_tol=10 * TELLING):
        named = (name for value, name in FACTORS if math.isclose(ratio, value, rel_tol=10 * TELLING))
        return next(named, "off by a constant factor")
    return "upside down: this is the reciprocal" if reciprocal(samples) else ""


def reciprocal(samples: list[Sample]) -> bool:
    """Whether one side is the reciprocal of the other."""
    product = steady(samples, lambda mine, other: mine * other)
    return product is not None and math.isclose(product, 1, rel_tol=10 * TELLING)


def offset(samples: list[Sample]) -> str:
    """Whether a constant lies between both sides."""
    difference = steady(samples, lambda mine, other: mine - other)
    return "" if difference is None else "off by a constant that is added or missing"


def part(samples: list[Sample], key: AnswerKey) -> str:
    """Where both sides are equal, if it is on one side of 0."""
    for name in key.variables:
        above = [s.same for s in samples if s.point[name] > 0]
        below = [s.same for s in samples if s.point[name] < 0]
        if len(above) < 3 or len(below) < 3:
            continue
        if all(above) and not any(below):
            return f"equal only for {name} > 0"
        if all(below) and not any(above):
            return f"equal only for {name} < 0"
    return ""


class Expression(Kind):
    """Formulas in declared letters: equal where their values are, however they are written."""

    name = "expression"
    value_needed = "a formula in the question's variables"
    needs_letters = True

    def fits(self, value: Value) -> bool:
        return isinstance(value, tree.Node) or is_number(value)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The formula that a typed text stands for; FormulaError where it stands for none, or for two."""
        declared = key.variables
        bare = drop_label(typed, declared).one_line()
        if decimal == "comma":
            bare = separators.point_decimals(bare)
        separators.refuse_commas(bare)
        try:
            node = Lenient(bare.text, declared).read()
            if constants(node, declared, bare.text):
                arithmetic.evaluate_typed(node, bare.text)
        except FormulaError as error:
            raise bare.moved(error) from None
        text = arithmetic.write_tree(node)
        return Reading(node, "" if arithmetic.strip_spelling(text) == arithmetic.strip_spelling(typed.raw) else text)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a formula is equal to the right one, by sampling."""
        return self.judge_reading(Reading(letters.as_node(value)), key)[0] == "right"

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right or wrong by sampling, and what is off."""
        wanted = letters.as_node(key.value)
        samples = sampling.compared(reading.value, wanted, key.variables)
        if not samples:
            return ("right", "") if reading.value == wanted else ("wrong", "this has no value where the letters live")
        if all(sample.same for sample in samples):
            return "right", ""
        return "wrong", message(reading.value, wanted, samples, key)

    def to_text(self, key: AnswerKey) -> str:
        return formulas.value_text(key.value)

    def instruction(self, key: AnswerKey) -> str:
        return f"a formula in {', '.join(key.variables)}"

    def to_latex(self, key: AnswerKey) -> str:
        return formulas.value_latex(key.value)
