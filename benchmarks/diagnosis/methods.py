"""Wrong methods, as teachers see them on paper, each a change of one formula.

This list was fixed before the search for slips was written and shares no code with it: it measures the search from
outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from dlquiz.tree import Binary, Call, Conditional, Node, Number, Unary, transform, walk

NodeChange = Callable[[Node], Node | None]


@dataclass(frozen=True)
class Method:
    """A wrong method: what the learner does, and how it changes a node (to None where it does not apply)."""

    name: str
    change: NodeChange
    root_only: bool = False  # whether it changes the result of the step, not a part of its formula


def apply_method(method: Method, node: Node) -> Iterator[Node]:
    """The formula with the method applied, once for every place where it applies."""
    for place in [node] if method.root_only else list(walk(node)):
        changed = method.change(place)
        if changed is not None and changed != place:
            yield transform(node, lambda n, place=place, changed=changed: changed if n is place else None)


def binary(*ops: str) -> Callable[[Callable[[Binary], Node | None]], NodeChange]:
    """A change that applies to these operators."""

    def decorate(change: Callable[[Binary], Node | None]) -> NodeChange:
        return lambda node: change(node) if isinstance(node, Binary) and node.op in ops else None

    return decorate


def call(*functions: str) -> Callable[[Callable[[Call], Node | None]], NodeChange]:
    """A change that applies to calls of these functions."""

    def decorate(change: Callable[[Call], Node | None]) -> NodeChange:
        return lambda node: change(node) if isinstance(node, Call) and node.function in functions else None

    return decorate


def is_square(node: Binary) -> bool:
    """Whether a node is a square."""
    return isinstance(node.right, Number) and node.right.value == 2


METHODS = (
    Method("leaves out the last term", binary("+", "-")(lambda n: n.left)),
    Method("leaves out the first term", binary("+")(lambda n: n.right)),
    Method("subtracts where it should add", binary("+")(lambda n: Binary("-", n.left, n.right))),
    Method("adds where it should subtract", binary("-")(lambda n: Binary("+", n.left, n.right))),
    Method("subtracts the other way round", binary("-")(lambda n: Binary("-", n.right, n.left))),
    Method("leaves out the last factor", binary("*")(lambda n: n.left)),
    Method("leaves out the first factor", binary("*")(lambda n: n.right)),
    Method("adds where it should multiply", binary("*")(lambda n: Binary("+", n.left, n.right))),
    Method("multiplies where it should divide", binary("/")(lambda n: Binary("*", n.left, n.right))),
    Method("forgets to divide", binary("/")(lambda n: n.left)),
    Method("divides the other way round", binary("/")(lambda n: Binary("/", n.right, n.left))),
    Method(
        "doubles where it should square",
        binary("**")(lambda n: Binary("*", Number(2), n.left) if is_square(n) else None),
    ),
    Method("forgets the power", binary("**")(lambda n: n.left)),
    Method("forgets the minus sign", lambda n: n.operand if isinstance(n, Unary) and n.op == "-" else None),
    Method(
        "forgets the function",
        call("sigmoid", "tanh", "relu", "sqrt", "exp", "log", "abs", "leaky_relu")(lambda n: n.arguments[0]),
    ),
    Method("takes the common logarithm", call("log")(lambda n: Call("log10", n.arguments))),
    Method("rounds up instead of down", call("floor")(lambda n: Call("ceil", n.arguments))),
    Method("rounds down instead of up", call("ceil")(lambda n: Call("floor", n.arguments))),
    Method("averages where it should add up", call("sum")(lambda n: Call("mean", n.arguments))),
    Method("adds up where it should average", call("mean")(lambda n: Call("sum", n.arguments))),
    Method("takes the smallest for the largest", call("max")(lambda n: Call("min", n.arguments))),
    Method("takes the other branch", lambda n: n.otherwise if isinstance(n, Conditional) else None),
    Method("counts one too many", lambda n: Binary("+", n, Number(1)), root_only=True),
    Method("counts one too few", lambda n: Binary("-", n, Number(1)), root_only=True),
    Method("rounds to two decimals on the way", lambda n: Call("round", (n, Number(2))), root_only=True),
    Method("transposes the matrix", binary("@")(lambda n: Binary("@", Call("transpose", (n.left,)), n.right))),
    Method("multiplies the matrices in the other order", binary("@")(lambda n: Binary("@", n.right, n.left))),
    Method(
        "uses 1 where the formula has 2", lambda n: Number(1) if n == Number(2) or n == Number(Fraction(2)) else None
    ),
    Method("forgets one half", binary("*")(lambda n: n.right if n.left == Number(Fraction(1, 2)) else None)),
)
