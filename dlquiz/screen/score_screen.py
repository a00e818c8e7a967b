"""The last screen: the score by topic, what was wrong, what took long."""

from __future__ import annotations

from collections.abc import Mapping

from dlquiz.model import Topic
from dlquiz.screen import markdown
from dlquiz.screen.ansi import bold, dim, good, span
from dlquiz.screen.durations import counted, duration
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import padded
from dlquiz.session import QuestionAttempt, Summary
from dlquiz.session.summary import TopicScore

SIGNS = {"right": "●", "wrong": "○", "skipped": "─"}
INDENT = MARGIN + "  "


def closing_lines(found: Summary, planned: int, topics: Mapping[str, Topic], screen: Screen) -> list[str]:
    """What the quiz came to."""
    if not found.question_attempts:
        return ["", *screen.filled("Nothing was answered, so nothing is counted.", MARGIN), ""]
    made = ["", *screen.filled(bold(headline(found, planned)), MARGIN), "", *topic_lines(found, topics, screen)]
    for head, question_attempts in (("wrong at first", found.having("wrong")), ("skipped", found.having("skipped"))):
        if question_attempts:
            made += [
                "",
                f"{MARGIN}{head}",
                *(
                    line
                    for question_attempt in question_attempts
                    for line in turn_lines(question_attempt, screen, question_attempt is found.slowest)
                ),
            ]
    if found.slowest is not None and found.slowest.result == "right":
        made += ["", f"{MARGIN}right, but slow", *turn_lines(found.slowest, screen)]
    return [*made, ""]


def headline(found: Summary, planned: int) -> str:
    """`Done: 7 of 10 right in 12 min, with 2 hints`."""
    count = len(found.question_attempts)
    head = "Done" if count == planned else f"Stopped after {counted(count, 'question')} of {planned}"
    helped = f", with {counted(found.hints, 'hint')}" if found.hints else ""
    return f"{head}: {found.right} of {count} right in {duration(found.seconds)}{helped}"


def topic_lines(found: Summary, topics: Mapping[str, Topic], screen: Screen) -> list[str]:
    """A row of signs for each topic, and the same in numbers."""
    titles = {score.topic: screen.spell(markdown.inline(topics[score.topic].title)) for score in found.topics}
    room = max(map(span, titles.values()))
    most = max(len(score.results) for score in found.topics)
    if screen.plain or room + most + 14 > screen.width:
        return [f"{INDENT}{titles[score.topic]}: {numbers(score)}" for score in found.topics]
    made = []
    for score in found.topics:
        columns = padded(titles[score.topic], room), padded(signs(score), most), numbers(score)
        made.append(INDENT + "  ".join(columns))
    return made


def numbers(score: TopicScore) -> str:
    """`4 of 5`."""
    return f"{score.right} of {len(score.results)}"


def signs(score: TopicScore) -> str:
    """● for each question that was right at first, then the others."""
    made = "".join(SIGNS[result] * score.results.count(result) for result in ("right", "wrong", "skipped"))
    return good(made[: score.right]) + made[score.right :]


def turn_lines(question_attempt: QuestionAttempt, screen: Screen, slowest: bool = False) -> list[str]:
    """A question with its id, its time and what was typed first."""
    first = next(
        (
            part_attempt.first
            for part_attempt in question_attempt.part_attempts
            if part_attempt.missed and part_attempt.first
        ),
        None,
    )
    typed = f', first typed "{" ".join(first.text.split())[:30]}"' if first is not None and first.text.strip() else ""
    planned = question_attempt.planned
    title = f"{markdown.inline(question_attempt.title)} {dim(f'({planned.id}@{planned.seed})')}"
    time = duration(question_attempt.seconds) + (", the slowest" if slowest else "")
    return screen.filled(f"{title}: {time}{typed}", INDENT, INDENT + "  ")
