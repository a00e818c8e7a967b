"""Which names each formula and text may use, and what may be named how."""

from __future__ import annotations

import pytest
from bank_text import check_faults, list_faults, write_bank

LOOP = """
draw: {x0: [1, 2], n: [2, 3]}
steps:
- repeat: n
  start: {x: x0}
  steps:
  - name: x
    formula: 2 * x
answer: x
"""

GOOD = {
    "ranges of earlier draws": "draw: {n: [2, 3], k: {from: 1, to: n, step: n - 1, shape: [n, 2]}}\nanswer: 1",
    "ranges of constants": "draw: {a: {from: 0, to: 2 * pi, step: 0.5}}\nanswer: a",
    "lets of draws and lets": "draw: {k: [1, 2]}\nlet: {a: k, b: a + k, c: e}\nanswer: b",
    "keep of all": "draw: {k: [1, 2]}\nlet: {a: k}\nkeep: [k, a, s, answer > 0]\nsteps: [{name: s, formula: k}]\nanswer: s",
    "need of a let": "draw: {k: [1, 2]}\nlet: {a: k}\nneeds: [{holds: a > 0, says: It is positive.}]\nanswer: k",
    "keep of a part": "draw: {k: [1, 2]}\nkeep: p > 0\nparts: [{name: p, answer: k}]",
    "ask of draws and lets": "draw: {k: [1, 2]}\nlet: {a: k}\nask: What is {{ k + a + pi }}?\nanswer: a",
    "why of earlier steps": """
        draw: {k: [1, 2]}
        steps:
        - {name: a, formula: k, why: "It is {{ k }}"}
        - {name: b, formula: a, why: "It was {{ a }}"}
        answer: b
        """,
    "functions of texts": 'draw: {k: [1, 2]}\nask: \'{{ plural(k, "filter") }} {{ signed(k) }} {{ fixed(k, 2) }} {{ join([k], ", ") }}\'\nanswer: k',
    "afterwards all may be named": """
        draw: {k: [1, 2]}
        steps: [{name: s, formula: k}]
        remark: It was {{ s }}.
        answer:
          options:
          - right: It is {{ s }}
            because: "{{ s }}"
          - wrong: It is {{ s + 1 }}
        """,
    "items name steps": "draw: {k: [1, 2]}\nsteps: [{name: s, formula: k}]\nanswer: {items: ['{{ s }}', b]}",
    "pairs name steps": "draw: {k: [1]}\nsteps: [{name: s, formula: k}]\nanswer: {pairs: {'{{ s }}': '{{ s + 1 }}'}, extra: ['{{ s }}0']}",
    "points name steps": "draw: {k: [1]}\nsteps: [{name: s, formula: k}]\nanswer: {points: ['{{ s }}']}",
    "a mistake of any name": """
        draw: {k: [1, 2]}
        steps: [{name: a, formula: k}, {name: b, formula: a}]
        answer: b
        mistakes: [{instead: {a: b}}, {instead: {k: b + k}}, {gives: a + b}, {instead: {b: a, k: 1}, says: 'not {{ k }}'}]
        """,
    "a part named as its step": "draw: {k: [1]}\nsteps: [{name: z, formula: k}]\nparts: [{name: z}, {name: w, answer: z + 1}]",
    "a part named as its step, said": "draw: {k: [1]}\nsteps: [{name: z, formula: k}]\nparts: [{name: z, answer: {value: z, kind: integer}}]",
    "a part named as a rule or a pass": LOOP.replace("answer: x", "parts: [{name: x}, {name: x_2}]"),
    "a name that is a function of Python": "draw: {lambda: [1], print: [2]}\nanswer: lambda + print",
    "a name that is a Greek or umlaut": "draw: {η: [1], Größe: [2]}\nanswer: η + Größe",
    "loop": LOOP,
    "loop with t": LOOP.replace("2 * x", "t * x").replace(
        "formula: t", "why: Pass {{ t }} from {{ x }}.\n    formula: t"
    ),
    "loop names passes afterwards": LOOP.replace("answer: x", "answer: x_1 + x_2 + x"),
    "loop without start": "steps:\n- repeat: 2\n  steps: [{name: a, formula: t}, {name: b, formula: a + t}]\nanswer: b",
    "step after a loop": LOOP.replace(
        "answer: x", "- {name: y, formula: x + x_1, why: 'From {{ x }} and {{ x_2 }}.'}\nanswer: y"
    ),
    "nested loops": """
        steps:
        - repeat: 2
          start: {x: 1, y: 0}
          steps:
          - {name: x, formula: x + t}
          - repeat: 3
            start: {z: x}
            steps: [{name: z, formula: z + t + y}]
          - {name: y, formula: y + z}
        answer: y + z_1_2 + x_2
        """,
    "two loops": """
        steps:
        - {repeat: 2, start: {a: 1}, steps: [{name: a, formula: 2 * a}]}
        - {repeat: 2, start: {b: a}, steps: [{name: b, formula: b + a_1}]}
        answer: b
        """,
    "a mistake of a rule and of a pass": LOOP
    + "mistakes: [{instead: {x: x + t}}, {instead: {x_2: x_1}}, {gives: x_1}]",
    "solver": "draw: {m: [28, 32]}\nsolver: pooling\ngiven: {n_in: m, k: 2}\nanswer: times",
    "solver and steps": "draw: {m: [28]}\nsolver: pooling\ngiven: {n_in: m, k: 2}\nsteps: [{name: a, formula: n + n_1}]\nanswer: a",
    "draws called like what a solver is given": "draw: {n_in: [28], k: [2], stride: [2]}\nsolver: pooling\ngiven: {n_in: n_in, k: k, stride: stride}\nanswer: times",
    "letters": "draw: {a: [1, 2]}\nvariables: {x: [-3, 3], e: [0, 1]}\nlet: {f: a * x}\nask: Derive {{ f }}.\nanswer: 2 * f * e",
    "alike": LOOP + "alike: [[x0, n], [x, x_1]]",
    "an example without with, nothing drawn": "answer: 1\nexamples: [{answer: 1}]",
    "an example of parts": "parts: [{name: a, answer: 1}, {name: b, answer: 2}]\nexamples: [{answer: {a: 1, b: 2}}]",
    "an example of a match": "answer: {pairs: {a: b, c: d}}\nexamples: [{answer: {a: b, c: d}}]",
    "mistakes of an example": "answer: 1\nmistakes: [{gives: 2}, {gives: 3}]\nexamples: [{answer: 1, mistakes: [2]}, {mistakes: [null, 3]}]",
    "an option in a why": "steps: [{name: a, formula: 1, why: An option pays off; the answer x is a choice b.}]\nanswer: {value: a, options: [a, b]}",
    "a letter where nothing is shuffled": "steps: [{name: a, formula: 1, why: 'Option B, or option (a).'}]\nanswer: a",
}

BAD = {
    "unknown name": ("answer: ¤nobody", 'there is no "nobody"'),
    "unknown name with a suggestion": ("draw: {filters: [1, 2]}\nanswer: ¤filter", 'did you mean "filters"'),
    "unknown function": ("answer: ¤foo(1)", 'there is no function "foo"'),
    "unknown function with a suggestion": ("answer: ¤sqr(1)", 'did you mean "sqrt"'),
    "function of texts in a formula": ("answer: ¤signed(1)", "only in texts"),
    "function without brackets": ("answer: ¤sqrt + 1", "needs its arguments in brackets"),
    "arity": ("answer: ¤sqrt(1, 2)", "is written sqrt(x)"),
    "arity in a text": ("ask: What is ¤{{ plural(1) }}?".replace("What is ¤", "¤What is ") + "\nanswer: 1", "plural"),
    "draw of a later draw": ("draw: {a: {from: 1, to: ¤b}, b: [1, 2]}\nanswer: a", "not known yet"),
    "draw of itself": ("draw: {a: {from: 1, to: ¤a}}\nanswer: a", "not known yet"),
    "draw of a let": ("draw: {a: {from: 1, to: ¤b}}\nlet: {b: 2}\nanswer: a", "not known yet"),
    "shape of a later draw": ("draw: {a: {of: [1], shape: [2, ¤b]}, b: [1, 2]}\nanswer: b", "not known yet"),
    "let of a later let": ("let: {a: ¤b, b: 2}\nanswer: a", "not known yet"),
    "let of a step": ("let: {a: ¤s}\nsteps: [{name: s, formula: 1}]\nanswer: a", "not known yet"),
    "step of a later step": ("steps: [{name: a, formula: ¤b}, {name: b, formula: 1}]\nanswer: a", "not known yet"),
    "step of itself": ("steps: [{name: a, formula: ¤a + 1}]\nanswer: a", "not known yet"),
    "in a list of formulas": ("let:\n  a: [1, [2, ¤nobody]]\nanswer: a", "nobody"),
    "need of a step": (
        "draw: {k: [1]}\nneeds: [{holds: ¤s > 0, says: x}]\nsteps: [{name: s, formula: k}]\nanswer: s",
        "not known yet",
    ),
    "keep of nobody": ("draw: {k: [1, 2]}\nkeep: [k, ¤nobody]\nanswer: k", "nobody"),
    "keep of an answer without value": ("draw: {k: [1]}\nkeep: ¤answer > 1\nanswer: {accept: [a]}", "answer"),
    "ask of a step": (
        "ask: ¤Is it {{ s }}?\nsteps: [{name: s, formula: 1}]\nanswer: s",
        'this ask names "s", which would tell',
    ),
    "ask of a pass": (LOOP + "ask: ¤Is it {{ x_1 }}?", "would tell"),
    "ask of nobody": ("ask: ¤Is it {{ s }}?\nanswer: 1", 'there is no "s"'),
    "ask of t": (LOOP + "ask: ¤Is it {{ t }}?", 'there is no "t"'),
    "ask of a part of a step": (
        "parts: [{name: a, ask: '{{ 1 }}'}, {name: b, ask: ¤'{{ a }}', answer: 1}]\nsteps: [{name: a, formula: 1}]",
        "would tell",
    ),
    "hint of a step": ("hint: ¤It is {{ s }}.\nsteps: [{name: s, formula: 1}]\nanswer: s", "this hint names"),
    "says of a step": (
        "steps: [{name: s, formula: 1}]\nanswer: s\nmistakes: [{gives: 2, says: ¤'not {{ s }}'}]",
        "this says names",
    ),
    "why of its own step": ("steps: [{name: s, formula: 1, why: ¤'it is {{ s }}'}]\nanswer: s", "this why names"),
    "why of a later step": (
        "steps:\n- {name: a, formula: 1, why: ¤'then {{ b }}'}\n- {name: b, formula: a}\nanswer: b",
        "this why names",
    ),
    "remark of nobody": ("remark: ¤It is {{ nobody }}.\nanswer: 1", "nobody"),
    "option of nobody": ("answer:\n  options:\n  - right: ¤It is {{ nobody }}\n  - wrong: b", "nobody"),
    "because of nobody": (
        "answer:\n  options:\n  - right: a\n    because: ¤It is {{ nobody }}\n  - wrong: b",
        "nobody",
    ),
    "holds of nobody": ("answer:\n  options:\n  - option: a\n    holds: ¤nobody > 1\n  - right: b", "nobody"),
    "item of nobody": ("answer:\n  items:\n  - ¤is {{ nobody }}\n  - b", "nobody"),
    "pair of nobody": ("answer:\n  pairs:\n    a: ¤is {{ nobody }}", "nobody"),
    "value of nobody": ("answer: {value: ¤nobody, kind: number}", "nobody"),
    "mistake of nobody": ("answer: 1\nmistakes: [{instead: {¤nobody: 1}}]", 'no "nobody" to change'),
    "mistake of a constant": ("answer: 1\nmistakes: [{instead: {¤pi: 3}}]", '"pi" is not computed'),
    "mistake with nobody": ("steps: [{name: a, formula: 1}]\nanswer: a\nmistakes: [{instead: {a: ¤nobody}}]", "nobody"),
    "gives nobody": ("answer: 1\nmistakes: [{gives: ¤nobody}]", "nobody"),
    "alike of nobody": ("draw: {k: [1]}\nanswer: k\nalike: [[k, ¤nobody]]", "nobody"),
    # who is called what
    "draw and let": ("draw: {a: [1]}\nlet: {¤a: 2}\nanswer: 1", "already the name of a draw"),
    "draw and step": ("draw: {a: [1]}\nsteps: [{name: ¤a, formula: 2}]\nanswer: 1", "already the name of a draw"),
    "let and step": ("let: {a: 1}\nsteps: [{name: ¤a, formula: 2}]\nanswer: 1", "already the name of a let"),
    "two steps": ("steps: [{name: a, formula: 1}, {name: ¤a, formula: 2}]\nanswer: a", "already the name of a step"),
    "step and rule": (LOOP.replace("answer: x", "- {name: ¤x, formula: 1}\nanswer: x"), "already the name of a step"),
    "draw and part": ("draw: {a: [1]}\nparts: [{name: ¤a, answer: 1}]", "already the name of a draw"),
    "let and part": ("let: {a: 1}\nparts: [{name: ¤a}]", "already the name of a let"),
    "two parts": ("parts: [{name: a, answer: 1}, {name: ¤a, answer: 2}]", "already the name of a part"),
    "two parts of a step": (
        "steps: [{name: a, formula: 1}]\nparts: [{name: a}, {name: ¤a}]",
        "already the name of a part",
    ),
    "a part named as another step": (
        "steps: [{name: a, formula: 1}]\nparts: [{name: ¤a, answer: 2 * a}]",
        "asks for something else",
    ),
    "a part without a value": ("parts: [{name: ¤a}]", 'the part "a" needs an answer'),
    "letter and draw": ("variables: {x: [0, 1]}\ndraw: {¤x: [1]}\nanswer: x", "already the name of a variable"),
    "letter and part": ("variables: {x: [0, 1]}\nparts: [{name: ¤x, answer: 1}]", "already the name of a variable"),
    "seed": ("draw: {¤seed: [1]}\nanswer: 1", '"seed" is reserved'),
    "answer": ("let: {¤answer: 1}\nanswer: 1", '"answer" is reserved'),
    "e": ("draw: {¤e: [1]}\nanswer: 1", '"e" is reserved'),
    "pi": ("steps: [{name: ¤pi, formula: 3}]\nanswer: 1", '"pi" is reserved'),
    "a function": ("draw: {¤max: [1]}\nanswer: 1", '"max" is reserved'),
    "a function of texts": ("draw: {¤plural: [1]}\nanswer: 1", '"plural" is reserved'),
    "a function as a part": ("parts: [{name: ¤sum, answer: 1}]", '"sum" is reserved'),
    "answer as a part": ("parts: [{name: ¤answer, answer: 1}]", '"answer" is reserved'),
    # loops
    "t drawn": (LOOP.replace("{x0:", "{¤t: [1], x0:"), '"t" is the number of the pass of a loop'),
    "t let": (LOOP + "let: {¤t: 1}", '"t" is the number of the pass of a loop'),
    "t as a step of the loop": (
        "steps:\n- repeat: 2\n  steps: [{name: ¤t, formula: 1}]\nanswer: 1",
        '"t" is the number of the pass of a loop',
    ),
    "a draw called like a pass": (LOOP.replace("{x0:", "{¤x_2: [1], x0:"), "name of a pass"),
    "a step called like a pass": (LOOP.replace("answer: x", "- {name: ¤x_3, formula: 1}\nanswer: x"), "name of a pass"),
    "x_0": (LOOP.replace("answer: x", "answer: ¤x_0"), 'there is no "x_0"'),
    "x before it is computed": (
        LOOP.replace("  start: {x: x0}\n", "").replace("formula: 2", "formula: ¤2"),
        "not known yet",
    ),
    "a start that no step computes": (LOOP.replace("x: x0}", "x: x0, ¤v: 0}"), "no step of the block computes it"),
    "a start of nobody": (LOOP.replace("x: x0}", "x: ¤nobody}"), "nobody"),
    "a count of nobody": (LOOP.replace("repeat: n", "repeat: ¤nobody"), "nobody"),
    "a count of its own rule": (LOOP.replace("repeat: n", "repeat: ¤x"), "not known yet"),
    "t outside of the loop": (LOOP.replace("answer: x", "answer: ¤x + t"), 'there is no "t"'),
    "why of a later rule": (
        LOOP.replace("formula: 2 * x", "formula: 2 * x\n    why: ¤Now {{ y }}.\n  - {name: y, formula: x}"),
        "would tell",
    ),
    # texts that are no formulas
    "a quoted word": ("answer: {value: ¤'saddle', options: [saddle, ridge]}", 'for a text, write ("saddle")'),
    "quoted words of a list": ("let: {v: [¤'a', ¤\"b\"]}\nanswer: len(v)", 'for a text, write ("a")'),
    # solvers
    "unknown solver": ("solver: ¤poling\nanswer: 1", 'did you mean "pooling"'),
    "solver that is no text": ("solver: ¤[pooling]\nanswer: 1", "a text is expected here, not a list"),
    "solver without given": (write_bank("solver: pooling\nanswer: times").replace("- id", "- ¤id"), 'needs "n_in"'),
    "solver without one": ("solver: pooling\ngiven: {¤k: 2}\nanswer: times", 'needs "n_in"'),
    "solver given too much": (
        "solver: pooling\ngiven: {n_in: 9, k: 2, ¤strid: 3}\nanswer: times",
        'did you mean "stride"',
    ),
    "solver given a step": (
        "solver: pooling\ngiven: {n_in: ¤s, k: 2}\nsteps: [{name: s, formula: 1}]\nanswer: times",
        "not known yet",
    ),
    "step called like the solver's": (
        "solver: pooling\ngiven: {n_in: 9, k: 2}\nsteps: [{name: ¤times, formula: 1}]\nanswer: times",
        "of the solver",
    ),
    "ask of a solver's step": (
        "solver: pooling\nask: ¤Is it {{ times }}?\ngiven: {n_in: 9, k: 2}\nanswer: times",
        "would tell",
    ),
    # letters
    "letter seed": ("variables: {¤seed: [0, 1]}\nanswer: 1", '"seed" is reserved'),
    # mistakes and examples
    "gives without part": (
        "parts: [{name: a, answer: 1}, {name: b, answer: 2}]\nmistakes: [¤{gives: 3}]",
        'needs "part"',
    ),
    "gives an unknown part": ("parts: [{name: a, answer: 1}]\nmistakes: [{gives: 3, part: ¤b}]", 'no part "b"'),
    "example of an unknown draw": (
        "draw: {k: [1]}\nanswer: k\nexamples: [{with: {k: 1, ¤m: 2}, answer: 1}]",
        'no draw "m"',
    ),
    "example of a let": ("draw: {k: [1]}\nlet: {m: 1}\nanswer: k\nexamples: [{with: {k: 1, ¤m: 2}}]", 'no draw "m"'),
    "example without with": ("draw: {k: [1]}\nanswer: k\nexamples:\n- ¤answer: 1", 'needs the key "with"'),
    "example of an unknown part": (
        "parts: [{name: a, answer: 1}, {name: b, answer: 1}]\nexamples: [{answer: {a: 1, ¤c: 2}}]",
        'no part "c"',
    ),
    "example without parts": (
        "parts: [{name: a, answer: 1}, {name: b, answer: 1}]\nexamples: [{¤answer: 1}]",
        "{part: text}",
    ),
    "too many mistakes": (
        "answer: 1\nmistakes: [{gives: 2}]\nexamples: [{answer: 1, mistakes: [2, ¤3]}]",
        "than the question has (1)",
    ),
    "mistakes of an unknown part": (
        "steps: [{name: a, formula: 1}, {name: b, formula: a}]\nparts: [{name: a}, {name: b}]\n"
        "mistakes: [{instead: {a: 2}}]\nexamples: [{mistakes: [{a: 2, ¤c: 2}]}]",
        'no part "c"',
    ),
    "a mistake of parts as one text": (
        "steps: [{name: a, formula: 1}, {name: b, formula: a}]\nparts: [{name: a}, {name: b}]\n"
        "mistakes: [{instead: {a: 2}}]\nexamples: [{mistakes: [¤2]}]",
        "{part: text}",
    ),
    "a letter of an option": (
        "steps: [{name: a, formula: 1, why: ¤So option B is right.}]\nanswer: {value: a, options: [a, b]}",
        "options are shuffled",
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_names(name: str) -> None:
    assert list_faults(write_bank(GOOD[name])) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_names(name: str) -> None:
    text, message = BAD[name]
    check_faults(text if text.startswith("topic") else write_bank(text), message)


def test_what_could_not_be_read_is_not_missed() -> None:
    """A name that could not be read is not reported again wherever it is used."""
    check_faults(write_bank("draw: {¤c-in: [1, 2], k: [1, 2]}\nlet: {a: c_in * k}\nanswer: a"))
    check_faults(write_bank("steps: [{name: ¤if, formula: 1}]\nanswer: total"))
    check_faults(write_bank("steps:\n- ¤nonsense\nanswer: total\nask: '{{ total }}'"))
    check_faults(write_bank("draw: ¤nonsense\nanswer: k\nexamples: [{with: {k: 1}, answer: 1}]"))
    check_faults(
        write_bank("parts: [{name: ¤1st, answer: 1}, {name: b, answer: 2}]\nmistakes: [{gives: 3, part: first}]")
    )
    check_faults(write_bank("solver: ¤nobody\ngiven: {a: 1}\nanswer: times"))


def test_a_bad_formula_leaves_its_name_known() -> None:
    check_faults(
        write_bank("draw: {k: [¤012]}\nlet: {a: ¤1 +}\nsteps: [{name: s, formula: ¤2 +}]\nanswer: ¤k + a + s + zzz")
    )
