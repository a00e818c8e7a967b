"""What verbs print without a screen: sentences, complaints, JSON.  Harmless, and in the encoding of the stream."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any, TextIO

from dlquiz.screen.charset import HARD_SPACE, can_encode, clean_text, spell_text


def open_streams() -> None:
    """Standard streams that the shell has closed lead to nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.isatty():
        sys.stdin.reconfigure(errors="replace")  # what is typed may not be in the encoding of the terminal


def discard_output() -> None:
    """Let go of a standard output that takes nothing any more, so that closing it is silent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_text(text: object) -> None:
    """Lines on standard output."""
    write_lines(str(text), sys.stdout)


def print_error(text: object) -> None:
    """Lines on standard error."""
    write_lines(str(text), sys.stderr)


def write_lines(text: str, stream: TextIO) -> None:
    """Lines on a stream, with nothing in them that a terminal would obey."""
    encoding = stream.encoding or "ascii"
    for line in text.split("\n"):
        line = clean_text(line).replace(HARD_SPACE, " ")
        stream.write((line if can_encode(line, encoding) else spell_text(line, encoding)) + "\n")


def print_json(data: Any, indent: int | None = None) -> None:
    """One JSON text on standard output; in ASCII where it holds what a terminal would obey or could not show."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=indent)
    if not text.replace("\n", "").isprintable() or not can_encode(text, sys.stdout.encoding or "ascii"):
        text = json.dumps(data, indent=indent)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
