"""Every row of the catalogue of slips: an example of what it makes of a formula, and a sentence that can be filled in."""

from __future__ import annotations

import pytest

from dlquiz import tree
from dlquiz.language.grammar import read_formula
from dlquiz.language.slips import CATALOGUE, FormulaEdit, SlipKind, list_edits
from dlquiz.language.write.formulas import to_plain, to_prose

EXAMPLES = {  # the right formula, what the slip makes of it, and the sentence
    "half forgotten": ("0.5*(a - y)^2", "(a - y)**2", "you may have left out 0.5"),
    "term dropped": ("k*k*c_in + 1", "k * k * c_in", "you may have left out 1"),
    "factor dropped": ("k*c_in", "k", "you may have left out the factor c_in"),
    "plus for minus": ("a - y", "a + y", "the sign before y may be wrong"),
    "brackets lost": ("n*(m + 1)", "n * m + 1", "you may have lost the brackets around m + 1"),
    "sign lost": ("-log(p)", "log(p)", "you may have lost a minus sign"),
    "division forgotten": ("s / n", "s", "you may have forgotten to divide by n"),
    "function forgotten": ("sigmoid(z)", "z", "you may have forgotten to apply σ(z)"),
    "rounding": ("floor(n/2)", "ceil(n / 2)", "you may have rounded differently in ⌊n/2⌋"),
    "derivative forgotten": ("a*(1 - a)", "1", "you may have left out the slope a·(1 - a)"),
    "square for double": ("x^2", "2 * x", "you may have got the power x^2 wrong"),
    "mean for sum": ("sum(v)", "mean(v)", "you may have confused sum and mean in ∑ v"),
    "other logarithm": ("log2(p)", "log(p)", "you may have used a different base in log₂(p)"),
    "transposed": ("M[0, 1]", "M[1, 0]", "you may have swapped the rows and columns of m₁₂"),
    "wrong axis": ("sum(M, 0)", "sum(M, 1)", "you may have taken column sums of M along the other axis"),
    "largest for smallest": ("max(v)", "min(v)", "you may have confused largest, smallest and mean in max(v)"),
    "other branch": ("a if a > 0 else b", "b", "you may have taken the wrong case instead of a"),
    "operands swapped": ("a - y", "y - a", "you may have swapped the two sides of a - y"),
    "times for plus": ("n*m", "n + m", "you may have confused adding and multiplying in n·m"),
    "reciprocal": ("n / m", "m / n", "you may have turned n/m upside down"),
    "function for derivative": ("a*(1 - a)", "a**2", "you may have used something else for the slope a·(1 - a)"),
    "times for divide": ("n / m", "n * m", "you may have confused multiplying and dividing in n/m"),
    "counted once": ("n*m + n", "n * m + 1", "you may have counted n as 1"),
    "off by one": ("n / m", "n / m + 1", "this may be off by one"),
    "sign turned": ("a - y", "-(a - y)", "the sign may be wrong"),
    "another function": ("relu(z)", "tanh(z)", "you may have used a different function in ReLU(z)"),
    "rest of 1": ("p*q", "1 - p * q", "you may have taken one minus this value"),
    "factor 2": ("p*q", "2 * (p * q)", "you may be off by a factor of 2"),
    "number off": ("n - 3", "n - 4", "the 3 in the formula may be off by one"),
    "neighbouring element": ("v[1]", "v[2]", "you may have taken the element next to v₂"),
    "weighted": ("b*v + g", "b * v + (1 - b) * g", "you may have weighted g by one minus the other factor"),
    "numerator forgotten": ("s / n", "1 / n", "you may have left out the numerator s"),
}


def apply_edit(root: tree.Node, edit: FormulaEdit) -> tree.Node:
    """The whole formula with the edit made."""

    def replace_at(node: tree.Node, path: tuple[int, ...]) -> tree.Node:
        if not path:
            return edit.after
        return tree.with_child(node, path[0], replace_at(list(tree.children(node))[path[0]], path[1:]))

    return replace_at(root, edit.path)


def test_every_row_has_an_example() -> None:
    assert [kind.name for kind in CATALOGUE if kind.name not in EXAMPLES] == []
    assert EXAMPLES.keys() <= {kind.name for kind in CATALOGUE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_slip_makes_of_a_formula_what_its_row_says(name: str) -> None:
    before, after, sentence = EXAMPLES[name]
    root = read_formula(before)
    made = {}
    for edit in list_edits(root, {}):
        if edit.kind.name == name:
            piece = to_prose(edit.piece) if edit.piece is not None else ""
            made[to_plain(apply_edit(root, edit))] = edit.kind.says.format(piece=piece)
            assert ("{piece}" in edit.kind.says) <= (edit.piece is not None)
    assert made.get(after) == sentence, made


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.name)
def test_sentences_continue_after_the_name_of_a_step(kind: SlipKind) -> None:
    """`per_filter: you may have left out 1.`"""
    assert 0 < kind.prior <= 1
    assert not kind.says[0].isupper() and kind.says[-1] not in ".!?"
