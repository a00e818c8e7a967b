"""After the second miss of one skill or one step, questions that train just this are offered, and come next."""

from __future__ import annotations

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.dialogue import Dialogue
from dlquiz.screen.prompt import QuizLeft, Request
from dlquiz.session import Planned, Quiz
from dlquiz.session.drill import find_weakness, plan_drill
from tests.screen.screens import make_screen

UNIT = """
- id: {id}
  draw: {{z: {{from: 0.2, to: 2.9, step: 0.1}}, g: {{from: 1.1, to: 1.9, step: 0.1}}}}
  ask: A unit.
  steps:
    - {{name: a, formula: sigmoid(z)}}
    - {{name: da_dz, formula: a * (1 - a){trains}}}
    - {{name: delta, formula: g * da_dz}}
  answer: {{value: delta, decimals: 5}}
"""
SHORT = """
- id: {id}
  level: {level}
  draw: {{a: {{from: 0.2, to: 0.9, step: 0.1}}}}
  ask: The slope?
{trains}  steps: [{{name: slope, formula: a*(1 - a)}}]
  answer: slope
"""


def make_bank(trains: str, skill: str) -> QuestionSet:
    text = "topic: units\ntitle: Units\nquestions:"
    text += "".join(UNIT.format(id=f"unit-{n}", trains=trains) for n in (1, 2, 3))
    text += "".join(SHORT.format(id=f"short-{n}", level=4 - n, trains=skill) for n in (1, 2, 3))
    return QuestionSet([("bank.yaml", compile_text(text, "bank.yaml"))])


BANKS = {
    "by skill": make_bank(", trains: [sigmoid-slope]", "  trains: [sigmoid-slope]\n"),
    "by formula": make_bank("", ""),
}


def without_slope(problem: Problem) -> str:
    """What comes out where a is taken for the slope a(1 - a)."""
    return f"{float(problem.tape['a'].value) * float(problem.values['g']):.5f}"


def leave_out_slope(quiz: Quiz, now: float) -> None:
    quiz.answer(without_slope(quiz.problem), now)
    quiz.give_up(now)


@pytest.mark.parametrize(("name", "label"), [("by skill", "sigmoid slope"), ("by formula", "∂a/∂z")])
def test_the_second_miss_finds_what_trains_it(name: str, label: str) -> None:
    bank = BANKS[name]
    planned = [Planned("unit-1", 1), Planned("unit-2", 2)]
    quiz = Quiz(planned, lambda one: make_problem(bank[one.id], one.seed), 0)
    leave_out_slope(quiz, 1)
    assert find_weakness(quiz.state.question_attempts, quiz.problems, []) is None
    quiz.advance(2)
    leave_out_slope(quiz, 3)
    weakness = find_weakness(quiz.state.question_attempts, quiz.problems, [])
    assert weakness is not None and weakness.label == label
    drill = plan_drill(weakness, bank, ["unit-1", "unit-2"], seed=2)
    assert [one.id for one in drill] == ["short-3", "short-2", "short-1"]
    quiz.insert(drill)
    quiz.advance(4)
    assert quiz.question_attempt.planned.id == "short-3"


class Script:
    """A learner who types these lines."""

    def __init__(self, typed: list[str]) -> None:
        self.typed = typed
        self.labels: list[str] = []

    def read_text(self, request: Request) -> str:
        self.labels.append(request.label)
        return self.typed.pop(0) if self.typed else "/quit"


@pytest.mark.parametrize(("reply", "asked"), [("y", "short-3"), ("n", "unit-3"), ("", "unit-3")])
def test_the_dialogue_offers_it_once(reply: str, asked: str) -> None:
    bank = BANKS["by skill"]
    planned = [Planned(f"unit-{n}", n) for n in (1, 2, 3)]
    quiz = Quiz(planned, lambda one: make_problem(bank[one.id], one.seed), 0)
    wrong = [without_slope(make_problem(bank[one.id], one.seed)) for one in planned]
    learner = Script([wrong[0], "/solution", "", wrong[1], "/solution", "", reply, wrong[2], "/solution"])
    screen = make_screen()
    with pytest.raises(QuizLeft):
        Dialogue(quiz, bank.topics, learner, lambda: screen, lambda: 0.0, questions=bank).run()  # type: ignore[arg-type]
    offers = [label for label in learner.labels if "missed twice" in label]
    assert offers == ["missed twice: sigmoid slope. Three short ones on it now? y / n"]
    assert quiz.question_attempt.planned.id == asked
