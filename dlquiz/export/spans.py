"""What stands inside a line of Markdown: emphasis, code and mathematics.

Mathematics and code are opaque: no mark in them means anything.  Reading takes time linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""
    \\(?P<literal>[!-/:-@\[-`{-~])
  | (?<!`)(?P<ticks>`++)(?P<code>(?:[^`]|(?!(?P=ticks)(?!`))`)+)(?P=ticks)(?!`)
  | \$\$(?P<display>(?:\\.|[^$\\])+)\$\$
  | \$(?P<math>(?:\\.|[^$\\])+)\$
  | (?P<mark>\*\*|__|\*|_)
  | (?P<break>[ ]{2,}\n|\\\n)
    """,
    re.VERBOSE | re.DOTALL,
)
MARKS = re.compile(r"[\\`$*_]|  \n")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
DEEPEST = 8  # emphasis in emphasis
EMPHASIS = {"*": "emphasis", "_": "emphasis", "**": "strong", "__": "strong"}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: `text`, `code`, `math` and `display` hold a text, `strong` and `emphasis` other spans."""

    kind: str  # text | code | math | display | break | strong | emphasis
    text: str = ""
    inside: tuple[Span, ...] = ()


@dataclass(slots=True)
class Open:
    """Emphasis that has begun, and what stands in it so far."""

    mark: str
    spans: list[Span] = field(default_factory=list)


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
        else:
            reader.add(Span(kind, match[kind].strip()))
    reader.text(text[at:])
    return reader.finished()


class Reader:
    """Spans as they are read; emphasis that is never closed is text."""

    def __init__(self) -> None:
        self.frames = [Open("")]
        self.open: Counter[str] = Counter()

    def add(self, span: Span) -> None:
        """One more span."""
        self.frames[-1].spans.append(span)

    def text(self, text: str) -> None:
        """Text as it stands."""
        if text:
            self.add(Span("text", text))

    def mark(self, mark: str, before: str, after: str) -> None:
        """A mark opens, closes, or is text, by what stands next to it."""
        inner = mark[0] == "_"  # inside a word it is text: per_filter
        opens = not after.isspace() and after != "" and not (inner and before.isalnum())
        closes = not before.isspace() and before != "" and not (inner and after.isalnum())
        if closes and self.open[mark]:
            self.close(mark)
        elif opens and len(self.frames) <= DEEPEST:
            self.frames.append(Open(mark))
            self.open[mark] += 1
        else:
            self.text(mark)

    def close(self, mark: str) -> None:
        """End the emphasis that the mark began; what opened inside it is text."""
        at = next(i for i in reversed(range(len(self.frames))) if self.frames[i].mark == mark)
        self.merge(at)
        frame = self.frames.pop()
        self.open[mark] -= 1
        if frame.spans:
            self.add(Span(EMPHASIS[mark], inside=tuple(frame.spans)))
        else:
            self.text(mark + mark)

    def merge(self, at: int) -> None:
        """Emphasis above a frame is not closed: each is its mark and what followed."""
        for frame in self.frames[at + 1 :]:
            self.open[frame.mark] -= 1
            self.frames[at].spans += (Span("text", frame.mark), *frame.spans)
        del self.frames[at + 1 :]

    def finished(self) -> tuple[Span, ...]:
        """All spans."""
        self.merge(0)
        return tuple(self.frames[0].spans)


def cleaned(text: str) -> str:
    """Text without control characters, which end fields and lines in other programs."""
    return text if text.isprintable() else CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
