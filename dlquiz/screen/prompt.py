"""What a prompt is: something that asks for a line, or for the rows of a matrix, and hands back what was typed.

Two classes do it: `PlainPrompt` with Python's `input`, `TerminalPrompt` with prompt_toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.screen import MARGIN, Screen

BRACKETS = {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}
MAX_ROWS = 100
GoesOn = Callable[[Sequence[str]], bool]  # whether a further line belongs to the lines so far


class QuizLeft(Exception):
    """The learner wants to stop."""


class Request(NamedTuple):
    """What is asked for at the prompt, and what helps to type it."""

    label: str
    footer: Callable[[Screen], str] = lambda _screen: ""
    goes_on: GoesOn | None = None  # None: one line
    read: Callable[[str], str] | None = None  # how a text is read; FormulaError where it cannot be read
    commands: Sequence[str] = ()
    units: Sequence[str] = ()


class Prompt(Protocol):
    """Asks for lines."""

    def read_text(self, request: Request) -> str:
        """What is typed, its lines joined by newlines; EOFError and KeyboardInterrupt as `input` raises them."""
        ...


def render_lead(label: str, screen: Screen, room: int = 0) -> Text:
    """What stands before the cursor; continuation lines keep the room of the first one's label."""
    label = screen.spell(label)
    if screen.plain:
        return Text(f"{label}: ")
    return screen.to_text(Text.assemble(MARGIN, " " * max(0, room - cell_len(label)), (label, "bold"), " › "))


def is_command(text: str) -> bool:
    """Whether a line is addressed to the program."""
    return text.strip() == "?" or text.strip().startswith("/")


def are_separate_answers(lines: Sequence[str]) -> bool:
    """Whether lines that came at once are answers and commands of their own, not one answer on several lines."""
    return any(is_command(line) or not line.strip() for line in lines)


def rows_go_on(lines: Sequence[str]) -> bool:
    """Whether a matrix goes on: up to a blank line, unless it came with brackets or semicolons."""
    if has_ended(lines):
        return False
    return brackets_go_on(lines) or not any(char in line for line in lines for char in "[(;")


def brackets_go_on(lines: Sequence[str]) -> bool:
    """Whether a bracket is open."""
    return not has_ended(lines) and sum(BRACKETS.get(char, 0) for line in lines for char in line) > 0


def has_ended(lines: Sequence[str]) -> bool:
    """Whether nothing can follow: a blank line, a command, or too many rows."""
    return not lines[-1].strip() or is_command(lines[-1]) or len(lines) >= MAX_ROWS


GOES_ON: dict[str, GoesOn] = {"rows": rows_go_on, "brackets": brackets_go_on}  # by the lines that a kind takes
