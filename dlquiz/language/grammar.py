"""Text to a checked tree, by a small grammar of our own: nothing of it is ever evaluated as Python.

    choice      = either ["if" either "else" choice]
    either      = both {"or" both}
    both        = negation {"and" negation}
    negation    = "not" negation | comparison
    comparison  = sum {("<" | "<=" | ">" | ">=" | "==" | "!=" | "in" | "not" "in") sum}
    sum         = product {("+" | "-") product}
    product     = signed {("*" | "/" | "//" | "%" | "@") signed}
    signed      = ("+" | "-") signed | power
    power       = item [("^" | "**") signed]
    item        = atom {"[" keys "]"}
    atom        = number | string | name | word "(" choices ")" | "(" choice ")" | "[" choices "]"

The rules from `either` to `sum` are one method, `joined`, that is told how tightly to bind.
`Reader` is strict, for banks.  The reader of typed answers is a subclass that overrides the tokens and some rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.numbers import MAX_MAGNITUDE, MIN_MAGNITUDE

MAX_CHARACTERS = 10_000  # characters
LONGEST_NAME = 100
SHORT = 80  # characters of a text that may be kept with its tree
DEEPEST = 50  # brackets, calls, conditions, signs and powers inside each other
OPERATORS = 250  # joining two values, and indices, in one formula
TALLEST = 120  # levels of the tree: what walks over it goes as deep
DIGITS = 320  # of one number
KEYWORDS = {"and", "or", "not", "if", "else", "in", "true", "false", "True", "False"}
OR, AND, NOT, COMPARE, SUM = range(1, 6)  # how tightly words bind
LEVELS = {"or": OR, "and": AND, "+": SUM, "-": SUM} | dict.fromkeys(
    ("<", "<=", ">", ">=", "==", "!=", "in", "not"), COMPARE
)

TOKEN = re.compile(
    r"""(?P<number> (?: [0-9]+ (?:_[0-9]+)* (?:\.[0-9]*)? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
      | (?P<name> [^\W\d_] \w* )
      | (?P<string> "[^"]*" | '[^']*' )
      | (?P<op> \*\* | // | <= | >= | == | != | [-+*/%^@<>()\[\],:] )
      | (?P<space> \s+ )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word of the formula and where it starts."""

    kind: str  # number | name | string | op | end
    text: str
    at: int


def shown(token: Token) -> str:
    """A word for a message: short, and fit for a screen."""
    text = token.text if len(token.text) <= 30 else f"{token.text[:30]}…"
    return "".join(char if char.isprintable() else "�" for char in text)


class Reader:
    """Reads one formula; `tokens` and the rules below are what a subclass may override."""

    deepest = DEEPEST

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.operators = 0
        self.here = 0
        if len(text) > MAX_CHARACTERS:
            raise self.fault(f"the formula is too long ({len(text):,} characters; {MAX_CHARACTERS:,} are allowed)", 0)
        self.tokens = [*self.tokenize(), Token("end", "", len(text))]

    def fault(self, message: str, at: int) -> FormulaError:
        """The error to raise, with its place."""
        return FormulaError(message, self.text, at)

    # the words

    def tokenize(self) -> Iterator[Token]:
        """The words of the text in order, spaces dropped."""
        at = 0
        for match in TOKEN.finditer(self.text):
            if match.start() > at:
                break
            kind = match.lastgroup or ""
            if kind != "space":
                yield Token(kind, match.group(), at)
            at = match.end()
        if at < len(self.text):
            raise self.stranger(at)

    def stranger(self, at: int) -> FormulaError:
        """What to say of a character that starts no word."""
        char = self.text[at]
        advice = {
            "_": "names do not start with an underscore",
            ".": "there are no attributes in formulas",
            "=": 'one "=" assigns nothing here; compare with "=="',
            '"': "this quote is not closed",
            "'": "this quote is not closed",
            "!": 'write "not"',
            "{": "braces have no meaning in a formula",
            "}": "braces have no meaning in a formula",
        }
        return self.fault(advice.get(char, f"the character {char!r} has no meaning in a formula"), at)

    @property
    def token(self) -> Token:
        """The word to be read next."""
        return self.tokens[self.here]

    def take(self) -> Token:
        """The next word, now read."""
        token = self.tokens[self.here]
        self.here += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next word is one of these operators or keywords."""
        token = self.tokens[self.here]
        return token.text in texts and token.kind in ("op", "name")

    def want(self, text: str, opened: Token) -> None:
        """Read the closing bracket that belongs to `opened`."""
        if self.sees(text):
            self.here += 1
        elif self.token.kind == "end":
            raise self.fault(f'the "{opened.text}" is not closed', opened.at)
        else:
            raise self.fault(f'"{shown(self.token)}" does not fit here; "{text}" was expected', self.token.at)

    def deeper(self, at: int) -> None:
        """Count one level of nesting; call `self.depth -= 1` on the way out."""
        self.depth += 1
        if self.depth > self.deepest:
            raise self.fault(f"nested too deeply (more than {self.deepest} levels)", at)

    # the rules

    def read(self) -> tree.Node:
        """The tree of the whole text."""
        if self.token.kind == "end":
            raise self.fault("the formula is empty", 0)
        node = self.choice()
        if self.token.kind != "end":
            raise self.leftover(self.token)
        if len(self.tokens) > TALLEST:
            self.check_height(node)
        return node

    def check_height(self, root: tree.Node) -> None:
        """Refuse a tree of too many levels, such as a sum of hundreds of terms."""
        stack = [(root, 1)]
        while stack:
            node, level = stack.pop()
            if level > TALLEST:
                raise self.fault(f"more than {TALLEST} operations inside each other; split the formula", node.at)
            stack.extend((child, level + 1) for child in tree.children(node))

    def leftover(self, token: Token) -> FormulaError:
        """What to say of a word that goes on after a complete formula."""
        if token.text in (")", "]"):
            return self.fault(f'"{token.text}" closes nothing', token.at)
        if token.text == ",":
            return self.fault("a comma fits only inside brackets", token.at)
        if token.text == "for":
            return self.fault("there are no comprehensions in formulas", token.at)
        return self.fault(f'"{shown(token)}" does not fit here; is an operator missing before it?', token.at)

    def choice(self) -> tree.Node:
        """A value, or `a if c else b`."""
        node = self.joined(OR)
        if not self.sees("if"):
            return node
        opened = self.take()
        self.deeper(opened.at)
        condition = self.joined(OR)
        if not self.sees("else"):
            raise self.fault('an "if" needs its "else"', opened.at)
        self.take()
        otherwise = self.choice()
        self.depth -= 1
        return tree.Conditional(node, condition, otherwise, at=opened.at)

    def joined(self, least: int) -> tree.Node:
        """Operands and what joins them, as far as it binds as tightly as `least`."""
        node = self.negation() if least <= NOT and self.sees("not") else self.product()
        while (level := self.level()) >= least:
            if level == SUM:
                token = self.take()
                self.count(token)
                node = tree.Binary(token.text, node, self.product(), at=token.at)
            elif level == COMPARE:
                node = self.comparison(node)
            else:
                node = self.logic(node, level)
        return node

    def level(self) -> int:
        """How tightly the next word binds; 0 where it joins nothing."""
        token = self.tokens[self.here]
        if token.text == "not" and self.tokens[self.here + 1].text != "in":
            return 0
        return LEVELS.get(token.text, 0)

    def negation(self) -> tree.Node:
        """`not` before a truth."""
        token = self.take()
        self.deeper(token.at)
        operand = self.joined(NOT)
        self.depth -= 1
        return tree.Unary("not", operand, at=token.at)

    def logic(self, first: tree.Node, level: int) -> tree.Node:
        """Truths joined by `or`, or by `and`."""
        at, word = self.token.at, self.token.text
        operands = [first]
        self.deeper(at)
        while self.sees(word):
            self.take()
            operands.append(self.joined(level + 1))
        self.depth -= 1
        return tree.Logic(word, tuple(operands), at=at)

    def comparison(self, first: tree.Node) -> tree.Node:
        """A chain of comparisons."""
        at = self.token.at
        ops: list[str] = []
        operands = [first]
        self.deeper(at)
        while self.level() == COMPARE:
            word = self.take().text
            ops.append(f"not {self.take().text}" if word == "not" else word)
            operands.append(self.joined(SUM))
        self.depth -= 1
        return tree.Compare(tuple(ops), tuple(operands), at=at)

    def sum(self) -> tree.Node:
        """Terms."""
        return self.joined(SUM)

    def product(self) -> tree.Node:
        """Factors."""
        node = self.signed()
        while self.sees("*", "/", "//", "%", "@"):
            token = self.take()
            self.count(token)
            node = tree.Binary(token.text, node, self.signed(), at=token.at)
        return node

    def count(self, token: Token) -> None:
        """Count one operator; there may be so many and no more."""
        self.operators += 1
        if self.operators > OPERATORS:
            raise self.fault(f"more than {OPERATORS} operators; split the formula", token.at)

    def signed(self) -> tree.Node:
        """A factor with its signs."""
        if not self.sees("+", "-"):
            return self.power()
        token = self.take()
        self.deeper(token.at)
        operand = self.signed()
        self.depth -= 1
        return operand if token.text == "+" else tree.Unary("-", operand, at=token.at)

    def power(self) -> tree.Node:
        """A base with its exponent, which binds more tightly than a sign before the base."""
        base = self.item()
        if not self.sees("^", "**"):
            return base
        token = self.take()
        self.deeper(token.at)
        exponent = self.signed()
        self.depth -= 1
        return tree.Binary("**", base, exponent, at=token.at)

    def item(self) -> tree.Node:
        """An atom with its indices."""
        node = self.atom()
        while self.sees("["):
            opened = self.take()
            self.count(opened)
            self.deeper(opened.at)
            keys = self.list_until("]", opened, self.key)
            self.depth -= 1
            if not keys:
                raise self.fault("an index is missing between the brackets", opened.at)
            node = tree.Index(node, keys, at=opened.at)
        return node

    def key(self) -> tree.Node:
        """One index, or a slice."""
        at = self.token.at
        parts: list[tree.Node | None] = [None]
        while True:
            if self.sees(":"):
                self.take()
                parts.append(None)
            elif self.sees(",", "]") or self.token.kind == "end" or parts[-1] is not None:
                break
            else:
                parts[-1] = self.choice()
        if len(parts) > 3:
            raise self.fault("a slice has at most two colons", at)
        if len(parts) == 1:
            if parts[0] is None:
                raise self.fault("an index is missing", at)
            return parts[0]
        return tree.Slice(parts[0], parts[1], parts[2] if len(parts) == 3 else None, at=at)

    def list_until(self, close: str, opened: Token, item: Callable[[], tree.Node]) -> tuple[tree.Node, ...]:
        """What stands between brackets, separated by commas; one comma may trail."""
        items: list[tree.Node] = []
        while not self.sees(close):
            items.append(item())
            if not self.sees(","):
                break
            self.take()
        self.want(close, opened)
        return tuple(items)

    def atom(self) -> tree.Node:
        """A number, a text, a name, a call, brackets."""
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.word(token)
        if token.kind == "string":
            return tree.Text(token.text[1:-1], at=token.at)
        if token.text == "(":
            self.deeper(token.at)
            node = self.choice()
            if self.sees(","):
                raise self.fault("a list stands in square brackets", token.at)
            self.want(")", token)
            self.depth -= 1
            return node
        if token.text == "[":
            self.deeper(token.at)
            items = self.list_until("]", token, self.choice)
            self.depth -= 1
            return tree.Array(items, at=token.at)
        self.here -= 1
        raise self.missing(token)

    def missing(self, token: Token) -> FormulaError:
        """What to say where a value was expected and something else, or nothing, stands."""
        if token.kind == "end":
            return self.fault("the formula ends too early: a value is missing", token.at)
        return self.fault(f'a value is missing before "{shown(token)}"', token.at)

    def number(self, token: Token) -> tree.Node:
        """A literal, whole or exact decimal."""
        text = token.text.replace("_", "")
        mantissa, _, exponent = text.lower().partition("e")
        digits = len(mantissa.replace(".", ""))
        if digits > DIGITS:
            raise self.fault(f"a number of {digits:,} digits is too long ({DIGITS} are allowed)", token.at)
        if len(exponent) <= 4:
            value = int(text) if text.isdigit() else Fraction(text)
            if not value or MIN_MAGNITUDE <= value <= MAX_MAGNITUDE:
                return tree.Number(value, at=token.at)
        raise self.fault("a number beyond 10^±308", token.at)

    def word(self, token: Token) -> tree.Node:
        """A name, a truth, or the call of a function."""
        if token.text in ("true", "True", "false", "False"):
            return tree.Truth(token.text in ("true", "True"), at=token.at)
        if token.text in KEYWORDS:
            self.here -= 1
            raise self.missing(token)
        if not token.text.isidentifier():  # such as x²
            raise self.fault(f'"{shown(token)}" is no name; letters, digits and underscores make one', token.at)
        if len(token.text) > LONGEST_NAME:
            raise self.fault(f"a name of more than {LONGEST_NAME} characters", token.at)
        if not self.sees("("):
            return tree.Name(token.text, at=token.at)
        opened = self.take()
        self.deeper(opened.at)
        arguments = self.list_until(")", opened, self.choice)
        self.depth -= 1
        return tree.Call(token.text, arguments, at=token.at)


def read(text: str) -> tree.Node:
    """The tree of a bank's formula; FormulaError with the place of the first fault."""
    return read_once(text) if len(text) <= SHORT else read_anew(text)


def read_anew(text: str) -> tree.Node:
    """`read`, whether the text was read before or not."""
    reader = Reader(text)
    kind, word, _ = reader.tokens[0]
    if len(reader.tokens) == 2 and (kind == "number" or (kind == "name" and word not in KEYWORDS)):
        return reader.atom()  # by the shortest way: half of all formulas are a number or a name
    return reader.read()


read_once = lru_cache(4096)(read_anew)  # in banks every other formula was read before, such as "k" or "0.1"
