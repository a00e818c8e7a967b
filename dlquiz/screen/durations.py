"""Times as people say them."""

from __future__ import annotations


def duration(seconds: float) -> str:
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


def counted(n: int, word: str) -> str:
    """1 hint, 2 hints."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
