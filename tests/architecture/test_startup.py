"""What every process pays when it starts: libraries that only some work needs are imported by that work."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from config.env import ROOT

# DuckDB: 0.12 s and 26 MB, for whoever reads the business register.
LATE = {"duckdb"}


def test_what_only_some_work_needs_is_not_imported_by_all() -> None:
    files = [
        path for folder in ("config", "essaim") for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts
    ]

    wrong = [f"{path.relative_to(ROOT)}: {name}" for path in files for name in _imported_at_once(path) if name in LATE]

    assert files
    assert wrong == []


def _imported_at_once(path: Path) -> Iterator[str]:
    """Name the packages that a module imports when it is read; what stands under a condition is for annotations."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield (statement.module or "").partition(".")[0]
