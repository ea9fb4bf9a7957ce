"""Keeps one server running while somebody holds a lease, restarts it if it is killed, stops it when all are gone."""

from __future__ import annotations

import contextlib
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
from config.embedded_postgres.locks import sweep, try_lock
from config.embedded_postgres.urls import OWNER, PORT

POLL_SECONDS = 0.3
RESTARTS_MAX = 3
RESTARTS_SECONDS = 60
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Run until no lease is held; the arguments are the home folder, and durable or fast."""
    home, mode = Path(sys.argv[1]), sys.argv[2]
    # Whoever started us waits for this first process only: the second one is nobody's child.
    if os.fork():
        os._exit(0)
    layout = Layout(home)
    held = try_lock(layout.supervisor_lock, seconds=1)
    if held is None:
        return 0
    account = Account.for_server()
    binaries = choose(layout, account)
    # The supervisor outlives the terminal that started it; only the end of all leases stops it.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    _clear_remains(layout)
    _initialize(layout, account, binaries, is_durable=mode == "durable")
    return _watch(layout, account, binaries, held, is_durable=mode == "durable")


def _watch(layout: Layout, account: Account, binaries: Binaries, held: int, *, is_durable: bool) -> int:
    """Restart the server when it is killed, but not for ever; stop it when the last lease is gone."""
    server = _start(layout, account, binaries, is_durable=is_durable)
    restarts: list[float] = []
    while True:
        time.sleep(POLL_SECONDS)
        if server.poll() is not None:
            restarts = [moment for moment in restarts if moment > time.monotonic() - RESTARTS_SECONDS]
            if len(restarts) == RESTARTS_MAX:
                print("The server keeps stopping; giving up.", flush=True)  # noqa: T201
                return 1
            restarts.append(time.monotonic())
            _clear_remains(layout)
            server = _start(layout, account, binaries, is_durable=is_durable)
        # Under the starter's lock, so that nobody can take a lease on a server about to stop; who starts holds one.
        starter = try_lock(layout.starter_lock)
        if starter is None:
            continue
        if sweep(layout.leases) == 0:
            _stop(server)
            _tidy(layout)
            # Before the starter's lock, so that the next starter does not take us for alive.
            os.close(held)
            os.close(starter)
            return 0
        os.close(starter)


def _initialize(layout: Layout, account: Account, binaries: Binaries, *, is_durable: bool) -> None:
    """Make the data folder, aside first, so that a start cut short leaves nothing that looks finished."""
    if layout.written_major() is not None:
        return
    draft = layout.home / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account.is_borrowed:
        os.chown(draft, account.uid, account.gid)
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
    if layout.data.exists():
        layout.data.rmdir()
    draft.rename(layout.data)


def _write_access_files(layout: Layout, account: Account) -> None:
    """Let in, by peer authentication, the account that starts the server; a borrowed account that runs it is not let in."""
    name = pwd.getpwuid(os.geteuid()).pw_name
    for path, text in zip(
        layout.access_files, ("local all all peer map=essaim\n", f"essaim {name} {OWNER}\n"), strict=True
    ):
        path.write_text(text)
        if account.is_borrowed:
            os.chown(path, os.geteuid(), account.gid)
        path.chmod(0o640)


def _start(layout: Layout, account: Account, binaries: Binaries, *, is_durable: bool) -> subprocess.Popen[bytes]:
    _write_access_files(layout, account)
    hba_file, ident_file = layout.access_files
    settings = {
        "hba_file": str(hba_file),
        "ident_file": str(ident_file),
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
    return subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
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


def _clear_remains(layout: Layout) -> None:
    """
    Wait until every process of an earlier server is gone, then remove the pid and lock files it left.

    The processes are found by the folder they work in. PostgreSQL sees through most stale files by itself, but not
    through a number given meanwhile to another process, or kept by a dead one whose parent has not asked for it; and
    without the files alone it would start beside its own orphans, which is why these are waited for first.
    """
    if not Path("/proc/self/cwd").exists():
        return
    for attempt in range(600):
        inside = _processes_in(layout.data)
        if not inside:
            for stale in (layout.data / "postmaster.pid", *layout.socket_folder.glob(".s.PGSQL.*")):
                stale.unlink(missing_ok=True)
            return
        if attempt % 50 == 0:
            for pid in inside:
                with contextlib.suppress(ProcessLookupError):
                    # Fast shutdown first; an orphan that does not see it after ten seconds is ended at once.
                    os.kill(pid, signal.SIGINT if attempt < 100 else signal.SIGQUIT)
        time.sleep(0.1)
    print(f"Processes {inside} still work in {layout.data}; end them first.", flush=True)  # noqa: T201
    sys.exit(1)


def _processes_in(data: Path) -> list[int]:
    """List the PostgreSQL processes whose working folder is the data folder: a server and its children."""
    found = []
    folder = data.resolve()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == folder and (entry / "comm").read_text().startswith("postgres"):
                    found.append(int(entry.name))
    return found


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
