"""What `solve` says of own numbers: which a question takes, which were given and drawn, what lies outside."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dlquiz.errors import FormulaError
from dlquiz.language.budget import WorkBudget
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose, value_to_text
from dlquiz.model import Draw, Value
from dlquiz.problem import Problem
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.worked.meaning import find_meaning
from dlquiz.worked.pins import holds_text, write_choices
from dlquiz.worked.ranges import list_bounds, read_shape

WORK = 1_000_000  # half microseconds
MAX_EXAMPLE = 60  # characters of the values in an example
SHELL_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+/%")


def render_given(problem: Problem, screen: Screen) -> list[Text]:
    """The numbers that were given and those that were drawn, and what the question would not draw."""
    given: list[str] = []
    drawn: list[str] = []
    for name, value in problem.values.items():
        written = "one of its cases" if holds_text(value) else value_to_prose(value)
        (given if name in problem.variant.pins else drawn).append(f"{name_to_symbol(name)} = {written}")
    lines = [f"Given: {', '.join(given)}."] + ([f"Drawn: {', '.join(drawn)}."] if drawn else [])
    lines += [f"Note: {sentence}" for sentence in problem.drawn.outside]
    return [line for text in lines for line in screen.wrap_text(text, MARGIN, MARGIN + "  ")]


def render_takes(problem: Problem, screen: Screen) -> list[Text]:
    """Which numbers of one's own a question takes, and an example."""
    question = problem.question
    if not question.draws:
        return screen.wrap_text("This question draws nothing, so it takes no numbers of your own.", MARGIN)
    made = screen.wrap_text("Your own numbers, as name=value behind the question:", MARGIN)
    for spec in question.draws:
        made += screen.wrap_text(f"{spec.name}: {describe_draw(problem, spec)}", MARGIN + "  ", MARGIN + "    ")
    example = " ".join([question.id, *list_example(problem)])
    return [*made, *screen.wrap_text(f"for example: dlquiz solve {example}", MARGIN, MARGIN + "  ")]


def describe_draw(problem: Problem, spec: Draw) -> str:
    """What is drawn, and what else it takes: `1, 3, 5, 7, or another whole number of at least 1`."""
    scope, budget = problem.tape.scope, WorkBudget(WORK)
    if spec.of is not None and any(map(holds_text, spec.of)):
        return f"the number of a case, from 1 to {len(spec.of)}"
    try:
        drawn = describe_range(spec, problem, budget)
        meaning = find_meaning(problem.question, spec, scope, budget)
        shape = describe_sizes(spec, problem, budget)
    except FormulaError:
        return "a value"
    if meaning.listed or list_bounds(spec, scope, budget) is None:
        return f"{drawn}{shape}"
    limits = [f"at least {value_to_text(meaning.least)}"] if meaning.least is not None else []
    limits += [f"at most {value_to_text(meaning.greatest)}"] if meaning.greatest is not None else []
    noun = "whole numbers" if meaning.whole else "numbers"
    return f"{drawn}{shape}; other {noun} too{', ' if limits else ''}{' and '.join(limits)}"


def describe_range(spec: Draw, problem: Problem, budget: WorkBudget) -> str:
    """What a draw is drawn from."""
    if spec.of is not None:
        return write_choices(spec.of)
    low, high = list_bounds(spec, problem.tape.scope, budget) or (None, None)
    step = spec.step.value(problem.tape.scope) if spec.step is not None else 1
    by = "" if step == 1 else f" by {value_to_text(step)}"
    return f"{value_to_text(low)} to {value_to_text(high)}{by}"


def describe_sizes(spec: Draw, problem: Problem, budget: WorkBudget) -> str:
    """The shape of an array; its size is free where it names another draw."""
    if spec.shape is None:
        return ""
    drawn = {draw.name for draw in problem.question.draws}
    shape = read_shape(spec.shape, problem.tape.scope, budget)
    free = [formula.text for formula in spec.shape if formula.text in drawn]
    sizes = " × ".join(map(str, shape))
    what = f" in a list of {sizes}" if len(shape) == 1 else f" in an array of {sizes}"
    return what + (f" (of any size: {', '.join(dict.fromkeys(free))} follows)" if free else "")


def list_example(problem: Problem) -> Iterator[str]:
    """Some pins of the variant that is shown, ready for a command line."""
    room = MAX_EXAMPLE
    for spec in problem.question.draws:
        text = f"{spec.name}={write_example(spec, problem.values[spec.name])}"
        room -= len(text)
        if room < 0 and room + len(text) < MAX_EXAMPLE:
            return
        yield text if SHELL_SAFE.issuperset(text.replace("=", "", 1)) else f'"{text}"'


def write_example(spec: Draw, value: Value) -> str:
    """A value as `solve` reads it."""
    if spec.of is not None and holds_text(value):
        return str(next(i for i, item in enumerate(spec.of, 1) if item is value or item == value))
    return value_to_text(value).replace(",", "") if isinstance(value, int) else value_to_text(value)
