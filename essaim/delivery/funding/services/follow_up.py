"""Financial reports, from the closing day that is asked to what is paid or given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import ClosingDay, Grant, RepaymentOrder, Report, RepublicanContract
from essaim.delivery.funding.reporting import claw_back, closings_of, due_on
from essaim.delivery.funding.states import REPORT_MOVES, RepaymentGround
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.notifications.services import notify
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words

from .locking import locked


class ReportsOverdue(Exception):
    """Those who would receive the money owe a report whose last day is past."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Keep the reports."""
        super().__init__(len(reports))
        self.reports = tuple(reports)


class NothingToGiveBack(Exception):
    """The report leaves nothing to give back, or it was asked for already."""


def refuse_overdue_reports(grant: Grant, *, now: datetime) -> None:
    """
    Refuse money to those who owe a report whose last day is past, whichever grant it is of.

    :raises ReportsOverdue: naming them
    """
    found = list(queries.overdue_of_grant(grant, today=timezone.localdate(now)))
    if found:
        raise ReportsOverdue(found)


@transaction.atomic
def expect_reports(
    *,
    grant: Grant,
    organization: Organization,
    actor: User,
    now: datetime,
    month: int,
    day: int,
    source: str,
) -> list[Report]:
    """
    Keep the closing day of a structure, and expect its reports for the financial years that a grant runs over.

    Asked again, after an amendment or a correction of the day, it adds the years that lack.

    :raises NotAllowed: if the actor is not of the team, or the grant is not one that was given and runs
    :raises ValidationError: if it is no day, or no source is named
    """
    grant = locked(grant)
    require(permissions.can_follow_grant(actor, grant))
    values = {"month": month, "day": day, "source": source.strip()}
    closing = ClosingDay.objects.select_for_update(of=("self",)).filter(organization=organization).first()
    if closing is None:
        write_new(ClosingDay(organization=organization, **values), "closing_day.set", actor=actor, now=now)
    else:
        write_fields(closing, "closing_day.set", values, actor=actor, now=now)
    ends = closings_of(grant.starts_on, grant.last_on, month=month, day=day)
    there = set(Report.objects.filter(grant=grant, organization=organization).values_list("closes_on", flat=True))
    return [
        write_new(
            Report(
                grant=grant,
                organization=organization,
                closes_on=end,
                due_on=due_on(end),
                is_final=end == ends[-1],
            ),
            "report.created",
            actor=actor,
            now=now,
        )
        for end in ends
        if end not in there
    ]


def _locked(report: Report) -> Report:
    locked(report.grant)
    rows = Report.objects.select_for_update(of=("self",)).select_related("grant", "organization")
    return rows.get(pk=report.pk)


@transaction.atomic
def receive_report(
    *,
    report: Report,
    actor: User,
    now: datetime,
    received_on: date,
    foreseen_cents: int,
    spent_cents: int,
    account: str = "",
) -> Report:
    """
    Keep what a report says.

    :param foreseen_cents: the budget of the project as foreseen
    :param spent_cents: what was spent of it
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was received already
    :raises ValidationError: if an amount does not hold
    """
    report = _locked(report)
    require(permissions.can_write_grants(actor))
    values = {
        "state": REPORT_MOVES.target("receive", report.state),
        "received_on": received_on,
        "foreseen_cents": foreseen_cents,
        "spent_cents": spent_cents,
        "account": account.strip(),
    }
    return write_fields(report, "report.received", values, actor=actor, now=now)


@transaction.atomic
def send_back_report(*, report: Report, actor: User, now: datetime, reason: str) -> Report:
    """
    Send a report back to be mended, saying why; it is expected again, for the same day.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not one that was received
    """
    report = _locked(report)
    require(permissions.can_write_grants(actor))
    values = {
        "state": REPORT_MOVES.target("send_back", report.state),
        "received_on": None,
        "spent_cents": None,
        "note": reason.strip(),
    }
    return write_fields(report, "report.put_back", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def accept_report(*, report: Report, actor: User, now: datetime, accepted_on: date) -> Report:
    """
    Accept a report as it was received.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not one that was received
    """
    report = _locked(report)
    require(permissions.can_write_grants(actor))
    values = {"state": REPORT_MOVES.target("accept", report.state), "accepted_on": accepted_on}
    return write_fields(report, "report.accepted", values, actor=actor, now=now)


def _asked_cents(grant: Grant, organization: Organization) -> int:
    # An order is append-only: it keeps the record it was written with when that one is merged into another.
    rows = grant.repayments.filter(Q(organization=organization) | Q(organization__merged_into=organization))
    return sum(row.cents for row in rows)


@transaction.atomic
def ask_repayment(*, report: Report, actor: User, now: datetime, ordered_on: date) -> RepaymentOrder:
    """
    Ask for what an accepted report leaves to give back, once.

    :raises NotAllowed: if the actor has no delegation to order
    :raises NothingToGiveBack: if it leaves nothing, or it was asked for already
    """
    report = _locked(report)
    require(permissions.can_correct_payment(actor, on=timezone.localdate(now)))
    found = queries.settlement_of(report)
    left = found.to_give_back_cents - _asked_cents(report.grant, report.organization) if found else 0
    if report.accepted_on is None or left <= 0:
        raise NothingToGiveBack
    rule = _("granted × spent ÷ foreseen, rounded down, less what was paid: %(spent)s spent of %(foreseen)s") % {
        "spent": format_euros(report.spent_cents or 0),
        "foreseen": format_euros(report.foreseen_cents or 0),
    }
    return _write(report.grant, report.organization, RepaymentGround.REPORT, left, rule, actor, now, ordered_on)


@transaction.atomic
def take_back_for_breach(
    *, grant: Grant, organization: Organization, actor: User, now: datetime, breach_on: date, ordered_on: date
) -> RepaymentOrder:
    """
    Take back, in proportion to the days left, what was paid to a structure that breached the republican commitment.

    :raises NotAllowed: if the actor has no delegation to order
    :raises NothingToGiveBack: if the breach is out of the period, nothing was paid, or it was asked for already

    Source: law 2000-321, article 10-1; decree 2021-1947.
    """
    grant = locked(grant)
    require(permissions.can_correct_payment(actor, on=timezone.localdate(now)))
    if not grant.starts_on <= breach_on <= grant.last_on:
        raise NothingToGiveBack
    cents, left, days = claw_back(
        paid_cents=queries.paid_to_cents(grant, organization) - _asked_cents(grant, organization),
        starts_on=grant.starts_on,
        last_on=grant.last_on,
        breach_on=breach_on,
    )
    if cents <= 0:
        raise NothingToGiveBack
    signed = RepublicanContract.objects.filter(grant=grant, organization=organization).exclude(text_version="").first()
    rule = _("paid × days left ÷ days of the period: %(left)s days left of %(days)s, from %(day)s on") % {
        "left": left,
        "days": days,
        "day": day_in_words(breach_on),
    }
    if signed is not None:
        rule += _("; commitment: %(text)s") % {"text": signed.text_version}
    return _write(grant, organization, RepaymentGround.BREACH, cents, rule, actor, now, ordered_on)


def _write(
    grant: Grant,
    organization: Organization,
    ground: str,
    cents: int,
    rule: str,
    actor: User,
    now: datetime,
    ordered_on: date,
) -> RepaymentOrder:
    order = RepaymentOrder(
        grant=grant,
        organization=organization,
        ground=ground,
        cents=cents,
        rule=rule,
        ordered_on=ordered_on,
        written_at=now,
    )
    return write_new(order, "repayment_order.recorded", actor=actor, now=now)


@transaction.atomic
def remind_reports(*, actor: SystemActor, now: datetime, days: int = 30) -> int:
    """
    Tell those who say that services are done of the reports due within thirty days, and once more when they are late.

    :returns: how many messages were written; each report is told once before its day and once after
    """
    today, count = timezone.localdate(now), 0
    certifiers = queries.certifiers()
    rows = queries.report_rows().filter(state="expected")
    for report in rows:
        if (report.due_on - today).days > days:
            continue
        is_late = report.due_on < today
        for person in certifiers:
            notify(
                recipient=person,
                kind="funding.report",
                subject=lambda late=is_late, row=report: _subject(row, is_late=late),
                body=lambda row=report: _body(row),
                url=report.get_absolute_url(),
                now=now,
                key=f"funding.report:{report.pk}:{'late' if is_late else 'soon'}:{person.pk}",
            )
            count += 1
    return count


def _subject(report: Report, *, is_late: bool) -> str:
    words = _("Financial report late: %(grant)s") if is_late else _("Financial report due soon: %(grant)s")
    return words % {"grant": report.grant}


def _body(report: Report) -> str:
    return _("%(organization)s owes it by %(day)s, for the year ended on %(closing)s.") % {
        "organization": report.organization,
        "day": day_in_words(report.due_on),
        "closing": day_in_words(report.closes_on),
    }
