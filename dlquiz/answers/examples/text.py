"""Examples of words."""

from __future__ import annotations

MOMENTUM = {"kind": "text", "accept": ["momentum", "momentum term"]}
GRADIENT = {"kind": "text", "accept": ["vanishing gradient"], "mistaken": ["vanishing gradiant"]}
BATCH = {"kind": "text", "accept": ["mini-batch"]}

EXAMPLES = [
    (MOMENTUM, "momentum", "right", "plain"),
    (MOMENTUM, "The Momentum.", "right", "case, article and point do not count"),
    (MOMENTUM, "momentum terms", "right", "nor does the plural"),
    (MOMENTUM, '"momentum"', "right", "nor do quotes"),
    (MOMENTUM, "momemtum", "close", "another letter"),
    (MOMENTUM, "momentm", "close", "a letter is missing"),
    (MOMENTUM, "momenttum", "close", "a letter too many"),
    (MOMENTUM, "moemntum", "close", "two letters have changed places"),
    (MOMENTUM, "moemtnum", "wrong", "two slips"),
    (MOMENTUM, "adam", "wrong", "another word"),
    (MOMENTUM, "not momentum", "wrong", "another meaning"),
    (MOMENTUM, "momentum or adam", "unreadable", "two answers"),
    (MOMENTUM, "[b]momentum[/b]", "unreadable", "markup"),
    (MOMENTUM, "mоmentum", "unreadable", "a Cyrillic letter"),
    (MOMENTUM, "mοmentum", "unreadable", "a Greek letter inside"),
    (MOMENTUM, "...", "unreadable", "no word"),
    (GRADIENT, "vanishing gradients", "right", "plural"),
    (GRADIENT, "a vanishing gradient", "right", "article"),
    (GRADIENT, "vanishing gradeint", "close", "one slip"),
    (GRADIENT, "vanishing gradiant", "wrong", "a listed mistake"),
    (GRADIENT, "exploding gradient", "wrong", "another thing"),
    (BATCH, "minibatch", "right", "the hyphen does not count"),
    (BATCH, "Mini batches", "right", "nor does how the word is put together"),
]
