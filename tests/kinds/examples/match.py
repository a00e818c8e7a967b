"""Examples of pairs."""

from __future__ import annotations

LOSSES = {
    "kind": "match",
    "pairs": {"regression": "squared error", "two classes": "cross entropy", "many classes": "cross entropy"},
    "extra": ["accuracy"],
}

EXAMPLES = [
    (LOSSES, "1a 2b 3b", "right", "numbers with letters"),
    (LOSSES, "3b 1a 2b", "right", "any order"),
    (LOSSES, "1-a, 2-b, 3-b", "right", "hyphens"),
    (LOSSES, "1=A; 2=B; 3=B", "right", "equals signs"),
    (LOSSES, "1: a 2: b 3: b", "right", "colons"),
    (LOSSES, "1 → a, 2 → b, 3 → b", "right", "arrows"),
    (LOSSES, "1a2b3b", "right", "without anything between"),
    (LOSSES, "a b b", "right", "letters alone, in order"),
    (LOSSES, "regression = squared error, two classes = cross entropy, many classes = cross entropy", "right", "words"),
    (LOSSES, "two classes: accuracy; regression: squared error; many classes: cross entropy", "wrong", "words"),
    (LOSSES, "regression = cross entropy", "unreadable", "two are missing"),
    (LOSSES, "regression = squares, two classes = cross entropy", "unreadable", "not the words of a side"),
    (LOSSES, "abb", "right", "letters alone, without anything between"),
    (LOSSES, "1a\n2b\n3b", "right", "on lines"),
    (LOSSES, "1a, 2b, 3b.", "right", "with a point"),
    (LOSSES, "1a 2b 3c", "wrong", "two of three"),
    (LOSSES, "1a 2b", "unreadable", "one is missing"),
    (LOSSES, "1a 1b 2b 3b", "unreadable", "one stands there twice"),
    (LOSSES, "1a 2b 3d", "unreadable", "there is no d"),
    (LOSSES, "1a 2b 4b", "unreadable", "there is no 4"),
    (LOSSES, "regression: squared error", "unreadable", "letters, please"),
]

QUESTION = """
title: Pairs
ask: Match each layer with what it learns.
answer:
  pairs:
    convolution: filters
    batch norm: scale and shift
  extra: [nothing]
examples:
  - answer: {convolution: filters, batch norm: scale and shift}
"""
RIGHT = ("convolution = filters, batch norm = scale and shift", "batch norm: scale and shift; convolution: filters")
WRONG = "convolution = nothing, batch norm = filters"
UNREADABLE = "filters"
