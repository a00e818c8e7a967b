"""Rules about what a question does with what it draws, and about its id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dlquiz import kinds, tree
from dlquiz.check.report import Report, Sample
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.model import Program, Question, Repeat
from dlquiz.worked.meaning import find_templates, list_formulas, list_steps
from dlquiz.worked.ranges import list_elements

TRUTH_WORDS = frozenset({"yes", "no", "on", "off"})
PASS = re.compile(r"_\d+$")  # of x_2, a pass of the rule x
MIN_ID = 5  # characters of a lone word; banks of other people have short ids too


def check_id(report: Report, _sample: Sample) -> None:
    """Warn of a short id, which another bank may have as well: the notes of one replace those of the other in Anki."""
    own = report.question.id
    if len(own) < MIN_ID and "-" not in own:
        report.warn(
            f'the id is so short that another bank may use it; begin it with the topic: "{report.question.topic}-…"'
        )


def check_truth_words(report: Report, _sample: Sample) -> None:
    """Warn of a draw from `[yes, no]`, which are words."""
    for spec in report.question.draws:
        words = {item for item in list_elements(spec.of or ()) if isinstance(item, str)}
        if words and {word.lower() for word in words} <= TRUTH_WORDS:
            listed = ", ".join(sorted(words))
            report.warn(f'"{spec.name}" is drawn from the words {listed}; for truths write [true, false]', spec.name)


def check_unused(report: Report, _sample: Sample) -> None:
    """Warn of a draw that no text and no formula uses."""
    question = report.question
    used = set().union(*(formula.names for formula in list_formulas(question)), *list_picture_names(question))
    for spec in question.draws:
        if spec.name not in used:
            report.warn(f'the draw "{spec.name}" is used by nothing', spec.name)


def check_dependence(report: Report, sample: Sample) -> None:
    """Warn of a number that the text shows, on which no answer depends, and which no other text mentions.

    A number that is meant to lead astray has its sentence: "The batch size of {{ n }} plays no part."
    """
    question = report.question
    if not all(
        kinds.kind(asked.kind).is_quantity for problem in sample.problems[:1] for asked in problem.parts.values()
    ):
        return  # the numbers of a question about ideas set a scene
    if any(isinstance(node, tree.Text) for _, formula in question.given for node in tree.walk(formula.tree)):
        return  # a solver reads names in texts
    reached = find_reached(question)
    asks = [text for text in (question.ask, *(part.ask for part in question.parts)) if text is not None]
    for spec in question.draws:
        worded = spec.of is not None and any(isinstance(item, str) for item in list_elements(spec.of))
        if not worded and spec.name not in reached and any(spec.name in text.names for text in asks):
            report.warn(f'no answer depends on "{spec.name}", which the text shows', spec.name)


def find_reached(question: Question) -> set[str]:
    """The names on which an answer depends, and those of which a mistake, a remark or a test speaks."""
    reached: set[str] = set()
    for part in question.parts:
        reached |= part.answer.value.names if part.answer.value is not None else {part.name}
        for value in part.answer.keys.values():
            reached.update(*(template.names for template in find_templates(value)))
    for mistake in question.mistakes:
        formulas = [mistake.gives, *(formula for _, formula in mistake.instead)]
        reached.update(mistake.says.names, *(formula.names for formula in formulas if formula is not None))
    spoken = [text for text in (question.remark, question.often, question.plan, question.hint) if text is not None]
    spoken += [why for _, why in list_steps(question.program)]
    reached.update(*(text.names for text in spoken), *(test.holds.names for test in question.tests))
    reached.update(*(formula.names for _, formula in question.given))
    sources = list(list_sources(question))
    size = -1
    while size != len(reached):
        reached |= {PASS.sub("", name) for name in reached}
        size = len(reached)
        for name, formula in sources:
            reached |= formula.names if name in reached else set()
    return reached


def list_sources(question: Question) -> Iterator[tuple[str, Formula]]:
    """What each name of a question is computed from."""
    yield from question.lets
    for spec in question.draws:
        ends = filter(None, (spec.start, spec.stop, spec.step, *(spec.shape or ())))
        yield from ((spec.name, formula) for formula in ends)
    yield from list_step_sources(question.program)


def list_step_sources(program: Program) -> Iterator[tuple[str, Formula]]:
    """What each step is computed from; in a loop every step from all of it, since a pass uses the one before."""
    for item in program:
        if isinstance(item, Repeat):
            inner = list(list_step_sources(item.steps))
            formulas = [item.count, *(formula for _, formula in (*item.start, *inner))]
            yield from ((name, formula) for name in dict(inner) for formula in formulas)
        else:
            yield item.name, item.formula


def list_picture_names(question: Question) -> Iterator[frozenset[str]]:
    """The names that the pictures of a question show."""
    for picture in question.pictures:
        yield from find_names(picture.keys)


def find_names(value: object) -> Iterator[frozenset[str]]:
    """The names in formulas and texts, however they are listed."""
    if isinstance(value, (Formula, Template)):
        yield value.names
    elif isinstance(value, (list, tuple, Mapping)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from find_names(item)
