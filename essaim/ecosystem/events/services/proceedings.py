"""Proceedings: assembled from the reports of a gathering and of its parts, published as they were that day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.ecosystem.events import permissions, queries
from essaim.ecosystem.events.models import Event, Proceedings
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .seats import locked


class NothingToAssemble(Exception):
    """Neither the gathering nor one of its parts is closed with a report."""


@transaction.atomic
def assemble_proceedings(*, event: Event, actor: User | SystemActor, now: datetime) -> Proceedings:
    """
    Assemble the proceedings of a gathering, or assemble them again: its report, then those of its closed parts.

    :raises NotAllowed: if it did not take place, is a part, or the actor is neither of the team nor a command
    :raises NothingToAssemble: if there is no report
    """
    event = locked(event)
    require(permissions.can_assemble_proceedings(actor, event))
    sections = queries.sections_of(event)
    if not sections:
        raise NothingToAssemble
    values = {"sections": sections, "assembled_at": now}
    known = Proceedings.objects.filter(event=event).first()
    if known is None:
        return write_new(Proceedings(event=event, **values), "proceedings.assembled", actor=actor, now=now)
    return write_fields(known, "proceedings.assembled", values, actor=actor, now=now)
