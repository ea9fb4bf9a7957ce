"""Where the embedded server keeps what it owns, who owns it, and what it refuses to touch."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Linux allows 107 bytes for the path of a socket; its name takes 15.
SOCKET_FOLDER_MAX = 90
# Existing accounts without rights, in the order in which root borrows them: none is ever created.
UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")
SHARED_HOME = Path("/var/lib/essaim")


class FolderUnreachable(Exception):
    """Root must hand the server to an account without rights, and there is none, or it cannot reach the folder."""


class FolderForeign(Exception):
    """The folder holds something that is not a server of ours."""


class MajorMismatch(Exception):
    """The folder was written by another major version of PostgreSQL than any found here."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that runs the server: our own, or the one root borrows."""

    uid: int
    gid: int
    is_borrowed: bool

    @classmethod
    def for_server(cls) -> Account:
        """
        Choose the account: never root.

        :raises FolderUnreachable: if root finds no account to borrow
        """
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), is_borrowed=False)
        for name in UNPRIVILEGED_ACCOUNTS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid != 0:
                return cls(entry.pw_uid, entry.pw_gid, is_borrowed=True)
        message = "PostgreSQL must not run as root, and this machine has neither a postgres nor a nobody account."
        raise FolderUnreachable(message)

    def spawn_options(self) -> dict[str, object]:
        """Return what subprocess needs to run a command as this account."""
        if not self.is_borrowed:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of one embedded server, and the names inside it."""

    home: Path

    @classmethod
    def of(cls, folder: Path) -> Layout:
        """
        Place the server in the asked folder, or, for root in a place no other account can reach, under /var/lib/essaim.

        The answer is the same whether the folder exists or not.
        """
        folder = folder.absolute()
        if os.geteuid() == 0 and not _others_may_pass(folder.parent):
            return cls(SHARED_HOME / hashlib.sha256(str(folder).encode()).hexdigest()[:12])
        return cls(folder)

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: in the home, or in a short private folder when the path would be too long."""
        wanted = self.home / "run"
        if len(os.fsencode(wanted)) <= SOCKET_FOLDER_MAX:
            return wanted
        short = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"essaim-{os.geteuid()}-{short}"

    @property
    def leases(self) -> Path:
        """One locked file per process that uses the server."""
        return self.home / "leases"

    @property
    def starter_lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.home / "starter.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor as long as it lives."""
        return self.home / "supervisor.lock"

    @property
    def log(self) -> Path:
        """What the server and its supervisor say."""
        return self.home / "server.log"

    @property
    def access_files(self) -> tuple[Path, Path]:
        """Who may connect, and as whom: the server's hba_file and ident_file, beside its data and not among it."""
        return self.home / "pg_hba.conf", self.home / "pg_ident.conf"

    def prepare(self, account: Account) -> None:
        """
        Make the folders, private; nothing outside the home is changed.

        What root writes (locks, log, access files) stays root's own; only the data and the socket belong to a borrowed
        account, so that nothing it plants there can lead root astray.

        :raises FolderForeign: if the home belongs to somebody else or holds something else
        """
        _make_passable(self.home.parent)
        for folder, is_handed_over in ((self.home, False), (self.leases, False), (self.socket_folder, True)):
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                self._refuse_foreign(folder, account)
            if account.is_borrowed:
                os.chown(folder, account.uid if is_handed_over else os.geteuid(), account.gid)
            folder.chmod(0o710 if account.is_borrowed and folder == self.home else 0o700)

    def _refuse_foreign(self, folder: Path, account: Account) -> None:
        owner = folder.stat().st_uid
        if folder.is_symlink() or not folder.is_dir() or owner not in {os.geteuid(), account.uid}:
            message = f"{folder} is not a folder of this account (number {owner}): move it away, or set ESSAIM_VAR."
            raise FolderForeign(message)
        names = {path.name for path in folder.iterdir()}
        if folder == self.home and names and "starter.lock" not in names and "data" not in names:
            message = f"{folder} holds something that is not ours: move it away, or set ESSAIM_VAR."
            raise FolderForeign(message)

    def written_major(self) -> int | None:
        """
        Return the major version that wrote the data folder; None if there is no data yet.

        :raises FolderForeign: if the data folder holds something else
        """
        version = self.data / "PG_VERSION"
        if version.exists() and (text := version.read_text().strip()).isdigit():
            return int(text)
        if self.data.exists() and any(self.data.iterdir()):
            message = f"{self.data} is not empty and holds no PostgreSQL data: move it away, or set ESSAIM_VAR."
            raise FolderForeign(message)
        return None


def _make_passable(folder: Path) -> None:
    """Make a folder and its missing parents so that the server's account can walk through, whatever the umask."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(0o755)


def _others_may_pass(folder: Path) -> bool:
    """Tell whether any account may walk down to a folder; parts that do not exist yet will be made passable."""
    return all(not step.exists() or bool(step.stat().st_mode & stat.S_IXOTH) for step in (folder, *folder.parents))


def can_execute(account: Account, program: Path) -> bool:
    """Tell whether the account can run a program, by running it with --version."""
    try:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            [str(program), "--version"], capture_output=True, check=False, cwd="/", **account.spawn_options()
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(done.returncode == 0)
