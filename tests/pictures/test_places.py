"""A marked point lies where its value says: within half a cell of where the axes put it, over seeds and questions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from math import floor

import pytest

from dlquiz import tree
from dlquiz.bank.question_set import load_questions
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.pictures import make_picture
from dlquiz.pictures.characters import render_lines
from dlquiz.pictures.contour import ContourPicture
from dlquiz.pictures.curve import CurvePicture
from dlquiz.pictures.scene import Label, Mark, Scene, Stub
from dlquiz.problem import make_problem

BANK = load_questions()
WITH_PATHS = [q.id for q in BANK if any("path" in spec.keys for spec in q.pictures)]
HALF = 0.5 + 1e-6
Fit = tuple[float, float]  # place = a + b * value


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


def check_marks(picture: CurvePicture | ContourPicture, width: int) -> int:
    """Every mark of a picture lies where its value belongs, in the layout and in the characters; how many there are."""
    scene = picture.lay_out(width)
    across, down = fit_axis(scene, "down"), fit_axis(scene, "left")
    inside = [p for p in picture.path if is_inside(p, picture)]
    inside += [(p.x, p.y) for p in picture.points if is_inside((p.x, p.y), picture)]
    marks = [shape for shape in scene.shapes if isinstance(shape, Mark)]
    assert len(marks) == len(inside)
    lines = render_lines(scene)
    for mark, (x, y) in zip(marks, inside, strict=True):
        column, row = across[0] + across[1] * x, down[0] + down[1] * y  # counted from the middle of a cell
        assert abs(mark.x - 0.5 - column) < 1e-3 * width and abs(mark.y - 0.5 - row) < 1e-3 * width
        cell = floor(mark.x), floor(mark.y)
        assert abs(cell[0] - column) <= HALF + 0.02 and abs(cell[1] - row) <= HALF + 0.02
        sign = lines[cell[1]][cell[0]]
        assert sign == "●" or sign.isdigit() or sign.isalpha()  # the last one of a cell, or a label over it
    return len(marks)


def is_inside(point: tuple[float, float], picture: CurvePicture | ContourPicture) -> bool:
    """Whether a point is shown."""
    (low, high), (bottom, top) = picture.across, picture.down
    return low <= point[0] <= high and bottom <= point[1] <= top


@pytest.mark.parametrize("seed", range(25))
def test_points_of_any_values(seed: int) -> None:
    draw = random.Random(seed)
    scale = 10.0 ** draw.randint(-3, 4)
    points = [[round(draw.uniform(-1, 1) * scale, 6), round(draw.uniform(-1, 1) * scale, 6)] for _ in range(5)]
    keys = {"path": Formula(str(points)), "runs": ()}
    picture = make_picture("curve", keys, {}, (seed,), WorkBudget(1_000_000))
    assert isinstance(picture, CurvePicture)
    for width in (38, 78, 98):
        assert check_marks(picture, width) == 5


@pytest.mark.parametrize("name", WITH_PATHS)
def test_paths_go_through_the_values_of_the_tape(name: str) -> None:
    for seed in (1, 2, 3):
        problem = make_problem(BANK[name], seed)
        for number, spec in enumerate(problem.question.pictures):
            if "path" not in spec.keys:
                continue
            picture = problem.draw_picture(number)
            assert isinstance(picture, (CurvePicture, ContourPicture))
            for point, row in zip(picture.path, tree.children(spec.keys["path"].tree), strict=False):
                for place, node in zip(point, tree.children(row), strict=False):
                    if isinstance(node, tree.Name):  # a quantity of the tape, not a formula of some
                        assert place == float(problem.tape.scope[node.name])
            check_marks(picture, 78)
