"""A reminder comes on its day, so often at most, to one person, and stops with its cause."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.notifications import queries, rules, services
from essaim.foundations.notifications.models import Notification, Reminder
from essaim.foundations.notifications.states import ReminderState, StopCause

from .conftest import Things
from .factories import MOMENT

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 10)


def _run(day: date) -> services.RemindReport:
    return services.remind(now=datetime.combine(day, MOMENT.timetz()))


def _days_sent(start: date, days: int) -> list[int]:
    """Run every day and return on which ones, counted from the start, something was sent."""
    return [number for number in range(days) if _run(start + timedelta(days=number)).sent]


def test_reminder_comes_on_its_day_then_at_its_pace_and_as_often_as_allowed(things: Things) -> None:
    things.open["1"] = (UserFactory(), FIRST + timedelta(days=2))

    assert _days_sent(FIRST, 60) == [2, 9, 16]
    assert Reminder.objects.get().state == ReminderState.EXHAUSTED


def test_run_twice_the_same_day_sends_once(things: Things) -> None:
    things.open["1"] = (UserFactory(), FIRST)

    assert [len(_run(FIRST).sent) for _turn in range(3)] == [1, 0, 0]
    assert Notification.objects.count() == 1


def test_missed_nights_are_not_caught_up_one_by_one(things: Things) -> None:
    things.open["1"] = (UserFactory(), FIRST)

    assert _days_sent(FIRST + timedelta(days=100), 5) == [0]


def test_what_is_closed_is_not_reminded_and_says_why_it_stopped(things: Things) -> None:
    things.open["1"] = (UserFactory(), FIRST)
    _run(FIRST)
    things.open.clear()

    report = _run(FIRST + timedelta(days=7))

    reminder = Reminder.objects.get()
    assert (report.sent, report.stopped) == ((), 1)
    assert (reminder.state, reminder.stop_cause) == (ReminderState.STOPPED, StopCause.CAUSE_GONE)
    assert (reminder.subject, reminder.url) == ("Chose 1", "/choses/1/")


def test_what_opens_again_is_a_new_reminder(things: Things) -> None:
    things.open["1"] = opened = (UserFactory(), FIRST)
    _days_sent(FIRST, 30)
    things.open.clear()
    _run(FIRST + timedelta(days=30))
    things.open["1"] = opened

    assert _days_sent(FIRST + timedelta(days=31), 60) == [0, 7, 14]
    assert Notification.objects.count() == 6


def test_new_recipient_is_reminded_and_the_old_one_no_more(things: Things) -> None:
    before, after = UserFactory(), UserFactory()
    things.open["1"] = (before, FIRST)
    _run(FIRST)
    things.open["1"] = (after, FIRST)

    _days_sent(FIRST + timedelta(days=1), 30)

    assert queries.notifications_of(before).count() == 1
    assert queries.notifications_of(after).count() == 3


def test_closed_account_stops_its_reminders(things: Things) -> None:
    person = UserFactory()
    things.open["1"] = (person, FIRST)
    _run(FIRST)
    person.is_active, person.left_at = False, MOMENT
    person.save()

    assert _run(FIRST + timedelta(days=7)).sent == ()
    assert Reminder.objects.get().stop_cause == StopCause.ACCOUNT_CLOSED


def test_message_says_the_turn_the_maximum_and_the_stop(things: Things) -> None:
    things.open["1"] = (UserFactory(language="en"), FIRST)

    _days_sent(FIRST, 8)

    body = Notification.objects.latest("created_at").body
    assert "Reminder 2 of 3 at most." in body
    assert "Elle s’arrête une fois faite." in body


def test_dry_run_says_the_same_and_writes_nothing(things: Things) -> None:
    person = UserFactory(full_name="Camille Exemple")
    things.open["1"] = (person, FIRST)

    report = services.remind(now=MOMENT, is_dry_run=True)

    assert report.sent == (("tests.rule", "Camille Exemple", "Chose 1"),)
    assert not Reminder.objects.exists()
    assert not Notification.objects.exists()


def test_next_date_is_known_before_the_first_and_after_each(things: Things) -> None:
    person = UserFactory()
    things.open["1"] = (person, FIRST)

    def next_on() -> date | None:
        return queries.coming_reminders(person, now=MOMENT)[0].next_on

    assert next_on() == FIRST
    _run(FIRST)
    assert next_on() == FIRST + timedelta(days=7)
    _days_sent(FIRST, 60)
    assert next_on() is None


def test_list_is_as_things_are_now(things: Things) -> None:
    person = UserFactory()
    things.open["1"] = (person, FIRST)
    things.open["2"] = (UserFactory(), FIRST)
    _run(FIRST)
    del things.open["1"]

    assert queries.coming_reminders(person, now=MOMENT) == []


@pytest.mark.parametrize(("every", "maximum"), [(0, 3), (7, 0)])
def test_rule_without_pace_or_maximum_is_refused(every: int, maximum: int) -> None:
    with pytest.raises(rules.RuleNotAllowed):
        rules.register(rules.ReminderRule("tests.bad", "", "", lambda now: [], every=every, maximum=maximum))


def test_command_runs_as_of_a_day(things: Things) -> None:
    things.open["1"] = (UserFactory(), date(2030, 1, 10))
    out = StringIO()

    call_command("notifications", "remind", "--at", "2030-01-09", stdout=out)
    call_command("notifications", "remind", "--at", "2030-01-10", "--dry-run", stdout=out)
    call_command("notifications", "remind", "--at", "2030-01-10", stdout=out)

    lines = [line for line in out.getvalue().splitlines() if line.endswith("stopped.")]
    assert lines == [
        "0 reminders sent, 0 stopped.",
        "Would be: 1 reminders sent, 0 stopped.",
        "1 reminders sent, 0 stopped.",
    ]


def test_command_refuses_what_is_no_day(things: Things) -> None:
    with pytest.raises(CommandError, match="2026-03-02"):
        call_command("notifications", "remind", "--at", "demain", stdout=StringIO())
