"""Every slip of the catalogue at every place of a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dlquiz.language.slips.catalogue import ANOTHER_ELEMENT, AT_NODE, SWAPS, WHOLE, SlipKind
from dlquiz.tree import Index, Name, Node, children, names, rename, transform, with_child


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


def list_edits(root: Node, swaps: Mapping[str, Sequence[NameSwap]]) -> Iterator[FormulaEdit]:
    """Every slip at every place of a formula.

    `swaps` maps names to the quantities that people use for them; such a swap is made at one place, and at all at once.
    """
    for name in sorted(names(root)):
        for swap in swaps.get(name, ()):
            yield FormulaEdit(SWAPS[swap.kind], (), root, rename(root, {name: swap.other}), Name(name), swap.other)
    for kind in WHOLE:
        yield from (FormulaEdit(kind, (), root, after, piece) for after, piece in kind.find(root))
    for path, node in walk_places(root):
        for edit in list_edits_of_node(path, node, swaps):
            yield edit_element(root, edit)


def list_edits_of_node(
    path: tuple[int, ...], node: Node, swaps: Mapping[str, Sequence[NameSwap]]
) -> Iterator[FormulaEdit]:
    """Every slip at one place."""
    for kind in AT_NODE.get(type(node), ()):
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
        above = children(above)[index]
    return edit


def replace_at(node: Node, path: tuple[int, ...], new: Node) -> Node:
    """The tree with another node at a path."""
    if not path:
        return new
    return with_child(node, path[0], replace_at(children(node)[path[0]], path[1:], new))


def find_at(node: Node, path: tuple[int, ...]) -> Node | None:
    """The node at a path; None where there is no such place."""
    if not path:
        return node
    below = children(node)
    return find_at(below[path[0]], path[1:]) if path[0] < len(below) else None


def blank_names(node: Node) -> Node:
    """A formula with its names blanked, which is the same for steps of one form, such as the layers of a network."""
    return transform(node, lambda n: Name("") if isinstance(n, Name) else None)


def walk_places(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node with its path from the root."""
    yield path, node
    for index, child in enumerate(children(node)):
        yield from walk_places(child, (*path, index))
