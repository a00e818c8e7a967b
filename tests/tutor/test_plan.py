"""The plan that a tape gives, and the slip that its mistakes give, where the author writes none."""

from __future__ import annotations

import pytest

import dlquiz
from dlquiz.screen import markdown
from dlquiz.worked.plan import MAX_LENGTH

PLANS = {
    "conv-params": "weights, then per_filter, then total.",
    "backprop-weight-gradient": "z, then a, then ∂E/∂a, ∂a/∂z and ∂z/∂w, then ∂E/∂w.",
    "gd-n-steps": "grad, step and x, 3 times.",
    "backprop-local-slopes": "∂z/∂w, ∂z/∂a and ∂z/∂b, then the answer.",
    "backprop-relu-unit": "z, then h, then ŷ, then δ, …, then gradients.",
    "dense-params": "",  # two steps say all themselves
}


@pytest.mark.parametrize(("name", "plan"), PLANS.items())
def test_a_plan_names_the_quantities_in_their_order(name: str, plan: str) -> None:
    assert markdown.render_inline(dlquiz.load()[name].problem(3).plan_of_tape).plain == plan


def test_a_plan_that_a_tape_gives_is_one_line() -> None:
    for exercise in dlquiz.load():
        problem = exercise.problem(1)
        assert len(markdown.render_inline(problem.plan_of_tape).plain) <= MAX_LENGTH + 12, problem.id


def test_the_author_s_plan_goes_before() -> None:
    assert dlquiz.load()["init-ones-slope"].problem(1).plan.startswith("Sum up")


def test_the_slip_is_the_first_mistake_that_gives_another_number() -> None:
    bank = dlquiz.load()
    assert bank["conv-params"].problem(3).likeliest_mistake == (
        "$96$ instead of $128$. The biases are missing; each filter has one."
    )
    assert (
        bank["backprop-one-weight"]
        .problem(3)
        .likeliest_mistake.startswith(r"$\frac{\partial E}{\partial w}$ is $0.2490$ instead of")
    )
    assert bank["gd-which-way"].problem(3).likeliest_mistake == ""  # a word says nothing without its question
