"""Slips that take the whole tape to see: which quantities people confuse, and which steps they replace or exchange."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, combinations, islice, takewhile
from typing import NamedTuple

from dlquiz import tree
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.formula import Formula
from dlquiz.language.slips.catalogue import CATALOGUE, SlipKind
from dlquiz.language.slips.edits import NameSwap
from dlquiz.language.slips.operators import lose_brackets
from dlquiz.language.write.symbols import DERIVATIVE
from dlquiz.model import Question, Repeat
from dlquiz.worked import OLD_MARK, Entry, PassFormula, Tape

ACTIVATIONS = {
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish", "gelu", "mish", "softplus", "softmax", "step_function",
}  # fmt: skip
MAX_SWAPS = 10_000  # of quantities: a hundred of them, each for each other
NUMBERED = re.compile(r"(.*?[^\d_])(_?)(\d+)")


def make_step_slip(name: str, says: str, prior: float) -> SlipKind:
    """A kind of slip that takes more than one formula to find, so it has no finder."""
    return SlipKind(name, says, prior, lambda _: ())


FUNCTION_FOR_SLOPE = make_step_slip("function for derivative", "used {instead} itself as the slope", 0.5)
VARIABLE_KEPT = make_step_slip(
    "derived by itself", "kept {piece}, the variable of the derivative, in the slope: {instead}", 0.5
)
ANOTHER_SLOPE = make_step_slip("another slope", "used {instead} as the slope", 0.5)
SLOPE_TOO_MANY = make_step_slip("slope too many", "multiplied by the slope {piece} once too often", 0.5)
COUNTED_ONCE = next(kind for kind in CATALOGUE if kind.name == "counted once")
BRACKETS_LOST = next(kind for kind in CATALOGUE if kind.name == "brackets lost")
FACTOR_TOO_MANY = make_step_slip("factor too many", "multiplied by {piece} as well", 0.25)
TERM_TOO_MANY = make_step_slip("term too many", "added {piece} as well", 0.25)
ANOTHER_COUNT = make_step_slip("another count", "added {piece} where 1 is added", 0.3)
ROUNDED_EARLY = make_step_slip("rounded early", "rounded {this} too early", 0.3)
ACTIVATED_TOO = make_step_slip("activation too many", "applied an activation as well: {instead}", 0.4)
SKIPPED = make_step_slip("step skipped", "left out this step and gone on with {instead}", 0.5)
EXCHANGED = make_step_slip("exchanged", "exchanged {step} and {piece}", 0.6)
PASS_TOO_MANY = make_step_slip("one pass too many", "made one pass too many", 0.6)
PASS_TOO_FEW = make_step_slip("one pass too few", "made one pass too few", 0.6)


class StepReplacement(NamedTuple):
    """A formula that people use for a whole step."""

    kind: SlipKind
    after: tree.Node
    piece: tree.Node


def get_rule_tree(formula: Formula) -> tree.Node:
    """The tree of a formula as its author wrote it; in a loop, that of the rule, not of the pass."""
    return formula.rule.tree if isinstance(formula, PassFormula) else formula.tree


def list_loops(question: Question) -> Iterator[Repeat]:
    """The loops of a question's own steps."""
    return (item for item in question.program if isinstance(item, Repeat))


# quantities that are confused


def list_swaps(tape: Tape) -> Mapping[str, list[NameSwap]]:
    """For every name, the quantities that people use for it."""
    swaps: dict[str, list[NameSwap]] = {}
    found = chain(swap_alike(tape), swap_activations(tape), swap_old_new(tape), swap_counts(tape))
    for name, other, kind in islice(found, MAX_SWAPS):
        node = tree.Name(other) if isinstance(other, str) else other
        if node != tree.Name(name):
            swaps.setdefault(name, []).append(NameSwap(name, node, kind))
    return swaps


def swap_counts(tape: Tape) -> Iterator[tuple[str, str, str]]:
    """Whole numbers of the question for one another."""
    counts = [name for name, value in tape.draws.items() if is_count(value)]
    yield from ((name, other, "another number") for name in counts for other in counts if other != name)


def swap_alike(tape: Tape) -> Iterator[tuple[str, str, str]]:
    """Quantities of a group that the bank declares alike; and for a slope dy/dx, x itself."""
    for group in tape.question.alike:
        yield from ((name, other, "another quantity") for name in group for other in group)
    for entry in tape:
        derived = DERIVATIVE.fullmatch(entry.name)
        node = get_rule_tree(entry.step.formula)
        if derived and isinstance(node, tree.Name) and derived[2] in tape.scope:
            yield node.name, derived[2], "derived by itself"


def swap_activations(tape: Tape) -> Iterator[tuple[str, str, str]]:
    """The value before an activation for the value after it, and the other way round."""
    for entry in tape:
        before = find_activated(entry)
        if before:
            name = entry.step.rule or entry.name
            yield name, before, "before the activation"
            yield before, name, "after the activation"


def swap_old_new(tape: Tape) -> Iterator[tuple[str, str | tree.Node, str]]:
    """An earlier value: of the pass before, of the layer before, or from the start of the loop."""
    for entry in tape:
        if entry.step.rule:
            yield entry.step.rule, entry.step.rule + OLD_MARK, "old for new"
    for name in list(tape.scope):
        if name.endswith("_new") and name[:-4] in tape.scope:
            yield name[:-4], name, "new for old"
            yield name, name[:-4], "old for new"
    for name in (name for name in list(tape.scope) if name not in tape or not tape[name].step.rule):
        numbered = NUMBERED.fullmatch(name)
        if numbered:
            stem, before = numbered[1], int(numbered[3]) - 1
            yield from ((name, o, "old for new") for o in (f"{stem}{before}", f"{stem}_{before}") if o in tape.scope)
            after = before + 2
            yield from ((name, o, "another quantity") for o in (f"{stem}{after}", f"{stem}_{after}") if o in tape.draws)
    for block in list_loops(tape.question):
        yield from ((name, formula.tree, "old for new") for name, formula in block.start)


def find_activated(entry: Entry) -> str:
    """The name of the value to which an entry applies an activation; empty where it applies none."""
    node = get_rule_tree(entry.step.formula)
    if isinstance(node, tree.Call) and node.function in ACTIVATIONS and isinstance(node.arguments[0], tree.Name):
        return node.arguments[0].name
    return ""


# steps that are replaced


def replace_step(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """The formulas that people use for a whole step."""
    if isinstance(node, tree.Name):
        yield StepReplacement(COUNTED_ONCE, tree.Number(1), node)
    yield from replace_slope(tape, name, node)
    yield from multiply_slope(tape, node)
    yield from lose_brackets_of_step(tape, node)
    yield from round_early(tape, name, node)
    yield from add_quantity(tape, name, node)
    yield from activate(tape, name, node)
    yield from skip_step(tape, name, node)


def activate(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """An activation that the question uses elsewhere, applied to a step that has none."""
    if name not in tape or not is_sum_of_products(node):
        return
    used = {call.function for entry in tape for call in tree.calls(get_rule_tree(entry.step.formula))}
    for function in sorted(used & {"sigmoid", "tanh", "relu"}):
        yield StepReplacement(ACTIVATED_TOO, tree.Call(function, (node,)), node)


def is_sum_of_products(node: tree.Node) -> bool:
    """Whether a formula may be what goes into an activation."""
    return isinstance(node, tree.Binary) and node.op in ("+", "@")


def skip_step(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """The size, or the value, before a layer for the one behind it: n_1 for n_2, n_in for n_out."""
    stem = name.split("_")[0]
    for before in sorted(tree.names(node)):
        if before != name and before.split("_")[0] == stem and before in tape.scope and not isinstance(node, tree.Name):
            yield StepReplacement(SKIPPED, tree.Name(before), tree.Name(before))


def replace_slope(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """For a slope dy/dx: y or x itself, the slope with x left in it, and the slope of another activation."""
    derived = DERIVATIVE.fullmatch(name)
    if derived is None:
        return
    y, x = tree.Name(derived[1]), tree.Name(derived[2])
    if x.name in tape.scope:
        yield StepReplacement(VARIABLE_KEPT, x, x)
        yield StepReplacement(VARIABLE_KEPT, tree.Binary("*", node, x), x)
        if isinstance(node, tree.Binary) and node.op == "*":
            yield StepReplacement(VARIABLE_KEPT, tree.Binary("*", node.left, x), x)
            yield StepReplacement(VARIABLE_KEPT, tree.Binary("*", x, node.right), x)
    if y.name in tape.scope:
        yield StepReplacement(FUNCTION_FOR_SLOPE, y, y)
    if y.name in tape and (x.name not in tape or tree.names(get_rule_tree(tape[y.name].step.formula)) == {x.name}):
        yield from (StepReplacement(ANOTHER_SLOPE, slope, slope) for slope in list_activation_slopes(y))


def list_activation_slopes(a: tree.Node) -> list[tree.Node]:
    """The slopes of sigmoid and tanh in terms of their output a: a(1 - a) and 1 - a²."""
    one = tree.Number(1)
    square = tree.Binary("**", a, tree.Number(2))
    return [tree.Binary("*", a, tree.Binary("-", one, a)), tree.Binary("-", one, square)]


def multiply_slope(tape: Tape, node: tree.Node) -> Iterator[StepReplacement]:
    """(a - y)·a(1 - a) for the a - y of sigmoid and cross-entropy, in which that slope has already cancelled."""
    if not isinstance(node, tree.Binary) or node.op != "-" or not isinstance(node.left, tree.Name):
        return
    if node.left.name in tape and find_activated(tape[node.left.name]):
        for slope in list_activation_slopes(node.left):
            yield StepReplacement(SLOPE_TOO_MANY, tree.Binary("*", node, slope), slope)


def lose_brackets_of_step(tape: Tape, node: tree.Node) -> Iterator[StepReplacement]:
    """a·b + c for a·s where s = b + c is an earlier step: substituted for s, it needs brackets."""
    if not isinstance(node, tree.Binary) or node.op != "*":
        return
    for factor in (node.left, node.right):
        if isinstance(factor, tree.Name) and factor.name in tape:
            inner = get_rule_tree(tape[factor.name].step.formula)
            if isinstance(inner, tree.Binary):
                put_in = tree.rename(node, {factor.name: inner})
                yield from (StepReplacement(BRACKETS_LOST, lost, inner) for lost, _ in lose_brackets(put_in))


def round_early(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """A real value rounded to few decimals before it is used."""
    value = tape[name].value if name in tape else None
    first = flatten(value)[0] if is_array(value) and value.size else value
    if first is None or type(first) not in (Fraction, float):
        return
    for places in (2, 1, 3, 0):
        if abs(first) * 10**places >= 1:  # something has to be left of it
            number = tree.Number(places)
            yield StepReplacement(ROUNDED_EARLY, tree.Call("round", (node, number)), number)


def add_quantity(tape: Tape, name: str, node: tree.Node) -> Iterator[StepReplacement]:
    """A count multiplied by, or added to, a whole number of the question that it does not depend on."""
    if name not in tape or not is_count(tape[name].value):
        return
    lets = (name for name, _ in tape.question.lets)
    earlier = takewhile(lambda entry: entry.name != name, tape)
    sizes = [entry.name for entry in earlier if not entry.step.rule and is_count(entry.value)]
    below = node.left if isinstance(node, tree.Binary) and node.op == "+" and node.right == tree.Number(1) else None
    for quantity in map(tree.Name, (*tape.draws, *lets, *sizes)):
        if is_count(tape.scope[quantity.name]) and quantity.name not in tree.names(node):
            yield StepReplacement(FACTOR_TOO_MANY, tree.Binary("*", node, quantity), quantity)
            yield StepReplacement(TERM_TOO_MANY, tree.Binary("+", node, quantity), quantity)
            if is_product(node):
                square = tree.Binary("*", quantity, quantity)
                yield StepReplacement(FACTOR_TOO_MANY, tree.Binary("*", node, square), square)
        if below is not None and is_count(tape.scope[quantity.name]):
            yield StepReplacement(ANOTHER_COUNT, tree.Binary("+", below, quantity), quantity)


def is_product(node: tree.Node) -> bool:
    """Whether a formula is a product."""
    return isinstance(node, tree.Binary) and node.op == "*"


def is_count(value: object) -> bool:
    """Whether a value is a whole number above 1."""
    return type(value) is int and value > 1


# steps that are exchanged


def list_item_names(node: tree.Node) -> list[str]:
    """The names that an array lists, as an answer of several numbers does."""
    items = node.items if isinstance(node, tree.Array) else ()
    return [item.name for item in items if isinstance(item, tree.Name)]


def list_exchanges(tape: Tape) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of steps that people exchange: slopes of one quantity, and steps that the bank declares alike."""
    single = {entry.name: entry for entry in tape if not entry.step.rule}
    groups: list[Iterable[str]] = [*tape.question.alike]
    derived: dict[str, list[str]] = {}
    for name in single:
        if found := DERIVATIVE.fullmatch(name):
            derived.setdefault(found[1], []).append(name)
    groups += derived.values()
    groups += (list_item_names(get_rule_tree(entry.step.formula)) for entry in tape)
    ordered = ([name for name in single if name in names] for names in map(set, groups))
    pairs = set(islice(chain.from_iterable(combinations(names, 2) for names in ordered), MAX_SWAPS))
    for one, other in sorted(pairs):
        first, second = single[one], single[other]
        own, others = first.step.formula, second.step.formula
        if own != others and other not in own.names and one not in others.names:
            yield first, second
