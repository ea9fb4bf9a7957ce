"""What people do with their own messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications import permissions, queries
from essaim.foundations.notifications.kinds import all_kinds
from essaim.foundations.notifications.models import MailPreference, Notification
from essaim.foundations.primitives.decisions import require


@transaction.atomic
def mark_read(*, notification: Notification, actor: User, now: datetime) -> Notification:
    """
    Mark a message as read; the first time counts.

    :raises NotAllowed: if it is somebody else's
    """
    notification = Notification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    require(permissions.can_read(actor, notification))
    if notification.read_at is None:
        notification.read_at = now
        notification.save(update_fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, actor: User, now: datetime) -> int:
    """Mark every message of the actor as read and return how many there were."""
    return queries.notifications_of(actor).unread().update(read_at=now)


@transaction.atomic
def choose_mails(*, actor: User, wanted: Collection[str]) -> None:
    """
    Choose which kinds of messages the actor gets by mail; every kind not named is refused.

    Mails that wait already are not held back.
    """
    MailPreference.objects.bulk_create(
        [MailPreference(person=actor, kind=kind.key, wants_mail=kind.key in wanted) for kind in all_kinds()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["wants_mail"],
    )
