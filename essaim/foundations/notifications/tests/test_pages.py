"""Pages of a person's messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.notifications import queries
from essaim.foundations.notifications.models import Notification, Reminder
from essaim.foundations.notifications.states import ReminderState, StopCause
from essaim.foundations.primitives.decisions import NotAllowed

from .conftest import Things
from .factories import MOMENT, NotificationFactory, ReminderFactory

pytestmark = pytest.mark.django_db
INBOX = "/notifications/"


@pytest.fixture
def person(db: None) -> User:
    return UserFactory(full_name="Camille Lit")


@pytest.fixture
def person_client(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", ["inbox", "reminders", "preferences"])
def test_pages_are_for_people_who_signed_in(client: Client, name: str) -> None:
    assert client.get(reverse(f"notifications:{name}")).status_code == 302


def test_every_page_counts_unread_messages_in_one_query(person_client: Client, person: User) -> None:
    NotificationFactory.create_batch(3, recipient=person)
    NotificationFactory(recipient=person, read=True)
    NotificationFactory()

    page = person_client.get(reverse("notifications:preferences")).content.decode()

    assert '<span class="tag">3<' in page


def test_somebody_without_account_costs_no_query(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/kit/nowhere/")


def test_inbox_lists_own_messages_in_a_constant_number_of_queries(
    person_client: Client, person: User, django_assert_max_num_queries
) -> None:
    NotificationFactory(recipient=person, subject="Pour moi")
    NotificationFactory(subject="Pour autrui")

    with django_assert_max_num_queries(10) as first:
        page = person_client.get(INBOX).content.decode()
    NotificationFactory.create_batch(30, recipient=person)
    with django_assert_max_num_queries(len(first)):
        person_client.get(INBOX)

    assert "Pour moi" in page
    assert "Pour autrui" not in page


def test_inbox_is_filtered_searched_and_exported(person_client: Client, person: User) -> None:
    NotificationFactory(recipient=person, subject="Lue", read=True)
    NotificationFactory(recipient=person, subject="Neuve")

    unread = person_client.get(INBOX, {"state": "unread"}).content.decode()
    assert "Neuve" in unread
    assert "Lue</a>" not in unread
    assert "Neuve" not in person_client.get(INBOX, {"q": "lue"}).content.decode()
    sheet = b"".join(person_client.get(INBOX, {"export": "csv"}).streaming_content).decode()
    assert "Neuve" in sheet
    assert "Nouvelles" in sheet


def test_message_is_read_when_its_reader_says_so(person_client: Client, person: User) -> None:
    notification = NotificationFactory(recipient=person)
    url = reverse("notifications:notification", args=[notification.pk])

    person_client.get(url)
    assert queries.unread_count(person) == 1
    answer = person_client.post(reverse("notifications:read", args=[notification.pk]), {"follow": "1"})

    assert answer["Location"] == "/plans/"
    assert queries.unread_count(person) == 0


def test_all_are_read_at_once_and_only_own_ones(person_client: Client, person: User) -> None:
    NotificationFactory.create_batch(2, recipient=person)
    other = NotificationFactory()

    person_client.post(reverse("notifications:read_all"))

    assert queries.unread_count(person) == 0
    assert list(Notification.objects.unread()) == [other]


def test_message_of_somebody_else_does_not_exist(person_client: Client) -> None:
    other = NotificationFactory()

    assert person_client.get(reverse("notifications:notification", args=[other.pk])).status_code == 404
    assert person_client.post(reverse("notifications:read", args=[other.pk])).status_code == 404


def test_service_refuses_the_message_of_somebody_else(person: User) -> None:
    from essaim.foundations.notifications.services import mark_read

    with pytest.raises(NotAllowed):
        mark_read(notification=NotificationFactory(), actor=person, now=MOMENT)


def test_reminders_show_date_rule_and_stop(person_client: Client, person: User, things: Things) -> None:
    things.open["1"] = (person, timezone.localdate() + timedelta(days=20))
    ReminderFactory(
        recipient=person,
        state=ReminderState.STOPPED,
        stopped_at=timezone.now(),
        stop_cause=StopCause.CAUSE_GONE,
        subject="Chose finie",
        url="/choses/9/",
    )

    page = person_client.get(reverse("notifications:reminders")).content.decode()

    for words in ("Chose 1", "Choses", "Elle s’arrête une fois faite.", "Rappelle les choses à faire.", "Chose finie"):
        assert words in page
    assert Reminder.objects.count() == 1


def test_reminders_say_when_there_is_none(person_client: Client) -> None:
    assert 'class="empty"' in person_client.get(reverse("notifications:reminders")).content.decode()


def test_preferences_are_chosen_all_unticked_too(person_client: Client, person: User) -> None:
    url = reverse("notifications:preferences")

    assert "checked" in person_client.get(url).content.decode()
    assert person_client.post(url, {}).status_code == 302

    assert not queries.wants_mail(person, "tests.news")
    assert " checked" not in person_client.get(url).content.decode()
    assert person_client.post(url, {"kinds": ["tests.nothing"]}).status_code == 422
