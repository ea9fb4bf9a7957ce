"""Grants: prepared, shared, given out of an envelope that holds them, ended."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Grant
from essaim.delivery.funding.states import GrantState, Instrument, Nature
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.versions import ChangedMeanwhile
from essaim.steering.action_plan.states import ActState
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

from .factories import (
    MOMENT,
    AgreementFactory,
    CertificationFactory,
    EnvelopeFactory,
    GrantFactory,
    InstalmentFactory,
    PaymentFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 20)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _values(**values: object) -> dict[str, object]:
    return {
        "object": "Animer le réseau",
        "amount_cents": 2_000_000,
        "action": ActionFactory(),
        "starts_on": date(2026, 1, 1),
        "last_on": date(2026, 12, 31),
        **values,
    }


def _prepared(officer: User, **values: object) -> Grant:
    return services.create_grant(actor=officer, now=MOMENT, organization=OrganizationFactory(), **_values(**values))


def test_grant_is_prepared_for_one_structure_that_has_the_whole(officer: User) -> None:
    grant = _prepared(officer)

    assert grant.reference == "2026-001"
    assert queries.shares_total_cents(grant) == 2_000_000
    assert Entry.objects.filter(verb="grant.created", target_id=str(grant.pk)).count() == 1


def test_references_follow_one_another(officer: User) -> None:
    assert [_prepared(officer).reference for _number in range(3)] == ["2026-001", "2026-002", "2026-003"]


@pytest.mark.parametrize("kind", [RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR, RoleKind.ORGANIZATION_MEMBER])
def test_only_the_team_prepares_grants(kind: str) -> None:
    with pytest.raises(NotAllowed):
        _prepared(person_with(kind))


@pytest.mark.parametrize(
    ("nature", "in_kind"),
    [(Nature.CASH, 1), (Nature.IN_KIND, 1_999_999), (Nature.BOTH, 0), (Nature.BOTH, 2_000_000)],
)
def test_what_is_in_kind_agrees_with_the_nature(officer: User, nature: str, in_kind: int) -> None:
    with pytest.raises(ValidationError):
        _prepared(officer, nature=nature, in_kind_cents=in_kind)


def test_envelope_of_another_action_is_refused(officer: User) -> None:
    with pytest.raises(services.EnvelopeOfAnotherAction):
        _prepared(officer, envelope=EnvelopeFactory())


def test_correction_of_the_amount_follows_to_the_only_beneficiary(officer: User) -> None:
    grant = _prepared(officer)

    services.update_grant(grant=grant, actor=officer, now=MOMENT, reason="erreur", amount_cents=2_500_000)

    assert queries.shares_total_cents(grant) == 2_500_000


def test_stale_correction_is_refused(officer: User) -> None:
    grant = _prepared(officer)

    with pytest.raises(ChangedMeanwhile):
        services.update_grant(grant=grant, actor=officer, now=MOMENT, reason="x", version="other", object="Autre")


def test_shares_still_add_up_when_structures_come_and_go(officer: User) -> None:
    grant = _prepared(officer)

    share = services.add_share(
        grant=grant, actor=officer, now=MOMENT, organization=OrganizationFactory(), cents=700_000
    )
    assert [row.cents for row in queries.shares_of(grant)] == [1_300_000, 700_000]

    services.remove_share(share=share, actor=officer, now=MOMENT)
    assert [row.cents for row in queries.shares_of(grant)] == [2_000_000]


def test_last_beneficiary_stays(officer: User) -> None:
    grant = _prepared(officer)

    with pytest.raises(services.SharesDoNotAddUp):
        services.remove_share(share=queries.shares_of(grant).get(), actor=officer, now=MOMENT)


def test_share_leaves_something_to_the_first(officer: User) -> None:
    grant = _prepared(officer)

    with pytest.raises(services.SharesDoNotAddUp):
        services.add_share(grant=grant, actor=officer, now=MOMENT, organization=OrganizationFactory(), cents=2_000_000)


def test_grant_is_given_by_an_act_and_binds_once_signed(officer: User) -> None:
    grant = _prepared(officer)

    grant = services.give_grant(grant=grant, actor=officer, now=MOMENT, act=ActFactory(), granted_on=DAY)

    assert (grant.state, grant.bound_on) == (GrantState.GRANTED, None)
    assert queries.money_of_grant(grant) == queries.GrantMoney(2_000_000, 0, 0)


def test_draft_act_grants_nothing(officer: User) -> None:
    act = ActFactory(state=ActState.DRAFT)

    with pytest.raises(services.ActNotVoted):
        services.give_grant(grant=_prepared(officer), actor=officer, now=MOMENT, act=act, granted_on=DAY)


def test_act_alone_binds_at_once_and_is_paid_in_one_go(officer: User) -> None:
    grant = _prepared(officer, instrument=Instrument.ACT_ALONE)

    grant = services.give_grant(grant=grant, actor=officer, now=MOMENT, act=ActFactory(), granted_on=DAY)

    assert grant.bound_on == DAY
    assert [row.cents for row in grant.instalments.all()] == [2_000_000]
    assert queries.money_of_grant(grant).committed_cents == 2_000_000


def test_envelope_gives_no_more_than_it_holds(officer: User) -> None:
    action = ActionFactory()
    envelope = EnvelopeFactory(action=action)
    GrantFactory(given=True, action=action, envelope=envelope, amount_cents=9_000_000)
    grant = _prepared(officer, action=action, envelope=envelope)

    with pytest.raises(services.EnvelopeExceeded) as refusal:
        services.give_grant(grant=grant, actor=officer, now=MOMENT, act=ActFactory(), granted_on=DAY)

    assert refusal.value.cents == 1_000_000


def test_envelope_takes_votes_more_and_less(officer: User) -> None:
    envelope = services.create_envelope(
        actor=officer, now=MOMENT, name="Appel", year=2026, action=ActionFactory(), cents=5_000_000
    )

    services.vote_envelope(envelope=envelope, actor=officer, now=MOMENT, cents=-1_000_000, reason="DM 1")

    assert queries.envelope_money(envelope).voted_cents == 4_000_000
    with pytest.raises(ValidationError):
        services.vote_envelope(envelope=envelope, actor=officer, now=MOMENT, cents=-1)


def test_given_grant_is_not_corrected_any_more(officer: User) -> None:
    grant = GrantFactory(given=True)

    with pytest.raises(NotAllowed):
        services.update_grant(grant=grant, actor=officer, now=MOMENT, reason="x", object="Autre")
    with pytest.raises(IllegalMove):
        services.give_grant(grant=grant, actor=officer, now=MOMENT, act=ActFactory(), granted_on=DAY)


def test_stopped_grant_frees_what_was_not_paid(officer: User) -> None:
    action = ActionFactory()
    envelope = EnvelopeFactory(action=action)
    grant = GrantFactory(bound=True, action=action, envelope=envelope)
    instalment = InstalmentFactory(grant=grant)
    PaymentFactory(certification=CertificationFactory(instalment=instalment, cents=500_000))

    services.stop_grant(grant=grant, actor=officer, now=MOMENT, ended_on=DAY, reason="projet abandonné")

    assert queries.money_of_grant(grant) == queries.GrantMoney(500_000, 500_000, 500_000)
    assert queries.envelope_money(envelope).free_cents == 9_500_000
    assert queries.money_of_action(action).committed_cents == 500_000


def test_grant_does_not_end_while_something_is_open(officer: User) -> None:
    CertificationFactory(instalment=InstalmentFactory(grant=(unpaid := GrantFactory(bound=True))))
    AgreementFactory(grant=(unsigned := GrantFactory(given=True)))

    for grant in (unpaid, unsigned):
        with pytest.raises(services.AmountsOpen):
            services.close_grant(grant=grant, actor=officer, now=MOMENT, ended_on=DAY)


def test_grant_in_preparation_is_given_up_with_a_reason(officer: User) -> None:
    grant = services.abandon_grant(grant=_prepared(officer), actor=officer, now=MOMENT, reason="retirée")

    assert (grant.state, grant.end_reason) == (GrantState.ABANDONED, "retirée")
    with pytest.raises(ValidationError):
        services.abandon_grant(grant=_prepared(officer), actor=officer, now=MOMENT, reason=" ")


def test_commitment_number_is_of_one_grant(officer: User) -> None:
    for grant, fits in ((GrantFactory(given=True), True), (GrantFactory(given=True), False)):
        if fits:
            services.set_commitment_number(grant=grant, actor=officer, now=MOMENT, number="E-1")
        else:
            with pytest.raises(ValidationError):
                services.set_commitment_number(grant=grant, actor=officer, now=MOMENT, number="E-1")
