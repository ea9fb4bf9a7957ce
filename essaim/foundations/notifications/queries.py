"""Reads of the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from essaim.foundations.accounts.models import User

from .kinds import Kind, all_kinds
from .models import Letter, MailPreference, Notification, NotificationQuerySet, Reminder
from .rules import Due, ReminderRule, all_rules
from .states import KEPT_DAYS, MailState, ReminderState


def notifications_of(person: User) -> NotificationQuerySet:
    """Return a person's own messages, latest first."""
    return Notification.objects.to(person)


def unread_count(person: User | AnonymousUser) -> int:
    """Count a person's unread messages: one query on a partial index; none for somebody without account."""
    if not isinstance(person, User):
        return 0
    return Notification.objects.to(person).unread().count()


def wants_mail(person: User, kind: str) -> bool:
    """Tell whether a person wants a kind of message by mail; they do until they say otherwise."""
    return not MailPreference.objects.filter(person=person, kind=kind, wants_mail=False).exists()


def preferences_of(person: User) -> list[tuple[Kind, bool]]:
    """List every kind of message with whether the person wants it by mail."""
    refused = set(MailPreference.objects.filter(person=person, wants_mail=False).values_list("kind", flat=True))
    return [(kind, kind.key not in refused) for kind in all_kinds()]


def mails_waiting() -> NotificationQuerySet:
    """Return the messages whose mail is still to be sent, oldest first."""
    rows = Notification.objects.filter(mail_state=MailState.WAITING)
    return rows.select_related("recipient").order_by("created_at", "pk")


def letters_waiting() -> QuerySet[Letter]:
    """Return the letters still to be sent, oldest first."""
    return Letter.objects.filter(mail_state=MailState.WAITING).order_by("created_at", "pk")


def letters_too_old(now: datetime) -> QuerySet[Letter]:
    """Return the letters written more than a year ago."""
    return Letter.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))


def messages_too_old(now: datetime) -> NotificationQuerySet:
    """Return the messages kept for more than a year."""
    return Notification.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))


# What makes a reminder one and the same: rule, subject and recipient.
ReminderKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class ComingReminder:
    """
    A reminder to come, as its recipient sees it.

    next_on: the day it is sent; today or before means at the next run. None once it was said as often as allowed.
    """

    rule: ReminderRule
    due: Due
    sent_count: int
    next_on: date | None


def next_day(rule: ReminderRule, due: Due, reminder: Reminder | None) -> date | None:
    """Return the day a reminder is next sent: its first day, then one interval after the last; None when exhausted."""
    if reminder is None or reminder.last_sent_on is None:
        return due.starts_on
    if reminder.state != ReminderState.PENDING or reminder.sent_count >= rule.maximum:
        return None
    return max(due.starts_on, reminder.last_sent_on + timedelta(days=rule.every))


def reminders_under_way(*, person: User | None = None) -> dict[ReminderKey, Reminder]:
    """Return the reminders not stopped, of everybody or of one person."""
    rows = Reminder.objects.exclude(state=ReminderState.STOPPED).select_related("recipient").order_by("pk")
    if person is not None:
        rows = rows.filter(recipient=person)
    return {(row.rule_key, row.subject_key, row.recipient_id): row for row in rows}


def coming_reminders(person: User, *, now: datetime) -> list[ComingReminder]:
    """
    List what a person will be reminded of, the nearest first, then what was said as often as allowed.

    Computed from the rules as things are now, not from the last run: what was closed a minute ago is not in it.
    """
    under_way = reminders_under_way(person=person)
    coming = []
    for rule in all_rules():
        for due in rule.due(now):
            if due.recipient.pk == person.pk:
                reminder = under_way.get((rule.key, due.subject_key, person.pk))
                sent = reminder.sent_count if reminder else 0
                coming.append(ComingReminder(rule, due, sent, next_day(rule, due, reminder)))
    never = date.max
    return sorted(coming, key=lambda found: (found.next_on or never, found.due.subject_key))


def stopped_reminders(person: User, *, now: datetime, days: int = 90) -> list[Reminder]:
    """List the reminders of a person that stopped lately, with why, latest first."""
    since = now - timedelta(days=days)
    rows = Reminder.objects.filter(recipient=person, state=ReminderState.STOPPED, stopped_at__gte=since)
    return list(rows.order_by("-stopped_at", "-pk")[:50])


def today_of(now: datetime) -> date:
    """Return the day of a moment where the authority is."""
    return timezone.localdate(now)
