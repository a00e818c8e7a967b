"""What became of an answer: a sign with its word, how it was read, and what may have gone wrong."""

from __future__ import annotations

import re
from dataclasses import replace

from dlquiz.model import Verdict
from dlquiz.problem import Asked
from dlquiz.screen import markdown
from dlquiz.screen.ansi import bad, bold, dim, good, span
from dlquiz.screen.question import LETTERS, MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import clipped, cut

HEADS = {"right": ("✓", "right"), "close": ("≈", "close"), "follows": ("✓", "follows"), "wrong": ("✗", "not yet")}
INKS = {"right": good, "close": bold, "follows": good, "wrong": bad}
INDENT = MARGIN + "  "
TRY_AGAIN = "again, ? for a hint, or /solution"
LONGEST = 40
OPTION = re.compile(r"[a-z](,|;| missing)")  # the letter of an option stays small


def show_verdict(verdict: Verdict, typed: str, screen: Screen) -> None:
    """Print what became of a typed answer."""
    if verdict.verdict == "unreadable":
        screen.lines(unreadable_lines(verdict, typed, screen, echo=True))
    else:
        screen.lines(verdict_lines(verdict, typed, screen))


def verdict_lines(verdict: Verdict, typed: str, screen: Screen) -> list[str]:
    """A sign, its word, the reading, and below what there is to say."""
    made = head_lines(verdict, typed, screen)
    says = verdict.diagnosis.says if verdict.diagnosis is not None else ""
    for text in filter(None, (says, sentence(verdict.message))):
        made += markdown.lines(text, screen, INDENT)
    return made


def choice_lines(asked: Asked, verdict: Verdict, typed: str, screen: Screen) -> list[str]:
    """The verdict on a choice: several picks are not spelled out again, and the right ones come with their reasons."""
    if len(asked.key.right) > 1:
        verdict = replace(verdict, reading="")
    made = verdict_lines(verdict, typed, screen)
    if verdict.verdict == "right":
        made += [line for at in asked.key.right for line in reason_lines(asked, at, screen)]
    return made


def reason_lines(asked: Asked, at: int, screen: Screen) -> list[str]:
    """Why an option is right, behind its letter where others are right too."""
    reasons, several = asked.key.because, len(asked.key.right) > 1
    if at >= len(reasons) or not reasons[at]:
        return []
    mark = f"{bold(LETTERS[at])}{'.' if screen.plain else ''}  " if several else ""
    return screen.filled(markdown.inline(reasons[at]), INDENT + mark)


def head_lines(verdict: Verdict, typed: str, screen: Screen) -> list[str]:
    """The sign with its word; what was typed, unless it is right; and how it was understood."""
    sign, word = HEADS[verdict.verdict]
    head = word.capitalize() if screen.plain else f"{sign} {word}"
    reading = verdict.reading
    if verdict.score < 1:
        rows = "\n" in typed and reading
        head, reading = (f"{head}: {reading}", "") if rows else (f"{head}: {one_line(typed)}", reading)
    head = INKS[verdict.verdict](head) + ("." if screen.plain else "")
    echo = f"read as {reading}" if reading else ""
    if screen.plain:
        return screen.filled(f"{head} {sentence(echo)}".rstrip(), MARGIN)
    if not echo or span(head) + span(echo) + 5 > screen.width:
        return [*screen.filled(head, MARGIN, INDENT), *(screen.filled(dim(echo), INDENT) if echo else [])]
    return [f"{MARGIN}{head}   {dim(echo)}"]


def one_line(typed: str) -> str:
    """What was typed, short."""
    return clipped(" ".join(typed.split()), LONGEST)


def sentence(message: str) -> str:
    """A message with its capital and its full stop."""
    text = message.strip()
    if not text:
        return ""
    head = text[:1] if OPTION.match(text) else text[:1].upper()
    return head + text[1:] + ("" if text[-1] in ".?!…" else ".")


def unreadable_lines(verdict: Verdict, typed: str, screen: Screen, echo: bool, lead: int = 0) -> list[str]:
    """Why a text cannot be read, with a caret under the place; `lead` columns stand before the text on the screen."""
    at = verdict.caret or 0
    made = [] if screen.plain or not typed.strip() else caret_lines(typed, at, screen, echo, lead)
    place = f"Character {at + 1}: " if screen.plain and typed.strip() else ""
    note = "" if echo else " (no attempt used)"
    return made + screen.filled(place + sentence(verdict.message) + dim(note), MARGIN)


def caret_lines(typed: str, at: int, screen: Screen, echo: bool, lead: int) -> list[str]:
    """A caret under a place in the text, which is shown again where it is not just above in one piece."""
    start = typed.rfind("\n", 0, at) + 1
    line, at = typed[start:].split("\n")[0], at - start
    before = span(line[:at])
    if not echo and "\n" not in typed and lead + span(line) < screen.width:
        return [" " * (lead + before) + "^"]
    room = screen.width - len(INDENT) - 2
    if before >= room:  # show the end of what comes before the place
        line, at = "…" + line[at - room // 2 :], room // 2 + 1
        before = span(line[:at])
    return [INDENT + cut(line, room)[0], INDENT + " " * before + "^"]
