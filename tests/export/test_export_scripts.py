"""Hostile texts in Chromium: as cards, as sheets turned into pages and as JSON's Markdown, none runs or loads anything."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from textwrap import indent
from typing import Any
from xml.etree import ElementTree

import browser
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from test_export_attacks import find_active

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.export import linear
from dlquiz.errors import BankError
from dlquiz.export import collection, driver
from dlquiz.export.anki_note import FIELDS
from dlquiz.export.job import Job, load_format
from dlquiz.export.work import Work

MARKDOWN = {"title", "ask", "hint", "plan", "checks", "often", "remark", "options", "items", "pairs", "why"}
SHARE = float(os.environ.get("PROOF_SHARE", "1"))
CARDS, SHEETS = max(60, int(2_000 * SHARE)), max(40, int(400 * SHARE))
PORTION = 60  # texts of a page
WATCH = r"""
var hits = [];
function hit(what) { hits.push(String(what).slice(0, 200)); }
window.alert = window.confirm = window.prompt = window.HIT = hit;
window.open = function (address) { hit("open " + address); };
document.addEventListener("securitypolicyviolation", function (event) {
  hit(event.violatedDirective + " " + event.blockedURI); });
window.addEventListener("error", function (event) { if (event.message) hit("error " + event.message); });
function careful(address) { return /^(https?|mailto):/i.test(address); }
function look(box) {
  box.querySelectorAll("*").forEach(function (one) {
    for (var name of one.getAttributeNames()) {
      var value = one.getAttribute(name);
      if (/^on/i.test(name)) hit(one.tagName + " " + name);
      if (/href$/i.test(name) && !careful(value) && !/^#/.test(value)) hit(one.tagName + " " + name + "=" + value);
      if (/^(src|srcset|data|action|formaction|poster|background)$/i.test(name)) hit(one.tagName + " " + name + "=" + value);
      if (name === "style" && /url|expression|import/i.test(value)) hit(one.tagName + " style=" + value); }
    if (/^(script|style|iframe|object|embed|base|meta|link|form)$/i.test(one.tagName) && !one.textContent.includes("Keeps one of"))
      hit("element " + one.tagName); });
  box.querySelectorAll("details").forEach(function (one) { one.open = true; });
  box.querySelectorAll("*").forEach(function (one) {
    if (one.matches("a[href]") && careful(one.getAttribute("href"))) return;
    for (var event of ["mouseover", "focus", "click", "toggle"]) one.dispatchEvent(new Event(event, {cancelable: true})); }); }
function rest() { return new Promise(function (done) { setTimeout(done, 20); }); }
async function all() {
  var found = [];
  if (window.MathJax && MathJax.startup && MathJax.startup.promise) await MathJax.startup.promise;
  for (var text of DATA) {
    hits = [];
    var box = put(text);
    if (window.MathJax && MathJax.typesetPromise) {
      try { await MathJax.typesetPromise([box]); } catch (error) { hit("MathJax " + error); } }
    look(box); await rest();
    found.push(hits); }
  document.getElementById("report").textContent = JSON.stringify(found); }
all();
"""
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'unsafe-inline' 'unsafe-eval' file:; style-src 'unsafe-inline'; font-src file:\">"
)
PAYLOADS = [
    "<script>HIT(1)</script>", "<img src=x onerror=HIT(1)>", "<svg onload=HIT(1)>", "<svg><script>HIT(1)</script></svg>",
    "<a href=javascript:HIT(1)>x</a>", "<iframe src=javascript:HIT(1)>", "<details open ontoggle=HIT(1)>", "<b onclick=HIT(1)>b",
    "<style>*{background:url(http://x.y/z)}</style>", "<link rel=stylesheet href=http://x.y/z>", "<base href=http://x.y>",
    "<math><a xlink:href=javascript:HIT(1)>x</a></math>", "<!--><img src=x onerror=HIT(1)>-->", "<![CDATA[<img src=x onerror=HIT(1)>]]>",
    "</p></section></div><img src=x onerror=HIT(1)>", '"><img src=x onerror=HIT(1)>', "'><script>HIT(1)</script>", "<img\nsrc=x\nonerror=HIT(1)>",
    "&lt;img src=x onerror=HIT(1)&gt;", "&#60;img src=x onerror=HIT(1)&#62;", "\\<img src=x onerror=HIT(1)>", "<<img src=x onerror=HIT(1)>",
    "[x](javascript:HIT(1))", "[x](<javascript:HIT(1)>)", "[x](JaVaScRiPt:HIT(1))", "[x](java&#115;cript:HIT(1))", "[x](\tjavascript:HIT(1))",
    "[x](data:text/html,<script>HIT(1)</script>)", "[x](vbscript:HIT(1))", "![x](http://x.y/z.png)", "![x](javascript:HIT(1))", "<javascript:HIT(1)>",
    "[x](<https://x.y) [y](javascript:HIT(1)>)", '[x](https://x.y "t" onclick=HIT(1))', "[x](https://x.y\"onmouseover=HIT(1)//)",
    "[x]: javascript:HIT(1)\n\n[x]", "<https://x.y/\"onclick=HIT(1)>", r"\href{javascript:HIT(1)}{x}", r"\href{data:text/html,x}{x}", r"\url{javascript:HIT(1)}",
    r"\style{background:url(http://x.y/z)}{x}", r"\class{x}{y}", r"\cssId{qa}{y}", r"\require{html}\href{javascript:HIT(1)}{x}", r"\unicode{60}img\unicode{62}",
    r"\def\a{\href{javascript:HIT(1)}{x}}\a", r"\newcommand{\a}[1]{\href{#1}{x}}\a{javascript:HIT(1)}", r"\let\text\href\text{javascript:HIT(1)}{x}",
    r"\text{<img src=x onerror=HIT(1)>}", r"\text{$\href{javascript:HIT(1)}{x}$}", r"\text{\(\href{javascript:HIT(1)}{x}\)}", r"\includegraphics{http://x.y/z}",
    r"\bbox[background:url(http://x.y/z)]{x}", r"\color{red}x", r"\) <img src=x onerror=HIT(1)> \(", r"\] <script>HIT(1)</script> \[", r"\begin{html}x\end{html}",
    r"\\(\href{javascript:HIT(1)}{x}\\)", r"\\[\href{javascript:HIT(1)}{x}\\]", r"\begin{gather}\href{javascript:HIT(1)}{x}\end{gather}",
    r"^^5chref{javascript:HIT(1)}{x}", r"\\href{javascript:HIT(1)}{x}", r"\hre\relax f{javascript:HIT(1)}{x}", r"\mathrm{\href{javascript:HIT(1)}{x}}",
    "`<img src=x onerror=HIT(1)>`{=html}", "`x`{onclick=HIT(1)}", "```{=html}\n<script>HIT(1)</script>\n```", "```math\n\\href{javascript:HIT(1)}{x}\n```",
    "~~~html\n<script>HIT(1)</script>\n~~~", "[sound:javascript:HIT(1)]", "[latex]\\input{x}[/latex]", "[anki:play:q:0]", "[$]\\href{javascript:HIT(1)}{x}[/$]",
    "a < b > c & d", "$", "$$", "`", "``", "\\", "{", "}", "|", "*", "_", "](", "[", "\\(", "\\)", "\\[", "&", "<", "\u2028", "\u00a0", "\ufffd", "x", "{}", "% ",
]  # fmt: skip
WRAPPERS = [
    "{}", "{}", "${}$", "${}$", "$${}$$", "**{}**", "*{}*", "`{}`", "> {}", "- {}", "1. {}", "# {}", "| a |\n|---|\n| {} |", "[{}](https://x.y)",
    r"$\text{{{}}}$", r"$\frac{{1}}{{{}}}$", "    {}", "```\n{}\n```", "a$ {} $b", r"\${}\$", "<{}>", "\\{}", r"$\begin{{matrix}}{}&2\end{{matrix}}$",
    "- a\n\n  {}", "- a\n  {}", "1. a\n   - {}", "2) {}", "> - {}\n> ", "\n{}\n", "$ ${}$ $", "!{}", "[{}]", "({})", "| a | b |\n|--|:-:|\n| c | {} |",
]  # fmt: skip
BANK = """topic: attacks
title: |-
{title}
about: |-
{text}
questions:
- id: attack-{number}
  title: |-
{text}
  let:
    word: '{word}'
  ask: |-
{asked}
  hint: |-
{text}
  plan: |-
{text}
  steps:
    - name: y
      formula: 1 + 1
      why: |-
{text}
    - name: w
      formula: word
      why: |-
{text}
    - repeat: 3
      start: {{z: y}}
      steps:
        - name: z
          formula: z + 1
          why: |-
{text}
  test:
    - holds: y > 1
      says: |-
{text}
  often: |-
{text}
  parts:
    - name: choice
      ask: |-
{text}
      answer:
        options:
          - right: |-
{text}
            because: |-
{text}
          - wrong: B
    - name: y
      ask: |-
{text}
    - name: match
      answer:
        kind: match
        pairs:
          {key}: |-
{text}
        extra: [other]
    - name: order
      answer:
        kind: order
        items:
          - |-
{text}
          - second
    - name: recall
      answer:
        kind: recall
        points:
          - |-
{text}
    - name: text
      answer:
        kind: text
        accept:
          - |-
{title}
          - also
  mistakes:
    - gives: 3
      part: y
      says: |-
{text}
  remark: |-
{text}
  see: |-
{text}
"""


def make_text(random: Random) -> str:
    """A hostile text."""
    pieces = []
    for _ in range(random.randint(1, 3)):
        inner = random.choice(("", "", " ")).join(random.choices(PAYLOADS, k=random.randint(1, 3)))
        for _ in range(random.choice((1, 1, 2, 3))):
            inner = random.choice(WRAPPERS).format(inner)
        pieces.append(inner)
    return random.choice(("", " ", "\n", "\n\n")).join(pieces).replace("{{", "{ {").strip() or "x"


def make_bank(texts: Iterable[str]) -> QuestionSet:
    """A bank with a question for each text that a bank may hold."""
    files = []
    for number, text in enumerate(texts):
        try:
            files.append((f"{number}.yaml", compile_bank(number, text)))
        except BankError:
            continue
    return QuestionSet(files)


def compile_bank(number: int, text: str) -> dict[str, Any]:
    """A bank whose every text is one text."""
    word = "".join(char for char in text if char.isprintable() and char not in "\\'\"{}")
    texts = {"text": text, "title": text.partition("\n")[0], "asked": f"{text}\n\n{{{{ word }}}} ${{{{ word }}}}$"}
    written = {name: indent(own, " " * 14) for name, own in texts.items()}
    key = "'" + text.partition("\n")[0].replace("'", "''") + "'"
    return compile_text(BANK.format(number=number, word=f'"{word}"', key=key, **written), "attacks.yaml")


def export(bank: QuestionSet, format: str, folder: Path) -> Path:
    """A file of all questions."""
    loaded = load_format(driver.find_format(format))
    job = Job(folder / f"out{loaded.SUFFIX}", 1_770_000_000, folder / "dates.sqlite3", linear)
    work = Work(bank, driver.find_format(format), range(1), job)
    driver.write_export(loaded, driver.gather_records(work, bank.ids, lambda done, total: None), job)
    return job.out


def list_cards(package: Path) -> list[str]:
    """Both sides of every card, its template filled in as Anki does."""
    with zipfile.ZipFile(package) as archive:
        package.with_suffix(".anki2").write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(package.with_suffix(".anki2"))
    rows = database.execute("select flds from notes").fetchall()
    database.close()
    template = collection.make_template()
    sides = []
    for (fields,) in rows:
        note = dict(zip(FIELDS, fields.split("\x1f"), strict=True))
        for name in ("qfmt", "afmt"):
            side = re.sub(r"\{\{#(.*?)\}\}.*?\{\{/\1\}\}", "", template[name], flags=re.DOTALL)
            sides.append(re.sub(r"\{\{(?:text:)?(.*?)\}\}", lambda match, note=note: note[match[1]], side))
    return sides


def list_pages(markdown: str) -> list[str]:
    """A sheet as two programs show it that pass HTML and look at no address: one knows mathematics, one does not."""
    pages = []
    for knows in (True, False):
        parser = MarkdownIt("commonmark", {"html": True}).enable("table")
        parser.validateLink = lambda url: True  # type: ignore[method-assign]
        if knows:
            dollarmath_plugin(parser, double_inline=True, renderer=lambda latex, options: rf"\({escape(latex)}\)")
        pages.append(str(parser.render(markdown)))
    return pages


def list_markdown(data: Any, name: str = "") -> Iterator[str]:
    """Every text of JSON data that is Markdown."""
    if isinstance(data, str):
        yield from [data] if name in MARKDOWN else []
        return
    for own, one in data.items() if isinstance(data, dict) else ((name, one) for one in data):
        yield from list_markdown(one, own) if isinstance(one, (str, dict, list)) else ()


def escape(latex: str) -> str:
    """LaTeX in HTML."""
    return latex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def find_hits(pages: Sequence[str], folder: Path) -> list[tuple[str, Any]]:
    """The pages in which something ran, loaded or would on a click, and what."""
    typeset = (browser.MATHJAX / "tex-svg.js").exists()
    found = []
    for start in range(0, len(pages), PORTION):
        number, portion = start // PORTION, pages[start : start + PORTION]
        path = browser.page(folder / f"page-{number}.html", portion, WATCH, typeset=typeset)
        path.write_text(path.read_text("utf-8").replace("<meta charset", POLICY + "<meta charset", 1), "utf-8")
        found += [(page, hits) for page, hits in zip(portion, browser.report(path), strict=True) if hits]
    return found


def show(found: Sequence[tuple[str, Any]]) -> str:
    """The first findings."""
    return "\n\n".join(f"{hits}\n{page[:1500]}" for page, hits in found[:3])


@pytest.mark.proof
def test_no_card_runs_or_loads_anything(tmp_path: Path) -> None:
    browser.chromium()
    bank = make_bank(make_text(Random(f"card {i}")) for i in range(CARDS))
    sides = list_cards(export(bank, "anki", tmp_path))
    found = find_hits(sides, tmp_path)
    print(f"{len(sides):,} sides of {CARDS:,} hostile texts in Chromium, {len(found)} hits", file=sys.stderr)
    assert len(sides) > CARDS and not found, show(found)


@pytest.mark.proof
def test_no_sheet_or_json_turned_into_a_page_runs_or_loads_anything(tmp_path: Path) -> None:
    browser.chromium()
    bank = make_bank(make_text(Random(f"sheet {i}")) for i in range(SHEETS))
    sheet = export(bank, "markdown", tmp_path)
    texts = [part for path in (sheet, sheet.with_name("out-key.md")) for part in path.read_text("utf-8").split("\n## ")]
    problems = json.loads(export(bank, "json", tmp_path).read_text("utf-8"))["problems"]
    texts += [text for problem in problems for text in list_markdown(problem)]
    pages = [page for text in dict.fromkeys(texts) for page in list_pages(text)]
    found = find_hits(pages, tmp_path)
    print(f"{len(pages):,} pages of {SHEETS:,} hostile texts in Chromium, {len(found)} hits", file=sys.stderr)
    assert len(pages) > SHEETS and not found, show(found)


PLANTED: list[Callable[[], str]] = [
    lambda: "<script>HIT(1)</script>",
    lambda: "<img src=x onerror=HIT(1)>",
    lambda: '<img src="http://x.y/z.png">',
    lambda: "<style>p { background: url(http://x.y/z) }</style><p>x</p>",
    lambda: '<a href="javascript:HIT(1)">x</a>',
    lambda: "<b onclick=HIT(1)>b</b>",
]


@pytest.mark.proof
def test_the_page_notices_what_runs_or_loads(tmp_path: Path) -> None:
    browser.chromium()
    pages = [plant() for plant in PLANTED]
    if (browser.MATHJAX / "tex-svg.js").exists():
        pages.append(r"\(\href{javascript:HIT(1)}{x}\)")
    assert [page for page, _ in find_hits(["<p>x</p>", *pages], tmp_path)] == pages


ACTIVE = re.compile(r"(script|style|iframe|object|embed|svg|link|base)\b|\w+ on|\w+ (href|action)=(?!https?:|mailto:)|\w+ src=(?!data:image|/equation_images/)", re.I)  # fmt: skip


def list_html(format: str, made: Path) -> Iterator[str]:
    """What is HTML in a file of a format."""
    if format == "html":
        page = made.read_text("utf-8")
        yield page[page.index("<main>") : page.index("</main>")]
    elif format == "moodle":
        for node in ElementTree.fromstring(made.read_bytes()).iter():
            yield from (node.findtext("text") or "" for _ in [0] if node.get("format") == "html")
    else:
        with zipfile.ZipFile(made) as archive:
            for name in archive.namelist():
                for node in ElementTree.fromstring(archive.read(name)).iter() if name.endswith(".xml") else ():
                    yield node.text or "" if node.get("texttype") == "text/html" else ""


@pytest.mark.proof
@pytest.mark.parametrize("format", ["html", "moodle", "qti"])
def test_no_text_is_active_in_a_page_or_a_course(format: str, tmp_path: Path) -> None:
    bank = make_bank(make_text(Random(f"{format} {i}")) for i in range(SHEETS))
    texts = [text for text in list_html(format, export(bank, format, tmp_path)) if text]
    found = [active for text in texts for active in find_active(text) if ACTIVE.match(active)]
    print(f"{len(texts):,} texts of HTML in {format}, {len(found)} active", file=sys.stderr)
    assert texts and not found, found[:5]
