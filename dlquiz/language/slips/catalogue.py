"""The ways in which people get a formula wrong: one table, for diagnosis and for options made from mistakes.

Each row changes one node of a formula.  `prior` says how often the slip is made compared with the others; it only ranks
slips that explain a number equally well.  Sources: the error catalogues of arithmetic and algebra (Brown and Burton's
"buggy" procedures, 1978; Matz, 1982) read for the formulas of this field.
"""

from __future__ import annotations

from typing import NamedTuple

from dlquiz.language.slips import counts, functions, omissions, operators, slopes
from dlquiz.language.slips.patterns import NODE_TYPES, Finder
from dlquiz.tree import Binary, Call, Conditional, Index, Node, Number, Unary


class SlipKind(NamedTuple):
    """One way of getting a formula wrong."""

    name: str
    says: str  # to the learner, behind "you may have"; `tutor.sentences` fills it in
    prior: float
    find: Finder
    whole: bool = False  # whether it changes the result of a step, not a place inside its formula
    of: str = ""  # the values that such a slip is made with: count | quantity | share | size; empty for any


INSTEAD = "used {instead} in place of {right}"
TAKEN = "taken {instead} in place of {right}"
TAKEN_SLOPE = "taken the slope {instead} in place of {right}"

CATALOGUE: tuple[SlipKind, ...] = (
    SlipKind("half forgotten", "left out the factor 1/2", 1.0, omissions.forget_half),
    SlipKind("term dropped", "left out {the_piece}", 0.9, omissions.drop_term),
    SlipKind("factor dropped", "left out the factor {piece}", 0.9, omissions.drop_factor),
    SlipKind("biases dropped", "left out {piece}", 0.8, omissions.drop_biases),
    SlipKind("slope dropped", "left out the slope {piece}", 0.8, slopes.drop_slope),
    SlipKind("plus for minus", "added {piece} instead of subtracting it", 0.9, operators.add_for_subtract),
    SlipKind("minus for plus", "subtracted {piece} instead of adding it", 0.9, operators.subtract_for_add),
    SlipKind("first sign turned", "given {piece} the wrong sign", 0.9, operators.turn_first_sign),
    SlipKind("brackets lost", INSTEAD, 0.8, operators.lose_brackets),
    SlipKind("sign lost", "lost the minus sign of {right}", 0.9, omissions.lose_sign),
    SlipKind("division forgotten", "forgotten to divide by {piece}", 0.8, omissions.forget_division),
    SlipKind("complement forgotten", INSTEAD, 0.7, omissions.forget_complement),
    SlipKind("reciprocal forgotten", INSTEAD, 0.7, omissions.forget_reciprocal),
    SlipKind("one less", INSTEAD, 0.5, counts.divide_by_one_less),
    SlipKind("function forgotten", INSTEAD, 0.8, omissions.forget_function),
    SlipKind("rounding", INSTEAD, 0.8, counts.change_rounding),
    SlipKind("derivative forgotten", "left out the slope {piece}", 0.8, slopes.forget_slope),
    SlipKind("square for double", INSTEAD, 0.7, slopes.change_power),
    SlipKind("mean for sum", INSTEAD, 0.7, functions.swap_sum_mean),
    SlipKind("other logarithm", INSTEAD, 0.7, functions.change_logarithm),
    SlipKind("transposed", INSTEAD, 0.7, functions.swap_rows_columns),
    SlipKind("wrong axis", "taken {piece} along the other axis", 0.7, functions.change_axis),
    SlipKind("largest for smallest", INSTEAD, 0.6, functions.change_extreme),
    SlipKind("other branch", "taken the wrong case: {instead} in place of {right}", 0.6, functions.take_other_branch),
    SlipKind("operands swapped", INSTEAD, 0.6, operators.swap_operands),
    SlipKind("times for plus", INSTEAD, 0.6, operators.swap_times_plus),
    SlipKind("reciprocal", "turned {piece} upside down", 0.6, operators.invert_fraction),
    SlipKind("function for derivative", INSTEAD, 0.5, slopes.confuse_slopes),
    SlipKind("times for divide", INSTEAD, 0.5, operators.swap_times_divide),
    SlipKind("counted once", "counted {piece} as 1", 0.6, counts.count_once),
    SlipKind("all counted once", INSTEAD, 0.6, counts.count_all_once, of="count"),
    SlipKind("taken as 1", "taken {piece} as 1", 0.4, counts.take_as_one),
    SlipKind("power for product", INSTEAD, 0.4, operators.swap_power_product),
    SlipKind("square of a sum", INSTEAD, 0.5, functions.swap_square_sum),
    SlipKind("brackets put in", INSTEAD, 0.5, operators.put_brackets),
    SlipKind("slope for function", TAKEN_SLOPE, 0.4, slopes.take_slope_for_function),
    SlipKind("one too many", "counted one too many", 0.5, counts.count_one_more, whole=True, of="count"),
    SlipKind("one too few", "counted one too few", 0.5, counts.count_one_less, whole=True, of="count"),
    SlipKind("1 added", "added 1 to {this}", 0.4, counts.count_one_more, whole=True, of="quantity"),
    SlipKind("1 taken off", "subtracted 1 from {this}", 0.4, counts.count_one_less, whole=True, of="quantity"),
    SlipKind("sign turned", "given {this} the wrong sign", 0.5, operators.turn_sign, whole=True),
    SlipKind("another function", INSTEAD, 0.5, functions.change_function),
    SlipKind("rest of 1", "taken 1 minus {this}", 0.3, counts.take_complement, whole=True, of="share"),
    SlipKind("factor 2", "taken twice {this}", 0.5, counts.double, whole=True, of="size"),
    SlipKind("half", "taken half of {this}", 0.5, counts.halve, whole=True, of="size"),
    SlipKind("number off", INSTEAD, 0.4, counts.shift_number),
    SlipKind("neighbouring element", TAKEN + "; check the index", 0.5, functions.shift_index),
    SlipKind("weighted", INSTEAD, 0.3, operators.weight_terms),
    SlipKind("numerator forgotten", "taken 1 in place of the numerator {piece}", 0.3, omissions.forget_numerator),
)
WHOLE = [kind for kind in CATALOGUE if kind.whole]
AT_NODE: dict[type[Node], list[SlipKind]] = {  # the others, by the nodes at which they are made
    node: [kind for kind in CATALOGUE if node in NODE_TYPES.get(kind.find, ())]
    for node in (Binary, Call, Conditional, Index, Number, Unary)
}
ANOTHER_ELEMENT = next(kind for kind in CATALOGUE if kind.name == "neighbouring element")

SWAPS: dict[str, SlipKind] = {
    kind.name: kind
    for kind in (
        SlipKind(
            "before the activation",
            "used {instead}, the value before the activation, in place of {right}",
            0.8,
            lambda _: (),
        ),
        SlipKind(
            "after the activation",
            "used {instead}, the value after the activation, in place of {right}",
            0.6,
            lambda _: (),
        ),
        SlipKind("old for new", "used the old value {instead} in place of {right}", 0.7, lambda _: ()),
        SlipKind("new for old", "used the new value {instead} in place of {right}", 0.7, lambda _: ()),
        SlipKind("derived by itself", INSTEAD, 0.5, lambda _: ()),
        SlipKind("another quantity", INSTEAD, 0.7, lambda _: ()),
        SlipKind("another number", INSTEAD, 0.3, lambda _: ()),
    )
}
