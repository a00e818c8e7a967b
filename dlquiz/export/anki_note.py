"""A card's note: its fields, and the ids that never change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

FIELDS = (
    "Id", "Title", "Topic", "Level", "Question", "Solution", "Source", "Pictures", "Hash",
    "Spare 1", "Spare 2", "Spare 3", "Spare 4",
)  # fmt: skip
"""Frozen: where the list of fields differs, Anki takes a note type for another one.  What is new uses a spare field."""

DECK = "dlquiz"
DECK_ID = 1_763_900_000_000


@dataclass(frozen=True)
class Note:
    """One question as Anki keeps it."""

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
        """What Anki knows the note by: it hangs on the question's id alone."""
        return guid(self.id)

    @property
    def tags(self) -> tuple[str, ...]:
        """The topic and the level as tags."""
        return f"dlquiz::{self.topic}", f"dlquiz::level-{self.level}"

    @cached_property
    def hash(self) -> str:
        """A fingerprint of all that the learner can see."""
        parts = (*self.content, self.deck, *self.tags)
        return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()

    @property
    def content(self) -> tuple[str, ...]:
        """The fields up to the hash."""
        head = (self.id, self.title, self.heading, str(self.level))
        return *head, self.question, self.solution, self.source, self.pictures

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in the frozen order."""
        made = (*self.content, self.hash)
        return made + ("",) * (len(FIELDS) - len(made))

    @property
    def deck_id(self) -> int:
        """The id of the topic's subdeck."""
        return DECK_ID + 1 + int.from_bytes(blake2b(self.topic.encode(), digest_size=4).digest(), "big")


def guid(id: str, variant: int = 0) -> str:
    """A question's id in Anki; text files give further variants ids of their own."""
    key = f"dlquiz/{id}" + (f"/{variant}" if variant else "")
    return "dq" + blake2b(key.encode(), digest_size=8).hexdigest()


def deck_name(title: str) -> str:
    """The subdeck of a topic; `::` in a title would begin another one."""
    return f"{DECK}::{' '.join(title.replace('::', ':').split())}"
