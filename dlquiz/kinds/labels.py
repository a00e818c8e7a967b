"""What people write around an answer: a label before an equals sign, and the wrappers that programs print."""

from __future__ import annotations

import re
from collections.abc import Collection

from dlquiz.kinds.typed_text import TypedText, excerpt
from dlquiz.language import vocabulary
from dlquiz.model import AnswerKey

NAME = r"[∂∇]?[^\W\d_]\w*(?:\^\((?:\d|T)\)|'|\*(?=\s*$))*"
DERIVATIVE = r"[d∂](?:\^\(\d\))?(?:[^\W\d_]\w*)?\s*/\s*[d∂]\w+(?:\^\(\d\))?"
BEHIND = r"_\{\w+\}|\[[\w\s,;|]*\]|\([\w\s,;|]*\)"
LABEL_WORDS = r"[^\W\d_]+(?: [^\W\d_]+){1,3}"
LABEL = re.compile(rf"(?:{DERIVATIVE}|{NAME}(?:{BEHIND})?'*|{LABEL_WORDS})\s*")
CALLED = re.compile(rf"(?:{'|'.join(sorted(vocabulary.FUNCTION_WORDS, key=len, reverse=True))})\s*\([^()]*\d")
ELEMENT_LABEL = re.compile(rf"(?:^|(?<=[\[(,;\s]))({NAME}|{DERIVATIVE})\s*=(?!=)\s*")
OPERATORS = re.compile(r"==|:=|<=|>=|!=|=<|=>|[-+*/^%]=")
WRAPPER = re.compile(r"(?:(?:np|numpy|torch|tf)\s*\.\s*)?(?:array|asarray|tensor|matrix|Matrix|Size|TensorShape)\s*\(")


def drop_label(typed: TypedText, letters: Collection[str] = ()) -> TypedText:
    """The text behind one label and its equals sign; FormulaError for equations, comparisons and assignments."""
    text = typed.text
    if "=" not in text:
        return typed
    if WRAPPER.match(text):
        raise typed.fault("type the numbers only, without what stands around them", text.index("="))
    operator = OPERATORS.search(text)
    if operator:
        raise typed.fault(f'"{operator.group()}" compares or assigns; type the value alone', operator.start())
    at = text.index("=")
    again = text.find("=", at + 1)
    if again >= 0:
        raise typed.fault("two equals signs; type the value alone", again)
    label = text[:at].strip()
    if label and (not LABEL.fullmatch(label) or holds_words(label) or CALLED.match(label)):
        raise typed.fault("an equation is not an answer; type the value alone", at)
    if label in letters:
        raise typed.fault(f'"{excerpt(label)}" belongs to the question and is not a label; type the answer alone', 0)
    if not text[at + 1 :].strip():
        raise typed.fault("nothing stands behind the equals sign", at)
    return typed.cut(at + 1)


def drop_element_labels(typed: TypedText, key: AnswerKey) -> TypedText:
    """`w=-0.4, b=0.3` as `-0.4, 0.3` where the question asks for `[w, b]`; any other text as it stands.

    FormulaError where the labels stand in another order than the question has them.
    """
    if not key.names or typed.text.count("=") < 2:
        return typed
    found = list(ELEMENT_LABEL.finditer(typed.text))
    if len(found) != typed.text.count("="):
        return typed
    labels = [symbol_to_name(match[1]) for match in found]
    if labels != [symbol_to_name(name) for name in key.names]:
        raise typed.fault(f"the question asks for {', '.join(key.names)}, in this order", found[0].start(1))
    return typed.drop_places([at for match in found for at in range(match.start(1), match.end())])


def symbol_to_name(label: str) -> str:
    """A label for comparing: `w₁`, `w_1` and `w1` are one, and so are η and eta."""
    spelled = "".join(vocabulary.NAMES_OF_LETTER.get(char, (char,))[0] for char in label)
    return "".join(char for char in spelled if char.isalnum() or char in "∂∇'")


def holds_words(label: str) -> bool:
    """Whether a label holds words that make it a remark."""
    return not (vocabulary.PROGRAM_WORDS | {"or", "and"}).isdisjoint(label.lower().split())


def drop_wrapper(typed: TypedText) -> TypedText:
    """What stands inside `np.array(…)`, `tensor(…)`, `torch.Size(…)`; one argument and no more."""
    match = WRAPPER.match(typed.text)
    if match is None:
        return typed
    depth = 0
    for at in range(match.end() - 1, len(typed.text)):
        char = typed.text[at]
        depth += (char in "([") - (char in ")]")
        if depth == 1 and char == "," and typed.text[match.end() : at].strip()[:1] in ("[", "("):
            raise typed.fault("type the numbers only, without what stands around them", at)
        if depth == 0:
            break
    if depth:
        raise typed.fault("this bracket is not closed", match.end() - 1)
    if at < len(typed.text) - 1:
        raise typed.fault("type the numbers only, without what stands around them", at + 1)
    return typed.cut(match.end(), at)
