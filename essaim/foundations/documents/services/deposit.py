"""Takes files in: a first version, a new one, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields
from essaim.foundations.documents import permissions, queries, store
from essaim.foundations.documents.inspection import Inspected, inspect
from essaim.foundations.documents.models import Document, Version
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require

from .writing import locked, refuse_past


class AlreadyKept(Exception):
    """The same file, byte for byte, is kept for the same thing already."""

    def __init__(self, document: Document) -> None:
        """Keep the document that has it."""
        super().__init__(document.pk)
        self.document = document


def deposit_document(
    *,
    subject_kind: str,
    subject_id: str,
    actor: Actor,
    content: IO[bytes],
    file_name: str,
    purpose: str,
    now: datetime,
    title: str = "",
    keep_until: date | None = None,
    is_public: bool = False,
) -> Document:
    """
    Attach a document to a thing, with its first file, checked by its content.

    :param actor: a person, or somebody without an account whom the subject's room knows (Subject.can_write_as)
    :param title: the file's name without its ending when it is empty
    :param keep_until: first day on which it is no longer kept; None keeps it as long as its subject
    :raises NotAllowed: if the subject's room refuses this person
    :raises FileRefused: if the file is not of an accepted kind, by its ending or its content, or is too large
    :raises AlreadyKept: if the subject already has this very file
    :raises ValidationError: if a field does not hold
    """
    require(permissions.can_deposit(actor, subject_kind, subject_id))
    found = inspect(content, file_name, size_bytes_max=settings.ESSAIM_DOCUMENT_BYTES_MAX)
    refuse_past(keep_until, now)
    twin = queries.kept_with_same_content(found.sha256).of(subject_kind, subject_id).first()
    if twin is not None:
        raise AlreadyKept(twin)
    with _stored(content, now) as key, transaction.atomic():
        document = Document(
            subject_kind=subject_kind,
            subject_id=subject_id,
            title=title.strip() or PurePosixPath(found.file_name).stem,
            purpose=purpose.strip(),
            keep_until=keep_until,
            is_public=is_public,
            **_depositor(actor),
            deposited_at=now,
        )
        document.full_clean()
        document.save(force_insert=True)
        _write_version(document, found, key, number=1, actor=actor, note="", now=now)
        record("document.deposited", actor=actor, target=document, at=now, details={"sha256": found.sha256})
    return document


def replace_file(
    *, document: Document, actor: User, content: IO[bytes], file_name: str, now: datetime, note: str = ""
) -> Version:
    """
    Replace the file of a document by a newer one; the older stays for those who work on the subject.

    :raises NotAllowed: if the subject's room refuses this person, or the document is withdrawn
    :raises FileRefused: if the file is not of an accepted kind, by its ending or its content, or is too large
    :raises AlreadyKept: if it is the very file the document has now
    """
    require(permissions.can_change(actor, document))
    found = inspect(content, file_name, size_bytes_max=settings.ESSAIM_DOCUMENT_BYTES_MAX)
    with _stored(content, now) as key, transaction.atomic():
        document = locked(document)
        require(permissions.can_change(actor, document))
        before = document.current
        if before.sha256 == found.sha256:
            raise AlreadyKept(document)
        version = _write_version(document, found, key, number=before.number + 1, actor=actor, note=note, now=now)
        details = {"sha256": found.sha256, "version": version.number}
        record("document.replaced", actor=actor, target=document, at=now, reason=note, details=details)
    return version


@transaction.atomic
def update_document(
    *,
    document: Document,
    actor: User,
    title: str,
    purpose: str,
    keep_until: date | None,
    is_public: bool,
    now: datetime,
    reason: str = "",
) -> Document:
    """
    Change what is said of a document: its title, its purpose, its day, whether it is public.

    :raises NotAllowed: if the subject's room refuses this person, or the document is withdrawn
    :raises ValidationError: if a field does not hold, or the day is past
    """
    document = locked(document)
    require(permissions.can_change(actor, document))
    if keep_until != document.keep_until:
        refuse_past(keep_until, now)
    values = {"title": title.strip(), "purpose": purpose.strip(), "keep_until": keep_until, "is_public": is_public}
    return write_fields(document, "document.updated", values, actor=actor, now=now, reason=reason)


@contextmanager
def _stored(content: IO[bytes], now: datetime) -> Iterator[str]:
    """Write the bytes first, so that no row is ever without its file; take them back if the row is not written."""
    key = store.keep(content, now=now)
    try:
        yield key
    except BaseException:
        store.remove(key)
        raise


def _depositor(actor: Actor) -> dict[str, Any]:
    return {"deposited_by": actor} if isinstance(actor, User) else {"deposited_as": actor.audit_label[:200]}


def _write_version(
    document: Document, found: Inspected, key: str, *, number: int, actor: Actor, note: str, now: datetime
) -> Version:
    version = Version(
        document=document,
        number=number,
        file_name=found.file_name,
        kind=found.kind.key,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        storage_key=key,
        note=note.strip(),
        **_depositor(actor),
        deposited_at=now,
    )
    version.full_clean()
    version.save(force_insert=True)
    return version
