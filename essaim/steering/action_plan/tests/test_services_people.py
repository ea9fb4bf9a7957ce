"""One pilot at a time, even when two officers name one at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Action, PersonInAction
from essaim.steering.action_plan.states import PersonRole

from .factories import MOMENT, ActionFactory, PersonInActionFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_pilot", [False, True])
def test_two_officers_name_a_pilot_at_once_and_one_is_told(has_pilot: bool) -> None:
    action = ActionFactory(open=True)
    if has_pilot:
        PersonInActionFactory(action=action)
    seen = services.pilot_seen(action)
    officers = [RoleGrantFactory().person, RoleGrantFactory().person]
    chosen = [UserFactory(), UserFactory()]
    start = Barrier(2, timeout=20)

    def name(number: int) -> str:
        try:
            start.wait()
            services.name_person(
                action=Action.objects.get(pk=action.pk),
                actor=officers[number],
                person=chosen[number],
                role=PersonRole.PILOT,
                starts_on=date(2026, 3, 10),
                now=MOMENT,
                pilot_seen=seen,
            )
        except services.PilotChanged as change:
            return f"refused for {change.part.person.pk}"
        else:
            return "named"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(name, range(2)))

    pilot = PersonInAction.objects.get(action=action, role=PersonRole.PILOT, ends_on__isnull=True)
    winner = said.index("named")
    assert sorted(said) == ["named", f"refused for {chosen[winner].pk}"]
    assert pilot.person == chosen[winner]


@pytest.fixture
def officer(client: Client) -> User:
    person = RoleGrantFactory(person__language="en").person
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    return person


@pytest.mark.django_db
def test_page_opened_before_another_pilot_was_named_says_who_and_lets_choose(officer: User, client: Client) -> None:
    action = ActionFactory(open=True)
    place = [action.plan.slug, action.number]
    page = client.get(reverse("action_plan:steering", args=place)).context["person_form"]
    values = {
        "person-person": UserFactory().pk,
        "person-role": PersonRole.PILOT,
        "person-starts_on": "2026-03-10",
        "person-pilot_seen": page.initial["pilot_seen"],
    }
    first = PersonInActionFactory(action=action, person__full_name="Maxence Deûlémont")

    refused = client.post(reverse("action_plan:person_add", args=place), values)
    shown = refused.context["person_form"]
    again = client.post(
        reverse("action_plan:person_add", args=place), {**values, "person-pilot_seen": shown["pilot_seen"].value()}
    )

    assert refused.status_code == 409
    assert "Somebody named Maxence Deûlémont meanwhile" in refused.content.decode()
    assert again.status_code == 302
    first.refresh_from_db()
    assert first.ends_on is not None


@pytest.mark.django_db
def test_pilot_is_named_without_looking_first() -> None:
    action = ActionFactory(open=True)
    first = PersonInActionFactory(action=action)

    services.name_person(
        action=action,
        actor=RoleGrantFactory().person,
        person=UserFactory(),
        role=PersonRole.PILOT,
        starts_on=date(2026, 3, 10),
        now=MOMENT,
    )

    first.refresh_from_db()
    assert first.ends_on == date(2026, 3, 10)
