"""Instalments with what was said to be done and paid of each, and what still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Sum

from essaim.delivery.funding.models import Certification, Condition, Grant, Instalment, Payment

from .grants import names_of_beneficiaries


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition, and whether it is met today."""

    condition: Condition
    is_met: bool


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """An instalment as its rows say it is today; amounts in cents."""

    instalment: Instalment
    conditions: tuple[ConditionRow, ...]
    certifications: tuple[Certification, ...]
    payments: tuple[Payment, ...]
    certified_cents: int
    paid_cents: int

    @property
    def to_certify_cents(self) -> int:
        """What nobody said to be done yet."""
        return self.instalment.cents - self.certified_cents

    @property
    def to_pay_cents(self) -> int:
        """What was said to be done and is not paid."""
        return self.certified_cents - self.paid_cents

    @property
    def is_ready(self) -> bool:
        """Whether every condition is met."""
        return all(row.is_met for row in self.conditions)

    @property
    def lacking(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(row.condition for row in self.conditions if not row.is_met)

    @property
    def certified_by_ids(self) -> frozenset[int]:
        """Who said that the service is done, and did not take it back."""
        taken_back = {row.corrects_id for row in self.certifications if row.corrects_id}
        return frozenset(
            row.certified_by_id for row in self.certifications if row.corrects_id is None and row.pk not in taken_back
        )


def instalment_rows(grant: Grant, *, today: date) -> Sequence[InstalmentRow]:
    """Return the instalments of a grant in their order, in four queries whatever their number."""
    found = Instalment.objects.filter(grant=grant).select_related("grant").order_by("position", "pk")
    rows = found.prefetch_related(
        "conditions",
        Prefetch("certifications", Certification.objects.select_related("certified_by")),
        Prefetch("payments", Payment.objects.select_related("ordered_by", "certified_by")),
    )
    return [_row(instalment, grant, today) for instalment in rows]


def _row(instalment: Instalment, grant: Grant, today: date) -> InstalmentRow:
    conditions = sorted(instalment.conditions.all(), key=lambda row: row.pk)
    certifications = tuple(sorted(instalment.certifications.all(), key=lambda row: row.pk))
    payments = tuple(sorted(instalment.payments.all(), key=lambda row: row.pk))
    return InstalmentRow(
        instalment,
        tuple(ConditionRow(row, row.is_met(today=today, is_bound=grant.is_bound)) for row in conditions),
        certifications,
        payments,
        sum(row.cents for row in certifications),
        sum(row.cents for row in payments),
    )


def planned_cents(grant: Grant) -> int:
    """Add up the instalments of a grant."""
    return grant.instalments.aggregate(cents=Sum("cents"))["cents"] or 0


def payment_rows() -> QuerySet[Payment]:
    """Return the payments, corrections included, with what a list says of the grant and of who had a hand in them."""
    rows = Payment.objects.select_related("instalment__grant", "certified_by", "ordered_by").only(
        *("cents", "paid_on", "warrant_number", "reason", "instalment__kind"),
        *("instalment__grant__reference", "instalment__grant__commitment_number"),
        *("certified_by__full_name", "ordered_by__full_name"),
    )
    return rows.annotate(beneficiaries=names_of_beneficiaries(grant__instalments=OuterRef("instalment")))
