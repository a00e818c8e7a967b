"""The keys of the format: what each accepts, and what the fault says, and where, for anything else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from bank_text import HEAD, build_questions, build_single, check_faults, compile_bank, list_faults, write_bank

from dlquiz.bank.keys import json_schema
from dlquiz.language.arrays import flatten, make_array
from dlquiz.language.formula import Formula
from dlquiz.language.values import values_identical
from dlquiz.model import FROM_MISTAKES

MINIMAL = "answer: 1"

BAD = {
    # of a question
    "unknown key": ("¤foo: 1\nanswer: 1", 'a question has no key "foo"'),
    "misspelt key": ("¤anser: 1", 'did you mean "answer"'),
    "misspelt key with another case": ("¤Answer: 1", 'did you mean "answer"'),
    "no answer": (HEAD + "- ¤id: a\n  ask: x\n", 'needs one of "answer" and "parts"'),
    "answer and parts": ("answer: 1\n¤parts:\n- name: a\n  answer: 1", "only one of"),
    "no ask": (HEAD + "- ¤id: a\n  answer: 1\n", 'needs the key "ask"'),
    "no id": (HEAD + "- ¤ask: x\n  answer: 1\n", 'needs the key "id"'),
    "id with capitals": ("id: ¤Conv\nanswer: 1", "kebab-case"),
    "id with underscores": ("id: ¤conv_params\nanswer: 1", "kebab-case"),
    "id with two hyphens": ("id: ¤conv--params\nanswer: 1", "kebab-case"),
    "level 0": ("level: ¤0\nanswer: 1", "from 1 to 3"),
    "level 4": ("level: ¤4\nanswer: 1", "from 1 to 3"),
    "level in words": ("level: ¤easy\nanswer: 1", "from 1 to 3"),
    "level with a zero": ("level: ¤02\nanswer: 1", "from 1 to 3"),
    "marks 0": ("marks: ¤0\nanswer: 1", "from 1 to 100"),
    "marks real": ("marks: ¤1.5\nanswer: 1", "from 1 to 100"),
    "covers a mapping": ("covers: ¤{a: b}\nanswer: 1", ""),
    "ask a list": ("ask:\n  ¤- a\nanswer: 1", "a text is expected here, not a list"),
    "ask a mapping": ("ask:\n  ¤a: b\nanswer: 1", "a text is expected here, not a mapping"),
    "ask null": ("ask: ¤null\nanswer: 1", "not nothing"),
    "hint null": ("hint: ¤~\nanswer: 1", "not nothing"),
    # of the bank
    "bank without topic": ("¤title: T\nquestions:\n- id: a\n  ask: x\n  answer: 1\n", 'a bank needs the key "topic"'),
    "bank without title": ("¤topic: t\nquestions:\n- id: a\n  ask: x\n  answer: 1\n", 'a bank needs the key "title"'),
    "bank without questions": ("¤topic: t\ntitle: T\n", 'a bank needs the key "questions"'),
    "no question": ("topic: t\ntitle: T\nquestions: ¤[]\n", "at least 1"),
    "questions nothing": ("topic: t\ntitle: T\nquestions:¤\n", "not nothing"),
    "questions a mapping": ("topic: t\ntitle: T\nquestions:\n  ¤a: 1\n", "not a mapping"),
    "question a text": (HEAD + "- ¤text\n", "a question is expected here"),
    "topic no slug": ("topic: ¤My Topic\ntitle: T\nquestions:\n- id: a\n  ask: x\n  answer: 1\n", "kebab-case"),
    "unknown key of a bank": (HEAD + "- id: a\n  ask: x\n  answer: 1\n¤abuot: y\n", 'did you mean "about"'),
    # draws
    "draw a number": ("draw: {k: ¤3}\nanswer: 1", "a list to pick from"),
    "draw a text": ("draw: {k: ¤abc}\nanswer: 1", "a list to pick from"),
    "draw nothing": ("draw: {k: ¤}\nanswer: 1", "not nothing"),
    "draw a list of names": ("draw: ¤[k, m]\nanswer: 1", "a mapping of names"),
    "draw of no values": ("draw: {k: ¤[]}\nanswer: 1", "at least 1"),
    "draw of null": ("draw: {k: [1, ¤null]}\nanswer: 1", "not nothing"),
    "draw of a mapping": ("draw: {k: [1, ¤{a: 1}]}\nanswer: 1", "not a mapping"),
    "draw without to": ("draw: {k: ¤{from: 1}}\nanswer: 1", 'needs the key "to"'),
    "draw without from": ("draw: {k: ¤{to: 1}}\nanswer: 1", 'needs the key "from"'),
    "draw with an unknown key": ("draw: {k: {from: 1, to: 2, ¤stp: 3}}\nanswer: 1", 'did you mean "step"'),
    "draw with until": ("draw: {k: ¤{from: 1, ¤until: 2}}\nanswer: 1", 'no key "until"'),
    "of without shape": ("draw: {k: ¤{of: [1, 2]}}\nanswer: 1", '"of" needs a "shape"'),
    "of with from": ("draw: {k: {of: [1, 2], ¤from: 1, shape: 2}}\nanswer: 1", 'does not go with "from"'),
    "of lists and numbers": ("draw: {k: {¤of: [[1, 2], 3], shape: 2}}\nanswer: 1", "but not of both"),
    "need without a reason": ("draw: {k: [1, 2]}\nneeds: [¤{holds: k > 0}]\nanswer: k", 'needs the key "says"'),
    "empty range": ("draw: {k: {from: ¤5, to: 1}}\nanswer: 1", "empty"),
    "step 0": ("draw: {k: {from: 1, to: 5, step: ¤0}}\nanswer: 1", "greater than 0"),
    "negative step": ("draw: {k: {from: 1, to: 5, step: ¤-1}}\nanswer: 1", "greater than 0"),
    "range of texts": ("draw: {k: {from: ¤('a'), to: 5}}\nanswer: 1", "number"),
    "long number": (f"draw: {{k: [1, ¤{'9' * 5000}]}}\nanswer: 1", "too long"),
    "long number in a formula": (f"let: {{k: ¤{'9' * 5000}}}\nanswer: 1", "too long"),
    "large exponent": ("draw: {k: [1, ¤1e999999999]}\nanswer: 1", "exponent"),
    "large exponent of a tolerance": ("answer: {value: 0.5, rel: ¤1e-999999999}", "exponent"),
    # names
    "name with a hyphen": ("draw: {¤c-in: [1, 2]}\nanswer: 1", "is not a name"),
    "name with an underscore first": ("draw: {¤_k: [1, 2]}\nanswer: 1", "do not start with an underscore"),
    "name a number": ("draw: {¤3: [1, 2]}\nanswer: 1", "is not a name"),
    "name a word of the language": ("draw: {¤if: [1, 2]}\nanswer: 1", "word of the formula language"),
    "step name a word of the language": (
        "steps:\n- name: ¤in\n  formula: 1\nanswer: 1",
        "word of the formula language",
    ),
    "part name a word of the language": ("parts:\n- name: ¤or\n  answer: 1", "word of the formula language"),
    # formulas and texts
    "formula with a fault": ("let: {a: ¤1 +}\nanswer: 1", "ends too early"),
    "formula with an attribute": ("answer: ¤x.__class__", "no attributes"),
    "formula with an assignment": ("answer: ¤a = 1", "does not assign"),
    "formula nothing": ("let: {a: ¤}\nanswer: 1", "not nothing"),
    "formula a mapping": ("let: {a: ¤{b: 1}}\nanswer: 1", "a formula is expected"),
    "formula empty in quotes": ("answer: ¤''", "empty"),
    "formula in a list": ("let:\n  a: [1, ¤2 +]\nanswer: 1", "ends too early"),
    "hole not closed": ("ask: ¤What is {{ k?\nanswer: 1", "not closed"),
    "hole with a fault": ("ask: ¤What is {{ 1 + }}?\nanswer: 1", "ends too early"),
    "empty hole": ("ask: ¤What is {{ }}?\nanswer: 1", "empty"),
    # steps
    "step without name": ("steps:\n- ¤formula: 1\nanswer: 1", 'needs the key "name"'),
    "step without formula": ("steps:\n- ¤name: a\nanswer: 1", 'needs the key "formula"'),
    "step a text": ("steps:\n- ¤text\nanswer: 1", "a step is expected"),
    "steps a mapping": ("steps:\n  ¤a: 1\nanswer: 1", "a list is expected"),
    "step with an unknown key": ("steps:\n- name: a\n  formula: 1\n  ¤whyy: x\nanswer: a", 'did you mean "why"'),
    "within one number": ("steps:\n- name: a\n  formula: 1\n  within: ¤[1]\nanswer: a", "[from, to]"),
    "within three numbers": ("steps:\n- name: a\n  formula: 1\n  within: ¤[1, 2, 3]\nanswer: a", "[from, to]"),
    "within the wrong way round": (
        "steps:\n- name: a\n  formula: 1\n  within: ¤[2, 1]\nanswer: a",
        "smaller end first",
    ),
    "within formulas": ("steps:\n- name: a\n  formula: 1\n  within: [0, ¤2 * 3]\nanswer: a", "a number"),
    "block without steps": ("steps:\n- ¤repeat: 2\nanswer: 1", 'a block needs the key "steps"'),
    "block of no steps": ("steps:\n- repeat: 2\n  steps: ¤[]\nanswer: 1", "at least 1"),
    "block with a formula": (
        "steps:\n- repeat: 2\n  ¤formula: 1\n  steps:\n  - {name: a, formula: 1}\nanswer: a",
        "a block has",
    ),
    # answers
    "answer nothing": ("answer:¤", "not nothing"),
    "unknown kind": ("answer: {value: 1, kind: ¤integr}", 'did you mean "integer"'),
    "unknown key of an answer": ("answer: {value: 1, ¤tolerance: 2}", "an answer has no key"),
    "no value": ("answer: ¤{kind: number}", 'needs the key "value"'),
    "decimals and rel": ("answer: {value: 0.5, decimals: 2, ¤rel: 0.1}", "only one of"),
    "decimals too many": ("answer: {value: 0.5, decimals: ¤13}", "from 0 to 12"),
    "significant 0": ("answer: {value: 0.5, significant: ¤0}", "from 1 to 12"),
    "rel 0": ("answer: {value: 0.5, rel: ¤0}", "greater than 0"),
    "abs negative": ("answer: {value: 0.5, abs: ¤-1}", "greater than 0"),
    "decimals of an integer": ("answer: {value: 1, kind: integer, ¤decimals: 2}", "does not go with the kind integer"),
    "unit of a vector": ("answer: {value: [1, 2], kind: vector, ¤unit: [m]}", "does not go with the kind vector"),
    "yes of a number": ("answer: {value: 1, kind: number, ¤yes: [a]}", "does not go with the kind number"),
    "decimals of a text": ("answer: {accept: [a], ¤decimals: 2}", "does not go with the kind text"),
    "choice without options": ("answer: ¤{kind: choice, value: 1}", 'needs the key "options"'),
    "choice of one": ("answer: {¤options: [right: a]}", "at least two"),
    "choice with none right": ("answer:\n  ¤options:\n  - wrong: a\n  - wrong: b", "no option is right"),
    "choice with plain texts": ("answer:\n  options:\n  - right: a\n  - ¤b", 'write each option as "right'),
    "choice with value and right": ("answer:\n  value: ('a')\n  options:\n  - ¤right: a\n  - b", "a plain text"),
    "option right and wrong": ("answer:\n  options:\n  - right: a\n    ¤wrong: b\n  - wrong: c", "only one of"),
    "option with a formula and right": (
        "answer:\n  options:\n  - right: a\n    ¤holds: 1 < 2\n  - wrong: c",
        'goes with "option"',
    ),
    "option without its formula": (
        "answer:\n  options:\n  - ¤option: a\n  - right: c",
        'say when the option is right: "holds',
    ),
    "option neither": ("answer:\n  options:\n  - right: a\n  - ¤because: c", "needs one of"),
    "options in words": ("answer: {value: 1, options: ¤from mistake}", 'did you mean "from mistakes"'),
    "options from mistakes without value": (
        "answer: ¤{options: from mistakes}\nmistakes: [{gives: 1}, {gives: 2}]",
        'needs the key "value"',
    ),
    "options from one mistake": ("answer: {value: 3, options: ¤from mistakes}\nmistakes: [{gives: 1}]", "two mistakes"),
    "text without accept": ("answer: ¤{kind: text}", 'needs the key "accept"'),
    "accept nothing": ("answer: {accept: ¤[]}", "at least 1"),
    "accept and value": ("answer: {accept: [a], ¤value: 1}", "does not go with"),
    "order without items": ("answer: ¤{kind: order}", 'needs the key "items"'),
    "order of one": ("answer: {items: ¤[a]}", "at least 2"),
    "match without pairs": ("answer: ¤{kind: match}", 'needs the key "pairs"'),
    "pairs a list": ("answer: {pairs: ¤[a, b]}", "a mapping"),
    "no pairs": ("answer: {¤pairs: {}}", "at least one"),
    "extra without pairs": ("answer: {value: 1, kind: integer, ¤extra: [a]}", "does not go with"),
    "recall without points": ("answer: ¤{kind: recall}", 'needs the key "points"'),
    "items and pairs": ("answer: {items: [a, b], ¤pairs: {a: b}}", "only one of"),
    "shape without value": ("answer: ¤{kind: shape}", 'needs the key "value"'),
    # parts
    "no parts": ("parts: ¤[]", "at least 1"),
    "part without name": ("parts:\n- ¤ask: x\n  answer: 1", 'needs the key "name"'),
    "part with an unknown key": ("parts:\n- name: a\n  answer: 1\n  ¤mark: 2", 'did you mean "marks"'),
    "marks of a part": ("parts:\n- name: a\n  answer: 1\n  marks: ¤0", "from 1 to 100"),
    # mistakes
    "mistake that changes nothing": ("answer: 1\nmistakes: [{¤instead: {}}]", "computed differently"),
    "mistake with neither": ("answer: 1\nmistakes:\n- ¤says: x", 'needs one of "instead" and "gives"'),
    "mistake with both": (
        "steps: [{name: a, formula: 1}]\nanswer: a\nmistakes:\n- instead: {a: 2}\n  ¤gives: 3",
        "only one of",
    ),
    "instead a formula": ("answer: 1\nmistakes:\n- instead: ¤a + 1", "a mapping of names"),
    "mistakes a mapping": ("answer: 1\nmistakes:\n  ¤gives: 1", "a list is expected"),
    # examples
    "example with an unknown key": ("answer: 1\nexamples:\n- ¤anser: 1", 'did you mean "answer"'),
    "example a text": ("answer: 1\nexamples:\n- ¤1", "an example is expected"),
    "with a list": ("draw: {k: [1, 2]}\nanswer: k\nexamples:\n- with: ¤[1]\n  answer: 1", "a mapping of names"),
    # the rest
    "given without solver": ("answer: 1\n¤given: {a: 1}", 'needs a "solver"'),
    "alike one": ("draw: {k: [1, 2]}\nanswer: k\nalike: [¤[k]]", "at least 2"),
    "alike names": ("draw: {k: [1, 2], m: [1, 2]}\nanswer: k\nalike: [¤k, ¤m]", "a list is expected"),
    "variables without interval": ("variables: {x: ¤3}\nanswer: x", "[from, to]"),
    "variables the wrong way round": ("variables: {x: ¤[3, -3]}\nanswer: x", "smaller end first"),
    "variables of no width": ("variables: {x: ¤[3, 3]}\nanswer: x", "smaller end first"),
}


def is_bank(text: str) -> bool:
    """Whether a text is a whole bank, not one question."""
    return text.startswith(("topic", "¤topic", "¤title: T\nq"))


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_reported_where_it_is(name: str) -> None:
    text, message = BAD[name]
    check_faults(text if is_bank(text) else write_bank(text), message)


def test_all_faults_of_a_file_at_once() -> None:
    check_faults(write_bank(*(text for text, _ in BAD.values() if not is_bank(text))))


def test_a_fault_does_not_hide_the_others_of_its_question() -> None:
    check_faults(
        write_bank("""
        level: ¤9
        draw: {k: [¤012], m: {from: 1, to: ¤q}}
        let: {a: ¤1 +, b: ¤k + zz}
        keep: [¤1 2, ¤nobody > 1]
        ask: ¤What is {{ total }} of {{ m }}?
        steps:
        - name: total
          formula: ¤a + b + missing
          why: ¤Then {{ later }}.
          within: ¤[2, 1]
        - name: later
          formula: total
        answer: {value: ¤late, kind: ¤numbr}
        mistakes:
        - gives: ¤nothing
          part: ¤z
        examples:
        - with: {¤x: 1}
          answer: 1
        """)
    )


# what the keys take


def test_everything_at_once() -> None:
    made = build_single("""
        id: everything
        title: All keys
        level: 3
        marks: 4
        covers: [a, b]
        draw:
          k: [1, 3]
          r: {from: 0.5, to: 2, step: 0.5}
          W: {from: 1, to: 9, shape: [2, k]}
          m: {of: [0, 1], shape: 3}
          n: [2]
          v: {of: [[1, 2], [3, 4]], shape: [n]}
        let: {size: k * k}
        keep: size > 0
        needs: [{holds: k < 9, says: The side is below 9.}]
        hint: Think of {{ k }}.
        ask: |
          What is {{ size }}?
        steps:
        - name: total
          formula: size * r
          why: Because {{ size }}.
          within: [0, 100]
        answer: {value: total, kind: number, decimals: 2, unit: [m, metres]}
        mistakes:
        - instead: {size: k}
          says: Squared, {{ k }}.
        - gives: 0.25
        examples:
        - with: {k: 1, r: 0.5, W: [[1], [2]], m: [0, 1, 0]}
          answer: 0.5
          mistakes: [null, 0.25]
        alike: [[k, r]]
        remark: It is {{ total }}.
        see: sheet 3
        """)
    assert (made.id, made.title, made.level, made.marks, made.covers) == ("everything", "All keys", 3, 4, ("a", "b"))
    assert [draw.name for draw in made.draws] == ["k", "r", "W", "m", "n", "v"]
    assert [(need.holds, need.says) for need in made.needs] == [(Formula("k < 9"), "The side is below 9.")]
    assert made.draws[0].of == (1, 3)
    assert made.draws[1].start == Formula("0.5")
    assert made.draws[2].shape == (Formula("2"), Formula("k"))
    assert made.draws[3].of == (0, 1)
    assert made.keep == (Formula("size > 0"),)
    assert made.program[0].within == (0, 100)  # type: ignore[union-attr]
    assert made.parts[0].name == "answer"
    assert made.parts[0].answer.keys["unit"] == ("m", "metres")
    assert made.mistakes[0].instead == (("size", Formula("k")),)
    assert made.mistakes[1].says.text == ""
    assert made.examples[0].answers == {"answer": "0.5"}
    assert made.examples[0].mistakes == (None, "0.25")
    assert made.alike == (("k", "r"),)


def test_defaults() -> None:
    made = build_single(MINIMAL)
    assert (made.title, made.level, made.marks, made.parts[0].marks) == ("q-0", 1, 1, 1)
    assert (made.hint, made.remark, made.see, made.covers) == (None, None, "", ())


def test_marks_of_a_question_are_those_of_its_one_part() -> None:
    assert build_single("marks: 3\nanswer: 1").parts[0].marks == 3


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("[1, 3, 5]", (1, 3, 5)),
        ("[1e-3, 2]", (Fraction(1, 1000), Fraction(2))),
        ("[1, 0.5]", (Fraction(1), Fraction(1, 2))),
        ("[1.0, 2]", (Fraction(1), Fraction(2))),
        ("[-1, +2, -.5]", (Fraction(-1), Fraction(2), Fraction(-1, 2))),
        ("[1_000, 2]", (1000, 2)),
        ("[0, -0]", (0, 0)),
        ("[yes, no]", ("yes", "no")),
        ("[on, off, y, n]", ("on", "off", "y", "n")),
        ("[1/2, 3:20]", ("1/2", "3:20")),
        ("[true, false]", (True, False)),
        ("['true', \"1\"]", ("true", "1")),
        ("['12', '']", ("12", "")),
        ("[relu, leaky relu]", ("relu", "leaky relu")),
        ("[1, relu, true]", (1, "relu", True)),
        ("[2024-01-01, 0x1F, .inf, 1_0.5e]", ("2024-01-01", "0x1F", ".inf", "1_0.5e")),
        ("[[1, 2], [3, 4]]", (make_array((1, 2), (2,)), make_array((3, 4), (2,)))),
        (
            "[[1, 2], [0.5, 4]]",
            (make_array((Fraction(1), Fraction(2)), (2,)), make_array((Fraction(1, 2), Fraction(4)), (2,))),
        ),
        ("[[[1, 2], [3, 4]]]", (make_array((1, 2, 3, 4), (2, 2)),)),
        ("[[relu, 1], [tanh, 2]]", (("relu", 1), ("tanh", 2))),
        ("[[1, 2], [3]]", (make_array((1, 2), (2,)), make_array((3,), (1,)))),
        ("[[1, [2]], [[3], 4]]", ((1, make_array((2,), (1,))), (make_array((3,), (1,)), 4))),
    ],
)
def test_picks_of_a_draw(written: str, values: tuple[object, ...]) -> None:
    of = build_single(f"draw: {{k: {written}}}\nanswer: 1").draws[0].of
    assert values_identical(of, values)
    assert [type(value) for value in of or ()] == [type(value) for value in values]


def test_numbers_of_one_list_are_all_real_or_none() -> None:
    of = build_single("draw: {k: [[1, 2], [0.5, 4]]}\nanswer: 1").draws[0].of
    assert of is not None
    assert all(type(item) is Fraction for array in of for item in flatten(array))


def test_a_list_is_a_list_of_formulas() -> None:
    made = build_single("draw: {k: [1, 2]}\nlet:\n  a: [k, k + 1]\n  b:\n  - [1, k]\n  - - 3\n    - 4\nanswer: a")
    assert dict(made.lets)["a"] == Formula("[k, k + 1]")
    assert dict(made.lets)["b"] == Formula("[[1, k], [3, 4]]")


@pytest.mark.parametrize(
    "answer",
    [
        "1 + 1",
        "[1, 2]",
        "{value: 1}",
        "{value: 0.5, significant: 3}",
        '{value: 0.5, rel: 0.01, unit: "%"}',
        "{value: 0.5, abs: 1e-3}",
        "{value: true, yes: [feasible, valid], no: infeasible}",
        "{value: [1, 2], kind: shape}",
        "{value: [], kind: shape}",
        "{value: [[1, 2]], kind: matrix, decimals: 2}",
        "{accept: [momentum, momentum term]}",
        "{kind: text, accept: momentum}",
        "{items: [a, b, c]}",
        "{pairs: {a: b, c: b}, extra: [d]}",
        "{points: [a, b]}",
        "{kind: recall, points: a}",
        "\n  options:\n  - right: a\n    because: it is\n  - wrong: b\n  - right: c",
        "\n  options:\n  - option: a\n    holds: 1 < 2\n    because: it is\n  - option: b\n    holds: 2 < 1\n  - wrong: c",
        "\n  value: ('a')\n  options: [a, b]",
        "\n  value: ('a')\n  options:\n  - a\n  - option: b\n    because: it is",
        "\n  value: ('a')\n  kind: choice\n  options:\n  - a\n  - b: c".replace("- b: c", "- 'b: c'"),
    ],
)
def test_forms_of_an_answer(answer: str) -> None:
    assert list_faults(write_bank(f"answer: {answer}")) == []


def test_options_from_mistakes_may_be_rounded() -> None:
    text = "answer: {value: 2.5, kind: choice, options: from mistakes, decimals: 1}\nmistakes: [{gives: 1.0}, {gives: 2.0}]"
    assert build_single(text).parts[0].answer.keys["options"] == FROM_MISTAKES


def test_ids_may_occur_once() -> None:
    check_faults(
        HEAD + "- id: a\n  ask: x\n  answer: 1\n- id: ¤a\n  ask: x\n  answer: 1\n", "is already used at bank.yaml:4:7"
    )


def test_the_order_of_draws_and_lets_is_kept() -> None:
    made = build_single("draw: {z: [1], a: [2], m: [3]}\nlet: {y: 1, b: 2}\nanswer: 1")
    assert [draw.name for draw in made.draws] == ["z", "a", "m"]
    assert [name for name, _ in made.lets] == ["y", "b"]


def test_the_schema_names_every_key_of_the_format() -> None:
    made = json_schema()["properties"]["questions"]["items"]["properties"]
    for key in [
        "id",
        "title",
        "level",
        "covers",
        "draw",
        "let",
        "keep",
        "ask",
        "steps",
        "answer",
        "parts",
        "mistakes",
        "examples",
        "remark",
        "see",
        "hint",
    ]:
        assert made[key]["description"]
    assert made["answer"]["anyOf"][2]["properties"]["decimals"]


def test_plain_data_is_fit_for_the_cache() -> None:
    import marshal

    made = compile_bank(write_bank("draw: {k: [1, 0.5, a, true, [1, 2]]}\nanswer: {value: 0.5, rel: 1e-2}"))
    assert marshal.loads(marshal.dumps(made)) == made
    assert made["questions"][0]["at"] == [4, 7]
    assert build_questions(write_bank(MINIMAL, MINIMAL))[1].line == 7
