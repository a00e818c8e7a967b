"""The picture `curve`: functions, runs of values, the path of a descent, and marked points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, hypot
from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.axes import Axes, Interval, LabelPlacer, make_axes, widen
from dlquiz.pictures.given import MAX_SAMPLES, Given, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import TONES, Label, Line, Mark, Point, Scene, Shape
from dlquiz.records import frozen

SAMPLES = 85  # of a curve without steps of its own
MAX_CURVES = 4
MAX_POINTS = 60  # of a run or a path
TOLD = 7  # values of a curve that its description tells
NOISE = 1_000  # steps of the noise
ROOM = 1.8  # columns from one number of a path to the next; a row counts as two


@frozen
class Curve:
    """A labelled curve; where it has no value there is None."""

    label: str
    points: tuple[tuple[float, float | None], ...]

    @property
    def values(self) -> list[float]:
        """What it has of values."""
        return [y for _, y in self.points if y is not None]


@frozen
class NamedPoint:
    """A marked point."""

    label: str
    x: float
    y: float


@frozen
class CurvePicture:
    """Curves in one plot."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "axes": PictureKey("texts", "What stands at the two axes, such as [epoch, loss]."),
        "along": PictureKey("along", "The letter of the curves with its interval: {x: [-3, 3]}, or {t: [0, 30, 1]}."),
        "curves": PictureKey("formulas", "Labels, each with a formula in that letter."),
        "runs": PictureKey("formulas", "Labels, each with a list of values, the first of which stands at 0."),
        "path": PictureKey("formula", "Points [[x, y], …] that are visited one after another."),
        "points": PictureKey("formulas", "Labels, each with a point [x, y], or with several, which are numbered."),
        "range": PictureKey("formula", "The lowest and the highest value that are shown."),
        "noise": PictureKey("formula", "How far values of the curves are moved by chance."),
    }
    title: str
    curves: tuple[Curve, ...]
    path: tuple[Point, ...]
    points: tuple[NamedPoint, ...]
    axes: tuple[str, ...]
    across: Interval
    down: Interval

    @classmethod
    def read(cls, given: Given) -> Self:
        curves = (*read_curves(given), *read_runs(given))
        path = tuple((x, y) for x, y in given.rows("path", MAX_POINTS, 2)) if "path" in given else ()
        points = tuple(NamedPoint(*point) for label, f in given.labelled("points") for point in given.points(label, f))
        if len(curves) > MAX_CURVES or not (curves or path):
            raise FormulaError(f"a picture has 1 to {MAX_CURVES} curves, or a path")
        marked = [*path, *((point.x, point.y) for point in points)]
        xs = [x for curve in curves for x, _ in curve.points] + [x for x, _ in marked]
        ys = [y for curve in curves for y in curve.values] + [y for _, y in marked]
        across = (min(xs), max(xs)) if min(xs) < max(xs) else widen(xs)
        title = given.text("title", " and ".join(curve.label for curve in curves if curve.label))
        return cls(title, curves, path, points, tuple(given.texts("axes")), across, read_range(given, ys))

    # words

    def describe(self) -> str:
        x_name, y_name = (*self.axes, "", "")[:2]
        over = (
            f"{y_name or 'values'} over {x_name or 'x'} from {to_short(self.across[0])} to {to_short(self.across[1])}"
        )
        told = [over, *map(self.describe_curve, self.curves)]
        if self.path:
            told.append("the path goes " + " to ".join(map(describe_point, thin_out(self.path))))
        told += [f"{point.label} is marked at {describe_point((point.x, point.y))}" for point in self.points]
        return "; ".join(told) + "."

    def describe_curve(self, curve: Curve) -> str:
        """The values of a curve at a few places, or its one value."""
        if min(curve.values) == max(curve.values):
            return f"{curve.label or 'the curve'} is {to_short(self.round_value(curve.values[0]))} throughout"
        places = thin_out([(x, y) for x, y in curve.points if y is not None])
        pairs = ", ".join(
            f"{to_short(self.round_value(y))} at {to_short(round_place(x, self.across))}" for x, y in places
        )
        return f"{curve.label or 'the curve'} has {pairs}"

    def round_value(self, y: float) -> float:
        """A value as exactly as a picture can be read: three digits of what it shows."""
        unit = (self.down[1] - self.down[0]) / 1_000
        return float(f"{y:.3g}") if abs(y) > 100 * unit else round(y / unit) * unit if abs(y) > unit else 0.0

    # layout

    def lay_out(self, width: int) -> Scene:
        room = max((len(curve.label) for curve in self.curves), default=0)
        axes = make_axes(self.across, self.down, width, self.axes, min(width // 3, room + 1 if room else 0))
        shapes: list[Shape] = [*axes.draw_frame()]
        for i, curve in enumerate(self.curves):
            shapes += (Line(piece, TONES[i], i) for piece in axes.cut(curve.points))
        shapes += draw_path(self.path, axes)
        shapes += (Mark(*axes.place(p.x, p.y)) for p in self.points if axes.contains(p.x, p.y))
        placer = LabelPlacer(shapes, width, (0, axes.bottom))
        shapes += self.place_curve_labels(axes, placer)
        for point in self.points:
            if axes.contains(point.x, point.y):
                shapes.append(placer.place(point.label, *axes.place(point.x, point.y)))
        return Scene(width, axes.height, tuple(shapes), self.title, self.describe())

    def place_curve_labels(self, axes: Axes, placer: LabelPlacer) -> Iterator[Label]:
        """The label of each curve where it ends, or where it leaves the plot; from top to bottom as the curves are."""
        pieces = [list(axes.cut(curve.points)) for curve in self.curves]
        ends = [(parts[-1][-1], i) for i, parts in enumerate(pieces) if parts and self.curves[i].label]
        ends.sort(key=lambda end: end[0][1])
        lowest = axes.top
        for left, ((x, y), i) in zip(range(len(ends) - 1, -1, -1), ends, strict=True):
            label, column = self.curves[i].label, min(axes.right, floor(x)) + 2
            rows = sorted(range(axes.top, axes.bottom), key=lambda row: abs(row + 0.5 - y))
            if column > axes.right:  # at the edge each keeps below the last one, and leaves room for those that follow
                rows = [row for row in rows if lowest <= row < axes.bottom - left] or rows
            row = next((row for row in rows if not placer.count_clashes(label, column, row) // 20), floor(y))
            lowest = row + 1 if column > axes.right else lowest
            placer.take(label, column, row)
            yield Label(column, row, label, tone=TONES[i], bold=True)


def read_curves(given: Given) -> Iterator[Curve]:
    """The curves along the letter, moved by chance where the picture says so."""
    labelled = given.labelled("curves")
    if not labelled:
        return
    if len(given.keys.get("along", ())) != 1:
        raise FormulaError('curves need one letter: "along: {x: [-3, 3]}"')
    along = given.along(SAMPLES)[0]
    noise = given.number("noise")
    for label, formula in labelled:
        values = given.sample(formula, along)
        stream = given.stream(label)
        moved = [y if y is None or not noise else y + noise * draw_noise(stream) for y in values]
        yield Curve(label, tuple(zip(along[1], moved, strict=True)))


def draw_noise(stream: object) -> float:
    """A number around 0, seldom beyond 2: the sum of four even ones, scaled to a spread of 1."""
    draws = [stream.draw_below(2 * NOISE + 1) / NOISE - 1 for _ in range(4)]  # type: ignore[attr-defined]
    return float(sum(draws)) * 0.866


def read_runs(given: Given) -> Iterator[Curve]:
    """Values that stand one after another, from 0 on."""
    for label, formula in given.labelled("runs"):
        yield Curve(label, tuple((float(i), y) for i, y in enumerate(given.to_numbers(formula, MAX_SAMPLES))))


def read_range(given: Given, values: Sequence[float]) -> Interval:
    """The lowest and the highest value that are shown."""
    if "range" not in given:
        return widen(values)
    low, high = given.numbers("range", 2, 2)
    if low >= high:
        raise FormulaError("write [lowest, highest]", given.keys["range"].text)
    return low, high


def draw_path(path: Sequence[Point], axes: Axes) -> Iterator[Shape]:
    """The points of a path, with numbers where they have room, and the way from one to the next."""
    inside = [(number, axes.place(x, y)) for number, (x, y) in enumerate(path) if axes.contains(x, y)]
    if len(inside) > 1:
        yield Line(tuple(place for _, place in inside), "second", 1)
    numbered: list[Point] = []
    for number, (x, y) in inside:
        if number < 10 and all(hypot(x - at, 2 * (y - to)) >= ROOM for at, to in numbered):
            numbered.append((x, y))
            yield Mark(x, y, str(number), "second")
        else:
            yield Mark(x, y, "•", "second")


def thin_out(points: Sequence[Point], most: int = TOLD) -> list[Point]:
    """A few of many points, the first and the last among them."""
    if len(points) <= most:
        return list(points)
    return [points[round(i * (len(points) - 1) / (most - 1))] for i in range(most)]


def round_place(x: float, across: Interval) -> float:
    """A place as exactly as an axis can be read."""
    return float(f"{x:.3g}") if abs(x) > (across[1] - across[0]) / 1_000 else 0.0


def describe_point(point: Point) -> str:
    """`(2, 0.6457)`."""
    return f"({', '.join(map(to_short, point))})"
