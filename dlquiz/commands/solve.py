"""`dlquiz solve`: show the worked solution, for drawn numbers or one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.commands.banks import open_banks, open_problem
from dlquiz.json_data import problem_to_json
from dlquiz.screen.stdio import print_json


def run(word: str, pins: Sequence[str], files: Sequence[Path], as_json: bool, plain: bool) -> int:
    """Print a question with its worked solution; `pins` are numbers of one's own, each written name=value."""
    problem = open_problem(open_banks(files), word, pins)
    if as_json:
        print_json(problem_to_json(problem, answers=True, steps=True))
        return 0
    from dlquiz.screen.screen import detect_screen
    from dlquiz.screen.solution import show_solution

    screen = detect_screen(plain)
    show_solution(problem, screen)
    return 0
