"""Support looks through somebody's eyes: who, through whose, why, and every page seen, in the trail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.decisions import require

MINUTES_MAX = 30


@transaction.atomic
def start_seeing_as(*, person: User, actor: User, now: datetime, reason: str) -> datetime:
    """
    Open a period during which support sees what a person sees; return the moment it ends by itself.

    :raises NotAllowed: if the actor is not support, or the person is an administrator, support, or has left
    """
    require(permissions.can_see_as(actor, person))
    ends_at = now + timedelta(minutes=MINUTES_MAX)
    with acting(actor, reason=reason, on_behalf_of=person.audit_label):
        details = {"ends_at": ends_at.isoformat()}
        record("person.seen_as", actor=actor, target=person, at=now, reason=reason, details=details)
    return ends_at


@transaction.atomic
def record_page_seen(*, person: User, actor: User, path: str, now: datetime) -> None:
    """Write in the trail that support opened a page as somebody else."""
    with acting(actor, on_behalf_of=person.audit_label):
        record("page.seen_as", actor=actor, target=person, at=now, details={"path": path})


@transaction.atomic
def stop_seeing_as(*, person: User, actor: User, now: datetime) -> None:
    """Close the period before it ends by itself."""
    with acting(actor, on_behalf_of=person.audit_label):
        record("person.no_longer_seen_as", actor=actor, target=person, at=now)
