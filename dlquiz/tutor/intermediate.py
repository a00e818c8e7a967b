"""A value on the way that was typed as the answer: what it is, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Collection

from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.values import list_floats, values_equal
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.model import AnswerKey, Diagnosis, Value
from dlquiz.tutor.chance import Surroundings
from dlquiz.tutor.hints import ANSWER, entries_leading_to, reveals, write_aim
from dlquiz.tutor.sentences import Wording, write_value
from dlquiz.worked import Entry, Tape

ON_THE_WAY = "on the way"  # the name of this slip
TRIVIAL = (0, 1, -1)
MAX_CHANCE = 0.1  # expected matches by chance above which nothing is said


def find_intermediate(
    tape: Tape,
    target: Entry,
    typed: Value,
    key: AnswerKey,
    accepts: Callable[[Value], bool],
    later: Collection[str] = (),
) -> Entry | None:
    """The entry whose value was typed as the answer; None where there is none, or chance explains it as well.

    `accepts(value)` judges the typed value with `value` as the right answer; `later` names the answers of later parts,
    which are not told.  Numbers of the question and 0, 1 and -1 mean nothing.
    """
    others = [entry for entry in tape if entry is not target and entry.name not in later]
    if means_nothing(tape, typed):
        return None
    around = Surroundings(typed, key)
    values = [(entry, list_floats(entry.value)) for entry in others]
    near = [entry for entry, floats in values if around.may_accept(floats)]
    found = [entry for entry in near if is_told_apart(entry.value, target.value) and accepts(entry.value)]
    if not found or around.count_by_chance(floats for _, floats in values) > MAX_CHANCE:
        return None
    leading = entries_leading_to(tape, target)
    return next((entry for entry in reversed(found) if entry in leading), found[-1])


def means_nothing(tape: Tape, typed: Value) -> bool:
    """Whether a value is too common to tell where it comes from."""
    if is_array(typed):
        return all(any(values_equal(item, one) for one in TRIVIAL) for item in flatten(typed))
    return any(values_equal(typed, one) for one in (*TRIVIAL, *tape.draws.values()))


def is_told_apart(value: Value, right: Value) -> bool:
    """Whether a value is one that may be typed for the answer, and differs from it."""
    alike = is_array(value) == is_array(right) and (is_array(value) or type(value) in numbers.NUMBERS)
    return alike and type(value) is not bool and not values_equal(value, right)


def write_intermediate(tape: Tape, entry: Entry, target: Entry, wording: Wording) -> Diagnosis:
    """`0.8849 is a, a value on the way. Find ∂E/∂a next.`"""
    leading = entries_leading_to(tape, target)
    told = f"{write_value(entry.value)} is {wording.introduce_step(entry)}"
    if entry not in leading:
        asked = name_to_symbol(target.name) if target.name != ANSWER else "another quantity"
        return Diagnosis(target.name, ON_THE_WAY, target.value, None, f"{told}; what is asked for is {asked}.")
    ahead = leading[leading.index(entry) + 1]
    aim = write_aim(ahead, target.value if isinstance(target.value, str) else None)
    if ahead is target and (reveals(aim, target.value) or ahead.name == ANSWER):
        aim = f"One step is left. {ahead.why}" if not reveals(ahead.why, target.value) else "One step is left."
    return Diagnosis(ahead.name, ON_THE_WAY, ahead.value, None, f"{told}, a value on the way. {aim}".strip())
