"""Every picture of every shipped question can be drawn, laid out and told on many draws, shows the values of the tape, and holds
what holds for every SVG."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "pictures"))

from picture_places import check_pictures
from svg_rules import check_svg

from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
SEED = 3_000_000  # the first; other tests use others
VARIANTS = max(1, int(200 * SHARE))
MAX_BYTES = 20_000  # of a picture on a card
BANK = load_questions()
PICTURED = [question.id for question in BANK if question.pictures]


@pytest.mark.proof
@pytest.mark.parametrize("name", PICTURED)
def test_every_picture_can_be_drawn(name: str) -> None:
    for seed in range(SEED, SEED + VARIANTS):
        problem = make_problem(BANK[name], seed)
        for picture in check_pictures(problem):
            assert len(check_svg(picture)) <= MAX_BYTES
