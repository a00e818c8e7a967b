"""Questions and solutions as plain text in two columns, for programs that know no mathematics, tables or tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dlquiz.export import paper
from dlquiz.export.job import Item, Job, no_pictures
from dlquiz.export.paper import Part
from dlquiz.language.write import show
from dlquiz.language.write.symbols import symbol
from dlquiz.problem import Problem
from dlquiz.text.blocks import Block, Code, Items, Paragraph, Quote, Rule, Spans, Table, blocks
from dlquiz.text.spans import Span
from dlquiz.worked import Entry

Row = tuple[str, str]


class NoPlainForm(Exception):
    """LaTeX that cannot be written in a line."""


def lacking(item: Item, job: Job) -> str:
    """What plain text cannot carry: pictures, and formulas that do not fit in a line."""
    try:
        rows(item, job)
    except NoPlainForm as formula:
        return f"${formula}$ has no plain form"
    return no_pictures(item, job)


def rows(item: Item, job: Job) -> list[Row]:
    """Question and solution of every variant, each in one line."""
    return [(flat(front(problem, job)), flat(back(problem, job))) for problem in item.problems]


def flat(pieces: Iterable[str]) -> str:
    """Pieces in one line: other programs end a card where a line ends."""
    return " ".join(" ".join(pieces).split())


def front(problem: Problem, job: Job) -> Iterator[str]:
    """The question with its parts."""
    yield text(problem.ask, job)
    several = len(problem.parts) > 1
    for number, asked in enumerate(problem.parts.values(), 1):
        part = paper.part(asked)
        yield f"({number})" if several else ""
        yield text(part.ask, job)
        yield from (f"{label}) {text(choice, job)}" for label, choice in (*part.lefts, *part.choices))
        yield f"({part.instruction})" if part.instruction else ""


def back(problem: Problem, job: Job) -> Iterator[str]:
    """The answers, then the steps."""
    several = len(problem.parts) > 1
    for number, asked in enumerate(problem.parts.values(), 1):
        yield f"({number})" if several else ""
        yield answer(paper.part(asked), job)
    yield from (f"[{number}] {step(entry, job)}" for number, entry in enumerate(problem.tape, 1))
    yield text(problem.remark, job)


def answer(part: Part, job: Job) -> str:
    """One part's answer and what is said about it."""
    notes = "; ".join(f"{label}) {text(note, job)}" if label else text(note, job) for label, note in part.notes)
    right = text(part.answer, job)
    return f"{right}: {notes}." if right and notes else f"{right or notes}."


def step(entry: Entry, job: Job) -> str:
    """One step: what the quantity equals in turn, and why."""
    chain = [symbol(entry.name), entry.formula, entry.substituted, show.value_text(entry.value)]
    different = [form for i, form in enumerate(chain) if form not in chain[:i]]
    return f"{' = '.join(different)}. {text(entry.why, job)}"


# Markdown to plain text


def text(markdown: str, job: Job) -> str:
    """A Markdown text without its marks."""
    return "\n".join(block(one, job) for one in blocks(markdown))


def block(piece: Block, job: Job) -> str:
    """One block as text."""
    if isinstance(piece, Paragraph):
        return line(piece.spans, job)
    if isinstance(piece, Code):
        return piece.text
    if isinstance(piece, Table):
        return "; ".join(", ".join(line(cell, job) for cell in row) for row in piece.rows)
    if isinstance(piece, Quote):
        return "\n".join(block(one, job) for one in piece.blocks)
    return "" if isinstance(piece, Rule) else items(piece, job)


def items(piece: Items, job: Job) -> str:
    """A list, its items behind numbers or dashes."""
    texts = ("\n".join(block(one, job) for one in item) for item in piece.items)
    return "\n".join(f"{mark} {text}" for mark, text in zip(piece.marks, texts, strict=True))


def line(spans: Spans, job: Job) -> str:
    """Spans as text."""
    return "".join(span(piece, job) for piece in spans)


def span(piece: Span, job: Job) -> str:
    """One span as text."""
    if piece.kind in ("math", "display"):
        return formula(piece.text, job)
    if piece.kind == "break":
        return "\n"
    inside = line(piece.inside, job)
    return f"{inside} ({piece.text})" if inside and piece.text and inside != piece.text else inside or piece.text


def formula(latex: str, job: Job) -> str:
    """A formula in a line; NoPlainForm where that is not possible."""
    made = job.linear(latex)
    if made == latex and "\\" in latex:
        raise NoPlainForm(latex)
    return made
