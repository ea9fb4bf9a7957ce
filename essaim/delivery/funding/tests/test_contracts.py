"""The republican commitment of who receives a grant: recorded or exempted, taken from the application, asked before money."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application, Commitment
from essaim.delivery.calls_for_projects.services import decisions
from essaim.delivery.calls_for_projects.tests.factories_selection import NOW, Stage, stage_of
from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Grant, Payment, RepublicanContract
from essaim.delivery.funding.states import DutyKind, GrantState
from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import (
    MOMENT,
    CertificationFactory,
    DelegationFactory,
    GrantFactory,
    GrantShareFactory,
    InstalmentFactory,
    RepublicanContractFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
SIGNED = {
    "text_version": "décret n° 2021-1947",
    "signed_on": date(2026, 2, 1),
    "signatory_quality": "présidente",
    "source": "Courriel du 2 février 2026",
}
EXEMPTED = {"exemption": "state_approved", "reason": "Agrément du 3 mai 2024", "source": "Arrêté"}


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _grant(kind: str = OrganizationKind.ASSOCIATION, **values: Any) -> Grant:
    return GrantFactory(bound=True, share__is_committed=False, share__organization__kind=kind, **values)


def _pay(grant: Grant) -> Payment:
    payer = person_with(RoleKind.OFFICER)
    DelegationFactory(person=payer, duty=DutyKind.ORDER)
    instalment = grant.instalments.first() or CertificationFactory(instalment=InstalmentFactory(grant=grant)).instalment
    return services.order_payment(instalment=instalment, actor=payer, now=MOMENT, paid_on=DAY)


def _record(grant: Grant, actor: User, **values: Any) -> RepublicanContract:
    organization = grant.shares.order_by("pk")[0].organization
    return services.record_contract(grant=grant, organization=organization, actor=actor, now=MOMENT, **values)


@pytest.mark.parametrize("kind", [OrganizationKind.ASSOCIATION, OrganizationKind.FOUNDATION])
@pytest.mark.parametrize("values", [SIGNED, EXEMPTED])
def test_nothing_is_paid_before_it_is_recorded(officer: User, kind: str, values: dict[str, Any]) -> None:
    grant = _grant(kind)
    with pytest.raises(services.ContractMissing) as refusal:
        _pay(grant)
    assert refusal.value.organizations == (grant.shares.get().organization,)
    assert not Payment.objects.exists()

    _record(grant, officer, **values)

    assert _pay(grant).cents == 2_000_000
    assert queries.missing_contracts(grant) == []


@pytest.mark.parametrize("kind", [OrganizationKind.COOPERATIVE, OrganizationKind.COMPANY, OrganizationKind.PUBLIC_BODY])
def test_companies_do_not_owe_it(kind: str) -> None:
    assert _pay(_grant(kind)).cents == 2_000_000


def test_each_of_those_who_share_owes_its_own(officer: User) -> None:
    grant = _grant()
    other = GrantShareFactory(grant=grant, cents=1, is_committed=False).organization
    _record(grant, officer, **SIGNED)

    with pytest.raises(services.ContractMissing) as refusal:
        _pay(grant)

    assert refusal.value.organizations == (other,)


@pytest.mark.parametrize(
    "values",
    [
        {**SIGNED, "signed_on": None},
        {**SIGNED, "text_version": " "},
        {**SIGNED, "signatory_quality": ""},
        {**SIGNED, "source": ""},
        {**EXEMPTED, "reason": ""},
        {**SIGNED, **EXEMPTED},
        {"source": "Rien"},
    ],
)
def test_it_is_signed_in_a_version_or_exempted_for_a_reason(officer: User, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _record(_grant(), officer, **values)


def test_database_holds_it_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RepublicanContractFactory(grant=_grant(), text_version="")


def test_recorded_again_it_is_corrected(officer: User) -> None:
    grant = _grant()
    _record(grant, officer, **SIGNED)

    _record(grant, officer, **EXEMPTED)

    found = RepublicanContract.objects.get(grant=grant)
    assert (found.exemption, found.signed_on) == ("state_approved", None)


def test_only_of_who_receives_it_by_the_team_until_it_has_ended(officer: User) -> None:
    grant = _grant()
    with pytest.raises(services.NotABeneficiary):
        services.record_contract(grant=grant, organization=OrganizationFactory(), actor=officer, now=MOMENT, **SIGNED)
    with pytest.raises(NotAllowed):
        _record(grant, person_with(RoleKind.ELECTED_OFFICIAL), **SIGNED)
    Grant.objects.filter(pk=grant.pk).update(state=GrantState.STOPPED, ended_on=DAY, end_reason="x")
    with pytest.raises(NotAllowed):
        _record(grant, officer, **SIGNED)


def _applied(stage: Stage, **values: Any) -> Grant:
    application = stage.applications[0]
    Commitment.objects.create(
        application=application,
        text_version="décret n° 2021-1947",
        person=stage.officer,
        signed_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
        **values,
    )
    given = {"outcome": "granted", "nature": "subsidy", "granted_cents": 1_000_000, "year": 2026}
    decisions.decide_file(file=stage.files[0], actor=stage.officer, now=NOW, **given)
    assert stage.selection is not None
    decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    return services.prepare_from_application(
        application=Application.objects.get(pk=application.pk),
        actor=stage.officer,
        now=MOMENT,
        action=ActionFactory(),
        starts_on=date(2026, 4, 1),
        last_on=date(2027, 3, 31),
    )


@pytest.fixture
def stage() -> Stage:
    found = stage_of(1, requested_cents=1_000_000, budget_cents=5_000_000)
    found.prepare()
    found.allow(2_000_000)
    found.open()
    return found


def test_what_was_signed_with_the_application_is_not_asked_again(stage: Stage) -> None:
    grant = _applied(stage, signatory_name="Ada Fictive", signatory_quality="présidente")

    found = RepublicanContract.objects.get(grant=grant)
    assert (found.text_version, found.signatory_quality) == ("décret n° 2021-1947", "présidente")
    # The day is that of Paris.
    assert found.signed_on == date(2026, 2, 1)
    assert grant.application is not None
    assert grant.application.reference in found.source


def test_exemption_of_the_application_is_kept(stage: Stage) -> None:
    found = RepublicanContract.objects.get(grant=_applied(stage, exemption="public_utility"))

    assert (found.exemption, found.signed_on) == ("public_utility", None)
    assert found.reason


def test_it_follows_its_structure_into_another_record(officer: User) -> None:
    grant = _grant()
    _record(grant, officer, **SIGNED)
    kept = OrganizationFactory()

    merge_organizations(
        duplicate=grant.shares.get().organization, kept=kept, actor=officer, now=MOMENT, reason="La même"
    )

    assert RepublicanContract.objects.get().organization == kept
    assert queries.missing_contracts(grant) == []


def test_claw_back_names_the_text_that_was_signed() -> None:
    grant = GrantFactory(bound=True)
    _pay(grant)
    actor = person_with(RoleKind.OFFICER)
    DelegationFactory(person=actor, duty=DutyKind.ORDER)

    order = services.take_back_for_breach(
        grant=grant,
        organization=grant.shares.get().organization,
        actor=actor,
        now=MOMENT,
        breach_on=date(2026, 7, 1),
        ordered_on=DAY,
    )

    assert "décret n° 2021-1947" in order.rule


def test_page_of_the_grant_says_it_is_missing_then_how_it_was_met(client: Client, officer: User) -> None:
    grant = _grant()
    client.force_login(officer)
    form = reverse("funding:contract_record", args=[grant.pk])
    organization = grant.shares.get().organization_id

    before = client.get(grant.get_absolute_url())
    incomplete = client.post(form, {"organization": organization, "source": "x"})
    client.post(form, {"organization": organization, **SIGNED})
    after = client.get(grant.get_absolute_url())
    again = client.get(form)

    assert [row.contract for row in before.context["contracts"]] == [None]
    assert form in before.text
    assert incomplete.status_code == 422
    assert {"signed_on", "signatory_quality", "text_version"} <= set(incomplete.context["form"].errors)
    assert "présidente" in after.text
    assert again.context["form"]["source"].value() == SIGNED["source"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (SIGNED, "a souscrit le contrat d’engagement républicain (décret n° 2021-1947)"),
        (
            EXEMPTED,
            "est réputé satisfaire au contrat d’engagement républicain (Association agréée par l’État : Agrément du 3 mai",
        ),
        (None, "a souscrit le contrat d’engagement républicain et en informe ses membres"),
    ],
)
def test_clause_of_the_agreement_says_what_is_recorded(
    officer: User, values: dict[str, Any] | None, expected: str
) -> None:
    grant = GrantFactory(given=True, share__is_committed=False)
    if values is not None:
        _record(grant, officer, **values)

    agreement = services.draft_agreement(grant=grant, actor=officer, now=MOMENT)

    assert expected in agreement.clauses.get(title="Contrat d’engagement républicain").text
