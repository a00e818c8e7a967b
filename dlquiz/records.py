"""Frozen records: what `@dataclass(frozen=True, slots=True)` makes, in a quarter of the time.

Forty dataclasses cost 18 ms of every start, since six methods of each are compiled one by one.  A record is a dataclass
(`fields` and `replace` work on it) of which only `__init__` is compiled; the other methods are shared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
KEEP = object.__setattr__


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(made: type[T]) -> type[T]:
    """A class decorator: a frozen dataclass with slots.  Records are equal if their class and compared fields are."""
    cls: Any = dataclass(init=False, repr=False, eq=False, slots=True)(made)
    specs = fields(cls)
    cls.__init__ = make_init(cls, specs)
    cls.__setattr__ = cls.__delattr__ = refuse_change
    cls.__repr__ = write_record
    cls.__getstate__, cls.__setstate__ = get_state, set_state
    key = attrgetter(*[spec.name for spec in specs if spec.compare] or ["__class__"])
    cls.__eq__, cls.__hash__ = make_comparison(key)
    return cls  # type: ignore[no-any-return]


def make_init(cls: Any, specs: tuple[Field[Any], ...]) -> Callable[..., None]:
    """`__init__` with the fields as its parameters; it sets the slots directly, past the refusing `__setattr__`."""
    scope: dict[str, Any] = {}
    places: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for spec in specs:
        name, value = spec.name, spec.name
        scope[f"_{name}"] = spec.default if spec.default is not MISSING else spec.default_factory
        given = name if scope[f"_{name}"] is MISSING else f"{name}=_{name}"
        if spec.default_factory is not MISSING:
            value = f"{name} if {name} is not _{name} else _{name}()"
        (keywords if spec.kw_only else places).append(given)
        scope[f"set_{name}"] = getattr(cls, name).__set__
        lines.append(f" set_{name}(self, {value})")
    parameters = ", ".join(["self", *places, *(["*", *keywords] if keywords else [])])
    exec(f"def __init__({parameters}):\n" + "\n".join(lines or [" pass"]), scope)
    return scope["__init__"]  # type: ignore[no-any-return]


def make_comparison(key: Callable[[Any], Any]) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    """`__eq__` and `__hash__` over the compared fields."""

    def __eq__(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        try:
            return key(self) == key(other)
        except ValueError:  # arrays, whose `==` gives an array
            return fields_equal(key(self), key(other))

    def __hash__(self: Any) -> int:
        return hash(key(self))

    return __eq__, __hash__


def fields_equal(a: Any, b: Any) -> bool:
    """`==`, but of arrays, and of tuples and mappings with arrays in them, one truth: same shape, same elements."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(fields_equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(fields_equal(a[name], b[name]) for name in a)
    if hasattr(a, "tolist") or hasattr(b, "tolist"):
        return type(a) is type(b) and bool(a.shape == b.shape) and bool(a.tolist() == b.tolist())
    return bool(a == b)


def write_record(self: Any) -> str:
    """`__repr__`: the name of the class and its fields."""
    shown = (f"{spec.name}={getattr(self, spec.name)!r}" for spec in fields(self) if spec.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def refuse_change(self: Any, name: str, value: object = None) -> NoReturn:
    """`__setattr__` and `__delattr__`: raise AttributeError."""
    raise AttributeError(f"{type(self).__name__}.{name} cannot be changed: make another with dataclasses.replace")


def get_state(self: Any) -> list[Any]:
    """`__getstate__`: the values of the fields, for `pickle` and `copy`."""
    return [getattr(self, spec.name) for spec in fields(self)]


def set_state(self: Any, values: list[Any]) -> None:
    """`__setstate__`: restore the values of the fields."""
    for spec, value in zip(fields(self), values, strict=True):
        KEEP(self, spec.name, value)
