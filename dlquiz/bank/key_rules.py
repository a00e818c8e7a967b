"""Which keys of one mapping may be combined: in a draw, an answer, a mistake, a question."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz import kinds
from dlquiz.bank.readers import BAD, Faults, PlacedText
from dlquiz.bank.structures import Record, check_exactly_one
from dlquiz.errors import Fault, FormulaError
from dlquiz.kinds.kind import ROUNDING_NAMES, UNIT, Kind
from dlquiz.language.evaluate import evaluate
from dlquiz.language.numbers import NUMBERS
from dlquiz.model import FROM_MISTAKES
from dlquiz.tree import calls, names

KINDS = [kinds.kind(name) for name in kinds.KINDS]
ANSWER_KEYS = {key.name: key for kind in KINDS for key in kind.keys}  # beside `value` and `kind`
NEEDED = {kind.key_needed: kind.name for kind in KINDS if kind.key_needed}  # keys that imply a kind


def check_draw(record: Record, faults: Faults) -> None:
    """A draw has either a range, or with `of` a list from which an array is picked."""
    if "of" not in record:
        faults += [Fault(record.place, f'a draw needs the key "{key}"') for key in ("from", "to") if key not in record]
        check_range(record, faults)
        return
    for key in ("from", "to", "step"):
        if key in record:
            faults.append(Fault(record.at(key), f'"of" picks from a list; it does not go with "{key}"'))
    if "shape" not in record and "within" not in record:
        faults.append(Fault(record.place, '"of" needs a "shape"; to pick one value, write a list alone'))
    picks = [pick for pick in record["of"] if pick is not BAD] if isinstance(record["of"], list) else []
    if len({pick[0] == "list" for pick in picks}) > 1:
        message = "an array is picked from lists, or made of numbers, texts, true and false, but not of both"
        faults.append(Fault(record.at("of"), message))


def check_range(record: Record, faults: Faults) -> None:
    """A range between fixed numbers must not be empty; one that depends on other draws is checked when it is drawn."""
    ends = {key: evaluate_constant(record[key]) for key in ("from", "to", "step") if key in record}
    for key, end in ends.items():
        if end is not None and (type(end) is bool or type(end) not in NUMBERS):
            faults.append(Fault(record[key].place, f'"{key}" must be a number'))
            return
    start, stop, step = ends.get("from"), ends.get("to"), ends.get("step")
    decimals = [key for key in ("from", "to") if isinstance(ends.get(key), Fraction)]
    if decimals and "step" not in record:
        says = f'"{decimals[0]}" is a decimal, so the range needs a "step"'
        faults.append(Fault(record[decimals[0]].place, says))
    if step is not None and step <= 0:
        faults.append(Fault(record["step"].place, "the step must be greater than 0"))
    if start is not None and stop is not None and start > stop:
        faults.append(Fault(record["from"].place, "the range is empty; put the smaller end first"))


def evaluate_constant(formula: Any) -> Any:
    """The value of a formula of numbers and operators; None for any other, and where it cannot be computed."""
    if not isinstance(formula, PlacedText) or formula.tree is None:
        return None
    if names(formula.tree) or any(calls(formula.tree)):  # a call may take long, and is seen when it is drawn
        return None
    try:
        return evaluate(formula.tree, {})
    except FormulaError:
        return None


def check_answer(record: Record, faults: Faults) -> None:
    """The keys of an answer fit its kind, and each other; the kind and the shapes of its keys are noted."""
    name = infer_kind(record)
    check_kind(record, kinds.kind(name) if name else None, faults)
    for keys in (ROUNDING_NAMES, NEEDED):
        found = sorted((record.at(key), key) for key in keys if key in record)
        if len(found) > 1:
            faults.append(Fault(found[1][0], f'an answer has only one of "{found[0][1]}" and "{found[1][1]}"'))
    for key in ANSWER_KEYS.values():
        if key.shape == "positive" and record.get(key.name, BAD) is not BAD and Fraction(record[key.name]) <= 0:
            faults.append(Fault(record[key.name].place, f'"{key.name}" must be greater than 0'))
    if isinstance(record.get("options"), list):
        check_options(record, record["options"], faults)
    if record.get("pairs") == []:
        faults.append(Fault(record.at("pairs"), "at least one pair is needed"))
    if name:
        record["kind"] = name
    record["shapes"] = {key: ANSWER_KEYS[key].shape for key in record if key in ANSWER_KEYS}


def check_kind(record: Record, kind: Kind | None, faults: Faults) -> None:
    """The keys fit the stated or implied kind, and the key that it needs is present."""
    from_mistakes = has_options_from_mistakes(record)
    if kind is not None:
        own = {key.name for key in kind.keys} | (ROUNDING_NAMES | {UNIT.name} if from_mistakes else set())
        stray = [key for key in record if key in ANSWER_KEYS and key not in own]
        stray += ["value"] if "value" in record and not kind.takes_value else []
        faults += [Fault(record.at(key), f'"{key}" does not go with the kind {kind.name}') for key in stray]
        if kind.key_needed and kind.key_needed not in record:
            faults.append(Fault(record.place, f'the kind {kind.name} needs the key "{kind.key_needed}"'))
    if "value" not in record and (kind is None or not kind.key_needed or from_mistakes):
        faults.append(Fault(record.place, 'an answer needs the key "value"'))


def infer_kind(record: Record) -> str:
    """The kind that is stated, or that a key implies; empty where the value decides."""
    said = record.get("kind")
    if said is not None:
        return "" if said is BAD else str(said)
    return next((kind for key, kind in NEEDED.items() if key in record), "")


def has_options_from_mistakes(record: Record) -> bool:
    """Whether the mistakes provide the wrong options."""
    return bool(record.get("options") == FROM_MISTAKES)


def check_options(record: Record, options: list[Any], faults: Faults) -> None:
    """Options say which of them are right, unless the answer's value does."""
    read = [option for option in options if option is not BAD]
    labelled = [option for option in read if isinstance(option, Record)]
    plain = [option for option in read if not isinstance(option, Record)]
    if len(options) < 2:
        faults.append(Fault(record.at("options"), "a choice needs at least two options"))
    elif "value" in record:
        message = 'where "value" names the right option, each option is a plain text or "option: …"'
        faults += [Fault(option.place, message) for option in labelled if {"right", "wrong", "holds"} & option.keys()]
    elif plain:
        message = 'write each option as "right: …", "wrong: …" or "option: …", or give the right one as "value"'
        faults += [Fault(option.place, message) for option in plain]
    elif len(read) == len(options) and not any("right" in option or "option" in option for option in labelled):
        faults.append(Fault(record.at("options"), "no option is right"))
    else:
        undecided = [option for option in labelled if "option" in option and "holds" not in option]
        faults += [Fault(option.place, 'say when the option is right: "holds: formula"') for option in undecided]


def check_option(record: Record, faults: Faults) -> None:
    """An option is right, wrong, or right where its formula holds or the value names it."""
    check_exactly_one(record, ("right", "wrong", "option"), "an option", faults)
    if "holds" in record and "option" not in record:
        faults.append(Fault(record.at("holds"), '"holds" goes with "option", not with "right" or "wrong"'))


def check_mistake(record: Record, faults: Faults) -> None:
    """A mistake either changes formulas or gives a value."""
    check_exactly_one(record, ("instead", "gives"), "a mistake", faults)
    if record.get("instead") == []:
        faults.append(Fault(record.at("instead"), 'say what is computed differently: "instead: {name: formula}"'))


def check_question(record: Record, faults: Faults) -> None:
    """A question has either an answer or parts; `given` and `why` need a solver."""
    check_exactly_one(record, ("answer", "parts"), "a question", faults)
    for key in ("given", "why"):
        if key in record and "solver" not in record:
            faults.append(Fault(record.at(key), f'"{key}" needs a "solver"'))
