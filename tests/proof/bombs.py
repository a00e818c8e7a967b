"""Banks that are built to take long or to need much memory: one a kind of work that a bank can cause."""

from __future__ import annotations

HEAD = "topic: bomb\ntitle: Bomb\nquestions:\n"
BIG = "range(9999)*10**290"


def question(body: str) -> str:
    """A bank of one question."""
    lines = "\n".join("  " + line for line in body.strip("\n").split("\n"))
    return f"{HEAD}- id: bomb\n{lines}\n"


def asking(text: str, more: str = "") -> str:
    """A bank whose question asks with a text."""
    return question(f"ask: '{text}'\n{more}\nanswer: 1")


def steps(formulas: list[str], more: str = "") -> str:
    """A bank of many steps."""
    rows = "".join(f"\n- {{name: s{i}, formula: '{formula}'}}" for i, formula in enumerate(formulas))
    return question(f"ask: x\n{more}\nsteps:{rows}\nanswer: s0")


def loop(body: str, count: str = "1000", start: str = "x: 1") -> str:
    """A bank with a loop."""
    return question(f"ask: x\nsteps:\n- repeat: {count}\n  start: {{{start}}}\n  steps:\n  - {body}\nanswer: x")


def nested(levels: int, count: int, times: int = 2) -> str:
    """Loops in loops, each of which starts with so many times the formula of the loop outside."""
    lines, pad = ["ask: x", "steps:"], ""
    for level in range(levels):
        before = " + ".join([f"x{level - 1}"] * times) if level else "1"
        lines += [f"{pad}- repeat: {count}", f"{pad}  start: {{x{level}: {before}}}", f"{pad}  steps:"]
        pad += "  "
    lines += [f"{pad}- {{name: x{level}, formula: x{level} + 1}}" for level in range(levels)]
    return question("\n".join([*lines, "answer: x0"]))


def chain(op: str, length: int) -> str:
    """Set-up values, each made of the one before, twice."""
    pairs = ", ".join(f"a{i}: 'a{i - 1} {op} a{i - 1}'" for i in range(1, length))
    return f"let: {{a0: w, {pairs}}}"


def many(body: str, count: int) -> str:
    """A bank of many questions."""
    lines = "\n".join("  " + line for line in body.strip("\n").split("\n"))
    return HEAD + "".join(f"- id: bomb{i or ''}\n{lines}\n" for i in range(count))


def mistakes(count: int, length: int) -> str:
    """Many mistakes in many steps."""
    rows = "".join(f"\n- {{name: s{i}, formula: {f's{i - 1} + 1' if i else 'k'}}}" for i in range(length))
    wrong = "".join(f"\n- {{instead: {{s{i % length}: 'k - {i + 2}'}}, says: 'no {i}'}}" for i in range(count))
    return question(f"draw: {{k: {{from: 1, to: 99}}}}\nask: x\nsteps:{rows}\nmistakes:{wrong}\nanswer: s{length - 1}")


def slips(count: int, more: str = "") -> str:
    """Many steps that can be got wrong in many ways, behind what else there is."""
    rows = "".join(f"\n- {{name: s{i}, formula: 'k*{i + 2} + j - k*{i}/3'}}" for i in range(count))
    return f"draw: {{k: {{from: 1, to: 99}}, j: {{from: 1, to: 9}}}}\nask: x\nsteps:{more}{rows}\n"


def inside(form: str, depth: int) -> str:
    """A formula put into itself."""
    made = "w"
    for _ in range(depth):
        made = form.replace("#", made)
    return made


COUNTED = (
    "\n- repeat: 900\n  start: {x: k, y: j}\n  steps:\n  - {name: x, formula: x + 1}\n  - {name: y, formula: y + x}"
)
CONDITION = "(k if sum(range(900)/7) > k else 2) + (range(900)/7)[k]"
SLOPES = ("max(#, w)", "(#)**w", "w**(#)", "(#)**2 + w", "(#)**(1/3) + w")
VARIABLE = "variables: {w: [1, 2]}"
FILL = "let: {v: 'range(9999)*10**290', h: '(1/3)**2000', s: '\"abcdefghij\"'}"
BOMBS = {
    "numbers written a thousand times": asking("{{v}} " * 1_000, FILL),
    "numbers written in mathematics": asking("${{v}}$ " * 300, FILL),
    "numbers written in one formula": asking("$" + "{{v}}" * 300 + "$", FILL),
    "numbers drawn in two dimensions": asking("$$" + "{{v}}" * 9 + "$$", FILL),
    "a hint of numbers": question(f"ask: x\n{FILL}\nhint: '{'{{v}} ' * 900}'\nremark: '{'{{v}} ' * 900}'\nplan: '{'{{v}} ' * 900}'\noften: '{'{{v}} ' * 900}'\nanswer: 1"),
    "joined texts": asking("{{ join(v, s) }} " * 900, FILL),
    "long fractions": asking("{{h}} {{ 1 + h }} " * 9_000, FILL),
    "steps of large values": steps([f"range({9000 + i})*10**290" for i in range(300)]),
    "steps of long formulas": steps(["+".join(["v[1]"] * 200)] * 900, FILL),
    "formulas of many numbers": steps(["[" + "1," * 4_900 + "1]"] * 98),
    "formulas of many texts": steps(["[" + '"",' * 3_200 + "1]"] * 98),
    "holes of many numbers": asking(("{{ [" + "1," * 4_900 + "1] }} ") * 98),
    "small holes": asking("{{1}} " * 150_000),
    "many small formulas to compute": question("ask: x\nlet: {" + ", ".join(f"a{i}: {i}" for i in range(49_900)) + "}\nanswer: 1"),
    "many values to choose from": question("ask: x\ndraw: {k: [" + "1, " * 99_900 + "1]}\nanswer: k"),
    "many questions with formulas": many("ask: x {{ 1 }}\nanswer: 1", 14_000),
    "many questions with faults": many("ask: x\nanswer: y", 14_000),
    "steps of long texts": steps(["s if " + " and ".join(["s == s"] * 100) + " else s"] * 200, "let: {s: '\"" + "x" * 9_000 + "\"'}"),
    "steps too wide for columns": steps(["+".join(f"{97 * i + j}" for j in range(i % 23 + 1)) for i in range(1_500)]),
    "a loop of a long formula": loop("{name: x, formula: 'x + " + " + ".join(["1/3"] * 120) + "'}"),
    "a loop of large values": loop("{name: x, formula: 'x + 1'}", "900", "x: 'range(9000)/7'"),
    "a loop with a long why": loop("{name: x, formula: 'x + 1', why: '" + "{{x}} $x_1$ " * 400 + "'}"),
    "a loop of texts": loop("{name: x, formula: '\"" + "y" * 9_000 + "\"'}", "1000", "x: '\"a\"'"),
    "loops in loops": nested(8, 2),
    "deep loops": nested(15, 1),
    "loops that start with all before": nested(15, 1, 8),
    "steps with many slips": question(slips(1_500) + "answer: s9"),
    "a long loop with slips": question(slips(100, COUNTED) + "answer: s9 + x"),
    "a long start": question(slips(2, "\n- repeat: 1\n  start: {x: '" + "+".join(["k"] * 120) + "'}\n  steps:" + "\n  - {name: x, formula: x + 1}" * 1).replace("s9", "s0") + "answer: s0 + x"),
    "an answer without values": question(slips(60) + "answer: sum(range(9999)/7)"),
    "parts without values": question(slips(60) + "parts:\n- {name: s3}\n" + "\n".join(f"- {{name: p{i}, answer: sum(range(9999)/7)}}" for i in range(200)) + "\nmistakes:" + "".join(f"\n- {{instead: {{s1: 'k + {i}'}}, says: a}}" for i in range(100))),
    "conditions that take long": question("draw: {k: {from: 1, to: 99}}\nask: x\nsteps:" + "".join(f"\n- {{name: s{i}, formula: '{CONDITION} + {i}'}}" for i in range(400)) + "\nanswer: s0"),
    "ends of draws that take long": question("draw: {" + ", ".join(f"k{i}: {{from: 'sum(range(9999)/7)', to: 'sum(range(9999)/3)'}}" for i in range(200)) + "}\nask: x\nanswer: k0"),
    "an answer of many elements": question(f"ask: x\nlet: {{v: '{BIG}'}}\nanswer: v"),
    "options of many elements": question(f"ask: x\nlet: {{v: '{BIG}'}}\nanswer:\n  options:\n  - right: '{'{{v}} ' * 90}'\n  - wrong: 'a {'{{v}} ' * 90}'"),
    "a match of many elements": question(f"ask: x\nlet: {{v: '{BIG}'}}\nanswer:\n  pairs:\n  - ['{'{{v}} ' * 90}', a]\n  - [b, '{'{{v}} ' * 90}']"),
    "mistakes with long sentences": question(f"draw: {{k: {{from: 1, to: 99}}}}\nlet: {{v: '{BIG}'}}\nask: x\nanswer: k\nmistakes:\n" + "\n".join(f"- {{gives: k + {i}, says: '{'{{v}} ' * 90}'}}" for i in range(1, 60))),
    "a hundred mistakes in a hundred steps": mistakes(100, 100),
    "many mistakes in many steps": mistakes(300, 300),
    "a choice of drawn arrays": question("draw: {k: {from: 1, to: 9, shape: [64, 64]}}\nask: '{{k}} {{k}}'\nanswer: sum(k)"),
    "a drawn array in two dimensions": question("draw: {k: {from: 1, to: 9, shape: [64, 64]}}\nask: '$${{k}}$$'\nanswer: sum(k)"),
    "keep never holds, slowly": question("draw: {k: {from: 1, to: 99}}\nlet: {v: 'sum(range(9000)/7) + k'}\nkeep: ['v < 0']\nask: x\nanswer: v"),
    "many draws": question("draw: {" + ", ".join(f"k{i}: {{from: 1, to: 99}}" for i in range(2_000)) + "}\nask: x\nanswer: k0"),
    "many steps alike": question("draw: {k: {from: 1, to: 99}}\nask: x\nsteps:\n" + "\n".join(f"- {{name: s{i}, formula: k + {i}}}" for i in range(900)) + "\nalike: [[" + ", ".join(f"s{i}" for i in range(900)) + "]]\nanswer: s7"),
    "many questions of work": many("ask: x\nlet: {v: 'sum(range(9999)/7)'}\ndraw: {k: {from: 1, to: 99}}\nanswer: v*k", 400),
    "more plain questions": many("ask: x\nanswer: 1", 8_000),
    "many questions of some work": many("ask: x\nlet: {v: 'sum(range(3000)/7)'}\nanswer: v", 3_000),
    "many plain questions": many("ask: x\nanswer: 1", 4_000),
    "many parts": question("ask: x\nparts:\n" + "\n".join(f"- {{name: p{i}, ask: 'a', answer: {i}}}" for i in range(3_000))),
    "many examples": question("ask: x\ndraw: {k: {from: 1, to: 99}}\nanswer: k + sum(range(9999)/7)\nexamples:\n" + "- {with: {k: 3}, answer: 3}\n" * 900),
    "many tests": question("ask: x\nanswer: 1\ntest:\n" + "- {holds: 'sum(range(9999)/7) > 1', says: 'yes'}\n" * 900),
    "letters that swell": question(f"ask: x\n{VARIABLE}\n{chain('*', 40)}\nanswer: a39"),
    "letters that add up": question(f"ask: x\n{VARIABLE}\n{chain('+', 60)}\nanswer: a59"),
    "powers of sums of letters": question("ask: x\nvariables: {w: [1, 2], u: [1, 2]}\nanswer: 'expand((w + u + 1)**60)'"),
    "derivatives of derivatives": question("ask: x\n" + VARIABLE + "\nanswer: '" + "diff(" * 20 + "sin(exp(w*w))/(w*w + 1)" + ", w)" * 20 + "'"),
    "derivatives of a chain": question("ask: x\ndraw: {w: {from: 1, to: 9}}\n" + chain("*", 40) + "\nanswer: 'diff(a39, w)'"),
    "derivatives of a chain of sums": question("ask: x\n" + VARIABLE + "\n" + chain("+", 60) + "\nanswer: 'diff(a59, w)'"),
    **{f"derivatives of {form} in itself": steps([f"diff({inside(form, 8)} + {i}*w, w)" for i in range(20)], VARIABLE) for form in SLOPES},
    "many derivatives": steps([f"diff(exp(w*{i})*sin(w), w)" for i in range(1, 200)], VARIABLE),
    "factors and roots": question("ask: x\n" + VARIABLE + "\nanswer: 'factor(w**60 - 1)'\nremark: '{{ roots(w**30 - w - 1, w) }}'"),
    "roots in two dimensions": asking("$$" + "\\sqrt{" * 400 + "x" + "}" * 400 + "$$"),
    "more roots in two dimensions": asking("$$" + "\\sqrt{" * 30 + "x" + "}" * 30 + "$$ " * 1 + ("\n\n  $$" + "\\sqrt{" * 30 + "x" + "}" * 30 + "$$") * 200),
    "fractions in two dimensions": asking("$$" + "\\frac{" * 25 + "x" + "}{y}" * 25 + "$$"),
    "fractions on both sides": asking("$$" + "\\frac{a}{" * 200 + "x" + "}" * 200 + "$$"),
    "a wide row in two dimensions": asking("$$" + "\\frac{a}{b} + " * 3_000 + "x$$"),
    "a matrix in two dimensions": asking("$$\\begin{pmatrix}" + ("1 & " * 60 + "1 \\\\\\\\ ") * 60 + "\\end{pmatrix}$$"),
    "scripts in two dimensions": asking("$$" + "x^{" * 300 + "y" + "}" * 300 + "$$"),
    "brackets in two dimensions": asking("$$" + "\\left(" * 300 + "y" + "\\right)" * 300 + "$$"),
    "many small formulas": asking("$$x$$\n\n  " * 9_000),
    "a word without a space": asking("x" * 300_000),
    "a formula without a space": asking("$" + "x" * 300_000 + "$"),
    "code without a space": asking("`" + "x" * 300_000 + "`"),
    "many words": asking("xy " * 200_000),
    "many stars": asking("*a **b _c " * 20_000),
    "many brackets": asking("[" * 50_000 + "](" * 20_000),
    "many images": asking("![" * 50_000 + "]" * 50_000),
    "many dollars": asking("$" * 100_001 + "a $b " * 20_000),
    "many ticks": asking(" ".join("`" * i for i in range(1, 500)) + "`` ` " * 20_000),
    "many quotations": asking(">" * 50_000 + " x"),
    "many lists": asking("\n\n  ".join("- " * 60 + "x" for _ in range(900))),
    "a wide table": asking("|" + "a|" * 3_000 + "\n\n  |" + "-|" * 3_000 + "\n\n  |" + "b|" * 3_000),
    "a long table": asking("|a|b|c|\n\n  |-|-|-|" + "\n\n  |x|y|z|" * 9_000),
    "many lines of a formula": asking("$x" + "\n\n  + x" * 20_000 + "$"),
    "many backslashes": asking("\\" * 100_001 + "$" + "\\" * 100_001),
    "many braces": asking("{ " * 100_000 + "{{ 1 }}" * 3_000),
    "many holes": asking("{{ 1 }}" * 40_000),
    "many entities": asking("&amp; <b> " * 20_000),
    "wide characters": asking("漢" * 100_000 + " " + "e\u0301" * 50_000),
    "a long title": HEAD.replace("title: Bomb", "title: '" + "T" * 300_000 + "'") + "- id: bomb\n  title: '" + "t" * 300_000 + "'\n  ask: x\n  answer: 1\n",
    "a long choice": question("ask: x\nanswer:\n  options:\n  - right: '" + "r" * 100_000 + "'\n  - wrong: '" + "w" * 100_000 + "'"),
    "many options": question("ask: x\nanswer:\n  options:\n  - right: r\n" + "\n".join(f"  - wrong: w{i}" for i in range(9_000))),
    "a long accepted text": question("ask: x\nanswer:\n  kind: text\n  accept: ['" + "a" * 200_000 + "']"),
}  # fmt: skip
