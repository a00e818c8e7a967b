"""`dlquiz descend`: gradient descent by hand on a function that somebody types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dlquiz.commands.own_problems import Output, run_problem
from dlquiz.commands.sitting import Habits
from dlquiz.errors import UsageError
from dlquiz.own.typed_input import split_words

if TYPE_CHECKING:
    from dlquiz.own.descent import Descent

OPTIONS = (
    "--from", "--start", "--rate", "--lr", "--steps", "--momentum", "--nesterov", "--adagrad", "--rmsprop", "--adam",
    "--eps", "--decay",
    "--every", "--cell", "--quiz", "--save", "--json", "--plain",
)  # fmt: skip
NUMBER = re.compile(r"[0-9]*\.?[0-9]+")


class Optimizers(NamedTuple):
    """The optimizer of a command line; at most one of the first five."""

    momentum: str | None
    nesterov: str | None
    adagrad: bool
    rmsprop: Any
    adam: bool
    eps: str | None
    decay: str | None
    every: int


def run(
    words: Sequence[str],
    start: str,
    rate: str,
    steps: int,
    optimizers: Optimizers,
    cell: str | None,
    output: Output,
) -> int:
    """Show the steps of a descent, or one cell of them; a number behind the expression is the β of --rmsprop."""
    from dlquiz.own.descent import descend

    if optimizers.rmsprop and len(words) > 1 and NUMBER.fullmatch(words[-1]):
        optimizers, words = optimizers._replace(rmsprop=words[-1]), words[:-1]
    expression, values = split_words(words, OPTIONS)
    if values:
        raise UsageError(f'"{next(iter(values))}=…" does not fit here; --from says where the letters start.')

    def show(own: Descent, habits: Habits) -> None:
        show_descent(own, cell, habits)

    return run_problem(lambda: descend(expression, start, rate, steps, **optimizers._asdict()), output, show)


def show_descent(own: Descent, cell: str | None, habits: Habits) -> None:
    """Print the whole descent, or how one cell is computed."""
    from dlquiz.commands.own_problems import show_problem

    if cell is None:
        show_problem(own, habits)
        return
    from dlquiz.screen.solution import render_tape
    from dlquiz.tutor.hints import entries_leading_to

    entry = own.find_cell(cell)
    leading = [e for e in entries_leading_to(own.problem.tape, entry) if e.step.index == entry.step.index]
    screen = habits.measure_screen()
    entries = [*(e for e in leading if e.name != entry.name), entry]
    screen.show(["", *render_tape(own.problem, entries, screen, {entry.name}), ""])
