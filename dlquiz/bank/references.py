"""Whether mistakes and examples speak of draws, parts and mistakes that there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dlquiz.bank.names import list_items, list_readable
from dlquiz.bank.readers import BAD, Faults, PlacedText, suggest_word
from dlquiz.bank.structures import Record
from dlquiz.errors import Fault, Place


class ReferenceChecker:
    """The parts, draws and mistakes of one question, and who speaks of them."""

    def __init__(self, question: Record, faults: Faults) -> None:
        self.question = question
        self.faults = faults
        self.parts = self.read_names("parts", [part.get("name", BAD) for part in list_readable(question, "parts")])
        self.draws = self.read_names("draw", [name for name, _ in list_readable(question, "draw")])
        self.mistakes = list_items(question, "mistakes")

    def read_names(self, key: str, names: list[Any]) -> Collection[str] | None:
        """The names under a key; None where one could not be read, so that nobody knows them all."""
        unread = BAD in names or len(names) < len(list_items(self.question, key))
        return None if unread else dict.fromkeys(map(str, names))

    def check(self) -> None:
        """Mistakes, then examples."""
        for mistake in list_readable(self.question, "mistakes"):
            self.check_mistake(mistake)
        for example in list_readable(self.question, "examples"):
            self.check_pins(example)
            self.check_answer(example)
            self.check_example_mistakes(example)

    def report(self, place: Place, message: str) -> None:
        """A fault."""
        self.faults.append(Fault(place, message))

    def check_known(self, name: Any, names: Collection[str] | None, what: str) -> None:
        """A name that is among those of its sort."""
        if isinstance(name, PlacedText) and names is not None and name not in names:
            self.report(name.place, f'there is no {what} "{name}"{suggest_word(name, names, self.faults)}')

    def check_mistake(self, mistake: Record) -> None:
        """`part` names a part, and is needed where there are several."""
        self.check_known(mistake.get("part"), self.parts, "part")
        if "part" not in mistake and "gives" in mistake and self.parts and len(self.parts) > 1:
            self.report(mistake.place, 'where there are parts, "gives" needs a "part"')

    def check_pins(self, example: Record) -> None:
        """`with` pins draws, and is needed where there are some."""
        for name, _ in list_readable(example, "with"):
            self.check_known(name, self.draws, "draw")
        if "with" not in example and self.draws:
            self.report(example.place, 'where something is drawn, an example needs the key "with"')

    def check_answer(self, example: Record) -> None:
        """Where there are parts, their answers are told apart."""
        given = example.get("answer")
        if not self.parts or given is None or given is BAD:
            return
        if isinstance(given, dict) and (len(self.parts) > 1 or set(given) & set(self.parts)):
            for name in given:
                self.check_known(name, self.parts, "part")
        elif len(self.parts) > 1:
            self.report(example.at("answer"), "where there are parts, the answer of an example is written {part: text}")

    def check_example_mistakes(self, example: Record) -> None:
        """No more mistakes than the question has, and of parts that there are."""
        given = list_items(example, "mistakes")
        if len(given) > len(self.mistakes) and self.question.get("mistakes") is not BAD:
            place = find_place(given[len(self.mistakes)]) or example.at("mistakes")
            self.report(place, f"this lists mistakes in order, and the question has {len(self.mistakes)}")
        for one, mistake in zip(given, self.mistakes, strict=False):
            for name in one if isinstance(one, dict) and self.parts else ():
                self.check_known(name, self.parts, "part")
            several = self.parts and len(self.parts) > 1 and mistake is not BAD and "instead" in mistake
            if several and isinstance(one, (str, list)):
                place = find_place(one) or example.at("mistakes")
                self.report(place, "where there are parts, what an `instead` gives is written {part: text}")


def find_place(given: Any) -> Place | None:
    """Where the first text of what is typed stands."""
    if isinstance(given, PlacedText):
        return given.place
    inner = given.keys() if isinstance(given, dict) else given if isinstance(given, list) else ()
    return next((place for one in inner if (place := find_place(one))), None)
