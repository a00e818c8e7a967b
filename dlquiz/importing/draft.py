"""A question as a reader found it, before it is a bank."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_WORDS = 4  # of an answer that is typed; a longer one is recalled and graded by the learner
MAX_LENGTH = 48
NUMBER = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?%?")
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
MARKED = re.compile(r"[$`\\\n|]|\*\*")


@dataclass(frozen=True, slots=True)
class NumberDraft:
    """A number, and how far off it may be; an empty text where that is not said."""

    value: str
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option of a choice."""

    text: str
    right: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """Options, one or several of them right."""

    options: tuple[OptionDraft, ...]


@dataclass(frozen=True, slots=True)
class TruthDraft:
    """A statement that is true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class WordsDraft:
    """Words, of which any one is right."""

    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchDraft:
    """Pairs, and right sides that match nothing."""

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Items in their right order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecallDraft:
    """What a full answer says; the learner grades it."""

    points: tuple[str, ...]


AnswerDraft = NumberDraft | ChoiceDraft | TruthDraft | WordsDraft | MatchDraft | OrderDraft | RecallDraft


@dataclass(frozen=True, slots=True)
class Draft:
    """One question.  Its texts are Markdown with `$LaTeX$`."""

    line: int  # where it begins in the file
    name: str  # of which its id is made
    ask: str
    answer: AnswerDraft
    title: str = ""
    remark: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()  # numbers, and what is said of each


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a bank cannot carry, or that a person has to look at."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found."""

    drafts: tuple[Draft, ...]
    losses: tuple[Loss, ...] = ()


def guess_answer(text: str) -> AnswerDraft:
    """What an answer in words asks for: a number, a truth, a few words, or something to recall."""
    bare = text.strip()
    if NUMBER.fullmatch(bare) and not bare.endswith("%"):
        return NumberDraft(write_plain(bare))
    if bare.casefold().rstrip(".") in TRUTHS:
        return TruthDraft(TRUTHS[bare.casefold().rstrip(".")])
    if bare and len(bare) <= MAX_LENGTH and len(bare.split()) <= MAX_WORDS and not MARKED.search(bare):
        return WordsDraft((bare.rstrip("."),)) if bare.rstrip(".") else RecallDraft((bare,))
    return RecallDraft(split_points(bare))


def write_plain(number: str) -> str:
    """A number as formulas write it: a plain minus, no plus, a digit before the point."""
    text = number.replace("−", "-").lstrip("+")
    text = re.sub(r"^(-?)\.", r"\g<1>0.", text)
    return re.sub(r"\.(?=$|[eE])", "", text)


def split_points(text: str) -> tuple[str, ...]:
    """The items of a list as points; another text is one point."""
    items = re.findall(r"^(?:[-*+]|\d+[.)])[ \t]+(.+(?:\n[ \t]+.+)*)", text, re.MULTILINE)
    return tuple(item.strip() for item in items) if len(items) > 1 else (text,)
