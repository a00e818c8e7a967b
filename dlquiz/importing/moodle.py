"""Reads Moodle XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from xml.parsers import expat

from dlquiz.errors import UsageError
from dlquiz.importing.draft import (
    AnswerDraft,
    ChoiceDraft,
    Draft,
    Found,
    Loss,
    MatchDraft,
    NumberDraft,
    OptionDraft,
    OrderDraft,
    RecallDraft,
    TruthDraft,
    WordsDraft,
    write_plain,
)
from dlquiz.importing.html_text import count_pictures, html_to_markdown
from dlquiz.kinds.kind import escape_markdown

MAX_DEPTH = 40


class Node:
    """An element with the line it begins on."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.children: list[Node] = []
        self.text = ""

    def find_all(self, tag: str) -> list[Node]:
        """The children of this tag."""
        return [child for child in self.children if child.tag == tag]

    def read_text(self, *path: str) -> str:
        """The text below a path of tags; empty where there is none."""
        node = self
        for tag in path:
            found = node.find_all(tag)
            if not found:
                return ""
            node = found[0]
        return node.text.strip()


def read_tree(text: str) -> Node:
    """The elements of a file; UsageError where it is not XML.  Entities of its own are refused."""
    parser = expat.ParserCreate()
    root = Node("", {}, 1)
    stack = [root]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
            raise UsageError(f"Line {parser.CurrentLineNumber}: elements are nested too deep for Moodle XML.")
        node = Node(tag, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(node)
        stack.append(node)

    def end(tag: str) -> None:
        stack.pop()

    def add(data: str) -> None:
        stack[-1].text += data

    def refuse(*_: object) -> None:
        raise UsageError(f"Line {parser.CurrentLineNumber}: entities of its own are not read; Moodle writes none.")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, add
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise UsageError(f"Line {error.lineno}: this is not XML: {expat.ErrorString(error.code)}.") from None
    return root


def read_moodle(text: str) -> Found:
    """The questions of a file."""
    root = read_tree(text)
    if [child.tag for child in root.children] != ["quiz"]:
        raise UsageError("This is not Moodle XML: it has no <quiz>.")
    drafts: list[Draft] = []
    losses: list[Loss] = []
    for node in root.children[0].find_all("question"):
        kind = node.attributes.get("type", "")
        if kind == "category":
            continue
        if kind not in READERS:
            losses.append(Loss(node.line, f'questions of the type "{kind}" have no counterpart'))
            continue
        try:
            drafts.append(read_question(node, kind))
        except ValueError as fault:
            losses.append(Loss(node.line, str(fault)))
            continue
        if count_pictures(node.read_text("questiontext", "text")):
            losses.append(Loss(node.line, "its pictures are left out"))
    return Found(tuple(drafts), tuple(losses))


def read_question(node: Node, kind: str) -> Draft:
    """One question; ValueError with the reason where it cannot be carried."""
    name = node.read_text("name", "text")
    ask = read_markdown(node, "questiontext")
    remark = read_markdown(node, "generalfeedback")
    answer, mistakes = READERS[kind](node)
    return Draft(node.line, name or ask, ask, answer, name, remark, mistakes)


def read_markdown(node: Node, tag: str) -> str:
    """The text of a child, by its format."""
    found = node.find_all(tag)
    return text_to_markdown(found[0], found[0].read_text("text")) if found else ""


def text_to_markdown(node: Node, text: str) -> str:
    """A text by the format that its element names; HTML where it names none."""
    form = node.attributes.get("format", "html")
    if form == "markdown":
        return text.strip()
    return escape_markdown(text.strip()) if form == "plain_text" else html_to_markdown(text)


Mistakes = tuple[tuple[str, str], ...]
Read = tuple[AnswerDraft, Mistakes]


def get_share(answer: Node) -> Fraction:
    """How many per cent an answer is worth."""
    try:
        return Fraction(answer.attributes.get("fraction", "0"))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def read_choice(node: Node) -> Read:
    """The options."""
    options = tuple(
        OptionDraft(text_to_markdown(a, a.read_text("text")), get_share(a) > 0, read_markdown(a, "feedback"))
        for a in node.find_all("answer")
    )
    if not any(option.right for option in options):
        raise ValueError("none of its options is right")
    return ChoiceDraft(options), ()


def read_truth(node: Node) -> Read:
    """True or false."""
    right = next((a.read_text("text").lower() for a in node.find_all("answer") if get_share(a) == 100), "")
    if right not in ("true", "false"):
        raise ValueError("neither true nor false is right")
    return TruthDraft(right == "true"), ()


def read_words(node: Node) -> Read:
    """The texts that earn full marks."""
    texts = [a.read_text("text") for a in node.find_all("answer") if get_share(a) == 100]
    if any(re.search(r"(?<!\\)\*", text) for text in texts):
        raise ValueError("its answers hold a star for any text, which a bank does not know")
    if not texts:
        raise ValueError("none of its answers is right")
    return WordsDraft(tuple(text.replace("\\*", "*") for text in texts)), ()


def read_number(node: Node) -> Read:
    """The number, its tolerance, and the numbers that are worth nothing but are explained."""
    answers = node.find_all("answer")
    right = next((a for a in answers if get_share(a) == 100), None)
    if right is None:
        raise ValueError("none of its numbers is right")
    wrong = [(a.read_text("text"), read_markdown(a, "feedback")) for a in answers if not get_share(a)]
    tolerance = right.read_text("tolerance") or "0"
    try:
        exact = "" if not Fraction(tolerance) else write_plain(tolerance)
        Fraction(right.read_text("text"))
        mistakes = tuple((write_plain(str(text)), said) for text, said in wrong if said and Fraction(text) is not None)
    except (ValueError, ZeroDivisionError):
        raise ValueError("one of its numbers is not a number") from None
    return NumberDraft(write_plain(right.read_text("text")), exact), mistakes


def read_match(node: Node) -> Read:
    """The pairs, and right sides without a left side."""
    pairs = [
        (text_to_markdown(sub, sub.read_text("text")), escape_markdown(sub.read_text("answer", "text")))
        for sub in node.find_all("subquestion")
    ]
    return MatchDraft(tuple(p for p in pairs if p[0]), tuple(right for left, right in pairs if not left)), ()


def read_order(node: Node) -> Read:
    """The items, in the order of the file."""
    return OrderDraft(tuple(text_to_markdown(a, a.read_text("text")) for a in node.find_all("answer"))), ()


def read_essay(node: Node) -> Read:
    """Something that a person grades; what the marker is told is what a full answer says."""
    told = read_markdown(node, "graderinfo")
    return RecallDraft((told,) if told else ()), ()


READERS: dict[str, Callable[[Node], Read]] = {
    "multichoice": read_choice,
    "truefalse": read_truth,
    "shortanswer": read_words,
    "numerical": read_number,
    "matching": read_match,
    "ordering": read_order,
    "essay": read_essay,
}
