"""The pictures of a variant, drawn from its tape when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.budget import BudgetExceeded
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.model import PictureSpec
from dlquiz.pictures import make_picture
from dlquiz.pictures.kind import Picture
from dlquiz.worked.draw import Drawn
from dlquiz.worked.draw_faults import make_budget_fault, make_fault
from dlquiz.worked.pins import list_sizes


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


def suits_sizes(spec: PictureSpec, drawn: Drawn) -> bool:
    """Whether a picture shows all of a variant: one that names entries one by one is of the sizes that are drawn."""
    question = drawn.variant.question
    sizes = [draw for draw in question.draws if draw.name in list_sizes(question)]
    drawn_sizes = all(drawn.tape.draws[draw.name] in (draw.of or (drawn.tape.draws[draw.name],)) for draw in sizes)
    return drawn_sizes or not any(map(names_entry, list_formulas(spec)))


def names_entry(formula: Formula) -> bool:
    """Whether a formula takes an entry of an array by its number."""
    indices = (node for node in tree.walk(formula.tree) if isinstance(node, tree.Index))
    return any(isinstance(key, tree.Number) for index in indices for key in index.keys)


def list_formulas(value: object) -> Iterator[Formula]:
    """The formulas of a picture, also those of its texts."""
    if isinstance(value, PictureSpec):
        yield from list_formulas(tuple(value.keys.values()))
    elif isinstance(value, Formula):
        yield value
    elif isinstance(value, Template):
        yield from (hole.formula for hole in value.holes)
    elif isinstance(value, tuple):
        for item in value:
            yield from list_formulas(item)


def list_texts(spec: PictureSpec) -> Iterator[str]:
    """The texts by which a picture is found in its bank."""
    for value in spec.keys.values():
        for item in value if isinstance(value, tuple) else (value,):
            yield getattr(item[-1] if isinstance(item, tuple) else item, "text", "")
