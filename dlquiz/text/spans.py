r"""What stands inside a line of Markdown: emphasis, code, links and mathematics.

CommonMark, with two changes for texts full of formulas: `$…$` and `$$…$$` are mathematics, and a star that follows a
word, a bracket or a formula is a product, so `2*3*4` and `(a + b)*(c + d)*x` stay as typed, as `w[0](x)` does.
Mathematics and code are opaque: no mark in them means anything.  Reading takes time linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

TOKEN = re.compile(
    r"""
    \\(?P<literal>[!-/:-@\[-`{-~])
  | (?<!`)(?P<ticks>`++)(?P<code>(?:[^`]++|(?!(?P=ticks)(?!`))`++)++)(?P=ticks)(?!`)
  | \$\$(?P<display>(?:\\.|[^$\\])+)\$\$
  | \$(?P<math>(?:\\.|[^$\\])+)\$
  | (?P<mark>\*+|_+)
  | (?<![\w)\]])!?\[(?P<label>(?:\\.|[^\[\]\\])++)\]\((?P<link>(?:[^()\s]|\([^()\s]*\))++)\)
  | (?P<break>[ ]{2,}\n|\\\n)
    """,
    re.VERBOSE | re.DOTALL,
)
MARKS = re.compile(r"[\\`$*_\[]|  \n")
SIGNS = re.compile(r"\\.|`[^`]*`|(?P<sign>\$\$?)", re.DOTALL)
BLANK = re.compile(r"\n[ \t]*\n")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
DEEPEST = 8  # emphasis in emphasis
LONGEST = 3  # of a mark: ***both***
CLOSED = ")]}$`"  # what a product may follow, beside words


class Span(NamedTuple):
    """A piece of a line: some kinds hold a text, some hold other spans, and a link holds both."""

    kind: str  # text | code | math | display | break | strong | emphasis | link
    text: str = ""  # of a link: where it leads
    inside: tuple[Span, ...] = ()


class Open(NamedTuple):
    """Emphasis that has begun, and what stands in it so far."""

    mark: str
    spans: list[Span]


def spans(text: str) -> tuple[Span, ...]:
    """The pieces of a text, in order."""
    if not MARKS.search(text):
        return (Span("text", text),) if text else ()
    reader = Reader()
    at = 0
    for match in TOKEN.finditer(text):
        reader.text(text[at : match.start()])
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "mark":
            reader.mark(match["mark"], text[match.start() - 1 : match.start()], text[at : at + 1])
        elif kind == "literal":
            reader.text(match["literal"])
        elif kind == "break":
            reader.add(Span("break"))
        elif kind == "link":
            reader.add(Span("link", match["link"], spans(match["label"])))
        elif kind == "code":
            reader.add(Span("code", match["code"].replace("\n", " ").strip(" ") or " "))
        else:
            reader.add(Span(kind, match[kind].strip()))
    reader.text(text[at:])
    return reader.finished()


class Reader:
    """Spans as they are read; emphasis that is never closed is text."""

    def __init__(self) -> None:
        self.frames = [Open("", [])]
        self.open: Counter[str] = Counter()

    def add(self, span: Span) -> None:
        """One more span."""
        self.frames[-1].spans.append(span)

    def text(self, text: str) -> None:
        """Text as it stands."""
        if text:
            self.add(Span("text", text))

    def mark(self, run: str, before: str, after: str) -> None:
        """A run of marks opens, closes, or is text, by what stands next to it."""
        word = run[0] == "_" and after.isalnum()  # per_filter
        opens = after.strip() != "" and not multiplies(before)
        closes = before.strip() != "" and not word
        for mark in self.marks(run) if len(run) <= LONGEST else ():
            if closes and self.open[mark]:
                self.close(mark)
            elif opens and len(self.frames) <= DEEPEST:
                self.frames.append(Open(mark, []))
                self.open[mark] += 1
            else:
                self.text(mark)
        if len(run) > LONGEST:
            self.text(run)

    def marks(self, run: str) -> tuple[str, ...]:
        """The marks of a run; of three, the one that was opened last is closed first."""
        if len(run) < LONGEST:
            return (run,)
        return (run[:2], run[0]) if self.frames[-1].mark == run[:2] else (run[0], run[:2])

    def close(self, mark: str) -> None:
        """End the emphasis that the mark began; what opened inside it is text."""
        at = next(i for i in reversed(range(len(self.frames))) if self.frames[i].mark == mark)
        self.merge(at)
        frame = self.frames.pop()
        self.open[mark] -= 1
        self.add(Span("strong" if len(mark) > 1 else "emphasis", inside=merged(frame.spans)))

    def merge(self, at: int) -> None:
        """Emphasis above a frame is not closed: each is its mark and what followed."""
        for frame in self.frames[at + 1 :]:
            self.open[frame.mark] -= 1
            self.frames[at].spans.extend((Span("text", frame.mark), *frame.spans))
        del self.frames[at + 1 :]

    def finished(self) -> tuple[Span, ...]:
        """All spans."""
        self.merge(0)
        return merged(self.frames[0].spans)


def merged(pieces: list[Span]) -> tuple[Span, ...]:
    """Pieces in which texts beside each other are one text."""
    made: list[Span] = []
    for kind, group in groupby(pieces, attrgetter("kind")):
        own = list(group)
        made += [Span("text", "".join(piece.text for piece in own))] if kind == "text" else own
    return tuple(made)


def multiplies(char: str) -> bool:
    """Whether a star behind a character is a product; behind Chinese, which has no spaces, it is emphasis."""
    return char.isdigit() or char.lower() != char.upper() or (char != "" and char in CLOSED)


def signs(text: str) -> list[str]:
    """The dollars in a text that begin or end mathematics: `$` or `$$` each."""
    return [match["sign"] for match in SIGNS.finditer(text) if match["sign"]] if "$" in text else []


def open_sign(text: str, sign: str = "") -> str:
    """The dollars whose mathematics is open at the end of a text; `sign`: those that are open at its beginning."""
    for i, paragraph in enumerate(BLANK.split(text)):
        sign = "" if i and sign == "$" else sign  # a single dollar is closed in its paragraph, or is a dollar
        for found in signs(paragraph):
            sign = "" if found == sign else sign or found
    return sign


def cleaned(text: str) -> str:
    """Text without control characters, which command terminals and end fields and lines in other programs."""
    return text if text.isprintable() else CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
