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
from dlquiz.tree import Index, Name, Node, children, names, rename, transform, with_child


class SlipKind(NamedTuple):
    """One way of getting a formula wrong."""

    name: str
    says: str  # to the learner, behind "you may have"; `tutor.sentences` fills it in
    prior: float
    find: Callable[[Node], Found]
    whole: bool = False  # whether it changes the result of a step, not a place inside its formula
    of: str = ""  # the values that such a slip is made with: count | quantity | share | size; empty for any


class FormulaEdit(NamedTuple):
    """A slip at one place of a formula: the node `before` becomes `after`."""

    kind: SlipKind
    path: tuple[int, ...]  # children to go down from the root
    before: Node
    after: Node
    piece: Node | None
    other: Node | None = None  # what stands for the piece, where it is replaced in the whole formula


class NameSwap(NamedTuple):
    """A quantity that people use for another."""

    name: str
    other: Node
    kind: str  # a row of SWAPS


INSTEAD = "used {instead} in place of {right}"

CATALOGUE: tuple[SlipKind, ...] = (
    SlipKind("half forgotten", "left out the factor 1/2", 1.0, find.forget_half),
    SlipKind("term dropped", "left out {the_piece}", 0.9, find.drop_term),
    SlipKind("factor dropped", "left out the factor {piece}", 0.9, find.drop_factor),
    SlipKind("biases dropped", "left out {piece}", 0.8, find.drop_biases),
    SlipKind("slope dropped", "left out the slope {piece}", 0.8, find.drop_slope),
    SlipKind("plus for minus", "added {piece} instead of subtracting it", 0.9, find.add_for_subtract),
    SlipKind("minus for plus", "subtracted {piece} instead of adding it", 0.9, find.subtract_for_add),
    SlipKind("first sign turned", "given {piece} the wrong sign", 0.9, find.turn_first_sign),
    SlipKind("brackets lost", INSTEAD, 0.8, find.lose_brackets),
    SlipKind("sign lost", "lost the minus sign of {right}", 0.9, find.lose_sign),
    SlipKind("division forgotten", "forgotten to divide by {piece}", 0.8, find.forget_division),
    SlipKind("complement forgotten", INSTEAD, 0.7, find.forget_complement),
    SlipKind("reciprocal forgotten", INSTEAD, 0.7, find.forget_reciprocal),
    SlipKind("one less", INSTEAD, 0.5, find.divide_by_one_less),
    SlipKind("function forgotten", INSTEAD, 0.8, find.forget_function),
    SlipKind("rounding", INSTEAD, 0.8, find.change_rounding),
    SlipKind("derivative forgotten", "left out the slope {piece}", 0.8, find.forget_slope),
    SlipKind("square for double", INSTEAD, 0.7, find.change_power),
    SlipKind("mean for sum", INSTEAD, 0.7, find.swap_sum_mean),
    SlipKind("other logarithm", INSTEAD, 0.7, find.change_logarithm),
    SlipKind("transposed", INSTEAD, 0.7, find.swap_rows_columns),
    SlipKind("wrong axis", "taken {piece} along the other axis", 0.7, find.change_axis),
    SlipKind("largest for smallest", INSTEAD, 0.6, find.change_extreme),
    SlipKind("other branch", "taken the wrong case: {instead} in place of {right}", 0.6, find.take_other_branch),
    SlipKind("operands swapped", INSTEAD, 0.6, find.swap_operands),
    SlipKind("times for plus", INSTEAD, 0.6, find.swap_times_plus),
    SlipKind("reciprocal", "turned {piece} upside down", 0.6, find.invert_fraction),
    SlipKind("function for derivative", INSTEAD, 0.5, find.confuse_slopes),
    SlipKind("times for divide", INSTEAD, 0.5, find.swap_times_divide),
    SlipKind("counted once", "counted {piece} as 1", 0.6, find.count_once),
    SlipKind("all counted once", INSTEAD, 0.6, find.count_all_once, of="count"),
    SlipKind("taken as 1", "taken {piece} as 1", 0.4, find.take_as_one),
    SlipKind("power for product", INSTEAD, 0.4, find.swap_power_product),
    SlipKind("square of a sum", INSTEAD, 0.5, find.swap_square_sum),
    SlipKind("brackets put in", INSTEAD, 0.5, find.put_brackets),
    SlipKind("slope for function", "taken the slope {instead} in place of {right}", 0.4, find.take_slope_for_function),
    SlipKind("one too many", "counted one too many", 0.5, find.count_one_more, whole=True, of="count"),
    SlipKind("one too few", "counted one too few", 0.5, find.count_one_less, whole=True, of="count"),
    SlipKind("1 added", "added 1 here", 0.4, find.count_one_more, whole=True, of="quantity"),
    SlipKind("1 taken off", "taken off 1 here", 0.4, find.count_one_less, whole=True, of="quantity"),
    SlipKind("sign turned", "given this the wrong sign", 0.5, find.turn_sign, whole=True),
    SlipKind("another function", INSTEAD, 0.5, find.change_function),
    SlipKind("rest of 1", "taken 1 minus this value", 0.3, find.take_complement, whole=True, of="share"),
    SlipKind("factor 2", "taken twice this value", 0.5, find.double, whole=True, of="size"),
    SlipKind("half", "taken half of this value", 0.5, find.halve, whole=True, of="size"),
    SlipKind("number off", INSTEAD, 0.4, find.shift_number),
    SlipKind("neighbouring element", "taken {instead} in place of {right}; check the index", 0.5, find.shift_index),
    SlipKind("weighted", INSTEAD, 0.3, find.weight_terms),
    SlipKind("numerator forgotten", "taken 1 in place of the numerator {piece}", 0.3, find.forget_numerator),
)
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


def list_edits(root: Node, swaps: Mapping[str, Sequence[NameSwap]]) -> Iterator[FormulaEdit]:
    """Every slip at every place of a formula.

    `swaps` maps names to the quantities that people use for them; such a swap is made at one place, and at all at once.
    """
    for name in sorted(names(root)):
        for swap in swaps.get(name, ()):
            yield FormulaEdit(SWAPS[swap.kind], (), root, rename(root, {name: swap.other}), Name(name), swap.other)
    for kind in CATALOGUE:
        if kind.whole:
            yield from (FormulaEdit(kind, (), root, after, piece) for after, piece in kind.find(root))
    for path, node in walk_places(root):
        for edit in list_edits_of_node(path, node, swaps):
            yield edit_element(root, edit)


def list_edits_of_node(
    path: tuple[int, ...], node: Node, swaps: Mapping[str, Sequence[NameSwap]]
) -> Iterator[FormulaEdit]:
    """Every slip at one place."""
    for kind in CATALOGUE:
        if not kind.whole:
            for after, piece in kind.find(node):
                if after != node:
                    yield FormulaEdit(kind, path, node, after, piece)
    if isinstance(node, Name):
        for swap in swaps.get(node.name, ()):
            yield FormulaEdit(SWAPS[swap.kind], path, node, swap.other, node)


def edit_element(root: Node, edit: FormulaEdit) -> FormulaEdit:
    """An edit inside an index as what it is to the learner, another element: v[i] for v[i - 1]."""
    above = root
    for depth, index in enumerate(edit.path):
        if isinstance(above, Index) and index > 0:
            key = replace_at(above, edit.path[depth:], edit.after)
            return FormulaEdit(ANOTHER_ELEMENT, edit.path[:depth], above, key, above)
        above = list(children(above))[index]
    return edit


def replace_at(node: Node, path: tuple[int, ...], new: Node) -> Node:
    """The tree with another node at a path."""
    if not path:
        return new
    return with_child(node, path[0], replace_at(list(children(node))[path[0]], path[1:], new))


def blank_names(node: Node) -> Node:
    """A formula with its names blanked, which is the same for steps of one form, such as the layers of a network."""
    return transform(node, lambda n: Name("") if isinstance(n, Name) else None)


def walk_places(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with its path from the root."""
    yield path, node
    for index, child in enumerate(children(node)):
        yield from walk_places(child, (*path, index))
