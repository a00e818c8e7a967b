"""What became of an answer: a sign with its word, how it was read, and what may have gone wrong."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from dlquiz.model import Verdict
from dlquiz.problem import AskedPart
from dlquiz.screen import markdown
from dlquiz.screen.phrases import shorten_typed, to_sentence
from dlquiz.screen.question import LETTERS, format_letter
from dlquiz.screen.screen import BAD, GOOD, MARGIN, Screen
from dlquiz.screen.solution import render_wrong_options

HEADS = {"right": ("✓", "right"), "close": ("≈", "close"), "follows": ("✓", "follows"), "wrong": ("✗", "not yet")}
STYLES = {"right": GOOD, "close": "bold", "follows": GOOD, "wrong": BAD}
INDENT = MARGIN + "  "
TRY_AGAIN = "again, ? for a hint, or /solution"


def show_verdict(verdict: Verdict, typed: str, screen: Screen) -> None:
    """Print what became of a typed answer."""
    if verdict.verdict == "unreadable":
        screen.show(render_unreadable(verdict, typed, screen, echo=True))
    else:
        screen.show(render_verdict(verdict, typed, screen))


def render_verdict(verdict: Verdict, typed: str, screen: Screen) -> list[Text]:
    """A sign, its word, the reading, and below what there is to say."""
    made = render_head(verdict, typed, screen)
    says = verdict.diagnosis.says if verdict.diagnosis is not None else ""
    for text in filter(None, (says, to_sentence(verdict.message))):
        made += markdown.render_markdown(text, screen, INDENT)
    return made


def render_choice_verdict(asked: AskedPart, verdict: Verdict, typed: str, screen: Screen) -> list[Text]:
    """The verdict on a choice: several picks are not spelled out again, and the right ones come with their reasons."""
    if len(asked.key.right) > 1:
        verdict = replace(verdict, reading="")
    made = render_verdict(verdict, typed, screen)
    if verdict.verdict == "right":
        made += [line for at in asked.key.right for line in render_reason(asked, at, screen)]
        made += render_wrong_options(asked, screen)
    return made


def render_reason(asked: AskedPart, at: int, screen: Screen) -> list[Text]:
    """Why an option is right, behind its letter where others are right too."""
    reasons, several = asked.key.because, len(asked.key.right) > 1
    if at >= len(reasons) or not reasons[at]:
        return []
    lead = format_letter(LETTERS[at], screen) if several else INDENT
    return screen.wrap_text(markdown.render_inline(reasons[at]), lead)


def render_head(verdict: Verdict, typed: str, screen: Screen) -> list[Text]:
    """The sign with its word; what was typed, unless it is right; and how it was understood."""
    sign, word = HEADS[verdict.verdict]
    head = word.capitalize() if screen.plain else f"{sign} {word}"
    reading = verdict.reading
    if verdict.score < 1:
        rows = "\n" in typed and reading
        head, reading = (f"{head}: {reading}", "") if rows else (f"{head}: {shorten_typed(typed)}", reading)
    echo = f"read as {reading}" if reading else ""
    style = STYLES[verdict.verdict]
    if screen.plain:
        return screen.wrap_text(f"{head}. {to_sentence(echo)}".rstrip(), MARGIN)
    if not echo or cell_len(screen.spell(f"{head}{echo}")) + 5 > screen.width:
        below = screen.wrap_text(Text(echo, "dim"), INDENT) if echo else []
        return [*screen.wrap_text(Text(head, style), MARGIN, INDENT), *below]
    return [Text.assemble(MARGIN, (head, style), "   ", (echo, "dim"))]


def render_unreadable(verdict: Verdict, typed: str, screen: Screen, echo: bool, lead: int = 0) -> list[Text]:
    """Why a text cannot be read, with a caret under the place; `lead` columns stand before the text on the screen."""
    at = verdict.caret or 0
    made = [] if screen.plain or not typed.strip() else render_caret(typed, at, screen, echo, lead)
    place = f"Character {at + 1}: " if screen.plain and typed.strip() else ""
    note = "" if echo else " (no attempt used)"
    return made + screen.wrap_text(Text.assemble(place + to_sentence(verdict.message), (note, "dim")), MARGIN)


def render_caret(typed: str, at: int, screen: Screen, echo: bool, lead: int) -> list[Text]:
    """A caret under a place in the text, which is shown again where it is not just above in one piece."""
    start = typed.rfind("\n", 0, at) + 1
    line, at = typed[start:].split("\n")[0], at - start
    line, at = screen.spell(line), len(screen.spell(line[:at]))
    before = cell_len(line[:at])
    if not echo and "\n" not in typed and lead + cell_len(line) < screen.width:
        return [Text(" " * (lead + before) + "^")]
    room = screen.width - len(INDENT) - 2
    if before >= room:  # show the end of what comes before the place
        line, at = "…" + line[at - room // 2 :], room // 2 + 1
        before = cell_len(line[:at])
    return [Text(INDENT + set_cell_size(line, min(room, cell_len(line)))), Text(INDENT + " " * before + "^")]
