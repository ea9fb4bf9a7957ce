"""What registrants are told after commit, and when what is known of them is erased."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.events import queries
from essaim.ecosystem.events.emails import registrant_mail
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.states import CancellationCause, EventState, MailKind, RegistrationState
from essaim.foundations.audit_trail.services import acting, write_fields
from essaim.foundations.primitives.actors import SystemActor

logger = logging.getLogger(__name__)

# How many days before a gathering those who registered are reminded of it.
REMINDED_BEFORE = timedelta(days=2)
ERASED: dict[str, object] = {"name": "", "email": "", "organization_name": "", "mail_due": ""}


def mail_after_commit(registrations: Iterable[Registration]) -> None:
    """Send what is due to these registrants once the transaction is written; what fails waits for the nightly task."""
    for registration in registrations:
        if registration.mail_due:
            transaction.on_commit(lambda pk=registration.pk: _try_to_mail(pk))  # type: ignore[misc]


def _try_to_mail(pk: int) -> None:
    try:
        send_due_mail(pk=pk, now=timezone.now())
    except OSError:
        logger.warning("Registration %s could not be told; the nightly task will try again.", pk)


@transaction.atomic
def send_due_mail(*, pk: int, now: datetime) -> bool:
    """
    Send the mail that is due to a registrant, once, whoever asks; tell whether one was due.

    Somebody told that the gathering is cancelled has nothing more to be told: their name and address are erased.

    :raises OSError: if the mail server cannot be reached or refuses, in which case the mail stays due
    """
    rows = Registration.objects.select_for_update(of=("self",)).select_related("event")
    registration = rows.filter(pk=pk).exclude(mail_due="").first()
    if registration is None:
        return False
    registrant_mail(registration).send()
    registration.mail_due, registration.mailed_at = "", now
    fields = ["mail_due", "mailed_at"]
    if registration.cause == CancellationCause.EVENT_CANCELLED:
        for name, value in ERASED.items():
            setattr(registration, name, value)
        registration.erased_at = now
        fields += [*ERASED, "erased_at"]
    registration.save(update_fields=list(dict.fromkeys(fields)))
    return True


def send_waiting_mails(*, now: datetime) -> tuple[int, int]:
    """Try again the mails that could not leave; return how many left, and how many did not."""
    told = failed = 0
    for pk in list(Registration.objects.exclude(mail_due="").order_by("pk").values_list("pk", flat=True)):
        try:
            told += send_due_mail(pk=pk, now=now)
        except OSError:
            failed += 1
    return told, failed


@transaction.atomic
def remind_registrants(*, now: datetime) -> int:
    """Remind those who have a seat, two days before, of gatherings announced; once each, and return how many."""
    day = timezone.localdate(now) + REMINDED_BEFORE
    rows = Registration.objects.select_for_update(of=("self",)).filter(
        event__in=Event.objects.filter(state=EventState.PUBLISHED, starts_on=day),
        state=RegistrationState.REGISTERED,
        confirmed_at__isnull=False,
        mail_due="",
        reminded_at__isnull=True,
    )
    found = list(rows.order_by("pk"))
    Registration.objects.filter(pk__in=[row.pk for row in found]).update(mail_due=MailKind.REMINDER, reminded_at=now)
    for row in found:
        row.mail_due = MailKind.REMINDER
    mail_after_commit(found)
    return len(found)


@transaction.atomic
def erase_registrants(*, now: datetime) -> int:
    """Erase names and addresses that are no longer to be kept, each erasure written in the trail; return how many."""
    actor = SystemActor("events erase")
    found = queries.registrations_to_erase(today=timezone.localdate(now))
    with acting(actor):
        for row in found:
            write_fields(row, "registration.erased", {**ERASED, "erased_at": now}, actor=actor, now=now)
    return len(found)


@transaction.atomic
def erase_comments(*, now: datetime) -> int:
    """Erase the comments of appreciations when the names of registrants are: people may name themselves; return how many."""
    found = queries.comments_to_erase(today=timezone.localdate(now))
    actor = SystemActor("events erase")
    with acting(actor):
        for row in found:
            write_fields(row, "rating.erased", {"comment": ""}, actor=actor, now=now)
    return len(found)
