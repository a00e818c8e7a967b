"""What formulas look like on paper: elements counted from 1, products of arrays told apart, sums with their terms.

The prose style and LaTeX build on this.  The shapes of the scope decide what a product is; without a scope, `@` is a
product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.write.plain import ATOM, COMPARE, MOD, PRODUCT, SUM, Piece, Style
from dlquiz.language.write.symbols import name_element

TERMS = 6  # of a sum or a product that is written out
WINDOW = 9  # numbers among which the largest is looked for
NAMED = 4  # quantities that are counted by their names; of more only the first two and the last are named
SIDES = ("rows", "columns")
ARITHMETIC = frozenset("+-*/") | {"**"}
COMPARED = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}


class Paper(Style):
    """The paper's notation; a subclass knows the signs."""

    drops_brackets = True
    dots: ClassVar[str] = "…"

    # the signs of a subclass

    def write_words(self, text: str) -> str:
        """Words inside a formula."""
        return text

    def write_named_element(self, name: str, marks: Sequence[str], lower: bool) -> str:
        """A name with indices."""
        raise NotImplementedError

    def write_range(self, base: str, keys: Sequence[tuple[str, str]]) -> str:
        """Rows and columns of an array: for each axis its first and its last index; both empty for all of them."""
        raise NotImplementedError

    def write_total(self, sign: str, inner: Piece, index: str) -> Piece:
        """`sum` or `prod` over an index; it may be empty."""
        raise NotImplementedError

    def write_indicator(self, inner: Piece) -> Piece:
        """1 where a condition holds, else 0."""
        raise NotImplementedError

    def write_choice(self, then: Piece, condition: Piece, otherwise: Piece) -> Piece:
        """One value where a condition holds, element by element, and another where it does not."""
        raise NotImplementedError

    def write_derivative(self, above: Piece, below: Piece) -> Piece:
        """A derivative of the first by the second."""
        raise NotImplementedError

    def write_filled(self, digit: str, sizes: Sequence[str]) -> Piece:
        """An array of which every element is this digit."""
        raise NotImplementedError

    def write_transposed(self, piece: Piece) -> Piece:
        """A transposed array."""
        raise NotImplementedError

    # what the scope knows

    def find_value(self, node: tree.Node) -> Any:
        """The value of a node in the scope; None where it has none."""
        try:
            return evaluate(node, self.scope or {})
        except FormulaError:
            return None

    def find_array(self, node: tree.Node) -> Any:
        """The value of a node where it is an array; None where it is not, which mostly costs nothing to see."""
        scope = self.scope or {}
        if not any(
            isinstance(n, tree.Array) or (isinstance(n, tree.Name) and is_array(scope.get(n.name)))
            for n in tree.walk(node)
        ):
            return None
        value = self.find_value(node)
        return value if is_array(value) else None

    # operators

    def as_number(self, node: tree.Node, piece: Piece) -> Piece:
        """A written operand; a comparison counts as 1 or 0."""
        return self.write_indicator(piece) if isinstance(node, (tree.Compare, tree.Logic)) else piece

    def write_own_binary(self, node: tree.Binary) -> Piece | None:
        if node.op == "@":
            return self.write_product(node.left, node.right)
        counted = node.op == "+" and is_call(node.left, "argmax") and node.right == tree.Number(1)
        return self.write_node(node.left) if counted else None  # counted from 1

    def sign_of(self, node: tree.Binary) -> str:
        """`⊙` for a product element by element."""
        arrays = node.op == "*" and self.find_array(node.left) is not None and self.find_array(node.right) is not None
        return "⊙" if arrays else node.op

    def write_product(self, left: tree.Node, right: tree.Node) -> Piece:
        """A product of matrices and vectors: of two vectors with its terms, once the numbers are put in."""
        a, b = self.find_array(left), self.find_array(right)
        if a is not None and b is not None and a.ndim == b.ndim == 1:
            if self.substitute and 1 < a.size <= TERMS and a.shape == b.shape:
                pairs = zip(flatten(a), flatten(b), strict=True)
                return self.write_terms([tree.Binary("*", make_leaf(x), make_leaf(y)) for x, y in pairs])
            return self.write_between("·", self.write_node(left), self.write_node(right))
        first = self.write_node(left)
        if a is not None and b is not None and a.ndim == 1 and b.ndim == 2:
            first = self.write_transposed(first)
        return self.write_between("@", first, self.write_node(right))

    def write_dot(self, left: tree.Node, right: tree.Node) -> Piece:
        """The dot product of vectors."""
        if self.find_array(left) is not None:
            return self.write_product(left, right)
        return self.write_between("·", self.write_node(left), self.write_node(right))

    def write_between(self, op: str, left: Piece, right: Piece) -> Piece:
        """A product of two written factors; a matrix product of something element by element needs brackets."""
        return self.write_operator(op, self.write_operand(left, PRODUCT), self.write_right_operand(op, right))._replace(
            starts_with_minus=left.starts_with_minus
        )

    def write_terms(self, nodes: Sequence[tree.Node], op: str = "+") -> Piece:
        """A sum or a product with its terms."""
        first = self.write_node(nodes[0])
        made = Piece(self.write_operand(first, SUM if op == "+" else PRODUCT), first.binds, first.starts_with_minus)
        for node in nodes[1:]:
            made = self.write_operator(op, made.text, self.write_right_operand(op, self.write_term(node)))
        return made._replace(starts_with_minus=first.starts_with_minus, is_product=op == "*")

    def write_term(self, node: tree.Node) -> Piece:
        """A term behind another: `(-2)·3` rather than `(-2·3)`."""
        piece = self.write_node(node)
        if not piece.starts_with_minus or not isinstance(node, tree.Binary) or node.op != "*":
            return piece
        first = Piece(self.add_brackets(self.write_node(node.left).text))
        return self.write_operator("*", first.text, self.write_right_operand("*", self.write_node(node.right)))

    # elements

    def write_index(self, node: tree.Index) -> Piece:
        base, keys = flatten_index(node)
        value = self.evaluate_element(node) if self.substitute and self.scope is not None else None
        if value is not None:
            return self.format_value("", value)
        at = [None if isinstance(key, tree.Slice) else self.find_value(key) for key in keys]
        if isinstance(base, tree.Array) and len(at) == 1 and type(at[0]) is int and -len(base.items) <= at[0]:
            return self.write_node(base.items[at[0]]) if at[0] < len(base.items) else super().write_index(node)
        names_only = self.without_values()
        if any(isinstance(key, tree.Slice) for key in keys):
            return Piece(names_only.write_part(base, keys))
        sizes = self.list_sizes(base, len(keys))
        marks = [names_only.write_place(key, size) for key, size in zip(keys, sizes, strict=True)]
        if isinstance(base, tree.Name):
            lower = len(keys) == 2 and base.name.swapcase() not in (self.scope or {})
            return self.named_element(base.name, marks, lower)
        return names_only.write_element(names_only.write_node(base), marks)

    def named_element(self, name: str, marks: Sequence[str], lower: bool) -> Piece:
        """An element of a named array: y₃, w₁₂, ∂E/∂w₁₂."""
        text, plain = self.write_named_element(name, marks, lower), self.format_symbol(name)
        return plain._replace(text=text)

    def list_sizes(self, base: tree.Node, count: int) -> list[int | None]:
        """The sizes along the axes that are indexed, as far as they are known."""
        array = self.find_array(base)
        return [*array.shape[:count]] if array is not None and array.ndim >= count else [None] * count

    def write_place(self, key: tree.Node, size: int | None) -> str:
        """An index counted from 1: `k - 1` is k, `2 * t - 2` is 2t - 1."""
        value = self.find_value(key)
        if type(value) is int and (value >= 0 or size is not None):
            return str(value + 1 + (0 if value >= 0 else size or 0))
        if isinstance(key, tree.Binary) and key.op == "-" and isinstance(key.right, tree.Number):
            less = key.right.value - 1
            return self.write_node(tree.Binary("-", key.left, tree.Number(less)) if less else key.left).text
        return self.write_node(tree.Binary("+", key, tree.Number(1))).text

    def write_part(self, base: tree.Node, keys: Sequence[tree.Node]) -> str:
        """Some rows and columns of an array."""
        sizes = self.list_sizes(base, len(keys))
        return self.write_range(
            self.write_operand(self.write_node(base), ATOM),
            [self.write_span(k, s) for k, s in zip(keys, sizes, strict=True)],
        )

    def write_span(self, key: tree.Node, size: int | None) -> tuple[str, str]:
        """The first and the last index of a slice, counted from 1."""
        if not isinstance(key, tree.Slice):
            place = self.write_place(key, size)
            return place, place
        if key.start is None and key.stop is None:
            return "", ""
        first = self.write_place(key.start, size) if key.start is not None else "1"
        last = self.find_value(key.stop) if key.stop is not None else size
        if type(last) is int:
            return first, str(last if last >= 0 else (size or 0) + last)
        return first, self.write_node(key.stop).text if key.stop is not None else ""

    # functions

    def write_own_call(self, node: tree.Call) -> Piece | None:
        writer = CALLS.get((node.function, len(node.arguments)))
        return writer(self, *node.arguments) if writer else None

    def write_sum(self, inner: tree.Node) -> Piece | None:
        """A sum: of a condition a count, of few numbers its terms."""
        return self.write_count(inner) if isinstance(inner, tree.Compare) else self.write_reduction("+", inner)

    def write_factors(self, inner: tree.Node) -> Piece | None:
        """A product of all elements."""
        return self.write_reduction("*", inner)

    def write_reduction(self, op: str, inner: tree.Node) -> Piece | None:
        """A sum or a product of all elements."""
        if isinstance(inner, tree.Array) and not any(isinstance(item, tree.Array) for item in inner.items):
            return self.write_terms(inner.items, op)
        array = self.find_array(inner)
        if array is None:
            return self.write_total(op, self.write_node(inner), "")
        if self.substitute and 1 < array.size <= TERMS:
            return self.write_terms([self.element_of(inner, array.shape, i) for i in range(array.size)], op)
        index = self.find_index_letter()
        element = index_names(inner, array.shape, index, self.scope or {}) if array.ndim == 1 else None
        if element is None or self.substitute:
            return self.write_total(op, self.write_node(inner), "")
        return self.write_total(op, self.write_node(element), index)

    def find_index_letter(self) -> str:
        """A letter for the index of a sum that the scope does not use."""
        return next((letter for letter in "ij" if letter not in (self.scope or {})), "i")

    def element_of(self, node: tree.Node, shape: tuple[int, ...], at: int) -> tree.Node:
        """An element of a formula that goes element by element, with numbers in it."""
        if isinstance(node, tree.Binary) and node.op in ARITHMETIC and self.find_array(node) is not None:
            left, right = (self.element_of(child, shape, at) for child in (node.left, node.right))
            return tree.Binary(node.op, left, right)
        value = self.find_value(node)
        if is_array(value) and value.shape == shape:
            return make_leaf(flatten(value)[at])
        return node

    def write_mean(self, inner: tree.Node) -> Piece | None:
        """A mean: the sum, divided by how many there are."""
        array = self.find_array(inner)
        total = self.write_sum(inner)
        if total is None or array is None:
            return None
        return self.write_operator("/", self.over_bar(total), str(array.size))._replace(is_product=True)

    def over_bar(self, piece: Piece) -> str:
        """What is divided."""
        return self.write_operand(piece, PRODUCT)

    def write_count(self, condition: tree.Compare) -> Piece | None:
        """How many elements fulfil a condition, in words."""
        if len(condition.ops) != 1 or condition.ops[0] not in COMPARED:
            return None
        left, right = condition.operands
        if self.find_array(right) is not None:
            return self.write_total("+", self.write_indicator(self.write_node(condition)), "")
        bound = self.write_operand(self.write_node(right), MOD)
        return self.write_number_of(left, self.write_words(f" {COMPARED[condition.ops[0]]} ") + bound)

    def write_number_of(self, counted: tree.Node, condition: str) -> Piece:
        """`number of n₁, n₂, …, n₈ below 3`."""
        if isinstance(counted, tree.Array):
            names = [self.write_node(item).text for item in counted.items]
            if len(names) > NAMED and not self.substitute:
                names = [*names[:2], self.dots, names[-1]]
            return Piece(self.write_words("number of ") + ", ".join(names) + condition, COMPARE)
        return Piece(self.write_words("number of entries of ") + self.write_node(counted).text + condition, COMPARE)

    def write_length(self, inner: tree.Node) -> Piece | None:
        """How many there are: the number itself, unless they are counted by their names."""
        if isinstance(inner, tree.Array) and inner.items and not self.substitute:
            return self.write_number_of(inner, "")
        value = self.find_value(tree.Call("len", (inner,)))
        return self.format_number(value) if type(value) is int else None

    def write_largest(self, inner: tree.Node) -> Piece | None:
        return self.write_extreme("max", inner)

    def write_smallest(self, inner: tree.Node) -> Piece | None:
        return self.write_extreme("min", inner)

    def write_extreme(self, function: str, inner: tree.Node) -> Piece | None:
        """The largest or smallest of a few, which stand as arguments."""
        if isinstance(inner, tree.Array):
            return self.write_function(function, list(map(self.write_node, inner.items)))
        array = self.find_array(inner) if self.substitute else None
        if array is None or array.size > WINDOW:
            return None
        return self.write_function(function, [self.format_value("", value) for value in flatten(array)])

    def write_where(self, condition: tree.Node, then: tree.Node, otherwise: tree.Node) -> Piece:
        """1[condition], or both values with the condition."""
        if (then, otherwise) == (tree.Number(1), tree.Number(0)):
            return self.write_indicator(self.write_node(condition))
        return self.write_choice(self.write_node(then), self.write_node(condition), self.write_node(otherwise))

    def write_diff(self, above: tree.Node, below: tree.Node) -> Piece | None:
        """A derivative by a name; its names stay, since no numbers can be put into it."""
        names_only = self.without_values()
        return self.write_derivative(names_only.write_node(above), names_only.write_node(below))

    def write_ones(self, shape: tree.Node) -> Piece | None:
        """An array of ones, with its sizes below."""
        return self.write_filled("1", self.write_sizes(shape))

    def write_zeros(self, shape: tree.Node) -> Piece | None:
        """An array of zeros."""
        return self.write_filled("0", self.write_sizes(shape))

    def write_sizes(self, shape: tree.Node) -> list[str]:
        """The sizes of an array."""
        items = shape.items if isinstance(shape, tree.Array) else (shape,)
        return [self.write_node(item).text for item in items]

    def write_outer(self, left: tree.Node, right: tree.Node) -> Piece:
        """A column times a row."""
        return self.write_between("@", self.write_node(left), self.write_transposed(self.write_node(right)))

    def write_norm(self, inner: tree.Node) -> Piece | None:
        """The length of a vector: with numbers, the root of its squares."""
        array = self.find_array(inner) if self.substitute else None
        if array is None or array.ndim != 1 or not 1 < array.size <= TERMS:
            return None
        squares = [tree.Binary("**", make_leaf(value), tree.Number(2)) for value in flatten(array)]
        return self.write_function("sqrt", [self.write_terms(squares)])

    def write_onehot(self, at: tree.Node, count: tree.Node) -> Piece | None:
        """The vector itself; by name its class alone, counted from 1 where the bank does so."""
        array = self.find_value(tree.Call("onehot", (at, count))) if self.substitute else None
        if is_array(array) and array.size <= WINDOW:
            return Piece(self.write_list(self.write_cells(array)))
        counted = isinstance(at, tree.Binary) and at.op == "-" and at.right == tree.Number(1)
        return self.write_function("onehot", [self.write_node(at.left if counted else at)])  # type: ignore[attr-defined]

    def write_axis(self, what: str, inner: tree.Node, axis: tree.Node) -> Piece | None:
        """Sums or means down the columns, or along the rows."""
        side = self.find_value(axis)
        if side not in (0, 1):
            return None
        return Piece(
            self.write_words(f"{'column' if side == 0 else 'row'} {what} of ") + self.write_node(inner).text, COMPARE
        )


CALLS: dict[tuple[str, int], Callable[..., Piece | None]] = {
    ("sum", 1): Paper.write_sum,
    ("prod", 1): Paper.write_factors,
    ("mean", 1): Paper.write_mean,
    ("len", 1): Paper.write_length,
    ("max", 1): Paper.write_largest,
    ("min", 1): Paper.write_smallest,
    ("where", 3): Paper.write_where,
    ("diff", 2): Paper.write_diff,
    ("ones", 1): Paper.write_ones,
    ("zeros", 1): Paper.write_zeros,
    ("outer", 2): Paper.write_outer,
    ("dot", 2): Paper.write_dot,
    ("norm", 1): Paper.write_norm,
    ("onehot", 2): Paper.write_onehot,
    ("sum", 2): lambda self, inner, axis: self.write_axis("sums", inner, axis),
    ("mean", 2): lambda self, inner, axis: self.write_axis("means", inner, axis),
}


def is_call(node: tree.Node, function: str) -> bool:
    """Whether a node calls a function."""
    return isinstance(node, tree.Call) and node.function == function


def flatten_index(node: tree.Index) -> tuple[tree.Node, tuple[tree.Node, ...]]:
    """What is indexed, and by what: `W[0][1]` as `W[0, 1]`."""
    if not isinstance(node.base, tree.Index):
        return node.base, node.keys
    base, keys = flatten_index(node.base)
    if any(isinstance(key, tree.Slice) for key in keys):
        return node.base, node.keys
    return base, keys + node.keys


def make_leaf(value: Any) -> tree.Node:
    """A number, or a formula with letters, as a tree."""
    return letters.to_tree(value)


def index_names(node: tree.Node, shape: tuple[int, ...], index: str, scope: Any) -> tree.Node | None:
    """A formula that goes element by element, with an index at its arrays: `e*X` is eᵢ·Xᵢ; None for other formulas."""
    if isinstance(node, tree.Name):
        value = scope.get(node.name)
        if not is_array(value):
            return node
        return tree.Name(name_element(node.name, (index,))) if value.shape == shape else None
    if isinstance(node, tree.Number):
        return node
    if not isinstance(node, tree.Binary) or node.op not in ARITHMETIC:
        return None
    left, right = (index_names(child, shape, index, scope) for child in (node.left, node.right))
    return None if left is None or right is None else tree.Binary(node.op, left, right)
