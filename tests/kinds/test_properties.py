"""What holds for every answer: readability tells nothing, exact answers are right however spelled, echoes read back."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz import kinds, tree
from dlquiz.errors import FormulaError
from dlquiz.kinds.arithmetic import write_tree
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import make_array
from dlquiz.language.typed import read_typed_formula
from dlquiz.language.values import values_identical
from dlquiz.model import AnswerKey
from tests.kinds import answers_page
from tests.kinds.spellings import spell_answer

TEXTS = [typed for kind in kinds.KINDS for _, typed, *_ in answers_page.examples(kind)]
RIGHT = 1_000  # right answers that each text is held against

wholes = st.integers(-(10**12), 10**12)
reals = st.fractions(-1000, 1000, max_denominator=10**6)
floats = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda v: abs(v) > 1e-3)


def readable(expected: AnswerKey, typed: str) -> bool:
    """Whether a text can be read."""
    try:
        kinds.read_answer(expected, typed)
    except FormulaError:
        return False
    return True


def rights(kind: str, stream: random.Random) -> AnswerKey:
    """Some right answer of a kind; what the question shows stays the same."""
    number = stream.choice(
        [stream.randint(-1000, 10**6), Fraction(stream.randint(-999, 999), 7), stream.uniform(-1, 1)]
    )
    size = stream.randint(1, 4)
    row = make_array([stream.randint(-9, 9) for _ in range(size)], (size,))
    values = {
        "integer": stream.randint(-1000, 10**6),
        "number": number,
        "yes-no": stream.random() < 0.5,
        "shape": row if stream.random() < 0.9 else (),
        "vector": row,
        "matrix": row.reshape(1, size),
        "expression": stream.choice([tree.Name("x"), tree.Number(2), tree.Call("exp", (tree.Name("x"),))]),
    }
    order = tuple(sorted(range(4), key=lambda _: stream.random()))
    return AnswerKey(
        kind, values.get(kind), variables={"x": (-3, 3), "s": (0, 1)} if kind == "expression" else {},
        options=("minimum", "maximum", "saddle point"), right=(stream.randrange(3),),
        accept=(stream.choice(["momentum", "adam", "bias or not"]),), items=("p", "q", "r", "s"), order=order,
        lefts=("k", "l", "m"), rights=("u", "v", "w"), partner=tuple(stream.randrange(3) for _ in range(3)),
        points=("one", "two", "three"), mistaken=(number,),
    )  # fmt: skip


def test_readability_does_not_depend_on_the_right_answer() -> None:
    """A text is readable for all of a thousand right answers, or for none."""
    stream = random.Random(1)
    for kind in kinds.KINDS:
        first = rights(kind, stream)
        known = {typed: readable(first, typed) for typed in TEXTS}
        for _ in range(RIGHT):
            other = rights(kind, stream)
            for typed in stream.sample(TEXTS, 3):
                assert readable(other, typed) == known[typed], (kind, typed)


def test_readability_holds_for_every_text_and_some_right_answers() -> None:
    """The same with every text, for fewer right answers."""
    stream = random.Random(2)
    for kind in kinds.KINDS:
        known = [readable(rights(kind, stream), typed) for typed in TEXTS]
        for _ in range(4):
            assert [readable(rights(kind, stream), typed) for typed in TEXTS] == known, kind


@given(wholes)
def test_whole_numbers_are_right_in_every_spelling(value: int) -> None:
    """At least six ways, each right; the next number is wrong."""
    expected = AnswerKey("integer", value)
    ways = spell_answer(expected)
    assert len(ways) >= 6
    for typed in ways:
        assert kinds.judge(expected, typed).verdict == "right", typed
        assert kinds.judge(AnswerKey("integer", value + 1), typed).verdict == "wrong", typed


@given(st.one_of(reals, floats), st.integers(0, 6))
def test_real_numbers_are_right_in_every_spelling(value: Fraction | float, places: int) -> None:
    """At least six ways, each right, to any number of decimals."""
    expected = AnswerKey("number", value, decimals=places)
    ways = spell_answer(expected)
    assert len(ways) >= 6
    for typed in ways:
        assert kinds.judge(expected, typed).verdict == "right", typed


@given(st.lists(reals, min_size=1, max_size=5), st.booleans())
def test_arrays_are_right_in_every_spelling(items: list[Fraction], whole: bool) -> None:
    """Vectors and matrices in all their styles."""
    values = [round(v) for v in items] if whole else items
    vector = AnswerKey("vector", make_array(values, (len(values),)), decimals=3)
    matrix = AnswerKey("matrix", make_array(values * 2, (2, len(values))), decimals=3)
    for expected in (vector, matrix):
        assert len(spell_answer(expected)) >= 6
        for typed in spell_answer(expected):
            assert kinds.judge(expected, typed).verdict == "right", typed


@given(st.lists(st.integers(1, 999), max_size=4))
def test_shapes_are_right_in_every_spelling(sizes: list[int]) -> None:
    """Shapes, the scalar's too."""
    expected = AnswerKey("shape", make_array(sizes, (len(sizes),)) if sizes else ())
    for typed in spell_answer(expected):
        assert kinds.judge(expected, typed).verdict == "right", typed
    assert kinds.judge(expected, kinds.to_text(expected)).verdict == "right"


@given(reals, st.integers(0, 5))
def test_edges_are_decided_exactly(value: Fraction, places: int) -> None:
    """Half a unit is right and a hair more is not; two units are close and a hair more is not."""
    expected = AnswerKey("number", value, decimals=places)
    half, hair = Fraction(1, 2 * 10**places), Fraction(1, 10**25)
    away = 1 if value >= 0 else -1
    assert kinds.judge(expected, str(value + away * half)).verdict == "right"
    beyond = "close" if value else "wrong"
    assert kinds.judge(expected, typed_sum(value, away * (half + hair))).verdict == beyond
    assert kinds.judge(expected, typed_sum(value, away * 4 * half)).verdict == beyond
    assert kinds.judge(expected, typed_sum(value, away * (4 * half + hair))).verdict == "wrong"


def typed_sum(value: Fraction, more: Fraction) -> str:
    """A number and a little more, as one types it."""
    return f"{value} + ({more.numerator}/{more.denominator})"


@given(st.one_of(reals, floats), st.integers(0, 6))
def test_the_answer_shown_is_right(value: Fraction | float, places: int) -> None:
    """What the program shows as the answer can be typed."""
    for expected in (AnswerKey("number", value, decimals=places), AnswerKey("number", value, significant=places + 1)):
        assert kinds.judge(expected, kinds.to_text(expected)).verdict == "right", kinds.to_text(expected)


leaves = st.sampled_from([tree.Name("x"), tree.Name("w"), tree.Number(2), tree.Number(Fraction(1, 2)), tree.Name("e")])
trees = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.builds(tree.Binary, st.sampled_from("+-*/"), below, below),
        st.builds(lambda base, power: tree.Binary("**", base, tree.Number(power)), below, st.integers(0, 5)),
        st.builds(lambda operand: tree.Unary("-", operand), below),
        st.builds(
            lambda name, a: tree.Call(name, (a,)), st.sampled_from(["exp", "log", "abs", "sqrt", "sigmoid"]), below
        ),
    ),
    max_leaves=12,
)


@given(trees)
def test_echoes_read_back(node: tree.Node) -> None:
    """How a formula is echoed can be typed, and means the same."""
    echo = write_tree(node)
    assert read_typed_formula(TypedText.of(echo).text, {"x", "w"}) == node, echo


@given(trees)
@settings(max_examples=100)
def test_a_formula_equals_itself_and_not_its_negative(node: tree.Node) -> None:
    """Whatever is written is right where it is expected."""
    expected = AnswerKey("expression", node, variables={"x": (1, 2), "w": (1, 2)})
    verdict = kinds.judge(expected, write_tree(node))
    assert verdict.verdict in ("right", "unreadable")


@given(
    st.sampled_from(list(kinds.KINDS)),
    st.sampled_from(TEXTS),
    st.sampled_from([" ", "\t", "\u200b", "\xa0", "\ufeff"]),
)
def test_outer_spaces_change_nothing(kind: str, typed: str, space: str) -> None:
    """Spaces around a text change neither verdict nor reading."""
    expected = rights(kind, random.Random(3))
    bare, wrapped = kinds.judge(expected, typed), kinds.judge(expected, f"{space}{typed}{space}")
    assert bare.verdict == wrapped.verdict
    assert values_identical(bare.value, wrapped.value)
