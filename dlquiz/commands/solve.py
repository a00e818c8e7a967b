"""`dlquiz solve`: show the worked solution, for drawn numbers or one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import open_banks, open_problem
from dlquiz.errors import NotFound
from dlquiz.json_data import problem_to_json
from dlquiz.problem import Problem
from dlquiz.screen.stdio import print_json


def run(word: str, pins: Sequence[str], files: Sequence[Path], as_json: bool, plain: bool) -> int:
    """Print a question with its worked solution; `pins` are numbers of one's own, each written name=value."""
    problem = open_solvable(open_banks(files), word, pins)
    if as_json:
        data = problem_to_json(problem, answers=True, steps=True)
        given = {"given": list(problem.variant.pins), "outside": list(problem.drawn.outside)}
        print_json({**data, **given} if pins else data)
        return 0
    from dlquiz.screen.own_numbers import render_given, render_takes
    from dlquiz.screen.screen import detect_screen
    from dlquiz.screen.solution import show_solution

    screen = detect_screen(plain)
    if pins:
        screen.show(["", *render_given(problem, screen)])
    show_solution(problem, screen)
    if not pins and "@" not in word:
        screen.show([*render_takes(problem, screen), ""])
    return 0


def open_solvable(bank: QuestionSet, word: str, pins: Sequence[str]) -> Problem:
    """The problem that is named; where a network is named in its place, NotFound says which verb shows it."""
    try:
        return open_problem(bank, word, pins)
    except NotFound as error:
        from dlquiz.networks.classics import CLASSICS

        if "|" in word or word.lower().replace("-", "") in {name.replace("-", "") for name in CLASSICS}:
            raise NotFound(f'"{word}" is a network, not a question: dlquiz net "{word}" shows it.') from None
        raise error
