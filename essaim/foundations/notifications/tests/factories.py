"""Smallest valid messages and reminders."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.notifications.models import Notification, Reminder
from essaim.foundations.notifications.states import MailState

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


class NotificationFactory(factory.django.DjangoModelFactory):
    """An unread message whose mail is waiting."""

    class Meta:
        model = Notification

    recipient = factory.SubFactory(UserFactory)
    kind = "tests.news"
    subject = factory.Sequence(lambda number: f"Nouvelle {number}")
    body = "Il y a du nouveau."
    url = "/plans/"
    key = factory.Sequence(lambda number: f"news:{number}")
    created_at = MOMENT
    mail_state = MailState.WAITING

    class Params:
        read = factory.Trait(read_at=MOMENT)
        sent = factory.Trait(mail_state=MailState.SENT, mailed_at=MOMENT)


class ReminderFactory(factory.django.DjangoModelFactory):
    """A reminder not sent yet."""

    class Meta:
        model = Reminder

    rule_key = "tests.rule"
    subject_key = factory.Sequence(lambda number: f"thing:{number}")
    recipient = factory.SubFactory(UserFactory)
    started_at = MOMENT
