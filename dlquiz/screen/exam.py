"""A mock exam on the screen: where one is and how much time is left, the list of answers, the marked script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from rich.text import Text

from dlquiz.bank.question_set import QuestionSet
from dlquiz.marking.answers import MarkedAnswer, write_marks
from dlquiz.problem import AskedPart, Problem
from dlquiz.screen import markdown
from dlquiz.screen.phrases import count_noun, format_duration, shorten_typed
from dlquiz.screen.question import render_part, render_question, render_question_pictures
from dlquiz.screen.screen import BAD, GOOD, MARGIN, Screen
from dlquiz.screen.solution import render_answers, render_notes, render_plan, render_tape
from dlquiz.session.exam import ExamState

COMMANDS = ("/next", "/back", "/go", "/again", "/list", "/clear", "/hand-in", "/quit", "/help")
HELP = (
    "An answer is kept when you type it, and not judged until you hand in. Enter alone goes on.",
    "/back and /next go from part to part, /go 3b to one; /again shows the question again, /list all answers; /clear "
    "takes an answer away.",
    "/hand-in ends the exam; /quit leaves it: `dlquiz exam` goes on, and the clock runs on meanwhile.",
)
FOOTER = "Enter next   /back   /list   /go 3b   /hand-in   /quit   /help"
NARROW_FOOTER = "/back  /list  /hand-in"
MOST_WEAK = 4  # topics to practise, those that lost most marks first
MOST_MISSING = 8  # parts without an answer that are named
VERDICTS = {"right": "right", "follows": "follows from your earlier answer", "close": "nearly", "blank": "no answer",
            "by hand": "graded by yourself", "wrong": "wrong", "unreadable": "could not be read"}  # fmt: skip
Column = tuple[str, Problem, AskedPart]


def format_footer(screen: Screen, left: float) -> str:
    """The commands, and the time that is left."""
    return f"{MARGIN}{NARROW_FOOTER if screen.narrow else FOOTER}   {format_left(left)}"


def format_left(left: float) -> str:
    """`41 min left`."""
    return "time is over" if left <= 0 else f"{format_duration(left)} left"


def describe_exam(exam: ExamState, now: float) -> str:
    """`paper 742818, 4 answers, 41 min left`: an exam that was left, at this many seconds since 1970."""
    rest = "handed in, not marked yet" if exam.handed_in else format_left(exam.ends - now)
    return f"paper {exam.seed}, {count_noun(len(exam.typed), 'answer')}, {rest}"


def describe_missing(names: Sequence[str]) -> str:
    """`2 parts have no answer (3, 5b). `; nothing where none is missing."""
    if not names:
        return ""
    named = ", ".join([*names[:MOST_MISSING], *["…"] * (len(names) > MOST_MISSING)])
    return f"{count_noun(len(names), 'part')} {'has' if len(names) == 1 else 'have'} no answer ({named}). "


def render_start(count: int, marks: int, minutes: int, seed: int, screen: Screen) -> list[Text]:
    """What is on the paper, and how the exam goes."""
    holds = f"{count_noun(count, 'question')}, {count_noun(marks, 'mark')}, {count_noun(minutes, 'minute')}"
    head = f"Mock exam: {holds}. Paper {seed}."
    lines = [Text(), *screen.wrap_text(Text(head, "bold"), MARGIN)]
    return [*lines, *(line for text in HELP for line in screen.wrap_text(text, MARGIN))]


def render_place(name: str, number: int, total: int, left: float, screen: Screen) -> list[Text]:
    """Where one is on the paper, and how much time is left."""
    place = f"Question {name} (part {number} of {total}), {format_left(left)}"
    return [Text(), *screen.wrap_text(Text(place, "dim"), MARGIN), Text()]


def render_exam_question(problem: Problem, screen: Screen) -> list[Text]:
    """A question of the paper, above its parts."""
    return [*render_question(problem, screen), *render_question_pictures(problem, screen), Text()]


def render_exam_part(problem: Problem, asked: AskedPart, typed: str, screen: Screen) -> list[Text]:
    """One part of a question, with what is answered so far."""
    answer = screen.wrap_text(f"Your answer so far: {shorten_typed(typed)}", MARGIN) if typed else []
    return [*render_part(problem, asked.name, screen), *answer]


def render_list(columns: Sequence[Column], typed: Mapping[str, str], screen: Screen) -> list[Text]:
    """All parts with their answers."""
    lines = [Text()]
    for name, problem, _ in columns:
        title = markdown.render_inline(problem.question.title or problem.question.id)
        answer = shorten_typed(typed[name]) if name in typed else "-"
        colon = " " if title.plain.endswith("?") else ": "
        lines += screen.wrap_text(Text.assemble(f"{name}  ", title, colon, (answer, "bold")), MARGIN, MARGIN + "   ")
    return [*lines, Text()]


def render_recall(problem: Problem, asked: AskedPart, typed: str, screen: Screen) -> list[Text]:
    """What was written in the learner's own words, and what it is compared with."""
    lines = [Text(), *render_question(problem, screen), Text(), *render_part(problem, asked.name, screen)]
    lines += [*screen.wrap_text(f"You wrote: {typed}", MARGIN), Text()]
    return [*lines, *render_answers(problem, [asked], screen), Text()]


def render_marked(problem: Problem, answers: Sequence[tuple[str, MarkedAnswer]], screen: Screen) -> list[Text]:
    """A question of the script: each answer with its marks, then the solution."""
    lines = [Text(), *render_question(problem, screen), *render_question_pictures(problem, screen), Text()]
    for _, one in answers:
        style = GOOD if one.marks == one.of else BAD if not one.marks else ""
        typed = f'"{shorten_typed(one.typed)}": ' if one.typed else ""
        head = f"{one.column}  {typed}{VERDICTS[one.verdict]}, {write_marks(one.marks)} of {count_noun(one.of, 'mark')}"
        lines += screen.wrap_text(Text(head, style), MARGIN, MARGIN + "   ")
        if one.says and one.verdict != "right":
            lines += screen.wrap_text(markdown.render_inline(one.says), MARGIN + "   ")
    lines += [Text(), *render_plan(problem, screen), *render_tape(problem, list(problem.tape), screen, ())]
    return [*lines, Text(), *render_answers(problem, problem.parts.values(), screen), *render_notes(problem, screen)]


def render_result(
    marked: Sequence[tuple[Problem, MarkedAnswer]], bank: QuestionSet, seed: int, seconds: float, screen: Screen
) -> list[Text]:
    """The marks, by topic too, and what to practise."""
    earned = sum((one.marks for _, one in marked), Fraction(0))
    total = sum(one.of for _, one in marked)
    share = round(100 * earned / total) if total else 0
    head = (
        f"{write_marks(earned)} of {count_noun(total, 'mark')} ({share} %) in {format_duration(seconds)}. Paper {seed}."
    )
    lines = [Text(), *screen.wrap_text(Text(head, "bold"), MARGIN), Text()]
    topics: dict[str, list[MarkedAnswer]] = {}
    for problem, one in marked:
        topics.setdefault(problem.question.topic, []).append(one)
    weak: list[tuple[Fraction, str]] = []
    for topic, own in topics.items():
        got, of = sum((one.marks for one in own), Fraction(0)), sum(one.of for one in own)
        title = markdown.render_inline(bank.topics[topic].title or topic)
        lines += screen.wrap_text(Text.assemble(title, f": {write_marks(got)} of {of}"), MARGIN, MARGIN + "  ")
        if 2 * got < of:
            weak.append((got - of, topic))
    if weak:
        worst = " ".join(topic for _, topic in sorted(weak)[:MOST_WEAK])
        lines += [Text(), *screen.wrap_text(f"To practise: dlquiz quiz {worst}", MARGIN, MARGIN + "  ")]
    return [*lines, Text()]
