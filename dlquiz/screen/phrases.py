"""Phrases of every screen: a duration, a count, a message as a sentence."""

from __future__ import annotations

import re

from dlquiz.screen.wrap import clip_text

MAX_ECHO = 40  # columns of what was typed
OPTION = re.compile(r"[a-z](,|;| missing)")  # the letter of an option stays small


def format_duration(seconds: float) -> str:
    """45 s, 1 min 40, 12 min, 1 h 05."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return f"{minutes} min {rest:02}" if rest else f"{minutes} min"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02}"


def count_noun(n: int, word: str) -> str:
    """1 hint, 2 hints."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def count_times(n: int) -> str:
    """Once, 2 times."""
    return "once" if n == 1 else f"{n:,} times"


def to_sentence(message: str) -> str:
    """A message with its capital and its full stop."""
    text = message.strip()
    if not text:
        return ""
    head = text[:1] if OPTION.match(text) else text[:1].upper()
    return head + text[1:] + ("" if text[-1] in ".?!…" else ".")


def shorten_typed(typed: str) -> str:
    """What was typed, short."""
    return clip_text(" ".join(typed.split()), MAX_ECHO)
