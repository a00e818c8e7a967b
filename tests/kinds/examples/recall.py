"""Examples of grades that learners give themselves."""

from __future__ import annotations

POINTS = {"kind": "recall", "points": ["weights are shared", "so there are fewer", "and shifts are kept"]}

EXAMPLES = [
    (POINTS, "y", "right", "all of it"),
    (POINTS, "Yes.", "right", "in a word"),
    (POINTS, "3", "right", "all points"),
    (POINTS, "3/3", "right", "all points"),
    (POINTS, "2", "close", "most points"),
    (POINTS, "2 of 3", "close", "most points"),
    (POINTS, "partly", "close", "half of it"),
    (POINTS, "1", "wrong", "few points"),
    (POINTS, "n", "wrong", "none of it"),
    (POINTS, "0", "wrong", "no point"),
    (POINTS, "4", "unreadable", "there are three points"),
    (POINTS, "2/4", "unreadable", "there are three points"),
    (POINTS, "weights are shared", "unreadable", "a grade is asked for"),
]

QUESTION = """
title: In your own words
ask: Why do gradients vanish?
answer:
  points:
    - Slopes of the sigmoid are a quarter at most.
    - They are multiplied, layer by layer.
"""
RIGHT = ("y", "2", "2/2")
WRONG = "n"
UNREADABLE = "because"
