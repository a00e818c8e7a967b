"""What `derive`, `descend` and `backprop` have in common: show, print as JSON, ask, or save as a bank."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from dlquiz.commands.sitting import Habits, run_dialogue
from dlquiz.errors import UsageError
from dlquiz.files import create_file
from dlquiz.model import Topic
from dlquiz.own.own_problem import OwnProblem
from dlquiz.screen.stdio import print_json

Own = TypeVar("Own", bound=OwnProblem)


class Output(NamedTuple):
    """What is done with the problem."""

    json: bool = False
    quiz: bool = False
    save: Path | None = None
    habits: Habits = Habits()


def run_problem(make: Callable[[], Own], output: Output, show: Callable[[Own, Habits], None] | None = None) -> int:
    """Solve a problem, save it where that is asked for, and `show` it, by default with its whole solution."""
    if output.quiz and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("--quiz needs a terminal, and there is none here.")
    own = make()
    if output.save is not None:
        save_bank(own, output.save)
    if output.json:
        print_json(own.to_json())
    elif output.quiz:
        ask_problem(own, output.habits)
    elif output.save is None:
        (show or show_problem)(own, output.habits)
    else:
        print(f"{output.save} is written; practise with: dlquiz quiz --bank {output.save}")
    return 0


def save_bank(own: OwnProblem, path: Path) -> None:
    """Write the problem as a bank; UsageError where the file exists."""
    try:
        create_file(path, own.bank.encode())
    except FileExistsError:
        raise UsageError(f"{path} already exists; name another file.") from None


def show_problem(own: OwnProblem, habits: Habits) -> None:
    """Print the question, its solution, and the notes."""
    from dlquiz.screen.markdown import render_inline
    from dlquiz.screen.screen import MARGIN
    from dlquiz.screen.solution import show_worked

    screen = habits.measure_screen()
    show_worked(own.problem, screen)
    lines = [line for note in own.notes for line in screen.wrap_text(render_inline(note), MARGIN)]
    screen.show(["", *lines, ""] if lines else [""])


def ask_problem(own: OwnProblem, habits: Habits) -> None:
    """Ask the problem as a quiz of one question."""
    from dlquiz.own.bank_text import TITLE, TOPIC
    from dlquiz.screen.dialogue import Dialogue
    from dlquiz.screen.terminal_prompt import open_prompt
    from dlquiz.session import Planned, Quiz

    planned = Planned(own.problem.question.id, own.problem.seed)
    with open_prompt(habits.measure_screen, live=habits.settings.live_reading) as prompt:
        quiz = Quiz((planned,), lambda _: own.problem, time.monotonic(), habits.settings.decimal)
        topics = {TOPIC: Topic(TOPIC, TITLE)}
        run_dialogue(Dialogue(quiz, topics, prompt, habits.measure_screen, time.monotonic))
