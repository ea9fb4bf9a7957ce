"""The server starts, is shared, is killed on every side, and never loses a committed row."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.embedded_postgres.locks import locked
from config.embedded_postgres.tests.conftest import Place, eventually, rows, write_row
from config.env import ROOT

pytestmark = [
    pytest.mark.postgres_process,
    pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks at processes through /proc"),
]


def _owners(pid: int) -> set[str]:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("Uid:"))
    return set(line.split()[1:])


def _tcp_listeners(pid: int) -> list[str]:
    """List the TCP sockets of a process that listen, by inode."""
    listening = set()
    for table in ("tcp", "tcp6"):
        path = Path(f"/proc/{pid}/net/{table}")
        for line in path.read_text().splitlines()[1:] if path.exists() else []:
            fields = line.split()
            if fields[3] == "0A":
                listening.add(f"socket:[{fields[9]}]")
    opened = {str(descriptor.readlink()) for descriptor in Path(f"/proc/{pid}/fd").iterdir() if descriptor.is_symlink()}
    return sorted(listening & opened)


def test_it_serves_on_a_private_socket_only(place: Place, programs: Path) -> None:
    url = place.hold().url()
    write_row(url, 1)

    assert rows(url) == [1]
    assert Path(f"/proc/{place.postmaster()}/exe").readlink().parent == programs.resolve()
    assert _tcp_listeners(place.postmaster()) == []
    assert stat.S_IMODE(place.layout.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.layout.socket_folder.stat().st_mode) == 0o700
    home = place.layout.home.stat()
    assert stat.S_IMODE(home.st_mode) & stat.S_IRWXO == 0, "others may not enter"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root borrows an account")
def test_root_hands_the_server_to_an_account_that_exists(place: Place) -> None:
    accounts = Path("/etc/passwd").read_bytes()
    parent_mode = place.folder.parent.stat().st_mode
    url = place.hold().url()

    assert "0" not in _owners(place.postmaster())
    assert place.layout.data.stat().st_uid != 0
    assert place.layout.home.stat().st_uid == 0, "what root writes stays out of the borrowed account's reach"
    assert Path("/etc/passwd").read_bytes() == accounts
    assert place.folder.parent.stat().st_mode == parent_mode
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("essaim",)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_account_cannot_connect(place: Place) -> None:
    url = place.hold().url()
    borrowed = pwd.getpwuid(place.layout.data.stat().st_uid).pw_name

    assert "ermission denied" in _refusal_as("nobody" if borrowed != "nobody" else "daemon", url)
    assert "Peer authentication failed" in _refusal_as(borrowed, url), "to run the server is not to be let in"


def _refusal_as(account: str, url: str) -> str:
    """Try to connect as another account, in a child of this process, and return what it is told."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        entry = pwd.getpwnam(account)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
        try:
            psycopg.connect(url)
        except psycopg.OperationalError as refusal:
            os.write(writer, str(refusal).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as stream:
        return stream.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_stops_when_its_parent_dies(place: Place, number: signal.Signals) -> None:
    holder = place.hold()
    write_row(holder.url(), 1)

    holder.kill(number)

    assert eventually(lambda: not place.is_served())
    assert rows(place.hold().url()) == [1]


def test_it_stops_when_its_parent_is_done(place: Place) -> None:
    holder = place.hold()
    holder.url()

    holder.leave()

    assert eventually(lambda: not place.is_served())
    assert list(place.layout.leases.iterdir()) == []


def test_starters_at_the_same_moment_share_one_server(place: Place) -> None:
    holders = [place.hold() for _ in range(4)]

    urls = {holder.url() for holder in holders}

    assert len(urls) == 1
    assert len(place.supervisors()) == 1


def test_it_is_adopted_and_stays_until_the_last_one_leaves(place: Place) -> None:
    first = place.hold()
    url = first.url()
    server = place.postmaster()
    second = place.hold()

    assert second.url() == url
    first.leave()
    time.sleep(1)
    write_row(url, 1)
    assert place.postmaster() == server
    second.leave()
    assert eventually(lambda: not place.is_served())


def test_start_after_stop_without_pause_always_finds_a_server(place: Place) -> None:
    for number in range(6):
        holder = place.hold()
        write_row(holder.url(), number)
        holder.leave()
        # Fall into every part of the supervisor's turn.
        time.sleep(number * 0.07)

    assert rows(place.hold().url()) == list(range(6))


def test_killed_server_is_restarted_with_every_committed_row(place: Place) -> None:
    holder = place.hold()
    url = holder.url()
    for number in range(50):
        write_row(url, number)
    killed = place.postmaster()
    unfinished = psycopg.connect(url)
    unfinished.execute("INSERT INTO kept VALUES (1000)")

    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: _serves(place, url, since=killed))
    assert rows(url) == list(range(50))
    unfinished.close()


def test_server_killed_amid_a_long_query_leaves_no_orphan_beside_the_next(place: Place) -> None:
    url = place.hold().url()
    write_row(url, 1)
    busy = psycopg.connect(url)
    orphan = busy.info.backend_pid
    # A loop that never waits does not see that its postmaster is gone.
    busy.pgconn.send_query(b"DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")
    killed = place.postmaster()

    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: _serves(place, url, since=killed), seconds=40)
    assert _is_over(orphan)
    assert rows(url) == [1]
    busy.close()


def test_killed_supervisor_takes_the_server_along_and_the_next_start_recovers(place: Place) -> None:
    url = place.hold().url()
    write_row(url, 1)
    (supervisor,) = place.supervisors()

    os.kill(supervisor, signal.SIGKILL)

    assert eventually(lambda: not place.processes()), "the server outlived its supervisor"
    assert rows(place.hold().url()) == [1]


def test_everything_killed_at_once_loses_nothing(place: Place) -> None:
    holder = place.hold()
    url = holder.url()
    for number in range(20):
        write_row(url, number)

    for pid in (*place.supervisors(), place.postmaster()):
        os.kill(pid, signal.SIGKILL)
    holder.kill(signal.SIGKILL)

    assert rows(place.hold().url()) == list(range(20))


def test_stale_files_do_not_stop_a_start(place: Place) -> None:
    holder = place.hold()
    write_row(holder.url(), 1)
    holder.leave()
    assert eventually(lambda: not place.is_served())
    # A machine that lost power: number since given to another process, here the one that runs the tests.
    pid_file = place.layout.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{place.layout.data}\n1700000000\n5432\n{place.layout.socket_folder}\n\n0 0\n")
    if os.geteuid() == 0:
        owner = place.layout.data.stat()
        os.chown(pid_file, owner.st_uid, owner.st_gid)
    (place.layout.leases / "1-deadbeef").touch()
    (place.layout.socket_folder / ".s.PGSQL.5432").touch()
    (place.layout.home / "data.draft").mkdir(exist_ok=True)
    (place.layout.home / "data.draft" / "half").touch()

    url = place.hold().url()

    assert rows(url) == [1]
    assert [path.name for path in place.layout.leases.iterdir()] != []
    assert not (place.layout.leases / "1-deadbeef").exists() or eventually(
        lambda: not (place.layout.leases / "1-deadbeef").exists()
    )


def test_another_major_is_refused_with_the_way_to_migrate(place: Place) -> None:
    holder = place.hold()
    holder.url()
    holder.leave()
    assert eventually(lambda: not place.is_served())
    version = place.layout.data / "PG_VERSION"
    version.write_text("13\n")
    before = {path: path.stat().st_mtime_ns for path in place.layout.data.rglob("*")}

    said = place.refusal()

    assert "was written by PostgreSQL 13" in said
    assert "essaim backup" in said
    assert "essaim restore" in said
    assert {path: path.stat().st_mtime_ns for path in place.layout.data.rglob("*")} == before
    assert not place.is_served()


def test_folder_of_something_else_is_refused_and_left_alone(bare_place: Place) -> None:
    bare_place.folder.mkdir()
    (bare_place.folder / "letters.txt").write_text("mine")
    before = bare_place.folder.stat()

    said = bare_place.refusal()

    assert "not ours" in said
    assert [path.name for path in bare_place.folder.iterdir()] == ["letters.txt"]
    assert bare_place.folder.stat().st_mode == before.st_mode


def test_data_folder_of_something_else_is_refused(bare_place: Place) -> None:
    (bare_place.folder / "data").mkdir(parents=True)
    (bare_place.folder / "data" / "letters.txt").write_text("mine")

    said = bare_place.refusal()

    assert "holds no PostgreSQL data" in said
    assert (bare_place.folder / "data" / "letters.txt").read_text() == "mine"


def test_forked_child_that_ends_does_not_stop_its_parent_s_server(place: Place) -> None:
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom config.embedded_postgres import ensure_running\n"
        "lease = ensure_running(Path(sys.argv[1]))\n"
        "child = os.fork()\n"
        "if child == 0:\n    sys.exit()\n"
        "os.waitpid(child, 0)\ntime.sleep(1.5)\n"
        "import psycopg\npsycopg.connect(lease.url).close()\nprint('served')"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(place.folder)],
        cwd=ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "served\n", done.stderr


def test_command_with_database_url_starts_nothing(bare_place: Place) -> None:
    environment = {
        **bare_place.environment,
        "ESSAIM_VAR": str(bare_place.folder),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }

    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "showmigrations"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "port 1 failed" in done.stderr
    assert not (bare_place.folder / "postgres").exists()


def test_command_without_database_url_starts_the_server_for_as_long_as_it_runs(bare_place: Place) -> None:
    environment = {**bare_place.environment, "ESSAIM_VAR": str(bare_place.folder.parent)}

    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "config.cli", "shell", "-v", "0", "-c", QUESTION],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(bare_place.layout.data)
    assert done.stderr == ""
    assert eventually(lambda: not bare_place.is_served())


QUESTION = (
    "from django.db import connection as c; k = c.cursor(); k.execute('SHOW data_directory'); print(k.fetchone()[0])"
)


def test_starter_waits_for_another_one(place: Place) -> None:
    place.layout.home.mkdir(mode=0o700)
    with locked(place.layout.starter_lock):
        waiting = place.hold()
        time.sleep(2)
        assert waiting.process.poll() is None
        assert place.supervisors() == []

    assert waiting.url()


def _serves(place: Place, url: str, *, since: int) -> bool:
    """Tell whether a server started after the one of a number answers."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
        return place.postmaster() != since
    except (psycopg.OperationalError, OSError):
        return False


def _is_over(pid: int) -> bool:
    """Tell whether a process has ended, reaped or not."""
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
