"""Questions and solutions as plain text, for programs without mathematics, tables or tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export import paper
from dlquiz.export.job import Item, Job
from dlquiz.export.paper import PaperPart
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose
from dlquiz.pictures.kind import tell_picture
from dlquiz.problem import Problem
from dlquiz.text.markdown import get_address, get_code, get_latex, get_list_items, get_table_rows, parse_markdown
from dlquiz.text.mathematics import find_fault
from dlquiz.worked import Entry

Row = tuple[str, str]
TAG = re.compile(r"<(?=[A-Za-z/!?])")


class NoPlainForm(Exception):
    """LaTeX that has no form in plain text."""


def describe_gap(item: Item, job: Job) -> str:
    """Plain text cannot carry formulas that need more than one line."""
    try:
        make_rows(item, job)
    except NoPlainForm as formula:
        return f"${formula}$ has no plain form"
    return ""


def make_rows(item: Item, job: Job) -> list[Row]:
    """Question and solution of each variant, each on one line."""
    return [
        (join_in_line(write_front(problem, job)), join_in_line(write_back(problem, job))) for problem in item.problems
    ]


def join_in_line(pieces: Iterable[str]) -> str:
    """The pieces on one line, since other programs end a card at the end of a line; `<` begins no tag there."""
    return TAG.sub("< ", " ".join(" ".join(pieces).split()))


def write_front(problem: Problem, job: Job) -> Iterator[str]:
    """The question with its parts."""
    yield to_text(problem.ask, job)
    yield from (f"Picture: {tell_picture(picture)}" for picture in problem.pictures_of("question"))
    several = len(problem.parts) > 1
    for number, asked in enumerate(problem.parts.values(), 1):
        part = paper.prepare_part(asked)
        yield f"({number})" if several else ""
        yield to_text(part.ask, job)
        yield from (f"{label}) {to_text(choice, job)}" for label, choice in (*part.lefts, *part.choices))
        yield f"({part.instruction})" if part.instruction else ""


def write_back(problem: Problem, job: Job) -> Iterator[str]:
    """The answers, the plan, the steps, and what is said afterwards."""
    several = len(problem.parts) > 1
    for number, asked in enumerate(problem.parts.values(), 1):
        yield f"({number})" if several else ""
        yield answer_to_text(paper.prepare_part(asked), job)
    yield to_text(problem.before_steps, job) if len(problem.tape) else ""
    yield from (f"[{number}] {step_to_text(entry, job)}" for number, entry in enumerate(problem.tape, 1))
    yield from (f"Picture: {tell_picture(picture)}" for picture in problem.solution_pictures)
    yield to_text(problem.after_steps, job)


def answer_to_text(part: PaperPart, job: Job) -> str:
    """The answer to one part, and the notes on it."""
    notes = "; ".join(f"{label}) {to_text(note, job)}" if label else to_text(note, job) for label, note in part.notes)
    right = to_text(part.answer, job)
    return f"{right}: {notes}." if right and notes else f"{right or notes}."


def step_to_text(entry: Entry, job: Job) -> str:
    """One step: the quantity, what it equals, and why."""
    chain = [name_to_symbol(entry.name), entry.formula, entry.numbers, value_to_prose(entry.value)]
    different = [form for i, form in enumerate(chain) if form not in chain[:i]]
    since = f", since {entry.since}" if entry.since else ""
    return f"{' = '.join(different)}{since}. {to_text(entry.why, job)}"


# Markdown to plain text


def to_text(markdown: str, job: Job) -> str:
    """A Markdown text without its markup."""
    return blocks_to_text(parse_markdown(markdown).children, job)


def blocks_to_text(blocks: Sequence[SyntaxTreeNode], job: Job) -> str:
    """Blocks on lines of their own."""
    return "\n".join(block_to_text(one, job) for one in blocks)


def block_to_text(node: SyntaxTreeNode, job: Job) -> str:
    """One block as text."""
    match node.type:
        case "fence" | "code_block":
            return get_code(node)
        case "table":
            rows = get_table_rows(node)
            return "; ".join(", ".join(inline_to_text(cell.children, job) for cell in row) for row in rows)
        case "blockquote":
            return blocks_to_text(node.children, job)
        case "bullet_list" | "ordered_list":
            return "\n".join(f"{mark} {blocks_to_text(item, job)}" for mark, item in get_list_items(node))
        case "hr":
            return ""
    return inline_to_text(node[0].children, job)


def inline_to_text(nodes: Sequence[SyntaxTreeNode], job: Job) -> str:
    """The nodes of a line as text."""
    return "".join(span_to_text(node, job) for node in nodes)


def span_to_text(node: SyntaxTreeNode, job: Job) -> str:
    """One node of a line as text."""
    match node.type:
        case "math_inline" | "math_inline_double":
            return formula_to_text(get_latex(node), job)
        case "softbreak" | "hardbreak":
            return "\n"
        case "strong" | "em":
            return inline_to_text(node.children, job)
        case "link" | "image":
            label, address = inline_to_text(node.children, job), get_address(node)
            return f"{label} ({address})" if label not in ("", address) else address
    return node.content


def formula_to_text(latex: str, job: Job) -> str:
    """A formula on one line, or the text that it is; raises NoPlainForm where that is impossible."""
    if find_fault(latex):
        return latex
    made = job.linear(latex)
    if made == latex and "\\" in latex:
        raise NoPlainForm(latex)
    return made
