"""Which names each formula and text of a question may use: nothing unknown, nothing that would tell the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dlquiz import solvers
from dlquiz.bank.readers import Faults, Written
from dlquiz.errors import Fault, NotFound, Place, did_you_mean
from dlquiz.formula import tree
from dlquiz.formula.formula import Formula
from dlquiz.formula.functions import FUNCTIONS, TEXT_FUNCTIONS, Function
from dlquiz.formula.template import Template

CONSTANTS = {"e", "pi"}
TAKEN = {"seed", "answer", "e", "pi"}
Plain = dict[str, Any]


def check_question(question: Plain, faults: Faults) -> None:
    """File every name that is unknown, taken, or would tell the answer."""
    Scopes(question, faults).check()


class Scopes:
    """The names of one question, gathered in the order in which they become known."""

    def __init__(self, question: Plain, faults: Faults) -> None:
        self.question = question
        self.faults = faults
        self.draws: list[str] = []
        self.lets: list[str] = []
        self.steps: list[str] = []
        self.rules: set[str] = set()  # names of steps in loops
        self.solver_names: set[str] = set()
        self.solver_rules: set[str] = set()
        self.letters = {str(name) for name, _ in question.get("variables", [])}
        self.owners: dict[str, str] = {}

    def check(self) -> None:
        """All of it, in the order of computation."""
        self.check_letters()
        self.check_set_up()
        self.check_solver()
        self.check_steps(self.question.get("steps", []), set())
        self.check_loop_names()
        self.check_answers()
        self.check_mistakes()
        self.check_texts()
        self.check_examples()

    # the names

    def claim(self, name: str, what: str) -> None:
        """A name is used once, and is none of the taken ones."""
        place = name.place if isinstance(name, Written) else self.question["place"]
        if name in TAKEN or name in TEXT_FUNCTIONS:
            self.file(place, f'"{name}" is taken; choose another name')
        elif name in self.owners:
            self.file(place, f'"{name}" is already the name of a {self.owners[name]}')
        self.owners.setdefault(str(name), what)

    def file(self, place: Place, message: str) -> None:
        """A fault."""
        self.faults.append(Fault(place, message))

    @property
    def set_up(self) -> set[str]:
        """What a question may tell: draws, lets, letters."""
        return {*self.draws, *self.lets, *self.letters} | CONSTANTS

    @property
    def known(self) -> set[str]:
        """All that is computed."""
        return self.set_up | set(self.steps) | self.rules | self.solver_names | self.solver_rules

    def written_out(self, name: str) -> bool:
        """Whether a name is a pass of a loop's rule: x_2."""
        match = re.fullmatch(r"(.+?)((?:_[1-9]\d*)+)", name)
        return match is not None and match[1] in self.rules | self.solver_rules

    # formulas and texts

    def formula(self, text: str, known: Iterable[str], what: str = "") -> None:
        """A formula whose names are all known."""
        node = Formula(text).tree
        place = text.place if isinstance(text, Written) else self.question["place"]
        self.names(tree.names(node), set(known), place, what)
        self.calls(node, FUNCTIONS, place)

    def names(self, names: Iterable[str], known: set[str], place: Place, what: str) -> None:
        """Names that are all known."""
        for name in sorted(names):
            if name in known or self.written_out(name) and known >= {*self.steps}:
                continue
            if name in self.owners or name in self.known or self.written_out(name):
                self.file(place, f'"{name}" is not known yet here' if not what else f'{what} names "{name}", which would tell the answer')
            elif name in TEXT_FUNCTIONS:
                self.file(place, f'"{name}" is a function and needs brackets')
            else:
                self.file(place, f'there is no "{name}" here{did_you_mean(name, known)}')

    def calls(self, node: tree.Node, functions: Mapping[str, Function], place: Place) -> None:
        """Calls of functions that there are, with as many arguments as they take."""
        for call in tree.calls(node):
            function = functions.get(call.function) or solvers.function(call.function)
            if function is None:
                text_only = call.function in TEXT_FUNCTIONS
                hint = ", only in texts" if text_only else did_you_mean(call.function, functions)
                self.file(place, f'there is no function "{call.function}" here{hint}')
            elif not function.least <= len(call.arguments) <= function.most:
                self.file(place, f'"{call.function}" is written {function.usage}')

    def template(self, text: str | None, known: Iterable[str], what: str = "") -> None:
        """A text whose holes name only what is known."""
        if text is None:
            return
        place = text.place if isinstance(text, Written) else self.question["place"]
        for hole in Template(text).holes:
            self.names(hole.formula.names, set(known), place, what)
            self.calls(hole.formula.tree, TEXT_FUNCTIONS, place)

    # the keys

    def check_letters(self) -> None:
        """Letters with their intervals."""
        for name, interval in self.question.get("variables", []):
            if name in TAKEN - {"e"} or name in self.owners:
                self.file(name.place, f'"{name}" is taken; choose another letter')
            self.owners[str(name)] = "variable"
            if len(interval) != 2 or not float(interval[0]) < float(interval[1]):
                self.file(name.place, f'the interval of "{name}" is written [from, to], the smaller end first')

    def check_set_up(self) -> None:
        """Draws, then lets, each from earlier ones."""
        for name, spec in self.question.get("draw", []):
            if isinstance(spec, dict):
                for key in ("from", "to", "step"):
                    if key in spec:
                        self.formula(spec[key], {*self.draws} | CONSTANTS)
                for size in spec.get("shape", []):
                    self.formula(size, {*self.draws} | CONSTANTS)
            self.claim(name, "draw")
            self.draws.append(str(name))
        for name, formula in self.question.get("let", []):
            self.formula(formula, self.set_up)
            self.claim(name, "let")
            self.lets.append(str(name))

    def check_solver(self) -> None:
        """The solver is there, and gets what it wants."""
        name = self.question.get("solver")
        given = {str(key): formula for key, formula in self.question.get("given", [])}
        for formula in given.values():
            self.formula(formula, self.set_up)
        if name is None:
            return
        try:
            solver = solvers.find(name)
        except NotFound as error:
            self.file(name.place, str(error))
            return
        self.solver_names, self.solver_rules = set(solver.NAMES), set(solver.RULES)
        for key in given:
            if key not in solver.GIVEN:
                self.file(name.place, f'the solver {name} is not given "{key}"{did_you_mean(key, solver.GIVEN)}')
        for key, required in solver.GIVEN.items():
            if required and key not in given:
                self.file(name.place, f'the solver {name} needs "{key}" under "given"')

    def check_steps(self, steps: list[Plain], inner: set[str]) -> None:
        """Steps from earlier quantities; in a loop also from the loop's own names."""
        for step in steps:
            if "repeat" in step:
                self.check_block(step, inner)
                continue
            name = step["name"]
            self.formula(step["formula"], self.known | inner)
            self.template(step.get("why"), self.known | inner, "this why")
            self.check_within(step)
            if inner:
                self.rules.add(str(name))
            else:
                self.claim(name, "step")
                self.steps.append(str(name))

    def check_within(self, step: Plain) -> None:
        """Two ends, the smaller first."""
        within = step.get("within")
        if within is not None and (len(within) != 2 or float(within[0]) > float(within[1])):
            self.file(step["place"], "within is written [from, to], the smaller end first")

    def check_block(self, block: Plain, inner: set[str]) -> None:
        """A loop: its names mean their latest values, so those used before they are computed need a start."""
        self.formula(block["repeat"], self.known | inner)
        starts = {str(name) for name, _ in block.get("start", [])}
        for name, formula in block.get("start", []):
            self.formula(formula, self.known | inner)
        if "t" in self.draws or "t" in self.lets:
            self.file(block["place"], 'inside a loop "t" is the pass; give the draw another name')
        own = block_names(block["steps"])
        for name in own:
            self.claim(name, "step")
        for name, _ in block.get("start", []):
            if name not in own:
                self.file(name.place, f'"{name}" has a start, but no step of the block computes it')
        before = set(self.rules)
        self.check_steps(block["steps"], inner | starts | {"t"})
        self.rules |= before | {str(name) for name in own}

    def check_loop_names(self) -> None:
        """No other quantity is called like a pass of a loop."""
        for name in (*self.draws, *self.lets, *self.steps):
            if self.written_out(name):
                self.file(self.question["place"], f'"{name}" is the name of a pass of a loop; choose another name')

    def check_answers(self) -> None:
        """Answers and parts, from everything; keeps, with the answer."""
        if "answer" in self.question:
            self.check_answer(self.question["answer"])
        for part in self.question.get("parts", []):
            self.check_part(part)
        for formula in self.question.get("keep", []):
            self.formula(formula, self.known | {"answer"})
        for group in self.question.get("alike", []):
            for name in group:
                if name not in self.known and not self.written_out(name):
                    self.file(name.place, f'there is no "{name}" here{did_you_mean(name, self.known)}')

    def check_part(self, part: Plain) -> None:
        """A part has an answer, or the name of a value."""
        name = part["name"]
        if name in self.owners and self.owners[name] in ("draw", "let", "part", "variable"):
            self.file(name.place, f'"{name}" is already the name of a {self.owners[name]}')
        elif name in TAKEN - {"answer"} or name in TEXT_FUNCTIONS:
            self.file(name.place, f'"{name}" is taken; choose another name')
        self.template(part.get("ask"), self.set_up, "this ask")
        if "answer" in part:
            self.check_answer(part["answer"])
        elif name not in self.known and not self.written_out(name):
            self.file(name.place, f'the part "{name}" needs an answer: there is no value of that name{did_you_mean(name, self.known)}')
        self.owners[str(name)] = "part" if name not in self.owners else self.owners[name]

    def check_answer(self, answer: Any) -> None:
        """The value, and the texts that are shown with it."""
        if not isinstance(answer, dict):
            self.formula(answer, self.known)
            return
        if "value" in answer:
            self.formula(answer["value"], self.known)
        options = answer.get("options", [])
        for option in options if isinstance(options, list) else []:
            texts = [option.get(key) for key in ("right", "wrong", "because")] if isinstance(option, dict) else [option]
            for text in texts:
                self.template(text, self.known)
        for key in ("items", "extra", "points"):
            for text in answer.get(key, []):
                self.template(text, self.known)
        for left, right in answer.get("pairs", []):
            self.template(left, self.known)
            self.template(right, self.known)
        if options == "from mistakes" and len(self.question.get("mistakes", [])) < 2:
            self.file(options.place, "options from mistakes need at least two mistakes")

    def check_mistakes(self) -> None:
        """Mistakes change what there is, and speak to a part."""
        parts = [part["name"] for part in self.question.get("parts", [])]
        for mistake in self.question.get("mistakes", []):
            self.template(mistake.get("says"), self.set_up, "this says")
            if "gives" in mistake:
                self.formula(mistake["gives"], self.known)
            for name, formula in mistake.get("instead", []):
                loop = {"t"} if name in self.rules or self.written_out(name) else set()
                self.formula(formula, self.known | loop)
                if name not in self.known - CONSTANTS - self.letters and not self.written_out(name):
                    self.file(name.place, f'there is no "{name}" to change{did_you_mean(name, self.known)}')
            self.check_spoken_part(mistake, parts)

    def check_spoken_part(self, mistake: Plain, parts: list[str]) -> None:
        """`part` names a part, and is needed where there are several."""
        part = mistake.get("part")
        if part is not None and part not in parts:
            self.file(part.place, f'there is no part "{part}"{did_you_mean(part, parts)}')
        if part is None and "gives" in mistake and len(parts) > 1:
            self.file(mistake["place"], 'where there are parts, "gives" needs a "part"')

    def check_texts(self) -> None:
        """What is shown before the answer tells draws and lets only."""
        self.template(self.question.get("ask"), self.set_up, "this ask")
        self.template(self.question.get("hint"), self.set_up, "this hint")
        self.template(self.question.get("remark"), self.known)

    def check_examples(self) -> None:
        """Examples pin draws, and answer parts."""
        parts = [part["name"] for part in self.question.get("parts", [])]
        mistakes = len(self.question.get("mistakes", []))
        for example in self.question.get("examples", []):
            for name, _ in example.get("with", []):
                if name not in self.draws:
                    self.file(name.place, f'there is no draw "{name}"{did_you_mean(name, self.draws)}')
            given = example.get("answer")
            if parts and isinstance(given, dict):
                for name in given:
                    if name not in parts:
                        self.file(name.place, f'there is no part "{name}"{did_you_mean(name, parts)}')
            elif parts and given is not None and len(parts) > 1:
                self.file(example["place"], "where there are parts, the answer of an example is written {part: text}")
            listed = example.get("mistakes")
            if listed is not None and (not isinstance(listed, list) or len(listed) > mistakes):
                self.file(example["place"], f"this lists mistakes in order, and the question has {mistakes}")


def block_names(steps: list[Plain]) -> list[str]:
    """The names of the steps of a block, those of inner blocks included."""
    return [name for step in steps for name in (block_names(step["steps"]) if "repeat" in step else [step["name"]])]
