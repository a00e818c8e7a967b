"""How a part of a question is asked and answered on paper: the same for cards, sheets and plain text.

All texts are Markdown with `$LaTeX$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dlquiz import kinds
from dlquiz.kinds.option_letters import ALPHABET
from dlquiz.language.write.values import value_to_latex
from dlquiz.model import AnswerKey
from dlquiz.problem import Asked

EXPONENT = re.compile(r"(?<=\d)e([-+]?\d+)")
MARKUP = re.compile(r"([\\`*_$\[\]<>#|])")
Row = tuple[str, str]  # a letter, a number or nothing, and what stands behind it
Answer = tuple[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part, ready to be set."""

    ask: str
    lefts: tuple[Row, ...]  # numbered, for a match
    choices: tuple[Row, ...]  # lettered: options, items, right sides
    instruction: str
    answer: str
    notes: tuple[Row, ...]  # below the answer, line by line


def part(asked: Asked) -> Part:
    """A part as it is set."""
    expected = asked.expected
    answer, notes = answered(expected)
    return Part(
        asked.ask,
        numbered(expected.lefts),
        lettered(expected.options or expected.items or expected.rights),
        instruction(expected),
        answer,
        notes,
    )


def lettered(texts: tuple[str, ...]) -> tuple[Row, ...]:
    """Texts behind their letters."""
    return tuple(zip(ALPHABET, texts, strict=False))


def numbered(texts: Iterable[str]) -> tuple[Row, ...]:
    """Texts behind their numbers."""
    return tuple((str(i), text) for i, text in enumerate(texts, 1))


def instruction(expected: AnswerKey) -> str:
    """How to answer; empty where the question shows it."""
    if expected.kind == "choice":
        return "all that apply" if len(expected.right) > 1 else ""
    if expected.kind == "order":
        return "put them in order"
    return {"match": "match numbers and letters", "recall": "in your own words"}.get(expected.kind) or told(expected)


def told(expected: AnswerKey) -> str:
    """How to answer, in the words of the terminal."""
    return kinds.instruction(expected)


def answered(expected: AnswerKey) -> Answer:
    """The answer, and what stands below it."""
    if expected.kind in SHOWN:
        return SHOWN[expected.kind](expected)
    if expected.kind in ("integer", "number", "vector", "matrix", "expression"):
        return f"${latex(expected)}$", ()
    return literal(kinds.to_text(expected)), ()


def latex(expected: AnswerKey) -> str:
    """A quantity as LaTeX, its numbers rounded as the question asks."""
    if expected.kind == "expression":
        return value_to_latex(expected.value)
    text = EXPONENT.sub(r" \\cdot 10^{\1}", kinds.to_text(expected))
    if expected.kind in ("integer", "number"):
        return text
    rows = [row.strip(" []").split(", ") for row in text.split("],")]
    return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(row) for row in rows) + r"\end{pmatrix}"


def choice(expected: AnswerKey) -> Answer:
    """The right options, then why each option is right or wrong, where the bank says so."""
    rows = lettered(expected.options)
    right = "; ".join(f"{rows[i][0]}) {rows[i][1]}" for i in expected.right)
    reasons = zip(rows, expected.because, strict=False)
    return right, tuple((letter, because) for (letter, _), because in reasons if because.strip())


def text(expected: AnswerKey) -> Answer:
    """The first wording that is accepted, then the others."""
    first, *others = expected.accept
    return literal(first), tuple(("", f"also: {literal(other)}") for other in others)


def order(expected: AnswerKey) -> Answer:
    """The letters in order, then what stands behind them."""
    rows = lettered(expected.items)
    return " ".join(rows[i][0] for i in expected.order), tuple(rows[i] for i in expected.order)


def match(expected: AnswerKey) -> Answer:
    """The pairs by number and letter, then in words."""
    rows = lettered(expected.rights)
    partners = [rows[right] for right in expected.partner]
    notes = (f"{left} → {right}" for left, (_, right) in zip(expected.lefts, partners, strict=True))
    return " ".join(f"{i}{letter}" for i, (letter, _) in enumerate(partners, 1)), numbered(notes)


def recall(expected: AnswerKey) -> Answer:
    """What a full answer says."""
    return "", tuple(("", point) for point in expected.points)


SHOWN = {"choice": choice, "text": text, "order": order, "match": match, "recall": recall}


@lru_cache(1024)
def literal(text: str) -> str:
    """Words as they stand, whatever signs are in them, as Markdown."""
    return MARKUP.sub(r"\\\1", text)


__all__ = ["Part", "Row", "literal", "part"]
