"""A sitting: questions are asked, moves are kept, and the score is shown.  `quiz` and `review` hold it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.algebra import preload
from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import UsageError
from dlquiz.problem import Problem, make_problem
from dlquiz.progress.settings import Settings
from dlquiz.screen.dialogue import Dialogue
from dlquiz.screen.prompt import Prompt, QuizLeft
from dlquiz.screen.score_screen import render_score
from dlquiz.screen.screen import Screen, detect_screen
from dlquiz.session import Planned, QuestionAttempt, Quiz, Summary, ignore_moves, keep_rest, repeat_later, summarize

if TYPE_CHECKING:  # loaded with what is kept
    from dlquiz.progress.notebook import Notebook

SEEDS = 1_000_000
NO_TERMINAL = """\
dlquiz {verb} needs a terminal, and there is none here. Without one:
  dlquiz show ID@SEED           prints a question
  dlquiz answer ID@SEED TEXT    judges an answer
  dlquiz solve ID@SEED          prints the worked solution"""


class Habits(NamedTuple):
    """How the learner practises."""

    settings: Settings = Settings()
    plain: bool = False
    guided: bool = False
    keep: bool = True  # whether what is answered is kept

    def measure_screen(self) -> Screen:
        """The screen as it is now."""
        return detect_screen(self.plain)


class Round(NamedTuple):
    """Questions that are asked in one go."""

    planned: Sequence[Planned]
    follower: Callable[[Quiz], None] = ignore_moves
    plan_rest: Callable[[QuestionAttempt, tuple[Planned, ...]], tuple[Planned, ...]] = keep_rest
    notebook: Notebook | None = None


def require_terminal(verb: str) -> None:
    """UsageError where nobody can be asked."""
    if not has_terminal():
        raise UsageError(NO_TERMINAL.format(verb=verb))


def has_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def random_seed() -> int:
    """A random seed, short enough to be noted down.  (`random` and `secrets` take long to import.)"""
    return int.from_bytes(os.urandom(8), "big") % SEEDS


def repeat_missed(attempt: QuestionAttempt, rest: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """A question that was missed comes back until it is solved."""
    return repeat_later(attempt.planned, rest) if attempt.result != "right" else rest


def run_round(this: Round, bank: QuestionSet, prompt: Prompt, habits: Habits) -> tuple[bool, Summary]:
    """Ask the questions and show the score; whether the learner came to the end, and how it went."""
    quiz = Quiz(
        this.planned,
        partial(open_problem, bank),
        time.monotonic(),
        habits.settings.decimal,
        this.plan_rest,
        this.follower,
    )
    prepare = preload if any(bank.has_letters(planned.id) for planned in this.planned) else None
    measure, clock = habits.measure_screen, time.monotonic
    dialogue = Dialogue(quiz, bank.topics, prompt, measure, clock, habits.guided, prepare, this.notebook, bank)
    finished = run_dialogue(dialogue)
    found = summarize(quiz.state.question_attempts)
    screen, count = habits.measure_screen(), sum(not planned.again for planned in quiz.plan)
    screen.show([*render_score(found, count, bank.topics, screen), *quiz.left_out])
    return finished, found


def open_problem(bank: QuestionSet, planned: Planned) -> Problem:
    """The problem of a planned question."""
    return make_problem(bank[planned.id], planned.seed)


def run_dialogue(dialogue: Dialogue) -> bool:
    """Run the dialogue; False where the learner left before its end."""
    try:
        dialogue.run()
    except (QuizLeft, EOFError, KeyboardInterrupt):
        return False
    return True
