"""The reader of whole problems that people type: as typed answers, with arrays, and with letters that nobody declared.

    product   = signed {("*" | "/" | "@") signed | power}
    atom      = … | "[" piecewise {"," piecewise} "]"        then any number of indices "[" whole {"," whole} "]"
    function  = those of typed answers, and softmax, norm, sum, mean, dot, outer, transpose

`W^T` is a transposed matrix; `softmax(a, b)` and `norm(a, b)` take a list without its brackets.  A letter is any word
that is no function: `ywx` is one letter, unless y, w and x are declared, and then their product.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dlquiz import tree
from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language.functions import FUNCTIONS
from dlquiz.language.grammar import read_formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.tokens import Token
from dlquiz.language.typed import TypedReader
from dlquiz.language.vocabulary import (
    ALIASES,
    NAMES_OF_LETTER,
    PIECES,
    PROGRAM_WORDS,
    SCALARS,
    is_function,
    split_word,
    to_function_name,
)

ARRAY_FUNCTIONS = ("softmax", "norm", "sum", "mean", "dot", "outer", "transpose")
REWRITTEN = {  # by what the language has
    name: read_formula(text)
    for name, text in {
        "tan": "sin(u)/cos(u)",
        "sinh": "(exp(u) - exp(-u))/2",
        "cosh": "(exp(u) + exp(-u))/2",
        "sech": "2/(exp(u) + exp(-u))",
    }.items()
}
OF_LISTS = ("softmax", "norm")  # which take the elements of a list as arguments too
WORD = re.compile(
    r"""[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)? | (?:np|numpy|math|torch)\.
      | (?P<word> [A-Za-z][A-Za-z0-9_]* | [Α-ω](?:[0-9]+|_[A-Za-z0-9]+)? )""",
    re.VERBOSE,
)
NUMBERED = re.compile(r"([A-Za-z]\w*?)_([0-9]+)")


class MathematicsReader(TypedReader):
    """Reads one typed formula, with arrays, in the `letters`."""

    product_signs = ("*", "/", "@")

    def read_tokens(self, at: int, before: Token) -> Iterator[Token]:
        """The tokens at one place of the text; behind a number, x2 is a letter where there is one, and no product."""
        word = WORD.match(self.text, at) if self.text[at] in "xX" else None
        if self.text[at] in "[]@":
            yield Token("op", self.text[at], at)
        elif word is not None and word["word"] in self.letters:
            yield from self.read_word_tokens(word["word"], at, before)
        else:
            yield from super().read_tokens(at, before)

    def find_meaning(self, word: str, at: int) -> Token | None:
        """The token of a letter, a constant or a function."""
        known = super().find_meaning(word, at)
        if known is None and (word in ARRAY_FUNCTIONS or word in REWRITTEN or word == "T"):
            return Token("name" if word == "T" else "function", word, at)
        return known

    def read_power(self) -> tree.Node:
        """A power; with the exponent T a transposed array."""
        node = super().read_power()
        if isinstance(node, tree.Binary) and node.right == tree.Name("T") and "T" not in self.letters:
            return tree.Call("transpose", (node.left,), at=node.at)
        return node

    def explain_exponent(self, base: str, exponent: str) -> FormulaError:
        """The error for `e^2x`; behind a transposed array the product has a sign of its own."""
        if exponent == "T" and "T" not in self.letters:
            product = f"{base[-20:]}^T @ {self.preview_next()}"
            return self.fault(f"a product of arrays is written with @: {product}", self.token.at)
        return super().explain_exponent(base, exponent)

    def read_atom(self) -> tree.Node:
        """An atom or a list, with its indices."""
        before = self.tokens[self.position - 1] if self.position else self.token
        if self.next_is("T") and "T" not in self.letters and before.text not in ("^", "**", "("):
            raise self.fault('T stands for "transposed" behind ^; for a quantity, take another letter', self.token.at)
        node = self.read_array() if self.next_is("[") else super().read_atom()
        while self.next_is("["):
            opened = self.take_token()
            self.count_operator(opened)
            node = tree.Index(node, self.read_items(opened, "]"), at=opened.at)
        return node

    def read_array(self) -> tree.Node:
        """A list in square brackets."""
        opened = self.take_token()
        return tree.Array(self.read_items(opened, "]"), at=opened.at)

    def read_call(self, token: Token) -> tree.Node:
        """A function of its arguments."""
        name = token.text
        if (name not in ARRAY_FUNCTIONS and name not in REWRITTEN) or not self.next_is("("):
            return super().read_call(token)
        arguments = self.read_arguments(self.take_token())
        if name in REWRITTEN:
            if len(arguments) != 1:
                raise self.fault(f"{name} is written {name}(x)", token.at)
            return tree.rename(REWRITTEN[name], {"u": arguments[0]})
        if name in OF_LISTS and len(arguments) > 1:
            arguments = (tree.Array(arguments, at=token.at),)
        function = FUNCTIONS[name]
        if not function.least <= len(arguments) <= function.most:
            raise self.fault(f"{name} is written {function.usage}", token.at)
        return tree.Call(name, arguments, at=token.at)


def read_mathematics(text: str, declared: Collection[str] = ()) -> tree.Node:
    """The tree of a formula that somebody typed; FormulaError with the place of the first fault.

    `declared` are letters that are known, of which a word may be a product; numbered letters lose their underscore, so
    that x_1 and x1 are the same.
    """
    letters = {join_number(name) for name in declared}
    letters |= set(find_letters(text, letters | find_single_letters(text)))
    spelled = {split for name in letters for split in (name, *split_number(name))}
    node = MathematicsReader(text, spelled).read()
    if "e" not in letters:
        node = tree.transform(node, write_exponential)
    return tree.rename(node, {name: tree.Name(join_number(name)) for name in tree.names(node)})


def write_exponential(node: tree.Node) -> tree.Node | None:
    """`exp(x)` for e^x; None for any other node."""
    if not isinstance(node, tree.Binary) or node.op != "**" or node.left != tree.Name("e"):
        return None
    return tree.Call("exp", (tree.transform(node.right, write_exponential),), at=node.at)


APPLIED_SIGMOID = re.compile(r"σ\s*\(")  # a function, not a letter


def find_single_letters(text: str) -> set[str]:
    """The letters that stand alone somewhere: then `3xy` is a product where x and y occur."""
    words = (match["word"] for match in WORD.finditer(text) if not APPLIED_SIGMOID.match(text, match.start()))
    return {join_number(word) for word in words if word is not None and len(word) == 1} - CONSTANTS.keys() - {"T"}


def join_number(name: str) -> str:
    """`x1` for x_1, `w12` for w_1_2; a Greek letter by its name."""
    head = NAMES_OF_LETTER.get(name[:1])
    name = head[0] + name[1:] if head else name
    while match := NUMBERED.fullmatch(name):
        name = match[1] + match[2]
    return name


def split_number(name: str) -> list[str]:
    """The other spelling of a numbered letter: x_1 for x1."""
    match = re.fullmatch(r"([A-Za-z]+)([0-9]+)", name)
    return [f"{match[1]}_{match[2]}"] if match else []


def find_letters(text: str, declared: Collection[str]) -> Iterator[str]:
    """The letters of a text besides the declared ones; FormulaError for a call of an unknown function."""
    for match in WORD.finditer(text):
        word = match["word"]
        if word is None or word in PIECES or word in CONSTANTS or word == "π":
            continue
        if join_number(word) in declared:
            yield join_number(word)
            continue
        called = text[match.end() :].lstrip()[:1] == "("
        if is_function(word) or word in ARRAY_FUNCTIONS or (word in REWRITTEN and called):
            if not called and to_function_name(word) == "sigmoid" and word != "sigmoid":
                yield join_number(word)  # σ alone is a letter
            continue
        if word == "T" and text[: match.start()].rstrip("( ").endswith("^"):
            continue
        if len(split_word(word, ([*declared, *CONSTANTS], [*declared, *CONSTANTS, *SCALARS, *ALIASES]))) == 1:
            continue
        if (word in PROGRAM_WORDS and word != "lambda") or (called and len(word) > 1 and word.isalpha()):
            known = did_you_mean(word, [*SCALARS, *ALIASES, *ARRAY_FUNCTIONS, *REWRITTEN])
            raise FormulaError(f'there is no function "{word[:24]}"{known}', text, match.start())
        yield join_number(word)
