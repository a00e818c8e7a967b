"""`dlquiz derive`: the derivative of a function that somebody types, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from dlquiz.commands.own_problems import Output, run_problem
from dlquiz.own.typed_input import split_words

OPTIONS = ("--by", "--at", "--twice", "--quiz", "--save", "--json", "--plain")


def run(words: Sequence[str], by: str | None, at: str | None, twice: bool, output: Output) -> int:
    """Show the derivatives of the first word by the letters of `by`; the other words and `at` give numbers."""
    from dlquiz.own.derivative import derive

    expression, values = split_words(words, OPTIONS)
    return run_problem(lambda: derive(expression, by, twice, at, **values), output)
