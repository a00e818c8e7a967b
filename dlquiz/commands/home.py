"""`dlquiz` alone: where the learner stands, and one key to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from dlquiz.commands import quiz, review
from dlquiz.commands.banks import open_banks
from dlquiz.commands.sitting import Habits, has_terminal
from dlquiz.progress.candidates import Standing, read_standing
from dlquiz.progress.days import read_clock, study_day
from dlquiz.progress.exam_file import exam_path, load_exam
from dlquiz.progress.rows import Sitting
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen.home import Choice, describe_review, describe_sitting, format_home_footer, render_home
from dlquiz.screen.prompt import Prompt, Request
from dlquiz.screen.terminal_prompt import open_prompt

QUESTIONS = 10  # of a practice
EXAM_MINUTES, EXAM_QUESTIONS = 60, 20
KEPT_OPEN = 14  # days for which a quiz that was left is offered again
LEAVE = ("q", "/q", "quit", "/quit", "exit")


class Way(NamedTuple):
    """One way to go on: what the screen says, and what it does."""

    choice: Choice
    go: Callable[[], int]


def run(habits: Habits, clock: Callable[[], datetime] = read_clock) -> int:
    """Show where the learner stands; in a terminal, ask how to go on."""
    bank, store = open_banks([]), open_store(progress_path())
    today = study_day(clock())
    standing = read_standing(store, bank, bank.ids, habits.settings, today)
    sitting = store.read_open_sitting(today.toordinal() - KEPT_OPEN)
    ways = list_ways(standing, sitting, habits, clock)
    screen = habits.measure_screen()
    notes = [store.complaint] if store.complaint else []
    asks = has_terminal()
    screen.show(render_home(standing, [way.choice for way in ways], notes, asks, screen))
    if not asks:
        return 0
    with open_prompt(habits.measure_screen) as prompt:
        way = ask_way(ways, prompt, habits)
    return way.go() if way else 0


def list_ways(
    standing: Standing,
    sitting: Sitting | None,
    habits: Habits,
    clock: Callable[[], datetime],
) -> list[Way]:
    """The ways to go on: first what was left in the middle today, an exam above all, then the most useful."""
    ways = []
    chosen = standing.choose(standing.left)
    if chosen:
        said = describe_review(standing, chosen)
        ways.append(Way(Choice("review", said, "dlquiz review"), lambda: review.run([], None, None, [], habits, clock)))
    if sitting is not None:
        left, day = sitting, date.fromordinal(standing.outlook.today)
        said = describe_sitting(sitting, len(quiz.read_ahead(sitting)), day)
        way = Way(Choice("go on", said, "dlquiz"), lambda: quiz.resume(left, habits, clock))
        ways.insert(0 if sitting.day == standing.outlook.today else len(ways), way)
    practise = Choice("practise", "ten from all topics", "dlquiz quiz")
    ways.append(Way(practise, lambda: quiz.run([], QUESTIONS, None, None, [], habits, clock)))
    under_way = describe_exam_under_way(clock())
    exam = Choice("mock exam", under_way or "60 minutes, 20 questions", "dlquiz exam")
    ways.insert(0 if under_way else len(ways), Way(exam, lambda: start_exam(habits, clock)))
    return ways


def describe_exam_under_way(now: datetime) -> str:
    """What the exam is that was left; empty where there is none."""
    exam = load_exam(exam_path())
    if exam is None:
        return ""
    from dlquiz.screen.exam import describe_exam  # it brings what marks a paper

    return describe_exam(exam, now.timestamp())


def start_exam(habits: Habits, clock: Callable[[], datetime]) -> int:
    """Sit a mock exam, or go on with the one that was left."""
    from dlquiz.commands import exam

    return exam.run([], EXAM_MINUTES, EXAM_QUESTIONS, None, None, [], habits, clock)


def ask_way(ways: Sequence[Way], prompt: Prompt, habits: Habits) -> Way | None:
    """The way that the learner chooses; None where it is none."""
    while True:
        try:
            typed = prompt.read_text(Request("go on with", format_home_footer)).strip().lower()
        except (EOFError, KeyboardInterrupt):
            return None
        if typed in LEAVE:
            return None
        found = find_way(typed, ways)
        if found is not None:
            return found
        screen = habits.measure_screen()
        screen.show(screen.wrap_text(f"Type a number from 1 to {len(ways)}, or Enter for 1.", " "))


def find_way(typed: str, ways: Sequence[Way]) -> Way | None:
    """The way that a number or the beginning of a word names; Enter names the first."""
    if not typed:
        return ways[0]
    if typed.isdecimal():
        return ways[int(typed) - 1] if 1 <= int(typed) <= len(ways) else None
    return next((way for way in ways if way.choice.name.startswith(typed)), None)
