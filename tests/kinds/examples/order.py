"""Examples of orders."""

from __future__ import annotations

LOOP = {"kind": "order", "items": ["forward pass", "loss", "backward pass", "update"]}

EXAMPLES = [
    (LOOP, "a b c d", "right", "letters"),
    (LOOP, "abcd", "right", "without anything between"),
    (LOOP, "A, B, C, D", "right", "commas, capitals"),
    (LOOP, "a > b > c > d", "right", "signs between"),
    (LOOP, "a -> b -> c -> d", "right", "arrows between"),
    (LOOP, "a → b → c → d", "right", "arrows between"),
    (LOOP, "a-b-c-d", "right", "hyphens between"),
    (LOOP, "a, b, c and d", "right", "with a word between"),
    (LOOP, "a => b => c => d", "right", "arrows between"),
    (LOOP, "ab cd", "right", "in groups"),
    (LOOP, "a\nb\nc\nd", "right", "on lines"),
    (LOOP, "forward pass, loss, backward pass, update", "right", "their own words"),
    (LOOP, "Forward pass > Loss > Backward pass > Update", "right", "their own words, signs between"),
    (LOOP, "loss, forward pass, backward pass, update", "wrong", "their own words, in another order"),
    (LOOP, "forward pass, loss, update", "unreadable", "one is missing"),
    (LOOP, "forward pass, lost, backward pass, update", "unreadable", "not the words of an item"),
    (LOOP, "d c b a", "wrong", "the other way round"),
    (LOOP, "a b d c", "wrong", "right up to b"),
    (LOOP, "a b c", "unreadable", "one is missing"),
    (LOOP, "a b c c", "unreadable", "one stands there twice"),
    (LOOP, "a b c e", "unreadable", "there is no e"),
    (LOOP, "forward pass first", "unreadable", "letters, please"),
    (LOOP, "1 2 3 4", "unreadable", "letters, please"),
    (LOOP, "a < b < c < d", "right", "signs the other way"),
    (LOOP, "forward pass < loss < backward pass < update", "right", "own words with signs between"),
    (LOOP, "forward pass, then loss, then backward pass, then update", "right", "own words with words between"),
]

QUESTION = """
title: An order
ask: Put the steps in order.
answer:
  items: [forward pass, loss, backward pass, update]
examples:
  - answer: [forward pass, loss, backward pass, update]
"""
RIGHT = ("forward pass, loss, backward pass, update", "forward pass > loss > backward pass > update")
WRONG = "loss, forward pass, backward pass, update"
UNREADABLE = "first the loss"
