"""What can be told on the way to an answer, and what of the tape is shown after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dlquiz.problem import Problem
from dlquiz.worked import Entry


def hints(problem: Problem, part: str) -> list[str]:
    """The hints of a part in order, the question's own before the others; entries of earlier parts are known."""
    from dlquiz.tutor.hints import hints as tape_hints  # not before somebody asks

    own = problem.hint if part == next(iter(problem.parts)) else ""
    ahead = {entry.name for entry in stretch(problem, part, to_end=True)}
    known = {entry.name for entry in problem.tape} - ahead
    return [hint.text for hint in tape_hints(problem.tape, problem.parts[part].entry, known, own)]


def stretch(problem: Problem, part: str, to_end: bool = False) -> list[Entry]:
    """The entries up to a part's answer that no earlier part has shown; with `to_end` all that are left.

    None of them is, or comes behind, the answer of a later part: it would be told before it is asked.
    """
    names = list(problem.parts)
    shown: set[str] = set()
    found: list[Entry] = []
    for at, name in enumerate(names[: names.index(part) + 1]):
        last = to_end and name == part
        found = unshown(problem, shown, name, () if last else names[at + 1 :], last)
        shown.update(entry.name for entry in found)
    return found


def unshown(problem: Problem, shown: Collection[str], part: str, later: Sequence[str], to_end: bool) -> list[Entry]:
    """The entries that may be shown with one part."""
    own, ahead = answer_names(problem, [part]), answer_names(problem, later)
    made: list[Entry] = []
    for entry in problem.tape:
        if entry.name in ahead - own:
            break
        if entry.name not in shown:
            made.append(entry)
        if entry.name in own and not to_end:
            break
    return made


def answer_names(problem: Problem, parts: Iterable[str]) -> set[str]:
    """The names of the entries that hold the answers of these parts."""
    entries = (problem.parts[part].entry for part in parts)
    return {entry.name for entry in entries if entry is not None}
