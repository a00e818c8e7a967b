"""The two sides of a card as HTML: the question as asked, and its answer with the worked solution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlquiz.export import html, paper, steps
from dlquiz.export.html import escaped
from dlquiz.export.paper import Part, Row
from dlquiz.problem import Problem


def sides(problem: Problem) -> tuple[str, str]:
    """Front and back of a variant."""
    made = [paper.part(asked) for asked in problem.parts.values()]
    return front(problem, made), back(problem, made)


def front(problem: Problem, made: Sequence[Part]) -> str:
    """The question, its parts and how to answer, and a hint that opens on request."""
    hint = f"<details><summary>Hint</summary>{html.html(problem.hint)}</details>" if problem.hint else ""
    return html.html(problem.ask) + listed(list(map(question, made)), "parts") + hint


def back(problem: Problem, made: Sequence[Part]) -> str:
    """The answer, the steps that lead to it, and what is said afterwards."""
    lines = "".join(map(step, steps.lines(problem)))
    solution = f'<ol class="steps">{lines}</ol>' if lines else ""
    plan = f'<div class="plan">{html.html(problem.before_steps)}</div>' if lines and problem.before_steps else ""
    remark = f'<div class="remark">{html.html(problem.after_steps)}</div>' if problem.after_steps else ""
    return listed(list(map(answer, made)), "answers") + plan + solution + remark + origin(problem)


def listed(made: list[str], name: str) -> str:
    """Parts with their numbers; a single one without."""
    if len(made) == 1:
        return f'<div class="{name}">{made[0]}</div>'
    return f'<ol class="{name}">{"".join(f"<li>{one}</li>" for one in made)}</ol>'


def question(part: Part) -> str:
    """One part as asked."""
    ask = html.html(part.ask) if part.ask else ""
    told = f'<p class="told">{html.plain(part.instruction)}</p>' if part.instruction else ""
    return ask + rows(part.lefts) + rows(part.choices) + told


def rows(made: Iterable[Row]) -> str:
    """Options behind their letters."""
    cells = "".join(f"<tr><th>{label}</th><td>{html.line(text)}</td></tr>" for label, text in made)
    return f'<table class="rows">{cells}</table>' if cells else ""


def answer(part: Part) -> str:
    """One part's answer and what is said about it."""
    right = f'<p class="answer">{html.line(part.answer)}</p>' if part.answer else ""
    return right + notes(part.notes)


def notes(made: tuple[Row, ...]) -> str:
    """What stands below an answer: behind letters, or as points."""
    if any(label for label, _ in made):
        return rows(made)
    points = "".join(f"<li>{html.line(text)}</li>" for _, text in made)
    return f'<ul class="notes">{points}</ul>' if points else ""


def step(line: steps.Line) -> str:
    """One step: its equation in pieces, so that a narrow screen can break it before each sign, and its sentence."""
    first, *others = line.chain
    pieces = [html.math(f"{line.name} {first}"), *map(html.math, others)]
    equation = " ".join(f"<span>{piece}</span>" for piece in pieces)
    since = f" <small>since {html.plain(line.since)}</small>" if line.since else ""
    why = f'<div class="why">{html.line(line.why)}</div>' if line.why else ""
    return f'<li><div class="equation">{equation}{since}</div>{why}</li>'


def origin(problem: Problem) -> str:
    """Which variant this is, and where the question comes from."""
    see = f" · {html.plain(problem.question.see)}" if problem.question.see else ""
    return f'<p class="origin">{escaped(problem.id)}{see}</p>'
