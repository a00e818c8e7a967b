"""Examples of matrices."""

from __future__ import annotations

SQUARE = {"kind": "matrix", "value": "[[1, 2], [3, 4]]"}
SIGNED = {"kind": "matrix", "value": "[[1, -2], [3, 4]]"}
WIDE = {"kind": "matrix", "value": "[[0.5, 1, 0], [2, 0, 1]]", "decimals": 2}

EXAMPLES = [
    (SQUARE, "[[1, 2], [3, 4]]", "right", "nested lists"),
    (SQUARE, "[[1,2],\n [3,4]]", "right", "on two lines"),
    (SQUARE, "((1,2),(3,4))", "right", "tuples"),
    (SQUARE, "[1, 2], [3, 4]", "right", "rows without outer brackets"),
    (SQUARE, "[1 2; 3 4]", "right", "MATLAB"),
    (SQUARE, "[1, 2; 3, 4]", "right", "MATLAB with commas"),
    (SQUARE, "1 2; 3 4", "right", "without brackets"),
    (SQUARE, "1 2\n3 4", "right", "rows on lines"),
    (SQUARE, "1, 2\n3, 4", "right", "rows on lines with commas"),
    (SQUARE, "[1 2]\n[3 4]", "right", "rows in brackets on lines"),
    (SQUARE, "[[1 2]\n [3 4]]", "right", "NumPy's print"),
    (SQUARE, "array([[1, 2],\n       [3, 4]])", "right", "NumPy's wrapper"),
    (SQUARE, "tensor([[1., 2.],\n        [3., 4.]])", "right", "PyTorch's wrapper"),
    (SQUARE, "np.matrix([[1, 2], [3, 4]])", "right", "another wrapper"),
    (SQUARE, "[[1; 2]; [3; 4]]", "right", "semicolons inside rows in brackets"),
    (SQUARE, "W = [[1, 2], [3, 4]]", "right", "a label"),
    (SQUARE, "[[1, 3], [2, 4]]", "wrong", "transposed"),
    (SQUARE, "[1, 2, 3, 4]", "wrong", "flattened"),
    (SQUARE, "[[1, 2, 3, 4]]", "wrong", "one row"),
    (SQUARE, "[[[1, 2], [3, 4]]]", "wrong", "a batch axis"),
    (SQUARE, "[[1, 2], [3, 5]]", "wrong", "one entry is off"),
    (SQUARE, "[[-1, -2], [-3, -4]]", "wrong", "all signs are off"),
    (SQUARE, "[[1, 2], [3]]", "unreadable", "ragged rows"),
    (SQUARE, "[[1,2][3,4]]", "unreadable", "a comma is missing"),
    (SQUARE, "[[1, 2], 3]", "unreadable", "a row and a number"),
    (SQUARE, "[[1, 2], [3, 4]", "unreadable", "not closed"),
    (SQUARE, "[[1, 2), (3, 4]]", "unreadable", "brackets that do not fit"),
    (SQUARE, "1 2\n3 4\n\n5 6", "unreadable", "a blank line ends the answer"),
    (SQUARE, "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}", "unreadable", "LaTeX"),
    (SIGNED, "[1 -2; 3 4]", "right", "a sign right before its number"),
    (SIGNED, "[1 - 2; 3 4]", "unreadable", "a difference, or two entries?"),
    (SIGNED, "[1-2; 3 4]", "unreadable", "a difference, so the rows are ragged"),
    (WIDE, "[[.5, 1, 0], [2, 0, 1]]", "right", "reals"),
    (WIDE, "[[1/2, 1, 0], [2, 0, 1]]", "right", "arithmetic in the entries"),
    (WIDE, "[[.5, 2], [1, 0], [0, 1]]", "wrong", "transposed"),
    (WIDE, "[[.51, 1, 0], [2, 0, 1]]", "close", "within two units of the last place"),
]

QUESTION = r"""
title: A matrix
draw:
  A: {from: -9, to: 9, shape: [2, 2]}
ask: What is $2 \cdot {{ A }}$?
steps:
  - name: twice
    formula: 2 * A
answer: twice
examples:
  - with: {A: [[1, 2], [3, 4]]}
    answer: '[[2, 4], [6, 8]]'
"""
RIGHT = ("[[2, 4], [6, 8]]", "[2 4; 6 8]", "2 4\n6 8")
WRONG = "[[2, 6], [4, 8]]"
UNREADABLE = "[[2, 4][6, 8]]"
