"""Every variable the code reads is in docs/operations.md, and none that it does not read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from config.env import ROOT

READERS = {"text", "flag", "words"}
# Read by the harness of the tests and by the scripts.
ELSEWHERE = {"ESSAIM_CHROMIUM", "ESSAIM_SHOTS"}
# Standard names, not ours to explain.
STANDARD = {"PATH", "PYTHONPATH"}


def _read_in(path: Path) -> set[str]:
    """List the names a module reads in the environment, by the readers of config.env or from os.environ itself."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            is_environ = name in {"get", "setdefault", "pop"} and "environ" in ast.unparse(function)
            if name in READERS or is_environ:
                found.add(node.args[0].value)
        elif isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value):
            found |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
    return {name for name in found if isinstance(name, str) and re.fullmatch(r"[A-Z][A-Z0-9_]+", name)}


def _documented() -> set[str]:
    table = (ROOT / "docs" / "operations.md").read_text().partition("## Environment")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def _modules() -> list[Path]:
    return [path for path in (ROOT / "config").rglob("*.py") if "tests" not in path.parts]


def test_every_variable_read_is_documented_and_no_other() -> None:
    read = set().union(*(_read_in(path) for path in _modules())) - STANDARD

    assert read - _documented() == set(), "add them to docs/operations.md"
    assert _documented() - read == ELSEWHERE, "these are documented and nothing reads them"


def test_rooms_do_not_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "essaim").rglob("*.py")
        if "tests" not in path.parts and re.search(r"\bos\.(environ|getenv)", path.read_text())
    ]

    assert readers == []


def test_only_the_entrances_of_config_read_it_directly() -> None:
    """Where Django's settings cannot be read yet, or must not: everything else asks config.env."""
    allowed = {
        "env.py",
        "cli.py",
        "pytest_postgres.py",
        "wsgi.py",
        "docs.py",
        "settings/database.py",
        "backups.py",
        "migrations_check.py",
    }
    direct = {
        str(path.relative_to(ROOT / "config"))
        for path in _modules()
        if re.search(r"\bos\.environ\b", path.read_text()) and "embedded_postgres" not in path.parts
    }

    assert direct <= allowed
