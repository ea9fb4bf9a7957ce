"""What a calendar shows of a plan, what a move makes late, and who reads a feed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.models import CalendarFeed
from essaim.steering.action_plan.states import MilestoneOutlook

from .factories import (
    MOMENT,
    ActionFactory,
    AxisFactory,
    DependencyFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def action():
    return ActionFactory(axis=AxisFactory(plan=PlanFactory(slug="2022-2026"), number=1), number=1, open=True)


def test_lateness_travels_to_what_waits(action) -> None:
    late = MilestoneFactory(action=action, title="Cadrage", due_on=date(2026, 2, 1))
    waiting = MilestoneFactory(action=action, title="Lancement", due_on=date(2026, 3, 12))
    far = MilestoneFactory(action=action, title="Bilan", due_on=date(2026, 3, 1), done_on=date(2026, 3, 1))
    DependencyFactory(milestone=waiting, needs=MilestoneFactory(action=action, due_on=date(2026, 4, 1), title="Étude"))
    DependencyFactory(milestone=far, needs=late)

    steps = {step.title: step for step in queries.plan_steps(action.plan, today=TODAY)}

    assert steps["Cadrage"].outlook == MilestoneOutlook.LATE
    assert steps["Bilan"].outlook == MilestoneOutlook.DONE
    assert (steps["Lancement"].outlook, steps["Lancement"].because_of) == (MilestoneOutlook.THREATENED, "Étude")
    assert steps["Lancement"].expected_on == date(2026, 4, 1)
    assert "Étude" in steps["Lancement"].sentence


def test_moving_says_what_becomes_late_through_others_and_in_other_plans(action) -> None:
    first = MilestoneFactory(action=action, title="Cadrage", due_on=date(2026, 4, 1))
    second = MilestoneFactory(action=action, title="Lancement", due_on=date(2026, 5, 1))
    third = MilestoneFactory(title="Bilan ailleurs", due_on=date(2026, 5, 15))
    DependencyFactory(milestone=second, needs=first)
    DependencyFactory(milestone=third, needs=second)

    found = queries.delayed_by_moving(first, due_on=date(2026, 5, 20), today=TODAY)

    assert [(late.milestone.title, late.delay_days) for late in found] == [("Lancement", 19), ("Bilan ailleurs", 5)]
    assert queries.delayed_by_moving(first, due_on=date(2026, 4, 20), today=TODAY) == []


def test_what_waits_for_something_late_is_threatened_even_with_time_left(action) -> None:
    waiting = MilestoneFactory(action=action, title="Lancement", due_on=date(2026, 9, 1))
    DependencyFactory(milestone=waiting, needs=MilestoneFactory(action=action, title="Étude", due_on=date(2026, 2, 1)))

    step = queries.plan_steps(action.plan, today=TODAY)[1]

    assert (step.outlook, step.expected_on) == (MilestoneOutlook.THREATENED, None)
    assert "“Étude” is late" in step.sentence


def test_queries_do_not_grow_with_the_plan(action) -> None:
    MilestoneFactory(action=action)
    with CaptureQueriesContext(connection) as few:
        queries.plan_steps(action.plan, today=TODAY)
    for _number in range(10):
        DependencyFactory(milestone__action=action, needs__action=action)
    with CaptureQueriesContext(connection) as many:
        queries.plan_steps(action.plan, today=TODAY)

    assert len(many) == len(few) <= 4


def test_page_shows_drawings_and_the_same_as_a_table(action, client: Client) -> None:
    MilestoneFactory(action=action, title="Cadrage & étude", due_on=date(2026, 6, 1))

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("action_plan:plan_calendar", args=["2022-2026"]), {"annee": "2026"})
    page = answer.content.decode()

    assert page.count("<svg") >= 2
    assert '<th scope="row">Cadrage &amp; étude</th>' in page
    assert "style=" not in page
    assert len(asked) <= 12


def test_filters_are_in_the_address_and_hold_for_the_file(action, client: Client) -> None:
    other = ActionFactory(axis=AxisFactory(plan=action.plan, number=2), number=2, open=True)
    pilot = PersonInActionFactory(action=other).person
    MilestoneFactory(action=action, title="Du premier axe")
    MilestoneFactory(action=other, title="Du second axe")
    url = reverse("action_plan:plan_calendar", args=["2022-2026"])

    client.force_login(UserFactory())

    by_axis = client.get(url, {"axe": "1", "export": "csv"}).getvalue().decode()
    by_pilot = client.get(url, {"pilote": str(pilot.pk)}).content.decode()

    assert "Du premier axe" in by_axis
    assert "Du second axe" not in by_axis
    assert "Du second axe" in by_pilot
    assert "Du premier axe" not in by_pilot


@pytest.mark.parametrize("query", [{"annee": "99999999999"}, {"annee": "²"}, {"axe": "-1"}, {"pilote": "x"}])
def test_nonsense_in_the_address_is_ignored(query: dict[str, str], action, client: Client) -> None:
    assert client.get(reverse("action_plan:plan_calendar", args=["2022-2026"]), query).status_code == 200


def test_plan_feed_is_a_calendar_with_whole_days(action, client: Client) -> None:
    milestone = MilestoneFactory(action=action, title="Cadrage, étude; suite", due_on=date(2026, 6, 1))

    answer = client.get(reverse("action_plan:plan_feed", args=["2022-2026"]))

    (event,) = Calendar.from_ical(answer.content).events
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(event["SUMMARY"]) == "Cadrage, étude; suite"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 6, 1), date(2026, 6, 2))
    assert event["UID"] == f"milestone-{milestone.pk}@testserver"
    assert str(event["URL"]).startswith("http://testserver/plans/2022-2026/actions/1/")


def test_draft_has_no_public_feed(client: Client) -> None:
    draft = PlanFactory(draft=True)

    assert client.get(reverse("action_plan:plan_feed", args=[draft.slug])).status_code == 404


@pytest.fixture
def pilot(action) -> User:
    return PersonInActionFactory(action=action, person__language="en").person


def _feed(client: Client, token: str):
    return client.get(reverse("action_plan:personal_feed", args=[token]))


def test_personal_feed_holds_own_milestones_and_tasks(action, pilot: User, client: Client) -> None:
    MilestoneFactory(action=action, title="Cadrage")
    MilestoneFactory(title="D’une autre action")
    TaskFactory(action=action, assignee=pilot, title="Écrire la note")
    _row, token = services.open_feed(person=pilot, actor=pilot, now=MOMENT)

    events = Calendar.from_ical(_feed(client, token).content).events

    assert {str(event["SUMMARY"]) for event in events} == {"Cadrage", "Task: Écrire la note"}


def test_secret_is_kept_nowhere(pilot: User) -> None:
    row, token = services.open_feed(person=pilot, actor=pilot, now=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_trail_link WHERE payload::text LIKE %s", [f"%{token}%"])
        (found,) = cursor.fetchone()

    assert token not in row.token_digest
    assert found == 0


def test_new_feed_closes_the_one_before(pilot: User, client: Client) -> None:
    _old_row, old = services.open_feed(person=pilot, actor=pilot, now=MOMENT)
    _new_row, new = services.open_feed(person=pilot, actor=pilot, now=MOMENT)

    assert (_feed(client, old).status_code, _feed(client, new).status_code) == (404, 200)


def test_closed_feed_answers_nothing(pilot: User, client: Client) -> None:
    row, token = services.open_feed(person=pilot, actor=pilot, now=MOMENT)
    services.revoke_feed(feed=row, actor=pilot, now=MOMENT)

    assert _feed(client, token).status_code == 404
    with pytest.raises(services.FeedClosed):
        services.revoke_feed(feed=row, actor=pilot, now=MOMENT)


def test_feed_of_somebody_who_left_answers_nothing(pilot: User, client: Client) -> None:
    _row, token = services.open_feed(person=pilot, actor=pilot, now=MOMENT)
    pilot.is_active, pilot.left_at = False, MOMENT
    pilot.save(update_fields=["is_active", "left_at"])

    assert _feed(client, token).status_code == 404


def test_nobody_opens_or_closes_the_feed_of_another(pilot: User) -> None:
    stranger = UserFactory()
    row, _token = services.open_feed(person=pilot, actor=pilot, now=MOMENT)

    with pytest.raises(NotAllowed):
        services.open_feed(person=pilot, actor=stranger, now=MOMENT)
    with pytest.raises(NotAllowed):
        services.revoke_feed(feed=row, actor=stranger, now=MOMENT)


def test_address_is_shown_once(pilot: User, client: Client) -> None:
    client.force_login(pilot)
    url = reverse("action_plan:own_feed")

    opened = client.post(url)
    later = client.get(url)

    assert ".ics" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert ".ics" not in later.content.decode()
    client.post(reverse("action_plan:feed_revoke"))
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()
