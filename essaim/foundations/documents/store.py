"""Where the bytes are: the private storage of the settings, by keys that say nothing of what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage

CHUNK = 64 * 1024


def keep(content: IO[bytes], *, now: datetime) -> str:
    """Write a content under a new key and return the key: year, two letters, then an identifier."""
    identifier = uuid4().hex
    content.seek(0)
    return default_storage.save(f"{now:%Y}/{identifier[:2]}/{identifier}", File(content))


def open_file(key: str) -> IO[bytes]:
    """
    Open a content to read it.

    :raises FileNotFoundError: if the store no longer has it
    """
    return default_storage.open(key, "rb")


def remove(key: str) -> None:
    """Remove a content; one that is gone already is no error."""
    default_storage.delete(key)


def sha256_of(key: str) -> str:
    """
    Read a content again and hash it: 64 hexadecimal digits.

    :raises FileNotFoundError: if the store no longer has it
    """
    digest = hashlib.sha256()
    with open_file(key) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def modified_at(key: str) -> datetime:
    """Tell when a content was written."""
    return default_storage.get_modified_time(key)


def list_keys(folder: str = "") -> Iterator[str]:
    """List every key of the store, folder by folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(files):
        yield f"{prefix}{name}"
    for name in sorted(folders):
        yield from list_keys(f"{prefix}{name}")
