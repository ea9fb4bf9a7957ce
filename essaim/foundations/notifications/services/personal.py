"""What the room keeps of a person: given to them, or erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications import queries
from essaim.foundations.notifications.models import MailPreference, Notification, Reminder


def export_messages(person: User) -> object:
    """Return every message, choice and reminder of a person, as what JSON can hold, oldest first."""
    messages = queries.notifications_of(person).order_by("created_at", "pk")
    preferences = MailPreference.objects.filter(person=person)
    reminders = Reminder.objects.filter(recipient=person).order_by("started_at", "pk")
    return {
        "messages": [
            {
                "received": message.created_at.isoformat(),
                "read": message.read_at.isoformat() if message.read_at else None,
                "mailed": message.mailed_at.isoformat() if message.mailed_at else None,
                "kind": message.kind,
                "subject": message.subject,
                "text": message.body,
                "page": message.url,
            }
            for message in messages
        ],
        "mail_preferences": {preference.kind: preference.wants_mail for preference in preferences.order_by("kind")},
        "reminders": [
            {
                "rule": reminder.rule_key,
                "about": reminder.subject_key,
                "sent": reminder.sent_count,
                "started": reminder.started_at.isoformat(),
                "stopped": reminder.stopped_at.isoformat() if reminder.stopped_at else None,
            }
            for reminder in reminders
        ],
    }


@transaction.atomic
def erase_messages(*, person: User, now: datetime) -> None:
    """Erase every message, choice and reminder of a person who left; nobody else sees a difference."""
    Notification.objects.filter(recipient=person).delete()
    MailPreference.objects.filter(person=person).delete()
    Reminder.objects.filter(recipient=person).delete()
