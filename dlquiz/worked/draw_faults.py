"""What is wrong with a question that cannot be drawn, and where in the bank that stands."""

from __future__ import annotations

from collections import Counter

from dlquiz.errors import BankError, Fault, FormulaError, Place
from dlquiz.model import Question


def find_place(question: Question, *texts: object) -> Place:
    """The place of the first text that has one, as texts do in `dlquiz check`; else the place of the question."""
    found: Place | None = next((text.place for text in (*texts, question.id) if hasattr(text, "place")), None)
    return found or Place(question.file, question.line, 1)


def find_mistake_place(question: Question, number: int) -> Place:
    """The place of the formula of a mistake."""
    mistake = question.mistakes[number]
    formulas = [mistake.gives, *(formula for _, formula in mistake.instead)]
    return find_place(question, *(formula.text for formula in formulas if formula is not None))


def make_fault(question: Question, seed: int, error: FormulaError, *texts: object) -> BankError:
    """The error where a formula fails on a draw that `keep` lets through; `texts` are the texts that contain it."""
    where = f" in {str(error.text)!r}" if error.text else ""
    given = [formula.text for _, formula in question.given if error.text]  # what a solver cannot work with
    return BankError(
        [Fault(find_place(question, error.text, *texts, *given), f"{question.id}@{seed}: {error.message}{where}")]
    )


def make_budget_fault(question: Question, seed: int, attempt: int, *texts: object) -> BankError:
    """The error where the formulas of a variant take too much work."""
    if attempt:
        keep = [formula.text for formula in question.keep]
        told = f"none of {attempt} draws can be asked, and more would take too long to compute"
        return BankError([Fault(find_place(question, *keep), f"{question.id}@{seed}: {told}")])
    told = "its formulas and texts take too long to compute and to write"
    return BankError([Fault(find_place(question, *texts), f"{question.id}@{seed}: {told}")])


def make_keep_fault(question: Question, unusable: Counter[tuple[str, int | None]], attempts: int) -> BankError:
    """The error where no attempt gave a variant: `keep` hardly ever holds, or what it lets through is unusable.

    `unusable` counts the reasons, each with the number of the mistake that costs the draw.
    """
    if unusable.total() * 100 >= attempts:
        ((reason, number), _), *_ = unusable.most_common(1)
        where = find_place(question) if number is None else find_mistake_place(question, number)
        return BankError([Fault(where, f"{question.id}: none of the draws can be asked: {reason}")])
    share = "fewer than one draw in 100" if question.draws else "nothing, and nothing is drawn"
    return BankError(
        [Fault(find_place(question, *(f.text for f in question.keep)), f"{question.id}: `keep` holds for {share}")]
    )
