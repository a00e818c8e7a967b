"""What the rules of `check` are given and what they write to: the drawn sample of a question, and its report."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlquiz.errors import Fault
from dlquiz.language.budget import WorkBudget
from dlquiz.model import Part, Question
from dlquiz.problem import Problem
from dlquiz.worked.draw import DrawStatistics
from dlquiz.worked.draw_faults import find_mistake_place, find_place

MAX_SHOWN = 60  # characters of a text in a finding
MAX_WORD = 25  # characters that are given up, so that a text ends with a word
WORK = 12_000_000  # half microseconds for one question; what exceeds them is left out


@dataclass
class Sample:
    """The variants drawn from a question, and the draws that were rejected on the way to them."""

    question: Question
    problems: list[Problem] = field(default_factory=list)
    statistics: DrawStatistics = field(default_factory=DrawStatistics)


@dataclass
class Report:
    """The findings about one question: faults make the bank unusable, warnings and notes do not."""

    question: Question
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    budget: WorkBudget = field(default_factory=lambda: WorkBudget(WORK))

    def fault(self, message: str, *texts: object, variant: str = "") -> None:
        """Add a fault of the question or of a variant, placed at the first of `texts` whose place is known."""
        self.faults.append(Fault(find_place(self.question, *texts), f"{variant or self.question.id}: {message}"))

    def warn(self, message: str, *texts: object) -> None:
        """Add a warning about the question, placed at the first of `texts` whose place is known."""
        self.warnings.append(Fault(find_place(self.question, *texts), f"{self.question.id}: {message}"))

    def fault_of_mistake(self, number: int, message: str) -> None:
        """Add a fault of a mistake, counted from 0, placed where the mistake is listed."""
        self.faults.append(Fault(find_mistake_place(self.question, number), self.about_mistake(number, message)))

    def warn_of_mistake(self, number: int, message: str) -> None:
        """Add a warning about a mistake, counted from 0."""
        self.warnings.append(Fault(find_mistake_place(self.question, number), self.about_mistake(number, message)))

    def note_of_mistake(self, number: int, message: str) -> None:
        """Add a note about a mistake, counted from 0."""
        self.notes.append(self.about_mistake(number, message))

    def about_mistake(self, number: int, message: str) -> str:
        """The sentence about a mistake, which is named by its number and the start of what it says."""
        says = shorten(self.question.mistakes[number].says.text)
        return f"{self.question.id}: mistake {number + 1} ({says}) {message}"


def shorten(text: str, most: int = MAX_SHOWN) -> str:
    """The beginning of a text on one line, up to the end of a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rpartition(" ")[0] if len(cut) - cut.rfind(" ") < MAX_WORD and " " in cut else cut) + "…"


def answer_texts(part: Part) -> list[str]:
    """The texts by which the answer of a part is found in the bank."""
    return [part.answer.value.text] if part.answer.value is not None else []
