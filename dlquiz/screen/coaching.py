"""The guided way, quantity by quantity, and lines of working, judged one by one as on paper."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dlquiz import kinds
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.model import Verdict
from dlquiz.problem import Problem
from dlquiz.screen import markdown
from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.phrases import count_noun, to_sentence
from dlquiz.screen.prompt import GOES_ON, Prompt, QuizLeft, Request, is_command, render_lead
from dlquiz.screen.screen import BAD, GOOD, MARGIN, Screen
from dlquiz.screen.verdict import TRY_AGAIN, render_unreadable, render_verdict
from dlquiz.tutor.guided import Guide
from dlquiz.tutor.hints import write_hint_texts
from dlquiz.tutor.working import Line, Working

INDENT = MARGIN + "  "
GUIDE_COMMANDS = ("/hint", "/solution", "/back", "/quit")
GUIDE_HELP = "Here it is ? for a hint, /solution to be shown this one, /back to leave the guide, or /quit."
SIGNS = {
    "right": ("✓ right", GOOD),
    "follows": ("✓ follows", GOOD),
    "between": ("✓ on the way", GOOD),
    "departs": ("✗ departs", BAD),
    "unknown": ("· not matched", "dim"),
}


def guide_learner(problem: Problem, part: str, known: set[str], prompt: Prompt, screen: Screen, decimal: str) -> int:
    """Ask for the quantities before a part's answer, one by one; how many of them were hinted or shown.

    `known` names the entries that earlier parts have told.  QuizLeft where the learner stops the quiz.
    """
    guide = Guide(problem.tape, problem.parts[part].entry)
    guide.entries = [e for e in guide.entries if e.name not in known and e is not problem.parts[part].entry]
    helped = 0
    while guide.entry is not None:
        screen.show(render_known(guide, screen))
        helped += ask_entry(guide, prompt, screen, decimal)
    screen.show([*render_known(guide, screen), *screen.wrap_text("Now the answer itself.", INDENT)])
    return helped


def render_known(guide: Guide, screen: Screen) -> list[Text]:
    """What is known so far, in a paragraph: it is said again before every quantity."""
    if not guide.known:
        return [Text()]
    notes = ("" if row.by == "answered" else f" ({row.by})" for row in guide.known)
    known = (f"{name_to_symbol(row.name)} = {row.text}{note}" for row, note in zip(guide.known, notes, strict=True))
    held = (text.replace(" ", HARD_SPACE) for text in known)
    return [Text(), *screen.wrap_text(f"So far: {'; '.join(held)}.", INDENT)]


def ask_entry(guide: Guide, prompt: Prompt, screen: Screen, decimal: str) -> int:
    """Ask for one quantity until it is answered or shown; whether there was help."""
    entry = guide.entry
    if entry is None:
        return 0
    aim, *texts = map(markdown.render_inline, write_hint_texts(entry).values())
    told = Text.assemble(texts[-1], ". ", markdown.render_inline(entry.why))
    wanted = guide.key
    if wanted is None:
        screen.show(screen.wrap_text(told, INDENT))
        guide.show()
        return 0
    screen.show(screen.wrap_text(aim, INDENT))
    given, label = 0, f"{name_to_symbol(entry.name)} ="
    request = Request(
        label,
        format_guide_footer,
        GOES_ON.get(kinds.kind(wanted.kind).lines),
        lambda typed: kinds.read_answer(wanted, typed, decimal).text,
        GUIDE_COMMANDS,
    )
    while True:
        text = prompt.read_text(request)
        if not is_command(text):
            if judge_value(guide, text, len(render_lead(label, screen)), screen, decimal):
                return int(given > 0)
            continue
        command = match_command(text)
        if command == "/back":
            guide.entries = guide.entries[: len(guide.known)]
            return int(given > 0)
        if command == "/solution":
            screen.show(screen.wrap_text(told, INDENT))
            guide.show()
            return 1
        said = texts[min(given, len(texts) - 1)] if command else Text(GUIDE_HELP)
        screen.show(screen.wrap_text(said, INDENT))
        given += bool(command)


def format_guide_footer(screen: Screen) -> str:
    """What can be typed instead of a quantity."""
    commands = (
        "? hint  /solution  /back  /quit" if screen.narrow else "? hint   /solution shows this one   /back   /quit"
    )
    return MARGIN + commands


def format_lines_footer(screen: Screen) -> str:
    """What is typed to the lines of working, and what ends them."""
    ends = "a blank line ends them"
    return MARGIN + (f"{ends}  /quit" if screen.narrow else f"a line of working each; {ends}   /quit")


def judge_value(guide: Guide, text: str, before: int, screen: Screen, decimal: str) -> bool:
    """Judge a value for the quantity that is asked for, and say what became of it; whether it is known now."""
    verdict = guide.answer(text, decimal)
    if verdict.verdict == "unreadable":
        screen.show(render_unreadable(verdict, text, screen, echo=False, lead=before))
        return False
    screen.show(render_verdict(verdict, text, screen))
    if verdict.verdict in ("right", "follows"):
        return True
    screen.show(screen.wrap_text(Text(to_sentence(TRY_AGAIN) if screen.plain else TRY_AGAIN, "dim"), INDENT))
    return False


def match_command(text: str) -> str:
    """The command of the guide that a word is short for, empty where it is none; QuizLeft where it ends the quiz."""
    word = "/hint" if text.strip() == "?" else text.strip().lower()
    command = next((one for one in GUIDE_COMMANDS if len(word) > 1 and one.startswith(word)), "")
    if command == "/quit":
        raise QuizLeft
    return command


def read_working(problem: Problem, part: str, prompt: Prompt, screen: Screen, decimal: str) -> tuple[str, str]:
    """Read lines of working up to a blank one, each judged at once, or up to a command.

    The command is handed back, or the answer of the part where a line ends in it: then it is not typed again.
    """
    target = problem.parts[part].entry
    working = Working(problem.tape, target, decimal)
    label = "line"
    while True:
        text = prompt.read_text(Request(label, format_lines_footer, commands=GUIDE_COMMANDS))
        if not text.strip() or is_command(text):
            break
        for row in text.splitlines():
            line = working.add(row)
            screen.show(render_line(line, problem, screen, len(render_lead(label, screen))))
            if target is not None and line.entry == target.name and line.verdict == "right":
                return "", row.rpartition("=")[2].strip()
    screen.show(screen.wrap_text(describe_working(working), INDENT))
    command = text.strip()
    return ("" if len(command) > 1 and "/back".startswith(command.lower()) else command), ""


def render_line(line: Line, problem: Problem, screen: Screen, before: int) -> list[Text]:
    """What became of one line."""
    if line.verdict == "unreadable":
        verdict = Verdict("unreadable", 0.0, message=line.message, caret=line.caret)
        return render_unreadable(verdict, line.text, screen, echo=False, lead=before)
    entry = f"   {name_to_symbol(line.entry)}" if line.entry else ""
    made = [Text.assemble(MARGIN, SIGNS[line.verdict], entry)]
    if line.message:
        made += screen.wrap_text(markdown.render_inline(line.message), INDENT)
    return made


def describe_working(working: Working) -> Text:
    """What the working came to."""
    read = [line.verdict for line in working.lines if line.verdict != "unreadable"]
    if not read:
        return Text("No line was written.")
    departed = working.first_departure
    if departed is None:
        return Text(f"{describe_matches(read)} Now the answer itself.")
    at = (" at ", (name_to_symbol(departed.entry), "bold")) if departed.entry else (f": {departed.text}",)
    return Text.assemble("The first line that departs is", *at, ". Mend it there, then type the answer.")


def describe_matches(verdicts: Sequence[str]) -> str:
    """How much of a working without a departure is known to fit."""
    lost = verdicts.count("unknown")
    if not lost:
        return "All of it fits."
    if lost == len(verdicts):
        return "None of it could be matched with the steps."
    return f"What could be matched fits; {count_noun(lost, 'line')} could not be."
