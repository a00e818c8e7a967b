"""Commas, points, spaces and apostrophes inside numbers: thousands, decimals, or a question."""

from __future__ import annotations

import re

from dlquiz.kinds.typed_text import TypedText

GROUPS = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}(?:([,'])\d{3})(?:\1\d{3})*(?:\.\d*)?(?![\w.,']|\.\d)")
SPACED = re.compile(r"[-+\s]*[1-9]\d{0,2}(?: \d{3})+(?:\.\d*)?")
POINTED = re.compile(r"[-+\s]*(\d{1,3})\.(\d{3})")
ONE_COMMA = re.compile(r"\d{1,3},\d{3}")
COMMA = re.compile(r"(?<=\d),(?=\d)")
TWICE = re.compile(r"\d,\d+,(?=\d)")
EDGE = re.compile(r"(?<![^-+\s]),(?=\d)|(?<=\d),$")
INSIDE = re.compile(r";(?=[ \t]*[^\s;])")
CALLED = re.compile(r"[A-Za-zΑ-ω]\w*\s*\($")
POINTS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\w.])")
GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:,\d{3})+(?![\w.,]*\d)")
TWO_WAYS = "thousands or decimals? write {} or {}"


def ungroup_whole(typed: TypedText, sign: str = ".") -> TypedText:
    """The text of a whole number without its thousands marks; FormulaError for 73.856, which could be either.

    `sign` is the decimal sign of who typed it, for the message; the text has points.
    """
    match = POINTED.fullmatch(typed.text)
    if match:
        either = TWO_WAYS.format(int(match[1] + match[2]), f"{match[1]}{sign}{match[2]}0")
        raise typed.fault(either, typed.text.index("."))
    return ungroup(typed)


def ungroup_real(typed: TypedText, sign: str = ".") -> TypedText:
    """The text of a real number without its thousands marks; FormulaError for 1,234, which could be either."""
    for match in GROUPS.finditer(typed.text):
        if ONE_COMMA.fullmatch(match.group()) and not is_in_call(typed.text, match.start()):
            left, right = match.group().split(",")
            raise typed.fault(TWO_WAYS.format(left + right, f"{left}{sign}{right}"), match.start(1))
    return ungroup(typed)


def refuse_grouped_element(typed: TypedText) -> None:
    """FormulaError for `3000, 10,840`: where spaces stand behind the other commas, this one may be inside a number."""
    for match in GROUPED.finditer(typed.text):
        others = typed.text[: match.start()] + typed.text[match.end() :]
        if re.search(r"[,;][ \t\n]", others):
            plain, apart = match.group().replace(",", ""), match.group().replace(",", ", ")
            raise typed.fault(f"one number or several? write {plain}, or {apart}", match.start())


def ungroup(typed: TypedText) -> TypedText:
    """The text without the marks between thousands."""
    if SPACED.fullmatch(typed.text):
        return typed.drop_places(
            [i for i in range(1, len(typed.text)) if typed.text[i] == " " and typed.text[i - 1].isdigit()]
        )
    if "," not in typed.text and "'" not in typed.text:
        return typed
    marks: list[int] = []
    for match in GROUPS.finditer(typed.text):
        if is_in_call(typed.text, match.start()):
            continue
        marks += [i for i in range(match.start(), match.end()) if typed.text[i] in ",'"]
    plain = typed.drop_places(marks)
    refuse_commas(plain)
    return plain


def refuse_commas(typed: TypedText) -> None:
    """FormulaError for a comma inside a number that is not a mark between thousands."""
    for match in COMMA.finditer(typed.text):
        at = match.start()
        if is_in_call(typed.text, at):
            continue
        before = re.search(r"(?<![\w.])\d{1,3}(?: \d{3})+$|[\d.]*$", typed.text[:at])
        after = re.match(r"[\d.]*", typed.text[at + 1 :])
        assert before and after
        if "." in before.group() + after.group() or typed.text.count(",") > 1:
            raise typed.fault("what does this comma separate? type one number, with a point for the decimals", at)
        raise typed.fault(f"a decimal comma? write {before.group().replace(' ', '')}.{after.group()}"[:90], at)


def is_in_call(text: str, at: int) -> bool:
    """Whether a place is inside the brackets of a function, where commas separate arguments."""
    calls: list[bool] = []
    for i in range(at):
        if text[i] == "(":
            calls.append(bool(CALLED.search(text[: i + 1])))
        elif text[i] == ")" and calls:
            calls.pop()
    return any(calls)


def swap_points_and_commas(typed: TypedText) -> TypedText:
    """A number of people who write decimal commas, as those write it who write points: 1.234,5 as 1,234.5.

    Points between thousands become commas; any other point stays the decimal sign that programs print.
    """
    chars = list(typed.text)
    for match in POINTS.finditer(typed.text):
        for i in range(match.start(), match.end()):
            chars[i] = "," if chars[i] == "." else chars[i]
    for match in EDGE.finditer(typed.text):
        chars[match.start()] = "."
    return point_decimals(typed, chars)


def point_decimals(typed: TypedText, chars: list[str] | None = None) -> TypedText:
    """Lists and formulas of people who write decimal commas: a comma between digits is the decimal sign."""
    twice = TWICE.search(typed.text)
    if twice:
        raise typed.fault("two decimal commas in one number; between numbers stands a semicolon", twice.end() - 1)
    chars = list(typed.text) if chars is None else chars
    for match in COMMA.finditer(typed.text):
        chars[match.start()] = "."
    return typed.replace_text("".join(chars))


def comma_rows(typed: TypedText) -> TypedText:
    """Rows on lines of people who write decimal commas: a semicolon inside a line stands between elements."""
    if "\n" not in typed.text:
        return typed
    chars = list(typed.text)
    for match in INSIDE.finditer(typed.text):
        chars[match.start()] = ","
    return typed.replace_text("".join(chars))
