"""`dlquiz show`: show a question as it is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dlquiz.commands.banks import open_banks, open_problem
from dlquiz.errors import DlquizError, UsageError
from dlquiz.json_data import problem_to_json
from dlquiz.problem import Problem
from dlquiz.screen.stdio import print_json

PAUSE = 0.25  # seconds between two looks at the file


def run(word: str, files: Sequence[Path], answer: bool, steps: bool, as_json: bool, plain: bool) -> int:
    """Print a question, on request with its answer or its worked solution."""
    problem = open_problem(open_banks(files), word)
    if as_json:
        print_json(problem_to_json(problem, answers=answer or steps, steps=steps))
    else:
        show_problem(problem, answer, steps, plain)
    return 0


def run_picture(word: str, files: Sequence[Path], steps: bool, svg: Path | None, plain: bool) -> int:
    """Print the picture of a question, and with `steps` those of its solution; or write them as SVG."""
    problem = open_problem(open_banks(files), word)
    pictures = problem.pictures_of("question") + (problem.solution_pictures if steps else [])
    if not pictures:
        more = "; its solution has one, which --steps shows" if problem.solution_pictures else ""
        raise UsageError(f"{problem.id} has no picture{more}.")
    from dlquiz.commands.pictures import output_pictures

    output_pictures(pictures, svg, plain)
    return 0


def show_problem(problem: Problem, answer: bool, steps: bool, plain: bool) -> None:
    """Show a question on the screen, on request with its answer or its worked solution."""
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
    """Show a question again whenever its bank changes, or what is wrong with the bank, until Ctrl-C."""
    path = Path(open_problem(open_banks(files), word).question.file)
    draw = partial(redraw, word, files, answer, steps, plain)
    try:
        redraw_on_change(path, draw, time.sleep)
    except KeyboardInterrupt:
        print()
    return 0


def redraw_on_change(path: Path, draw: Callable[[], None], sleep: Callable[[float], None]) -> None:
    """Call `draw` now, and again whenever the file has changed."""
    seen: tuple[int, int] | None = None
    while True:
        now = stamp_file(path)
        if now != seen:
            seen = now
            draw()
        sleep(PAUSE)


def stamp_file(path: Path) -> tuple[int, int]:
    """When a file was last written, and its size; (0, 0) in the moment when an editor replaces it."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


def redraw(word: str, files: Sequence[Path], answer: bool, steps: bool, plain: bool) -> None:
    """Show the question as its bank has it now, or what is wrong with the bank."""
    from dlquiz.screen.screen import detect_screen

    screen = detect_screen(plain)
    screen.clear()
    try:
        show_problem(open_problem(open_banks(files), word), answer, steps, plain)
    except DlquizError as error:
        screen.show(str(error).split("\n"))
    screen.show(screen.wrap_text(f"Watching for changes; press Ctrl-C to stop. {time.strftime('%H:%M:%S')}"))
