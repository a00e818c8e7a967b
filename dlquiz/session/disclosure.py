"""What of the tape may be told to a learner at each part: the hints before its answer, the entries shown after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dlquiz.problem import Problem
from dlquiz.worked import Entry


def list_part_hints(problem: Problem, part: str) -> list[str]:
    """The hints of a part in order; the question's own hint belongs to the first part.

    Entries that earlier parts have shown are known and give no hints.
    """
    from dlquiz.tutor.hints import list_hints  # not before somebody asks

    own = problem.hint if part == next(iter(problem.parts)) else ""
    target = problem.parts[part].entry
    left = {entry.name for entry in entries_left(problem, part)}
    known = {entry.name for entry in problem.tape} - left
    return [hint.text for hint in list_hints(problem.tape, target, known, own, entries_to_hint(problem, part))]


def entries_to_hint(problem: Problem, part: str) -> list[Entry]:
    """The entries that lead to a part's answer; all that the part shows where none leads to a word."""
    from dlquiz.tutor.hints import entries_leading_to

    target = problem.parts[part].entry
    leading = entries_leading_to(problem.tape, target) if target is not None else []
    return leading if len(leading) > 1 or is_computed(target) else entries_to_show(problem, part)


def is_computed(target: Entry | None) -> bool:
    """Whether an answer is more than a word that was chosen."""
    return target is not None and not isinstance(target.value, (str, bool))


def entries_to_show(problem: Problem, part: str) -> list[Entry]:
    """The entries that are shown with a part's solution: those up to its answer that no earlier part has shown.

    None of them is the answer of a later part or comes after one: it would be told before it is asked.
    """
    return entries_by_part(problem)[part]


def entries_left(problem: Problem, part: str) -> list[Entry]:
    """The entries of the whole tape that the parts before this one have not shown."""
    by_part = entries_by_part(problem)
    names = list(by_part)
    shown = {entry.name for name in names[: names.index(part)] for entry in by_part[name]}
    return [entry for entry in problem.tape if entry.name not in shown]


def entries_by_part(problem: Problem) -> dict[str, list[Entry]]:
    """The entries that each part shows, by the name of the part."""
    names = list(problem.parts)
    shown: set[str] = set()
    by_part: dict[str, list[Entry]] = {}
    for at, name in enumerate(names):
        by_part[name] = select_entries(problem, name, names[at + 1 :], shown)
        shown.update(entry.name for entry in by_part[name])
    return by_part


def select_entries(problem: Problem, part: str, later: Sequence[str], shown: Collection[str]) -> list[Entry]:
    """The entries that one part shows, given the parts after it and the entries shown before it."""
    own, ahead = answer_entries(problem, [part]), answer_entries(problem, later)
    selected: list[Entry] = []
    for entry in problem.tape:
        if entry.name in ahead - own:
            break
        if entry.name not in shown:
            selected.append(entry)
        if entry.name in own:
            break
    return selected


def answer_entries(problem: Problem, parts: Iterable[str]) -> set[str]:
    """The names of the entries that hold the answers of these parts."""
    entries = (problem.parts[part].entry for part in parts)
    return {entry.name for entry in entries if entry is not None}
