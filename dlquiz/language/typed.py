"""The reader of what people type: the formula grammar without texts, truths and lists, and with what hands leave out.

    piecewise = sum ["if" sum compared sum {compared sum} "else" piecewise]       only in letters: x if x > 0 else 0
    sum       = product {("+" | "-") product}
    product   = signed {("*" | "/") signed | power}              a power that follows is a factor: 2x, s(1-s)
    signed    = ("+" | "-") signed | power
    power     = atom [("^" | "**") (signed | "{" sum "}")]
    atom      = number | name | "(" piecewise ")" | "|" sum "|" | "√" atom
              | function "(" piecewise {("," | ";") piecewise} ")"

Names are the declared letters and the constants e and pi.  A letter wins over a function of its name, and a word that
is none falls apart into letters (`wx`).  What can be read in two ways (`1/2x`, `e^2x`, `x2`) is refused with both.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.grammar import Token
from dlquiz.language.vocabulary import SCALARS, WRAPPERS, Words, function_name, mixed

DIGITS = 40  # of one number
SIGNIFICANT = 3  # digits of a decimal that may stand for what rounds to it
THOUSANDS = {"k": 1_000, "K": 1_000, "M": 1_000_000}


class Lenient(Words):
    """Reads one typed value or formula, whose names are the declared `letters`."""

    bars = 0  # absolute values that are open

    def read(self) -> tree.Node:
        """The tree of the whole text."""
        if self.token.kind == "end":
            raise self.fault("nothing is typed yet", 0)
        node = self.piecewise()
        if self.token.kind != "end":
            raise self.leftover(self.token)
        return node

    def piecewise(self) -> tree.Node:
        """A sum, or one of two where a comparison decides."""
        node = self.sum()
        if self.token.kind != "op" or not self.sees("if"):
            return node
        token = self.take()
        self.deeper(token.at)
        condition = self.condition(token)
        if not self.sees("else"):
            raise self.fault("what is it everywhere else? write: … if x > 0 else …", self.token.at)
        self.take()
        made = tree.Conditional(node, condition, self.piecewise(), at=token.at)
        self.depth -= 1
        return made

    def condition(self, token: Token) -> tree.Node:
        """What decides between two pieces: a comparison."""
        operands, ops = [self.sum()], []
        while self.token.kind == "comparison":
            op = self.take().text
            ops.append({"≤": "<=", "≥": ">="}.get(op, op))
            operands.append(self.sum())
        if not ops:
            raise self.fault("a piece needs a comparison: … if x > 0 else …", token.at)
        return tree.Compare(tuple(ops), tuple(operands), at=token.at)

    def leftover(self, token: Token) -> FormulaError:
        """What to say of a word that goes on after a complete formula."""
        says = {
            ")": "this bracket closes nothing",
            "}": "this brace closes nothing",
            "{": "braces have no meaning here; write round brackets",
            "⌋": "this bracket closes nothing",
            "⌉": "this bracket closes nothing",
            "|": "this bar closes nothing",
            ",": "a comma fits only inside a function; a decimal sign is a point, and one answer is asked for",
            ";": "one answer, please",
        }
        return self.fault(says.get(token.text, f'"{token.text}" does not fit here; leave it out'), token.at)

    def missing(self, token: Token) -> FormulaError:
        """What to say where a value was expected and something else, or nothing, stands."""
        if token.kind == "end":
            return self.fault("it ends too early: a value is missing", token.at)
        if token.text == "{":
            return self.fault("braces have no meaning here; write round brackets", token.at)
        return self.fault(f'a value is missing before "{token.text}"', token.at)

    def begins(self) -> bool:
        """Whether a value begins with the next word."""
        token = self.token
        if token.kind in ("number", "name", "function"):
            return True
        return token.text in ("(", "√", "⌊", "⌈") or (token.text == "|" and not self.bars)

    def product(self) -> tree.Node:
        """Factors, with or without signs between them."""
        start = self.token.at
        node = self.signed()
        while True:
            if self.sees("*", "/"):
                token = self.take()
                self.count(token)
                below = self.token.at
                node = tree.Binary(token.text, node, self.signed(), at=token.at)
                if token.text == "/" and self.begins():
                    raise self.quotient(start, token.at, below)
            elif self.begins():
                node = self.implied(node)
            else:
                return node

    def implied(self, left: tree.Node) -> tree.Node:
        """A factor that follows without a sign; a number does not."""
        token, before = self.token, self.tokens[self.here - 1]
        if token.kind == "number":
            raise self.adjoining(before, token)
        if isinstance(left, tree.Name) and left.name == "e" and token.text == "(" and "e" not in self.letters:
            raise self.fault("e^(…), exp(…) or e*(…)? write one of them", token.at)
        self.count(token)
        return tree.Binary("*", left, self.power(), at=token.at)

    def adjoining(self, before: Token, token: Token) -> FormulaError:
        """What to say of a number right after a value."""
        following = self.tokens[self.here + 1 : self.here + 3]
        if before.kind != "number":
            return self.fault("is an operator missing here? times is *, a power is ^", token.at)
        if before.text.isdigit() and token.text.isdigit() and [t.text for t in following[:1]] == ["/"]:
            bottom = following[1].text
            if bottom.isdigit() and len(before.text + token.text + bottom) < 20:
                negative = self.tokens[self.here - 2].text == "-" and self.here > 1
                return self.fault(mixed(int(before.text), int(token.text), int(bottom), negative), before.at)
        if before.at + len(before.text) == token.at:
            return self.fault("two decimal points in one number", token.at)
        return self.fault("two numbers side by side; one answer, please, without spaces inside a number", token.at)

    def quotient(self, start: int, slash: int, below: int) -> FormulaError:
        """What to say of 1/2x."""
        above, under = self.text[start:slash].strip(), self.text[below : self.token.at].strip()
        more = self.following()
        if len(above + under + more) > 30:
            return self.fault("what does the slash divide by? put it in brackets, or write *", self.token.at)
        return self.fault(f"two readings: write ({above}/{under})*{more} or {above}/({under}*{more})", self.token.at)

    def following(self) -> str:
        """The next value in short, for a message."""
        return {"(": "(…)", "|": "|…|", "⌊": "⌊…⌋", "⌈": "⌈…⌉"}.get(self.token.text, self.token.text)

    def power(self) -> tree.Node:
        """A base with its exponent; what follows an exponent without brackets could belong to it."""
        start = self.token.at
        base = self.atom()
        if not self.sees("^", "**"):
            return base
        token = self.take()
        self.deeper(token.at)
        above = self.token.at
        exponent = self.braces(self.take()) if self.sees("{") else self.signed()
        self.depth -= 1
        bracketed = self.tokens[self.here - 1].text in (")", "}")
        if self.begins() and not bracketed:
            raise self.runs_on(self.text[start : token.at].strip(), self.text[above : self.token.at].strip())
        return tree.Binary("**", base, exponent, at=token.at)

    def runs_on(self, base: str, exponent: str) -> FormulaError:
        """What to say of e^2x."""
        more = self.following()
        if self.token.kind == "number" or len(base + exponent + more) > 30:
            return self.fault("where does the exponent end? put it in brackets", self.token.at)
        readings = f"{base}^({exponent})*{more} or {base}^({exponent}*{more})"
        return self.fault(f"two readings: write {readings}", self.token.at)

    def braces(self, opened: Token) -> tree.Node:
        """An exponent in braces, as LaTeX has it."""
        return self.enclosed(opened, "}")

    def enclosed(self, opened: Token, close: str) -> tree.Node:
        """What stands between a bracket that was just read and the one that closes it."""
        self.deeper(opened.at)
        bars, self.bars = self.bars, int(close == "|")
        node = self.piecewise()
        if close == ")" and self.sees(",", ";"):
            raise self.fault("several values in brackets, where one is asked for", self.token.at)
        self.want(close, opened)
        self.bars = bars
        self.depth -= 1
        return node

    def atom(self) -> tree.Node:
        """A number, a name, a call, brackets."""
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return tree.Name(self.letter(token.text) or {"π": "pi"}.get(token.text, token.text), at=token.at)
        if token.kind == "function":
            return self.call(token)
        if token.text == "(":
            return self.enclosed(token, ")")
        if token.text in ("|", "⌊", "⌈"):
            close, function = {"|": ("|", "abs"), "⌊": ("⌋", "floor"), "⌈": ("⌉", "ceil")}[token.text]
            return tree.Call(function, (self.enclosed(token, close),), at=token.at)
        if token.text == "√":
            return self.root(token)
        self.here -= 1
        raise self.missing(token)

    def root(self, token: Token) -> tree.Node:
        """√ before a number or brackets."""
        if self.token.kind != "number" and not self.sees("("):
            raise self.fault("how far does the root reach? write sqrt(…)", token.at)
        bracketed = self.sees("(")
        node = tree.Call("sqrt", (self.atom(),), at=token.at)
        if not bracketed and self.begins():
            raise self.fault("how far does the root reach? write sqrt(…)", token.at)
        return node

    def number(self, token: Token) -> tree.Node:
        """A literal, whole or exact decimal, with its k or M."""
        factor = THOUSANDS.get(token.text[-1], 1)
        text = token.text.rstrip("kKM").replace("_", "")
        mantissa, _, exponent = text.lower().partition("e")
        if len(mantissa.replace(".", "")) > DIGITS:
            raise self.fault(f"a number of more than {DIGITS} digits", token.at)
        if len(exponent) > 5 or abs(int(exponent or 0)) > 308:
            raise self.fault("the exponent is beyond ±308", token.at)
        value = int(text) if text.isdigit() else Fraction(text)
        return tree.Number(value * factor, slack=slack(mantissa, int(exponent or 0)) * factor, at=token.at)

    def call(self, token: Token) -> tree.Node:
        """A function of its arguments; those of NumPy's wrappers are the value itself."""
        name = function_name(token.text)
        if not self.sees("("):
            example = f"{token.text}(…)^2" if self.sees("^", "**") else f"{token.text}(…)"
            raise self.fault(f"{token.text} needs brackets; write {example}", token.at)
        arguments = self.arguments(self.take())
        if name in WRAPPERS:
            if len(arguments) != 1:
                raise self.fault("type the number only, without what stands around it", token.at)
            return arguments[0]
        function = SCALARS[name]
        if not function.least <= len(arguments) <= function.most:
            raise self.fault(f"{token.text} is written {function.usage}", token.at)
        return tree.Call(name, arguments, at=token.at)

    def arguments(self, opened: Token) -> tuple[tree.Node, ...]:
        """Values up to the closing bracket."""
        self.deeper(opened.at)
        bars, self.bars = self.bars, 0
        items = [self.piecewise()]
        while self.sees(",", ";"):
            self.take()
            items.append(self.piecewise())
        self.want(")", opened)
        self.bars = bars
        self.depth -= 1
        return tuple(items)


def slack(mantissa: str, power: int) -> Fraction | int:
    """Half a unit of the last place of a decimal, where it shows enough digits to stand for what rounds to it."""
    whole, point, decimals = mantissa.partition(".")
    if not point or len((whole + decimals).lstrip("0")) < SIGNIFICANT:
        return 0
    last: Fraction = Fraction(10) ** (power - len(decimals))
    return last / 2


def lenient(text: str, letters: Collection[str] = ()) -> tree.Node:
    """The tree of a typed formula; FormulaError with the place of the first fault."""
    return Lenient(text, letters).read()
