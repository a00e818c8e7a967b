"""Texts set into lines: broken, padded, cut, or at the two ends of one."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

MIN_ROOM = 4  # columns that a line keeps, however far it is moved in


def break_lines(text: Text, console: Console, first: Text, rest: Text) -> list[Text]:
    """One paragraph in lines; `first` begins the first line, `rest` the others, and both may differ in width."""
    lines = list(text.wrap(console, room_behind(console, first)))
    if len(lines) > 1 and first.cell_len != rest.cell_len:
        lines[1:] = text_behind(text, lines[0]).wrap(console, room_behind(console, rest))
    return [strip_end(Text.assemble(rest if i else first, line)) for i, line in enumerate(lines or [Text()])]


def room_behind(console: Console, lead: Text) -> int:
    """The columns of a line behind its lead."""
    return max(MIN_ROOM, console.width - lead.cell_len)


def text_behind(text: Text, head: Text) -> Text:
    """The text without its first line."""
    start = len(head)
    return text[start + len(text.plain[start:]) - len(text.plain[start:].lstrip(" ")) :]


def collapse_spaces(text: Text) -> Text:
    """The words of a text with one space between them."""
    if "  " not in text.plain and text.plain == text.plain.strip(" "):
        return text
    return Text(" ").join(word for word in text.split(" ", allow_blank=True) if word.plain)


def strip_end(line: Text) -> Text:
    """A line without spaces at its end."""
    line.rstrip()
    return line


def pad_text(text: str, size: int) -> str:
    """A text with spaces up to a width."""
    return text + " " * max(0, size - cell_len(text))


def clip_text(text: str, size: int) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    return text if cell_len(text) <= size else set_cell_size(text, size - 1).rstrip(" ") + "…"


def set_apart(left: str | Text, right: str | Text, size: int) -> Text:
    """Two texts at the two ends of a line."""
    line = Text.assemble(left)
    line.pad_right(max(1, size - line.cell_len - Text.assemble(right).cell_len))
    return line.append_text(Text.assemble(right))
