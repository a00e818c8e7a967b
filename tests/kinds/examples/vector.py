"""Examples of vectors."""

from __future__ import annotations

SHARES = {"kind": "vector", "value": "[0.09, 0.24, 0.67]", "abs": "0.005"}
WHOLE = {"kind": "vector", "value": "[1, -2, 3]"}
THIRDS = {"kind": "vector", "value": "[1/3, 2/3]", "decimals": 3}
COUNTS = {"kind": "vector", "value": "[209, 3000, 10840]"}

EXAMPLES = [
    (SHARES, "[0.09, 0.24, 0.67]", "right", "a list"),
    (SHARES, "0.09, 0.24, 0.67", "right", "without brackets"),
    (SHARES, "0.09 0.24 0.67", "right", "with spaces"),
    (SHARES, "0.09\t0.24\t0.67", "right", "with tabs"),
    (SHARES, "(.09, .24, .67)", "right", "a tuple"),
    (SHARES, "[.09; .24; .67]", "right", "a column in MATLAB style"),
    (SHARES, "0.09; 0.24; 0.67", "right", "semicolons"),
    (SHARES, "0.09\n0.24\n0.67", "right", "one on each line"),
    (SHARES, "[[0.09, 0.24, 0.67]]", "right", "a row counts"),
    (SHARES, "[[0.09], [0.24], [0.67]]", "right", "a column counts"),
    (SHARES, "[[0.09]\n [0.24]\n [0.67]]", "right", "a column as NumPy prints it"),
    (SHARES, "array([0.09, 0.24, 0.67])", "right", "NumPy's wrapper"),
    (SHARES, "tensor([0.0900, 0.2400, 0.6700])", "right", "PyTorch's wrapper"),
    (SHARES, "p = [0.09, 0.24, 0.67]", "right", "a label"),
    (SHARES, "[1/11, 6/25, 0.67]", "right", "arithmetic in the elements"),
    (SHARES, "9%, 24%, 67%", "right", "per cent"),
    (SHARES, "[np.float64(0.09), np.float64(0.24), np.float64(0.67)]", "right", "wrapped elements"),
    (SHARES, "[0.09, 0.24, 0.67,]", "right", "a trailing comma"),
    (SHARES, "[0.67, 0.24, 0.09]", "wrong", "in reverse"),
    (SHARES, "[0.24, 0.09, 0.67]", "wrong", "another order"),
    (SHARES, "[0.09, 0.24]", "wrong", "one is missing"),
    (SHARES, "[0.09, 0.24, 0.6]", "wrong", "one is off"),
    (SHARES, "[9, 24, 67]", "wrong", "per cent instead of fractions"),
    (SHARES, "0.09", "wrong", "one element"),
    (SHARES, "[[0.09, 0.24], [0.67, 0]]", "wrong", "a matrix"),
    (SHARES, "[0.09,, 0.67]", "unreadable", "an element is missing"),
    (SHARES, "[0.09 0.24, 0.67]", "unreadable", "spaces and commas"),
    (SHARES, "[nan, 0.24, 0.67]", "unreadable", "not a number"),
    (SHARES, "[0.09, 0.24, 0.67", "unreadable", "not closed"),
    (SHARES, "{0.09, 0.24, 0.67}", "unreadable", "a set has no order"),
    (SHARES, "[]", "unreadable", "empty"),
    (SHARES, "0,09 0,24 0,67", "unreadable", "decimal commas?"),
    (SHARES, "[0,09; 0,24; 0,67]", "unreadable", "decimal commas?"),
    (SHARES, "1,5; 2,5; 3,5", "unreadable", "decimal commas?"),
    (SHARES, "tensor([0.09, 0.24, 0.67], dtype=torch.float64)", "unreadable", "type the numbers only"),
    (SHARES, "[0.09, 0.24, 0.67]*1", "unreadable", "arithmetic with whole lists"),
    (WHOLE, "1 -2 3", "right", "a sign right before its number"),
    (WHOLE, "[1 −2 3]", "right", "the minus of typesetters"),
    (WHOLE, "[ 1. -2.  3.]", "right", "NumPy's print of reals"),
    (WHOLE, "[1.0, -2.0, 3.0]", "right", "whole values"),
    (WHOLE, "(3-2, -2, 3)", "right", "a difference between commas"),
    (WHOLE, "1 - 2 3", "unreadable", "a difference, or two elements?"),
    (WHOLE, "1 -2, 3", "unreadable", "a difference, or two elements?"),
    (WHOLE, "[-1, 2, -3]", "wrong", "all signs are off"),
    (WHOLE, "[1, -2, 3.001]", "wrong", "whole elements are exact"),
    (THIRDS, "[0.333, 0.667]", "right", "rounded as asked"),
    (THIRDS, "[1/3, 2/3]", "right", "exact"),
    (THIRDS, "[0.333, 0.666]", "close", "one of them cut off"),
    (THIRDS, "[0.333, 0.6]", "wrong", "one is off"),
    (COUNTS, "209, 3000, 10,840", "unreadable", "one number, or two?"),
    (COUNTS, "[209, 3000, 10,840]", "unreadable", "one number, or two, in brackets"),
    (COUNTS, "209,3000,10840", "right", "commas without spaces stand between elements"),
    (COUNTS, "209, 3000", "wrong", "another number of elements"),
]

QUESTION = r"""
title: A vector
draw:
  x: {from: -9, to: 9, shape: [3]}
ask: What is $2 \cdot {{ x }}$?
steps:
  - name: twice
    formula: 2 * x
answer: twice
examples:
  - with: {x: [1, -2, 3]}
    answer: [2, -4, 6]
"""
RIGHT = ("[2, -4, 6]", "2 -4 6", "np.array([2, -4, 6])")
WRONG = "[2, -4]"
UNREADABLE = "[2, -4, 6"
