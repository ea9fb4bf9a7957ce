"""Reads the files of the demonstration: policy/ holds what sources say, fiction/ what is invented."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """
    Read one file.

    :param name: its path in the room, without ending: "policy/sources"
    :raises FileNotFoundError: if there is none
    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def digest(names: Iterable[str]) -> str:
    """Return a SHA-256 over files and their names, 64 hexadecimal digits: it changes when one of them does."""
    found = hashlib.sha256()
    for name in names:
        found.update(f"{name}\n".encode())
        found.update((FOLDER / f"{name}.toml").read_bytes())
    return found.hexdigest()


def address_of(key: str) -> str:
    """Return the address of an invented person: in a domain kept for examples, so that no mail can reach anybody."""
    return f"{key}@example.org"
