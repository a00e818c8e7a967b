"""A picture laid out in cells, which both renderers draw.

`x` counts columns from the left, `y` rows from the top; a character covers (x, y) to (x + 1, y + 1).
What is measured (curves, points, bars, boxes in an image) may stand at fractions; what is written stands in whole
cells.
A tone says what a shape is for, not which colour it has: that is the renderer's business.
"""

from __future__ import annotations

from dataclasses import field
from math import floor
from typing import Literal

from dlquiz.records import frozen

Tone = Literal["ink", "faint", "first", "second", "third", "fourth"]
Anchor = Literal["start", "middle", "end"]
Side = Literal["left", "down"]
Point = tuple[float, float]

TONES: tuple[Tone, ...] = ("first", "second", "third", "fourth")  # of curves, in their order
DASHES = ("", "6 4", "2 3", "8 3 2 3")  # of curves, in their order: no two look alike without colours


def to_cell(place: float) -> int:
    """The cell whose middle is nearest to a place that is measured from the middles of cells; halves go on."""
    return floor(place + 0.5)


@frozen
class Line:
    """A line through points that are measured."""

    points: tuple[Point, ...]
    tone: Tone = "first"
    dash: int = 0  # which of the dashes


@frozen
class Rule:
    """A straight line from cell to cell, across or down; `arrow` ends it with a head."""

    x: int
    y: int
    to_x: int
    to_y: int
    heavy: bool = False
    tone: Tone = "ink"
    arrow: bool = False


@frozen
class Stub:
    """The tick of an axis, measured from the middles of cells."""

    x: float
    y: float
    side: Side


@frozen
class Box:
    """The outline of a rectangle that is measured between the middles of cells."""

    x: float
    y: float
    to_x: float
    to_y: float
    heavy: bool = False
    tone: Tone = "ink"


@frozen
class Area:
    """A filled rectangle that is measured."""

    x: float
    y: float
    to_x: float
    to_y: float
    tone: Tone = "first"
    solid: bool = True  # or only shaded, so that lines are seen through it


@frozen
class Mark:
    """A point that is measured; a terminal shows its sign in the cell that it falls into."""

    x: float
    y: float
    sign: str = "●"
    tone: Tone = "ink"


@frozen
class Node:
    """An operation of a graph: a short text in a ring, in the middle of a cell."""

    x: int
    y: int
    text: str


@frozen
class Label:
    """A text in the nearest row; `x` is the column of its first character, its middle, or its last one."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    tone: Tone = "ink"
    bold: bool = False


Shape = Line | Rule | Stub | Box | Area | Mark | Node | Label


def is_numbered(shape: Shape) -> bool:
    """Whether a shape is a mark with a number, which lies over the dots of a path."""
    return isinstance(shape, Mark) and shape.sign.isdigit()


@frozen
class Scene:
    """A picture of so many columns and rows, its title, and the sentence that stands for it."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    title: str = ""
    words: str = field(default="", compare=False)
