"""`dlquiz show`: the question as asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from dlquiz.commands.banks import given_problem, opened
from dlquiz.data import problem_data


def run(word: str, files: Sequence[Path], answer: bool, steps: bool, as_json: bool, plain: bool) -> int:
    """Print the question, and on request its answer and steps."""
    problem = given_problem(opened(files), word)
    if as_json:
        print(json.dumps(problem_data(problem, answers=answer or steps, steps=steps), ensure_ascii=False))
        return 0
    from dlquiz.view.question import show_question
    from dlquiz.view.screen import screen_for
    from dlquiz.view.solution import show_answers, show_solution

    screen = screen_for(plain)
    if steps:
        show_solution(problem, screen)
        return 0
    show_question(problem, screen)
    if answer:
        show_answers(problem, screen)
    return 0
