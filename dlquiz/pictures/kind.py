"""What a kind of picture has: its keys in a bank, how it is read, described in words, and laid out."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, Protocol, Self

from dlquiz.pictures.given import Given
from dlquiz.pictures.scene import Scene

Form = Literal["formula", "formulas", "along", "text", "texts", "operations"]


class PictureKey(NamedTuple):
    """A key of a picture in a bank: the form of what stands behind it, and what it means."""

    form: Form
    doc: str
    required: bool = False


TITLE = PictureKey("text", "What the picture shows, in a few words.")


class Picture(Protocol):
    """A picture as data, which can be described and laid out."""

    KEYS: ClassVar[dict[str, PictureKey]]

    @property
    def title(self) -> str:
        """What the picture shows, in a few words."""

    @classmethod
    def read(cls, given: Given) -> Self:
        """The picture of a bank on one draw; FormulaError where its values do not fit."""

    def describe(self) -> str:
        """One sentence that tells what is seen, with the numbers."""

    def lay_out(self, width: int) -> Scene:
        """The picture in so many columns."""


def tell_picture(picture: Picture) -> str:
    """What stands in place of a picture: its title, then what is seen."""
    return f"{picture.title}. {picture.describe()}"
