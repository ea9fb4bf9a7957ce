"""Every list of the room asks the database as much for many rows as for a few, and at most fifteen times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import AidFile, LimitRule
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import (
    MOMENT,
    AidLineFactory,
    CertificationFactory,
    ConditionFactory,
    DelegationFactory,
    EnvelopeFactory,
    GrantFactory,
    GrantShareFactory,
    InstalmentFactory,
    PaymentFactory,
    ReportFactory,
    UndertakingMemberFactory,
)
from .factories_equity import MeetingFactory, MovementFactory, RepresentativeFactory, StakeFactory
from .test_finance import _bring, _paid

pytestmark = pytest.mark.django_db
QUERIES_MAX = 15
GRANT_PAGE_MAX = 20


def _grant() -> None:
    grant = GrantFactory(bound=True, envelope=(envelope := EnvelopeFactory()), action=envelope.action)
    PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=grant)))


def _stake() -> None:
    stake = StakeFactory()
    MovementFactory(stake=stake)
    RepresentativeFactory(stake=stake)
    MeetingFactory(stake=stake)


def _limit() -> None:
    count = LimitRule.objects.count()
    LimitRule.objects.create(
        code="de_minimis", cents=1, starts_on=date(2024, 1, 1) + timedelta(days=count), source="Délibération"
    )


def _aid_file() -> None:
    AidFile.objects.create(
        file_name="x.csv",
        file_digest="0" * 64,
        source="S",
        author=UserFactory(),
        prepared_at=MOMENT,
        content={"header": []},
    )


def _finance() -> None:
    number = f"E{AidLineFactory().pk}"
    _paid(number)
    _bring(person_with(RoleKind.OFFICER), f"{number};20000;2026-03-09;M1;")


LISTS: dict[str, Callable[[], object]] = {
    "grant_list": _grant,
    "envelope_list": _grant,
    "payment_list": _grant,
    "publication": _grant,
    "report_list": ReportFactory,
    "delegation_list": DelegationFactory,
    "aid_list": AidLineFactory,
    "undertaking_list": UndertakingMemberFactory,
    "limit_list": _limit,
    "aid_file_list": _aid_file,
    "finance_file_list": _finance,
    "reconciliation": _finance,
    "stake_list": _stake,
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_much_whatever_its_length(client: Client, name: str) -> None:
    client.force_login(person_with(RoleKind.ADMINISTRATOR))
    counts, lengths = [], []
    for number in (2, 9):
        for _number in range(number):
            LISTS[name]()
        client.get(reverse(f"funding:{name}"))
        with CaptureQueriesContext(connection) as counted:
            page = client.get(reverse(f"funding:{name}"))
        assert page.status_code == 200
        counts.append(len(counted))
        lengths.append(len(page.context["table"].rows))

    assert lengths[1] >= lengths[0] + 9
    assert counts[0] == counts[1] <= QUERIES_MAX, counts


def test_lists_name_beneficiaries_in_the_order_they_were_added(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    grant = GrantFactory(bound=True, share=None)
    for name in ("Zèbre", "Abeille"):
        GrantShareFactory(grant=grant, organization__name=name, cents=grant.amount_cents // 2)
    PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=grant)))

    for address in ("grant_list", "payment_list"):
        assert "Zèbre, Abeille" in client.get(reverse(f"funding:{address}")).content.decode()


def test_counting_payments_reads_nothing_but_payments() -> None:
    with CaptureQueriesContext(connection) as counted:
        queries.payment_rows().count()

    assert "JOIN" not in counted[0]["sql"]


def test_grant_page_reads_each_thing_once(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    grant = GrantFactory(bound=True, envelope=(envelope := EnvelopeFactory()), action=envelope.action)
    instalment = InstalmentFactory(grant=grant)
    ConditionFactory(instalment=instalment)
    PaymentFactory(certification=CertificationFactory(instalment=instalment))
    client.get(grant.get_absolute_url())

    with CaptureQueriesContext(connection) as counted:
        assert client.get(grant.get_absolute_url()).status_code == 200

    asked = [row["sql"] for row in counted.captured_queries]
    assert len(asked) == len(set(asked)), "something is asked twice"
    assert len(asked) <= GRANT_PAGE_MAX
