"""The reader of typed answers: the formula grammar without texts, truths and lists, and with implied products.

    piecewise = sum ["if" sum compared sum {compared sum} "else" piecewise]       only in letters: x if x > 0 else 0
    sum       = product {("+" | "-") product}
    product   = signed {("*" | "/") signed | power}              a power that follows is a factor: 2x, s(1-s)
    signed    = ("+" | "-") signed | power
    power     = atom [("^" | "**") (signed | "{" sum "}")]
    atom      = number | name | "(" piecewise ")" | "|" sum "|" | "√" atom
              | function "(" piecewise {("," | ";") piecewise} ")"

Names are the declared letters and the constants e and pi.  A letter takes precedence over a function of the same name,
and an unknown word is read as a product of letters (`wx`).  What can be read in two ways (`1/2x`, `e^2x`, `x2`) is
refused with a message that names both.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.tokens import Token
from dlquiz.language.vocabulary import SCALARS, WRAPPERS, TypedTokens, explain_mixed_number, to_function_name

MAX_DIGITS = 40  # of one number
SIGNIFICANT = 3  # digits of a decimal that may stand for what rounds to it
THOUSANDS = {"k": 1_000, "K": 1_000, "M": 1_000_000}


class TypedReader(TypedTokens):
    """Reads one typed value or formula in the declared `letters`."""

    bars = 0  # absolute values that are open here
    product_signs: tuple[str, ...] = ("*", "/")

    def read(self) -> tree.Node:
        """The tree of the whole text."""
        if self.token.kind == "end":
            raise self.fault("nothing is typed yet", 0)
        node = self.read_piecewise()
        if self.token.kind != "end":
            raise self.explain_leftover(self.token)
        return node

    def read_piecewise(self) -> tree.Node:
        """A sum, or two of them and the comparison that decides: `x if x > 0 else 0`."""
        node = self.read_sum()
        if self.token.kind != "op" or not self.next_is("if"):
            return node
        token = self.take_token()
        self.enter_level(token.at)
        condition = self.read_condition(token)
        if not self.next_is("else"):
            raise self.fault("what is it everywhere else? write: … if x > 0 else …", self.token.at)
        self.take_token()
        made = tree.Conditional(node, condition, self.read_piecewise(), at=token.at)
        self.depth -= 1
        return made

    def read_condition(self, token: Token) -> tree.Node:
        """The comparison that decides between two pieces."""
        operands, ops = [self.read_sum()], []
        while self.token.kind == "comparison":
            op = self.take_token().text
            ops.append({"≤": "<=", "≥": ">="}.get(op, op))
            operands.append(self.read_sum())
        if not ops:
            raise self.fault("a piece needs a comparison: … if x > 0 else …", token.at)
        return tree.Compare(tuple(ops), tuple(operands), at=token.at)

    def explain_leftover(self, token: Token) -> FormulaError:
        """The error for a token after a complete formula."""
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

    def explain_missing(self, token: Token) -> FormulaError:
        """The error where a value is missing before a token or at the end."""
        if token.kind == "end":
            return self.fault("it ends too early: a value is missing", token.at)
        if token.text == "{":
            return self.fault("braces have no meaning here; write round brackets", token.at)
        return self.fault(f'a value is missing before "{token.text}"', token.at)

    def value_begins(self) -> bool:
        """Whether a value begins with the next token."""
        token = self.token
        if token.kind in ("number", "name", "function"):
            return True
        return token.text in ("(", "√", "⌊", "⌈") or (token.text == "|" and not self.bars)

    def read_product(self) -> tree.Node:
        """Factors, with or without an operator between them."""
        start = self.token.at
        node = self.read_signed()
        while True:
            if self.next_is(*self.product_signs):
                token = self.take_token()
                self.count_operator(token)
                below = self.token.at
                node = tree.Binary(token.text, node, self.read_signed(), at=token.at)
                if token.text == "/" and self.value_begins():
                    raise self.explain_quotient(start, token.at, below)
            elif self.value_begins():
                node = self.read_implied_factor(node)
            else:
                return node

    def read_implied_factor(self, left: tree.Node) -> tree.Node:
        """A product whose operator is left out: `2x`, `s(1-s)`; a number cannot follow in this way."""
        token, before = self.token, self.tokens[self.position - 1]
        if token.kind == "number":
            raise self.explain_adjacent_number(before, token)
        if isinstance(left, tree.Name) and left.name == "e" and token.text == "(" and "e" not in self.letters:
            raise self.fault("e^(…), exp(…) or e*(…)? write one of them", token.at)
        self.count_operator(token)
        return tree.Binary("*", left, self.read_power(), at=token.at)

    def explain_adjacent_number(self, before: Token, token: Token) -> FormulaError:
        """The error for a number directly after a value."""
        following = self.tokens[self.position + 1 : self.position + 3]
        if before.kind != "number":
            return self.fault("is an operator missing here? times is *, a power is ^", token.at)
        if before.text.isdigit() and token.text.isdigit() and [t.text for t in following[:1]] == ["/"]:
            bottom = following[1].text
            if bottom.isdigit() and len(before.text + token.text + bottom) < 20:
                negative = self.tokens[self.position - 2].text == "-" and self.position > 1
                return self.fault(
                    explain_mixed_number(int(before.text), int(token.text), int(bottom), negative), before.at
                )
        if before.at + len(before.text) == token.at:
            return self.fault("two decimal points in one number", token.at)
        return self.fault("two numbers side by side; one answer, please, without spaces inside a number", token.at)

    def explain_quotient(self, start: int, slash: int, below: int) -> FormulaError:
        """The error for `1/2x`, with both readings."""
        above, under = self.text[start:slash].strip(), self.text[below : self.token.at].strip()
        more = self.preview_next()
        if len(above + under + more) > 30:
            return self.fault("what does the slash divide by? put it in brackets, or write *", self.token.at)
        return self.fault(f"two readings: write ({above}/{under})*{more} or {above}/({under}*{more})", self.token.at)

    def preview_next(self) -> str:
        """The next value, shortened for a message."""
        return {"(": "(…)", "|": "|…|", "⌊": "⌊…⌋", "⌈": "⌈…⌉"}.get(self.token.text, self.token.text)

    def read_power(self) -> tree.Node:
        """A base with its exponent; FormulaError where a value follows an exponent without brackets: `e^2x`."""
        start = self.token.at
        base = self.read_atom()
        if not self.next_is("^", "**"):
            return base
        token = self.take_token()
        self.enter_level(token.at)
        above = self.token.at
        exponent = self.read_braces(self.take_token()) if self.next_is("{") else self.read_signed()
        self.depth -= 1
        if self.value_begins() and not self.exponent_ends():
            raise self.explain_exponent(self.text[start : token.at].strip(), self.text[above : self.token.at].strip())
        return tree.Binary("**", base, exponent, at=token.at)

    def exponent_ends(self) -> bool:
        """Whether an exponent ends where it was read to: in a bracket, or as a number before a space (`2^-1 x`)."""
        last = self.tokens[self.position - 1]
        spaced = self.token.at > last.at + len(last.text) and self.token.kind != "number"
        return last.text in (")", "}") or (last.kind == "number" and spaced)

    def explain_exponent(self, base: str, exponent: str) -> FormulaError:
        """The error for `e^2x`, with both readings."""
        more = self.preview_next()
        if self.token.kind == "number" or len(base + exponent + more) > 30:
            return self.fault("where does the exponent end? put it in brackets", self.token.at)
        readings = f"{base}^({exponent})*{more} or {base}^({exponent}*{more})"
        return self.fault(f"two readings: write {readings}", self.token.at)

    def read_braces(self, opened: Token) -> tree.Node:
        """An exponent in braces, as in LaTeX: `e^{-x}`."""
        return self.read_enclosed(opened, "}")

    def read_enclosed(self, opened: Token, close: str) -> tree.Node:
        """The sum between a bracket that was just taken and the one that closes it."""
        self.enter_level(opened.at)
        bars, self.bars = self.bars, int(close == "|")
        node = self.read_piecewise()
        if close == ")" and self.next_is(",", ";"):
            raise self.fault("there are several values in brackets, but one is asked for", self.token.at)
        self.expect_closing(close, opened)
        self.bars = bars
        self.depth -= 1
        return node

    def read_atom(self) -> tree.Node:
        """A number, name, call or expression in brackets."""
        token = self.take_token()
        if token.kind == "number":
            return self.read_number(token)
        if token.kind == "name":
            return tree.Name(self.find_letter(token.text) or {"π": "pi"}.get(token.text, token.text), at=token.at)
        if token.kind == "function":
            return self.read_call(token)
        if token.text == "(":
            return self.read_enclosed(token, ")")
        if token.text in ("|", "⌊", "⌈"):
            close, function = {"|": ("|", "abs"), "⌊": ("⌋", "floor"), "⌈": ("⌉", "ceil")}[token.text]
            return tree.Call(function, (self.read_enclosed(token, close),), at=token.at)
        if token.text == "√":
            return self.read_root(token)
        self.position -= 1
        raise self.explain_missing(token)

    def read_root(self, token: Token) -> tree.Node:
        """√ and the number or brackets that follow it."""
        if self.token.kind != "number" and not self.next_is("("):
            raise self.fault("how far does the root reach? write sqrt(…)", token.at)
        bracketed = self.next_is("(")
        node = tree.Call("sqrt", (self.read_atom(),), at=token.at)
        if not bracketed and self.value_begins():
            raise self.fault("how far does the root reach? write sqrt(…)", token.at)
        return node

    def read_number(self, token: Token) -> tree.Node:
        """A number: an int, or a decimal as an exact Fraction; with k or M, times a thousand or a million."""
        factor = THOUSANDS.get(token.text[-1], 1)
        text = token.text.rstrip("kKM").replace("_", "")
        mantissa, _, exponent = text.lower().partition("e")
        if len(mantissa.replace(".", "")) > MAX_DIGITS:
            raise self.fault(f"a number of more than {MAX_DIGITS} digits", token.at)
        if len(exponent) > 5 or abs(int(exponent or 0)) > 308:
            raise self.fault("the exponent is beyond ±308", token.at)
        value = int(text) if text.isdigit() else Fraction(text)
        return tree.Number(value * factor, slack=find_slack(mantissa, int(exponent or 0)) * factor, at=token.at)

    def read_call(self, token: Token) -> tree.Node:
        """A function of its arguments; `np.float64(2.5)` and other wrappers of NumPy are read as their argument."""
        name = to_function_name(token.text)
        if not self.next_is("("):
            example = f"{token.text}(…)^2" if self.next_is("^", "**") else f"{token.text}(…)"
            raise self.fault(f"{token.text} needs brackets; write {example}", token.at)
        arguments = self.read_arguments(self.take_token())
        if name in WRAPPERS:
            if len(arguments) != 1:
                raise self.fault("type only the number, without anything around it", token.at)
            return arguments[0]
        function = SCALARS[name]
        if not function.least <= len(arguments) <= function.most:
            raise self.fault(f"{token.text} is written {function.usage}", token.at)
        return tree.Call(name, arguments, at=token.at)

    def read_arguments(self, opened: Token) -> tuple[tree.Node, ...]:
        """Arguments up to the closing bracket."""
        return self.read_items(opened, ")")

    def read_items(self, opened: Token, closing: str) -> tuple[tree.Node, ...]:
        """Formulas between commas or semicolons up to a closing bracket, at least one."""
        self.enter_level(opened.at)
        bars, self.bars = self.bars, 0
        items = [self.read_piecewise()]
        while self.next_is(",", ";"):
            self.take_token()
            items.append(self.read_piecewise())
        self.expect_closing(closing, opened)
        self.bars = bars
        self.depth -= 1
        return tuple(items)


def find_slack(mantissa: str, power: int) -> Fraction | int:
    """Half a unit of the last place of a decimal, where it shows enough digits to stand for what rounds to it."""
    whole, point, decimals = mantissa.partition(".")
    if not point or len((whole + decimals).lstrip("0")) < SIGNIFICANT:
        return 0
    last: Fraction = Fraction(10) ** (power - len(decimals))
    return last / 2


def read_typed_formula(text: str, letters: Collection[str] = ()) -> tree.Node:
    """The tree of a typed formula; FormulaError with the place of the first fault."""
    return TypedReader(text, letters).read()
