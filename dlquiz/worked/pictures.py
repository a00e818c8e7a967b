"""The pictures of a variant, drawn from its tape when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator

from dlquiz.errors import FormulaError
from dlquiz.language.budget import BudgetExceeded
from dlquiz.model import PictureSpec
from dlquiz.pictures import make_picture
from dlquiz.pictures.kind import Picture
from dlquiz.worked.draw import Drawn
from dlquiz.worked.draw_faults import make_budget_fault, make_fault


def draw_picture(spec: PictureSpec, drawn: Drawn) -> Picture:
    """A picture with the values of the tape; BankError where they do not fit or cost too much."""
    question, seed = drawn.variant.question, drawn.variant.seed
    try:
        return make_picture(spec.kind, spec.keys, drawn.tape.scope, (seed, question.id), drawn.budget)
    except FormulaError as error:
        raise make_fault(question, seed, error, *list_texts(spec)) from None
    except BudgetExceeded:
        if not drawn.budget.is_exceeded:
            raise
        raise make_budget_fault(question, seed, 0, *list_texts(spec)) from None


def list_texts(spec: PictureSpec) -> Iterator[str]:
    """The texts by which a picture is found in its bank."""
    for value in spec.keys.values():
        for item in value if isinstance(value, tuple) else (value,):
            yield getattr(item[-1] if isinstance(item, tuple) else item, "text", "")
