"""Each format is read as its programs write it; what a bank cannot carry is named with its line."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dlquiz.bank.question_set import load_questions
from dlquiz.cli import app
from dlquiz.errors import UsageError
from dlquiz.importing.draft import (
    ChoiceDraft,
    Draft,
    MatchDraft,
    NumberDraft,
    OrderDraft,
    RecallDraft,
    TruthDraft,
    WordsDraft,
)
from dlquiz.importing.formats import read_file
from dlquiz.problem import Problem, make_problem

GIFT = r"""// lecture 4
$CATEGORY: $course$/Nets

::Stride:: [html]<p>What does a <b>stride</b> of \\(s \= 2\\) do?</p> {
=It skips every other position.#Right.
~It doubles the map.#No\: it halves it.
####See lecture 4.
}

How many parameters has a 3×3 filter on 3 channels? {#
=28:0
=%0%27:0#The bias is missing.
}

The capital of France is {=Paris =paris}, they say.

Water boils at 100 °C. {T}

Match {=A -> 1 =B -> 2 = -> 3}

Pick {~%50%a ~%50%b ~%-100%c}

::Essay:: Why? {}

Between {#1.5..2.5}

A picture <img src="x.png"> {T}

Nothing asked here.
"""
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>top/nets</text></category></question>
<question type="numerical"><name><text>Rate</text></name>
 <questiontext format="html"><text><![CDATA[<p>Give \\(\\eta\\).</p><ul><li>one</li><li>two</li></ul>]]></text></questiontext>
 <answer fraction="100"><text>0.25</text><tolerance>0.01</tolerance></answer>
 <answer fraction="0"><text>4</text><feedback format="html"><text>upside down</text></feedback></answer>
</question>
<question type="ordering"><name><text>Order</text></name><questiontext format="markdown"><text>Sort *them*.</text></questiontext>
 <answer><text>first</text></answer><answer><text>second</text></answer></question>
<question type="truefalse"><name><text>T</text></name><questiontext><text>So?</text></questiontext>
 <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="calculated"><name><text>C</text></name></question>
</quiz>
"""
MARKDOWN = """# Week 3

1. Which loss fits classification?
   - [ ] MSE
   - [x] cross-entropy

2. What is $\\sigma(0)$?
   a) 0
   b) 0.5
   Answer: b
   Explanation: $1/(1+1)$ is one half.

**Q:** Define the receptive field.
**A:** The part of the input that can change an output, and no more than that.

3. How many?
   Answer: 560

4. Without an answer?
"""


def read(folder: Path, name: str, text: str) -> tuple[list[Draft], list[tuple[int, str]]]:
    """The drafts of a file and what is said of it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = read_file(path)
    return list(found.drafts), [(loss.line, loss.reason) for loss in found.losses]


def test_gift(tmp_path: Path) -> None:
    drafts, losses = read(tmp_path, "nets.gift", GIFT)
    stride, count, capital, water, match, pick, essay, between, picture = drafts
    assert (stride.title, stride.ask, stride.remark) == (
        "Stride",
        "What does a **stride** of $s = 2$ do?",
        "See lecture 4.",
    )
    assert isinstance(stride.answer, ChoiceDraft)
    assert [(o.text, o.right, o.because) for o in stride.answer.options] == [
        ("It skips every other position.", True, "Right."),
        ("It doubles the map.", False, "No: it halves it."),
    ]
    assert (count.answer, count.mistakes) == (NumberDraft("28"), (("27", "The bias is missing."),))
    assert capital.ask == r"The capital of France is \_\_\_\_\_ , they say."
    assert capital.answer == WordsDraft(("Paris", "paris"))
    assert water.answer == TruthDraft(True)
    assert match.answer == MatchDraft((("A", "1"), ("B", "2")), ("3",))
    assert isinstance(pick.answer, ChoiceDraft)
    assert [option.right for option in pick.answer.options] == [True, True, False]
    assert essay.answer == RecallDraft(())
    assert between.answer == NumberDraft("2", "1/2")
    assert picture.ask == "A picture"
    assert losses == [(27, "its pictures are left out"), (29, "it asks nothing: there are no answers in braces")]


def test_moodle(tmp_path: Path) -> None:
    drafts, losses = read(tmp_path, "nets.xml", MOODLE)
    rate, order, truth = drafts
    assert rate.ask == "Give $\\eta$.\n\n- one\n- two"
    assert (rate.answer, rate.mistakes) == (NumberDraft("0.25", "0.01"), (("4", "upside down"),))
    assert (order.ask, order.answer) == ("Sort *them*.", OrderDraft(("first", "second")))
    assert truth.answer == TruthDraft(False)
    assert losses == [(13, 'questions of the type "calculated" have no counterpart')]


def test_tables(tmp_path: Path) -> None:
    text = 'Question,Answer\n"Slope of $x^2$ at 3, please?",6\nName it,ReLU\nBounded?,yes\n"Why, then?","Because it is so in every case that we know."\n,x\n'
    drafts, losses = read(tmp_path, "cards.csv", text)
    assert [draft.answer for draft in drafts] == [
        NumberDraft("6"), WordsDraft(("ReLU",)), TruthDraft(True),
        RecallDraft(("Because it is so in every case that we know.",)),
    ]  # fmt: skip
    assert drafts[0].ask == "Slope of $x^2$ at 3, please?"
    assert losses == [(6, "the question is empty")]


def test_a_field_may_have_several_lines(tmp_path: Path) -> None:
    drafts, losses = read(tmp_path, "cards.tsv", 'front\tback\n"two\nlines"\t"- one\n- two"\nx\t\n')
    assert drafts[0].answer == RecallDraft(("one", "two"))
    assert losses == [(5, "the answer is empty")]


def test_the_text_export_of_anki(tmp_path: Path) -> None:
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"
        "g1\tWhat is <b>\\(x^2\\)</b>?\t<ul><li>a square</li><li>even</li></ul>\ttag\n"
    )
    drafts, _ = read(tmp_path, "deck.txt", text)
    assert (drafts[0].line, drafts[0].ask) == (5, "What is **$x^2$**?")
    assert drafts[0].answer == RecallDraft(("a square", "even"))


def make_package(path: Path, fields: list[list[str]], name: str = "collection.anki2") -> None:
    """A package with notes of these fields."""
    collection = path.with_suffix(".db")
    database = sqlite3.connect(collection)
    database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, flds TEXT)")
    database.executemany("INSERT INTO notes (guid, flds) VALUES ('g', ?)", [("\x1f".join(own),) for own in fields])
    database.commit()
    database.close()
    with zipfile.ZipFile(path, "w") as package:
        package.write(collection, name)


def test_packages_of_anki(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    make_package(path, [["Slope?", "2x"], ["The {{c1::gradient}} points {{c2::uphill::where}}.", "Always."], ["", "x"]])
    found = read_file(path)
    slope, gradient, uphill = found.drafts
    assert slope.answer == WordsDraft(("2x",))
    assert (gradient.ask, gradient.answer) == (r"The \_\_\_\_\_ points uphill.", WordsDraft(("gradient",)))
    assert (uphill.ask, uphill.remark) == (r"The gradient points \_\_\_\_\_.", "Always.")
    assert [(loss.line, loss.reason) for loss in found.losses] == [(3, "the note has no two fields with text")]


def test_lists_in_markdown(tmp_path: Path) -> None:
    drafts, losses = read(tmp_path, "quiz.md", MARKDOWN)
    loss, sigma, field, count = drafts
    assert isinstance(loss.answer, ChoiceDraft)
    assert isinstance(sigma.answer, ChoiceDraft)
    assert [option.right for option in loss.answer.options] == [False, True]
    assert [(option.text, option.right) for option in sigma.answer.options] == [("0", False), ("0.5", True)]
    assert sigma.remark == "$1/(1+1)$ is one half."
    assert isinstance(field.answer, RecallDraft)
    assert count.answer == NumberDraft("560")
    assert losses == [(19, "it has neither options nor an answer")]


BROKEN = {
    "x.xml": ("<quiz><question>", "Line 1: this is not XML"),
    "y.xml": ('<!DOCTYPE a [<!ENTITY b "c">]><quiz>&b;</quiz>', "Line 1: entities of its own are not read"),
    "z.xml": ("<html></html>", "This is not Moodle XML"),
    "a.apkg": ("no zip", "This is not an Anki package"),
    "b.doc": ("text", 'b.doc has the unknown ending ".doc"'),
    "c.md": ("nothing", "c.md holds no questions"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_told_in_a_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, said = BROKEN[name]
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_file(Path(name))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_file_without_an_end_is_read_up_to_a_limit(tmp_path: Path) -> None:
    for path in (Path("/dev/zero"), Path("/dev/full")):
        if path.exists():
            with pytest.raises(UsageError, match="is larger than 50 MB"):
                read_file(path)
    long = tmp_path / "long.csv"
    long.write_text("q,a\n" * 600_000, "utf-8")
    with pytest.raises(UsageError, match=r"is longer than 2,000,000 characters.*split it"):
        read_file(long)


@pytest.mark.parametrize("open_end", ["<a ", "<!--", "</", "<?", "[sound:", "$$ ", "\\(", "<anki-mathjax>", "<ul><li>"])
def test_what_is_never_closed_is_text(open_end: str, tmp_path: Path) -> None:
    """Each end is looked for once: where each beginning reads all to the end, 100,000 of them take minutes."""
    cards = f"#separator:tab\n#html:true\nfirst {open_end * 100_000}\tno\nsecond \\(x^2\\)\tyes\n"
    *_, last = read(tmp_path, "open.txt", cards)[0]
    assert last.ask == "second $x^2$"


def test_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_bytes("question,answer\nGröße?,groß\n".encode("utf-16"))
    assert read_file(path).drafts[0].ask == "Größe?"
    path.write_bytes("question,answer\nGröße?,groß\n".encode("latin-1"))
    with pytest.raises(UsageError, match="line 2: this is not UTF-8"):
        read_file(path)


# the command


def run(*arguments: object, code: int = 0) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


def import_text(folder: Path, name: str, text: str) -> list[Problem]:
    """The problems of the bank that a file becomes."""
    source, bank = folder / name, folder / "bank.yaml"
    source.write_text(text, encoding="utf-8")
    run("import", source, "--topic", "week-3", "--out", bank)
    found = load_questions([bank])
    return [make_problem(found[id], 0) for id in found.ids]


def test_the_bank_can_be_practised_and_checked(tmp_path: Path) -> None:
    problems = import_text(tmp_path, "nets.gift", GIFT)
    assert [problem.question.id for problem in problems][:3] == [
        "week-3-stride", "week-3-how-many-parameters-has-a-3-3-filter-on-3-channels", "week-3-the-capital-of-france-is-they-say",
    ]  # fmt: skip
    assert problems[1].check("28").verdict == "right"
    assert problems[1].check("27").diagnosis.says == "The bias is missing."  # type: ignore[union-attr]
    assert problems[2].check("Paris").verdict == "right"
    assert json.loads(run("check", tmp_path / "bank.yaml", "--json"))["faults"] == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source, bank = tmp_path / "a.md", tmp_path / "bank.yaml"
    source.write_text(MARKDOWN, encoding="utf-8")
    bank.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already exists"):
        CliRunner().invoke(app, ["import", str(source), "--out", str(bank)], catch_exceptions=False)
    assert bank.read_text(encoding="utf-8") == "mine"


def test_the_same_file_gives_the_same_ids(tmp_path: Path) -> None:
    first = [problem.question.id for problem in import_text(tmp_path, "a.md", MARKDOWN)]
    (tmp_path / "bank.yaml").unlink()
    again = [problem.question.id for problem in import_text(tmp_path, "a.md", "5. New?\n   Answer: 1\n\n" + MARKDOWN)]
    assert again == ["week-3-new", *first]


HOSTILE = "What is {{ 1 + 1 }}, `{{x}}` and \x07<script>alert(1)</script> ${{a}}$: - # 'x' \"y\" %s"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    rows = f'question,answer\n"{HOSTILE.replace(chr(34), chr(34) * 2)}",5\n'
    (problem,) = import_text(tmp_path, "a.csv", rows)
    assert "{{ 1 + 1 }}" in problem.ask
    assert "{{x}}" in problem.ask
    assert "\x07" not in problem.ask


def test_of_a_large_import_the_first_questions_are_examined(tmp_path: Path) -> None:
    file = tmp_path / "large.gift"
    file.write_text(
        "".join(f"::q{n}:: What is {n} plus 1? {{={n + 1} ~{n} ~{n + 2}}}\n\n" for n in range(300)), "utf-8"
    )
    said = run("import", file, "--out", tmp_path / "large.yaml")
    examined = re.search(r"Of these, (\d+) were examined now; `dlquiz check \S+` examines all\.", said)
    assert examined is not None
    assert 20 <= int(examined[1]) < 300
    assert "300 questions in" in said


def test_all_questions_of_a_small_import_are_examined(tmp_path: Path) -> None:
    file = tmp_path / "small.gift"
    file.write_text("".join(f"::q{n}:: What is {n} plus 1? {{={n + 1} ~{n} ~{n + 2}}}\n\n" for n in range(9)), "utf-8")
    assert "were examined" not in run("import", file, "--out", tmp_path / "small.yaml")
