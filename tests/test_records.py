"""Records are the frozen dataclasses that they stand for."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import pytest

from dlquiz.records import frozen


@frozen
class Node:
    """A record with a field that is not compared."""

    at: int = field(default=0, compare=False, kw_only=True)


@frozen
class Name(Node):
    """A record that inherits one."""

    name: str
    size: int = 1
    marks: tuple[int, ...] = ()


@frozen
class Empty:
    """A record without fields."""


@frozen
class Held:
    """A record with a default that is made anew."""

    held: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """What a record stands for."""

    name: str
    size: int = 1


def test_equal_by_class_and_fields() -> None:
    assert Name("a") == Name("a", at=7) != Name("b")
    assert hash(Name("a")) == hash(Name("a", at=7))
    assert Name("a") != ("a", 1, ()) and Empty() == Empty() and Empty() != Held()


def test_frozen() -> None:
    made = Name("a")
    for change in (lambda: setattr(made, "name", "b"), lambda: delattr(made, "name"), lambda: setattr(made, "new", 1)):
        with pytest.raises(AttributeError):
            change()
    assert not hasattr(made, "__dict__")


def test_a_dataclass_to_the_standard_library() -> None:
    assert [spec.name for spec in fields(Name)] == ["at", "name", "size", "marks"]
    assert replace(Name("a", at=3), size=2) == Name("a", 2) and replace(Name("a", at=3), size=2).at == 3
    match Name("a", 2):
        case Name(name, size):
            assert (name, size) == ("a", 2)


def test_defaults_and_calls_as_a_dataclass_has_them() -> None:
    assert Held().held == {} and Held().held is not Held().held
    assert repr(Name("a", at=3)) == "Name(at=3, name='a', size=1, marks=())"
    for wrong in (lambda: Name(), lambda: Name("a", 1, (), 4), lambda: Model()):  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="argument"):
            wrong()


def test_packed_and_copied() -> None:
    made = Name("a", 2, (1, 2), at=5)
    for again in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made), copy.copy(made)):
        assert again == made and again.at == 5
