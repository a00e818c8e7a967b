"""Why options are wrong: after the answer, in the solution, on paper; from listed mistakes where the author says none."""

from __future__ import annotations

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import FormulaError
from dlquiz.export.paper import prepare_part
from dlquiz.export.steps import make_steps
from dlquiz.kinds.choice import Choice
from dlquiz.library import Bank
from dlquiz.problem import Problem
from dlquiz.screen.screen import Screen
from dlquiz.screen.solution import render_answers
from dlquiz.screen.verdict import render_choice_verdict
from tests.screen.screens import make_screen

SCREEN = make_screen(200)

BANK = """
topic: options
title: Options
questions:
- id: several
  ask: Which are activations?
  answer:
    options:
      - {right: ReLU}
      - {right: tanh, because: It squashes to -1 and 1.}
      - {wrong: dropout, because: It switches units off.}
      - {wrong: Adam, because: It is an optimizer.}
- id: drawn
  draw: {slope: [-3, 2]}
  ask: The slope is {{ slope }}. Where does the weight go?
  answer: {value: '"down" if slope > 0 else "up"', options: [up, down, nowhere]}
  mistakes:
    - {gives: '"up" if slope > 0 else "down"', says: That follows the slope uphill.}
- id: listed
  draw:
    case:
      - [training, [a bigger network, fewer dropped units]]
      - [test, [more data, weight decay, early stopping]]
  let: {remedies: "case[1]"}
  ask: The {{ case[0] }} error is high. What helps?
  answer:
    value: remedies
    options: [a bigger network, fewer dropped units, more data, weight decay, early stopping]
  mistakes:
    - {gives: ("more data"), says: The data at hand are not even fitted.}
- id: made
  draw: {k: [3, 5], n: {from: 21, to: 60}}
  ask: Parameters?
  steps: [{name: total, formula: n * k + n}]
  answer: {value: total, options: from mistakes}
  mistakes:
    - {instead: {total: n * k}, says: The biases are missing.}
    - {instead: {total: n * k + 1}, says: Each unit has a bias.}
"""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(QuestionSet([("bank.yaml", compile_text(BANK, "bank.yaml"))]))


def letters(problem: Problem, *words: str) -> str:
    return " ".join("abcdef"[problem.part().key.options.index(word)] for word in words)


def to_lines(problem: Problem, typed: str, screen: Screen) -> str:
    verdict = problem.check(typed)
    return "\n".join(line.plain for line in render_choice_verdict(problem.part(), verdict, typed, screen))


def test_of_several_the_wrongly_picked_get_their_reason(bank: Bank) -> None:
    problem = bank["several"].problem()
    shown = to_lines(problem, letters(problem, "ReLU", "Adam"), SCREEN)
    assert "It is an optimizer." in shown
    assert "It switches units off." not in shown and "It squashes" not in shown


def test_once_right_every_reason_is_shown(bank: Bank) -> None:
    problem = bank["several"].problem()
    shown = to_lines(problem, letters(problem, "ReLU", "tanh"), SCREEN)
    for reason in ("It squashes to -1 and 1.", "It is an optimizer.", "It switches units off."):
        assert shown.count(reason) == 1


@pytest.mark.parametrize(
    ("name", "reason"), [("drawn", "That follows the slope uphill."), ("made", "The biases are missing.")]
)
def test_a_listed_mistake_is_the_reason_of_the_option_in_which_it_ends(bank: Bank, name: str, reason: str) -> None:
    problem = bank[name].problem(seed=2)
    lines = render_answers(problem, [problem.part()], SCREEN)
    assert sum(reason in line.plain for line in lines) == 1
    assert [text for _, text in prepare_part(problem.part()).notes].count(reason) == 1
    at = problem.part().key.because.index(reason)
    assert to_lines(problem, "abcd"[at], SCREEN).count(reason) == 1


@pytest.mark.parametrize(("error", "rights"), [("training", 2), ("test", 3)])
def test_a_list_names_all_right_options_of_a_draw(bank: Bank, error: str, rights: int) -> None:
    problem = next(problem for problem in map(bank["listed"].problem, range(20)) if problem.values["case"][0] == error)
    key = problem.part().key
    assert len(key.right) == rights == len(key.value)
    assert problem.check(letters(problem, *key.value)).verdict == "right"
    assert problem.check(letters(problem, *key.value[:-1])).verdict == "wrong"
    answer = problem.tape["answer"]
    assert answer.formula == answer.numbers == f"[{', '.join(key.value)}]"
    if error == "training":
        picked = letters(problem, *key.value, "more data")
        assert "The data at hand are not even fitted." in to_lines(problem, picked, SCREEN)


def test_a_list_of_right_options_names_each_once(bank: Bank) -> None:
    part = bank["listed"].problem().part()
    with pytest.raises(FormulaError, match="each once"):
        Choice().replace_value(part.key, ("more data", "more data"))
    with pytest.raises(FormulaError, match='"luck" is not among the options'):
        Choice().replace_value(part.key, ("more data", "luck"))


def test_lines_of_paper_break_between_the_texts_of_a_list(bank: Bank) -> None:
    problem = bank["listed"].problem()
    *_, (_, line) = (block for block in make_steps(problem) if isinstance(block, tuple))
    rights = problem.part().key.value
    assert line.chain == (rf"= \text{{{rights[0]};}}",)
    assert line.words[-1] == rf"\text{{{rights[-1]}}}" and len(line.words) == len(rights) - 1
