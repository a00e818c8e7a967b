"""The derivative of a formula step by step: one line for each application of a rule, as on paper.

Monomials, constant factors and signs take no line of their own.  SymPy gives the slopes of functions and monomials;
what is put together here is trees, so that the lines stand in the order in which the formula was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.algebra.slopes import differentiate_tree, slope_of_call
from dlquiz.algebra.tree_arithmetic import add, multiply, negate, number, split_product, split_sum, subtract

MAX_LINES = 200
FLAT = ("round", "floor", "ceil", "sign", "step_function")  # slope 0 wherever there is one
POWER, PRODUCT, QUOTIENT, SUM = "Power rule", "Product rule", "Quotient rule", "Sum rule"
CHAIN, KNOWN, EXPONENTIAL = "Chain rule", "Known slope", "Exponential"
LARGER, SMALLER, PIECES = "The larger one counts", "The smaller one counts", "Piece by piece"
SOFTMAX, NORM, CONSTANT, FACTORS = "Softmax entry", "Norm", "Constant", "Constant terms and factors"


SOFTMAX_ENTRY = "take one entry of a softmax, counted from 0, as in softmax([a, b])[0]"


class Line(NamedTuple):
    """One line of the way: a name, the rule, the formula, and what it is the derivative of."""

    name: str
    rule: str
    formula: tree.Node
    of: tree.Node | None  # None where the line is a value of its own, such as an entry of a softmax


class Derivation:
    """Derives one formula after another, and numbers its lines through.

    What occurs twice in a formula is derived once; entries of a softmax and norms are values with lines of their own.
    ValueError where there is no derivative that can be written down.
    """

    def __init__(self) -> None:
        self.count = 0
        self.letter = ""
        self.lines: list[Line] = []
        self.known: dict[tree.Node, tree.Node | None] = {}
        self.values: dict[tree.Node, tree.Name] = {}  # entries of a softmax and norms -> their names
        self.parts: dict[str, tree.Node] = {}  # their names -> what they are

    def derive(self, node: tree.Node, letter: str) -> list[Line]:
        """The lines of the derivative by a letter; the last one is the derivative itself."""
        self.letter, self.lines, self.known = letter, [], {}
        node = tree.transform(expand_lists(node), self.name_value)
        made = self.slope(node)
        if made is None:
            self.add_line(CONSTANT, tree.Number(0), node)
        elif not self.lines or made != tree.Name(self.lines[-1].name):
            self.add_line(POWER if self.is_monomial(node) else FACTORS, made, node)
        return self.lines

    def add_line(self, rule: str, formula: tree.Node, of: tree.Node | None) -> tree.Name:
        """Add a line; the name that stands for its value."""
        self.count += 1
        if self.count > MAX_LINES:
            raise ValueError(f"the derivative takes more than {MAX_LINES} lines")
        name = f"{'d' if of is not None else 'p'}_{self.count}"
        self.lines.append(Line(name, rule, formula, of))
        return tree.Name(name)

    def varies(self, node: tree.Node) -> bool:
        """Whether the letter stands in a formula, or in a value that it names."""
        names = tree.names(node)
        return self.letter in names or any(name in self.parts and self.varies(self.parts[name]) for name in names)

    def slope(self, node: tree.Node) -> tree.Node | None:
        """The derivative of a part; None where the letter does not stand in it, or its slope is 0."""
        if not self.varies(node):
            return None
        if node not in self.known:
            rule = RULES.get(type(node))
            if rule is None:
                raise ValueError(f"{describe_node(node)} has no derivative here")
            self.known[node] = rule(self, node)
        return self.known[node]

    # values with lines of their own

    def name_value(self, node: tree.Node) -> tree.Node | None:
        """The name for an entry of a softmax or for a norm, after its line; None for any other node."""
        if isinstance(node, tree.Index):
            items, place = read_softmax_entry(node)
            items = tuple(tree.transform(item, self.name_value) for item in items)
            for j in range(len(items)):
                self.add_entry(items, j)
            return self.add_entry(items, place)
        if isinstance(node, tree.Call) and node.function == "norm":
            vector = node.arguments[0]
            if not isinstance(vector, tree.Array):
                raise ValueError("norm takes a list here, as in norm([x, y])")
            items = tuple(tree.transform(item, self.name_value) for item in vector.items)
            squares = add(*(tree.Binary("**", item, tree.Number(2)) for item in items))
            own = tree.Call("norm", (tree.Array(items),))
            return self.add_value(own, NORM, tree.Call("sqrt", (squares,)))
        return None

    def add_entry(self, items: tuple[tree.Node, ...], place: int) -> tree.Name:
        """The name of an entry of a softmax."""
        whole = add(*(tree.Call("exp", (item,)) for item in items))
        own = tree.Index(tree.Call("softmax", (tree.Array(items),)), (tree.Number(place),))
        return self.add_value(own, SOFTMAX, tree.Binary("/", tree.Call("exp", (items[place],)), whole))

    def add_value(self, node: tree.Node, rule: str, formula: tree.Node) -> tree.Name:
        """The name of a value, written once."""
        if node not in self.values:
            self.values[node] = self.add_line(rule, formula, None)
            self.parts[self.values[node].name] = node
        return self.values[node]

    def from_name(self, node: tree.Name) -> tree.Node | None:
        """1 for the letter itself; for a value of its own the rule of what it is."""
        if node.name == self.letter:
            return tree.Number(1)
        part = self.parts[node.name]
        return self.from_entry(part, node) if isinstance(part, tree.Index) else self.from_norm(part, node)

    def from_entry(self, part: tree.Index, name: tree.Name) -> tree.Node | None:
        """An entry of a softmax: pᵢ′ = pᵢ (zᵢ′ − Σ pⱼ zⱼ′)."""
        items, place = read_softmax_entry(part)
        slopes = [self.slope(item) for item in items]
        terms = [multiply(self.add_entry(items, j), slope) for j, slope in enumerate(slopes) if slope is not None]
        if not terms:
            return None
        own = slopes[place]
        inner = negate(add(*terms)) if own is None else subtract_sum(own, terms)
        return self.add_line(SOFTMAX, multiply(name, inner), name)

    def from_norm(self, part: tree.Node, name: tree.Name) -> tree.Node | None:
        """‖v‖′ = (v·v′)/‖v‖."""
        items = tree.children(tree.children(part)[0])
        terms = [multiply(item, slope) for item in items if (slope := self.slope(item)) is not None]
        return self.add_line(NORM, tree.Binary("/", add(*terms), name), name) if terms else None

    # sums and products

    def from_unary(self, node: tree.Unary) -> tree.Node | None:
        """A sign goes along."""
        inner = self.slope(node.operand)
        return inner if inner is None or node.op == "+" else negate(inner)

    def from_binary(self, node: tree.Binary) -> tree.Node | None:
        """An operator by its rule; a monomial at once."""
        if node.op in ("+", "-"):
            return self.from_sum(node)
        if self.is_monomial(node):
            return differentiate_tree(node, self.letter)
        if node.op == "*":
            return self.from_product(node)
        if node.op == "/":
            return self.from_quotient(node.left, node.right, node)
        if node.op == "**":
            return self.from_power(node.left, node.right, node)
        raise ValueError(f'"{node.op}" has no derivative here')

    def from_sum(self, node: tree.Node) -> tree.Node | None:
        """Term by term; a term without the letter drops out, and a single one that is left takes no line."""
        varying = [(sign, term) for sign, term in split_sum(node) if self.varies(term)]
        slopes = [(sign, slope) for sign, term in varying if (slope := self.slope(term)) is not None]
        if not slopes:
            return None
        made = negate(slopes[0][1]) if slopes[0][0] < 0 else slopes[0][1]
        for sign, slope in slopes[1:]:
            made = add(made, slope) if sign > 0 else subtract(made, slope)
        if len(slopes) == 1:
            return made
        rule = f"{POWER}, term by term" if all(self.is_monomial(term) for _, term in varying) else SUM
        return self.add_line(rule, made, node)

    def from_product(self, node: tree.Node) -> tree.Node | None:
        """Constant factors stay; of several others each is derived in turn."""
        factors = split_product(node)
        varying = [i for i, factor in enumerate(factors) if self.varies(factor)]
        terms: list[tree.Node] = []
        for i in varying:
            slope = self.slope(factors[i])
            if slope is not None:
                constants = [factor for j, factor in enumerate(factors) if j not in varying]
                others = [factors[j] for j in varying if j != i]
                terms.append(multiply(*constants, slope, *others))
        if len(varying) == 1 or not terms:
            return terms[0] if terms else None
        return self.add_line(PRODUCT, add(*terms), node)

    def from_quotient(self, above: tree.Node, below: tree.Node, node: tree.Node) -> tree.Node | None:
        """(u′v − uv′)/v²; a constant below stays below, one above leaves −cv′/v²."""
        top = self.slope(above)
        if not self.varies(below):
            return None if top is None else tree.Binary("/", top, below)
        bottom = self.slope(below)
        square = tree.Binary("**", below, tree.Number(2))
        if bottom is None:
            return None if top is None else tree.Binary("/", top, below)
        if top is None:
            return self.add_line(QUOTIENT, negate(tree.Binary("/", multiply(above, bottom), square)), node)
        upper = subtract(multiply(top, below), multiply(above, bottom))
        return self.add_line(QUOTIENT, tree.Binary("/", upper, square), node)

    def from_power(self, base: tree.Node, exponent: tree.Node, node: tree.Node) -> tree.Node | None:
        """A power by what varies: the base, the exponent, or both."""
        if not self.varies(exponent):
            slope = self.slope(base)
            return None if slope is None else self.add_line(POWER, power_slope(base, exponent, slope), node)
        inner = self.slope(exponent)
        if not self.varies(base):
            if inner is None:
                return None
            factors = [node] if base == tree.Name("e") else [node, tree.Call("log", (base,))]
            return self.add_line(EXPONENTIAL, multiply(*factors, inner), node)
        slope = self.slope(base)
        terms = [multiply(inner, tree.Call("log", (base,)))] if inner is not None else []
        terms += [tree.Binary("/", multiply(exponent, slope), base)] if slope is not None else []
        return self.add_line(EXPONENTIAL, multiply(node, add(*terms)), node) if terms else None

    # functions

    def from_call(self, node: tree.Call) -> tree.Node | None:
        """A function: its slope, taken at what stands in it, times the derivative of that."""
        if node.function in FLAT:
            return None
        if node.function in ("max", "min"):
            return self.from_larger(node)
        if node.function == "softmax":
            raise ValueError(SOFTMAX_ENTRY)
        inner, *rest = node.arguments
        if any(self.varies(argument) for argument in rest):
            raise ValueError(f"{node.function} has a derivative only by its first argument here")
        slope = self.slope(inner)
        if slope is None:
            return None
        outer = slope_of_call(node)
        if inner == tree.Name(self.letter):
            return self.add_line(KNOWN, outer, node)
        return self.add_line(CHAIN, multiply(outer, slope), node)

    def from_larger(self, node: tree.Call) -> tree.Node | None:
        """The slope of the argument that counts; more than two arguments are taken one after another."""
        *first, last = node.arguments
        rest = first[0] if len(first) == 1 else tree.Call(node.function, tuple(first))
        slopes = [self.slope(rest) or tree.Number(0), self.slope(last) or tree.Number(0)]
        op, rule = (">", LARGER) if node.function == "max" else ("<", SMALLER)
        condition = tree.Compare((op,), (rest, last))
        return self.add_line(rule, tree.Conditional(slopes[0], condition, slopes[1]), node)

    def from_conditional(self, node: tree.Conditional) -> tree.Node | None:
        """Each piece by itself."""
        then, otherwise = self.slope(node.then), self.slope(node.otherwise)
        if then is None and otherwise is None:
            return None
        zero = tree.Number(0)
        return self.add_line(PIECES, tree.Conditional(then or zero, node.condition, otherwise or zero), node)

    # monomials

    def is_monomial(self, node: tree.Node) -> bool:
        """Whether a formula is a constant times a constant power of the letter."""
        if not self.varies(node):
            return is_constant(node)
        if isinstance(node, tree.Name):
            return node.name == self.letter
        if isinstance(node, tree.Unary):
            return self.is_monomial(node.operand)
        if not isinstance(node, tree.Binary):
            return False
        if node.op == "*":
            return self.is_monomial(node.left) and self.is_monomial(node.right)
        if node.op == "/":
            return self.is_monomial(node.left) and is_constant(node.right) and not self.varies(node.right)
        return node.op == "**" and node.left == tree.Name(self.letter) and number(node.right) is not None


def is_constant(node: tree.Node) -> bool:
    """Whether a formula is a short one of numbers and letters, which is tidied where it stands."""
    return all(
        isinstance(n, (tree.Number, tree.Name, tree.Unary)) or (isinstance(n, tree.Binary) and n.op in ("*", "/", "**"))
        for n in tree.walk(node)
    )


def power_slope(base: tree.Node, exponent: tree.Node, slope: tree.Node) -> tree.Node:
    """n·u^(n−1)·u′."""
    value = number(exponent)
    less: tree.Node
    if value is None:
        less = subtract(exponent, tree.Number(1))
    else:
        rest = value - 1
        whole = rest.numerator if rest.denominator == 1 else rest
        less = tree.Number(whole) if whole >= 0 else tree.Unary("-", tree.Number(-whole))
    lowered = base if less == tree.Number(1) else tree.Binary("**", base, less)
    return multiply(exponent, lowered, slope)


def read_softmax_entry(node: tree.Index) -> tuple[tuple[tree.Node, ...], int]:
    """The arguments of a softmax and the index of its entry; ValueError for any other index."""
    call, place = node.base, number(node.keys[0]) if len(node.keys) == 1 else None
    items = call.arguments[0] if isinstance(call, tree.Call) and call.function == "softmax" else None
    if not isinstance(items, tree.Array) or place is None or place not in range(len(items.items)):
        raise ValueError(SOFTMAX_ENTRY)
    return items.items, int(place)


def expand_lists(node: tree.Node) -> tree.Node:
    """The formula with sums, means and dot products of written lists as sums."""
    return tree.transform(node, expand_list)


def expand_list(node: tree.Node) -> tree.Node | None:
    """A sum, a mean or a dot product of written lists as a sum; None for anything else."""
    if isinstance(node, tree.Binary) and node.op == "@":
        node = tree.Call("dot", (node.left, node.right))
    if not isinstance(node, tree.Call) or node.function not in ("sum", "mean", "dot"):
        return None
    lists = [argument.items for argument in node.arguments if isinstance(argument, tree.Array)]
    if len(lists) != len(node.arguments) or len({len(items) for items in lists}) != 1:
        raise ValueError(f"{node.function} takes lists of one length here, as in {node.function}([x, y])")
    total = add(*(multiply(*factors) for factors in zip(*lists, strict=True)))
    total = expand_lists(total)
    return tree.Binary("/", total, tree.Number(len(lists[0]))) if node.function == "mean" else total


def subtract_sum(left: tree.Node, terms: Sequence[tree.Node]) -> tree.Node:
    """A difference with several terms to subtract, in brackets; a single one without."""
    return subtract(left, terms[0]) if len(terms) == 1 else tree.Binary("-", left, add(*terms))


def describe_node(node: tree.Node) -> str:
    """What a node is, for a message."""
    names: dict[type, str] = {tree.Array: "a list", tree.Compare: "a comparison", tree.Index: "an index"}
    return names.get(type(node), f"a {type(node).__name__.lower()}")


RULES: dict[type, Callable[[Derivation, Any], tree.Node | None]] = {
    tree.Name: Derivation.from_name,
    tree.Unary: Derivation.from_unary,
    tree.Binary: Derivation.from_binary,
    tree.Call: Derivation.from_call,
    tree.Conditional: Derivation.from_conditional,
}
