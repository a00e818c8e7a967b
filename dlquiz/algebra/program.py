"""Two formulas as one program: every distinct part is computed once, whatever stands around it, without recursion.

Values are intervals; a part without a value passes that on to what is computed from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.algebra.intervals import Interval, Intervals, TooLarge, Undefined, Unsure
from dlquiz.errors import FormulaError


class Missing(Enum):
    """Why there is no value: undefined, beyond 10^308, or not decided with so many digits."""

    UNDEFINED = "undefined"
    LARGE = "large"
    OPEN = "open"


Side = Any  # Interval | bool | Missing
ORDER = [Missing.UNDEFINED, Missing.OPEN, Missing.LARGE]  # what counts where several are missing
HEAVY = {"**": 2, "softplus": 2, "mish": 3, "sech": 2} | dict.fromkeys(
    ("exp", "log", "log2", "log10", "sin", "cos", "sigmoid", "tanh", "elu", "swish", "gelu", "sqrt"), 1
)
ALONE = {  # what letters can go through, one number at a time
    "abs", "min", "max", "round", "floor", "ceil", "sqrt", "sign", "clip", "relu", "leaky_relu", "step_function",
    "+", "-", "*", "/", "negative", "positive", *HEAVY,
}  # fmt: skip


class Step(NamedTuple):
    """One distinct part: a number, a letter, a constant or an operation on the values of earlier steps."""

    kind: str  # number | letter | constant | apply | compare | logic | choose
    what: Any  # value, name or operation
    places: tuple[int, ...]  # the steps that it takes its values from
    fixed: bool  # whether no letter takes part


class Program:
    """The steps of two formulas; `ends` are the places of their values, `heavy` counts exponentials and the like.

    With `held`, a typed decimal that is not among these numbers stands for all that round to it.
    """

    def __init__(
        self, mine: tree.Node, other: tree.Node, letters: Collection[str], held: Collection[Any] | None = None
    ) -> None:
        self.letters = letters
        self.held = held
        self.steps: list[Step] = []
        self.known: dict[tuple[str, Any, tuple[int, ...]], int] = {}
        self.constants: dict[int, dict[int, Side]] = {}  # digits -> place -> value
        self.ends = self.compile_tree(mine), self.compile_tree(other)
        self.heavy = sum(HEAVY.get(step.what, 0) for step in self.steps if step.kind == "apply")

    def compile_tree(self, root: tree.Node) -> int:
        """The place of a tree's value, its operands first; no recursion, however deep it is."""
        waiting: list[tuple[tree.Node, bool]] = [(root, False)]
        places: list[int] = []
        while waiting:
            node, ready = waiting.pop()
            below = tree.children(node)
            if below and not ready:
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(below))
                continue
            count = len(below)
            taken = tuple(places[len(places) - count :])
            del places[len(places) - count :]
            places.append(self.place_step(*self.describe_node(node), taken))
        return places[0]

    def describe_node(self, node: tree.Node) -> tuple[str, Any]:
        """What a node does; FormulaError where that cannot be compared."""
        if isinstance(node, tree.Number):
            slack = node.slack if self.held is not None and node.value not in self.held else 0
            return "number", (node.value, slack)
        if isinstance(node, tree.Name):
            return ("letter" if node.name in self.letters else "constant"), node.name
        if isinstance(node, tree.Compare):
            return "compare", node.ops
        if isinstance(node, tree.Conditional):
            return "choose", (0, 1, 2)
        if isinstance(node, tree.Logic):
            return "logic", node.op
        return name_operation(node)

    def place_step(self, kind: str, what: Any, places: tuple[int, ...]) -> int:
        """The place of a step, which stands there once however often the formulas hold it."""
        key = kind, what, places
        if key not in self.known:
            fixed = kind != "letter" and all(self.steps[place].fixed for place in places)
            self.known[key] = len(self.steps)
            self.steps.append(Step(kind, what, places, fixed))
        return self.known[key]

    def run(self, point: Mapping[str, Interval], arithmetic: Intervals) -> tuple[Side, Side]:
        """The values of both formulas at a point."""
        constants = self.constants.setdefault(arithmetic.digits, {})
        values: list[Side] = []
        for place, step in enumerate(self.steps):
            value = constants.get(place)
            if value is None:
                value = point[step.what] if step.kind == "letter" else compute_step(step, values, arithmetic)
                if step.fixed:
                    constants[place] = value
            values.append(value)
        return values[self.ends[0]], values[self.ends[1]]


def name_operation(node: tree.Node) -> tuple[str, Any]:
    """The kind and name of what a node does; FormulaError where that cannot be compared."""
    if isinstance(node, tree.Unary):
        return ("logic", "not") if node.op == "not" else ("apply", "negative" if node.op == "-" else "positive")
    if isinstance(node, tree.Call) and node.function == "where" and len(node.arguments) == 3:
        return "choose", (1, 0, 2)
    name = getattr(node, "function", getattr(node, "op", ""))
    if name not in ALONE:
        raise FormulaError(f'"{name or type(node).__name__.lower()}" cannot stand in an answer with letters')
    return "apply", name


def compute_step(step: Step, values: list[Side], arithmetic: Intervals) -> Side:
    """The value of one step, or why there is none."""
    arguments = [values[place] for place in step.places]
    if step.kind == "choose":
        return choose_branch(*(arguments[place] for place in step.what))
    missing = [argument for argument in arguments if isinstance(argument, Missing)]
    if missing:
        return max(missing, key=ORDER.index)
    try:
        return COMPUTE[step.kind](step.what, arguments, arithmetic)
    except TooLarge:
        return Missing.LARGE
    except Unsure:
        return Missing.OPEN
    except (Undefined, ArithmeticError, ValueError):
        return Missing.UNDEFINED


def choose_branch(then: Side, condition: Side, otherwise: Side) -> Side:
    """The branch that a condition takes; the other need not have a value."""
    if isinstance(condition, Missing):
        return condition
    return then if condition else otherwise


def apply(what: str, arguments: list[Side], arithmetic: Intervals) -> Side:
    """An operation, its value within bounds."""
    return arithmetic.check_magnitude(arithmetic.operations[what](*arguments))


def compare(ops: tuple[str, ...], sides: list[Side], arithmetic: Intervals) -> bool:
    """A chain of comparisons."""
    return all(arithmetic.holds(op, sides[i], sides[i + 1]) for i, op in enumerate(ops))


def decide(op: str, truths: list[Side], _: Intervals) -> bool:
    """`and`, `or`, `not`."""
    return not truths[0] if op == "not" else (all(truths) if op == "and" else any(truths))


def constant(name: str, _: list[Side], arithmetic: Intervals) -> Interval:
    """e or π."""
    return +arithmetic.context.pi if name == "pi" else +arithmetic.context.e


COMPUTE: dict[str, Any] = {
    "number": lambda what, _, arithmetic: arithmetic.number(*what),
    "constant": constant,
    "apply": apply,
    "compare": compare,
    "logic": decide,
}


def enclose_point(values: Mapping[str, Fraction], arithmetic: Intervals) -> dict[str, Interval]:
    """A point as intervals."""
    return {name: arithmetic.number(value) for name, value in values.items()}
