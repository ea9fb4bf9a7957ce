"""People are told once, after commit, in their language; a mail server that is down breaks nothing."""

from __future__ import annotations

import json
import smtplib
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.notifications import kinds, queries, services
from essaim.foundations.notifications.models import MailPreference, Notification
from essaim.foundations.notifications.states import ATTEMPTS_MAX, MailState

from .factories import MOMENT, NotificationFactory, ReminderFactory

pytestmark = pytest.mark.django_db


class ServerDown(EmailBackend):
    """A mail server that refuses everything, naming the recipient as real ones do."""

    def send_messages(self, messages: list) -> int:
        """Refuse."""
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (450, b"try later")})


class Unreachable(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: list) -> int:
        """Fail as a socket does."""
        raise ConnectionRefusedError


def _notify(recipient: User, **values: object) -> Notification:
    values = {
        "kind": "tests.news",
        "subject": "Du nouveau",
        "body": "Voici.",
        "url": "/plans/",
        "key": "one",
        "now": MOMENT,
        **values,
    }
    return services.notify(recipient=recipient, **values)


def test_message_is_on_the_page_and_its_mail_leaves_after_commit(django_capture_on_commit_callbacks) -> None:
    person = UserFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        notification = _notify(person)
    assert queries.unread_count(person) == 1
    assert mail.outbox == []
    for callback in callbacks:
        callback()

    assert [sent.to for sent in mail.outbox] == [[person.email]]
    notification.refresh_from_db()
    assert (notification.mail_state, notification.mailed_at) == (MailState.SENT, MOMENT)


def test_nothing_is_told_of_what_did_not_happen(django_capture_on_commit_callbacks) -> None:
    person = UserFactory()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        _notify(person)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()
    assert mail.outbox == []


def test_same_key_is_told_once(django_capture_on_commit_callbacks) -> None:
    person = UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        first = _notify(person)
        second = _notify(person, subject="Encore")
    with django_capture_on_commit_callbacks(execute=True):
        third = _notify(person, subject="Encore")

    assert first == second == third
    assert len(mail.outbox) == 1


def test_mail_has_plain_text_and_html_with_whole_addresses(settings, django_capture_on_commit_callbacks) -> None:
    settings.ESSAIM_URL = "https://ess.example.org"

    with django_capture_on_commit_callbacks(execute=True):
        _notify(UserFactory(full_name="Camille <Exemple>"), subject="Titre\navec deux lignes", body="Un & deux")

    sent = mail.outbox[0]
    html = sent.alternatives[0].content
    assert sent.subject == "Titre avec deux lignes"
    assert "https://ess.example.org/plans/" in sent.body
    assert "https://ess.example.org/notifications/preferences/" in sent.body
    assert "Un & deux" in sent.body
    assert "Camille &lt;Exemple&gt;" in html
    assert "Un &amp; deux" in html
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}


@pytest.mark.parametrize(("language", "word"), [("fr", "Bonjour"), ("en", "Hello")])
def test_mail_is_in_the_language_of_who_reads_it(language: str, word: str, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _notify(UserFactory(language=language))

    assert mail.outbox[0].body.startswith(word)


def test_lazy_words_and_functions_are_read_in_the_language_of_the_recipient() -> None:
    notification = _notify(
        UserFactory(language="fr"), subject=gettext_lazy("My reminders"), body=lambda: str(gettext_lazy("Mark as read"))
    )

    assert (notification.subject, notification.body) == ("Mes rappels", "Marquer comme lu")


def test_refused_kind_stays_on_the_page_only(django_capture_on_commit_callbacks) -> None:
    person = UserFactory()
    services.choose_mails(actor=person, wanted=[])

    with django_capture_on_commit_callbacks(execute=True):
        notification = _notify(person)

    assert notification.mail_state == MailState.NOT_WANTED
    assert mail.outbox == []
    assert queries.unread_count(person) == 1


def test_closed_account_gets_no_mail(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _notify(UserFactory(gone=True))

    assert mail.outbox == []


def test_long_subject_is_cut_and_the_text_is_not() -> None:
    notification = _notify(UserFactory(), subject="é" * 300, body="é" * 3000)

    assert notification.subject == "é" * 199 + "…"
    assert len(notification.body) == 3000


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(kinds.UnknownKind):
        _notify(UserFactory(), kind="tests.other")


def test_address_of_another_site_is_refused() -> None:
    with pytest.raises(ValidationError):
        _notify(UserFactory(), url="https://elsewhere.example/")


@pytest.mark.parametrize("backend", [ServerDown, Unreachable])
def test_mail_server_down_breaks_nothing_and_the_mail_waits(
    backend: type, settings, django_capture_on_commit_callbacks
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"
    with django_capture_on_commit_callbacks(execute=True):
        notification = _notify(UserFactory())
    notification.refresh_from_db()
    assert (notification.mail_state, notification.mail_attempts) == (MailState.WAITING, 1)
    assert notification.recipient.email not in notification.mail_error

    settings.EMAIL_BACKEND = working
    report = services.send_waiting_mails(now=MOMENT + timedelta(hours=1))

    notification.refresh_from_db()
    assert (report.sent, notification.mail_state, notification.mail_error) == (1, MailState.SENT, "")
    assert services.send_waiting_mails(now=MOMENT).sent == 0
    assert len(mail.outbox) == 1


def test_mail_is_given_up_after_ten_refusals(settings) -> None:
    settings.EMAIL_BACKEND = f"{ServerDown.__module__}.ServerDown"
    notification = NotificationFactory()

    reports = [services.send_waiting_mails(now=MOMENT) for _turn in range(ATTEMPTS_MAX + 1)]

    notification.refresh_from_db()
    assert notification.mail_state == MailState.GIVEN_UP
    assert [report.refused for report in reports] == [1] * 9 + [0, 0]
    assert [report.given_up for report in reports] == [0] * 9 + [1, 0]


def test_command_fails_while_mails_wait(settings) -> None:
    settings.EMAIL_BACKEND = f"{ServerDown.__module__}.ServerDown"
    NotificationFactory()

    with pytest.raises(CommandError, match="refused"):
        call_command("notifications", "send", stdout=StringIO())


def test_choice_replaces_the_one_before() -> None:
    person = UserFactory()
    kinds.register(kinds.Kind("tests.other", "Autre", "Autre chose."))

    services.choose_mails(actor=person, wanted=["tests.news"])
    services.choose_mails(actor=person, wanted=["tests.other", "tests.unknown"])

    assert [(kind.key, wanted) for kind, wanted in queries.preferences_of(person)] == [
        ("tests.news", False),
        ("tests.other", True),
    ]
    assert MailPreference.objects.count() == 2


def test_message_of_more_than_a_year_is_erased() -> None:
    old = NotificationFactory(created_at=MOMENT - timedelta(days=366))
    recent = NotificationFactory(created_at=MOMENT - timedelta(days=364))

    assert services.erase_old_messages(now=MOMENT) == 1
    assert list(Notification.objects.all()) == [recent]
    assert old != recent


def test_person_is_given_all_of_theirs_and_nothing_of_others() -> None:
    person = UserFactory()
    NotificationFactory(recipient=person, subject="Pour elle", sent=True)
    NotificationFactory(subject="Pour autrui")
    services.choose_mails(actor=person, wanted=[])
    ReminderFactory(recipient=person)

    given = services.export_messages(person)

    assert json.loads(json.dumps(given)) == given
    assert [message["subject"] for message in given["messages"]] == ["Pour elle"]
    assert given["mail_preferences"] == {"tests.news": False}
    assert len(given["reminders"]) == 1


def test_person_who_left_is_erased_and_others_are_not() -> None:
    person, other = UserFactory(gone=True), NotificationFactory()
    NotificationFactory(recipient=person)
    ReminderFactory(recipient=person)
    services.choose_mails(actor=person, wanted=[])

    services.erase_messages(person=person, now=MOMENT)

    assert list(Notification.objects.all()) == [other]
    assert not MailPreference.objects.exists()
    assert services.export_messages(person) == {"messages": [], "mail_preferences": {}, "reminders": []}
