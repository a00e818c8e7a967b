"""Writes drafts as a bank.  Every text stands in a block of its own, in which no sign has a meaning to YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from textwrap import indent
from typing import Any

from dlquiz.importing.draft import (
    ChoiceDraft,
    Draft,
    MatchDraft,
    NumberDraft,
    OrderDraft,
    RecallDraft,
    TruthDraft,
    WordsDraft,
)

MAX_ID = 60
MAX_TITLE = 80
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
BRACES = re.compile(r"\{\{")
NO_POINTS = "Compare with your notes: the file gives no answer."


def write_bank(topic: str, title: str, drafts: Sequence[Draft], source: str) -> tuple[str, list[int]]:
    """The bank, and the line on which each draft begins in it."""
    head = f"# Imported from {clean_line(source)}.\ntopic: {topic}\ntitle: |-\n  {clean_line(title)}\nquestions:\n"
    lines, places, taken = head, list[int](), set[str]()
    for draft in drafts:
        places.append(lines.count("\n") + 2)
        lines += "\n" + write_question(draft, make_id(topic, draft.name, taken))
    return lines, places


def make_id(topic: str, name: str, taken: set[str]) -> str:
    """An id that begins with the topic and goes on with the words of a name; each once."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\$[^$]*\$", " ", name).lower()).strip("-")
    base = words if words.startswith(f"{topic}-") else f"{topic}-{words or 'question'}"
    base = base[:MAX_ID].strip("-")
    made, count = base, 1
    while made in taken:
        count += 1
        made = f"{base}-{count}"
    taken.add(made)
    return made


def write_question(draft: Draft, id: str) -> str:
    """One question."""
    rows = [f"- id: {id}"]
    title = clean_line(draft.title)[:MAX_TITLE].strip()
    if title:
        rows.append(f"  title: {write_text(title, 2)}")
    rows += [f"  ask: {write_text(draft.ask, 2)}", *write_answer(draft)]
    if draft.mistakes:
        rows.append("  mistakes:")
        for value, says in draft.mistakes:
            rows += [f"    - gives: {value}", f"      says: {write_text(says, 6)}"]
    if draft.remark:
        rows.append(f"  remark: {write_text(draft.remark, 2)}")
    return "\n".join(rows) + "\n"


def write_answer(draft: Draft) -> list[str]:
    """The answer, by its kind."""
    return list(WRITERS[type(draft.answer)](draft.answer))


def write_number(answer: NumberDraft) -> Iterator[str]:
    """A number with its tolerance."""
    exact = f", abs: {answer.tolerance}" if answer.tolerance else ""
    yield f"  answer: {{value: {answer.value}, kind: number{exact}}}"


def write_choice(answer: ChoiceDraft) -> Iterator[str]:
    """The options."""
    yield "  answer:"
    yield "    options:"
    for option in answer.options:
        yield f"      - {'right' if option.right else 'wrong'}: {write_text(option.text, 8)}"
        if option.because:
            yield f"        because: {write_text(option.because, 8)}"


def write_truth(answer: TruthDraft) -> Iterator[str]:
    """True or false."""
    yield f"  answer: {'true' if answer.value else 'false'}"


def write_words(answer: WordsDraft) -> Iterator[str]:
    """The texts that are right."""
    yield from write_list("accept", answer.accept)


def write_order(answer: OrderDraft) -> Iterator[str]:
    """The items in their order."""
    yield from write_list("items", answer.items)


def write_recall(answer: RecallDraft) -> Iterator[str]:
    """What a full answer says."""
    yield from write_list("points", answer.points or (NO_POINTS,))


def write_list(key: str, texts: Sequence[str]) -> Iterator[str]:
    """An answer that is a list of texts."""
    yield "  answer:"
    yield f"    {key}:"
    for text in texts:
        yield f"      - {write_text(text, 6)}"


def write_match(answer: MatchDraft) -> Iterator[str]:
    """The pairs, and right sides that match nothing."""
    yield "  answer:"
    yield "    pairs:"
    for left, right in answer.pairs:
        yield f"      {write_quoted(left)}: {write_quoted(right)}"
    if answer.extra:
        yield "    extra:"
        for text in answer.extra:
            yield f"      - {write_text(text, 6)}"


WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    NumberDraft: write_number,
    ChoiceDraft: write_choice,
    TruthDraft: write_truth,
    WordsDraft: write_words,
    OrderDraft: write_order,
    RecallDraft: write_recall,
    MatchDraft: write_match,
}


def write_text(text: str, depth: int) -> str:
    """A text as a block below a key that is indented so far."""
    lines = [
        line.rstrip() if not line.endswith("  ") else f"{line.rstrip()}\\" for line in clean_text(text).split("\n")
    ]
    while lines and lines[-1] == "\\":
        lines.pop()
    body = indent("\n".join(lines).removesuffix("\\"), " " * (depth + 2))
    sign = "|2-" if lines and lines[0].startswith(" ") else "|-"
    return f"{sign}\n{body}"


def write_quoted(text: str) -> str:
    """A short text between quotes, on one line."""
    return "'" + clean_line(clean_text(text)).replace("'", "''") + "'"


def clean_text(text: str) -> str:
    """A text in which braces begin no formula, without what YAML cannot hold."""
    bare = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")).strip("\n")
    return BRACES.sub('{{ "{{" }}', bare)


def clean_line(text: str) -> str:
    """A text on one line."""
    return " ".join(CONTROLS.sub("", text).split())
