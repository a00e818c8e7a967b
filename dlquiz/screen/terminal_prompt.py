"""The prompt in a terminal.  prompt_toolkit, which edits the lines, is imported while the first question is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dlquiz.screen.plain_prompt import PlainPrompt
from dlquiz.screen.prompt import Prompt, Request, is_command
from dlquiz.screen.screen import Screen

ListTyped = Callable[[], list[str]]


class TerminalPrompt:
    """Asks with an editor that shows below the answer how it is read, and what can be typed."""

    def __init__(self, measured: Callable[[], Screen], list_typed: ListTyped = list, live: bool = True) -> None:
        self.measured = measured
        self.list_typed = list_typed
        self.live = live  # whether an answer is read while it is typed
        self.typed: list[str] | None = None  # what the arrow up brings back, oldest first

    def read_text(self, request: Request) -> str:
        """What is typed, its lines joined; EOFError and KeyboardInterrupt where the learner leaves."""
        from dlquiz.screen.answer_editor import AnswerEditor  # takes longer than the first question

        if self.typed is None:
            self.typed = self.list_typed()
        wanted = request if self.live else request._replace(read=None)
        text = AnswerEditor(wanted, self.measured, self.typed).run()
        lines = text.split("\n")
        commands = [line for line in lines if is_command(line)]
        rows = "\n".join(line for line in lines if not is_command(line)).strip("\n")
        if rows.strip() and self.typed[-1:] != [rows]:
            self.typed.append(rows)
        return commands[0] if commands and request.goes_on else text


@contextmanager
def open_prompt(measured: Callable[[], Screen], list_typed: ListTyped = list, live: bool = True) -> Iterator[Prompt]:
    """The prompt for this process's terminal, which is left as it was found.

    `list_typed` is asked with the first prompt for what was typed on other evenings, the oldest first.
    """
    if not measured().moves:
        yield PlainPrompt(measured, list_typed)
        return
    with keep_keys():
        yield TerminalPrompt(measured, list_typed, live)


@contextmanager
def keep_keys() -> Iterator[None]:
    """Keep the keys that are pressed while nothing reads them for the next prompt, which shows them in their place.

    Else the terminal writes them into the question, and edits them as a line.  On Windows the console keeps them
    anyway.
    """
    if sys.platform == "win32":
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    quiet = termios.tcgetattr(sys.stdin)
    quiet[0] &= ~termios.ICRNL
    quiet[3] &= ~(termios.ECHO | termios.ICANON)  # Ctrl-C still interrupts
    quiet[6][termios.VSUSP] = b"\0"  # Ctrl-Z is for the prompt, which can draw itself again
    termios.tcsetattr(sys.stdin, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
