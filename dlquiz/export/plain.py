"""Questions and solutions as plain text in two columns, for programs that know no mathematics, tables or tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export import paper
from dlquiz.export.job import Item, Job, no_pictures
from dlquiz.export.paper import Part
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.problem import Problem
from dlquiz.text.markdown import get_address, get_code, get_latex, get_list_items, get_table_rows, parse_markdown
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
    yield text(problem.before_steps, job) if len(problem.tape) else ""
    yield from (f"[{number}] {step(entry, job)}" for number, entry in enumerate(problem.tape, 1))
    yield text(problem.after_steps, job)


def answer(part: Part, job: Job) -> str:
    """One part's answer and what is said about it."""
    notes = "; ".join(f"{label}) {text(note, job)}" if label else text(note, job) for label, note in part.notes)
    right = text(part.answer, job)
    return f"{right}: {notes}." if right and notes else f"{right or notes}."


def step(entry: Entry, job: Job) -> str:
    """One step: what the quantity equals in turn, and why."""
    chain = [name_to_symbol(entry.name), entry.formula, entry.substituted, value_to_text(entry.value)]
    different = [form for i, form in enumerate(chain) if form not in chain[:i]]
    return f"{' = '.join(different)}. {text(entry.why, job)}"


# Markdown to plain text


def text(markdown: str, job: Job) -> str:
    """A Markdown text without its marks."""
    return below(parse_markdown(markdown).children, job)


def below(blocks: Sequence[SyntaxTreeNode], job: Job) -> str:
    """Blocks below each other."""
    return "\n".join(block(one, job) for one in blocks)


def block(node: SyntaxTreeNode, job: Job) -> str:
    """One block as text."""
    match node.type:
        case "fence" | "code_block":
            return get_code(node)
        case "table":
            rows = get_table_rows(node)
            return "; ".join(", ".join(line(cell.children, job) for cell in row) for row in rows)
        case "blockquote":
            return below(node.children, job)
        case "bullet_list" | "ordered_list":
            return "\n".join(f"{mark} {below(item, job)}" for mark, item in get_list_items(node))
        case "hr":
            return ""
    return line(node[0].children, job)


def line(nodes: Sequence[SyntaxTreeNode], job: Job) -> str:
    """What stands in a line as text."""
    return "".join(span(node, job) for node in nodes)


def span(node: SyntaxTreeNode, job: Job) -> str:
    """One piece of a line as text."""
    match node.type:
        case "math_inline" | "math_inline_double":
            return formula(get_latex(node), job)
        case "softbreak" | "hardbreak":
            return "\n"
        case "strong" | "em":
            return line(node.children, job)
        case "link" | "image":
            label, address = line(node.children, job), get_address(node)
            return f"{label} ({address})" if label not in ("", address) else address
    return node.content


def formula(latex: str, job: Job) -> str:
    """A formula in a line; NoPlainForm where that is not possible."""
    made = job.linear(latex)
    if made == latex and "\\" in latex:
        raise NoPlainForm(latex)
    return made
