"""Two axes: where a value lies, ticks with round numbers, and places for labels where nothing else stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, log10

from dlquiz.pictures.given import to_short
from dlquiz.pictures.scene import Label, Line, Mark, Point, Rule, Shape, Stub, Tone, to_cell
from dlquiz.records import frozen

Interval = tuple[float, float]
ROWS, FEW_ROWS = 12, 9  # of a plot, on a wide and on a narrow screen
NARROW = 60
CLASH = 20  # what a cell of another text counts, where one of a line counts 1


@frozen
class Axes:
    """A plot: the intervals that it shows, and the cells in which it lies.

    The ends of an interval lie in the middles of the outermost cells, so a tick is exactly where its value is.
    """

    across: Interval
    down: Interval
    left: int  # the column of the upright axis
    right: int
    top: int
    bottom: int  # the row of the other axis
    names: tuple[str, str] = ("", "")  # of the axis across, and of the upright one

    def place(self, x: float, y: float) -> Point:
        """Where a point lies."""
        return self.place_x(x), self.place_y(y)

    def place_x(self, x: float) -> float:
        low, high = self.across
        return self.left + 0.5 + (x - low) / (high - low) * (self.right - self.left)

    def place_y(self, y: float) -> float:
        low, high = self.down
        return self.bottom + 0.5 - (y - low) / (high - low) * (self.bottom - self.top)

    @property
    def height(self) -> int:
        """The rows with ticks and names."""
        return self.bottom + 2 + bool(self.names[0])

    def draw_frame(self) -> Iterator[Shape]:
        """The axes with their ticks and names."""
        yield Rule(self.left, self.top, self.left, self.bottom)
        yield Rule(self.left, self.bottom, self.right, self.bottom)
        for value in list_ticks(min(self.down), max(self.down), (self.bottom - self.top) // 3 + 1):
            row = self.place_y(value) - 0.5
            yield Stub(self.left, row, "left")
            yield Label(self.left - 1, row, to_short(value), "end")
        for value in self.list_ticks_across():
            column = self.place_x(value) - 0.5
            yield Stub(column, self.bottom, "down")
            yield Label(column, self.bottom + 1, to_short(value), "middle")
        across, down = self.names
        yield Label(0, 0, down, bold=True)
        yield Label(self.right, self.bottom + 2, across, "end", bold=True)

    def list_ticks_across(self) -> list[float]:
        """As many values of the axis across as have room for their digits, two at least."""
        for count in range((self.right - self.left) // 9 + 1, 0, -1):
            ticks = list_ticks(*self.across, count)
            room = (self.place_x(ticks[1]) - self.place_x(ticks[0])) - 1  # cells between two of them, less a space
            if len(ticks) == 2 or max(len(to_short(value)) for value in ticks) <= room:
                return ticks
        return ticks

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in the plot."""
        return self.across[0] <= x <= self.across[1] and self.down[0] <= y <= self.down[1]

    def cut(self, points: Iterable[tuple[float, float | None]]) -> Iterator[tuple[Point, ...]]:
        """The pieces of a curve that lie between the lowest and the highest value, placed; gaps divide them."""
        piece: list[Point] = []
        last: Point | None = None
        low, high = self.down
        for x, y in points:
            if y is None:
                yield from keep_line(piece)
                piece, last = [], None
                continue
            inside = low <= y <= high
            if last is not None and not (inside and low <= last[1] <= high):
                for edge in self.find_crossings(last, (x, y)):
                    piece.append(self.place(*edge))
                    if len(piece) > 1:
                        yield tuple(piece)
                        piece = []
            if inside:
                piece.append(self.place(x, y))
            last = x, y
        yield from keep_line(piece)

    def find_crossings(self, start: Point, end: Point) -> list[Point]:
        """Where a straight line goes through the lowest or the highest value, in its direction."""
        found = []
        for edge in self.down:
            if (start[1] - edge) * (end[1] - edge) < 0:
                share = (edge - start[1]) / (end[1] - start[1])
                found.append((share, (start[0] + share * (end[0] - start[0]), edge)))
        return [point for _, point in sorted(found)]


def keep_line(points: Sequence[Point]) -> list[tuple[Point, ...]]:
    """A line, if there are points enough for one."""
    return [tuple(points)] if len(points) > 1 else []


def make_axes(
    across: Interval, down: Interval, width: int, names: Sequence[str] = (), room: int = 0, rows: int = 0
) -> Axes:
    """Axes for a picture of so many columns, of which `room` at the right are kept for labels."""
    rows = rows or (FEW_ROWS if width < NARROW else ROWS)
    ticks = list_ticks(min(down), max(down), rows // 3 + 1)
    left = max((len(to_short(value)) for value in ticks), default=1) + 1
    x_name, y_name = (*names, "", "")[:2]
    top = 1 if y_name else 0
    return Axes(across, down, left, width - 2 - room, top, top + rows, (x_name, y_name))


def list_ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers from low to high, two at least and about so many: steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(1, count)
    power = 10.0 ** floor(log10(rough))
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    ticks = [float(f"{i * step:.10g}") for i in range(first, last + 1)]
    return ticks if len(ticks) > 1 else list_ticks(low, high, 2 * count)


def widen(values: Iterable[float], from_zero: bool = True) -> Interval:
    """An interval that holds all values, with a little room; from 0 where they begin near it."""
    found = list(values)
    low, high = min(found), max(found)
    if low == high:
        return low - 1, high + 1
    room = (high - low) * 0.06
    if from_zero and 0 <= low < 0.3 * high:
        return 0.0, high + room
    return low - room, high + room


class LabelPlacer:
    """Finds places for labels near points, where neither labels nor lines stand."""

    def __init__(self, shapes: Iterable[Shape], width: int, rows: tuple[int, int]) -> None:
        self.width = width
        self.rows = rows  # the first and the last one that may be written in
        self.lines: set[tuple[int, int]] = set()
        self.taken: set[tuple[int, int]] = set()
        for shape in shapes:
            if isinstance(shape, Line):
                self.lines |= set(cells_of(shape))
            elif isinstance(shape, Mark):
                self.taken.add((floor(shape.x), floor(shape.y)))
            elif isinstance(shape, Label):
                self.take(
                    shape.text,
                    to_cell(shape.x - (len(shape.text) - 1 if shape.anchor == "end" else 0)),
                    to_cell(shape.y),
                )

    def take(self, text: str, x: int, y: int) -> None:
        """Keep the cells of a text."""
        self.taken |= {(x + i, y) for i in range(len(text))}

    def place(self, text: str, x: float, y: float, tone: Tone = "ink") -> Label:
        """A label near a point."""
        column, row = floor(x), floor(y)
        size = len(text)
        places = [(column + 2, row), (column - size - 1, row)]
        places += [(column - size // 2 + shift, row + step) for step in (-1, 1, -2, 2) for shift in (0, size, -size)]
        if all(self.count_clashes(text, *place) >= CLASH for place in places):  # a crowd: further up or down
            places += [(column - size // 2, row + step) for step in (-3, 3, -4, 4)]
        where = min(places, key=lambda place: (self.count_clashes(text, *place), places.index(place)))
        where = max(0, min(self.width - size, where[0])), max(self.rows[0], min(self.rows[1], where[1]))
        self.take(text, *where)
        return Label(*where, text, tone=tone, bold=True)

    def count_clashes(self, text: str, x: int, y: int) -> int:
        """How badly a text would stand in the way there."""
        if x < 0 or x + len(text) > self.width or not self.rows[0] <= y <= self.rows[1]:
            return 1_000
        cells = {(x + i, y) for i in range(-1, len(text) + 1)}
        return CLASH * len(cells & self.taken) + len(cells & self.lines)


def cells_of(line: Line) -> Iterator[tuple[int, int]]:
    """The cells that a line goes through, nearly."""
    for (x, y), (to_x, to_y) in zip(line.points, line.points[1:], strict=False):
        count = int(max(abs(to_x - x), abs(to_y - y))) + 1
        for i in range(count + 1):
            yield floor(x + (to_x - x) * i / count), floor(y + (to_y - y) * i / count)
