"""A question and its solution as lines of text, kept with the answer so that they can be shown as they were."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.text import Text

from dlquiz.errors import DlquizError
from dlquiz.problem import Problem
from dlquiz.progress.rows import Sheet
from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.question import render_part, render_question, render_question_pictures
from dlquiz.screen.screen import Screen
from dlquiz.screen.solution import render_answers, render_notes, render_plan, render_solution_pictures, render_tape

WIDTH = 80


def print_sheet(problem: Problem) -> Sheet:
    """The question with its parts, and its answers with all steps, 80 columns wide."""
    screen = Screen(
        Console(file=StringIO(), width=WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
    )
    parts = [line for name in problem.parts for line in (Text(), *render_part(problem, name, screen))]
    question = join_lines([*render_question(problem, screen), *render_question_pictures(problem, screen), *parts])
    try:
        answers = render_answers(problem, problem.parts.values(), screen)
        tape = render_tape(problem, list(problem.tape), screen, ())
        pictures = render_solution_pictures(problem, screen)
        solution = [*render_plan(problem, screen), *tape, *pictures, Text(), *answers, *render_notes(problem, screen)]
    except DlquizError as error:  # it is told where the solution is shown
        solution = [Text(str(error))]
    return Sheet(question, join_lines(solution))


def join_lines(lines: Iterable[Text]) -> str:
    """Lines as one text."""
    return "\n".join(line.plain.replace(HARD_SPACE, " ").rstrip() for line in lines).strip("\n")
