"""Keeps one server running while somebody holds a lease, restarts it if it is killed, stops it when all are gone."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.embedded_postgres.binaries import Binaries, choose
from config.embedded_postgres.layout import Account, Layout
from config.embedded_postgres.locks import locked, sweep, try_lock
from config.embedded_postgres.urls import OWNER, PORT

POLL_SECONDS = 0.3
RESTARTS_MAX = 3
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Run until no lease is held; the arguments are the home folder, and durable or fast."""
    home, mode = Path(sys.argv[1]), sys.argv[2]
    layout = Layout(home)
    if try_lock(layout.supervisor_lock) is None:
        return 0
    account = Account.for_server()
    binaries = choose(layout, account)
    # The supervisor outlives the terminal that started it; only the end of all leases stops it.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    _initialize(layout, account, binaries, is_durable=mode == "durable")
    _forget_dead_server(layout)
    server = _start(layout, account, binaries, is_durable=mode == "durable")
    restarts = 0
    while True:
        time.sleep(POLL_SECONDS)
        if server.poll() is not None:
            if restarts == RESTARTS_MAX:
                print("The server keeps stopping; giving up.", flush=True)  # noqa: T201
                return 1
            restarts += 1
            _forget_dead_server(layout)
            server = _start(layout, account, binaries, is_durable=mode == "durable")
        if sweep(layout.leases) == 0:
            # Under the starter's lock, so that nobody can take a lease on a server about to stop.
            with locked(layout.starter_lock):
                if sweep(layout.leases) == 0:
                    _stop(server)
                    _tidy(layout)
                    return 0


def _initialize(layout: Layout, account: Account, binaries: Binaries, *, is_durable: bool) -> None:
    """Make the data folder, aside first, so that a start cut short leaves nothing that looks finished."""
    if layout.written_major() is not None:
        return
    draft = layout.home / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    subprocess.run(  # type: ignore[call-overload]  # noqa: S603
        [
            binaries.program("initdb"),
            "--pgdata",
            str(draft),
            "--username",
            OWNER,
            "--auth",
            "peer",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8" if sys.platform == "linux" else "C",
            *([] if is_durable else ["--no-sync"]),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},
        **account.spawn_options(),
    )
    # Peer authentication: only the accounts that own the folder or start the server may be the owner of the database.
    names = {pwd.getpwuid(uid).pw_name for uid in {os.geteuid(), account.uid}} - {
        pwd.getpwuid(account.uid).pw_name if account.is_borrowed else ""
    }
    (draft / "pg_hba.conf").write_text("local all all peer map=essaim\n")
    (draft / "pg_ident.conf").write_text("".join(f"essaim {name} {OWNER}\n" for name in sorted(names)))
    if layout.data.exists():
        layout.data.rmdir()
    draft.rename(layout.data)


def _start(layout: Layout, account: Account, binaries: Binaries, *, is_durable: bool) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(layout.socket_folder),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "max_connections": "80",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **({} if is_durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603
        [binaries.program("postgres"), "-D", str(layout.data), *options],
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        preexec_fn=_stop_with_parent,
        start_new_session=True,
        **account.spawn_options(),
    )


def _stop_with_parent() -> None:
    """Ask Linux to send the server a fast shutdown if the supervisor is killed; runs after the change of account."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def _forget_dead_server(layout: Layout) -> None:
    """
    Wait for a server whose supervisor was killed, then remove a pid file that names another program.

    PostgreSQL itself sees through most stale files, but not through a number given meanwhile to another process.
    """
    pid_file = layout.data / "postmaster.pid"
    for _attempt in range(200):
        try:
            pid = int(pid_file.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return
        command = Path(f"/proc/{pid}/cmdline")
        if not Path("/proc/self/cmdline").exists():
            return
        try:
            is_ours = str(layout.data).encode() in command.read_bytes()
        except OSError:
            is_ours = False
        if not is_ours:
            pid_file.unlink(missing_ok=True)
            return
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop fast: open transactions are rolled back, everything committed is on disk."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _tidy(layout: Layout) -> None:
    """Leave nothing outside the home."""
    if layout.socket_folder.parent != layout.home:
        shutil.rmtree(layout.socket_folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
