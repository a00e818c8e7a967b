"""The keys of the bank format: one table, from which banks are read and the JSON Schema is written."""

from __future__ import annotations

from dlquiz.bank.key_rules import KINDS, answer_together, draw_together, mistake_together, question_together
from dlquiz.bank.nodes import Node
from dlquiz.bank.readers import (
    SLUG,
    Faults,
    FormulaReader,
    NameReader,
    NumberReader,
    OneOf,
    PatternReader,
    PickReader,
    Reader,
    Schema,
    TemplateReader,
    TextReader,
    TypedReader,
    WholeReader,
)
from dlquiz.bank.structures import ByShape, IntervalReader, Key, KeysOf, Later, ListOf, NamesTo, one_of

text, template, formula, number, name = TextReader(), TemplateReader(), FormulaReader(), NumberReader(), NameReader()
slug = PatternReader(SLUG, "in kebab-case: small letters, digits and single hyphens")
marks = WholeReader(1, 100)
picks = ListOf(PickReader(), least=1)
texts = ListOf(text, lone=True)

draw = ByShape(
    "a list to pick from, or a mapping with from and to",
    items=picks,
    mapping=KeysOf(
        "a draw",
        {
            "from": Key(formula, "Smallest value."),
            "to": Key(formula, "Largest value, included."),
            "step": Key(formula, "Distance between values; 1 unless said."),
            "shape": Key(ListOf(formula, least=1, lone=True), "Sizes of an array of draws."),
            "of": Key(picks, "What an array of picks picks from."),
        },
        draw_together,
    ),
)

single = KeysOf(
    "a step",
    {
        "name": Key(name, "Its symbol.", True),
        "formula": Key(formula, "What is computed, and printed.", True),
        "why": Key(template, "One sentence why; names only earlier steps."),
        "within": Key(IntervalReader(), "Smallest and largest right value."),
    },
)


class StepReader(Reader):
    """A step, or a block of steps that is repeated."""

    what = "a step"

    def read(self, node: Node, faults: Faults) -> object:
        block = node.kind == "mapping" and any(key.text == "repeat" for key, _ in node.pairs)
        return (repeat if block else single).read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [single.schema(), repeat.schema()]}


inner = Later(lambda: ListOf(StepReader(), least=1), {"type": "array", "minItems": 1})  # blocks may stand inside blocks
repeat = KeysOf(
    "a block",
    {
        "repeat": Key(formula, "How often the steps run.", True),
        "start": Key(NamesTo(formula), "What names mean before the first pass."),
        "steps": Key(inner, "The steps of one pass.", True),
    },
)

option = KeysOf(
    "an option",
    {
        "right": Key(template, "A right option."),
        "wrong": Key(template, "A wrong option."),
        "because": Key(template, "Shown afterwards."),
    },
    lambda made, faults: one_of(made, ("right", "wrong"), "an option", faults),
)
options = ByShape(
    "a list of options, or the words from mistakes",
    scalar=OneOf("from mistakes"),
    items=ListOf(ByShape("an option", scalar=template, mapping=option)),
)
places = WholeReader(0, 12)
answer = ByShape(
    "a formula or a mapping",
    scalar=formula,
    items=formula,
    mapping=KeysOf(
        "an answer",
        {
            "value": Key(formula, "The right answer."),
            "kind": Key(OneOf(*KINDS), "The kind, where the value does not tell."),
            "decimals": Key(places, "Decimals asked for; 4 unless said."),
            "significant": Key(WholeReader(1, 12), "Significant digits asked for."),
            "rel": Key(number, "Relative tolerance."),
            "abs": Key(number, "Absolute tolerance."),
            "unit": Key(texts, "Words allowed after the number."),
            "yes": Key(texts, "Further words for yes."),
            "no": Key(texts, "Further words for no."),
            "options": Key(options, "The options of a choice."),
            "accept": Key(ListOf(text, least=1, lone=True), "Texts that are right."),
            "items": Key(ListOf(template, least=2), "What is to be ordered, in its right order."),
            "pairs": Key(NamesTo(template, template), "What belongs together."),
            "extra": Key(ListOf(template, lone=True), "Right sides that match nothing."),
            "points": Key(ListOf(template, least=1, lone=True), "What a full answer says."),
        },
        answer_together,
    ),
)

part = KeysOf(
    "a part",
    {
        "name": Key(name, "Its name.", True),
        "ask": Key(template, "What is asked."),
        "answer": Key(answer, "What is right; the value called like the part unless said."),
        "marks": Key(marks, "Marks; 1 unless said."),
    },
)
mistake = KeysOf(
    "a mistake",
    {
        "instead": Key(NamesTo(formula), "These draws, lets or steps computed otherwise."),
        "gives": Key(formula, "The value in which the wrong road ends."),
        "part": Key(text, "The part that `gives` speaks to."),
        "says": Key(template, "What to tell who took it."),
    },
    mistake_together,
)
example = KeysOf(
    "an example",
    {
        "with": Key(NamesTo(PickReader()), "Values for the draws."),
        "answer": Key(TypedReader(), "What is typed, and right."),
        "mistakes": Key(ListOf(TypedReader()), "What each mistake gives here, in order; null where left out."),
    },
)

question = KeysOf(
    "a question",
    {
        "id": Key(slug, "Unique over all banks; a learner's history hangs on it.", True),
        "title": Key(text, "A short name."),
        "level": Key(WholeReader(1, 3), "1 recall, 2 one idea, 3 several ideas."),
        "marks": Key(marks, "Marks; 1 unless said."),
        "covers": Key(texts, "Rows of the syllabus that it serves."),
        "draw": Key(NamesTo(draw), "What is randomised, in this order."),
        "let": Key(NamesTo(formula), "Set-up values that are no steps of the solution."),
        "keep": Key(ListOf(formula, lone=True), "Drawn again until all hold."),
        "ask": Key(template, "The question, in Markdown.", True),
        "hint": Key(template, "The first hint."),
        "variables": Key(NamesTo(IntervalReader()), "Letters, each with the interval that it is sampled from."),
        "solver": Key(text, "A solver of the package."),
        "given": Key(NamesTo(formula), "What the solver is given."),
        "steps": Key(ListOf(StepReader()), "The worked solution."),
        "answer": Key(answer, "What is right."),
        "parts": Key(ListOf(part, least=1), "Several things asked on one draw."),
        "mistakes": Key(ListOf(mistake), "Known wrong roads."),
        "alike": Key(ListOf(ListOf(text, least=2)), "Names that learners take for each other."),
        "examples": Key(ListOf(example), "Checked by dlquiz check."),
        "remark": Key(template, "Shown with the solution."),
        "see": Key(text, "Where it comes from."),
    },
    question_together,
)
bank = KeysOf(
    "a bank",
    {
        "topic": Key(slug, "Questions are chosen, scheduled and scored by topic.", True),
        "title": Key(text, "The topic's name.", True),
        "about": Key(text, "What the topic is about."),
        "questions": Key(ListOf(question, least=1), "The questions.", True),
    },
)


def json_schema() -> Schema:
    """The JSON Schema of a bank, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dlquiz question bank",
        **bank.schema(),
    }
