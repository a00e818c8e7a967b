"""How far a quiz is: a line above each question, and the commands below the cursor."""

from __future__ import annotations

from dlquiz.screen.ansi import DOT, bold, dim, span
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.session import Quiz

COMMANDS = ("? hint", "/solution", "/skip", "/undo", "/quit", "/help")
DONE = ("/solution", "/undo", "/quit", "/help")  # once the question is answered
SEPARATOR = f" {DOT} "


def header_lines(quiz: Quiz, topic: str, screen: Screen) -> list[str]:
    """Topic, place and score, with a bar between them where there is room."""
    place = f"{quiz.number} of {len(quiz.plan)}"
    if screen.plain:
        return ["", f"Question {place}. {topic}. {', '.join(scores(quiz)) or 'Nothing answered yet'}."]
    score = SEPARATOR.join(scores(quiz))
    left = screen.spell(f"{bold('dlquiz')}{SEPARATOR}{topic}{SEPARATOR}{place}")
    if screen.narrow:
        left = screen.spell(topic)
        score = SEPARATOR.join([place, *scores(quiz)])
    room = screen.width - span(MARGIN + left + score) - 3
    if room < 1:
        return ["", *screen.filled(left, MARGIN), MARGIN + score]
    bar = progress_bar(quiz.number - 1, len(quiz.plan), room)
    return ["", f"{MARGIN}{left} {bar} {score}".rstrip()]


def progress_bar(done: int, total: int, room: int) -> str:
    """What is done as a heavy line, the rest as a light one."""
    full = room * done // total
    return "━" * full + dim("─" * (room - full))


def scores(quiz: Quiz) -> list[str]:
    """`2 right`, `1 wrong`, `1 skipped`: what there is of them."""
    results = [question_attempt.result for question_attempt in quiz.state.question_attempts]
    return [f"{results.count(word)} {word}" for word in ("right", "wrong", "skipped") if word in results]


def footer(quiz: Quiz, screen: Screen) -> str:
    """The commands, and the score where there is room."""
    commands = [
        word for word in (DONE if quiz.question_attempt.done else COMMANDS) if word != "/undo" or not screen.narrow
    ]
    gap = "  " if screen.narrow else "   "
    left = gap.join(commands)
    right = SEPARATOR.join([f"{quiz.number} of {len(quiz.plan)}", *scores(quiz)])
    room = screen.width - span(left) - span(right) - 2
    return dim(MARGIN + left + (" " * room + right if room > 2 else ""))
