"""The prompt for screen readers and simple terminals: Python's `input`, one line after the other, nothing redrawn."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from rich.cells import cell_len

from dlquiz.screen.prompt import Request, are_separate_answers, is_command, render_lead
from dlquiz.screen.screen import Screen


class PlainPrompt:
    """Asks with `input`.  Commands complete with Tab, the arrow up brings answers back, where Python has `readline`."""

    def __init__(self, measured: Callable[[], Screen], list_typed: Callable[[], list[str]] = list) -> None:
        self.measured = measured
        self.list_typed: Callable[[], list[str]] | None = list_typed  # None once it was asked
        self.waiting: list[str] = []  # lines that were pasted behind an answer, and are answers of their own
        self.commands: Sequence[str] = ()
        self.editor = load_readline(self.complete_command)

    def complete_command(self, text: str, state: int) -> str | None:
        """The commands that begin so; called by `readline`."""
        found = [command for command in self.commands if text.startswith("/") and command.startswith(text)]
        return found[state] if state < len(found) else None

    def read_text(self, request: Request) -> str:
        """What is typed, its lines joined; EOFError and KeyboardInterrupt as `input` raises them.

        `request.goes_on` says of the lines so far whether others belong to them; else those do that were pasted
        with them.
        """
        if self.waiting:
            return self.waiting.pop(0)
        self.recall_typed()
        self.commands, goes_on = request.commands, request.goes_on
        lines = [self.read_line(request.label)]
        while goes_on(lines) and "\n" not in lines[-1] if goes_on else has_waiting_input():
            lines.append(self.read_line("…", cell_len(request.label)))
        if goes_on and any(map(is_command, lines)):
            return next(filter(is_command, lines))
        if not goes_on and len(lines) > 1 and are_separate_answers(lines):
            self.waiting = lines[1:]
            return lines[0]
        self.remember(lines)
        return "\n".join(lines).strip("\n")

    def read_line(self, label: str, room: int = 0) -> str:
        """One line."""
        screen = self.measured()
        painted = screen.to_ansi(render_lead(label, screen, room))

        def show_again() -> None:
            sys.stdout.write(painted + (self.editor.get_line_buffer() if self.editor else ""))
            sys.stdout.flush()

        try:
            with allow_pausing(show_again):
                return input(painted)
        except (EOFError, KeyboardInterrupt):
            screen.show([""])
            raise

    def recall_typed(self) -> None:
        """What was typed on other evenings, for the arrow up."""
        if self.list_typed is not None and self.editor is not None:
            for text in self.list_typed():
                self.remember([text])
        self.list_typed = None

    def remember(self, lines: Sequence[str]) -> None:
        """Keep an answer for the arrow up, as long as the program runs."""
        text = " ".join(" ".join(lines).split())
        if self.editor is not None and text and not is_command(text):
            self.editor.add_history(text)


def load_readline(complete: Callable[[str, int], str | None]) -> Any:
    """The `readline` module, set up; None where Python has none, as on Windows, whose console edits lines itself."""
    try:
        import readline
    except ImportError:
        return None
    readline.set_auto_history(False)
    readline.set_completer(complete)
    readline.set_completer_delims("\n")
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    return readline


def has_waiting_input() -> bool:
    """Whether more lines stand ready: a paste into a terminal that does not mark pastes for `readline`."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return False
    import select

    return bool(select.select([sys.stdin], [], [], 0)[0])


@contextmanager
def allow_pausing(show_again: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-Z stop the program while `readline` edits a line.

    Python keeps `readline` from handling the signal, so the program gives the terminal back itself; in the foreground
    again it takes the terminal as it was, and calls `show_again`.
    """
    if sys.platform == "win32" or not os.isatty(sys.stdin.fileno()):
        yield
        return
    import termios

    idle = termios.tcgetattr(sys.stdin)

    def pause(_number: int, _frame: FrameType | None) -> None:
        sys.stdout.write("\n")
        sys.stdout.flush()
        editing = termios.tcgetattr(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, idle)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)  # stops here
        signal.signal(signal.SIGTSTP, pause)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, editing)
        show_again()

    before: Any = signal.signal(signal.SIGTSTP, pause)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)
