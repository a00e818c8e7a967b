r"""What a bank may try in each format: links that run, tags in formulas, formulas of spreadsheets, attributes of pandoc."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from textwrap import indent

import pytest
from markdown_it import MarkdownIt

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.check.examine import examine
from dlquiz.export import html, markup
from dlquiz.export.mathml import latex_to_mathml

Export = Callable[..., Path]
BANK = """topic: attacks
title: Attacks
questions:
- id: attack
  title: |-
{text}
  ask: |-
{text}
  hint: |-
{text}
  steps:
    - name: y
      formula: 1 + 1
      why: |-
{text}
  remark: |-
{text}
  answer:
    options:
      - right: |-
{text}
      - wrong: B
"""
HOSTILE = [
    r"$\href{javascript:alert(1)}{x}$",
    r"$$\href{javascript:alert(1)}{x}$$",
    r"$\text{\href{javascript:alert(1)}{x}}$",
    r"$\require{html}\style{background:url(//x.y)}{x}$",
    r"$x\) <img src=x onerror=alert(1)> \(y$",
    "$<img src=x onerror=alert(1)>$",
    "$$<script>alert(1)</script>$$",
    r"$\text{<img src=x onerror=alert(1)>}$",
    "$&lt;img src=x onerror=alert(1)&gt;$",
    r"$\text{<img/src=x/onerror=alert(1)><script>alert(1)</script>}$",
    "$[a](javascript:alert(1))$",
    "$![a](http://x.y/z.png)$",
    "$a`$ `<img src=x onerror=alert(1)>`",
    "`<img src=x onerror=alert(1)>`{=html}",
    "[a](<https://x.y) [b](javascript:alert(1)>)",
    "[a](javascript:alert(1)) ![b](//x.y/z.png)",
    "<img src=x onerror=alert(1)> </p><script>alert(1)</script>",
    "<a\nhref=javascript:alert(1)>x</a>",
    r"\<img src=x onerror=alert(1)>",
    "**<img src=x onerror=alert(1)>**",
    "!![a](https://x.y/z.png) \\![b](https://x.y/z.png)",
    "```\n<img src=x onerror=alert(1)>\n\n<img src=x onerror=alert(1)>\n```",
    "2. ```\n   <img src=x onerror=alert(1)>\n\n   <img src=x onerror=alert(1)>\n   ```",
    "- a\n\n  2. ```\n     <img src=x onerror=alert(1)>\n\n     <img src=x onerror=alert(1)>\n     ```",
    "> ```\n> <img src=x onerror=alert(1)>\n>\n> <img src=x onerror=alert(1)>\n> ```",
    "    <img src=x onerror=alert(1)>\n\n    <img src=x onerror=alert(1)>",
    "1. a\n\n       <img src=x onerror=alert(1)>\n\n       b",
    r"`a` $\href{x}$`<img src=x onerror=alert(1)>`",
    r"`a`$\href{x}$<img src=x onerror=alert(1)>$`$",
]


CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


class Finder(HTMLParser):
    """Finds what would run, link elsewhere or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            harmless = name in ("start", "class", "style") or (name == "href" and (value or "").startswith("http"))
            self.found += [] if harmless else [f"{tag} {name}={value}"]
        if tag in ("script", "img", "iframe", "style", "object", "embed", "svg"):
            self.found.append(tag)


def find_active(page: str) -> list[str]:
    """What in a page would run, link elsewhere or load."""
    finder = Finder()
    finder.feed(page)
    finder.close()
    return finder.found


def render_carelessly(markdown: str) -> str:
    """A page of a program that knows no mathematics, passes HTML and looks at no address."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return str(parser.render(markdown))


def make_bank(text: str) -> str:
    """A bank that asks a text."""
    return BANK.format(text=indent(text, " " * 10))


def test_the_finder_finds() -> None:
    for text in (HOSTILE[5], HOSTILE[9], HOSTILE[10], HOSTILE[11], HOSTILE[15], HOSTILE[16]):
        assert find_active(render_carelessly(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_cards_hold_nothing_active(export: Export, text: str) -> None:
    for made in (html.to_html(text), html.line_to_html(text), html.plain_to_html(text)):
        assert find_active(made) == []
        for formula in re.findall(r"\\[(\[](.*?)\\[)\]]", made, re.DOTALL):
            assert not re.search(r"\\(href|require|style|unicode)", formula)


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        r"`\(\href{javascript:alert(1)}{x}\)`",
        "```\n\\(\\href{javascript:a}{x}\\)\n```",
        r"\(x\) <script>a</script>",
    ],
)
def test_no_text_of_a_page_becomes_a_formula_of_ours(export: Export, text: str) -> None:
    """Formulas are written as MathML once the page is made: not those in code, nor in the attributes of a part."""
    page = export("html", make_bank(text), variants=1).read_text("utf-8")
    finder = Finder()
    finder.feed(page[page.index("<main>") : page.index("</main>")])
    tags = re.compile("(script|style|iframe|object|embed|svg)$|mrow href|a href=(?!http|mailto)|[a-z]+ on")
    assert [found for found in finder.found if tags.match(found)] == []
    assert page.count("<script>") == 1


@pytest.mark.parametrize(
    "word", ["<script>a</script>", "&lt;script&gt;", "<!--", "</mtext></math><img src=x>", '"', "a < b & c"]
)
@pytest.mark.parametrize("command", ["text", "mbox", "textbf"])
def test_words_in_mathml_are_no_tags(word: str, command: str) -> None:
    made = latex_to_mathml(f"x + \\{command}{{{word}}}")
    assert set(re.findall(r"<[/!]?(\w*)", made)) <= {"math", "mrow", "mi", "mo", "mtext", "mstyle"}
    assert find_active(latex_to_mathml(r"\href{javascript:a}{x}")) == [
        "math xmlns=http://www.w3.org/1998/Math/MathML",
        "math display=inline",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_sheets_and_json_hold_nothing_active(export: Export, text: str) -> None:
    sheet = export("markdown", make_bank(text), variants=1)
    data = json.loads(export("json", make_bank(text), variants=1).read_text(encoding="utf-8"))
    (problem,) = data["problems"]
    (part,) = problem["parts"]
    assert part["value"][0] in part["options"] if isinstance(part["value"], list) else part["value"] in part["options"]
    pages = [sheet.read_text(encoding="utf-8"), sheet.with_name("out-key.md").read_text(encoding="utf-8")]
    for markdown in (*pages, problem["ask"], *part["options"]):
        assert find_active(render_carelessly(markdown)) == []
        assert not re.search(r"(?<!\\)\{=|`\{|\)\{", markdown)  # attributes of pandoc
        assert r"\href" not in CODE.sub("", markdown)


@pytest.mark.parametrize(
    ("latex", "made"),
    [
        ("a < b", r"$a \lt  b$"),
        ("a >", r"$a \gt$"),
        (r"\text{a < b}", r"${\text{a }\lt \text{ b}}$"),
        (r"\begin{matrix}1&2\end{matrix}", r"$\begin{matrix}1& 2\end{matrix}$"),
        (r"\argmin_x \bm{w}", r"$\operatorname*{argmin}_x \boldsymbol{w}$"),
        (r"\href{a}{b}", r"`\href{a}{b}`"),
        ("", r"\$ \$"),
    ],
)
def test_formulas_of_a_sheet(latex: str, made: str) -> None:
    assert markup.formula_to_markdown(latex) == made


def test_a_refused_formula_stays_in_its_cell() -> None:
    made = markup.to_markdown("| a | b |\n|---|---|\n| $\\href{x}|y|$ | $|z|$ |")
    assert "| `\\href{x}\\|y\\|` | $\\vert z\\vert $ |" in made


@pytest.mark.parametrize(
    ("language", "kept"), [("python", "python"), ("math", ""), ("dataviewjs", ""), ("Mermaid", "")]
)
def test_code_is_coloured_and_never_run(language: str, kept: str) -> None:
    assert markup.to_markdown(f"```{language}\nx\n```") == f"```{kept}\nx\n```"


def test_plain_text_shows_what_is_not_mathematics(export: Export) -> None:
    rows = export("tsv", make_bank(r"Is $\href{javascript:x}{y}$ a link?"), plain=True, variants=1).read_text("utf-8")
    assert rows.startswith(r"Is \href{javascript:x}{y} a link?")


CELLS = ["=1+1", "+1", "-1 is the answer", "@SUM(A1)", '"quoted', "#html:true", "\u200b=1+1", "\u2060@x", "＝1", "'=1"]


@pytest.mark.parametrize("text", CELLS)
@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_no_cell_begins_a_formula_or_swallows_a_row(export: Export, text: str, format: str) -> None:
    bank = make_bank(text) + make_bank(text).partition("questions:\n")[2].replace("id: attack", "id: second")
    for plain in (True, False):
        path = export(format, bank, plain=plain, variants=1)
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file, delimiter="\t" if format == "tsv" else ",") if len(row) > 1]
        rows = rows if plain else rows[1:]
        assert len(rows) == 2 and all(len(row) == (2 if plain else 5) for row in rows)
        assert all(not strip_blank(cell).startswith(tuple('=+-@"#＝')) for row in rows for cell in row)
    assert clean(text) in clean(export(format, bank, plain=True, variants=1).read_text("utf-8"))


def strip_blank(cell: str) -> str:
    """A cell without what nobody sees at its beginning."""
    return cell.lstrip(" \t\r\n\u200b\u2060")


def clean(text: str) -> str:
    """A text without what differs between formats."""
    return re.sub(r'["\s]', "", text)


def test_what_begins_nothing_is_left_alone(export: Export) -> None:
    path = export("tsv", make_bank("2 - 1 = 1, a@b and x < y"), plain=True, variants=1)
    assert path.read_text("utf-8").startswith("2 - 1 = 1, a@b and x < y")


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_plain_text_begins_no_tag(export: Export, format: str) -> None:
    for text in HOSTILE:
        assert find_active(export(format, make_bank(text), plain=True, variants=1).read_text("utf-8")) == []


def test_check_warns_of_what_exports_show_as_text() -> None:
    text = make_bank(r"Is $\href{x}{y}$ or $\sigma$ one?")
    bank = QuestionSet([("attacks.yaml", compile_text(text, "attacks.yaml"))])
    report = examine(bank["attack"])
    (warning,) = (warning for warning in report.warnings if "exports" in warning.message)
    assert r"exports show $\href{x}{y}$ as text: \href is not a command of mathematics" in warning.message
