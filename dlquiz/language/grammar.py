"""Formula text to a checked tree, by a small grammar of our own; nothing is ever evaluated as Python.

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

The rules from `either` to `sum` are one method, `read_joined`, which takes the least binding level: a method for each
would cost five calls for every number.  `FormulaReader` is strict, for banks; the reader of typed answers is a subclass
that overrides the tokens and some rules.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.numbers import MAX_MAGNITUDE, MIN_MAGNITUDE
from dlquiz.language.tokens import Token, TokenReader, quote_token

MAX_NAME_CHARACTERS = 100
MAX_CACHED_CHARACTERS = 200  # longer texts are not kept with their trees
MAX_OPERATORS = 250  # operators and indices in one formula
MAX_HEIGHT = 120  # levels of the tree; whatever walks over it recurses as deeply
MAX_DIGITS = 320  # of one number
KEYWORDS = {"and", "or", "not", "if", "else", "in", "true", "false", "True", "False"}
OR, AND, NOT, COMPARE, SUM = range(1, 6)  # how tightly words bind
BINDING_LEVELS = {"or": OR, "and": AND, "+": SUM, "-": SUM} | dict.fromkeys(
    ("<", "<=", ">", ">=", "==", "!=", "in", "not"), COMPARE
)


class FormulaReader(TokenReader):
    """Reads one formula by recursive descent, a method for each rule; a subclass may override rules."""

    operators = 0  # that were read so far

    def read(self) -> tree.Node:
        """The tree of the whole text."""
        if self.token.kind == "end":
            raise self.fault("the formula is empty", 0)
        node = self.read_choice()
        if self.token.kind != "end":
            raise self.explain_leftover(self.token)
        if len(self.tokens) > MAX_HEIGHT:
            self.check_height(node)
        return node

    def check_height(self, root: tree.Node) -> None:
        """FormulaError for a tree of too many levels, such as a sum of hundreds of terms."""
        stack = [(root, 1)]
        while stack:
            node, level = stack.pop()
            if level > MAX_HEIGHT:
                raise self.fault(f"more than {MAX_HEIGHT} operations inside each other; split the formula", node.at)
            stack.extend((child, level + 1) for child in tree.children(node))

    def explain_leftover(self, token: Token) -> FormulaError:
        """The error for a token after a complete formula."""
        if token.text in (")", "]"):
            return self.fault(f'"{token.text}" closes nothing', token.at)
        if token.text == ",":
            return self.fault("a comma is allowed only inside brackets", token.at)
        if token.text == "for":
            return self.fault("there are no comprehensions in formulas", token.at)
        return self.fault(f'"{quote_token(token)}" does not fit here; is an operator missing before it?', token.at)

    def read_choice(self) -> tree.Node:
        """A value, or `a if c else b`."""
        node = self.read_joined(OR)
        if not self.next_is("if"):
            return node
        opened = self.take_token()
        self.enter_level(opened.at)
        condition = self.read_joined(OR)
        if not self.next_is("else"):
            raise self.fault('an "if" needs its "else"', opened.at)
        self.take_token()
        otherwise = self.read_choice()
        self.depth -= 1
        return tree.Conditional(node, condition, otherwise, at=opened.at)

    def read_joined(self, least: int) -> tree.Node:
        """Operands and the operators between them that bind at least as tightly as `least`."""
        node = self.read_negation() if least <= NOT and self.next_is("not") else self.read_product()
        while (level := self.binding_level()) >= least:
            if level == SUM:
                token = self.take_token()
                self.count_operator(token)
                node = tree.Binary(token.text, node, self.read_product(), at=token.at)
            elif level == COMPARE:
                node = self.read_comparison(node)
            else:
                node = self.read_logic(node, level)
        return node

    def binding_level(self) -> int:
        """How tightly the next token binds; 0 where it is not an operator of these rules."""
        token = self.tokens[self.position]
        if token.text == "not" and self.tokens[self.position + 1].text != "in":
            return 0
        return BINDING_LEVELS.get(token.text, 0)

    def read_negation(self) -> tree.Node:
        """`not` and its operand."""
        token = self.take_token()
        self.enter_level(token.at)
        operand = self.read_joined(NOT)
        self.depth -= 1
        return tree.Unary("not", operand, at=token.at)

    def read_logic(self, first: tree.Node, level: int) -> tree.Node:
        """Operands joined by `or`, or by `and`."""
        at, word = self.token.at, self.token.text
        operands = [first]
        self.enter_level(at)
        while self.next_is(word):
            self.take_token()
            operands.append(self.read_joined(level + 1))
        self.depth -= 1
        return tree.Logic(word, tuple(operands), at=at)

    def read_comparison(self, first: tree.Node) -> tree.Node:
        """A chain of comparisons: `a < b <= c`."""
        at = self.token.at
        ops: list[str] = []
        operands = [first]
        self.enter_level(at)
        while self.binding_level() == COMPARE:
            word = self.take_token().text
            ops.append(f"not {self.take_token().text}" if word == "not" else word)
            operands.append(self.read_joined(SUM))
        self.depth -= 1
        return tree.Compare(tuple(ops), tuple(operands), at=at)

    def read_sum(self) -> tree.Node:
        """Terms."""
        return self.read_joined(SUM)

    def read_product(self) -> tree.Node:
        """Factors."""
        node = self.read_signed()
        while self.next_is("*", "/", "//", "%", "@"):
            token = self.take_token()
            self.count_operator(token)
            node = tree.Binary(token.text, node, self.read_signed(), at=token.at)
        return node

    def count_operator(self, token: Token) -> None:
        """Count one operator; FormulaError where they are too many."""
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            raise self.fault(f"more than {MAX_OPERATORS} operators; split the formula", token.at)

    def read_signed(self) -> tree.Node:
        """A factor with its signs."""
        if not self.next_is("+", "-"):
            return self.read_power()
        token = self.take_token()
        self.enter_level(token.at)
        operand = self.read_signed()
        self.depth -= 1
        return operand if token.text == "+" else tree.Unary("-", operand, at=token.at)

    def read_power(self) -> tree.Node:
        """A base with its exponent, which binds more tightly than a sign before the base."""
        base = self.read_item()
        if not self.next_is("^", "**"):
            return base
        token = self.take_token()
        self.enter_level(token.at)
        exponent = self.read_signed()
        self.depth -= 1
        return tree.Binary("**", base, exponent, at=token.at)

    def read_item(self) -> tree.Node:
        """An atom with its indices."""
        node = self.read_atom()
        while self.next_is("["):
            opened = self.take_token()
            self.count_operator(opened)
            self.enter_level(opened.at)
            keys = self.read_list("]", opened, self.read_key)
            self.depth -= 1
            if not keys:
                raise self.fault("an index is missing between the brackets", opened.at)
            node = tree.Index(node, keys, at=opened.at)
        return node

    def read_key(self) -> tree.Node:
        """One index, or a slice."""
        at = self.token.at
        parts: list[tree.Node | None] = [None]
        while True:
            if self.next_is(":"):
                self.take_token()
                parts.append(None)
            elif self.next_is(",", "]") or self.token.kind == "end" or parts[-1] is not None:
                break
            else:
                parts[-1] = self.read_choice()
        if len(parts) > 3:
            raise self.fault("a slice has at most two colons", at)
        if len(parts) == 1:
            if parts[0] is None:
                raise self.fault("an index is missing", at)
            return parts[0]
        return tree.Slice(parts[0], parts[1], parts[2] if len(parts) == 3 else None, at=at)

    def read_list(self, close: str, opened: Token, item: Callable[[], tree.Node]) -> tuple[tree.Node, ...]:
        """Items up to the closing bracket, separated by commas; a comma may trail."""
        items: list[tree.Node] = []
        while not self.next_is(close):
            items.append(item())
            if not self.next_is(","):
                break
            self.take_token()
        self.expect_closing(close, opened)
        return tuple(items)

    def read_atom(self) -> tree.Node:
        """A number, text, name, call, list or expression in brackets."""
        token = self.take_token()
        if token.kind == "number":
            return self.read_number(token)
        if token.kind == "name":
            return self.read_word(token)
        if token.kind == "string":
            return tree.Text(token.text[1:-1], at=token.at)
        if token.text == "(":
            self.enter_level(token.at)
            node = self.read_choice()
            if self.next_is(","):
                raise self.fault("write a list in square brackets", token.at)
            self.expect_closing(")", token)
            self.depth -= 1
            return node
        if token.text == "[":
            self.enter_level(token.at)
            items = self.read_list("]", token, self.read_choice)
            self.depth -= 1
            return tree.Array(items, at=token.at)
        self.position -= 1
        raise self.explain_missing(token)

    def explain_missing(self, token: Token) -> FormulaError:
        """The error where a value is missing before a token or at the end."""
        if token.kind == "end":
            return self.fault("the formula ends too early: a value is missing", token.at)
        return self.fault(f'a value is missing before "{quote_token(token)}"', token.at)

    def read_number(self, token: Token) -> tree.Node:
        """A number: an int, or a decimal as an exact Fraction."""
        text = token.text.replace("_", "")
        mantissa, _, exponent = text.lower().partition("e")
        digits = len(mantissa.replace(".", ""))
        if digits > MAX_DIGITS:
            raise self.fault(f"a number of {digits:,} digits is too long ({MAX_DIGITS} are allowed)", token.at)
        if len(exponent) <= 4:
            value = int(text) if text.isdigit() else Fraction(text)
            if not value or MIN_MAGNITUDE <= value <= MAX_MAGNITUDE:
                return tree.Number(value, at=token.at)
        raise self.fault("a number beyond 10^±308", token.at)

    def read_word(self, token: Token) -> tree.Node:
        """A name, a truth value or a call."""
        if token.text in ("true", "True", "false", "False"):
            return tree.Truth(token.text in ("true", "True"), at=token.at)
        if token.text in KEYWORDS:
            self.position -= 1
            raise self.explain_missing(token)
        if not token.text.isidentifier():  # such as x²
            raise self.fault(
                f'"{quote_token(token)}" is not a name; names are letters, digits and underscores', token.at
            )
        if len(token.text) > MAX_NAME_CHARACTERS:
            raise self.fault(f"a name of more than {MAX_NAME_CHARACTERS} characters", token.at)
        if not self.next_is("("):
            return tree.Name(token.text, at=token.at)
        opened = self.take_token()
        self.enter_level(opened.at)
        arguments = self.read_list(")", opened, self.read_choice)
        self.depth -= 1
        return tree.Call(token.text, arguments, at=token.at)


def read_formula(text: str) -> tree.Node:
    """The tree of a bank's formula; FormulaError with the place of the first fault."""
    return read_cached(text) if len(text) <= MAX_CACHED_CHARACTERS else read_uncached(text)


def read_uncached(text: str) -> tree.Node:
    """The tree of a formula, read anew."""
    reader = FormulaReader(text)
    kind, word, _ = reader.tokens[0]
    if len(reader.tokens) == 2 and (kind == "number" or (kind == "name" and word not in KEYWORDS)):
        return reader.read_atom()  # a short cut: half of all formulas are a number or a name
    return reader.read()


read_cached = lru_cache(4096)(read_uncached)  # half of the formulas of banks, such as "k" or "0.1", occur again
