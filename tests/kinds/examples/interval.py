"""Examples of intervals."""

from __future__ import annotations

STABLE = {"kind": "interval", "value": "[0, 0.5]", "closed": "right"}
ABOVE = {"kind": "interval", "value": "[2, inf]", "closed": "left"}
BELOW = {"kind": "interval", "value": "[-inf, 2/3]"}
UNIT = {"kind": "interval", "value": "[-1, 1]", "closed": "both"}

EXAMPLES = [
    (STABLE, "(0, 0.5]", "right", "brackets"),
    (STABLE, "]0, 0.5]", "right", "an open end with its bracket turned round"),
    (STABLE, "(0; 0.5]", "right", "a semicolon"),
    (STABLE, "(0,0.5]", "right", "without a space"),
    (STABLE, "0 < x <= 0.5", "right", "comparisons"),
    (STABLE, "0 < x ≤ 1/2", "right", "arithmetic"),
    (STABLE, "0.5 >= w > 0", "right", "falling, any one letter"),
    (STABLE, "0 < η ≤ 0.5", "right", "a Greek letter"),
    (STABLE, "0 < eta <= 0.5", "right", "its name"),
    (STABLE, "eta = (0, 0.5]", "right", "a label"),
    (STABLE, "x ∈ (0, 0.5]", "right", "a label, as in mathematics"),
    (STABLE, "(0%, 50%]", "right", "per cent are hundredths"),
    (STABLE, "(0.00004, 0.5]", "right", "ends are judged as numbers"),
    (STABLE, "(0, 0.5001]", "close", "rounded on the way"),
    (STABLE, "(0, 0.5)", "wrong", "the right bracket is wrong"),
    (STABLE, "[0, 0.5]", "wrong", "the left bracket is wrong"),
    (STABLE, "[0, 0.5[", "wrong", "both brackets are wrong"),
    (STABLE, "(0, 1]", "wrong", "the upper end is off"),
    (STABLE, "x <= 0.5", "wrong", "there is a lower end"),
    (STABLE, "(-inf, inf)", "wrong", "both ends are off"),
    (STABLE, "0.5", "unreadable", "a number"),
    (STABLE, "0, 0.5", "unreadable", "no brackets"),
    (STABLE, "(0.5, 0]", "unreadable", "the lower end comes first"),
    (STABLE, "(0, 0.5, 1]", "unreadable", "three ends"),
    (STABLE, "(0,]", "unreadable", "an end is missing"),
    (STABLE, "0 < 0.5", "unreadable", "no letter"),
    (STABLE, "0 < x < y", "unreadable", "two letters"),
    (STABLE, "0 < x >= 0.5", "unreadable", "signs in different directions"),
    (STABLE, "x = 0.5", "unreadable", "one number"),
    (STABLE, "0 < x", "wrong", "the upper end is missing"),
    (STABLE, "(0,5; 1]", "unreadable", "a decimal comma?"),
    (STABLE, "{0, 0.5}", "unreadable", "a set"),
    (ABOVE, "[2, inf)", "right", "without an upper end"),
    (ABOVE, "[2, ∞)", "right", "its sign"),
    (ABOVE, "[2, oo]", "right", "a bracket at infinity does not count"),
    (ABOVE, "[2; +inf[", "right", "with its sign"),
    (ABOVE, "x >= 2", "right", "a comparison"),
    (ABOVE, "2 <= x", "right", "the other way round"),
    (ABOVE, "x > 2", "wrong", "2 belongs to it"),
    (ABOVE, "(-inf, 2]", "wrong", "the other side"),
    (BELOW, "(-inf, 0.6667)", "right", "rounded as asked"),
    (BELOW, "x < 2/3", "right", "exactly"),
    (BELOW, "(-∞, 0.666)", "wrong", "too few places"),
    (UNIT, "[-1, 1]", "right", "both ends belong to it"),
    (UNIT, "-1 ≤ x ≤ 1", "right", "comparisons"),
    (UNIT, "|x| <= 1", "unreadable", "one letter between two ends, please"),
]

QUESTION = r"""
title: An interval
draw:
  L: {from: 1, to: 60}
ask: For which learning rates does descent on $\frac{ {{ L }} }{2} w^2$ end in the minimum?
steps:
  - name: top
    formula: 2 / L
    why: There a step lands just as far away on the other side.
answer: {value: '[0, top]', kind: interval, decimals: 3}
mistakes:
  - gives: '[0, 1 / L]'
    says: Beyond that it oscillates, but it still gets there.
  - gives: '[0, inf]'
    says: Steps that are too long lead away.
examples:
  - with: {L: 4}
    answer: (0, 0.5)
    mistakes: ['(0, 0.25)', x > 0]
"""
RIGHT = ("(0, 0.5)", "]0, 1/2[", "0 < x < 0.5")
WRONG = "(0, 0.5]"
UNREADABLE = "0.5"
