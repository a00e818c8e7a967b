"""The picture `boxes`: boxes in an image, and where the first two overlap."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.axes import Axes, LabelPlacer, make_axes
from dlquiz.pictures.given import Given, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import TONES, Area, Box, Label, Line, Scene, Shape
from dlquiz.records import frozen

MAX_BOXES = 5


@frozen
class Rectangle:
    """A box from its upper left to its lower right corner."""

    label: str
    x: float
    y: float
    to_x: float
    to_y: float


@frozen
class BoxesPicture:
    """Boxes in an image, whose y counts downwards."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "boxes": PictureKey("formulas", "Labels, each with its corners [x1, y1, x2, y2]; y counts downwards.", True),
        "shade": PictureKey("formula", "False where the overlap of the first two is not shaded."),
    }
    title: str
    boxes: tuple[Rectangle, ...]
    shade: bool = True

    @classmethod
    def read(cls, given: Given) -> Self:
        boxes = tuple(Rectangle(label, *given.to_numbers(f, 4, 4)) for label, f in given.labelled("boxes"))
        if not 0 < len(boxes) <= MAX_BOXES or any(box.x >= box.to_x or box.y >= box.to_y for box in boxes):
            raise FormulaError(f"1 to {MAX_BOXES} boxes are needed, each [x1, y1, x2, y2] with x1 < x2 and y1 < y2")
        shade = "shade" not in given or bool(given.value("shade"))
        return cls(given.text("title", " and ".join(box.label for box in boxes)), boxes, shade)

    @property
    def overlap(self) -> Rectangle | None:
        """What the first two boxes share."""
        if len(self.boxes) < 2 or not self.shade:
            return None
        a, b = self.boxes[:2]
        x, y, to_x, to_y = max(a.x, b.x), max(a.y, b.y), min(a.to_x, b.to_x), min(a.to_y, b.to_y)
        return Rectangle("overlap", x, y, to_x, to_y) if x < to_x and y < to_y else None

    def describe(self) -> str:
        told = [describe_box(box) for box in self.boxes]
        if self.overlap is not None:
            told.append(
                f"{self.boxes[0].label} and {self.boxes[1].label} share the shaded {describe_corners(self.overlap)}"
            )
        return "; ".join(told) + "."

    def lay_out(self, width: int) -> Scene:
        axes = self.make_axes(width)
        shapes: list[Shape] = [*axes.draw_frame()]
        if self.overlap is not None:
            x, y = axes.place(self.overlap.x, self.overlap.y)
            shapes.append(Area(x, y, *axes.place(self.overlap.to_x, self.overlap.to_y), "third", False))
        for i, box in enumerate(self.boxes):
            (x, y), (to_x, to_y) = axes.place(box.x, box.y), axes.place(box.to_x, box.to_y)
            shapes.append(Box(x - 0.5, y - 0.5, to_x - 0.5, to_y - 0.5, i == 0, TONES[i % len(TONES)]))
        shapes += self.place_labels(axes)
        return Scene(axes.right + 3, axes.height, tuple(shapes), self.title, self.describe())

    def make_axes(self, width: int) -> Axes:
        """Axes on which one unit is nearly as long across as down: a cell is twice as high as it is wide."""
        right, bottom = 1.06 * max(box.to_x for box in self.boxes), 1.06 * max(box.to_y for box in self.boxes)
        left, top = min(0.0, *(box.x for box in self.boxes)), min(0.0, *(box.y for box in self.boxes))
        if left >= 0 and min(box.x for box in self.boxes) > 0.6 * right:
            left = min(box.x for box in self.boxes)
        if top >= 0 and min(box.y for box in self.boxes) > 0.6 * bottom:
            top = min(box.y for box in self.boxes)
        axes = make_axes((left, right), (bottom, top), width, ("x", "y"))
        wanted = round((axes.bottom - axes.top) * 2 * (right - left) / (bottom - top))
        narrowed = max(24, min(width, axes.left + wanted + 2))
        return make_axes((left, right), (bottom, top), narrowed, axes.names, rows=axes.bottom - axes.top)

    def place_labels(self, axes: Axes) -> Iterator[Label]:
        """The name of each box on its upper edge; on its lower one or inside where others stand in the way."""
        taken: list[Label] = []
        for i, box in enumerate(self.boxes):
            others = [draw_edges(other, axes) for other in self.boxes if other is not box]
            placer = LabelPlacer([*others, *taken], axes.right + 3, (0, axes.bottom))
            (x, y), (to_x, to_y) = axes.place(box.x, box.y), axes.place(box.to_x, box.to_y)
            first, last = floor(x) + 2, floor(to_x) - len(box.label) - 1
            places = [(column, row) for row in (y, to_y) for column in (first, last)]
            places += [(column, row) for row in (y, to_y, (y + to_y) / 2) for column in range(first - 1, last + 2)]
            column, row = min(places, key=lambda place: placer.count_clashes(box.label, place[0], floor(place[1])))
            taken.append(Label(column, row - 0.5, box.label, tone=TONES[i % len(TONES)], bold=True))
        yield from taken


def draw_edges(box: Rectangle, axes: Axes) -> Line:
    """The outline of a box, for labels to keep away from."""
    corners = ((box.x, box.y), (box.to_x, box.y), (box.to_x, box.to_y), (box.x, box.to_y), (box.x, box.y))
    return Line(tuple(axes.place(*corner) for corner in corners))


def describe_box(box: Rectangle) -> str:
    """`A from (2, 1) to (6, 5)`."""
    return f"{box.label} {describe_corners(box)}"


def describe_corners(box: Rectangle) -> str:
    return f"from ({to_short(box.x)}, {to_short(box.y)}) to ({to_short(box.to_x)}, {to_short(box.to_y)})"
