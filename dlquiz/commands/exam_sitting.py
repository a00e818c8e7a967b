"""One learner before one paper: answers are taken in any order, then marked and kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dlquiz import kinds
from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.keeping import Keeping
from dlquiz.commands.sitting import Habits, open_problem
from dlquiz.errors import DlquizError
from dlquiz.marking.answers import MarkedAnswer, mark_answer
from dlquiz.marking.papers import number_parts
from dlquiz.problem import AskedPart
from dlquiz.progress.exam_file import forget_exam, load_exam, save_exam
from dlquiz.screen import exam as shown
from dlquiz.screen import markdown
from dlquiz.screen.exam import COMMANDS, Column
from dlquiz.screen.prompt import GOES_ON, Prompt, Request
from dlquiz.screen.question import label_answer
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.verdict import show_verdict
from dlquiz.session import Quiz
from dlquiz.session.exam import ExamState

YES = ("y", "yes")


class ExamSitting:
    """One learner before one paper."""

    def __init__(
        self, bank: QuestionSet, exam: ExamState, path: Path, prompt: Prompt, habits: Habits, keeping: Keeping
    ) -> None:
        self.bank, self.exam, self.path = bank, exam, path
        self.prompt, self.habits, self.keeping = prompt, habits, keeping
        self.saves = True
        self.seen: int | None = None  # the part that is on the screen
        self.problems = [open_problem(bank, planned) for planned in exam.planned]
        self.columns: list[Column] = list(number_parts(self.problems))

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.exam.ends - self.keeping.clock().timestamp()

    def say(self, text: str) -> None:
        """A sentence on the screen."""
        screen = self.habits.measure_screen()
        screen.show(screen.wrap_text(text, MARGIN))

    def save(self) -> None:
        """Keep the exam; said once where that is impossible."""
        try:
            if self.saves:
                save_exam(self.path, self.exam)
        except DlquizError as error:
            self.saves = False
            self.say(f"{error} The exam goes on, but could not be resumed.")

    def change(self, exam: Callable[[ExamState], ExamState]) -> None:
        """Change the exam as it is kept: another terminal may have answered meanwhile."""
        kept = load_exam(self.path) if self.saves else None
        same = kept is not None and (kept.seed, kept.started) == (self.exam.seed, self.exam.started)
        self.exam = exam(kept if kept is not None and same else self.exam)
        self.save()

    def sit(self) -> None:
        """Take answers until the exam is handed in or its time is over, then mark it; or leave it as it is."""
        screen = self.habits.measure_screen()
        if not self.exam.typed:
            marks = sum(asked.marks for _, _, asked in self.columns)
            screen.show(shown.render_start(len(self.problems), marks, self.exam.minutes, self.exam.seed, screen))
        self.save()
        try:
            self.take_answers()
            grades = self.grade_recalls()
        except (EOFError, KeyboardInterrupt):
            runs = "" if self.exam.handed_in else " Its clock runs on."
            self.say(f"The exam is kept; `dlquiz exam` goes on with it.{runs}")
            return
        self.mark(grades)

    # answering

    def take_answers(self) -> None:
        """Take answers until the exam is handed in or its time is over."""
        while self.left > 0 and not self.exam.handed_in:
            self.take_turn()
        if not self.exam.handed_in:
            self.say("The time is over. What you typed until then counts.")
            self.hand_in()

    def take_turn(self) -> None:
        """Show a part and take what is typed."""
        at = min(self.exam.at, len(self.columns) - 1)
        self.show_part(at)
        name, problem, asked = self.columns[at]
        label = f"{name} {label_answer(problem, asked.name)}" if len(problem.parts) > 1 else name
        kind = kinds.kind(asked.kind)
        read = None if kind.self_graded else partial(self.read_echo, asked)
        wanted = Request(label, self.format_footer, GOES_ON.get(kind.lines), read, COMMANDS, asked.key.unit)
        text = self.prompt.read_text(wanted).strip()
        if self.left <= 0:
            return
        if text.startswith("/"):
            self.obey(text, at)
        elif not text:
            self.go(at + 1)
        else:
            self.answer(text, at)

    def format_footer(self, screen: Screen) -> str:
        """The commands, and the time that is left at this moment."""
        return shown.format_footer(screen, self.left)

    def read_echo(self, asked: AskedPart, text: str) -> str:
        """How an answer is read, as below the prompt of a quiz; FormulaError where it cannot be."""
        echo = kinds.read_answer(asked.key, text, self.habits.settings.decimal).text
        return markdown.render_inline(echo).plain if asked.key.options else echo

    def show_part(self, at: int) -> None:
        """A part, with its question where that is not on the screen yet."""
        if at == self.seen:
            return
        screen, (name, problem, asked) = self.habits.measure_screen(), self.columns[at]
        screen.show(shown.render_place(name, at + 1, len(self.columns), self.left, screen))
        if self.seen is None or self.columns[self.seen][1] is not problem:
            screen.show(shown.render_exam_question(problem, screen))
        screen.show(shown.render_exam_part(problem, asked, self.exam.typed.get(name, ""), screen))
        self.seen = at

    def answer(self, text: str, at: int) -> None:
        """Keep an answer, unless it cannot be read, and go on."""
        name, _, asked = self.columns[at]
        if not kinds.kind(asked.kind).self_graded:
            verdict = kinds.judge(asked.key, text, self.habits.settings.decimal)
            if verdict.verdict == "unreadable":
                show_verdict(verdict, text, self.habits.measure_screen())
                return
        self.change(lambda exam: exam.answer(name, text))
        self.go(at + 1)

    def go(self, at: int) -> None:
        """Look at another part; behind the last, ask whether to hand in."""
        if at >= len(self.columns):
            self.offer_hand_in()
            return
        self.change(lambda exam: exam._replace(at=max(0, at)))

    def obey(self, text: str, at: int) -> None:
        """Do what a command says."""
        word, _, rest = text.partition(" ")
        found = [command for command in COMMANDS if command.startswith(word.lower())]
        if len(found) != 1:
            self.say(f'There is no "{word}" here: {", ".join(COMMANDS)}.')
            return
        screen = self.habits.measure_screen()
        match found[0]:
            case "/next":
                self.go(at + 1)
            case "/back":
                self.go(at - 1)
            case "/go":
                self.go_to(rest.strip())
            case "/again":
                self.seen = None
            case "/clear":
                self.change(lambda exam: exam.answer(self.columns[at][0], ""))
                self.say("Nothing is answered here now.")
            case "/list":
                screen.show(shown.render_list(self.columns, self.exam.typed, screen))
            case "/help":
                screen.show([line for text in shown.HELP for line in screen.wrap_text(text, MARGIN)])
            case "/hand-in":
                self.offer_hand_in()
            case "/quit":
                raise EOFError

    def go_to(self, wanted: str) -> None:
        """Look at the part, or the first part of the question, that is named."""
        names = [name for name, _, _ in self.columns]
        found = [at for at, name in enumerate(names) if wanted in (name, name.rstrip("abcdefghij"))]
        if found:
            self.go(found[0])
        else:
            self.say(f'There is no part "{wanted}"; there are {names[0]} to {names[-1]}.')

    def offer_hand_in(self) -> None:
        """Ask whether to hand in, and say what is missing; else go back to the first part."""
        missing = [name for name, _, _ in self.columns if name not in self.exam.typed]
        self.say(f"{shown.describe_missing(missing)}Hand in? What you typed is marked then.")
        if self.prompt.read_text(Request("hand in? y or n")).strip().lower() in YES:
            self.hand_in()
        else:
            self.go(0)

    def hand_in(self) -> None:
        """Nothing is answered any more; what is left is to mark it."""
        self.change(lambda exam: exam._replace(handed_in=self.keeping.clock().timestamp()))

    # marking

    def mark(self, grades: dict[str, str]) -> None:
        """Keep how each question went, then show the marked script."""
        marked = self.mark_all(grades)
        self.keep(grades)
        forget_exam(self.path)
        screen = self.habits.measure_screen()
        for problem in self.problems:
            own = [(name, one) for (name, of, _), one in zip(self.columns, marked, strict=True) if of is problem]
            screen.show(shown.render_marked(problem, own, screen))
        pairs = [(problem, one) for (_, problem, _), one in zip(self.columns, marked, strict=True)]
        screen.show(shown.render_result(pairs, self.bank, self.exam.seed, self.exam.seconds, screen))

    def grade_recalls(self) -> dict[str, str]:
        """The learner's own grades of what nobody else can judge."""
        grades: dict[str, str] = {}
        for name, problem, asked in self.columns:
            if name not in self.exam.typed or not kinds.kind(asked.kind).self_graded:
                continue
            screen = self.habits.measure_screen()
            screen.show(shown.render_recall(problem, asked, self.exam.typed[name], screen))
            typed = self.prompt.read_text(Request(f"{name}: did you have it? y / partly / n")).strip().lower()
            grades[name] = typed[:1] if typed[:1] in ("y", "p", "n") else "n"
        return grades

    def mark_all(self, grades: dict[str, str]) -> list[MarkedAnswer]:
        """The marks of every part, with follow-through."""
        marked, before = [], dict[str, dict[str, str]]()
        for name, problem, asked in self.columns:
            typed = grades.get(name, self.exam.typed.get(name, ""))
            earlier = before.setdefault(problem.id, {})
            one = mark_answer(name, problem, asked, typed, earlier, self.habits.settings.decimal)
            marked.append(one._replace(typed=self.exam.typed.get(name, "")))
            if name in self.exam.typed:
                earlier[asked.name] = self.exam.typed[name]
        return marked

    def keep(self, grades: dict[str, str]) -> None:
        """Keep the answers with their grades, as if they had been given in a quiz.

        The key is that of the exam: killed meanwhile, it is kept again, and no question gets a second grade.
        """
        self.keeping.key = f"exam-{self.exam.seed}-{self.exam.started:.0f}"
        self.keeping.title = f"exam {self.exam.seed}"
        now, step = time.monotonic(), self.exam.seconds / len(self.columns)
        quiz = Quiz(
            self.exam.planned,
            partial(open_problem, self.bank),
            now,
            self.habits.settings.decimal,
            follower=self.keeping.make_follower(self.habits.measure_screen),
            one_try=True,
        )
        for name, _, asked in self.columns:
            now += step
            if name in self.exam.typed:
                quiz.answer(self.exam.typed[name], now)
                if name in grades:
                    quiz.answer(grades[name], now)
            if not quiz.question_attempt.done and quiz.part_attempt.part == asked.name:
                quiz.skip_part(now)
            if quiz.question_attempt.done:
                quiz.advance(now)
