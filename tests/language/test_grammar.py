"""Reading formulas: the grammar, Python's precedences, and the place of every fault."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from trees import leaves, nodes, python_tree, quick, trees

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.formula import Formula
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.formulas import to_plain
from dlquiz.tree import Array, Binary, Call, Compare, Conditional, Index, Logic, Name, Number, Slice, Text, Truth, Unary

X, Y, Z = Name("x"), Name("y"), Name("z")
ONE, TWO, THREE = Number(1), Number(2), Number(3)

READ = {
    # numbers are whole or real by how they are written
    "3": Number(3),
    "1_000": Number(1000),
    "007": Number(7),
    "0.15": Number(Fraction(3, 20)),
    ".5": Number(Fraction(1, 2)),
    "5.": Number(Fraction(5)),
    "1e3": Number(Fraction(1000)),
    "2.5E-1": Number(Fraction(1, 4)),
    # words
    "true": Truth(True),
    "False": Truth(False),
    "lambda": Name("lambda"),
    "notes": Name("notes"),
    "ηß_1": Name("ηß_1"),
    "class": Name("class"),
    '"a\\n"': Text("a\\n"),
    "'it is \"so\"'": Text('it is "so"'),
    "'é \n'": Text("é \n"),
    # operators
    "x^2": Binary("**", X, TWO),
    "x**y^z": Binary("**", X, Binary("**", Y, Z)),
    "-x^2": Unary("-", Binary("**", X, TWO)),
    "x^-2": Binary("**", X, Unary("-", TWO)),
    "2^-x^y": Binary("**", TWO, Unary("-", Binary("**", X, Y))),
    "+x": X,
    "--x": Unary("-", Unary("-", X)),
    "x - y - z": Binary("-", Binary("-", X, Y), Z),
    "x - (y - z)": Binary("-", X, Binary("-", Y, Z)),
    "x / y * z": Binary("*", Binary("/", X, Y), Z),
    "x // y % z @ x": Binary("@", Binary("%", Binary("//", X, Y), Z), X),
    "-x * y": Binary("*", Unary("-", X), Y),
    "x + y * z": Binary("+", X, Binary("*", Y, Z)),
    "x < y <= z": Compare(("<", "<="), (X, Y, Z)),
    "x not in y": Compare(("not in",), (X, Y)),
    "x in y == true": Compare(("in", "=="), (X, Y, Truth(True))),
    "x + 1 > y or z": Logic("or", (Compare((">",), (Binary("+", X, ONE), Y)), Z)),
    "x or y and z or x": Logic("or", (X, Logic("and", (Y, Z)), X)),
    "not x == y": Unary("not", Compare(("==",), (X, Y))),
    "not not x and y": Logic("and", (Unary("not", Unary("not", X)), Y)),
    "not x in y": Unary("not", Compare(("in",), (X, Y))),
    "x if y else z": Conditional(X, Y, Z),
    "x if y or z else y if z else x": Conditional(X, Logic("or", (Y, Z)), Conditional(Y, Z, X)),
    "(x if y else z) + 1": Binary("+", Conditional(X, Y, Z), ONE),
    # brackets
    "[]": Array(()),
    "[1, x,]": Array((ONE, X)),
    "[[1], [2]]": Array((Array((ONE,)), Array((TWO,)))),
    "f()": Call("f", ()),
    "lambda(x, y,)": Call("lambda", (X, Y)),
    "max (x)": Call("max", (X,)),
    "x[1]": Index(X, (ONE,)),
    "x[-1][y]": Index(Index(X, (Unary("-", ONE),)), (Y,)),
    "x[:, 0]": Index(X, (Slice(None, None, None), Number(0))),
    "x[1:2]": Index(X, (Slice(ONE, TWO, None),)),
    "x[1:2:3]": Index(X, (Slice(ONE, TWO, THREE),)),
    "x[::-1]": Index(X, (Slice(None, None, Unary("-", ONE)),)),
    "x[y if z else 1:]": Index(X, (Slice(Conditional(Y, Z, ONE), None, None),)),
    "f(x)[0]^2": Binary("**", Index(Call("f", (X,)), (Number(0),)), TWO),
    " \n x\t": X,
}

# where the fault is, `‸` stands before it
FAULTS = {
    "‸": "empty",
    "‸  ": "empty",
    "x +‸": "ends too early",
    "x + ‸* y": 'missing before "*"',
    "1 + 2‸)": "closes nothing",
    "‸(1 + 2": "not closed",
    "f‸(1, 2": "not closed",
    "‸[1, 2": "not closed",
    "(1 + 2‸]": '")" was expected',
    "x ‸y": "operator missing",
    "3 ‸4": "operator missing",
    "1‸, 2": "comma",
    "‸(1, 2)": "square brackets",
    "f(‸, 1)": 'missing before ","',
    "[1‸; 2]": "';'",
    "x‸.shape": "attributes",
    "x‸._y": "attributes",
    "‸_x": "underscore",
    "x + ‸__import__": "underscore",
    "x ‸= 3": "==",
    "‸!x": "not",
    "x ‸&& y": "'&'",
    "‸{1}": "braces",
    "x + ‸'abc": "not closed",
    "x ‸if y": "else",
    "x ‸else y": "does not fit",
    "x ‸for x in y": "comprehensions",
    "‸if x": "missing",
    "x + ‸or": "missing",
    "x‸[]": "index is missing",
    "x[1, ‸, 2]": "index is missing",
    "x[‸1:2:3:4]": "two colons",
    "lambda ‸x: 1": "operator missing",
    "x‸:y": "does not fit",
    "1 + ‸x²": "not a name",
    "‸1e400": "beyond 10^±308",
    "x + ‸0.1e-308": "beyond 10^±308",
    "x + ‸1e-99999": "beyond 10^±308",
    "x + ‸1e999999999": "beyond 10^±308",
}


@pytest.mark.parametrize(("text", "wanted"), READ.items())
def test_what_is_read(text: str, wanted: tree.Node) -> None:
    assert read_formula(text) == wanted


@pytest.mark.parametrize(("marked", "says"), FAULTS.items())
def test_what_is_refused_and_where(marked: str, says: str) -> None:
    text = marked.replace("‸", "")
    with pytest.raises(FormulaError) as caught:
        read_formula(text)
    assert says in caught.value.message
    assert (caught.value.text, caught.value.at) == (text, marked.index("‸"))


def test_every_node_knows_its_place() -> None:
    root = read_formula("max(x, 2) + [y][0]*-z")
    places = {type(node).__name__ + str(getattr(node, "op", "")): node.at for node in tree.walk(root)}
    assert places == {
        "Binary+": 10, "Call": 0, "Name": 20, "Number": 16, "Binary*": 18, "Index": 15, "Array": 12, "Unary-": 19,
    }  # fmt: skip


@quick
@given(trees)
def test_the_plain_form_reads_back_as_the_same_tree(node: tree.Node) -> None:
    assert read_formula(to_plain(node)) == node


simple = leaves.filter(lambda leaf: not isinstance(leaf, Text) and leaf != Name("lambda"))


@quick
@given(nodes(simple) | nodes(nodes(simple)) | nodes(nodes(nodes(simple))))
def test_python_reads_the_same_tree(node: tree.Node) -> None:
    text = to_plain(node)
    assume("lambda" not in text)
    assert python_tree(text) == read_formula(text)


def test_a_formula_is_read_once_and_only_when_it_is_needed() -> None:
    formula = Formula("x +")
    with pytest.raises(FormulaError):
        _ = formula.tree
    formula = Formula("x + y*x")
    assert formula.tree is formula.tree
    assert formula.names == {"x", "y"}
    assert formula == Formula("x+y * x") != Formula("y*x + x")
    assert hash(formula) == hash(Formula("x+y * x"))


def test_a_made_formula_writes_itself() -> None:
    formula = Formula.of(read_formula("(x + 1)*y"))
    assert formula.text == "(x + 1) * y"
    assert formula.value({"x": 2, "y": 3}) == 9


# walking and changing trees


@quick
@given(trees)
def test_walking_meets_every_node_once(node: tree.Node) -> None:
    met = list(tree.walk(node))
    assert met[0] is node
    assert len(met) == 1 + sum(len(list(tree.walk(child))) for child in tree.children(node))
    assert tree.names(node) == {n.name for n in met if isinstance(n, Name)}


@quick
@given(trees)
def test_renaming_replaces_names_and_nothing_else(node: tree.Node) -> None:
    assert tree.rename(node, {"unknown": ONE}) is node
    there = tree.rename(node, {"x": Name("_"), "y": Name("x")})
    assert tree.names(there) == {{"x": "_", "y": "x"}.get(name, name) for name in tree.names(node)}
    assert tree.rename(there, {"_": X, "x": Y}) == node


@quick
@given(trees)
def test_a_child_can_be_replaced(node: tree.Node) -> None:
    below = list(tree.children(node))
    for index in range(len(below)):
        made = tree.with_child(node, index, Name("new"))
        assert list(tree.children(made)) == [*below[:index], Name("new"), *below[index + 1 :]]
    with pytest.raises(IndexError):
        tree.with_child(node, len(below), X)


# bounds

TOO_MUCH = {
    "too long": "x" + " " * 10_000,
    "too many digits": "1 + " + "9" * 5_000,
    "digits behind the point": "0." + "9" * 5_000,
    "brackets": "(" * 5_000,
    "closed brackets": "(" * 60 + "1" + ")" * 60,
    "lists": "[" * 60 + "]" * 60,
    "signs": "-" * 60 + "1",
    "nots": "not " * 60 + "x",
    "powers": "2^" * 60 + "2",
    "conditionals": "1 if x else " * 60 + "1",
    "calls": "abs(" * 60 + "1" + ")" * 60,
    "indices": "x" + "[0]" * 300,
    "sums": "+".join(["1"] * 5_000),
    "products": "*".join("x" * 200),
    "comparisons inside": "[1<" * 40 + "1" + "]" * 40,
    "a tall tree": "abs(" * 30 + "1" + "+1" * 100 + ")" * 30,
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_refused_at_its_place(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_formula(text)
    assert 0 <= caught.value.at <= len(text)
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "text",
    [
        "x" + " " * 9_999,
        "9" * 308,
        "1e308",
        "1e-308",
        "0." + "9" * 319,
        "(" * 50 + "1" + ")" * 50,
        "+".join(["x"] * 119),
    ],
)
def test_what_is_just_within_the_bounds(text: str) -> None:
    read_formula(text)


def test_messages_are_short_and_fit_for_a_screen() -> None:
    for text in ('1 "\x1b[31m' + "x" * 5_000 + '"', "1 + " + "x" * 5_000, "\x1b", "(1 'a\n\u202e')"):
        with pytest.raises(FormulaError) as caught:
            read_formula(text)
        assert caught.value.message.isprintable()
        assert len(caught.value.message) < 200


def test_long_chains_of_truths_are_flat() -> None:
    assert len(read_formula(" and ".join(["x"] * 1_500)).operands) == 1_500  # type: ignore[attr-defined]
    assert len(read_formula(" < ".join(["x"] * 1_500)).ops) == 1_499  # type: ignore[attr-defined]
