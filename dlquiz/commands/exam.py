"""`dlquiz exam`: a mock exam, marked once it is handed in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from dlquiz import kinds
from dlquiz.bank.question_set import QuestionSet, data_folder
from dlquiz.commands.banks import open_banks
from dlquiz.commands.keeping import Keeping
from dlquiz.commands.sitting import Habits, open_problem, random_seed, require_terminal
from dlquiz.errors import DlquizError, UsageError
from dlquiz.marking.answers import MarkedAnswer, mark_answer
from dlquiz.marking.papers import number_parts
from dlquiz.problem import Problem
from dlquiz.progress.days import read_clock
from dlquiz.progress.exam_file import NAME, forget_exam, load_exam, save_exam
from dlquiz.screen import exam as shown
from dlquiz.screen.exam import Column
from dlquiz.screen.prompt import Prompt, Request
from dlquiz.screen.question import MARGIN, label_answer, render_part
from dlquiz.screen.terminal_prompt import open_prompt
from dlquiz.screen.verdict import show_verdict
from dlquiz.session import Quiz
from dlquiz.session.exam import ExamState, plan_by_blueprint, plan_paper, read_blueprint
from dlquiz.session.plan import Planned

COMMANDS = ("/next", "/back", "/go", "/list", "/clear", "/hand-in", "/quit", "/help")
YES = ("y", "yes")


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
    bank, path = open_banks(files), data_folder() / NAME
    with open_prompt(habits.measure_screen) as prompt:
        exam = load_exam(path)
        if exam is not None and not goes_on(exam, clock(), prompt, habits):
            forget_exam(path)
            exam = None
        if exam is None:
            exam = begin(bank, words, minutes, questions, blueprint, seed, clock())
        sitting = ExamSitting(bank, exam, path, prompt, habits, clock)
        if not sitting.sit():
            return 0
        forget_exam(path)
        sitting.mark()
    return 0


def goes_on(exam: ExamState, now: datetime, prompt: Prompt, habits: Habits) -> bool:
    """Whether the learner goes on with an exam that was left."""
    screen = habits.measure_screen()
    left = shown.format_left(exam.ends - now.timestamp())
    text = f"An exam is under way: paper {exam.seed}, {len(exam.typed)} answers, {left}."
    screen.show(["", *screen.wrap_text(text, MARGIN)])
    try:
        return prompt.read_text(Request("go on with it? y or n")).strip().lower() not in ("n", "no")
    except (EOFError, KeyboardInterrupt):
        return True


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
    else:
        planned = plan_by_blueprint(read_blueprint(read_file(blueprint), list(bank.topics)), bank, seed, pinned)
    return ExamState(seed, minutes, now.timestamp(), planned, {})


def read_file(path: Path) -> str:
    """The text of a blueprint."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror or fault}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8.") from None


class ExamSitting:
    """One learner before one paper."""

    def __init__(
        self,
        bank: QuestionSet,
        exam: ExamState,
        path: Path,
        prompt: Prompt,
        habits: Habits,
        clock: Callable[[], datetime],
    ) -> None:
        self.bank, self.exam, self.path = bank, exam, path
        self.prompt, self.habits, self.clock = prompt, habits, clock
        self.keeps = True
        self.problems = [self.open(planned) for planned in exam.planned if planned.id in bank]
        self.columns: list[Column] = list(number_parts(self.problems))

    def open(self, planned: Planned) -> Problem:
        """The problem of a question on the paper."""
        return open_problem(self.bank, planned)

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.exam.ends - self.clock().timestamp()

    def say(self, text: str) -> None:
        """A sentence on the screen."""
        screen = self.habits.measure_screen()
        screen.show(screen.wrap_text(text, MARGIN))

    def save(self) -> None:
        """Keep the exam; said once where that is impossible."""
        try:
            if self.keeps:
                save_exam(self.path, self.exam)
        except DlquizError as error:
            self.keeps = False
            self.say(f"{error} The exam goes on, but could not be resumed.")

    # answering

    def sit(self) -> bool:
        """Take answers until the exam is handed in or its time is over; False where the learner left it."""
        screen = self.habits.measure_screen()
        if not self.exam.typed:
            marks = sum(asked.marks for _, _, asked in self.columns)
            screen.show(shown.render_start(len(self.problems), marks, self.exam.minutes, self.exam.seed, screen))
        self.save()
        while self.left > 0:
            try:
                if self.take_turn():
                    return True
            except (EOFError, KeyboardInterrupt):
                self.say("The exam is kept; `dlquiz exam` goes on with it. Its clock runs on.")
                return False
        self.say("The time is over. What you typed until then counts.")
        return True

    def take_turn(self) -> bool:
        """Show a part and take what is typed; True where the exam is handed in."""
        at = min(self.exam.at, len(self.columns) - 1)
        name, problem, asked = self.columns[at]
        screen = self.habits.measure_screen()
        typed = self.exam.typed.get(name, "")
        screen.show(shown.render_exam_part(self.columns[at], at + 1, len(self.columns), typed, self.left, screen))
        label = f"{name} {label_answer(problem, asked.name)}" if len(problem.parts) > 1 else name
        footer = lambda screen: shown.format_footer(screen, self.left)  # noqa: E731
        text = self.prompt.read_text(Request(label, footer, commands=COMMANDS)).strip()
        if self.left <= 0:
            return False
        if text.startswith("/"):
            return self.obey(text, at)
        if not text:
            return self.go(at + 1)
        if not kinds.kind(asked.kind).self_graded:
            verdict = kinds.judge(asked.key, text, self.habits.settings.decimal)
            if verdict.verdict == "unreadable":
                show_verdict(verdict, text, screen)
                return False
        self.exam = self.exam.answer(name, text)
        return self.go(at + 1)

    def go(self, at: int) -> bool:
        """Look at another part; behind the last, ask whether to hand in."""
        if at >= len(self.columns):
            return self.hand_in()
        self.exam = self.exam._replace(at=max(0, at))
        self.save()
        return False

    def obey(self, text: str, at: int) -> bool:
        """Do what a command says; True where it hands in."""
        word, _, rest = text.partition(" ")
        found = [command for command in COMMANDS if command.startswith(word.lower())]
        if len(found) != 1:
            self.say(f'There is no "{word}" here: {", ".join(COMMANDS)}.')
            return False
        command = found[0]
        if command in ("/next", "/back"):
            return self.go(at + (1 if command == "/next" else -1))
        if command == "/go":
            names = [name for name, _, _ in self.columns]
            own = [
                i for i, name in enumerate(names) if name.rstrip("abcdefghij") == rest.strip() or name == rest.strip()
            ]
            if not own:
                self.say(f'There is no part "{rest.strip()}"; there are {names[0]} to {names[-1]}.')
                return False
            return self.go(own[0])
        if command == "/clear":
            self.exam = self.exam.answer(self.columns[at][0], "")
            self.save()
        if command == "/quit":
            raise EOFError
        if command == "/hand-in":
            return self.hand_in()
        screen = self.habits.measure_screen()
        if command == "/list":
            screen.show(shown.render_list(self.columns, self.exam.typed, screen))
        if command == "/help":
            screen.show([line for text in shown.HELP for line in screen.wrap_text(text, MARGIN)])
        return False

    def hand_in(self) -> bool:
        """Whether the learner hands in, asked where answers are missing."""
        missing = [name for name, _, _ in self.columns if name not in self.exam.typed]
        lack = (
            f"{len(missing)} without an answer ({', '.join(missing[:8])}{', …' if len(missing) > 8 else ''}). "
            if missing
            else ""
        )
        self.say(f"{lack}Hand in? What you typed is marked then.")
        if self.prompt.read_text(Request("hand in? y or n")).strip().lower() in YES:
            return True
        self.exam = self.exam._replace(at=0)
        self.save()
        return False

    # marking

    def mark(self) -> None:
        """Show the marked script, and keep how each question went."""
        grades = self.grade_recalls()
        marked = self.mark_all(grades)
        screen = self.habits.measure_screen()
        for problem in self.problems:
            own = [(name, one) for (name, of, _), one in zip(self.columns, marked, strict=True) if of is problem]
            screen.show(shown.render_marked(problem, own, screen))
        seconds = min(60.0 * self.exam.minutes, self.clock().timestamp() - self.exam.started)
        pairs = [(problem, one) for (_, problem, _), one in zip(self.columns, marked, strict=True)]
        screen.show(shown.render_result(pairs, self.bank, self.exam.seed, seconds, screen))
        self.keep(grades, seconds)

    def grade_recalls(self) -> dict[str, str]:
        """The learner's own grades of what nobody else can judge."""
        grades: dict[str, str] = {}
        for name, problem, asked in self.columns:
            if name not in self.exam.typed or not kinds.kind(asked.kind).self_graded:
                continue
            screen = self.habits.measure_screen()
            points = [line for point in asked.key.points for line in screen.wrap_text(f"- {point}", MARGIN)]
            answer = screen.wrap_text(f"You wrote: {self.exam.typed[name]}", MARGIN)
            screen.show(["", *render_part(problem, asked.name, screen), *answer, "", *points])
            try:
                typed = self.prompt.read_text(Request(f"{name}: did you have it? y, p (partly) or n")).strip().lower()
            except (EOFError, KeyboardInterrupt):
                typed = "n"
            grades[name] = typed[:1] if typed[:1] in ("y", "p", "n") else "n"
        return grades

    def mark_all(self, grades: dict[str, str]) -> list[MarkedAnswer]:
        """The marks of every part, with follow-through."""
        marked, before = [], dict[str, dict[str, str]]()
        for name, problem, asked in self.columns:
            typed = grades.get(name, self.exam.typed.get(name, ""))
            earlier = before.setdefault(problem.id, {})
            marked.append(mark_answer(name, problem, asked, typed, earlier, self.habits.settings.decimal))
            if name in self.exam.typed:
                earlier[asked.name] = self.exam.typed[name]
        return marked

    def keep(self, grades: dict[str, str], seconds: float) -> None:
        """Keep the answers with their grades, as if they had been given in a quiz."""
        if not self.habits.keep:
            return
        keeping = Keeping(True, "exam", f"exam {self.exam.seed}", self.clock)
        now, step = time.monotonic(), seconds / max(1, len(self.columns))
        planned = [planned for planned in self.exam.planned if planned.id in self.bank]
        quiz = Quiz(
            planned,
            self.open,
            now,
            self.habits.settings.decimal,
            follower=keeping.make_follower(self.habits.measure_screen),
        )
        for name, _, asked in self.columns:
            now += step
            if name in self.exam.typed:
                quiz.answer(self.exam.typed[name], now)
                if name in grades:
                    quiz.answer(grades[name], now)
            if not quiz.question_attempt.done and quiz.part_attempt.part == asked.name:
                quiz.settle(now)
            if quiz.question_attempt.done:
                quiz.advance(now)
