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
from dlquiz.screen.own_numbers import list_example
from dlquiz.worked.meaning import find_templates
from dlquiz.worked.pins import list_sizes
from dlquiz.worked.ranges import count_axes
from dlquiz.worked.typed_pins import holds_text, read_pin

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
    ("jump-of-chain", ["kernels=3,5,3", "strides=2,1,2"], [4], ""),
    ("loss-mse", ["y=3 5", "y_hat=2.5 4"], [0.625], ""),
    ("metrics-count-outcomes", ["y=0,1,1", "y_hat=1,1,0"], [[1, 1, 1, 0]], "a condition that the question keeps to"),
    ("grad-clip-norm", ["g=2,3,6", "c=3.5"], [[1, 1.5, 3]], "outside of what is drawn"),
    ("seq-lstm-gradient", ["f=0.5,0.5,0.5,1", "i=0,0,0,0"], [0.125], "distinct(f)"),
    ("first-layer-that-sees", ["kernels=3,3,3,3,3,3,3", "strides=1,1,1,1,1,1,1", "wanted=13"], [6], ""),
    ("perceptron-update", ["w=0,0,0", "b=0", "x=1,2,3", "y=1", "eta=1"], [[1, 2, 3, 1]], "a condition"),
    ("linear-collapse-matrix", ["W_1=1 0 2; 0 1 1", "W_2=[[1,2]]"], [[[1, 2, 4]]], ""),
]


@pytest.mark.parametrize(("name", "pins", "right", "outside"), ANSWERED)
def test_what_is_answered(name: str, pins: list[str], right: list[Any], outside: str) -> None:
    problem = solve(name, *pins)
    assert answers(problem) == right
    assert outside in " ".join(problem.drawn.outside)
    assert bool(problem.drawn.outside) == bool(outside)


SPELLINGS = [
    ("kernels", "3,5,3"), ("kernels", "3, 5, 3"), ("kernels", "3 5 3"), ("kernels", "[3 5 3]"), ("kernels", "(3, 5, 3)"),
    ("kernels", "3;5;3"), ("kernels", "[[3], [5], [3]]"), ("kernels", "np.array([3, 5, 3])"), ("kernels", "10^0+2, 10/2, 3"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), SPELLINGS)
def test_lists_are_read_as_people_write_them(name: str, text: str) -> None:
    assert value_to_json(read_pin(BANK["jump-of-chain"].question, name, text)) == [3, 5, 3]


@pytest.mark.parametrize(
    "text", ["1 2; 3 4", "[1 2; 3 4]", "[[1,2],[3,4]]", "[[1, 2] [3, 4]]".replace("] [", "], ["), "1 2\n3 4"]
)
def test_matrices_are_read_as_people_write_them(text: str) -> None:
    assert value_to_json(read_pin(BANK["max-pool-by-hand"].question, "I", text)) == [[1, 2], [3, 4]]


def test_a_formula_may_make_a_list_and_one_number_is_a_list_of_one() -> None:
    question = BANK["jump-of-chain"].question
    assert value_to_json(read_pin(question, "kernels", "range(2, 5)")) == [2, 3, 4]
    assert value_to_json(read_pin(question, "kernels", "5")) == [5]


REFUSED = [
    ("conv-params", ["k=-3"], "k counts or measures something: it must be a whole number of at least 1, not -3"),
    ("conv-params", ["k=2.5"], "a whole number of at least 1, not 2.5"),
    ("conv-params", ["filters=0"], "at least 1, not 0"),
    (
        "max-pool-by-hand",
        ["I=[1,2,3]"],
        'I is an array of 4 × 4, not a list of 3. Write "I=1 2; 3 4" or "I=[[1,2],[3,4]]".',
    ),
    (
        "max-pool-gradient",
        ["X=[[1,2],[3,4]]", "G=[[1,2]]"],
        "G is an array of 1 × 1 here, not an array of 1 × 2: this follows from m and n",
    ),
    ("jump-of-chain", ["kernels=[3,3,3]", "strides=[2,2]"], "strides has the size 2 where kernels has 3"),
    ("attn-uniform", ["v=[1,2]", "n=3"], "v has the size 2 where n is 3"),
    ("jump-of-chain", ["kernels=3,,5"], 'an element is missing here. Write kernels=3,5,2 or "kernels=[3, 5, 2]".'),
    (
        "seq-lstm-exam",
        ["w=1,1,1"],
        "w is a list of 4 here, not a list of 3: the question is about this size, and no other",
    ),
    ("shape-conv-by-hand", ["I=1 2; 3 4"], "The kernel must fit into the image."),
    ("bn-by-hand", ["x=4,4,4"], "The values must not all be equal, since their variance would be 0."),
    ("bn-by-hand", ["n=3"], 'nothing listed for "x" has the size 3; give it too'),
    ("metrics-count-outcomes", ["y=0,1,0.5", "y_hat=1,1,0"], "Each label and each prediction must be 0 or 1."),
    ("loss-entropy-bits", ["p=0.5,0.6", "q=0.5,0.5"], "must be numbers that add up to 1"),
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
        ({"x": "a"}, "x is a list of 3, not a single value. Write x=3,5,2"),
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


def list_free() -> list[str]:
    """The questions with arrays whose size is free."""
    return [exercise.id for exercise in BANK if list_sizes(exercise.question)]


def test_most_questions_with_arrays_of_numbers_take_any_size() -> None:
    fixed = {
        exercise.id
        for exercise in BANK
        if not list_sizes(exercise.question)
        and any(count_axes(spec) and not holds_text((spec.of or (0,))[0]) for spec in exercise.question.draws)
    }
    assert fixed == FIXED
    assert len(list_free()) >= 90


FIXED = {
    "act-which-saturates",
    "chain-from-table",
    "det-nms",
    "det-picture-survives",
    "diagnosis-picture-which-overfits",
    "diagnosis-split",
    "drop-which-method",
    "gd-picture-diverges",
    "gd-picture-match-rates",
    "landscape-picture-steeper",
    "loss-bce-multilabel",
    "metrics-picture-majority",
    "output-picture-temperature",
    "perceptron-firing-rule",
    "perceptron-separable",
    "perceptron-truth-table",
    "pool-order",
    "seq-lstm-exam",
}  # fmt: skip; the text, the options or a picture names each entry: three sets, four gates, two inputs of a truth table


@pytest.mark.parametrize("name", list_free()[::6])
def test_a_question_of_another_size_has_texts_a_solution_and_pictures(name: str) -> None:
    question = BANK[name].question
    plain = make_problem(question, 1)
    sizes = {size: plain.values[size] + 2 for size in list_sizes(question)}
    try:
        problem = make_problem(question, 1, sizes)
    except UsageError as refused:
        assert "give it too" in str(refused)
        return
    assert all(problem.values[size] == value for size, value in sizes.items())
    assert problem.ask and all(entry.why for entry in problem.tape if entry.step.why.text)
    assert not any("result" in sentence for sentence in problem.drawn.outside)
    assert len(problem.solution_pictures) <= len(plain.solution_pictures)


def test_a_picture_that_names_entries_is_left_out_for_other_sizes() -> None:
    assert solve("backprop-midterm").solution_pictures
    assert not solve("backprop-midterm", "x=1,2,3").solution_pictures


@pytest.mark.parametrize("name", BANK.questions.ids[::15])
def test_the_example_that_solve_gives_works(name: str) -> None:
    question = BANK[name].question
    pairs = [text.strip('"').partition("=") for text in list_example(make_problem(question))]
    make_problem(question, 0, {key: read_pin(question, key, text) for key, _, text in pairs})
