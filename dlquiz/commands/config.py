"""`dlquiz config`: the settings that hold from now on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dlquiz.errors import UsageError
from dlquiz.progress.settings import KEYS, Settings, find_key, format_value, read_settings, settings_path, write_setting
from dlquiz.screen.stdio import print_error, print_json, print_text


def run(name: str | None, value: str | None, unset: bool, as_json: bool, environment: Mapping[str, str]) -> int:
    """List the settings, print one, or change it."""
    path = settings_path()
    if name is not None:
        find_key(name)
    if value is not None or unset:
        change(path, name or "", value, unset, environment)
        return 0
    settings, complaints = read_settings(path, environment)
    for complaint in complaints:
        print_error(complaint)
    if as_json:
        print_json({one: value_to_json(getattr(settings, key.field)) for one, key in KEYS.items()})
    elif name is not None:
        print_text(format_value(getattr(settings, KEYS[name].field)))
    else:
        print_text(describe_settings(settings, path))
    return 0


def change(path: Path, name: str, value: str | None, unset: bool, environment: Mapping[str, str]) -> None:
    """Write a setting, and say where something else overrules it."""
    if unset and (value is not None or not name):
        raise UsageError("--unset takes a setting and no value.")
    write_setting(path, name, value)
    key = KEYS[name]
    settings, _ = read_settings(path, environment)
    held = format_value(getattr(settings, key.field)) or "not set"
    print_text(f"{name} is {held} ({path}).")
    if environment.get(key.variable, "").strip():
        print_error(f"The environment variable {key.variable} overrules it.")


def value_to_json(value: Any) -> Any:
    """A setting as plain data."""
    return value.isoformat() if isinstance(value, date) else value


def describe_settings(settings: Settings, path: Path) -> str:
    """Every setting with its value and meaning."""
    values = {name: format_value(getattr(settings, key.field)) or "-" for name, key in KEYS.items()}
    names, room = max(map(len, KEYS)), max(map(len, values.values()))
    lines = [f"{name:<{names}}  {values[name]:<{room}}  {key.meaning}" for name, key in KEYS.items()]
    return "\n".join([*lines, "", f"dlquiz config KEY VALUE changes one, in {path}."])
