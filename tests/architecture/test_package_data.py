"""What is not Python is installed too: layouts, fonts, reference data, texts of the demonstration."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from config.env import ROOT

# Read by people and by makers of the house, never by the house itself.
LEFT_OUT = ("*.md", "*.pyc", "*.scss")


def _patterns() -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return settings["tool"]["setuptools"]["package-data"]


def _packages() -> Iterator[Path]:
    for top in ("essaim", "config"):
        yield from (found.parent for found in (ROOT / top).rglob("__init__.py"))


def _installed() -> set[Path]:
    """List what setuptools takes along: the files that a pattern of a package, or of all packages, finds in its folder."""
    patterns, found = _patterns(), set[Path]()
    for package in _packages():
        name = ".".join(package.relative_to(ROOT).parts)
        for pattern in [*patterns.get("*", []), *patterns.get(name, [])]:
            found.update(path for path in package.glob(pattern) if path.is_file())
    return found


def test_every_file_that_is_not_python_is_installed() -> None:
    held = {
        path
        for top in ("essaim", "config")
        for path in (ROOT / top).rglob("*")
        if path.is_file()
        and path.suffix != ".py"
        and not any(path.match(pattern) for pattern in LEFT_OUT)
        and not {"tests", "__pycache__"} & set(path.relative_to(ROOT).parts)
    }

    assert len([path for path in held if path.suffix == ".typ"]) >= 4
    assert sorted(str(path.relative_to(ROOT)) for path in held - _installed()) == []


def test_patterns_find_something() -> None:
    """A folder that moved leaves no pattern behind."""
    for name, patterns in _patterns().items():
        if name != "*":
            folder = ROOT / Path(*name.split("."))
            assert all(any(folder.glob(pattern)) for pattern in patterns), name
