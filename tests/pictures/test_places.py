"""A marked point lies where its value says, within half a cell; every other kind shows the values of the tape too."""

from __future__ import annotations

import random

import pytest
from picture_places import CHECKS, check_marks, check_pictures
from svg_rules import check_svg

from dlquiz.bank.question_set import load_questions
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.pictures import KINDS, make_picture
from dlquiz.problem import make_problem

BANK = load_questions()
PICTURED = [question.id for question in BANK if question.pictures]
SEED = 11  # of the variant that is looked at; the campaign looks at more


def test_every_kind_has_a_check() -> None:
    assert CHECKS.keys() == KINDS.keys()


@pytest.mark.parametrize("seed", range(25))
def test_points_of_any_values(seed: int) -> None:
    draw = random.Random(seed)
    scale = 10.0 ** draw.randint(-3, 4)
    points = [[round(draw.uniform(-1, 1) * scale, 6), round(draw.uniform(-1, 1) * scale, 6)] for _ in range(5)]
    picture = make_picture("curve", {"path": Formula(str(points)), "runs": ()}, {}, (seed,), WorkBudget(1_000_000))
    for width in (38, 78, 98):
        check_marks(picture.lay_out(width), points)


@pytest.mark.parametrize("name", PICTURED)
def test_pictures_show_the_values_of_the_tape(name: str) -> None:
    for picture in check_pictures(make_problem(BANK[name], SEED)):
        check_svg(picture)


@pytest.mark.parametrize(("name", "seed"), [("act-relu-vector", 3_000_095), ("gd-tiny-rate-slow", 3_000_118)])
def test_a_crowd_of_points_and_long_ticks_leave_every_label_whole(name: str, seed: int) -> None:
    check_pictures(make_problem(BANK[name], seed))
