"""Who may read a message: the one it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .models import Notification

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User


def can_read(person: User, notification: Notification) -> Decision:
    """Tell whether a person may read a message or mark it as read: their own only."""
    if notification.recipient_id == person.pk:
        return ALLOW
    return deny(_("This message is for somebody else."))
