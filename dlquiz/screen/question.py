"""A question on the screen: its title, its text, and what each part asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlquiz import kinds
from dlquiz.language.write.symbols import symbol
from dlquiz.problem import Asked, Problem
from dlquiz.screen import markdown
from dlquiz.screen.ansi import bold, dim, span
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import edges

MARGIN = " "
BRACKETS = re.compile(r"\[.*\]")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def show_question(problem: Problem, screen: Screen) -> None:
    """Print a question with all its parts."""
    screen.lines(["", *text_lines(problem, screen)])
    for name in problem.parts:
        screen.lines(["", *part_lines(problem, name, screen)])
    screen.lines([""])


def text_lines(problem: Problem, screen: Screen) -> list[str]:
    """Title, the variant's id in the corner, and the text."""
    return [*title_lines(problem, screen), "", *markdown.lines(problem.ask, screen, MARGIN)]


def title_lines(problem: Problem, screen: Screen) -> list[str]:
    """The title on the left, the id on the right; one below the other where there is no room."""
    title = screen.spell(markdown.inline(problem.question.title or problem.question.id))
    if screen.plain:
        return screen.filled(f"{title}. Variant {problem.id}.")
    if span(title) + span(problem.id) + 4 <= screen.width:
        return [edges(MARGIN + bold(title), dim(problem.id), screen.width - 1)]
    return [*screen.filled(bold(title), MARGIN), MARGIN + dim(problem.id)]


def part_lines(problem: Problem, name: str, screen: Screen) -> list[str]:
    """What one part asks, what there is to choose from, and how to answer."""
    asked = problem.parts[name]
    gap = [""] if choices(asked, screen) else []
    return [*posed_lines(problem, name, screen), *gap, *screen.filled(dim(how(asked)), MARGIN)]


def posed_lines(problem: Problem, name: str, screen: Screen) -> list[str]:
    """What one part asks, and what there is to choose from."""
    asked = problem.parts[name]
    made: list[str] = []
    if asked.ask:
        mark = MARGIN + part_mark(problem, asked, screen)
        first, *rest = markdown.lines(asked.ask, screen, " " * len(mark)) or [""]
        made += [mark + first.strip(" "), *rest]
    return made + choices(asked, screen)


def part_mark(problem: Problem, asked: Asked, screen: Screen) -> str:
    """`1/2` before one of several parts."""
    names = list(problem.parts)
    if len(names) == 1:
        return ""
    place = names.index(asked.name) + 1
    return f"Part {place} of {len(names)}. " if screen.plain else f"{place}/{len(names)}  "


def how(asked: Asked) -> str:
    """How to answer, and for how many marks where they are more than one."""
    told = BRACKETS.sub(lambda found: found[0].replace(" ", markdown.HARD_SPACE), asked.instruction)  # held together
    if kinds.kind(asked.kind).lines == "rows":
        form, *rest = told.split("; ")
        told = "; ".join([f"{form}, or row by row up to a blank line", *rest])
    return told + (f" ({asked.marks} marks)" if asked.marks > 1 else "")


def label(problem: Problem, name: str) -> str:
    """What stands before the cursor."""
    return symbol(name) if len(problem.parts) > 1 else "answer"


def choices(asked: Asked, screen: Screen) -> list[str]:
    """Options, items or the two sides of a match, each with its letter or number."""
    wanted = asked.key
    if wanted.options or wanted.items:
        return listed(LETTERS, wanted.options or wanted.items, screen)
    if not wanted.lefts:
        return []
    numbers = [str(i + 1) for i in range(len(wanted.lefts))]
    return [*listed(numbers, wanted.lefts, screen), "", *listed(LETTERS, wanted.rights, screen)]


def listed(marks: Sequence[str], texts: Sequence[str], screen: Screen) -> list[str]:
    """Texts behind their letters or numbers."""
    made: list[str] = []
    for mark, text in zip(marks, texts, strict=False):
        made += screen.filled(markdown.inline(text), f"{MARGIN}  {bold(mark)}{'.' if screen.plain else ''}  ")
    return made
