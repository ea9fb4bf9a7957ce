"""Open data: every row without a flaw before it is published; the checks of the schema and the two it cannot make."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.funding import queries, scdl, services
from essaim.delivery.funding.models import Grant
from essaim.delivery.funding.states import DutyKind
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import MOMENT, GrantFactory, GrantShareFactory, InstalmentFactory, signing

SIRETS = ("00000001800002", "00000002600005", "00000003400009")
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


def _share(**values: Any) -> scdl.PublishedShare:
    facts: dict[str, Any] = {
        "giver": "Collectivité fictive",
        "giver_siret": SIRETS[2],
        "bound_on": date(2026, 3, 2),
        "act": "26 C 0001",
        "beneficiary": "Association fictive",
        "siret": SIRETS[0],
        "rna": "",
        "object": "Animer",
        "amount_cents": 2_000_050,
        "share_cents": 2_000_050,
        "nature": "cash",
        "instalment_count": 2,
        "first_day": date(2026, 3, 9),
        "last_day": date(2026, 12, 1),
        "is_de_minimis": True,
    }
    return scdl.PublishedShare(**{**facts, **values})


def test_row_says_what_the_schema_asks_in_its_order() -> None:
    row = scdl.row_of(_share())

    assert list(row) == scdl.names()
    assert (row["montant"], row["pourcentageSubvention"]) == ("20000.5", "1")
    assert (row["conditionsVersement"], row["notificationUE"]) == ("échelonné", "oui")
    assert row["datesPeriodeVersement"] == "2026-03-09/2026-12-01"
    assert scdl.flaws_of(row) == []


@given(st.integers(1, 10**11), st.data())
def test_product_of_amount_and_share_comes_back_to_the_cent(amount: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(max(1, amount // 100 + 1), amount)) if amount > 1 else 1

    row = scdl.row_of(_share(amount_cents=amount, share_cents=share))

    assert round(Decimal(row["montant"]) * Decimal(row["pourcentageSubvention"]) * 100) == share
    assert scdl.flaws_of(row) == []


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"nomAttribuant": ""}, ("nomAttribuant", "missing")),
        ({"idAttribuant": "00000001800003"}, ("idAttribuant", "siret")),
        ({"idAttribuant": "123"}, ("idAttribuant", "pattern")),
        ({"idBeneficiaire": "00000001800003"}, ("idBeneficiaire", "siret")),
        ({"idBeneficiaire": ""}, ("idBeneficiaire", "one_of_two")),
        ({"rnaBeneficiaire": "W12"}, ("rnaBeneficiaire", "pattern")),
        ({"objet": "x" * 257}, ("objet", "too_long")),
        ({"montant": "20 000 €"}, ("montant", "type")),
        ({"nature": "numéraire"}, ("nature", "choice")),
        ({"dateConvention": "16/01/2018"}, ("dateConvention", "type")),
        ({"datesPeriodeVersement": "2018-04"}, ("datesPeriodeVersement", "pattern")),
        ({"idRAE": "123456"}, ("idRAE", "too_long")),
        ({"notificationUE": "NON"}, ("notificationUE", "type")),
        ({"pourcentageSubvention": "0.009"}, ("pourcentageSubvention", "range")),
        ({"pourcentageSubvention": "1.1"}, ("pourcentageSubvention", "range")),
    ],
)
def test_each_check_of_the_schema_finds_its_flaw(changes: dict[str, str], flaw: tuple[str, str]) -> None:
    found = scdl.flaws_of({**scdl.row_of(_share()), **changes})

    assert flaw in {(row.column, row.problem) for row in found}


def test_association_known_by_its_rna_number_needs_no_siret() -> None:
    assert scdl.flaws_of(scdl.row_of(_share(siret="", rna="W595000000"))) == []


def _publishable(**values: Any) -> Grant:
    grant = GrantFactory(bound=True, share=None, **values)
    for siret, cents in zip(SIRETS, (1_500_000, 500_000), strict=False):
        GrantShareFactory(grant=grant, siret=siret, cents=cents)
    InstalmentFactory(grant=grant)
    return grant


def _named() -> None:
    services.name_publisher(actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, name="Collectivité", siret=SIRETS[2])


@pytest.mark.django_db
class TestPublication:
    def test_public_file_has_one_row_a_beneficiary_and_no_flaw(self, client: Client) -> None:
        _named()
        grant = _publishable()
        GrantFactory(bound=True)
        GrantFactory(given=True)
        assert client.get(reverse("funding:open_data")).getvalue().decode().count("\r\n") == 1

        published = services.publish_grants(actor=person_with(RoleKind.OFFICER), now=NOW)
        text = client.get(reverse("funding:open_data")).getvalue().decode()
        rows = list(csv.DictReader(io.StringIO(text)))

        assert [row.pk for row in published] == [grant.pk]
        assert list(rows[0]) == scdl.names()
        assert [scdl.flaws_of(row) for row in rows] == [[], []]
        assert sum(Decimal(row["montant"]) * Decimal(row["pourcentageSubvention"]) for row in rows) == 20_000

    def test_nothing_is_published_before_the_authority_is_named(self) -> None:
        _publishable()

        with pytest.raises(services.NothingToPublish):
            services.publish_grants(actor=person_with(RoleKind.OFFICER), now=NOW)

    def test_alarm_is_raised_at_sixty_days_and_late_after_ninety(self) -> None:
        _named()
        _publishable()
        told = []
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)):
            row = queries.publication_rows(today=day)[0]
            told.append((row.is_alarming, row.is_late))

        assert told == [(False, False), (True, False), (True, False), (True, True)]

    def test_published_grant_waits_no_more(self) -> None:
        _named()
        _publishable()
        services.publish_grants(actor=person_with(RoleKind.OFFICER), now=NOW)

        row = queries.publication_rows(today=date(2027, 1, 1))[0]

        assert (row.is_published, row.is_alarming, row.is_late) == (True, False, False)

    def test_only_administrators_name_the_authority(self) -> None:
        with pytest.raises(NotAllowed):
            services.name_publisher(actor=signing(DutyKind.ORDER), now=MOMENT, name="x", siret=SIRETS[0])

    def test_page_says_what_is_ready_and_what_is_lacking(self, client: Client) -> None:
        _named()
        _publishable()
        GrantFactory(bound=True)
        client.force_login(person_with(RoleKind.OFFICER))

        page = client.get(reverse("funding:publication"))
        client.post(reverse("funding:publish"))
        again = client.post(reverse("funding:publish"), follow=True)

        assert page.context["ready"] == 1
        assert "idBeneficiaire" in page.content.decode()
        assert again.status_code == 200
        assert Grant.objects.filter(published_on__isnull=False).count() == 1

    def test_administrator_names_the_authority_by_its_page(self, client: Client) -> None:
        client.force_login(person_with(RoleKind.ADMINISTRATOR))

        wrong = client.post(reverse("funding:publisher"), {"name": "X", "siret": "123"})
        client.post(reverse("funding:publisher"), {"name": "X", "siret": "000 000 034 00009"})

        assert wrong.status_code == 422
        assert queries.publisher().siret == SIRETS[2]
