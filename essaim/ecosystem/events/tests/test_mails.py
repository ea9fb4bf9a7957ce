"""What registrants are told, once, and what leads from a mail to the site; the command that says where proceedings are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from essaim.ecosystem.events import links, services
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.states import CancellationCause, EventState, MailKind, RegistrationState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import MOMENT, EventFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
Capture = Callable[..., object]


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _register(event: Event, name: str = "sacha") -> Registration:
    return services.register(event=event, name=name.title(), email=f"{name}@example.org", now=MOMENT)


def test_mails_leave_after_commit_once_and_say_how_to_withdraw(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        registration = _register(OpenEventFactory())
    with django_capture_on_commit_callbacks(execute=True):
        services.confirm_registration(registration=registration, now=MOMENT)

    registration.refresh_from_db()
    assert registration.mail_due == ""
    assert [message.to for message in mail.outbox] == [["sacha@example.org"]] * 2
    assert all(links.address_of(registration) in str(message.body) for message in mail.outbox)
    assert registration.code in str(mail.outbox[1].body)
    assert services.send_waiting_mails(now=MOMENT) == (0, 0)


def test_mail_that_cannot_leave_stays_due(monkeypatch, django_capture_on_commit_callbacks: Capture) -> None:
    def refuse(self: EmailMessage, **_options: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            _register(OpenEventFactory())
        assert services.send_waiting_mails(now=MOMENT) == (0, 1)

    assert services.send_waiting_mails(now=MOMENT) == (1, 0)


def test_those_who_have_a_seat_are_reminded_once_two_days_before() -> None:
    event = OpenEventFactory()
    seated = RegistrationFactory(event=event)
    RegistrationFactory(event=event, state=RegistrationState.WAITING)
    two_days_before = event.begins_at - timedelta(days=2)

    assert services.remind_registrants(now=two_days_before - timedelta(days=1)) == 0
    assert services.remind_registrants(now=two_days_before) == 1
    services.send_waiting_mails(now=two_days_before)
    assert services.remind_registrants(now=two_days_before) == 0

    assert mail.outbox[0].to == [seated.email]


def test_link_that_was_not_made_here_is_refused() -> None:
    token = links.token_of(RegistrationFactory())

    assert links.registration_of(token).pk
    for wrong in (token[:-1], "7:abc", ""):
        with pytest.raises(links.BadLink):
            links.registration_of(wrong)


def test_cancelling_tells_those_who_confirmed_then_forgets_everybody(officer: User) -> None:
    event = OpenEventFactory()
    part = OpenEventFactory(parent=event)
    confirmed = RegistrationFactory(event=part)
    unconfirmed = RegistrationFactory(event=event, confirmed_at=None, expires_at=MOMENT + timedelta(hours=1))

    services.cancel_event(event=event, actor=officer, now=MOMENT, reason="grève")
    confirmed.refresh_from_db()
    unconfirmed.refresh_from_db()
    due = (confirmed.mail_due, confirmed.cause, bool(confirmed.email))
    sent = services.send_waiting_mails(now=MOMENT)

    assert due == (MailKind.EVENT_CANCELLED, CancellationCause.EVENT_CANCELLED, True)
    assert unconfirmed.email == ""
    assert sent == (1, 0)
    confirmed.refresh_from_db()
    assert (confirmed.email, confirmed.name) == ("", "")
    assert set(Event.objects.values_list("state", flat=True)) == {EventState.CANCELLED}
    with pytest.raises(NotAllowed):
        services.update_event(event=event, actor=officer, now=MOMENT, reason="x", title="Y")


def test_one_command_assembles_proceedings_and_says_where_they_are() -> None:
    event = EventFactory(slug="assises", state=EventState.CLOSED, report="Dit.")
    out = StringIO()

    call_command("events", "proceedings", "assises", stdout=out)

    assert out.getvalue().strip() == f"Reports assembled: 1. {event.proceedings.get_absolute_url()}"
    for slug, words in (("rien", "no gathering"), (EventFactory(state=EventState.HELD).slug, "closed with a report")):
        with pytest.raises(CommandError, match=words):
            call_command("events", "proceedings", slug)
