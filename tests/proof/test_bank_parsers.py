"""Mutated banks: PyYAML's two parsers agree, nothing but a BankError comes out, and every fault has a place in the file."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator

import pytest
import yaml

from dlquiz.bank import nodes
from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import questions_folder
from dlquiz.errors import BankError

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
COUNT = int(10_000 * SHARE)
SEED = 20260402
PARSERS = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
BITS = [
    *"?,:#[]{}&*!|>'\"%@`-\n\t ~<=()$\\.0123456789abx",
    ": ", " #", " # ", "- ", "? ", "\n  ", "\n", "{{", "}}", "{{ k }}", "[1, 2]", "{a: b}", "<<: ", "&a ", "*a", "!!str ",
    "---\n", "...\n", "|\n", ">-\n", "''", '""', "\\times", "yes", "null", "012", "1e-3", "3:20", "\u2028", "\x07", "é", "\ufeff",
    "0", "true", "nobody", "x_1", "t", "answer", "1e999", "max(1, 2)", ", ", "#2", "key: ", "\r",
]  # fmt: skip


def snippets() -> list[str]:
    """Small banks of one or two questions each, cut from the shipped ones."""
    made = []
    for path in sorted(questions_folder().glob("*.yaml")):
        head, *questions = path.read_text("utf-8").split("\n- id: ")
        made += [f"{head}\n- id: {one}" for one in questions]
        made += [f"{head}\n- id: {one}\n- id: {two}" for one, two in itertools.pairwise(questions)]
    return made


def mutated(text: str, source: random.Random) -> str:
    """A bank with a few things changed."""
    for _ in range(source.choice((1, 1, 1, 2, 4))):
        at = source.randrange(len(text))
        way = source.randrange(6)
        if way == 0:
            text = text[:at] + source.choice(BITS) + text[at:]
        elif way == 1:
            text = text[:at] + text[at + source.choice((1, 1, 2, 5)) :]
        elif way == 2:
            text = text[:at] + source.choice(BITS) + text[at + 1 :]
        else:
            text = line_mutated(text, source, way)
        text = text or " "
    return text


def line_mutated(text: str, source: random.Random, way: int) -> str:
    """A line taken out, doubled, or moved to the side."""
    lines = text.split("\n")
    at = source.randrange(len(lines))
    if way == 3:
        del lines[at]
    elif way == 4:
        lines.insert(at, lines[at])
    else:
        lines[at] = source.choice((" ", "  ", "\t", "- ")) + lines[at] if source.random() < 0.5 else lines[at][1:]
    return "\n".join(lines)


def cases() -> Iterator[tuple[int, str]]:
    """Mutated banks with their numbers."""
    known = snippets()
    for number in range(COUNT):
        source = random.Random(f"{SEED} {number}")
        yield number, mutated(source.choice(known), source)


def outcome(text: str, parser: object, monkeypatch: pytest.MonkeyPatch) -> object:
    """The plain data, or the faults."""
    monkeypatch.setattr(nodes, "PARSER", parser)
    try:
        return compile_text(text, "f")
    except BankError as error:
        return error.faults


@pytest.mark.proof
def test_both_parsers_read_the_same_or_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    same_faults = refused = 0
    for number, text in cases():
        first, second = (outcome(text, parser, monkeypatch) for parser in PARSERS)
        told = f"seed {SEED}, case {number}:\n{text}"
        assert isinstance(first, tuple) == isinstance(second, tuple), told
        if not isinstance(first, tuple):
            assert first == second, told
            continue
        refused += 1
        same_faults += first == second
        assert isinstance(second, tuple)
        lines = text.count("\n") + 1
        assert all(1 <= fault.place.line <= lines + 1 and fault.place.column >= 1 for fault in (*first, *second)), told
        assert first and all(fault.message for fault in first), told
    assert COUNT < 100 or refused > COUNT / 4
    assert same_faults >= 0.97 * refused
