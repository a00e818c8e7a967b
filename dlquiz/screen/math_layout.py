"""Pieces of a formula put in a line: where spaces go, which brackets a bar or a raised line stood for."""

from __future__ import annotations

import re
from typing import NamedTuple

from dlquiz.screen.charset import LOWERED, RAISED

ORD, FRACTION, ROOT, PREFIX, NAME, SUM, OPEN, CLOSE, OPERATOR, RELATION, COMMA, SPACE, SLASH = range(13)
OPERANDS = (ORD, ROOT, FRACTION)
TO_RAISED = {plain: raised for raised, plain in RAISED.items()}
TO_LOWERED = {plain: lowered for lowered, plain in LOWERED.items()} | {",": ","}
INDICES = set("ijklmnt")  # letters that are set low: x_ij, but z_out; there is no low b, so x_a and x_b stay alike
OPENERS, CLOSERS = "([{⌊⌈⟨", ")]}⌋⌉⟩"
WORDY = re.compile("[A-Za-zΑ-ω]{2}|_")


class Atom(NamedTuple):
    """A piece of a formula that stands or falls together."""

    text: str
    kind: int = ORD


def make_fraction(above: list[Atom], below: list[Atom]) -> Atom:
    """A fraction in one line."""
    top, bottom = join_atoms(above), join_atoms(below)
    if is_sum(above):
        top = f"({top})"
    leibniz = top.startswith("d") and len(below) == 2 and below[0].text == "d"
    return Atom(f"{top}/{bottom if leibniz else bracket_atoms(below)}", FRACTION)


def is_sum(atoms: list[Atom]) -> bool:
    """Whether a numerator needs brackets: it adds, compares, lists or is itself a fraction."""
    depth = 0
    for i, atom in enumerate(atoms):
        depth += (atom.kind == OPEN) - (atom.kind == CLOSE)
        adds = atom.kind == OPERATOR and atom.text in "+-±∓" and i > 0
        if depth == 0 and (adds or atom.kind in (RELATION, COMMA, FRACTION, SLASH, SUM, SPACE)):
            return True
    return False


def bracket_atoms(atoms: list[Atom]) -> str:
    """A formula as one operand."""
    text = join_atoms(atoms)
    return text if is_single(atoms) else f"({text})"


def is_single(atoms: list[Atom]) -> bool:
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


def make_accent(atoms: list[Atom], mark: str, name: str) -> Atom:
    """A letter that wears a hat."""
    text = join_atoms(atoms)
    if text in ("y", "Y") and mark == "\u0302":
        return Atom("ŷ" if text == "y" else "Ŷ")
    if len(text) == 1:
        return Atom(text + mark)
    return Atom(f"{name}({text})")


def make_script(mark: str, atoms: list[Atom]) -> str:
    """A raised or lowered text, with brackets where the signs for it are missing."""
    text = join_atoms(atoms, tight=True)
    signs = to_superscript(text) if mark == "^" else to_subscript(text, atoms)
    if signs:
        return signs
    return mark + (text if is_single(atoms) or text.isalnum() or text == "*" else f"({text})")


def to_superscript(text: str) -> str:
    """Text in raised signs; empty where one is missing."""
    return "".join(TO_RAISED[c] for c in text) if all(c in TO_RAISED for c in text) else ""


def to_subscript(text: str, atoms: list[Atom]) -> str:
    """Text in lowered signs; empty where one is missing, or where it is a word."""
    letters = {c for c in text if c.isalpha()}
    word = any(len(atom.text) > 1 and atom.text.isalpha() for atom in atoms)
    if word or not letters <= INDICES or not all(c in TO_LOWERED for c in text):
        return ""
    return "".join(TO_LOWERED[c] for c in text)


def join_rows(name: str, rows: list[list[str]]) -> str:
    """A matrix, cases or lines in one line."""
    if name == "cases":
        return "{ " + "; ".join(" ".join(cell.strip(", ") for cell in row if cell) for row in rows) + " }"
    if "matrix" not in name and name != "array":
        return "; ".join(" ".join(row) for row in rows)
    if len(rows) > 1 and all(len(row) == 1 for row in rows):
        return f"[{', '.join(row[0] for row in rows)}]ᵀ"
    listed = [f"[{', '.join(row)}]" for row in rows]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def join_atoms(atoms: list[Atom], tight: bool = False) -> str:
    """Atoms in a line, with the spaces that mathematics has; `tight` without them, for scripts."""
    line = ""
    for i, atom in enumerate(atoms):
        before = atoms[i - 1] if i else None
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        text = bracket_torn(before, atom, after)
        line += text if tight else space_atom(line, before, atom, after, text)
    return line


def bracket_torn(before: Atom | None, atom: Atom, after: Atom | None) -> str:
    """A fraction or a root in brackets where its neighbours would tear it apart."""
    if atom.kind not in (FRACTION, ROOT):
        return atom.text
    left = atom.kind == FRACTION and before is not None and before.kind in (*OPERANDS, CLOSE, SLASH, PREFIX)
    right = after is not None and after.kind in (*OPERANDS, OPEN, PREFIX, NAME, SUM)
    right = right or (atom.kind == FRACTION and after is not None and after.kind == SLASH)
    return f"({atom.text})" if left or right else atom.text


def space_atom(line: str, before: Atom | None, atom: Atom, after: Atom | None, text: str) -> str:
    """The text of an atom with its spaces."""
    if atom.kind == SPACE:
        return "" if line.endswith(" ") else " "
    operator = atom.kind == OPERATOR and has_left_operand(before) and wants_spaces(before, atom, after)
    if operator or atom.kind == RELATION:
        return f"{'' if line.endswith(' ') else ' '}{text} "
    if atom.kind == COMMA:
        return text + " "
    gap = " " if before is not None and line and not line.endswith(" ") and wants_gap(before, atom) else ""
    return gap + text


def has_left_operand(before: Atom | None) -> bool:
    """Whether a sign after this has a left operand."""
    return before is not None and before.kind not in (OPERATOR, RELATION, COMMA, OPEN, SLASH, NAME)


def wants_spaces(before: Atom | None, atom: Atom, after: Atom | None) -> bool:
    """Whether an operator wants spaces: a dot only beside fractions and sums."""
    near = {neighbour.kind for neighbour in (before, after) if neighbour is not None}
    return atom.text not in "·*" or bool(near & {FRACTION, SUM})


def wants_gap(before: Atom, atom: Atom) -> bool:
    """Whether two neighbours would run into one word."""
    if before.kind == SUM or (before.kind == NAME and atom.kind != OPEN):
        return atom.kind in (*OPERANDS, PREFIX, NAME, SUM, OPEN)
    if atom.kind in (NAME, SUM):
        return before.kind in (*OPERANDS, CLOSE)
    words = bool(WORDY.search(before.text) or WORDY.search(atom.text))
    return before.kind == atom.kind == ORD and words and not atom.text[:1].isspace() and not before.text[-1:].isspace()
