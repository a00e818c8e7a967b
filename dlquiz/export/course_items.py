"""What course systems are given: items, each with one field that the system can judge by itself.

A part with one field is one item; a vector is an item for each of its elements.  Items of one variant name each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dlquiz import kinds
from dlquiz.export import card_html, html, paper, plain
from dlquiz.export.job import Item, Job
from dlquiz.export.wrong_numbers import WrongNumber, list_wrong_numbers
from dlquiz.kinds.fields import Field, MatchField, WordsField
from dlquiz.problem import AskedPart, Problem
from dlquiz.text.markdown import clean_text

MAX_ITEMS = 60  # of one variant
DIGITS = 15  # of a number that no decimal holds


@dataclass(frozen=True, slots=True)
class CourseItem:
    """One thing asked.  Texts are HTML, with mathematics in `\\(…\\)`."""

    name: str
    text: str
    field: Field
    wrong: tuple[WrongNumber, ...]
    solution: str
    marks: Fraction


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A thing asked, on each variant of a question: a system draws one of them."""

    topic: str
    title: str
    id: str
    place: int  # among the things that the question asks, from 1; 0 where it asks one
    items: tuple[CourseItem, ...]


def describe_gap(item: Item, job: Job) -> str:
    """Systems ask for one thing at a time, each with the whole solution: too many of them would be no question."""
    asked = [asked for problem in item.problems[:1] for asked in problem.parts.values()]
    count = len(asked) if len(asked) > MAX_ITEMS else sum(len(kinds.kind(a.kind).list_fields(a.key)) for a in asked)
    if count > MAX_ITEMS:
        return f"it asks for {count:,} things, and course systems take at most {MAX_ITEMS} one by one"
    return ""


def group_items(item: Item, job: Job) -> list[CourseGroup]:
    """The items of a question, those of all variants that ask the same together."""
    variants = [list(list_items(problem, job)) for problem in item.problems]
    count = max(map(len, variants))
    title = clean_text(item.question.title or item.question.id)
    topic = clean_text(item.topic.title or item.topic.slug)
    return [
        CourseGroup(
            topic, title, item.question.id, i + 1 if count > 1 else 0, tuple(own[i] for own in variants if i < len(own))
        )
        for i in range(count)
    ]


def list_items(problem: Problem, job: Job) -> Iterator[CourseItem]:
    """The items of one variant, in the order of its parts."""
    parts = [paper.prepare_part(asked) for asked in problem.parts.values()]
    solution = card_html.write_back(problem, parts, card_html.tell_pictures)
    asked_fields = [(asked, kinds.kind(asked.kind).list_fields(asked.key)) for asked in problem.parts.values()]
    total = sum(len(fields) for _, fields in asked_fields)
    number = 0
    for asked, fields in asked_fields:
        wrong = list_wrong_numbers(problem, asked, fields)
        for field, own in zip(fields, wrong, strict=True):
            number += 1
            name = f"{problem.id} ({number} of {total})" if total > 1 else problem.id
            text = write_text(problem, asked, field, f"{number} of {total}" if total > 1 else "")
            yield CourseItem(name, text, make_plain(field, job), own, solution, Fraction(asked.marks, len(fields)))


def make_plain(field: Field, job: Job) -> Field:
    """A field whose right sides are plain text: systems show them in menus, which know no markup."""
    if not isinstance(field, MatchField):
        return field
    return replace(field, rights=tuple(to_plain(right, job) for right in field.rights))


def to_plain(markdown: str, job: Job) -> str:
    """A text without markup on one line; a formula that needs more lines stays as it was written."""
    try:
        return " ".join(plain.to_text(markdown, job).split())
    except plain.NoPlainForm:
        return " ".join(clean_text(markdown).split())


def write_text(problem: Problem, asked: AskedPart, field: Field, place: str) -> str:
    """What is asked, as HTML: the question, the part, how to answer, and which of several items of a variant it is."""
    part = html.to_html(asked.ask) if asked.ask else ""
    told = ". ".join(filter(None, [kinds.kind(asked.kind).paper_instruction(asked.key), field.label]))
    belongs = f"Question {place} on {problem.id}." if place else ""
    lines = [f"<p><em>{html.plain_to_html(line)}</em></p>" for line in (told, belongs) if line]
    picture = card_html.tell_pictures(problem.pictures_of("question"))
    return "\n".join(filter(None, [html.to_html(problem.ask), picture, part, *lines]))


def write_number(value: Any) -> str:
    """A number as other systems read it, without an exponent: exactly where a decimal holds it, else with 15 digits."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    places = count_places(exact.denominator)
    return f"{Decimal(f'{float(exact):.{DIGITS}g}'):f}" if places is None else write_decimal(exact, places)


def count_places(denominator: int) -> int | None:
    """With how many decimals a fraction is exact; None where no more than DIGITS are enough."""
    return next((places for places in range(1, DIGITS + 1) if 10**places % denominator == 0), None)


def write_decimal(value: Fraction, places: int) -> str:
    """A fraction with so many decimals, which hold it."""
    digits = str(abs(value.numerator) * (10**places // value.denominator)).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def list_words(field: WordsField) -> list[str]:
    """The texts that are right, as plain text, each once."""
    return list(dict.fromkeys(clean_text(text) for text in field.accept))
