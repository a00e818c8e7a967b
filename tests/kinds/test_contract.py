"""What every kind of answer owes the rest of the program: walked from bank to docs, for each row of the table.

A new kind needs `tests/kinds/examples/<kind>.py`: QUESTION for a bank; RIGHT, WRONG and UNREADABLE as they are typed
to the numbers of its first example; and EXAMPLES for docs/answers.md.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from textwrap import indent
from types import ModuleType

import pytest
from typer.testing import CliRunner

from dlquiz import kinds
from dlquiz.bank.question_set import load_questions
from dlquiz.cli import app
from dlquiz.export.driver import FORMATS
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw

DOCS = Path(__file__).parents[2] / "docs"
KINDS = pytest.mark.parametrize("name", kinds.KINDS)


def examples_of(name: str) -> ModuleType:
    """The module of examples of a kind."""
    module = name.replace("-", "_")
    try:
        return import_module(f"tests.kinds.examples.{module}")
    except ModuleNotFoundError:
        pytest.fail(f"the kind {name} has no examples: write tests/kinds/examples/{module}.py")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own for caches and ledgers."""
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path / "home"))


@pytest.fixture
def bank(name: str, tmp_path: Path) -> Path:
    """A bank with the example of a kind."""
    path = tmp_path / "bank.yaml"
    question = indent(examples_of(name).QUESTION.strip("\n"), "  ")
    path.write_text(f"topic: kinds\ntitle: Kinds\nquestions:\n- id: kinds-one\n{question}\n", "utf-8")
    return path


@pytest.fixture
def problem(bank: Path) -> Problem:
    """Its problem, with the numbers of its first example."""
    question = load_questions([bank])["kinds-one"]
    return Problem(draw(question, 0, question.examples[0].pins if question.examples else None))


def run(*arguments: object, code: int = 0) -> str:
    """The output of a command that ends with an exit code."""
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


@KINDS
def test_check_is_content(name: str, bank: Path) -> None:
    found = json.loads(run("check", bank, "--json"))
    assert (found["questions"], found["faults"], found["warnings"]) == (1, [], [])


@KINDS
def test_the_screen_asks_it_and_shows_the_answer(name: str, bank: Path) -> None:
    shown = " ".join(run("show", "kinds-one", "--answer", "--plain", "--bank", bank).split())
    (part,) = Problem(draw(load_questions([bank])["kinds-one"], 0)).parts.values()
    assert part.kind == name
    assert part.instruction.split(";")[0] in shown
    texts = part.key.points or part.key.options or part.key.items or part.key.lefts
    assert (texts[0] if texts else kinds.to_text(part.key)) in shown


@KINDS
def test_answers_are_judged(name: str, problem: Problem) -> None:
    examples = examples_of(name)
    for typed in examples.RIGHT:
        assert problem.check(typed).verdict == "right", typed
    assert problem.check(examples.WRONG).verdict == "wrong"  # with its diagnosis


@KINDS
def test_what_a_bank_gives_as_right_can_be_typed(name: str, problem: Problem) -> None:
    asked, kind = problem.part(), kinds.kind(name)
    example = problem.question.examples[0].answers[asked.name] if problem.question.examples else "y"
    assert problem.check(kind.type_example(example, asked.key)).verdict == "right"


@KINDS
def test_what_cannot_be_read_is_told_so(name: str, bank: Path) -> None:
    found = json.loads(run("answer", "kinds-one@7", examples_of(name).UNREADABLE, "--json", "--bank", bank, code=2))
    assert found["verdict"] == "unreadable"
    assert found["message"]


@KINDS
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_carries_it(name: str, format: str, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{format}"
    run("export", format, "kinds-one", "--bank", bank, "--out", out, "--variants", 2)
    written = [path for path in (out, out.with_suffix(".typ")) if path.exists()]  # its source where Typst is missing
    assert written and written[0].stat().st_size > 0


@KINDS
def test_json_carries_it(name: str, bank: Path) -> None:
    (part,) = json.loads(run("show", "kinds-one", "--json", "--answer", "--bank", bank), parse_constant=pytest.fail)[
        "parts"
    ]
    assert part["kind"] == name
    assert part["value"] is not None


@KINDS
def test_paper_has_its_answer(name: str, problem: Problem) -> None:
    key, kind = problem.part().key, kinds.kind(name)
    assert kind.to_markdown(key) or kind.paper_notes(key)


@KINDS
def test_the_schema_knows_it(name: str) -> None:
    question = json.loads(run("schema"))["properties"]["questions"]["items"]["properties"]
    mapping = next(one for one in question["answer"]["anyOf"] if one.get("type") == "object")["properties"]
    assert name in mapping["kind"]["enum"]
    assert {key.name for key in kinds.kind(name).keys} <= mapping.keys()


@KINDS
def test_the_documents_have_it(name: str) -> None:
    banks, answers = ((DOCS / page).read_text("utf-8") for page in ("banks.md", "answers.md"))
    assert f"\n| `{name}` |" in banks
    assert f"\n## {name}\n" in answers
    for key in kinds.kind(name).keys:
        assert f"`{key.name}" in banks
