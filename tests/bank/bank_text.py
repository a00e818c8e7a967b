"""Small banks for tests.  `¤` marks a place where a fault is expected; it is removed before the bank is read."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

from dlquiz.bank import build
from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError
from dlquiz.model import Question

HEAD = "topic: t\ntitle: T\nquestions:\n"
MARK = "¤"
Spot = tuple[int, int]


def write_bank(*questions: str) -> str:
    """A bank of some questions, each written without its dash; a question without an `ask` is given one."""
    return HEAD + "".join(write_item(text, number) for number, text in enumerate(questions))


def write_item(text: str, number: int = 0) -> str:
    """One question as an item of the list, with an `id` and `ask` where it has none."""
    body = dedent(text).strip("\n")
    lines = body.replace(MARK, "").split("\n")
    given = {line.partition(":")[0] for line in lines}
    extra = {"id": f"id: q-{number}", "ask": "ask: How many?"}
    missing = [line for key, line in extra.items() if key not in given]
    return "- " + indent("\n".join([*missing, body]), "  ")[2:] + "\n"


def split_marks(text: str) -> tuple[str, list[Spot]]:
    """The text without its marks, and the places of the marks."""
    spots = []
    for number, line in enumerate(text.split("\n"), 1):
        at = line.find(MARK)
        while at >= 0:
            spots.append((number, at + 1))
            line = line.replace(MARK, "", 1)
            at = line.find(MARK)
    return text.replace(MARK, ""), sorted(set(spots))


def list_faults(text: str) -> list[tuple[int, int, str]]:
    """Line, column and message of every fault; none for a good bank."""
    try:
        compile_text(text, "bank.yaml")
    except BankError as error:
        return [(fault.place.line, fault.place.column, fault.message) for fault in error.faults]
    return []


def check_faults(text: str, *fragments: str) -> None:
    """The faults of a marked bank are exactly where the marks are, and say these things in that order."""
    plain, spots = split_marks(text)
    found = list_faults(plain)
    assert sorted({(line, column) for line, column, _ in found}) == spots, found
    for fragment in fragments:
        assert any(fragment in message for _, _, message in found), (fragment, found)


def compile_bank(text: str) -> dict[str, Any]:
    """The plain data of a good bank."""
    return compile_text(text, "bank.yaml")


def build_questions(text: str) -> list[Question]:
    """The questions of a good bank."""
    made = compile_bank(text)
    return [build.build_question(one, made["topic"], "bank.yaml") for one in made["questions"]]


def build_single(text: str) -> Question:
    """The only question of a bank, written without head and dash."""
    (made,) = build_questions(write_bank(text))
    return made
