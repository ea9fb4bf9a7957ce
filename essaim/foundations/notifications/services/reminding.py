"""Runs the rules: reminds whoever must be, at most so often, and stops what has no cause any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.foundations.notifications import queries
from essaim.foundations.notifications.models import Reminder
from essaim.foundations.notifications.rules import Due, ReminderRule, all_rules
from essaim.foundations.notifications.states import REMINDER_MOVES, ReminderState, StopCause

from .messages import notify


@dataclass(frozen=True, slots=True)
class RemindReport:
    """What a run did, or would do: (rule key, recipient's name, subject) of each reminder sent, and how many stopped."""

    sent: tuple[tuple[str, str, str], ...]
    stopped: int


def remind(
    *, now: datetime, is_dry_run: bool = False, progress: Callable[[str], None] = lambda rule_key: None
) -> RemindReport:
    """
    Run every rule once: stop the reminders without cause, then send those whose day has come.

    Safe to run twice: a reminder has one message per turn, by its key, and its next day is later than today.

    :param progress: told the key of each rule before it runs
    """
    sent: list[tuple[str, str, str]] = []
    stopped = 0
    under_way = queries.reminders_under_way()
    for rule in all_rules():
        progress(rule.key)
        of_rule = {key: reminder for key, reminder in under_way.items() if reminder.rule_key == rule.key}
        # One transaction a rule: what it lists and what is sent of it are one state of things.
        with transaction.atomic():
            rule_sent, rule_stopped = _run(rule, of_rule, now, is_dry_run=is_dry_run)
        sent += rule_sent
        stopped += rule_stopped
    return RemindReport(tuple(sent), stopped)


def _run(
    rule: ReminderRule, under_way: Mapping[queries.ReminderKey, Reminder], now: datetime, *, is_dry_run: bool
) -> tuple[list[tuple[str, str, str]], int]:
    today = queries.today_of(now)
    due_by_key = {
        (rule.key, due.subject_key, due.recipient.pk): due for due in rule.due(now) if due.recipient.is_active
    }
    orphans = [reminder for key, reminder in under_way.items() if key not in due_by_key]
    if not is_dry_run:
        for reminder in orphans:
            _stop(reminder, now)
    sent = []
    for key, due in due_by_key.items():
        next_on = queries.next_day(rule, due, under_way.get(key))
        is_its_day = next_on is not None and next_on <= today
        if is_its_day and (is_dry_run or _send(rule, due, under_way.get(key), now)):
            sent.append((rule.key, due.recipient.full_name, str(due.subject)))
    return sent, len(orphans)


def _stop(reminder: Reminder, now: datetime) -> None:
    reminder.state = REMINDER_MOVES.target("stop", reminder.state)
    reminder.stopped_at = now
    reminder.stop_cause = StopCause.CAUSE_GONE if reminder.recipient.is_active else StopCause.ACCOUNT_CLOSED
    reminder.save(update_fields=["state", "stopped_at", "stop_cause"])


def _send(rule: ReminderRule, due: Due, reminder: Reminder | None, now: datetime) -> bool:
    """Send one reminder and count it; nothing if another run has just done it."""
    if reminder is None:
        try:
            with transaction.atomic():
                reminder = Reminder.objects.create(
                    rule_key=rule.key, subject_key=due.subject_key, recipient=due.recipient, started_at=now
                )
        except IntegrityError:
            return False
    held = Reminder.objects.select_for_update(of=("self",)).get(pk=reminder.pk)
    if held.sent_count != reminder.sent_count or held.state != ReminderState.PENDING:
        return False
    turn = held.sent_count + 1
    told = notify(
        recipient=due.recipient,
        kind=rule.key,
        subject=due.subject,
        body=partial(_body, rule, due, turn),
        url=due.url,
        now=now,
        key=f"reminder:{held.pk}:{turn}",
    )
    held.sent_count = turn
    held.last_sent_on = queries.today_of(now)
    held.subject, held.url = told.subject, told.url
    if turn >= rule.maximum:
        held.state = REMINDER_MOVES.target("exhaust", held.state)
    held.save(update_fields=["sent_count", "last_sent_on", "state", "subject", "url"])
    return True


def _body(rule: ReminderRule, due: Due, turn: int) -> str:
    """Say what it is about, which reminder this is of how many, and what stops them."""
    count = _("Reminder %(turn)s of %(maximum)s at most.") % {"turn": turn, "maximum": rule.maximum}
    words = str(due.body() if callable(due.body) else due.body)
    return f"{words}\n\n{count} {due.stops_when}"
