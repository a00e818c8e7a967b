"""A bank's text to plain data: read, checked, stripped of its places, and fit for the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dlquiz.bank import keys, nodes
from dlquiz.bank.readers import BAD, Bad, Written
from dlquiz.bank.scopes import check_question
from dlquiz.errors import BankError, Fault, Place

BYTES = 4_000_000  # of a file; a larger one is not even read


def compiled(path: Path) -> dict[str, Any]:
    """The plain data of a bank file; BankError with every fault."""
    file = str(path)
    return compiled_text(file_text(path, file), file)


def file_text(path: Path, file: str) -> str:
    """The text of a file; BankError where there is none."""
    start = Place(file, 1, 1)
    try:
        with path.open("rb") as stream:
            raw = stream.read(BYTES + 1)
    except FileNotFoundError:
        raise BankError([Fault(start, "there is no such file")]) from None
    except OSError as error:
        raise BankError([Fault(start, f"the file cannot be read: {error.strerror}")]) from None
    if len(raw) > BYTES:
        raise BankError([Fault(start, f"the file is larger than {BYTES:,} bytes; split it")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BankError([Fault(Place(file, line, 1), "this is not UTF-8; save the file as UTF-8")]) from None


def compiled_text(text: str, file: str) -> dict[str, Any]:
    """The plain data of a bank's text; BankError with every fault, in the order of the file."""
    faults: list[Fault] = []
    root = nodes.compose(text, file, faults)
    if root is None:
        raise BankError(faults or [Fault(Place(file, 1, 1), "the file is empty; `dlquiz new` writes a bank to start from")])
    made = keys.bank.read(root, faults)
    if isinstance(made, dict):
        check_questions(made, faults)
    if faults:
        raise BankError(sorted(set(faults), key=lambda fault: (fault.place.line, fault.place.column)))
    plain: dict[str, Any] = stripped(made)
    return plain


def check_questions(bank: dict[str, Any], faults: list[Fault]) -> None:
    """The names of every question that could be read, and ids that occur twice."""
    seen: dict[str, Place] = {}
    questions = bank.get("questions")
    for question in questions if isinstance(questions, list) else []:
        own = question.get("id")
        if isinstance(own, Written):
            if own in seen:
                faults.append(Fault(own.place, f'the id "{own}" stands already in line {seen[own].line}'))
            seen.setdefault(str(own), own.place)
        if not holds_bad(question):
            check_question(question, faults)


def holds_bad(value: Any) -> bool:
    """Whether something in it could not be read, so that its names cannot be judged."""
    if isinstance(value, dict):
        return any(holds_bad(v) for v in value.values())
    if isinstance(value, (list, tuple)):
        return any(holds_bad(v) for v in value)
    return isinstance(value, Bad) or value is BAD


def stripped(value: Any) -> Any:
    """Without places, in types that marshal knows; of a question's place the line is kept."""
    if isinstance(value, Place):
        return value.line
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): stripped(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [stripped(item) for item in value]
    return value
