r"""What course systems are given is what dlquiz judges: each number, tolerance and feedback is put to the problem itself.

Moodle XML is read with ElementTree; GIFT by pygiftparser and QTI by pyslet, where they are installed (`.ci/oracles
courses`).  The order of elements in the package is that of IMS QTI 1.2.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.commands.export import linear
from dlquiz.export import gift, moodle, page, qti
from dlquiz.export import html as export_html
from dlquiz.export.course_items import CourseItem, list_items, write_number
from dlquiz.export.job import Job
from dlquiz.export.work import solve_variants
from dlquiz.kinds.fields import NumberField
from dlquiz.problem import Problem, make_problem
from tests.export.conftest import bank_of

Export = Callable[..., Path]
SAMPLE = (  # one for each kind of answer and of rounding, and with several parts
    "conv-params", "pool-possible", "act-sigmoid-value", "backprop-221-output-update", "max-pool-by-hand", "metrics-formulas",
    "act-range-interval", "act-active-examples", "gd-which-way",
)  # fmt: skip
TAGS = {"a", "b", "blockquote", "br", "code", "details", "div", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
        "small", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> QuestionSet:
    return load_questions()


def make_job(folder: Path, suffix: str) -> Job:
    return Job(folder / f"out{suffix}", 1_770_000_000, folder / "change-dates.sqlite3", linear)


def export_ids(format: Any, bank: QuestionSet, ids: tuple[str, ...], folder: Path, variants: int = 2) -> Path:
    """The file that a format makes of some questions."""
    job = make_job(folder, format.SUFFIX)
    items = [solve_variants(bank[id], bank.topics[bank[id].topic], range(variants)) for id in ids]
    for path, data in format.make_files([format.make_record(item, job) for item in items], job).items():
        path.write_bytes(data)
    return job.out


def read_moodle(path: Path) -> dict[str, Element]:
    """The questions of a Moodle file by their names."""
    questions = ElementTree.parse(path).getroot().findall("question")
    return {q.findtext("name/text", ""): q for q in questions if q.get("type") != "category"}


def number_items(problem: Problem, folder: Path) -> Iterator[tuple[str, CourseItem]]:
    """The items of a problem that ask for the whole answer of a part, with the part's name."""
    items = list(list_items(problem, make_job(folder, "")))
    if len(items) == len(problem.parts):
        yield from zip(problem.parts, items, strict=True)


@pytest.mark.parametrize("id", SAMPLE)
@pytest.mark.parametrize("seed", range(5))
def test_numbers_tolerances_and_feedback_are_those_of_the_problem(
    id: str, seed: int, shipped: QuestionSet, tmp_path: Path
) -> None:
    problem = make_problem(shipped[id], seed)
    for part, item in number_items(problem, tmp_path):
        if not isinstance(item.field, NumberField):
            continue
        field = item.field
        assert problem.check(write_number(field.value), part).verdict == "right"
        for sign in (-1, 1):
            inside = Fraction(field.value) + sign * field.tolerance * Fraction(99, 100)
            outside = Fraction(field.value) + sign * (field.tolerance * Fraction(101, 100) or Fraction(1))
            assert problem.check(write_number(inside), part).verdict == "right"
            assert problem.check(write_number(outside), part).verdict in ("close", "wrong")
        for wrong in item.wrong:
            verdict = problem.check(write_number(wrong.value), part)
            assert verdict.verdict == "wrong"
            assert verdict.diagnosis is not None
            assert wrong.says == export_html.to_html(verdict.diagnosis.says)


MEETING = r"""topic: meeting
title: Meeting
questions:
- id: meeting-mistakes
  draw: {n: [4, 5]}
  ask: What is $n^2/4$ for $n = {{ n }}$?
  answer: n^2 / 4
  mistakes:
    - gives: n^2
      says: The square is divided.
    - gives: n * n
      says: The product is divided.
    - gives: n / 2
      says: Square before you divide.
"""


def test_where_two_mistakes_meet_both_are_told_by_page_and_course_systems(tmp_path: Path) -> None:
    problem = make_problem(bank_of(MEETING)["meeting-mistakes"], 0)
    (item,) = list_items(problem, make_job(tmp_path, ""))
    both = export_html.to_html("The square is divided. Or: The product is divided.")
    assert [one.says for one in item.wrong] == [both, export_html.to_html("Square before you divide.")]
    key, reasons = page.make_key(problem, problem.part())
    assert key is not None
    assert [reasons[one["says"]] for one in key["mistakes"]] == [one.says for one in item.wrong]


def test_moodle_holds_the_items(shipped: QuestionSet, tmp_path: Path) -> None:
    found = read_moodle(export_ids(moodle, shipped, SAMPLE, tmp_path))
    expected = {
        item.name: item
        for id in SAMPLE
        for seed in range(2)
        for item in list_items(make_problem(shipped[id], seed), make_job(tmp_path, ""))
    }
    assert found.keys() == expected.keys()
    for name, question in found.items():
        item = expected[name]
        assert question.findtext("questiontext/text") == item.text
        assert question.findtext("generalfeedback/text") == item.solution
        if isinstance(item.field, NumberField):
            first = question.findall("answer")[0]
            assert first.get("fraction") == "100"
            assert float(first.findtext("text", "")) == pytest.approx(float(item.field.value), rel=1e-12)
            assert float(first.findtext("tolerance", "")) == float(item.field.tolerance)


def test_each_kind_becomes_a_question_that_moodle_can_judge(export: Export) -> None:
    types: dict[str, set[str]] = {}
    for name, question in read_moodle(export("moodle", variants=1)).items():
        types.setdefault(name.partition("@")[0], set()).add(question.get("type", ""))
    assert types["kind-number"] == types["kind-integer-parts"] == {"numerical"}
    assert types["kind-yes-no"] == {"truefalse"}
    assert types["kind-matrix"] == types["kind-shape"] == {"numerical"}
    assert types["kind-choice"] == {"multichoice"}
    assert types["kind-text"] == {"shortanswer"}
    assert types["kind-order"] == {"ordering"}
    assert types["kind-match"] == {"matching"}
    assert types["kind-expression"] == types["kind-recall"] == {"essay"}


def test_variants_share_a_category_within_their_topic(export: Export) -> None:
    root = ElementTree.parse(export("moodle", variants=3)).getroot()
    places = [q.findtext("category/text", "") for q in root if q.get("type") == "category"]
    assert len(places) == len(set(places))
    assert all(place.startswith("$course$/top/dlquiz/All <kinds> & signs/") for place in places)


def test_parts_name_each_other(export: Export) -> None:
    found = read_moodle(export("moodle", variants=1))
    texts = [q.findtext("questiontext/text", "") for name, q in found.items() if name.startswith("kind-integer-parts")]
    assert [re.findall(r"Question \d of \d on [\w@-]+", text) for text in texts] == [
        ["Question 1 of 2 on kind-integer-parts@0"],
        ["Question 2 of 2 on kind-integer-parts@0"],
    ]


def test_several_right_options_share_the_marks(export: Export, kinds: str) -> None:
    shares = {}
    for name, question in read_moodle(export("moodle", variants=1)).items():
        if question.get("type") == "multichoice":
            shares[name] = [float(answer.get("fraction", "")) for answer in question.findall("answer")]
    assert shares
    for own in shares.values():
        assert sum(share for share in own if share > 0) == pytest.approx(100)


@pytest.mark.parametrize("format", ["moodle", "gift", "qti"])
def test_the_same_questions_give_the_same_bytes(format: str, export: Export) -> None:
    assert export(format).read_bytes() == export(format).read_bytes()


# independent readers


def test_gift_is_read_by_another_program(shipped: QuestionSet, tmp_path: Path) -> None:
    parser = pytest.importorskip("pygiftparser.parser", reason="pygiftparser is not installed: .ci/oracles courses")
    path = export_ids(gift, shipped, SAMPLE, tmp_path, variants=1)
    with path.open(encoding="utf-8") as lines:
        found = {question.title: question for question in parser.parseFile(lines)}
    expected = [i for id in SAMPLE for i in list_items(make_problem(shipped[id], 0), make_job(tmp_path, ".gift"))]
    assert set(found) == {item.name for item in expected}
    for item in expected:
        question = found[item.name]
        if not isinstance(item.field, NumberField):
            assert question.valid, item.name
            assert unescape_gift(question.generalFeedback).strip() == item.solution.strip()
        elif all(value >= 0 for value in (item.field.value, *(wrong.value for wrong in item.wrong))):
            assert question.valid, item.name  # this reader knows no negative numbers
            first = question.answers.answers[0]
            right = float(item.field.value), float(item.field.tolerance)
            assert (first.value, first.tolerance) == pytest.approx(right)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_package_is_read_by_another_program(export: Export, tmp_path: Path) -> None:
    reader = pytest.importorskip("pyslet.qtiv1.xml", reason="pyslet is not installed: .ci/oracles courses")
    with zipfile.ZipFile(export("qti")) as package:
        text = package.read("dlquiz/dlquiz.xml")
    document = reader.QTIDocument()
    document.read(src=BytesIO(text))  # raises where an element stands where QTI 1.2 has none
    assert type(document.root).__name__ == "QuesTestInterop"


def unescape_gift(text: str) -> str:
    """A text of GIFT without its escapes."""
    return re.sub(r"\\([\\~=#{}:n])", lambda found: "\n" if found[1] == "n" else found[1], text)


def test_no_text_of_gift_ends_a_question(export: Export) -> None:
    text = export("gift", variants=1).read_text(encoding="utf-8")
    blocks = [block for block in text.strip().split("\n\n") if not block.startswith("$CATEGORY")]
    for block in blocks:
        match = re.fullmatch(r"::((?:\\.|[^:])*)::\[html\]((?:\\.|[^{}])*) \{((?:\\.|[^{}])*)\}", block, re.DOTALL)
        assert match, block
        assert "@" in unescape_gift(match[1])


# QTI

ORDER = {  # of the elements of IMS QTI 1.2
    "assessment": ["qtimetadata", "section"],
    "section": ["qtimetadata", "selection_ordering", "item", "section"],
    "item": ["itemmetadata", "presentation", "resprocessing", "itemfeedback"],
    "presentation": ["material", "response_lid", "response_str"],
    "response_lid": ["material", "render_choice"],
    "response_str": ["material", "render_fib"],
    "resprocessing": ["outcomes", "respcondition"],
    "respcondition": ["conditionvar", "setvar", "displayfeedback"],
}


def read_qti(path: Path) -> Element:
    """The quiz of a package, without its namespace."""
    with zipfile.ZipFile(path) as package:
        assert {"imsmanifest.xml", "dlquiz/assessment_meta.xml", "dlquiz/dlquiz.xml"} == set(package.namelist())
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
        text = package.read("dlquiz/dlquiz.xml").decode()
    return ElementTree.fromstring(re.sub(r' xmlns="[^"]+"', "", text, count=1))


def test_the_package_has_the_structure_of_the_standard(export: Export) -> None:
    root = read_qti(export("qti"))
    assert [child.tag for child in root] == ["assessment"]
    for name, order in ORDER.items():
        for element in root.iter(name):
            tags = [child.tag for child in element]
            assert set(tags) <= set(order), (name, tags)
            assert tags == sorted(tags, key=order.index), (name, tags)
    for item in root.iter("item"):
        shown = {feedback.get("ident") for feedback in item.iter("itemfeedback")}
        assert {display.get("linkrefid") for display in item.iter("displayfeedback")} == shown
        named = {response.get("ident") for response in item.iter() if response.tag.startswith("response_")}
        assert {test.get("respident") for test in item.iter() if test.get("respident")} <= named
    idents = [element.get("ident") for element in root.iter() if element.tag in ("section", "item", "assessment")]
    assert len(idents) == len(set(idents))


def test_canvas_draws_one_variant_of_each_group(export: Export) -> None:
    groups = read_qti(export("qti", variants=3)).findall("assessment/section/section")
    assert groups
    assert all(group.findtext("selection_ordering/selection/selection_number") == "1" for group in groups)
    assert max(len(group.findall("item")) for group in groups) == 3


def test_numbers_in_the_package_are_ranges_of_the_tolerance(shipped: QuestionSet, tmp_path: Path) -> None:
    root = read_qti(export_ids(qti, shipped, ("act-sigmoid-value",), tmp_path, variants=1))
    problem = make_problem(shipped["act-sigmoid-value"], 0)
    (field,) = (item.field for _, item in number_items(problem, tmp_path))
    assert isinstance(field, NumberField)
    (right,) = (c for c in root.iter("respcondition") if c.find("setvar") is not None)
    low, high = (float(right.findtext(f".//{name}", "")) for name in ("vargte", "varlte"))
    assert (low, high) == pytest.approx(
        (float(field.value) - float(field.tolerance), float(field.value) + float(field.tolerance))
    )


def test_formulas_are_the_images_of_canvas(export: Export) -> None:
    texts = "".join(text.text or "" for text in read_qti(export("qti", variants=1)).iter("mattext"))
    assert r"\(" not in texts
    shown = re.findall(r'data-equation-content="([^"]*)"', texts)
    assert any(r"\sigma" in html.unescape(latex) for latex in shown)


@pytest.mark.parametrize("format", ["moodle", "qti"])
def test_no_text_of_a_bank_becomes_a_tag(format: str, export: Export) -> None:
    path = export(format, variants=1)
    root = read_qti(path) if format == "qti" else ElementTree.parse(path).getroot()
    texts = [element.text or "" for element in root.iter() if element.tag in ("text", "mattext")]
    titles = {q.findtext("category/text") for q in root} | {q.findtext("name/text") for q in root}
    tags = {tag.lower() for text in texts if text not in titles for tag in re.findall(r"<\s*/?\s*([A-Za-z]+)", text)}
    assert tags <= TAGS
