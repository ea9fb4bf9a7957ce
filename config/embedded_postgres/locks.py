"""File locks that the kernel releases by itself when their holder dies, however it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(path: Path, *, seconds: float = 0) -> int | None:
    """
    Take the lock of a file, made if need be; return its descriptor, to be closed, or None if another holds it.

    :param seconds: how long to insist; a moment is enough to outlast somebody who only looks (is_locked)
    """
    deadline = time.monotonic() + seconds
    descriptor = _open(path)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return None
            time.sleep(0.01)
        else:
            return descriptor


def hold(path: Path) -> int:
    """Take the lock of a file for as long as this process lives; wait for it, and make the file again if it was swept."""
    while True:
        descriptor = _open(path)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            is_same = os.fstat(descriptor).st_ino == path.stat().st_ino
        except FileNotFoundError:
            is_same = False
        if is_same:
            return descriptor
        os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, waiting for it as long as it takes."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Tell whether somebody holds the lock of a file that exists."""
    if not path.exists():
        return False
    descriptor = try_lock(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def sweep(folder: Path) -> int:
    """Remove the lease files that nobody holds and return how many are held."""
    held = 0
    for lease in folder.iterdir():
        if is_locked(lease):
            held += 1
        else:
            lease.unlink(missing_ok=True)
    return held
