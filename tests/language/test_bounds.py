"""Hostile formulas end at once: in a value, or in a FormulaError with its place."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import make_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.evaluate import evaluate
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.formulas import to_latex, to_plain, to_prose, to_prose_with_values
from dlquiz.language.write.reasons import branch_reasons
from dlquiz.language.write.values import value_to_text

MOMENT = 2.0  # seconds of this process; what is not bounded takes minutes
N = "range(1, 10001)"
MATRIX = "outer(range(100), range(100))"

REFUSED = {
    "9**9 ‸** 9**9": "too large",
    "2 ‸** 5000": "too large",
    "2**1000 ‸* 2**1000": "too large",
    "‸prod(range(1, 200))": "too large",
    "‸round(123, -10**9)": "no meaning",
    "‸round(1/3, 10**9)": "no meaning",
    "‸range(10**9)": "more than 10,000",
    "‸range(0, 1, 1/10**9)": "more than 10,000",
    "‸range((1/3)**2000, 1000 + (1/3)**2000, 0.1)": "too long",
    "‸onehot(0, 10**9)": "no index",
    f"transpose([{N}]) ‸+ [{N}]": "too long",
    f"‸max(transpose([{N}]), [{N}])": "too long",
    f"‸min({N}, transpose([{N}]), [[1, 2]])": "do not fit",
    f"‸clip({N}, transpose([{N}]), [[1, 2]])": "do not fit",
    f"‸where(transpose([{N}]) > 1, [{N}], 0)": "too long",
    f"‸outer({N}, {N})": "too long",
    f"{MATRIX} ‸@ {MATRIX}": "too long",
    f"outer({MATRIX} ‸@ {MATRIX}, 1)": "too long",
    f"‸concat({N}, {N})": "more than 10,000",
    f"‸[{', '.join([N] * 2)}]": "more than 10,000",
    f"({N}/7) ‸** 290": "too long",
    f"({N}/7) ‸** -290": "too long",
    f"{N} ‸** 300": "too long",
    "‸decimals(range(1, 1001)*(1/5)**1700)": "too long",
    "‸sort(range(1, 1001)*(1/5)**1700)": "too long",
    "‸round(1/3, 101)": "no meaning",
    f"‸distinct({N}/7)": "too long",
    "‸conv2d([[1]], [[1]], 1, 10**9)": "padding",
    "‸conv2d([[1]], [[1]], 1, 100.0)": "more than 10,000",
    "‸conv2d([[1.5]], outer(range(1, 101), range(1, 101)), 1, 100)": "too long",
    f"‸maxpool2d({MATRIX}, 10, 1)": "too long",
    f"‸maxpool2d({MATRIX}, 10**9)": "does not fit",
    "‸" + "[" * 9 + "1" + "]" * 9: "axes",
}


@pytest.mark.parametrize(("marked", "says"), REFUSED.items())
def test_what_is_refused(marked: str, says: str) -> None:
    text = marked.replace("‸", "")
    start = time.process_time()
    with pytest.raises(FormulaError) as caught:
        evaluate(read_formula(text), {}, text=text)
    assert time.process_time() - start < MOMENT
    assert says in caught.value.message
    assert caught.value.text == text
    assert abs(caught.value.at - marked.index("‸")) <= 1


SERVED = [
    f"softmax({N})",
    f"distinct({N})",
    f"sum(1/{N})",
    f"prod(1 + 1/{N})",
    f"sort(-{N})",
    f"norm({N}/7)",
    f"argmax(sqrt({N}))",
    f"round(sqrt({N}), 3)",
    f"sum({MATRIX}, 0)",
    "decimals((1/5)**1700)",
    "(1/3)**2500 + (1/7)**1400",
    "outer(range(20)/3, range(20)/7) @ outer(range(20), range(20))",
    "conv2d(outer(range(28)/7, range(28)/3), outer(range(3)/11, range(3)/13), 1, 1)",
    "avgpool2d(outer(range(0, 10, 0.1), range(0, 10, 0.1)), 2)",
    "dot(1/range(1, 4000), 1/range(1, 4000))",
]


@pytest.mark.parametrize("text", SERVED)
def test_what_is_large_and_still_served(text: str) -> None:
    start = time.process_time()
    evaluate(read_formula(text), {}, text=text)
    assert time.process_time() - start < MOMENT


LOOPS = {
    "lists of lists": ("[x]", make_array([1], (1,))),
    "lists of texts": ("[x, x]", ("a", "b")),
    "ragged lists": ("[x, 1]", ("a", make_array([1], (1,)))),
    "joined lists": ("concat(x, x)", ("a",)),
    "joined vectors": ("concat(x, x)", make_array([1], (1,))),
    "texts": ("x + x", "ab"),
    "squares": ("x*x", 3),
    "powers": ("x^64", 3),
    "sums of letters": ("x*(x + 1)", letters.symbol("y")),
    "powers of letters": ("x^64", letters.symbol("y")),
    "functions of letters": ("sin(x)", letters.symbol("y")),
}


@pytest.mark.parametrize(("text", "value"), LOOPS.values(), ids=LOOPS)
def test_values_do_not_grow_without_end_from_step_to_step(text: str, value: Any) -> None:
    formula = Formula(text)
    start = time.process_time()
    with pytest.raises(FormulaError):
        for _ in range(1_000):
            value = formula.value({"x": value})
    assert len(value_to_text(value)) < 200_000
    assert time.process_time() - start < MOMENT


def test_reals_that_grow_go_on_as_floats() -> None:
    formula = Formula("x*(1 - x)*3.2")
    value: Any = Fraction(1, 3)
    for _ in range(200):
        value = formula.value({"x": value})
    assert isinstance(value, float)
    assert 0 < value < 1


def test_texts_are_bounded() -> None:
    many = make_array(range(10_000), (10_000,))
    for text in ('join(v, s)', 'join([s, s, s], s)', "s + s", "plural(1, s) + s"):  # fmt: skip
        with pytest.raises(FormulaError):
            evaluate(read_formula(text), {"v": many, "s": "x" * 9_000}, TEXT_FUNCTIONS)


# the stack: a formula that is read can be walked over, however deep the caller stands

TALL = [
    "abs(" * 49 + "1" + ")" * 49,
    "-" * 49 + "1",
    "[1 or 0 and 1 < " * 7 + "1" + "]" * 7,
    "[" * 7 + "1" + " < 1 and 0 or 1]" * 7,
    "+".join(["x"] * 119),
    "abs(" * 20 + "+".join(["x"] * 95) + ")" * 20,
    "1 if x else " * 40 + "1",
    "(1 if x > " * 16 + "x" + " else 0)" * 16,
    "2^" * 40 + "1",
    "x" + "[0]" * 40,
]


def deep(levels: int, call: Callable[[], None]) -> None:
    """Call from far down the stack."""
    if levels:
        deep(levels - 1, call)
    else:
        call()


@pytest.mark.parametrize("text", TALL, ids=lambda text: text[:12])
def test_tall_formulas_need_half_the_stack(text: str) -> None:
    def everything() -> None:
        node = read_formula(text)
        for work in (to_plain, to_prose, to_latex, hash, tree.names):
            work(node)  # type: ignore[operator]
        branch_reasons(node, {"x": 1})
        to_prose_with_values(node, {"x": 1})
        assert tree.rename(node, {"x": letters.symbol("y")}) is not None
        assert node == read_formula(text)
        with suppress(FormulaError):
            evaluate(node, {"x": 1})

    depth = 0
    frame = sys._getframe()
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    deep(sys.getrecursionlimit() - 500 - depth, everything)


def test_what_a_budget_does_not_suffice_for_is_not_begun() -> None:
    """A bank has thousands of formulas: each of them could take half a second more than there is."""
    for formula in ("sum(range(9000)/7)", "sort(range(9000))[0]"):
        whole = WorkBudget(100)
        with pytest.raises(BudgetExceeded):
            evaluate(read_formula(formula), {}, budget=WorkBudget(10**6, whole))
        assert whole.left > -200_000
        for _ in range(3):
            spent = whole.left
            with pytest.raises(BudgetExceeded):
                evaluate(read_formula(formula), {}, budget=WorkBudget(10**6, whole))
            assert spent - whole.left < 200_000
