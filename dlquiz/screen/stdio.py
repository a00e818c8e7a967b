"""What verbs print without a screen: sentences, complaints, JSON.  Harmless, and in the encoding of the stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, BinaryIO, TextIO

from dlquiz.errors import UsageError
from dlquiz.screen.charset import HARD_SPACE, can_encode, clean_text, spell_text

MAX_LINE = 1_000_000  # bytes of a line on standard input


def open_streams() -> None:
    """Standard streams that the shell has closed lead to nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is typed may not be in the encoding of the terminal


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream as they come; of one that is too long to be kept, its beginning."""
    while line := stream.readline(MAX_LINE):
        yield line
        while len(line) == MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE)


def decode_line(line: bytes) -> str:
    """A line as text, in UTF-8 whatever the locale; UsageError where it is not."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"this line is not UTF-8 (at byte {error.start + 1})") from None


def discard_output() -> None:
    """Let go of a standard output that takes nothing any more, so that closing it is silent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_text(text: object) -> None:
    """Lines on standard output."""
    write_lines(str(text), sys.stdout)


def print_error(text: object) -> None:
    """Lines on standard error."""
    with suppress(OSError):  # there is nowhere left to complain
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
