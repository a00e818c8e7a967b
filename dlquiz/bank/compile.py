"""A bank's text to plain data: read, check, and strip the places, so that it fits the cache."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dlquiz.bank import keys
from dlquiz.bank.bank_file import decode_bank, read_bank_file
from dlquiz.bank.derivatives import DerivativeWriter
from dlquiz.bank.names import list_readable
from dlquiz.bank.readers import Faults, PlacedText
from dlquiz.bank.recovery import read_nodes
from dlquiz.bank.references import ReferenceChecker
from dlquiz.bank.scopes import ScopeChecker
from dlquiz.bank.structures import Record
from dlquiz.errors import BankError, Fault, Place
from dlquiz.language.budget import QUESTION


def compile_file(path: Path) -> dict[str, Any]:
    """The plain data of a bank file; BankError with every fault."""
    file = str(path)
    return compile_text(read_text(path, file), file)


def compile_sound_questions(path: Path) -> tuple[dict[str, Any] | None, Sequence[Fault]]:
    """The sound questions of a bank file, and every fault of the file; None where no question is sound.

    The texts have their places, for faults that only drawing shows.  So these are shown at once with those of the other
    questions, not after they are mended.
    """
    file = str(path)
    try:
        record, faults = read_with_faults(read_text(path, file), file)
    except BankError as error:
        return None, error.faults
    questions = list_readable(record, "questions") if isinstance(record, Record) else []
    starts = [question.place.line for question in questions]
    if not questions:
        return None, faults
    ends = [*starts[1:], sys.maxsize]
    lines = {fault.place.line for fault in faults}
    sound = [
        question
        for question, start, end in zip(questions, starts, ends, strict=True)
        if not any(start <= line < end for line in lines)
    ]
    if not sound or any(line < starts[0] for line in lines):
        return None, faults
    record["questions"] = sound
    plain: dict[str, Any] = strip_places(record, lambda text: text)
    return plain, faults


def read_text(path: Path, file: str) -> str:
    """The text of a bank file; BankError where it cannot be read."""
    return decode_bank(read_bank_file(path), file)


def compile_text(text: str, file: str) -> dict[str, Any]:
    """The plain data of a bank's text; BankError with every fault, in the order of the file."""
    plain: dict[str, Any] = strip_places(read_checked(text, file))
    return plain


def read_checked(text: str, file: str) -> Record:
    """The data of a bank's text, with places; BankError with every fault."""
    record, faults = read_with_faults(text, file)
    if faults:
        raise BankError(faults)
    return record  # type: ignore[no-any-return]


def read_with_faults(text: str, file: str) -> tuple[Any, Sequence[Fault]]:
    """The data of a bank's text, with places, as far as it can be read, and every fault in the order of the file."""
    faults = Faults()
    root = read_nodes(text, file, faults)
    if root is None:
        raise BankError(
            faults or [Fault(Place(file, 1, 1), "the file is empty; `dlquiz new` writes a bank to start from")]
        )
    record = keys.bank_reader.read(root, faults)
    if isinstance(record, Record):
        check_questions(record, faults)
    return record, sorted(set(faults), key=lambda fault: (fault.place.line, fault.place.column, fault.message))


def check_questions(bank: Record, faults: Faults) -> None:
    """Check the names in every question, and that no id is used twice."""
    seen: dict[str, Place] = {}
    for question in list_readable(bank, "questions"):
        faults.pay(QUESTION, question.place)
        own = question.get("id")
        if isinstance(own, PlacedText):
            if own in seen:
                faults.append(Fault(own.place, f'the id "{own}" is already used at {seen[own]}'))
            seen.setdefault(str(own), own.place)
        before = len(faults)
        ScopeChecker(question, faults).check()
        ReferenceChecker(question, faults).check()
        if len(faults) == before:
            DerivativeWriter(question, faults).write()


def strip_places(value: Any, text: Callable[[str], str] = str) -> Any:
    """The data without places, in types that marshal knows; mappings keep their line, questions the place of the id."""
    if isinstance(value, Record):
        plain = {key: strip_places(held, text) for key, held in value.items()}
        return {**plain, "at": list(value["id"].place[1:])} if "id" in value else plain
    if isinstance(value, Place):
        return value.line
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {text(key): strip_places(held, text) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [strip_places(item, text) for item in value]
    return value
