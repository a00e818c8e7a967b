"""A bank's text to nodes.  Where it is not YAML as a whole, each question is read alone so that none hides others."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from dlquiz.bank.nodes import Composer, Node
from dlquiz.bank.source import Source, Unreadable, replace_forbidden
from dlquiz.errors import Fault, Place

MAX_CHARACTERS = 1_000_000  # characters of a file
MAX_QUESTIONS = 5_000  # that are read one by one where the whole is not YAML

START = re.compile(r"questions:\s*(#.*)?$")
ITEM = re.compile(r"( *)-(\s|$)")
KEY = re.compile(r"[^\s#-]")  # after the last question, a line that begins so belongs to the bank


class Piece(NamedTuple):
    """Some lines of a bank; `first` is the number of its first line, from 0."""

    first: int
    text: str


def read_nodes(text: str, file: str, faults: list[Fault]) -> Node | None:
    """The mapping of a bank; None where nothing can be read.  Whatever is not YAML is added to `faults`."""
    if len(text) > MAX_CHARACTERS:
        faults.append(Fault(Place(file, 1, 1), f"the file is larger than {MAX_CHARACTERS:,} characters; split it"))
        return None
    text = replace_forbidden(text, file, faults)
    found: list[Fault] = []
    try:
        root = Composer(Source(text, file), found).read_document()
    except Unreadable as whole:
        head, questions = split_questions(text)
        if not questions or len(questions) > MAX_QUESTIONS:
            faults += [*found, whole.fault]
            return None
        return read_apart(head, questions, file, faults, whole.fault)
    faults += found
    return root


def read_apart(head: Piece, questions: list[Piece], file: str, faults: list[Fault], whole: Fault) -> Node:
    """The head and every question, each read alone; `whole` is the fault of them together."""
    before = len(faults)
    root, count = read_piece(head, file, faults, 0)
    if root is None or root.kind != "mapping":
        root = Node("mapping", Place(file, 1, 1), partial=True)
    items: list[Node] = []
    for piece in questions:
        piece_node, count = read_piece(piece, file, faults, count)
        items += piece_node.items if piece_node is not None else []
    if len(faults) == before:  # each piece is YAML, the whole is not
        faults.append(whole)
    place = Place(file, questions[0].first, 1)
    kept = [(key, value) for key, value in root.pairs if key.text != "questions"]
    root.pairs = [*kept, (Node("scalar", place, "questions"), Node("list", place, items=items, partial=True))]
    return root


def read_piece(piece: Piece, file: str, faults: list[Fault], count: int) -> tuple[Node | None, int]:
    """One piece, None where it is not YAML; and how many values have been read so far."""
    composer = Composer(Source(piece.text, file, piece.first), faults, count)
    try:
        return composer.read_document(), composer.count
    except Unreadable as error:
        faults.append(error.fault)
        return None, composer.count


def split_questions(text: str) -> tuple[Piece, list[Piece]]:
    """The head of a bank (the lines before `questions:` and after the questions), and its questions one by one."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if START.match(line)), len(lines))
    first = next((match for line in lines[start + 1 :] if (match := ITEM.match(line))), None)
    if first is None:
        return Piece(0, text), []
    dash = re.compile(first[1] + r"-(\s|$)")
    starts = [i for i in range(start + 1, len(lines)) if dash.match(lines[i])]
    stop = next((i for i in range(starts[-1] + 1, len(lines)) if KEY.match(lines[i])), len(lines))
    head = [*lines[: start + 1], *[""] * (stop - start - 1), *lines[stop:]]
    questions = [Piece(a, "\n".join([*lines[a:b], ""])) for a, b in pairwise([*starts, stop])]
    return Piece(0, "\n".join(head)), questions
