"""Formula text as tokens: what they look like, how they are taken one by one, and how deeply they may be nested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dlquiz.errors import FormulaError

MAX_CHARACTERS = 10_000
MAX_DEPTH = 50  # of brackets, calls, conditions, signs and powers inside each other

TOKEN = re.compile(
    r"""(?P<number> (?: [0-9]+ (?:_[0-9]+)* (?:\.[0-9]*)? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
      | (?P<name> [^\W\d_] \w* )
      | (?P<string> "[^"]*" | '[^']*' )
      | (?P<op> \*\* | // | <= | >= | == | != | [-+*/%^@<>()\[\],:] )
      | (?P<space> \s+ )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token and where it starts."""

    kind: str  # number | name | string | op | end
    text: str
    at: int


def quote_token(token: Token) -> str:
    """A token for a message: shortened, without control characters."""
    text = token.text if len(token.text) <= 30 else f"{token.text[:30]}…"
    return "".join(char if char.isprintable() else "�" for char in text)


class TokenReader:
    """A text as tokens, taken one after another; FormulaError, with its place, at the first fault.

    A subclass adds the rules of a grammar and may override `tokenize`.
    """

    max_depth = MAX_DEPTH

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.position = 0
        if len(text) > MAX_CHARACTERS:
            raise self.fault(f"the formula is too long ({len(text):,} characters; {MAX_CHARACTERS:,} are allowed)", 0)
        self.tokens = [*self.tokenize(), Token("end", "", len(text))]

    def fault(self, message: str, at: int) -> FormulaError:
        """An error at a place of the text."""
        return FormulaError(message, self.text, at)

    def tokenize(self) -> Iterator[Token]:
        """The tokens of the text in order, without spaces."""
        at = 0
        for match in TOKEN.finditer(self.text):
            if match.start() > at:
                break
            kind = match.lastgroup or ""
            if kind != "space":
                yield Token(kind, match.group(), at)
            at = match.end()
        if at < len(self.text):
            raise self.explain_character(at)

    def explain_character(self, at: int) -> FormulaError:
        """The error for a character that starts no token."""
        char = self.text[at]
        advice = {
            "_": "names do not start with an underscore",
            ".": "there are no attributes in formulas",
            "=": 'a formula does not assign; compare with "=="',
            '"': "this quote is not closed",
            "'": "this quote is not closed",
            "!": 'write "not"',
            "{": "braces have no meaning in a formula",
            "}": "braces have no meaning in a formula",
        }
        return self.fault(advice.get(char, f"the character {char!r} has no meaning in a formula"), at)

    @property
    def token(self) -> Token:
        """The next token, not yet taken."""
        return self.tokens[self.position]

    def take_token(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.position]
        self.position += 1
        return token

    def next_is(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or keywords."""
        token = self.tokens[self.position]
        return token.text in texts and token.kind in ("op", "name")

    def expect_closing(self, text: str, opened: Token) -> None:
        """Take the closing bracket that belongs to `opened`."""
        if self.next_is(text):
            self.position += 1
        elif self.token.kind == "end":
            raise self.fault(f'the "{opened.text}" is not closed', opened.at)
        else:
            raise self.fault(f'"{quote_token(self.token)}" does not fit here; "{text}" was expected', self.token.at)

    def enter_level(self, at: int) -> None:
        """Count one level of nesting; the caller does `self.depth -= 1` on the way out."""
        self.depth += 1
        if self.depth > self.max_depth:
            raise self.fault(f"nested too deeply (more than {self.max_depth} levels)", at)
