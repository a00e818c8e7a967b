"""Whether a picture shows the values of the tape where they belong: one check for each kind of picture.

The values are computed again from the formulas of the bank; places are read off the ticks, as a person would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import floor
from typing import Any

from rich.cells import cell_len

from dlquiz.language.arrays import is_array, list_items
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.model import PictureSpec
from dlquiz.networks.notation import read_network
from dlquiz.networks.windows import list_windows
from dlquiz.pictures.characters import render_lines
from dlquiz.pictures.given import to_short
from dlquiz.pictures.kind import Picture
from dlquiz.pictures.network import shape_to_text
from dlquiz.pictures.scene import Area, Box, Label, Line, Mark, Scene, Stub
from dlquiz.problem import Problem

HALF = 0.5 + 1e-6
NEAR = 1e-3  # of the width: ticks are written with four digits
Fit = tuple[float, float]  # place = a + b * value
Scope = Any


# axes


def fit_axis(scene: Scene, side: str) -> Fit:
    """Where an axis puts values, read off its ticks as a person would."""
    stubs = [shape for shape in scene.shapes if isinstance(shape, Stub) and shape.side == side]
    places = [stub.y if side == "left" else stub.x for stub in stubs]
    texts = list(read_tick_labels(scene, stubs, side))
    (first, last), (value, other) = (places[0], places[-1]), (texts[0], texts[-1])
    slope = (last - first) / (other - value)
    return first - slope * value, slope


def read_tick_labels(scene: Scene, stubs: Sequence[Stub], side: str) -> Iterator[float]:
    """The numbers that stand at the ticks."""
    labels = [shape for shape in scene.shapes if isinstance(shape, Label)]
    for stub in stubs:
        near = [
            one
            for one in labels
            if (side == "left" and abs(one.y - stub.y) < 1e-9 and one.anchor == "end" and one.x < stub.x)
            or (side == "down" and abs(one.x - stub.x) < 1e-9 and one.y > stub.y and one.anchor == "middle")
        ]
        yield float(near[0].text.replace(",", ""))


def check_marks(scene: Scene, points: Sequence[Sequence[float]]) -> None:
    """Every point has its mark where its value belongs, in the layout and within half a cell in the characters."""
    across, down = fit_axis(scene, "down"), fit_axis(scene, "left")
    marks = [shape for shape in scene.shapes if isinstance(shape, Mark)]
    assert len(marks) == len(points)
    lines = render_lines(scene)
    for mark, (x, y) in zip(marks, points, strict=True):
        column, row = across[0] + across[1] * x, down[0] + down[1] * y  # counted from the middle of a cell
        assert abs(mark.x - 0.5 - column) < NEAR * scene.width and abs(mark.y - 0.5 - row) < NEAR * scene.width
        cell = floor(mark.x), floor(mark.y)
        assert abs(cell[0] - column) <= HALF + 0.02 and abs(cell[1] - row) <= HALF + 0.02
        assert lines[cell[1]][cell[0]] not in " ─│╴╷"  # a mark, or what stands over it: the last mark, a label


def keep_inside(points: Sequence[Sequence[float]], picture: Any) -> list[Sequence[float]]:
    """The points that are shown."""
    (low, high), (bottom, top) = picture.across, picture.down
    return [point for point in points if low <= point[0] <= high and bottom <= point[1] <= top]


# values


def find_value(formula: Formula, scope: Scope) -> Any:
    """What a formula of the picture gives on the tape: numbers, or lists of them."""
    return to_plain(formula.value(scope))


def to_plain(value: Any) -> Any:
    """Arrays as lists of floats."""
    if is_array(value) or isinstance(value, tuple):
        return [to_plain(item) for item in list_items(value)]
    return value if isinstance(value, (str, bool)) else float(value)


def list_named(spec: PictureSpec, key: str, scope: Scope) -> list[tuple[str, Any]]:
    """Labels with their values."""
    return [(label.render(scope, TEXT_FUNCTIONS), find_value(f, scope)) for label, f in spec.keys.get(key, ())]


def list_texts(scene: Scene) -> list[str]:
    """What is written."""
    return [shape.text for shape in scene.shapes if isinstance(shape, Label)]


# one check a kind


def check_points(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """The path, then the named points, of a plot; and each value of a run on its line."""
    points = find_value(spec.keys["path"], scope) if "path" in spec.keys else []
    for _, named in list_named(spec, "points", scope):
        points += named if isinstance(named[0], list) else [named]
    scene = picture.lay_out(78)
    check_marks(scene, keep_inside(points, picture))
    across, down = fit_axis(scene, "down"), fit_axis(scene, "left")
    drawn = [point for shape in scene.shapes if isinstance(shape, Line) for point in shape.points]
    for _, values in list_named(spec, "runs", scope):
        for x, y in keep_inside(list(enumerate(values)), picture):
            place = across[0] + across[1] * x + 0.5, down[0] + down[1] * y + 0.5
            assert min(abs(place[0] - at) + abs(place[1] - to) for at, to in drawn) < 2 * NEAR * scene.width


def check_bars(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """Each bar is as long as its number, towards its side; the numbers stand beside unless they are hidden."""
    values = find_value(spec.keys["values"], scope) if "values" in spec.keys else []
    values += [value for _, value in list_named(spec, "bars", scope)]
    scene = picture.lay_out(78)
    areas = [shape for shape in scene.shapes if isinstance(shape, Area)]
    assert len(areas) == len(values)
    largest = max(map(abs, values)) or 1.0
    scale = max(area.to_x - area.x for area in areas) / largest
    for area, value in zip(areas, values, strict=True):
        assert abs(area.to_x - area.x - scale * abs(value)) < 1e-6
    zeros = {round(area.x if value >= 0 else area.to_x, 6) for area, value in zip(areas, values, strict=True)}
    assert len(zeros) == 1
    if not picture.hidden:
        assert [to_short(value) for value in values] == list_texts(scene)[1::2]


def check_boxes(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """The sides of each box lie where its corners say."""
    scene = picture.lay_out(78)
    across, down = fit_axis(scene, "down"), fit_axis(scene, "left")
    boxes = [shape for shape in scene.shapes if isinstance(shape, Box)]
    for box, (_, (x, y, to_x, to_y)) in zip(boxes, list_named(spec, "boxes", scope), strict=True):
        for place, fit, value in (
            (box.x, across, x),
            (box.to_x, across, to_x),
            (box.y, down, y),
            (box.to_y, down, to_y),
        ):
            assert abs(place - fit[0] - fit[1] * value) < NEAR * scene.width


def check_graph(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """Each value and each gradient is written."""
    texts = {text.rpartition(" = ")[2] for text in list_texts(picture.lay_out(78))}
    for key in ("values", "gradients"):
        assert {to_short(value) for _, value in list_named(spec, key, scope)} <= texts


def check_window(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """The matrices are written cell by cell, and the frame is around what the window covers."""
    given = {key: find_value(spec.keys[key], scope) for key in spec.keys if key != "title"}
    ring, stride = int(given.get("padding", 0)), int(given.get("stride", 1))
    matrix = pad(given["matrix"], ring)
    expected = flatten(matrix)
    if "kernel" in given:
        expected += ["∗", *flatten(given["kernel"])]
    expected += ["→", *(flatten(given["output"]) if "output" in given else ["?"])]
    scene = picture.lay_out(78)
    assert list_texts(scene) == expected
    rows, columns = map(int, given["size"]) if "size" in given else (len(given["kernel"]), len(given["kernel"][0]))
    i, j = (stride * int(index) for index in given.get("cell", [0, 0]))
    frame = next(shape for shape in scene.shapes if isinstance(shape, Box))
    inside = [
        one.text
        for one in scene.shapes
        if isinstance(one, Label) and frame.x < one.x < frame.to_x and frame.y < one.y < frame.to_y
    ]
    assert inside == flatten([row[j : j + columns] for row in matrix[i : i + rows]])


def pad(matrix: list[list[float]], ring: int) -> list[list[float]]:
    """A matrix in rings of zeros."""
    side = [0.0] * ring
    rows = [[*side, *row, *side] for row in matrix]
    empty = [[0.0] * len(rows[0]) for _ in range(ring)]
    return [*empty, *rows, *empty]


def flatten(matrix: Sequence[Sequence[float]]) -> list[str]:
    """The numbers of a matrix as they are written."""
    return [to_short(number) for row in matrix for number in row]


def check_field(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """The side behind each layer, from the output back: (side - 1) · stride + reach."""
    layers = find_value(spec.keys["layers"], scope)
    windows = (
        list_windows(read_network(layers)) if isinstance(layers, str) else [tuple(map(int, one)) for one in layers]
    )
    sides = [1]
    for kernel, stride, *dilation in reversed(list(windows)):
        sides.append((sides[-1] - 1) * stride + (dilation[0] if dilation else 1) * (kernel - 1) + 1)
    told = [text for text in list_texts(picture.lay_out(78)) if " × " in text]
    assert told == [f"{side} × {side}" for side in sides[: 1 if picture.hidden else None]]


def check_network(spec: PictureSpec, picture: Any, scope: Scope) -> None:
    """Each layer is written with its shape."""
    texts = list_texts(picture.lay_out(78))
    if "net" in spec.keys:
        assert len(texts) == 2 * len(picture.layers)
        return
    shapes = [shape_to_text(formula.value(scope)) for _, formula in spec.keys["layers"]]
    assert texts[1::2] == shapes


CHECKS: dict[str, Callable[[PictureSpec, Any, Scope], None]] = {
    "curve": check_points,
    "contour": check_points,
    "graph": check_graph,
    "network": check_network,
    "field": check_field,
    "window": check_window,
    "bars": check_bars,
    "boxes": check_boxes,
}


def check_characters(picture: Picture) -> None:
    """On a wide and on a narrow screen no line is too long, and every label is written whole."""
    for width in (38, 78):
        scene = picture.lay_out(width)
        lines = render_lines(scene)
        assert all(cell_len(line) <= width for line in lines)
        text = "\n".join(lines)
        labels = Counter(label for label in list_texts(scene) if len(label) > 1)
        assert [label for label, count in labels.items() if text.count(label) < count] == []


def check_pictures(problem: Problem) -> list[Picture]:
    """Hold every picture of a problem against its tape."""
    pictures = [problem.draw_picture(number) for number in range(len(problem.question.pictures))]
    for spec, picture in zip(problem.question.pictures, pictures, strict=True):
        CHECKS[spec.kind](spec, picture, problem.tape.scope)
        check_characters(picture)
    return pictures
