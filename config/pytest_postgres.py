"""Gives the tests a database: DATABASE_URL if it is set, else a server of their own, before any setting is read."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded_postgres import Lease, ensure_running

_started: list[tuple[Lease, Path]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Start the server: pytest calls this first of all, before pytest-django reads the settings."""
    if os.environ.get("DATABASE_URL") or {"--help", "-h", "--version", "--collect-only"} & set(sys.argv):
        return
    folder = Path(tempfile.mkdtemp(prefix="essaim-tests-"))
    folder.chmod(0o755)
    lease = ensure_running(folder / "postgres", is_durable=False)
    os.environ["DATABASE_URL"] = lease.url
    _started.append((lease, folder))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    for lease, folder in _started:
        lease.release()
        os.environ.pop("DATABASE_URL", None)
        supervisor_gone(lease)
        shutil.rmtree(folder, ignore_errors=True)
    _started.clear()


def supervisor_gone(lease: Lease, *, seconds: float = 20) -> bool:
    """Wait until the supervisor of a released lease has stopped the server; tell whether it did in time."""
    import time

    from config.embedded_postgres.locks import is_locked

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_locked(lease.layout.supervisor_lock):
            return True
        time.sleep(0.05)
    return False
