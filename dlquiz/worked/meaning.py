"""What the draws of a question can mean, found from how the question uses and words them.

`stride` in `{{ k }} \\times {{ k }}` or in `plural(k, "filter")` counts or measures something: a whole number, and
positive where every drawn value is.  A draw that the formulas take from 1 is a share.  So do the
usual letters: `n`, `B`, `eta`, `p`.  A bank says `within` on a draw where this is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from dlquiz import tree
from dlquiz.language import numbers
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.template import Hole, Template
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Option, Program, Question, Repeat, Value
from dlquiz.records import frozen
from dlquiz.worked.ranges import list_bounds, list_elements, picks_whole

COUNTED = frozenset({"range", "zeros", "ones"})  # functions of counts alone
SIZED = frozenset({"conv2d", "maxpool2d", "avgpool2d", "conv_transpose2d", "onehot"})  # of counts behind the first
SIZE_WORDS = (
    "stride|strides|window|windows|kernel|kernels|padding|paddings|dilation|side|width|height|depth|batch|batches|"
    "patience|layers?|epochs?|passes|steps"
)
BEFORE_SIZE = re.compile(rf"\b(?:{SIZE_WORDS})(?: (?:of|is|size|length))? \$?$", re.IGNORECASE)
AFTER_COUNT = re.compile(r"\$? (?!times\b|minus\b|plus\b|is\b|has\b|was\b|as\b|goes\b|does\b|makes\b)[a-z]+s\b")
BEFORE_MEASURE = re.compile(
    r"\b(?:rate|variance|deviation|probability|temperature|momentum|decay|loss|norm|weight decay|width)"
    r"(?: (?:of|is|factor))? \$?(?:\\?[a-z_]+ ?= ?)?$",
    re.IGNORECASE,
)
COUNT_NAMES = re.compile(r"(?:[BNTnmtL]|TP|TN|FP|FN|batch|epochs|layers|classes|units|filters|channels)(?:_\w+)?")
MEASURE_NAMES = re.compile(r"(?:eta|lr|beta|lam|lambda|eps|epsilon|sigma|var|tau|delta|rho)(?:_\w+)?")
SHARE_NAMES = re.compile(r"(?:[pqPR]|prob|keep_prob|share)(?:_\w+)?")
TIMES = re.compile(r"(?:\\times|×)\s*\$?\Z|\A\$?\s*(?:\\times|×)")


@frozen
class Meaning:
    """What a draw can mean; a pin outside of it is refused."""

    why: str = ""  # what it is, as a sentence says it: "counts something"
    listed: bool = False  # only the values of the bank: another word or case would go on as one of these
    whole: bool = False
    least: Value | None = None
    greatest: Value | None = None
    total: Value | None = None  # what the elements of an array add up to


def find_meaning(question: Question, spec: Draw, scope: Mapping[str, Value], budget: WorkBudget) -> Meaning:
    """What a draw can mean; `scope` has the draws before it, on which its range may depend."""
    bounds = list_bounds(spec, scope, budget)
    if bounds is None:
        return Meaning("is a word or a case that the question knows", listed=is_listed(question, spec))
    if spec.name in list_cases(question):
        return Meaning("chooses between cases that the question knows", listed=True)
    low, high = bounds
    whole = isinstance(low, int) and isinstance(high, int)
    if spec.within is not None:
        return Meaning("has limits in this question", False, whole and spec.name in list_counts(question), *spec.within)
    if whole and low >= 0 and (spec.name in list_counts(question) or COUNT_NAMES.fullmatch(spec.name)):
        return Meaning("counts or measures something", whole=True, least=min(1, low))
    share = spec.name in list_shares(question) or (not whole and SHARE_NAMES.fullmatch(spec.name))
    if share and low >= 0 and high <= 1:
        return Meaning("is a share", least=0, greatest=1, total=find_total(spec))
    if low >= 0 and (spec.name in list_measures(question) or MEASURE_NAMES.fullmatch(spec.name)):
        return Meaning("is never negative", least=0)
    return Meaning("is a set of shares", least=0, greatest=1, total=1) if find_total(spec) else Meaning()


def find_total(spec: Draw) -> Value | None:
    """1 where every listed array holds shares of one whole; None elsewhere."""
    if spec.of is None or not picks_whole(spec):
        return None
    rows = [list_elements(item) for item in spec.of]
    if any(len(row) < 2 or not all(isinstance(item, Fraction) and 0 <= item <= 1 for item in row) for row in rows):
        return None
    return 1 if all(sum(row) == 1 for row in rows) else None


def is_listed(question: Question, spec: Draw) -> bool:
    """Whether a draw of words or truths takes no others: true wherever more than the text itself reads it."""
    if all(isinstance(item, bool) for item in list_elements(spec.of)):
        return True
    bare = [hole for template in list_texts(question) for hole in template.holes if hole.formula.text == spec.name]
    uses = sum(spec.name in formula.names for formula in list_formulas(question))
    return not isinstance((spec.of or ("",))[0], str) or uses > len(bare)


# where the names of a question stand


def list_texts(question: Question) -> Iterator[Template]:
    """The texts that a question shows, besides those of its steps."""
    texts = [question.ask, question.hint, question.plan, question.often, question.remark]
    yield from filter(None, [*texts, *(part.ask for part in question.parts), *(test.says for test in question.tests)])
    yield from (mistake.says for mistake in question.mistakes)
    for part in question.parts:
        for value in part.answer.keys.values():
            yield from find_templates(value)


def find_templates(value: object) -> Iterator[Template]:
    """The texts in the keys of an answer: options, items, pairs."""
    if isinstance(value, Template):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from find_templates(item)
    elif hasattr(value, "text") and hasattr(value, "because"):
        yield from filter(None, (value.text, value.because))


def list_formulas(question: Question) -> Iterator[Formula]:
    """Every formula of a question, also those of its texts."""
    for spec in question.draws:
        yield from filter(None, (spec.start, spec.stop, spec.step, *(spec.shape or ())))
    yield from (formula for _, formula in (*question.lets, *question.given))
    yield from question.keep
    yield from (need.holds for need in question.needs)
    yield from (test.holds for test in question.tests)
    for part in question.parts:
        held = (option.holds for option in part.answer.keys.get("options", ()) if isinstance(option, Option))
        yield from filter(None, (part.answer.value, *held))
    for mistake in question.mistakes:
        yield from filter(None, (mistake.gives, *(formula for _, formula in mistake.instead)))
    for formula, why in list_steps(question.program):
        yield formula
        yield from (hole.formula for hole in why.holes)
    for template in (*list_texts(question), *question.reasons.values()):
        yield from (hole.formula for hole in template.holes)


def list_steps(program: Program) -> Iterator[tuple[Formula, Template]]:
    """The formulas of a program, each with its sentence."""
    for item in program:
        if isinstance(item, Repeat):
            yield item.count, Template("")
            yield from ((formula, Template("")) for _, formula in item.start)
            yield from list_steps(item.steps)
        else:
            yield item.formula, item.why


def list_counts_of(program: Program) -> Iterator[Formula]:
    """The formulas that say how often a loop runs."""
    for item in program:
        if isinstance(item, Repeat):
            yield item.count
            yield from list_counts_of(item.steps)


# what they stand for


@lru_cache(64)
def list_counts(question: Question) -> frozenset[str]:
    """The names that count or measure something in whole numbers."""
    counts: set[str] = set()
    for spec in question.draws:
        counts.update(*(formula.names for formula in spec.shape or ()))
    counts.update(*(formula.names for formula in list_counts_of(question.program)))
    if question.solver:
        counts.update(*(formula.names for _, formula in question.given))
    for formula in list_formulas(question):
        for node in tree.walk(formula.tree):
            counts.update(*map(tree.names, list_counted(node)))
    for template in filter(None, (question.ask, *(part.ask for part in question.parts))):
        counts |= find_counts_in_words(template)
    return frozenset(counts)


def list_counted(node: tree.Node) -> Iterator[tree.Node]:
    """What a node takes as a count: an index, the arguments of `range`, `plural` and of windows."""
    if isinstance(node, tree.Index):
        yield from (key for key in node.keys if not isinstance(key, tree.Slice))
    elif isinstance(node, tree.Binary) and node.op in ("//", "%"):
        yield from (node.left, node.right)
    elif isinstance(node, tree.Call):
        if node.function in COUNTED:
            yield from node.arguments
        elif node.function in SIZED:
            yield from node.arguments[2 if node.function.startswith("conv") else 1 :]
        elif node.function == "plural":
            yield node.arguments[0]


def find_counts_in_words(template: Template) -> set[str]:
    """The names that a text words as a count: `{{ n }} units`, `stride {{ s }}`, `{{ k }} \\times {{ k }}`."""
    found: set[str] = set()
    pieces = ["", *template.pieces, ""]
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Hole) or not isinstance(piece.formula.tree, tree.Name):
            continue
        before, after = (text if isinstance(text, str) else "" for text in (pieces[at - 1], pieces[at + 1]))
        words = BEFORE_SIZE.search(" ".join(before.split(" "))) or AFTER_COUNT.match(after)
        if words or TIMES.search(before) or TIMES.search(after):
            found.add(piece.formula.tree.name)
    return found


@lru_cache(64)
def list_shares(question: Question) -> frozenset[str]:
    """The names that a formula takes from 1, or of which it takes the logarithm together with that."""
    shares = set()
    for formula in list_formulas(question):
        for node in tree.walk(formula.tree):
            if isinstance(node, tree.Binary) and node.op == "-" and node.left == tree.Number(1):
                shares |= {node.right.name} if isinstance(node.right, tree.Name) else set()
    return frozenset(shares)


@lru_cache(64)
def list_measures(question: Question) -> frozenset[str]:
    """The names that a text words as a rate, a norm or another quantity that is never negative."""
    found = set()
    for template in filter(None, (question.ask, *(part.ask for part in question.parts))):
        for before, piece in pairwise(template.pieces):
            if isinstance(before, str) and isinstance(piece, Hole) and isinstance(piece.formula.tree, tree.Name):
                found |= {piece.formula.tree.name} if BEFORE_MEASURE.search(before) else set()
    return frozenset(found)


@lru_cache(64)
def list_cases(question: Question) -> frozenset[str]:
    """The draws of numbers whose listed values choose branches one by one, so that another would go on as the last."""
    cases = set()
    for spec in question.draws:
        if spec.of is None or len(spec.of) < 2 or len(list_elements(spec.of)) != len(spec.of):
            continue
        compared = {
            value_to_text(value) for formula in list_formulas(question) for value in list_compared(formula, spec.name)
        }
        listed = {value_to_text(item) for item in spec.of}
        if len(compared & listed) >= len(listed) - 1:
            cases.add(spec.name)
    return frozenset(cases)


def list_compared(formula: Formula, name: str) -> Iterator[Value]:
    """The numbers with which conditions compare a name, where the other branch does not read the name itself."""
    for node in tree.walk(formula.tree):
        if not isinstance(node, tree.Conditional) or not isinstance(node.condition, tree.Compare):
            continue
        left, *rest = node.condition.operands
        chosen = left == tree.Name(name) and node.condition.ops == ("==",)
        last = name not in tree.names(node.otherwise) or isinstance(node.otherwise, tree.Conditional)
        if chosen and last and isinstance(rest[0], tree.Number):
            yield rest[0].value


# values


def find_objection(meaning: Meaning, value: Value) -> str:
    """Why a value is outside of a meaning, as the end of "must be …"; empty where it is within."""
    items = list_elements(value)
    low, high = meaning.least, meaning.greatest
    if meaning.whole and not all(isinstance(item, int) for item in items):
        return "a whole number" + (f" of at least {value_to_text(low)}" if low is not None else "")
    below = low is not None and any(numbers.less(item, low) for item in items)
    above = high is not None and any(numbers.less(high, item) for item in items)
    if below or above:
        return describe_limits(meaning)
    if meaning.total is not None and len(items) > 1 and not numbers.equal(sum(items), meaning.total):
        return f"numbers that add up to {value_to_text(meaning.total)}"
    return ""


def describe_limits(meaning: Meaning) -> str:
    """What a value must be, in words."""
    low, high = meaning.least, meaning.greatest
    noun = "a whole number" if meaning.whole else "a number"
    if low is not None and high is not None:
        return f"{noun} from {value_to_text(low)} to {value_to_text(high)}"
    if low is not None:
        return f"{noun} of at least {value_to_text(low)}"
    return f"{noun} of at most {value_to_text(high)}" if high is not None else noun
