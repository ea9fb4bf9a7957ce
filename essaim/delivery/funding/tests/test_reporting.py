"""When reports are due, what they come to, what a breach takes back: pure rules, then the life of a report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import ClosingDay, RepaymentOrder, Report
from essaim.delivery.funding.reporting import claw_back, closings_of, due_on, settle
from essaim.delivery.funding.states import DutyKind, ReportState
from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan.tests.factories import ActFactory

from .factories import (
    MOMENT,
    CertificationFactory,
    DelegationFactory,
    GrantFactory,
    GrantShareFactory,
    InstalmentFactory,
    PaymentFactory,
    ReportFactory,
    signing,
)

DAY = date(2026, 3, 10)
LATER = datetime(2027, 7, 1, 9, tzinfo=UTC)
CENTS = st.integers(0, 10**10)


@pytest.mark.parametrize(
    ("closing", "due"),
    [
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 31)),
        (date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 8, 30), date(2027, 2, 28)),
    ],
)
def test_report_is_due_six_months_after_the_year(closing: date, due: date) -> None:
    assert due_on(closing) == due


@pytest.mark.parametrize(
    ("first", "last", "month", "day", "expected"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12, 31, [date(2026, 12, 31)]),
        (date(2026, 1, 1), date(2026, 12, 31), 8, 31, [date(2026, 8, 31), date(2027, 8, 31)]),
        (date(2026, 9, 1), date(2027, 3, 31), 8, 31, [date(2027, 8, 31)]),
        (date(2025, 7, 1), date(2027, 6, 30), 12, 31, [date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)]),
        (date(2027, 3, 1), date(2028, 2, 1), 2, 29, [date(2028, 2, 29)]),
    ],
)
def test_years_are_those_of_the_beneficiary(
    first: date, last: date, month: int, day: int, expected: list[date]
) -> None:
    assert closings_of(first, last, month=month, day=day) == expected


@given(granted=CENTS, foreseen=st.integers(1, 10**10), spent=CENTS, paid=CENTS)
def test_settlement_is_exact_and_never_above_what_was_granted(
    granted: int, foreseen: int, spent: int, paid: int
) -> None:
    found = settle(granted_cents=granted, foreseen_cents=foreseen, spent_cents=spent, paid_cents=paid)

    assert 0 <= found.earned_cents <= granted
    assert found.earned_cents - paid == found.to_pay_cents - found.to_give_back_cents
    assert 0 in {found.to_pay_cents, found.to_give_back_cents}


@pytest.mark.parametrize(("foreseen", "spent"), [(0, 1), (-1, 1), (1, -1)])
def test_amounts_that_cannot_be_are_refused(foreseen: int, spent: int) -> None:
    with pytest.raises(ValueError, match="budget above zero"):
        settle(granted_cents=1, foreseen_cents=foreseen, spent_cents=spent, paid_cents=0)


def test_breach_takes_back_the_days_left() -> None:
    period = {"starts_on": date(2026, 1, 1), "last_on": date(2026, 12, 31)}

    assert claw_back(paid_cents=36_500, breach_on=date(2026, 1, 1), **period) == (36_500, 365, 365)
    assert claw_back(paid_cents=36_500, breach_on=date(2026, 12, 31), **period) == (100, 1, 365)
    with pytest.raises(ValueError, match="not in the period"):
        claw_back(paid_cents=1, breach_on=date(2027, 1, 1), **period)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _receive(report: Report, officer: User, **values: Any) -> Report:
    values = {"foreseen_cents": 4_000_000, "spent_cents": 3_000_000, **values}
    return services.receive_report(report=report, actor=officer, now=MOMENT, received_on=DAY, **values)


def _paid(report: Report) -> None:
    PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=report.grant)))


@pytest.mark.django_db
class TestReports:
    def test_closing_day_is_asked_and_kept(self, officer: User) -> None:
        grant = GrantFactory(bound=True)
        organization = queries.shares_of(grant).get().organization
        asked = {"grant": grant, "organization": organization, "actor": officer, "now": MOMENT, "source": "statuts"}

        made = services.expect_reports(**asked, month=8, day=31)
        again = services.expect_reports(**asked, month=8, day=31)

        assert [(row.closes_on, row.due_on, row.is_final) for row in made] == [
            (date(2026, 8, 31), date(2027, 2, 28), False),
            (date(2027, 8, 31), date(2028, 2, 29), True),
        ]
        assert again == []
        assert ClosingDay.objects.get(organization=organization).source == "statuts"

    def test_closing_day_has_a_source(self, officer: User) -> None:
        grant = GrantFactory(bound=True)
        organization = queries.shares_of(grant).get().organization

        with pytest.raises(ValidationError):
            services.expect_reports(
                grant=grant, organization=organization, actor=officer, now=MOMENT, month=12, day=31, source=" "
            )

    def test_report_is_received_sent_back_and_accepted(self, officer: User) -> None:
        report = _receive(ReportFactory(), officer)
        report = services.send_back_report(report=report, actor=officer, now=MOMENT, reason="pièces")
        assert (report.state, report.spent_cents, report.note) == (ReportState.EXPECTED, None, "pièces")

        report = services.accept_report(report=_receive(report, officer), actor=officer, now=MOMENT, accepted_on=DAY)

        assert report.accepted_on == DAY
        with pytest.raises(IllegalMove):
            _receive(report, officer)

    @pytest.mark.parametrize("values", [{"foreseen_cents": 0}, {"spent_cents": -1}])
    def test_amounts_that_cannot_be_are_refused(self, officer: User, values: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            _receive(ReportFactory(), officer, **values)

    def test_less_spent_gives_back_and_is_asked_once(self, officer: User) -> None:
        report = ReportFactory()
        _paid(report)
        payer = signing(DutyKind.ORDER)
        report = _receive(report, officer)
        assert queries.settlement_of(report).to_give_back_cents == 500_000
        with pytest.raises(services.NothingToGiveBack):
            services.ask_repayment(report=report, actor=payer, now=MOMENT, ordered_on=DAY)
        report = services.accept_report(report=report, actor=officer, now=MOMENT, accepted_on=DAY)
        with pytest.raises(NotAllowed):
            services.ask_repayment(report=report, actor=officer, now=MOMENT, ordered_on=DAY)

        order = services.ask_repayment(report=report, actor=payer, now=MOMENT, ordered_on=DAY)

        assert order.cents == 500_000
        assert "30" in order.rule
        with pytest.raises(services.NothingToGiveBack):
            services.ask_repayment(report=report, actor=payer, now=MOMENT, ordered_on=DAY)

    def test_merged_structure_owes_its_reports_and_is_not_asked_twice(self, officer: User) -> None:
        report = ReportFactory()
        _paid(report)
        payer = signing(DutyKind.ORDER)
        report = services.accept_report(report=_receive(report, officer), actor=officer, now=MOMENT, accepted_on=DAY)
        services.ask_repayment(report=report, actor=payer, now=MOMENT, ordered_on=DAY)
        duplicate, kept = report.organization, OrganizationFactory()
        ClosingDay.objects.create(organization=duplicate, month=8, day=31, source="statuts")
        twin = {"grant": report.grant, "closes_on": date(2025, 8, 31), "due_on": date(2026, 2, 28)}
        ReportFactory(organization=duplicate, **twin)
        ReportFactory(organization=kept, **twin)

        merge_organizations(kept=kept, duplicate=duplicate, actor=officer, now=MOMENT, reason="doublon")

        report.refresh_from_db()
        assert report.organization == kept
        assert Report.objects.filter(organization=kept).count() == 2
        assert not Report.objects.filter(organization=duplicate).exists()
        assert ClosingDay.objects.get().organization == kept
        with pytest.raises(services.NothingToGiveBack):
            services.ask_repayment(report=report, actor=payer, now=MOMENT, ordered_on=DAY)

    def test_repayments_are_only_added_to(self, officer: User) -> None:
        report = ReportFactory()
        _paid(report)
        services.take_back_for_breach(
            grant=report.grant,
            organization=report.organization,
            actor=signing(DutyKind.ORDER),
            now=MOMENT,
            breach_on=date(2026, 7, 1),
            ordered_on=DAY,
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            RepaymentOrder.objects.update(cents=1)

        assert RepaymentOrder.objects.get().cents == 2_000_000 * 184 // 365

    def test_breach_out_of_the_period_takes_nothing_back(self) -> None:
        report = ReportFactory()
        _paid(report)

        with pytest.raises(services.NothingToGiveBack):
            services.take_back_for_breach(
                grant=report.grant,
                organization=report.organization,
                actor=signing(DutyKind.ORDER),
                now=MOMENT,
                breach_on=date(2027, 1, 1),
                ordered_on=DAY,
            )

    def test_what_was_paid_is_split_between_those_who_share_it(self) -> None:
        grant = GrantFactory(bound=True, share=None)
        shares = [GrantShareFactory(grant=grant, cents=cents) for cents in (1_333_333, 666_667)]
        PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=grant), cents=1_000_001))

        parts = [queries.paid_to_cents(grant, share.organization) for share in shares]

        assert sum(parts) == 1_000_001

    def test_late_report_stops_payments_and_new_grants_until_it_comes(self, officer: User) -> None:
        report = ReportFactory()
        other = GrantFactory(bound=True, share=None)
        GrantShareFactory(grant=other, organization=report.organization)
        instalment = InstalmentFactory(grant=other)
        draft = GrantFactory(share=None)
        GrantShareFactory(grant=draft, organization=report.organization)
        certifier, payer = signing(DutyKind.CERTIFY), signing(DutyKind.ORDER)
        give = {"grant": draft, "actor": officer, "now": LATER, "act": ActFactory(), "granted_on": LATER.date()}

        with pytest.raises(services.ReportsOverdue):
            services.certify_service(instalment=instalment, actor=certifier, now=LATER, note="x")
        CertificationFactory(instalment=instalment)
        with pytest.raises(services.ReportsOverdue):
            services.order_payment(instalment=instalment, actor=payer, now=LATER, paid_on=DAY)
        with pytest.raises(services.ReportsOverdue):
            services.give_grant(**give)
        _receive(report, officer)

        assert services.order_payment(instalment=instalment, actor=payer, now=LATER, paid_on=DAY).cents > 0
        assert services.give_grant(**give).is_given

    def test_report_is_not_late_on_its_very_day(self) -> None:
        report = ReportFactory()

        assert not report.is_overdue(date(2027, 6, 30))
        assert report.is_overdue(date(2027, 7, 1))

    def test_those_who_certify_are_told_once_before_and_once_after(self) -> None:
        ReportFactory()
        DelegationFactory(person=person_with(RoleKind.OFFICER))
        actor = SystemActor("funding remind")
        for moment in (datetime(2027, 5, 1, tzinfo=UTC), datetime(2027, 6, 10, tzinfo=UTC), LATER, LATER):
            services.remind_reports(actor=actor, now=moment)

        assert Notification.objects.filter(kind="funding.report").count() == 2


@pytest.mark.django_db
class TestPages:
    def test_report_goes_from_its_day_to_its_repayment_by_its_pages(self, client: Client) -> None:
        actor = signing(DutyKind.ORDER)
        client.force_login(actor)
        grant = GrantFactory(bound=True)
        organization = queries.shares_of(grant).get().organization
        PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=grant)))
        url = reverse("funding:report_expect", args=[grant.pk])
        wrong = client.post(url, {"organization": organization.pk, "day": 31, "month": 2, "source": "x"})
        client.post(url, {"organization": organization.pk, "day": 31, "month": 12, "source": "statuts"})
        report = Report.objects.get()

        def post(name: str, **data: object) -> None:
            client.post(reverse(f"funding:{name}", args=[report.pk]), data)

        post("report_receive", received_on="2027-05-01", foreseen_cents="40 000", spent_cents="10 000")
        post("report_send_back", reason="à compléter")
        post("report_receive", received_on="2027-05-02", foreseen_cents="40 000", spent_cents="10 000")
        post("report_accept", day="2027-05-03")
        post("repayment_ask", day="2027-05-04")

        assert wrong.status_code == 422
        assert RepaymentOrder.objects.get().cents == 1_500_000
        page = client.get(reverse("funding:report", args=[report.pk]))
        assert page.context["settlement"].to_give_back_cents == 1_500_000
        assert client.get(reverse("funding:report_list")).status_code == 200
        assert client.get(reverse("funding:grant", args=[grant.pk])).status_code == 200
        assert client.get(reverse("funding:report_receive", args=[report.pk])).status_code == 302
        assert client.get(reverse("funding:breach", args=[grant.pk])).status_code == 200

    def test_list_of_reports_finds_those_that_are_late(
        self, client: Client, officer: User, assert_swap_equals_reload: Any
    ) -> None:
        client.force_login(officer)
        late = ReportFactory(closes_on=date(2020, 12, 31), due_on=date(2021, 6, 30))
        ReportFactory(closes_on=date(2090, 12, 31), due_on=date(2091, 6, 30))

        found = client.get(reverse("funding:report_list"), {"state": "late"})

        assert [row.record.pk for row in found.context["table"].rows] == [late.pk]
        assert_swap_equals_reload(client, reverse("funding:report_list"))
