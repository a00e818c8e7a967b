"""Examples of choices."""

from __future__ import annotations

POINT = {"kind": "choice", "options": ["minimum", "maximum", "saddle point"], "right": "saddle point"}
VALUE = {"kind": "choice", "options": ["540", "560", "200"], "right": "560"}
SIZES = {"kind": "choice", "options": ["3 × 3", "−1"], "right": "3 × 3"}
BOTH = {"kind": "choice", "options": ["ReLU", "tanh", "softmax", "max pooling"], "right": ["ReLU", "tanh"]}
ALIKE = {"kind": "choice", "options": ["nn.ReLU", "nn.relu", "f.relu"], "right": "nn.relu"}
LETTERS = {"kind": "choice", "options": ["B", "A", "C"], "right": "C"}
DESIGNS = {"kind": "choice", "options": ["design 1", "design 2"], "right": "design 2"}
CYRILLIC = {"kind": "choice", "options": ["минимум", "седло"], "right": "седло"}
CHINESE = {"kind": "choice", "options": ["最小值", "最大值"], "right": "最大值"}

EXAMPLES = [
    (POINT, "c", "right", "a letter"),
    (POINT, "C", "right", "any case"),
    (POINT, "c)", "right", "with its bracket"),
    (POINT, "(C)", "right", "in brackets"),
    (POINT, "c.", "right", "with a point"),
    (POINT, "option c", "right", "with a word"),
    (POINT, "ｃ", "right", "full-width"),
    (POINT, "saddle point", "right", "its own words"),
    (POINT, "Saddle  Point.", "right", "case, spaces and points do not count"),
    (POINT, "c) saddle point", "right", "letter and words"),
    (POINT, "answer = c", "right", "a label"),
    (POINT, "a = c", "unreadable", "a label, or two picks?"),
    (POINT, "a", "wrong", "another option"),
    (POINT, "minimum", "wrong", "another option"),
    (POINT, "a) saddle point", "unreadable", "letter and words disagree"),
    (POINT, "d", "unreadable", "there is no d"),
    (POINT, "3", "unreadable", "a number that is not an option"),
    (POINT, "a c", "unreadable", "two picks, where one is wanted"),
    (POINT, "ac", "unreadable", "two picks"),
    (POINT, "a or c", "unreadable", "two picks"),
    (POINT, "minimum, maximum", "unreadable", "two picks"),
    (POINT, "с", "unreadable", "a Cyrillic letter"),
    (POINT, "γ", "unreadable", "a Greek letter"),
    (POINT, "saddle", "unreadable", "not the option's words"),
    (POINT, "not a", "unreadable", "no option"),
    (VALUE, "560", "right", "a number that is an option"),
    (VALUE, "b", "right", "its letter"),
    (VALUE, "561", "unreadable", "a number that is not an option"),
    (VALUE, "2", "unreadable", "a number that is not an option"),
    (BOTH, "a b", "right", "all that apply"),
    (BOTH, "b, a", "right", "any order"),
    (BOTH, "ab", "right", "without anything between"),
    (BOTH, "a and b", "right", "with a word between"),
    (BOTH, "(a) (b)", "right", "in brackets"),
    (SIZES, "3 × 3", "right", "its own signs"),
    (SIZES, "3 * 3", "right", "its own signs, typed plainly"),
    (SIZES, "-1", "wrong", "another option, with a plain minus"),
    (BOTH, "tanh, ReLU", "right", "their own words"),
    (BOTH, "tanh and ReLU", "right", "their own words"),
    (BOTH, "a\nb", "right", "on lines"),
    (BOTH, "a or b", "unreadable", "two answers"),
    (BOTH, "a", "wrong", "one is missing"),
    (BOTH, "a b c", "wrong", "one too many"),
    (BOTH, "c d", "wrong", "others"),
    (BOTH, "a a", "unreadable", "the same twice"),
    (BOTH, "a e", "unreadable", "there is no e"),
    (ALIKE, "nn.relu", "right", "its own words, to the letter"),
    (ALIKE, "nn.ReLU", "wrong", "the words of an option that differs only in case"),
    (ALIKE, "NN.RELU", "unreadable", "the words of two options"),
    (ALIKE, "F.ReLU", "wrong", "any case, where no other option reads so"),
    (LETTERS, "C", "right", "the letter and the words are one"),
    (LETTERS, "b", "unreadable", "the option that reads B, or option b?"),
    (LETTERS, "3", "right", "the place of an option that is a letter"),
    (DESIGNS, "2", "right", "the number that one option has"),
    (DESIGNS, "1", "wrong", "the number of another"),
    (DESIGNS, "3", "unreadable", "a number that no option has"),
    (CYRILLIC, "Седло", "right", "own words in any script"),
    (CYRILLIC, "с", "unreadable", "a Cyrillic letter that looks like a Latin one"),
    (CYRILLIC, "b", "right", "a letter all the same"),
    (CHINESE, "最大值", "right", "own words without an alphabet"),
    (POINT, "минимум", "unreadable", "no option in any script"),
]

QUESTION = """
title: One of several
ask: Which one is a loss?
answer:
  options:
    - right: cross entropy
      because: It compares distributions.
    - wrong: max pooling
    - wrong: momentum
examples:
  - answer: cross entropy
"""
RIGHT = ("cross entropy", "Cross Entropy.")
WRONG = "momentum"
UNREADABLE = "attention"
