"""Numbers of one's own: answered, answered and said to lie outside, or refused with the reason."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bank"))

from bank_text import build_single

import dlquiz
from dlquiz.check.uses import list_picture_names, list_sources
from dlquiz.errors import UsageError
from dlquiz.json_data import value_to_json
from dlquiz.language.write.digits import group_latex
from dlquiz.language.write.values import value_to_latex, value_to_prose, value_to_text
from dlquiz.model import Question
from dlquiz.problem import Problem, make_problem
from dlquiz.worked.meaning import find_templates
from dlquiz.worked.pins import read_pin

BANK = dlquiz.load()


def solve(name: str, *pins: str) -> Problem:
    """The problem of `dlquiz solve NAME PIN…`."""
    question = BANK[name].question
    pairs = [pin.partition("=") for pin in pins]
    return make_problem(question, 0, {key: read_pin(question, key, text) for key, _, text in pairs})


def answers(problem: Problem) -> list[Any]:
    return [value_to_json(asked.value) for asked in problem.parts.values()]


ANSWERED: list[tuple[str, list[str], list[Any], str]] = [
    ("conv-params", ["k=3", "c_in=3", "filters=20", "bias=true"], [560], ""),
    ("conv-params", ["k=4", "c_in=3", "filters=20", "bias=true"], [980], "k = 4 is outside of what is drawn"),
    ("max-pool-by-hand", ["I=[[0,1,2],[3,4,5],[6,7,8]]"], [[[4]]], "a condition that the question keeps to"),
    ("max-pool-by-hand", ["I=[[1,2,3,4],[5,6,7,8]]"], [[[6, 8]]], "a condition that the question keeps to"),
    ("jump-of-chain", ["kernels=[3,3,3,3,3,3,3,3]", "strides=[2,1,2,1,2,1,2,1]"], [16], ""),
    (
        "max-pool-gradient",
        ["X=[[1,1,2,2],[1,1,2,2],[3,3,3,3],[3,3,3,3]]", "G=[[5,2],[-4,4]]"],
        [[[5, 0, 2, 0], [0, 0, 0, 0], [-4, 0, 4, 0], [0, 0, 0, 0]]],
        "a condition that the question keeps to",
    ),
    ("attn-uniform", ["v=[1,2,3,4,5,6]"], [3.5], ""),
]


@pytest.mark.parametrize(("name", "pins", "right", "outside"), ANSWERED)
def test_what_is_answered(name: str, pins: list[str], right: list[Any], outside: str) -> None:
    problem = solve(name, *pins)
    assert answers(problem) == right
    assert outside in " ".join(problem.drawn.outside)
    assert bool(problem.drawn.outside) == bool(outside)


REFUSED = [
    ("conv-params", ["k=-3"], "k counts or measures something: it must be a whole number of at least 1, not -3"),
    ("conv-params", ["k=2.5"], "a whole number of at least 1, not 2.5"),
    ("conv-params", ["filters=0"], "at least 1, not 0"),
    ("max-pool-by-hand", ["I=[1,2,3]"], "I is an array of 4 × 4 in this question, not a list of 3"),
    ("max-pool-gradient", ["X=[[1,2],[3,4]]"], "X is an array of 4 × 4 in this question, not an array of 2 × 2"),
    ("jump-of-chain", ["kernels=[3,3,3]", "strides=[2,2]"], "strides has 2 where n is meant, but kernels says 3"),
    ("attn-uniform", ["v=[1,2]", "n=3"], "v has 2 where n is meant, but n=3"),
]


@pytest.mark.parametrize(("name", "pins", "reason"), REFUSED)
def test_what_is_refused(name: str, pins: list[str], reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        solve(name, *pins)
    assert reason in str(refused.value)


def test_a_target_drawn_as_whole_may_be_a_decimal() -> None:
    problem = solve("backprop-221-output-update", "y=0.01")
    assert "0.01" in problem.ask
    assert problem.values["y"] != problem.values["y"].__class__(0)


def test_a_word_that_a_question_does_not_know_is_refused() -> None:
    words = next(spec for spec in BANK["net-total-parameters"].draws if isinstance((spec.of or (0,))[0], str))
    with pytest.raises(UsageError, match="the question knows no other"):
        solve("net-total-parameters", f"{words.name}=conv5-77")


SMALL = """
draw:
  n: [3]
  m: [2]
  x: {from: -3, to: 9, shape: [n]}
  W: {from: -3, to: 9, shape: [m, n]}
  p: {from: 0.1, to: 0.9, step: 0.1}
  c: {of: [1, 2], within: [0, 10]}
  act: [relu, tanh]
ask: "The layer {{ act }} has {{ W }}, {{ x }} and {{ c }}; what is kept with {{ p }}?"
steps: [{name: z, formula: (1 - p) * c * sum(W @ x)}]
answer: z
"""


@pytest.mark.parametrize(
    ("pins", "reason"),
    [
        ({"p": 2}, "p is a share: it must be a number from 0 to 1, not 2"),
        ({"c": 11}, "c has limits in this question: it must be a number from 0 to 10, not 11"),
        ({"x": "a"}, "x is a list of 3 in this question, not a single value"),
    ],
)
def test_limits(pins: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        make_problem(build_single(SMALL), 0, pins)
    assert reason in str(refused.value)


def test_a_word_that_is_only_shown_may_be_any() -> None:
    assert "swish" in make_problem(build_single(SMALL), 0, {"act": "swish"}).ask


def test_sizes_follow_from_pinned_arrays() -> None:
    question = build_single(SMALL)
    problem = make_problem(question, 0, {"x": read_pin(question, "x", "[1, 2]")})
    assert problem.values["n"] == 2
    assert problem.values["W"].shape == (2, 2)
    assert problem.drawn.outside == ()
    assert set(problem.variant.pins) == {"x", "n"}


NONSENSE = """
draw: {rows: {from: 10, to: 20}, window: {from: 2, to: 5}}
ask: A map of {{ rows }} is read by {{ window }}.
answer: rows - window + 1
"""


def test_a_count_below_what_it_can_be_is_refused() -> None:
    with pytest.raises(UsageError, match="the answer would be -1, and it is a whole number of at least 1"):
        make_problem(build_single(NONSENSE), 0, {"rows": 3, "window": 5})
    with pytest.raises(UsageError, match="rows would be -3, and it is a whole number of at least 1"):
        make_problem(build_single(NONSENSE), 0, {"rows": -3})


def test_every_number_that_a_solution_uses_is_shown() -> None:
    """By its value, by a set-up value made from it, in an option or in a picture."""
    hidden = [(exercise.id, name) for exercise in BANK for name in find_hidden(exercise.question)]
    assert hidden == []


def find_hidden(question: Question) -> set[str]:
    """The draws on which steps or answers depend and that the question does not show."""
    sources = list(list_sources(question))
    formulas = [formula for _, formula in (*sources, *question.given)]
    formulas += [part.answer.value for part in question.parts if part.answer.value is not None]
    used = set().union(*(formula.names for formula in formulas)) if formulas else set()
    asks = [text for text in (question.ask, *(part.ask for part in question.parts)) if text is not None]
    options = [text for part in question.parts for value in part.answer.keys.values() for text in find_templates(value)]
    shown = set().union(*(text.names for text in (*asks, *options)), *list_picture_names(question))
    set_up = [(name, formula) for name, formula in sources if name in dict(question.lets)]
    set_up += [(spec.name, size) for spec in question.draws for size in spec.shape or ()]
    for _ in set_up:
        shown |= set().union(*(formula.names for name, formula in set_up if name in shown), set())
    return {spec.name for spec in question.draws if spec.name in used - shown}


@pytest.mark.parametrize("name", BANK.questions.ids[::25])
def test_a_text_shows_the_pinned_numbers(name: str) -> None:
    question = BANK[name].question
    other = make_problem(question, 7).values
    bare = {hole.formula.text for hole in question.ask.holes}
    pins = {
        spec.name: other[spec.name]
        for spec in question.draws
        if spec.name in bare and not isinstance(other[spec.name], bool)
    }
    problem = make_problem(question, 0, pins)
    for value in pins.values():
        written = {
            value_to_text(value),
            value_to_prose(value),
            value_to_latex(value),
            group_latex(value_to_latex(value)),
        }
        assert any(one in problem.ask for one in written) or value in (1, -1), (value, problem.ask)
