"""Where the learner stands: what is known and how it fades, as pictures; a calendar, slips, the weakest questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.text import Text

from dlquiz.bank.question_set import QuestionSet
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.pictures.bars import BarsPicture
from dlquiz.pictures.curve import Curve, CurvePicture, NamedPoint
from dlquiz.pictures.kind import Picture
from dlquiz.progress.statistics import SlipCount, Statistics, TopicShare, WeekCount
from dlquiz.screen import markdown
from dlquiz.screen.phrases import count_noun, count_times
from dlquiz.screen.pictures import render_picture
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import render_table

SLIPS = {  # what is not a row of the catalogue of slips
    "listed": "a typical mistake of this question",
    "sense": "a value that is impossible there",
    "on the way": "a value on the way given as the answer",
}
NOTHING = "Nothing is kept yet: dlquiz quiz and dlquiz review do that."


def render_statistics(found: Statistics, bank: QuestionSet, screen: Screen) -> list[Text]:
    """All of it, or that there is nothing."""
    if not found.topics:
        return [Text(), *screen.wrap_text(NOTHING, MARGIN), Text()]
    blocks = [
        render_topics(found.topics, bank, screen),
        render_fading(found, screen),
        render_weeks(found.weeks, screen),
        render_slips(found.slips, bank, screen),
        render_weakest(found, bank, screen),
    ]
    return [Text(), *(line for block in blocks if block for line in [*block, Text()])]


def draw_statistics(found: Statistics, bank: QuestionSet, screen: Screen) -> list[Picture]:
    """The pictures of what is known, and of how it fades."""
    return [draw_topics(found.topics, bank, screen), draw_fading(found)] if found.topics else []


def draw_topics(topics: Sequence[TopicShare], bank: QuestionSet, screen: Screen) -> Picture:
    """A bar for each topic."""
    bars = tuple((title_of(one.topic, bank, screen), float(round(100 * one.today))) for one in topics)
    return BarsPicture("right if asked today, in per cent", bars, full=100)


def draw_fading(found: Statistics) -> Picture:
    """The share of what was practised that is right, from today on, with the day of the exam where there is one."""
    shares = [(float(day), 100 * share) for day, share in enumerate(found.fading)]
    exam = [NamedPoint("exam", *shares[-1])] if any(one.exam is not None for one in found.topics) else []
    title, axes = "right of what you practised, without further practice", ("days from today", "per cent")
    across, down = (0.0, shares[-1][0]), (0.0, 100.0)
    return CurvePicture(title, (Curve("", tuple(shares)),), (), tuple(exam), axes, across, down)


def head(text: str, screen: Screen) -> list[Text]:
    """A heading."""
    return screen.wrap_text(Text(text, "bold"), MARGIN)


def format_share(share: float | None) -> str:
    """`61 %`; a dash where there is none."""
    return "-" if share is None else f"{round(100 * share)} %"


def render_topics(topics: Sequence[TopicShare], bank: QuestionSet, screen: Screen) -> list[Text]:
    """What is known of the topics, as a picture and in numbers."""
    picture = [] if screen.plain else [*render_picture(draw_topics(topics, bank, screen), screen, MARGIN), Text()]
    exam = any(one.exam is not None for one in topics)
    if screen.narrow or screen.plain:
        lines = []
        for one in topics:
            later = f", {format_share(one.exam)} on the exam day" if exam else ""
            today = f"{title_of(one.topic, bank, screen)}: {format_share(one.today)} today"
            text = f"{today}{later}, {one.seen} of {one.total} seen"
            lines += screen.wrap_text(text, MARGIN, MARGIN + "  ")
        return [*head("Right if asked", screen), *picture, *lines]
    names = ["topic", "today", *(["exam day"] if exam else []), "seen"]
    rows: list[Sequence[str | Text]] = [
        [
            title_of(one.topic, bank, screen),
            format_share(one.today),
            *([format_share(one.exam)] if exam else []),
            f"{one.seen} of {one.total}",
        ]
        for one in topics
    ]
    return [*head("Right if asked", screen), *picture, *render_table([names, *rows], screen, MARGIN)]


def render_fading(found: Statistics, screen: Screen) -> list[Text]:
    """How what was practised fades."""
    return [*head("What fades", screen), *render_picture(draw_fading(found), screen, MARGIN)]


def title_of(topic: str, bank: QuestionSet, screen: Screen) -> str:
    """The title of a topic, as plain text."""
    return screen.to_text(markdown.render_inline(bank.topics[topic].title or topic)).plain


def render_weeks(weeks: Sequence[WeekCount], screen: Screen) -> list[Text]:
    """How many questions were practised on each day, and the share that was not missed in each week."""
    busy = [week for week in weeks if any(week.days)]
    if not busy:
        return []
    if screen.narrow or screen.plain:
        lines = [
            line
            for week in busy
            for line in screen.wrap_text(
                f"Week of {format_day(week.first)}: {count_noun(sum(week.days), 'question')}, "
                f"{format_share(week.right)} not missed",
                MARGIN,
                MARGIN + "  ",
            )
        ]
        return [*head("The last weeks", screen), *lines]
    names = ["week of", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "not missed"]
    rows = [
        [format_day(week.first), *(str(count or "·") for count in week.days), format_share(week.right)]
        for week in weeks
    ]
    return [*head("The last weeks", screen), *render_table([names, *rows], screen, MARGIN)]


def format_day(day: int) -> str:
    """`30 Nov`."""
    return f"{date.fromordinal(day):%d %b}"


def render_slips(slips: Sequence[SlipCount], bank: QuestionSet, screen: Screen) -> list[Text]:
    """The commonest slips, each with what trains it."""
    lines = []
    for one in slips:
        what, where = SLIPS.get(one.slip, one.slip), name_to_symbol(one.step)
        trained = f"; trained by {', '.join(one.trainers)}" if one.trainers else ""
        text = f"{count_times(one.times)}: {what}, at {where} in {one.question}{trained}"
        lines += screen.wrap_text(text, MARGIN, MARGIN + "  ")
    return [*head("Commonest slips", screen), *lines] if lines else []


def render_weakest(found: Statistics, bank: QuestionSet, screen: Screen) -> list[Text]:
    """The questions that will be forgotten first without further practice."""
    lines = []
    when = "on the exam day" if any(one.exam is not None for one in found.topics) else "in a week"
    for one in found.weakest:
        missed = f"; forgotten {count_times(one.lapses)}" if one.lapses else ""
        text = f"{one.question}: {format_share(one.recall)} today, {format_share(one.later)} {when}{missed}"
        lines += screen.wrap_text(text, MARGIN, MARGIN + "  ")
    return [*head("Weakest questions", screen), *lines] if lines else []
