"""Examples of yes and no."""

from __future__ import annotations

FEASIBLE = {"kind": "yes-no", "value": False, "yes": ["feasible"], "no": ["infeasible", "not feasible"]}
TRUE = {"kind": "yes-no", "value": True}

EXAMPLES = [
    (TRUE, "yes", "right", "plain"),
    (TRUE, "Y", "right", "a letter, any case"),
    (TRUE, "true", "right", "a truth"),
    (TRUE, "TRUE.", "right", "case and a point"),
    (TRUE, "ｙｅｓ", "right", "full-width letters"),
    (TRUE, "linear = yes", "right", "a label"),
    (TRUE, "y = no", "unreadable", "a label, or both?"),
    (TRUE, "no", "wrong", "the opposite"),
    (TRUE, "N", "wrong", "the opposite"),
    (TRUE, "false", "wrong", "the opposite"),
    (TRUE, "1", "unreadable", "a digit is no word"),
    (TRUE, "0", "unreadable", "a digit is no word"),
    (TRUE, "yes no", "unreadable", "both"),
    (TRUE, "yes or no", "unreadable", "both"),
    (TRUE, "уes", "unreadable", "a Cyrillic letter"),
    (TRUE, "maybe", "unreadable", "neither"),
    (TRUE, "yes, because it is", "unreadable", "one word, please"),
    (TRUE, "feasible", "unreadable", "not a listed word here"),
    (TRUE, "", "unreadable", "nothing"),
    (FEASIBLE, "infeasible", "right", "a listed word"),
    (FEASIBLE, "Not  feasible", "right", "listed words, any case and spacing"),
    (FEASIBLE, "feasible", "wrong", "a listed word"),
    (FEASIBLE, "yes", "wrong", "the opposite"),
    (FEASIBLE, "unfeasible", "unreadable", "not a listed word"),
]

QUESTION = """
title: A truth
draw:
  n: {from: 1, to: 60}
ask: Is {{ n }} even?
answer: {value: n % 2 == 0, yes: [even], no: [odd]}
examples:
  - with: {n: 4}
    answer: even
"""
RIGHT = ("yes", "true", "even")
WRONG = "odd"
UNREADABLE = "maybe"
