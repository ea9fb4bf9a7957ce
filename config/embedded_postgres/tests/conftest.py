"""Folders that any account can reach, programs of each origin, and processes that hold the server."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from config.embedded_postgres import binaries
from config.embedded_postgres.layout import Layout
from config.embedded_postgres.locks import is_locked
from config.env import ROOT

HOLD = """
import sys
from pathlib import Path
from config.embedded_postgres import ensure_running
print(ensure_running(Path(sys.argv[1])).url, flush=True)
sys.stdin.read()
"""
SUPERVISOR = "config.embedded_postgres.supervisor"


def origins() -> dict[str, Path]:
    """Return the folders of programs of this machine: its own if it has some, and the package's."""
    found = list(binaries.candidates())
    package = [path for path in binaries._of_package() if path.exists()]
    own = [candidate.folder for candidate in found if candidate.folder not in package]
    return {**({"machine": own[0]} if own else {}), **({"package": package[0]} if package else {})}


@pytest.fixture(scope="session", params=list(origins()))
def programs(request: pytest.FixtureRequest) -> Path:
    """The folder of PostgreSQL programs to run: every test that uses it runs on each origin there is."""
    return origins()[request.param]


@dataclass(slots=True)
class Holder:
    """A process that holds the server of a folder until its input is closed, or until it is killed."""

    process: subprocess.Popen[str]

    def url(self) -> str:
        """Wait until it has the server, and return the address."""
        line = self.process.stdout.readline().strip()
        assert line, self.process.stderr.read()
        return line

    def leave(self) -> None:
        """Let it end as a program ends."""
        self.process.stdin.close()
        assert self.process.wait(timeout=30) == 0

    def kill(self, number: signal.Signals) -> None:
        """Kill it."""
        self.process.send_signal(number)
        self.process.wait(timeout=30)


@dataclass(slots=True)
class Place:
    """A folder for one server, and what the tests ask about it."""

    folder: Path
    environment: dict[str, str]
    holders: list[Holder]

    @property
    def layout(self) -> Layout:
        """The names inside the folder."""
        return Layout.of(self.folder)

    def hold(self) -> Holder:
        """Start a process that starts or joins the server."""
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(self.folder)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        holder = Holder(process)
        self.holders.append(holder)
        return holder

    def refusal(self) -> str:
        """Start a process that must be refused, and return what it says."""
        process = self.hold().process
        _out, said = process.communicate(timeout=90)
        assert process.returncode != 0
        return said

    def postmaster(self) -> int:
        """The number of the server's first process."""
        return int((self.layout.data / "postmaster.pid").read_text().splitlines()[0])

    def supervisors(self) -> list[int]:
        """The numbers of the supervisors of this folder."""
        words = ["-m", SUPERVISOR, str(self.layout.home)]
        return [pid for pid, command in commands().items() if command[1:4] == words]

    def is_served(self) -> bool:
        """Tell whether a supervisor runs, or any process of a server works in the data folder."""
        return is_locked(self.layout.supervisor_lock) or bool(self.processes())

    def processes(self) -> list[int]:
        """The processes that work in the data folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == self.layout.data:
                    found.append(int(entry.name))
        return found


def commands() -> dict[int, list[str]]:
    """The command line of every process."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found[int(entry.name)] = (entry / "cmdline").read_text(errors="replace").split("\0")
    return found


def eventually(condition: Callable[[], object], *, seconds: float = 30) -> bool:
    """Wait until something holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def rows(url: str) -> list[int]:
    """Read the table of the tests."""
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY number")]


def write_row(url: str, number: int) -> None:
    """Commit one row."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


@pytest.fixture
def bare_place() -> Iterator[Place]:
    """A place whose programs are chosen as on any machine."""
    parent = Path(tempfile.mkdtemp(prefix="essaim-process-"))
    parent.chmod(0o755)
    dropped = {"DATABASE_URL", "ESSAIM_POSTGRES_BIN", "ESSAIM_VAR", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    place = Place(parent / "postgres", {**environment, "PYTHONPATH": str(ROOT)}, [])
    yield place
    for holder in place.holders:
        if holder.process.poll() is None:
            holder.kill(signal.SIGKILL)
        for stream in (holder.process.stdin, holder.process.stdout, holder.process.stderr):
            stream.close()
    is_gone = not place.folder.exists() or eventually(lambda: not place.is_served())
    shutil.rmtree(parent, ignore_errors=True)
    assert is_gone, "a server outlived its test"


@pytest.fixture
def place(bare_place: Place, programs: Path) -> Place:
    """A place whose server runs the programs of one origin."""
    bare_place.environment["ESSAIM_POSTGRES_BIN"] = str(programs)
    return bare_place
