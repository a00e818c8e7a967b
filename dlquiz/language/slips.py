"""The ways in which people get a formula wrong: one table, read by diagnosis and by the options made from mistakes.

Each row changes one node of a formula.  `prior` says how often the slip is seen against the others; it only orders
slips that explain a number equally well.  Sources: the error catalogues of arithmetic and algebra (Brown and Burton's
"buggy" procedures, 1978; Matz, 1982) read for the formulas of this field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dlquiz.tree import Binary, Call, Conditional, Index, Name, Node, Number, Unary, children, names, rename, transform

Found = Iterable[tuple[Node, Node | None]]  # what stands instead, and the piece that the sentence is about


class SlipKind(NamedTuple):
    """One way of going wrong."""

    name: str
    says: str  # what to tell; {piece} is the part of the formula that it is about
    prior: float
    find: Callable[[Node], Found]
    whole: bool = False  # whether it is about the result of a step, not about a place in its formula


class FormulaEdit(NamedTuple):
    """A slip at one place of one formula."""

    kind: SlipKind
    path: tuple[int, ...]  # children to go down from the root
    before: Node
    after: Node
    piece: Node | None


class NameSwap(NamedTuple):
    """A quantity that is taken for another."""

    name: str
    other: Node
    kind: str  # a row of SWAPS


def one() -> Number:
    """The number 1."""
    return Number(1)


def binary(node: Node, *ops: str) -> Binary | None:
    """The node, if it is one of these operators."""
    return node if isinstance(node, Binary) and node.op in ops else None


def call(node: Node, *functions: str) -> Call | None:
    """The node, if it calls one of these functions."""
    return node if isinstance(node, Call) and node.function in functions else None


# the finders: each gives what may stand instead of a node


def term_dropped(node: Node) -> Found:
    """a + b without a, or without b."""
    if found := binary(node, "+", "-"):
        yield found.left, found.right
        yield (found.right if found.op == "+" else Unary("-", found.right)), found.left


def factor_dropped(node: Node) -> Found:
    """a·b without a, or without b; the sum of the others where it is a product of lists."""
    if found := binary(node, "*"):
        yield found.left, found.right
        yield found.right, found.left
    if (product := call(node, "dot")) and len(product.arguments) == 2:
        left, right = product.arguments
        yield Call("sum", (left,)), right
        yield Call("sum", (right,)), left


def half_forgotten(node: Node) -> Found:
    """½ left out, as a factor or as a division by 2."""
    if (found := binary(node, "*")) and is_number(found.left, Fraction(1, 2)):
        yield found.right, found.left
    if (found := binary(node, "/")) and is_number(found.right, 2):
        yield found.left, found.right


def division_forgotten(node: Node) -> Found:
    """a/n without the n."""
    if found := binary(node, "/", "//"):
        yield found.left, found.right


def numerator_forgotten(node: Node) -> Found:
    """1/n for a/n."""
    if found := binary(node, "/"):
        yield Binary("/", one(), found.right), found.left


def sign_lost(node: Node) -> Found:
    """a for -a."""
    if isinstance(node, Unary) and node.op == "-":
        yield node.operand, node


def sign_turned(node: Node) -> Found:
    """-a for a, as the result of a step."""
    yield Unary("-", node), None


def plus_minus(node: Node) -> Found:
    """a + b for a - b, and the other way round; -a + b for a + b."""
    if found := binary(node, "+", "-"):
        yield Binary("-" if found.op == "+" else "+", found.left, found.right), found.right
        yield Binary(found.op, Unary("-", found.left), found.right), found.left


def times_plus(node: Node) -> Found:
    """a + b for a·b, and the other way round."""
    if found := binary(node, "+", "*"):
        yield Binary("*" if found.op == "+" else "+", found.left, found.right), node


def times_divide(node: Node) -> Found:
    """a·b for a/b, and the other way round."""
    if found := binary(node, "/", "*"):
        yield Binary("*" if found.op == "/" else "/", found.left, found.right), node


def reciprocal(node: Node) -> Found:
    """b/a for a/b."""
    if found := binary(node, "/"):
        yield Binary("/", found.right, found.left), node


def operands_swapped(node: Node) -> Found:
    """b - a for a - b, B·A for A·B, bᵃ for aᵇ."""
    if found := binary(node, "-", "@", "**", "//", "%"):
        yield Binary(found.op, found.right, found.left), node
    if (found_call := call(node, "dot", "conv2d", "outer")) and len(found_call.arguments) == 2:
        yield Call(found_call.function, found_call.arguments[::-1]), node


def rounding(node: Node) -> Found:
    """Up for down, to the nearest, or not at all."""
    if (found := call(node, "floor", "ceil", "round")) and len(found.arguments) == 1:
        yield found.arguments[0], node
        for other in ("floor", "ceil", "round"):
            if other != found.function:
                yield Call(other, found.arguments), node
    if whole := binary(node, "//"):
        quotient = Binary("/", whole.left, whole.right)
        yield quotient, node
        yield Call("ceil", (quotient,)), node


def off_by_one(node: Node) -> Found:
    """One more, or one less."""
    yield Binary("+", node, one()), None
    yield Binary("-", node, one()), None


def counted_once(node: Node) -> Found:
    """1 for a count: one bias for a layer, where every unit has its own."""
    if found := binary(node, "+"):
        if isinstance(found.right, Name):
            yield Binary("+", found.left, one()), found.right
        if isinstance(found.left, Name):
            yield Binary("+", one(), found.right), found.left
        if isinstance(found.left, Name) and isinstance(found.right, Name):
            yield Number(2), found


def number_off(node: Node) -> Found:
    """A whole number of the formula one more, or one less."""
    if isinstance(node, Number) and isinstance(node.value, int) and 0 <= node.value <= 9:
        yield Number(node.value + 1), node
        yield Number(node.value - 1), node


def power(node: Node) -> Found:
    """2x, x or |x| for x², x² for x³, and x² for 2x."""
    if found := binary(node, "**"):
        yield found.left, node
        if is_number(found.right, 2):
            yield Binary("*", Number(2), found.left), node
            yield Call("abs", (found.left,)), node
        if isinstance(found.right, Number) and found.right.value not in (1, 2):
            yield Binary("**", found.left, Number(found.right.value - 1)), node
            yield Binary("*", found.right, found.left), node
    if found := binary(node, "*"):
        if found.left == found.right:
            yield Binary("*", Number(2), found.left), node
        if is_number(found.left, 2):
            yield Binary("**", found.right, Number(2)), node


REDUCING = (
    "floor",
    "ceil",
    "round",
    "sum",
    "mean",
    "len",
)  # what is forgotten of these has a row of its own, or no sense


def function_forgotten(node: Node) -> Found:
    """x for f(x)."""
    if isinstance(node, Call) and len(node.arguments) == 1 and node.function not in REDUCING:
        yield node.arguments[0], node


def derivative_forgotten(node: Node) -> Found:
    """1 for the slope a(1 - a) or 1 - a², and a for a(1 - a)."""
    if (found := binary(node, "*")) and is_complement(found.right, found.left):
        yield one(), node
    if (found := binary(node, "-")) and is_number(found.left, 1) and binary(found.right, "**"):
        yield one(), node


def function_for_derivative(node: Node) -> Found:
    """Another slope: a² for a(1 - a), the slopes of sigmoid and tanh for each other; and xⁿ for nxⁿ⁻¹."""
    if (found := binary(node, "*")) and is_complement(found.right, found.left):
        yield rename_all(node, found.left, Call("sigmoid", (found.left,))), node
        yield Binary("**", found.left, Number(2)), node
        yield Binary("-", one(), Binary("**", found.left, Number(2))), node
    if (found := binary(node, "-")) and is_number(found.left, 1) and (square := binary(found.right, "**")):
        yield Binary("*", square.left, Binary("-", one(), square.left)), node
        yield rename_all(node, square.left, Call("tanh", (square.left,))), node
    if (found := binary(node, "*")) and (lowered := binary(found.right, "**")):
        exponent = binary(lowered.right, "-")
        if exponent and is_number(exponent.right, 1):
            whole = Binary("**", lowered.left, exponent.left)
            if found.left == exponent.left:
                yield whole, node
            elif (product := binary(found.left, "*")) and exponent.left in (product.left, product.right):
                yield Binary("*", product.left if product.right == exponent.left else product.right, whole), node


def rename_all(node: Node, old: Node, new: Node) -> Node:
    """The tree with a part replaced wherever it stands."""
    return transform(node, lambda below: new if below == old else None)


def other_logarithm(node: Node) -> Found:
    """The logarithm to another base."""
    if found := call(node, "log", "log2", "log10"):
        for other in ("log", "log2", "log10"):
            if other != found.function:
                yield Call(other, found.arguments), node


def mean_for_sum(node: Node) -> Found:
    """The mean for the sum, and the other way round."""
    if found := call(node, "sum", "mean"):
        yield Call("mean" if found.function == "sum" else "sum", found.arguments), node


def wrong_axis(node: Node) -> Found:
    """Along the rows for down the columns."""
    found = call(node, "sum", "mean", "prod")
    if found and len(found.arguments) == 2 and isinstance(found.arguments[1], Number):
        yield Call(found.function, (found.arguments[0], Number(1 - int(found.arguments[1].value)))), node


def transposed(node: Node) -> Found:
    """A matrix transposed, or not transposed."""
    if found := binary(node, "@"):
        yield Binary("@", turned(found.left), found.right), found.left
        yield Binary("@", found.left, turned(found.right)), found.right
    if isinstance(node, Index) and len(node.keys) == 2 and node.keys[0] != node.keys[1]:
        yield Index(node.base, node.keys[::-1]), node


def turned(node: Node) -> Node:
    """A matrix transposed; of a transposed one the matrix itself."""
    found = call(node, "transpose")
    return found.arguments[0] if found else Call("transpose", (node,))


def extreme(node: Node) -> Found:
    """The smallest for the largest, the mean for either."""
    if found := call(node, "max", "min", "mean"):
        for other in ("max", "min", "mean"):
            if other != found.function:
                yield Call(other, found.arguments), node
    pools = ("maxpool2d", "avgpool2d")
    if found := call(node, *pools):
        yield Call(pools[1 - pools.index(found.function)], found.arguments), node


def other_branch(node: Node) -> Found:
    """The other branch of a conditional."""
    if isinstance(node, Conditional):
        yield node.otherwise, node.then
        yield node.then, node.otherwise


def neighbour_index(node: Node) -> Found:
    """The element beside the right one, or counted from 1."""
    if isinstance(node, Index):
        for place, key in enumerate(node.keys):
            if isinstance(key, Number) and isinstance(key.value, int):
                for other in (key.value + 1, key.value - 1):
                    if other >= 0:
                        yield Index(node.base, (*node.keys[:place], Number(other), *node.keys[place + 1 :])), node


def rest_of_one(node: Node) -> Found:
    """1 - a for a, the share that is left for the share that is taken."""
    yield Binary("-", one(), node), None


def factor_two(node: Node) -> Found:
    """Twice as much, or half."""
    yield Binary("*", Number(2), node), Number(2)
    yield Binary("/", node, Number(2)), Number(2)


def brackets_lost(node: Node) -> Found:
    """a·b + c for a·(b + c)."""
    if found := binary(node, "*", "/"):
        if inner := binary(found.left, "+", "-"):
            yield Binary(inner.op, inner.left, Binary(found.op, inner.right, found.right)), inner
        inner = binary(found.right, "+", "-")
        if inner and found.op == "*":
            yield Binary(inner.op, Binary("*", found.left, inner.left), inner.right), inner


def weighted(node: Node) -> Found:
    """βv + (1 - β)g for βv + g: a moving mean for a sum, as some books have it."""
    found = binary(node, "+", "-")
    term = binary(found.left, "*") if found else None
    if found and term and isinstance(term.left, Name):
        share = Binary("-", one(), term.left)
        yield Binary(found.op, term, Binary("*", share, found.right)), found.right


def other_function(node: Node) -> Found:
    """Another activation."""
    if found := call(node, *CONFUSED):
        for other in CONFUSED:
            if other != found.function:
                yield Call(other, found.arguments), node


CONFUSED = ("sigmoid", "tanh", "relu")


def is_number(node: Node, value: int | Fraction) -> bool:
    """Whether a node is this literal."""
    return isinstance(node, Number) and node.value == value


def is_complement(node: Node, other: Node) -> bool:
    """Whether a node is 1 minus the other."""
    return isinstance(node, Binary) and node.op == "-" and is_number(node.left, 1) and node.right == other


CATALOGUE: tuple[SlipKind, ...] = (
    SlipKind("half forgotten", "you may have left out {piece}", 1.0, half_forgotten),
    SlipKind("term dropped", "you may have left out {piece}", 0.9, term_dropped),
    SlipKind("factor dropped", "you may have left out the factor {piece}", 0.9, factor_dropped),
    SlipKind("plus for minus", "the sign before {piece} may be turned round", 0.9, plus_minus),
    SlipKind("brackets lost", "the brackets around {piece} may be lost", 0.8, brackets_lost),
    SlipKind("sign lost", "a minus sign may be lost", 0.9, sign_lost),
    SlipKind("division forgotten", "you may have forgotten to divide by {piece}", 0.8, division_forgotten),
    SlipKind("function forgotten", "you may have forgotten to apply {piece}", 0.8, function_forgotten),
    SlipKind("rounding", "the rounding of {piece} may be another one", 0.8, rounding),
    SlipKind("derivative forgotten", "you may have left out the slope {piece}", 0.8, derivative_forgotten),
    SlipKind("square for double", "the power {piece} may have become something else", 0.7, power),
    SlipKind("mean for sum", "sum and mean may be confused in {piece}", 0.7, mean_for_sum),
    SlipKind("other logarithm", "the logarithm in {piece} may have another base", 0.7, other_logarithm),
    SlipKind("transposed", "{piece} may be transposed", 0.7, transposed),
    SlipKind("wrong axis", "{piece} may run along the other axis", 0.7, wrong_axis),
    SlipKind("largest for smallest", "{piece} may be taken the other way round", 0.6, extreme),
    SlipKind("other branch", "you may have taken the case {piece}", 0.6, other_branch),
    SlipKind("operands swapped", "the two sides of {piece} may be swapped", 0.6, operands_swapped),
    SlipKind("times for plus", "you may have confused adding and multiplying in {piece}", 0.6, times_plus),
    SlipKind("reciprocal", "{piece} may be upside down", 0.6, reciprocal),
    SlipKind(
        "function for derivative", "the function may stand for its slope in {piece}", 0.5, function_for_derivative
    ),
    SlipKind("times for divide", "you may have confused multiplying and dividing in {piece}", 0.5, times_divide),
    SlipKind("counted once", "you may have counted {piece} as 1", 0.6, counted_once),
    SlipKind("off by one", "this may be off by one", 0.5, off_by_one, whole=True),
    SlipKind("sign turned", "the sign may be turned round", 0.5, sign_turned, whole=True),
    SlipKind("another function", "another function may stand for {piece}", 0.5, other_function),
    SlipKind("rest of 1", "you may have taken what is left of 1", 0.3, rest_of_one, whole=True),
    SlipKind("factor 2", "you may be off by the factor {piece}", 0.5, factor_two, whole=True),
    SlipKind("number off", "the {piece} in the formula may be off by one", 0.4, number_off),
    SlipKind("neighbouring element", "you may have taken the element beside {piece}", 0.3, neighbour_index),
    SlipKind("weighted", "you may have weighted {piece} by one minus the other factor", 0.3, weighted),
    SlipKind("numerator forgotten", "you may have left out {piece} above the bar", 0.3, numerator_forgotten),
)

SWAPS: dict[str, SlipKind] = {
    kind.name: kind
    for kind in (
        SlipKind("before the activation", "you may have used the value before the activation", 0.8, lambda _: ()),
        SlipKind("after the activation", "you may have used the value after the activation", 0.6, lambda _: ()),
        SlipKind("old for new", "you may have used the old value of {piece}", 0.7, lambda _: ()),
        SlipKind("derived by itself", "the letter that is derived by drops out of {piece}", 0.5, lambda _: ()),
        SlipKind("another quantity", "another quantity may stand for {piece}", 0.7, lambda _: ()),
    )
}


def changes(root: Node, swaps: Mapping[str, Sequence[NameSwap]]) -> Iterator[FormulaEdit]:
    """Every slip at every place of a formula, and a quantity taken for another in all its places at once."""
    for name in sorted(names(root)):
        for swap in swaps.get(name, ()):
            yield FormulaEdit(SWAPS[swap.kind], (), root, rename(root, {name: swap.other}), Name(name))
    for kind in CATALOGUE:
        if kind.whole:
            yield from (FormulaEdit(kind, (), root, after, piece) for after, piece in kind.find(root))
    for path, node in places(root):
        for kind in CATALOGUE:
            if not kind.whole:
                for after, piece in kind.find(node):
                    if after != node:
                        yield FormulaEdit(kind, path, node, after, piece)
        if isinstance(node, Name):
            for swap in swaps.get(node.name, ()):
                yield FormulaEdit(SWAPS[swap.kind], path, node, swap.other, node)


def skeleton(node: Node) -> Node:
    """The form of a formula, whatever quantities stand in it: alike for the layers of a network."""
    return transform(node, lambda n: Name("") if isinstance(n, Name) else None)


def places(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with the way down to it."""
    yield path, node
    for index, child in enumerate(children(node)):
        yield from places(child, (*path, index))
