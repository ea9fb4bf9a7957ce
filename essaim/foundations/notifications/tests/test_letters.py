"""Letters to people without an account: written once, sent after commit, emptied once they have left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.foundations.notifications import kinds, services
from essaim.foundations.notifications.models import Letter
from essaim.foundations.notifications.states import ATTEMPTS_MAX, MailState

from .factories import MOMENT

pytestmark = pytest.mark.django_db
DOWN = f"{__name__.rpartition('.')[0]}.test_messages.ServerDown"


def _write(**values: object) -> Letter:
    values = {
        "address": "quelqu.un@example.org",
        "kind": "tests.news",
        "subject": "Du\nnouveau",
        "body": lambda: "Voici.",
        "url": "/siege/secret/",
        "key": "one",
        "now": MOMENT,
        **values,
    }
    return services.write_to(**values)


def _waiting(count: int = 1) -> None:
    for number in range(count):
        _write(key=f"key-{number}")


def test_letter_leaves_after_commit_with_its_link_and_is_emptied(django_capture_on_commit_callbacks, settings) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _write()

    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["quelqu.un@example.org"], "Du nouveau")
    assert "Voici." in sent.body
    assert f"{settings.ESSAIM_URL}/siege/secret/" in sent.body
    letter = Letter.objects.get()
    assert (letter.mail_state, letter.mailed_at) == (MailState.SENT, MOMENT)
    assert (letter.email, letter.body, letter.url) == ("", "", "")
    assert letter.subject == "Du nouveau"


def test_letter_is_written_once_a_key(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, again = _write(), _write(subject="Autre")

    assert first.pk == again.pk
    assert len(mail.outbox) == 1


def test_letter_waits_for_a_server_that_is_down_then_leaves(django_capture_on_commit_callbacks, settings) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = DOWN
    with django_capture_on_commit_callbacks(execute=True):
        _write()
    waiting = Letter.objects.get()
    assert (waiting.mail_state, waiting.mail_attempts) == (MailState.WAITING, 1)
    assert waiting.mail_error == "SMTPRecipientsRefused"

    settings.EMAIL_BACKEND = backend
    report = services.send_waiting_mails(now=MOMENT)

    assert (report.sent, report.refused, report.given_up) == (1, 0, 0)
    assert Letter.objects.get().email == ""


def test_letter_given_up_is_emptied_too(settings) -> None:
    settings.EMAIL_BACKEND = DOWN
    _waiting()

    for _attempt in range(ATTEMPTS_MAX):
        services.send_waiting_mails(now=MOMENT)

    letter = Letter.objects.get()
    assert letter.mail_state == MailState.GIVEN_UP
    assert (letter.email, letter.body, letter.url, letter.mailed_at) == ("", "", "", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("address", "pas une adresse"),
        ("address", ""),
        ("url", "https://ailleurs.example/"),
        ("url", "//ailleurs"),
        ("subject", ""),
    ],
)
def test_letter_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        _write(**{name: value})


def test_kind_is_registered_first() -> None:
    with pytest.raises(kinds.UnknownKind):
        _write(kind="tests.unknown")


@pytest.mark.parametrize(
    "values", [{"mail_state": MailState.SENT}, {"mail_state": MailState.SENT, "mailed_at": MOMENT}, {"email": ""}]
)
def test_database_refuses_a_letter_that_keeps_what_it_must_not(values: dict[str, object]) -> None:
    _waiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**values)


def test_old_letters_are_erased() -> None:
    _waiting(2)
    Letter.objects.filter(key="key-0").update(created_at=MOMENT - timedelta(days=366))

    assert services.erase_old_messages(now=MOMENT) == 1
    assert [row.key for row in Letter.objects.all()] == ["key-1"]
