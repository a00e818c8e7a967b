"""What an answer can be at all: a sigmoid lies between 0 and 1, a count is not negative.

The bounds follow from the formulas of the tape and the ranges of the draws, not from the numbers that were drawn, so
that naming them tells nothing of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf, isnan
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Value
from dlquiz.tutor.sentences import is_symbol
from dlquiz.worked import Entry, Tape
from dlquiz.worked.misconceptions import get_rule_tree

LOSSES = frozenset({"e", "l", "j", "loss", "cost", "error", "bce", "ce", "mse", "mae"})
PROBABILITIES = frozenset({"p", "prob", "probability", "posterior"})
SLACK = 1e-9
DEEPEST = 30  # steps behind one another whose bounds are followed


class Bounds(NamedTuple):
    """The least and the greatest value."""

    low: float = -inf
    high: float = inf


ANY, SHARE, POSITIVE = Bounds(), Bounds(0.0, 1.0), Bounds(0.0)
RANGES = {
    "sigmoid": SHARE, "softmax": SHARE, "step_function": SHARE, "tanh": Bounds(-1.0, 1.0), "cos": Bounds(-1.0, 1.0),
    "sin": Bounds(-1.0, 1.0), "relu": POSITIVE, "exp": POSITIVE, "abs": POSITIVE, "sqrt": POSITIVE, "norm": POSITIVE,
    "len": POSITIVE, "softplus": POSITIVE, "comb": POSITIVE, "factorial": POSITIVE,
}  # fmt: skip
NAMED_RANGES = {
    "sigmoid": "A sigmoid gives values between 0 and 1",
    "softmax": "A softmax gives values between 0 and 1",
    "tanh": "tanh gives values between -1 and 1",
    "relu": "A ReLU gives no negative values",
}
SAME_RANGE = frozenset({"mean", "max", "min", "median", "round", "clip", "reshape", "transpose", "flatten"})


def check_sense(target: Entry, bounds: Bounds, typed: Value) -> str:
    """Why a value cannot be the answer whatever the numbers are; empty where it may be."""
    low, high = bounds
    items = [item for item in (flatten(typed) if is_array(typed) else (typed,)) if type(item) in numbers.NUMBERS]
    if not any(item < low - SLACK or item > high + SLACK for item in items):
        return ""
    node = get_rule_tree(target.step.formula)
    if isinstance(node, tree.Call) and node.function in NAMED_RANGES:
        return f"{NAMED_RANGES[node.function]}."
    return write_bounds(target, bounds, any(item < low - SLACK for item in items))


def write_bounds(target: Entry, bounds: Bounds, below: bool) -> str:
    """Bounds in words."""
    name = name_to_symbol(target.name) if is_symbol(target.name) else "The answer"
    if bounds == SHARE:
        what = "A probability" if target.name.split("_")[0].lower() in PROBABILITIES else name
        return f"{what} lies between 0 and 1."
    if below and bounds.low == 0:
        if type(target.value) is int:
            return "A count cannot be negative."
        kind = "This loss" if target.name.split("_")[0].lower() in LOSSES else name
        return f"{kind} cannot be negative here."
    if below:
        return f"{name} cannot be below {value_to_text(bounds.low)} here."
    return f"{name} cannot be above {value_to_text(bounds.high)} here."


def find_step_bounds(tape: Tape, target: Entry) -> Bounds:
    """What a step can be: what its author says (`within`), and what follows from its formula."""
    found = BoundsFinder(tape).find(tree.Name(target.name))
    if target.step.within is None:
        return found
    low, high = target.step.within
    return Bounds(max(found.low, float(low)), min(found.high, float(high)))


class BoundsFinder:
    """The bounds of formulas, from those of their parts."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.draws = {draw.name: draw for draw in tape.question.draws}
        self.lets = dict(tape.question.lets)
        self.known: dict[str, Bounds] = {}
        self.depth = 0

    def find(self, node: tree.Node) -> Bounds:
        """The bounds of a formula."""
        if isinstance(node, tree.Number):
            return Bounds(float(node.value), float(node.value))
        if isinstance(node, tree.Name):
            return self.find_name(node.name)
        if isinstance(node, tree.Unary) and node.op == "-":
            inner = self.find(node.operand)
            return Bounds(-inner.high, -inner.low)
        if isinstance(node, tree.Index):
            return self.find(node.base)
        if isinstance(node, tree.Array):
            return join_bounds(map(self.find, node.items))
        if isinstance(node, tree.Conditional):
            return join_bounds((self.find(node.then), self.find(node.otherwise)))
        if isinstance(node, tree.Call):
            return self.find_call(node)
        return self.find_binary(node) if isinstance(node, tree.Binary) else ANY

    def find_name(self, name: str) -> Bounds:
        """The bounds of a quantity; those of a loop's are not followed."""
        if name in self.known:
            return self.known[name]
        self.known[name] = ANY  # while it is looked for
        self.depth += 1
        entry = self.tape.entries.get(name)
        if name in CONSTANTS:
            self.known[name] = Bounds(float(CONSTANTS[name]), float(CONSTANTS[name]))
        elif name in self.draws:
            self.known[name] = find_draw_bounds(self.draws[name], self.tape.scope)
        elif self.depth < DEEPEST and name in self.lets:
            self.known[name] = self.find(self.lets[name].tree)
        elif self.depth < DEEPEST and entry is not None and not entry.step.rule:
            self.known[name] = self.find(entry.step.formula.tree)
        self.depth -= 1
        return self.known[name]

    def find_call(self, node: tree.Call) -> Bounds:
        """The bounds of a function's values."""
        if node.function in RANGES:
            return RANGES[node.function]
        inner = join_bounds(map(self.find, node.arguments[:1] if len(node.arguments) < 3 else node.arguments))
        if node.function in ("max", "min"):
            return join_bounds(map(self.find, node.arguments))
        if node.function in SAME_RANGE:
            return inner
        if node.function in ("floor", "ceil"):
            return Bounds(0.0 if 0 <= inner.low < 1 else inner.low - 1, inner.high + 1)
        if node.function in ("sum", "prod", "cumsum", "cumprod"):
            return Bounds(0.0 if inner.low >= 0 else -inf, 0.0 if inner.high <= 0 and node.function == "sum" else inf)
        if node.function in ("log", "log2", "log10"):
            return Bounds(0.0 if inner.low >= 1 else -inf, 0.0 if inner.high <= 1 else inf)
        return ANY

    def find_binary(self, node: tree.Binary) -> Bounds:
        """The bounds of what an operator gives."""
        left, right = self.find(node.left), self.find(node.right)
        if node.op == "+":
            return Bounds(left.low + right.low, left.high + right.high)
        if node.op == "-":
            return Bounds(left.low - right.high, left.high - right.low)
        if node.op == "*":
            return square_bounds(left) if node.left == node.right else multiply_bounds(left, right)
        if node.op in ("/", "//") and left.low >= 0 and right.low >= 0:
            return Bounds(0.0, left.high / right.low if right.low > 0 else inf)
        if node.op == "%" and right.low >= 0:
            return Bounds(0.0, right.high)
        if node.op == "**":
            return find_power_bounds(left, node.right)
        return ANY


def find_power_bounds(base: Bounds, exponent: tree.Node) -> Bounds:
    """The bounds of a power."""
    if isinstance(exponent, tree.Number) and isinstance(exponent.value, int) and exponent.value % 2 == 0:
        return square_bounds(base) if exponent.value == 2 else POSITIVE
    return POSITIVE if base.low >= 0 else ANY


def square_bounds(inner: Bounds) -> Bounds:
    """The bounds of a square."""
    most = max(abs(inner.low), abs(inner.high))
    least = 0.0 if inner.low <= 0 <= inner.high else min(abs(inner.low), abs(inner.high))
    return Bounds(least * least, most * most)


def multiply_bounds(left: Bounds, right: Bounds) -> Bounds:
    """The bounds of a product."""
    ends = [a * b for a in left for b in right]
    ends = [0.0 if isnan(end) else end for end in ends]  # 0 times infinity
    return Bounds(min(ends), max(ends))


def join_bounds(several: Iterable[Bounds]) -> Bounds:
    """The bounds of any of several."""
    found = list(several)
    return Bounds(min(b.low for b in found), max(b.high for b in found)) if found else ANY


def find_draw_bounds(draw: Draw, scope: Mapping[str, Value]) -> Bounds:
    """Whether a draw is positive, or a share, whatever is drawn."""
    ends: list[Value] = list(draw.of or ())
    try:
        ends += [formula.value(scope) for formula in (draw.start, draw.stop) if formula is not None]
    except FormulaError:
        return ANY
    if not ends or not all(type(end) in numbers.NUMBERS and type(end) is not bool for end in ends):
        return ANY
    low, high = min(ends), max(ends)
    return Bounds(0.0 if low >= 0 else -inf, 1.0 if high <= 1 and low >= 0 else inf)
