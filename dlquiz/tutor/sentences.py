"""What a slip is in words: what may have been done, in which step, and what that gives.

A sentence speaks of what the learner has seen: symbols of the question, answers that were asked for, numbers.  A step
that was never shown is told by its formula: `Where you compute 117 + 1, you may have left out the 1: 117 instead of
118.`
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from dlquiz import tree
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.slips.edits import find_at
from dlquiz.language.values import values_equal
from dlquiz.language.write.digits import group_digits, number_to_text
from dlquiz.language.write.formulas import to_prose, to_prose_with_values
from dlquiz.language.write.symbols import name_to_latex, name_to_symbol, split_derivative
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Value
from dlquiz.worked import OLD_MARK, Entry, Tape
from dlquiz.worked.misconceptions import EXCHANGED, PASS_TOO_FEW, PASS_TOO_MANY, ROUNDED_EARLY, get_rule_tree
from dlquiz.worked.slip_search import Candidate
from dlquiz.worked.slip_trials import TargetedEdit

DIGITS = 4  # of a real number in a sentence
LONGEST_FORMULA = 48  # characters of a formula that a sentence shows
MAX_ELEMENTS = 6  # of an array that a sentence shows
WORD = re.compile(r"[A-Za-z]+")
INDEX = re.compile(r"_\{(?:\\text\{)?([\w,]+)\}+")


@dataclass(frozen=True)
class Wording:
    """What may be spoken of: the tape, the texts that were read, the entries whose values were asked for or shown.

    `target` names the entry that holds the answer; its value is never told.  `precision` says how exact the answer must
    be: "4 decimals".
    """

    tape: Tape
    text: str
    shown: Collection[str] = ()
    target: str = ""
    precision: str = ""
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)  # names that were looked for

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the texts."""
        return frozenset(WORD.findall(self.text.lower()))

    @cached_property
    def bare_text(self) -> str:
        """The texts with the indices of their formulas as `name_to_latex` writes them, without braces."""
        return bare_indices(self.text)

    def knows(self, name: str) -> bool:
        """Whether the learner has met a name: as an answer, as a symbol of a formula, or in words."""
        if name not in self.known:
            self.known[name] = self.look_for(name)
        return self.known[name]

    def look_for(self, name: str) -> bool:
        """Whether a name stands in what was read, or is the symbol of what was asked for."""
        if split_derivative(name) or name in self.tape.question.variables or (name in self.shown and is_symbol(name)):
            return True
        symbol, latex = name_to_symbol(name), bare_indices(name_to_latex(name))
        if len(name) > 1 and all(len(word) > 2 for word in name.split("_")):
            return all(word in self.words for word in name.split("_")) or has_word(self.text, name)
        return has_word(self.bare_text, latex) or has_word(self.text, symbol)

    def tells_answer(self, value: Value) -> bool:
        """Whether a value is the answer, or one of its elements."""
        right = self.tape.entries.get(self.target)
        if right is None or value is None:
            return False
        items = flatten(right.value) if is_array(right.value) else ()
        return any(values_equal(value, one) for one in (right.value, *items))

    # a sentence

    def write_sentence(self, candidate: Candidate) -> str:
        """What one slip did, in which step, and what that gives."""
        first, *others = candidate.slip
        entry = self.tape.entries.get(candidate.step)
        did = f"you may have {self.write_clause(first, candidate, entry)}"
        if candidate.kind is not EXCHANGED:
            did += self.write_likewise(others, did)
        place = self.write_place(entry, candidate) if entry is not None else ""
        sentence = f"{place}{did}" if place else did[0].upper() + did[1:]
        return f"{sentence}{self.write_values(candidate, entry)}."

    def write_alternative(self, candidate: Candidate) -> str:
        """What else may have been done, as it goes on behind a first sentence, which may be about an earlier step."""
        sentence = self.write_sentence(candidate)
        if candidate.kind.whole and candidate.step == self.target and "the result" not in sentence:
            sentence = f"{sentence[:-1]} in the result."
        return f"Or: {lower_first(sentence)}"

    def write_clause(self, edit: TargetedEdit, candidate: Candidate, entry: Entry | None) -> str:
        """What was done at one place of a formula."""
        change, naming = edit.change, dict(candidate.naming)
        piece, instead, right = (
            tree.rename(node, naming) if node is not None else None
            for node in (change.piece, change.other or change.after, change.piece if change.other else change.before)
        )
        texts = {
            "piece": self.write_piece(piece),
            "the_piece": self.write_term(piece),
            "instead": self.write_piece(instead),
            "right": self.write_piece(right),
            "step": name_to_symbol(entry.name) if entry is not None else "",
            "this": self.write_this(entry),
        }
        clause = change.kind.says.format(**texts)
        if entry is not None and self.introduce_step(entry).endswith(f"= {texts['right']}"):  # it stands before
            return clause.replace(f" in place of {texts['right']}", "")
        return clause + self.write_context(edit, entry, naming)

    def write_this(self, entry: Entry | None) -> str:
        """What a slip is made with that changes the result of a step."""
        each = "each entry" if entry is not None and is_array(entry.value) else ""
        if entry is not None and entry.name == self.target:
            return f"{each} of the result" if each else "the result"
        return each or "this value"

    def write_context(self, edit: TargetedEdit, entry: Entry | None, naming: dict[str, tree.Node]) -> str:
        """` in 1 + exp(-x)`, where a slip is about a mere number and its step is not told by its formula."""
        change = edit.change
        piece = change.piece if "piece}" in change.kind.says else change.before
        if entry is None or self.is_told_by_formula(entry) or not isinstance(piece, tree.Number):
            return ""
        context = self.find_parent(edit) if piece is change.before else change.before
        if context is None or change.kind is ROUNDED_EARLY:
            return ""
        text = self.write_piece(tree.rename(context, naming))
        return f" in {text}" if len(text) <= LONGEST_FORMULA else ""

    def find_parent(self, edit: TargetedEdit) -> tree.Node | None:
        """The part of a formula around the place of an edit; None where that is the whole formula."""
        path = edit.change.path
        if not path or edit.target not in self.tape:
            return None
        return find_at(get_rule_tree(self.tape[edit.target].step.formula), path[:-1])

    def write_term(self, node: tree.Node | None) -> str:
        """A term that was left out, with a word before it that keeps it apart from the sentence."""
        lead = "the " if isinstance(node, tree.Number) else "the term " if isinstance(node, tree.Name) else ""
        return lead + self.write_piece(node)

    def write_piece(self, node: tree.Node | None) -> str:
        """A part of a formula, with the value of a single name that the learner has not met."""
        if node is None:
            return ""
        node = tree.transform(node, drop_old_mark)
        text = to_prose(node, self.tape.scope)
        if self.target in tree.names(node):
            return text
        if isinstance(node, tree.Name) and not self.knows(node.name):
            return self.write_unknown(node.name)
        if self.is_known(node):
            return text
        numbers_only = to_prose_with_values(node, self.tape.scope)
        return numbers_only if len(numbers_only) <= LONGEST_FORMULA else text

    def write_unknown(self, name: str) -> str:
        """A quantity that the learner has not met: a step by its formula if that is short, else with its value."""
        entry = self.tape.entries.get(name)
        if entry is not None and not is_symbol(name) and self.is_told_by_formula(entry):
            return self.write_step(entry)
        symbol, value = name_to_symbol(name), self.tape.scope.get(name)
        return f"{symbol} = {write_value(value)}" if is_short(value) and not self.tells_answer(value) else symbol

    def is_known(self, node: tree.Node) -> bool:
        """Whether the learner has met every name of a formula."""
        return all(self.knows(name) for name in tree.names(tree.transform(node, drop_index)))

    def write_likewise(self, others: Iterable[TargetedEdit], first: str) -> str:
        """The other steps in which the same was done, with their own pieces where these differ from the first."""
        told = []
        for edit in others:
            shown = edit.change.after if "{instead}" in edit.change.kind.says else edit.change.piece
            piece = self.write_piece(edit.change.other or shown)
            name = name_to_symbol(self.tape.final_name(edit.target))
            told.append(f"{piece} in {name}" if piece and f" {piece}" not in first else f"in {name}")
        return f", and likewise {join_words(list(dict.fromkeys(told)))}" if told else ""

    def write_place(self, entry: Entry, candidate: Candidate) -> str:
        """In which step; empty where it is the answer itself."""
        if candidate.kind in (EXCHANGED, PASS_TOO_FEW, PASS_TOO_MANY):
            return ""
        if entry.name == self.target and len(candidate.slip) == 1:
            return ""
        repeated = self.is_repeated(entry, candidate)
        if self.is_told_by_formula(entry) and not is_symbol(entry.name):
            return f"Where you compute {self.write_step(entry)}{', and in every step like it' * repeated}, "
        return f"At {self.write_step(entry)}{' and every step like it' * repeated} "

    def is_repeated(self, entry: Entry, candidate: Candidate) -> bool:
        """Whether a slip in a rule is made in several passes."""
        rule, node = entry.step.rule, get_rule_tree(entry.step.formula)
        passes = [one for one in self.tape if one.step.rule == rule and get_rule_tree(one.step.formula) == node]
        return len(candidate.slip) == 1 and candidate.slip[0].target == rule and len(passes) > 1

    def is_told_by_formula(self, entry: Entry) -> bool:
        """Whether the formula of a step is told, since the learner has not met its symbol."""
        return self.write_step(entry) != name_to_symbol(entry.name)

    def write_step(self, entry: Entry) -> str:
        """A step by its symbol; where the learner has not met it as `x₁ = w·x`, and a word by its formula alone."""
        introduced = self.introduce_step(entry)
        return introduced if is_symbol(entry.name) else introduced.partition(" = ")[2] or introduced

    def introduce_step(self, entry: Entry) -> str:
        """A step by its symbol, and by its formula where the learner has not met that and the formula is short."""
        symbol = name_to_symbol(entry.name)
        if self.knows(entry.name) or entry.name == self.target:
            return symbol
        node = entry.step.formula.tree
        in_names = self.is_known(node) or any(is_array(self.tape.scope.get(name)) for name in tree.names(node))
        formula = entry.formula if in_names else entry.numbers
        tells = len(formula) <= LONGEST_FORMULA and formula != write_value(entry.value)
        return f"{symbol} = {formula}" if tells else symbol

    def write_values(self, candidate: Candidate, entry: Entry | None) -> str:
        """`: 117 instead of 118`; empty where one of the two is the answer."""
        got, expected = candidate.got, candidate.expected
        if entry is not None and entry.name == self.target and candidate.kind is ROUNDED_EARLY and self.precision:
            return f": {self.precision} {'is' if self.precision.startswith('1 ') else 'are'} asked for"
        if entry is None or entry.name == self.target or candidate.besides is not None:
            return ""
        if expected is None or not (is_short(got) and is_short(expected)):
            return ""
        if any(values_equal(value, candidate.value) for value in (got, expected)) or self.tells_answer(expected):
            return ""
        lead = (
            f": {name_to_symbol(entry.name)} = " if candidate.kind in (EXCHANGED, PASS_TOO_MANY, PASS_TOO_FEW) else ": "
        )
        return f"{lead}{' instead of '.join(write_apart(got, expected, candidate.kind is ROUNDED_EARLY))}"


def is_symbol(name: str) -> bool:
    """Whether a name is written as a symbol: η, ŷ, x₁, ∂E/∂w, or a letter."""
    return len(name) == 1 or name_to_symbol(name) != name


def bare_indices(latex: str) -> str:
    r"""LaTeX without the braces of its indices: w_1 for w_{1}, c_in for c_{\text{in}}."""
    return INDEX.sub(r"_\1", latex)


def has_word(text: str, word: str) -> bool:
    """Whether a text contains a word or symbol that stands by itself."""
    return re.search(rf"(?<![\w\\]){re.escape(word)}(?![\w])", text) is not None


def drop_old_mark(node: tree.Node) -> tree.Node | None:
    """The name that a learner knows for an old value of a rule."""
    if isinstance(node, tree.Name) and node.name.endswith(OLD_MARK):
        return tree.Name(node.name.removesuffix(OLD_MARK))
    return None


def drop_index(node: tree.Node) -> tree.Node | None:
    """An element as the array that it belongs to: its index is written as a number."""
    return tree.transform(node.base, drop_index) if isinstance(node, tree.Index) else None


def is_short(value: Value) -> bool:
    """Whether a value is known and has few enough elements for a sentence."""
    return value is not None and (not is_array(value) or value.size <= MAX_ELEMENTS)


def write_value(value: Value, digits: int = DIGITS) -> str:
    """A value as a person would write it: reals to four digits, thousands apart."""
    if is_array(value) and value.ndim == 1:
        return f"[{', '.join(number_to_text(item, digits) for item in flatten(value))}]"
    if type(value) in numbers.NUMBERS and type(value) is not bool:
        return group_digits(number_to_text(value, digits))
    return value_to_text(value)


def write_apart(one: Value, other: Value, full: bool = False) -> tuple[str, str]:
    """Two values with as many digits as it takes to tell them apart; in `full` where the digits are the point."""
    short = write_value(one), write_value(other)
    return short if short[0] != short[1] and not full else (write_value(one, 6), write_value(other, 6))


def join_words(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def lower_first(sentence: str) -> str:
    """A sentence as it goes on behind other words."""
    return sentence[0].lower() + sentence[1:]
