"""What was answered: a list, and one attempt as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from rich.cells import cell_len
from rich.text import Text

from dlquiz.progress.days import parse_stamp
from dlquiz.progress.rows import AttemptRow, Note, NumberedRow, Sheet
from dlquiz.screen.phrases import format_duration, shorten_typed
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import render_table
from dlquiz.screen.wrap import clip_text

GRADES = {1: "again", 2: "hard", 3: "good", 4: "easy"}
MAX_TYPED = 20  # columns of what was typed, in the list
HEADINGS = ("no.", "when", "variant", "typed", "verdict")


def show_history(rows: Sequence[NumberedRow], screen: Screen, zone: tzinfo | None) -> None:
    """Print the last attempts, the latest last."""
    if not rows:
        screen.show(["", *screen.wrap_text("Nothing is kept yet: dlquiz quiz and dlquiz review do that.", MARGIN), ""])
        return
    if screen.narrow or screen.plain:
        lines = [line for one in rows for line in screen.wrap_text(", ".join(make_cells(one, zone)), MARGIN, MARGIN)]
    else:
        lines = render_table([HEADINGS, *(make_cells(one, zone) for one in rows)], screen, MARGIN)
    screen.show(["", *lines, ""])
    screen.show([*screen.wrap_text("dlquiz history NUMBER shows one as it was.", MARGIN), ""])


def make_cells(one: NumberedRow, zone: tzinfo | None) -> tuple[str, ...]:
    """An attempt in columns."""
    row = one.row
    variant = f"{row.question}@{row.seed}" + ("" if row.part == "answer" else f" {row.part}")
    taken_back = ", taken back" if one.taken_back else ""
    typed = clip_text(shorten_typed(row.typed), MAX_TYPED) or "-"
    return str(one.number), format_moment(row, zone), variant, typed, row.verdict + taken_back


def format_moment(row: AttemptRow, zone: tzinfo | None) -> str:
    """When it was, where the learner is."""
    return parse_stamp(row.at).astimezone(zone).strftime("%d %b %H:%M")


def show_notes(notes: Sequence[Note], screen: Screen, zone: tzinfo | None) -> None:
    """Print flags and notes, the oldest first."""
    lines = [Text()]
    for note in notes:
        head = Text.assemble(
            (note.kind, "bold"),
            f"  {note.question}@{note.seed}  ",
            (f"{parse_stamp(note.at).astimezone(zone):%Y-%m-%d}", "dim"),
        )
        lines += [*screen.wrap_text(head, MARGIN)]
        lines += screen.wrap_text(note.text, MARGIN + "  ") if note.text else []
    if not notes:
        lines += screen.wrap_text("Nothing is written yet: /flag and /note do that in a quiz.", MARGIN)
    screen.show([*lines, Text()])


def show_attempt(one: NumberedRow, sheet: Sheet, screen: Screen, zone: tzinfo | None) -> None:
    """Print one attempt: the question as it was printed, what was typed, what became of it, the solution."""
    row = one.row
    when = parse_stamp(row.at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    head = f"Attempt {one.number}, {when}, dlquiz {row.verb}, version {row.version}"
    screen.show(["", *screen.wrap_text(Text(head, "dim"), MARGIN), "", *fit_lines(sheet.question, screen), ""])
    screen.show(line for text in describe_attempt(one) for line in screen.wrap_text(text, MARGIN, MARGIN + "  "))
    screen.show(["", *fit_lines(sheet.solution, screen), ""])


def fit_lines(text: str, screen: Screen) -> Iterator[str | Text]:
    """The lines of a text as they are; those that are too long for this screen are broken."""
    for line in text.split("\n"):
        if cell_len(line) <= screen.width:
            yield line
        else:
            yield from screen.wrap_text(line.strip(), " " * (len(line) - len(line.lstrip())))


def describe_attempt(one: NumberedRow) -> list[str]:
    """What was typed, what became of it, and what it was worth."""
    row = one.row
    label = "You typed" if row.part == "answer" else f"To {row.part} you typed"
    texts = [f"{label}: {row.typed}"] if row.typed else []
    taken_back = ", and taken back later" if one.taken_back else ""
    texts.append(f"Verdict: {row.verdict}{taken_back}. Time until then: {format_duration(row.seconds)}.")
    if row.hints:
        texts.append(f"Hints: {row.hints}.")
    if row.slip:
        texts.append(f"It went wrong at {row.step} (slip: {row.slip}).")
    if row.grade is not None:
        texts.append(f"Grade of the question: {GRADES[row.grade]}.")
    elif row.pinned:
        texts.append("Its numbers were chosen, so it has no grade.")
    return texts
