"""The picture `contour`: lines of equal height of a function of two letters, with the path of a descent over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.axes import Axes, Interval, LabelPlacer, make_axes
from dlquiz.pictures.curve import MAX_POINTS, NamedPoint, describe_point, draw_path, thin_out
from dlquiz.pictures.given import Given, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Line, Mark, Point, Scene, Shape
from dlquiz.records import frozen

GRID = 33  # values along each side
LEVELS = 7  # lines of equal height
MAX_LEVELS = 12
CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))  # of a square of the grid, as row and column, in a circle


@frozen
class ContourPicture:
    """The heights on a grid, the levels that are drawn, and what is marked."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "axes": PictureKey("texts", "What stands at the two axes; the letters if left out."),
        "along": PictureKey("along", "Two letters, each with its interval: {x: [-2, 2], y: [-1, 3]}.", True),
        "height": PictureKey("formula", "A formula in the two letters; conditions are written with where.", True),
        "levels": PictureKey("formula", "The heights whose lines are drawn; chosen where left out."),
        "path": PictureKey("formula", "Points [[x, y], …] that are visited one after another."),
        "points": PictureKey("formulas", "Labels, each with a point [x, y]."),
    }
    title: str
    names: tuple[str, str]
    across: Interval
    down: Interval
    heights: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]
    path: tuple[Point, ...]
    points: tuple[NamedPoint, ...]

    @classmethod
    def read(cls, given: Given) -> Self:
        along = given.along(GRID)
        if len(along) != 2 or any(len(values) != GRID for _, values in along):
            raise FormulaError('a contour picture needs two letters: "along: {x: [-2, 2], y: [-1, 3]}"')
        (name, across), (other, down) = along
        heights = given.sample_grid(given.keys["height"], along)
        levels = given.numbers("levels", MAX_LEVELS) if "levels" in given else choose_levels(heights)
        path = tuple((x, y) for x, y in given.rows("path", MAX_POINTS, 2)) if "path" in given else ()
        points = tuple(NamedPoint(label, *given.to_numbers(f, 2, 2)) for label, f in given.labelled("points"))
        title = given.text("title", "lines of equal height")
        ends = (across[0], across[-1]), (down[0], down[-1])
        rows = tuple(map(tuple, heights.tolist()))
        written = given.texts("axes")
        names = (written[0], written[1]) if len(written) > 1 else (name, other)
        return cls(title, names, *ends, rows, tuple(levels), path, points)

    def describe(self) -> str:
        """Where the heights are least and greatest, and what is marked."""
        spans = (
            f"{n} from {to_short(a)} to {to_short(b)}"
            for n, (a, b) in zip(self.names, (self.across, self.down), strict=True)
        )
        told = [f"lines of equal height over {' and '.join(spans)}"]
        cells = [(h, i, j) for i, row in enumerate(self.heights) for j, h in enumerate(row)]
        for word, (height, i, j) in (("lowest", min(cells)), ("highest", max(cells))):
            place = (between(self.across, j / (GRID - 1)), between(self.down, i / (GRID - 1)))
            told.append(f"the {word} point shown has {to_short(float(f'{height:.3g}'))} near {describe_point(place)}")
        if self.path:
            told.append("the path goes " + " to ".join(map(describe_point, thin_out(self.path))))
        told += [f"{point.label} is marked at {describe_point((point.x, point.y))}" for point in self.points]
        return "; ".join(told) + "."

    def lay_out(self, width: int) -> Scene:
        axes = make_axes(self.across, self.down, min(width, 64), self.names)
        shapes: list[Shape] = [*axes.draw_frame()]
        shapes += self.draw_levels(axes)
        shapes += draw_path(self.path, axes)
        inside = [point for point in self.points if axes.contains(point.x, point.y)]
        shapes += (Mark(*axes.place(point.x, point.y)) for point in inside)
        placer = LabelPlacer([shape for shape in shapes if not isinstance(shape, Line)], width, (1, axes.bottom - 1))
        shapes += [placer.place(point.label, *axes.place(point.x, point.y)) for point in inside]
        return Scene(axes.right + 2, axes.height, tuple(shapes), self.title, self.describe())

    def draw_levels(self, axes: Axes) -> Iterator[Line]:
        """The lines of each level, the lowest drawn fully."""
        import numpy as np

        heights = np.array(self.heights)
        for level in self.levels:
            for chain in join_pieces(list(find_level(heights, level))):
                yield Line(tuple(self.place(node, axes) for node in chain), "faint")

    def place(self, node: Point, axes: Axes) -> Point:
        """Where a place of the grid lies, given as row and column."""
        row, column = node
        return axes.place(between(self.across, column / (GRID - 1)), between(self.down, row / (GRID - 1)))


def between(ends: Interval, share: float) -> float:
    """A value so far on the way from one end to the other."""
    return ends[0] + share * (ends[1] - ends[0])


def choose_levels(heights: Any) -> list[float]:
    """Levels that lie denser where it is low: on a bowl the lines are then equally far apart."""
    low, high = float(heights.min()), float(heights.max())
    return [low + (high - low) * ((i + 0.5) / LEVELS) ** 2 for i in range(LEVELS)]


def find_level(heights: Any, level: float) -> Iterator[tuple[Point, Point]]:
    """The pieces of a line of equal height, each across one square of the grid (marching squares, Lorensen 1987)."""
    import numpy as np

    above = heights > level
    squares = above[:-1, :-1] * 1 + above[:-1, 1:] * 2 + above[1:, 1:] * 4 + above[1:, :-1] * 8
    for i, j in np.argwhere((squares > 0) & (squares < 15)).tolist():
        crossings = list(cross_square(heights, level, i, j))
        yield from zip(crossings[::2], crossings[1::2], strict=False)


def join_pieces(pieces: Sequence[tuple[Point, Point]]) -> Iterator[list[Point]]:
    """The pieces of a line one behind another, as far as they meet."""
    meeting: dict[Point, list[int]] = {}
    for i, ends in enumerate(pieces):
        for end in ends:
            meeting.setdefault(end, []).append(i)
    left = dict.fromkeys(range(len(pieces)))
    while left:
        first = next((i for i in left if any(len(meeting[end]) == 1 for end in pieces[i])), next(iter(left)))
        start, end = pieces[first]
        chain = [start, end] if len(meeting[start]) == 1 or len(meeting[end]) > 1 else [end, start]
        del left[first]
        while (following := next((i for i in meeting[chain[-1]] if i in left), None)) is not None:
            a, b = pieces[following]
            chain.append(b if a == chain[-1] else a)
            del left[following]
        yield chain


def cross_square(heights: Any, level: float, i: int, j: int) -> Iterator[Point]:
    """Where a level crosses the sides of a square, in a circle."""
    for (a, b), (c, d) in zip(CORNERS, (*CORNERS[1:], CORNERS[0]), strict=True):
        start, end = float(heights[i + a, j + b]), float(heights[i + c, j + d])
        if (start > level) != (end > level):
            share = (level - start) / (end - start)
            yield i + a + share * (c - a), j + b + share * (d - b)
