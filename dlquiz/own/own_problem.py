"""What all problems of one's own have in common: bank, problem, rows for a table, and how a notebook shows it."""

from __future__ import annotations

from typing import Any

from dlquiz.json_data import value_to_json
from dlquiz.language.write.formulas import to_latex
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.language.write.values import value_to_latex
from dlquiz.problem import Problem
from dlquiz.worked import Entry


class OwnProblem:
    """A problem that somebody typed, solved.

    `problem` judges answers as any other (`own.problem.check("…", part="…")`), `bank` is the text of the bank that it
    is, `notes` are sentences about it.
    """

    def __init__(self, bank: str, problem: Problem, notes: list[str]) -> None:
        self.bank = bank
        self.problem = problem
        self.notes = notes

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The steps, each a dictionary, for a table."""
        return [self.describe_step(entry) for entry in self.problem.tape]

    def describe_step(self, entry: Entry) -> dict[str, Any]:
        """One step: name, rule, formula as text, value."""
        rule, _, _ = entry.why.partition(":")
        formula = entry.write(write_plain)
        return {"name": entry.name, "rule": rule.rstrip("."), "formula": formula, "value": value_to_json(entry.value)}

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.problem.question.id}>"

    def _repr_markdown_(self) -> str:
        """What a notebook shows: the question, the steps as a table, and the notes."""
        rows = [
            f"| ${name_to_latex(entry.name)}$ | ${escape_bars(entry.write(to_latex))}$ "
            f"| ${escape_bars(value_to_latex(entry.value))}$ | {escape_bars(entry.why)} |"
            for entry in self.problem.tape
        ]
        table = "\n".join(["| | formula | value | |", "|---|---|---|---|", *rows])
        return "\n\n".join([self.problem.ask, table, *self.notes])


def write_plain(node: Any, scope: Any) -> str:
    """The formula as banks spell it, both branches of a conditional included."""
    from dlquiz.language.write.formulas import to_plain

    return to_plain(node)


def escape_bars(text: str) -> str:
    """A text for a cell of a Markdown table."""
    return text.replace("|", r"\|")
