"""What the shell may complete: topics and ids, read from the compiled banks, so that Tab answers at once."""

from __future__ import annotations

import typer


def topics(context: typer.Context, incomplete: str) -> list[str]:
    """The topics that begin so."""
    return [topic for topic in names(context)[0] if topic.startswith(incomplete)]


def ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids that begin so."""
    return [name for name in names(context)[1] if name.startswith(incomplete)]


def topics_and_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Both, topics first."""
    return topics(context, incomplete) + ids(context, incomplete)


def names(context: typer.Context) -> tuple[list[str], list[str]]:
    """Topics and ids of the banks that the line names, else of the shipped and the learner's own.  Never a fault."""
    from dlquiz.bank.question_set import data_folder, load_with_own_banks
    from dlquiz.errors import DlquizError

    try:
        bank, _ = load_with_own_banks(context.params.get("bank") or [], data_folder())
    except (DlquizError, OSError):
        return [], []
    return list(bank.topics), bank.ids
