"""The ways in which people get a formula wrong: one table, for diagnosis and for options made from mistakes.

Each row changes one node of a formula.  `prior` says how often the slip is made compared with the others; it only ranks
slips that explain a number equally well.  Sources: the error catalogues of arithmetic and algebra (Brown and Burton's
"buggy" procedures, 1978; Matz, 1982) read for the formulas of this field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dlquiz.language import slip_finders as find
from dlquiz.language.slip_finders import Found
from dlquiz.tree import Name, Node, children, names, rename, transform


class SlipKind(NamedTuple):
    """One way of getting a formula wrong."""

    name: str
    says: str  # to the learner; {piece} is the part of the right formula that it is about
    prior: float
    find: Callable[[Node], Found]
    whole: bool = False  # whether it changes the result of a step, not a place inside its formula


class FormulaEdit(NamedTuple):
    """A slip at one place of a formula: the node `before` becomes `after`."""

    kind: SlipKind
    path: tuple[int, ...]  # children to go down from the root
    before: Node
    after: Node
    piece: Node | None


class NameSwap(NamedTuple):
    """A quantity that people use for another."""

    name: str
    other: Node
    kind: str  # a row of SWAPS


CATALOGUE: tuple[SlipKind, ...] = (
    SlipKind("half forgotten", "you may have left out {piece}", 1.0, find.forget_half),
    SlipKind("term dropped", "you may have left out {piece}", 0.9, find.drop_term),
    SlipKind("factor dropped", "you may have left out the factor {piece}", 0.9, find.drop_factor),
    SlipKind("plus for minus", "the sign before {piece} may be wrong", 0.9, find.swap_plus_minus),
    SlipKind("brackets lost", "you may have lost the brackets around {piece}", 0.8, find.lose_brackets),
    SlipKind("sign lost", "you may have lost a minus sign", 0.9, find.lose_sign),
    SlipKind("division forgotten", "you may have forgotten to divide by {piece}", 0.8, find.forget_division),
    SlipKind("function forgotten", "you may have forgotten to apply {piece}", 0.8, find.forget_function),
    SlipKind("rounding", "you may have rounded differently in {piece}", 0.8, find.change_rounding),
    SlipKind("derivative forgotten", "you may have left out the slope {piece}", 0.8, find.forget_slope),
    SlipKind("square for double", "you may have got the power {piece} wrong", 0.7, find.change_power),
    SlipKind("mean for sum", "you may have confused sum and mean in {piece}", 0.7, find.swap_sum_mean),
    SlipKind("other logarithm", "you may have used a different base in {piece}", 0.7, find.change_logarithm),
    SlipKind("transposed", "you may have swapped the rows and columns of {piece}", 0.7, find.swap_rows_columns),
    SlipKind("wrong axis", "you may have taken {piece} along the other axis", 0.7, find.change_axis),
    SlipKind(
        "largest for smallest", "you may have confused largest, smallest and mean in {piece}", 0.6, find.change_extreme
    ),
    SlipKind("other branch", "you may have taken the wrong case instead of {piece}", 0.6, find.take_other_branch),
    SlipKind("operands swapped", "you may have swapped the two sides of {piece}", 0.6, find.swap_operands),
    SlipKind("times for plus", "you may have confused adding and multiplying in {piece}", 0.6, find.swap_times_plus),
    SlipKind("reciprocal", "you may have turned {piece} upside down", 0.6, find.invert_fraction),
    SlipKind(
        "function for derivative", "you may have used something else for the slope {piece}", 0.5, find.confuse_slopes
    ),
    SlipKind(
        "times for divide", "you may have confused multiplying and dividing in {piece}", 0.5, find.swap_times_divide
    ),
    SlipKind("counted once", "you may have counted {piece} as 1", 0.6, find.count_once),
    SlipKind("off by one", "this may be off by one", 0.5, find.shift_by_one, whole=True),
    SlipKind("sign turned", "the sign may be wrong", 0.5, find.turn_sign, whole=True),
    SlipKind("another function", "you may have used a different function in {piece}", 0.5, find.change_function),
    SlipKind("rest of 1", "you may have taken one minus this value", 0.3, find.take_complement, whole=True),
    SlipKind("factor 2", "you may be off by a factor of {piece}", 0.5, find.double_or_halve, whole=True),
    SlipKind("number off", "the {piece} in the formula may be off by one", 0.4, find.shift_number),
    SlipKind("neighbouring element", "you may have taken the element next to {piece}", 0.3, find.shift_index),
    SlipKind("weighted", "you may have weighted {piece} by one minus the other factor", 0.3, find.weight_terms),
    SlipKind("numerator forgotten", "you may have left out the numerator {piece}", 0.3, find.forget_numerator),
)

SWAPS: dict[str, SlipKind] = {
    kind.name: kind
    for kind in (
        SlipKind("before the activation", "you may have used the value before the activation", 0.8, lambda _: ()),
        SlipKind("after the activation", "you may have used the value after the activation", 0.6, lambda _: ()),
        SlipKind("old for new", "you may have used the old value of {piece}", 0.7, lambda _: ()),
        SlipKind(
            "derived by itself",
            "you may have used the variable of the derivative instead of {piece}",
            0.5,
            lambda _: (),
        ),
        SlipKind("another quantity", "you may have used another quantity instead of {piece}", 0.7, lambda _: ()),
    )
}


def list_edits(root: Node, swaps: Mapping[str, Sequence[NameSwap]]) -> Iterator[FormulaEdit]:
    """Every slip at every place of a formula.

    `swaps` maps names to the quantities that people use for them; such a swap is made at one place, and at all at once.
    """
    for name in sorted(names(root)):
        for swap in swaps.get(name, ()):
            yield FormulaEdit(SWAPS[swap.kind], (), root, rename(root, {name: swap.other}), Name(name))
    for kind in CATALOGUE:
        if kind.whole:
            yield from (FormulaEdit(kind, (), root, after, piece) for after, piece in kind.find(root))
    for path, node in walk_places(root):
        for kind in CATALOGUE:
            if not kind.whole:
                for after, piece in kind.find(node):
                    if after != node:
                        yield FormulaEdit(kind, path, node, after, piece)
        if isinstance(node, Name):
            for swap in swaps.get(node.name, ()):
                yield FormulaEdit(SWAPS[swap.kind], path, node, swap.other, node)


def blank_names(node: Node) -> Node:
    """A formula with its names blanked, which is the same for steps of one form, such as the layers of a network."""
    return transform(node, lambda n: Name("") if isinstance(n, Name) else None)


def walk_places(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with its path from the root."""
    yield path, node
    for index, child in enumerate(children(node)):
        yield from walk_places(child, (*path, index))
