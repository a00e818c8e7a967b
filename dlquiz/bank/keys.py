"""The keys of the bank format: one table, from which banks are read and the JSON Schema is written."""

from __future__ import annotations

import re
from typing import Any

from dlquiz.bank.nodes import Node
from dlquiz.bank.readers import (
    BAD,
    SLUG,
    ByShape,
    Faults,
    FormulaReader,
    Key,
    KeysOf,
    ListOf,
    NamesTo,
    NumberReader,
    OneOf,
    PatternReader,
    Reader,
    Schema,
    TemplateReader,
    TextReader,
    WholeReader,
    Written,
    is_number,
    name_of,
)
from dlquiz.errors import Fault

KINDS = (
    "integer", "number", "yes-no", "shape", "vector", "matrix", "expression", "choice", "text", "order", "match", "recall",
)  # fmt: skip
EXACTNESS = ("decimals", "significant", "rel", "abs")
NUMERIC = {"number", "vector", "matrix"}
ONLY_FOR: dict[str, set[str]] = {  # keys of an answer that fit certain kinds only
    **{key: NUMERIC for key in EXACTNESS},
    "unit": {"integer", "number"},
    "yes": {"yes-no"},
    "no": {"yes-no"},
    "options": {"choice"},
    "accept": {"text"},
    "items": {"order"},
    "pairs": {"match"},
    "extra": {"match"},
    "points": {"recall"},
}
NEEDED = {"choice": "options", "text": "accept", "order": "items", "match": "pairs", "recall": "points"}

text, template, formula, number = TextReader(), TemplateReader(), FormulaReader(), NumberReader()
slug = PatternReader(SLUG, "in kebab-case: small letters, digits and single hyphens")


class PickReader(Reader):
    """One of the values of a draw, typed by its looks: number, `true` or `false`, list, else text."""

    what = "a number, a text, true, false or a list"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "list":
            items = [self.read(item, faults) for item in node.items]
            return BAD if BAD in items else ["list", *items]
        if node.kind != "scalar" or node.empty:
            return self.refuse(node, faults)
        if not node.plain:
            return ["text", node.text]
        if node.text in ("true", "false"):
            return ["truth", node.text == "true"]
        if is_number(node.text):
            return ["number", node.text.replace("_", "")]
        if node.text in ("True", "False", "TRUE", "FALSE"):
            faults.append(Fault(node.place, f'only true and false are booleans; write {node.text.lower()}, or "{node.text}" for a text'))
            return BAD
        if re.fullmatch(r"[-+]?0[0-9]+(\.[0-9]*)?", node.text):
            faults.append(Fault(node.place, f'a number has no leading zero; write "{node.text}" for a text'))
            return BAD
        return ["text", node.text]

    def schema(self) -> Schema:
        return {"type": ["number", "string", "boolean", "array"]}


def draw_together(made: dict[str, Any], node: Node, faults: Faults) -> None:
    """A mapping that draws has either a range or picks for an array."""
    if "of" in made:
        extra = [key for key in ("from", "to", "step") if key in made]
        if extra:
            faults.append(Fault(node.place, f'"of" picks from a list; it does not go with "{extra[0]}"'))
        if "shape" not in made:
            faults.append(Fault(node.place, '"of" needs a "shape"; a single pick is written as a list'))
        return
    for key in ("from", "to"):
        if key not in made:
            faults.append(Fault(node.place, f'a draw needs the key "{key}"'))


picks = ListOf(PickReader(), least=1)
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


class StepReader(Reader):
    """A step, or a block of steps that is repeated."""

    what = "a step"

    def read(self, node: Node, faults: Faults) -> Any:
        block = node.kind == "mapping" and any(key.text == "repeat" for key, _ in node.pairs)
        return (repeat if block else single).read(node, faults)

    def schema(self) -> Schema:
        inner = single.schema()
        block = repeat.schema()
        return {"anyOf": [inner, block]}


class InnerSteps(Reader):
    """The steps of a block; blocks may stand inside blocks."""

    what = "a list"

    def read(self, node: Node, faults: Faults) -> Any:
        return ListOf(StepReader(), least=1).read(node, faults)

    def schema(self) -> Schema:
        return {"type": "array", "items": single.schema()}


single = KeysOf(
    "a step",
    {
        "name": Key(ByShape("a name", scalar=PatternReader(re.compile(r"[^\W\d_]\w*"), "a name: letters, digits, underscores")), "Its symbol.", True),
        "formula": Key(formula, "What is computed, and printed.", True),
        "why": Key(template, "One sentence why; names only earlier steps."),
        "within": Key(ListOf(number, least=2), "Smallest and largest right value."),
    },
)
repeat = KeysOf(
    "a block",
    {
        "repeat": Key(formula, "How often the steps run.", True),
        "start": Key(NamesTo(formula), "What names mean before the first pass."),
        "steps": Key(InnerSteps(), "The steps of one pass.", True),
    },
)

option = KeysOf(
    "an option",
    {
        "right": Key(template, "A right option."),
        "wrong": Key(template, "A wrong option."),
        "because": Key(template, "Shown afterwards."),
    },
    lambda made, node, faults: one_of(made, ("right", "wrong"), "an option", node, faults),
)


def one_of(made: dict[str, Any], keys: tuple[str, ...], what: str, node: Node, faults: Faults) -> None:
    """Exactly one of some keys."""
    found = [key for key in keys if key in made]
    names = " and ".join(f'"{key}"' for key in keys)
    if not found:
        faults.append(Fault(node.place, f"{what} needs one of {names}"))
    elif len(found) > 1:
        faults.append(Fault(node.place, f"{what} has only one of {names}"))


def template_key(node: Node, faults: Faults) -> Any:
    """The left side of a pair."""
    return template.read(node, faults)


def answer_together(made: dict[str, Any], node: Node, faults: Faults) -> None:
    """The keys of an answer fit its kind, and each other."""
    kind = str(made.get("kind", ""))
    for key, kinds in ONLY_FOR.items():
        if key in made and kind and kind not in kinds:
            faults.append(Fault(node.place, f'"{key}" does not go with the kind {kind}'))
    found = [key for key in EXACTNESS if key in made]
    if len(found) > 1:
        faults.append(Fault(node.place, f'an answer has only one of "{found[0]}" and "{found[1]}"'))
    arranging = [key for key in NEEDED.values() if key in made]
    if len(arranging) > 1:
        faults.append(Fault(node.place, f'an answer has only one of "{arranging[0]}" and "{arranging[1]}"'))
    if kind in NEEDED and NEEDED[kind] not in made:
        faults.append(Fault(node.place, f'the kind {kind} needs the key "{NEEDED[kind]}"'))
    if "value" not in made and not arranging:
        faults.append(Fault(node.place, 'an answer needs the key "value"'))
    if "value" in made and set(arranging) - {"options"}:
        faults.append(Fault(node.place, f'"value" does not go with "{arranging[0]}"'))
    for key in ("rel", "abs"):
        if key in made and float(made[key]) <= 0:
            faults.append(Fault(node.place, f'"{key}" is more than 0'))
    options_together(made, node, faults)


def options_together(made: dict[str, Any], node: Node, faults: Faults) -> None:
    """Options say which are right, unless the value does."""
    options = made.get("options")
    if not isinstance(options, list):
        return
    labelled = [isinstance(item, dict) for item in options]
    if len(options) < 2:
        faults.append(Fault(node.place, "a choice needs at least two options"))
    elif "value" in made and any(labelled):
        faults.append(Fault(node.place, 'where "value" names the right option, the options are plain texts'))
    elif "value" not in made and not all(labelled):
        faults.append(Fault(node.place, 'write each option as "right: …" or "wrong: …", or give the right one as "value"'))
    elif "value" not in made and not any("right" in item for item in options):
        faults.append(Fault(node.place, "no option is right"))


places = WholeReader(0, 12)
answer_mapping = KeysOf(
    "an answer",
    {
        "value": Key(formula, "The right answer."),
        "kind": Key(OneOf(*KINDS), "The kind, where the value does not tell."),
        "decimals": Key(places, "Decimals asked for; 4 unless said."),
        "significant": Key(WholeReader(1, 12), "Significant digits asked for."),
        "rel": Key(number, "Relative tolerance."),
        "abs": Key(number, "Absolute tolerance."),
        "unit": Key(ListOf(text, lone=True), "Words allowed after the number."),
        "yes": Key(ListOf(text, lone=True), "Further words for yes."),
        "no": Key(ListOf(text, lone=True), "Further words for no."),
        "options": Key(
            ByShape(
                "a list of options, or the words from mistakes",
                scalar=OneOf("from mistakes"),
                items=ListOf(ByShape("an option", scalar=template, mapping=option)),
            ),
            "The options of a choice.",
        ),
        "accept": Key(ListOf(text, least=1, lone=True), "Texts that are right."),
        "items": Key(ListOf(template, least=2), "What is to be ordered, in its right order."),
        "pairs": Key(NamesTo(template, template_key), "What belongs together."),
        "extra": Key(ListOf(template, lone=True), "Right sides that match nothing."),
        "points": Key(ListOf(template, least=1, lone=True), "What a full answer says."),
    },
    answer_together,
)
answer = ByShape("a formula or a mapping", scalar=formula, items=formula, mapping=answer_mapping)


class TypedReader(Reader):
    """An answer of an example, as typed: a text, a list of texts, or a mapping of them."""

    what = "a typed answer"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "scalar":
            return None if node.empty else Written.at(node.text, node.place)
        if node.kind == "list":
            items = [self.read(item, faults) for item in node.items]
            return [item for item in items if item is not BAD]
        return {Written.at(key.text, key.place): self.read(value, faults) for key, value in node.pairs}

    def schema(self) -> Schema:
        return {}


single_part = KeysOf(
    "a part",
    {
        "name": Key(ByShape("a name", scalar=PatternReader(re.compile(r"[^\W\d_]\w*"), "a name: letters, digits, underscores")), "Its name.", True),
        "ask": Key(template, "What is asked."),
        "answer": Key(answer, "What is right; the value called like the part unless said."),
        "marks": Key(WholeReader(1, 100), "Marks; 1 unless said."),
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
    lambda made, node, faults: one_of(made, ("instead", "gives"), "a mistake", node, faults),
)
example = KeysOf(
    "an example",
    {
        "with": Key(NamesTo(PickReader()), "Values for the draws."),
        "answer": Key(TypedReader(), "What is typed, and right."),
        "mistakes": Key(TypedReader(), "What each mistake gives here, in order; null where left out."),
    },
)


def question_together(made: dict[str, Any], node: Node, faults: Faults) -> None:
    """A question has an answer or parts; a solver what it is given."""
    one_of(made, ("answer", "parts"), "a question", node, faults)
    if "given" in made and "solver" not in made:
        faults.append(Fault(node.place, '"given" goes with a "solver"'))


interval = ListOf(number, least=2)
question = KeysOf(
    "a question",
    {
        "id": Key(slug, "Unique over all banks; a learner's history hangs on it.", True),
        "title": Key(text, "A short name."),
        "level": Key(WholeReader(1, 3), "1 recall, 2 one idea, 3 several ideas."),
        "marks": Key(WholeReader(1, 100), "Marks; 1 unless said."),
        "covers": Key(ListOf(text, lone=True), "Rows of the syllabus that it serves."),
        "draw": Key(NamesTo(draw), "What is randomised, in this order."),
        "let": Key(NamesTo(formula), "Set-up values that are no steps of the solution."),
        "keep": Key(ListOf(formula, lone=True), "Drawn again until all hold."),
        "ask": Key(template, "The question, in Markdown.", True),
        "hint": Key(template, "The first hint."),
        "variables": Key(NamesTo(interval), "Letters, each with the interval that it is sampled from."),
        "solver": Key(text, "A solver of the package."),
        "given": Key(NamesTo(formula), "What the solver is given."),
        "steps": Key(ListOf(StepReader()), "The worked solution."),
        "answer": Key(answer, "What is right."),
        "parts": Key(ListOf(single_part, least=1), "Several things asked on one draw."),
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


__all__ = ["KINDS", "bank", "json_schema", "name_of"]
