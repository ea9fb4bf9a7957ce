"""The door while the network is down: each code counts once however often it is sent, and what a telephone keeps names nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.events import services
from essaim.ecosystem.events.models import Attendance, Event
from essaim.ecosystem.events.states import RegistrationState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    person = person_with(RoleKind.OFFICER)
    client.force_login(person)
    return person


@pytest.fixture
def event() -> Event:
    """A gathering of today."""
    return OpenEventFactory(starts_on=timezone.localdate(), starts_time=None, ends_time=None, capacity=50)


def _send(client: Client, event: Event, *seen: dict[str, object], body: bytes | None = None) -> Any:
    content = json.dumps({"seen": seen}).encode() if body is None else body
    return client.post(reverse("events:door_send", args=[event.slug]), content, content_type="application/json")


def _outcomes(answer: Any) -> list[str]:
    return [row["outcome"] for row in answer.json()["results"]]


def _seen(code: str, *, key: UUID | None = None, at: object = None) -> dict[str, object]:
    return {"key": str(key or uuid4()), "code": code, "at": at}


def test_code_sent_again_with_its_key_counts_once(client: Client, officer: User, event: Event) -> None:
    RegistrationFactory(event=event, code="AB3DEF")
    seen = _seen("ab3 def")

    first, again = _send(client, event, seen), _send(client, event, seen, seen)

    assert (_outcomes(first), _outcomes(again)) == (["in"], ["in", "in"])
    assert again.json()["people"] == 1
    assert Attendance.objects.get().key == UUID(str(seen["key"]))
    assert again["Cache-Control"].count("no-store") == 1


def test_conflicts_are_told_code_by_code_and_the_rest_counts(client: Client, officer: User, event: Event) -> None:
    RegistrationFactory(event=event, code="ABCDEF")
    RegistrationFactory(event=event, code="WAIT22", state=RegistrationState.WAITING)
    RegistrationFactory(event=event, code="GOOD22")
    services.check_in(event=event, code="ABCDEF", actor=officer, now=timezone.now())

    answer = _send(client, event, _seen("ABCDEF"), _seen("NOBODY"), _seen("WAIT22"), _seen("GOOD22"))

    assert _outcomes(answer) == ["before", "refused", "refused", "in"]
    assert "déjà été vu" in answer.json()["results"][0]["words"]
    assert Attendance.objects.count() == 2


def test_key_of_another_presence_is_refused(client: Client, officer: User, event: Event) -> None:
    RegistrationFactory(event=event, code="AAAAAA")
    RegistrationFactory(event=event, code="BBBBBB")
    key = uuid4()

    assert _outcomes(_send(client, event, _seen("AAAAAA", key=key), _seen("BBBBBB", key=key))) == ["in", "refused"]
    assert Attendance.objects.count() == 1


def test_hour_is_that_of_the_door_unless_it_cannot_be(client: Client, officer: User, event: Event) -> None:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight, midnight - timedelta(minutes=1), now + timedelta(hours=3)]
    codes = [RegistrationFactory(event=event).code for _moment in moments]

    _send(client, event, *(_seen(code, at=at.isoformat()) for code, at in zip(codes, moments, strict=True)))

    kept = [Attendance.objects.get(registration__code=code).recorded_at for code in codes]
    assert kept[0] == midnight
    assert all(now <= moment <= timezone.now() for moment in kept[1:])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"seen": 3}',
        b'{"seen": [3]}',
        b'{"seen": [{"code": "A"}]}',
        b'{"seen": [{"key": "x", "code": "A"}]}',
        b'{"seen": [' + b",".join([b'{"key": "00000000-0000-4000-8000-000000000000", "code": "A"}'] * 501) + b"]}",
        b"[" * 100_000,
        b" " * 200_001,
    ],
)
def test_sending_that_is_not_understood_is_refused_whole(
    client: Client, officer: User, event: Event, body: bytes
) -> None:
    answer = _send(client, event, body=body)

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Attendance.objects.exists()


def test_door_is_for_the_team_on_the_day(client: Client, officer: User) -> None:
    later = OpenEventFactory(starts_on=timezone.localdate() + timedelta(days=3))
    assert _send(client, later, _seen("AAAAAA")).status_code == 403
    client.force_login(UserFactory())
    for name in ("door_shell", "door_worker", "door_codes", "sign_in_sheet", "check_in"):
        assert client.get(reverse(f"events:{name}", args=[later.slug])).status_code == 403


def test_what_a_telephone_keeps_names_nobody(client: Client, officer: User, event: Event) -> None:
    registration = RegistrationFactory(event=event)

    shell = client.get(reverse("events:door_shell", args=[event.slug]))
    worker = client.get(reverse("events:door_worker", args=[event.slug]))

    page = shell.content.decode() + worker.content.decode()
    for secret in (registration.name, registration.email, registration.code, officer.full_name, "csrfmiddlewaretoken"):
        assert secret not in page
    assert worker["Content-Type"].startswith("text/javascript")
    end = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    until = f'data-until="{int(timezone.make_aware(end.replace(tzinfo=None)).timestamp() * 1000)}"'
    assert until in shell.content.decode()


def test_page_keeps_nothing_once_the_day_is_over(client: Client, officer: User) -> None:
    past = OpenEventFactory(starts_on=timezone.localdate() - timedelta(days=1))
    today = OpenEventFactory(starts_on=timezone.localdate())

    def has_script(event: Event) -> bool:
        return "events/door" in client.get(reverse("events:check_in", args=[event.slug])).content.decode()

    assert (has_script(past), has_script(today)) == (False, True)


def test_codes_of_a_paper_list_are_entered_at_once(client: Client, officer: User, event: Event) -> None:
    codes = [RegistrationFactory(event=event).code for _number in range(3)]
    address = reverse("events:door_codes", args=[event.slug])

    partly = client.post(address, {"codes": f"{codes[0]}\n\n {codes[1].lower()} \nINCONNU\n{codes[0]}"}, follow=True)
    whole = client.post(address, {"codes": "\n".join(codes)}, follow=True)

    assert partly.status_code == 422
    assert partly.context["form"].initial["codes"] == "INCONNU"
    assert "2 personnes sont comptées" in partly.content.decode()
    assert whole.redirect_chain == [(reverse("events:attendance", args=[event.slug]), 302)]
    assert "1 personne est comptée" in whole.content.decode()
    assert "2 codes avaient déjà été vus" in whole.content.decode()
    assert Attendance.objects.count() == 3


def test_too_many_codes_are_refused(client: Client, officer: User, event: Event) -> None:
    address = reverse("events:door_codes", args=[event.slug])

    answer = client.post(address, {"codes": "\n".join(f"C{number}" for number in range(501))})

    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_sign_in_sheet_lists_who_has_a_seat(client: Client, officer: User, event: Event) -> None:
    RegistrationFactory.create_batch(40, event=event)

    answer = client.get(reverse("events:sign_in_sheet", args=[event.slug]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_pages_at_the_door_keep_their_number_of_queries(
    client: Client, officer: User, event: Event, django_assert_max_num_queries: Any
) -> None:
    RegistrationFactory.create_batch(30, event=event)
    for name, most in (("check_in", 12), ("door_shell", 6), ("door_worker", 6), ("sign_in_sheet", 8)):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"events:{name}", args=[event.slug]))
