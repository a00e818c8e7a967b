"""`dlquiz exam`: a mock exam, marked once it is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import open_banks
from dlquiz.commands.exam_sitting import ExamSitting
from dlquiz.commands.keeping import Keeping
from dlquiz.commands.sitting import Habits, random_seed, require_terminal
from dlquiz.errors import UsageError
from dlquiz.files import read_named_file
from dlquiz.progress.days import read_clock
from dlquiz.progress.exam_file import exam_path, forget_exam, load_exam
from dlquiz.screen.exam import describe_exam
from dlquiz.screen.prompt import Prompt, Request
from dlquiz.screen.screen import MARGIN
from dlquiz.screen.terminal_prompt import open_prompt
from dlquiz.session.exam import ExamState, plan_by_blueprint, plan_paper, read_blueprint


def run(
    words: Sequence[str],
    minutes: int,
    questions: int,
    blueprint: Path | None,
    seed: int | None,
    files: Sequence[Path],
    habits: Habits,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Go on with the exam that was left, or begin one; then mark it."""
    require_terminal("exam")
    bank, path = open_banks(files), exam_path()
    keeping = Keeping(habits.keep, "exam", "", clock)
    with open_prompt(habits.measure_screen, keeping.list_typed, habits.settings.live_reading) as prompt:
        exam = load_exam(path)
        if exam is not None and not goes_on(exam, clock(), prompt, habits):
            forget_exam(path)
            exam = None
        if exam is None:
            exam = begin(bank, words, minutes, questions, blueprint, seed, clock())
        require_questions(exam, bank)
        ExamSitting(bank, exam, path, prompt, habits, keeping).sit()
    return 0


def goes_on(exam: ExamState, now: datetime, prompt: Prompt, habits: Habits) -> bool:
    """Whether the learner goes on with an exam that was left."""
    screen = habits.measure_screen()
    screen.show(["", *screen.wrap_text(f"An exam is under way: {describe_exam(exam, now.timestamp())}.", MARGIN)])
    try:
        return prompt.read_text(Request("go on with it? n gives it up; y / n")).strip().lower() not in ("n", "no")
    except (EOFError, KeyboardInterrupt):
        return True


def require_questions(exam: ExamState, bank: QuestionSet) -> None:
    """UsageError where a question of the paper is not in these banks."""
    missing = [planned.id for planned in exam.planned if planned.id not in bank]
    if missing:
        raise UsageError(
            f"Paper {exam.seed} asks {missing[0]}, which is not in these banks. Name its bank: dlquiz exam --bank FILE."
        )


def begin(
    bank: QuestionSet,
    words: Sequence[str],
    minutes: int,
    questions: int,
    blueprint: Path | None,
    seed: int | None,
    now: datetime,
) -> ExamState:
    """A new paper."""
    pinned, seed = seed is not None, random_seed() if seed is None else seed
    if blueprint is None:
        planned = plan_paper(bank.select_ids(words), questions, seed, pinned)
    elif words:
        raise UsageError("Name topics or a blueprint, not both: the blueprint says what is on the paper.")
    else:
        planned = plan_by_blueprint(read_blueprint(read_file(blueprint), list(bank.topics)), bank, seed, pinned)
    return ExamState(seed, minutes, now.timestamp(), planned, {})


def read_file(path: Path) -> str:
    """The text of a blueprint."""
    try:
        return read_named_file(path).decode()
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8.") from None
