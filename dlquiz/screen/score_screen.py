"""The last screen: the score by topic, what was wrong, what took long."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from dlquiz.model import Topic
from dlquiz.screen import markdown
from dlquiz.screen.phrases import count_noun, format_duration
from dlquiz.screen.screen import GOOD, MARGIN, Screen
from dlquiz.screen.tables import GAP
from dlquiz.session import QuestionAttempt, Summary
from dlquiz.session.summary import TopicScore

SIGNS = {"right": "●", "wrong": "○", "skipped": "─"}
INDENT = MARGIN + "  "


def render_score(found: Summary, planned: int, topics: Mapping[str, Topic], screen: Screen) -> list[Text]:
    """What the quiz came to."""
    if not found.question_attempts:
        return [Text(), *screen.wrap_text("Nothing was answered, so nothing is counted.", MARGIN), Text()]
    head = Text(format_headline(found, planned), "bold")
    lines = [Text(), *screen.wrap_text(head, MARGIN), Text(), *render_topics(found, topics, screen)]
    for title, attempts in (("wrong at first", found.with_result("wrong")), ("skipped", found.with_result("skipped"))):
        if attempts:
            lines += [Text(), Text(f"{MARGIN}{title}")]
        for attempt in attempts:
            lines += render_attempt(attempt, screen, slowest=attempt is found.slowest)
    if found.slowest is not None and found.slowest.result == "right":
        lines += [Text(), Text(f"{MARGIN}right, but slow"), *render_attempt(found.slowest, screen)]
    return [*lines, Text()]


def format_headline(found: Summary, planned: int) -> str:
    """`Done: 9½ of 11 marks in 12 min; 2 after a hint`."""
    count = len(found.question_attempts)
    head = "Done" if count == planned else f"Stopped after {count_noun(count, 'question')} of {planned}"
    helped = f"; {format_marks(found.earned_with_hints)} after a hint" if found.earned_with_hints else ""
    return f"{head}: {format_earned(found)} in {format_duration(found.seconds)}{helped}"


def format_earned(score: Summary | TopicScore) -> str:
    """`9½ of 11 marks`."""
    return f"{format_marks(score.earned)} of {count_noun(score.marks, 'mark')}"


def format_marks(marks: float) -> str:
    """Marks in halves, as 9½; other shares, which learners give themselves, in tenths."""
    whole = int(marks)
    if marks - whole == 0.5:
        return f"{whole or ''}½"
    return str(whole) if marks == whole else f"{marks:.1f}"


def render_topics(found: Summary, topics: Mapping[str, Topic], screen: Screen) -> list[Text]:
    """A row of signs for each topic, and the same in numbers."""
    titles = {score.topic: screen.to_text(markdown.render_inline(topics[score.topic].title)) for score in found.topics}
    room = max(title.cell_len for title in titles.values())
    most = max(len(score.results) for score in found.topics)
    if screen.plain or room + most + 14 > screen.width:
        return [Text.assemble(INDENT, titles[score.topic], f": {format_score(score)}") for score in found.topics]
    from rich.table import Table

    table = Table.grid(padding=(0, GAP, 0, 0))
    for score in found.topics:
        table.add_row(titles[score.topic], screen.to_text(format_signs(score)), format_score(score))
    return screen.render_lines(table, INDENT)


def format_score(score: TopicScore) -> str:
    """`4 of 5 marks`."""
    return format_earned(score)


def format_signs(score: TopicScore) -> Text:
    """● for each question that was right at first, then the others."""
    made = "".join(SIGNS[result] * score.results.count(result) for result in ("right", "wrong", "skipped"))
    return Text.assemble((made[: score.right], GOOD), made[score.right :])


def render_attempt(attempt: QuestionAttempt, screen: Screen, slowest: bool = False) -> list[Text]:
    """A question with its id, its time and what was typed first."""
    missed = (part.first for part in attempt.part_attempts if part.missed and part.first)
    first = next(missed, None)
    typed = f', first typed "{" ".join(first.text.split())[:30]}"' if first is not None and first.text.strip() else ""
    id = f"({attempt.planned.id}@{attempt.planned.seed})"
    time = format_duration(attempt.seconds) + (", the slowest" if slowest else "")
    text = Text.assemble(markdown.render_inline(attempt.title), " ", (id, "dim"), f": {time}{typed}")
    return screen.wrap_text(text, INDENT, INDENT + "  ")
