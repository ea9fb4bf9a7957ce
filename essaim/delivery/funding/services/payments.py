"""Services said to be done and payments ordered: two people, never more than agreed, never twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Certification, Condition, Grant, Instalment, Payment
from essaim.delivery.funding.queries import InstalmentRow
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require

from .contracts import refuse_missing_contracts
from .follow_up import refuse_overdue_reports
from .locking import locked


class ConditionsNotMet(Exception):
    """Something is still asked before this instalment is paid."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        """Keep what is asked."""
        super().__init__(", ".join(row.words for row in conditions))
        self.conditions = tuple(conditions)


class NothingToCertify(Exception):
    """The whole of this instalment was said to be done already, or less is left than what is asked."""


class NothingToPay(Exception):
    """What was said to be done of this instalment is paid already, or nothing was said."""


class MoreThanDone(Exception):
    """A correction takes away more than the payment it corrects comes to."""


def _row(grant: Grant, instalment: Instalment, now: datetime) -> InstalmentRow:
    rows = queries.instalment_rows(grant, today=timezone.localdate(now))
    return next(row for row in rows if row.instalment.pk == instalment.pk)


@transaction.atomic
def certify_service(
    *, instalment: Instalment, actor: User, now: datetime, note: str, cents: int | None = None
) -> Certification:
    """
    Say that the service is done for an instalment, or for a part of it.

    :param cents: all that nobody said yet when it is None
    :raises NotAllowed: if the actor has no delegation for it, or nothing binds yet
    :raises ConditionsNotMet: if a condition is not met
    :raises ReportsOverdue: if who receives it owes a report that is late
    :raises NothingToCertify: if less is left
    :raises ValidationError: if no evidence is named
    """
    grant = locked(instalment.grant)
    require(permissions.can_certify(actor, grant, on=timezone.localdate(now)))
    row = _row(grant, instalment, now)
    if not row.is_ready:
        raise ConditionsNotMet(row.lacking)
    refuse_overdue_reports(grant, now=now)
    wanted = row.to_certify_cents if cents is None else cents
    if wanted <= 0 or wanted > row.to_certify_cents:
        raise NothingToCertify
    certification = Certification(
        instalment=row.instalment, cents=wanted, certified_by=actor, certified_at=now, note=note.strip()
    )
    return write_new(certification, "certification.recorded", actor=actor, now=now)


@transaction.atomic
def take_back_certification(*, certification: Certification, actor: User, now: datetime, note: str) -> Certification:
    """
    Take back what was said to be done, by a row that names it; only what is not paid.

    :raises NotAllowed: if the actor has no delegation for it
    :raises NothingToCertify: if it is paid, or was taken back already
    """
    grant = locked(certification.instalment.grant)
    require(permissions.can_certify(actor, grant, on=timezone.localdate(now)))
    row = _row(grant, certification.instalment, now)
    is_taken_back = any(other.corrects_id == certification.pk for other in row.certifications)
    if certification.corrects_id is not None or is_taken_back or row.to_pay_cents < certification.cents:
        raise NothingToCertify
    taken_back = Certification(
        instalment=row.instalment,
        cents=-certification.cents,
        corrects=certification,
        certified_by=actor,
        certified_at=now,
        note=note.strip(),
    )
    return write_new(taken_back, "certification.withdrawn", actor=actor, now=now)


@transaction.atomic
def order_payment(
    *, instalment: Instalment, actor: User, now: datetime, paid_on: date, warrant_number: str = ""
) -> Payment:
    """
    Order the payment of what was said to be done of an instalment and is not paid.

    Asked twice, at once or later, the second finds nothing left to pay.

    :raises NotAllowed: if the actor has no delegation for it, or said themself that the service is done
    :raises ConditionsNotMet: if a condition is no longer met
    :raises ReportsOverdue: if who receives it owes a report that is late
    :raises ContractMissing: if the republican commitment of who receives it is due and not recorded
    :raises NothingToPay: if nothing is left to pay, or the whole would come to more than agreed
    """
    grant = locked(instalment.grant)
    row = _row(grant, instalment, now)
    require(permissions.can_order(actor, grant, row, on=timezone.localdate(now)))
    if not row.is_ready:
        raise ConditionsNotMet(row.lacking)
    refuse_overdue_reports(grant, now=now)
    refuse_missing_contracts(grant)
    cents = row.to_pay_cents
    if cents <= 0 or queries.money_of_grant(grant).left_cents < cents:
        raise NothingToPay
    payment = Payment(
        instalment=row.instalment,
        cents=cents,
        certified_by=[said for said in row.certifications if said.corrects_id is None][-1].certified_by,
        ordered_by=actor,
        paid_on=paid_on,
        warrant_number=warrant_number.strip(),
        written_at=now,
    )
    return write_new(payment, "payment.recorded", actor=actor, now=now)


@transaction.atomic
def correct_payment(*, payment: Payment, actor: User, now: datetime, cents: int, reason: str, paid_on: date) -> Payment:
    """
    Take away what was paid by mistake, by a row that names the payment; a grant that has ended is corrected too.

    :param cents: positive; what is taken away
    :raises NotAllowed: if the actor has no delegation to order payments, or said that the service was done
    :raises MoreThanDone: if it is more than the payment still comes to
    :raises ValidationError: if no reason is given
    """
    locked(payment.instalment.grant)
    require(permissions.can_correct_payment(actor, on=timezone.localdate(now)))
    payment = Payment.objects.select_related("instalment__grant").get(pk=payment.pk)
    made = [payment, *Payment.objects.filter(corrects=payment)]
    if payment.corrects_id is not None or cents <= 0 or cents > sum(row.cents for row in made):
        raise MoreThanDone
    correction = Payment(
        instalment=payment.instalment,
        cents=-cents,
        corrects=payment,
        certified_by=payment.certified_by,
        ordered_by=actor,
        paid_on=paid_on,
        reason=reason.strip(),
        written_at=now,
    )
    return write_new(correction, "payment.corrected", actor=actor, now=now)
