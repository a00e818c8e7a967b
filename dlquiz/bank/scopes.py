"""Which names each formula and text of a question may use: only known ones, and none that would tell the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Any

from dlquiz import kinds, tree
from dlquiz.bank.key_rules import ANSWER_KEYS
from dlquiz.bank.names import Names, list_items, list_readable, list_step_names
from dlquiz.bank.readers import BAD, Faults, PlacedText, shorten, suggest_word
from dlquiz.bank.structures import Record
from dlquiz.errors import Fault, Place
from dlquiz.language.functions import FUNCTIONS, TEXT_FUNCTIONS, Function
from dlquiz.language.numbers import CONSTANTS
from dlquiz.model import FROM_MISTAKES

MAX_STEPS = 2_000  # of a question; no tape holds more
LETTER = re.compile(r"\b(?:[Oo]ptions?|[Cc]hoices?|[Aa]nswers?) \([A-Ha-h]\)|\b(?:[Oo]ption|[Cc]hoice) [A-H]\b")


class ScopeChecker:
    """Walks through the formulas and texts of one question in the order of computation, collecting the known names."""

    def __init__(self, question: Record, faults: Faults) -> None:
        self.question = question
        self.faults = faults
        self.names = Names(question, faults)
        letters = (str(name) for name, _ in list_readable(question, "variables"))
        self.set_up: set[str] = {*CONSTANTS, *letters, *self.kind_constants()}
        self.known: set[str] = set()
        self.known_behind: dict[str, set[str]] = {}  # a step -> what is known once it is computed

    def check(self) -> None:
        self.check_set_up()
        self.known = set(self.set_up)
        self.check_given()
        if sum(1 for name in self.names.owners.values() if name == "step") <= MAX_STEPS:
            self.check_steps(self.question, self.known)
        else:
            self.report(self.question.at("steps"), f"more than {MAX_STEPS:,} steps")
            return
        self.check_answers()
        self.check_keeps()
        self.check_alike()
        self.check_mistakes()
        self.check_texts()
        for picture in list_readable(self.question, "picture"):
            self.check_picture(picture)

    def report(self, place: Place, message: str) -> None:
        self.faults.append(Fault(place, message))

    # formulas and texts

    def check_formula(self, text: Any, known: Set[str]) -> None:
        """Report names in a formula that are not known, and calls that cannot be made."""
        if text is BAD or text is None:
            return
        for part in text.parts:
            self.check_formula(part, known)
        if text.quoted and isinstance(text.tree, tree.Name) and not self.may_exist(text.tree.name):
            self.report(text.place, f'there is no "{shorten(text)}" here; for a text, write ("{shorten(text)}")')
        elif not text.parts:
            self.check_tree(text.tree, FUNCTIONS, known, text.place)

    def check_template(self, text: Any, known: Set[str], what: str = "") -> None:
        """Report unknown names in the holes of a text; `what` describes a text that must not tell the answer."""
        if text is BAD or text is None:
            return
        for hole in text.holes:
            self.check_tree(hole.formula.tree, TEXT_FUNCTIONS, known, text.place, what)

    def check_tree(
        self, root: tree.Node, functions: Mapping[str, Function], known: Set[str], place: Place, what: str = ""
    ) -> None:
        """Report names that are not known and calls that cannot be made."""
        names = set()
        for node in tree.walk(root):
            if isinstance(node, tree.Name):
                names.add(node.name)
            elif isinstance(node, tree.Call):
                self.check_call(node, functions, place)
        self.check_names(names - known, known, place, what)

    def may_exist(self, name: str) -> bool:
        """Whether a name has a meaning anywhere in the question, as far as its names could be read."""
        return (
            name in self.known | self.set_up or name in self.names.owners or self.names.open or self.names.is_pass(name)
        )

    def check_names(self, unknown: Set[str], known: Set[str], place: Place, what: str) -> None:
        """Report names that are unknown here: of later quantities, of functions without brackets, or of nothing."""
        for name in sorted(unknown):
            if self.names.is_pass(name) and self.names.rule_of(name) in known:
                continue
            name = shorten(name)
            if name in self.names.owners or name in self.names.solved or self.names.is_pass(name):
                telling = f'{what} names "{name}", which would tell the answer'
                self.report(place, telling if what else f'"{name}" is not known yet here')
            elif name in TEXT_FUNCTIONS:
                self.report(place, f'"{name}" is a function and needs its arguments in brackets')
            elif not self.names.open:
                self.report(place, f'there is no "{name}" here{self.suggest_name(name, known)}')

    def suggest_name(self, name: str, known: Set[str]) -> str:
        """A suggestion for an unknown name; empty where nothing is similar."""
        if name in ("yes", "no", "on", "off", "True", "False"):
            return "; only true and false are truth values"
        return suggest_word(name, known, self.faults)

    def check_call(self, call: tree.Call, functions: Mapping[str, Function], place: Place) -> None:
        """Report a function that does not exist, or a wrong number of arguments."""
        function = functions.get(call.function)
        if function is None:
            text_only = call.function in TEXT_FUNCTIONS
            hint = ", only in texts" if text_only else suggest_word(call.function, functions, self.faults)
            self.report(place, f'there is no function "{shorten(call.function)}" here{hint}')
        elif not function.least <= len(call.arguments) <= function.most:
            self.report(place, f'"{call.function}" is written {function.usage}')

    # the keys

    def check_set_up(self) -> None:
        """Draws may use earlier draws; lets may use draws and earlier lets."""
        letters = self.set_up - CONSTANTS.keys()
        earlier = set(CONSTANTS)
        for name, spec in list_readable(self.question, "draw"):
            if isinstance(spec, Record):
                for formula in (spec.get("from"), spec.get("to"), spec.get("step"), *list_items(spec, "shape")):
                    self.check_formula(formula, earlier)
            earlier.add(str(name))
        self.set_up |= earlier | letters
        for name, formula in list_readable(self.question, "let"):
            self.check_formula(formula, self.set_up)
            self.set_up.add(str(name))

    def check_given(self) -> None:
        """The solver gets the arguments that it needs, and no others."""
        solver, given = self.names.solver, list_readable(self.question, "given")
        meant = {str(name) for name, _ in given}
        for name, formula in given:
            self.check_formula(formula, self.set_up)
            if solver is not None and name not in solver.GIVEN:
                hint = suggest_word(name, list(solver.GIVEN), self.faults)
                meant |= {key for key in solver.GIVEN if f'"{key}"' in hint}
                self.report(name.place, f'the solver {self.question["solver"]} does not take "{name}"{hint}')
        if solver is None or self.question.get("given") is BAD:
            return
        for key, required in solver.GIVEN.items():
            if required and key not in meant:
                place = given[0][0].place if given else self.question.place
                self.report(place, f'the solver {self.question["solver"]} needs "{key}" under "given"')
        self.known |= self.names.solved
        for name, text in list_readable(self.question, "why"):
            if name not in self.known and not self.names.is_pass(name) and not self.names.open:
                hint = suggest_word(name, self.names.solved, self.faults)
                self.report(name.place, f'the solver has no step "{name}"{hint}')
            self.check_template(text, self.known, "this why")

    def check_steps(self, block: Record, known: set[str]) -> None:
        """A step may use earlier quantities; afterwards its name is known."""
        for step in list_readable(block, "steps"):
            if "repeat" in step:
                self.check_block(step, known)
                continue
            self.check_formula(step.get("formula"), known)
            self.check_template(step.get("why"), known, "this why")
            if isinstance(step.get("name"), PlacedText):
                known.add(str(step["name"]))
                self.known_behind[str(step["name"])] = set(known)

    def check_block(self, block: Record, known: set[str]) -> None:
        """Inside a loop a name means its latest value, so one that is used before it is computed needs a `start`."""
        self.check_formula(block["repeat"], known)
        starts = list_readable(block, "start")
        for _, formula in starts:
            self.check_formula(formula, known)
        inside = known | {str(name) for name, _ in starts} | {"t"}
        self.check_steps(block, inside)
        computed = {name for name, _, _ in list_step_names(block, True)}
        for name, _ in starts:
            if name not in computed and not self.names.open:
                self.report(name.place, f'"{name}" has a start, but no step of the block computes it')
        known |= inside - {"t"}

    # the answers

    def check_answers(self) -> None:
        """Answers may use every quantity; the `ask` of a part only what is set up."""
        if "answer" in self.question:
            self.check_answer(self.question["answer"])
        for part in list_readable(self.question, "parts"):
            self.check_template(part.get("ask"), self.set_up, "this ask")
            name = part.get("name")
            if "answer" in part:
                self.check_answer(part["answer"])
            elif isinstance(name, PlacedText) and not self.is_computed(name) and not self.names.open:
                known = suggest_word(name, self.known, self.faults)
                self.report(name.place, f'the part "{name}" needs an answer: there is no value of that name{known}')

    def is_computed(self, name: str) -> bool:
        """Whether a quantity has this name, or is a pass of a rule that is known."""
        return name in self.known or (self.names.is_pass(name) and self.names.rule_of(name) in self.known)

    def kind_constants(self) -> set[str]:
        """The names that the kinds of its answers bring along."""
        asked = [self.question.get("answer"), *(part.get("answer") for part in list_readable(self.question, "parts"))]
        said = (answer.get("kind", BAD) for answer in asked if isinstance(answer, Record))
        return {name for kind in said if kind is not BAD for name in kinds.kind(kind).constants}

    def check_answer(self, answer: Any) -> None:
        """The value, and the texts that are shown with it."""
        if not isinstance(answer, Record):
            self.check_formula(answer, self.known)
            return
        self.check_formula(answer.get("value"), self.known)
        options = answer.get("options")
        if options == FROM_MISTAKES:
            if len(list_items(self.question, "mistakes")) < 2 and self.question.get("mistakes") is not BAD:
                self.report(options.place, "options made from mistakes need at least two mistakes")
        elif options is not None:
            self.check_options(list_items(answer, "options"))
        for key in ANSWER_KEYS.values():
            for held in list_items(answer, key.name) if key.shape in ("texts", "pairs") else ():
                for text in held if isinstance(held, tuple) else [held]:
                    self.check_template(text, self.known)

    def check_options(self, options: list[Any]) -> None:
        """The texts of options, and the formulas that say whether they are right."""
        for option in options:
            if not isinstance(option, Record):
                self.check_template(option, self.known)
                continue
            for key in ("right", "wrong", "option", "because"):
                self.check_template(option.get(key), self.known)
            self.check_formula(option.get("holds"), self.known)

    def check_keeps(self) -> None:
        """`keep` may use every quantity, and the answers that are values."""
        answers = {
            str(part["name"]) for part in list_readable(self.question, "parts") if part.get("name", BAD) is not BAD
        }
        if "answer" in self.question:
            answer = self.question["answer"]
            answers = {"answer"} if not isinstance(answer, Record) or "value" in answer else set()
        for formula in list_items(self.question, "keep"):
            self.check_formula(formula, self.known | answers)
        for need in list_readable(self.question, "needs"):
            self.check_formula(need.get("holds"), self.set_up)

    def check_alike(self) -> None:
        """`alike` names quantities that exist."""
        for group in list_readable(self.question, "alike"):
            for name in group:
                if name is not BAD and not self.is_computed(name) and not self.names.open:
                    self.report(name.place, f'there is no "{name}" here{suggest_word(name, self.known, self.faults)}')

    # mistakes and texts

    def check_mistakes(self) -> None:
        """Mistakes change quantities that exist; what they say may name what is set up."""
        fixed = CONSTANTS.keys() | {str(name) for name, _ in list_readable(self.question, "variables")}
        for mistake in list_readable(self.question, "mistakes"):
            self.check_template(mistake.get("says"), self.set_up, "this says")
            self.check_formula(mistake.get("gives"), self.known)
            for name, formula in list_readable(mistake, "instead"):
                looped = name in self.names.rules or self.names.is_pass(name)
                self.check_formula(formula, self.known | {"t"} if looped else self.known)
                if name in fixed:
                    self.report(name.place, f'"{name}" is not computed, so it cannot be replaced')
                elif not self.is_computed(name) and not self.names.open:
                    self.report(
                        name.place, f'there is no "{name}" to change{suggest_word(name, self.known, self.faults)}'
                    )

    def check_texts(self) -> None:
        """Texts shown before the answer name draws and lets only; no text names an option by its letter."""
        self.check_template(self.question.get("ask"), self.set_up, "this ask")
        self.check_template(self.question.get("hint"), self.set_up, "this hint")
        self.check_template(self.question.get("plan"), self.set_up, "this plan")
        for test in list_readable(self.question, "test"):
            self.check_formula(test.get("holds"), self.known)
            self.check_template(test.get("says"), self.known)
        self.check_template(self.question.get("often"), self.known)
        self.check_template(self.question.get("remark"), self.known)
        asked = [self.question.get("answer"), *(part.get("answer") for part in list_readable(self.question, "parts"))]
        shuffled = {key.name for key in ANSWER_KEYS.values() if key.shuffled}
        if any(shuffled & answer.keys() for answer in asked if isinstance(answer, Record)):
            self.check_option_letters(self.question)

    # pictures

    def check_picture(self, picture: Record) -> None:
        """A picture of the question names what is set up, one of a step what is known behind it, else everything."""
        known = self.known_in_picture(picture.get("of"))
        letters = {str(name) for name, _ in list_readable(picture, "along")}
        for name, ends in list_readable(picture, "along"):
            self.check_formula(ends, known)
            if name in known - {str(letter) for letter, _ in list_readable(self.question, "variables")}:
                self.report(
                    name.place, f'"{name}" is a quantity of the question; let the picture run along another letter'
                )
        for key, form in picture.get("forms", {}).items():
            for item in list_items(picture, key) if form in ("formulas", "texts") else [picture[key]]:
                label, formula = item if isinstance(item, tuple) else (item, None)
                if form == "formula":
                    self.check_formula(item, known | letters)
                elif form in ("formulas", "texts", "text"):
                    self.check_template(label, known, "this picture" if known is self.set_up else "")
                    self.check_formula(formula, known | letters)

    def known_in_picture(self, of: Any) -> set[str]:
        """What a picture may name."""
        if of == "question":
            return self.set_up
        if of in (None, BAD, "solution"):
            return self.known
        if not self.names.is_step(of) and not self.names.open:
            hint = suggest_word(of, ["question", "solution", *self.names.owners], self.faults)
            self.report(
                of.place, f'a picture is of the question, of the solution or of a step; there is no step "{of}"{hint}'
            )
        return self.known_behind.get(of, self.known)

    def check_option_letters(self, block: Record) -> None:
        """No `why` may refer to an option by its letter, since options are shuffled."""
        for step in list_readable(block, "steps"):
            if "repeat" in step:
                self.check_option_letters(step)
            else:
                self.check_option_letter(step.get("why"))
        for _, text in list_readable(block, "why"):
            self.check_option_letter(text)

    def check_option_letter(self, why: Any) -> None:
        """Report a `why` that names an option by its letter."""
        if isinstance(why, PlacedText) and (found := LETTER.search(why)):
            self.report(why.place, f'"{found.group()}": options are shuffled, so do not name one by its letter')
