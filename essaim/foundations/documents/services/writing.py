"""The last two steps of every service of the room: a row checked and written, an operation recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.audit_trail.services import record
from essaim.foundations.documents.models import Document
from essaim.foundations.primitives.actors import Actor


def locked(document: Document) -> Document:
    """Read a document again and hold it until the end of the transaction."""
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def refuse_past(keep_until: date | None, now: datetime) -> None:
    """
    Refuse a last day that is over.

    :raises ValidationError: if keep_until is today or before
    """
    if keep_until is not None and keep_until <= timezone.localdate(now):
        raise ValidationError({"keep_until": _("This day is past: give a later one, or none.")})


def write_fields(
    document: Document, verb: str, values: Mapping[str, object], *, actor: Actor, now: datetime, reason: str = ""
) -> Document:
    """
    Change some fields of a locked document, check the whole of it, write only them, and record the operation.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    for name, value in values.items():
        setattr(document, name, value)
    document.full_clean()
    document.save(update_fields=list(values))
    record(verb, actor=actor, target=document, at=now, reason=reason)
    return document
