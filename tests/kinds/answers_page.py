"""The page docs/answers.md, written from the examples: `python -m tests.kinds.answers_page` renews it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from dlquiz import kinds

PAGE = Path(__file__).parents[2] / "docs" / "answers.md"
HEAD = """\
# How answers are read

Every row is a test. *Close* means: not right, but the method was right and the rounding was not. *Unreadable* texts are
asked again and cost no attempt; whether a text can be read never depends on the right answer. (In a bank, `variables`
stands in the question, not beside `value`.)

This page is written by `python -m tests.kinds.answers_page`.
"""
MARKS = {"\n": "⏎", "\t": "⇥", "|": "\\|", "`": "ˋ"}


def examples(kind: str) -> list[tuple[Mapping[str, Any], str, str, str]]:
    """The examples of a kind: answer, typed text, verdict, why."""
    module = importlib.import_module(f"tests.kinds.examples.{kind.replace('-', '_')}")
    found: list[tuple[Mapping[str, Any], str, str, str]] = module.EXAMPLES
    return found


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for kind in kinds.KINDS for line in chapter(kind))])


def chapter(kind: str) -> Iterator[str]:
    """The lines of one kind: a table for every answer."""
    about = str(kinds.kind(kind).__doc__).split("\n\n")[0].strip()
    yield f"## {kind}\n\n{about}\n"
    for _, rows in groupby(examples(kind), key=lambda row: id(row[0])):
        listed = list(rows)
        yield f"Expected: {code(described(listed[0][0]))}\n"
        yield "| typed | verdict | why |\n|---|---|---|"
        yield from (f"| {code(shown(typed))} | {verdict} | {why} |" for _, typed, verdict, why in listed)
        yield ""


def described(answer: Mapping[str, Any]) -> str:
    """An answer on one line."""
    return ", ".join(f"{key}: {plain(value)}" for key, value in answer.items() if key != "kind")


def plain(value: Any) -> str:
    """A value as a bank writes it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {plain(v)}" for key, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(plain, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown(typed: str) -> str:
    """A typed text with what cannot be seen made visible."""
    visible = "".join(c if c.isprintable() or c in MARKS else f"⟨U+{ord(c):04X}⟩" for c in typed)
    return "".join(MARKS.get(c, c) for c in visible)


def code(text: str) -> str:
    """Text in the type of programs; spaces at its ends are kept visible."""
    kept = text.strip(" ")
    start, end = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return f"`{'␣' * start}{kept}{'␣' * (end if kept else 0)}`" if text else "(nothing)"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
