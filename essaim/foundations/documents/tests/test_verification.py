"""One altered byte is found, and so is a file that is missing, unknown or should be gone."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from essaim.foundations.documents import store
from essaim.foundations.documents.verification import verify

from .factories import MOMENT, VersionFactory

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=1)


def _path(key: str) -> Path:
    return Path(default_storage.path(key))


def _run() -> str:
    out = StringIO()
    call_command("documents", "verify", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_store_as_written_holds() -> None:
    VersionFactory()

    assert "The store holds: 1 files" in _run()


def test_one_altered_byte_is_found_and_fails_the_command() -> None:
    version = VersionFactory()
    content = bytearray(_path(version.storage_key).read_bytes())
    content[10] ^= 1
    _path(version.storage_key).write_bytes(content)

    flaws = verify(now=LATER).flaws

    assert [flaw.place for flaw in flaws] == [f"document {version.document_id}, version 1"]
    assert "altered" in flaws[0].meaning
    with pytest.raises(CommandError, match="1 flaw"):
        _run()


def test_missing_file_is_found() -> None:
    version = VersionFactory()
    store.remove(version.storage_key)

    assert "missing" in verify(now=LATER).flaws[0].meaning


def test_unknown_file_is_found_once_it_cannot_be_a_deposit_under_way() -> None:
    key = VersionFactory.build(document=None, deposited_by=None).storage_key
    written = store.modified_at(key)

    assert verify(now=written + timedelta(minutes=5)).holds
    assert [flaw.place for flaw in verify(now=written + timedelta(hours=2)).flaws] == [key]


def test_file_back_after_its_removal_is_found() -> None:
    version = VersionFactory(document__erased=True, removed_at=MOMENT, file_name="")
    os.utime(_path(version.storage_key))

    assert "should have been removed" in verify(now=timezone.now()).flaws[0].meaning
