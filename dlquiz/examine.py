"""What loading cannot see: examples that do not hold, draws that fail, kinds that change, texts that do not render."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dlquiz import answers
from dlquiz.draw import Drawn, Losses, draw
from dlquiz.errors import BankError, DlquizError, Fault, FormulaError, Place
from dlquiz.expected import BY_CHOICE, WORDS, Landing, fitting
from dlquiz.formula import show
from dlquiz.formula.functions import same
from dlquiz.model import Example, Expected, Question, Value
from dlquiz.problem import Problem

VARIANTS = 100
FEW = 20  # distinct variants below which a numeric question that draws is thin


@dataclass
class Report:
    """What was found in one question."""

    question: Question
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    variants: int = 0

    def fault(self, message: str, line: int = 0) -> None:
        """File a fault."""
        self.faults.append(Fault(self.place(line), f"{self.question.id}: {message}"))

    def warn(self, message: str) -> None:
        """File a warning."""
        self.warnings.append(Fault(self.place(0), f"{self.question.id}: {message}"))

    def place(self, line: int) -> Place:
        """A line of the bank, the question's own unless said."""
        return Place(self.question.file, line or self.question.line, 1)


def examine(question: Question, variants: int = VARIANTS) -> Report:
    """Everything that drawing a question shows."""
    report = Report(question)
    for number, example in enumerate(question.examples, 1):
        examine_example(report, number, example)
    losses = Losses()
    problems = list(drawn_problems(report, variants, losses))
    examine_kinds(report, problems)
    examine_variety(report, problems)
    examine_losses(report, losses, len(problems))
    return report


def drawn_problems(report: Report, variants: int, losses: Losses) -> Iterator[Problem]:
    """The first variants, solved and rendered; it stops at the first that fails."""
    for seed in range(variants):
        try:
            problem = Problem(draw(report.question, seed, losses=losses))
            render_all(problem)
            examine_tolerance(report, problem)
        except BankError as error:
            report.faults += error.faults
            return
        except DlquizError as error:
            report.fault(f"variant {seed}: {error}")
            return
        yield problem
        if report.faults:
            return


def render_all(problem: Problem) -> None:
    """Every text, so that every `{{ }}` is put in; FormulaError where one cannot be."""
    question = problem.question
    texts = [problem.ask, problem.hint, problem.remark]
    texts += [problem.rendered(mistake.says) for mistake in question.mistakes]
    for entry in problem.tape:
        texts += [entry.why, entry.formula, entry.substituted, show.value_text(entry.value)]
    for asked in problem.parts.values():
        texts += [asked.ask, asked.instruction, *asked.expected.because]


def examine_tolerance(report: Report, problem: Problem) -> None:
    """A tolerance that takes 0 for something else is a fault."""
    for asked in problem.parts.values():
        if asked.kind not in (*BY_CHOICE, *WORDS) and answers.takes_zero(asked.expected):
            value = show.value_text(asked.value)
            report.fault(f"{problem.id}: the tolerance of {asked.name} takes 0 for {value}; ask for more places, or use significant")


def examine_kinds(report: Report, problems: list[Problem]) -> None:
    """The kind of a part is the same in every variant."""
    for part in report.question.parts:
        first: dict[str, str] = {}
        for problem in problems:
            first.setdefault(problem.parts[part.name].kind, problem.id)
        if len(first) > 1:
            (one, where), (other, there) = list(first.items())[:2]
            report.fault(f"the kind of {part.name} changes: {one} in {where}, {other} in {there}")


def examine_variety(report: Report, problems: list[Problem]) -> None:
    """Enough different numbers, where numbers are drawn."""
    kinds = {asked.kind for problem in problems[:1] for asked in problem.parts.values()}
    report.variants = len({tuple((k, show.value_text(v)) for k, v in problem.values.items()) for problem in problems})
    numeric = bool(kinds - {*WORDS, "choice"})
    if report.question.draws and numeric and len(problems) >= FEW and report.variants < FEW:
        report.warn(f"only {report.variants} different variants in {len(problems)} draws")


def examine_losses(report: Report, losses: Losses, made: int) -> None:
    """How many draws `keep` and each mistake cost."""
    if not made:
        return
    lost = sum(losses.by_mistake.values())
    if losses.rejected and (made + lost) * 100 < made + lost + losses.rejected:
        report.fault("`keep` holds for fewer than one draw in 100")
    for number, count in sorted(losses.by_mistake.items()):
        share = count / (made + lost)
        says = " ".join(report.question.mistakes[number].says.text.split())
        message = f"mistake {number + 1} ({says[:50]}) gives the right answer in {share:.0%} of the draws"
        if share > 0.5:
            report.fault(message)
        else:
            report.notes.append(f"{report.question.id}: {message}")


# examples


def examine_example(report: Report, number: int, example: Example) -> None:
    """An example's answers are right, and its mistakes give what it says."""
    try:
        drawn = draw(report.question, 0, example.pins)
        problem = Problem(drawn)
        render_all(problem)
    except DlquizError as error:
        report.fault(f"example {number}: {error}", example.line)
        return
    for part, given in example.answers.items():
        if given is None:
            continue
        wanted = problem.parts[part].expected
        verdict = answers.judge(wanted, typed(given, wanted))
        if verdict.verdict != "right":
            right = answers.show(wanted)
            report.fault(f'example {number}: "{typed(given, wanted)}" is {verdict.verdict}; right is {right}', example.line)
    for index, given in enumerate(example.mistakes):
        if given is not None:
            examine_mistake(report, number, example, drawn, index, given)


def examine_mistake(report: Report, number: int, example: Example, drawn: Drawn, index: int, given: Any) -> None:
    """What one mistake gives in an example."""
    land = drawn.landings[index]
    where = f"example {number}, mistake {index + 1}"
    if land is None:
        report.fault(f"{where}: it changes nothing here, or cannot be computed; write null", example.line)
        return
    spoken = given if isinstance(given, Mapping) else {speaks_to(land): given}
    for part, text in spoken.items():
        if text is None:
            continue
        if part not in land.values:
            report.fault(f"{where}: it does not change {part} here; write null", example.line)
        elif not gives(drawn, part, land.values[part], text):
            report.fault(f'{where}: it gives {show.value_text(land.values[part])}, not "{text}"', example.line)


def speaks_to(land: Landing) -> str:
    """The part that a mistake speaks to, where an example does not say."""
    return next(iter(land.values), "answer")


def gives(drawn: Drawn, part: str, value: Value, text: Any) -> bool:
    """Whether a text, typed where `value` is right, would be right."""
    wanted = drawn.expected[part]
    if wanted.kind == "choice":
        return show.value_text(value) == str(text) or str(text) in wanted.options
    try:
        shifted = replace(wanted, value=fitting(wanted.kind, value), mistaken=())
    except FormulaError:
        return same(value, text)
    return answers.judge(shifted, typed(text, shifted)).verdict == "right"


def typed(given: Any, wanted: Expected) -> str:
    """An example's answer as a learner would type it: letters for texts of options, items and pairs."""
    if wanted.kind == "choice":
        texts = given if isinstance(given, list) else [given]
        if all(text in wanted.options for text in texts):
            return " ".join(letter(wanted.options.index(text)) for text in texts)
    if wanted.kind == "order" and isinstance(given, list) and all(text in wanted.items for text in given):
        return " ".join(letter(wanted.items.index(text)) for text in given)
    if wanted.kind == "match" and isinstance(given, Mapping):
        known = [(left, right) for left, right in given.items() if left in wanted.lefts and right in wanted.rights]
        if len(known) == len(given):
            return " ".join(f"{wanted.lefts.index(left) + 1}{letter(wanted.rights.index(right))}" for left, right in known)
    if isinstance(given, list):
        return f"[{', '.join(typed(item, wanted) for item in given)}]"
    return str(given)


def letter(index: int) -> str:
    """The letter of an option: a, b, c."""
    return chr(ord("a") + index)
