"""Why conditionals took the branch they did: `z if z > 0 else 0.01*z` at z = 5 is 5, since 5 > 0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.evaluate import Scope, evaluate
from dlquiz.language.write.formulas import to_prose, to_prose_with_values
from dlquiz.language.write.plain import branch_taken

OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
WORDS = {
    "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least", "==": "is", "!=": "is not",
    "in": "is in", "not in": "is not in",
}  # fmt: skip
SIGNS = {"<": "is negative", "<=": "is not positive", ">": "is positive", ">=": "is not negative"}


def branch_reasons(node: tree.Node, scope: Scope) -> list[str]:
    """The reasons of all conditionals of a formula, such as "5 > 0", each once and in the order of the formula.

    A condition that a drawn word decides, such as the padding mode, gives no reason: the question has stated it.
    """
    reasons = (write_reason(condition, holds, scope) for condition, holds in find_decisions(node, scope))
    return list(dict.fromkeys(reasons))


def find_decisions(node: tree.Node, scope: Scope) -> Iterator[tuple[tree.Node, bool]]:
    """The conditions that decide, and whether each holds; of a conditional, only the branch taken is searched."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, tree.Conditional):
            waiting.extend(reversed(tree.children(node)))
        elif (branch := branch_taken(node, scope)) is not None:
            if not is_obvious(node.condition, scope):
                yield node.condition, branch is node.then
            waiting.append(branch)


def is_obvious(condition: tree.Node, scope: Scope) -> bool:
    """Whether a condition compares nothing, or compares a word."""
    compares = any(isinstance(node, tree.Compare) for node in tree.walk(condition))
    return not compares or any(isinstance(scope.get(name), str) for name in tree.names(condition))


def write_reason(condition: tree.Node, holds: bool, scope: Scope) -> str:
    """A condition with its numbers, negated where it does not hold; `k = 3` rather than `3 = 3`."""
    node = condition if holds else negate(condition)
    text = to_prose_with_values(node, scope)
    left, _, right = text.partition(" = ")
    return to_prose(node, scope) if left == right else text


def negate(condition: tree.Node) -> tree.Node:
    """The condition that holds where this one does not: `a < b` becomes `a >= b`."""
    if isinstance(condition, tree.Compare) and len(condition.ops) == 1:
        return tree.Compare((OPPOSITE[condition.ops[0]],), condition.operands)
    if isinstance(condition, tree.Unary) and condition.op == "not":
        return condition.operand
    return tree.Unary("not", condition)


# in words


class Fact(NamedTuple):
    """A comparison that holds: `subject op bound`."""

    subject: tree.Node
    op: str
    bound: tree.Node


def deciding_reasons(node: tree.Node, scope: Scope) -> list[str]:
    """What decided about the branches taken, in words: "z = -4 is not positive".

    Of several comparisons of one quantity only the narrowest is told: of `x <= 0` and `x < -1` "x is below -1".
    """
    groups: dict[tree.Node, list[Fact]] = {}
    decisions = find_decisions(node, scope)
    for fact in (fact for condition, holds in decisions for fact in split_condition(condition, holds, scope)):
        if fact.bound in groups and fact.op in TURNED:
            fact = Fact(fact.bound, TURNED[fact.op], fact.subject)
        groups.setdefault(fact.subject, []).append(fact)
    return [describe_facts(narrow_facts(facts, scope), scope) for facts in groups.values()]


def split_condition(condition: tree.Node, holds: bool, scope: Scope) -> Iterator[Fact]:
    """The comparisons that make a condition hold or not hold: of `a or b` the first that is true."""
    if isinstance(condition, tree.Unary):
        yield from split_condition(condition.operand, not holds, scope)
    elif isinstance(condition, tree.Logic):
        deciding = [part for part in condition.operands if bool(evaluate(part, scope)) == holds]
        for part in deciding if (condition.op == "and") == holds else deciding[:1]:
            yield from split_condition(part, holds, scope)
    elif isinstance(condition, tree.Compare):
        pairs = list(zip(condition.ops, pairwise(condition.operands), strict=True))
        links = [Fact(left, op, right) for op, (left, right) in pairs]
        wanted = [link for link in links if bool(evaluate(link_to_tree(link), scope)) == holds]
        for link in wanted if holds else wanted[:1]:
            yield turn_fact(link if holds else link._replace(op=OPPOSITE[link.op]))


def link_to_tree(link: Fact) -> tree.Node:
    """A link of a chain of comparisons as a formula."""
    return tree.Compare((link.op,), (link.subject, link.bound))


def turn_fact(fact: Fact) -> Fact:
    """The comparison with its number on the right: `0 < x` is `x > 0`."""
    turned = fact.op in TURNED and isinstance(fact.subject, tree.Number) and not isinstance(fact.bound, tree.Number)
    return Fact(fact.bound, TURNED[fact.op], fact.subject) if turned else fact


def narrow_facts(facts: list[Fact], scope: Scope) -> list[Fact]:
    """The comparisons of one quantity that say all of it: an equality, else the nearest bounds, else what it is not."""
    facts = list(dict.fromkeys(facts))
    equal = [fact for fact in facts if fact.op == "=="]
    if equal or len(facts) == 1:
        return equal[:1] or facts
    try:
        bounds = {fact: evaluate(fact.bound, scope) for fact in facts if fact.op in TURNED}
        above = [fact for fact in bounds if fact.op in (">", ">=")]
        below = [fact for fact in bounds if fact.op in ("<", "<=")]
        nearest = [max(above, key=lambda fact: (bounds[fact], len(fact.op) == 1))] if above else []
        nearest += [min(below, key=lambda fact: (bounds[fact], len(fact.op) == 2))] if below else []
    except (FormulaError, TypeError):
        return facts
    unequal = [evaluate(fact.bound, scope) for fact in facts if fact.op == "!="]
    sharp = [f._replace(op=f.op[0]) if bounds.get(f) in unequal else f for f in nearest]
    if {fact.op for fact in sharp} == {"<=", ">="} and sharp[0].bound == sharp[1].bound:
        return [sharp[0]._replace(op="==")]
    return sharp or facts


def describe_facts(facts: list[Fact], scope: Scope) -> str:
    """Comparisons of one quantity in words."""
    first = facts[0]
    if first.op == "==" and isinstance(first.subject, tree.Name) and isinstance(first.bound, tree.Name):
        names = f"{to_prose(first.subject, scope)} and {to_prose(first.bound, scope)}"
        return f"{names} are both {to_prose_with_values(first.bound, scope)}"
    subject = name_with_value(first.subject, scope, equal=first.op == "==")
    if len(facts) == 2 and {fact.op[0] for fact in facts} == {"<", ">"}:
        low, high = sorted(facts, key=lambda fact: fact.op[0] == "<")
        return f"{subject} lies between {describe_bound(low, scope)} and {describe_bound(high, scope)}"
    return f"{subject} " + " and ".join(describe_fact(fact, scope) for fact in facts)


def describe_fact(fact: Fact, scope: Scope) -> str:
    """`is below -1`, `is not positive`."""
    if fact.bound == tree.Number(0) and fact.op in SIGNS:
        return SIGNS[fact.op]
    return f"{WORDS[fact.op]} {describe_bound(fact, scope)}"


def describe_bound(fact: Fact, scope: Scope) -> str:
    """What a quantity is compared with."""
    return name_with_value(fact.bound, scope, equal=False)


def name_with_value(node: tree.Node, scope: Scope, equal: bool) -> str:
    """`z = -4` of a name; of an equality the name alone, since its value follows."""
    text = to_prose_with_values(node, scope)
    name = to_prose(node, scope)
    if not isinstance(node, (tree.Name, tree.Index)) or name == text:
        return text
    return name if equal else f"{name} = {text}"
