"""Keeps what a learner does: a quiz calls `follow` after each move, before anything is said about it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from dlquiz.json_data import value_to_json
from dlquiz.model import Question
from dlquiz.problem import Problem
from dlquiz.progress.days import format_stamp, study_day
from dlquiz.progress.rows import TAKEN_BACK, AttemptRow, Graded, Memory, Sheet, Sitting, new_key
from dlquiz.progress.schedule import GOOD, grade_question, grade_row, replay_grades
from dlquiz.progress.store import Store
from dlquiz.session import PartAttempt, QuestionAttempt, Quiz
from dlquiz.session.drill import list_skills
from dlquiz.streams import blake2b
from dlquiz.version import VERSION

UNTIL_THEN = "Answers were kept until now; those of this sitting from here on are not"


class SittingPlan(NamedTuple):
    """What is the same for a whole sitting."""

    key: str
    verb: str  # quiz | review | exam
    title: str  # what is practised
    done: int = 0  # questions that were finished before it was resumed
    banks: tuple[str, ...] = ()  # the files that were named, with their whole paths


class Move(NamedTuple):
    """What one move did to a part."""

    part: PartAttempt
    typed: str
    verdict: str


class Recorder:
    """Keeps the moves of one quiz in a store, and takes back what is undone.

    `open_store` is called with the first move: nothing is opened before something is worth keeping.  Where the store
    fails, `complain` is told once, and the rest is kept in memory.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        plan: SittingPlan,
        print_sheet: Callable[[Problem], Sheet],
        clock: Callable[[], datetime],
        complain: Callable[[str], None],
        new_key: Callable[[], str] = new_key,
    ) -> None:
        self.open_store = open_store
        self.plan = plan
        self.print_sheet = print_sheet
        self.clock = clock
        self.complain = complain
        self.new_key = new_key
        self.store: Store | None = None
        self.kept: list[list[tuple[int, AttemptRow]]] = []  # the rows of each move that can be undone

    def follow(self, quiz: Quiz) -> None:
        """Keep the last move of a quiz, or take back the one that was undone."""
        store, kept = self.ready_store(), list(self.kept)
        try:
            with store.transaction():
                self.keep(quiz, store)
        except sqlite3.Error as error:
            self.store, self.kept = store.copy_to_memory(f"{UNTIL_THEN}: {error}."), kept
            self.complain(self.store.complaint)
            with self.store.transaction():
                self.keep(quiz, self.store)

    def ready_store(self) -> Store:
        """The store, opened with the first move."""
        if self.store is None:
            self.store = self.open_store()
            if self.store.complaint:
                self.complain(self.store.complaint)
        return self.store

    def keep(self, quiz: Quiz, store: Store) -> None:
        """Write what happened since the last call."""
        while len(self.kept) > len(quiz.history):
            for number, row in reversed(self.kept.pop()):
                self.take_back(number, row, store)
        while len(self.kept) < len(quiz.history):
            self.kept.append(self.keep_moves(quiz, store))
        store.write_sitting(self.describe_sitting(quiz))

    def keep_moves(self, quiz: Quiz, store: Store) -> list[tuple[int, AttemptRow]]:
        """Write the rows of the last move; of the row that ends a question also its grade, once in a sitting."""
        before, after = quiz.history[-1].question_attempts[-1], quiz.question_attempt
        moves = list(find_moves(before, after))
        if not moves:
            return []
        sheet = store.add_sheet(self.print_sheet(quiz.problem))
        rows = [self.make_row(move, after, quiz.problem, sheet) for move in moves]
        if not after.done or after.planned.pinned or after.planned.id in store.list_graded(self.plan.key):
            return [(store.add_attempt(row), row) for row in rows]
        kept = [(store.add_attempt(row), row) for row in rows[:-1]]
        before_that = store.list_verdicts(self.plan.key, after.planned.id)  # also of a question that is gone on with
        grade = min(grade_question(after), *(grade_row(verdict, hints) for verdict, hints in before_that), GOOD)
        return [*kept, self.add_graded(rows[-1], grade, store)]

    def add_graded(self, row: AttemptRow, grade: int, store: Store) -> tuple[int, AttemptRow]:
        """Write a row with a grade, and what is remembered from then on."""
        grades = store.read_grades(row.question)
        before = replay_grades(grades, row.day)
        after = replay_grades([*grades, Graded(row.day, grade, row.seconds, 0)], row.day)
        row = row._replace(grade=grade, before=memory_to_json(before), after=memory_to_json(after))
        number = store.add_attempt(row)
        store.write_memory(row.question, after._replace(number=number) if after else None)
        return number, row

    def take_back(self, number: int, row: AttemptRow, store: Store) -> None:
        """Add a row that cancels one, and forget its grade."""
        now = self.clock()
        store.add_attempt(
            row._replace(
                key=self.new_key(),
                at=format_stamp(now),
                day=study_day(now).toordinal(),
                typed="",
                verdict=TAKEN_BACK,
                grade=None,
                before="",
                after="",
                cancels=number,
            )
        )
        if row.grade is not None:
            memory = replay_grades(store.read_grades(row.question), study_day(now).toordinal())
            store.write_memory(row.question, memory)

    def make_row(self, move: Move, attempt: QuestionAttempt, problem: Problem, sheet: int) -> AttemptRow:
        """The row of a move."""
        now = self.clock()
        diagnosis = move.part.attempts[-1].diagnosis if move.part.attempts and move.typed else None
        step = diagnosis.step if diagnosis else ""
        return AttemptRow(
            key=self.new_key(),
            at=format_stamp(now),
            day=study_day(now).toordinal(),
            sitting=self.plan.key,
            verb=self.plan.verb,
            question=attempt.planned.id,
            topic=attempt.topic,
            part=move.part.part,
            digest=digest_question(problem.question),
            seed=problem.seed,
            pinned=attempt.planned.pinned,
            drawn=json.dumps({name: value_to_json(value) for name, value in problem.values.items()}),
            typed=move.typed,
            verdict=move.verdict,
            hints=move.part.hints + move.part.helped,
            slip=diagnosis.slip if diagnosis else "",
            step=step,
            trains=" ".join(list_skills(problem, step) if step else ()),
            seconds=attempt.seconds,
            sheet=sheet,
            version=VERSION,
        )

    def describe_sitting(self, quiz: Quiz) -> Sitting:
        """How far the sitting is."""
        now = self.clock()
        ahead = json.dumps(quiz.ahead)
        done = self.plan.done + sum(attempt.done for attempt in quiz.state.question_attempts)
        plan, day = self.plan, study_day(now).toordinal()
        return Sitting(plan.key, plan.verb, plan.title, format_stamp(now), day, done, ahead, json.dumps(plan.banks))


def find_moves(before: QuestionAttempt, after: QuestionAttempt) -> Iterator[Move]:
    """What a move did to the parts: an answer, a shown solution, or parts that were left."""
    for old, new in zip(before.part_attempts, after.part_attempts, strict=True):
        if len(new.attempts) > len(old.attempts):
            yield Move(new, new.recalled or new.attempts[-1].text, new.attempts[-1].verdict)
        elif new.end != old.end:
            yield Move(new, "", new.end)


def digest_question(question: Question) -> str:
    """A digest of what a question says, wherever it stands."""
    content = repr(replace(question, file="", line=0, examples=()))
    return blake2b(content.encode(), digest_size=8).hexdigest()


def memory_to_json(memory: Memory | None) -> str:
    """A memory as it is kept with the row that made it, whose number is not known yet; empty where there is none."""
    if memory is None:
        return ""
    return json.dumps({name: value for name, value in memory._asdict().items() if name != "number"})
