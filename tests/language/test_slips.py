"""Every row of the catalogue of slips: an example of what it makes of a formula, and a sentence that can be filled in."""

from __future__ import annotations

import pytest

from dlquiz import tree
from dlquiz.language.grammar import read_formula
from dlquiz.language.slips.catalogue import CATALOGUE, SlipKind
from dlquiz.language.slips.edits import FormulaEdit, list_edits
from dlquiz.language.write.formulas import to_plain, to_prose

EXAMPLES = {  # the right formula, what the slip makes of it, and the sentence
    "half forgotten": ("0.5*(a - y)^2", "(a - y)**2", "left out the factor 1/2"),
    "term dropped": ("k*k*c_in + 1", "k * k * c_in", "left out the 1"),
    "factor dropped": ("k*c_in", "k", "left out the factor c_in"),
    "plus for minus": ("a - y", "a + y", "added y instead of subtracting it"),
    "minus for plus": ("a + y", "a - y", "subtracted y instead of adding it"),
    "first sign turned": ("a + y", "-a + y", "given a the wrong sign"),
    "brackets lost": ("n*(m + 1)", "n * m + 1", "used n·m + 1 in place of n·(m + 1)"),
    "sign lost": ("-log(p)", "log(p)", "lost the minus sign of -ln(p)"),
    "division forgotten": ("s / n", "s", "forgotten to divide by n"),
    "function forgotten": ("sigmoid(z)", "z", "used z in place of σ(z)"),
    "rounding": ("floor(n/2)", "ceil(n / 2)", "used ⌈n/2⌉ in place of ⌊n/2⌋"),
    "derivative forgotten": ("a*(1 - a)", "1", "left out the slope a·(1 - a)"),
    "square for double": ("x^2", "2 * x", "used 2·x in place of x^2"),
    "mean for sum": ("sum(v)", "mean(v)", "used mean(v) in place of ∑ v"),
    "other logarithm": ("log2(p)", "log(p)", "used ln(p) in place of log₂(p)"),
    "transposed": ("M[0, 1]", "M[1, 0]", "used m₂₁ in place of m₁₂"),
    "wrong axis": ("sum(M, 0)", "sum(M, 1)", "taken column sums of M along the other axis"),
    "largest for smallest": ("max(v)", "min(v)", "used min(v) in place of max(v)"),
    "other branch": ("a if a > 0 else b", "b", "taken the wrong case: b in place of a if a > 0 else b"),
    "operands swapped": ("a - y", "y - a", "used y - a in place of a - y"),
    "times for plus": ("n*m", "n + m", "used n + m in place of n·m"),
    "reciprocal": ("n / m", "m / n", "turned n/m upside down"),
    "function for derivative": ("a*(1 - a)", "a**2", "used a^2 in place of a·(1 - a)"),
    "times for divide": ("n / m", "n * m", "used n·m in place of n/m"),
    "counted once": ("n*m + n", "n * m + 1", "counted n as 1"),
    "one too many": ("n / m", "n / m + 1", "counted one too many"),
    "one too few": ("n / m", "n / m - 1", "counted one too few"),
    "sign turned": ("a - y", "-(a - y)", "given this value the wrong sign"),
    "another function": ("relu(z)", "tanh(z)", "used tanh(z) in place of ReLU(z)"),
    "biases dropped": ("n*m + m + k", "n * m", "left out m + k"),
    "slope dropped": ("e*a*(1 - a)*x", "e * x", "left out the slope a·(1 - a)"),
    "all counted once": ("n + m", "2", "used 2 in place of n + m"),
    "taken as 1": ("n - k", "n - 1", "taken k as 1"),
    "power for product": ("n*m", "n**m", "used n^m in place of n·m"),
    "square of a sum": ("mean(v^2)", "mean(v)**2", "used mean(v)^2 in place of mean(v^2)"),
    "brackets put in": ("a*b + c", "a * (b + c)", "used a·(b + c) in place of a·b + c"),
    "slope for function": ("tanh(z)", "1 - tanh(z)**2", "taken the slope 1 - tanh(z)^2 in place of tanh(z)"),
    "complement forgotten": ("a / (1 - p)", "a / p", "used p in place of 1 - p"),
    "reciprocal forgotten": ("1 / (1 + p)", "1 + p", "used 1 + p in place of 1/(1 + p)"),
    "one less": ("s / n", "s / (n - 1)", "used s/(n - 1) in place of s/n"),
    "1 added": ("a*x", "a * x + 1", "added 1 to this value"),
    "1 taken off": ("a*x", "a * x - 1", "subtracted 1 from this value"),
    "rest of 1": ("p*q", "1 - p * q", "taken 1 minus this value"),
    "factor 2": ("p*q", "2 * (p * q)", "taken twice this value"),
    "half": ("p*q", "p * q / 2", "taken half of this value"),
    "number off": ("n - 3", "n - 4", "used 4 in place of 3"),
    "neighbouring element": ("v[1]", "v[2]", "taken v₃ in place of v₂; check the index"),
    "weighted": ("b*v + g", "b * v + (1 - b) * g", "used b·v + (1 - b)·g in place of b·v + g"),
    "numerator forgotten": ("s / n", "1 / n", "taken 1 in place of the numerator s"),
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
            texts = {"instead": to_prose(edit.after), "right": to_prose(edit.before)}
            says = edit.kind.says.format(piece=piece, the_piece=f"the {piece}", this="this value", **texts)
            made[to_plain(apply_edit(root, edit))] = says
            assert ("piece}" in edit.kind.says) <= (edit.piece is not None)
    assert made.get(after) == sentence, made


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.name)
def test_sentences_continue_after_you_may_have(kind: SlipKind) -> None:
    """`At per_filter you may have left out the 1.`"""
    assert 0 < kind.prior <= 1
    assert not kind.says[0].isupper() and kind.says[-1] not in ".!?"
