"""The banks in docs/banks.md are good banks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bank_text import HEAD, check_faults

from dlquiz.bank import keys
from dlquiz.bank.structures import RecordReader
from dlquiz.commands import check

DOCUMENT = Path(__file__).parents[2] / "docs" / "banks.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_bank_of_the_document(number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    block = BLOCKS[number]
    path = tmp_path / "bank.yaml"
    path.write_text(block if block.startswith("topic") else HEAD + block, "utf-8")
    assert check.run([path], as_json=True, quiet=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["warnings"] == []
    assert found["questions"] == block.count("- id:")


def test_the_traps_of_the_document() -> None:
    rows = re.findall(r"^\| `(\w+: .*?)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 7
    for row in rows[:-1]:
        key, _, value = row.partition(": ")
        rest = "" if key == "answer" else "  answer: 1\n"
        marked = (
            value.replace("#2", "¤#2")
            if "#2" in value
            else value.replace("max(", "¤max(")
            if "max(" in value
            else "¤" + value
        )
        ask = "  ask: x\n" if key == "answer" else ""
        check_faults(f"{HEAD}- id: a\n{ask}  {key}: {marked}\n{rest}")


def test_the_faults_of_the_document_are_told_so() -> None:
    text = BLOCKS[0].replace("A set of 1,000", "A set of {{ imges }}").replace("  ask: A", "  ask: ¤A")
    check_faults(text, 'there is no "imges" here')


def test_every_key_is_in_the_document() -> None:
    page = DOCUMENT.read_text("utf-8")
    records = [value for value in vars(keys).values() if isinstance(value, RecordReader)]
    names = {name for record in records for name in record.keys} | set(keys.ANSWER_KEYS)
    assert (
        sorted(name for name in names if not re.search(rf"[`{{, ]{name}[`:,]|^ *-? ?{name}:", page, re.MULTILINE)) == []
    )
