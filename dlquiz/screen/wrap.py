"""Words set into lines of a given width."""

from __future__ import annotations

import re

from dlquiz.screen.ansi import END, STYLES, span

WORDS = re.compile(r"[^ ]+")


def filled(text: str, room: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `room` columns; `first` begins the first line, `rest` the others."""
    rest = " " * span(first) if rest is None else rest
    lines: list[str] = []
    for hard in text.split("\n"):
        lines += broken(hard, room, first if not lines else rest, rest)
    return carried(lines)


def carried(lines: list[str]) -> list[str]:
    """Emphasis that runs over several lines, ended and begun anew on each: lines are painted one by one."""
    made, open_ = [], ""
    for line in lines:
        begun = open_
        for mark in STYLES.findall(line):
            open_ = open_[:-1] if mark == END else open_ + mark
        made.append(begun + line + END * len(open_))
    return made


def broken(text: str, room: int, first: str, rest: str) -> list[str]:
    """One paragraph in lines."""
    lines: list[str] = []
    line, used, empty = first, span(first), True
    for word in WORDS.findall(text):
        size = span(word)
        if not empty and used + 1 + size > room:
            lines.append(line)
            line, used, empty = rest, span(rest), True
        while used + size > room and size > 1 and room - used > 4:  # longer than a line: broken where it must be
            head, word = cut(word, room - used - (0 if empty else 1))
            lines.append(line + head)
            line, used, size = rest, span(rest), span(word)
        line += word if empty else " " + word
        used += size + (0 if empty else 1)
        empty = False
    return [*lines, line.rstrip(" ")]


def folded(line: str, room: int, first: str, rest: str) -> list[str]:
    """One line with its spaces kept, broken behind a space where it is too long."""
    made: list[str] = []
    while span(first + line) > room:
        head, _ = cut(line, room - span(first))
        at = head.rstrip().rfind(" ") + 1
        at = at if head[:at].strip() else len(head)
        made.append((first + line[:at]).rstrip())
        line, first = line[at:], rest
    return [*made, first + line]


def cut(word: str, room: int) -> tuple[str, str]:
    """A word in two, the first at most `room` columns wide."""
    used = 0
    for i, char in enumerate(word):
        used += span(char)
        if used > room:
            return (word[:i], word[i:]) if i else (word[:1], word[1:])
    return word, ""


def padded(text: str, size: int, right: bool = False) -> str:
    """Text with spaces up to a width."""
    gap = " " * max(0, size - span(text))
    return gap + text if right else text + gap


def clipped(text: str, size: int) -> str:
    """Text cut to a width, with an ellipsis where something is missing."""
    return text if span(text) <= size else cut(text, size - 1)[0] + "…"


def edges(left: str, right: str, size: int) -> str:
    """Two texts at the two ends of a line."""
    return left + " " * max(1, size - span(left) - span(right)) + right
