"""The quiz as a state machine: what counts, what does not, what can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.commands.quiz import Numbers
from dlquiz.errors import UsageError
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.score_screen import render_attempt
from dlquiz.screen.screen import detect_screen
from dlquiz.session import JudgedAnswer, PickedLetter, Planned, Quiz, RevealedPoints, plan_questions, summarize
from dlquiz.session.attempts import Attempt
from dlquiz.session.disclosure import entries_left, entries_to_show

BANK = Path(__file__).parent.parent / "banks" / "dialogue.yaml"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> QuestionSet:
    return load_questions([BANK], tmp_path_factory.mktemp("cache"))


@pytest.fixture
def quiz(bank: QuestionSet) -> Callable[..., Quiz]:
    def made(*ids: str) -> Quiz:
        return Quiz([Planned(name, 1) for name in ids], lambda p: make_problem(bank[p.id], p.seed), 0.0)

    return made


def typed(quiz: Quiz, text: str, now: float = 0.0) -> JudgedAnswer:
    made = quiz.answer(text, now)
    assert isinstance(made, JudgedAnswer)
    return made


# the plan


def test_a_plan_depends_on_its_seed_only() -> None:
    ids = [f"q{i}" for i in range(9)]
    assert plan_questions(ids, 30, 7) == plan_questions(ids, 30, 7)
    assert plan_questions(ids, 30, 7) != plan_questions(ids, 30, 8)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_no_question_comes_twice_in_a_row(count: int) -> None:
    for seed in range(200):
        names = [planned.id for planned in plan_questions([f"q{i}" for i in range(count)], 20, seed)]
        assert len(names) == 20
        assert all(a != b for a, b in pairwise(names))


def test_all_questions_come_before_any_comes_again() -> None:
    names = [planned.id for planned in plan_questions(["a", "b", "c", "d"], 8, 3)]
    assert sorted(names[:4]) == sorted(names[4:]) == ["a", "b", "c", "d"]


def test_what_draws_nothing_comes_once() -> None:
    names = [planned.id for planned in plan_questions(["drawn", "fixed"], 6, 3, {"fixed"})]
    assert names.count("fixed") == 1
    assert plan_questions(["fixed"], 6, 3, {"fixed"}) == plan_questions(["fixed"], 1, 3)


def test_another_round_begins_with_another_question() -> None:
    assert all(plan_questions(["a", "b", "c"], 3, seed, after="b")[0].id != "b" for seed in range(30))


def test_one_question_again_and_again_has_new_numbers() -> None:
    seeds = [planned.seed for planned in plan_questions(["only"], 20, 3)]
    assert all(a != b for a, b in pairwise(seeds))


# answers


def test_right_at_the_first_try(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    made = typed(asked, "560")
    assert made.settled and made.verdict.verdict == "right"
    assert asked.question_attempt.done and asked.question_attempt.result == "right"
    asked.advance(1.0)
    assert asked.over


def test_only_the_first_try_counts(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    assert not typed(asked, "540").settled
    assert asked.question_attempt.result == "wrong"
    assert typed(asked, "560").settled
    assert asked.question_attempt.result == "wrong"
    assert [one.verdict for one in asked.question_attempt.part_attempts[0].attempts] == ["wrong", "right"]


def test_what_cannot_be_read_costs_nothing(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    made = typed(asked, "five")
    assert made.verdict.verdict == "unreadable" and not made.settled
    assert asked.part_attempt.attempts == ()
    typed(asked, "560")
    assert asked.question_attempt.result == "right"


def test_close_is_free_to_type_again(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-real")
    assert typed(asked, "1.97").verdict.verdict == "close"
    assert asked.question_attempt.result == ""
    typed(asked, "1.96")
    assert asked.question_attempt.result == "right"


def test_parts_are_asked_in_turn_and_follow(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-parts")
    assert asked.part_attempt.part == "z"
    typed(asked, "0.5")
    asked.give_up(1.0)
    assert asked.part_attempt.part == "a"
    made = typed(asked, "0.6225")  # the sigmoid of the wrong 0.5
    assert made.verdict.verdict == "follows" and made.settled
    assert [one.score for one in asked.question_attempt.part_attempts] == [0.0, 1.0]
    assert asked.question_attempt.result == "wrong"


def test_a_match_one_by_one(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-match")
    letters = ["abcd"[at] for at in asked.asked.key.partner]
    assert asked.answer(letters[0], 0.0) == PickedLetter(0, letters[0])
    assert asked.answer(f"({letters[1].upper()})", 0.0) == PickedLetter(1, letters[1])
    assert typed(asked, letters[2]).verdict.verdict == "right"


def test_a_match_at_once(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-match")
    whole = " ".join(f"{i + 1}{'abcd'[at]}" for i, at in enumerate(asked.asked.key.partner))
    assert typed(asked, whole).settled


def test_a_wrong_match_begins_anew(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-match")
    asked.answer("a", 0.0)
    asked.answer("a", 0.0)
    assert typed(asked, "a").verdict.verdict == "wrong"
    assert asked.part_attempt.picked == ()


@pytest.mark.parametrize(("grade", "result"), [("y", "right"), ("partly", "wrong"), ("n", "wrong")])
def test_the_learner_grades_free_recall(quiz: Callable[..., Quiz], grade: str, result: str) -> None:
    asked = quiz("talk-recall")
    assert isinstance(asked.answer("it averages networks", 0.0), RevealedPoints)
    assert typed(asked, "what?").verdict.verdict == "unreadable"
    assert typed(asked, grade).settled
    assert asked.question_attempt.result == result


# commands


def test_hints_come_in_order_and_are_counted(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    assert asked.hint(0.0) == "Start with one filter."
    given = [text for _ in range(40) if (text := asked.hint(0.0))]
    assert "weights" in given[0] and "27" not in given[0]
    assert asked.hint(0.0) == ""
    assert asked.question_attempt.hints == len(given) + 1


def test_giving_up_counts_as_wrong(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    assert asked.give_up(0.0) == "answer"
    assert asked.question_attempt.done and asked.question_attempt.result == "wrong"


def test_giving_up_after_a_right_part(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-parts")
    typed(asked, "0.6")
    asked.give_up(0.0)
    assert [one.end for one in asked.question_attempt.part_attempts] == ["answered", "shown"]


def test_skipping_leaves_the_whole_question(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-parts", "talk-whole")
    asked.skip(0.0)
    assert asked.question_attempt.result == "skipped"
    asked.advance(0.0)
    assert asked.question_attempt.planned.id == "talk-whole"


def test_undo_takes_answers_back_over_questions(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole", "talk-real")
    assert not asked.undo(0.0)
    typed(asked, "540")
    typed(asked, "560")
    asked.advance(0.0)
    assert asked.number == 2
    assert asked.undo(0.0)
    assert asked.number == 1 and len(asked.part_attempt.attempts) == 1
    assert asked.undo(0.0)
    assert asked.part_attempt.attempts == () and asked.question_attempt.result == ""
    assert not asked.undo(0.0)
    typed(asked, "560")
    assert asked.question_attempt.result == "right"


def test_undo_after_the_last_question(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    typed(asked, "540")
    asked.give_up(0.0)
    asked.advance(0.0)
    assert asked.over
    assert asked.undo(0.0) and not asked.over


def test_questions_that_cannot_be_asked_are_left_out(bank: QuestionSet) -> None:
    def opening(planned: Planned) -> Problem:
        if planned.id == "talk-real":
            raise UsageError("broken")
        return make_problem(bank[planned.id], planned.seed)

    asked = Quiz([Planned(name, 1) for name in ("talk-real", "talk-whole", "talk-real")], opening, 0.0)
    assert asked.question_attempt.planned.id == "talk-whole" and len(asked.plan) == 2
    typed(asked, "560")
    asked.advance(0.0)
    assert asked.over and asked.left_out == ["broken", "broken"]


# time and score


def test_the_clock_runs_while_a_question_is_open(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole", "talk-real")
    typed(asked, "540", 10.0)
    typed(asked, "560", 15.0)
    asked.advance(100.0)  # reading the solution is free
    typed(asked, "1.96", 103.0)
    assert [question_attempt.seconds for question_attempt in asked.state.question_attempts] == [15.0, 3.0]


def test_a_summary_by_topic(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole", "talk-real", "talk-text", "talk-shape")
    for now, text in ((10.0, "560"), (40.0, "3")):
        typed(asked, text, now)
        if asked.question_attempt.done:
            asked.advance(now)
    asked.give_up(70.0)
    asked.advance(70.0)
    asked.skip(71.0)
    asked.advance(71.0)
    found = summarize(asked.state.question_attempts)
    assert (found.right, len(found.question_attempts), found.seconds) == (1, 3, 71.0)
    assert found.topics[0].results == ("right", "wrong", "skipped")
    assert (found.earned, found.marks, found.earned_with_hints) == (1, 3, 0)
    assert found.ids_to_repeat == ("talk-real", "talk-text")
    assert found.slowest is not None and found.slowest.planned.id == "talk-real"


def test_an_open_question_counts_only_if_it_is_wrong(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    assert summarize(asked.state.question_attempts).question_attempts == ()
    typed(asked, "540")
    assert (
        summarize(asked.state.question_attempts).right == 0
        and len(summarize(asked.state.question_attempts).question_attempts) == 1
    )


# the tape, part by part


def test_every_step_is_shown_once_and_none_before_it_is_asked(bank: QuestionSet) -> None:
    shipped = load_questions()
    for question in [*bank, *shipped]:
        problem = make_problem(question, 3)
        names = list(problem.parts)
        seen: list[str] = []
        for at, name in enumerate(names):
            shown = entries_left(problem, name) if at == len(names) - 1 else entries_to_show(problem, name)
            entries = [entry.name for entry in shown]
            later = {part.entry.name for part in list(problem.parts.values())[at + 1 :] if part.entry}
            own = problem.parts[name].entry
            assert not later.intersection(entries) - {own.name if own else ""}
            seen += entries
        assert len(seen) == len(set(seen))
        assert set(seen) == {entry.name for entry in problem.tape}


def test_skipping_a_part_leaves_the_others(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-parts")
    asked.skip_part(0.0)
    assert [one.end for one in asked.question_attempt.part_attempts] == ["skipped", ""]
    assert asked.describe_last_move() == "the skip"


def test_what_the_parts_of_a_question_earn(quiz: Callable[..., Quiz]) -> None:
    """A slip in one part costs the marks of that part; `close` alone is half of them, a shown solution none."""
    asked = quiz("talk-parts")
    first, second = asked.question_attempt.part_attempts
    typed(asked, "0.6")
    asked.hint(0.0)
    asked.give_up(0.0)
    assert asked.question_attempt.earned == first.marks
    assert asked.question_attempt.marks == first.marks + second.marks
    asked.undo(0.0)
    assert asked.question_attempt.earned_with_hints == 0
    close = second._replace(attempts=(Attempt("0.3", "close", 0.5),), end="skipped")
    assert close.earned == second.marks / 2
    assert (
        close._replace(attempts=(*close.attempts, Attempt("0.302", "right", 1.0)), end="answered").earned
        == second.marks
    )
    assert close._replace(end="shown").earned == 0


def test_undo_says_what_it_takes_back(quiz: Callable[..., Quiz]) -> None:
    asked = quiz("talk-whole")
    assert asked.describe_last_move() == ""
    typed(asked, "540")
    assert asked.describe_last_move() == 'the answer "540"'
    asked.give_up(0.0)
    assert asked.describe_last_move() == "the solution"


def test_the_summary_names_the_variant_that_was_asked(quiz: Callable[..., Quiz]) -> None:
    """Of `quiz talk-whole@3`, whatever seed the plan had drawn."""
    (asked,) = Numbers({"talk-whole": 3}, 0, False).pin([Planned("talk-whole", 77)])
    attempt = quiz("talk-whole").question_attempt._replace(planned=asked)
    assert "(talk-whole@3)" in " ".join(line.plain for line in render_attempt(attempt, detect_screen(True)))
