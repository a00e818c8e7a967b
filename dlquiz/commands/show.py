"""`dlquiz show`: the question as asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dlquiz.commands.banks import given_problem, opened
from dlquiz.errors import DlquizError
from dlquiz.json_data import problem_data
from dlquiz.problem import Problem
from dlquiz.screen.stdio import say_json

PAUSE = 0.25  # seconds between two looks at the file


def run(word: str, files: Sequence[Path], answer: bool, steps: bool, as_json: bool, plain: bool) -> int:
    """Print the question, and on request its answer and steps."""
    problem = given_problem(opened(files), word)
    if as_json:
        say_json(problem_data(problem, answers=answer or steps, steps=steps))
    else:
        present(problem, answer, steps, plain)
    return 0


def present(problem: Problem, answer: bool, steps: bool, plain: bool) -> None:
    """The question on the screen."""
    from dlquiz.screen.question import show_question
    from dlquiz.screen.screen import detect_screen
    from dlquiz.screen.solution import show_answers, show_solution

    screen = detect_screen(plain)
    if steps:
        show_solution(problem, screen)
        return
    show_question(problem, screen)
    if answer:
        show_answers(problem, screen)


def watch(word: str, files: Sequence[Path], answer: bool, steps: bool, plain: bool) -> int:
    """Print it anew whenever its bank changes, faults included, until Ctrl-C."""
    path = Path(given_problem(opened(files), word).question.file)
    draw = partial(redraw, word, files, answer, steps, plain)
    try:
        follow(path, draw, time.sleep)
    except KeyboardInterrupt:
        print()
    return 0


def follow(path: Path, draw: Callable[[], None], sleep: Callable[[float], None]) -> None:
    """Draw now, and whenever the file has become another."""
    seen: tuple[int, int] | None = None
    while True:
        now = stamp(path)
        if now != seen:
            seen = now
            draw()
        sleep(PAUSE)


def stamp(path: Path) -> tuple[int, int]:
    """When and how large a file was last written; editors that replace it leave moments without one."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


def redraw(word: str, files: Sequence[Path], answer: bool, steps: bool, plain: bool) -> None:
    """The question as its bank has it now, or what is wrong with the bank."""
    from dlquiz.screen.screen import detect_screen

    screen = detect_screen(plain)
    screen.clear()
    try:
        present(given_problem(opened(files), word), answer, steps, plain)
    except DlquizError as error:
        screen.show(str(error).split("\n"))
    screen.show(screen.wrap_text(f"Watching; Ctrl-C ends. {time.strftime('%H:%M:%S')}"))
