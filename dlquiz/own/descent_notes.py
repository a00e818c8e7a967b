"""What is said of a descent: where the slope is 0 and why a kink counts, the limit of the rate, and what happens."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isinf
from typing import TYPE_CHECKING, Any

from dlquiz.language.numbers import count_decimals
from dlquiz.language.write.formulas import to_latex
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.language.write.values import value_to_latex, value_to_text

if TYPE_CHECKING:
    from dlquiz.algebra.stationary import Stationary, StationaryPoint

DECIMALS = 4  # of a rate that is not written as a fraction
KINK_STEPS = (
    "At a kink the slope does not fade, so steps of a fixed rate jump across it; with a rate that decays they come to "
    "rest."
)
KINDS = {
    "minimum": "a minimum lies at {}", "maximum": "a maximum lies at {}", "saddle": "a saddle lies at {}",
    "inflection": "at {} the slope is 0 too, but the curve passes through",
    "flat": "at {} the slope is 0 and so is the curvature",
    "kink, minimum": "a minimum lies at the kink {}", "kink, maximum": "a maximum lies at the kink {}",
    "kink, saddle": "a saddle lies at the kink {}",
}  # fmt: skip
LINES = {
    "minimum": "a valley, each of whose points is a minimum",
    "maximum": "a ridge, each of whose points is a maximum",
}
BEHAVIOUR = {
    "converges": "it converges",
    "crosses over": "it converges, and crosses over the minimum with every step",
    "oscillates": "it oscillates and does not converge",
    "diverges": "it diverges",
    "stops short": "it stops short: the steps end before the slope is 0",
    "keeps falling": "it keeps going downhill, and comes near no point where the slope is 0",
    "breaks off": "it breaks off: a step leads to where the function or its slope has no value",
}


def write_stationary(found: Stationary) -> list[str]:
    """The stationary points with the reason at kinks, what is flat, and what was not looked for."""
    told = ["; ".join(KINDS[point.kind].format(write_place(point.at)) + write_kinks(point) for point in found.points)]
    if found.line is not None:
        told.append(f"the slope is 0 wherever ${to_latex(found.line[0])} = 0$: {LINES[found.line[1]]}")
    told += [write_plateau(*plateau) for plateau in found.plateaus]
    sentences = [f"{one[0].upper()}{one[1:]}." for one in told if one]
    if not sentences and not found.missing:
        return ["The slope is 0 nowhere."]
    return [" ".join([*sentences, *([found.missing] if found.missing else [])])]


def write_kinks(point: StationaryPoint) -> str:
    """Why a kink counts: 0 lies between the slopes on its sides."""
    told = []
    for letter, kink in point.kinks.items():
        by = f" by ${name_to_latex(letter)}$" if len(point.at) > 1 else ""
        told.append(
            f"the slope{by} is ${write_slope(kink.left)}$ to the left and ${write_slope(kink.right)}$ to the right"
        )
    return f" ({', '.join(told)}; 0 lies between them and is a sub-gradient)" if told else ""


def write_slope(slope: Any) -> str:
    """A slope beside a kink, which may be infinite."""
    if isinstance(slope, float) and isinf(slope):
        return r"\infty" if slope > 0 else r"-\infty"
    return write_coordinate(slope)


def write_plateau(letter: str, low: Any, high: Any) -> str:
    """Where the slope is 0 all along."""
    name = name_to_latex(letter)
    ends = {
        (False, False): "",
        (True, False): f"for ${name}$ from {write_end(low)} on",
        (False, True): f"for ${name}$ up to {write_end(high)}",
        (True, True): f"for ${name}$ from {write_end(low)} to {write_end(high)}",
    }[low is not None, high is not None]
    return f"the slope is 0 all along {ends or 'the places that were looked at'}: a plateau"


def write_end(place: Any) -> str:
    """An end of a plateau."""
    return f"${write_coordinate(place)}$"


def write_place(at: Mapping[str, Any]) -> str:
    """`$x = 9/4$`, or `$(x, y) = (1, 2)$`."""
    values = [write_coordinate(value) for value in at.values()]
    names = list(map(name_to_latex, at))
    return f"${names[0]} = {values[0]}$" if len(at) == 1 else f"$({', '.join(names)}) = ({', '.join(values)})$"


def write_coordinate(value: Any) -> str:
    """A coordinate; a fraction that is no short decimal as a fraction."""
    if isinstance(value, Fraction) and value.denominator not in (1, 2, 5, 10):
        return f"{value.numerator}/{value.denominator}"
    return value_to_latex(value)


def write_limit(limit: Any) -> str:
    """`8/81 = 0.0988`."""
    if isinstance(limit, Fraction) and count_decimals(limit) > DECIMALS:
        return f"${limit.numerator}/{limit.denominator} = {value_to_text(float(f'{float(limit):.3g}'))}$"
    return f"${value_to_latex(limit)}$"
