"""Papers as PDF: what is printed on them is what the problems ask, and their codes find the key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dlquiz.bank.question_set import load_questions
from dlquiz.cli import app
from dlquiz.export import typst_text
from dlquiz.export.typst_math import latex_to_typst
from dlquiz.marking.papers import PaperList
from dlquiz.pictures.svg import COLUMNS, render_printed_svg
from dlquiz.problem import make_problem

Export = Callable[..., Path]
NEEDS_TYPST = "typst is not installed: .ci/oracles typst"


def run(*arguments: object) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


def read_pages(path: Path) -> list[str]:
    """The text of each page."""
    pymupdf = pytest.importorskip("pymupdf", reason="pymupdf is not installed: .ci/oracles typst")
    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


def test_every_page_carries_the_code_that_finds_the_paper(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason=NEEDS_TYPST)
    ids = "conv-params", "backprop-221-output-update", "pool-possible"
    run("export", "pdf", *ids, "--papers", 3, "--seed", 4, "--out", tmp_path / "exam.pdf")
    listed = json.loads((tmp_path / "exam-papers.json").read_text(encoding="utf-8"))
    assert listed["questions"] == list(ids)
    codes = list(listed["codes"])
    found = [re.search(r"Paper\s+(\S+)", text) for text in read_pages(tmp_path / "exam.pdf")]
    assert {match[1] for match in found if match} == set(codes)
    assert all(found)
    key = "".join(read_pages(tmp_path / "exam-key.pdf"))
    papers = PaperList(tmp_path / "exam-papers.json", load_questions())
    for number, code in enumerate(codes):
        assert code in key
        paper = papers.find(code)
        assert [problem.seed for problem in paper.problems] == [4 + number] * 3
        assert f"conv-params@{4 + number}" in key
        assert f"{paper.problems[0].part().value:,}" in key


@pytest.mark.parametrize("format", ["pdf", "worksheet"])
def test_each_kind_is_printed(format: str, export: Export) -> None:
    pytest.importorskip("typst", reason=NEEDS_TYPST)
    assert export(format, variants=2).read_bytes().startswith(b"%PDF")


def test_the_same_questions_give_the_same_bytes(export: Export) -> None:
    pytest.importorskip("typst", reason=NEEDS_TYPST)
    assert export("pdf").read_bytes() == export("pdf").read_bytes()


def test_without_typst_its_source_is_written_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    said = run("export", "worksheet", "conv-params", "--out", tmp_path / "sheet.pdf")
    assert "Typst is not installed" in said
    assert (tmp_path / "sheet.typ").read_text(encoding="utf-8").startswith("#set page")
    assert not (tmp_path / "sheet.pdf").exists()


def test_pictures_are_drawn_for_paper(tmp_path: Path) -> None:
    bank = load_questions()
    (picture,) = make_problem(bank["gd-picture-diverges"], 1).pictures_of("question")
    drawn = render_printed_svg(picture.lay_out(COLUMNS))
    assert "var(" not in drawn and "@media" not in drawn
    assert ".dlq .l.dlq-first{fill:none;stroke:#0969da" in drawn
    pytest.importorskip("typst", reason=NEEDS_TYPST)
    run("export", "pdf", "gd-picture-diverges", "--out", tmp_path / "exam.pdf")
    pymupdf = pytest.importorskip("pymupdf", reason="pymupdf is not installed: .ci/oracles typst")
    with pymupdf.open(tmp_path / "exam.pdf") as document:
        assert len(document[0].get_drawings()) > 10


def test_what_no_page_can_hold_is_left_out_or_set_in_lines(tmp_path: Path) -> None:
    steps = "".join(f"\n  - {{name: s{i}, formula: {i} + 1}}" for i in range(401))
    table = "|".join(f"c{i}" for i in range(150))
    (tmp_path / "bank.yaml").write_text(
        f"topic: t\ntitle: T\nquestions:\n- id: long\n  ask: How much?\n  steps:{steps}\n  answer: s9\n"
        f"- id: wide\n  ask: |\n    |{table}|\n    |{'-|' * 150}\n  answer: 1\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(
        app, ["export", "worksheet", "--bank", str(tmp_path / "bank.yaml"), "--out", str(tmp_path / "sheet.pdf")]
    )
    assert "its solution has 401 steps, and a sheet takes at most 400" in result.output
    pytest.importorskip("typst", reason=NEEDS_TYPST)
    assert "c0 | c1 | c2" in " ".join("".join(read_pages(tmp_path / "sheet.pdf")).split())


FORMULAS = {
    r"\frac{a}{b}": "frac(a, b)",
    r"w_{12}^{2}": 'attach(w, b: "12", t: "2")',
    r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}^{\top} x": 'attach(lr(\\( mat(delim: #none, "1", "2"; "3", "4") \\)), t: ⊤) x',
    r"\hat{y} = \text{per filter} \odot \sigma(x)": 'accent(y, hat) = "per filter" ⊙ σ \\( x \\)',
    r"\sum_{i=1}^{n} x_i": 'attach(limits(∑), b: i = "1", t: n) attach(x, b: i)',
    r"\operatorname{ReLU}(x)": 'op("ReLU") \\( x \\)',
    r"\sqrt[3]{x}": 'root("3", x)',
    r"31{,}500": '"31,500"',
}


@pytest.mark.parametrize("latex", FORMULAS)
def test_formulas(latex: str) -> None:
    assert latex_to_typst(latex) == FORMULAS[latex]


HOSTILE = [
    '#read("/etc/passwd")', "#panic()", "$ #eval(\"1\") $", "*a* _b_ `c` <d> @e", '"; #panic(); "', "\\u{41} \\", "//x /*y*/", "]; #panic()",
    r"$\text{"'#read("/etc/passwd")'r"}$", "$#panic()$", "`#panic()`", "~~~\n#panic()\n~~~", "[a](javascript:alert(1))", "= a\n- b\n+ c\n/ d: e",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_code_to_typst(text: str) -> None:
    typst = pytest.importorskip("typst", reason=NEEDS_TYPST)
    source = f"#set page(width: 20cm)\n{typst_text.to_typst(text)}\n\n[{typst_text.line_to_typst(text)}]\n"
    assert typst.compile(source.encode(), format="pdf").startswith(b"%PDF")
    assert "javascript:" not in re.sub(r'#"(?:[^"\\]|\\.)*"', "", source)
