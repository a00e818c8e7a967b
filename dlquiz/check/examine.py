"""What loading cannot see: examples that do not hold, draws that fail, kinds that change, texts that do not render."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from dlquiz import kinds
from dlquiz.errors import BankError, DlquizError, Fault, FormulaError
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.language.template import Template
from dlquiz.language.text_functions import plural
from dlquiz.language.write import show
from dlquiz.model import AnswerKey, Example, Part, Question, Value, Variant
from dlquiz.problem import Problem
from dlquiz.worked.answer_keys import MistakeOutcome, answer_value
from dlquiz.worked.draw import Drawn, Losses, draw, mistake_place, place

VARIANTS = 100
MORE = 500  # drawn where these show few different ones
WORK = 8_000_000  # half microseconds for the formulas of one question; after these the rest is left out
SHOWN = 300  # half microseconds to write an entry out
FEW = 20  # distinct variants below which a numeric question that draws is thin


@dataclass
class Report:
    """What was found in one question."""

    question: Question
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    variants: int = 0
    budget: WorkBudget = field(default_factory=lambda: WorkBudget(WORK))

    def fault(self, message: str, *texts: object, variant: str = "") -> None:
        """File a fault of the question or a variant, at the first of some texts that knows its place."""
        self.faults.append(Fault(place(self.question, *texts), f"{variant or self.question.id}: {message}"))

    def warn(self, message: str) -> None:
        """File a warning."""
        self.warnings.append(Fault(place(self.question), f"{self.question.id}: {message}"))


def examine(question: Question, variants: int = VARIANTS) -> Report:
    """Everything that drawing a question shows."""
    report = Report(question)
    losses = Losses()
    problems: list[Problem] = []
    try:
        for number, example in enumerate(question.examples, 1):
            examine_example(report, number, example)
        for problem in drawn_problems(report, variants, losses):
            problems.append(problem)
    except BudgetExceeded:
        report.warn(f"its formulas take long to compute: only {len(problems)} variants were examined")
    examine_kinds(report, problems)
    examine_variety(report, problems)
    if problems:
        examine_losses(report, losses, len(problems))
        examine_mistakes(report, problems)
    return report


def drawn_problems(report: Report, variants: int, losses: Losses) -> Iterator[Problem]:
    """The first variants, solved and rendered; none after one that fails.  BudgetExceeded where they take too long."""
    before = len(report.faults)
    for seed in range(variants):
        spent = losses.work
        try:
            problem = Problem(draw(report.question, seed, losses=losses))
            report.budget.spend(losses.work - spent)
            render_all(report, problem)
            examine_tolerance(report, problem)
            yield problem
        except BankError as error:
            report.faults += error.faults
        except DlquizError as error:
            report.fault(str(error), getattr(error, "text", ""), variant=f"{report.question.id}@{seed}")
        if len(report.faults) > before:
            break


def render_all(report: Report, problem: Problem) -> None:
    """Every text, so that every `{{ }}` is put in."""
    question = problem.question
    texts = [question.ask, question.hint, question.remark, *(part.ask for part in question.parts)]
    for template in (*texts, *(mistake.says for mistake in question.mistakes)):
        render(report, problem, template, problem.tape.scope)
    report.budget.spend(SHOWN * len(problem.tape))
    for entry in problem.tape:
        if entry.step.why.holes:
            render(report, problem, entry.step.why, entry.local)
        _ = entry.formula, entry.substituted, show.value_text(entry.value)
    for asked in problem.parts.values():
        _ = asked.instruction


def render(report: Report, problem: Problem, template: Template | None, scope: Scope) -> None:
    """Put the values into a text, or file why that is not possible."""
    try:
        _ = template and template.render(scope, budget=report.budget)
    except FormulaError as error:
        where = f" in {str(error.text)!r}" if error.text else ""
        text = template.text if template is not None else ""
        report.fault(f"{error.message}{where}", text, variant=problem.id)


def examine_tolerance(report: Report, problem: Problem) -> None:
    """A tolerance that takes 0 for something else is a fault."""
    for asked, part in zip(problem.parts.values(), problem.question.parts, strict=True):
        if kinds.takes_zero(asked.key):
            value = show.value_text(asked.value)
            told = f"the tolerance of {asked.name} takes 0 for {value}; ask for more places, or use significant"
            small = f"{asked.name} is so small that it cannot be told from 0; keep it larger"
            report.fault(small if value == "0" else told, *answer_texts(part), variant=problem.id)


def answer_texts(part: Part) -> list[str]:
    """Where the answer of a part stands in the bank."""
    return [part.answer.value.text] if part.answer.value is not None else []


def examine_kinds(report: Report, problems: list[Problem]) -> None:
    """The kind of a part is the same in every variant, and the keys of its answer go with it."""
    for part in report.question.parts if problems else ():
        first: dict[str, str] = {}
        for problem in problems:
            first.setdefault(problem.parts[part.name].kind, problem.id)
        if len(first) > 1:
            (one, where), (other, there) = list(first.items())[:2]
            told = f"the kind of {part.name} changes: {one} in {where}, {other} in {there}"
            report.fault(told, *answer_texts(part))
            continue
        (name,) = first
        own = {key.name for key in kinds.kind(name).keys}
        for key in part.answer.keys if not part.answer.kind else ():
            if key not in own:
                report.fault(f'"{key}" does not go with the kind {name}, which the value has', *answer_texts(part))


def examine_variety(report: Report, problems: list[Problem]) -> None:
    """Enough different numbers, where numbers are drawn."""
    seen = {shown_values(problem.variant) for problem in problems}
    asked = [asked for problem in problems[:1] for asked in problem.parts.values()]
    numeric = any(kinds.kind(one.kind).is_quantity for one in asked)
    if report.question.draws and numeric and not report.faults and len(seen) < FEW <= len(problems):
        seen |= {shown_values(draw(report.question, seed).variant) for seed in range(len(problems), MORE)}
        if len(seen) < FEW:
            report.warn(f"only {plural(len(seen), 'different variant')}")
    report.variants = len(seen)


def shown_values(variant: Variant) -> tuple[str, ...]:
    """The numbers of a variant, as text."""
    return tuple(show.value_text(value) for value in variant.values.values())


def examine_losses(report: Report, losses: Losses, made: int) -> None:
    """How many draws `keep` and each mistake cost; a share counts as more where chance alone would not give it."""
    kept = made + sum(losses.by_mistake.values())
    if losses.rejected + kept > 100 * (kept + 3 * sqrt(kept)):
        keep = [formula.text for formula in report.question.keep]
        report.fault(f"`keep` holds for fewer than one draw in 100: for {kept} in {losses.rejected + kept}", *keep)
    for number, count in sorted(losses.by_mistake.items()):
        says = " ".join(report.question.mistakes[number].says.text.split())
        message = f"mistake {number + 1} ({says[:50]}) gives the right answer in {count / kept:.0%} of the draws"
        if count > kept / 2 + 1.5 * sqrt(kept):
            place = mistake_place(report.question, number)
            report.faults.append(Fault(place, f"{report.question.id}: {message}"))
        else:
            report.notes.append(f"{report.question.id}: {message}")


def examine_mistakes(report: Report, problems: list[Problem]) -> None:
    """A mistake ends where a learner may end, in one variant at least."""
    for number, mistake in enumerate(report.question.mistakes):
        landed = [
            (problem, land) for problem in problems if (land := problem.drawn.mistake_outcomes[number]) is not None
        ]
        ends = [(problem, name, value) for problem, land in landed for name, value in land.values.items()]
        says = " ".join(mistake.says.text.split())
        told = f"{report.question.id}: mistake {number + 1} ({says[:50]})"
        where = mistake_place(report.question, number)
        if not ends:
            report.warnings.append(Fault(where, f"{told} changes no answer, or cannot be computed, in any variant"))
        elif not any(may_end(*end) for end in ends):
            problem, name, value = ends[0]
            gives = f"gives {show.value_text(value)}, which is no answer of the kind {problem.part(name).kind}"
            report.faults.append(Fault(where, f"{told} {gives}"))


def may_end(problem: Problem, name: str, value: Value) -> bool:
    """Whether a learner may give a value as the answer of a part."""
    try:
        kinds.key_accepting(problem.part(name).key, value)
    except FormulaError:
        return False
    return True


# examples


def examine_example(report: Report, number: int, example: Example) -> None:
    """An example's answers are right, and its mistakes give what it says."""
    try:
        drawn = draw(report.question, 0, example.pins)
        problem = Problem(drawn)
    except BankError as error:
        report.faults += error.faults
        return
    except DlquizError as error:
        named = [name for name in example.pins if str(error).startswith(f"{name} ")]
        report.fault(f"example {number}: {error}", *named, *example.pins)
        return
    render_all(report, problem)
    for part in report.question.parts:
        given = example.answers.get(part.name)
        if given is not None:
            examine_answer(report, number, drawn, part, given)
    for index, given in enumerate(example.mistakes):
        if given is not None:
            examine_mistake(
                report, f"example {number}, mistake {index + 1}", drawn, drawn.mistake_outcomes[index], given
            )


def first_text(*given: Any) -> str:
    """The first text in lists and mappings; empty where there is none."""
    for item in given:
        if isinstance(item, str):
            return item
        found = first_text(*(item.values() if isinstance(item, Mapping) else item or ()))
        if found:
            return found
    return ""


def examine_answer(report: Report, number: int, drawn: Drawn, part: Part, given: Any) -> None:
    """What an example answers to a part is right."""
    key = drawn.keys[part.name]
    kind = kinds.kind(key.kind)
    if kind.self_graded:
        report.fault(f"example {number}: who recalls grades the own answer, so it has no example", first_text(given))
        return
    if key.quantity is not None and gives(key, answer_value(part, drawn.tape), given):
        return
    verdict = kinds.judge(key, kind.type_example(given, key))
    if verdict.verdict != "right":
        told = f"is {verdict.verdict}" if verdict.verdict != "unreadable" else "cannot be read"
        right = kind.example_text(key)
        report.fault(f'example {number}: "{written(given)}" {told}; right is {right}', first_text(given))


def written(given: Any) -> str:
    """Texts, lists of them and pairs, as a bank writes them: what is shuffled has no letters there."""
    if isinstance(given, Mapping):
        given = tuple(given.items())
    if isinstance(given, tuple) and given and isinstance(given[0], tuple):
        return ", ".join(f"{left}: {right}" for left, right in given)
    return ", ".join(map(written, given)) if isinstance(given, (list, tuple)) else str(given)


def examine_mistake(report: Report, where: str, drawn: Drawn, land: MistakeOutcome | None, given: Any) -> None:
    """What one mistake gives in an example."""
    if land is None:
        report.fault(f"{where}: it changes nothing here, or cannot be computed; write null", first_text(given))
        return
    spoken = given if isinstance(given, Mapping) else {next(iter(land.values), "answer"): given}
    for part, text in spoken.items():
        if text is not None and part not in land.values:
            report.fault(f"{where}: it does not change {part} here; write null", first_text(text))
        elif text is not None and not gives(drawn.keys[part], land.values[part], text):
            report.fault(f'{where}: it gives {show.value_text(land.values[part])}, not "{text}"', first_text(text))


def gives(key: AnswerKey, value: Value, text: Any) -> bool:
    """Whether a text, typed where `value` is right, would be right."""
    try:
        accepting = kinds.key_accepting(key.quantity or key, value)
    except FormulaError:
        return bool(show.value_text(value) == text)
    return kinds.judge(accepting, kinds.kind(accepting.kind).type_example(text, accepting)).verdict == "right"
