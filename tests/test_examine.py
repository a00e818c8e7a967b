"""What `dlquiz check` finds by drawing: each fault at its place in the bank, and none in a good bank."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bank"))

from bank_text import split_marks, write_bank

import dlquiz
from dlquiz.bank.question_set import questions_folder
from dlquiz.check.rules import RULES
from dlquiz.commands import check
from dlquiz.errors import BankError

THREE = "draw: {a: {from: 1, to: 30}}\n"

GOOD = {
    "nothing drawn": "answer: 2\nexamples: [{answer: 2}]",
    "few variants of a choice": "draw: {a: [1, 2]}\nanswer:\n  options:\n  - right: '{{ a }}'\n  - wrong: '{{ a + 1 }}'",
    "few variants of yes and no": "draw: {a: [1, 2]}\nanswer: a > 1\nexamples: [{with: {a: 2}, answer: yes}, {with: {a: 1}, answer: no}]",
    "a mistake that is right in half of the draws": "draw: {a: {from: 1, to: 40}, b: [0, 1]}\nanswer: a + b\nmistakes: [{gives: a}]",
    "keep of one in 100": "draw: {a: {from: 1, to: 100}, b: {from: 1, to: 30}}\nkeep: a == 50\nanswer: b",
    "examples beyond range and keep": THREE
    + "keep: a > 2\nanswer: 2 * a\nexamples: [{with: {a: 99}, answer: 198}, {with: {a: 1}, answer: 2}]",
    "an example typed otherwise": "answer: 0.5\nexamples: [{answer: 1/2}, {answer: 50%}, {answer: .5}, {answer: 0.50}]",
    "an example of a vector": "answer: [1, 2]\nexamples: [{answer: [1, 2]}, {answer: '(1, 2)'}, {answer: 1 2}]",
    "an example of a matrix": "answer: [[1, 2], [3, 4]]\nexamples: [{answer: [[1, 2], [3, 4]]}]",
    "an example of parts": "parts: [{name: a, answer: 1}, {name: b, answer: 2}]\nexamples: [{answer: {a: 1, b: 2}}, {answer: {b: 2}}]",
    "an example of one part": "parts: [{name: a, answer: 1}]\nexamples: [{answer: {a: 1}}, {answer: 1}]",
    "an example of a choice": "answer: {options: [right: to be, wrong: not to be]}\nexamples: [{answer: to be}]",
    "an example of several picks": "answer: {options: [right: x1, right: y2, wrong: z3]}\nexamples: [{answer: [y2, x1]}]",
    "an example of an order": "answer: {items: [one, two, three]}\nexamples: [{answer: [one, two, three]}]",
    "an example of a match": "answer: {pairs: {one: eins, two: zwei}}\nexamples: [{answer: {two: zwei, one: eins}}]",
    "an example of a text": "answer: {accept: [momentum]}\nexamples: [{answer: momentum}]",
    "an example of a shape": "answer: {value: [7, 7, 64], kind: shape}\nexamples: [{answer: 7x7x64}, {answer: [7, 7, 64]}]",
    "recall": "answer: {points: [one, two]}",
    "a mistake that is no whole number": THREE
    + "answer: a // 2\nmistakes: [{gives: a / 2 + 1}]\nexamples: [{with: {a: 3}, answer: 1, mistakes: [2.5]}]",
    "mistakes that are other arrays": THREE
    + "parts: [{name: v, answer: [a, 1]}, {name: m, answer: [[a, 1]]}, {name: s, answer: {value: '[a, 1]', kind: shape}}]\n"
    + "mistakes: [{gives: [[a, 2]], part: v}, {gives: [a, 1], part: m}, {gives: a, part: s}, {gives: [a / 2, 1], part: s}]",
    "mistakes of examples": THREE
    + """
let: {b: 2 * a}
ask: 'With {{ a }} and {{ b }}?'
steps: [{name: s, formula: a + b}]
answer: s
mistakes: [{instead: {b: a}}, {gives: a - 1}, {instead: {s: a + 2}}]
examples:
- with: {a: 1}
  answer: 3
  mistakes: [2, 0, null]
- with: {a: 5}
  answer: 15
  mistakes: [10, null]
""",
    "mistakes of parts": THREE
    + """
steps: [{name: s, formula: a + 1}, {name: z, formula: 2 * s}]
parts: [{name: s}, {name: z}]
mistakes: [{instead: {s: a}}, {gives: a - 7, part: z}]
examples:
- with: {a: 1}
  answer: {s: 2, z: 4}
  mistakes: [{s: 1, z: 2}, -6]
- with: {a: 1}
  mistakes: [{s: null, z: 2}]
""",
    "options from mistakes": """
draw: {a: {from: 11, to: 40}}
answer: {value: a / 8, options: from mistakes, decimals: 3}
mistakes: [{gives: a / 4}, {gives: a / 2}]
examples: [{with: {a: 12}, answer: 1.5, mistakes: [3, 6]}]
""",
    "mistakes of a choice": """
draw: {a: {from: -20, to: 20}}
steps: [{name: s, formula: ("up" if a > 0 else "down")}]
answer: {value: s, options: [up, down]}
mistakes: [{instead: {s: ("down" if a > 0 else "up")}}]
examples: [{with: {a: 1}, answer: up, mistakes: [down]}]
""",
    "within": THREE + "steps: [{name: p, formula: a / 30, within: [0, 1]}]\nanswer: p",
    "an integer from a real": THREE + "answer: {value: a / 1, kind: integer}",
    "a number from a whole": THREE + "answer: {value: a, kind: number, decimals: 1}",
}

BAD = {
    "example is wrong": ("answer: 2\nexamples: [{answer: ¤3}]", "example 1"),
    "second example is wrong": (THREE + "answer: a\nexamples:\n- {with: {a: 2}, answer: 2}\n- {with: {a: 2}, answer: ¤5}", "example 2"),
    "example cannot be read": ("answer: 2\nexamples: [{answer: ¤two}]", "cannot be read"),
    "example of a part is wrong": ("parts: [{name: a, answer: 1}, {name: b, answer: 2}]\nexamples: [{answer: {a: 1, b: ¤3}}]", "example 1"),
    "example of a vector is wrong": ("answer: [1, 2]\nexamples: [{answer: [¤1, 3]}]", "example 1"),
    "example pins a word for a number": (THREE + "answer: a\nexamples: [{with: {¤a: b}, answer: 2}]", "a is a number, not b"),
    "example pins a part of a number": (THREE + "answer: a\nexamples: [{with: {¤a: 0.5}, answer: 2}]", "the answer would be 0.5, not a whole number"),
    "example cannot be computed": (THREE + "answer: 1 / a\nexamples: [{with: {¤a: 0}, answer: 2}]", "division by zero"),
    "example of recall": ("answer: {points: [a, b]}\nexamples: [{answer: ¤a}]", "no example"),
    "mistake gives something else": (THREE + "answer: 2 * a\nmistakes: [{gives: a}]\nexamples: [{with: {a: 3}, answer: 6, mistakes: [¤4]}]", "it gives 3"),
    "mistake changes nothing": (
        THREE + "steps: [{name: s, formula: a}]\nanswer: s\nmistakes: [{instead: {s: abs(a)}}, {gives: -a}]\n"
        "examples: [{with: {a: 3}, answer: 3, mistakes: [¤3]}]",
        "write null",
    ),
    "mistake does not change a part": (
        THREE + "steps: [{name: s, formula: a}, {name: z, formula: 2 * s}]\nparts: [{name: s}, {name: z}]\n"
        "mistakes: [{instead: {z: a}}]\nexamples: [{with: {a: 3}, mistakes: [{s: ¤3, z: 3}]}]",
        "does not change s",
    ),
    "mistake of a choice gives another option": (
        "draw: {a: {from: -20, to: 20}}\nsteps: [{name: s, formula: ('x' if a > 0 else 'y')}]\nanswer: {value: s, options: [x, y, z]}\n"
        "mistakes: [{instead: {s: ('y' if a > 0 else 'x')}}]\nexamples: [{with: {a: 1}, answer: x, mistakes: [¤z]}]",
        "it gives y",
    ),
    "division by zero": ("draw: {a: {from: 0, to: 30}}\nsteps: [{name: s, formula: ¤1 / a}]\nanswer: s", "division by zero"),
    "a formula in a loop fails": (
        "draw: {a: {from: 0, to: 30}}\nsteps:\n- {repeat: 2, start: {x: 0}, steps: [{name: x, formula: ¤x / a}]}\nanswer: x",
        "division by zero",
    ),
    "a let fails": ("draw: {a: {from: 0, to: 30}}\nlet: {s: ¤1 / a}\nanswer: s", "division by zero"),
    "a draw fails": ("draw: {n: [0, 1], a: {from: 1, to: ¤1 / n}}\nanswer: a", "division by zero"),
    "an answer fails": ("draw: {a: {from: 0, to: 30}}\nanswer: {value: ¤1 / a, kind: number}", "division by zero"),
    "an index that is not there": ("draw: {a: {from: 0, to: 30}}\nlet:\n  v: [1, 2]\n  w: ¤v[a]\nanswer: w", "no index"),
    "a pass that is not there": (
        "draw: {n: [2, 3]}\nsteps:\n- {repeat: n, start: {x: 1}, steps: [{name: x, formula: 2 * x}]}\nanswer: ¤x_3 + 1",
        "x_3",
    ),
    "shapes that do not fit": ("draw: {n: [2, 3]}\nlet:\n  v: range(n)\n  w: [1, 2]\nanswer: ¤sum(v * w)", "do not fit"),
    "a text that does not render": ("draw: {a: {from: 0, to: 30}}\nask: ¤What is {{ 1 / a }}?\nanswer: a", "division by zero"),
    "a part's text that does not render": (
        "draw: {a: {from: 0, to: 30}}\nparts: [{name: p, ask: ¤'Is {{ 1 / a }}?', answer: a}]",
        "division by zero in '1 / a'",
    ),
    "a why that does not render": (
        "draw: {a: {from: 0, to: 30}}\nsteps: [{name: s, formula: a, why: ¤'is {{ 1 / a }}'}]\nanswer: s",
        "division by zero",
    ),
    "a says that does not render": (
        "draw: {a: {from: 1, to: 30}}\nanswer: a\nmistakes: [{gives: -a, says: ¤'is {{ 1 / (a - 1) }}'}]",
        "division by zero",
    ),
    "leaves within": (THREE + "steps: [{name: p, formula: ¤a / 10, within: [0, 1]}]\nanswer: p", "not within"),
    "kind changes": ("draw: {a: {from: 1, to: 30}}\nanswer: ¤a if a > 15 else a / 2", "changes"),
    "kind changes of a part": ("draw: {a: {from: 1, to: 30}}\nparts: [{name: p, answer: '¤a if a > 15 else true'}]".replace("'¤", "¤'"), "changes"),
    "a text without kind": ("draw: {a: [x, y]}\n¤answer: a".replace("¤answer: a", "answer: ¤a"), "kind"),
    "a kind that does not fit": (THREE + "answer: {value: ¤a / 3, kind: integer}", "needs a whole number"),
    "decimals of a whole number": (THREE + "answer: {value: ¤a, decimals: 2}", "does not go with the kind integer"),
    "the right option is missing": ("draw: {a: {from: 1, to: 9}}\nanswer: {value: ¤a, options: ['1', '2']}", "not among the options"),
    "options always equal": ("answer: {options: [right: a, wrong: a]}", "come out equal"),
    "a shape of nothing": ("draw: {n: [0, 1], a: {from: 1, to: 9, shape: [2, ¤n]}}\nanswer: sum(a)".replace("[2, ¤n]", "[¤2, n]"), "does not have 1 to"),
    "a range that becomes empty": ("draw: {n: [1, 9], a: {from: ¤n, to: 5}}\nanswer: a", "an empty range in 'n'"),
    "a range of words": ("draw: {n: [x, y], a: {from: ¤n, to: 5}}\nanswer: a", "needs numbers"),
    "a network that cannot be read": (
        "solver: receptive_field\ngiven:\n  layers: ¤('conw3')\nanswer: side",
        'there is no layer "conw"',
    ),
    "an example of the wrong option": (
        "answer: {options: [right: x, wrong: y]}\nexamples: [{answer: ¤y}]",
        '"y" is wrong; right is x',
    ),
    "an example of no option": (
        "answer: {options: [right: x1, right: x2, wrong: y]}\nexamples: [{answer: [¤x1, z]}]",
        '"x1, z" cannot be read; right is x1, x2',
    ),
    "an example of another order": (
        "answer: {items: [one, two, three]}\nexamples: [{answer: [¤two, one, three]}]",
        '"two, one, three" is wrong; right is one, two, three',
    ),
    "an example of other pairs": (
        "answer: {pairs: {one: eins, two: zwei}}\nexamples: [{answer: {one: ¤zwei, two: eins}}]",
        '"one: zwei, two: eins" is wrong; right is one: eins, two: zwei',
    ),
    "a mistake that is a text": (THREE + "answer: a\nmistakes: [{gives: ¤('a')}]", "gives a, which is not an answer of the kind integer"),
    "a mistake that is a list": (THREE + "answer: a / 3\nmistakes: [{gives: ¤[a, a]}]", "is not an answer of the kind number"),
    "a mistake that is a truth": (THREE + "answer: a\nmistakes: [{gives: ¤a > 3}]", "is not an answer of the kind integer"),
    "a mistake that is no truth": (THREE + "answer: a > 3\nmistakes: [{gives: ¤a}]", "is not an answer of the kind yes-no"),
    "a mistake that is no option": (
        "answer: {options: [right: x, wrong: y]}\nmistakes:\n- gives: ¤('z')\n- gives: ('y')",
        "gives z, which is not an answer of the kind choice",
    ),
    "a mistake of an order": ("answer: {items: [x, y]}\nmistakes: [{gives: ¤3}]", "is not an answer of the kind order"),
    "a mistake that becomes no option": (
        THREE + "answer: {value: a, options: from mistakes}\nmistakes:\n- gives: a + 1\n- gives: ¤('q')",
        "gives q, which is not an answer of the kind choice",
    ),
    "a mistake that leads to a list": (
        THREE + "steps: [{name: z, formula: a}]\nanswer: z\nmistakes: [{instead: {z: ¤[a, a]}}]",
        "is not an answer of the kind integer",
    ),
    "a mistake that is always right": (THREE + "answer: a\nmistakes: [{gives: ¤a + 0}]", "gives the right answer"),
    "a mistake that is mostly right": (
        THREE.replace("\n", "") + "\nanswer: a\nmistakes:\n- gives: ¤a if a > 5 else 0",
        "of the draws",
    ),
    "keep holds too rarely": ("draw: {a: {from: 1, to: 1000}, b: [1, 2]}\nkeep: ¤a < 4\nanswer: a + b", "fewer than one draw in 100"),
    "keep never holds": (THREE + "keep: [a > 0, ¤a > 99]".replace("[a > 0, ¤a > 99]", "¤a > 99") + "\nanswer: a", "fewer than one draw in 100"),
    "keep is no truth": (THREE + "keep: ¤('a')\nanswer: a", "needs a truth value"),
    "a tolerance that accepts 0": (THREE + "answer: {value: ¤a / 1000000, decimals: 2}", "accepts 0"),
    "a value that counts as 0": ("draw: {a: {from: 60, to: 90}}\nanswer: {value: ¤exp(-a), significant: 2}", "cannot be told from 0"),
    "a draw called like a step of the solver": (
        "draw: {side: [1, 2]}\nsolver: receptive_field\ngiven:\n  layers: ('conv3')\nanswer: side",
        "step of the solver",
    ),
}  # fmt: skip


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    """The findings of `dlquiz check`."""
    code = check.run([path], as_json=True, quiet=False)
    found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    assert code == (1 if found["faults"] else 0)
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_good_bank(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(write_bank(GOOD[name]), "utf-8")
    found = run(path, capsys)
    assert found["faults"] == []
    assert found["warnings"] == []


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_reported_where_it_is(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body, message = BAD[name]
    text, spots = split_marks(write_bank(body))
    path = tmp_path / "bank.yaml"
    path.write_text(text, "utf-8")
    faults = run(path, capsys)["faults"]
    assert any(message in str(fault["message"]) for fault in faults), faults
    if spots:
        assert {(fault["line"], fault["column"]) for fault in faults} == set(spots), faults


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "banks").glob("bank_*.yaml")), ids=lambda path: path.stem
)
def test_banks_of_the_tests(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(path, capsys)
    assert found["faults"] == []
    assert found["warnings"] == []


def test_faults_of_all_questions_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, spots = split_marks(write_bank(*(body for body, _ in BAD.values() if "¤" in body)))
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(text, "utf-8")
    second.write_text(write_bank("answer: nobody"), "utf-8")
    assert check.run([first, second], as_json=True, quiet=True) == 1
    found = json.loads(capsys.readouterr().out)["faults"]
    places = {(fault["line"], fault["column"]) for fault in found if fault["file"] == str(first)}
    assert places == set(spots)
    assert [fault["line"] for fault in found if fault["file"] == str(second)] == [6]


def test_an_example_that_fails_does_not_hide_what_draws_show(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, spots = split_marks(
        write_bank("draw: {a: {from: 0, to: 30}}\nanswer: ¤1 / a\nexamples: [{with: {a: 1}, answer: ¤2}]")
    )
    path = tmp_path / "bank.yaml"
    path.write_text(text, "utf-8")
    assert {(fault["line"], fault["column"]) for fault in run(path, capsys)["faults"]} == set(spots)


def test_few_variants_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(
        write_bank("draw: {a: {from: 1, to: 19}}\nanswer: a", "draw: {a: {from: 1, to: 20}}\nanswer: a"), "utf-8"
    )
    found = run(path, capsys)
    assert found["faults"] == []
    assert [warning["line"] for warning in found["warnings"]] == [4]


def test_what_takes_long_is_examined_in_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A formula, a text, a mistake that cannot be computed, a long solution: each can take long in every variant."""
    slow = "sum(sort(range(9000)))"
    path = tmp_path / "bank.yaml"
    bodies = (
        f"answer: a + {slow}",
        f"hint: 'Some {{{{ {slow} }}}} {{{{ {slow} }}}}'\nanswer: a",
        "answer: a\nmistakes:\n  - gives: conv2d(outer(range(90), range(90)), outer(range(5), range(5)))\n    says: No.",
        "steps: [{repeat: 950, start: {x: a}, steps: [{name: x, formula: x + 1}]}]\nanswer: x",
    )
    path.write_text(write_bank(*("draw: {a: {from: 1, to: 50}}\n" + body for body in bodies)), "utf-8")
    found = run(path, capsys)
    examined = [str(warning["message"]).partition(", so only ")[2] for warning in found["warnings"][:2]]
    assert examined == ["7 variants could be examined", "1 variant could be examined"]
    assert [(fault["line"], str(fault["message"])[:6]) for fault in found["faults"]] == [(13, "q-2@0:")]
    assert "take too long to compute" in str(found["faults"][0]["message"])
    assert "so long that no variant was examined; check it in a bank of its own" in str(found["warnings"][2]["message"])


def test_other_findings_are_told_beside_a_text_that_takes_too_long(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bank.yaml"
    slow = " ".join(["{{ sum(sort(range(9000))) }}"] * 30)
    path.write_text(write_bank(f"draw: {{a: {{from: 1, to: 50}}}}\nhint: '{slow}'\nanswer: a"), "utf-8")
    found = run(path, capsys)
    assert "take too long to compute" in str(found["faults"][0]["message"])
    assert "a line begins with" in str(found["warnings"][0]["message"])


def test_check_leaves_work_for_every_question_of_a_bank(capsys: pytest.CaptureFixture[str]) -> None:
    """This shipped bank has many questions with letters, which take the longest; `make proof` looks at all banks."""
    found = run(questions_folder() / "loss-landscape.yaml", capsys)
    counts = [re.search(r"only (\d+) variants", str(warning["message"])) for warning in found["warnings"]]
    assert found["faults"] == [] and all(count and int(count[1]) >= 20 for count in counts)


def test_a_mistake_that_speaks_in_no_variant_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    steps = "let: {b: 2}\nsteps: [{name: s, formula: a + 1}]\nanswer: s\n"
    path.write_text(
        write_bank(THREE + steps + "mistakes: [{gives: 1 / 0}, {instead: {b: 3}}, {instead: {s: a}}]"), "utf-8"
    )
    found = run(path, capsys)
    assert found["faults"] == []
    assert [str(warning["message"])[5:14] for warning in found["warnings"]] == ["mistake 1", "mistake 2"]
    assert "never speaks" in str(found["warnings"][0]["message"])


def test_what_each_mistake_costs_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(write_bank(THREE + "answer: a\nmistakes: [{gives: 7, says: Seven.}]"), "utf-8")
    (note,) = run(path, capsys)["notes"]
    assert "mistake 1 (Seven.) gives the right answer in" in str(note)


def test_an_id_in_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(write_bank("answer: 1"), "utf-8")
    second.write_text("# x\n" + write_bank("answer: 1"), "utf-8")
    assert check.run([first, second], as_json=False, quiet=True) == 1
    assert f'{second}:5:7: the id "q-0" is already used at {first}:4:7' in capsys.readouterr().err


def test_a_text_that_does_not_render_is_told_to_who_asks(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(write_bank("draw: {a: [0]}\nhint: 'It is {{ 1 / a }}.'\nanswer: a"), "utf-8")
    with pytest.raises(BankError, match=r"bank.yaml:4:1: q-0@1: division by zero in '1 / a'"):
        _ = dlquiz.load(path)["q-0"].problem(1).hint


def test_what_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(write_bank("answer: 1"), "utf-8")
    assert check.run([path], as_json=False, quiet=False) == 0
    assert capsys.readouterr().out == "1 question in 1 file: no faults\n"
    assert check.run([tmp_path / "nowhere.yaml"], as_json=False, quiet=False) == 1
    assert "no such file" in capsys.readouterr().err


def test_the_page_on_banks_lists_every_rule() -> None:
    page = (Path(__file__).parents[1] / "docs" / "banks.md").read_text(encoding="utf-8")
    listed = page.partition("\n## check\n")[2]
    assert [rule.finds for rule in RULES if f"\n- {rule.finds}" not in listed] == []


def test_mistakes_that_meet_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.yaml"
    body = "answer: a + 50\nmistakes: [{gives: a, says: One way.}, {gives: 2 * a - a, says: Another.}, {gives: -a}]"
    path.write_text(write_bank(THREE + body), "utf-8")
    found = run(path, capsys)
    assert found["warnings"] == []
    (note,) = found["notes"]
    assert "mistake 2 (Another.) gives what mistake 1 gives in 100% of the draws" in str(note)
