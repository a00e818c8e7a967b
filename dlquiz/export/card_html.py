"""The two sides of a card as HTML: the question as asked, and its answer with the worked solution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlquiz.export import html, paper, steps
from dlquiz.export.html import escape_html
from dlquiz.export.paper import PaperPart, Row
from dlquiz.problem import Problem


def write_sides(problem: Problem) -> tuple[str, str]:
    """Front and back of the card of one variant."""
    parts = [paper.prepare_part(asked) for asked in problem.parts.values()]
    return write_front(problem, parts), write_back(problem, parts)


def write_front(problem: Problem, parts: Sequence[PaperPart]) -> str:
    """The question, its parts with how to answer them, and a hint that opens on request."""
    hint = f"<details><summary>Hint</summary>{html.to_html(problem.hint)}</details>" if problem.hint else ""
    return html.to_html(problem.ask) + number_parts(list(map(write_question, parts)), "parts") + hint


def write_back(problem: Problem, parts: Sequence[PaperPart]) -> str:
    """The answers, the plan and the steps that lead to them, what is said afterwards, and the origin."""
    lines = "".join(map(write_step, steps.make_step_lines(problem)))
    solution = f'<ol class="steps">{lines}</ol>' if lines else ""
    plan = f'<div class="plan">{html.to_html(problem.before_steps)}</div>' if lines and problem.before_steps else ""
    remark = f'<div class="remark">{html.to_html(problem.after_steps)}</div>' if problem.after_steps else ""
    answers = number_parts(list(map(write_answer, parts)), "answers")
    return answers + plan + solution + remark + write_origin(problem)


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


def write_step(line: steps.StepLine) -> str:
    """One step: its equation, which a narrow screen may break before each sign, and the reason."""
    first, *others = line.chain
    pieces = [html.math_to_html(f"{line.name} {first}"), *map(html.math_to_html, others)]
    equation = " ".join(f"<span>{piece}</span>" for piece in pieces)
    since = f" <small>since {html.plain_to_html(line.since)}</small>" if line.since else ""
    why = f'<div class="why">{html.line_to_html(line.why)}</div>' if line.why else ""
    return f'<li><div class="equation">{equation}{since}</div>{why}</li>'


def write_origin(problem: Problem) -> str:
    """The id of the variant, and the source of the question."""
    see = f" · {html.plain_to_html(problem.question.see)}" if problem.question.see else ""
    return f'<p class="origin">{escape_html(problem.id)}{see}</p>'
