"""The format `html`: one page that works from disk, offline, and judges plain answers by itself.

It judges whole and real numbers, choices, yes and no, and shapes; other kinds are compared with the solution by whoever
practises.  Its policy lets only this script and this style run, so that no text of a bank can.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from dlquiz import kinds
from dlquiz.export import card_html, html, paper
from dlquiz.export.job import Item, Job
from dlquiz.export.mathml import latex_to_mathml
from dlquiz.export.paper import PaperPart
from dlquiz.export.wrong_numbers import list_wrong_numbers
from dlquiz.kinds import tolerance
from dlquiz.kinds.fields import ChoiceField, NumberField, TruthField
from dlquiz.pictures.kind import Picture, tell_picture
from dlquiz.pictures.svg import COLUMNS, render_svg
from dlquiz.problem import AskedPart, Problem

SUFFIX = ".html"
VARIANTS = 5
FOLDER = Path(__file__).with_name("page")
JUDGED = ("integer", "number", "yes-no", "shape", "choice")
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Practice</title>
<style>{style}</style>
</head>
<body>
<header><h1>Practice</h1><span id="score" role="status" aria-live="polite">0 of 0 answered</span></header>
<main>
{body}
</main>
<script>{script}</script>
</body>
</html>
"""


def describe_gap(item: Item, job: Job) -> str:
    """Nothing is left out."""
    return ""


def make_record(item: Item, job: Job) -> str:
    """The variants of a question."""
    title = html.line_to_html(item.question.title or item.question.id)
    about = html.plain_to_html(f"{item.topic.title or item.topic.slug}, level {item.question.level}")
    sections = "".join(write_section(problem, title, about) for problem in item.problems)
    return f'<div class="group">{write_formulas(sections)}</div>'


def make_files(records: Sequence[str], job: Job) -> Mapping[Path, bytes]:
    """The page."""
    script, style = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    policy = (
        f"default-src 'none'; script-src '{hash_text(script)}'; style-src '{hash_text(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = PAGE.format(policy=policy, style=style, script=script, body="\n".join(records))
    return {job.out: page.encode("utf-8", "replace")}


def hash_text(text: str) -> str:
    """The digest by which a policy lets a script or a style run."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def write_formulas(text: str) -> str:
    """HTML with its formulas as MathML; one that cannot be written so is shown as its source."""
    return html.replace_formulas(text, lambda latex, block: latex_to_mathml(latex, block) or html.show_source(latex))


# a question


def write_section(problem: Problem, title: str, about: str) -> str:
    """One variant: what is asked, where to answer, and the solution."""
    parts = [(asked, paper.prepare_part(asked)) for asked in problem.parts.values()]
    count = len(parts)
    asked = "".join(write_part(problem, one, shown, i, count) for i, (one, shown) in enumerate(parts, 1))
    hint = f"<details><summary>Hint</summary>{html.to_html(problem.hint)}</details>" if problem.hint else ""
    pictures = embed_pictures(problem.pictures_of("question"))
    solution = card_html.write_back(problem, [shown for _, shown in parts], embed_pictures)
    more = '<button type="button" class="more" hidden>Next step</button>'
    other = '<button type="button" class="other" hidden>Other numbers</button>'
    return (
        f'<section><h2>{title}</h2><p class="about">{about}</p>{html.to_html(problem.ask)}{pictures}{asked}{hint}'
        f'<details class="solution"><summary>Solution</summary>{solution}{more}</details>{other}</section>'
    )


def embed_pictures(pictures: Iterable[Picture]) -> str:
    """Pictures as images in the page itself, each with its words."""
    return "".join(
        f'<p><img alt="{escape_attribute(tell_picture(picture))}" src="data:image/svg+xml;base64,'
        f'{base64.b64encode(render_svg(picture.lay_out(COLUMNS)).encode()).decode()}"></p>'
        for picture in pictures
    )


def escape_attribute(text: str) -> str:
    """A text between double quotes."""
    return html.escape_code(text).replace('"', "&quot;")


def write_part(problem: Problem, asked: AskedPart, shown: PaperPart, number: int, count: int) -> str:
    """One part: what is asked, and a field that judges, or buttons for the learner's own grade."""
    key, said = make_key(problem, asked)
    ask = html.to_html(asked.ask) if asked.ask else ""
    told = f'<p class="told">{html.plain_to_html(shown.instruction)}</p>' if shown.instruction else ""
    judged = key is not None
    body = write_field(shown, number, count) if judged else write_grades(shown)
    data = escape_attribute(json.dumps(key if judged else {}, ensure_ascii=False))
    reasons = "".join(f'<template data-says="{name}">{text}</template>' for name, text in said.items())
    status = '<p class="told-verdict" role="status" aria-live="polite"></p><div class="reason"></div>'
    return f'<div class="part" data-key="{data}">{ask}{told}{body}{status}{reasons}</div>'


def write_field(shown: PaperPart, number: int, count: int) -> str:
    """A line to type on; options as buttons that type their letter."""
    picks = "".join(
        f'<button type="button" class="pick" data-letter="{letter}" aria-pressed="false">{letter}) '
        f"{html.line_to_html(text)}</button>"
        for letter, text in shown.choices
    )
    label = f"Answer {number} of {count}" if count > 1 else "Answer"
    field = f'<label>{label} <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false"></label>'
    return f'{picks}<form>{field}<button type="submit">Check</button></form>'


def write_grades(shown: PaperPart) -> str:
    """What is matched or ordered, and buttons with which the learner grades the own answer."""
    rows = card_html.write_rows(shown.lefts) + card_html.write_rows(shown.choices)
    buttons = "".join(
        f'<button type="button" class="grade" data-score="{score}">{word}</button>'
        for word, score in (("I had it", 1), ("partly", 0.5), ("not yet", 0))
    )
    return f'{rows}<p class="told">Answer on paper, then compare with the solution.</p><p class="grades">{buttons}</p>'


# what the page judges by


def make_key(problem: Problem, asked: AskedPart) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The key of a part as the page needs it, and the reasons that it may show; None where it cannot judge."""
    if asked.kind not in JUDGED:
        return None, {}
    key = asked.key
    fields = kinds.kind(asked.kind).list_fields(key)
    first = fields[0]
    data: dict[str, Any] = {"kind": asked.kind}
    if isinstance(first, ChoiceField):
        reasons = {f"option{i}": html.line_to_html(text) for i, text in enumerate(first.because) if text.strip()}
        because = [f"option{i}" if f"option{i}" in reasons else "" for i in range(len(first.options))]
        data |= {"options": first.options, "value": sorted(first.right), "several": len(first.right) > 1}
        return data | {"because": because}, reasons
    if isinstance(first, TruthField):
        return data | {"value": first.value, "yes": key.yes, "no": key.no}, {}
    if not isinstance(first, NumberField) or first.label:  # a shape: its sizes, if it has any
        sizes = [write_exact(Fraction(field.value)) for field in fields if isinstance(field, NumberField)]
        return data | {"value": sizes}, {}
    wrong = list_wrong_numbers(problem, asked, fields)[0]
    mistakes = [{"at": write_range(one.value, one.tolerance), "says": f"mistake{i}"} for i, one in enumerate(wrong)]
    data |= {"unit": key.unit, "right": write_range(first.value, first.tolerance), "mistakes": mistakes}
    close = {"close": write_close(first)} if first.close is not None else {}
    return data | close, {f"mistake{i}": one.says for i, one in enumerate(wrong)}


def write_range(value: Any, distance: Fraction) -> tuple[str, str]:
    """The ends of what lies within a distance; floats get the slack that dlquiz gives them."""
    exact = Fraction(value)
    slack = tolerance.SLACK * abs(exact) + tolerance.NOISE if isinstance(value, float) else Fraction(0)
    return write_exact(exact - distance - slack), write_exact(exact + distance + slack)


def write_close(field: NumberField) -> tuple[str, str]:
    """The ends of what is close, on the same side of 0."""
    low, high = (Fraction(end) for end in write_range(field.value, field.close or Fraction(0)))
    tiny = Fraction(1, 10**300)
    exact = Fraction(field.value)
    if exact == 0:
        return "1", "0"
    return write_exact(max(low, tiny) if exact > 0 else low), write_exact(high if exact > 0 else min(high, -tiny))


def write_exact(value: Fraction) -> str:
    """A fraction as the page reads it."""
    return f"{value.numerator}/{value.denominator}"
