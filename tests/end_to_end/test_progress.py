"""What is remembered between two evenings, as a student meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from terminal import BANK, ROOT, Terminal

FOOTER = r"\? hint"


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A verb without a terminal."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
    command = [sys.executable, "-m", "dlquiz", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, encoding="utf-8")


def practise(home: Path, *words: str, **more: str) -> Terminal:
    """A quiz in a terminal."""
    return Terminal(home, ["quiz", "--bank", str(BANK), "--questions", "1", *words], **more)


def test_an_evening_is_in_the_history_as_it_was(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-real@1") as student:
        student.see(FOOTER).type("540").see("again, ").type("1.96").see("Enter for the score")
        shown = student.text
        student.type("").see("Done").type("n")
        assert student.ended() == 0
    listed = run(tmp_path, "history")
    assert listed.returncode == 0 and "talk-real@1" in listed.stdout and "right" in listed.stdout
    one = run(tmp_path, "history", "2")
    question = [line for line in shown.splitlines() if line.strip()][1:3]
    assert all(line.strip() in one.stdout for line in question)
    assert "You typed: 1.96" in one.stdout and "has no grade" in one.stdout
    data = json.loads(run(tmp_path, "history", "2", "--json").stdout)
    assert data["typed"] == "1.96" and data["printed"]["question"] and not data["taken_back"]
    missing = run(tmp_path, "history", "9")
    assert (missing.returncode, missing.stderr) == (2, "There is no attempt 9; `dlquiz history` lists them.\n")


@pytest.mark.parametrize(
    ("words", "more"), [(("--no-history",), {}), ((), {"DLQUIZ_HISTORY": "false"})], ids=["option", "setting"]
)
def test_nothing_is_kept_where_nothing_is_wanted(tmp_path: Path, words: tuple[str, ...], more: dict[str, str]) -> None:
    with practise(tmp_path, *words, "talk-whole", **more) as student:
        student.see(FOOTER).type("560").see("Enter|again").type("/q")
        assert student.ended() == 0
    assert not (tmp_path / "progress.db").exists()
    assert "Nothing is kept yet" in run(tmp_path, "history").stdout


def test_a_damaged_store_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_bytes(b"no database at all" * 100)
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).type("560").see("damaged and is left as it is(.|\n)*right")
        assert student.text.count("is left as it is") == 1
        student.type("/q")
        assert student.ended() == 0
    told = run(tmp_path, "history")
    assert told.returncode == 2 and "is damaged and is left as it is" in told.stderr and told.stderr.count("\n") == 1
    assert (tmp_path / "progress.db").read_bytes() == b"no database at all" * 100


def test_what_was_typed_yesterday_is_there_again(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).type("20*27").see("again, ").type("/q")
        assert student.ended() == 0
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).press("up").see("answer › 20\\*27")
