"""Two formulas as one program: every distinct part is computed once, whatever stands around it, without recursion.

Values are balls; a part without a value passes that on to what is computed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.kinds import ball
from dlquiz.kinds.ball import Ball


class Missing(Enum):
    """Why there is no value: undefined, beyond 10^308, or not decided with so many digits."""

    UNDEFINED = "undefined"
    LARGE = "large"
    OPEN = "open"


Side = Ball | Missing


class Step(NamedTuple):
    """One distinct part: a number, a letter, a constant or an operation on the values of earlier steps."""

    kind: str  # number | letter | constant | apply
    what: Any  # value, name or operation
    places: tuple[int, ...]  # the steps that it takes its values from
    fixed: bool  # whether no letter takes part


class Program:
    """The steps of two formulas; `ends` are the places of their values, `heavy` counts exponentials and the like."""

    def __init__(self, mine: tree.Node, other: tree.Node, letters: Collection[str]) -> None:
        self.letters = letters
        self.steps: list[Step] = []
        self.known: dict[tuple[str, Any, tuple[int, ...]], int] = {}
        self.constants: dict[int, dict[int, Side]] = {}  # digits -> place -> value
        self.ends = self.compiled(mine), self.compiled(other)
        self.heavy = sum(HEAVY.get(step.what, 0) for step in self.steps if step.kind == "apply")

    def compiled(self, node: tree.Node) -> int:
        """The place of a tree's value, its operands first; no recursion, however deep it is."""
        waiting: list[tuple[tree.Node, bool]] = [(node, False)]
        places: list[int] = []
        while waiting:
            top, ready = waiting.pop()
            below = list(tree.children(top))
            if below and not ready:
                waiting.append((top, True))
                waiting.extend((child, False) for child in reversed(below))
                continue
            count = len(below)
            taken = tuple(places[len(places) - count :])
            del places[len(places) - count :]
            places.append(self.placed(*self.meaning(top), taken))
        return places[0]

    def meaning(self, node: tree.Node) -> tuple[str, Any]:
        """What a node does."""
        if isinstance(node, tree.Number):
            return "number", node.value
        if isinstance(node, tree.Name):
            return ("letter" if node.name in self.letters else "constant"), node.name
        return "apply", operation(node)

    def placed(self, kind: str, what: Any, places: tuple[int, ...]) -> int:
        """The place of a step, which stands there once however often the formulas hold it."""
        key = kind, what, places
        if key not in self.known:
            fixed = kind != "letter" and all(self.steps[place].fixed for place in places)
            self.known[key] = len(self.steps)
            self.steps.append(Step(kind, what, places, fixed))
        return self.known[key]

    def run(self, point: Mapping[str, Ball], digits: int) -> tuple[Side, Side]:
        """The values of both formulas at a point, at the present precision, which is `digits`."""
        constants = self.constants.setdefault(digits, {})
        values: list[Side] = []
        for place, step in enumerate(self.steps):
            value = constants.get(place)
            if value is None:
                value = point[step.what] if step.kind == "letter" else computed(step, values)
                if step.fixed:
                    constants[place] = value
            values.append(value)
        return values[self.ends[0]], values[self.ends[1]]


def operation(node: tree.Node) -> str:
    """The name of what a node does; FormulaError where that cannot be sampled."""
    name = "negative" if isinstance(node, tree.Unary) else getattr(node, "function", getattr(node, "op", ""))
    if name not in OPERATIONS:
        raise FormulaError(f'"{name or type(node).__name__.lower()}" cannot stand in an answer with letters')
    return str(name)


def computed(step: Step, values: list[Side]) -> Side:
    """The value of one step, or why there is none."""
    if step.kind == "number":
        return ball.number(step.what)
    if step.kind == "constant":
        return ball.circle() if step.what == "pi" else ball.euler()
    arguments = [values[place] for place in step.places]
    missing = [argument for argument in arguments if isinstance(argument, Missing)]
    if missing:
        return max(missing, key=ORDER.index)
    try:
        return OPERATIONS[step.what](*arguments)
    except ball.TooLarge:
        return Missing.LARGE
    except ball.Unsure:
        return Missing.OPEN
    except (ball.Undefined, ArithmeticError):
        return Missing.UNDEFINED


ORDER = [Missing.UNDEFINED, Missing.OPEN, Missing.LARGE]  # what counts where several are missing
HEAVY = {"exp": 1, "log": 1, "log2": 1, "log10": 1, "sin": 1, "cos": 1, "**": 2, "softplus": 2} | dict.fromkeys(
    ("sigmoid", "tanh", "sech", "elu", "swish"), 1
)


# operations


def sigmoid(a: Ball) -> Ball:
    """1 / (1 + e^-a)."""
    small = ball.exponential(ball.negate(ball.magnitude(a)))
    below = ball.add(ball.EXACT, small)
    return ball.divide(ball.EXACT if a[0] >= 0 else small, below)


def tanh(a: Ball) -> Ball:
    """(1 - e^-2a) / (1 + e^-2a)."""
    small = ball.exponential(ball.multiply((Decimal(-2), ball.ZERO), ball.magnitude(a)))
    value = ball.divide(ball.subtract(ball.EXACT, small), ball.add(ball.EXACT, small))
    return value if a[0] >= 0 else ball.negate(value)


def sech(a: Ball) -> Ball:
    """2e^-a / (1 + e^-2a)."""
    small = ball.exponential(ball.negate(ball.magnitude(a)))
    return ball.divide(ball.multiply((ball.TWO, ball.ZERO), small), ball.add(ball.EXACT, ball.multiply(small, small)))


def softplus(a: Ball) -> Ball:
    """ln(1 + e^a)."""
    small = ball.exponential(ball.negate(ball.magnitude(a)))
    return ball.add(ball.larger(a, (ball.ZERO, ball.ZERO)), ball.logarithm(ball.add(ball.EXACT, small)))


def leaky(a: Ball, slope: Ball | None = None) -> Ball:
    """a where it is positive, else slope·a."""
    return a if a[0] > 0 else ball.multiply(a, slope or ball.number(Fraction(1, 100)))


def elu(a: Ball, alpha: Ball | None = None) -> Ball:
    """a where it is positive, else alpha·(e^a - 1)."""
    return a if a[0] > 0 else ball.multiply(alpha or ball.EXACT, ball.subtract(ball.exponential(a), ball.EXACT))


def based(base: int) -> Callable[[Ball], Ball]:
    """The logarithm to a base."""
    return lambda a: ball.divide(ball.logarithm(a), ball.logarithm((Decimal(base), ball.ZERO)))


def folded(pick: Callable[[Ball, Ball], Ball]) -> Callable[..., Ball]:
    """Largest or smallest of several."""

    def apply(first: Ball, *rest: Ball) -> Ball:
        for other in rest:
            first = pick(first, other)
        return first

    return apply


def rounding(a: Ball, places: Ball | None = None) -> Ball:
    """Rounded to so many decimals."""
    shift = int(places[0]) if places else 0
    if abs(shift) > 400:
        raise ball.Undefined
    scale = (ball.ONE.scaleb(shift), ball.ZERO)
    return ball.divide(ball.nearest(ball.multiply(a, scale)), scale)


OPERATIONS: dict[str, Callable[..., Ball]] = {
    "+": ball.add,
    "-": ball.subtract,
    "*": ball.multiply,
    "/": ball.divide,
    "**": ball.power,
    "negative": ball.negate,
    "abs": ball.magnitude,
    "min": folded(ball.smaller),
    "max": folded(ball.larger),
    "round": rounding,
    "floor": ball.floor,
    "ceil": ball.ceil,
    "sqrt": ball.root,
    "exp": ball.exponential,
    "log": ball.logarithm,
    "log2": based(2),
    "log10": based(10),
    "sin": ball.sine,
    "cos": ball.cosine,
    "sign": lambda a: (Decimal(ball.sign(a)), ball.ZERO),
    "clip": lambda a, low, high: ball.smaller(ball.larger(a, low), high),
    "sigmoid": sigmoid,
    "tanh": tanh,
    "sech": sech,
    "relu": lambda a: ball.larger(a, (ball.ZERO, ball.ZERO)),
    "leaky_relu": leaky,
    "elu": elu,
    "swish": lambda a: ball.multiply(a, sigmoid(a)),
    "softplus": softplus,
    "step_function": lambda a: (Decimal(max(ball.sign(a), 0)), ball.ZERO),
}
