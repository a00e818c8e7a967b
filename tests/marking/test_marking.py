"""Papers and their marks: a class that makes known slips gets the marks that a key written by hand gives."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dlquiz import processes
from dlquiz.bank.question_set import load_questions
from dlquiz.cli import app
from dlquiz.errors import UsageError
from dlquiz.marking import answers
from dlquiz.marking.answers import Script, count_columns, count_slips, mark_table, write_results
from dlquiz.marking.papers import PaperList, digest_problem, make_code, write_list
from dlquiz.problem import make_problem

BANK = r"""topic: marks
title: Marks
questions:
- id: marks-neuron
  draw:
    w: {from: 2, to: 9}
    x: {from: 3, to: 9}
    b: {from: 1, to: 5}
  keep:
    - w != x
  ask: A neuron has $w = {{ w }}$, $x = {{ x }}$ and $b = {{ b }}$.
  steps:
    - name: z
      formula: w * x + b
    - name: a
      formula: 2 * z
  parts:
    - name: z
      ask: What is $z = w x + b$?
    - name: a
      ask: What is $a = 2 z$?
      marks: 2
  mistakes:
    - instead:
        z: w * x
      says: The bias is missing.
- id: marks-slope
  draw:
    k: {from: 3, to: 60}
  ask: What is a third of {{ k }}?
  steps:
    - name: third
      formula: k / 3
  answer: {value: third, decimals: 2}
- id: marks-why
  ask: Why?
  marks: 3
  answer:
    points:
      - because
"""
COUNT = 40


@pytest.fixture
def papers(tmp_path: Path) -> PaperList:
    """Forty papers of the bank, the first with the seed 5."""
    bank = tmp_path / "marks.yaml"
    bank.write_text(BANK, encoding="utf-8")
    questions = load_questions([bank])
    codes = {}
    for number in range(1, COUNT + 1):
        digests = [digest_problem(make_problem(questions[id], 5 + number - 1)) for id in questions.ids]
        codes[make_code(digests, number)] = digests
    path = tmp_path / "exam-papers.json"
    path.write_bytes(write_list(questions.ids, codes, 5))
    return PaperList(path, questions)


def test_a_class_gets_the_marks_of_a_key_by_hand(papers: PaperList) -> None:
    stream = random.Random(7)
    rows, expected, slips = ["name,code,1a,1b,2,3"], [], 0
    for number, code in enumerate(papers.codes):
        values = papers.find(code).problems[0].values
        w, x, b = (int(values[name]) for name in "wxb")
        k = int(papers.find(code).problems[1].values["k"])
        forgets, rounds, grade = stream.random() < 0.4, stream.random() < 0.3, stream.choice(["y", "p", "n", "2", ""])
        z = w * x if forgets else w * x + b
        third = f"{k / 3:.1f}" if rounds and k % 3 else f"{k / 3:.2f}"
        by_hand = Fraction(0 if forgets else 1) + 2  # the second part follows
        by_hand += 1 if not rounds or not k % 3 else Fraction(1, 2)  # one decimal too few is half
        by_hand += {"y": 3, "p": Fraction(3, 2), "n": 0, "2": 2, "": 0}[grade]
        rows.append(f"S{number},{code.lower()},{z},{2 * z},{third},{grade}")
        expected.append(by_hand)
        slips += forgets
    scripts, refused = mark_table("\n".join(rows), papers)
    assert refused == []
    assert [script.marks for script in scripts] == expected
    assert {script.of for script in scripts} == {7}
    assert count_slips(scripts) == [("marks-neuron: z, listed", "The bias is missing.", slips)]
    counts = {count.column: count for count in count_columns(scripts)}
    assert counts["1a"].right == COUNT - slips
    assert counts["1b"].right == COUNT


def test_several_processes_give_the_same_marks(papers: PaperList, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["name,code,1a,1b,2", *(f"s{i},{code},{i % 7},{i % 11},0.5" for i, code in enumerate([*papers.codes] * 3))]
    rows[5] = "s4,AAAAA-1,1,2,3"
    alone = mark_table("\n".join(rows), papers)
    started = []
    monkeypatch.setattr(answers, "MIN_ANSWERS", 1)
    monkeypatch.setattr(processes, "count_cores", lambda: 2)
    monkeypatch.setattr(processes, "map_in_pool", note_calls(processes.map_in_pool, started))
    assert mark_table("\n".join(rows), papers) == alone
    assert started and [script.name for script in alone[0]] == [f"s{i}" for i in range(120) if i != 4]


def note_calls(function: Callable[..., Any], calls: list[Any]) -> Callable[..., Any]:
    """The function, with its calls noted."""

    def noted(*given: Any) -> Any:
        calls.append(given)
        return function(*given)

    return noted


def test_a_bad_row_is_named_and_the_others_are_marked(papers: PaperList) -> None:
    code = next(iter(papers.codes))
    z = papers.find(code).problems[0].tape["z"].value
    rows = f"Name;Code;1a;9\nAnn;{code};{z};\nBob;AAAAA-1;3;\nCy;{code};1;2\nDi;{code};1;;;\n\nEd;{code.replace('-', ' ')};x;\n"
    scripts, refused = mark_table(rows, papers)
    assert [(script.name, script.marks) for script in scripts] == [("Ann", 1), ("Ed", 0)]
    assert scripts[1].answers[0].verdict == "unreadable"
    assert [(refusal.line, refusal.name) for refusal in refused] == [(3, "Bob"), (4, "Cy"), (5, "Di")]
    assert refused[0].reason == 'there is no paper "AAAAA-1" in exam-papers.json'
    assert refused[1].reason.startswith('the paper has no question "9"; it has 1a, 1b, 2, 3')


def test_a_question_that_changed_since_is_named(papers: PaperList, tmp_path: Path) -> None:
    code = next(iter(papers.codes))
    bank = tmp_path / "marks.yaml"
    bank.write_text(BANK.replace("a third of", "one third of"), encoding="utf-8")
    again = PaperList(papers.path, load_questions([bank]))
    _, refused = mark_table(f"name,code,1a\nAnn,{code},3\n", again)
    assert refused[0].reason == f"the question marks-slope has changed since paper {code} was printed"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "name,1\nx,y\n"])
def test_a_table_without_its_head_is_told(text: str, papers: PaperList) -> None:
    with pytest.raises(UsageError, match="name the columns"):
        mark_table(text, papers)


def test_results_hold_no_formula_of_a_spreadsheet(papers: PaperList) -> None:
    code = next(iter(papers.codes))
    scripts, _ = mark_table(f"name,code,1a\n=cmd(),{code},1\n", papers)
    rows = list(csv.reader(write_results(scripts).splitlines()))
    assert rows[1][0] == "'=cmd()"


def test_codes_have_no_letters_that_are_taken_for_digits(papers: PaperList) -> None:
    assert len(papers.codes) == COUNT
    for code in papers.codes:
        assert not set("OIL") & set(code)
        assert papers.find(code.replace("0", "o").replace("1", "l").lower()).code == code


def test_the_command(papers: PaperList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = next(iter(papers.codes))
    Path("answers.csv").write_text(f"name,code,1a\nAnn,{code},1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["mark", "answers.csv", "--bank", "marks.yaml"])
    assert result.exit_code == 0, result.output
    assert "1 script in answers-marks.csv and answers-marks.json" in result.output
    data = json.loads(Path("answers-marks.json").read_text(encoding="utf-8"))
    assert (data["scripts"][0]["name"], data["scripts"][0]["of"]) == ("Ann", 7)
    Path("other-papers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="Several lists of papers"):
        CliRunner().invoke(app, ["mark", "answers.csv", "--bank", "marks.yaml"], catch_exceptions=False)
    with pytest.raises(UsageError, match="is not a list of papers"):
        arguments = ["mark", "answers.csv", "--papers", "other-papers.json"]
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_an_empty_script_has_no_marks() -> None:
    assert (Script("", "", ()).marks, Script("", "", ()).of) == (0, 0)
