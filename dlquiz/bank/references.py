"""Whether mistakes and examples refer to draws, parts and mistakes that exist."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dlquiz.bank.names import list_items, list_readable
from dlquiz.bank.readers import BAD, Faults, PlacedText, suggest_word
from dlquiz.bank.structures import Record
from dlquiz.errors import Fault, Place


class ReferenceChecker:
    """Checks the references of one question to its draws, parts and mistakes."""

    def __init__(self, question: Record, faults: Faults) -> None:
        self.question = question
        self.faults = faults
        self.parts = self.read_names("parts", [part.get("name", BAD) for part in list_readable(question, "parts")])
        self.draws = self.read_names("draw", [name for name, _ in list_readable(question, "draw")])
        self.mistakes = list_items(question, "mistakes")

    def read_names(self, key: str, names: list[Any]) -> Collection[str] | None:
        """The names under a key; None where one could not be read, so that not all of them are known."""
        unread = BAD in names or len(names) < len(list_items(self.question, key))
        return None if unread else dict.fromkeys(map(str, names))

    def check(self) -> None:
        for mistake in list_readable(self.question, "mistakes"):
            self.check_mistake(mistake)
        for example in list_readable(self.question, "examples"):
            self.check_pins(example)
            self.check_answer(example)
            self.check_example_mistakes(example)

    def report(self, place: Place, message: str) -> None:
        self.faults.append(Fault(place, message))

    def check_known(self, name: Any, names: Collection[str] | None, what: str) -> None:
        """Report a name that is not among `names`; `what` says what it should name."""
        if isinstance(name, PlacedText) and names is not None and name not in names:
            self.report(name.place, f'there is no {what} "{name}"{suggest_word(name, names, self.faults)}')

    def check_mistake(self, mistake: Record) -> None:
        """`part` names a part; `gives` needs it where there are several parts."""
        self.check_known(mistake.get("part"), self.parts, "part")
        if "part" not in mistake and "gives" in mistake and self.parts and len(self.parts) > 1:
            self.report(mistake.place, 'a question with parts needs "part" beside "gives"')

    def check_pins(self, example: Record) -> None:
        """`with` names draws; an example needs it where something is drawn."""
        for name, _ in list_readable(example, "with"):
            self.check_known(name, self.draws, "draw")
        if "with" not in example and self.draws:
            self.report(example.place, 'the question draws values, so an example needs the key "with"')

    def check_answer(self, example: Record) -> None:
        """Where there are several parts, the answers of an example are given by part."""
        given = example.get("answer")
        if not self.parts or given is None or given is BAD:
            return
        if isinstance(given, dict) and (len(self.parts) > 1 or set(given) & set(self.parts)):
            for name in given:
                self.check_known(name, self.parts, "part")
        elif len(self.parts) > 1:
            self.report(
                example.at("answer"), "the question has parts, so write the answer of an example as {part: text}"
            )

    def check_example_mistakes(self, example: Record) -> None:
        """An example lists no more mistakes than the question has, and names only parts that exist."""
        given = list_items(example, "mistakes")
        if len(given) > len(self.mistakes) and self.question.get("mistakes") is not BAD:
            place = find_place(given[len(self.mistakes)]) or example.at("mistakes")
            self.report(place, f"more mistakes than the question has ({len(self.mistakes)}); they are listed in order")
        for one, mistake in zip(given, self.mistakes, strict=False):
            for name in one if isinstance(one, dict) and self.parts else ():
                self.check_known(name, self.parts, "part")
            several = self.parts and len(self.parts) > 1 and mistake is not BAD and "instead" in mistake
            if several and isinstance(one, (str, list)):
                place = find_place(one) or example.at("mistakes")
                self.report(place, "the question has parts, so write what an `instead` gives as {part: text}")


def find_place(given: Any) -> Place | None:
    """The place of the first text among the typed answers; None where there is none."""
    if isinstance(given, PlacedText):
        return given.place
    inner = given.keys() if isinstance(given, dict) else given if isinstance(given, list) else ()
    return next((place for one in inner if (place := find_place(one))), None)
