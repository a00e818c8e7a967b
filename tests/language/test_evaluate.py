"""Evaluation: whole or real by its making, exact, element by element, and every fault at its place."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import decimals, names, oracle, quick, sums, wholes

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import Array, flatten, is_array, make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula

F = Fraction


def value(text: str, **scope: Any) -> Any:
    return evaluate(read_formula(text), scope, text=text)


def array(*items: Any) -> Array:
    """A vector, or a matrix of rows."""
    if isinstance(items[0], tuple):
        return make_array([x for row in items for x in row], (len(items), len(items[0])))
    return make_array(items, (len(items),))


def kinds(made: Any) -> Any:
    """A value with the types of its numbers, so that 2 is not 2.0."""
    if is_array(made):
        return made.shape, [(type(x), x) for x in flatten(made)]
    return (tuple, [*map(kinds, made)]) if isinstance(made, tuple) else (type(made), made)


VALUES = {
    # whole or real, by its making
    "6/3": F(2),
    "7 // 2": 3,
    "-7 // 2": -4,
    "-7 % 3": 2,
    "7 % -3": -2,
    "7.5 // 2": F(3),
    "-7.5 // 2": F(-4),
    "7.5 % 2": F(3, 2),
    "2**3": 8,
    "2**-1": F(1, 2),
    "2**2.0": F(4),
    "2.0**2": F(4),
    "(1/2)**-3": F(8),
    "0**0": 1,
    "1 + 2": 3,
    "1 + 2.0": F(3),
    "2*0.5": F(1),
    "floor(3.7)": 3,
    "ceil(3.2)": 4,
    "round(3.2)": 3,
    "len([1.5, 2])": 2,
    "sqrt(9)": F(3),
    "mean([1, 3])": F(2),
    "true + true": 2,
    "-true": -1,
    "true*3": 3,
    # exact
    "0.1 + 0.2 == 0.3": True,
    "floor(0.3/0.1)": 3,
    "1/3 + 1/3 + 1/3 == 1": True,
    "(1/3)**2": F(1, 9),
    "9007199254740993 - 9007199254740992": 1,
    "0.1*3 - 0.3": F(0),
    # ties
    "round(2.5)": 3,
    "round(-2.5)": -3,
    "round(0.125, 2)": F(13, 100),
    "round(2.675, 2)": F(268, 100),
    "round(-0.125, 2)": F(-13, 100),
    "round(1250, -2)": 1300,
    # floats count to twelve digits
    "exp(log(3)) == 3": True,
    "floor(exp(log(3)))": 3,
    "ceil(exp(log(3)))": 3,
    "decimals(exp(log(0.25)))": 2,
    "exp(log(3)) < 3": False,
    "exp(log(3)) >= 3": True,
    "exp(1) > exp(1)*(1 - 1/10**11)": True,
    "3 in [exp(log(3))]": True,
    "round(exp(log(2.5)))": 3,
    "argmax([3, exp(log(3))])": 0,
    "distinct(3, exp(log(3)))": False,
    "sqrt(2)**2 == 2": True,
    "10 // exp(log(5))": F(2),
    # comparisons and logic
    "0 < 2 < 3": True,
    "0 < 3 < 3": False,
    "1 < 2 > 1": True,
    "true == 1": True,
    "1 == 1.0": True,
    "'a' == 'a'": True,
    "'a' != 'b'": True,
    "'1' == 1": False,
    "1 != 'a'": True,
    "2 in [1, 2]": True,
    "2 not in [1, 2]": False,
    "1 in ['a', 1]": True,
    "1.0 in ['a', 1]": True,
    "'b' in ['a', 'b']": True,
    "'b' in 'abc'": True,
    "[1, 2] in [[1, 2], [3, 4]]": True,
    "1 and 0": False,
    "0 or 2": True,
    "not 0": True,
    "0 and 1/0": False,
    "1 or 1/0": True,
    "1 if true else 1/0": 1,
    "2 if 0 else 3": 3,
    # arrays
    "[1, 2]": array(1, 2),
    "[1, 2.5]": array(F(1), F(5, 2)),
    "[true, 2]": array(1, 2),
    "[true, false]": array(True, False),
    "[[1, 2], [3, 4.0]]": array((F(1), F(2)), (F(3), F(4))),
    "[]": make_array((), (0,)),
    "[1, 2] + 1": array(2, 3),
    "[1, 2] * [3, 4]": array(3, 8),
    "-[1, 0.5]": array(F(-1), F(-1, 2)),
    "[[1, 2], [3, 4]] * [10, 100]": array((10, 200), (30, 400)),
    "[[1], [2]] + [10, 20]": array((11, 21), (12, 22)),
    "[1, 2]/2": array(F(1, 2), F(1)),
    "2**[1, 2]": array(2, 4),
    "[1, 2, 3] > 2": array(False, False, True),
    "0 < [1, 2, 3] < 3": array(True, True, False),
    "[1, 2] == [1, 3]": array(True, False),
    "[1, 2] == 'a'": False,
    "[1, 2] @ [3, 4]": 11,
    "[[1, 2], [3, 4]] @ [1, 1]": array(3, 7),
    "[1, 1] @ [[1, 2], [3, 4]]": array(4, 6),
    "[[1, 2], [3, 4]] @ [[0, 1], [1, 0]]": array((2, 1), (4, 3)),
    "[1, 2, 3][0]": 1,
    "[1, 2, 3][-1]": 3,
    "[1, 2, 3][1.0]": 2,
    "[1, 2, 3][true]": 2,
    "[1, 2, 3][1:]": array(2, 3),
    "[1, 2, 3][::-1]": array(3, 2, 1),
    "[1, 2, 3][5:]": make_array((), (0,)),
    "[[1, 2], [3, 4]][0, 1]": 2,
    "[[1, 2], [3, 4]][0][1]": 2,
    "[[1, 2], [3, 4]][1]": array(3, 4),
    "[[1, 2], [3, 4]][:, 0]": array(1, 3),
    "[[1, 2], [3, 4]][1:, :1]": array((3,)),
    "'abc'[1]": "b",
    "'abc'[1:]": "bc",
    "['a', 'b'][1]": "b",
    "['a', 'b']": ("a", "b"),
    "[[1], [1, 2]]": (array(1), array(1, 2)),
    "[[1], [1, 2]][1]": array(1, 2),
    "'a' + 'b'": "ab",
    "any([1, 2] > 1) and all([1, 2] > 0)": True,
}


@pytest.mark.parametrize(("text", "wanted"), VALUES.items())
def test_values_and_their_kinds(text: str, wanted: Any) -> None:
    assert kinds(value(text)) == kinds(wanted)


FAULTS = {
    "1 ‸/ 0": "division by zero",
    "1 ‸% (2 - 2)": "division by zero",
    "1.5 ‸// 0": "division by zero",
    "0 ‸** -1": "division by zero",
    "1 ‸/ [1, 0]": "division by zero",
    "(-8) ‸** (1/3)": "no real power",
    "1 + ‸y": 'there is no "y"',
    "‸kk": 'did you mean "k"',
    "‸max": "it needs brackets",
    "1 + ‸foo(1)": 'there is no function "foo"',
    "‸maxx(1)": 'did you mean "max"',
    "‸floor(1, 2)": "is written floor(x)",
    "‸clip(1)": "is written clip(x, low, high)",
    "‸max()": "is written max(v)",
    "‸floor('a')": "does not go with a text",
    "‸sqrt(-1)": "no real root",
    "‸log(0)": "have a logarithm",
    "‸mean([])": "the mean of nothing",
    "‸max([])": "the largest of nothing",
    "‸dot([1, 2], [1])": "do not fit",
    "‸max([1, 2], [1, 2, 3])": "do not fit",
    "[1, 2] ‸+ [1, 2, 3]": "2 and 3 do not fit",
    "[1, 2] ‸== [1, 2, 3]": "do not fit",
    "[1, 2]‸[2]": "no index 2",
    "[1, 2]‸[0, 0]": "too many",
    "[1, 2][‸0.5]": "an index is a whole number",
    "[1, 2][‸'a']": "an index is a whole number",
    "[1, 2][‸::0]": "step of a slice",
    "['a']‸[1]": "no element 1",
    "3‸[0]": "no element to pick",
    "'a' ‸+ 1": "does not go with a text and a number",
    "'a' ‸* 2": "does not go with",
    "'a' ‸< 'b'": "does not go with",
    "‸-'a'": "no negative",
    "1 ‸in 2": "needs a list",
    "‸[1, 2] and true": 'write "any(...)" or "all(...)"',
    "not (‸[1, 2] > 1)": 'write "any(...)" or "all(...)"',
    "1 if ‸[1, 2] else 2": 'write "any(...)" or "all(...)"',
    "1 if ‸'a' else 2": "needs a truth",
    "‸exp(1000)": "too large",
    "2.5 ‸** 10000": "too large",
    "exp(700) ‸* exp(700)": "too large",
    "2 ‸** 1024": "too large",
    "10**308 ‸+ 1": "too large",
    "2.5*10**307 ‸* 9": "too large",
    "1e-300 ‸** -2": "too large",
    "exp(1) ‸/ ((1/2)**4000)": "too large",
    "((1/2)**4000) ‸** -0.5": "too large",
    "((1/2)**4000) ‸** -3": "too large",
    "‸range(0, exp(1))": "exact numbers",
    "‸onehot(3, 3)": "no index 3",
    "‸round(1, 0.5)": "whole number",
    "‸sum([1, 2], 0)": "a matrix is needed",
    "‸sum([[1, 2]], 2)": "axes 0 and 1",
    "‸conv2d([[1]], [[1, 2]])": "does not fit",
    "‸any(['a'])": "does not go with a list",
    "‸where('a', 1, 2)": "does not go with a text",
}


@pytest.mark.parametrize(("marked", "says"), FAULTS.items())
def test_faults_and_their_places(marked: str, says: str) -> None:
    text = marked.replace("‸", "")
    comparison = " < " in text or " > 1)" in text or " == [" in text or " in " in text
    with pytest.raises(FormulaError) as caught:
        value(text, k=1)
    assert says in caught.value.message
    assert caught.value.text == text
    assert comparison or caught.value.at == marked.index("‸")


# exactness

SCOPE = {"x": 3, "y": F(-5, 4), "k": -2, "c_in": 16, "dE_dw": F(1, 3), "W": 0, "lambda": F(7), "η": F(1, 10)}
known = names.filter(lambda name: name.name in SCOPE)


@quick
@given(sums(wholes | decimals | known, ["+", "-", "*", "/", "//", "%"]))
def test_arithmetic_is_exact_and_of_the_right_kind(node: tree.Node) -> None:
    try:
        wanted = oracle(node, SCOPE)
    except ZeroDivisionError:
        with pytest.raises(FormulaError, match="division by zero"):
            evaluate(node, SCOPE)
        return
    assert kinds(evaluate(node, SCOPE)) == kinds(wanted)


@quick
@given(st.one_of(wholes, decimals, known), st.integers(-6, 6))
def test_whole_powers_are_exact(base: tree.Node, exponent: int) -> None:
    node = tree.Binary("**", base, tree.Number(exponent))
    assume(exponent >= 0 or oracle(base, SCOPE) != 0)
    assert kinds(evaluate(node, SCOPE)) == kinds(oracle(node, SCOPE))


@quick
@given(st.fractions(max_denominator=1000), st.integers(-3, 6))
def test_rounding_takes_ties_away_from_zero(number: Fraction, places: int) -> None:
    made = numbers.round_number(number, places)
    scaled = abs(number) * F(10) ** places
    whole = math.floor(scaled) + (scaled - math.floor(scaled) >= F(1, 2))
    assert made == (whole if number >= 0 else -whole) / F(10) ** places


@quick
@given(st.integers(), st.integers(1, 1000), st.integers(0, 30), st.integers(0, 30))
def test_decimals_are_what_it_takes_to_write_the_number(top: int, odd: int, twos: int, fives: int) -> None:
    number = F(top, odd * 2**twos * 5**fives)
    wanted = next((places for places in range(62) if (number * 10**places).denominator == 1), 99)
    assert numbers.count_decimals(number) == wanted


@quick
@given(st.floats(-1e15, 1e15).filter(lambda x: abs(x) > 1e-9))
def test_floats_are_compared_and_rounded_to_twelve_digits(number: float) -> None:
    near = number * (1 + 1e-15)
    assert numbers.equal(number, near)
    assert not numbers.less(number, near)
    assert not numbers.less(near, number)
    assert abs(numbers.digits12(number) - F(number)) <= abs(F(number)) * F(5, 10**12)
    further = number * (1 + 1e-11)
    assert not numbers.equal(number, further)
    assert numbers.less(*sorted([number, further]))
    assert numbers.floor(float(round(number))) == numbers.ceil(float(round(number))) or abs(number) > 1e12


HUGE = st.sampled_from([10**308, F(10**308), F(1, 2**4000), -(10**308), F(1, 3**2000), 10.0**308, F(3**2500, 2**3900)])
NUMBERS = st.one_of(st.integers(-9, 9), st.fractions(), st.floats(-9, 9), HUGE, st.booleans())


@quick
@given(NUMBERS, NUMBERS, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", ">="]))
def test_numbers_of_every_kind_and_size_meet_without_a_crash(a: Any, b: Any, op: str) -> None:
    try:
        made = value(f"a {op} b", a=a, b=b)
    except FormulaError:
        return
    assert type(made) in numbers.NUMBERS
    assert abs(float(made)) <= 10.0**308


@quick
@given(NUMBERS, NUMBERS)
def test_comparisons_agree_with_each_other(a: Any, b: Any) -> None:
    seen = {op: value(f"a {op} b", a=a, b=b) for op in ["<", "<=", "==", "!=", ">", ">="]}
    assert [seen["<"], seen["=="], seen[">"]].count(True) == 1
    assert seen["<="] == (not seen[">"])
    assert seen[">="] == (not seen["<"])
    assert seen["!="] == (not seen["=="])


def test_huge_reals_become_floats() -> None:
    assert value("(1/3)**2584") == F(1, 3**2584)
    assert isinstance(value("(1/3)**2585"), float)
    grown = value("x*x", x=F(10**500 + 1, 10**500))
    assert isinstance(grown, F)
    grown = value("x*x", x=F(10**1200 + 1, 10**1200))
    assert isinstance(grown, float)
    assert grown == 1.0


@pytest.mark.parametrize(
    "text",
    ["-sin(0)", "-tanh(0)", "0 * -exp(1)", "-1 * exp(-1000)", "elu(-1, 0)", "-sin([0, 0])", "[0, 0] * -exp(1)",
     "exp(-1000) / -2", "mean([-exp(-1000)])", "-exp(-1000) + -exp(-1000)", "[-exp(-1000)] @ [1]", "swish(-1000)"],
)  # fmt: skip
def test_a_zero_has_no_sign(text: str) -> None:
    made = value(text)
    assert all(math.copysign(1, number) == 1 for number in (flatten(made) if is_array(made) else [made])), text


# arrays against NumPy

shapes = st.sampled_from([(), (1,), (2,), (3,), (1, 3), (2, 1), (2, 3), (3, 2), (2, 2), (2, 1, 3), (0,)])


@st.composite
def blocks(draw: st.DrawFn) -> Any:
    """A number, or an array of whole numbers."""
    shape = draw(shapes)
    items = [draw(st.integers(-5, 5)) for _ in range(math.prod(shape))]
    return make_array(items, shape) if shape else items[0]


def numpied(made: Any) -> Any:
    return made.astype(int) if is_array(made) else np.array(made)


@quick
@given(blocks(), blocks(), st.sampled_from(["+", "-", "*", "//", "%", "<", "<=", "==", "!="]))
def test_operators_broadcast_as_in_numpy(a: Any, b: Any, op: str) -> None:
    assume(op not in ("//", "%") or (numpied(b) != 0).all())
    try:
        wanted = eval(f"a {op} b", {}, {"a": numpied(a), "b": numpied(b)})
    except ValueError:
        with pytest.raises(FormulaError, match="do not fit"):
            value(f"a {op} b", a=a, b=b)
        return
    made = numpied(value(f"a {op} b", a=a, b=b))
    assert made.shape == np.shape(wanted)
    assert (made == wanted).all()


keys = st.integers(-3, 3).map(str) | st.builds(
    lambda *ends: ":".join("" if e is None else str(e) for e in ends),
    st.none() | st.integers(-4, 4),
    st.none() | st.integers(-4, 4),
    st.sampled_from([None, 1, 2, -1, -2]),
)


@quick
@given(blocks(), st.lists(keys, min_size=1, max_size=3).map(", ".join))
def test_indices_pick_as_in_numpy(a: Any, key: str) -> None:
    try:
        wanted = eval(f"a[{key}]", {}, {"a": numpied(a)})
    except IndexError:
        with pytest.raises(FormulaError):
            value(f"a[{key}]", a=a)
        return
    made = numpied(value(f"a[{key}]", a=a))
    assert made.shape == np.shape(wanted)
    assert (made == wanted).all()
