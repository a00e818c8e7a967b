"""The talk with the learner: shows, reads, replies, until the quiz is over or left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from dlquiz import kinds
from dlquiz.model import Question, Topic
from dlquiz.screen import markdown
from dlquiz.screen.phrases import to_sentence
from dlquiz.screen.progress import format_footer, render_header
from dlquiz.screen.prompt import GOES_ON, Prompt, QuizLeft, Request, is_command, render_lead
from dlquiz.screen.question import LETTERS, label_answer, render_part, render_question, render_question_pictures
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.solution import render_answers, render_notes, render_plan, render_solution_pictures, render_tape
from dlquiz.screen.verdict import TRY_AGAIN, render_choice_verdict, render_unreadable, render_verdict
from dlquiz.session import JudgedAnswer, PickedLetter, Quiz
from dlquiz.session.disclosure import entries_left, entries_to_show
from dlquiz.session.drill import Weakness, find_weakness, plan_drill

if TYPE_CHECKING:  # loaded with what is kept
    from dlquiz.progress.notebook import Notebook

HELP = {
    "/hint": "the next hint; ? does the same",
    "/guide": "be led there, one quantity after another",
    "/lines": "write lines of working; the first that departs is named",
    "/solution": "the answer and its steps, then on",
    "/again": "see the question again",
    "/note": "keep a note, shown whenever you have answered this",
    "/flag": "mark this question as bad, and say why",
    "/picture": "see the picture again, or where it had no room",
    "/skip": "leave this part; /skip all leaves the question",
    "/undo": "take the last answer, skip or solution back",
    "/quit": "stop and see the score; Ctrl-C does the same",
    "/help": "this list",
}
ANSWERED = "This question is answered; Enter goes on, /undo goes back."
INDENT = MARGIN + "  "
PROMPT_ROWS = 5  # that the prompt takes below a picture
COUNTS = {1: "A short question", 2: "Two short ones", 3: "Three short ones"}
MANY = 12  # steps that are not shown unasked to someone who was right


class Dialogue:
    """A quiz on the screen: shows questions, reads what is typed, and replies."""

    def __init__(
        self,
        quiz: Quiz,
        topics: Mapping[str, Topic],
        prompt: Prompt,
        measured: Callable[[], Screen],
        clock: Callable[[], float],
        guided: bool = False,
        prepare: Callable[[], object] | None = None,
        notebook: Notebook | None = None,
        questions: Iterable[Question] = (),
    ) -> None:
        self.quiz = quiz
        self.topics = topics
        self.prompt = prompt
        self.measured = measured
        self.clock = clock
        self.guided = guided  # whether every part begins with the way to it
        self.questions = questions  # from which those are taken that train what was missed twice
        self.offered: list[Weakness] = []
        self.prepare = prepare  # what later questions need is loaded once the first is on the screen
        self.notebook = notebook  # None: nothing is kept
        self.shown = (0, 0)  # the question and the part that are on the screen
        self.commands: dict[str, Callable[[], None]] = {
            "/hint": self.hint,
            "/guide": self.guide,
            "/lines": self.lines,
            "/solution": self.solution,
            "/again": self.again,
            "/picture": self.picture,
            "/undo": self.undo,
            "/quit": self.leave,
            "/help": self.help,
        }
        self.taking_text: dict[str, Callable[[str], None]] = {
            "/note": self.note,
            "/flag": self.flag,
            "/skip": self.skip,
        }

    @property
    def screen(self) -> Screen:
        """The screen as it is now: windows change their size."""
        return self.measured()

    def say(self, text: str | Text) -> None:
        """One paragraph of the program's own."""
        self.screen.show(self.screen.wrap_text(text, INDENT))

    def run(self) -> None:
        """Ask until nothing is left; QuizLeft, EOFError or KeyboardInterrupt where the learner stops before."""
        if not self.screen.moves:  # no footer names the commands
            self.screen.show(["", *self.screen.wrap_text("? gives a hint, /help lists the commands.", MARGIN)])
        while not self.quiz.over:
            self.show()
            if self.prepare is not None:
                self.prepare()
                self.prepare = None
            text = self.read()
            if is_command(text):
                self.command(text.strip())
            elif not self.quiz.question_attempt.done:
                self.answer(text)
            elif text.strip():
                self.say(ANSWERED)
            else:
                self.offer_drill()
                self.quiz.advance(self.clock())

    def offer_drill(self) -> None:
        """Ask whether a few questions on what was missed twice shall come next."""
        quiz = self.quiz
        weakness = find_weakness(quiz.state.question_attempts, quiz.problems, self.offered)
        if weakness is None:
            return
        self.offered.append(weakness)
        asked = {planned.id for planned in quiz.plan}
        drill = plan_drill(weakness, self.questions, asked, quiz.question_attempt.planned.seed)
        if not drill:
            return
        count = COUNTS[len(drill)]
        request = Request(f"missed twice: {weakness.label}. {count} on it now? y / n")
        if self.prompt.read_text(request).strip().lower() in ("y", "yes", "j", "ja"):
            quiz.insert(drill)

    # showing

    def show(self) -> None:
        """The question and its open part, as far as they are not on the screen yet."""
        quiz, screen = self.quiz, self.screen
        number, at = quiz.number, quiz.question_attempt.open_index
        if number != self.shown[0]:
            topic = markdown.render_inline(self.topics[quiz.question_attempt.topic].title)
            screen.show([*render_header(quiz, topic, screen), *render_question(quiz.problem, screen)])
            self.show_picture(render_question_pictures(quiz.problem, screen))
        if (number, at) != self.shown and not quiz.question_attempt.done:
            screen.show(["", *render_part(quiz.problem, quiz.part_attempt.part, screen)])
        begins, self.shown = (number, at) != self.shown, (number, at)
        if self.guided and begins and not quiz.question_attempt.done and quiz.asked.entry is not None:
            self.guide()

    def show_picture(self, lines: list[Text]) -> None:
        """A picture, where the screen is high enough to show it above the prompt."""
        if not lines:
            return
        if len(lines) + PROMPT_ROWS <= self.screen.console.height:
            self.screen.show(lines)
        else:
            self.screen.show([""])
            self.say("/picture shows the picture of this question.")

    def read(self) -> str:
        """What the learner types; the commands stand below it."""
        quiz, below, commands = self.quiz, partial(format_footer, self.quiz), tuple(HELP)
        if quiz.question_attempt.done:
            comes = "the next question" if quiz.ahead else "the score"
            return self.prompt.read_text(Request(f"Enter for {comes}", below, commands=commands))
        wanted, kind = quiz.asked.key, kinds.kind(quiz.asked.kind)
        echo = None if quiz.takes_any_text else self.read_echo
        return self.prompt.read_text(Request(self.label, below, GOES_ON.get(kind.lines), echo, commands, wanted.unit))

    def read_echo(self, text: str) -> str:
        """How an answer to the open part is read; FormulaError where it cannot be."""
        wanted = self.quiz.asked.key
        echo = kinds.read_answer(wanted, text, self.quiz.decimal).text
        return markdown.render_inline(echo).plain if wanted.options else echo

    @property
    def label(self) -> str:
        """What stands before the cursor."""
        part_attempt = self.quiz.part_attempt
        if part_attempt.picked:
            return str(len(part_attempt.picked) + 1)
        return "grade" if part_attempt.revealed else label_answer(self.quiz.problem, part_attempt.part)

    # answers

    def answer(self, text: str) -> None:
        """Judge what was typed, and say what became of it."""
        part, before = self.quiz.part_attempt.part, render_lead(self.label, self.screen).cell_len
        made = self.quiz.answer(text, self.clock())
        if isinstance(made, JudgedAnswer):
            self.reply(made, text, part, before)
        elif isinstance(made, PickedLetter):
            key = self.quiz.asked.key
            pair = f"{key.lefts[made.left]}: {key.rights[LETTERS.index(made.letter)]}"
            self.say(Text.assemble(markdown.render_inline(pair), style="dim"))
        else:
            self.screen.show(["", *render_answers(self.quiz.problem, [self.quiz.asked], self.screen)])
            self.say("How much of it did you have? y for all of it, partly, n, or how many points.")

    def reply(self, made: JudgedAnswer, typed: str, part: str, before: int) -> None:
        """The verdict, and what may be done next."""
        verdict, screen = made.verdict, self.screen
        if verdict.verdict == "unreadable":
            screen.show(render_unreadable(verdict, made.text, screen, made.text != typed, before))
            if "/" + typed.strip().lower() in HELP:
                self.say(f"Commands begin with a slash: /{typed.strip().lower()}")
            return
        asked = self.quiz.problem.parts[part]
        if kinds.kind(asked.kind).self_graded:
            self.say(Text(f"noted: {verdict.message or 'all of it'}", "bold"))
        elif asked.key.options:
            screen.show(render_choice_verdict(asked, verdict, made.text, screen))
        else:
            screen.show(render_verdict(verdict, made.text, screen))
        if made.settled:
            if verdict.verdict == "wrong" and not kinds.kind(asked.kind).self_graded:  # one answer is left
                screen.show(render_answers(self.quiz.problem, [asked], screen))
            self.settle(part)
        else:
            again = "½ of the marks; type it again for all of them" if verdict.verdict == "close" else TRY_AGAIN
            self.say(Text(to_sentence(again) if screen.plain else again, "dim"))

    def settle(self, part: str) -> None:
        """The steps up to a part's answer; behind the last part all that is left, and what the author adds."""
        quiz, screen = self.quiz, self.screen
        done = quiz.question_attempt.done
        steps = entries_left(quiz.problem, part) if done else entries_to_show(quiz.problem, part)
        part_attempt = next(one for one in quiz.question_attempt.part_attempts if one.part == part)
        if len(steps) > MANY and not part_attempt.missed:
            self.say(Text(f"/solution shows the {len(steps)} steps", "dim"))
        elif steps:
            entry = quiz.problem.parts[part].entry
            plan = render_plan(quiz.problem, screen) if part == next(iter(quiz.problem.parts)) else []
            tape = render_tape(quiz.problem, steps, screen, {entry.name} if entry else (), part_attempt.wrong_steps)
            screen.show(["", *plan, *tape])
            names = {name for entry in steps for name in (entry.name, entry.step.rule)}
            self.show_pictures_of(names)
        if done:
            self.show_pictures_of({"solution"})
            screen.show([*render_notes(quiz.problem, screen), *self.render_own_notes(), ""])

    def render_own_notes(self) -> list[Text]:
        """What the learner has written to the question."""
        notes = self.notebook.list_notes(self.quiz.question_attempt.planned.id) if self.notebook else []
        return [line for text in notes for line in self.screen.wrap_text(f"Your note: {text}", MARGIN)]

    def show_pictures_of(self, names: set[str]) -> None:
        """What the solution shows of some steps, or of itself."""
        lines = render_solution_pictures(self.quiz.problem, self.screen, names)
        if lines:
            self.screen.show(lines)

    # commands

    def command(self, word: str) -> None:
        """One of the commands, however much of it was typed."""
        found = {"?": ["/hint"], "/": ["/help"]}.get(word) or matching(word.split()[0])
        if found and found[0] in self.taking_text:
            self.taking_text[found[0]](word.partition(" ")[2].strip())
        elif found:
            self.commands[found[0]]()
        else:
            self.say(f"There is no {word.split()[0]}; /help lists the commands.")

    def hint(self) -> None:
        """The next hint."""
        if self.quiz.question_attempt.done:
            self.say(ANSWERED)
            return
        text = self.quiz.hint(self.clock())
        number = self.quiz.part_attempt.hints
        if text:
            self.say(Text.assemble((f"hint {number}:", "bold"), " ", markdown.render_inline(text)))
        else:
            self.say(f"There is no {'other ' if number else ''}hint; /solution shows the answer.")

    def guide(self) -> None:
        """Led to the open part's answer; quantities that were hinted at or shown count as hints."""
        if not self.coached():
            return
        quiz, part = self.quiz, self.quiz.part_attempt.part
        ahead = {entry.name for entry in entries_left(quiz.problem, part)}
        known = {entry.name for entry in quiz.problem.tape} - ahead
        from dlquiz.screen import coaching  # not before somebody asks

        helped = coaching.guide_learner(quiz.problem, part, known, self.prompt, self.screen, quiz.decimal)
        quiz.count_hints(helped, self.clock())

    def lines(self) -> None:
        """Lines of working, each judged at once."""
        if self.coached():
            from dlquiz.screen import coaching

            problem, part = self.quiz.problem, self.quiz.part_attempt.part
            command, answer = coaching.read_working(problem, part, self.prompt, self.screen, self.quiz.decimal)
            if answer:
                self.answer(answer)
            elif command:
                self.command(command)

    def coached(self) -> bool:
        """Whether the open part has a way that can be gone step by step; said where it has none."""
        quiz = self.quiz
        if quiz.question_attempt.done:
            self.say(ANSWERED)
        elif quiz.asked.entry is None:
            self.say("There are no steps to go here; ? gives a hint, /solution the answer.")
        else:
            return True
        return False

    def solution(self) -> None:
        """The answer and its steps; once the question is answered, all of both again."""
        quiz, screen = self.quiz, self.screen
        if quiz.question_attempt.done:
            parts = quiz.problem.parts.values()
            wanted = [asked.entry.name for asked in parts if asked.entry is not None]
            steps = render_tape(quiz.problem, list(quiz.problem.tape), screen, wanted)
            gap = [Text()] if steps else []
            pictures = render_solution_pictures(quiz.problem, screen)
            screen.show(["", *steps, *pictures, *gap, *render_answers(quiz.problem, parts, screen), ""])
            return
        asked = quiz.asked
        quiz.give_up(self.clock())
        screen.show(render_answers(quiz.problem, [asked], screen))
        self.settle(asked.name)

    def again(self) -> None:
        """The question and its open part once more: long help moves them off the screen."""
        quiz, screen = self.quiz, self.screen
        screen.show(["", *render_question(quiz.problem, screen)])
        self.show_picture(render_question_pictures(quiz.problem, screen))
        if not quiz.question_attempt.done:
            screen.show(["", *render_part(quiz.problem, quiz.part_attempt.part, screen)])
        screen.show([""])

    def picture(self) -> None:
        """What the question shows, and its solution once that is known."""
        problem, screen = self.quiz.problem, self.screen
        lines = render_question_pictures(problem, screen)
        if self.quiz.question_attempt.done:
            lines += render_solution_pictures(problem, screen)
        if lines:
            screen.show([*lines, ""])
        else:
            self.say("There is no picture here.")

    def skip(self, what: str = "") -> None:
        """On to the next part; `/skip all` to the next question."""
        if not self.quiz.question_attempt.done:
            if what.lower() in ("all", "question"):
                self.quiz.skip(self.clock())
            else:
                self.quiz.skip_part(self.clock())
        if self.quiz.question_attempt.done:
            self.quiz.advance(self.clock())
        else:
            self.say("This part is skipped; /skip all leaves the question.")

    def undo(self) -> None:
        """Back to before the last answer, skip or solution."""
        move = self.quiz.describe_last_move()
        if self.quiz.undo(self.clock()):
            self.say(f"Taken back: {move}.")
            self.shown = (0, 0)
        else:
            self.say("There is nothing to take back yet.")

    def note(self, text: str) -> None:
        """Keep a note to the question."""
        self.write("note", text or self.prompt.read_text(Request("note")).strip(), "Noted.")

    def flag(self, text: str) -> None:
        """Mark the question as bad, and say why."""
        text = text or self.prompt.read_text(Request("what is wrong with it")).strip()
        self.write("flag", text, "Flagged; dlquiz flags lists all.")

    def write(self, kind: str, text: str, done: str) -> None:
        """Keep what was written, and say what became of it."""
        if self.notebook is None:
            self.say("Nothing is kept in this quiz.")
        elif kind == "note" and not text:
            self.say("Nothing is noted.")
        else:
            self.say(self.notebook.add(kind, self.quiz.question_attempt.planned, text) or done)

    def leave(self) -> None:
        """To the score."""
        raise QuizLeft

    def help(self) -> None:
        """The commands, and how to answer here."""
        room = max(map(len, HELP))
        for command, meaning in HELP.items():
            lead = Text.assemble(INDENT, (command, "bold"), " " * (room - len(command) + 2))
            self.screen.show(self.screen.wrap_text(meaning, lead))
        if not self.quiz.question_attempt.done:
            self.say(f"The first letters are enough. How to answer here: {self.quiz.asked.instruction}.")


def matching(word: str) -> list[str]:
    """The commands that a word may be short for, the one that is meant first: `/h` is a hint, `/s` the solution."""
    return [command for command in HELP if command.startswith(word.lower())]
