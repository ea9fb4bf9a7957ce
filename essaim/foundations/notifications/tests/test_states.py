"""The moves of a mail and of a reminder are those written here, and no other."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction

from essaim.foundations.notifications.states import MAIL_MOVES, REMINDER_MOVES, MailState, ReminderState, StopCause
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import MOMENT, NotificationFactory, ReminderFactory

MAIL_ALLOWED = {("send", MailState.WAITING): MailState.SENT, ("give_up", MailState.WAITING): MailState.GIVEN_UP}
REMINDER_ALLOWED = {
    ("exhaust", ReminderState.PENDING): ReminderState.EXHAUSTED,
    ("stop", ReminderState.PENDING): ReminderState.STOPPED,
    ("stop", ReminderState.EXHAUSTED): ReminderState.STOPPED,
}


@pytest.mark.parametrize(("move", "state"), list(itertools.product(["send", "give_up"], MailState)))
def test_only_listed_moves_of_a_mail_are_possible(move: str, state: MailState) -> None:
    if (move, state) in MAIL_ALLOWED:
        assert MAIL_MOVES.target(move, state) == MAIL_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            MAIL_MOVES.target(move, state)


@pytest.mark.parametrize(("move", "state"), list(itertools.product(["exhaust", "stop"], ReminderState)))
def test_only_listed_moves_of_a_reminder_are_possible(move: str, state: ReminderState) -> None:
    if (move, state) in REMINDER_ALLOWED:
        assert REMINDER_MOVES.target(move, state) == REMINDER_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            REMINDER_MOVES.target(move, state)


def test_tables_have_no_other_move() -> None:
    assert [move.name for move in MAIL_MOVES] == ["send", "give_up"]
    assert [move.name for move in REMINDER_MOVES] == ["exhaust", "stop"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"mail_state": MailState.SENT}, "sent_mail_has_its_moment_and_no_other"),
        ({"mailed_at": MOMENT}, "sent_mail_has_its_moment_and_no_other"),
        ({"url": "https://elsewhere.example/"}, "notification_leads_to_a_page_of_ours"),
        ({"url": "//elsewhere.example/"}, "notification_leads_to_a_page_of_ours"),
        ({"subject": ""}, "notification_has_a_subject"),
    ],
)
def test_database_refuses_a_message_that_cannot_be(values: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        NotificationFactory(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": ReminderState.STOPPED}, "stopped_reminder_says_when_and_why"),
        ({"state": ReminderState.STOPPED, "stopped_at": MOMENT}, "stopped_reminder_says_when_and_why"),
        ({"stop_cause": StopCause.CAUSE_GONE}, "stopped_reminder_says_when_and_why"),
        ({"sent_count": 1}, "sent_reminder_has_its_day"),
        ({"last_sent_on": MOMENT.date()}, "sent_reminder_has_its_day"),
    ],
)
def test_database_refuses_a_reminder_that_contradicts_itself(values: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ReminderFactory(**values)
