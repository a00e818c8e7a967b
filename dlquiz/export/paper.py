"""How a part of a question is asked and answered on paper: the same for cards, sheets and plain text.

All texts are Markdown with `$LaTeX$`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dlquiz import kinds
from dlquiz.kinds.kind import Row
from dlquiz.kinds.option_letters import ALPHABET
from dlquiz.problem import AskedPart


@dataclass(frozen=True, slots=True)
class Part:
    """A part, ready to be set."""

    ask: str
    lefts: tuple[Row, ...]  # numbered, for a match
    choices: tuple[Row, ...]  # lettered: options, items, right sides
    instruction: str
    answer: str
    notes: tuple[Row, ...]  # below the answer, line by line


def part(asked: AskedPart) -> Part:
    """A part as it is set."""
    key, kind = asked.key, kinds.kind(asked.kind)
    return Part(
        asked.ask,
        numbered(key.lefts),
        lettered(key.options or key.items or key.rights),
        kind.paper_instruction(key),
        kind.to_markdown(key),
        kind.paper_notes(key),
    )


def lettered(texts: tuple[str, ...]) -> tuple[Row, ...]:
    """Texts behind their letters."""
    return tuple(zip(ALPHABET, texts, strict=False))


def numbered(texts: Iterable[str]) -> tuple[Row, ...]:
    """Texts behind their numbers."""
    return tuple((str(i), text) for i, text in enumerate(texts, 1))


__all__ = ["Part", "Row", "part"]
