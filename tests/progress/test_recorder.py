"""What a quiz leaves in the store: every answer at once, grades of whole questions, and nothing of what is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.problem import make_problem
from dlquiz.progress.recorder import Recorder, SittingPlan
from dlquiz.progress.rows import Sheet
from dlquiz.progress.schedule import AGAIN, GOOD, HARD
from dlquiz.progress.store import Store, open_store
from dlquiz.screen.kept_sheet import print_sheet
from dlquiz.session import Planned, Quiz

BANK = Path(__file__).parent.parent / "banks" / "dialogue.yaml"
NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)


class Evening:
    """A quiz whose moves are kept; the clock ticks with each."""

    def __init__(self, store: Store, bank: QuestionSet, key: str) -> None:
        self.store = store
        self.bank = bank
        self.said: list[str] = []
        ticks, keys = count(), count()
        plan = SittingPlan(key, "quiz", "talking")
        self.recorder = Recorder(
            lambda: store,
            plan,
            print_sheet,
            lambda: NOW + timedelta(seconds=next(ticks)),
            self.said.append,
            lambda: f"{key}-{next(keys)}",
        )

    def ask(self, *ids: str, pinned: bool = False) -> Quiz:
        planned = [Planned(name, 1, pinned=pinned) for name in ids]
        return Quiz(planned, lambda p: make_problem(self.bank[p.id], p.seed), 0.0, follower=self.recorder.follow)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> QuestionSet:
    return load_questions([BANK], tmp_path_factory.mktemp("cache"))


@pytest.fixture
def evening(bank: QuestionSet, tmp_path: Path) -> Callable[..., Evening]:
    store = open_store(tmp_path / "progress.db")
    return lambda key="s1": Evening(store, bank, key)


def test_an_answer_is_kept_with_all_that_belongs_to_it(evening: Callable[..., Evening], tmp_path: Path) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole")
    quiz.answer("540", 3.0)
    (kept,) = open_store(tmp_path / "progress.db").read_attempts()  # another process sees it at once
    row = kept.row
    assert (row.question, row.topic, row.part, row.seed, row.typed, row.verdict) == (
        "talk-whole", "talk", "answer", 1, "540", "wrong",
    )  # fmt: skip
    assert (row.slip, row.hints, row.seconds, row.grade) == ("listed", 0, 3.0, None)
    assert row.at == "2026-11-28T20:00:00.000000Z"
    assert json.loads(row.drawn).keys() == quiz.problem.values.keys()
    sheet = tonight.store.read_sheet(row.sheet)
    assert sheet == print_sheet(quiz.problem)
    assert "560" in sheet.solution and "560" not in sheet.question


def test_the_grade_comes_with_the_end_of_the_question(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole")
    quiz.answer("540", 3.0)
    quiz.answer("560", 5.0)
    right, wrong = tonight.store.read_attempts()
    assert (wrong.row.grade, right.row.grade, right.row.before) == (None, AGAIN, "")
    assert json.loads(right.row.after)["last"] == datetime(2026, 11, 28).toordinal()
    assert tonight.store.read_memories()["talk-whole"].number == right.number


@pytest.mark.parametrize(
    ("moves", "grade"),
    [
        (["560"], GOOD),
        (["?", "560"], HARD),
        (["540", "560"], AGAIN),
        (["/solution"], AGAIN),
        (["/skip"], AGAIN),
    ],
)
def test_grades(evening: Callable[..., Evening], moves: list[str], grade: int) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole")
    for move in moves:
        {"?": quiz.hint, "/solution": quiz.give_up, "/skip": quiz.skip}.get(
            move, lambda now, m=move: quiz.answer(m, now)
        )(1.0)
    assert [graded.grade for graded in tonight.store.read_grades("talk-whole")] == [grade]


def test_a_close_answer_makes_it_hard(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-real")
    quiz.answer("1.97", 1.0)
    quiz.answer("1.96", 2.0)
    assert [graded.grade for graded in tonight.store.read_grades("talk-real")] == [HARD]


def test_a_close_answer_that_is_handed_in_is_hard_too(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-real")
    quiz.one_try = True  # as in an exam
    quiz.answer("1.97", 1.0)
    assert quiz.question_attempt.done
    assert [graded.grade for graded in tonight.store.read_grades("talk-real")] == [HARD]


def test_the_worst_part_counts(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-parts")
    while not quiz.question_attempt.done:
        quiz.give_up(1.0) if quiz.question_attempt.open_index == 0 else quiz.skip(2.0)
    rows = tonight.store.read_attempts()[::-1]
    assert [one.row.verdict for one in rows] == ["shown"] + ["skipped"] * (len(rows) - 1)
    assert [one.row.grade for one in rows] == [None] * (len(rows) - 1) + [AGAIN]


def test_what_is_left_in_the_middle_has_no_grade(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    tonight.ask("talk-parts").answer("0.6", 1.0)
    assert len(tonight.store.read_attempts()) == 1
    assert tonight.store.read_memories() == {}


def test_undo_takes_grade_and_answers_back_and_deletes_nothing(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole", "talk-real")
    quiz.answer("540", 1.0)
    quiz.answer("560", 2.0)
    quiz.advance(3.0)
    assert quiz.undo(4.0)
    assert tonight.store.read_memories() == {}
    assert [(one.row.typed, one.taken_back) for one in tonight.store.read_attempts()] == [("560", True), ("540", False)]
    assert quiz.undo(4.0)
    quiz.answer("560", 5.0)
    assert [graded.grade for graded in tonight.store.read_grades("talk-whole")] == [GOOD]
    assert tonight.store.connection.execute("select count(*) from attempts").fetchone() == (5,)


@pytest.mark.parametrize(("before", "grade"), [("540", AGAIN), ("", GOOD)])
def test_a_question_that_is_gone_on_with_keeps_what_went_wrong(
    evening: Callable[..., Evening], before: str, grade: int
) -> None:
    quiz = evening().ask("talk-whole")
    if before:
        quiz.answer(before, 1.0)
    resumed = evening()  # the terminal was closed; the same sitting goes on in another process
    resumed.recorder.new_key = (f"later-{number}" for number in count()).__next__
    resumed.ask("talk-whole").answer("560", 1.0)
    assert [graded.grade for graded in resumed.store.read_grades("talk-whole")] == [grade]


def test_a_sitting_that_goes_on_in_two_terminals_grades_a_question_once(evening: Callable[..., Evening]) -> None:
    one, other = evening(), evening()
    other.recorder.new_key = (f"other-{number}" for number in count()).__next__
    first, second = one.ask("talk-whole", "talk-real"), other.ask("talk-real", "talk-whole")
    for quiz, answers in ((first, ("560", "1.96")), (second, ("1.96", "560"))):
        quiz.answer(answers[0], 1.0)
    for quiz, answers in ((first, ("560", "1.96")), (second, ("1.96", "560"))):
        quiz.advance(2.0)
        quiz.answer(answers[1], 3.0)
    assert [len(one.store.read_grades(name)) for name in ("talk-whole", "talk-real")] == [1, 1]


@pytest.mark.parametrize("help_with", ["hint", "give_up"])
def test_undo_does_not_take_back_that_the_learner_was_helped(evening: Callable[..., Evening], help_with: str) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole")
    quiz.answer("540", 1.0)
    getattr(quiz, help_with)(2.0)
    while quiz.history:
        quiz.undo(3.0)
    quiz.answer("560", 4.0)
    assert [graded.grade for graded in tonight.store.read_grades("talk-whole")] == [HARD]


def test_a_slip_that_is_taken_back_is_counted_nowhere(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole")
    quiz.answer("540", 1.0)
    assert [times for *_, times in tonight.store.count_slips(5, ["talk-whole"])] == [1]
    quiz.undo(2.0)
    assert tonight.store.count_slips(5, ["talk-whole"]) == [] and tonight.store.read_failures(0) == {}


def test_what_comes_again_in_a_sitting_is_not_a_review(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole", "talk-whole")
    quiz.answer("540", 1.0)
    quiz.answer("560", 1.0)
    quiz.advance(1.0)
    quiz.answer("560", 1.0)
    assert [graded.grade for graded in tonight.store.read_grades("talk-whole")] == [AGAIN]


def test_a_pinned_variant_is_kept_without_a_grade(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    tonight.ask("talk-whole", pinned=True).answer("560", 1.0)
    (kept,) = tonight.store.read_attempts()
    assert kept.row.pinned and kept.row.grade is None
    assert tonight.store.read_memories() == {}


def test_a_recall_keeps_the_words(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-recall")
    quiz.answer("in my own words", 1.0)
    assert tonight.store.read_attempts() == []
    quiz.answer("partly", 2.0)
    (kept,) = tonight.store.read_attempts()
    assert (kept.row.typed, kept.row.grade) == ("in my own words", HARD)


def test_a_sitting_is_known_as_it_was_left(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole", "talk-real")
    quiz.answer("560", 1.0)
    left = tonight.store.read_open_sitting(0)
    assert left is not None and left.done == 1 and json.loads(left.ahead) == [["talk-real", 1, False, False]]
    quiz.advance(2.0)
    quiz.skip(3.0)
    assert tonight.store.read_open_sitting(0) is None


def test_a_store_that_fails_is_told_once_and_the_quiz_goes_on(evening: Callable[..., Evening]) -> None:
    tonight = evening()
    quiz = tonight.ask("talk-whole", "talk-real")
    quiz.answer("540", 1.0)
    tonight.store.connection.execute("pragma query_only = on")
    quiz.answer("560", 2.0)
    quiz.advance(3.0)
    quiz.answer("1.96", 4.0)
    assert len(tonight.said) == 1 and "are not" in tonight.said[0]
    assert tonight.recorder.store is not None and tonight.recorder.store is not tonight.store
    assert set(tonight.recorder.store.read_memories()) == {"talk-whole", "talk-real"}
    assert len(tonight.store.read_attempts()) == 1


def test_a_text_that_is_mended_keeps_its_history(bank: QuestionSet) -> None:
    from dataclasses import replace

    from dlquiz.progress.recorder import digest_question

    question = bank["talk-whole"]
    assert digest_question(question) == digest_question(replace(question, line=9, file="elsewhere"))
    assert digest_question(question) != digest_question(replace(question, title="Another"))


def test_a_sheet_is_kept_once(tmp_path: Path) -> None:
    store = open_store(tmp_path / "progress.db")
    first = store.add_sheet(Sheet("q", "s"))
    assert store.add_sheet(Sheet("q", "s")) == first != store.add_sheet(Sheet("q", "t"))
