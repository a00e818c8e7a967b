"""Hints go from the aim to the value, lead to what is needed, and do not give the value away early."""

from __future__ import annotations

import pytest

import dlquiz
from dlquiz.problem import Problem
from dlquiz.session.disclosure import list_part_hints
from dlquiz.tutor.hints import entries_leading_to, list_hints, reveals


@pytest.fixture(scope="module")
def problem() -> Problem:
    return dlquiz.load()["conv-params"].problem(k=3, c_in=3, filters=20, bias=True)


def test_four_depths_for_each_entry_after_the_question_s_own(problem: Problem) -> None:
    found = list_hints(problem.tape, problem.tape["total"], (), "Begin with one filter.")
    assert [hint.depth for hint in found[:5]] == ["own", "aim", "formula", "numbers", "value"]
    assert [hint.text for hint in found[2:5]] == ["weights = k·k·c_in", "weights = 3·3·3", "weights = 27"]


def test_what_is_known_is_passed_over(problem: Problem) -> None:
    found = list_hints(problem.tape, problem.tape["total"], {"weights"})
    assert {hint.entry for hint in found} == {"per_filter", "total"}


def test_only_the_way_to_the_target_is_told(problem: Problem) -> None:
    assert [entry.name for entry in entries_leading_to(problem.tape, problem.tape["per_filter"])] == [
        "weights",
        "per_filter",
    ]


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [("it is 27 here", 27, True), ("127 and 2.7", 27, False), ("27.5", 27, False), ("ends with 27.", 27, True)],
)
def test_a_value_is_told_as_a_word_of_its_own(text: str, value: int, told: bool) -> None:
    assert reveals(text, value) is told


@pytest.fixture(scope="module", params=range(5))
def problems(request: pytest.FixtureRequest) -> list[Problem]:
    """Every shipped question with the numbers of a seed."""
    return [exercise.problem(request.param) for exercise in dlquiz.load()]


def test_only_the_last_hint_shows_the_value(problems: list[Problem]) -> None:
    for problem in problems:
        tape = problem.tape
        for entry in tape:
            hints = list_hints(tape, entry, {e.name for e in tape if e is not entry})
            assert [hint.depth for hint in hints][-1] == "value"
            for hint in hints[:-1]:
                shows = reveals(hint.text, entry.value) if hint.depth != "numbers" else hint.text == hints[-1].text
                assert not shows, (problem.id, hint)


def test_hints_of_all_parts_are_different_and_none_tells_a_word_that_is_the_answer(problems: list[Problem]) -> None:
    for problem in problems:
        for name, asked in problem.parts.items():
            texts = list_part_hints(problem, name)
            assert len(set(texts)) == len(texts), (problem.id, name)
            assert "Find answer next." not in texts
            if asked.entry is not None and isinstance(asked.entry.value, str):
                said = problem.hint if name == next(iter(problem.parts)) else ""
                early = [text for text in texts[:-1] if text != said and asked.entry.value in text]
                assert not early, (problem.id, name, early)


def test_the_steps_of_a_choice_are_hinted_too() -> None:
    problem = dlquiz.load()["backprop-which-loss"].problem(3)
    texts = list_part_hints(problem, "answer")
    assert "square_slope = 2·half_slope" in texts and len(texts) > 10
    assert texts[-2:] == ["Now decide.", "answer = half squared error"]


def test_what_decides_is_told_before_the_answer() -> None:
    problem = dlquiz.load()["gd-which-way"].problem(3)
    assert list_part_hints(problem, "answer")[-3:] == [
        "direction comes from change.",
        "change = -0.3 is negative.",
        "direction = w goes down",
    ]
