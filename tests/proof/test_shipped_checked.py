"""`check` over the shipped banks: nothing to say of 300 variants of a question, and work enough to look at all."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from dlquiz.bank import build
from dlquiz.bank.compile import compile_sound_questions
from dlquiz.bank.question_set import questions_folder
from dlquiz.check.examine import examine
from dlquiz.commands import check

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
VARIANTS = 300  # of so large a share of the questions; tests/test_questions.py looks at some variants of all
LEAST = 20  # variants of each question that the verb looks at
FILES = sorted(questions_folder().glob("*.yaml"))

pytestmark = [pytest.mark.proof, pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])]


def test_check_has_nothing_to_say_of_many_variants(path: Path) -> None:
    plain, found = compile_sound_questions(path)
    assert plain is not None and found == []
    for one in plain["questions"][:: max(1, round(1 / SHARE))]:
        report = examine(build.build_question(one, plain["topic"], str(path)), VARIANTS)
        assert (report.faults, report.warnings) == ([], []), one["id"]


def test_the_verb_examines_variants_of_every_question(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run([path], as_json=True, quiet=True) == 0
    messages = [str(warning["message"]) for warning in json.loads(capsys.readouterr().out)["warnings"]]
    counts = {message: re.search(r"only (\d+) variants", message) for message in messages}
    assert all(count and int(count[1]) >= LEAST for count in counts.values()), messages
