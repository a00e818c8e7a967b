"""The tutor's voice: led through a solution quantity by quantity, or judged line by line as on paper."""

from __future__ import annotations

from collections.abc import Sequence

from dlquiz.language.write import symbols
from dlquiz.model import Verdict
from dlquiz.problem import Problem
from dlquiz.screen import markdown
from dlquiz.screen.ansi import bad, bold, dim, good
from dlquiz.screen.durations import counted
from dlquiz.screen.prompt import Prompt, QuizLeft, is_command, lead
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.verdict import TRY_AGAIN, sentence, unreadable_lines, verdict_lines
from dlquiz.tutor.guided import Guide
from dlquiz.tutor.hints import depths
from dlquiz.tutor.lines import Line, Working

INDENT = MARGIN + "  "
GUIDE_FOOTER = "? hint   /solution shows this one   /back   /quit"
GUIDE_COMMANDS = ("/hint", "/solution", "/back", "/quit")
GUIDE_HELP = "Here it is ? for a hint, /solution to be shown this one, /back to leave the guide, or /quit."
LINES_FOOTER = "a line of working each; a blank line ends   /quit"
SIGNS = {
    "right": good("✓ right"),
    "follows": good("✓ follows"),
    "between": good("✓ on the way"),
    "departs": bad("✗ departs"),
    "unknown": dim("· not matched"),
}


def guided(problem: Problem, part: str, known: set[str], prompt: Prompt, screen: Screen, decimal: str) -> int:
    """Ask for the quantities before a part's answer, one by one; how many of them were hinted or shown.

    `known` names the entries that earlier parts have told.  QuizLeft where the learner stops the quiz.
    """
    guide = Guide(problem.tape, problem.parts[part].entry)
    guide.entries = [e for e in guide.entries if e.name not in known and e is not problem.parts[part].entry]
    helped = 0
    while guide.entry is not None:
        screen.lines(known_lines(guide, screen))
        helped += ask_entry(guide, prompt, screen, decimal)
    screen.lines([*known_lines(guide, screen), *screen.filled("Now the answer itself.", INDENT)])
    return helped


def known_lines(guide: Guide, screen: Screen) -> list[str]:
    """What is known so far, in a paragraph: it is said again before every quantity."""
    if not guide.known:
        return [""]
    notes = ("" if row.by == "answered" else f" ({row.by})" for row in guide.known)
    known = (f"{symbols.symbol(row.name)} = {row.text}{note}" for row, note in zip(guide.known, notes, strict=True))
    held = (text.replace(" ", markdown.HARD_SPACE) for text in known)
    return ["", *screen.filled(f"So far: {'; '.join(held)}.", INDENT)]


def ask_entry(guide: Guide, prompt: Prompt, screen: Screen, decimal: str) -> int:
    """Ask for one quantity until it is answered or shown; whether there was help."""
    entry = guide.entry
    if entry is None:
        return 0
    aim, *texts = map(markdown.inline, depths(entry))
    told = f"{texts[-1]}. {markdown.inline(entry.why)}"
    if guide.key() is None:
        screen.lines(screen.filled(told, INDENT))
        guide.show()
        return 0
    screen.lines(screen.filled(aim, INDENT))
    given, label = 0, f"{symbols.symbol(entry.name)} ="
    while True:
        text = prompt.read(label, screen, dim(MARGIN + GUIDE_FOOTER))
        if not is_command(text):
            if judged(guide, text, len(lead(label, screen)), screen, decimal):
                return int(given > 0)
            continue
        command = meant(text)
        if command == "/back":
            guide.entries = guide.entries[: len(guide.known)]
            return int(given > 0)
        if command == "/solution":
            screen.lines(screen.filled(told, INDENT))
            guide.show()
            return 1
        said = texts[min(given, len(texts) - 1)] if command else GUIDE_HELP
        screen.lines(screen.filled(said, INDENT))
        given += bool(command)


def judged(guide: Guide, text: str, before: int, screen: Screen, decimal: str) -> bool:
    """Judge a value for the quantity that is asked for, and say what became of it; whether it is known now."""
    verdict = guide.answer(text, decimal)
    if verdict.verdict == "unreadable":
        screen.lines(unreadable_lines(verdict, text, screen, echo=False, lead=before))
        return False
    screen.lines(verdict_lines(verdict, text, screen))
    if verdict.verdict in ("right", "follows"):
        return True
    screen.lines(screen.filled(dim(sentence(TRY_AGAIN) if screen.plain else TRY_AGAIN), INDENT))
    return False


def meant(text: str) -> str:
    """The command of the guide that a word is short for, empty where it is none; QuizLeft where it ends the quiz."""
    word = "/hint" if text.strip() == "?" else text.strip().lower()
    command = next((one for one in GUIDE_COMMANDS if len(word) > 1 and one.startswith(word)), "")
    if command == "/quit":
        raise QuizLeft
    return command


def worked(problem: Problem, part: str, prompt: Prompt, screen: Screen, decimal: str) -> str:
    """Read lines of working up to a blank one, each judged at once, or up to a command, which is handed back."""
    working = Working(problem.tape, problem.parts[part].entry, decimal)
    label = "line"
    while True:
        text = prompt.read(label, screen, dim(MARGIN + LINES_FOOTER))
        if not text.strip() or is_command(text):
            break
        for row in text.splitlines():
            line = working.add(row)
            screen.lines(line_lines(line, problem, screen, len(lead(label, screen))))
    screen.lines(screen.filled(closing(working), INDENT))
    command = text.strip()
    return "" if len(command) > 1 and "/back".startswith(command.lower()) else command


def line_lines(line: Line, problem: Problem, screen: Screen, before: int) -> list[str]:
    """What became of one line."""
    if line.verdict == "unreadable":
        verdict = Verdict("unreadable", 0.0, message=line.message, caret=line.caret)
        return unreadable_lines(verdict, line.text, screen, echo=False, lead=before)
    head = SIGNS[line.verdict]
    if line.entry:
        head += f"   {symbols.symbol(line.entry)}"
    made = [MARGIN + head]
    if line.message:
        made += screen.filled(markdown.inline(line.message), INDENT)
    return made


def closing(working: Working) -> str:
    """What the working came to."""
    read = [line.verdict for line in working.lines if line.verdict != "unreadable"]
    if not read:
        return "No line was written."
    departed = working.departed
    if departed is None:
        return f"{fitting(read)} Now the answer itself."
    where = f" at {bold(symbols.symbol(departed.entry))}" if departed.entry else f": {departed.text}"
    return f"The first line that departs is{where}. Mend it there, then type the answer."


def fitting(verdicts: Sequence[str]) -> str:
    """How much of a working without a departure is known to fit."""
    lost = verdicts.count("unknown")
    if not lost:
        return "All of it fits."
    if lost == len(verdicts):
        return "None of it could be matched with the steps."
    return f"What could be matched fits; {counted(lost, 'line')} could not be."
