"""How far a quiz is: a line above each question, and the commands below the cursor."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.session import Quiz

COMMANDS = ("? hint", "/solution", "/skip", "/undo", "/quit", "/help")
DONE = ("/solution", "/undo", "/quit", "/help")  # once the question is answered


def render_header(quiz: Quiz, topic: Text, screen: Screen) -> list[Text]:
    """Topic, place and score, with a bar between them where there is room."""
    place = f"{quiz.number} of {len(quiz.plan)}"
    if screen.plain:
        score = ", ".join(count_results(quiz)) or "Nothing answered yet"
        return [Text(), Text.assemble(f"Question {place}. ", topic, f". {score}.")]
    dot = choose_separator(screen)
    if screen.narrow:
        left, score = screen.to_text(topic), dot.join([place, *count_results(quiz)])
    else:
        left = screen.to_text(Text.assemble(("dlquiz", "bold"), dot, topic, dot, place))
        score = dot.join(count_results(quiz))
    room = screen.width - cell_len(MARGIN + score) - left.cell_len - 3
    if room < 1:
        return [Text(), *screen.wrap_text(left, MARGIN), Text(MARGIN + score)]
    line = Text.assemble(MARGIN, left, " ", draw_bar(quiz.number - 1, len(quiz.plan), room))
    return [Text(), line.append(f" {score}" if score else "")]


def draw_bar(done: int, total: int, room: int) -> Text:
    """What is done as a heavy line, the rest as a light one."""
    full = room * done // total
    return Text.assemble("━" * full, ("─" * (room - full), "dim"))


def choose_separator(screen: Screen) -> str:
    """A dot between two phrases; where it would be spelled as a product, a dash."""
    return " · " if screen.spell("·") == "·" else " - "


def count_results(quiz: Quiz) -> list[str]:
    """`2 right`, `1 wrong`, `1 skipped`: what there is of them."""
    results = [question_attempt.result for question_attempt in quiz.state.question_attempts]
    return [f"{results.count(word)} {word}" for word in ("right", "wrong", "skipped") if word in results]


def format_footer(quiz: Quiz, screen: Screen) -> str:
    """The commands, and the score where there is room."""
    commands = [
        word for word in (DONE if quiz.question_attempt.done else COMMANDS) if word != "/undo" or not screen.narrow
    ]
    gap = "  " if screen.narrow else "   "
    left = gap.join(commands)
    right = choose_separator(screen).join([f"{quiz.number} of {len(quiz.plan)}", *count_results(quiz)])
    room = screen.width - cell_len(left) - cell_len(right) - 2
    return MARGIN + left + (" " * room + right if room > 2 else "")
