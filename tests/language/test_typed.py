"""The reader of typed formulas: what it reads as what, and what it refuses with which words."""

from __future__ import annotations

import pytest

from dlquiz.errors import FormulaError
from dlquiz.language.typed import read_typed_formula
from dlquiz.language.write.formulas import to_plain

READ = [
    ("20(27+1)", "", "20 * (27 + 1)"),
    ("2x", "x", "2 * x"),
    ("wx", "wx", "w * x"),
    ("xe^-x", "x", "x * e**-x"),
    ("xexp(-x)", "x", "x * exp(-x)"),
    ("2(wx+b)x", "wxb", "2 * (w * x + b) * x"),
    ("N I E", "NIE", "N * I * E"),
    ("2^3^2", "", "2**3**2"),
    ("-2^2", "", "-2**2"),
    ("2**-1", "", "2**-1"),
    ("e^{-x}y", "xy", "e**-x * y"),
    ("x^(2)y", "xy", "x**2 * y"),
    ("|x|-||y|-1|", "xy", "abs(x) - abs(abs(y) - 1)"),
    ("|x|y", "xy", "abs(x) * y"),
    ("2|x|", "x", "2 * abs(x)"),
    ("|(|x|+1)y|", "xy", "abs((abs(x) + 1) * y)"),
    ("⌊x/2⌋+⌈x⌉", "x", "floor(x / 2) + ceil(x)"),
    ("√2/2", "", "sqrt(2) / 2"),
    ("√(x+1)", "x", "sqrt(x + 1)"),
    ("max(1;x)", "x", "max(1, x)"),
    ("np.maximum(0, x)", "x", "max(0, x)"),
    ("np.e**x", "x", "e**x"),
    ("σ(x)", "x", "sigmoid(x)"),
    ("ln(x)", "x", "log(x)"),
    ("log_2(x)", "x", "log2(x)"),
    ("ηλw", ["eta", "lambda", "w"], "eta * lambda * w"),
    ("ηw", ["lr", "w"], "lr * w"),
    ("w_1 x_1", ["w_1", "x_1"], "w_1 * x_1"),
    ("w1*x1", ["w_1", "x_1"], "w_1 * x_1"),
    ("7.3856 x 10^4", "", "7.3856 * 10**4"),
    ("3x4", "", "3 * 4"),
    ("(1+2)x(3)", "", "(1 + 2) * 3"),
    ("73.856k", "", "73856.0"),
    ("2M", "", "2000000"),
    ("1_000.5", "", "1000.5"),
    ("np.float64(2.5)", "", "2.5"),
    ("e*m", "em", "e * m"),
    ("exp*2", ["exp"], "exp * 2"),
    ("max(1+2)", ["max"], "max * (1 + 2)"),
]
REFUSED = [
    ("1/2x", "x", 3, "two readings: write (1/2)*x or 1/(2*x)"),
    ("1/xy", "xy", 3, "two readings: write (1/x)*y or 1/(x*y)"),
    ("1/2(x+1)", "x", 3, "two readings: write (1/2)*(…) or 1/(2*(…))"),
    ("e^2x", "x", 3, "two readings: write e^(2)*x or e^(2*x)"),
    ("x^2y", "xy", 3, "two readings: write x^(2)*y or x^(2*y)"),
    ("e^x(1+x)", "x", 3, "two readings: write e^(x)*(…) or e^(x*(…))"),
    ("x2", "x", 0, '"x2" can be read in two ways; write x^2 or x*2'),
    ("x 1", "x", 2, "is an operator missing here? times is *, a power is ^"),
    ("1 1/2", "", 0, "a mixed number? write 3/2 or 1+1/2"),
    ("1 2", "", 2, "two numbers side by side; one answer, please, without spaces inside a number"),
    ("1.2.3", "", 3, "two decimal points in one number"),
    ("5//9", "", 1, "// is not read; write / or floor(a/b)"),
    ("0x1F", "", 0, "hexadecimal numbers are not read; a number starts with its digits, and times is *"),
    ("0.(5)", "", 2, "a recurring decimal? write it as a fraction, such as 5/9"),
    ("0.33...", "", 4, "do dots mean that it goes on? write a fraction, or round"),
    ("ln x", "x", 0, "ln needs brackets; write ln(…)"),
    ("lnx", "x", 0, "ln needs brackets; write ln(x)"),
    ("sin^2(x)", "x", 0, "sin needs brackets; write sin(…)^2"),
    ("LOG(x)", "x", 0, '"LOG" is not known, and case matters; did you mean "log"?'),
    ("X", "x", 0, '"X" is not known, and case matters; did you mean "x"?'),
    ("log(x, 2)", "x", 0, "log is written log(x)"),
    ("7385O", "", 4, "the letter O instead of the digit 0?"),
    ("1j", "", 1, "complex numbers are not read"),
    ("nan", "", 0, "not a finite number"),
    ("7 or 8", "", 2, "one answer, please"),
    ("x if x else 1", "x", 2, "a piece needs a comparison: … if x > 0 else …"),
    ("|x", "x", 0, 'the "|" is not closed'),
    ("(x", "x", 0, 'the "(" is not closed'),
    ("x)", "x", 1, "this bracket closes nothing"),
    ("2*", "", 2, "it ends too early: a value is missing"),
    ("√x", "x", 0, "how far does the root reach? write sqrt(…)"),
    ("2e", "", 1, "an unfinished power of ten, or times e? write 1e5, or 2*e"),
    ("aab", ["a", "b", "aa"], 0, '"aab" is more than one product; put * between its letters'),
    ("х", "x", 0, '"х" is a letter of another alphabet (Cyrillic); type the Latin letter'),
    ("np.os", "", 0, 'there is no "np.os" here'),
]


@pytest.mark.parametrize(("text", "letters", "tree"), READ)
def test_what_is_read(text: str, letters: str | list[str], tree: str) -> None:
    """The tree, in the strict language."""
    assert to_plain(read_typed_formula(text, list(letters))) == tree


@pytest.mark.parametrize(("text", "letters", "at", "message"), REFUSED)
def test_what_is_refused(text: str, letters: str | list[str], at: int, message: str) -> None:
    """The place and the words."""
    with pytest.raises(FormulaError) as caught:
        read_typed_formula(text, list(letters))
    assert (caught.value.at, caught.value.message) == (at, message)


@pytest.mark.parametrize(
    "text", ["(" * 51 + "1" + ")" * 51, "-" * 51 + "1", "2^" * 51 + "1", "abs(" * 51 + "1" + ")" * 51]
)
def test_depth_is_bounded(text: str) -> None:
    """Fifty levels, and no more."""
    with pytest.raises(FormulaError, match="nested too deeply"):
        read_typed_formula(text)


@pytest.mark.parametrize(
    "text", ["(" * 50 + "1" + ")" * 50, "-" * 50 + "1", "2^" * 50 + "1", "abs(" * 50 + "1" + ")" * 50]
)
def test_fifty_levels_are_read(text: str) -> None:
    """Fifty levels of brackets, signs, powers or calls."""
    assert read_typed_formula(text)
