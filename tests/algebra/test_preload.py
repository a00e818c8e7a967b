"""A quiz that will need SymPy loads it behind the first screen; one that does not never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlquiz.commands import quiz, sitting
from dlquiz.screen.dialogue import Dialogue

BANK = """\
topic: t
title: T
questions:
- id: plain
  ask: How many?
  answer: 1
- id: letters
  ask: What is the slope of $x^2$?
  variables: {x: [-3, 3]}
  answer: diff(x^2, x)
"""


@pytest.mark.parametrize(("name", "wanted"), [("plain", 0), ("letters", 1)])
def test_sympy_is_loaded_once_the_first_question_is_shown(
    name: str, wanted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(BANK, encoding="utf-8")
    events: list[str] = []

    def read(dialogue: Dialogue) -> str:
        events.append("read")
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr(sitting, "preload", lambda: events.append("preload"))
    monkeypatch.setattr(Dialogue, "show", lambda _: events.append("show"))
    monkeypatch.setattr(Dialogue, "read", read)
    quiz.run([name], 1, None, 1, [path], sitting.Habits(plain=True, keep=False))
    assert events == ["show", *["preload"] * wanted, "read"]
