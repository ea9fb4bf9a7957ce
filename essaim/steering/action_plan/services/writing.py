"""The last two steps of every service of the room: a row checked and written, an operation recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import models

from essaim.foundations.audit_trail.services import record
from essaim.foundations.primitives.actors import Actor

Row = TypeVar("Row", bound=models.Model)


def write_new(row: Row, verb: str, *, actor: Actor, now: datetime) -> Row:
    """
    Check a new row against its fields and constraints, write it, and record the operation.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    row.full_clean()
    row.save(force_insert=True)
    record(verb, actor=actor, target=row, at=now)
    return row


def write_fields(
    row: Row,
    verb: str,
    values: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Row:
    """
    Change some fields of a locked row, check the whole of it, write only them, and record the operation.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=list(values))
    record(verb, actor=actor, target=row, at=now, reason=reason)
    return row
