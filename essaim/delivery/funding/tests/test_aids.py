"""The aid register: what counts on a day, what is left, and alarms that must be resolved before a grant is given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.calls_for_projects.tests.factories import ApplicationFactory
from essaim.delivery.funding import limits, queries, services
from essaim.delivery.funding.models import AlarmResolution, Grant, LimitRule
from essaim.delivery.funding.states import Instrument, LimitCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory, RepresentationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan.tests.factories import ActFactory

from .factories import MOMENT, AidLineFactory, GrantFactory, GrantShareFactory, UndertakingMemberFactory

DAY = date(2026, 3, 10)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def structure() -> Organization:
    return OrganizationFactory()


def _granted(structure: Organization, day: date, cents: int = 1_000_000, **values: object) -> Grant:
    values = {"given": True, "granted_on": day, "regime": Regime.DE_MINIMIS, **values}
    return GrantShareFactory(grant=GrantFactory(share=None, amount_cents=cents, **values), organization=structure).grant


def _draft(structure: Organization, cents: int, **values: object) -> Grant:
    values = {"regime": Regime.DE_MINIMIS, **values}
    return GrantShareFactory(grant=GrantFactory(share=None, amount_cents=cents, **values), organization=structure).grant


def _give(grant: Grant, officer: User, day: date = DAY) -> Grant:
    return services.give_grant(grant=grant, actor=officer, now=MOMENT, act=ActFactory(), granted_on=day)


@given(st.dates(date(2003, 3, 1), date(2100, 1, 1)))
def test_window_opens_three_years_before(day: date) -> None:
    first = limits.three_years_before(day)

    assert (first.year, first.month, first.day) in {(day.year - 3, day.month, day.day), (day.year - 3, 3, 1)}


@pytest.mark.django_db
class TestWindow:
    def test_it_rolls_with_the_day(self, structure: Organization) -> None:
        AidLineFactory(organization=structure, granted_on=date(2023, 3, 10), cents=100)
        AidLineFactory(organization=structure, granted_on=date(2023, 3, 9), cents=10)
        AidLineFactory(organization=structure, granted_on=date(2026, 3, 11), cents=1)

        window = queries.aid_window(structure, Regime.DE_MINIMIS, on=DAY)

        assert (window.first_day, window.total_cents) == (date(2023, 3, 10), 100)
        assert window.left_cents == 30_000_000 - 100

    def test_own_and_other_aids_of_the_regime_count(self, structure: Organization) -> None:
        _granted(structure, date(2026, 1, 5))
        _granted(structure, date(2026, 1, 5), regime=Regime.SIEG)
        _granted(structure, date(2026, 1, 5), regime=Regime.NONE)
        AidLineFactory(organization=structure, cents=500)
        AidLineFactory(cents=700)

        totals = {
            regime: queries.aid_window(structure, regime, on=DAY).total_cents
            for regime in (Regime.DE_MINIMIS, Regime.SIEG)
        }

        assert totals == {Regime.DE_MINIMIS: 1_000_500, Regime.SIEG: 1_000_000}

    def test_shares_count_for_their_part(self, structure: Organization) -> None:
        grant = _granted(structure, date(2026, 1, 5))
        GrantShareFactory(grant=grant, cents=400_000)

        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=DAY).total_cents == 1_000_000

    def test_structures_that_count_as_one_count_together_while_they_do(self, structure: Organization) -> None:
        member = UndertakingMemberFactory(organization=structure)
        other = UndertakingMemberFactory(undertaking=member.undertaking, ends_on=date(2026, 1, 1))
        still = UndertakingMemberFactory(undertaking=member.undertaking)
        AidLineFactory(organization=other.organization, cents=7)
        # Given before they were linked: it counts.
        AidLineFactory(organization=still.organization, granted_on=date(2024, 5, 1), cents=50)

        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=DAY).total_cents == 50
        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=date(2025, 12, 31)).total_cents == 57

    def test_correction_takes_an_aid_away_and_keeps_both_rows(self, structure: Organization, officer: User) -> None:
        line = AidLineFactory(organization=structure)

        services.correct_aid(line=line, actor=officer, now=MOMENT, source="comptée deux fois")

        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=DAY).total_cents == 0
        with pytest.raises(services.CorrectedAlready):
            services.correct_aid(line=line, actor=officer, now=MOMENT, source="x")

    def test_amount_of_an_aid_is_never_rewritten(self) -> None:
        line = AidLineFactory()
        line.cents = 1
        with pytest.raises(DatabaseError), transaction.atomic():
            line.save()

    def test_merged_record_brings_its_aids(self, structure: Organization, officer: User) -> None:
        line = AidLineFactory()
        _granted(line.organization, date(2026, 1, 5))

        merge_organizations(kept=structure, duplicate=line.organization, actor=officer, now=MOMENT, reason="doublon")

        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=DAY).total_cents == 2_000_000

    def test_no_ceiling_is_known_of_other_years(self, structure: Organization) -> None:
        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=date(2031, 1, 1)).limit is None
        assert queries.aid_window(structure, Regime.DE_MINIMIS, on=date(2030, 12, 31)).limit is not None

    def test_limit_of_the_authority_comes_first_on_its_days(self) -> None:
        admin = person_with(RoleKind.ADMINISTRATOR)
        services.set_limit(
            actor=admin,
            now=MOMENT,
            code="agreement",
            cents=1_000_000,
            starts_on=DAY,
            ends_on=date(2026, 4, 1),
            source="règlement",
        )

        assert [
            queries.limit_on(LimitCode.AGREEMENT, day).cents for day in (date(2026, 3, 9), DAY, date(2026, 4, 1))
        ] == [
            2_300_000,
            1_000_000,
            2_300_000,
        ]

    def test_only_administrators_set_limits(self, officer: User) -> None:
        with pytest.raises(NotAllowed):
            services.set_limit(actor=officer, now=MOMENT, code="sieg", cents=1, starts_on=DAY, source="x")
        assert not LimitRule.objects.exists()

    def test_structure_is_of_one_undertaking_at_a_time(self, officer: User) -> None:
        member = UndertakingMemberFactory()

        with pytest.raises(ValidationError):
            services.link_structure(
                actor=officer, now=MOMENT, organization=member.organization, starts_on=DAY, ground="x", name="Autre"
            )


@pytest.mark.django_db
class TestAlarms:
    def test_grant_to_the_very_ceiling_is_given(self, structure: Organization, officer: User) -> None:
        AidLineFactory(organization=structure, cents=28_000_000)

        assert _give(_draft(structure, 2_000_000), officer).is_given

    def test_a_cent_beyond_is_resolved_first(self, structure: Organization, officer: User) -> None:
        AidLineFactory(organization=structure, cents=28_000_000)
        grant = _draft(structure, 2_000_001)
        with pytest.raises(services.AlarmsOpen) as refusal:
            _give(grant, officer)

        services.resolve_alarm(
            grant=grant,
            actor=officer,
            now=MOMENT,
            on=DAY,
            organization_id=structure.pk,
            code=LimitCode.DE_MINIMIS,
            reason="Régime notifié, avis juridique",
        )

        assert [alarm.left_cents for alarm in refusal.value.alarms] == [-1]
        assert _give(grant, officer).is_given

    def test_resolution_is_of_the_total_it_was_written_of(self, structure: Organization, officer: User) -> None:
        AidLineFactory(organization=structure, cents=29_000_000)
        grant = _draft(structure, 2_000_000)
        resolved = {"grant": grant, "actor": officer, "now": MOMENT, "on": DAY, "organization_id": structure.pk}
        services.resolve_alarm(**resolved, code=LimitCode.DE_MINIMIS, reason="vu")
        AidLineFactory(organization=structure, cents=1)

        with pytest.raises(services.AlarmsOpen):
            _give(grant, officer)

    def test_resolution_gives_its_reason(self, structure: Organization, officer: User) -> None:
        AidLineFactory(organization=structure, cents=30_000_000)
        asked = {
            "grant": _draft(structure, 1),
            "actor": officer,
            "now": MOMENT,
            "on": DAY,
            "organization_id": structure.pk,
        }

        with pytest.raises(ValidationError):
            services.resolve_alarm(**asked, code=LimitCode.DE_MINIMIS, reason="  ")
        with pytest.raises(services.NothingToResolve):
            services.resolve_alarm(**asked, code=LimitCode.SIEG, reason="x")
        assert not AlarmResolution.objects.exists()

    @pytest.mark.parametrize(
        ("before", "cents", "kind", "instrument", "is_open"),
        [
            (0, 2_300_000, OrganizationKind.ASSOCIATION, Instrument.ACT_ALONE, False),
            (0, 2_300_001, OrganizationKind.ASSOCIATION, Instrument.ACT_ALONE, True),
            (1_500_000, 800_001, OrganizationKind.ASSOCIATION, Instrument.ACT_ALONE, True),
            (1_500_000, 800_001, OrganizationKind.ASSOCIATION, Instrument.AGREEMENT, False),
            (1_500_000, 800_001, OrganizationKind.PUBLIC_BODY, Instrument.ACT_ALONE, False),
        ],
    )
    def test_agreement_is_compulsory_above_the_threshold_of_the_year(
        self, officer: User, before: int, cents: int, kind: str, instrument: str, is_open: bool
    ) -> None:
        structure = OrganizationFactory(kind=kind)
        if before:
            _granted(structure, date(2026, 1, 5), before, regime=Regime.NONE)
        _granted(structure, date(2025, 12, 31), 5_000_000, regime=Regime.NONE)
        grant = _draft(structure, cents, regime=Regime.NONE, instrument=instrument)

        assert any(alarm.is_open for alarm in queries.alarms_of(grant, on=DAY)) is is_open


@pytest.mark.django_db
class TestPages:
    def test_register_of_a_structure_asks_as_much_whatever_its_lines(
        self, client: Client, structure: Organization, officer: User
    ) -> None:
        client.force_login(officer)
        counts = []
        for number in (1, 8):
            for _number in range(number):
                AidLineFactory(organization=structure)
                _granted(structure, date(2026, 1, 5))
            with CaptureQueriesContext(connection) as counted:
                answer = client.get(reverse("funding:aids", args=[structure.key]))
            assert answer.status_code == 200
            counts.append(len(counted))

        assert counts[0] == counts[1] <= 30

    def test_register_is_read_by_the_office_and_by_who_speaks_for_the_structure(
        self, client: Client, structure: Organization
    ) -> None:
        speaker = RepresentationFactory(organization=structure).person
        other = RepresentationFactory().person
        told = []
        for person in (speaker, other, person_with(RoleKind.EVALUATOR), person_with(RoleKind.COMMUNE_REFERENT)):
            client.force_login(person)
            told.append(client.get(reverse("funding:aids", args=[structure.key])).status_code)

        assert told == [200, 403, 200, 403]

    @pytest.mark.parametrize("name", ["aid_list", "undertaking_list"])
    def test_list_answers_htmx_with_what_the_page_shows(
        self, client: Client, officer: User, assert_swap_equals_reload: Any, name: str
    ) -> None:
        client.force_login(officer)
        for _number in range(3):
            AidLineFactory()
            UndertakingMemberFactory()
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse(f"funding:{name}"))

        assert len(counted) <= 12
        assert_swap_equals_reload(client, reverse(f"funding:{name}"))

    def test_alarm_is_shown_before_the_decision_and_resolved_on_its_page(
        self, client: Client, structure: Organization, officer: User
    ) -> None:
        client.force_login(officer)
        AidLineFactory(organization=structure, cents=30_000_000)
        grant = _draft(structure, 100)

        page = client.get(reverse("funding:grant_give", args=[grant.pk]))
        url = reverse("funding:alarm_resolve", args=[grant.pk, structure.pk, "de_minimis"])
        opened = client.get(url)
        kept = client.post(url, {"reason": "Régime exempté, avis joint"})

        assert url in page.content.decode()
        assert opened.status_code == 200
        assert kept.status_code == 302
        assert client.get(url).status_code == 302
        assert url not in client.get(reverse("funding:grant_give", args=[grant.pk])).content.decode()

    def test_pages_of_the_register_write(self, client: Client, structure: Organization, officer: User) -> None:
        client.force_login(officer)
        aid = {
            "giver": "Région",
            "cents": "1 000",
            "granted_on": "2026-01-05",
            "regime": "sieg",
            "origin": "declared",
            "source": "lettre",
        }
        client.post(reverse("funding:aid_add", args=[structure.key]), aid)
        line = queries.aid_lines().get()
        client.post(reverse("funding:aid_correct", args=[line.pk]), {"source": "erreur"})
        link = {"name": "Groupe", "organization": structure.pk, "starts_on": "2026-01-01", "ground": "voix"}
        client.post(reverse("funding:structure_link"), link)
        member = queries.undertaking_rows().get()
        client.post(reverse("funding:structure_unlink", args=[member.pk]), {"day": "2026-06-01", "reason": "cession"})

        assert sorted(row.cents for row in queries.aid_lines()) == [-100_000, 100_000]
        assert queries.undertaking_rows().get().ends_on == date(2026, 6, 1)
        assert client.get(reverse("funding:limit_list")).status_code == 200
        assert client.post(reverse("funding:structure_link"), {"organization": structure.pk}).status_code == 422

    def test_administrator_applies_another_limit(self, client: Client) -> None:
        client.force_login(person_with(RoleKind.ADMINISTRATOR))

        client.post(
            reverse("funding:limit_set"),
            {"code": "sieg", "cents": "500 000", "starts_on": "2026-01-01", "source": "règlement"},
        )

        assert queries.limit_on(LimitCode.SIEG, DAY).cents == 50_000_000
        assert "500" in client.get(reverse("funding:limit_list")).content.decode()

    def test_structure_shows_what_it_received_to_everybody(self, client: Client, structure: Organization) -> None:
        _granted(structure, date(2026, 1, 5))

        answer = client.get(reverse("funding:organization_panel", args=[structure.pk]))

        assert [(row.year, row.cents, row.count) for row in answer.context["years"]] == [(2026, 1_000_000, 1)]
        assert reverse("funding:aids", args=[structure.key]) not in answer.content.decode()

    def test_application_shows_the_office_what_its_structure_received(
        self, client: Client, structure: Organization, officer: User
    ) -> None:
        application = ApplicationFactory(organization=structure, requested_cents=2_000_000)
        AidLineFactory(organization=structure, cents=28_000_001)
        _granted(structure, date(date.today().year, 1, 1), 500_000, regime=Regime.NONE)  # noqa: DTZ011
        url = reverse("funding:application_panel", args=[application.pk])
        client.force_login(officer)

        answer = client.get(url)

        assert [is_over for _window, is_over in answer.context["windows"]] == [True, False]
        assert answer.context["needs_agreement"]
        client.force_login(person_with(RoleKind.COMMUNE_REFERENT))
        assert client.get(url).status_code == 403
