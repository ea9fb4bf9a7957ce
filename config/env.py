"""Reads the environment: nothing else does."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingMissing(Exception):
    """A setting that has no safe default is absent from the environment."""


def text(name: str, default: str | None = None) -> str:
    """
    Read a text setting.

    :raises SettingMissing: if it is absent or empty and has no default
    """
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        message = f"Set the environment variable {name}: see docs/operations.md."
        raise SettingMissing(message)
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """
    Read a yes-or-no setting: 1, true, yes, on, or 0, false, no, off.

    :raises SettingMissing: if it holds another word
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    message = f"{name} must be true or false, not {value!r}."
    raise SettingMissing(message)


def words(name: str, default: str = "") -> list[str]:
    """Read a list of words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def var_folder() -> Path:
    """Return the folder where this checkout keeps what it writes: database, files, mails; ESSAIM_VAR moves it."""
    return Path(os.environ.get("ESSAIM_VAR") or ROOT / "var")
