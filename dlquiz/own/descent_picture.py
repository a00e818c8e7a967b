"""The picture of a descent, as the bank of a problem of one's own has it: the curve, or the lines of equal height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dlquiz import tree
from dlquiz.language.write.formulas import to_plain

LETTERS = ("picture_x", "picture_y")  # of the picture: the letters of the function name steps
MAX_PLACES = 13  # that the path goes through, the start among them
ROOM = 0.25  # on both sides, of the largest place; and as much as the places span


def write_picture(function: tree.Node, letters: Sequence[str], places: Sequence[Sequence[float]]) -> list[str]:
    """The lines of `picture` for a function of one or two letters; none for more.

    `places` are those that the descent visits, from its start on.
    """
    if len(letters) > len(LETTERS) or len({place[0] for place in places}) < 2:
        return []
    names = [[f"{letter}0", *(f"{letter}_{t}" for t in range(1, len(places)))][:MAX_PLACES] for letter in letters]
    along = ", ".join(
        f"{own}: '{write_ends([place[i] for place in places])}'"
        for i, own in zip(range(len(letters)), LETTERS, strict=False)
    )
    drawn = rename(function, dict(zip(letters, LETTERS, strict=False)))
    if len(letters) == 1:
        rows = [f"[{name}, {rename(function, {letters[0]: name})}]" for name in names[0]]
        curve = [f"    axes: [{letters[0]}, 'f({letters[0]})']", "    curves:", f"      f: {drawn}"]
        return [
            "  picture:",
            "    kind: curve",
            "    title: the descent",
            *curve,
            f"    along: {{{along}}}",
            write_path(rows),
        ]
    rows = [f"[{', '.join(row)}]" for row in zip(*names, strict=True)]
    contour = ["    kind: contour", "    title: the descent over lines of equal height"]
    contour += [f"    axes: [{', '.join(letters)}]", f"    height: {drawn}"]
    return ["  picture:", *contour, f"    along: {{{along}}}", write_path(rows)]


def rename(function: tree.Node, names: Mapping[str, str]) -> str:
    """The function with other names for its letters, as a bank spells it."""
    return f"({to_plain(tree.rename(function, {old: tree.Name(new) for old, new in names.items()}))})"


def write_path(rows: Sequence[str]) -> str:
    """The places that are visited."""
    return f"    path: '[{', '.join(rows)}]'"


def write_ends(values: Sequence[float]) -> str:
    """An interval around values."""
    low, high = min(values), max(values)
    room = max(high - low, ROOM * max(abs(low), abs(high)), 1e-6)
    return f"[{low - room:.6g}, {high + room:.6g}]"
