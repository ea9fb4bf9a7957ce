"""Delegations of signature."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.delivery.funding import permissions
from essaim.delivery.funding.models import Delegation
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require


@transaction.atomic
def delegate_signature(
    *, person: User, actor: User, now: datetime, duty: str, starts_on: date, source: str
) -> Delegation:
    """
    Delegate a signature to a person, from a day on.

    :raises NotAllowed: if the actor is no administrator
    :raises ValidationError: if they have it already, or no order is named
    """
    require(permissions.can_delegate(actor))
    row = Delegation(person=person, duty=duty, starts_on=starts_on, source=source.strip())
    return write_new(row, "delegation.granted", actor=actor, now=now)


@transaction.atomic
def end_delegation(*, delegation: Delegation, actor: User, now: datetime, ends_on: date, reason: str) -> Delegation:
    """
    End a delegation; its last day is the one before.

    :raises NotAllowed: if the actor is no administrator
    :raises ValidationError: if it would end before it starts
    """
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require(permissions.can_delegate(actor))
    return write_fields(delegation, "delegation.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)


@transaction.atomic
def transfer_delegation(
    *, delegation: Delegation, successor: User, actor: User, now: datetime, reason: str
) -> Delegation:
    """
    Hand a delegation over when its holder leaves: theirs ends today, the successor's starts.

    :raises NotAllowed: if the actor is no administrator
    :raises ValidationError: if the successor has it already
    """
    today = timezone.localdate(now)
    ended = end_delegation(delegation=delegation, actor=actor, now=now, ends_on=today, reason=reason)
    return delegate_signature(
        person=successor, actor=actor, now=now, duty=ended.duty, starts_on=today, source=ended.source
    )
