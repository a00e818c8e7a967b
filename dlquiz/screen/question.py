"""A question on the screen: its title, its text, and what each part asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.text import Text

from dlquiz import kinds
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.problem import AskedPart, Problem
from dlquiz.screen import markdown
from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.wrap import set_apart

BRACKETS = re.compile(r"\[.*\]")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def show_question(problem: Problem, screen: Screen) -> None:
    """Print a question with all its parts."""
    screen.show(["", *render_question(problem, screen), *render_question_pictures(problem, screen)])
    for name in problem.parts:
        screen.show(["", *render_part(problem, name, screen)])
    screen.show([""])


def render_question(problem: Problem, screen: Screen) -> list[Text]:
    """Title, the variant's id in the corner, and the text."""
    return [*render_title(problem, screen), Text(), *markdown.render_markdown(problem.ask, screen, MARGIN)]


def render_question_pictures(problem: Problem, screen: Screen) -> list[Text]:
    """What the question shows beside its text; pictures are loaded with the first question that shows one."""
    if all(spec.of != "question" for spec in problem.question.pictures):
        return []
    from dlquiz.screen.pictures import render_pictures

    return render_pictures(problem.pictures_of("question"), screen, MARGIN)


def render_title(problem: Problem, screen: Screen) -> list[Text]:
    """The title on the left, the id on the right; one below the other where there is no room."""
    title = screen.to_text(markdown.render_inline(problem.question.title or problem.question.id))
    if screen.plain:
        return screen.wrap_text(Text.assemble(title, f". Variant {problem.id}."))
    bold, id = Text.assemble(title, style="bold"), Text(problem.id, "dim")
    if title.cell_len + id.cell_len + 4 <= screen.width:
        return [set_apart(Text.assemble(MARGIN, bold), id, screen.width - 1)]
    return [*screen.wrap_text(bold, MARGIN), Text.assemble(MARGIN, id)]


def render_part(problem: Problem, name: str, screen: Screen) -> list[Text]:
    """What one part asks, what there is to choose from, and how to answer."""
    asked = problem.parts[name]
    gap = [Text()] if render_choices(asked, screen) else []
    return [
        *render_asked(problem, name, screen),
        *gap,
        *screen.wrap_text(Text(format_instruction(asked), "dim"), MARGIN),
    ]


def render_asked(problem: Problem, name: str, screen: Screen) -> list[Text]:
    """What one part asks, and what there is to choose from."""
    asked = problem.parts[name]
    made: list[Text] = []
    if asked.ask:
        mark = MARGIN + format_part_number(problem, asked, screen)
        first, *rest = markdown.render_markdown(asked.ask, screen, " " * len(mark)) or [Text()]
        made += [Text.assemble(mark, first[len(mark) :]), *rest]
    return made + render_choices(asked, screen)


def format_part_number(problem: Problem, asked: AskedPart, screen: Screen) -> str:
    """`1/2` before one of several parts."""
    names = list(problem.parts)
    if len(names) == 1:
        return ""
    place = names.index(asked.name) + 1
    return f"Part {place} of {len(names)}. " if screen.plain else f"{place}/{len(names)}  "


def format_instruction(asked: AskedPart) -> str:
    """How to answer, and for how many marks where they are more than one."""
    text = BRACKETS.sub(lambda found: found[0].replace(" ", HARD_SPACE), asked.instruction)  # on one line
    if kinds.kind(asked.kind).lines == "rows":
        form, *rest = text.split("; ")
        text = "; ".join([f"{form}, or row by row up to a blank line", *rest])
    return text + (f" ({asked.marks} marks)" if asked.marks > 1 else "")


def label_answer(problem: Problem, name: str) -> str:
    """What stands before the cursor."""
    return name_to_symbol(name) if len(problem.parts) > 1 else "answer"


def render_choices(asked: AskedPart, screen: Screen) -> list[Text]:
    """Options, items or the two sides of a match, each with its letter or number."""
    wanted = asked.key
    if wanted.options or wanted.items:
        return render_lettered(LETTERS, wanted.options or wanted.items, screen)
    if not wanted.lefts:
        return []
    numbers = [str(i + 1) for i in range(len(wanted.lefts))]
    return [*render_lettered(numbers, wanted.lefts, screen), Text(), *render_lettered(LETTERS, wanted.rights, screen)]


def render_lettered(marks: Sequence[str], texts: Sequence[str], screen: Screen) -> list[Text]:
    """Texts behind their letters or numbers."""
    made: list[Text] = []
    for mark, text in zip(marks, texts, strict=False):
        made += screen.wrap_text(markdown.render_inline(text), format_letter(mark, screen))
    return made


def format_letter(mark: str, screen: Screen) -> Text:
    """The letter or number in front of an option."""
    return Text.assemble(f"{MARGIN}  ", (mark, "bold"), ".  " if screen.plain else "  ")
