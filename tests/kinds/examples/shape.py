"""Examples of shapes."""

from __future__ import annotations

MAPS = {"kind": "shape", "value": "[7, 7, 64]"}
IMAGE = {"kind": "shape", "value": "[3, 224, 224]"}
FLAT = {"kind": "shape", "value": "[1024]"}
SCALAR = {"kind": "shape", "value": "[]"}

EXAMPLES = [
    (MAPS, "(7, 7, 64)", "right", "a tuple"),
    (MAPS, "TensorShape([7, 7, 64])", "right", "as programs print it"),
    (MAPS, "7x7x64", "right", "with x"),
    (MAPS, "7X7X64", "right", "with X"),
    (MAPS, "7×7×64", "right", "with times signs"),
    (MAPS, "7 x 7 x 64", "right", "with spaces"),
    (MAPS, "7, 7, 64", "right", "without brackets"),
    (MAPS, "7 7 64", "right", "with spaces alone"),
    (MAPS, "[7 7 64]", "right", "NumPy's print"),
    (MAPS, "(7;7;64)", "right", "semicolons"),
    (MAPS, "(7, 7, 64,)", "right", "a trailing comma"),
    (MAPS, "torch.Size([7, 7, 64])", "right", "PyTorch's wrapper"),
    (MAPS, "shape = (7, 7, 64)", "right", "a label"),
    (MAPS, "(7.0, 7.0, 64.0)", "right", "whole values"),
    (MAPS, "(14/2, 9-2, 2^6)", "right", "arithmetic in the entries"),
    (MAPS, "(9-3+1)x(9-3+1)x64", "right", "sums between the crosses"),
    (MAPS, "(7, 7, 2*32)", "right", "a product as an entry"),
    (MAPS, "(64, 7, 7)", "wrong", "another order"),
    (MAPS, "(1, 7, 7, 64)", "wrong", "a batch axis"),
    (MAPS, "3136", "wrong", "flattened"),
    (MAPS, "(49, 64)", "wrong", "partly flattened"),
    (MAPS, "(7, 64)", "wrong", "a size is missing"),
    (MAPS, "(7.5, 7.5, 64)", "wrong", "sizes are whole"),
    (MAPS, "(7, 7, 65)", "wrong", "one size is off"),
    (MAPS, "7*7*64", "unreadable", "a product, or sizes?"),
    (MAPS, "7·7·64", "unreadable", "a product, or sizes?"),
    (MAPS, "(7*7*64)", "unreadable", "a product, or sizes?"),
    (MAPS, "(None, 7, 7, 64)", "unreadable", "leave the batch out"),
    (MAPS, "(?, 7, 7, 64)", "unreadable", "leave the batch out"),
    (MAPS, "(N, 7, 7, 64)", "unreadable", "a name inside"),
    (MAPS, "(H=7, W=7, C=64)", "unreadable", "labels inside"),
    (MAPS, "{7, 7, 64}", "unreadable", "a set has no order"),
    (MAPS, "<7, 7, 64>", "unreadable", "angle brackets"),
    (MAPS, "((7, 7), 64)", "unreadable", "lists inside"),
    (MAPS, "[[7, 7, 64]]", "unreadable", "lists inside"),
    (MAPS, "(7, 7, 64", "unreadable", "not closed"),
    (MAPS, "(7, 7, 64]", "unreadable", "brackets that do not fit"),
    (MAPS, "(7, , 64)", "unreadable", "a size is missing"),
    (MAPS, "7x7x", "unreadable", "a size is missing"),
    (MAPS, "7x7, 64", "unreadable", "different signs"),
    (MAPS, "7x7x64 pixels", "unreadable", "words"),
    (MAPS, "7 by 7 by 64", "unreadable", "words"),
    (IMAGE, "3,224,224", "right", "three sizes"),
    (IMAGE, "(224, 224, 3)", "wrong", "another order"),
    (FLAT, "1024", "right", "one size"),
    (FLAT, "(1024,)", "right", "a tuple of one"),
    (FLAT, "[1024]", "right", "a list of one"),
    (FLAT, "2^10", "right", "a power"),
    (FLAT, "1_024", "right", "as in Python"),
    (FLAT, "1,024", "unreadable", "one size or two?"),
    (FLAT, "1 024", "unreadable", "one size or two?"),
    (FLAT, "1.024", "unreadable", "one size or a decimal?"),
    (FLAT, "32*32", "unreadable", "a product, or sizes?"),
    (FLAT, "(1, 1024)", "wrong", "a batch axis"),
    (FLAT, "()", "wrong", "the shape of a scalar"),
    (SCALAR, "()", "right", "the shape of a scalar"),
    (SCALAR, "[]", "right", "the same as a list"),
    (SCALAR, "scalar", "right", "in words"),
    (SCALAR, "Scalar", "right", "any case"),
    (SCALAR, "(1,)", "wrong", "one entry is no scalar"),
    (SCALAR, "1", "wrong", "one size"),
    (SCALAR, "", "unreadable", "an empty line is not an answer"),
    (MAPS, "7x7", "wrong", "another number of sizes"),
    (MAPS, "7, 7, 1,024", "unreadable", "one size, or two?"),
]

QUESTION = """
title: A shape
draw:
  n: {from: 2, to: 60}
ask: What is the shape of {{ n }} images of 8 by 8, channels last, in grey?
answer: {value: '[n, 8, 8, 1]', kind: shape}
examples:
  - with: {n: 5}
    answer: (5, 8, 8, 1)
"""
RIGHT = ("(5, 8, 8, 1)", "5x8x8x1")
WRONG = "(5, 1, 8, 8)"
UNREADABLE = "(5, 8, 8"
