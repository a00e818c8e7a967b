"""The two sides of a card as HTML: the question as asked, and its answer with the worked solution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dlquiz.export import html, paper, steps
from dlquiz.export.html import escape_html
from dlquiz.export.paper import PaperPart, Row
from dlquiz.pictures.kind import Picture, tell_picture
from dlquiz.pictures.svg import COLUMNS, render_svg
from dlquiz.problem import Problem

ShowPictures = Callable[[Iterable[Picture]], str]


def write_sides(problem: Problem) -> tuple[str, str]:
    """Front and back of the card of one variant."""
    parts = [paper.prepare_part(asked) for asked in problem.parts.values()]
    return write_front(problem, parts), write_back(problem, parts)


def draw_pictures(pictures: Iterable[Picture]) -> str:
    """Pictures as SVG in the card itself, so that they turn dark with it."""
    return "".join(f'<div class="picture">{render_svg(one.lay_out(COLUMNS))}</div>' for one in pictures)


def tell_pictures(pictures: Iterable[Picture]) -> str:
    """The sentences that stand for pictures, where a program would not show SVG."""
    return "".join(f"<p>{html.plain_to_html(f'Picture: {tell_picture(one)}')}</p>" for one in pictures)


def write_front(problem: Problem, parts: Sequence[PaperPart]) -> str:
    """The question with its picture, its parts with how to answer them, and a hint that opens on request."""
    hint = f"<details><summary>Hint</summary>{html.to_html(problem.hint)}</details>" if problem.hint else ""
    picture = draw_pictures(problem.pictures_of("question"))
    return html.to_html(problem.ask) + picture + number_parts(list(map(write_question, parts)), "parts") + hint


def write_back(problem: Problem, parts: Sequence[PaperPart], show: ShowPictures = draw_pictures) -> str:
    """The answers, the plan and the steps that lead to them, pictures, what is said afterwards, and the origin."""
    solution = "".join(map(write_block, group_steps(problem)))
    plan = f'<div class="plan">{html.to_html(problem.before_steps)}</div>' if solution and problem.before_steps else ""
    remark = f'<div class="remark">{html.to_html(problem.after_steps)}</div>' if problem.after_steps else ""
    answers = number_parts(list(map(write_answer, parts)), "answers")
    return answers + plan + solution + show(problem.solution_pictures) + remark + write_origin(problem)


def number_parts(parts: list[str], name: str) -> str:
    """Parts in a numbered list; a single part stands without a number."""
    if len(parts) == 1:
        return f'<div class="{name}">{parts[0]}</div>'
    return f'<ol class="{name}">{"".join(f"<li>{one}</li>" for one in parts)}</ol>'


def write_question(part: PaperPart) -> str:
    """One part as it is asked."""
    ask = html.to_html(part.ask) if part.ask else ""
    told = f'<p class="told">{html.plain_to_html(part.instruction)}</p>' if part.instruction else ""
    return ask + write_rows(part.lefts) + write_rows(part.choices) + told


def write_rows(rows: Iterable[Row]) -> str:
    """A table of texts, each behind its letter or number."""
    cells = "".join(f"<tr><th>{label}</th><td>{html.line_to_html(text)}</td></tr>" for label, text in rows)
    return f'<table class="rows">{cells}</table>' if cells else ""


def write_answer(part: PaperPart) -> str:
    """The answer to one part, and the notes on it."""
    right = f'<p class="answer">{html.line_to_html(part.answer)}</p>' if part.answer else ""
    return right + write_notes(part.notes)


def write_notes(rows: tuple[Row, ...]) -> str:
    """The notes below an answer: a table where they have letters, else a list."""
    if any(label for label, _ in rows):
        return write_rows(rows)
    points = "".join(f"<li>{html.line_to_html(text)}</li>" for _, text in rows)
    return f'<ul class="notes">{points}</ul>' if points else ""


Numbered = tuple[int, steps.StepLine]


def group_steps(problem: Problem) -> Iterator[list[Numbered] | steps.StepTable]:
    """The steps in lists, with the tables of loops between them."""
    lines: list[Numbered] = []
    for block in steps.make_steps(problem):
        if not isinstance(block, steps.StepTable):
            lines.append(block)
            continue
        if lines:
            yield lines
        lines = []
        yield block
    if lines:
        yield lines


def write_block(block: list[Numbered] | steps.StepTable) -> str:
    """A numbered list of steps, or the table of a loop."""
    if isinstance(block, steps.StepTable):
        return write_table(block)
    start = f' start="{block[0][0]}"' if block[0][0] > 1 else ""
    return f'<ol class="steps"{start}>{"".join(write_step(line) for _, line in block)}</ol>'


def write_table(table: steps.StepTable) -> str:
    """The rules of a loop, then a row for each pass."""
    rules = "".join(f"<li>{html.math_to_html(latex)}{write_why(why)}</li>" for latex, why in table.rules)
    head = "".join(f"<th>{cell}</th>" for cell in (table.head[0], *map(html.math_to_html, table.head[1:])))
    rows = "".join(f"<tr>{write_cells(row)}</tr>" for row in table.rows)
    lead = f"<p>Steps {table.first} to {table.last}:</p>"
    return f'{lead}<ul class="rules">{rules}</ul><table class="passes"><tr>{head}</tr>{rows}</table>'


def write_cells(row: Sequence[str]) -> str:
    """The cells of one pass."""
    cells = (html.math_to_html(latex) if latex else "" for latex in row[1:])
    return f"<td>{row[0]}</td>" + "".join(f"<td>{cell}</td>" for cell in cells)


def write_step(line: steps.StepLine) -> str:
    """One step: its equation, which a narrow screen may break before each sign, and the reason."""
    first, *others = (*line.chain, *line.words)
    pieces = [html.math_to_html(f"{line.name} {first}"), *map(html.math_to_html, others)]
    equation = " ".join(f"<span>{piece}</span>" for piece in pieces)
    since = f" <small>since {html.plain_to_html(line.since)}</small>" if line.since else ""
    return f'<li><div class="equation">{equation}{since}</div>{write_why(line.why)}</li>'


def write_why(why: str) -> str:
    """The reason below an equation."""
    return f'<div class="why">{html.line_to_html(why)}</div>' if why else ""


def write_origin(problem: Problem) -> str:
    """The id of the variant, and the source of the question."""
    see = f" · {html.plain_to_html(problem.question.see)}" if problem.question.see else ""
    return f'<p class="origin">{escape_html(problem.id)}{see}</p>'
