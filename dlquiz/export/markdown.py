"""The format `markdown`: a sheet of questions and its key, for Obsidian, GitHub or pandoc."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import indent

from dlquiz.export import markup, paper, steps
from dlquiz.export.job import Item, Job, no_pictures
from dlquiz.export.markup import words
from dlquiz.export.mathjax import portable
from dlquiz.export.paper import Part, Row
from dlquiz.problem import Problem

SUFFIX = ".md"
VARIANTS = 1
Sheet = tuple[str, str]  # a question and its solution
lacking = no_pictures


def record(item: Item, job: Job) -> list[Sheet]:
    """Question and solution of every variant, without their headings' numbers."""
    title = markup.line(item.question.title or item.question.id)
    topic = words(item.topic.title or item.topic.slug)
    return [
        (
            f"{title}\n\n{question(problem)}\n\n*{topic}, level {item.question.level}, {problem.id}*",
            f"{title}\n\n{solution(problem)}",
        )
        for problem in item.problems
    ]


def files(records: Sequence[list[Sheet]], job: Job) -> Mapping[Path, bytes]:
    """The sheet, and the key beside it; their numbers agree."""
    sheets = [sheet for own in records for sheet in own]
    questions = "".join(f"\n## {i}. {question}\n" for i, (question, _) in enumerate(sheets, 1))
    solutions = "".join(f"\n## {i}. {solution}\n" for i, (_, solution) in enumerate(sheets, 1))
    return {
        job.out: f"# Questions\n{questions}".encode(),
        job.beside(f"-key{job.out.suffix}"): f"# Solutions\n{solutions}".encode(),
    }


def paragraphs(*pieces: str) -> str:
    """What is not empty, a blank line between."""
    return "\n\n".join(piece for piece in pieces if piece)


# the question


def question(problem: Problem) -> str:
    """The question with its parts."""
    asked = [paper.part(one) for one in problem.parts.values()]
    return paragraphs(markup.text(problem.ask), numbered([part_asked(part) for part in asked]))


def numbered(made: Sequence[str]) -> str:
    """Parts as a numbered list; a single one as it stands."""
    if len(made) == 1:
        return made[0]
    return "\n\n".join(f"{i}. {indent(one, '   ').lstrip()}" for i, one in enumerate(made, 1))


def part_asked(part: Part) -> str:
    """One part as asked."""
    told = f"*{words(part.instruction)}*" if part.instruction else ""
    return paragraphs(markup.text(part.ask), listed(part.lefts), listed(part.choices), told)


def listed(rows: Sequence[Row]) -> str:
    """Options behind their letters, an item each."""
    return "\n".join(f"- **{label})** {within(text)}" if label else f"- {within(text)}" for label, text in rows)


def within(text: str) -> str:
    """A text as an item of a list."""
    return indent(markup.line(text), "  ").lstrip()


# the solution


def solution(problem: Problem) -> str:
    """The answers, the steps, and what is said afterwards."""
    answers = numbered([part_answered(paper.part(one)) for one in problem.parts.values()])
    lines = "\n".join(f"{i}. {text}" for i, text in enumerate(map(step, steps.lines(problem)), 1))
    plan = markup.text(problem.before_steps) if lines else ""
    return paragraphs(answers, plan, lines and f"**Steps:**\n\n{lines}", markup.text(problem.after_steps))


def part_answered(part: Part) -> str:
    """One part's answer and what is said about it."""
    answer = f"**Answer:** {within(part.answer)}" if part.answer else "**A full answer says:**"
    return paragraphs(answer, listed(part.notes))


def step(line: steps.Line) -> str:
    """One step: an equation, and its sentence below."""
    since = f" (since {words(line.since)})" if line.since else ""
    why = f"\\\n   {indent(markup.line(line.why), '   ').lstrip()}" if line.why else ""
    equation = portable(" ".join((line.name, *line.chain)))
    return f"${equation}${since}{why}"
