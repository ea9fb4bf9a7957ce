"""How services of the room erase."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from essaim.foundations.audit_trail.services import record
from essaim.foundations.primitives.actors import Actor


def erase(row: models.Model, verb: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Delete a locked row that was written by mistake, and record the operation; the history keeps what it held."""
    record(verb, actor=actor, target=row, at=now, reason=reason)
    row.delete()
