"""The format `markdown`: a sheet of questions and its key, for Obsidian, GitHub or pandoc."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import indent

from dlquiz.export import markup, paper, steps
from dlquiz.export.job import Item, Job, describe_no_gap
from dlquiz.export.markup import BARS, bar_to_latex, formula_to_markdown, plain_to_markdown
from dlquiz.export.paper import PaperPart, Row
from dlquiz.pictures.kind import Picture, tell_picture
from dlquiz.pictures.svg import COLUMNS, render_svg
from dlquiz.problem import Problem

SUFFIX = ".md"
VARIANTS = 1
Sheet = tuple[str, str]  # a question and its solution
describe_gap = describe_no_gap


def make_record(item: Item, job: Job) -> list[Sheet]:
    """Question and solution of each variant; their numbers come later."""
    title = markup.line_to_markdown(" ".join((item.question.title or item.question.id).split()))
    topic = plain_to_markdown(item.topic.title or item.topic.slug)
    return [
        (
            f"{title}\n\n{write_question(problem)}\n\n*{topic}, level {item.question.level}, {problem.id}*",
            f"{title}\n\n{write_solution(problem)}",
        )
        for problem in item.problems
    ]


def make_files(records: Sequence[list[Sheet]], job: Job) -> Mapping[Path, bytes]:
    """The sheet, and its key in a second file with the same numbers."""
    sheets = [sheet for own in records for sheet in own]
    questions = "".join(f"\n## {i}. {question}\n" for i, (question, _) in enumerate(sheets, 1))
    solutions = "".join(f"\n## {i}. {solution}\n" for i, (_, solution) in enumerate(sheets, 1))
    return {
        job.out: f"# Questions\n{questions}".encode(),
        job.path_beside(f"-key{job.out.suffix}"): f"# Solutions\n{solutions}".encode(),
    }


def join_paragraphs(*pieces: str) -> str:
    """The pieces that are not empty, with a blank line between them."""
    return "\n\n".join(piece for piece in pieces if piece)


# the question


def write_question(problem: Problem) -> str:
    """The question with its parts."""
    asked = [paper.prepare_part(one) for one in problem.parts.values()]
    pictures = write_pictures(problem.pictures_of("question"))
    return join_paragraphs(
        markup.to_markdown(problem.ask), pictures, number_parts([write_part(part) for part in asked])
    )


def number_parts(parts: Sequence[str]) -> str:
    """Parts in a numbered list; a single part stands without a number."""
    if len(parts) == 1:
        return parts[0]
    return "\n\n".join(f"{i}. {indent(one, ' ' * len(f'{i}. ')).lstrip()}" for i, one in enumerate(parts, 1))


def write_part(part: PaperPart) -> str:
    """One part as it is asked."""
    told = f"*{plain_to_markdown(part.instruction)}*" if part.instruction else ""
    return join_paragraphs(markup.to_markdown(part.ask), write_rows(part.lefts), write_rows(part.choices), told)


def write_rows(rows: Sequence[Row]) -> str:
    """A list of texts, each behind its letter or number."""
    return "\n".join(f"- {write_behind(f'**{label})**', text) if label else indent_item(text)}" for label, text in rows)


def write_behind(label: str, text: str) -> str:
    """A text behind a label; where it begins with a block, below it."""
    if markup.begins_with_text(text):
        return f"{label} {indent_item(text)}"
    return f"{label}\n\n{indent(markup.line_to_markdown(text), '  ')}"


def indent_item(text: str) -> str:
    """A text as the content of a list item."""
    return indent(markup.line_to_markdown(text), "  ").lstrip()


# the solution


def write_solution(problem: Problem) -> str:
    """The answers, the plan, the steps, and what is said afterwards."""
    answers = number_parts([write_answer(paper.prepare_part(one)) for one in problem.parts.values()])
    lines = write_steps(problem)
    plan = markup.to_markdown(problem.before_steps) if lines else ""
    pictures = write_pictures(problem.solution_pictures)
    after = markup.to_markdown(problem.after_steps)
    return join_paragraphs(answers, plan, lines and f"**Steps:**\n\n{lines}", pictures, after)


def write_pictures(pictures: Iterable[Picture]) -> str:
    """Pictures as SVG in the sheet itself; who shows none of these shows the sentence that stands for each."""
    return join_paragraphs(*map(write_picture, pictures))


def write_picture(picture: Picture) -> str:
    """One picture as an image whose address holds it."""
    data = b64encode(render_svg(picture.lay_out(COLUMNS)).encode()).decode()
    return f"![{plain_to_markdown(tell_picture(picture))}](data:image/svg+xml;base64,{data})"


def write_steps(problem: Problem) -> str:
    """The steps in a numbered list, loops in tables between its parts."""
    text = ""
    for block in steps.make_steps(problem):
        if isinstance(block, steps.StepTable):
            text = join_paragraphs(text.rstrip(), write_table(block)) + "\n\n"
        else:
            text += f"{block[0]}. {write_step(block[1])}\n"
    return text.rstrip()


def write_table(table: steps.StepTable) -> str:
    """The rules of a loop, then a row for each pass."""
    formulas = [(formula_to_markdown(latex), why) for latex, why in table.rules]
    rules = [f"- {write_behind(f'{formula}:', why) if why else formula}" for formula, why in formulas]
    head = [table.head[0], *map(write_cell, table.head[1:])]
    rows = [[row[0], *map(write_cell, row[1:])] for row in table.rows]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
    return join_paragraphs(f"Steps {table.first} to {table.last}:", "\n".join(rules), "\n".join(lines))


def write_cell(latex: str) -> str:
    """A cell with mathematics, in which no bar ends the cell."""
    return BARS.sub(bar_to_latex, formula_to_markdown(latex)) if latex else ""


def write_answer(part: PaperPart) -> str:
    """The answer to one part, and the notes on it."""
    answer = write_behind("**Answer:**", part.answer) if part.answer else "**A full answer says:**"
    return join_paragraphs(answer, write_rows(part.notes))


def write_step(line: steps.StepLine) -> str:
    """One step: its equation, and the reason on the next line."""
    since = f" (since {plain_to_markdown(line.since)})" if line.since else ""
    below = "\\\n" if markup.begins_with_text(line.why) else "\n\n"
    why = below + indent(markup.line_to_markdown(line.why), "   ") if line.why else ""
    equation = " ".join(map(formula_to_markdown, (" ".join((line.name, *line.chain)), *line.words)))
    return f"{equation}{since}{why}"
