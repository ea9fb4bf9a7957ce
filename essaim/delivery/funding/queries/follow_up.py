"""Financial reports: expected, overdue, and what they come to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet, Sum

from essaim.delivery.funding.models import ClosingDay, Grant, Payment, RepaymentOrder, Report
from essaim.delivery.funding.reporting import Settlement, settle
from essaim.delivery.funding.sharing import split_cents
from essaim.delivery.funding.states import ReportState
from essaim.ecosystem.organizations.models import Organization


def report_rows() -> QuerySet[Report]:
    """Return the financial reports, those due first before, with their grant and structure."""
    return Report.objects.select_related("grant", "organization").order_by("due_on", "pk")


def overdue_reports(organization_ids: Collection[int], *, today: date) -> QuerySet[Report]:
    """Return the reports that some structures owe and whose last day is past, whichever grant they are of."""
    rows = report_rows().filter(organization_id__in=organization_ids)
    return rows.filter(state=ReportState.EXPECTED, due_on__lt=today)


def overdue_of_grant(grant: Grant, *, today: date) -> QuerySet[Report]:
    """Return the reports that those who receive a grant owe and whose last day is past."""
    return overdue_reports([share.organization_id for share in grant.shares.all()], today=today)


def closing_day_of(organization: Organization) -> ClosingDay | None:
    """Return the closing day of a structure, if it was asked."""
    return ClosingDay.objects.filter(organization=organization).first()


def paid_to_cents(grant: Grant, organization: Organization) -> int:
    """
    Return what was paid of a grant to one of those who share it, in cents.

    Payments are of the whole: they are split in proportion to the shares, to the cent.
    """
    paid = Payment.objects.filter(instalment__grant=grant).aggregate(cents=Sum("cents"))["cents"] or 0
    shares = list(grant.shares.order_by("pk").values_list("organization_id", "cents"))
    parts = split_cents(max(paid, 0), [cents for _key, cents in shares])
    return next(part for (key, _cents), part in zip(shares, parts, strict=True) if key == organization.pk)


def settlement_of(report: Report) -> Settlement | None:
    """Say what a report that was received comes to for its structure; None before."""
    if report.foreseen_cents is None or report.spent_cents is None:
        return None
    grant = report.grant
    share = grant.shares.get(organization=report.organization).cents
    cash = share * grant.cash_cents // grant.amount_cents
    return settle(
        granted_cents=cash,
        foreseen_cents=report.foreseen_cents,
        spent_cents=report.spent_cents,
        paid_cents=paid_to_cents(grant, report.organization),
    )


def repayments_of(grant: Grant) -> QuerySet[RepaymentOrder]:
    """Return what those who receive a grant were asked to give back, the latest first."""
    return grant.repayments.select_related("organization").order_by("-ordered_on", "-pk")
