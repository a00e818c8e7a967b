"""A bank's text as the parser sees it: without forbidden characters, with places counted as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Any

from dlquiz.errors import Fault, Place

FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class Unreadable(Exception):
    """The text is not YAML, or exceeds what a bank may hold."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Source:
    """A text, or a piece of one, whose first line is line `first` (from 0) of its file."""

    def __init__(self, text: str, file: str, first: int = 0) -> None:
        self.text = text
        self.file = file
        self.first = first

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """A line by its number in the piece, from 0; empty after the last."""
        return self.lines[number] if number < len(self.lines) else ""

    def place(self, line: int, column: int) -> Place:
        """The place in the file of a line and a column of the piece, both counted from 0."""
        return Place(self.file, self.first + line + 1, column + 1)

    def place_of_mark(self, mark: Any) -> Place:
        """The place of one of the parser's marks."""
        return self.place(mark.line, mark.column) if mark else Place(self.file, 1, 1)

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def at(self, index: int) -> Place:
        """The place of an offset in the text."""
        line = bisect_right(self.line_starts, index) - 1
        return self.place(line, index - self.line_starts[line])


def replace_forbidden(text: str, file: str, faults: list[Fault]) -> str:
    """The text with every character replaced that YAML forbids or reads as a line end; each line has one fault."""
    if not FORBIDDEN.search(text):
        return text
    for number, line in enumerate(text.split("\n")):
        found = FORBIDDEN.search(line)
        if found:
            place = Place(file, number + 1, found.start() + 1)
            faults.append(Fault(place, f"the character U+{ord(found.group()):04X} is not allowed in a bank; remove it"))
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
