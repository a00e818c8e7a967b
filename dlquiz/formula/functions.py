"""The functions that a formula may call: one table of name, usage, shapes and meaning.

Scalar functions go element by element over arrays.  `dlquiz formulas` prints this table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz.formula import exact
from dlquiz.formula.array import Array, columns, mapped, stack, transposed, zipped


def touched(values: Sequence[Any]) -> int:
    """The elements that a call goes over: the cost of most functions."""
    return sum(len(v.items) if isinstance(v, Array) else 1 for v in values)


class Function(NamedTuple):
    """A function of the formula language."""

    name: str
    usage: str  # how it is written
    doc: str  # what it gives, with shapes
    apply: Callable[..., Any]
    least: int
    most: int
    cost: Callable[[Sequence[Any]], int] = touched


def numeric(value: Any) -> Any:
    """A scalar as a number; TypeError for anything else."""
    if type(value) in exact.NUMBERS:
        return value
    raise TypeError


def scalar(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of one number, made to go over arrays."""

    def apply(value: Any) -> Any:
        return mapped(function, value) if isinstance(value, Array) else exact.bounded(function(numeric(value)))

    return apply


def analytic(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A function computed in floats, made to go over arrays."""
    return scalar(lambda v: exact.bounded(function(exact.as_float(v))))


def both(function: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """A function of two numbers, element by element."""
    if isinstance(a, Array) or isinstance(b, Array):
        made = zipped(function, a, b)
        if made is None:
            raise ValueError("the shapes do not fit")
        return made
    return function(numeric(a), numeric(b))


def vector(value: Any) -> Array:
    """An array of numbers; TypeError for anything else."""
    if isinstance(value, Array):
        return value
    if value == ():
        return Array((), (0,))
    raise TypeError


def matrix(value: Any) -> Array:
    """An array of two axes."""
    if vector(value).ndim != 2:
        raise ValueError("a matrix is needed: two axes")
    return value  # type: ignore[no-any-return]


def whole(value: Any, what: str) -> int:
    """A whole number, for counts and places."""
    if isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1):
        return int(value)
    raise ValueError(f"{what} is a whole number")


# reductions


def total(items: Iterable[Any]) -> Any:
    """Sum."""
    result: Any = 0
    for item in items:
        result = exact.add(result, item)
    return result


def product(items: Iterable[Any]) -> Any:
    """Product."""
    result: Any = 1
    for item in items:
        result = exact.multiply(result, item)
    return result


def average(items: Sequence[Any]) -> Any:
    """Mean: real."""
    if not items:
        raise ValueError("the mean of nothing")
    return exact.divide(total(items), len(items))


def reduction(function: Callable[[Sequence[Any]], Any]) -> Callable[..., Any]:
    """Over all elements; with axis 0 down the columns, with axis 1 along the rows."""

    def apply(value: Any, axis: Any = None) -> Any:
        if axis is None:
            return function(vector(value).items)
        lines = columns(matrix(value)) if along(axis) == 0 else list(value)
        return Array([function(line.items) for line in lines], (len(lines),))

    return apply


def along(axis: Any) -> int:
    """The axis of a matrix: 0 or 1 (-1 is the last)."""
    number = whole(axis, "an axis")
    if number not in (0, 1, -1):
        raise ValueError("a matrix has the axes 0 and 1")
    return number % 2


def extreme(better: Callable[[Any, Any], bool], word: str) -> Callable[..., Any]:
    """Largest or smallest: of one array, or element by element of several."""

    def pick(a: Any, b: Any) -> Any:
        best = b if better(b, a) else a
        return exact.real(best) if not (isinstance(a, int) and isinstance(b, int)) else best

    def apply(*values: Any) -> Any:
        if len(values) == 1:
            items = vector(values[0]).items
            if not items:
                raise ValueError(f"the {word} of nothing")
            values = items
        result = values[0]
        for value in values[1:]:
            result = both(pick, result, value)
        return result if isinstance(result, Array) else numeric(result)

    return apply


maximum = extreme(lambda a, b: bool(a > b), "largest")
minimum = extreme(lambda a, b: bool(a < b), "smallest")


def truths(value: Any) -> Sequence[Any]:
    """The elements of an array or list, or the one truth itself."""
    return value.items if isinstance(value, Array) else value if isinstance(value, tuple) else (numeric(value),)


def argmax(value: Any) -> int:
    """The index of the largest element; of ties the first."""
    items = vector(value).items
    if not items:
        raise ValueError("the largest of nothing")
    best = 0
    for i, item in enumerate(items):
        if exact.less(items[best], item):
            best = i
    return best


def ordered(value: Any) -> Array:
    """Ascending."""
    return Array(sorted(vector(value).items), value.shape)


def distinct(*values: Any) -> bool:
    """Whether no two are equal."""
    items = list(values[0]) if len(values) == 1 and isinstance(values[0], (Array, tuple)) else list(values)
    return not any(same(a, b) for i, a in enumerate(items) for b in items[:i])


def same(a: Any, b: Any) -> bool:
    """Equality of any two values; numbers to 12 digits where they are floats."""
    if isinstance(a, Array) and isinstance(b, Array):
        return a.shape == b.shape and all(map(exact.equal, a.items, b.items))
    if isinstance(a, (Array, str, tuple)) or isinstance(b, (Array, str, tuple)):
        return type(a) is type(b) and bool(a == b)
    return exact.equal(a, b)


# rounding


def rounding(value: Any, places: Any = None) -> Any:
    """To whole numbers, or to decimal places."""
    if places is None:
        return scalar(lambda v: int(exact.rounded(v)))(value)
    digits = whole(places, "the number of places")

    def one(v: Any) -> Any:
        made = exact.rounded(v, digits)
        return int(made) if isinstance(v, int) else made

    return scalar(one)(value)


def decimals(value: Any) -> Any:
    """How many decimals it takes to write each number."""
    return scalar(exact.decimals)(value)


# activations


def logistic(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def positive_part(x: Any) -> Any:
    """max(0, x)."""
    return x if x > 0 else x * 0


def leaky(x: Any, slope: Any = Fraction(1, 100)) -> Any:
    """x for x > 0, slope·x otherwise: real."""
    return both(lambda v, s: exact.real(v) if v > 0 else exact.multiply(exact.real(v), s), x, slope)


def elu(x: Any, alpha: Any = Fraction(1)) -> Any:
    """x for x > 0, alpha·(e^x − 1) otherwise: real."""
    return both(lambda v, s: exact.real(v) if v > 0 else float(s) * math.expm1(v), x, alpha)


def softmax(value: Any) -> Array:
    """e^z / Σ e^z: of a vector, or of each row of a matrix."""
    if vector(value).ndim == 2:
        rows = [softmax(row) for row in value]
        return stack(rows) or value
    floats = [exact.as_float(v) for v in value.items]
    if not floats:
        raise ValueError("softmax of nothing")
    powers = [math.exp(v - max(floats)) for v in floats]
    return Array([p / math.fsum(powers) for p in powers], value.shape)


def logarithm(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A logarithm, with a sentence where there is none."""

    def one(x: float) -> float:
        if x <= 0:
            raise ValueError("only positive numbers have a logarithm")
        return function(x)

    return analytic(one)


# linear algebra


def inner(a: Sequence[Any], b: Sequence[Any]) -> Any:
    """Σ aᵢ·bᵢ."""
    if len(a) != len(b):
        raise ValueError(f"the sizes {len(a)} and {len(b)} do not fit")
    return total(map(exact.multiply, a, b))


def dot(a: Any, b: Any) -> Any:
    """Vector·vector a number, matrix·vector and vector·matrix a vector, matrix·matrix a matrix."""
    left, right = vector(a), vector(b)
    if left.ndim > 2 or right.ndim > 2 or not left.ndim or not right.ndim:
        raise ValueError("only vectors and matrices can be multiplied")
    if left.ndim == 1 and right.ndim == 1:
        return inner(left.items, right.items)
    if right.ndim == 1:
        return Array([inner(row.items, right.items) for row in left], (left.shape[0],))
    lines = columns(right)
    if left.ndim == 1:
        return Array([inner(left.items, line.items) for line in lines], (len(lines),))
    made = [inner(row.items, line.items) for row in left for line in lines]
    return Array(made, (left.shape[0], len(lines)))


def dot_cost(values: Sequence[Any]) -> int:
    """Rows × inner size × columns."""
    a, b = values[0], values[1]
    if not isinstance(a, Array) or not isinstance(b, Array):
        return 1
    return len(a.items) * (b.shape[1] if b.ndim == 2 else 1)


def outer(a: Any, b: Any) -> Array:
    """Every element of one vector times every element of another: a matrix."""
    left, right = vector(a), vector(b)
    if left.ndim != 1 or right.ndim != 1:
        raise ValueError("two vectors are needed")
    return Array([exact.multiply(x, y) for x in left for y in right], (len(left), len(right)))


def outer_cost(values: Sequence[Any]) -> int:
    """The elements of the product."""
    return touched(values[:1]) * touched(values[1:])


def turned(value: Any) -> Array:
    """Rows to columns; a vector stays as it is."""
    return vector(value) if value.ndim == 1 else transposed(matrix(value))


def norm(value: Any) -> Any:
    """The Euclidean length: √Σx²; of a matrix the Frobenius norm."""
    return exact.square_root(total(exact.multiply(v, v) for v in vector(value).items))


def onehot(i: Any, n: Any) -> Array:
    """A vector of n zeros with a 1 at index i, counted from 0."""
    index, length = whole(i, "the index"), whole(n, "the length")
    if not 0 <= index < length <= 10_000:
        raise ValueError(f"there is no index {index} among {length}")
    return Array([int(k == index) for k in range(length)], (length,))


def concat(*values: Any) -> Any:
    """Vectors end to end; matrices of equal width below each other."""
    if all(isinstance(v, tuple) for v in values):
        return tuple(x for v in values for x in v)
    parts = [vector(v) for v in values]
    if len({part.shape[1:] for part in parts}) > 1:
        raise ValueError("only the first size may differ")
    return Array((x for p in parts for x in p.items), (sum(len(p) for p in parts), *parts[0].shape[1:]))


def interval(*ends: Any) -> Array:
    """0 … n−1, or from a up to and without b, by steps."""
    start, stop, step = (0, ends[0], 1) if len(ends) == 1 else (*ends, 1)[:3]
    if any(isinstance(v, float) for v in (start, stop, step)):
        raise ValueError("exact numbers are needed")
    if step == 0:
        raise ValueError("the step is not 0")
    count = max(0, exact.ceil(exact.divide(exact.subtract(stop, start), step)))
    if count > 10_000:
        raise ValueError("more than 10,000 elements")
    return Array([start + i * step for i in range(count)], (count,))


def length(value: Any) -> int:
    """Elements of a vector or list, rows of a matrix, characters of a text."""
    if isinstance(value, (Array, tuple, str)):
        return len(value)
    raise TypeError


def where(condition: Any, a: Any, b: Any) -> Any:
    """a where the condition holds, b elsewhere, element by element."""
    if not isinstance(condition, Array):
        return a if condition else b
    chosen = both(lambda c, v: (bool(c), v), condition, 0)
    left = both(lambda c, v: v, chosen, a)
    right = both(lambda c, v: v, chosen, b)
    shape = left.shape
    picks = zipped(lambda c, _: c, condition, left)
    if picks is None or picks.shape != shape or right.shape != shape:
        raise ValueError("the shapes do not fit")
    return Array((x if c else y for c, x, y in zip(picks.items, left.items, right.items)), shape)


# convolution and pooling


def windows(image: Array, size: tuple[int, int], stride: int) -> tuple[list[list[Any]], Shape2]:
    """The windows over a map, row by row, and the shape that they make."""
    rows, cols = image.shape
    high, wide = size
    if stride < 1 or high < 1 or wide < 1:
        raise ValueError("size and stride are at least 1")
    if high > rows or wide > cols:
        raise ValueError(f"a {high}×{wide} window does not fit on a {rows}×{cols} map")
    shape = ((rows - high) // stride + 1, (cols - wide) // stride + 1)
    made = [
        [image.items[(i * stride + a) * cols + j * stride + b] for a in range(high) for b in range(wide)]
        for i in range(shape[0])
        for j in range(shape[1])
    ]
    return made, shape


Shape2 = tuple[int, int]


def padded(image: Array, padding: int) -> Array:
    """A map with zeros on every side."""
    if not 0 <= padding <= 100:
        raise ValueError("the padding is between 0 and 100")
    rows, cols = image.shape
    wide = cols + 2 * padding
    side = [0] * padding
    lines = [[*side, *row.items, *side] for row in image]
    blank = [[0] * wide] * padding
    return Array((v for line in [*blank, *lines, *blank] for v in line), (rows + 2 * padding, wide))


def conv2d(image: Any, kernel: Any, stride: Any = 1, padding: Any = 0) -> Array:
    """Cross-correlation as networks use it: the kernel is not flipped; floor division at the edge."""
    patches, shape = windows(
        padded(matrix(image), whole(padding, "the padding")), matrix(kernel).shape, whole(stride, "the stride")
    )
    return Array([inner(patch, kernel.items) for patch in patches], shape)


def window_cost(values: Sequence[Any]) -> int:
    """Windows times their size, at the most."""
    image, kernel = values[0], values[1]
    padding = int(values[3]) if len(values) > 3 and isinstance(values[3], int) else 0
    elements = len(image.items) if isinstance(image, Array) else 1
    window = len(kernel.items) if isinstance(kernel, Array) else int(kernel) ** 2 if isinstance(kernel, int) else 1
    return (elements + 4 * max(padding, 0) * (elements + padding)) * window


def pool(reduce: Callable[[Sequence[Any]], Any]) -> Callable[..., Array]:
    """Pooling of a map: windows of `size`, `stride` apart (the size unless said), no padding, floor."""

    def apply(image: Any, size: Any, stride: Any = None) -> Array:
        side = whole(size, "the size")
        patches, shape = windows(matrix(image), (side, side), side if stride is None else whole(stride, "the stride"))
        return Array([reduce(patch) for patch in patches], shape)

    return apply


# texts


def plural(count: Any, word: str) -> str:
    """The number with its noun: 1 filter, 2 filters."""
    from dlquiz.formula.show import value_text

    return f"{value_text(count)} {word if count == 1 else pluralized(word)}"


def pluralized(word: str) -> str:
    """The plural of an English noun, as far as the field's words need it."""
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def signed(value: Any) -> str:
    """The number with its sign: + 3, - 2."""
    from dlquiz.formula.show import value_text

    number = numeric(value)
    return f"{'-' if number < 0 else '+'} {value_text(abs(number))}"


def fixed(value: Any, places: Any) -> str:
    """The number with exactly so many decimals."""
    digits = whole(places, "the number of places")
    if not 0 <= digits <= 40:
        raise ValueError("between 0 and 40 places")
    number = exact.rounded(numeric(value), digits)
    text = str(abs(int(number * 10**digits))).rjust(digits + 1, "0")
    point = f".{text[-digits:]}" if digits else ""
    return f"{'-' if number < 0 else ''}{text[: len(text) - digits]}{point}"


def join(items: Any, separator: str) -> str:
    """The elements with a text between them."""
    from dlquiz.formula.show import value_text

    return separator.join(value_text(item) for item in items)


def table(*rows: tuple[str, str, str, Callable[..., Any]], cost: Callable[[Sequence[Any]], int] = touched) -> list[Function]:
    """Functions from rows of name, usage, meaning and code; the arity is read off the usage."""
    made = []
    for name, usage, doc, apply in rows:
        inside = re.sub(r'"[^"]*"', "text", usage[usage.index("(") + 1 : -1])
        required, _, optional = inside.partition("[")
        least = len([a for a in required.split(",") if a.strip() and "…" not in a])
        most = 99 if "…" in inside else least + len([a for a in optional.split(",") if a.strip(" ]")])
        made.append(Function(name, usage, doc, apply, least, most, cost))
    return made


FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in [
        *table(
            ("abs", "abs(x)", "absolute value", scalar(abs)),
            ("min", "min(v) or min(a, …)", "smallest element; of several, element by element", minimum),
            ("max", "max(v) or max(a, …)", "largest element; of several, element by element", maximum),
            ("sum", "sum(v[, axis])", "sum of all elements; axis 0 adds down the columns, 1 along the rows", reduction(total)),
            ("mean", "mean(v[, axis])", "mean of all elements, or along an axis; real", reduction(average)),
            ("prod", "prod(v[, axis])", "product of all elements, or along an axis", reduction(product)),
            ("round", "round(x[, places])", "rounded, ties away from zero; whole without places", rounding),
            ("floor", "floor(x)", "next whole number below", scalar(exact.floor)),
            ("ceil", "ceil(x)", "next whole number above", scalar(exact.ceil)),
            ("sqrt", "sqrt(x)", "square root; real", scalar(exact.square_root)),
            ("exp", "exp(x)", "e to the power x", analytic(math.exp)),
            ("log", "log(x)", "natural logarithm", logarithm(math.log)),
            ("log2", "log2(x)", "logarithm to base 2", logarithm(math.log2)),
            ("log10", "log10(x)", "logarithm to base 10", logarithm(math.log10)),
            ("sin", "sin(x)", "sine, x in radians", analytic(math.sin)),
            ("cos", "cos(x)", "cosine, x in radians", analytic(math.cos)),
            ("sign", "sign(x)", "-1, 0 or 1; whole", scalar(lambda x: (x > 0) - (x < 0))),
            ("clip", "clip(x, low, high)", "x held between low and high", lambda x, a, b: minimum(maximum(x, a), b)),
            ("len", "len(v)", "elements of a vector or list, rows of a matrix", length),
            ("range", "range([start,] stop[, step])", "vector from start (0) up to and without stop", interval),
            ("sort", "sort(v)", "elements in ascending order", ordered),
            ("any", "any(v)", "whether one element is true", lambda v: any(truths(v))),
            ("all", "all(v)", "whether every element is true", lambda v: all(truths(v))),
            ("where", "where(condition, a, b)", "a where the condition holds, else b, element by element", where),
            ("distinct", "distinct(a, …)", "whether no two values, or elements of one list, are equal", distinct),
            ("decimals", "decimals(x)", "decimals it takes to write x; 99 where they never end", decimals),
            ("sigmoid", "sigmoid(x)", "1/(1 + e^-x)", analytic(logistic)),
            ("tanh", "tanh(x)", "hyperbolic tangent", analytic(math.tanh)),
            ("relu", "relu(x)", "max(0, x)", scalar(positive_part)),
            ("leaky_relu", "leaky_relu(x[, slope])", "x for x > 0, else slope·x (0.01 unless said)", leaky),
            ("elu", "elu(x[, alpha])", "x for x > 0, else alpha·(e^x - 1) (alpha 1 unless said)", elu),
            ("swish", "swish(x)", "x·sigmoid(x)", analytic(lambda x: x * logistic(x))),
            ("softplus", "softplus(x)", "log(1 + e^x)", analytic(lambda x: max(x, 0) + math.log1p(math.exp(-abs(x))))),
            ("softmax", "softmax(v)", "e^v / sum(e^v) of a vector, or of each row of a matrix", softmax),
            ("step_function", "step_function(x)", "1 for x > 0, else 0; whole", scalar(lambda x: int(x > 0))),
            ("transpose", "transpose(M)", "rows to columns", turned),
            ("norm", "norm(v)", "Euclidean length; real", norm),
            ("argmax", "argmax(v)", "index of the largest element, from 0; of ties the first", argmax),
            ("onehot", "onehot(i, n)", "n zeros with a 1 at index i", onehot),
            ("concat", "concat(a, …)", "vectors end to end, matrices below each other", concat),
        ),
        *table(("dot", "dot(a, b)", "product of vectors or matrices, the same as a @ b", dot), cost=dot_cost),
        *table(("outer", "outer(a, b)", "matrix of all products of two vectors", outer), cost=outer_cost),
        *table(
            ("conv2d", "conv2d(map, kernel[, stride, padding])", "cross-correlation (kernel not flipped) of matrices", conv2d),
            ("maxpool2d", "maxpool2d(map, size[, stride])", "largest of each window; stride = size unless said, floor", pool(max)),
            ("avgpool2d", "avgpool2d(map, size[, stride])", "mean of each window; stride = size unless said, floor", pool(average)),
            cost=window_cost,
        ),
    ]
}

TEXT_FUNCTIONS: dict[str, Function] = FUNCTIONS | {
    f.name: f
    for f in table(
        ("plural", 'plural(n, "filter")', "n with its noun: 1 filter, 2 filters; in texts only", plural),
        ("signed", "signed(x)", "x with its sign: + 3, - 2; in texts only", signed),
        ("fixed", "fixed(x, places)", "x with exactly so many decimals; in texts only", fixed),
        ("join", 'join(v, ", ")', "the elements with a text between them; in texts only", join),
    )
}
