"""The format `moodle`: Moodle XML, a category for each topic and in it one for each thing asked, with its variants."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dlquiz.export import course_items, html
from dlquiz.export.course_items import CourseGroup, CourseItem, group_items, list_words, write_number
from dlquiz.export.job import Item, Job
from dlquiz.kinds.common_slips import ROUNDING
from dlquiz.kinds.fields import (
    ChoiceField,
    EssayField,
    MatchField,
    NumberField,
    OrderField,
    TruthField,
    WordsField,
)

SUFFIX = ".xml"
VARIANTS = 10
describe_gap = course_items.describe_gap
ROOT = "$course$/top/dlquiz"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_record(item: Item, job: Job) -> list[bytes]:
    """The category and the questions of each thing asked."""
    return [write_element(element) for group in group_items(item, job) for element in list_questions(group)]


def make_files(records: Sequence[list[bytes]], job: Job) -> Mapping[Path, bytes]:
    """The file."""
    questions = b"\n".join(question for own in records for question in own)
    return {job.out: b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + questions + b"\n</quiz>\n"}


def write_element(element: Element) -> bytes:
    """An element with indented children."""
    indent(element)
    return tostring(element, encoding="unicode").encode()


def list_questions(group: CourseGroup) -> list[Element]:
    """The category of a group, then its questions."""
    return [make_category(group), *map(make_question, group.items)]


def make_category(group: CourseGroup) -> Element:
    """The category that the questions behind it go into."""
    names = [group.topic, group.title, *([f"{group.place}"] if group.place else [])]
    element = Element("question", type="category")
    path = "/".join([ROOT, *(name.replace("/", "//") for name in names)])
    add_text(SubElement(element, "category"), path)
    return element


def make_question(item: CourseItem) -> Element:
    """One question, by the kind of its field."""
    kind, fill = WRITERS[type(item.field)]
    element = Element("question", type=kind)
    add_text(SubElement(element, "name"), item.name)
    add_html(SubElement(element, "questiontext"), item.text)
    add_html(SubElement(element, "generalfeedback"), item.solution)
    SubElement(element, "defaultgrade").text = write_number(item.marks)
    SubElement(element, "penalty").text = "0.3333333"
    SubElement(element, "hidden").text = "0"
    SubElement(element, "idnumber").text = clean_xml(item.name)
    fill(element, item.field, item)
    return element


def fill_number(element: Element, field: NumberField, item: CourseItem) -> None:
    """The right number, those of listed mistakes, what is right but for its rounding; the first that fits counts."""
    add_number(element, 100, field.value, field.tolerance)
    for wrong in item.wrong:
        add_number(element, 0, wrong.value, wrong.tolerance, wrong.says)
    if field.close is not None:
        add_number(element, 50, field.value, field.close, html.plain_to_html(ROUNDING))


def add_number(element: Element, percent: int, value: Any, tolerance: Fraction, says: str = "") -> None:
    """A number that is worth so many per cent."""
    answer = add_answer(element, Fraction(percent), write_number(value), says, "moodle_auto_format")
    SubElement(answer, "tolerance").text = write_number(tolerance)


def fill_choice(element: Element, field: ChoiceField, item: CourseItem) -> None:
    """The options; of several right ones each earns its share, and a wrong one takes one away."""
    count = len(field.right)
    SubElement(element, "single").text = "true" if count == 1 else "false"
    SubElement(element, "shuffleanswers").text = "0" if is_lettered(field) else "1"
    SubElement(element, "answernumbering").text = "abc"
    for i, option in enumerate(field.options):
        wrong = Fraction(0) if count == 1 else Fraction(-100, max(1, len(field.options) - count))
        share = Fraction(100, count) if i in field.right else wrong
        because = field.because[i] if i < len(field.because) else ""
        add_answer(element, share, html.line_to_html(option), html.line_to_html(because) if because.strip() else "")


def is_lettered(field: ChoiceField) -> bool:
    """Whether the options are letters themselves, which keep their order."""
    return all(len(option.strip()) == 1 for option in field.options)


def fill_truth(element: Element, field: TruthField, item: CourseItem) -> None:
    """True and false."""
    for value in (True, False):
        add_answer(
            element,
            Fraction(100 if value is field.value else 0),
            "true" if value else "false",
            "",
            "moodle_auto_format",
        )


def fill_words(element: Element, field: WordsField, item: CourseItem) -> None:
    """The texts that are right; case does not count, and a star is a star."""
    SubElement(element, "usecase").text = "0"
    for text in list_words(field):
        add_answer(element, Fraction(100), text.replace("*", "\\*"), "", "moodle_auto_format")


def fill_match(element: Element, field: MatchField, item: CourseItem) -> None:
    """Left sides with their right sides, then right sides that match nothing."""
    SubElement(element, "shuffleanswers").text = "1"
    for left, place in zip(field.lefts, field.partner, strict=True):
        add_pair(element, html.line_to_html(left), field.rights[place])
    for place, right in enumerate(field.rights):
        if place not in field.partner:
            add_pair(element, "", right)


def add_pair(element: Element, left: str, right: str) -> None:
    """A left side as HTML with its right side, which Moodle shows as plain text."""
    pair = SubElement(element, "subquestion", format="html")
    SubElement(pair, "text").text = clean_xml(left)
    add_text(SubElement(pair, "answer"), right)


def fill_order(element: Element, field: OrderField, item: CourseItem) -> None:
    """The items in their right order."""
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")):
        SubElement(element, name).text = value
    SubElement(element, "gradingtype").text = "ABSOLUTE_POSITION"
    SubElement(element, "showgrading").text = "SHOW"
    SubElement(element, "numberingstyle").text = "none"
    for i, text in enumerate(field.items, 1):
        add_answer(element, Fraction(i), html.line_to_html(text))


def fill_essay(element: Element, field: EssayField, item: CourseItem) -> None:
    """A text, with the solution for whoever marks it."""
    SubElement(element, "responseformat").text = "editor"
    SubElement(element, "responserequired").text = "1"
    SubElement(element, "responsefieldlines").text = "10"
    add_html(SubElement(element, "graderinfo"), item.solution)


WRITERS: dict[type, tuple[str, Callable[[Element, Any, CourseItem], None]]] = {
    NumberField: ("numerical", fill_number),
    ChoiceField: ("multichoice", fill_choice),
    TruthField: ("truefalse", fill_truth),
    WordsField: ("shortanswer", fill_words),
    MatchField: ("matching", fill_match),
    OrderField: ("ordering", fill_order),
    EssayField: ("essay", fill_essay),
}


def add_answer(element: Element, percent: Fraction, text: str, says: str = "", format: str = "html") -> Element:
    """An answer that is worth so many per cent, and what is said of it."""
    answer = SubElement(element, "answer", fraction=f"{float(percent):.7g}", format=format)
    SubElement(answer, "text").text = clean_xml(text)
    add_html(SubElement(answer, "feedback"), says)
    return answer


def add_html(element: Element, text: str) -> None:
    """A text of HTML in an element."""
    element.set("format", "html")
    add_text(element, text)


def add_text(element: Element, text: str) -> None:
    """A text in an element."""
    SubElement(element, "text").text = clean_xml(text)


def clean_xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)
