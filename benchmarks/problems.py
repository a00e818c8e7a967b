"""Problems made and answers checked, as multiples of hashing and reading JSON, measured in the same run."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b

from rich.console import Console

from benchmarks.timing import median, percentile, time_call
from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.question import render_part, render_question
from dlquiz.screen.screen import Screen
from dlquiz.screen.solution import render_tape

SEEDS = 20
FREE_ENTRIES = 20  # entries of a tape whose time is not taken off
SECONDS_PER_ENTRY = 0.03e-3  # that are taken off for each further entry
CHECKS = 2_000


def run(seeds: int = SEEDS) -> None:
    """Print the figures."""
    bank = load_questions()
    for question in bank:
        make_problem(question, 0)  # so that formulas are read before the clock runs
    unit = time_reference()
    print(f"problems, in multiples of a reference ({unit * 1e3:.3f} ms: JSON of 100 numbers, there and back, hashed):")
    made = [measure_variant(bank, name, seed) for name in bank.ids for seed in range(1, seeds + 1)]
    for title, column in (("drawn, solved and rendered", 0), ("the same, set on the screen", 1)):
        values = [row[column] for row in made]
        middle, high = median(values), percentile(values, 0.95)
        print(
            f"  {title:<32}{middle / unit:5.1f} ×   {middle * 1e3:6.2f} ms median, {high * 1e3:6.2f} ms at 95 %, "
            f"{max(values) * 1e3:6.2f} ms at most"
        )
    print_slowest(bank, made, seeds)
    print_checks(bank, unit)


def time_reference() -> float:
    """Seconds for work that every machine does about as fast as it runs Python."""
    numbers = {f"name_{i}": i / 7 for i in range(100)}

    def work() -> None:
        text = json.dumps(numbers)
        json.loads(text)
        blake2b(text.encode()).hexdigest()

    return median([time_call(work, 20) for _ in range(50)])


def measure_variant(bank: QuestionSet, name: str, seed: int) -> tuple[float, float]:
    """Seconds for one variant, rendered and on the screen, less the time of entries beyond the free ones."""
    kept: list[Problem] = []
    rendered = time_call(lambda: kept.append(render(bank, name, seed)))
    problem = kept[0]
    beyond = SECONDS_PER_ENTRY * max(0, len(problem.tape) - FREE_ENTRIES)
    return rendered - beyond, rendered + time_call(lambda: render_screen(problem)) - beyond


def render(bank: QuestionSet, name: str, seed: int) -> Problem:
    """A variant with all its texts."""
    problem = make_problem(bank[name], seed)
    texts = [problem.ask, problem.remark, *(part.instruction for part in problem.parts.values())]
    for entry in problem.tape:
        texts += [entry.formula, entry.substituted, entry.why]
    return problem


def render_screen(problem: Problem) -> None:
    """Question and solution as lines of the screen."""
    screen = Screen(Console(width=80))
    render_question(problem, screen)
    for name in problem.parts:
        render_part(problem, name, screen)
    render_tape(problem, list(problem.tape), screen)


def print_slowest(bank: QuestionSet, made: list[tuple[float, float]], seeds: int) -> None:
    """Print the three questions that take longest."""
    by_id = {name: median([row[0] for row in made[i * seeds : (i + 1) * seeds]]) for i, name in enumerate(bank.ids)}
    worst = sorted(by_id, key=lambda name: -by_id[name])[:3]
    print("  slowest: " + ", ".join(f"{name} {by_id[name] * 1e3:.2f} ms" for name in worst))


def print_checks(bank: QuestionSet, unit: float) -> None:
    """Print how many answers are judged in a second."""
    problems = [make_problem(question, 1) for question in bank]
    numeric = [p for p in problems if len(p.parts) == 1 and p.part().kind in ("integer", "number")]
    for title, text in (("right", None), ("wrong, with diagnosis", "7")):
        calls: list[Callable[[], object]] = [make_check(p, text) for p in numeric]
        each = median([time_call(call, CHECKS // len(calls)) for call in calls])
        print(f"  checked, {title:<23}{each / unit:5.2f} ×   {1 / each:8,.0f} a second")


def make_check(problem: Problem, text: str | None) -> Callable[[], object]:
    """A call that judges one answer; without a text, the right one."""
    from dlquiz import kinds

    wanted = problem.part().key
    typed = kinds.to_text(wanted) if text is None else text
    return lambda: problem.check(typed)
