r"""LaTeX mathematics as one line of Unicode: \frac{a + b}{2} is (a + b)/2, with the right brackets and no more.

What it cannot read it shows as it was written.  The mathematics is the same: where a bar or a raised line held a sum
together, brackets do.
"""

from __future__ import annotations

from functools import lru_cache

from dlquiz.screen import latex_tokens
from dlquiz.screen.math_layout import (
    CLOSE,
    CLOSERS,
    COMMA,
    FRACTION,
    NAME,
    OPEN,
    OPENERS,
    OPERATOR,
    ORD,
    PREFIX,
    RELATION,
    ROOT,
    SLASH,
    SPACE,
    SUM,
    Atom,
    bracket_atoms,
    join_atoms,
    join_rows,
    make_accent,
    make_fraction,
    make_script,
    to_superscript,
)

DEEPEST = 40
MAX_CHARACTERS = 5_000  # of a formula that is set


class Unreadable(Exception):
    """LaTeX that this renderer cannot read."""


def build_signs() -> dict[str, Atom]:
    """Every command that stands for one sign."""
    kinds = (
        (latex_tokens.GREEK, ORD),
        (latex_tokens.LETTERS, ORD),
        (latex_tokens.RELATIONS, RELATION),
        (latex_tokens.OPERATORS, OPERATOR),
        (latex_tokens.PREFIXES, PREFIX),
        (latex_tokens.SUMS, SUM),
        (latex_tokens.OPENING, OPEN),
        (latex_tokens.CLOSING, CLOSE),
    )
    signs = {name: Atom(sign, kind) for words, kind in kinds for name, sign in latex_tokens.parse_pairs(words).items()}
    return signs | {name: Atom(name, NAME) for name in latex_tokens.FUNCTIONS.split()}


SIGNS = build_signs()
CHARACTERS = {
    **dict.fromkeys("+-*±", OPERATOR), **dict.fromkeys("=<>≤≥≠≈→←∈:", RELATION), **dict.fromkeys(",;", COMMA),
    **dict.fromkeys(OPENERS, OPEN), **dict.fromkeys(CLOSERS, CLOSE), "/": SLASH, "·": OPERATOR, "×": OPERATOR,
    "∂": PREFIX, "∑": SUM,
}  # fmt: skip


def render_latex(text: str) -> str:
    """The formula in one line; the text itself where it cannot be read or is too long."""
    return render_cached(text) if len(text) <= MAX_CHARACTERS else text


@lru_cache(1024)
def render_cached(text: str) -> str:
    """The same for a formula of any length."""
    try:
        return join_atoms(Reader(text).read_sequence()).strip()
    except (Unreadable, RecursionError):
        return text


class Reader:
    """Reads LaTeX from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens = latex_tokens.split_tokens(text)
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

    def read_sequence(self, stops: tuple[str, ...] = ()) -> list[Atom]:
        """Atoms up to one of these tokens, which stays."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable
        atoms: list[Atom] = []
        while self.peek() and self.peek() not in stops:
            token = self.take()
            if token in ("^", "_"):
                self.at -= 1
                self.read_scripts(atoms)
            elif token == "}":
                raise Unreadable
            elif not token.isspace():
                atoms += self.read_token(token)
        if stops and not self.peek():
            raise Unreadable
        self.depth -= 1
        return atoms

    def read_token(self, token: str) -> list[Atom]:
        """What one token, with its arguments, stands for."""
        if token == "{":
            return self.read_group_rest()
        if token.startswith("\\"):
            return self.read_command(token[1:])
        if token in ("&", "~"):
            return [Atom(" ", SPACE)]
        if token == "|" and self.pairs:
            self.bars += 1
            return [Atom("|", OPEN if self.bars % 2 else CLOSE)]
        return [Atom(token, CHARACTERS.get(token, ORD))]

    def read_group_rest(self) -> list[Atom]:
        """A group whose brace is already taken; several atoms stay one sequence."""
        atoms = self.read_sequence(("}",))
        self.take()
        return [Atom(atoms[0].text)] if [atom.kind for atom in atoms] == [COMMA] else atoms

    def read_argument(self) -> list[Atom]:
        """A group, or one token."""
        self.skip_spaces()
        token = self.take()
        if not token:
            raise Unreadable
        if token.isdigit() and len(token) > 1:  # \frac12 is a half
            self.at -= 1
            self.tokens[self.at] = token[1:]
            token = token[0]
        return self.read_token(token)

    def read_words(self) -> str:
        """The raw text of a group, such as that of \\text."""
        self.skip_spaces()
        if self.take() != "{":
            raise Unreadable
        depth, words = 1, []
        while depth:
            token = self.take()
            if not token:
                raise Unreadable
            depth += {"{": 1, "}": -1}.get(token, 0)
            words.append(token[1:] if len(token) == 2 and token[0] == "\\" else token)
        return "".join(words[:-1])

    def read_command(self, name: str) -> list[Atom]:
        """A command with its arguments."""
        if name in SIGNS:
            return [SIGNS[name]]
        if name in latex_tokens.SPACES or name == "\\":
            return [Atom(" ", SPACE)]
        if name in latex_tokens.SILENT:
            if name in ("left", "right") and self.peek() == ".":
                self.take()
            return []
        if name in latex_tokens.FRACTIONS:
            return [make_fraction(self.read_argument(), self.read_argument())]
        if name in latex_tokens.WORDS:
            word = self.read_words()
            return [Atom(word, NAME if name.startswith("operatorname") else ORD)]
        if name in latex_tokens.ACCENTS:
            return [make_accent(self.read_argument(), latex_tokens.ACCENTS[name], name)]
        if name == "sqrt":
            return [self.read_root()]
        if name == "begin":
            return self.read_environment(self.read_words())
        return self.read_rare_command(name)

    def read_rare_command(self, name: str) -> list[Atom]:
        """What is left."""
        if name in latex_tokens.DRESSES:
            return self.read_argument()
        if name == "mathbb":
            text = join_atoms(self.read_argument())
            return [Atom(latex_tokens.BLACKBOARD.get(text, text))]
        if name == "binom":
            return [Atom(f"C({join_atoms(self.read_argument())}, {join_atoms(self.read_argument())})")]
        if name == "not":
            return [Atom({"=": "≠", "∈": "∉"}.get(text := join_atoms(self.read_argument()), "¬" + text), RELATION)]
        if name in ("{", "}", "|", "%", "_", "&", "#", "$"):
            return [Atom("‖" if name == "|" else name, CHARACTERS.get(name, ORD))]
        if not name.isalpha():
            raise Unreadable
        return [Atom(name, NAME)]

    def read_root(self) -> Atom:
        """A root, with brackets in place of its roof."""
        degree = ""
        self.skip_spaces()
        if self.peek() == "[":
            self.take()
            degree = join_atoms(self.read_sequence(("]",)), tight=True)
            self.take()
        sign = {"": "√", "3": "∛"}.get(degree, to_superscript(degree) + "√")
        inner = self.read_argument()
        nested = [atom.kind for atom in inner] == [ROOT]
        raised = inner[-1:] != [] and inner[-1].kind == CLOSE and inner[-1].text not in CLOSERS  # √((-x)²)
        return Atom(sign + (f"({join_atoms(inner)})" if nested or raised else bracket_atoms(inner)), ROOT)

    def read_environment(self, name: str) -> list[Atom]:
        """A matrix, or cases, or lines."""
        if name == "array":
            self.read_words()
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(join_atoms(self.read_sequence(("&", "\\\\", "\\end"))).strip())
            end = self.take()
            if end == "\\\\":
                rows.append([])
            elif end == "\\end":
                self.read_words()
                break
        return [Atom(join_rows(name, [row for row in rows if any(row)]))]

    def read_scripts(self, atoms: list[Atom]) -> None:
        """What is raised or lowered beside the last atom."""
        found = {"^": "", "_": ""}
        while self.peek() in ("^", "_"):
            mark = self.take()
            found[mark] += make_script(mark, self.read_argument())
            self.skip_spaces()
        base = atoms.pop() if atoms else Atom("")
        text = f"({base.text})" if base.kind in (FRACTION, ROOT) else base.text
        atoms.append(Atom(text + found["_"] + found["^"], ORD if base.kind in (FRACTION, ROOT, SPACE) else base.kind))
