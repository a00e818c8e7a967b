"""Reads lists of questions in Markdown, as people and language models write them.

A question begins with a number, a heading or `Q:`.  Its options stand below, in a task list (`- [x]` is right), or
lettered with the right one in bold, behind a check mark or named by a line `Answer: b`.  `Answer:` or `A:` before a
text gives an answer without options, `Because:` or `Explanation:` what is said afterwards.
"""

from __future__ import annotations

import re

from dlquiz.importing.draft import AnswerDraft, ChoiceDraft, Draft, Found, Loss, OptionDraft, guess_answer

QUESTION = re.compile(
    r"(?:\d+[.)]\s+|#{1,6}\s+(?:\d+[.)]\s*)?|\*{0,2}Q(?:uestion)?\s*\d*\s*[:.)]\*{0,2}\s*)(?P<text>.*)", re.IGNORECASE
)
OPTION = re.compile(
    r"\s*(?:[-*+]\s+\[(?P<box>[ xX✓])\]\s+"
    r"|(?:[-*+]\s+)?(?P<mark>\*\*|[*✓✔]\s*)?\(?(?P<letter>[A-Ha-h])[.)]\s+|[-*+]\s+)(?P<text>.*)"
)
RIGHT = re.compile(r"\s*\*{0,2}(?:correct\s+)?(?:answer|solution|A)\s*:\*{0,2}\s*(?P<text>.*)", re.IGNORECASE)
REMARK = re.compile(r"\s*\*{0,2}(?:explanation|because|why|rationale|note)\s*:\*{0,2}\s*(?P<text>.*)", re.IGNORECASE)
BOLD = re.compile(r"\*\*(.+)\*\*\.?")
CHECKED = re.compile(r"\s*(?:✓|✔|✅|\(correct\)|\[x\])\s*$", re.IGNORECASE)
LETTERS = re.compile(r"\(?([A-Ha-h])(?:[.)]?(?=[\s,;&]|$))")


class Block:
    """The lines of one question, sorted by what they say."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.ask = [text] if text else []
        self.options: list[tuple[str, str, bool]] = []  # letter, text, whether it is marked as right
        self.answer = ""
        self.remark = ""
        self.heading = False  # a heading may be no question at all
        self.open = "ask"  # what a line without a mark belongs to

    def add(self, row: str) -> None:
        """A further line."""
        right, remark, option = RIGHT.fullmatch(row), REMARK.fullmatch(row), OPTION.fullmatch(row)
        if right:
            self.answer, self.open = right["text"].strip(), "answer"
        elif remark:
            self.remark, self.open = remark["text"].strip(), "remark"
        elif option and self.open in ("ask", "options"):
            self.add_option(option)
        elif self.open == "ask":
            self.ask.append(row.rstrip())
        elif row.strip():
            self.go_on(row.strip())

    def add_option(self, found: re.Match[str]) -> None:
        """An option, and whether it is marked as right."""
        text = found["text"].strip()
        marked = (found["box"] or " ") in "xX✓" or bool(found["mark"]) or bool(CHECKED.search(text))
        text = CHECKED.sub("", text).strip()
        bold = BOLD.fullmatch(text)
        if found["mark"] == "**":
            text = text.removesuffix("**").strip()
        elif bold:
            text, marked = bold[1], True
        self.options.append(((found["letter"] or "").lower(), text, marked))
        self.open = "options"

    def go_on(self, text: str) -> None:
        """A line that belongs to the one before it."""
        if self.open == "options":
            letter, before, marked = self.options[-1]
            self.options[-1] = letter, f"{before} {text}", marked
        elif self.open == "answer":
            self.answer = f"{self.answer} {text}".strip()
        else:
            self.remark = f"{self.remark} {text}".strip()


def read_list(text: str) -> Found:
    """The questions of a text."""
    blocks: list[Block] = []
    for number, row in enumerate(text.splitlines(), 1):
        begins = QUESTION.fullmatch(row) if not row.startswith((" ", "\t")) else None
        if begins:
            blocks.append(Block(number, begins["text"].strip().strip("*").strip()))
            blocks[-1].heading = row.startswith("#")
        elif blocks:
            blocks[-1].add(row)
    drafts: list[Draft] = []
    losses: list[Loss] = []
    for block in blocks:
        if block.heading and not block.options and not block.answer:
            continue
        try:
            drafts.append(read_block(block))
        except ValueError as fault:
            losses.append(Loss(block.line, str(fault)))
    return Found(tuple(drafts), tuple(losses))


def read_block(block: Block) -> Draft:
    """A question; ValueError where it has none, or no answer."""
    ask = "\n".join(block.ask).strip()
    if not ask:
        raise ValueError("the question is empty")
    return Draft(block.line, ask.split("\n", 1)[0], ask, read_answer(block), remark=block.remark)


def read_answer(block: Block) -> AnswerDraft:
    """The options with those that are right, or the answer in words."""
    if not block.options:
        if not block.answer:
            raise ValueError("it has neither options nor an answer")
        return guess_answer(block.answer)
    named = {letter.lower() for letter in LETTERS.findall(block.answer)} if block.answer else set()
    options = [
        OptionDraft(text, marked or letter in named or is_same(text, block.answer))
        for letter, text, marked in number_options(block.options)
    ]
    if not any(option.right for option in options):
        raise ValueError("none of its options is marked as right")
    return ChoiceDraft(tuple(options))


def number_options(options: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Options with their letters; those without one are lettered in order."""
    return [
        (letter or "abcdefghijklmnopqrstuvwxyz"[i % 26], text, marked)
        for i, (letter, text, marked) in enumerate(options)
    ]


def is_same(text: str, answer: str) -> bool:
    """Whether an answer is an option's own words."""
    return bool(answer) and " ".join(text.split()).casefold() == " ".join(answer.split()).casefold()
