"""Tree to value: exact numbers, arrays element by element, and a budget that no formula can overdraw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language import letters, numbers
from dlquiz.language.arrays import Array, mapped, met, shape_of, stack, weight, zipped
from dlquiz.language.budget import WorkBudget
from dlquiz.language.functions import FUNCTIONS, Function, same
from dlquiz.language.numbers import NUMBERS

BUDGET = 600_000  # half microseconds of work on arrays, texts and letters in one evaluation
START = 20  # half microseconds that any evaluation costs, with what is made of its value
MAX_ELEMENTS = 10_000  # elements of one array or list
MAX_AXES = 8  # of one array or list
MAX_CHARACTERS = 10_000  # characters of one text

Scope = Mapping[str, Any]

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "//": numbers.floor_divide,
    "%": numbers.remainder,
    "**": numbers.power,
}
COMPARISON: dict[str, Callable[[Any, Any], bool]] = {
    "==": numbers.equal,
    "!=": lambda a, b: not numbers.equal(a, b),
    "<": numbers.less,
    ">": lambda a, b: numbers.less(b, a),
    "<=": lambda a, b: not numbers.less(b, a),
    ">=": lambda a, b: not numbers.less(a, b),
}


def evaluate(
    node: tree.Node,
    scope: Scope,
    functions: Mapping[str, Function] = FUNCTIONS,
    text: str = "",
    budget: WorkBudget | None = None,
) -> Any:
    """The value of a tree where `scope` gives the names; FormulaError with the place in `text` where it fails.

    What it costs, also where it fails, is paid from the purse.
    """
    evaluation = Evaluation(scope, functions, text)
    if budget is None:
        return evaluation.value(node)
    try:
        return evaluation.value(node)
    finally:
        budget.spend(START + BUDGET - evaluation.budget)


class Evaluation:
    """One evaluation of one formula: its scope and what is left of its budget."""

    __slots__ = ("budget", "functions", "scope", "text")

    def __init__(self, scope: Scope, functions: Mapping[str, Function], text: str) -> None:
        self.scope = scope
        self.functions = functions
        self.text = text
        self.budget = BUDGET

    def fault(self, message: str, node: tree.Node) -> FormulaError:
        """The error to raise, at the place of `node`."""
        return FormulaError(message, self.text, node.at)

    def value(self, node: tree.Node) -> Any:
        """The value of one node."""
        return RULES[type(node)](self, node)

    def spend(self, cost: int, node: tree.Node) -> None:
        """Pay for work that is not done yet."""
        self.budget -= cost
        if self.budget < 0:
            raise self.fault("this formula takes too long to compute", node)

    def checked(self, value: Any, node: tree.Node) -> Any:
        """A value that a rule made, if it is not too big."""
        if isinstance(value, Array):
            if len(value.items) > MAX_ELEMENTS:
                raise self.fault(f"an array of more than {MAX_ELEMENTS:,} elements", node)
            if value.ndim > MAX_AXES:
                raise self.fault(f"an array of more than {MAX_AXES} axes", node)
        elif isinstance(value, tuple):
            self.spend(weight(value), node)
            if weight(value) > MAX_ELEMENTS or levels(value) > MAX_AXES:
                raise self.fault(f"a list of more than {MAX_ELEMENTS:,} elements or {MAX_AXES} levels", node)
        elif isinstance(value, str) and len(value) > MAX_CHARACTERS:
            raise self.fault(f"a text of more than {MAX_CHARACTERS:,} characters", node)
        return value

    def truth(self, node: tree.Node, what: str) -> bool:
        """One truth; an array of them is asked to be reduced."""
        value = self.value(node)
        if isinstance(value, Array):
            raise self.fault(f'{what} needs one truth, not one for each element; write "any(...)" or "all(...)"', node)
        if isinstance(value, (str, tuple)) or letters.is_formula(value):
            raise self.fault(f"{what} needs a truth, not {described(value)}", node)
        return bool(value)

    # one rule a node

    def name(self, node: tree.Name) -> Any:
        """A quantity, looked up."""
        try:
            return self.scope[node.name]
        except KeyError:
            known = did_you_mean(node.name, self.scope)
            hint = f'; "{node.name}" is a function: it needs brackets' if node.name in self.functions else known
            raise self.fault(f'there is no "{node.name}" here{hint}', node) from None

    def array(self, node: tree.Array) -> Any:
        """A list: an array where it holds numbers in a regular shape, else a tuple."""
        items = [self.value(item) for item in node.items]
        self.spend(sum(map(size, items)), node)
        made = None if any(map(letters.is_formula, items)) else stack(items)
        return self.checked(tuple(items) if made is None else made, node)

    def unary(self, node: tree.Unary) -> Any:
        """A sign, or `not`."""
        if node.op == "not":
            return not self.truth(node.operand, '"not"')
        value = self.value(node.operand)
        if type(value) in NUMBERS:
            return numbers.negative(value)
        if letters.is_formula(value):
            return self.combine_letters("*", -1, value, node)
        if isinstance(value, Array):
            self.spend(weight(value), node)
            return mapped(numbers.negative, value)
        raise self.fault(f"{described(value)} has no negative", node)

    def binary(self, node: tree.Binary) -> Any:
        """An operator between two values."""
        left, right = self.value(node.left), self.value(node.right)
        if type(left) in NUMBERS and type(right) in NUMBERS and node.op != "@":
            try:
                return ARITHMETIC[node.op](left, right)
            except ValueError as error:
                raise self.fault(str(error), node) from None
        if letters.is_formula(left) or letters.is_formula(right):
            return self.combine_letters(node.op, left, right, node)
        if node.op == "@":
            return self.call_with(self.functions["dot"], [left, right], node)
        if isinstance(left, (str, tuple)) or isinstance(right, (str, tuple)):
            return self.joined(node, left, right)
        if node.op == "**":
            self.spend(power_cost(left, right), node)
        return self.elementwise(ARITHMETIC[node.op], left, right, node)

    def combine_letters(self, op: str, left: Any, right: Any, node: tree.Node) -> Any:
        """An operator where a letter takes part: a formula comes out."""
        if isinstance(left, (Array, tuple, str)) or isinstance(right, (Array, tuple, str)):
            raise self.fault("letters go with numbers, not with arrays or texts", node)
        self.spend(letters.cost(left, right), node)
        try:
            return letters.combine(op, left, right)
        except ValueError as error:
            raise self.fault(str(error), node) from None

    def elementwise(self, function: Callable[[Any, Any], Any], left: Any, right: Any, node: tree.Node) -> Array:
        """`function` between the elements, with broadcasting."""
        self.spend(met((left, right)), node)
        try:
            made = zipped(function, left, right)
        except ValueError as error:
            raise self.fault(str(error), node) from None
        if made is None:
            raise self.fault(f"the shapes {shape_text(left)} and {shape_text(right)} do not fit", node)
        return self.checked(made, node)  # type: ignore[no-any-return]

    def joined(self, node: tree.Binary, left: Any, right: Any) -> Any:
        """Texts and lists of texts can be joined by `+`, and nothing else."""
        if node.op == "+" and isinstance(left, str) and isinstance(right, str):
            return self.checked(left + right, node)
        raise self.fault(f'"{node.op}" does not go with {described(left)} and {described(right)}', node)

    def compare(self, node: tree.Compare) -> Any:
        """A chain of comparisons; truths element by element where arrays take part."""
        values = [self.value(operand) for operand in node.operands]
        results = [self.compared(op, values[i], values[i + 1], node) for i, op in enumerate(node.ops)]
        if len(results) == 1:
            return results[0]
        if any(isinstance(r, Array) for r in results):
            whole = results[0]
            for result in results[1:]:
                whole = self.elementwise(lambda a, b: bool(a and b), whole, result, node)
            return whole
        return all(results)

    def compared(self, op: str, left: Any, right: Any, node: tree.Node) -> Any:
        """One comparison."""
        if type(left) in NUMBERS and type(right) in NUMBERS and op in COMPARISON:
            return COMPARISON[op](left, right)
        if op in ("in", "not in"):
            return self.contains(left, right, node) == (op == "in")
        if any(isinstance(side, (str, tuple)) or letters.is_formula(side) for side in (left, right)):
            if op in ("==", "!="):
                self.spend(weight(left), node)
                return same(left, right) == (op == "==")
            raise self.fault(f'"{op}" does not go with {described(left)} and {described(right)}', node)
        return self.elementwise(COMPARISON[op], left, right, node)

    def contains(self, item: Any, holder: Any, node: tree.Node) -> bool:
        """Whether a list holds a value, or a text another."""
        if isinstance(holder, str) and isinstance(item, str):
            return item in holder
        if isinstance(holder, (tuple, Array)):
            self.spend(weight(holder), node)
            return any(same(item, v) for v in holder)
        raise self.fault(f'"in" needs a list on its right, not {described(holder)}', node)

    def logic(self, node: tree.Logic) -> bool:
        """`and`, `or`: the rest is not looked at once it is decided."""
        stop = node.op == "or"
        what = f'"{node.op}"'
        for operand in node.operands:
            if self.truth(operand, what) == stop:
                return stop
        return not stop

    def conditional(self, node: tree.Conditional) -> Any:
        """One branch; the other is not looked at."""
        return self.value(node.then if self.truth(node.condition, '"if"') else node.otherwise)

    def index(self, node: tree.Index) -> Any:
        """An element, a row, a column or a part."""
        base = self.value(node.base)
        keys = [self.key(key) for key in node.keys]
        if isinstance(base, (tuple, str)) and len(keys) == 1:
            return self.item(base, keys[0], node)
        if not isinstance(base, Array):
            raise self.fault(f"{described(base)} has no element to pick", node)
        if len(keys) > base.ndim:
            raise self.fault(f"{len(keys)} indices are too many for the shape {shape_text(base)}", node)
        self.spend(size(base), node)
        return self.picked(base, keys, node)

    def item(self, base: tuple[Any, ...] | str, key: int | slice, node: tree.Node) -> Any:
        """An element or a part of a list or text."""
        if isinstance(key, int) and not -len(base) <= key < len(base):
            raise self.fault(f"there is no element {key}: the list has {len(base)}", node)
        return base[key]

    def key(self, node: tree.Node) -> int | slice:
        """One index, or the slice."""
        if isinstance(node, tree.Slice):
            ends = [None if part is None else self.whole(part) for part in (node.start, node.stop, node.step)]
            if ends[2] == 0:
                raise self.fault("the step of a slice is not 0", node)
            return slice(*ends)
        return self.whole(node)

    def whole(self, node: tree.Node) -> int:
        """A whole number for an index."""
        value = self.value(node)
        if isinstance(value, int):
            return int(value)
        if isinstance(value, Fraction) and value.denominator == 1:
            return value.numerator
        raise self.fault(f"an index is a whole number, not {described(value)}", node)

    def picked(self, base: Array, keys: list[int | slice], node: tree.Node) -> Any:
        """The part of an array that the keys name, first axis first."""
        at, size, shape = 0, len(base.items), base.shape  # of the block that the indices before the first slice pick
        for number, key in enumerate(keys):
            if isinstance(key, slice):
                block = Array(base.items[at : at + size], shape) if number else base
                return self.sliced(block, key, keys[number + 1 :], node)
            if not -shape[0] <= key < shape[0]:
                raise self.fault(f"there is no index {key}: the axis has {shape[0]}", node)
            size //= shape[0]
            at += key % shape[0] * size
            shape = shape[1:]
        return Array(base.items[at : at + size], shape) if shape else base.items[at]

    def sliced(self, base: Array, key: slice, rest: list[int | slice], node: tree.Node) -> Array:
        """Some rows of an array, or what the rest of the keys picks from each of them."""
        rows = [base.at(i) for i in range(*key.indices(len(base)))]
        if not rows:
            row = Array([0] * prod(base.shape[1:]), base.shape[1:])  # would-be, for the shape
            return Array((), (0, *shape_of(self.picked(row, rest, node) if rest else row)))
        return stack([self.picked(row, rest, node) for row in rows] if rest else rows)  # type: ignore[return-value]

    def call(self, node: tree.Call) -> Any:
        """A function of its arguments."""
        function = self.functions.get(node.function)
        if function is None:
            raise self.fault(
                f'there is no function "{node.function}"{did_you_mean(node.function, self.functions)}', node
            )
        if not function.least <= len(node.arguments) <= function.most:
            raise self.fault(f'"{node.function}" is written {function.usage}', node)
        return self.call_with(function, [self.value(argument) for argument in node.arguments], node)

    def call_with(self, function: Function, values: list[Any], node: tree.Node) -> Any:
        """Apply `function`, paying for the size of what goes in and comes out."""
        apply: Callable[..., Any] = function.apply
        if not function.takes_letters and any(map(letters.is_formula, values)):
            if not function.each:
                raise self.fault(f'"{function.name}" does not go with letters', node)
            self.spend(letters.cost(*values), node)
            apply = partial(letters.apply, function.name)
        try:
            self.spend(function.cost(values), node)
            made = apply(*values)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            raise self.fault(f"{function.name}: {plain(error)}", node) from None
        except (TypeError, AttributeError):
            kinds = ", ".join(described(v) for v in values)
            raise self.fault(
                f'"{function.name}" is written {function.usage}; it does not go with {kinds}', node
            ) from None
        self.spend(size(made), node)
        return self.checked(made, node)


RULES: dict[type, Callable[[Evaluation, Any], Any]] = {
    tree.Number: lambda _, node: node.value,
    tree.Text: lambda _, node: node.value,
    tree.Truth: lambda _, node: node.value,
    tree.Name: Evaluation.name,
    tree.Array: Evaluation.array,
    tree.Unary: Evaluation.unary,
    tree.Binary: Evaluation.binary,
    tree.Compare: Evaluation.compare,
    tree.Logic: Evaluation.logic,
    tree.Conditional: Evaluation.conditional,
    tree.Index: Evaluation.index,
    tree.Call: Evaluation.call,
}


def plain(error: Exception) -> str:
    """The sentence of an arithmetic error."""
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return "the number becomes too large" if isinstance(error, OverflowError) else str(error)


def size(value: Any) -> int:
    """How many elements a value has."""
    if isinstance(value, Array):
        return len(value.items)
    return len(value) if isinstance(value, tuple) else 1


def levels(value: Any) -> int:
    """How deep the lists in a value go."""
    if isinstance(value, tuple):
        return 1 + max(map(levels, value), default=0)
    return value.ndim if isinstance(value, Array) else 0


def power_cost(base: Any, exponent: Any) -> int:
    """What powers of arrays cost more than other operations: once more for every 8 of the exponent."""
    exponents = exponent.items if isinstance(exponent, Array) else (exponent,)
    largest = min(max(map(abs, exponents), default=0), numbers.BITS)
    return met((base, exponent)) * (int(largest) // 8)


def shape_text(value: Any) -> str:
    """A shape as people write it: 2×3."""
    return "×".join(map(str, value.shape)) if isinstance(value, Array) else "number"


def described(value: Any) -> str:
    """What a value is, for messages."""
    if isinstance(value, Array):
        return f"an array of shape {shape_text(value)}"
    if letters.is_formula(value):
        return "a formula with letters"
    if isinstance(value, (str, tuple)):
        return "a text" if isinstance(value, str) else "a list"
    return "a truth" if isinstance(value, bool) else "a number"
