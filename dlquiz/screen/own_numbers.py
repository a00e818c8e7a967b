"""What `solve` says of own numbers: which a question takes, which were given and drawn, what lies outside."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dlquiz.errors import DlquizError, FormulaError
from dlquiz.language.arrays import is_array
from dlquiz.language.budget import WorkBudget
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose, value_to_text
from dlquiz.model import Draw, Question, Value
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.worked.meaning import find_meaning
from dlquiz.worked.pins import list_size_names, list_sizes, write_choices
from dlquiz.worked.ranges import list_bounds, read_shape
from dlquiz.worked.typed_pins import holds_text, write_compact

WORK = 1_000_000  # half microseconds
MAX_EXAMPLE = 60  # characters of the values in an example
SHELL_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,-+/%")


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
    """What is drawn, and what else it takes: `1, 3, 5, 7; other whole numbers too, at least 1`."""
    scope, budget = problem.tape.scope, WorkBudget(WORK)
    if spec.of is not None and any(map(holds_text, spec.of)):
        return f"the number of a case, from 1 to {len(spec.of)}"
    try:
        drawn = describe_range(spec, problem, budget)
        meaning = find_meaning(problem.question, spec, scope, budget)
        shape = describe_sizes(spec, problem, budget)
    except FormulaError:
        return "a value"
    sized = list_sized(problem.question, spec.name)
    drawn += f", the size of {' and '.join(sized)}" if sized else ""
    if meaning.listed or list_bounds(spec, scope, budget) is None:
        return f"{drawn}{shape}"
    limits = [f"at least {value_to_text(meaning.least)}"] if meaning.least is not None else []
    limits += [f"at most {value_to_text(meaning.greatest)}"] if meaning.greatest is not None else []
    noun = "whole numbers" if meaning.whole else "numbers"
    return f"{drawn}{shape}; other {noun} too{', ' if limits else ''}{' and '.join(limits)}"


def list_sized(question: Question, name: str) -> list[str]:
    """The arrays whose size a draw says; they say it as well."""
    return [spec.name for spec in question.draws if name in list_size_names(question, spec)]


def describe_range(spec: Draw, problem: Problem, budget: WorkBudget) -> str:
    """What a draw is drawn from."""
    if spec.of is not None:
        return write_choices(spec.of)
    low, high = list_bounds(spec, problem.tape.scope, budget) or (None, None)
    step = spec.step.value(problem.tape.scope) if spec.step is not None else 1
    by = "" if step == 1 else f" by {value_to_text(step)}"
    return f"{value_to_text(low)} to {value_to_text(high)}{by}"


def describe_sizes(spec: Draw, problem: Problem, budget: WorkBudget) -> str:
    """The size of an array, and whether it may be another: ` in a list of n = 4`, ` in an array of m × 3 = 2 × 3`."""
    if spec.shape is None:
        return ""
    shape = read_shape(spec.shape, problem.tape.scope, budget)
    names = list_size_names(problem.question, spec)
    sizes = " × ".join(map(str, shape))
    symbols = " × ".join(name or str(size) for name, size in zip(names, shape, strict=True))
    told = f"{symbols} = {sizes}" if any(names) else sizes
    kind = "a list" if len(shape) == 1 else "an array"
    return f" in {kind} of {told}" + (" (or another size)" if any(names) else "")


def list_example(problem: Problem) -> Iterator[str]:
    """Some pins ready for a command line, those of a variant of another size where there may be one."""
    question, shown = problem.question, enlarge(problem)
    room = MAX_EXAMPLE
    sizes = list_sizes(question)
    for spec in question.draws:
        if spec.name in sizes:
            continue
        text = f"{spec.name}={write_example(spec, shown.values[spec.name])}"
        room -= len(text)
        if room < 0 and room + len(text) < MAX_EXAMPLE:
            return
        yield text if SHELL_SAFE.issuperset(text.replace("=", "", 1)) else f'"{text}"'


def enlarge(problem: Problem) -> Problem:
    """The problem with one more entry in each array of free size; the problem itself where that cannot be drawn."""
    question = problem.question
    pins = {name: problem.values[name] + 1 for name in list_sizes(question) if type(problem.values[name]) is int}
    try:
        return make_problem(question, problem.seed, pins) if pins else problem
    except DlquizError:
        return problem


def write_example(spec: Draw, value: Value) -> str:
    """A value as `solve` reads it."""
    if spec.of is not None and holds_text(value):
        return str(next(i for i, item in enumerate(spec.of, 1) if item is value or item == value))
    if is_array(value):
        text = write_compact(value)
        return text[1:-1] if len(value.shape) == 1 and len(value) > 1 else text
    return value_to_text(value).replace(",", "") if isinstance(value, int) else value_to_text(value)
