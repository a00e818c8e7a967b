"""An Anki note: its fields, and ids that never change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

FIELDS = (
    "Id", "Title", "Topic", "Level", "Question", "Solution", "Source", "Pictures", "Hash",
    "Spare 1", "Spare 2", "Spare 3", "Spare 4",
)  # fmt: skip
"""Frozen: if the list of fields differs, Anki sees another note type.  New content goes in a spare field."""

DECK = "dlquiz"
DECK_ID = 1_763_900_000_000


@dataclass(frozen=True)
class Note:
    """The note of one question."""

    id: str
    title: str
    topic: str  # its slug
    deck: str  # its title, the name of the subdeck
    heading: str  # the same as HTML
    level: int
    question: str  # HTML, one <section> a variant
    solution: str  # HTML, as many
    source: str = ""
    pictures: str = ""

    @property
    def guid(self) -> str:
        """What identifies the note in Anki; it depends on the question's id alone."""
        return make_guid(self.id)

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags for the topic and the level."""
        return f"dlquiz::{self.topic}", f"dlquiz::level-{self.level}"

    @cached_property
    def hash(self) -> str:
        """A hash of everything that a learner can see."""
        parts = (*self.content, self.deck, *self.tags)
        return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()

    @property
    def content(self) -> tuple[str, ...]:
        """The fields before the hash."""
        head = (self.id, self.title, self.heading, str(self.level))
        return *head, self.question, self.solution, self.source, self.pictures

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in the frozen order."""
        made = (*self.content, self.hash)
        return made + ("",) * (len(FIELDS) - len(made))

    @property
    def deck_id(self) -> int:
        """The id of the subdeck of the topic."""
        return DECK_ID + 1 + int.from_bytes(blake2b(self.topic.encode(), digest_size=4).digest(), "big")


def make_guid(id: str, variant: int = 0) -> str:
    """The id of a question in Anki; in text files each further variant has an id of its own."""
    key = f"dlquiz/{id}" + (f"/{variant}" if variant else "")
    return "dq" + blake2b(key.encode(), digest_size=8).hexdigest()


def make_deck_name(title: str) -> str:
    """The name of a topic's subdeck; `::` in a title would begin a further one."""
    return f"{DECK}::{' '.join(title.replace('::', ':').split())}"
