"""What `dlquiz find` found: one table for each kind."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dlquiz.screen import markdown
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import render_table
from dlquiz.search.index import Findings, Hit

HEADINGS = {
    "topic": "Topics", "question": "Questions", "layer": "Layers of networks", "network": "Well-known networks",
    "function": "Functions of formulas", "command": "Commands",
}  # fmt: skip
TRY = "Try one word of the exam, such as stride, dropout or chain rule; `dlquiz list` shows all questions."


def show_findings(query: str, found: Findings, hits: Sequence[Hit], screen: Screen) -> None:
    """Print what was found, or what to try."""
    lines: list[Text] = []
    for typed, word in found.replaced.items():
        lines += screen.wrap_text(f'Nothing has "{typed}"; "{word}" is shown.', MARGIN)
    if not hits:
        screen.show([*lines, *screen.wrap_text(f'Nothing has "{query}". {TRY}', MARGIN)])
        return
    if not found.whole:
        lines += screen.wrap_text("Nothing has all of these words; these have the most of them.", MARGIN)
    for kind in HEADINGS:
        if own := [hit for hit in hits if hit.entry.kind == kind]:
            lines += render_kind(kind, own, screen)
    more = sum(hit.entry.kind == "question" for hit in found.hits) - sum(hit.entry.kind == "question" for hit in hits)
    if more > 0:
        lines += [Text(), *screen.wrap_text(Text(f"{more} more questions: --limit shows them.", "dim"), MARGIN)]
    screen.show([*lines, Text()])


def render_kind(kind: str, hits: Sequence[Hit], screen: Screen) -> list[Text]:
    """The hits of one kind: in columns, or in two lines each where these have no room or are not heard well."""
    head = [Text(), *screen.wrap_text(Text(HEADINGS[kind], "bold"), MARGIN)]
    rows = [(hit.entry.name if kind == "function" else hit.command, describe_hit(hit)) for hit in hits]
    if screen.narrow or screen.plain or max(len(command) for command, _ in rows) > screen.width // 2:
        for command, text in rows:
            head += [*screen.wrap_text(command, MARGIN), *screen.wrap_text(text, MARGIN + "  ")]
        return head
    return [
        *head,
        *render_table([("function" if kind == "function" else "command", "what it is"), *rows], screen, MARGIN),
    ]


def describe_hit(hit: Hit) -> Text:
    """The title; of a question with its topic and level."""
    title = Text.assemble(markdown.render_inline(hit.entry.title))
    if hit.entry.kind != "question":
        return title
    return Text.assemble(title, (f"  {hit.entry.topic}, level {hit.entry.level}", "dim"))
