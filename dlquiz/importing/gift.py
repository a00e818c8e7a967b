"""Reads GIFT, Moodle's text format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dlquiz.importing.draft import (
    AnswerDraft,
    ChoiceDraft,
    Draft,
    Found,
    Loss,
    MatchDraft,
    NumberDraft,
    OptionDraft,
    RecallDraft,
    TruthDraft,
    WordsDraft,
    write_plain,
)
from dlquiz.importing.html_text import count_pictures, html_to_markdown
from dlquiz.kinds.kind import escape_markdown

TITLE = re.compile(r"\s*::((?:\\.|[^:\\]|:(?!:))*)::", re.DOTALL)
FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]")
OPENED = re.compile(r"(?<!\\)\{")
BLOCK = re.compile(r"\{((?:\\.|[^}\\])*)\}", re.DOTALL)
ANSWER = re.compile(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)", re.DOTALL)
ESCAPE = re.compile(r"\\([\\~=#{}:n])")
PERCENT = re.compile(r"\s*%(-?[\d.]+)%")
TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#.*)?", re.DOTALL | re.IGNORECASE)
DIGITS = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
NUMBER = re.compile(rf"\s*({DIGITS})\s*(?:(:|\.\.)\s*({DIGITS}))?\s*")
FEEDBACK = re.compile(r"(?<!\\)#")
GENERAL = re.compile(r"(?<!\\)####")
ARROW = "->"


def read_gift(text: str) -> Found:
    """The questions of a file."""
    drafts: list[Draft] = []
    losses: list[Loss] = []
    for line, block in split_blocks(text):
        try:
            drafts.append(read_question(line, block))
        except ValueError as fault:
            losses.append(Loss(line, str(fault)))
            continue
        if count_pictures(block):
            losses.append(Loss(line, "its pictures are left out"))
    return Found(tuple(drafts), tuple(losses))


def split_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each question with the line it begins on; blank lines stand between, comments and categories are dropped."""
    begin, rows = 0, list[str]()
    for number, row in enumerate([*text.splitlines(), ""], 1):
        bare = row.strip()
        if bare and not bare.startswith(("//", "$CATEGORY")):
            begin = begin if rows else number
            rows.append(row)
        elif not bare and rows:
            yield begin, "\n".join(rows)
            rows = []


def read_question(line: int, block: str) -> Draft:
    """One question; ValueError with the reason where a bank has no such kind."""
    title = TITLE.match(block)
    rest = block[title.end() :] if title else block
    form = FORMAT.match(rest)
    rest = rest[form.end() :] if form else rest
    opened = OPENED.search(rest)
    answers = BLOCK.match(rest, opened.start()) if opened else None  # without a brace that closes it, no other has one
    if answers is None:
        raise ValueError("it asks nothing: there are no answers in braces")
    form_name = form[1] if form else "moodle"
    before, after = rest[: answers.start()], rest[answers.end() :]
    blank = " \\_\\_\\_\\_\\_ " if after.strip() else ""
    ask = f"{to_markdown(before, form_name)}{blank}{to_markdown(after, form_name)}".strip()
    inside, remark = split_general(answers[1], form_name)
    answer, mistakes = read_answer(inside, form_name)
    name = unescape(title[1]).strip() if title else ""
    return Draft(line, name or ask, ask, answer, name, remark, mistakes)


def split_general(inside: str, form: str) -> tuple[str, str]:
    """The answers, and the general feedback behind `####`."""
    found = GENERAL.search(inside)
    return (inside[: found.start()], to_markdown(inside[found.end() :], form)) if found else (inside, "")


def read_answer(inside: str, form: str) -> tuple[AnswerDraft, tuple[tuple[str, str], ...]]:
    """What stands in the braces, with the wrong numbers that it names."""
    if not inside.strip():
        return RecallDraft(()), ()
    if inside.strip().startswith("#"):
        return read_numbers(inside.strip()[1:], form)
    truth = TRUTH.fullmatch(inside)
    if truth:
        return TruthDraft(truth[1].upper().startswith("T")), ()
    rows = [(sign, *split_row(text, form)) for sign, text in ANSWER.findall(inside)]
    if not rows:
        raise ValueError("its answers begin with neither = nor ~")
    if all(sign == "=" and ARROW in text for sign, text, _, _ in rows):
        return read_pairs([text for _, text, _, _ in rows], form), ()
    if all(sign == "=" for sign, _, _, _ in rows):
        full = [plain(text) for _, text, share, _ in rows if share is None or share == 100]
        return WordsDraft(tuple(full)), ()
    return read_options(rows, form), ()


def split_row(text: str, form: str) -> tuple[str, Fraction | None, str]:
    """An answer without its share and feedback, the share in per cent, and the feedback."""
    share = PERCENT.match(text)
    bare = text[share.end() :] if share else text
    cut = FEEDBACK.search(bare)
    said = to_markdown(bare[cut.end() :], form) if cut else ""
    return (bare[: cut.start()] if cut else bare), Fraction(share[1]) if share else None, said


def read_options(rows: list[tuple[str, str, Fraction | None, str]], form: str) -> ChoiceDraft:
    """The options of a choice; with a share, those with a positive one are right."""
    made = tuple(
        OptionDraft(to_markdown(text, form), sign == "=" if share is None else share > 0, said)
        for sign, text, share, said in rows
    )
    if not any(option.right for option in made):
        raise ValueError("none of its options is right")
    return ChoiceDraft(made)


def read_pairs(rows: list[str], form: str) -> MatchDraft:
    """The pairs of a match; a pair without a left side is a right side that matches nothing."""
    sides = [tuple(side.strip() for side in row.split(ARROW, 1)) for row in rows]
    pairs = tuple((to_markdown(left, form), escape_markdown(plain(right))) for left, right in sides if left)
    return MatchDraft(pairs, tuple(escape_markdown(plain(right)) for left, right in sides if not left))


def read_numbers(inside: str, form: str) -> tuple[NumberDraft, tuple[tuple[str, str], ...]]:
    """The right number, and those that are worth nothing."""
    rows = [split_row(text, form) for _, text in ANSWER.findall(inside)] or [split_row(inside, form)]
    right = next((text for text, share, _ in rows if share is None or share == 100), "")
    wrong = [(text, said) for text, share, said in rows if share == 0 and said]
    mistakes = tuple((read_number(text).value, said) for text, said in wrong)
    return read_number(right), mistakes


def read_number(text: str) -> NumberDraft:
    """`560`, `0.5:0.01` or `0.49..0.51`; ValueError for anything else."""
    found = NUMBER.fullmatch(text)
    if not found:
        raise ValueError(f'its answer "{text.strip()[:40]}" is not a number')
    value, sign, other = found.groups()
    try:
        if sign == "..":
            low, high = Fraction(value), Fraction(other)
            return NumberDraft(write_fraction((low + high) / 2), write_fraction(abs(high - low) / 2))
        return NumberDraft(write_plain(value), write_plain(other) if other and Fraction(other) else "")
    except ValueError:
        raise ValueError(f'its answer "{text.strip()[:40]}" is not a number') from None


def write_fraction(value: Fraction) -> str:
    """A fraction as a formula."""
    return str(value)


def unescape(text: str) -> str:
    """Text without the escapes of GIFT."""
    return ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def plain(text: str) -> str:
    """A text on one line, without the escapes of GIFT and without tags."""
    return " ".join(re.sub(r"<[^<>]*>", "", unescape(text)).split())


def to_markdown(text: str, form: str) -> str:
    """A text of GIFT as Markdown."""
    bare = unescape(text).strip()
    if form == "markdown":
        return bare
    if form == "plain":
        return escape_markdown(bare)
    return html_to_markdown(bare)
