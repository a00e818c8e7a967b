"""The format `gift`: Moodle's text format, which many course systems read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from dlquiz.export import course_items, html
from dlquiz.export.course_items import CourseGroup, CourseItem, group_items, list_words, write_number
from dlquiz.export.job import Item, Job
from dlquiz.kinds.fields import (
    ChoiceField,
    EssayField,
    MatchField,
    NumberField,
    OrderField,
    TruthField,
    WordsField,
)

SUFFIX = ".gift"
VARIANTS = 1
describe_gap = course_items.describe_gap
ROOT = "$course$/top/dlquiz"
SPECIAL = re.compile(r"[\\~=#{}:]")


def make_record(item: Item, job: Job) -> list[str]:
    """The groups of a question, each with its category."""
    return [write_group(group) for group in group_items(item, job)]


def make_files(records: Sequence[list[str]], job: Job) -> Mapping[Path, bytes]:
    """The file."""
    return {job.out: "".join(group for own in records for group in own).encode("utf-8", "replace")}


def write_group(group: CourseGroup) -> str:
    """A category, then a question for each variant."""
    names = [group.topic, *([group.title] if len(group.items) > 1 else [])]
    path = "/".join([ROOT, *(" ".join(name.replace("/", "//").split()) for name in names)])
    return f"$CATEGORY: {path}\n\n" + "".join(f"{write_item(item)}\n\n" for item in group.items)


def write_item(item: CourseItem) -> str:
    """One question on a line of its own, its answers on the lines below."""
    answers = WRITERS[type(item.field)](item.field, item)
    lines = "".join(f"\n{answer}" for answer in answers)
    solution = f"\n####{escape_gift(item.solution)}"
    return f"::{escape_gift(item.name)}::[html]{escape_gift(item.text)} {{{lines}{solution}\n}}"


def escape_gift(text: str) -> str:
    """Text in which no sign has a meaning in GIFT, on one line, since a blank line ends a question."""
    return SPECIAL.sub(r"\\\g<0>", text.strip()).replace("\n", "\\n")


def write_numbers(field: NumberField, item: CourseItem) -> list[str]:
    """The right number, those of listed mistakes, and what is right but for its rounding."""
    rows = [f"={write_number(field.value)}:{write_number(field.tolerance)}"]
    for wrong in item.wrong:
        rows.append(f"=%0%{write_number(wrong.value)}:{write_number(wrong.tolerance)}#{escape_gift(wrong.says)}")
    if field.close is not None:
        rows.append(f"=%50%{write_number(field.value)}:{write_number(field.close)}")
    return ["#", *rows]


def write_choice(field: ChoiceField, item: CourseItem) -> list[str]:
    """The options; of several right ones each earns its share."""
    count = len(field.right)
    rows = []
    for i, option in enumerate(field.options):
        text = escape_gift(html.line_to_html(option))
        because = field.because[i].strip() if i < len(field.because) else ""
        said = f"#{escape_gift(html.line_to_html(because))}" if because else ""
        rows.append(f"{write_sign(i in field.right, count, len(field.options))}{text}{said}")
    return rows


def write_sign(right: bool, count: int, total: int) -> str:
    """What stands before an option: `=` or `~`, and its share where several are right."""
    if count == 1:
        return "=" if right else "~"
    share = Fraction(100, count) if right else Fraction(-100, max(1, total - count))
    return f"~%{float(share):.7g}%"


def write_truth(field: TruthField, item: CourseItem) -> list[str]:
    """True or false."""
    return ["TRUE" if field.value else "FALSE"]


def write_words(field: WordsField, item: CourseItem) -> list[str]:
    """The texts that are right; a star is a star."""
    return [f"={escape_gift(text.replace('*', chr(92) + '*'))}" for text in list_words(field)]


def write_match(field: MatchField, item: CourseItem) -> list[str]:
    """Left sides with their right sides, then right sides that match nothing."""
    pairs = [
        (html.line_to_html(left), field.rights[place]) for left, place in zip(field.lefts, field.partner, strict=True)
    ]
    pairs += [("", right) for place, right in enumerate(field.rights) if place not in field.partner]
    return [write_pair(left, right) for left, right in pairs]


def write_order(field: OrderField, item: CourseItem) -> list[str]:
    """The items, each with its place: GIFT knows no order."""
    return [write_pair(html.line_to_html(text), str(i)) for i, text in enumerate(field.items, 1)]


def write_pair(left: str, right: str) -> str:
    """A pair; an arrow inside of a text is none."""
    return f"={escape_gift(left.replace('->', '-&gt;'))} -> {escape_gift(right.replace('->', '→'))}"


def write_essay(field: EssayField, item: CourseItem) -> list[str]:
    """A text that a person marks."""
    return []


WRITERS: dict[type, Callable[[Any, CourseItem], list[str]]] = {
    NumberField: write_numbers,
    ChoiceField: write_choice,
    TruthField: write_truth,
    WordsField: write_words,
    MatchField: write_match,
    OrderField: write_order,
    EssayField: write_essay,
}
