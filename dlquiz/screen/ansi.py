"""Emphasis inside a text, and how it becomes escape sequences or nothing.

A text for the screen carries its emphasis as private characters: `BOLD + "z" + END`.  `paint` is the only place where
escape sequences are made and the only way to the terminal, and it cleans all between the marks; so no character of a
bank or of a typed answer can move the cursor, and the worst that a forged mark can do is to be bold.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dlquiz.screen.charset import clean, width

BOLD, DIM, GOOD, BAD, END, DOT = map(chr, range(0xF8E0, 0xF8E6))
CODES = {BOLD: "1", DIM: "2", GOOD: "32", BAD: "31"}  # of the terminal's own palette: fits light and dark
MARKS = re.compile(f"([{BOLD}-{DOT}])")
STYLES = re.compile(f"[{BOLD}-{END}]")


def bold(text: str) -> str:
    """Set off."""
    return f"{BOLD}{text}{END}"


def dim(text: str) -> str:
    """Beside the point."""
    return f"{DIM}{text}{END}"


def good(text: str) -> str:
    """Right; green where there is colour, so there is a word or a sign too."""
    return f"{GOOD}{text}{END}"


def bad(text: str) -> str:
    """Wrong; red where there is colour, so there is a word or a sign too."""
    return f"{BAD}{text}{END}"


def span(text: str) -> int:
    """How many columns a text with marks takes."""
    return width(STYLES.sub("", text)) if not text.isascii() else len(text)


def unmarked(text: str) -> str:
    """Text of others without any private character, so that layout and marks are ours alone."""
    return MARKS.sub("", text)


def paint(text: str, colour: bool, spell: Callable[[str], str]) -> str:
    """One line for the terminal: cleaned, spelled in what the terminal can show, with its emphasis or without."""
    made: list[str] = []
    open_: list[str] = []
    for piece in MARKS.split(text):
        if piece == DOT:
            made.append("·" if spell("·") == "·" else "-")
        elif piece in CODES:
            open_.append(CODES[piece])
            made.append(f"\033[{CODES[piece]}m" if colour else "")
        elif piece == END:
            if open_:
                open_.pop()
                made.append(f"\033[0{''.join(';' + code for code in open_)}m" if colour else "")
        elif piece:
            made.append(spell(clean(piece)))
    if open_ and colour:
        made.append("\033[0m")
    return "".join(made)
