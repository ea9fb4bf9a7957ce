"""Who is reminded of what, when, and what stops it; then a whole year of it."""

from __future__ import annotations

import io
import itertools
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory, person_with
from essaim.foundations.documents.services import deposit_document, purge_documents, record_agreement, withdraw_document
from essaim.foundations.notifications.models import Notification, Reminder
from essaim.foundations.notifications.queries import ComingReminder, coming_reminders
from essaim.foundations.notifications.services import remind
from essaim.foundations.notifications.states import ReminderState
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.reminders import RULES
from essaim.steering.action_plan.states import ActionStatus

from .factories import (
    ActionFactory,
    FeedbackFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def _coming(person: User, rule: str, day: date = TODAY) -> list[ComingReminder]:
    return [found for found in coming_reminders(person, now=_at(day)) if found.rule.key == f"action_plan.{rule}"]


def _first_days(person: User, rule: str, day: date = TODAY) -> list[date | None]:
    return [found.next_on for found in _coming(person, rule, day)]


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def piloted() -> tuple[Action, User]:
    part = PersonInActionFactory()
    return part.action, part.person


def test_pilot_is_told_of_a_milestone_fourteen_days_before(piloted: tuple[Action, User]) -> None:
    action, pilot = piloted
    milestone = MilestoneFactory(action=action, due_on=date(2026, 6, 1))

    assert _first_days(pilot, "milestone_coming") == [date(2026, 5, 18)]
    assert _coming(pilot, "milestone_coming", milestone.due_on + timedelta(days=1)) == []


def test_pilot_is_told_of_a_late_milestone_until_it_is_done(piloted: tuple[Action, User], officer: User) -> None:
    action, pilot = piloted
    milestone = MilestoneFactory(action=action, due_on=date(2026, 3, 1))

    assert _first_days(pilot, "milestone_late") == [date(2026, 3, 2)]
    services.reach_milestone(milestone=milestone, actor=officer, done_on=TODAY, now=_at(TODAY))
    assert _coming(pilot, "milestone_late") == []


def test_milestone_that_is_moved_is_reminded_of_anew(piloted: tuple[Action, User], officer: User) -> None:
    action, pilot = piloted
    milestone = MilestoneFactory(action=action, due_on=date(2026, 3, 15))
    remind(now=_at(date(2026, 3, 4)))
    remind(now=_at(date(2026, 3, 11)))
    assert _first_days(pilot, "milestone_coming", date(2026, 3, 12)) == [None]

    services.move_milestone(milestone=milestone, actor=officer, due_on=date(2026, 5, 15), now=_at(TODAY))

    assert _first_days(pilot, "milestone_coming", date(2026, 3, 12)) == [date(2026, 5, 1)]


def test_task_is_recalled_to_whoever_has_it_now(officer: User) -> None:
    task = TaskFactory(due_on=date(2026, 4, 1))
    before, after = task.assignee, UserFactory()

    assert _first_days(before, "task_coming") == [date(2026, 3, 29)]
    assert _first_days(before, "task_late", date(2026, 4, 5)) == [date(2026, 4, 2)]
    services.transfer_task(task=task, successor=after, actor=officer, now=_at(TODAY))

    assert _coming(before, "task_coming") == []
    assert len(_coming(after, "task_coming")) == 1


@pytest.mark.parametrize("move", ["finish", "cancel"])
def test_ended_task_is_not_recalled(move: str, officer: User) -> None:
    task = TaskFactory(due_on=date(2026, 3, 1))

    services.move_task(task=task, actor=officer, move=move, now=_at(TODAY))

    assert _coming(task.assignee, "task_late") == []


def test_answer_is_recalled_to_every_officer_then_to_the_one_who_took_it(officer: User) -> None:
    colleague = person_with(RoleKind.OFFICER)
    RoleGrantFactory(person=colleague, kind=RoleKind.ADMINISTRATOR)
    feedback = FeedbackFactory(answer_due_on=date(2026, 3, 20))

    assert [_first_days(person, "answer_due") for person in (officer, colleague)] == [[date(2026, 3, 15)]] * 2
    services.assign_feedback(feedback=feedback, actor=officer, assignee=colleague, now=_at(TODAY))
    assert (_coming(officer, "answer_due"), len(_coming(colleague, "answer_due"))) == ([], 1)
    services.answer_feedback(feedback=feedback, actor=officer, answer="Voici.", now=_at(TODAY))
    assert _coming(colleague, "answer_due") == []


def test_author_is_told_that_a_status_put_by_hand_ends(piloted: tuple[Action, User], officer: User) -> None:
    action, pilot = piloted
    services.override_status(
        action=action,
        actor=officer,
        status=ActionStatus.ON_TRACK,
        reason="Accord oral",
        starts_on=TODAY,
        ends_on=date(2026, 4, 10),
        now=_at(TODAY),
    )

    assert _first_days(officer, "override_ending") == [date(2026, 4, 3)]
    assert _coming(officer, "override_ending", date(2026, 4, 10)) == []
    assert _coming(pilot, "override_ending") == []


def test_ninety_days_of_silence_count_from_the_latest_news(piloted: tuple[Action, User], officer: User) -> None:
    action, pilot = piloted

    assert _first_days(pilot, "action_silent") == [action.opened_on + timedelta(days=90)]
    services.write_note(action=action, actor=officer, text="Réunion tenue.", now=_at(TODAY))

    assert _first_days(pilot, "action_silent") == [TODAY + timedelta(days=90)]
    assert _first_days(officer, "plan_silent") == [TODAY + timedelta(days=90)]


def test_depositor_is_told_before_and_after_a_document_leaves(piloted: tuple[Action, User], settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    action, pilot = piloted
    document = deposit_document(
        subject_kind="action_plan.action",
        subject_id=str(action.pk),
        actor=pilot,
        content=io.BytesIO(b"Compte rendu"),
        file_name="cr.txt",
        purpose="Suivi",
        keep_until=date(2026, 6, 1),
        now=_at(TODAY),
    )

    assert _first_days(pilot, "document_leaving") == [date(2026, 5, 18)]
    withdraw_document(document=document, actor=pilot, reason="Périmé", now=_at(TODAY))
    assert _first_days(pilot, "document_leaving") == [TODAY]
    record_agreement(
        documents=[document.pk],
        reference="Bordereau 1",
        agreed_on=TODAY,
        actor=person_with(RoleKind.ADMINISTRATOR),
        now=_at(TODAY),
    )
    purge_documents(now=_at(date(2026, 4, 9)))
    assert _coming(pilot, "document_leaving", date(2026, 4, 9)) == []


@pytest.mark.parametrize(
    "plan", [{"closed": True}, {"draft": True}, {"origin_siren": "244400404", "origin_name": "Nantes Métropole"}]
)
def test_draft_closed_and_foreign_plans_remind_nobody(plan: dict[str, object], officer: User) -> None:
    action = ActionFactory(open=True, axis__plan=PlanFactory(**plan))
    pilot = PersonInActionFactory(action=action).person
    MilestoneFactory(action=action, due_on=date(2026, 3, 1))
    TaskFactory(action=action, assignee=pilot, due_on=date(2026, 3, 1))

    assert coming_reminders(pilot, now=_at(TODAY)) == []
    assert coming_reminders(officer, now=_at(TODAY)) == []


def test_ended_action_reminds_nobody(piloted: tuple[Action, User], officer: User) -> None:
    action, pilot = piloted
    MilestoneFactory(action=action, due_on=date(2026, 3, 1))
    TaskFactory(action=action, assignee=pilot, due_on=date(2026, 3, 1))

    services.drop_action(action=action, actor=officer, ended_on=TODAY, reason="Abandonnée", now=_at(TODAY))

    assert coming_reminders(pilot, now=_at(TODAY)) == []


def test_somebody_who_left_is_not_reminded() -> None:
    part = PersonInActionFactory(person=UserFactory(gone=True))
    MilestoneFactory(action=part.action, due_on=date(2026, 3, 1))

    assert remind(now=_at(TODAY)).sent == ()


def test_page_of_the_pilot_shows_date_rule_maximum_and_stop(client: Client, piloted: tuple[Action, User]) -> None:
    action, pilot = piloted
    MilestoneFactory(action=action, title="Signature", due_on=date(2099, 6, 1))
    client.force_login(pilot)

    page = client.get(reverse("notifications:reminders")).content.decode()

    assert "Signature" in page
    assert "18/05/2099" in page
    assert reverse("action_plan:steering", args=[action.plan.slug, action.number]) in page
    for rule in RULES:
        assert str(rule.label) in page


def test_list_costs_the_same_whatever_is_due(piloted: tuple[Action, User], django_assert_max_num_queries) -> None:
    action, pilot = piloted
    MilestoneFactory(action=action)
    TaskFactory(action=action, assignee=pilot)
    with django_assert_max_num_queries(60) as first:
        coming_reminders(pilot, now=_at(TODAY))

    MilestoneFactory.create_batch(20, action=action)
    TaskFactory.create_batch(20, action=action, assignee=pilot)
    with django_assert_max_num_queries(len(first)):
        coming_reminders(pilot, now=_at(TODAY))


class TestOneYear:
    """Sample data lives for twelve months: what is closed on a day is not recalled from that day on."""

    START = date(2026, 1, 5)

    def _sample(self, officer: User) -> dict[date, list[tuple[str, Callable[[datetime], object]]]]:
        """Make six piloted actions with steps, tasks and questions, and return what is closed on which day."""
        closures: dict[date, list[tuple[str, Callable[[datetime], object]]]] = defaultdict(list)
        axis = ActionFactory(open=True).axis
        for number in range(6):
            action = ActionFactory(open=True, axis=axis, plan=axis.plan)
            pilot = PersonInActionFactory(action=action).person
            due = self.START + timedelta(days=25 * number + 20)
            milestone = MilestoneFactory(action=action, due_on=due)
            task = TaskFactory(action=action, assignee=pilot, due_on=due + timedelta(days=5))
            feedback = FeedbackFactory(plan=action.plan, action=action, answer_due_on=due + timedelta(days=3))

            def reach(now: datetime, milestone=milestone) -> object:
                return services.reach_milestone(milestone=milestone, actor=officer, done_on=now.date(), now=now)

            def finish(now: datetime, task=task) -> object:
                return services.move_task(task=task, actor=officer, move="finish", now=now)

            def answer(now: datetime, feedback=feedback) -> object:
                return services.answer_feedback(feedback=feedback, actor=officer, answer="Voici.", now=now)

            # Some are closed before their day, some long after.
            closures[due + timedelta(days=20 * number - 12)].append((f"milestone:{milestone.pk}:", reach))
            closures[due + timedelta(days=15 * number - 2)].append((f"task:{task.pk}:", finish))
            closures[due + timedelta(days=4 * number)].append((f"feedback:{feedback.pk}", answer))
        return closures

    def test_nothing_is_recalled_after_it_is_closed_and_nothing_is_told_twice(
        self, officer: User, django_capture_on_commit_callbacks
    ) -> None:
        closures = self._sample(officer)
        closed_on: dict[str, date] = {}
        told: dict[date, list[Notification]] = {}
        for number in range(365):
            day = self.START + timedelta(days=number)
            for key, close in closures.get(day, ()):
                close(_at(day))
                closed_on[key] = day
            # Four nights of five are missed, which must change nothing; the night of a closure never is.
            if number % 5 and day not in closures:
                continue
            with django_capture_on_commit_callbacks(execute=True):
                remind(now=_at(day))
            told[day] = list(Notification.objects.filter(created_at=_at(day)).select_related("recipient"))

        reminders = {reminder.pk: reminder for reminder in Reminder.objects.all()}
        assert len(closed_on) == 18
        assert {rule for rule, _about in _counted(told, reminders)} >= {
            "action_plan.milestone_coming",
            "action_plan.milestone_late",
            "action_plan.task_late",
            "action_plan.answer_due",
            "action_plan.action_silent",
        }
        after_closure = [
            (day, notification.subject)
            for day, notifications in told.items()
            for notification in notifications
            for key, closing_day in closed_on.items()
            if _about(notification, reminders).startswith(key) and day >= closing_day
        ]
        assert after_closure == []
        twice_a_day = [
            (day, key)
            for day, notifications in told.items()
            for key, count in _count(
                (notification.recipient_id, _about(notification, reminders)) for notification in notifications
            ).items()
            if count > 1
        ]
        assert twice_a_day == []
        # One mail for each message on the page, neither more nor fewer, and each reminder under its maximum.
        assert sorted((sent.to[0], sent.subject) for sent in mail.outbox) == sorted(
            (notification.recipient.email, notification.subject)
            for notification in itertools.chain.from_iterable(told.values())
        )
        maxima = {rule.key: rule.maximum for rule in RULES}
        assert all(reminder.sent_count <= maxima[reminder.rule_key] for reminder in reminders.values())
        # What was closed has stopped: nothing waits for a thing that is over.
        open_ones = [reminder for reminder in reminders.values() if reminder.state != ReminderState.STOPPED]
        assert not any(reminder.subject_key.startswith(tuple(closed_on)) for reminder in open_ones)


def _about(notification: Notification, reminders: dict[int, Reminder]) -> str:
    return reminders[int(notification.key.split(":")[1])].subject_key


def _counted(told: dict[date, list[Notification]], reminders: dict[int, Reminder]) -> set[tuple[str, str]]:
    return {
        (notification.kind, _about(notification, reminders))
        for notification in itertools.chain.from_iterable(told.values())
    }


def _count(keys) -> dict[object, int]:
    counts: dict[object, int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return counts
