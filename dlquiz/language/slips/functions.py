"""One function for another, the other case, and the wrong axis, row or element of an array."""

from __future__ import annotations

from dlquiz.language.slips.patterns import Found, as_binary, as_call, looks_at, transpose
from dlquiz.tree import Binary, Call, Conditional, Index, Node, Number

CONFUSED = ("sigmoid", "tanh", "relu")


@looks_at(Call)
def change_function(node: Node) -> Found:
    """One activation for another."""
    if found := as_call(node, *CONFUSED):
        for other in CONFUSED:
            if other != found.function:
                yield Call(other, found.arguments), node


@looks_at(Call)
def change_logarithm(node: Node) -> Found:
    """The logarithm to another base."""
    if found := as_call(node, "log", "log2", "log10"):
        for other in ("log", "log2", "log10"):
            if other != found.function:
                yield Call(other, found.arguments), node


@looks_at(Call)
def swap_sum_mean(node: Node) -> Found:
    """The mean for the sum, and the other way round."""
    if found := as_call(node, "sum", "mean"):
        yield Call("mean" if found.function == "sum" else "sum", found.arguments), node


@looks_at(Binary, Call)
def swap_square_sum(node: Node) -> Found:
    """The square of a sum or mean for the sum or mean of squares, and the other way round."""
    if (call := as_call(node, "sum", "mean")) and (square := as_binary(call.arguments[0], "**")):
        yield Binary("**", Call(call.function, (square.left, *call.arguments[1:])), square.right), node
    if (square := as_binary(node, "**")) and (call := as_call(square.left, "sum", "mean")):
        inner = Binary("**", call.arguments[0], square.right)
        yield Call(call.function, (inner, *call.arguments[1:])), node


@looks_at(Call)
def change_extreme(node: Node) -> Found:
    """The smallest for the largest, the mean for either, and average pooling for max pooling."""
    if found := as_call(node, "max", "min", "mean"):
        for other in ("max", "min", "mean"):
            if other != found.function:
                yield Call(other, found.arguments), node
        if len(found.arguments) == 1 and found.function == "max":
            yield Call("max", (Call("abs", found.arguments),)), node
    pools = ("maxpool2d", "avgpool2d")
    if found := as_call(node, *pools):
        yield Call(pools[1 - pools.index(found.function)], found.arguments), node


@looks_at(Conditional)
def take_other_branch(node: Node) -> Found:
    """The value of the branch that is not taken; the piece is the branch that is."""
    if isinstance(node, Conditional):
        yield node.otherwise, node.then
        yield node.then, node.otherwise


@looks_at(Call)
def change_axis(node: Node) -> Found:
    """Along the rows for down the columns."""
    found = as_call(node, "sum", "mean", "prod")
    if found and len(found.arguments) == 2 and isinstance(found.arguments[1], Number):
        yield Call(found.function, (found.arguments[0], Number(1 - int(found.arguments[1].value)))), node


@looks_at(Binary, Index)
def swap_rows_columns(node: Node) -> Found:
    """Aᵀ for A, A for Aᵀ, and the element at (j, i) for the one at (i, j)."""
    if found := as_binary(node, "@"):
        yield Binary("@", transpose(found.left), found.right), found.left
        yield Binary("@", found.left, transpose(found.right)), found.right
    if isinstance(node, Index) and len(node.keys) == 2 and node.keys[0] != node.keys[1]:
        yield Index(node.base, node.keys[::-1]), node


@looks_at(Index)
def shift_index(node: Node) -> Found:
    """The element next to the right one, as when counting from 1."""
    if isinstance(node, Index):
        for place, key in enumerate(node.keys):
            if isinstance(key, Number) and isinstance(key.value, int):
                for other in (key.value + 1, key.value - 1):
                    if other >= 0:
                        yield Index(node.base, (*node.keys[:place], Number(other), *node.keys[place + 1 :])), node
