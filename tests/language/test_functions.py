"""Every function of the table against an independent oracle: NumPy, or the mathematics written down again."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from function_examples import EXAMPLES
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import quick

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import Array, flatten, is_array, make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.functions import FUNCTIONS, TEXT_FUNCTIONS, Function
from dlquiz.language.grammar import read_formula
from dlquiz.language.values import values_equal
from dlquiz.language.write.values import value_to_text

F = Fraction
numbers = (
    st.integers(-30, 30)
    | st.builds(F, st.integers(-300, 300), st.just(10))
    | st.floats(-9, 9).filter(lambda x: abs(x) > 1e-9)
)


def vectors(element: st.SearchStrategy[Any] = numbers, least: int = 1) -> st.SearchStrategy[Array]:
    return st.lists(element, min_size=least, max_size=6).map(lambda items: make_array(items, (len(items),)))


@st.composite
def matrices(draw: st.DrawFn, rows: int = 0, columns: int = 0) -> Array:
    m, n = rows or draw(st.integers(1, 4)), columns or draw(st.integers(1, 4))
    items = draw(
        st.lists(st.integers(-9, 9) | st.builds(F, st.integers(-9, 9), st.just(4)), min_size=m * n, max_size=m * n)
    )
    return make_array(items, (m, n))


def value(text: str, **scope: Any) -> Any:
    return evaluate(read_formula(text), scope, text=text)


def floats(made: Any) -> Any:
    """A value as NumPy's floats."""
    return np.array([float(x) for x in flatten(made)]).reshape(made.shape) if is_array(made) else np.float64(made)


def agrees(made: Any, wanted: Any) -> None:
    """Equal as floats, and of the same shape."""
    assert np.shape(floats(made)) == np.shape(wanted)
    np.testing.assert_allclose(floats(made), np.asarray(wanted, dtype=float), rtol=1e-12, atol=1e-13)


def away(x: Any) -> Any:
    """Rounded with ties away from zero."""
    return np.sign(x) * np.floor(np.abs(x) + 0.5)


EACH = {
    "abs": np.abs,
    "exp": np.exp,
    "sin": np.sin,
    "cos": np.cos,
    "sign": np.sign,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(0, x),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "swish": lambda x: x / (1 + np.exp(-x)),
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "gelu": lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "step_function": lambda x: np.heaviside(x, 0),
}
POSITIVE = {"sqrt": np.sqrt, "log": np.log, "log2": np.log2, "log10": np.log10}


@pytest.mark.parametrize("name", EACH)
@quick
@given(x=numbers | vectors() | matrices())
def test_scalar_functions_go_element_by_element(name: str, x: Any) -> None:
    agrees(value(f"{name}(x)", x=x), EACH[name](floats(x)))


@pytest.mark.parametrize("name", POSITIVE)
@quick
@given(x=st.integers(1, 10**6) | st.fractions(F(1, 100), 100) | st.floats(0.1, 1e9))
def test_functions_of_positive_numbers(name: str, x: Any) -> None:
    agrees(value(f"{name}(x)", x=x), POSITIVE[name](float(x)))
    agrees(value(f"{name}([x, 1])", x=x), POSITIVE[name](np.array([float(x), 1])))


ROUNDED = {"floor": np.floor, "ceil": np.ceil, "round": away}


@pytest.mark.parametrize("name", ROUNDED)
@quick
@given(x=st.integers(-30, 30) | st.fractions(-30, 30, max_denominator=20))
def test_rounding_makes_whole_numbers(name: str, x: Any) -> None:
    made = value(f"{name}(x)", x=x)
    assert type(made) is int
    agrees(made, ROUNDED[name](float(x)))


def test_kinds_of_results() -> None:
    """Whole stays whole, one real makes real, and some are real or whole by what they are."""
    for text in (
        "abs(-3)", "max(3, 2)", "min([3, 2])", "relu(3)", "relu(-3)", "sum([1, 2])", "prod([1, 2])", "sign(-0.5)",
        "step_function(0.5)", "round(0.5)", "len([0.5])", "argmax([0.5])", "decimals(0.5)", "clip(3, 1, 2)",
        "dot([1], [2])", "where(true, 1, 2)", "round(125, -1)", "sum(range(3))",
    ):  # fmt: skip
        assert type(value(text)) is int, text
    for text in (
        "abs(-3.0)", "max(3, 2.0)", "min([3, 2.0])", "relu(3.0)", "relu(-3.0)", "sum([1, 2.0])", "mean([1, 1])",
        "sqrt(4)", "norm([3, 4])", "leaky_relu(3)", "elu(3)", "clip(3, 1, 2.0)", "round(2.5, 0)", "min(2, 3.0)",
        "range(3.0)[0]", "range(0, 3.0)[1]", "range(0, 3, 1.0)[1]", "where(true, 1, 0.5)", "where(false, 0.5, 1)",
    ):  # fmt: skip
        assert type(value(text)) is F, text
    for text in ("exp(0)", "sigmoid(0)", "softmax([1, 2])[0]", "sqrt(2)", "elu(-1)", "log(1)", "swish(1)"):
        assert type(value(text)) is float, text


def test_logarithms_of_any_size() -> None:
    assert value("log2(2**1000)") == 1000
    assert value("log2((1/2)**4000)") == -4000
    assert value("log10(10**308)") == 308
    agrees(value("log((1/3)**2000)"), -2000 * math.log(3))


def test_activations_at_the_ends_of_the_floats() -> None:
    assert value("sigmoid(-2000)") == 0
    assert value("sigmoid(2000)") == 1
    assert value("softplus(2000)") == 2000
    assert value("softplus(-2000)") == 0
    assert value("tanh(2000)") == 1
    assert value("elu(-2000)") == -1
    assert value("swish(-2000)") == 0
    assert math.copysign(1, value("relu(-exp(1))")) == 1
    agrees(value("softmax([1000, 1001])"), [1 / (1 + math.e), math.e / (1 + math.e)])


@quick
@given(vectors() | matrices())
def test_reductions(v: Array) -> None:
    x = floats(v)
    agrees(value("sum(v)", v=v), x.sum())
    agrees(value("mean(v)", v=v), x.mean())
    agrees(value("prod(v)", v=v), x.prod())
    agrees(value("max(v)", v=v), x.max())
    agrees(value("min(v)", v=v), x.min())
    agrees(value("norm(v)", v=v), math.sqrt((x * x).sum()))
    agrees(value("sort(v)", v=v), np.sort(x))
    assert value("any(v)", v=v) is bool(x.any())
    assert value("all(v)", v=v) is bool(x.all())
    assert value("len(v)", v=v) == len(x)
    agrees(value("softmax(v)", v=v), np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True))


@pytest.mark.parametrize("name", ["gelu", "mish", "softmax"])
@quick
@given(v=vectors())
def test_activations_against_pytorch(name: str, v: Array) -> None:
    functional = pytest.importorskip("torch").nn.functional
    options = {"gelu": {"approximate": "tanh"}, "softmax": {"dim": 0}}.get(name, {})
    wanted = getattr(functional, name)(torch_vector(v), **options)
    np.testing.assert_allclose(floats(value(f"{name}(v)", v=v)), wanted, rtol=1e-9, atol=1e-12)


def torch_vector(v: Array) -> Any:
    import torch

    return torch.tensor(floats(v), dtype=torch.float64)


@quick
@given(vectors() | matrices())
def test_running_sums_and_shapes(v: Array) -> None:
    x = floats(v)
    agrees(value("cumsum(v)", v=v), np.cumsum(x))
    for axis in range(v.ndim if v.ndim == 2 else 0):
        agrees(value(f"cumsum(v, {axis})", v=v), np.cumsum(x, axis=axis))
    assert flatten(value("shape(v)", v=v)) == list(x.shape)
    agrees(value("zeros(shape(v)) + ones(shape(v))", v=v), np.ones(x.shape))
    agrees(value("zeros(len(v))", v=v), np.zeros(len(x)))


def test_running_sums_count_truths() -> None:
    assert [type(item) for item in flatten(value("cumsum([true])"))] == [int]
    assert flatten(value("cumsum([true, true, false])")) == [1, 2, 2]
    for text in ("zeros(10001)", "ones([101, 100])", "zeros(-1)", "ones(0.5)", "zeros([1, 1, 1, 1, 1, 1, 1, 1, 1])"):
        with pytest.raises(FormulaError):
            value(text)


@quick
@given(matrices())
def test_along_the_axes_of_a_matrix(m: Array) -> None:
    x = floats(m)
    for axis in (0, 1, -1):
        agrees(value(f"sum(m, {axis})", m=m), x.sum(axis=axis))
        agrees(value(f"mean(m, {axis})", m=m), x.mean(axis=axis))
        agrees(value(f"prod(m, {axis})", m=m), x.prod(axis=axis))
    agrees(value("transpose(m)", m=m), x.T)


@quick
@given(vectors(st.integers(-3, 3)))
def test_argmax_takes_the_first_of_ties(v: Array) -> None:
    assert value("argmax(v)", v=v) == int(np.argmax(floats(v)))


@quick
@given(st.data())
def test_several_arguments_element_by_element(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    operand = st.integers(-9, 9) | matrices(m, n) | matrices(1, n) | matrices(m, 1)
    a, b, c = data.draw(operand), data.draw(operand), data.draw(operand)
    x, y, z = floats(a), floats(b), floats(c)
    agrees(value("max(a, b, c)", a=a, b=b, c=c), np.maximum(np.maximum(x, y), z))
    agrees(value("min(a, b)", a=a, b=b), np.minimum(x, y))
    agrees(value("clip(a, b, c)", a=a, b=b, c=c), np.minimum(np.maximum(x, y), z))
    agrees(value("where(a > 0, b, c)", a=a, b=b, c=c), np.where(x > 0, y, z))
    agrees(value("leaky_relu(a, b)", a=a, b=b), np.where(x > 0, x, x * y))
    agrees(value("elu(a, b)", a=a, b=b), np.where(x > 0, x, y * np.expm1(x)))
    agrees(value("round(a/8, 2)", a=a), away(x / 8 * 100) / 100)


@quick
@given(st.data())
def test_products(data: st.DataObject) -> None:
    k = data.draw(st.integers(1, 4))
    left = data.draw(matrices(0, k) | matrices(1, k).map(lambda row: row[0]))
    right = data.draw(matrices(k, 0) | matrices(1, k).map(lambda row: row[0]))
    wanted = floats(left) @ floats(right)
    agrees(value("a @ b", a=left, b=right), wanted)
    agrees(value("dot(a, b)", a=left, b=right), wanted)


@quick
@given(vectors(), vectors())
def test_vectors_together(a: Array, b: Array) -> None:
    agrees(value("outer(a, b)", a=a, b=b), np.outer(floats(a), floats(b)))
    agrees(value("concat(a, b, a)", a=a, b=b), np.concatenate([floats(a), floats(b), floats(a)]))
    agrees(value("transpose(a)", a=a), floats(a))


@quick
@given(matrices(2, 3), matrices(3, 3))
def test_matrices_below_each_other(a: Array, b: Array) -> None:
    agrees(value("concat(a, b)", a=a, b=b), np.concatenate([floats(a), floats(b)]))


def test_joining_lists_of_texts() -> None:
    assert value("concat(['a'], ['b', 'c'])") == ("a", "b", "c")


@quick
@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-4, 4).filter(bool))
def test_ranges(start: int, stop: int, step: int) -> None:
    agrees(value("range(a, b, c)", a=start, b=stop, c=step), list(range(start, stop, step)))
    agrees(value("range(a, b)", a=start, b=stop), list(range(start, stop)))
    agrees(value("range(b)", b=stop), list(range(stop)))
    tenths = value("range(a/10, b/10, c/10)", a=start, b=stop, c=step)
    assert flatten(tenths) == [F(n, 10) for n in range(start, stop, step)]


@quick
@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_onehot(pair: tuple[int, int]) -> None:
    agrees(value("onehot(i, n)", i=pair[0], n=pair[1]), np.eye(pair[1])[pair[0]])


@quick
@given(st.lists(st.integers(0, 9) | st.sampled_from([F(5), 5.0, 5 * (1 + 1e-15), F(1, 2)]), min_size=1, max_size=5))
def test_distinct(items: list[Any]) -> None:
    wanted = all(abs(float(a) - float(b)) > 1e-9 for a, b in combinations(items, 2))
    assert value("distinct(v)", v=make_array(items, (len(items),))) is wanted
    assert FUNCTIONS["distinct"].apply(*items) is wanted or len(items) == 1


def test_distinct_texts_and_lists() -> None:
    assert value("distinct('a', 'b')")
    assert not value("distinct(['a', 'b', 'a'])")
    assert value("distinct(1, 'a', [1])")
    assert not value("distinct([1, 2], [1, 2])")
    assert not value("distinct([[1, 2], [1, 2.0]])")


@quick
@given(st.data())
def test_convolution_and_pooling(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    high, wide = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    stride, padding = data.draw(st.integers(1, 3)), data.draw(st.integers(0, 2))
    assume(rows + 2 * padding >= high and columns + 2 * padding >= wide)
    image, kernel = data.draw(matrices(rows, columns)), data.draw(matrices(high, wide))
    over = np.pad(floats(image), padding)
    made = value("conv2d(m, k, s, p)", m=image, k=kernel, s=stride, p=padding)
    agrees(made, slid(over, (high, wide), stride, lambda patch: (patch * floats(kernel)).sum()))
    if padding == 0:
        agrees(value("conv2d(m, k, s)", m=image, k=kernel, s=stride), floats(made))
    if min(rows, columns) >= high:
        x = floats(image)
        agrees(value("maxpool2d(m, n, s)", m=image, n=high, s=stride), slid(x, (high, high), stride, np.max))
        agrees(value("avgpool2d(m, n, s)", m=image, n=high, s=stride), slid(x, (high, high), stride, np.mean))
        agrees(value("maxpool2d(m, n)", m=image, n=high), slid(x, (high, high), high, np.max))


def slid(x: Any, size: tuple[int, int], stride: int, reduce: Any) -> Any:
    """A window slid over a map."""
    down = range(0, x.shape[0] - size[0] + 1, stride)
    across = range(0, x.shape[1] - size[1] + 1, stride)
    return np.array([[reduce(x[i : i + size[0], j : j + size[1]]) for j in across] for i in down])


TEXTS = {
    'plural(1, "filter")': "1 filter",
    'plural(2, "filter")': "2 filters",
    'plural(0, "input channel")': "0 input channels",
    'plural(1.0, "step")': "1 step",
    'plural(1.5, "step")': "1.5 steps",
    'plural(3, "batch")': "3 batches",
    'plural(3, "class")': "3 classes",
    'plural(3, "entry")': "3 entries",
    'plural(3, "array")': "3 arrays",
    'plural(3, "epoch")': "3 epochs",
    'plural(3, "weight matrix")': "3 weight matrices",
    "signed(3)": "+ 3",
    "signed(-2.5)": "- 2.5",
    "signed(0)": "+ 0",
    "signed(exp(log(0.1)) - 0.1)": "+ 0",
    "fixed(2.5, 0)": "3",
    "fixed(-0.125, 2)": "-0.13",
    "fixed(-0.001, 2)": "0.00",
    "fixed(1/3, 4)": "0.3333",
    "fixed(12345, 1)": "12345.0",
    "fixed(exp(1), 3)": "2.718",
    'join([1, 0.5], ", ")': "1, 0.5",
    "join(['a', 'b'], ' and ')": "a and b",
    'join([[1, 2], [3, 4]], "; ")': "[1, 2]; [3, 4]",
}


@pytest.mark.parametrize(("text", "wanted"), TEXTS.items())
def test_functions_that_make_texts(text: str, wanted: str) -> None:
    assert evaluate(read_formula(text), {}, TEXT_FUNCTIONS) == wanted


@pytest.mark.parametrize(
    "text", ["plural('a', 'b')", "plural(1, 2)", "join(1, ',')", "join('ab', ',')", "fixed(1, 41)"]
)
def test_texts_of_what_has_none(text: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(read_formula(text), {}, TEXT_FUNCTIONS)


# the table itself


@pytest.mark.parametrize("function", TEXT_FUNCTIONS.values(), ids=TEXT_FUNCTIONS)
def test_every_function_is_documented_and_knows_its_arity(function: Function) -> None:
    assert function.usage.startswith(f"{function.name}(")
    assert function.doc
    assert 1 <= function.least <= function.most
    odd = ["1"] * (function.most + 1)
    for arguments in ([], ["1"] * (function.least - 1), odd):
        with pytest.raises(FormulaError) as caught:
            value(f"{function.name}({', '.join(arguments)})")
        assert f"written {function.name}(" in caught.value.message or function.name not in FUNCTIONS


ARITIES = {"round": (1, 2), "range": (1, 3), "conv2d": (2, 5), "max": (1, 99), "join": (2, 2), "distinct": (1, 99)}


@pytest.mark.parametrize("name", ARITIES)
def test_arities_are_read_off_the_usage(name: str) -> None:
    function = TEXT_FUNCTIONS[name]
    assert (function.least, function.most) == ARITIES[name]


ANYTHING = st.one_of(
    numbers,
    st.booleans(),
    st.text(max_size=3),
    vectors(least=0),
    matrices(),
    st.just(("a", "b")),
    st.just((make_array([1], (1,)), make_array([1, 2], (2,)))),
    st.sampled_from([10**308, F(1, 2**4000), 10**9, -(10**9), 1e300]),
    st.just(make_array(range(8), (2, 2, 2))),
)


@pytest.mark.parametrize("function", TEXT_FUNCTIONS.values(), ids=TEXT_FUNCTIONS)
@quick
@given(data=st.data())
def test_any_arguments_give_a_value_or_a_formula_error(function: Function, data: st.DataObject) -> None:
    count = data.draw(st.integers(function.least, min(function.most, 4)))
    names = [f"v{i}" for i in range(count)]
    scope = {name: data.draw(ANYTHING) for name in names}
    try:
        made = evaluate(read_formula(f"{function.name}({', '.join(names)})"), scope, TEXT_FUNCTIONS)
    except FormulaError as error:
        assert error.at == 0 or error.text in scope.values()  # a place in a notation of a network
        return
    assert made is not None
    assert not isinstance(made, float) or math.isfinite(made)


def test_same() -> None:
    assert values_equal(0.1 + 0.2, F(3, 10))
    assert values_equal(1, True)
    assert not values_equal(1, "1")
    assert not values_equal("a", make_array([1], (1,)))
    assert values_equal(("a", F(1)), ("a", 1))
    assert not values_equal(("a",), ("a", "a"))
    assert not values_equal(make_array([1, 2], (2,)), make_array([1, 2], (1, 2)))


# an example of each


def names_called(text: str) -> set[str]:
    """The functions that a formula calls."""
    return {node.function for node in tree.calls(read_formula(text))}


@pytest.mark.parametrize("name", TEXT_FUNCTIONS)
def test_every_function_has_an_example(name: str) -> None:
    assert any(name in names_called(call) for call in EXAMPLES), "a row of tests/language/function_examples.py"


@pytest.mark.parametrize("call", EXAMPLES)
def test_an_example_has_the_value_that_it_states(call: str) -> None:
    scope = {name: letters.symbol(name) for name in ("x", "y")}
    computed = evaluate(read_formula(call), scope, TEXT_FUNCTIONS)
    stated = evaluate(read_formula(EXAMPLES[call]), scope, TEXT_FUNCTIONS)
    assert values_equal(computed, stated), value_to_text(computed)
    assert isinstance(computed, int) == isinstance(stated, int), "whole or real"
