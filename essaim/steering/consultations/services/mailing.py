"""What authors who left an address are told after commit, how they stop it, and when the address is erased."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import SystemActor
from essaim.steering.consultations import queries
from essaim.steering.consultations.emails import author_mail
from essaim.steering.consultations.models import Contribution, Issue
from essaim.steering.consultations.states import ConsultationState, ContributionMail, ModerationState

logger = logging.getLogger(__name__)

# How many mails leave while somebody waits for a page; the others leave with the nightly task.
AT_ONCE_MAX = 20
# How long an address is kept: after the answers are published, when the mail cannot leave; in any case.
KEPT_AFTER_ANSWERS = timedelta(days=30)
KEPT_MAX = timedelta(days=730)


def mail_after_commit(contributions: Iterable[Contribution]) -> None:
    """Send what is due to these authors once the transaction is written; what fails, or is beyond twenty, waits for the night."""
    keys = [row.pk for row in contributions if row.mail_due]
    for pk in keys[:AT_ONCE_MAX]:
        transaction.on_commit(lambda pk=pk: _try_to_mail(pk))  # type: ignore[misc]


def _try_to_mail(pk: int) -> None:
    try:
        send_due_mail(pk=pk, now=timezone.now())
    except OSError as error:
        # The class only: the words of a mail server repeat the person's address.
        logger.warning("Contribution %s: its author could not be told (%s).", pk, type(error).__name__)


@transaction.atomic
def send_due_mail(*, pk: int, now: datetime) -> bool:
    """
    Send the mail that is due to an author, once, whoever asks; tell whether one was due.

    An address that has served is erased with the mail: the answer is given, or the text stays hidden for good.

    :raises OSError: if the mail server cannot be reached or refuses, in which case the mail stays due
    """
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("consultation")
    row = rows.filter(pk=pk).exclude(mail_due="").exclude(email="").first()
    if row is None:
        return False
    has_served = row.mail_due == ContributionMail.ANSWERED or row.state == ModerationState.UPHELD
    author_mail(row, erased=has_served).send()
    row.mail_due, row.mailed_at = "", now
    if has_served:
        row.email = ""
    row.save(update_fields=["mail_due", "mailed_at", "email"])
    return True


def send_waiting_mails(*, now: datetime) -> tuple[int, int]:
    """Try again the mails that did not leave; return how many left, and how many did not."""
    told = failed = 0
    waiting = Contribution.objects.exclude(mail_due="").order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting):
        try:
            told += send_due_mail(pk=pk, now=now)
        except OSError:
            failed += 1
    return told, failed


def tell_answered(rows: QuerySet[Contribution]) -> int:
    """Make the answer due to the authors, among these, who left an address and have their answer; return how many."""
    found = list(queries.with_answer(rows.exclude(email="")).order_by("pk"))  # type: ignore[arg-type]
    Contribution.objects.filter(pk__in=[row.pk for row in found]).update(mail_due=ContributionMail.ANSWERED)
    for row in found:
        row.mail_due = ContributionMail.ANSWERED
    mail_after_commit(found)
    return len(found)


def tell_late_answer(subject: Issue | Contribution) -> int:
    """Tell of an answer given after the answers were published; before, they may still change."""
    if subject.consultation.state != ConsultationState.ANSWERED:
        return 0
    rows = Contribution.objects.filter(consultation_id=subject.consultation_id)
    wanted = {"groupings__issue": subject} if isinstance(subject, Issue) else {"pk": subject.pk}
    return tell_answered(rows.filter(pk__in=rows.filter(**wanted).values("pk")))


@transaction.atomic
def forget_address(*, contribution: Contribution, now: datetime) -> bool:
    """Erase the address of an author who wants no more mail: whoever has the tracking number is the author."""
    row = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if not row.email:
        return False
    author = SystemActor("resident")
    with acting(author):
        row.email = row.mail_due = ""
        row.save(update_fields=["email", "mail_due"])
        record("contribution.address_erased", actor=author, target=row, at=now)
    return True


@transaction.atomic
def erase_addresses(*, now: datetime) -> int:
    """Erase the addresses kept for long enough: a month after the answer was published, two years in any case."""
    left = Contribution.objects.exclude(email="")
    published_before = timezone.localdate(now) - KEPT_AFTER_ANSWERS
    answered = queries.with_answer(left.filter(consultation__answered_on__lt=published_before))
    keys = {
        *answered.values_list("pk", flat=True),
        *left.filter(received_at__lt=now - KEPT_MAX).values_list("pk", flat=True),
    }
    return Contribution.objects.filter(pk__in=keys).update(email="", mail_due="")
