"""The command line: signatures and exit codes.  Each verb's work is in `commands/`, imported when it is called."""

# No `from __future__ import annotations`: Typer would evaluate every annotation of every verb, 5 ms at each start.
import os
import sys
from copy import copy
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from dlquiz.commands import completion
from dlquiz.version import VERSION

if TYPE_CHECKING:
    from dlquiz.commands.sitting import Habits
    from dlquiz.progress.settings import Settings


class Verbs(typer.core.TyperGroup):
    """The verbs; another word ends in the command line that was likely meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word, as Typer finds it."""
        if args and self.get_command(ctx, args[0]) is None:
            from dlquiz.commands.find import suggest_command
            from dlquiz.errors import UsageError

            raise UsageError(suggest_command(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="dlquiz",
    cls=Verbs,
    help="Exam practice for deep learning, in the terminal. Without a command, it shows where you stand and goes on.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)

Banks = Annotated[
    list[Path] | None,
    typer.Option("--bank", metavar="FILE", help="Load this bank instead of the shipped ones (repeatable)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Variant = Annotated[
    str,
    typer.Argument(
        metavar="ID[@SEED]", help="A question, or one of its variants.", autocompletion=completion.complete_ids
    ),
]


def choose_plain(wanted: bool) -> bool:
    """Plain lines where the command line or the settings say so."""
    return wanted or read_settings().plain


Plain = Annotated[
    bool,
    typer.Option(
        "--plain", callback=choose_plain, help="Print plain lines without boxes, for screen readers and pipes."
    ),
]
NoHistory = Annotated[bool, typer.Option("--no-history", help="Keep nothing of what I answer.")]


def print_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        print(f"dlquiz {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Exam practice for deep learning, in the terminal. Without a command, it shows where you stand and goes on.

    Example: dlquiz quiz pooling --questions 5
    """
    if context.invoked_subcommand is None:
        from dlquiz.commands import home

        exit_with(home.run(read_habits()))


def exit_with(code: int) -> None:
    """Leave with an exit code; return normally where it is 0."""
    if code:
        raise typer.Exit(code)


@app.command()
def quiz(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC or ID]...", help="What to practise.", autocompletion=completion.complete_names),
    ] = None,
    questions: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="How many questions.")] = 10,
    level: Annotated[str | None, typer.Option(metavar="1-3", help="Only these levels: 2, or 1-2.")] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Ask the same questions with the same numbers every time.")
    ] = None,
    path: Annotated[bool, typer.Option("--path", help="From easy to hard, without what I know well.")] = False,
    guided: Annotated[bool, typer.Option("--guided", help="Guide me through every solution.")] = False,
    no_history: NoHistory = False,
    bank: Banks = None,
    plain: Plain = False,
) -> None:
    """Practise, one question at a time.

    Example: dlquiz quiz pooling gradient-descent --questions 5
    """
    from dlquiz.commands import quiz as verb

    run = verb.run_path if path else verb.run
    exit_with(run(what or [], questions, level, seed, bank or [], read_habits(plain, guided, not no_history)))


@app.command()
def review(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC or ID]...", help="What to review.", autocompletion=completion.complete_names),
    ] = None,
    questions: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1000, help="How many questions, past the daily limit too.")
    ] = None,
    new: Annotated[int | None, typer.Option(metavar="N", min=0, max=1000, help="How many of them may be new.")] = None,
    no_history: NoHistory = False,
    bank: Banks = None,
    plain: Plain = False,
) -> None:
    """Practise what is worth most now, by what you remember.

    Example: dlquiz review --questions 20
    """
    from dlquiz.commands import review as verb

    habits = read_habits(plain, keep=not no_history)
    exit_with(verb.run(what or [], questions, new, bank or [], habits))


@app.command()
def exam(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]...", help="Of what.", autocompletion=completion.complete_names),
    ] = None,
    minutes: Annotated[int, typer.Option(metavar="N", min=1, max=600, help="How long it takes.")] = 60,
    questions: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How many questions.")] = 20,
    blueprint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A TOML file: [[questions]] with topic, level, count.")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", min=0, help="The paper of this number.")] = None,
    no_history: NoHistory = False,
    bank: Banks = None,
    plain: Plain = False,
) -> None:
    """Sit a mock exam, which is marked once you hand it in.

    Example: dlquiz exam pooling backprop --minutes 30 --questions 10
    """
    from dlquiz.commands import exam as verb

    habits = read_habits(plain, keep=not no_history)
    exit_with(verb.run(what or [], minutes, questions, blueprint, seed, bank or [], habits))


@app.command(name="exam-date")
def exam_date(
    day: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The day, such as 2026-12-10, or none.")] = None,
) -> None:
    """Set the day of the exam.

    Example: dlquiz exam-date 2026-12-10
    """
    from dlquiz.commands import exam_date as verb

    exit_with(verb.run(day, read_settings()))


@app.command()
def plan(bank: Banks = None, json: Json = False, plain: Plain = False) -> None:
    """Show what the days until the exam hold, and what they promise.

    Example: dlquiz plan
    """
    from dlquiz.commands import exam_date as verb

    exit_with(verb.plan(bank or [], read_settings(), json, plain))


@app.command()
def stats(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC or ID]...", help="Of what.", autocompletion=completion.complete_names),
    ] = None,
    bank: Banks = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Write the pictures as SVG instead.")
    ] = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Show what you know, what you did, and what goes wrong.

    Example: dlquiz stats backprop
    """
    from dlquiz.commands import stats as verb

    exit_with(verb.run(what or [], bank or [], read_settings(), json, plain, svg))


@app.command()
def history(
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="Show this attempt as it was.")] = None,
    last: Annotated[int, typer.Option(metavar="N", min=1, help="How many to list.")] = 20,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """List what you answered, or show one answer as it was.

    Example: dlquiz history 12
    """
    from dlquiz.commands import history as verb

    exit_with(verb.run(number, last, json, plain))


@app.command()
def flags(json: Json = False, plain: Plain = False) -> None:
    """List the questions that you flagged, and your notes.

    Example: dlquiz flags
    """
    from dlquiz.commands import progress as verb

    exit_with(verb.list_flags(json, plain))


@app.command()
def progress(
    action: Annotated[str, typer.Argument(metavar="export|import|path|reset", help="What to do.")],
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The file to write or to merge in.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Reset without asking.")] = False,
) -> None:
    """Export what is kept of you, merge it in, or begin anew.

    Example: dlquiz progress export progress.json
    """
    from dlquiz.commands import progress as verb

    exit_with(verb.run(action, file, yes))


@app.command()
def config(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="A setting, such as decimal.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Take the setting away again.")] = False,
    json: Json = False,
) -> None:
    """List the settings, or change one for good.

    Example: dlquiz config decimal comma
    """
    from dlquiz.commands import config as verb

    exit_with(verb.run(key, value, unset, json, os.environ))


@app.command(name="list")
def list_(
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help="Only this topic.", autocompletion=completion.complete_topics),
    ] = None,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """List topics and questions, with level and kind.

    Example: dlquiz list backprop
    """
    from dlquiz.commands import list as verb

    exit_with(verb.run(topic, bank or [], json, plain))


@app.command()
def syllabus(
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help="The facts of this topic.", autocompletion=completion.complete_topics),
    ] = None,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Map the syllabus: topics, facts, and what asks for them.

    Example: dlquiz syllabus optimizers
    """
    from dlquiz.commands import syllabus as verb

    exit_with(verb.run(topic, bank or [], json, plain))


@app.command()
def show(
    question: Variant,
    answer: Annotated[bool, typer.Option("--answer", help="Show the answer too.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Show the worked solution too.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Show it again whenever its bank changes.")] = False,
    picture: Annotated[
        bool, typer.Option("--picture", help="Show its picture alone; with --steps the others too.")
    ] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write its picture as SVG.")] = None,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Show a question as it is asked, with the id of its variant.
    Example: dlquiz show conv-params@7 --answer
    """
    from dlquiz.commands import show as verb

    if watch:
        exit_with(verb.watch(question, bank or [], answer, steps, plain))
    elif picture or svg is not None:
        exit_with(verb.run_picture(question, bank or [], steps, svg, plain))
    else:
        exit_with(verb.run(question, bank or [], answer, steps, json, plain))


@app.command()
def solve(
    question: Variant,
    pins: Annotated[list[str] | None, typer.Argument(metavar="[name=value]...", help="Your own numbers.")] = None,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Show the worked solution, for drawn numbers or your own.
    Example: dlquiz solve conv-params k=3 c_in=3 filters=20 bias=true
    """
    from dlquiz.commands import solve as verb

    exit_with(verb.run(question, pins or [], bank or [], json, plain))


@app.command(context_settings={"ignore_unknown_options": True})
def answer(
    question: Annotated[str | None, typer.Argument(metavar="ID@SEED", help="The variant to answer.")] = None,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The answer, as you would type it in a quiz.")
    ] = None,
    part: Annotated[str | None, typer.Option(metavar="NAME", help="The part to answer.")] = None,
    earlier: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TEXT", help="The answer to an earlier part (repeatable).")
    ] = None,
    bank: Banks = None,
    json: Json = False,
) -> None:
    """Judge one answer.

    The exit code is 0 for right, 1 for close, follows or wrong, and 2 otherwise. With --json and without TEXT, answers
    are read from standard input, one JSON object per line.

    Example: dlquiz answer conv-params@7 -0.4
    """
    from dlquiz.commands import answer as verb

    exit_with(verb.run(question, text, part, earlier or [], bank or [], json, read_settings().decimal))


@app.command()
def net(
    network: Annotated[
        str | None,
        typer.Argument(metavar="[NETWORK]", help="A network in the notation, a file, - or a name such as resnet-50."),
    ] = None,
    layer: Annotated[int | None, typer.Option(metavar="N", help="Show the worked solution of one layer.")] = None,
    framework: Annotated[str | None, typer.Option(metavar="torch|keras", help="Print the model as code.")] = None,
    sizes: Annotated[str, typer.Option(metavar="floor|ceil|strict", help="How to round sizes.")] = "floor",
    biases: Annotated[bool, typer.Option("--biases/--no-biases", help="Whether to count biases.")] = True,
    bias_vectors: Annotated[int, typer.Option(metavar="1|2", help="Bias vectors per recurrent gate.")] = 1,
    operations: Annotated[int, typer.Option(metavar="1|2", help="Operations per multiply-add.")] = 1,
    bytes_: Annotated[int, typer.Option("--bytes", metavar="N", help="Bytes per number in memory.")] = 4,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Store no output of activations, dropout and flatten.")
    ] = False,
    picture: Annotated[bool, typer.Option("--picture", help="Show the layers as boxes with their shapes.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write these boxes as SVG.")] = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Show what the layers of a network output, learn and see.

    Without a network, explain the notation.

    Example: dlquiz net "in 32x32x3 | conv3-64 p1 | relu | pool2 | fc-10"
    """
    from dlquiz.commands import net as verb

    if picture or svg is not None:
        exit_with(verb.run_picture(network, sizes, svg, plain))
        return
    conventions = (sizes, biases, bias_vectors, operations, bytes_, in_place)
    exit_with(verb.run(network, layer, framework, json, plain, *conventions))


OWN = {"ignore_unknown_options": True}  # a formula may begin with a minus
Quizzed = Annotated[bool, typer.Option("--quiz", help="Ask instead of telling.")]
Saved = Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the problem as a bank.")]


@app.command(context_settings=OWN)
def derive(
    words: Annotated[
        list[str], typer.Argument(metavar="EXPRESSION [name=value]...", help="A formula, and numbers for its letters.")
    ],
    by: Annotated[str | None, typer.Option(metavar="w,b", help="The letters to derive by (by default all).")] = None,
    at: Annotated[str | None, typer.Option(metavar="x=1,y=2", help="Numbers for its letters, as behind it.")] = None,
    twice: Annotated[bool, typer.Option("--twice", help="The second derivatives too: the Hessian.")] = False,
    ask: Quizzed = False,
    save: Saved = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Derive your own function, rule by rule.

    It knows + - * / ^, sqrt, exp, ln, sin, cos, |x|, max, min, tanh, sigmoid, relu, leaky_relu, elu, softplus, swish,
    gelu, mish, softmax([a, b])[0] (entries count from 0), norm([x, y]), and pieces: x if x > 0 else 0.

    Example: dlquiz derive "ln(1 + exp(-y*w*x))" --by w w=0.5 x=2 y=1
    """
    from dlquiz.commands import derive as verb
    from dlquiz.commands.own_problems import Output

    exit_with(
        verb.run(
            words,
            by,
            at,
            twice,
            Output(json, ask, save, read_habits(plain, keep=False)),
        )
    )


@app.command(context_settings=OWN)
def descend(
    words: Annotated[list[str], typer.Argument(metavar="EXPRESSION", help="The function, such as x^4 - 3x^3 + 2.")],
    start: Annotated[str, typer.Option("--from", "--start", metavar="X", help="Where to start: 2, or x=1,y=2.")],
    rate: Annotated[str, typer.Option("--rate", "--lr", metavar="R", help="The learning rate.")],
    steps: Annotated[int, typer.Option(metavar="N", help="How many steps.")] = 3,
    momentum: Annotated[str | None, typer.Option(metavar="B", help="v = B v - R g, x = x + v.")] = None,
    nesterov: Annotated[str | None, typer.Option(metavar="B", help="The same, with the slope g at x + B v.")] = None,
    adagrad: Annotated[bool, typer.Option("--adagrad", help="s = s + g^2, x = x - R g/(sqrt(s) + E).")] = False,
    rmsprop: Annotated[
        bool,
        typer.Option("--rmsprop", metavar="[B]", help="s = B s + (1 - B) g^2, then as adagrad (B behind it, or 0.9)."),
    ] = False,
    adam: Annotated[
        bool, typer.Option("--adam", help="Means of g (0.9) and g^2 (0.999), corrected, then as adagrad.")
    ] = False,
    eps: Annotated[str | None, typer.Option(metavar="E", help="E of the last three (by default 0).")] = None,
    decay: Annotated[str | None, typer.Option(metavar="D", help="Multiply the rate by D.")] = None,
    every: Annotated[int, typer.Option(metavar="N", help="Decay after every N steps.")] = 1,
    cell: Annotated[str | None, typer.Option(metavar="t=2,step", help="Show how one cell is computed.")] = None,
    ask: Quizzed = False,
    save: Saved = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take steps of gradient descent on your own function.

    It shows the steps, where the slope is 0, the largest stable rate, and what happens at this one.

    Example: dlquiz descend "x^4 - 3x^3 + 2" --from 2 --rate 0.01 --steps 3 --momentum 0.9
    """
    from dlquiz.commands import descend as verb
    from dlquiz.commands.own_problems import Output

    optimizers = verb.Optimizers(momentum, nesterov, adagrad, rmsprop, adam, eps, decay, every)
    habits = read_habits(plain, keep=False)
    exit_with(verb.run(words, start, rate, steps, optimizers, cell, Output(json, ask, save, habits)))


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What you look for, in your own words.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="How many questions to show.")] = 10,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Find questions, topics, layers, functions and commands.

    Numbers that a question can take are put into its command.

    Example: dlquiz find conv stride 2
    """
    from dlquiz.commands import find as verb

    exit_with(verb.run(words, bank or [], json, plain, limit, list_verbs()))


@app.command(context_settings=OWN)
def backprop(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[GRAPH] [name=value]...", help="The graph, a file or - with it, and its numbers."),
    ] = None,
    mlp: Annotated[str | None, typer.Option(metavar="2-2-1", help="A network of dense layers as the graph.")] = None,
    activation: Annotated[
        str, typer.Option(metavar="NAME", help="Of that network: sigmoid, tanh, relu, …")
    ] = "sigmoid",
    by: Annotated[
        str | None, typer.Option(metavar="w,b", help="What to derive by (by default all but x…, y…, t…, i…).")
    ] = None,
    rate: Annotated[
        str | None, typer.Option("--rate", "--lr", metavar="R", help="The learning rate of an update.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="For numbers that are not given to --mlp.")] = 0,
    ask: Quizzed = False,
    save: Saved = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Sweep through your own graph: forward, back, update.

    Vectors and matrices are welcome: "z = W @ x + b; a = relu(z); E = sum((y - a)^2)/2" W=[[1,2],[3,4]] x=[1,0] …

    Example: dlquiz backprop "a = sigmoid(w*x + b); E = (y - a)^2/2" w=0.5 x=1 b=0.1 y=1 --rate 0.5
    """
    from dlquiz.commands import backprop as verb
    from dlquiz.commands.own_problems import Output

    options = verb.Options(by, rate, mlp, activation, seed)
    exit_with(verb.run(words or [], options, Output(json, ask, save, read_habits(plain, keep=False))))


@app.command()
def export(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="anki, tsv, csv, json, markdown, html, pdf, worksheet, moodle, gift or qti."
        ),
    ],
    what: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC or ID]...", help="What to export.")] = None,
    variants: Annotated[
        int | None,
        typer.Option("--variants", "--papers", metavar="N", min=1, max=1000, help="Variants per question, or papers."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, max=10**15, help="The seed of the first variant.")] = 0,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write.")] = None,
    bank: Banks = None,
    time: Annotated[
        str | None, typer.Option(metavar="DATE", help="The date of new and changed cards, instead of now.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Two columns of plain text (tsv and csv).")] = False,
) -> None:
    """Write questions for Anki, phones, paper and course systems.
    Example: dlquiz export anki pooling backprop --out exam.apkg
    """
    from dlquiz.commands import export as verb

    exit_with(verb.run(format, what or [], variants, seed, out, bank or [], time, plain))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The banks to check.")],
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Leave out notes.")] = False,
) -> None:
    """Find what is wrong with a bank.

    This loads the bank, judges its examples, and draws 100 variants of each question.

    Example: dlquiz check my-bank.yaml
    """
    from dlquiz.commands import check as verb

    exit_with(verb.run(files, json, quiet))


@app.command()
def mark(
    file: Annotated[
        Path, typer.Argument(metavar="ANSWERS.csv", help="A table: name,code,1,2a,2b,… with a row a paper.")
    ],
    papers: Annotated[Path | None, typer.Option(metavar="FILE", help="The list that `export pdf` wrote.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The table of marks to write.")] = None,
    comma: Annotated[bool, typer.Option("--comma", help="The answers have decimal commas.")] = False,
    bank: Banks = None,
) -> None:
    """Mark answers that were typed off printed papers.

    Example: dlquiz mark answers.csv --papers exam-papers.json
    """
    from dlquiz.commands import mark as verb

    exit_with(verb.run(file, papers, out, bank or [], "comma" if comma else "point"))


@app.command("import")
def import_bank(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, Anki, Moodle GIFT or XML, or Markdown.")],
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Its topic; the file's name unless said.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The bank to write.")] = None,
) -> None:
    """Make a bank of questions that you have already.

    Example: dlquiz import lecture-4.gift --topic pooling-2
    """
    from dlquiz.commands import import_bank

    exit_with(import_bank.run(file, topic, out))


@app.command()
def new(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="The topic of its questions; with --brief, the notes.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file to write (by default TOPIC.yaml, here).")
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="Print what a colleague or a language model needs to draft a bank.")
    ] = False,
) -> None:
    """Write a commented bank to start from.

    Example: dlquiz new loss-functions
    """
    from dlquiz.commands import new as verb

    exit_with(verb.print_brief(Path(topic) if topic else None) if brief else verb.run(topic, out))


@app.command()
def formulas(json: Json = False) -> None:
    """List the functions that a formula may call.
    Example: dlquiz formulas
    """
    from dlquiz.commands import formulas as verb

    exit_with(verb.run(json))


@app.command()
def schema() -> None:
    """Print the JSON Schema of banks, for editors.
    Example: dlquiz schema > dlquiz.schema.json
    """
    from dlquiz.commands import schema as verb

    exit_with(verb.run())


@cache
def read_settings() -> "Settings":
    """The learner's settings; stderr tells what is wrong with them."""
    from dlquiz.progress import settings
    from dlquiz.screen.stdio import print_error

    found, complaints = settings.read_settings(settings.settings_path(), os.environ)
    for complaint in complaints:
        print_error(complaint)
    return found


def read_habits(plain: bool = False, guided: bool = False, keep: bool = True) -> "Habits":
    """How the learner practises, by the command line and the settings."""
    from dlquiz.commands.sitting import Habits

    settings = read_settings()
    return Habits(settings, plain or settings.plain, guided, keep and settings.history)


def list_verbs() -> dict[str, str]:
    """The verbs and their help texts."""
    return {name_verb(command): command.callback.__doc__ or "" for command in app.registered_commands}


def name_verb(command: Any) -> str:
    """The word that calls a command."""
    return str(command.name or command.callback.__name__)


def choose_app(words: list[str]) -> typer.Typer:
    """The program with the verb that is called and no other: Typer makes the options of all, 8 ms at each start."""
    called = [command for command in app.registered_commands if words and name_verb(command) == words[0]]
    if not called:
        return app
    chosen = copy(app)
    chosen.registered_commands = called
    return chosen


# What Typer raises for a wrong option or argument; it has no public name for it.
COMMAND_LINE_ERROR: Any = typer.BadParameter.__base__


def main() -> None:
    """Run a command; what goes wrong is raised, except for a wrong command line, which is told here."""
    from dlquiz.screen.stdio import open_streams, print_error

    open_streams()
    try:
        sys.exit(choose_app(sys.argv[1:])(standalone_mode=False))
    except COMMAND_LINE_ERROR as error:  # it repeats what was typed, which a terminal might obey
        shown = StringIO()
        error.show(shown)
        print_error(shown.getvalue().rstrip("\n"))
        sys.exit(error.exit_code)
    finally:
        sys.stdout.flush()
