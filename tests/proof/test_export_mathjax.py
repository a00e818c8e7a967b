"""Every formula of every shipped bank, as cards hold it, through MathJax itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.export import anki, work
from dlquiz.export.job import Job
from dlquiz.export.mathjax import to_mathjax
from dlquiz.text.mathematics import COMMANDS

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
VARIANTS = max(2, int(30 * SHARE))
FOLDER = Path(os.environ.get("DLQUIZ_MATHJAX", "."), "node_modules", "mathjax")
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
CODE = re.compile(r"<code>.*?</code>|<pre>.*?</pre>", re.DOTALL)
BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
FORMS = (
    "NAME",
    "NAME x",
    "NAME{x}",
    "NAME{x}{y}",
    "a NAME b",
    "NAME|",
    r"\sumNAME",
    r"\begin{array}{c} NAME x \end{array}",
)
NEVER_ALONE = {"begin", "end", "left", "right", "middle", "^", "~"}  # `\^{}` and `\~{}` stand in texts alone
SCRIPT = """
const lines = require("fs").readFileSync(0, "utf8");
const settings = {loader: {load: ["input/tex"]}, tex: {packages: {"[-]": ["noerrors", "noundefined"]}}};
require(process.argv[1]).init(settings).then((MathJax) => {
  const wrong = [];
  for (const formula of JSON.parse(lines)) {
    let made;
    try { made = MathJax.tex2mml(formula); } catch (error) { wrong.push([formula, String(error)]); continue; }
    if (made.includes("<merror")) wrong.push([formula, (made.match(/data-mjx-error="(.*?)"/) || [])[1]]);
  }
  console.log(JSON.stringify(wrong));
});
"""


def formulas() -> set[str]:
    """The formulas of all cards, as the browser hands them to MathJax."""
    bank = load_questions()
    job = Job(Path("none.apkg"), 0, Path("none.json"), str)
    found: set[str] = set()
    for question in bank:
        item = work.solve_variants(question, bank.topics[question.topic], range(VARIANTS))
        note = anki.make_record(item, job)
        for field in (note.title, note.question, note.solution):
            found |= {a or b for a, b in FORMULA.findall(unescape(CODE.sub("", field)))}
    return found


def balanced(formula: str) -> bool:
    """Whether braces close what they open."""
    depth = 0
    for brace in BRACE.findall(formula):
        depth += {"{": 1, "}": -1, "": 0}[brace]
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.proof
def test_every_formula_renders() -> None:
    if not FOLDER.exists() or shutil.which("node") is None:
        pytest.skip("no MathJax: formulas were not rendered (.ci/oracles installs it; DLQUIZ_MATHJAX names its folder)")
    made = sorted(formulas())
    assert len(made) > 1_000
    assert [formula for formula in made if not balanced(formula)] == []
    command = ["node", "-e", SCRIPT, str(FOLDER.resolve())]
    done = subprocess.run(command, input=json.dumps(made), capture_output=True, text=True, timeout=3_000, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert json.loads(done.stdout) == []
    print(f"{len(made):,} formulas of {VARIANTS} variants a question")


@pytest.mark.proof
def test_the_parser_would_find_a_wrong_formula() -> None:
    if not FOLDER.exists() or shutil.which("node") is None:
        pytest.skip("no MathJax")
    wrong = [r"\frac{1}", r"\foo", r"{x", r"x & y", r"\left( x"]
    command = ["node", "-e", SCRIPT, str(FOLDER.resolve())]
    done = subprocess.run(command, input=json.dumps([*wrong, "x"]), capture_output=True, text=True, check=True)
    assert [formula for formula, _ in json.loads(done.stdout)] == wrong


@pytest.mark.proof
def test_mathjax_knows_every_command_that_exports_let_through() -> None:
    if not FOLDER.exists() or shutil.which("node") is None:
        pytest.skip("no MathJax: formulas were not rendered (.ci/oracles installs it; DLQUIZ_MATHJAX names its folder)")
    forms = {name: [form.replace("NAME", "\\" + name) for form in FORMS] for name in COMMANDS - NEVER_ALONE}
    made = [to_mathjax(form) for own in forms.values() for form in own]
    command = ["node", "-e", SCRIPT, str(FOLDER.resolve())]
    done = subprocess.run(command, input=json.dumps(made), capture_output=True, text=True, check=True)
    wrong = {formula for formula, _ in json.loads(done.stdout)}
    assert [name for name, own in forms.items() if wrong.issuperset(map(to_mathjax, own))] == []
