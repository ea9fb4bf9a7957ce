"""Tells people: once per key, on their page at once, by mail after commit, and again when the mail server was down."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.text import Truncator

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications import emails, queries
from essaim.foundations.notifications.kinds import kind_of
from essaim.foundations.notifications.models import Letter, Notification
from essaim.foundations.notifications.states import ATTEMPTS_MAX, MAIL_MOVES, MailState

SUBJECT_MAX = 200

logger = logging.getLogger(__name__)

# A text, a lazy text, or a function that makes it: read in the recipient's language, not in the sender's.
Words = object


@transaction.atomic
def notify(
    *, recipient: User, kind: str, subject: Words, body: Words, url: str, now: datetime, key: str
) -> Notification:
    """
    Tell one person something, once per key: asked again with the same key, give back the first message.

    The message is on their page with the transaction; the mail leaves after commit, and waits when the server is
    down: a page never fails because of a mail. Somebody whose account is closed gets no mail.

    :param kind: registered by the room that tells (kinds.register), so that people can refuse its mails
    :param subject: text, lazy text or function without argument; cut after 200 characters
    :param url: path of the page where the matter is, starting with one slash
    :param key: what makes the message one and the same: "milestone:12:late:2026-03-02"; at most 200 characters
    :raises UnknownKind: if no room registered the kind
    :raises ValidationError: if a field does not hold
    """
    kind_of(kind)
    if told := Notification.objects.filter(key=key).first():
        return told
    gets_mail = recipient.is_active and queries.wants_mail(recipient, kind)
    with translation.override(recipient.language):
        notification = Notification(
            recipient=recipient,
            kind=kind,
            # A mail's subject is one line: the mail library refuses more.
            subject=Truncator(" ".join(_said(subject).split())).chars(SUBJECT_MAX),
            body=_said(body),
            url=url,
            key=key,
            created_at=now,
            mail_state=MailState.WAITING if gets_mail else MailState.NOT_WANTED,
        )
        notification.full_clean(validate_unique=False)
    # Two transactions may tell the same at once: the second finds the row of the first.
    Notification.objects.bulk_create([notification], ignore_conflicts=True)
    written = Notification.objects.get(key=key)
    if written.mail_state == MailState.WAITING:
        transaction.on_commit(partial(_mail, written.pk, now), robust=True)
    return written


def _said(words: Words) -> str:
    return str(words() if callable(words) else words)


def _mail(pk: int, now: datetime) -> None:
    with transaction.atomic():
        notification = _next_waiting(pk=pk)
        if notification is not None:
            _attempt(notification, get_connection(), now)


@transaction.atomic
def write_to(*, address: str, kind: str, subject: Words, body: Words, url: str, now: datetime, key: str) -> Letter:
    """
    Write to somebody without an account, once per key: asked again with the same key, give back the first letter.

    It leaves after commit, and waits when the server is down. Once it has left, address, text and link are erased here.

    :param kind: registered by the room that writes, as for notify()
    :param url: path of the page where the matter is, starting with one slash; it may let its reader act
    :raises UnknownKind: if no room registered the kind
    :raises ValidationError: if a field does not hold
    """
    kind_of(kind)
    if written := Letter.objects.filter(key=key).first():
        return written
    with translation.override(settings.LANGUAGE_CODE):
        letter = Letter(
            email=address,
            kind=kind,
            subject=Truncator(" ".join(_said(subject).split())).chars(SUBJECT_MAX),
            body=_said(body),
            url=url,
            key=key,
            created_at=now,
        )
        letter.full_clean(validate_unique=False)
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    kept = Letter.objects.get(key=key)
    if kept.mail_state == MailState.WAITING:
        transaction.on_commit(partial(_post, kept.pk, now), robust=True)
    return kept


def _post(pk: int, now: datetime) -> None:
    with transaction.atomic():
        letter = _next_letter(pk)
        if letter is not None:
            _attempt(letter, get_connection(), now)


def _next_letter(pk: int) -> Letter | None:
    """Take one waiting letter that nobody else is sending."""
    return queries.letters_waiting().filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()


def _next_waiting(**wanted: int) -> Notification | None:
    """Take one waiting mail that nobody else is sending."""
    rows = queries.mails_waiting().filter(**wanted).select_for_update(of=("self",), skip_locked=True)
    return rows.first()


def _attempt(row: Notification | Letter, connection: BaseEmailBackend, now: datetime) -> bool:
    """Try to send one mail and write what came of it; a letter that leaves, or is given up, is emptied."""
    row.mail_attempts += 1
    try:
        mail = emails.mail_of_letter(row) if isinstance(row, Letter) else emails.mail_of(row)
        mail.connection = connection
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        # The class only: the words of a mail server repeat the person's address.
        row.mail_error = type(error).__name__
        if row.mail_attempts >= ATTEMPTS_MAX:
            row.mail_state = MAIL_MOVES.target("give_up", row.mail_state)
        logger.warning("Mail %s was not sent: %s", row.pk, row.mail_error)
        is_sent = False
    else:
        row.mail_state = MAIL_MOVES.target("send", row.mail_state)
        row.mailed_at = now
        row.mail_error = ""
        is_sent = True
    fields = ["mail_state", "mail_attempts", "mailed_at", "mail_error"]
    if isinstance(row, Letter) and row.mail_state != MailState.WAITING:
        row.email = row.body = row.url = ""
        fields += ["email", "body", "url"]
    row.save(update_fields=fields)
    return is_sent


@dataclass(frozen=True, slots=True)
class MailReport:
    """What a run did: mails sent, refused again, given up after ten refusals."""

    sent: int
    refused: int
    given_up: int


def send_waiting_mails(*, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> MailReport:
    """
    Try again every mail and letter that waits, one after the other, each in its own transaction; two runs share the work.

    :param progress: told how many were tried, of how many
    """
    counts = {MailState.SENT: 0, MailState.WAITING: 0, MailState.GIVEN_UP: 0}
    mails = queries.mails_waiting().values_list("pk", flat=True)
    letters = queries.letters_waiting().values_list("pk", flat=True)
    waiting = [*((pk, False) for pk in mails), *((pk, True) for pk in letters)]
    connection = get_connection()
    for done, (pk, is_letter) in enumerate(waiting, start=1):
        with transaction.atomic():
            row = _next_letter(pk) if is_letter else _next_waiting(pk=pk)
            if row is not None:
                _attempt(row, connection, now)
                counts[MailState(row.mail_state)] += 1
        progress(done, len(waiting))
    return MailReport(counts[MailState.SENT], counts[MailState.WAITING], counts[MailState.GIVEN_UP])


@transaction.atomic
def erase_old_messages(*, now: datetime) -> int:
    """Erase the messages and letters older than a year and return their number; what was reminded is kept by the reminders."""
    return queries.messages_too_old(now).delete()[0] + queries.letters_too_old(now).delete()[0]
