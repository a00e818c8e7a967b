"""What the line below an answer says while it is typed: how it is read so far, never whether it is right."""

from __future__ import annotations

from collections.abc import Callable

from dlquiz.errors import DlquizError
from dlquiz.screen.prompt import brackets_go_on, is_command

MAX_CHARACTERS = 200  # of a longer text the reading has no room, and reading it could hold a key up
UNFINISHED = "+-−*×·/÷^,;:.=_|"  # what an answer does not end with


class LiveReading:
    """Describes one text after the other as it grows; `read` gives the echo of a text, or raises a DlquizError."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self.read = read
        self.text = ""  # the text that was described last
        self.description = ""
        self.echo = ""  # of the last text that could be read, while more is typed behind it

    def describe_text(self, text: str) -> str:
        """`reads as …`; empty where there is nothing to add to what was typed, or nothing that can be read.

        Behind a sign or inside a bracket the last reading stays, with dots, so that the line does not flicker.
        """
        if text != self.text:
            self.echo = self.read_echo(text)
            self.text, self.description = text, f"reads as {self.echo}" if self.echo else ""
        return self.description

    def read_echo(self, text: str) -> str:
        """How a text is read."""
        if not text.strip() or is_command(text) or len(text) > MAX_CHARACTERS:
            return ""
        try:
            return self.read(text.strip("\n"))
        except DlquizError:
            grows = self.echo and text.startswith(self.text)
            return f"{self.echo.removesuffix(' …')} …" if grows and is_unfinished(text) else ""


def is_unfinished(text: str) -> bool:
    """Whether a text waits for more: a sign at its end, or an open bracket."""
    return text.rstrip().endswith(tuple(UNFINISHED)) or brackets_go_on([text])
