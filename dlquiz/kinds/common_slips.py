"""The common slips, told by what they do to a number: sign, factor 2, power of ten, per cent, reciprocal, logarithm."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

Same = Callable[[Any, Any], bool]  # whether a typed number is what a slip leads to

CUT = "the last digit is cut off, or was rounded on the way; round at the end only"
ROUNDING = "the method was right, the rounding was not"
RECIPROCAL = "upside down: this is the reciprocal"


class CommonSlip(NamedTuple):
    """A slip that multiplies by a factor."""

    name: str
    factor: Any  # exact where it can be

    def of(self, value: Any) -> Any:
        """What the slip makes of a number."""
        if isinstance(value, float) or isinstance(self.factor, float):
            return float(value) * float(self.factor)
        return value * self.factor


def list_powers() -> list[CommonSlip]:
    """Powers of ten."""
    found = []
    for power in (1, 3, 2, 4, 5, 6, 9):
        found.append(CommonSlip(f"the power of ten is off: {10**power:,} times too large", Fraction(10**power)))
        found.append(CommonSlip(f"the power of ten is off: {10**power:,} times too small", Fraction(1, 10**power)))
    return found


SLIPS = [
    CommonSlip("the sign is off", -1),
    CommonSlip("twice too large: a factor of 2 too many?", 2),
    CommonSlip("half of it: is a factor of 2 missing?", Fraction(1, 2)),
    CommonSlip("a hundred times too large: per cent instead of a fraction?", 100),
    CommonSlip("a hundred times too small: a fraction instead of per cent?", Fraction(1, 100)),
    *list_powers(),
]
LOGARITHMS = [
    CommonSlip("the logarithm to base 2 instead of the natural one?", 1 / math.log(2)),
    CommonSlip("the natural logarithm instead of the one to base 2?", math.log(2)),
    CommonSlip("the logarithm to base 10 instead of the natural one?", 1 / math.log(10)),
    CommonSlip("the natural logarithm instead of the one to base 10?", math.log(10)),
]
FACTORS = [(float(slip.factor), slip) for slip in SLIPS + LOGARITHMS]
WHOLE = len(SLIPS)


def name_slip(typed: Any, value: Any, same: Same, reach: float = 0.0, logarithms: bool = False) -> str:
    """The slip that leads from the right value to the typed one; an empty text where none does.

    `reach` is how far off a right answer may be, relative to it: the quotient of both tells which slips are worth a
    look, which `same` then decides.
    """
    if not value or not typed:
        return ""
    try:
        ratio, product = float(typed / value), float(typed * value)
    except OverflowError:
        return ""
    for factor, slip in FACTORS if logarithms else FACTORS[:WHOLE]:
        room = reach * max(1.0, 10 * abs(factor)) + 1e-9 * abs(factor)
        if abs(ratio - factor) <= room and same(typed, slip.of(value)):
            return slip.name
    room = reach * max(10.0, abs(product / ratio) if ratio else 0.0) + 1e-9
    if abs(product - 1) <= room and abs(ratio - 1) > 1e-9 and same(typed, reciprocal(value)):
        return RECIPROCAL
    return ""


def reciprocal(value: Any) -> Any:
    """The value upside down."""
    return 1 / value if isinstance(value, float) else 1 / Fraction(value)
