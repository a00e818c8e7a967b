"""Reading what is typed: a line with editing and history, or several up to a blank one."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.pause import pausable
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import clip_text

BRACKETS = {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}
MOST_ROWS = 100
ROWS_FOOTER = f"{MARGIN}a blank line ends it"
ESCAPES = re.compile(r"(\033\[[0-9;]*m)")
GoesOn = Callable[[Sequence[str]], bool]


class QuizLeft(Exception):
    """The learner wants to stop."""


class Prompt:
    """Asks for lines.  Commands complete with Tab; what was typed comes back with the arrow up, and is kept nowhere."""

    def __init__(self, commands: Sequence[str]) -> None:
        self.commands = commands
        self.editor = line_editor(self.complete)
        self.waiting: list[str] = []  # lines that were pasted behind an answer, and are answers of their own

    def complete(self, text: str, state: int) -> str | None:
        """The commands that begin so; called by `readline`."""
        found = [command for command in self.commands if text.startswith("/") and command.startswith(text)]
        return found[state] if state < len(found) else None

    def read(self, label: str, screen: Screen, footer: str = "", goes_on: GoesOn | None = None) -> str:
        """What is typed, its lines joined; EOFError and KeyboardInterrupt as `input` raises them.

        `goes_on` says of the lines so far whether others belong to them; else those do that were pasted with them.
        """
        if self.waiting:
            return self.waiting.pop(0)
        lines = [self.line(lead(label, screen), screen, footer)]
        while goes_on(lines) if goes_on else pasted():
            lines.append(self.line(lead("…", screen, cell_len(label)), screen, ROWS_FOOTER if goes_on else ""))
        if len(lines) > 1 and any(is_command(line) or (not goes_on and not line.strip()) for line in lines):
            return self.apart(lines, rows=goes_on is not None)
        self.remember(lines)
        return "\n".join(lines).strip("\n")

    def apart(self, lines: list[str], rows: bool) -> str:
        """Lines with a command among them: begun rows give way to it, whole answers wait for their turn."""
        if rows:
            return next(line for line in lines if is_command(line))
        self.waiting = lines[1:]
        return lines[0]

    def line(self, lead: Text, screen: Screen, footer: str) -> str:
        """One line; the footer stands below it while it is typed."""
        show_footer(footer, screen)
        painted = screen.to_ansi(lead)

        def leave() -> None:
            sys.stdout.write("\033[J\n" if screen.moves else "\n")
            sys.stdout.flush()

        def back() -> None:
            show_footer(footer, screen)
            sys.stdout.write(painted + (self.editor.get_line_buffer() if self.editor else ""))
            sys.stdout.flush()

        try:
            with pausable(leave, back):
                return input(ESCAPES.sub("\001\\1\002", painted) if self.editor else painted)  # \001 \002: no room
        except (EOFError, KeyboardInterrupt):
            screen.show([""])
            raise
        finally:
            if footer and screen.moves:
                sys.stdout.write("\033[J")

    def remember(self, lines: Sequence[str]) -> None:
        """Keep an answer for the arrow up, as long as the program runs."""
        text = " ".join(" ".join(lines).split())
        if self.editor is not None and text and not is_command(text):
            self.editor.add_history(text)


def line_editor(complete: Callable[[str, int], str | None]) -> Any:
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


def lead(label: str, screen: Screen, room: int = 0) -> Text:
    """What stands before the cursor; continuation lines keep the room of the first one's label."""
    label = screen.spell(label)
    if screen.plain:
        return Text(f"{label}: ")
    return screen.to_text(Text.assemble(MARGIN, " " * max(0, room - cell_len(label)), (label, "bold"), " › "))


def show_footer(footer: str, screen: Screen) -> None:
    """Write the footer on the next line and come back, where the cursor can."""
    if footer and screen.moves:
        line = screen.to_ansi(Text(clip_text(footer, screen.width - 1), "dim"))
        sys.stdout.write(f"\n{line}\033[A\r")
        sys.stdout.flush()


def pasted() -> bool:
    """Whether more lines stand ready: a paste into a terminal that does not mark pastes for `readline`."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return False
    import select

    return bool(select.select([sys.stdin], [], [], 0)[0])


def is_command(text: str) -> bool:
    """Whether a line is addressed to the program."""
    return text.strip() == "?" or text.strip().startswith("/")


def rows_go_on(lines: Sequence[str]) -> bool:
    """Whether a matrix goes on: up to a blank line, unless it came with brackets, semicolons, or as one paste."""
    text = "\n".join(lines)
    if ended(lines) or "\n" in lines[-1]:
        return False
    return brackets_go_on(lines) or not any(char in text for char in "[(;")


def brackets_go_on(lines: Sequence[str]) -> bool:
    """Whether a bracket is open."""
    return not ended(lines) and sum(BRACKETS.get(char, 0) for line in lines for char in line) > 0


def ended(lines: Sequence[str]) -> bool:
    """Whether nothing can follow: a blank line, a command, or too many rows."""
    return not lines[-1].strip() or is_command(lines[-1]) or len(lines) >= MOST_ROWS


GOES_ON: dict[str, GoesOn] = {"rows": rows_go_on, "brackets": brackets_go_on}  # by the lines that a kind takes
