"""What shows only over many draws: statements that are mostly true, and what wording alone gives away."""

from __future__ import annotations

import pytest

from benchmarks.guesser import ALL_STRATEGIES, measure
from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem

pytestmark = pytest.mark.proof

BANK = load_questions()
DRAWS = 200  # a share of 40 to 60 % says little about fewer
GUESSES = 40
MAX_ABOVE_CHANCE = 0.1


def list_truths(name: str) -> dict[tuple[str, str], list[bool]]:
    """The right answers of the yes-no parts of a question over many draws."""
    parts = [part for part, asked in make_problem(BANK[name], 0).parts.items() if asked.kind == "yes-no"]
    problems = [make_problem(BANK[name], seed) for seed in range(DRAWS)] if parts else []
    return {(name, part): [problem.parts[part].value for problem in problems] for part in parts}


def test_statements_are_about_as_often_true_as_false() -> None:
    truths = {part: found for name in BANK.ids for part, found in list_truths(name).items()}
    shares = {part: sum(found) / DRAWS for part, found in truths.items() if len(set(found)) > 1}
    assert {part: share for part, share in shares.items() if not 0.4 <= share <= 0.6} == {}


def test_a_guesser_who_knows_nothing_learns_nothing_from_the_wording() -> None:
    figures = measure(BANK, GUESSES)
    above = {
        (kind, name): found.shares[name] - found.chance for kind, found in figures.items() for name in ALL_STRATEGIES
    }
    assert {what: share for what, share in above.items() if share > MAX_ABOVE_CHANCE} == {}
