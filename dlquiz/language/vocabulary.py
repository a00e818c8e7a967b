"""The tokens of typed answers: numbers, known names, and the errors for everything else."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator

from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language.functions import FUNCTIONS, Function, analytic
from dlquiz.language.grammar import FormulaReader
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.tokens import Token
from dlquiz.language.write.symbols import GREEK

TOKEN = re.compile(
    r"""(?P<number> (?: [0-9]+ (?:_[0-9]+)* (?:\. (?:[0-9]+ (?:_[0-9]+)*)? )? | \.[0-9]+ (?:_[0-9]+)* )
                    (?: [eE][+-]?[0-9]+ )? )
      | (?P<prefix> (?: np | numpy | math | torch ) \. (?=[A-Za-z]) )
      | (?P<name> [A-Za-z][A-Za-z0-9_]* | [Α-ω] (?:[0-9]+ | _[A-Za-z0-9]+)? )
      | (?P<op> \*\* | // | [-+*/^(),;|{}√⌊⌋⌈⌉] )
      | (?P<comparison> <= | >= | == | != | [<>≤≥] )
      | (?P<space> [ \t]+ )""",
    re.VERBOSE,
)
NON_DECIMAL = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+")
TIMES = re.compile(r"[xX](?=[ \t]*[-+]?[ \t]*[0-9.(])")
IF = re.compile(r"(?<![A-Za-z0-9_])if(?![A-Za-z0-9_])")
THOUSANDS_SUFFIX = re.compile(r"[kKM](?![A-Za-z0-9_])")


def sech(x: float) -> float:
    """1 / cosh x, without overflow."""
    small = math.exp(-abs(x))
    return 2 * small / (1 + small * small)


TYPED_FUNCTIONS = (
    "abs", "min", "max", "round", "floor", "ceil", "sqrt", "exp", "log", "log2", "log10", "sin", "cos", "sign", "clip",
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish", "gelu", "mish", "softplus", "step_function",
)  # fmt: skip
SCALARS: dict[str, Function] = {name: FUNCTIONS[name] for name in TYPED_FUNCTIONS}
SCALARS["sech"] = Function("sech", "sech(x)", "hyperbolic secant", analytic(sech), 1, 1)
SCALARS["max"] = SCALARS["max"]._replace(usage="max(a, b)", least=2)
SCALARS["min"] = SCALARS["min"]._replace(usage="min(a, b)", least=2)
ALIASES = {"ln": "log", "sigma": "sigmoid", "maximum": "max", "minimum": "min", "absolute": "abs"}
WRAPPERS = {"array", "asarray", "tensor", "matrix", "float64", "float32", "float16", "int64", "int32", "int16", "int8"}
FUNCTION_WORDS = {*SCALARS, *ALIASES, *WRAPPERS}

NAMES_OF_LETTER: dict[str, tuple[str, ...]] = {
    letter: tuple(name for name, shown in GREEK.items() if shown == letter) for letter in GREEK.values()
}
INFINITE_WORDS = {"nan", "inf", "infinity", "oo", "infty"}
EMPTY_WORDS = {"none", "null", "true", "false", "nil"}
PROGRAM_WORDS = {
    "if",
    "else",
    "for",
    "in",
    "is",
    "not",
    "lambda",
    "import",
    "def",
    "return",
    "print",
    "eval",
    "exec",
    "while",
}
PIECES = ("if", "else")  # in formulas with letters
CHARACTER_ADVICE = {
    "=": "an equation is not an answer; type one side of it",
    "<": "a comparison is not an answer; type the value alone",
    ">": "a comparison is not an answer; type the value alone",
    "≤": "a comparison is not an answer; type the value alone",
    "≥": "a comparison is not an answer; type the value alone",
    "≠": "a comparison is not an answer; type the value alone",
    "≈": "approximately? type the plain value, rounded as asked",
    "~": "approximately? type the plain value, rounded as asked",
    "∼": "approximately? type the plain value, rounded as asked",
    "±": "plus or minus? one value, please",
    "∓": "plus or minus? one value, please",
    "%": "per cent inside a formula? write the hundredth as /100",
    "‰": "per mille? write the thousandth as /1000",
    "!": "there are no factorials here; write the product",
    "?": "if you are unsure, type your best guess without the question mark",
    "'": "a prime or a quote has no meaning here; type the value itself",
    '"': "quotes are not read; type the value without them",
    "`": "quotes are not read; type the value without them",
    "\\": "LaTeX is not read; type it plainly, such as sqrt(2)/2",
    "$": "LaTeX is not read; type it plainly, such as sqrt(2)/2",
    "[": "square brackets make a list; one value is asked for here",
    "]": "square brackets make a list; one value is asked for here",
    ":": "a colon has no meaning here; a ratio is written with a slash",
    "_": "names do not start with an underscore",
    ".": "a point without digits, or an attribute, cannot be read",
    "@": "@ has no meaning here; times is *",
    "&": "one answer, please, without &",
    "#": "# has no meaning here",
    "\n": "there are several lines, but one answer is asked for",
    "∞": "not a finite number",
    "—": "a long dash: a minus, or a remark? a minus is -",
    "―": "a long dash: a minus, or a remark? a minus is -",
    "…": "do dots mean that it goes on? write a fraction, or round",
    "∂": "a derivative sign is not an answer; type the formula itself",
    "∇": "a derivative sign is not an answer; type the formula itself",
}


class TypedTokens(FormulaReader):
    """Splits a typed formula in the declared `letters` into tokens; the rules are those of its subclass."""

    def __init__(self, text: str, letters: Collection[str] = ()) -> None:
        self.letters = frozenset(letters)
        super().__init__(text)

    def pieces_begin(self, before: str) -> bool:
        """Whether a formula in pieces, `x if x > 0 else 0`, has begun, in which comparisons have a meaning."""
        return bool(self.letters) and IF.search(before) is not None

    def tokenize(self) -> Iterator[Token]:
        """The tokens of the text; an unknown word becomes a product of letters."""
        at, before = 0, Token("start", "", 0)
        while at < len(self.text):
            for token in self.read_tokens(at, before):
                before = token
                if token.kind in ("number", "name", "function", "op", "comparison"):
                    yield token
            at = before.at + len(before.text)

    def read_tokens(self, at: int, before: Token) -> Iterator[Token]:
        """The tokens at one place of the text: one, or the letters of a product."""
        times = TIMES.match(self.text, at)
        if times and self.value_ends_before(before, at) and not self.letters.intersection("xX"):
            yield Token("op", "*", at)
            return
        match = TOKEN.match(self.text, at)
        if match is None:
            raise self.explain_character(at)
        kind, text = match.lastgroup or "", match.group()
        if kind == "comparison" and not self.pieces_begin(self.text[:at]):
            raise self.explain_character(at)
        if kind == "number":
            yield self.read_digits(text, at)
        elif kind == "name":
            yield from self.read_word_tokens(text, at, before)
        elif text == "//":
            raise self.fault("// is not read; write / or floor(a/b)", at)
        else:
            yield Token(kind, text, at)

    def value_ends_before(self, before: Token, at: int) -> bool:
        """Whether a value ends right before this place."""
        if before.kind == "space":
            before = Token("number", self.text[before.at - 1 : before.at], at) if before.at else before
            return before.text.isdigit() or before.text in {")", "."}
        return before.kind == "number" or before.text == ")"

    def number_ends_before(self, at: int) -> bool:
        """Whether a number ends right before this place."""
        return self.text[:at].rstrip()[-1:].isdigit()

    def read_digits(self, text: str, at: int) -> Token:
        """The token of a number, with its k or M; FormulaError for hexadecimal, recurring and unending numbers."""
        if NON_DECIMAL.match(self.text, at):
            raise self.fault("hexadecimal numbers are not read; a number starts with its digits, and times is *", at)
        end = at + len(text)
        if self.text.startswith("...", end - text.endswith(".")):
            raise self.fault("do dots mean that it goes on? write a fraction, or round", end)
        if text.endswith(".") and self.text.startswith("(", end):
            raise self.fault("a recurring decimal? write it as a fraction, such as 5/9", end)
        if not self.letters and THOUSANDS_SUFFIX.match(self.text, end):
            return Token("number", text + self.text[end], at)
        return Token("number", text, at)

    def read_word_tokens(self, word: str, at: int, before: Token) -> Iterator[Token]:
        """The token of a word by its meaning, or the tokens of the product that it is."""
        if before.kind == "prefix":
            if word not in FUNCTION_WORDS and word not in CONSTANTS:
                raise self.fault(f'there is no "{before.text}{word}" here', before.at)
            yield Token("name" if word in CONSTANTS else "function", word, at)
            return
        if word == "e" and not self.letters and self.number_ends_before(at) and self.text[at + 1 :].lstrip()[:1] != "^":
            raise self.fault("an unfinished power of ten, or times e? write 1e5, or 2*e", at)
        meaning = self.find_meaning(word, at)
        if meaning is not None:
            yield meaning
            return
        yield from self.split_product(word, at, before)

    def find_meaning(self, word: str, at: int) -> Token | None:
        """The token of a letter, a constant or a function; None for any other word."""
        if self.find_letter(word) or word in CONSTANTS or word == "π":
            return Token("name", word, at)
        return Token("function", word, at) if is_function(word) else None

    def find_letter(self, word: str) -> str:
        """The declared letter that a word stands for: itself, eta for `η`, x_1 or x1 for `x₁`; else an empty text."""
        if word in self.letters:
            return word
        head, tail = word[:1], word[1:]
        for name in NAMES_OF_LETTER.get(head, ()):
            for spelled in (name + tail, f"{name}_{tail}"):
                if spelled in self.letters:
                    return spelled
        subscripted = re.sub(r"(?<=[A-Za-z])(?=[0-9]+$)", "_", word)
        return next((s for s in (subscripted, word.replace("_", "")) if s != word and s in self.letters), "")

    def split_product(self, word: str, at: int, before: Token) -> Iterator[Token]:
        """The letters of an undeclared word; FormulaError where it is a product of letters in no way or in several."""
        ways = split_word(word, self.list_pieces(at + len(word)))
        if self.letters and word in PIECES and not ways:
            yield Token("op", word, at)
            return
        if len(ways) != 1:
            raise self.explain_unknown(word, at, before, len(ways))
        for piece in ways[0]:
            token = self.find_meaning(piece, at)
            assert token is not None  # every piece is a letter, a constant or a function
            yield token
            at += len(piece)

    def list_pieces(self, end: int) -> tuple[list[str], list[str]]:
        """The letters that a product may consist of, and the words that it may end with."""
        letters = [*self.letters, *CONSTANTS] if self.letters else []
        functions = [*SCALARS, *ALIASES] if letters and self.text[end:].lstrip()[:1] == "(" else []
        return letters, [*letters, *functions]

    def explain_unknown(self, word: str, at: int, before: Token, ways: int) -> FormulaError:
        """The error for a word without a meaning."""
        lowered = word.lower()
        number = before.kind == "number" and before.at + len(before.text) == at
        if ways > 1:
            return self.fault(f'"{word}" is more than one product; put * between its letters', at)
        if lowered in INFINITE_WORDS:
            return self.fault("not a finite number", at)
        if lowered in EMPTY_WORDS:
            return self.fault(f'"{word}" is a word; for 0, type 0', at)
        if lowered in ("or", "and"):
            return self.fault("one answer, please", at)
        if lowered in PROGRAM_WORDS:
            return self.fault(f'program text such as "{word}" is not read; type the value itself', at)
        if number and lowered in ("o", "l", "i"):
            return self.fault(f"the letter {word} instead of the digit {'0' if lowered == 'o' else '1'}?", at)
        if number and lowered == "j":
            return self.fault("complex numbers are not read", at)
        return self.explain_unfit(word, at)

    def explain_unfit(self, word: str, at: int) -> FormulaError:
        """The error for an unknown name: a power without its operator, the wrong case, or neither."""
        head = word.rstrip("0123456789")
        if (
            head != word
            and head[-1:] != "_"
            and (self.find_letter(head) or split_word(head, self.list_pieces(len(self.text))))
        ):
            tail = word[len(head) :]
            return self.fault(f'"{word}" can be read in two ways; write {head}^{tail} or {head}*{tail}', at)
        function = next(
            (name for name in FUNCTION_WORDS if word.startswith(name) and self.find_letter(word[len(name) :])), ""
        )
        if function:
            return self.fault(f"{function} needs brackets; write {function}({word[len(function) :]})", at)
        known = [*sorted(self.letters), *CONSTANTS, *(name for name in FUNCTION_WORDS if name not in WRAPPERS)]
        same = [name for name in known if name.lower() == word.lower()]
        if same:
            return self.fault(f'"{word}" is not known, and case matters; did you mean "{same[0]}"?', at)
        if self.letters and len(word) <= 2:
            return self.fault(f'"{word}" is not known here; the letters are {", ".join(sorted(self.letters))}', at)
        if not self.letters and self.text[at + len(word) :].lstrip()[:1] != "(":
            return self.fault(f'the word "{word[:24]}" is not understood; type the number alone', at)
        return self.fault(f'"{word[:24]}" is not known here{did_you_mean(word, known)}', at)

    def explain_character(self, at: int) -> FormulaError:
        """The error for a character that starts no token."""
        char = self.text[at]
        if char in CHARACTER_ADVICE:
            return self.fault(CHARACTER_ADVICE[char], at)
        if char.isalpha():
            alphabet = unicodedata.name(char, "UNKNOWN").split(" ")[0].capitalize()
            return self.fault(f'"{char}" is a letter of another alphabet ({alphabet}); type the Latin letter', at)
        return self.fault(f'the character "{char}" has no meaning here', at)


def is_function(word: str) -> bool:
    """Whether a word names a function."""
    return to_function_name(word) in SCALARS or word in WRAPPERS


def to_function_name(word: str) -> str:
    """The formula language's name of a function: log for ln, sigmoid for σ, log2 for log₂."""
    word = {"σ": "sigma", "log_2": "log2", "log_10": "log10"}.get(word, word)
    return ALIASES.get(word, word)


def explain_mixed_number(whole: int, top: int, bottom: int, negative: bool) -> str:
    """The message for a mixed number such as 1 1/2."""
    if negative:
        return f"a mixed number? write -{whole * bottom + top}/{bottom} or -({whole}+{top}/{bottom})"
    return f"a mixed number? write {whole * bottom + top}/{bottom} or {whole}+{top}/{bottom}"


def split_word(word: str, pieces: tuple[list[str], list[str]]) -> list[list[str]]:
    """The ways to write a word as a row of pieces, whose last may come from the second list; at most two ways.

    Two are enough to see that a word is ambiguous.  The ways are built from the end of the word, so that a long word
    costs its length times the number of pieces.
    """
    inner, last = pieces
    ways: list[list[list[str]]] = [[] for _ in range(len(word) + 1)]  # ways to write what begins here
    for at in range(len(word) - 1, -1, -1):
        if word[at:] in last:
            ways[at].append([word[at:]])
        for piece in set(inner):
            if word.startswith(piece, at) and at + len(piece) < len(word):
                ways[at].extend([piece, *rest] for rest in ways[at + len(piece)])
        del ways[at][2:]
    return ways[0]
