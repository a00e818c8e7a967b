"""What the start may import: a first question or a --help must not wait for numerics or YAML, a --help not for Rich."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from dlquiz import cli

ROOT = Path(__file__).parent.parent
ALLOWED = {"dlquiz", "typer", "shellingham", "annotated_doc", "colorama", "typing_extensions"}  # from outside
WITH_TEXTS = ALLOWED | {"markdown_it", "mdit_py_plugins", "mdurl", "rich", "random"}  # Rich draws link ids
UNWANTED = {"asyncio", "http", "json", "multiprocessing", "random", "secrets", "sqlite3", "ssl", "unittest", "xml"}
LATER = {  # parts of dlquiz that only some commands need
    "dlquiz.bank.compile", "dlquiz.bank.keys", "dlquiz.bank.nodes", "dlquiz.bank.readers", "dlquiz.bank.scopes",
    "dlquiz.json_data", "dlquiz.check.examine", "dlquiz.export", "dlquiz.library", "dlquiz.networks", "dlquiz.pictures", "dlquiz.worked.pictures", "dlquiz.screen.pictures",
    "dlquiz.screen.display_math", "dlquiz.worked.meaning", "dlquiz.worked.pins", "dlquiz.worked.sense", "dlquiz.worked.typed_pins",
    "dlquiz.screen.listing", "dlquiz.tutor.hints", "dlquiz.tutor.guided", "dlquiz.tutor.working",
}  # fmt: skip
FIRST_QUESTION = """
import contextlib, sys
from dlquiz.screen import terminal_prompt

def stop(prompt, request):
    print("\\n".join(set(sys.modules) - before), file=sys.stderr)
    raise EOFError

terminal_prompt.TerminalPrompt.read_text = stop
terminal_prompt.keep_keys = contextlib.nullcontext  # there is no terminal here
sys.stdin.isatty = sys.stdout.isatty = lambda: True
from dlquiz.cli import main
main()
"""
HELP = """
import sys
from dlquiz.cli import app
try:
    app()
finally:
    print("\\n".join(set(sys.modules) - before), file=sys.stderr)
"""


def imported(home: Path, code: str, *arguments: str) -> set[str]:
    """The modules that are there once the first question, or the help, is."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    start = (
        f"import sys\nbefore = set(sys.modules)\nsys.path[:0] = [{str(ROOT)!r}]\nsys.argv[1:] = {list(arguments)!r}\n"
    )
    command = [sys.executable, "-I", "-c", start + code]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=home)
    assert "Traceback" not in made.stderr, made.stderr
    return set(made.stderr.split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cache is warm."""
    folder = tmp_path_factory.mktemp("home")
    imported(folder, FIRST_QUESTION, "quiz", "--seed", "1")
    return folder


def tops(modules: set[str]) -> set[str]:
    """The top-level names."""
    return {name.split(".")[0] for name in modules}


CASES = {
    "a first question": (FIRST_QUESTION, ("quiz", "--seed", "1", "conv-params"), WITH_TEXTS),
    "a question with arrays": (FIRST_QUESTION, ("quiz", "--seed", "1", "gd-linreg-step"), {*WITH_TEXTS, "numpy"}),
    "help": (HELP, ("--help",), ALLOWED),
    "the help of a verb": (HELP, ("quiz", "--help"), ALLOWED),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_start_imports(home: Path, case: str) -> None:
    code, arguments, allowed = CASES[case]
    modules = imported(home, code, *arguments)
    assert "dlquiz.cli" in modules
    assert tops(modules) - set(sys.stdlib_module_names) - allowed == set()
    assert tops(modules) & UNWANTED - allowed == set()
    assert {name for name in modules if any(name == late or name.startswith(late + ".") for late in LATER)} == set()


def test_help_loads_no_questions(home: Path) -> None:
    assert {name for name in imported(home, HELP, "--help") if name.startswith("dlquiz.")} <= {
        "dlquiz.cli", "dlquiz.commands", "dlquiz.commands.completion", "dlquiz.errors", "dlquiz.version",
    }  # fmt: skip


def test_two_dimensional_mathematics_loads_texicode_only_then(home: Path) -> None:
    assert "texicode" in tops(imported(home, FIRST_QUESTION, "quiz", "--seed", "1", "max-pool-by-hand"))


def test_the_library_loads_lazily(home: Path) -> None:
    code = "import dlquiz\nprint('\\n'.join(set(sys.modules) - before), file=sys.stderr)"
    assert tops(imported(home, code)) & {"numpy", "sympy", "yaml", "rich", "typer"} == set()


@pytest.mark.parametrize("name", cli.list_verbs())
def test_a_verb_that_is_called_is_made_alone_and_as_among_all(name: str) -> None:
    def describe(group: Any) -> str:
        command = group.commands[name]
        return str(command.get_help(command.make_context(f"dlquiz {name}", ["--help"], resilient_parsing=True)))

    alone = get_command(cli.choose_app([name, "--help"]))
    assert list(alone.commands) == [name]
    assert describe(alone) == describe(get_command(cli.app))


@pytest.mark.parametrize("words", [[], ["--help"], ["--version", "quiz"], ["quizz"]])
def test_without_a_known_verb_all_are_made(words: list[str]) -> None:
    assert cli.choose_app(words) is cli.app
