"""What YAML would read otherwise than its author meant: both parsers find each trap at its place and tell it apart."""

from __future__ import annotations

import pytest
from bank_text import HEAD, build_questions, check_faults, compile_bank, list_faults, split_marks, write_bank

from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError

GOOD = "id: good\nask: x\nanswer: 1"
OTHER = "id: other\nask: x\n¤unknown: 1\nanswer: 1"

TRAPS = {
    "a text with a colon": ("ask: ¤How many: 3?\nanswer: 1", 'holds ": "'),
    "a why with a colon": ("steps:\n- name: x\n  formula: 1\n  why: ¤So: it is\nanswer: x", 'holds ": "'),
    "braces first": ("ask: ¤{{ k }} filters\nanswer: 1", 'starts with "{{"'),
    "braces alone": ("draw: {k: [1, 2]}\nask: ¤{{ k }}\nanswer: 1", 'starts with "{{"'),
    "braces in brackets, put": (
        "draw: {k: [1, 2]}\nanswer:\n  kind: choice\n  value: ('a')\n  options: [a, ¤{{ k }}]",
        'starts with "{{"',
    ),
    "bracket first": ("ask: ¤[1, 2] is a list\nanswer: 1", "starts with a bracket"),
    "bracket alone": ("ask: ¤[1, 2]\nanswer: 1", 'starts with "["'),
    "brace alone": ("ask: ¤{a: 1}\nanswer: 1", 'starts with "{"'),
    "quote first": ("ask: ¤'Padding' means what?\nanswer: 1", "starts with a quote"),
    "double quote first": ('ask: ¤"Same" means what?\nanswer: 1', "starts with a quote"),
    "formula with a quote first": ('answer: ¤"a" if true else "b"', "goes in round brackets"),
    "quoted formula in brackets": ('keep: [¤"a" in x]\nanswer: 1', "goes in round brackets"),
    "unclosed quote": ("ask: ¤'How many?\nanswer: 1", "this quote is not closed"),
    "unclosed double quote": ('ask: ¤"How many?\nanswer: 1', "this quote is not closed"),
    "unclosed bracket": ("covers: ¤[a, b\nanswer: 1", "this bracket is not closed"),
    "unclosed brace": ("draw: ¤{a: [1, 2]\nanswer: 1", "this bracket is not closed"),
    "question mark in brackets": ("covers: [¤why?not, b]\nanswer: 1", "in brackets, put"),
    "question mark first in brackets": ("covers: [¤?a, b]\nanswer: 1", "in brackets, put"),
    "question mark last in brackets": ("covers: [a, ¤b?]\nanswer: 1", "in brackets, put"),
    "formula with a comma in brackets": ("answer: {value: ¤max(1, 2)}", "in brackets, put"),
    "formula with an index in brackets": ("steps: [{name: a, formula: w[0] ¤* 2}]\nanswer: a", "in brackets, put"),
    "formula with a comma in a list": ("draw: {k: [¤max(1, k, 2), 3]}\nanswer: 1", "in brackets, put"),
    "no space behind a key in brackets": ("draw: {k: {of: [1, 2], shape¤:[3]}}\nanswer: 1", 'after the ":"'),
    "no space behind a key": ("title: x\n¤ask:y\nanswer: 1", 'after the ":"'),
    "no space behind the last key": ("title: x\nask: y\n¤answer:1", 'after the ":"'),
    "no key, but an address": ("title: x\nask: y\n¤http://x.y\nanswer: 1", "if it is part of a text"),
    "explicit key": ("draw:\n  ¤? k\n  : [1, 2]\nanswer: 1", "in brackets, put"),
    "LaTeX: times": ('ask: ¤"$3 \\times 3$"\nanswer: 1', "LaTeX"),
    "LaTeX: frac": ('ask: ¤"$\\frac{1}{2}$"\nanswer: 1', "LaTeX"),
    "LaTeX: nabla": ('ask: ¤"$\\nabla E$"\nanswer: 1', "LaTeX"),
    "LaTeX: beta": ('ask: ¤"$\\beta$"\nanswer: 1', "LaTeX"),
    "LaTeX: sigma, no escape of YAML": ('ask: ¤"$\\sigma(x)$"\nanswer: 1', "LaTeX"),
    "LaTeX: xi, a broken escape": ('ask: ¤"$\\xi$"\nanswer: 1', "LaTeX"),
    "LaTeX: doubled backslash": ('ask: ¤"$3 \\\\times 3$"\nanswer: 1', "LaTeX"),
    "hash in a text": ("ask: Layer ¤#2 has how many?\nanswer: 1", "would be lost"),
    "hash at the end": ("ask: How many in layer ¤#2\nanswer: 1", "would be lost"),
    "hash behind a quote": ("see: 'sheet' ¤#2\nanswer: 1", "would be lost"),
    "hash behind a quoted comment": ("see: 'a # b' ¤#2\nanswer: 1", "would be lost"),
    "hash in the next line of a text": ("ask: How many filters\n  ¤#2 has it\nanswer: 1", "would be lost"),
    "hash behind a bar": ("ask: | ¤#2\n  text\nanswer: 1", "would be lost"),
    "anchor": ("ask: ¤&a How many?\nanswer: 1", "anchor"),
    "anchor of a mapping": ("draw: ¤&a {k: [1, 2]}\nanswer: 1", "anchor"),
    "alias": ("draw: {k: [1, 2], m: ¤*k}\nanswer: 1", "alias"),
    "tag": ("ask: ¤!!python/object:os.system How?\nanswer: 1", "tag"),
    "short tag": ("ask: ¤!important What?\nanswer: 1", "tag"),
    "merge key": ("draw:\n  ¤<<: {a: [1, 2]}\n  k: [1, 2]\nanswer: 1", "merge keys"),
    "star first": ("ask: ¤*very* important?\nanswer: 1", "cannot start with `*`"),
    "percent first": ("ask: ¤%5 of what?\nanswer: 1", "cannot start with `%`"),
    "at first": ("ask: ¤@ what?\nanswer: 1", "cannot start with `@`"),
    "backtick first": ("ask: ¤`relu` is what?\nanswer: 1", "cannot start with ``"),
    "bar first": ("ask: ¤|x| is what?\nanswer: 1", "after `|`"),
    "greater first": ("keep: ¤> 3\nanswer: 1", "after `|`"),
    "duplicate key": ("ask: x\n¤ask: y\nanswer: 1", '"ask" is used twice here'),
    "duplicate draw": ("draw: {k: [1], ¤k: [2]}\nanswer: 1", '"k" is used twice here'),
    "tab indents a key": ("draw:\n¤\tk: [1, 2]\nanswer: 1", "tabs are allowed only"),
    "tab indents a text": ("ask: |\n¤\tHow many?\nanswer: 1", "tabs are allowed only"),
    "tab behind spaces": ("draw:\n ¤\tk: [1, 2]\nanswer: 1", "tabs are allowed only"),
    "tab first under a bar": ("ask: |\n\n  ¤\tHow\n  many?\nanswer: 1", "tabs are allowed only"),
    "tab in a plain text": ("ask: How¤\tmany?\nanswer: 1", "tabs are allowed only"),
    "tab behind a key": ("ask:¤\tx\nanswer: 1", "tabs are allowed only"),
    "tab behind a value": ("ask: 'x'¤\t\nanswer: 1", "tabs are allowed only"),
    "key too far right": ("ask: x\n  ¤title: y\nanswer: 1", "is not aligned"),
    "leading zero": ("draw: {k: [¤012, 3]}\nanswer: 1", "does not start with 0"),
    "True for true": ("draw: {k: [¤True, false]}\nanswer: 1", "only true and false"),
    "yes for true": ("draw: {k: [1, 2]}\nkeep: ¤yes\nanswer: 1", "only true and false"),
    "nothing": ("title:¤\nanswer: 1", "not nothing"),
    "no key": ("ask: x\n¤and more\nanswer: 1", "no `key: value`"),
    "control character": ("ask: a¤\x07b\nanswer: 1", "U+0007"),
    "line separator": ("ask: a¤\u2028b\nanswer: 1", "U+2028"),
    "next line": ("ask: a¤\x85b\nanswer: 1", "U+0085"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_found_at_its_place(parser: str, name: str) -> None:
    text, message = TRAPS[name]
    check_faults(write_bank(text), message)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_does_not_hide_the_faults_of_other_questions(parser: str, name: str, place: str) -> None:
    order = {"first": (0, 1, 2), "middle": (1, 0, 2), "last": (1, 2, 0)}[place]
    texts = [TRAPS[name][0], OTHER, OTHER.replace("other", "more")]
    check_faults(write_bank(*(texts[i] for i in order)), TRAPS[name][1], 'no key "unknown"')


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("- id: a\n ¤ask: x\n  answer: 1\n", "is not aligned"),
        ("- id: a\n   ¤ask: x\n  answer: 1\n", "is not aligned"),
        ("- id: a\n  ask: x\n  answer: 1\n ¤- id: b\n   ask: x\n   answer: 1\n", "is not aligned"),
        ("- id: a\n  ask: x\n  answer: 1\n¤---\ntopic: b\n", "one YAML document"),
        ("- id: a\n  ask: x\n  answer: 1\n  ¤bad: 2\n¤---\ntopic: b\n", "one YAML document"),
        ("- id: a\n  ask: ¤'x\n  answer: 1\nabout: y\n", "not closed"),
        ("- id: a\n  ask: ¤'x\n  answer: 1\n¤abut: y\n", 'no key "abut"'),
    ],
)
def test_faults_of_layout(parser: str, body: str, message: str) -> None:
    check_faults(HEAD + body, message)


def test_a_faulty_head_does_not_hide_the_faults_of_the_questions(parser: str) -> None:
    check_faults("topic: ¤'t\ntitle: T\nquestions:\n- id: a\n  ask: x\n  answer: 1\n  ¤bad: 1\n", "not closed", '"bad"')


def test_questions_may_be_indented(parser: str) -> None:
    text = HEAD + "  - id: a\n    ask: ¤'x\n    answer: 1\n  - id: b\n    ask: x\n    answer: 1\n    ¤bad: 1\n"
    check_faults(text, "not closed", '"bad"')


def test_many_traps_in_one_file(parser: str) -> None:
    texts = [text.replace("ask:", "ask:") for text, _ in TRAPS.values()]
    check_faults(write_bank(*texts), *(message for _, message in TRAPS.values()))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- \n...\n"])
def test_an_empty_file(parser: str, text: str) -> None:
    ((_, column, message),) = list_faults(text)
    assert column == 1
    assert "empty" in message or "not nothing" in message


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "[1, 2]\n"])
def test_what_is_no_mapping(parser: str, text: str) -> None:
    ((line, column, message),) = list_faults(text)
    assert (line, column) == (1, 1)
    assert "a bank is expected here" in message


@pytest.mark.parametrize("text", ["{", "topic: [", "topic: 't", "a: b: c"])
def test_no_yaml_and_no_questions(parser: str, text: str) -> None:
    assert len(list_faults(text)) == 1


def test_messages_tell_the_traps_apart() -> None:
    assert len({message for _, message in TRAPS.values()}) > 25


def test_both_parsers_give_the_same_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    from dlquiz.bank import nodes

    found = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(nodes, "PARSER", loader)
        found.append([list_faults(split_marks(write_bank(text))[0]) for text, _ in TRAPS.values()])
    assert found[0] == found[1]


# files


def test_a_byte_order_mark_and_windows_lines_change_nothing(tmp_path, parser: str) -> None:  # type: ignore[no-untyped-def]
    from dlquiz.bank.compile import compile_file

    text = write_bank("ask: |\n  Two\n  lines\nanswer: 1")
    for name, raw in {
        "bom": "\ufeff" + text,
        "crlf": text.replace("\n", "\r\n"),
        "cr": text.replace("\n", "\r"),
    }.items():
        path = tmp_path / name
        path.write_bytes(raw.encode())
        assert compile_file(path) == compile_bank(text)


def test_not_utf8(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from dlquiz.bank.compile import compile_file

    path = tmp_path / "latin.yaml"
    path.write_bytes(write_bank("ask: Größe\nanswer: 1").encode("latin-1"))
    with pytest.raises(BankError) as error:
        compile_file(path)
    (fault,) = error.value.faults
    assert (fault.place.line, fault.place.column) == (5, 10)
    assert "UTF-8" in fault.message


# what is no trap


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("ask: What is 3:20?", "What is 3:20?"),
        ("ask: 'a: b'", "a: b"),
        ('ask: "First line\\nSecond line"', "First line\nSecond line"),
        ('ask: "a\\tb"', "a\tb"),
        ("ask: 'a\tb'", "a\tb"),
        ("ask: |\n  a\tb", "a\tb\n"),
        ("ask: x # a\tcomment", "x"),
        ("ask: a#b", "a#b"),
        ("ask: x # a comment", "x"),
        ("ask: x ## a comment", "x"),
        ("ask: |  # a comment\n  text #2", "text #2\n"),
        ("ask: '#2 is what?'", "#2 is what?"),
        ("ask: C# or F#?", "C# or F#?"),
        ("ask: is it?", "is it?"),
        ("ask: 5", "5"),
        ("ask: yes", "yes"),
        ("ask: null is what?", "null is what?"),
        ("ask: one\n  two\n\n  three", "one two\nthree"),
        ("ask: >-\n  folded\n  text", "folded text"),
        ("ask: '{{ 1 + 1 }} is what?'", "{{ 1 + 1 }} is what?"),
        ("ask: x\n# commented: out", "x"),
    ],
)
def test_harmless_texts(parser: str, ask: str, value: str) -> None:
    (made,) = build_questions(write_bank(f"{ask}\nanswer: 1"))
    assert made.ask.text == value


def test_comments_in_the_first_column_need_no_space(parser: str) -> None:
    assert list_faults(HEAD + "#- id: old\n#  ask: x\n- id: a\n  ask: x\n#  more\n  answer: 1\n") == []


def test_a_formula_may_stand_in_brackets(parser: str) -> None:
    (made,) = build_questions(
        write_bank("draw: {a: [1, 2]}\nanswer: {value: a * (a + 1) if a > 1 else -a, kind: integer}")
    )
    assert made.parts[0].answer.value is not None
    assert made.parts[0].answer.value.value({"a": 2}) == 6


def test_good_banks_are_the_same_for_both_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    from dlquiz.bank import nodes
    from dlquiz.bank.question_set import questions_folder

    for path in questions_folder().glob("*.yaml"):
        text, made = path.read_text("utf-8"), []
        for loader in (yaml.CSafeLoader, yaml.SafeLoader):
            monkeypatch.setattr(nodes, "PARSER", loader)
            made.append(compile_text(text, "f"))
        assert made[0] == made[1], path
