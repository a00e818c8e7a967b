r"""The list of LaTeX that leaves the program: mathematics passes, what links, loads, defines or runs does not."""

from __future__ import annotations

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem
from dlquiz.screen import latex_tokens
from dlquiz.text.markdown import find_formulas
from dlquiz.text.mathematics import COMMANDS, MAX_DEPTH, MAX_LENGTH, find_fault

MATHEMATICS = [
    "",
    "x^2 + y_1",
    "a < b > c & d",
    r"\frac{\partial E}{\partial w} = \sigma'(z)\,x",
    r"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1",
    r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
    r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\text{per\_filter} = 50\% \text{ of \{all\} }",
    r"\operatorname*{argmax}_i \|x\| \quad \sum\limits_{i=1}^n",
    r"\Bigl( x \Bigr) \left. y \right|",
    r"\alpha*2",
]
FAULTS = [
    (r"\href{javascript:alert(1)}{x}", r"\href is not a command of mathematics"),
    (r"\text{\href{javascript:alert(1)}{x}}", r"\href is not a command of mathematics"),
    (r"\unicode{x3c}", r"\unicode is not a command of mathematics"),
    (r"\\\require{html}", r"\require is not a command of mathematics"),
    (r"\def\x{1}\x", r"\def is not a command of mathematics"),
    (r"\htmlStyle{color:red}{x}", r"\htmlStyle is not a command of mathematics"),
    (r"\input{/etc/passwd}", r"\input is not a command of mathematics"),
    (r"\text{a\) <b>}", r"\) is not a command of mathematics"),
    (r"x\]", r"\] is not a command of mathematics"),
    (r"^^5cinput{x}", "^^ is not a sign of mathematics"),
    (r"\text{$\x$}", "$ is not a sign of mathematics"),
    ("x % y", "% is not a sign of mathematics"),
    ("`x`", "` is not a sign of mathematics"),
    ("x\\", "\\ is not a command of mathematics"),
    (r"\begin{document}", "document is not an environment of mathematics"),
    (r"\begin{\x}", r"\x is not an environment of mathematics"),
    (r"\end", r"\end is not a command of mathematics"),
    ("x}", "} closes nothing"),
    ("{x", "} is missing"),
    (r"\left( x", r"\right is missing"),
    (r"{\left( x} \right)", "} closes nothing"),
    (r"\begin{array}{c} x \end{matrix}", r"\end{matrix} closes nothing"),
    ("{" * (MAX_DEPTH + 1), f"it is nested more than {MAX_DEPTH} deep"),
    (r"\left(" * 50_000, f"it has more than {MAX_LENGTH:,} characters"),
]


@pytest.mark.parametrize("latex", MATHEMATICS)
def test_mathematics_passes(latex: str) -> None:
    assert find_fault(latex) == ""


@pytest.mark.parametrize(("latex", "fault"), FAULTS)
def test_what_is_more_does_not(latex: str, fault: str) -> None:
    assert find_fault(latex) == fault


def test_what_the_terminal_draws_passes() -> None:
    tables = (latex_tokens.SPACES, latex_tokens.SILENT - {"centering"}, latex_tokens.ACCENTS, latex_tokens.DRESSES)
    names = {*latex_tokens.WORDS, *latex_tokens.FRACTIONS, *latex_tokens.FUNCTIONS.split()}.union(*tables)
    for words in (latex_tokens.GREEK, latex_tokens.LETTERS, latex_tokens.RELATIONS, latex_tokens.OPERATORS):
        names |= set(latex_tokens.parse_pairs(words))
    for words in (latex_tokens.PREFIXES, latex_tokens.SUMS, latex_tokens.OPENING, latex_tokens.CLOSING):
        names |= set(latex_tokens.parse_pairs(words))
    assert names - COMMANDS == set()


def test_every_formula_of_the_shipped_banks_passes() -> None:
    found = 0
    for question in load_questions():
        problem = make_problem(question, 0)
        texts = [problem.ask, problem.hint, problem.after_steps, *(entry.why for entry in problem.tape)]
        formulas = [latex for text in texts for latex in find_formulas(text)]
        assert [latex for latex in formulas if find_fault(latex)] == [], question.id
        found += len(formulas)
    assert found > 300
