r"""LaTeX mathematics as one line of Unicode: \frac{a + b}{2} is (a + b)/2, with the right brackets and no more.

What it cannot read it shows as it was written.  The mathematics is the same: where a bar or a raised line held a sum
together, brackets do.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dlquiz.view import tex
from dlquiz.view.glyphs import LOWERED, RAISED

DEEPEST = 40
ORD, FRACTION, ROOT, PREFIX, NAME, SUM, OPEN, CLOSE, OPERATOR, RELATION, COMMA, SPACE, SLASH = range(13)
OPERANDS = (ORD, ROOT, FRACTION)
TO_RAISED = {plain: raised for raised, plain in RAISED.items()}
TO_LOWERED = {plain: lowered for lowered, plain in LOWERED.items()} | {",": ","}
INDICES = set("ijklmnt")  # letters that are set low in a row: x_ij, but z_out
OPENERS, CLOSERS = "([{⌊⌈⟨", ")]}⌋⌉⟩"
WORDY = re.compile("[A-Za-zΑ-ω]{2}|_")


class Atom(NamedTuple):
    """A piece of a formula that stands or falls together."""

    text: str
    kind: int = ORD


class Unreadable(Exception):
    """LaTeX that this renderer cannot read."""


def signs() -> dict[str, Atom]:
    """Every command that stands for one sign."""
    kinds = (
        (tex.GREEK, ORD), (tex.LETTERS, ORD), (tex.RELATIONS, RELATION), (tex.OPERATORS, OPERATOR),
        (tex.PREFIXES, PREFIX), (tex.SUMS, SUM), (tex.OPENING, OPEN), (tex.CLOSING, CLOSE),
    )  # fmt: skip
    made = {name: Atom(sign, kind) for words, kind in kinds for name, sign in tex.table(words).items()}
    return made | {name: Atom(name, NAME) for name in tex.FUNCTIONS.split()}


SIGNS = signs()
CHARACTERS = {
    **dict.fromkeys("+-*±", OPERATOR), **dict.fromkeys("=<>≤≥≠≈→←∈:", RELATION), **dict.fromkeys(",;", COMMA),
    **dict.fromkeys(OPENERS, OPEN), **dict.fromkeys(CLOSERS, CLOSE), "/": SLASH, "·": OPERATOR, "×": OPERATOR,
    "∂": PREFIX, "∑": SUM,
}  # fmt: skip


@lru_cache(1024)
def inline(text: str) -> str:
    """The formula in one line; the text itself where it cannot be read."""
    try:
        return joined(Reader(text).sequence()).strip()
    except (Unreadable, RecursionError):
        return text


class Reader:
    """Reads LaTeX from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens = tex.tokens(text)
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.pairs = self.tokens.count("|") % 2 == 0  # |x|, and not p(x|y)

    def peek(self) -> str:
        """The next token; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """The next token, taken."""
        token = self.peek()
        self.at += 1
        return token

    def skip_spaces(self) -> None:
        """To the next token that is more than space."""
        while self.peek() and self.peek().isspace():
            self.at += 1

    def sequence(self, stops: tuple[str, ...] = ()) -> list[Atom]:
        """Atoms up to one of these tokens, which stays."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable
        atoms: list[Atom] = []
        while self.peek() and self.peek() not in stops:
            token = self.take()
            if token in ("^", "_"):
                self.at -= 1
                self.scripts(atoms)
            elif token == "}":
                raise Unreadable
            elif not token.isspace():
                atoms += self.atoms_of(token)
        if stops and not self.peek():
            raise Unreadable
        self.depth -= 1
        return atoms

    def atoms_of(self, token: str) -> list[Atom]:
        """What one token, with its arguments, stands for."""
        if token == "{":
            return self.group_rest()
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in ("&", "~"):
            return [Atom(" ", SPACE)]
        if token == "|" and self.pairs:
            self.bars += 1
            return [Atom("|", OPEN if self.bars % 2 else CLOSE)]
        return [Atom(token, CHARACTERS.get(token, ORD))]

    def group_rest(self) -> list[Atom]:
        """A group whose brace is already taken; several atoms stay one sequence."""
        atoms = self.sequence(("}",))
        self.take()
        return [Atom(atoms[0].text)] if [atom.kind for atom in atoms] == [COMMA] else atoms

    def argument(self) -> list[Atom]:
        """A group, or one token."""
        self.skip_spaces()
        token = self.take()
        if not token:
            raise Unreadable
        if token.isdigit() and len(token) > 1:  # \frac12 is a half
            self.at -= 1
            self.tokens[self.at] = token[1:]
            token = token[0]
        return self.atoms_of(token)

    def words(self) -> str:
        """The raw text of a group, such as that of \\text."""
        self.skip_spaces()
        if self.take() != "{":
            raise Unreadable
        depth, made = 1, []
        while depth:
            token = self.take()
            if not token:
                raise Unreadable
            depth += {"{": 1, "}": -1}.get(token, 0)
            made.append(token[1:] if len(token) == 2 and token[0] == "\\" else token)
        return "".join(made[:-1])

    def command(self, name: str) -> list[Atom]:
        """A command with its arguments."""
        if name in SIGNS:
            return [SIGNS[name]]
        if name in tex.SPACES or name == "\\":
            return [Atom(" ", SPACE)]
        if name in tex.SILENT:
            if name in ("left", "right") and self.peek() == ".":
                self.take()
            return []
        if name in tex.FRACTIONS:
            return [fraction(self.argument(), self.argument())]
        if name in tex.WORDS:
            word = self.words()
            return [Atom(word, NAME if name.startswith("operatorname") else ORD)]
        if name in tex.ACCENTS:
            return [accented(self.argument(), tex.ACCENTS[name], name)]
        if name == "sqrt":
            return [self.root()]
        if name == "begin":
            return self.environment(self.words())
        return self.rarer(name)

    def rarer(self, name: str) -> list[Atom]:
        """What is left."""
        if name in tex.DRESSES:
            return self.argument()
        if name == "mathbb":
            text = joined(self.argument())
            return [Atom(tex.BLACKBOARD.get(text, text))]
        if name == "binom":
            return [Atom(f"C({joined(self.argument())}, {joined(self.argument())})")]
        if name == "not":
            return [Atom({"=": "≠", "∈": "∉"}.get(text := joined(self.argument()), "¬" + text), RELATION)]
        if name in ("{", "}", "|", "%", "_", "&", "#", "$"):
            return [Atom("‖" if name == "|" else name, CHARACTERS.get(name, ORD))]
        if not name.isalpha():
            raise Unreadable
        return [Atom(name, NAME)]

    def root(self) -> Atom:
        """A root, with brackets in place of its roof."""
        degree = ""
        self.skip_spaces()
        if self.peek() == "[":
            self.take()
            degree = joined(self.sequence(("]",)), tight=True)
            self.take()
        sign = {"": "√", "3": "∛"}.get(degree, raised(degree) + "√")
        inner = self.argument()
        nested = [atom.kind for atom in inner] == [ROOT]
        return Atom(sign + (f"({joined(inner)})" if nested else bracketed(inner)), ROOT)

    def environment(self, name: str) -> list[Atom]:
        """A matrix, or cases, or lines."""
        if name == "array":
            self.words()
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(joined(self.sequence(("&", "\\\\", "\\end"))).strip())
            end = self.take()
            if end == "\\\\":
                rows.append([])
            elif end == "\\end":
                self.words()
                break
        return [Atom(layout(name, [row for row in rows if any(row)]))]

    def scripts(self, atoms: list[Atom]) -> None:
        """What is raised or lowered beside the last atom."""
        found = {"^": "", "_": ""}
        while self.peek() in ("^", "_"):
            mark = self.take()
            found[mark] += script(mark, self.argument())
            self.skip_spaces()
        base = atoms.pop() if atoms else Atom("")
        text = f"({base.text})" if base.kind in (FRACTION, ROOT) else base.text
        atoms.append(Atom(text + found["_"] + found["^"], ORD if base.kind in (FRACTION, ROOT, SPACE) else base.kind))


def fraction(above: list[Atom], below: list[Atom]) -> Atom:
    """A fraction in one line."""
    top, bottom = joined(above), joined(below)
    if is_sum(above):
        top = f"({top})"
    leibniz = top.startswith("d") and len(below) == 2 and below[0].text == "d"
    return Atom(f"{top}/{bottom if leibniz else bracketed(below)}", FRACTION)


def is_sum(atoms: list[Atom]) -> bool:
    """Whether a numerator needs brackets: it adds, compares, lists or is itself a fraction."""
    depth = 0
    for i, atom in enumerate(atoms):
        depth += (atom.kind == OPEN) - (atom.kind == CLOSE)
        adds = atom.kind == OPERATOR and atom.text in "+-±∓" and i > 0
        if depth == 0 and (adds or atom.kind in (RELATION, COMMA, FRACTION, SLASH, SUM, SPACE)):
            return True
    return False


def bracketed(atoms: list[Atom]) -> str:
    """A formula as one operand."""
    text = joined(atoms)
    return text if single(atoms) else f"({text})"


def single(atoms: list[Atom]) -> bool:
    """Whether it holds together without brackets: one sign, a derivative's ∂w, a call, or brackets already."""
    kinds = [atom.kind for atom in atoms]
    if kinds in ([ORD], [ROOT], [PREFIX, ORD]):
        return " " not in atoms[0].text
    if kinds[:1] == [NAME]:
        kinds, atoms = kinds[1:], atoms[1:]
    if kinds[:1] != [OPEN] or "".join(a.text for a in atoms[:1]) not in OPENERS:
        return False
    depth = 0
    for i, kind in enumerate(kinds):
        depth += (kind == OPEN) - (kind == CLOSE)
        if depth == 0:
            return i == len(kinds) - 1
    return False


def accented(atoms: list[Atom], mark: str, name: str) -> Atom:
    """A letter that wears a hat."""
    text = joined(atoms)
    if text in ("y", "Y") and mark == "\u0302":
        return Atom("ŷ" if text == "y" else "Ŷ")
    if len(text) == 1:
        return Atom(text + mark)
    return Atom(f"{name}({text})")


def script(mark: str, atoms: list[Atom]) -> str:
    """A raised or lowered text, with brackets where the signs for it are missing."""
    text = joined(atoms, tight=True)
    made = raised(text) if mark == "^" else lowered(text, atoms)
    if made:
        return made
    return mark + (text if single(atoms) or text.isalnum() or text == "*" else f"({text})")


def raised(text: str) -> str:
    """Text in raised signs; empty where one is missing."""
    return "".join(TO_RAISED[c] for c in text) if all(c in TO_RAISED for c in text) else ""


def lowered(text: str, atoms: list[Atom]) -> str:
    """Text in lowered signs; empty where one is missing, or where it is a word."""
    letters = {c for c in text if c.isalpha()}
    word = any(len(atom.text) > 1 and atom.text.isalpha() for atom in atoms)
    if word or (len(text) > 1 and not letters <= INDICES) or not all(c in TO_LOWERED for c in text):
        return ""
    return "".join(TO_LOWERED[c] for c in text)


def layout(name: str, rows: list[list[str]]) -> str:
    """A matrix, cases or lines in one line."""
    if name == "cases":
        return "{ " + "; ".join(" ".join(cell.strip(", ") for cell in row if cell) for row in rows) + " }"
    if "matrix" not in name and name != "array":
        return "; ".join(" ".join(row) for row in rows)
    if len(rows) > 1 and all(len(row) == 1 for row in rows):
        return f"[{', '.join(row[0] for row in rows)}]ᵀ"
    listed = [f"[{', '.join(row)}]" for row in rows]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def joined(atoms: list[Atom], tight: bool = False) -> str:
    """Atoms in a line, with the spaces that mathematics has; `tight` without them, for scripts."""
    made = ""
    for i, atom in enumerate(atoms):
        before = atoms[i - 1] if i else None
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        text = held(before, atom, after)
        made += text if tight else spaced(made, before, atom, after, text)
    return made


def held(before: Atom | None, atom: Atom, after: Atom | None) -> str:
    """A fraction or a root in brackets where its neighbours would tear it apart."""
    if atom.kind not in (FRACTION, ROOT):
        return atom.text
    left = atom.kind == FRACTION and before is not None and before.kind in (*OPERANDS, CLOSE, SLASH, PREFIX)
    right = after is not None and after.kind in (*OPERANDS, OPEN, PREFIX, NAME, SUM)
    right = right or (atom.kind == FRACTION and after is not None and after.kind == SLASH)
    return f"({atom.text})" if left or right else atom.text


def spaced(made: str, before: Atom | None, atom: Atom, after: Atom | None, text: str) -> str:
    """The text of an atom with its spaces."""
    if atom.kind == SPACE:
        return "" if made.endswith(" ") else " "
    if atom.kind == RELATION or (atom.kind == OPERATOR and binary(before) and wide(before, atom, after)):
        return f"{'' if made.endswith(' ') else ' '}{text} "
    if atom.kind == COMMA:
        return text + " "
    gap = " " if before is not None and made and not made.endswith(" ") and apart(before, atom) else ""
    return gap + text


def binary(before: Atom | None) -> bool:
    """Whether a sign after this has a left operand."""
    return before is not None and before.kind not in (OPERATOR, RELATION, COMMA, OPEN, SLASH, NAME)


def wide(before: Atom | None, atom: Atom, after: Atom | None) -> bool:
    """Whether an operator wants spaces: a dot only beside fractions and sums."""
    near = {neighbour.kind for neighbour in (before, after) if neighbour is not None}
    return atom.text not in "·*" or bool(near & {FRACTION, SUM})


def apart(before: Atom, atom: Atom) -> bool:
    """Whether two neighbours would run into one word."""
    if before.kind == SUM or (before.kind == NAME and atom.kind != OPEN):
        return atom.kind in (*OPERANDS, PREFIX, NAME, SUM, OPEN)
    if atom.kind in (NAME, SUM):
        return before.kind in (*OPERANDS, CLOSE)
    words = bool(WORDY.search(before.text) or WORDY.search(atom.text))
    return before.kind == atom.kind == ORD and words and not atom.text[:1].isspace() and not before.text[-1:].isspace()
