"""What the rest of the program calls: instructions, right answers, tolerances that take 0, decimal commas."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest

from dlquiz import kinds
from dlquiz.errors import FormulaError, UsageError
from dlquiz.language.arrays import arrays_equal, make_array
from dlquiz.model import AnswerKey
from tests.kinds.bank_mapping import key_from_mapping

THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("expected", "shown", "instruction"),
    [
        (AnswerKey("integer", 73856), "73,856", "a whole number"),
        (AnswerKey("number", Fraction(2, 3), decimals=4), "0.6667", "4 decimals"),
        (AnswerKey("number", Fraction(2, 3)), "0.6667", "4 decimals"),
        (AnswerKey("number", Fraction(2, 3), decimals=1), "0.7", "1 decimal"),
        (AnswerKey("number", Fraction(2, 3), significant=3), "0.667", "3 significant digits"),
        (AnswerKey("number", Fraction(2000, 3), significant=2), "670", "2 significant digits"),
        (AnswerKey("number", Fraction(5, 9), rel=Fraction(1, 100)), "0.555556", "to 1 %"),
        (AnswerKey("number", Fraction(5, 2), abs=Fraction(1, 20)), "2.5", "to ±0.05"),
        (AnswerKey("number", Fraction(50), decimals=1, unit=("%",)), "50", "in per cent, the exact value"),
        (AnswerKey("number", 100 * THIRD, decimals=1, unit=("%",)), "33.3", "in per cent, 1 decimal"),
        (AnswerKey("number", Fraction(3, 20), decimals=4), "0.15", "the exact value"),
        (AnswerKey("number", Fraction(3, 20), decimals=1), "0.2", "1 decimal"),
        (AnswerKey("number", 0.1 + 0.2, decimals=4), "0.3", "the exact value"),
        (AnswerKey("number", Fraction(425), significant=3), "425", "the exact value"),
        (AnswerKey("number", Fraction(1024), significant=3), "1024", "3 significant digits"),
        (AnswerKey("yes-no", True), "yes", "yes or no"),
        (AnswerKey("yes-no", False, no=("infeasible",)), "no (infeasible)", "yes or no"),
        (AnswerKey("shape", make_array((7, 7, 64), (3,))), "7 × 7 × 64", "a shape of 3 sizes, such as 9x5x2"),
        (AnswerKey("shape", ()), "()", "a shape, such as 9x5x2"),
        (AnswerKey("vector", make_array((1, -2), (2,))), "[1, -2]", "a vector of 2 elements, such as [4, -7]"),
        (
            AnswerKey("vector", make_array((THIRD, 2 * THIRD), (2,)), decimals=2),
            "[0.33, 0.67]",
            "a vector of 2 elements, such as [4, -7]; 2 decimals",
        ),
        (
            AnswerKey("vector", make_array((Fraction(1, 2), 2), (2,)), decimals=2),
            "[0.5, 2]",
            "a vector of 2 elements, such as [4, -7]; exact values",
        ),
        (
            AnswerKey("matrix", make_array((1, 2, 3, 4), (2, 2))),
            "[[1, 2], [3, 4]]",
            "a matrix, such as [[4, -7, 0], [6, 5, 8]]",
        ),
        (AnswerKey("choice", options=("x", "y"), right=(1,)), "b) y", "one letter"),
        (AnswerKey("choice", options=("x", "y", "z"), right=(0, 2)), "a) x; c) z", "all that apply: letters"),
        (AnswerKey("text", accept=("momentum", "m")), "momentum", "a word or two"),
        (AnswerKey("order", items=("x", "y"), order=(1, 0)), "b a", "all 2 letters, in order"),
        (
            AnswerKey("match", lefts=("x", "y"), rights=("u", "v"), partner=(1, 0)),
            "1b 2a",
            "a letter for every number; letters may repeat",
        ),
        (AnswerKey("recall", points=("one", "two")), "one; two", "in your own words; you grade it yourself"),
    ],
)
def test_showing_and_instructing(expected: AnswerKey, shown: str, instruction: str) -> None:
    """The right answer as one types it, and how to answer."""
    assert kinds.to_text(expected) == shown
    assert kinds.instruction(expected) == instruction


@pytest.mark.parametrize(
    ("ends", "asked"),
    [("[-2, 1]", "exact ends"), ("[0, inf]", "exact ends"), ("[0, 2/7]", "ends: 4 decimals")],
)
def test_ends_are_asked_rounded_only_where_rounding_changes_one(ends: str, asked: str) -> None:
    key = key_from_mapping({"kind": "interval", "value": ends})
    assert kinds.instruction(key) == f"an interval, such as (3, 7] or 3 < x <= 7; {asked}"


def test_a_formula_is_shown() -> None:
    """A formula is shown as one writes it, and asked for in its letters."""
    expected = key_from_mapping({"kind": "expression", "value": "s*(1-s)", "variables": {"s": [0, 1]}})
    assert kinds.instruction(expected) == "a formula in s"
    assert kinds.judge(expected, kinds.to_text(expected)).verdict == "right"


@pytest.mark.parametrize(
    ("answer", "takes"),
    [
        ({"kind": "number", "value": "0.00004", "decimals": 4}, True),
        ({"kind": "number", "value": "0.00006", "decimals": 4}, False),
        ({"kind": "number", "value": "0", "decimals": 4}, False),
        ({"kind": "number", "value": "0.01", "abs": 0.05}, True),
        ({"kind": "number", "value": "0.00001", "rel": 0.01}, False),
        ({"kind": "vector", "value": "[0.00001, 0.0]", "decimals": 4}, True),
        ({"kind": "vector", "value": "[0.00001, 0.5]", "decimals": 4}, False),
        ({"kind": "matrix", "value": "[[0.0, 0.0]]", "decimals": 4}, False),
        ({"kind": "integer", "value": "0"}, False),
    ],
)
def test_tolerances_that_take_zero(answer: dict[str, Any], takes: bool) -> None:
    """A tolerance may not take 0 for another value."""
    assert kinds.takes_zero(key_from_mapping(answer)) is takes


@pytest.mark.parametrize(
    ("answer", "typed", "verdict"),
    [
        ({"kind": "number", "value": "1.96", "decimals": 2}, "1,96", "right"),
        ({"kind": "number", "value": "1.96", "decimals": 2}, "1.96", "right"),
        ({"kind": "number", "value": "1234.5", "decimals": 1}, "1.234,5", "right"),
        ({"kind": "number", "value": "1234.5", "decimals": 1}, "1 234,5", "right"),
        ({"kind": "number", "value": "1234", "decimals": 1}, "1.234", "unreadable"),
        ({"kind": "number", "value": "1.234", "decimals": 3}, "1,234", "right"),
        ({"kind": "number", "value": "0.5", "decimals": 1}, "50,0%", "right"),
        ({"kind": "number", "value": "1.5", "decimals": 1}, "max(1,5; 0,5)", "right"),
        ({"kind": "number", "value": "1.5", "decimals": 1}, "0,5*3", "right"),
        ({"kind": "number", "value": "1.5", "decimals": 1}, "1,5,2", "unreadable"),
        ({"kind": "integer", "value": "73856"}, "73.856", "right"),
        ({"kind": "integer", "value": "73856"}, "73,856", "unreadable"),
        ({"kind": "integer", "value": "73856"}, "73856,0", "right"),
        ({"kind": "vector", "value": "[1.5, 2.5]", "decimals": 1}, "1,5; 2,5", "right"),
        ({"kind": "vector", "value": "[1.5, 2.5]", "decimals": 1}, "[1,5 2,5]", "right"),
        ({"kind": "vector", "value": "[1.5, 2.5]", "decimals": 1}, "[1,5, 2,5]", "right"),
        ({"kind": "matrix", "value": "[[1.5, 2.0], [3.0, 4.0]]"}, "[1,5 2; 3 4]", "right"),
        ({"kind": "expression", "value": "x/2", "variables": {"x": [1, 2]}}, "0,5x", "right"),
        ({"kind": "shape", "value": "[7, 7, 64]"}, "7,7,64", "right"),
        ({"kind": "number", "value": "0.5"}, ",5", "right"),
        ({"kind": "number", "value": "-0.5"}, "-,5", "right"),
        ({"kind": "number", "value": "1.0"}, "1,", "right"),
        ({"kind": "integer", "value": "560"}, "560,", "right"),
        ({"kind": "matrix", "value": "[[1.5, 2.0], [3.0, 4.0]]"}, "1,5; 2\n3; 4", "right"),
        ({"kind": "matrix", "value": "[[1.5, 2.0], [3.0, 4.0]]"}, "[[1,5; 2]; [3; 4]]", "right"),
        ({"kind": "vector", "value": "[1.5, 2.5]", "decimals": 1}, "1,5;\n2,5", "right"),
        ({"kind": "vector", "value": "[1, 2]"}, "[1,2]", "unreadable"),
        ({"kind": "vector", "value": "[1, 2]"}, "[1, 2]", "right"),
        ({"kind": "matrix", "value": "[[1, 2], [3, 4]]"}, "[[1,2],[3,4]]", "unreadable"),
    ],
)
def test_decimal_commas(answer: dict[str, Any], typed: str, verdict: str) -> None:
    """People who write decimal commas are read so; a semicolon separates."""
    assert kinds.judge(key_from_mapping(answer), typed, "comma").verdict == verdict


def test_verdicts_carry_what_was_read() -> None:
    """The value read stands in the verdict, with the echo."""
    found = kinds.judge(key_from_mapping({"kind": "integer", "value": "560"}), "20(27+1)")
    assert (found.value, found.reading, found.score) == (560, "20·(27 + 1) = 560", 1)
    sizes = key_from_mapping({"kind": "shape", "value": "[2, 3]"})
    assert arrays_equal(kinds.judge(sizes, "2x3").value, make_array([2, 3]))
    vector = key_from_mapping({"kind": "vector", "value": "[1.5]"})
    assert arrays_equal(kinds.judge(vector, "[3/2]").value, make_array([Fraction(3, 2)]))


def test_carets_count_in_the_text_as_typed() -> None:
    """Spaces and zero-width characters in front are counted."""
    expected = AnswerKey("integer", 5)
    for typed, at in [("  5!", 3), ("\u200b\u200b5²!", 4), ("n = 5!", 5), ("  5 apples", 4), ("５！", 1)]:
        with pytest.raises(FormulaError) as caught:
            kinds.read_answer(expected, typed)
        assert (caught.value.text, caught.value.at) == (typed, at)


def test_mixed_numbers_are_told_apart() -> None:
    """The message shows both ways to write it."""
    for typed, says in [
        ("1 1/2", "a mixed number? write 3/2 or 1+1/2"),
        ("1½", "a mixed number? write 3/2 or 1+1/2"),
        ("-1 1/2", "a mixed number? write -3/2 or -(1+1/2)"),
        ("−1½", "a mixed number? write -3/2 or -(1+1/2)"),
    ]:
        assert kinds.judge(key_from_mapping({"kind": "number", "value": "1.5"}), typed).message == says


THIRDS = {"kind": "vector", "value": "[1/3, 2/3]", "decimals": 3}


@pytest.mark.parametrize(
    ("answer", "typed", "says"),
    [
        ({"kind": "number", "value": "2/3"}, "0.667", "that is 0.667; give 4 decimals"),
        ({"kind": "number", "value": "2/3"}, "0.67", "that is 0.67; give 4 decimals"),
        ({"kind": "number", "value": "2/3"}, "0.666", "4 decimals are asked for; this is cut off after 3"),
        ({"kind": "number", "value": "log(2)"}, "0.693", "that is 0.693; give 4 decimals"),
        (
            {"kind": "number", "value": "123.4", "decimals": 1},
            "123",
            "that is 123; give 1 decimal",
        ),
        (
            {"kind": "number", "value": "0.00123456", "significant": 3},
            "0.0012",
            "that is 0.0012; give 3 significant digits",
        ),
        ({"kind": "number", "value": "0.3333", "decimals": 3, "mistaken": ["0.33"]}, "0.33", ""),
        ({"kind": "number", "value": "0.26", "decimals": 2}, "0", ""),
        ({"kind": "number", "value": "0.74", "decimals": 2}, "1", ""),
        (THIRDS, "[0.33, 0.67]", "these are rounded too far; give 3 decimals"),
        (THIRDS, "[0.33, 0.7]", "these are rounded too far; give 3 decimals"),
        (
            {"kind": "matrix", "value": "[[1/3, 2/3]]", "decimals": 3},
            "[[0.333, 0.67]]",
            "these are rounded too far; give 3 decimals",
        ),
    ],
)
def test_too_few_digits_are_told(answer: dict[str, Any], typed: str, says: str) -> None:
    """The right number with fewer digits than asked for is told so, without the digits that are missing."""
    found = kinds.judge(key_from_mapping(answer), typed)
    assert found.verdict in ("close", "wrong")
    assert found.message == says


@pytest.mark.parametrize(
    ("answer", "typed", "at", "says"),
    [
        ({"kind": "integer", "value": "5"}, "73 856,0", 6, "a decimal comma? write 73856.0"),
        ({"kind": "yes-no", "value": "true"}, "yes = x", 0, '"yes" belongs to the question and is not a label'),
        ({"kind": "choice", "options": ["p", "q"], "right": "p"}, "p or q", 2, "one answer, please"),
        ({"kind": "shape", "value": "[7, 7]"}, "np.array([7, 7]).shape", 16, "type the numbers only"),
        ({"kind": "vector", "value": "[1, 2]"}, "\\begin{pmatrix}1\\\\2\\end{pmatrix}", 0, "LaTeX is not read"),
        ({"kind": "vector", "value": "[1, 2]"}, " 0,5; 1,5", 2, "decimal commas? write points"),
        ({"kind": "choice", "options": ["p", "q"], "right": ["p", "q"]}, "a or b", 2, "one answer, please"),
        ({"kind": "choice", "options": ["p", "q"], "right": ["p", "q"]}, "not b", 0, '"not b" is not an option'),
        ({"kind": "text", "accept": ["exclusive or"]}, "inclusive or", 10, "one answer, please"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(answer: dict[str, Any], typed: str, at: int, says: str) -> None:
    """The message says what is wrong, and the caret stands under it."""
    found = kinds.judge(key_from_mapping(answer), typed)
    assert (found.verdict, found.caret) == ("unreadable", at)
    assert found.message.startswith(says)


@pytest.mark.parametrize(("kind", "value"), [("number", "1.5"), ("vector", "[1.5, 2.5]")])
def test_two_decimal_commas_are_told_as_commas(kind: str, value: str) -> None:
    """Who writes decimal commas hears of commas."""
    found = kinds.judge(key_from_mapping({"kind": kind, "value": value}), "1,5,2,5", "comma")
    assert (found.verdict, found.caret) == ("unreadable", 3)
    assert found.message == "two decimal commas in one number; between numbers stands a semicolon"


@pytest.mark.parametrize(
    ("value", "typed", "says"),
    [
        (2, "1", ""),
        (8, "4", ""),
        (-3, "3", "the sign is off"),
        (560, "1120", "twice too large: a factor of 2 too many?"),
        (10, "1", "the power of ten is off: 10 times too small"),
        (2, "0.5", "a whole number is asked for"),
    ],
)
def test_small_whole_numbers_are_not_told_by_a_factor(value: int, typed: str, says: str) -> None:
    """That 1 is half of it would be the answer, and no explanation."""
    assert kinds.judge(AnswerKey("integer", value), typed).message == says


def test_a_scalar_is_not_told_by_its_message() -> None:
    """That there is no axis at all would be the answer."""
    for typed in ("1", "(5,)", "(1, 1)", "2x3"):
        assert kinds.judge(key_from_mapping({"kind": "shape", "value": "[]"}), typed).message == "too many axes"


def test_a_listed_mistake_is_never_close() -> None:
    """Where a mistake lands, nothing is close."""
    value = make_array((THIRD, THIRD), (2,))
    mistake = make_array((THIRD, Fraction(334, 1000)), (2,))
    free, listed = AnswerKey("vector", value, decimals=3), AnswerKey("vector", value, decimals=3, mistaken=(mistake,))
    assert kinds.judge(free, "[0.333, 0.334]").verdict == "close"
    assert kinds.judge(listed, "[0.333, 0.334]").verdict == "wrong"


def test_an_unknown_kind_is_named() -> None:
    """A kind that does not exist is an error of who asks."""
    with pytest.raises(UsageError, match='called "essay"'):
        kinds.kind("essay")


def test_importing_is_light() -> None:
    """Nothing heavy comes with the room."""
    heavy = "{'numpy', 'sympy', 'mpmath', 'yaml', 'rich', 'typer'}"
    code = f"import dlquiz.kinds, sys; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
