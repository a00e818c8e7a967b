"""A part of a question as cards, sheets and plain text show it.

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
class PaperPart:
    """What an export shows of one part."""

    ask: str
    lefts: tuple[Row, ...]  # numbered, for a match
    choices: tuple[Row, ...]  # lettered: options, items, right sides
    instruction: str
    answer: str
    notes: tuple[Row, ...]  # below the answer, line by line


def prepare_part(asked: AskedPart) -> PaperPart:
    """What an export shows of a part that a problem asks."""
    key, kind = asked.key, kinds.kind(asked.kind)
    return PaperPart(
        asked.ask,
        number_rows(key.lefts),
        letter_rows(key.options or key.items or key.rights),
        kind.paper_instruction(key),
        kind.to_markdown(key),
        kind.paper_notes(key),
    )


def letter_rows(texts: tuple[str, ...]) -> tuple[Row, ...]:
    """Each text with its letter: a, b, c."""
    return tuple(zip(ALPHABET, texts, strict=False))


def number_rows(texts: Iterable[str]) -> tuple[Row, ...]:
    """Each text with its number: 1, 2, 3."""
    return tuple((str(i), text) for i, text in enumerate(texts, 1))


__all__ = ["PaperPart", "Row", "prepare_part"]
