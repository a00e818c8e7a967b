"""What a YAML error means for the author of a bank, and where the cause is.

The C and the Python parser word their errors differently, so the advice looks at the text around the mark as well.
"""

from __future__ import annotations

import re

import yaml

from dlquiz.bank.source import Source
from dlquiz.errors import Fault

BRACES = 'a text that starts with "{{" goes in single quotes or under `|`'
OPENED = "a text that starts with a bracket goes in single quotes or under `|`"
QUOTED = "a formula that starts with a quote goes in round brackets; such a text goes in single quotes or under `|`"
UNCLOSED = "this quote is not closed"
BRACKET = "this bracket is not closed, or a text inside it holds a comma, bracket or question mark; quote the text"
INSIDE = "in brackets, put a text with a comma, bracket or question mark in quotes, and such a formula on its own line"
BACKSLASH = "LaTeX must not be in double quotes, where a backslash has its own meaning; use single quotes or `|`"
COLON = 'a text that holds ": " goes in single quotes or under `|`'
INDENT = (
    "this line is not aligned with the lines that it belongs to; "
    'indent it like them (and a text that holds ": " goes in single quotes or under `|`)'
)
NO_KEY = "this line has no `key: value`; if it is part of a text, indent it, or use `|`"
TABS = "tabs are allowed only in quotes or under `|`; indent with spaces"
BLOCK = "after `|` or `>` the text begins on the next line; a text that starts with one of them goes in single quotes"
SPACE = 'a space is missing after the ":" of a key'
STARTS = "a text cannot start with `{}` here; put it in single quotes or under `|`"

NO_SPACE = re.compile(r"[\w-]+:(?!//)\S")
VALUE = re.compile(r"""\s*+(?:-\s++)*+(?:(?:[^\s'"#\[\]{},:][^:#]*+|'[^']*+'|"[^"]*+")\s*+:\s+)?""")


def explain_error(error: yaml.MarkedYAMLError, source: Source) -> Fault:
    """The fault to report for a YAML error."""
    problem, context = error.problem or "this is not YAML", error.context or ""
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if mark is None or start is None:
        return Fault(source.place(0, 0), f"this is not YAML: {problem}")
    line, column = source.line(mark.line), mark.column
    here, begun = source.place_of_mark(mark), source.place_of_mark(start)
    indent = line[: len(line) - len(line.lstrip())]
    if "nesting depth" in problem:
        return Fault(begun, "nested too deeply")
    if "\t" in indent or line[column : column + 1] == "\t":
        return Fault(source.place(mark.line, indent.find("\t") if "\t" in indent else column), TABS)
    if "quoted scalar" in context:
        return Fault(begun, BACKSLASH if "escape" in problem or "hexdecimal" in problem else UNCLOSED)
    value = VALUE.match(line).end()  # type: ignore[union-attr]
    if "unexpected ':'" in problem:
        return Fault(here, SPACE)
    if "mapping values" in problem:
        if value < column:
            return Fault(source.place(mark.line, value), explain_opening(line[value:]) or COLON)
        return Fault(source.place(mark.line, len(indent)), INDENT)
    if "flow" in context:
        return explain_brackets(mark, start, source)
    if "block end" in problem or "expected key" in problem or "expected '-'" in problem:
        if value < column:
            return Fault(source.place(mark.line, value), explain_opening(line[value:]) or INDENT)
        return Fault(here, INDENT)
    if "could not find expected ':'" in problem:
        return Fault(begun, SPACE if NO_SPACE.match(source.line(start.line), start.column) else NO_KEY)
    if "block scalar" in context:
        return Fault(begun, BLOCK)
    if re.search(r"cannot start any token|alphabetic or numeric|directive|\btag\b", f"{problem} {context}"):
        before, text = source.line(start.line)[: start.column], source.line(start.line)[start.column :]
        cut = len(re.findall(r"[\[{]", before)) > len(re.findall(r"[\]}]", before))  # a formula such as w[0] * 2
        return Fault(begun, INSIDE if cut else STARTS.format(text[:1] or "%"))
    return Fault(here, f"this is not YAML: {problem}")


def explain_opening(text: str) -> str:
    """What is wrong with how a text starts; empty where its start is harmless."""
    if text.startswith("{{"):
        return BRACES
    return OPENED if text[:1] in ("[", "{") else QUOTED if text[:1] in ("'", '"') else ""


def explain_brackets(mark: yaml.Mark, start: yaml.Mark, source: Source) -> Fault:
    """What is wrong where a list or mapping in brackets, begun at `start`, cannot be continued."""
    line = source.line(mark.line)
    if source.line(start.line).startswith("{{", start.column):
        return Fault(source.place_of_mark(start), BRACES)
    if mark.line != start.line or mark.column >= len(line.rstrip()):
        return Fault(source.place_of_mark(start), BRACKET)
    item = re.compile(r"[\[{,]\s*(?=[^\[{,]*$)").search(line[: mark.column])
    column = item.end() if item else mark.column
    return Fault(source.place(mark.line, column), QUOTED if line[column : column + 1] in ("'", '"') else INSIDE)
