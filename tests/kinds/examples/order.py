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
    (LOOP, "d c b a", "wrong", "the other way round"),
    (LOOP, "a b d c", "wrong", "right up to b"),
    (LOOP, "a b c", "unreadable", "one is missing"),
    (LOOP, "a b c c", "unreadable", "one stands there twice"),
    (LOOP, "a b c e", "unreadable", "there is no e"),
    (LOOP, "forward pass first", "unreadable", "letters, please"),
    (LOOP, "1 2 3 4", "unreadable", "letters, please"),
]
