"""The topics that live from a picture: each of their questions that asks for numbers shows one."""

from __future__ import annotations

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem

TOPICS = (
    "activations", "backprop", "chain-rule", "cnn-concepts", "conv-shapes", "gradient-descent", "loss-landscape",
    "lr-schedules", "object-detection", "optimizers", "pooling", "receptive-fields", "softmax-output",
)  # fmt: skip
NUMERIC = {"integer", "number", "vector", "matrix", "shape", "interval", "expression"}
WITHOUT = {  # questions, and why a picture would add nothing
    "gd-step-formula": "the answer is a formula in letters",
    "opt-adagrad-symbols": "the answer is a formula in letters",
    "det-yolo-in-letters": "the answer is a formula in letters",
    "output-softmax-formula": "the answer is a formula in letters",
    "output-node-count": "a rule is recalled; nothing is computed",
}
BANK = load_questions()
QUESTIONS = [question for question in BANK if question.topic in TOPICS]


@pytest.mark.parametrize("topic", TOPICS)
def test_numeric_questions_show_a_picture(topic: str) -> None:
    bare = [question for question in QUESTIONS if question.topic == topic and not question.pictures]
    assert [one.id for one in bare if one.id not in WITHOUT and asks_for_numbers(one.id)] == []


def test_the_list_of_exceptions_is_needed() -> None:
    assert WITHOUT.keys() <= {question.id for question in QUESTIONS if not question.pictures}


def asks_for_numbers(name: str) -> bool:
    """Whether a part of a question is answered by numbers or formulas."""
    problem = make_problem(BANK[name], 1)
    return any(problem.ask_part(part).kind in NUMERIC for part in problem.question.parts)
