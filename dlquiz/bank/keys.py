"""The keys of the bank format: one table that reads banks and writes the JSON Schema."""

from __future__ import annotations

from dlquiz.bank.key_rules import (
    ANSWER_KEYS,
    KINDS,
    check_answer,
    check_draw,
    check_mistake,
    check_option,
    check_question,
)
from dlquiz.bank.nodes import Node
from dlquiz.bank.readers import (
    BAD,
    SLUG,
    Faults,
    FormulaReader,
    IntegerReader,
    NameReader,
    NumberReader,
    PatternReader,
    PickReader,
    Reader,
    Schema,
    TemplateReader,
    TextReader,
    TypedAnswerReader,
    WordReader,
)
from dlquiz.bank.structures import (
    IntervalReader,
    Key,
    LazyReader,
    ListReader,
    MappingReader,
    NodeKindReader,
    Record,
    RecordReader,
)
from dlquiz.errors import Fault
from dlquiz.kinds.kind import BankKey
from dlquiz.model import FROM_MISTAKES
from dlquiz.pictures import KINDS as PICTURES
from dlquiz.pictures import load_kind
from dlquiz.pictures.kind import Form

text, template, formula, number, name = TextReader(), TemplateReader(), FormulaReader(), NumberReader(), NameReader()
slug = PatternReader(SLUG, "in kebab-case: small letters, digits and single hyphens")
slugs = ListReader(slug, least=1, lone=True)
marks = IntegerReader(1, 100)
picks = ListReader(PickReader(), least=1)
texts = ListReader(text, lone=True)

draw = NodeKindReader(
    "a list to pick from, or a mapping with from and to",
    items=picks,
    mapping=RecordReader(
        "a draw",
        {
            "from": Key(formula, "Smallest value."),
            "to": Key(formula, "Largest value, included."),
            "step": Key(formula, "Distance between values; 1 if left out."),
            "shape": Key(ListReader(formula, least=1, lone=True), "Sizes of an array of draws."),
            "of": Key(picks, "The values that the elements of an array are picked from."),
            "within": Key(IntervalReader(), "The limits of what it can mean; values of one's own outside are refused."),
        },
        check_draw,
    ),
)

step = RecordReader(
    "a step",
    {
        "name": Key(name, "Its symbol.", True),
        "formula": Key(formula, "What is computed, and printed.", True),
        "why": Key(template, "One sentence that says why; it may name earlier steps only."),
        "within": Key(IntervalReader(), "The least and the greatest value that can be right."),
        "trains": Key(slugs, "Skills that the step needs."),
    },
)


class StepReader(Reader):
    """A step, or a block of steps that is repeated."""

    what = "a step"

    def read(self, node: Node, faults: Faults) -> object:
        block = node.kind == "mapping" and any(key.text == "repeat" for key, _ in node.pairs)
        return (repeat if block else step).read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [step.schema(), repeat.schema()]}


block_steps = LazyReader(  # lazy because a block may contain blocks
    lambda: ListReader(StepReader(), least=1), {"type": "array", "minItems": 1}
)
repeat = RecordReader(
    "a block",
    {
        "repeat": Key(formula, "How many times the steps run.", True),
        "start": Key(MappingReader(formula), "The values of names before the first pass."),
        "steps": Key(block_steps, "The steps of one pass.", True),
    },
)

MAX_LETTERS = 26  # options that have a letter each

option = RecordReader(
    "an option",
    {
        "right": Key(template, "A right option."),
        "wrong": Key(template, "A wrong option."),
        "option": Key(template, "An option that is right where `holds` is true, or where the value names it."),
        "holds": Key(formula, "Whether the option is right on a draw."),
        "because": Key(template, "Shown afterwards."),
    },
    check_option,
)
options = NodeKindReader(
    "a list of options, or the words from mistakes",
    scalar=WordReader(FROM_MISTAKES),
    items=ListReader(NodeKindReader("an option", scalar=template, mapping=option), most=MAX_LETTERS),
)


def answer_reader(key: BankKey) -> Reader:
    """The reader of an answer's key, by its shape."""
    if key.shape == "whole":
        return IntegerReader(key.least, key.most)
    if key.shape == "word":
        return WordReader(*key.words)
    if key.shape in ("words", "texts"):
        return ListReader(text if key.shape == "words" else template, key.least, key.least < 2, key.most)
    return {"positive": number, "options": options, "pairs": MappingReader(template, template, key.most)}[key.shape]


answer = NodeKindReader(
    "a formula or a mapping",
    scalar=formula,
    items=formula,
    mapping=RecordReader(
        "an answer",
        {
            "value": Key(formula, "The right answer."),
            "kind": Key(
                WordReader(*(kind.name for kind in KINDS)), "The kind of answer, where the value does not decide it."
            ),
            **{key.name: Key(answer_reader(key), key.doc) for key in ANSWER_KEYS.values()},
        },
        check_answer,
    ),
)

part = RecordReader(
    "a part",
    {
        "name": Key(name, "Its name.", True),
        "ask": Key(template, "What is asked."),
        "answer": Key(answer, "What is right; if left out, the value that has the part's name."),
        "marks": Key(marks, "Marks; 1 unless said."),
    },
)
mistake = RecordReader(
    "a mistake",
    {
        "instead": Key(
            MappingReader(formula), "Draws, lets or steps, each with the formula by which it is wrongly computed."
        ),
        "gives": Key(formula, "The wrong value that the mistake gives."),
        "part": Key(text, "The part that `gives` answers."),
        "says": Key(template, "What to tell a learner who makes it."),
    },
    check_mistake,
)
need = RecordReader(
    "a need",
    {
        "holds": Key(formula, "A condition on draws and set-up values.", True),
        "says": Key(text, "Why it must hold, in a sentence.", True),
    },
)
test = RecordReader(
    "a test",
    {
        "holds": Key(formula, "What is true of every right solution.", True),
        "says": Key(template, "The check in a sentence; names as remark.", True),
    },
)
example = RecordReader(
    "an example",
    {
        "with": Key(MappingReader(PickReader()), "Values for the draws."),
        "answer": Key(TypedAnswerReader(), "What is typed; it must be right."),
        "mistakes": Key(
            ListReader(TypedAnswerReader()), "What each mistake gives here, in order; null to say nothing."
        ),
    },
)

FORMS: dict[Form, Reader] = {  # of what stands behind a key of a picture
    "formula": formula,
    "formulas": MappingReader(formula, template, MAX_LETTERS),
    "along": MappingReader(formula),
    "text": template,
    "texts": ListReader(template, least=1, most=MAX_LETTERS),
    "operations": MappingReader(ListReader(text, least=2)),
}


def picture_reader(kind: str) -> RecordReader:
    """The reader of a kind of picture; the forms of its keys are noted."""
    own = load_kind(kind).KEYS

    def note_forms(record: Record, faults: Faults) -> None:
        record["forms"] = {key: own[key].form for key in record if key in own}

    about = {
        "kind": Key(WordReader(kind), "The kind of picture.", True),
        "of": Key(text, "What it belongs to: question, solution (if left out), or the name of a step."),
    }
    keys = {name: Key(FORMS[key.form], key.doc, key.required) for name, key in own.items()}
    return RecordReader(f"a picture of the kind {kind}", {**about, **keys}, note_forms)


class PictureReader(Reader):
    """A picture, whose keys depend on its kind."""

    what = "a picture"

    def __init__(self) -> None:
        self.readers = {kind: picture_reader(kind) for kind in PICTURES}

    def read(self, node: Node, faults: Faults) -> object:
        if node.kind != "mapping":
            return self.report_unexpected(node, faults)
        kind = next((value for key, value in node.pairs if key.text == "kind"), None)
        if kind is None:
            faults.append(Fault(node.place, f'a picture needs the key "kind": {", ".join(self.readers)}'))
            return BAD
        if WordReader(*self.readers).read(kind, faults) is BAD:
            return BAD
        return self.readers[kind.text].read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [reader.schema() for reader in self.readers.values()]}


question = RecordReader(
    "a question",
    {
        "id": Key(slug, "Unique among all banks; a learner's history depends on it.", True),
        "title": Key(text, "A short name."),
        "level": Key(IntegerReader(1, 3), "1 recall, 2 one idea, 3 several ideas."),
        "marks": Key(marks, "Marks; 1 unless said."),
        "covers": Key(texts, "The rows of the syllabus that it covers."),
        "draw": Key(MappingReader(draw), "What is randomised, in this order."),
        "let": Key(MappingReader(formula), "Set-up values that are not steps of the solution."),
        "keep": Key(ListReader(formula, lone=True), "Conditions; values are drawn again until all of them hold."),
        "needs": Key(
            ListReader(need, least=1), "Conditions that numbers of one's own must satisfy too, with the reason."
        ),
        "ask": Key(template, "The question, in Markdown.", True),
        "hint": Key(template, "The first hint."),
        "picture": Key(
            ListReader(PictureReader(), least=1, lone=True, most=8), "Pictures of the question, its solution or a step."
        ),
        "variables": Key(MappingReader(IntervalReader()), "Letters, each with the interval that it is sampled from."),
        "solver": Key(text, "A solver of the package."),
        "given": Key(MappingReader(formula), "The arguments of the solver."),
        "why": Key(MappingReader(template), "Reasons for steps of the solver, by name or rule, in place of its own."),
        "plan": Key(template, "The way in a sentence, shown before the steps; names as ask."),
        "steps": Key(ListReader(StepReader()), "The worked solution."),
        "test": Key(ListReader(test, least=1), "Checks of the result, shown behind the steps."),
        "often": Key(template, "The typical slip, shown last; names as remark."),
        "trains": Key(slugs, "Skills that the question trains."),
        "answer": Key(answer, "What is right."),
        "parts": Key(ListReader(part, least=1), "Several things asked about the same numbers."),
        "mistakes": Key(ListReader(mistake), "Known mistakes, each with what to tell the learner."),
        "alike": Key(ListReader(ListReader(text, least=2)), "Names that learners confuse with each other."),
        "examples": Key(ListReader(example), "Checked by dlquiz check."),
        "remark": Key(template, "Shown with the solution."),
        "see": Key(text, "Where it comes from."),
    },
    check_question,
)
bank_reader = RecordReader(
    "a bank",
    {
        "topic": Key(slug, "Questions are chosen, scheduled and scored by topic.", True),
        "title": Key(text, "The topic's name.", True),
        "about": Key(text, "What the topic is about."),
        "after": Key(slugs, "Topics that come before it."),
        "questions": Key(ListReader(question, least=1), "The questions.", True),
    },
)


def json_schema() -> Schema:
    """The JSON Schema of a bank, as Python data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dlquiz question bank",
        **bank_reader.schema(),
    }
