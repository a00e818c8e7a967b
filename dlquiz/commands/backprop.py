"""`dlquiz backprop`: forward pass, reverse sweep and update of a graph that somebody types."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.commands.own_problems import Output, run_problem
from dlquiz.errors import UsageError
from dlquiz.own.typed_input import split_words

OPTIONS = ("--mlp", "--activation", "--by", "--rate", "--lr", "--seed", "--quiz", "--save", "--json", "--plain")
NUMBER = re.compile(r"\s*[\w₀-₉]+\s*=\s*(?:[-+−.\d\[\s(]|$)[-+−.\de\[\],;\s/()]*")  # w=0.5, W=[[1, 2]]
FORMULA = re.compile(r"[\w)]\s*[-+*/^@]\s*[\w(]|\w\(")  # (x*y + z)^2
FILE = re.compile(r"\S+\.[A-Za-z]\w*")
MAX_CHARACTERS = 10_000  # of a file


class Options(NamedTuple):
    """What is said about the graph."""

    by: str | None
    rate: str | None
    mlp: str | None
    activation: str
    seed: int


def run(words: Sequence[str], options: Options, output: Output) -> int:
    """Show the sweep of the first word, or of the file that it names; the other words are numbers, name=value."""
    from dlquiz.own.backprop import backprop

    has_graph = bool(words) and not (options.mlp is not None and NUMBER.fullmatch(words[0]))
    text, values = split_words(words if has_graph else ["", *words], OPTIONS, needs_formula=has_graph)
    graph = read_graph_text(text) if has_graph else None
    given: dict[str, Any] = {**options._asdict(), **values}
    return run_problem(lambda: backprop(graph, **given), output)


def read_graph_text(word: str) -> str:
    """The graph that is typed, or the content of a file, or of standard input for `-`."""
    if word == "-":
        return limit_text(sys.stdin.read(MAX_CHARACTERS + 1))
    if "=" in word:
        return limit_text(word)
    path = Path(word)
    if not path.is_file() and FORMULA.search(word) and not FILE.fullmatch(word):
        return limit_text(word)
    if not path.is_file():
        raise UsageError(f'"{word[:60]}" is not a graph and not a file; a graph is written a = sigmoid(w*x); E = …')
    with path.open(encoding="utf-8", errors="replace") as file:
        return limit_text(file.read(MAX_CHARACTERS + 1))


def limit_text(text: str) -> str:
    """The text; UsageError where it is too long."""
    if len(text) > MAX_CHARACTERS:
        raise UsageError(f"the graph is longer than {MAX_CHARACTERS:,} characters.")
    return text
