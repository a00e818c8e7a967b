"""Tree to value: exact numbers, arrays element by element, and a budget that no formula can overdraw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language import letters, numbers
from dlquiz.language.arrays import (
    Array,
    array_or_tuple,
    common_shape,
    flatten,
    is_array,
    is_list,
    list_items,
    map_elements,
    pick,
)
from dlquiz.language.budget import WorkBudget, broadcast_cost, value_cost
from dlquiz.language.functions import FUNCTIONS, Function
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.values import count_elements, describe_shape, describe_value, nesting_depth, values_equal
from dlquiz.language.vectors import MAX_AXES, MAX_ELEMENTS

BUDGET = 600_000  # half microseconds of work on arrays, texts and letters in one evaluation
START = 20  # half microseconds that any evaluation costs, with what is made of its value
ORDER = 5  # how much more an order between formulas costs than an operator: SymPy looks for the sign of every part
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

    What it costs, also where it fails, is taken from the budget; what that does not suffice for is not begun.
    """
    if budget is None:
        return Evaluation(scope, functions, text).evaluate(node)
    allowed = min(BUDGET, budget.available)
    evaluation = Evaluation(scope, functions, text, allowed)
    try:
        return evaluation.evaluate(node)
    finally:
        budget.spend(START + allowed - evaluation.budget)


class Evaluation:
    """One evaluation of one formula: its scope and what is left of its budget."""

    __slots__ = ("budget", "functions", "scope", "text")

    def __init__(self, scope: Scope, functions: Mapping[str, Function], text: str, budget: int = BUDGET) -> None:
        self.scope = scope
        self.functions = functions
        self.text = text
        self.budget = budget

    def fault(self, message: str, node: tree.Node) -> FormulaError:
        """The error to raise, at the place of `node`."""
        return FormulaError(message, self.text, node.at)

    def evaluate(self, node: Any) -> Any:
        """The value of one node; that of a number or a name, which most are, without a call."""
        kind = type(node)
        if kind is tree.Number:
            return node.value
        if kind is not tree.Name:
            return RULES[kind](self, node)
        try:
            return self.scope[node.name]
        except KeyError:
            raise self.fault_of_name(node) from None

    def fault_of_name(self, node: tree.Name) -> FormulaError:
        """The error to raise where nothing has this name."""
        known = did_you_mean(node.name, self.scope)
        hint = f'; "{node.name}" is a function: it needs brackets' if node.name in self.functions else known
        return self.fault(f'there is no "{node.name}" here{hint}', node)

    def spend(self, cost: int, node: tree.Node) -> None:
        """Pay for work that is not done yet."""
        self.budget -= cost
        if self.budget < 0:
            raise self.fault("this formula takes too long to compute", node)

    def check_size(self, value: Any, node: tree.Node) -> Any:
        """A value that a rule made, if it is not too big."""
        if is_array(value):
            if value.size > MAX_ELEMENTS:
                raise self.fault(f"an array of more than {MAX_ELEMENTS:,} elements", node)
            if value.ndim > MAX_AXES:
                raise self.fault(f"an array of more than {MAX_AXES} axes", node)
        elif isinstance(value, tuple):
            self.spend(value_cost(value), node)
            if value_cost(value) > MAX_ELEMENTS or nesting_depth(value) > MAX_AXES:
                raise self.fault(f"a list of more than {MAX_ELEMENTS:,} elements or {MAX_AXES} levels", node)
        elif isinstance(value, str) and len(value) > MAX_CHARACTERS:
            raise self.fault(f"a text of more than {MAX_CHARACTERS:,} characters", node)
        return value

    def evaluate_truth(self, node: tree.Node, what: str) -> bool:
        """One truth; an array of them is asked to be reduced."""
        return self.read_truth(self.evaluate(node), node, what)

    def read_truth(self, value: Any, node: tree.Node, what: str) -> bool:
        """A value as one truth."""
        if type(value) is bool:
            return value
        if is_array(value):
            raise self.fault(f'{what} needs one truth, not one for each element; write "any(...)" or "all(...)"', node)
        if isinstance(value, (str, tuple)) or letters.is_formula(value):
            raise self.fault(f"{what} needs a truth, not {describe_value(value)}", node)
        return bool(value)

    # one rule a node

    def evaluate_list(self, node: tree.Array) -> Any:
        """A list: an array where it holds numbers in a regular shape, else a tuple."""
        items = [self.evaluate(item) for item in node.items]
        self.spend(sum(map(count_elements, items)), node)
        return self.check_size(array_or_tuple(items), node)

    def evaluate_unary(self, node: tree.Unary) -> Any:
        """A sign, or `not`."""
        if node.op == "not":
            return not self.evaluate_truth(node.operand, '"not"')
        value = self.evaluate(node.operand)
        if type(value) in NUMBERS:
            return numbers.negate(value)
        if letters.is_formula(value):
            return self.combine_letters("*", -1, value, node)
        if is_array(value):
            self.spend(value_cost(value), node)
            return map_elements(numbers.negate, value)
        raise self.fault(f"{describe_value(value)} has no negative", node)

    def evaluate_binary(self, node: tree.Binary) -> Any:
        """An operator between two values."""
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if type(left) in NUMBERS and type(right) in NUMBERS and node.op != "@":
            try:
                return ARITHMETIC[node.op](left, right)
            except ValueError as error:
                raise self.fault(str(error), node) from None
        if letters.is_formula(left) or letters.is_formula(right):
            return self.combine_letters(node.op, left, right, node)
        if node.op == "@":
            return self.call_function(self.functions["dot"], [left, right], node)
        if isinstance(left, (str, tuple)) or isinstance(right, (str, tuple)):
            return self.join_texts(node, left, right)
        if node.op == "**":
            self.spend(power_cost(left, right), node)
        return self.apply_operator(ARITHMETIC[node.op], left, right, node)

    def combine_letters(self, op: str, left: Any, right: Any, node: tree.Node) -> Any:
        """An operator where a letter takes part: a formula comes out."""
        if any(isinstance(side, str) or is_list(side) for side in (left, right)):
            raise self.fault("letters go with numbers, not with arrays or texts", node)
        self.spend(letters.cost(left, right), node)
        try:
            return letters.combine(op, left, right)
        except ValueError as error:
            raise self.fault(str(error), node) from None

    def apply_operator(self, function: Callable[[Any, Any], Any], left: Any, right: Any, node: tree.Node) -> Array:
        """`function` between the elements, with broadcasting."""
        if common_shape((left, right)) is None:
            raise self.fault(f"the shapes {describe_shape(left)} and {describe_shape(right)} do not fit", node)
        self.spend(broadcast_cost((left, right)), node)
        try:
            return self.check_size(map_elements(function, left, right), node)  # type: ignore[no-any-return]
        except ValueError as error:
            raise self.fault(str(error), node) from None

    def join_texts(self, node: tree.Binary, left: Any, right: Any) -> Any:
        """Texts and lists of texts can be joined by `+`, and nothing else."""
        if node.op == "+" and isinstance(left, str) and isinstance(right, str):
            return self.check_size(left + right, node)
        raise self.fault(f'"{node.op}" does not go with {describe_value(left)} and {describe_value(right)}', node)

    def evaluate_comparison(self, node: tree.Compare) -> Any:
        """A chain of comparisons; letters may leave it open only where a conditional decides by it."""
        made = self.compare_operands(node)
        if type(made) is not bool and letters.is_condition(made):
            raise self.fault(f'"{node.ops[0]}" does not go with a formula with letters outside of "if"', node)
        return made

    def compare_operands(self, node: tree.Compare) -> Any:
        """A chain of comparisons; truths element by element where arrays take part."""
        *first, last = node.operands
        values = [*map(self.evaluate, first), self.evaluate_compared(last, node.ops[-1])]
        results = [self.compare_pair(op, values[i], values[i + 1], node) for i, op in enumerate(node.ops)]
        if len(results) == 1:
            return results[0]
        if any(map(letters.is_formula, results)):
            return letters.join_conditions(results)
        if any(map(is_array, results)):
            whole = results[0]
            for result in results[1:]:
                whole = self.apply_operator(lambda a, b: bool(a and b), whole, result, node)
            return whole
        return all(results)

    def evaluate_compared(self, node: tree.Node, op: str) -> Any:
        """The last operand of a chain; a list that is only looked through stays one, since no array is needed."""
        if op in ("in", "not in") and isinstance(node, tree.Array):
            items = tuple(map(self.evaluate, node.items))
            return self.check_size(items, node)
        return self.evaluate(node)

    def compare_pair(self, op: str, left: Any, right: Any, node: tree.Node) -> Any:
        """One comparison."""
        if type(left) in NUMBERS and type(right) in NUMBERS and op in COMPARISON:
            return COMPARISON[op](left, right)
        if op in ("in", "not in"):
            return self.is_in(left, right, node) == (op == "in")
        if any(isinstance(side, (str, tuple)) or letters.is_formula(side) for side in (left, right)):
            if op in ("==", "!="):
                self.spend(value_cost(left), node)
                return values_equal(left, right) == (op == "==")
            if is_order(op, left, right):
                self.spend(ORDER * letters.cost(left, right), node)
                return letters.compare(op, left, right)
            raise self.fault(f'"{op}" does not go with {describe_value(left)} and {describe_value(right)}', node)
        return self.apply_operator(COMPARISON[op], left, right, node)

    def is_in(self, item: Any, holder: Any, node: tree.Node) -> bool:
        """Whether a list holds a value, or a text another."""
        if isinstance(holder, str) and isinstance(item, str):
            return item in holder
        if is_list(holder):
            self.spend(value_cost(holder), node)
            return any(values_equal(item, v) for v in list_items(holder))
        raise self.fault(f'"in" needs a list on its right, not {describe_value(holder)}', node)

    def evaluate_logic(self, node: tree.Logic) -> bool:
        """`and`, `or`: the rest is not looked at once it is decided."""
        stop = node.op == "or"
        what = f'"{node.op}"'
        for operand in node.operands:
            if self.evaluate_truth(operand, what) == stop:
                return stop
        return not stop

    def evaluate_conditional(self, node: tree.Conditional) -> Any:
        """One branch; the other is not looked at, unless letters leave the condition open."""
        compares = isinstance(node.condition, tree.Compare)
        condition = self.compare_operands(node.condition) if compares else self.evaluate(node.condition)  # type: ignore[arg-type]
        if type(condition) is not bool and letters.is_condition(condition):
            return self.choose_piece(condition, node)
        return self.evaluate(node.then if self.read_truth(condition, node.condition, '"if"') else node.otherwise)

    def choose_piece(self, condition: Any, node: tree.Conditional) -> Any:
        """A formula in pieces, where letters decide between them."""
        then, otherwise = self.evaluate(node.then), self.evaluate(node.otherwise)
        self.spend(letters.cost(condition, then, otherwise), node)
        try:
            return letters.choose(then, condition, otherwise)
        except ValueError as error:
            raise self.fault(str(error), node) from None

    def evaluate_index(self, node: tree.Index) -> Any:
        """An element, a row, a column or a part."""
        base = self.evaluate(node.base)
        keys = [self.evaluate_key(key) for key in node.keys]
        if isinstance(base, (tuple, str)) and len(keys) == 1:
            return self.pick_item(base, keys[0], node)
        if not is_array(base):
            raise self.fault(f"{describe_value(base)} has no element to pick", node)
        if len(keys) > base.ndim:
            raise self.fault(f"{len(keys)} indices are too many for the shape {describe_shape(base)}", node)
        self.spend(count_elements(base), node)
        return self.pick_part(base, keys, node)

    def pick_item(self, base: tuple[Any, ...] | str, key: int | slice, node: tree.Node) -> Any:
        """An element or a part of a list or text."""
        if isinstance(key, int) and not -len(base) <= key < len(base):
            raise self.fault(f"there is no element {key}: the list has {len(base)}", node)
        return base[key]

    def evaluate_key(self, node: tree.Node) -> int | slice:
        """One index, or the slice."""
        if isinstance(node, tree.Slice):
            ends = [None if part is None else self.evaluate_whole(part) for part in (node.start, node.stop, node.step)]
            if ends[2] == 0:
                raise self.fault("the step of a slice is not 0", node)
            return slice(*ends)
        return self.evaluate_whole(node)

    def evaluate_whole(self, node: tree.Node) -> int:
        """A whole number for an index."""
        value = self.evaluate(node)
        if isinstance(value, int):
            return int(value)
        if isinstance(value, Fraction) and value.denominator == 1:
            return value.numerator
        raise self.fault(f"an index is a whole number, not {describe_value(value)}", node)

    def pick_part(self, base: Array, keys: Sequence[int | slice], node: tree.Node) -> Any:
        """The part of an array that the keys name, first axis first."""
        for key, length in zip(keys, base.shape, strict=False):
            if isinstance(key, int) and not -length <= key < length:
                raise self.fault(f"there is no index {key}: the axis has {length}", node)
        return pick(base, tuple(keys))

    def evaluate_call(self, node: tree.Call) -> Any:
        """A function of its arguments."""
        function = self.functions.get(node.function)
        if function is None:
            raise self.fault(
                f'there is no function "{node.function}"{did_you_mean(node.function, self.functions)}', node
            )
        if not function.least <= len(node.arguments) <= function.most:
            raise self.fault(f'"{node.function}" is written {function.usage}', node)
        return self.call_function(function, [self.evaluate(argument) for argument in node.arguments], node)

    def call_function(self, function: Function, values: list[Any], node: tree.Node) -> Any:
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
            raise self.fault(f"{function.name}: {explain_error(error)}", node) from None
        except TypeError:
            kinds = ", ".join(describe_value(v) for v in values)
            raise self.fault(
                f'"{function.name}" is written {function.usage}; it does not go with {kinds}', node
            ) from None
        self.spend(count_elements(made), node)
        return self.check_size(made, node)


RULES: dict[type, Callable[[Evaluation, Any], Any]] = {
    tree.Text: lambda _, node: node.value,
    tree.Truth: lambda _, node: node.value,
    tree.Array: Evaluation.evaluate_list,
    tree.Unary: Evaluation.evaluate_unary,
    tree.Binary: Evaluation.evaluate_binary,
    tree.Compare: Evaluation.evaluate_comparison,
    tree.Logic: Evaluation.evaluate_logic,
    tree.Conditional: Evaluation.evaluate_conditional,
    tree.Index: Evaluation.evaluate_index,
    tree.Call: Evaluation.evaluate_call,
}


def is_order(op: str, left: Any, right: Any) -> bool:
    """Whether an operator orders two values, of which one holds letters."""
    fit = all(type(side) in NUMBERS or letters.is_formula(side) for side in (left, right))
    return fit and op in ("<", "<=", ">", ">=")


def explain_error(error: Exception) -> str:
    """The sentence of an arithmetic error."""
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return "the number becomes too large" if isinstance(error, OverflowError) else str(error)


def power_cost(base: Any, exponent: Any) -> int:
    """What powers of arrays cost more than other operations: once more for every 8 of the exponent."""
    exponents = flatten(exponent) if is_array(exponent) else (exponent,)
    largest = min(max(map(abs, exponents), default=0), numbers.BITS)
    return broadcast_cost((base, exponent)) * (int(largest) // 8)
