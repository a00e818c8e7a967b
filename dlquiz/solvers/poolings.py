"""Repeated pooling without padding, until the map is smaller than the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.write.values import value_to_text
from dlquiz.solvers import Tape

GIVEN = {"n_in": True, "k": True, "stride": False}
NAMES = ("times",)
RULES = ("n",)

MAX_PASSES = 200  # passes
SIZE = "(n - k)//stride + 1"
FIRST = "The window fits once at the edge, and once more for every whole stride of {{ stride }} that remains."
AGAIN = "A map of {{ n }} by {{ n }} still holds the window, so it is pooled again."


def solve(tape: Tape, n_in: Any, k: Any, stride: Any = None) -> None:
    """Sides n_1, n_2, … of an n_in × n_in map under k × k pooling (stride k unless said), and how many `times`."""
    window = check_whole(tape.set("k", k), "the window", 2)
    check_whole(tape.set("stride", window if stride is None else stride), "the stride", 1)
    n = check_whole(tape.set("n_in", n_in), "the map", 1)
    times = 0
    while window_fits(n, window):
        before = f"n_{times}" if times else "n_in"
        times += 1
        if times > MAX_PASSES:
            raise FormulaError(f"more than {MAX_PASSES} poolings")
        n = tape.step(f"n_{times}", SIZE, FIRST if times == 1 else AGAIN, "n", (times,), naming={"n": before})
    tape.step("times", count_formula([f"n_{i}" for i in range(1, times + 1)]), explain_end(times, n))


def count_formula(names: Sequence[str]) -> str:
    """The formula that counts quantities by their names, so that they must be found first."""
    return f"len([{', '.join(names)}])" if names else "0"


def explain_end(times: int, n: Any) -> str:
    """The sentence that says why pooling ends."""
    side = value_to_text(n)
    return f"On a map of {side} by {side} no window of {{{{ k }}}} by {{{{ k }}}} fits."


def window_fits(n: Any, window: int) -> bool:
    """Whether a window fits on the map."""
    if type(n) is bool or type(n) not in numbers.NUMBERS:
        raise FormulaError("the side of a map is a number")
    return not numbers.less(n, window)


def check_whole(value: Any, what: str, least: int) -> int:
    """A size as a whole number; FormulaError where it is not one, or less than `least`."""
    if not isinstance(value, int) or value < least:
        raise FormulaError(f"{what} must be a whole number of at least {least}")
    return value
