"""Free recall: the learner reads what a full answer says and grades the own one.

What is typed here is that grade: `y` for all, `n` for none, `partly`, or how many points were there (`2`, `2/3`).
"""

from __future__ import annotations

import re

from dlquiz.kinds.kind import BankKey, Kind, PartDraw, Row
from dlquiz.kinds.typed_text import TypedText, excerpt
from dlquiz.model import AnswerKey, Reading

ALL = {"y", "yes", "all", "right", "full", "true"}
NONE = {"n", "no", "none", "wrong", "false", "nothing"}
SOME = {"p", "partly", "half", "some", "partially"}
COUNT = re.compile(r"(\d{1,3})(?:\s*(?:/|of|out of)\s*(\d{1,3}))?(?:\s*points?)?", re.IGNORECASE)


class Recall(Kind):
    """Free recall: the learner reads what a full answer says and grades the own one."""

    name = "recall"
    holds_markdown = True
    keys = (BankKey("points", "texts", "What a full answer says.", 1),)
    key_needed = "points"
    takes_value = False
    self_graded = True

    def make_key(self, part: PartDraw) -> AnswerKey:
        points = tuple(part.render_texts(part.answer.keys["points"]))
        return AnswerKey(self.name, value=points, points=points)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The points that the learner counts; FormulaError where the text is not a grade."""
        said = typed.one_line().text.casefold().strip(". !")
        points = max(1, len(key.points))
        if said in ALL or said in NONE:
            return Reading(points if said in ALL else 0)
        if said in SOME:
            return Reading(points / 2, "half")
        match = COUNT.fullmatch(said)
        if match is None:
            raise typed.fault(f'"{excerpt(typed.text)}" is not a grade; type y, n, partly, or how many points you had')
        had, of = int(match[1]), int(match[2] or points)
        if of != points or had > points:
            raise typed.fault(f"there {'is 1 point' if points == 1 else f'are {points} points'}; type how many you had")
        return Reading(had)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right with all points, close with half of them or more, else wrong."""
        points = max(1, len(key.points))
        if reading.value == points:
            return "right", ""
        return ("close" if 2 * reading.value >= points else "wrong"), f"{reading.value:g} of {points} points"

    def to_text(self, key: AnswerKey) -> str:
        """What a full answer says."""
        return "; ".join(key.points)

    def instruction(self, key: AnswerKey) -> str:
        return "in your own words; you grade it yourself"

    def to_markdown(self, key: AnswerKey) -> str:
        return ""

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        return tuple(("", point) for point in key.points)

    def paper_instruction(self, key: AnswerKey) -> str:
        return "in your own words"
