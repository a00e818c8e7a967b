"""Which keys of a mapping go together: of a draw, an answer, a question."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz.bank.readers import BAD, Faults, PlacedText
from dlquiz.bank.structures import Record, check_exactly_one
from dlquiz.errors import Fault, FormulaError
from dlquiz.language.evaluate import evaluate
from dlquiz.language.numbers import NUMBERS
from dlquiz.tree import names

KINDS = (
    "integer", "number", "yes-no", "shape", "vector", "matrix", "expression",
    "choice", "text", "order", "match", "recall",
)  # fmt: skip
EXACTNESS = ("decimals", "significant", "rel", "abs")
NUMERIC = {"number", "vector", "matrix"}
ONLY_FOR: dict[str, set[str]] = {  # keys of an answer that fit certain kinds only
    **dict.fromkeys(EXACTNESS, NUMERIC),
    "unit": {"integer", "number"},
    "yes": {"yes-no"},
    "no": {"yes-no"},
    "options": {"choice"},
    "accept": {"text"},
    "items": {"order"},
    "pairs": {"match"},
    "extra": {"match"},
    "points": {"recall"},
}
NEEDED = {"choice": "options", "text": "accept", "order": "items", "match": "pairs", "recall": "points"}


def check_draw(made: Record, faults: Faults) -> None:
    """A mapping that draws has either a range or picks for an array."""
    if "of" not in made:
        faults += [Fault(made.place, f'a draw needs the key "{key}"') for key in ("from", "to") if key not in made]
        check_range(made, faults)
        return
    for key in ("from", "to", "step"):
        if key in made:
            faults.append(Fault(made.at(key), f'"of" picks from a list; it does not go with "{key}"'))
    if "shape" not in made:
        faults.append(Fault(made.place, '"of" needs a "shape"; a single pick is written as a list'))
    picks = made["of"] if isinstance(made["of"], list) else []
    if any(pick is not BAD and pick[0] == "list" for pick in picks):
        faults.append(Fault(made.at("of"), "an array of picks picks numbers, texts or truths, not lists"))


def check_range(made: Record, faults: Faults) -> None:
    """A range between numbers is not empty; what depends on other draws shows when it is drawn."""
    ends = {key: evaluate_constant(made[key]) for key in ("from", "to", "step") if key in made}
    for key, end in ends.items():
        if end is not None and (type(end) is bool or type(end) not in NUMBERS):
            faults.append(Fault(made[key].place, f'"{key}" is a number'))
            return
    start, stop, step = ends.get("from"), ends.get("to"), ends.get("step")
    if step is not None and step <= 0:
        faults.append(Fault(made["step"].place, "the step is not above 0"))
    if start is not None and stop is not None and start > stop:
        faults.append(Fault(made["from"].place, "the range is empty: the smaller end comes first"))


def evaluate_constant(formula: Any) -> Any:
    """The value of a formula without names; None where there is none, or it shows later."""
    if not isinstance(formula, PlacedText) or formula.tree is None or names(formula.tree):
        return None
    try:
        return evaluate(formula.tree, {})
    except FormulaError:
        return None


def check_answer(made: Record, faults: Faults) -> None:
    """The keys of an answer fit its kind, and each other."""
    kind = infer_kind(made)
    for key, kinds in ONLY_FOR.items():
        if (
            key in made
            and kind
            and kind not in kinds
            and not (has_options_from_mistakes(made) and key in (*EXACTNESS, "unit"))
        ):
            faults.append(Fault(made.at(key), f'"{key}" does not go with the kind {kind}'))
    for keys in (EXACTNESS, tuple(NEEDED.values())):
        found = sorted((made.at(key), key) for key in keys if key in made)
        if len(found) > 1:
            faults.append(Fault(found[1][0], f'an answer has only one of "{found[0][1]}" and "{found[1][1]}"'))
    needed = NEEDED.get(kind)
    if needed and needed not in made:
        faults.append(Fault(made.place, f'the kind {kind} needs the key "{needed}"'))
    if "value" in made and needed and needed != "options":
        faults.append(Fault(made.at("value"), f'"value" does not go with the kind {kind}'))
    if "value" not in made and (not needed or has_options_from_mistakes(made)):
        faults.append(Fault(made.place, 'an answer needs the key "value"'))
    for key in ("rel", "abs"):
        if made.get(key, BAD) is not BAD and Fraction(made[key]) <= 0:
            faults.append(Fault(made[key].place, f'"{key}" is more than 0'))
    if isinstance(made.get("options"), list):
        check_options(made, made["options"], faults)
    if made.get("pairs") == []:
        faults.append(Fault(made.at("pairs"), "at least 1 pair is needed"))


def infer_kind(made: Record) -> str:
    """The kind that is said, or that only one key allows; empty where the value decides."""
    said = made.get("kind")
    if said is not None:
        return "" if said is BAD else str(said)
    return next((kind for kind, key in NEEDED.items() if key in made), "")


def has_options_from_mistakes(made: Record) -> bool:
    """Whether the wrong options are what the mistakes give."""
    return bool(made.get("options") == "from mistakes")


def check_options(made: Record, options: list[Any], faults: Faults) -> None:
    """Options say which are right, unless the value does."""
    read = [option for option in options if option is not BAD]
    labelled = [option for option in read if isinstance(option, Record)]
    plain = [option for option in read if not isinstance(option, Record)]
    if len(options) < 2:
        faults.append(Fault(made.at("options"), "a choice needs at least two options"))
    elif "value" in made:
        message = 'where "value" names the right option, the options are plain texts'
        faults += [Fault(option.place, message) for option in labelled]
    elif plain:
        message = 'write each option as "right: …" or "wrong: …", or give the right one as "value"'
        faults += [Fault(option.place, message) for option in plain]
    elif len(read) == len(options) and not any("right" in option for option in labelled):
        faults.append(Fault(made.at("options"), "no option is right"))


def check_mistake(made: Record, faults: Faults) -> None:
    """A mistake changes something, or gives a value."""
    check_exactly_one(made, ("instead", "gives"), "a mistake", faults)
    if made.get("instead") == []:
        faults.append(Fault(made.at("instead"), 'say what is computed otherwise: "instead: {name: formula}"'))


def check_question(made: Record, faults: Faults) -> None:
    """A question has an answer or parts; a solver what it is given."""
    check_exactly_one(made, ("answer", "parts"), "a question", faults)
    if "given" in made and "solver" not in made:
        faults.append(Fault(made.at("given"), '"given" goes with a "solver"'))
