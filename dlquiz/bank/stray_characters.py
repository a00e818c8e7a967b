"""Characters that YAML would drop or read otherwise than meant: a `#` in a text, keys with `?`, tabs outside quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dlquiz.bank.source import Source
from dlquiz.bank.yaml_errors import INSIDE, SPACE, TABS
from dlquiz.errors import Fault

Spans = Sequence[tuple[int, int, bool]]  # of scalars: start, end, whether it is plain


def find_stray_characters(source: Source, spans: Spans) -> Iterator[Fault]:
    """The faults between scalars, whose spans are in order, and tabs in plain scalars."""
    text, starts = source.text, [start for start, _, _ in spans]
    comment = 0  # where the last comment ends
    for match in re.finditer(r"[#?\t]|:(?=[,\[\]{}])", text):
        index, sign = match.start(), match.group()
        before = bisect_right(starts, index) - 1
        inside = before >= 0 and index < spans[before][1]
        if index < comment or (inside and not (sign == "\t" and spans[before][2])):
            continue
        if sign == ":" and not (before >= 0 and index == spans[before][1] and spans[before][2]):
            continue
        if sign != "#":
            yield Fault(source.at(index), {"?": INSIDE, ":": SPACE, "\t": TABS}[sign])
            continue
        comment = find_line_end(text, index)
        if is_lost_text(text, index):
            word = text[index:comment].split(None, 1)[0]
            message = f'"{word[:40]}" would be lost as a comment; quote the text, or write a comment as "# …"'
            yield Fault(source.at(index), message)


def is_lost_text(text: str, index: int) -> bool:
    """Whether a `#` is meant as text: a comment begins with a space, or in the first column."""
    after = text[index + 1 : index + 2]
    return not (after in ("", "#") or after.isspace()) and text[index - 1 : index] not in ("", "\n")


def find_line_end(text: str, index: int) -> int:
    """The offset at which the line of an offset ends."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end
