"""Where in a formula a slip can be made: one finder for each row of the catalogue.

A finder takes a node and yields pairs: the node that stands there after the slip, and the piece of the right formula
that the catalogue's sentence is about (None where it names none).  `drop_term` on `a + b` yields `(a, b)` and `(b, a)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from dlquiz.tree import Binary, Call, Conditional, Index, Name, Node, Number, Unary, transform

Found = Iterable[tuple[Node, Node | None]]
ONE = Number(1)


def as_binary(node: Node, *ops: str) -> Binary | None:
    """The node, if it is one of these operators; else None."""
    return node if isinstance(node, Binary) and node.op in ops else None


def as_call(node: Node, *functions: str) -> Call | None:
    """The node, if it calls one of these functions; else None."""
    return node if isinstance(node, Call) and node.function in functions else None


# the finders


def drop_term(node: Node) -> Found:
    """a + b without a, or without b."""
    if found := as_binary(node, "+", "-"):
        yield found.left, found.right
        yield (found.right if found.op == "+" else Unary("-", found.right)), found.left


def drop_factor(node: Node) -> Found:
    """a·b without a, or without b; the sum of the others where it is a product of lists."""
    if found := as_binary(node, "*", "@"):
        yield found.left, found.right
        yield found.right, found.left
    if (product := as_call(node, "dot")) and len(product.arguments) == 2:
        left, right = product.arguments
        yield Call("sum", (left,)), right
        yield Call("sum", (right,)), left


def drop_biases(node: Node) -> Found:
    """a·b + c·d without + b + d: a sum without all of its terms that are not products."""
    terms = list_terms(node)
    plain = [term for term in terms if isinstance(term, (Name, Number))]
    kept = [term for term in terms if term not in plain]
    if len(plain) > 1 and kept:
        yield add_up(kept), add_up(plain)


def count_all_once(node: Node) -> Found:
    """2 for b + d: one bias for each of two layers."""
    terms = list_terms(node)
    if len(terms) > 1 and all(isinstance(term, Name) for term in terms):
        yield Number(len(terms)), node


def drop_slope(node: Node) -> Found:
    """e·x for e·a·(1 - a)·x: a product without the two factors of a slope."""
    factors = list_factors(node)
    for at, factor in enumerate(factors):
        if len(factors) > 2 and (bare := complement_of(factor)) in factors and bare is not None:
            rest = [one for i, one in enumerate(factors) if i != at]
            rest.remove(bare)
            yield multiply(rest), Binary("*", bare, factor)


def list_terms(node: Node) -> list[Node]:
    """The terms of a sum, from left to right."""
    found = as_binary(node, "+")
    return [*list_terms(found.left), *list_terms(found.right)] if found else [node]


def list_factors(node: Node) -> list[Node]:
    """The factors of a product, from left to right."""
    found = as_binary(node, "*")
    return [*list_factors(found.left), *list_factors(found.right)] if found else [node]


def add_up(terms: Sequence[Node]) -> Node:
    """The sum of some terms."""
    return reduce(lambda left, right: Binary("+", left, right), terms)


def multiply(factors: Sequence[Node]) -> Node:
    """The product of some factors."""
    return reduce(lambda left, right: Binary("*", left, right), factors)


def complement_of(node: Node) -> Node | None:
    """a where a node is 1 - a; None where it is not."""
    found = as_binary(node, "-")
    return found.right if found and is_number(found.left, 1) else None


def forget_half(node: Node) -> Found:
    """a for ½·a, and a for a/2."""
    if (found := as_binary(node, "*")) and is_number(found.left, Fraction(1, 2)):
        yield found.right, found.left
    if (found := as_binary(node, "/")) and is_number(found.right, 2):
        yield found.left, found.right


def forget_division(node: Node) -> Found:
    """a for a/n."""
    if found := as_binary(node, "/", "//"):
        yield found.left, found.right


def forget_complement(node: Node) -> Found:
    """a for 1 - a."""
    if (bare := complement_of(node)) is not None:
        yield bare, node


def forget_reciprocal(node: Node) -> Found:
    """a for 1/a."""
    if (found := as_binary(node, "/")) and is_number(found.left, 1):
        yield found.right, node


def divide_by_one_less(node: Node) -> Found:
    """A sum over n - 1 for a mean, and a/(n - 1) for a/n."""
    if (found := as_call(node, "mean")) and len(found.arguments) == 1:
        count = Call("len", found.arguments)
        yield Binary("/", Call("sum", found.arguments), Binary("-", count, ONE)), node
    if (quotient := as_binary(node, "/")) and isinstance(quotient.right, Name):
        yield Binary("/", quotient.left, Binary("-", quotient.right, ONE)), node


def forget_numerator(node: Node) -> Found:
    """1/n for a/n."""
    if found := as_binary(node, "/"):
        yield Binary("/", ONE, found.right), found.left


def lose_sign(node: Node) -> Found:
    """a for -a."""
    if isinstance(node, Unary) and node.op == "-":
        yield node.operand, node


def turn_sign(node: Node) -> Found:
    """-a for a, as the result of a step."""
    yield Unary("-", node), None


def add_for_subtract(node: Node) -> Found:
    """a + b for a - b."""
    if found := as_binary(node, "-"):
        yield Binary("+", found.left, found.right), found.right


def subtract_for_add(node: Node) -> Found:
    """a - b for a + b."""
    if found := as_binary(node, "+"):
        yield Binary("-", found.left, found.right), found.right


def turn_first_sign(node: Node) -> Found:
    """-a + b for a + b, and -a - b for a - b."""
    if found := as_binary(node, "+", "-"):
        yield Binary(found.op, Unary("-", found.left), found.right), found.left


def swap_times_plus(node: Node) -> Found:
    """a + b for a·b, and the other way round."""
    if found := as_binary(node, "+", "*"):
        yield Binary("*" if found.op == "+" else "+", found.left, found.right), node


def swap_times_divide(node: Node) -> Found:
    """a·b for a/b, and the other way round."""
    if found := as_binary(node, "/", "*"):
        yield Binary("*" if found.op == "/" else "/", found.left, found.right), node
        if found.op == "*" and isinstance(found.left, Number):
            yield Binary("/", found.right, found.left), node


def invert_fraction(node: Node) -> Found:
    """b/a for a/b."""
    if found := as_binary(node, "/"):
        yield Binary("/", found.right, found.left), node


def swap_operands(node: Node) -> Found:
    """b - a for a - b, B·A for A·B, bᵃ for aᵇ."""
    if found := as_binary(node, "-", "@", "**", "//", "%"):
        yield Binary(found.op, found.right, found.left), node
    if (found_call := as_call(node, "dot", "conv2d", "outer")) and len(found_call.arguments) == 2:
        yield Call(found_call.function, found_call.arguments[::-1]), node


def change_rounding(node: Node) -> Found:
    """Rounded up for down, to the nearest, or not at all."""
    if (found := as_call(node, "floor", "ceil", "round")) and len(found.arguments) == 1:
        yield found.arguments[0], node
        for other in ("floor", "ceil", "round"):
            if other != found.function:
                yield Call(other, found.arguments), node
    if whole := as_binary(node, "//"):
        quotient = Binary("/", whole.left, whole.right)
        yield quotient, node
        yield Call("ceil", (quotient,)), node


def count_one_more(node: Node) -> Found:
    """a + 1 for a, as the result of a step."""
    yield Binary("+", node, ONE), None


def count_one_less(node: Node) -> Found:
    """a - 1 for a, as the result of a step."""
    yield Binary("-", node, ONE), None


def count_once(node: Node) -> Found:
    """1 for a count: one bias for a layer, where every unit has its own."""
    if found := as_binary(node, "+"):
        if isinstance(found.right, Name):
            yield Binary("+", found.left, ONE), found.right
        if isinstance(found.left, Name):
            yield Binary("+", ONE, found.right), found.left


def shift_number(node: Node) -> Found:
    """A digit of the formula one more or one less."""
    if isinstance(node, Number) and isinstance(node.value, int) and 0 <= node.value <= 9:
        yield Number(node.value + 1), node
        if node.value != 1:  # a term or factor that is left out has rows of its own
            yield Number(node.value - 1), node


def take_as_one(node: Node) -> Found:
    """1 for a quantity that is subtracted, subtracted from, or an exponent."""
    if found := as_binary(node, "-", "**"):
        if isinstance(found.right, Name):
            yield Binary(found.op, found.left, ONE), found.right
        if isinstance(found.left, Name) and found.op == "-":
            yield Binary(found.op, ONE, found.right), found.left


def swap_power_product(node: Node) -> Found:
    """aᵇ for a·b, and the other way round."""
    if (found := as_binary(node, "*")) and isinstance(found.right, Name):
        yield Binary("**", found.left, found.right), node
    if (found := as_binary(node, "**")) and not isinstance(found.right, Number):
        yield Binary("*", found.left, found.right), node


def swap_square_sum(node: Node) -> Found:
    """The square of a sum or mean for the sum or mean of squares, and the other way round."""
    if (call := as_call(node, "sum", "mean")) and (square := as_binary(call.arguments[0], "**")):
        yield Binary("**", Call(call.function, (square.left, *call.arguments[1:])), square.right), node
    if (square := as_binary(node, "**")) and (call := as_call(square.left, "sum", "mean")):
        inner = Binary("**", call.arguments[0], square.right)
        yield Call(call.function, (inner, *call.arguments[1:])), node


def put_brackets(node: Node) -> Found:
    """a·(b + c) or b·(a + c) for a·b + c."""
    found = as_binary(node, "+", "-")
    product = as_binary(found.left, "*", "/") if found else None
    if found and product:
        yield Binary(product.op, product.left, Binary(found.op, product.right, found.right)), node
        if product.op == "*":
            yield Binary("*", product.right, Binary(found.op, product.left, found.right)), node


def take_slope_for_function(node: Node) -> Found:
    """a(1 - a) for the sigmoid a, 1 - a² for tanh."""
    if call := as_call(node, "sigmoid"):
        yield Binary("*", call, Binary("-", ONE, call)), node
    if call := as_call(node, "tanh"):
        yield Binary("-", ONE, Binary("**", call, Number(2))), node


def change_power(node: Node) -> Found:
    """2x, x or |x| for x², x² for x³, and x² for 2x."""
    if call := as_call(node, "abs"):
        yield Binary("**", call.arguments[0], Number(2)), node
    if (found := as_binary(node, "**")) and isinstance(found.right, Name):
        yield Binary("**", found.left, Binary("-", found.right, ONE)), node
        yield Binary("**", found.left, Binary("+", found.right, ONE)), node
    if found := as_binary(node, "**"):
        yield found.left, node
        if is_number(found.right, 2):
            yield Binary("*", Number(2), found.left), node
            yield Call("abs", (found.left,)), node
        if isinstance(found.right, Number) and found.right.value not in (1, 2):
            yield Binary("**", found.left, Number(found.right.value - 1)), node
            yield Binary("*", found.right, found.left), node
    if found := as_binary(node, "*"):
        if found.left == found.right:
            yield Binary("*", Number(2), found.left), node
        if is_number(found.left, 2):
            yield Binary("**", found.right, Number(2)), node


REDUCING = ("floor", "ceil", "round", "sum", "mean", "len")  # have a row of their own, or make no sense when forgotten


def forget_function(node: Node) -> Found:
    """x for f(x)."""
    if isinstance(node, Call) and len(node.arguments) == 1 and node.function not in REDUCING:
        yield node.arguments[0], node


def forget_slope(node: Node) -> Found:
    """1 for the slope a(1 - a) or 1 - a², and a for a(1 - a)."""
    if (found := as_binary(node, "*")) and is_complement(found.right, found.left):
        yield ONE, node
    if (found := as_binary(node, "-")) and is_number(found.left, 1) and as_binary(found.right, "**"):
        yield ONE, node


def confuse_slopes(node: Node) -> Found:
    """Another slope: a² or 1 - a² for a(1 - a), a(1 - a) for 1 - a², the slope taken at σ(a); and xⁿ for nxⁿ⁻¹."""
    if (found := as_binary(node, "*")) and is_complement(found.right, found.left):
        yield replace_all(node, found.left, Call("sigmoid", (found.left,))), node
        yield Binary("**", found.left, Number(2)), node
        yield Binary("-", ONE, Binary("**", found.left, Number(2))), node
    if (found := as_binary(node, "-")) and is_number(found.left, 1) and (square := as_binary(found.right, "**")):
        yield Binary("*", square.left, Binary("-", ONE, square.left)), node
        yield replace_all(node, square.left, Call("tanh", (square.left,))), node
    if (found := as_binary(node, "*")) and (lowered := as_binary(found.right, "**")):
        exponent = as_binary(lowered.right, "-")
        if exponent and is_number(exponent.right, 1):
            whole = Binary("**", lowered.left, exponent.left)
            if found.left == exponent.left:
                yield whole, node
            elif (product := as_binary(found.left, "*")) and exponent.left in (product.left, product.right):
                yield Binary("*", product.left if product.right == exponent.left else product.right, whole), node


def replace_all(node: Node, old: Node, new: Node) -> Node:
    """The tree with a part replaced wherever it stands."""
    return transform(node, lambda below: new if below == old else None)


def change_logarithm(node: Node) -> Found:
    """The logarithm to another base."""
    if found := as_call(node, "log", "log2", "log10"):
        for other in ("log", "log2", "log10"):
            if other != found.function:
                yield Call(other, found.arguments), node


def swap_sum_mean(node: Node) -> Found:
    """The mean for the sum, and the other way round."""
    if found := as_call(node, "sum", "mean"):
        yield Call("mean" if found.function == "sum" else "sum", found.arguments), node


def change_axis(node: Node) -> Found:
    """Along the rows for down the columns."""
    found = as_call(node, "sum", "mean", "prod")
    if found and len(found.arguments) == 2 and isinstance(found.arguments[1], Number):
        yield Call(found.function, (found.arguments[0], Number(1 - int(found.arguments[1].value)))), node


def swap_rows_columns(node: Node) -> Found:
    """Aᵀ for A, A for Aᵀ, and the element at (j, i) for the one at (i, j)."""
    if found := as_binary(node, "@"):
        yield Binary("@", transpose(found.left), found.right), found.left
        yield Binary("@", found.left, transpose(found.right)), found.right
    if isinstance(node, Index) and len(node.keys) == 2 and node.keys[0] != node.keys[1]:
        yield Index(node.base, node.keys[::-1]), node


def transpose(node: Node) -> Node:
    """Aᵀ for A, and A for Aᵀ."""
    found = as_call(node, "transpose")
    return found.arguments[0] if found else Call("transpose", (node,))


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


def take_other_branch(node: Node) -> Found:
    """The value of the branch that is not taken; the piece is the branch that is."""
    if isinstance(node, Conditional):
        yield node.otherwise, node.then
        yield node.then, node.otherwise


def shift_index(node: Node) -> Found:
    """The element next to the right one, as when counting from 1."""
    if isinstance(node, Index):
        for place, key in enumerate(node.keys):
            if isinstance(key, Number) and isinstance(key.value, int):
                for other in (key.value + 1, key.value - 1):
                    if other >= 0:
                        yield Index(node.base, (*node.keys[:place], Number(other), *node.keys[place + 1 :])), node


def take_complement(node: Node) -> Found:
    """1 - a for a: the share that is left for the share that is taken."""
    yield Binary("-", ONE, node), None


def double(node: Node) -> Found:
    """Twice as much, as the result of a step."""
    yield Binary("*", Number(2), node), None


def halve(node: Node) -> Found:
    """Half as much, as the result of a step."""
    yield Binary("/", node, Number(2)), None


def lose_brackets(node: Node) -> Found:
    """a·b + c or b + a·c for a·(b + c)."""
    if found := as_binary(node, "*", "/"):
        if inner := as_binary(found.left, "+", "-"):
            yield Binary(inner.op, inner.left, Binary(found.op, inner.right, found.right)), inner
        inner = as_binary(found.right, "+", "-")
        if inner and found.op == "*":
            yield Binary(inner.op, Binary("*", found.left, inner.left), inner.right), inner
            yield Binary(inner.op, inner.left, Binary("*", found.left, inner.right)), inner


def weight_terms(node: Node) -> Found:
    """βv + (1 - β)g for βv + g: a moving mean for a sum, as some books have it."""
    found = as_binary(node, "+", "-")
    term = as_binary(found.left, "*") if found else None
    if found and term and isinstance(term.left, Name):
        share = Binary("-", ONE, term.left)
        yield Binary(found.op, term, Binary("*", share, found.right)), found.right


def change_function(node: Node) -> Found:
    """One activation for another."""
    if found := as_call(node, *CONFUSED):
        for other in CONFUSED:
            if other != found.function:
                yield Call(other, found.arguments), node


CONFUSED = ("sigmoid", "tanh", "relu")


def is_number(node: Node, value: int | Fraction) -> bool:
    """Whether a node is this number."""
    return isinstance(node, Number) and node.value == value


def is_complement(node: Node, other: Node) -> bool:
    """Whether a node is 1 minus the other."""
    return isinstance(node, Binary) and node.op == "-" and is_number(node.left, 1) and node.right == other
