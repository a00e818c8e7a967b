"""Examples of words."""

from __future__ import annotations

MOMENTUM = {"kind": "text", "accept": ["momentum", "momentum term"]}
GRADIENT = {"kind": "text", "accept": ["vanishing gradient"], "mistaken": ["vanishing gradiant"]}
BATCH = {"kind": "text", "accept": ["mini-batch"]}
GATE = {"kind": "text", "accept": ["exclusive or", "XOR"]}
TOKEN = {"kind": "text", "accept": ["[CLS]"]}
LINE = {"kind": "text", "accept": ["y = w*x + b"]}
RATE = {"kind": "text", "accept": ["eta"]}
NORM = {"kind": "text", "accept": ["L2"]}
KERNEL = {"kind": "text", "accept": ["1×1 convolution"]}
LOSS = {"kind": "text", "accept": ["bias"]}
NET = {"kind": "text", "accept": ["VGG16"]}
CYRILLIC = {"kind": "text", "accept": ["градиент"]}

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
    (BATCH, "minibatches", "right", "in one word, in the plural"),
    (BATCH, "minbatch", "close", "in one word, with a slip"),
    (MOMENTUM, "answer = momentum", "right", "a label is dropped"),
    (MOMENTUM, "momentum termm", "close", "a letter twice, also in a short word"),
    (GATE, "exclusive or", "right", "an accepted text, with its or"),
    (GATE, "Exclusive-OR.", "right", "the same"),
    (GATE, "xor or and", "unreadable", "two answers"),
    (TOKEN, "[CLS]", "right", "an accepted text, with its brackets"),
    (LINE, "Y = w*x+b", "right", "an accepted text, with its equals sign"),
    (TOKEN, "cls", "right", "brackets are punctuation"),
    (TOKEN, "[SEP]", "unreadable", "brackets"),
    (RATE, "η", "right", "a Greek letter is its name"),
    (NORM, "L²", "right", "raised"),
    (NORM, "L1", "wrong", "a digit is no slip"),
    (KERNEL, "1x1 convolution", "right", "x for the times sign"),
    (KERNEL, "1 × 1 convolution", "right", "with spaces"),
    (LOSS, "bais", "close", "two letters have changed places"),
    (LOSS, "bits", "wrong", "a short word may be another one"),
    (RATE, "eta x", "wrong", "a word too many"),
    (NET, "VGG 16 x", "wrong", "a word too many"),
    (NET, "VGG19", "wrong", "a digit is no slip"),
    (CYRILLIC, "Градиент", "right", "any script"),
    (CYRILLIC, "импульс", "wrong", "another word of that script can be read too"),
    (MOMENTUM, "импульс", "wrong", "and so it can where another script is accepted"),
    (CYRILLIC, "gradient", "wrong", "the same idea in other words"),
]

QUESTION = r"""
title: A word
ask: What is $\beta$ in $v_t = \beta v_{t-1} + g$ called?
answer: {accept: [momentum, momentum term]}
examples:
  - answer: momentum
"""
RIGHT = ("momentum", "the momentum term")
WRONG = "learning rate"
UNREADABLE = "[momentum]"
