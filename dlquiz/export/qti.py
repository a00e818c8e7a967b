"""The format `qti`: a package of QTI 1.2 as Canvas imports it, a group of variants for each thing asked.

The structure is that of IMS QTI 1.2 with the fields that Canvas adds, as text2qti writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, fromstring, indent, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dlquiz.export import course_items, html
from dlquiz.export.course_items import CourseGroup, CourseItem, group_items, list_words, write_number
from dlquiz.export.job import Item, Job
from dlquiz.export.moodle import clean_xml
from dlquiz.export.wrong_numbers import is_apart
from dlquiz.kinds.fields import (
    ChoiceField,
    EssayField,
    MatchField,
    NumberField,
    OrderField,
    TruthField,
    WordsField,
)

SUFFIX = ".zip"
VARIANTS = 10
describe_gap = course_items.describe_gap
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CONTENT = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold; the same bytes every time
RESPONSE = "response1"


def make_record(item: Item, job: Job) -> list[tuple[bytes, Fraction]]:
    """The section of each thing that a question asks, with its marks."""
    return [(write_section(group), group.items[0].marks) for group in group_items(item, job)]


def make_files(records: Sequence[list[tuple[bytes, Fraction]]], job: Job) -> Mapping[Path, bytes]:
    """The package."""
    sections = [section for own in records for section in own]
    name = "dlquiz"
    files = {
        "imsmanifest.xml": write_manifest(name),
        f"{name}/assessment_meta.xml": write_meta(name, sum((marks for _, marks in sections), Fraction(0))),
        f"{name}/{name}.xml": write_assessment(name, [section for section, _ in sections]),
    }
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for path, data in files.items():
            info = ZipInfo(path, DATE)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, data)
    return {job.out: made.getvalue()}


# the package


def write_manifest(name: str) -> bytes:
    """The list of the package's files."""
    manifest = Element("manifest", identifier=f"{name}-manifest", xmlns=CONTENT)
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "IMS Content"
    SubElement(metadata, "schemaversion").text = "1.1.3"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    quiz = SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
    SubElement(quiz, "file", href=f"{name}/{name}.xml")
    SubElement(quiz, "dependency", identifierref=f"{name}-meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    meta = SubElement(resources, "resource", identifier=f"{name}-meta", type=kind, href=f"{name}/assessment_meta.xml")
    SubElement(meta, "file", href=f"{name}/assessment_meta.xml")
    return write_document(manifest)


def write_meta(name: str, marks: Fraction) -> bytes:
    """What Canvas wants to know of a quiz."""
    quiz = Element("quiz", identifier=name, xmlns=CANVAS)
    fields = {
        "title": "dlquiz", "description": "", "shuffle_answers": "true", "scoring_policy": "keep_highest",
        "quiz_type": "practice_quiz", "points_possible": write_number(marks), "show_correct_answers": "true",
        "allowed_attempts": "-1", "one_question_at_a_time": "false", "cant_go_back": "false", "available": "false",
    }  # fmt: skip
    for field, text in fields.items():
        SubElement(quiz, field).text = text
    return write_document(quiz)


def write_assessment(name: str, sections: Iterable[bytes]) -> bytes:
    """The quiz: all sections in one."""
    root = Element("questestinterop", xmlns=QTI)
    assessment = SubElement(root, "assessment", ident=name, title="dlquiz")
    add_metadata(assessment, {"cc_maxattempts": "unlimited"})
    outer = SubElement(assessment, "section", ident="root_section")
    for section in sections:
        outer.append(fromstring(section))
    return write_document(root)


def write_document(root: Element) -> bytes:
    """An element as a file."""
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def write_section(group: CourseGroup) -> bytes:
    """A group of variants, of which each student gets one."""
    place = f"-{group.place}" if group.place else ""
    section = Element("section", ident=f"{group.id}{place}", title=clean_xml(group.title))
    selection = SubElement(SubElement(section, "selection_ordering"), "selection")
    SubElement(selection, "selection_number").text = "1"
    SubElement(SubElement(selection, "selection_extension"), "points_per_item").text = write_number(
        group.items[0].marks
    )
    for item in group.items:
        section.append(make_item(item))
    return tostring(section, encoding="unicode").encode()


# an item


def make_item(item: CourseItem) -> Element:
    """One question, by the kind of its field."""
    kind, fill = WRITERS[type(item.field)]
    kind = kind(item.field) if callable(kind) else kind
    ident = re.sub(r"[^\w-]+", "-", item.name).strip("-")
    element = Element("item", ident=ident, title=clean_xml(item.name))
    fields = {"question_type": kind, "points_possible": write_number(item.marks)}
    add_metadata(SubElement(element, "itemmetadata"), fields)
    presentation = SubElement(element, "presentation")
    add_material(presentation, item.text)
    processing = SubElement(element, "resprocessing")
    outcomes = SubElement(processing, "outcomes")
    SubElement(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    SubElement(SubElement(add_condition(processing, "Yes"), "conditionvar"), "other")
    show_feedback(processing[-1], "general_fb")
    feedback = {"general_fb": item.solution}
    fill(presentation, processing, item.field, item, feedback)
    for name, text in feedback.items():
        flow = SubElement(SubElement(element, "itemfeedback", ident=name), "flow_mat")
        add_material(flow, text)
    return element


def add_metadata(element: Element, fields: Mapping[str, str]) -> None:
    """The fields of a quiz or an item."""
    metadata = SubElement(element, "qtimetadata")
    for label, entry in fields.items():
        field = SubElement(metadata, "qtimetadatafield")
        SubElement(field, "fieldlabel").text = label
        SubElement(field, "fieldentry").text = entry


def add_material(element: Element, text: str) -> None:
    """A text of HTML, its formulas as Canvas shows them."""
    SubElement(SubElement(element, "material"), "mattext", texttype="text/html").text = clean_xml(draw_formulas(text))


def draw_formulas(text: str) -> str:
    r"""HTML with each `\(…\)` as the image that Canvas draws from its LaTeX."""
    return html.replace_formulas(text, lambda latex, block: write_image(latex))


def write_image(latex: str) -> str:
    """The image of a formula; Canvas draws it, and reads the LaTeX to whoever cannot see it."""
    shown = html.escape_html(latex).replace('"', "&quot;")
    address = f"/equation_images/{quote(quote(latex, safe=''), safe='')}?scale=1"
    about = f'title="{shown}" alt="LaTeX: {shown}" data-equation-content="{shown}"'
    return f'<img class="equation_image" src="{address}" {about}>'


def add_condition(processing: Element, goes_on: str = "No") -> Element:
    """A condition, after which others are looked at or not."""
    return SubElement(processing, "respcondition", {"continue": goes_on})


def show_feedback(condition: Element, name: str) -> None:
    """What is shown where a condition holds."""
    SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=name)


def set_score(condition: Element, percent: Fraction, action: str = "Set") -> None:
    """What an answer is worth."""
    SubElement(condition, "setvar", action=action, varname="SCORE").text = f"{float(percent):.7g}"


Feedback = dict[str, str]


def fill_number(
    presentation: Element, processing: Element, field: NumberField, item: CourseItem, feedback: Feedback
) -> None:
    """The right number within its tolerance; what a listed mistake gives is told."""
    response = SubElement(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
    SubElement(SubElement(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    apart = (wrong for wrong in item.wrong if is_apart(wrong, field))  # what is right is told nothing else
    for i, wrong in enumerate(apart, 1):
        condition = add_condition(processing, "Yes")
        add_range(SubElement(condition, "conditionvar"), wrong.value, wrong.tolerance)
        show_feedback(condition, f"wrong{i}_fb")
        feedback[f"wrong{i}_fb"] = wrong.says
    condition = add_condition(processing)
    either = SubElement(SubElement(condition, "conditionvar"), "or")
    SubElement(either, "varequal", respident=RESPONSE).text = write_number(field.value)
    add_range(SubElement(either, "and"), field.value, field.tolerance)
    set_score(condition, Fraction(100))


def add_range(element: Element, value: Any, tolerance: Fraction) -> None:
    """The numbers within a distance of a value."""
    SubElement(element, "vargte", respident=RESPONSE).text = write_number(Fraction(value) - tolerance)
    SubElement(element, "varlte", respident=RESPONSE).text = write_number(Fraction(value) + tolerance)


def add_options(presentation: Element, options: Sequence[str], several: bool) -> None:
    """Options of which one or several are picked, named option0, option1, …"""
    cardinality = "Multiple" if several else "Single"
    response = SubElement(presentation, "response_lid", ident=RESPONSE, rcardinality=cardinality)
    choice = SubElement(response, "render_choice")
    for i, option in enumerate(options):
        add_material(SubElement(choice, "response_label", ident=f"option{i}"), option)


def fill_choice(
    presentation: Element, processing: Element, field: ChoiceField, item: CourseItem, feedback: Feedback
) -> None:
    """The options with their reasons."""
    add_options(presentation, [html.line_to_html(option) for option in field.options], len(field.right) > 1)
    for i, because in enumerate(field.because):
        if because.strip():
            condition = add_condition(processing, "Yes")
            SubElement(SubElement(condition, "conditionvar"), "varequal", respident=RESPONSE).text = f"option{i}"
            show_feedback(condition, f"option{i}_fb")
            feedback[f"option{i}_fb"] = html.line_to_html(because)
    score_options(processing, field.right, len(field.options))


def score_options(processing: Element, right: Sequence[int], count: int) -> None:
    """Full marks for the right options and no others."""
    condition = add_condition(processing)
    holds = SubElement(condition, "conditionvar")
    if len(right) == 1:
        SubElement(holds, "varequal", respident=RESPONSE).text = f"option{right[0]}"
    else:
        every = SubElement(holds, "and")
        for i in range(count):
            place = every if i in right else SubElement(every, "not")
            SubElement(place, "varequal", respident=RESPONSE).text = f"option{i}"
    set_score(condition, Fraction(100))


def fill_truth(
    presentation: Element, processing: Element, field: TruthField, item: CourseItem, feedback: Feedback
) -> None:
    """True and false."""
    add_options(presentation, ("True", "False"), several=False)
    score_options(processing, [0 if field.value else 1], 2)


def fill_words(
    presentation: Element, processing: Element, field: WordsField, item: CourseItem, feedback: Feedback
) -> None:
    """The texts that are right."""
    response = SubElement(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
    SubElement(SubElement(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    condition = add_condition(processing)
    holds = SubElement(condition, "conditionvar")
    for text in list_words(field):
        SubElement(holds, "varequal", respident=RESPONSE).text = clean_xml(text)
    set_score(condition, Fraction(100))


def fill_match(
    presentation: Element, processing: Element, field: MatchField, item: CourseItem, feedback: Feedback
) -> None:
    """A menu of the right sides for each left side."""
    add_menus(presentation, processing, list(map(html.line_to_html, field.lefts)), field.rights, field.partner)


def fill_order(
    presentation: Element, processing: Element, field: OrderField, item: CourseItem, feedback: Feedback
) -> None:
    """A menu of the places for each item: QTI for Canvas knows no order."""
    places = [str(i) for i in range(1, len(field.items) + 1)]
    order = sorted(range(len(field.items)), key=lambda i: field.items[i])
    items = [html.line_to_html(field.items[i]) for i in order]
    add_menus(presentation, processing, items, places, order)


def add_menus(
    presentation: Element, processing: Element, lefts: Sequence[str], rights: Sequence[str], partner: Sequence[int]
) -> None:
    """A menu for each left side; each right one earns its share."""
    for i, (left, place) in enumerate(zip(lefts, partner, strict=True)):
        response = SubElement(presentation, "response_lid", ident=f"left{i}")
        add_material(response, left)
        choice = SubElement(response, "render_choice")
        for j, right in enumerate(rights):
            label = SubElement(choice, "response_label", ident=f"right{j}")
            SubElement(SubElement(label, "material"), "mattext").text = clean_xml(right)
        condition = add_condition(processing, "Yes")
        SubElement(SubElement(condition, "conditionvar"), "varequal", respident=f"left{i}").text = f"right{place}"
        set_score(condition, Fraction(100, len(lefts)), "Add")


def fill_essay(
    presentation: Element, processing: Element, field: EssayField, item: CourseItem, feedback: Feedback
) -> None:
    """A text that a person marks."""
    response = SubElement(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
    SubElement(SubElement(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    SubElement(SubElement(add_condition(processing), "conditionvar"), "other")


def name_choice(field: ChoiceField) -> str:
    """What Canvas calls a choice of one or of several options."""
    return "multiple_choice_question" if len(field.right) == 1 else "multiple_answers_question"


Fill = Callable[[Element, Element, Any, CourseItem, Feedback], None]
WRITERS: dict[type, tuple[str | Callable[[Any], str], Fill]] = {
    NumberField: ("numerical_question", fill_number),
    ChoiceField: (name_choice, fill_choice),
    TruthField: ("true_false_question", fill_truth),
    WordsField: ("short_answer_question", fill_words),
    MatchField: ("matching_question", fill_match),
    OrderField: ("matching_question", fill_order),
    EssayField: ("essay_question", fill_essay),
}
