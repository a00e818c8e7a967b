"""What was typed, in plain characters that still know where they stood: the text that every kind reads.

Outer and zero-width spaces are dropped; digits, minuses, times and division signs of any kind, full-width forms,
superscripts and vulgar fractions become their plain forms.  Greek letters stay, for the reader to look up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from dlquiz.errors import FormulaError, UsageError
from dlquiz.language.vocabulary import explain_mixed_number
from dlquiz.records import frozen

MAX_CHARACTERS = 500  # characters after trimming
WIDTHLESS = "\u200b\u200c\u200d\u2060\ufeff"
SPACES = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
OUTER = SPACES + WIDTHLESS
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PLAIN_FORMS = {
    **dict.fromkeys("−‐‑‒–﹣➖˗", "-"),
    **dict.fromkeys("×✕✖⨯·⋅∙∗", "*"),
    **dict.fromkeys("÷∕⁄➗", "/"),
    **dict.fromkeys("’‘ʼ′ʹ", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys(WIDTHLESS, ""),
    "∣": "|", "‖": "||", "∥": "||",
    "µ": "μ", "ϵ": "ε", "ϑ": "θ", "ϕ": "φ", "ϱ": "ρ", "ϰ": "κ", "ς": "σ", "∆": "Δ", "➕": "+",
    "٫": ".", "٬": "'", "ŷ": "y_hat", "Ŷ": "Y_hat", "\u0302": "_hat",
}  # fmt: skip
RAISED = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
        "0123456789+-()abcdefghijklmnoprstuvwxyzT",
        strict=True,
    )
)
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@frozen
class TypedText:
    """A typed text in its plain form; `origin` tells for every character of `text`, and for its end, where it stood."""

    raw: str
    text: str
    origin: Sequence[int]

    @classmethod
    def of(cls, raw: str) -> TypedText:
        """The plain form of what was typed; FormulaError where it is empty, too long, or holds control characters."""
        start = len(raw) - len(raw.lstrip(OUTER))
        body = raw.strip(OUTER)
        if not body:
            raise FormulaError("nothing is typed yet", raw, 0)
        if len(body) > MAX_CHARACTERS:
            raise FormulaError(
                f"too long: {len(body):,} characters, where {MAX_CHARACTERS} are allowed", raw, start + MAX_CHARACTERS
            )
        if body.isascii() and not CONTROL.search(body):
            return cls(raw, body, range(start, start + len(body) + 1))
        pieces = list(plain_pieces(raw, start, start + len(body)))
        origin = [at for text, at in pieces for _ in text]
        return cls(raw, "".join(text for text, _ in pieces), [*origin, start + len(body)])

    def fault(self, message: str, at: int = 0) -> FormulaError:
        """The refusal to raise, its place given in the plain text."""
        return FormulaError(make_visible(message), self.raw, self.origin[max(0, min(at, len(self.text)))])

    def relocate_error(self, error: FormulaError) -> FormulaError:
        """A refusal by a reader of the plain text, moved to its place in what was typed."""
        return self.fault(error.message, error.at)

    def cut(self, start: int, stop: int | None = None) -> TypedText:
        """The part from `start` to `stop`, without its outer spaces."""
        stop = len(self.text) if stop is None else stop
        body = self.text[start:stop]
        start += len(body) - len(body.lstrip())
        stop = start + len(body.strip())
        return TypedText(self.raw, self.text[start:stop], self.origin[start : stop + 1])

    def drop_places(self, places: Sequence[int]) -> TypedText:
        """The same without the characters at these places."""
        gone = set(places)
        kept = [i for i in range(len(self.text)) if i not in gone]
        return TypedText(
            self.raw, "".join(self.text[i] for i in kept), [*(self.origin[i] for i in kept), self.origin[-1]]
        )

    def replace_text(self, text: str) -> TypedText:
        """The same places with other characters: `text` is as long as the text it stands for."""
        return TypedText(self.raw, text, self.origin)

    def one_line(self) -> TypedText:
        """The same, if it is one line."""
        if "\n" in self.text:
            raise self.fault("several lines, where one answer is asked for", self.text.index("\n"))
        return self


def plain_pieces(raw: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    """The plain form of every character, with its place; runs of raised characters become a power in brackets."""
    at = start
    while at < stop:
        char = raw[at]
        if char in RAISED:
            end = find_run_end(raw, at, stop, RAISED)
            yield "^(", at
            yield from ((RAISED[raw[i]], i) for i in range(at, end))
            yield ")", end - 1
            at = end
        elif char in LOWERED:
            end = find_run_end(raw, at, stop, LOWERED)
            yield "_", at
            yield from ((LOWERED[raw[i]], i) for i in range(at, end))
            at = end
        else:
            yield plain_character(raw, at, stop), at
            at += 1


def find_run_end(raw: str, at: int, stop: int, table: dict[str, str]) -> int:
    """Where the characters of `table` that begin at `at` end."""
    while at < stop and raw[at] in table:
        at += 1
    return at


def plain_character(raw: str, at: int, stop: int) -> str:
    """The plain form of one character."""
    char = raw[at]
    if " " <= char <= "~" or char in "\t\n":
        return char
    if char in PLAIN_FORMS:
        return PLAIN_FORMS[char]
    if char == "\r":
        return "" if raw[at + 1 : at + 2] == "\n" else "\n"
    if "！" <= char <= "～":
        return chr(ord(char) - 0xFEE0)
    category = unicodedata.category(char)
    if category in HIDDEN:
        raise FormulaError(f"an invisible or control character (U+{ord(char):04X}) stands here; type it anew", raw, at)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Zs":
        return " "
    decomposed = unicodedata.decomposition(char)
    if decomposed.startswith("<fraction>"):
        return plain_fraction(raw, at, stop)
    if decomposed.startswith("<font>"):  # 𝑥: the same letter in another dress
        bare = unicodedata.normalize("NFKC", char)
        return PLAIN_FORMS.get(bare, bare)
    return char


def plain_fraction(raw: str, at: int, stop: int) -> str:
    """½ as (1/2), where it stands for itself or before a name."""
    made = unicodedata.normalize("NFKC", raw[at]).replace("\u2044", "/")
    before = raw[:at].rstrip(OUTER)[-1:]
    if made.endswith("/") or raw[at + 1 : min(at + 2, stop)].isdecimal():
        raise FormulaError("this fraction runs into the next number; write it with a slash", raw, at)
    if before.isdecimal():
        top, bottom = made.split("/")
        whole = re.search(r"(?<![\w.,])([-−]?)([0-9]{1,9})$", raw[:at].rstrip(OUTER))
        if whole:
            raise FormulaError(explain_mixed_number(int(whole[2]), int(top), int(bottom), bool(whole[1])), raw, at)
        raise FormulaError("a mixed number? write one fraction, or a sum", raw, at)
    if before.isalnum() or before in {")", "]", "|", "_"}:
        raise FormulaError(f"a fraction after a name? write it in front, or with *: {made}*…", raw, at)
    return f"({made})"


def make_visible(text: str) -> str:
    """Text for a message: hidden characters by their number, so that none reaches a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def write_typed(value: Any) -> str:
    """A value of Python or NumPy as one would type it; UsageError for what is no number, truth or list of these."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(write_typed, value))}]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, Fraction)):
        return str(value)
    raise UsageError(f"{value!r} is not an answer; give a text, a number or an array.")


def excerpt(text: str) -> str:
    """A piece of what was typed, short and harmless, for a message."""
    text = make_visible(" ".join(text.split()))
    text = "".join(c for c in text if c not in "[]\\")  # nothing that a terminal library takes for markup
    return text if len(text) <= 24 else text[:23] + "…"


LETTERS = ("LATIN", "GREEK", "FULLWIDTH LATIN")


def describe_foreign_letter(char: str) -> str:
    """What to say of a letter from another alphabet; an empty text for any other character."""
    name = unicodedata.name(char, "")
    if not char.isalpha() or name.startswith(LETTERS):
        return ""
    alphabet = name.split(" ")[0].capitalize()
    return f'the letter "{char}" is from another alphabet ({alphabet}); type it on a Latin keyboard'
