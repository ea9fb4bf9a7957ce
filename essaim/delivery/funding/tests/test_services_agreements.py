"""Agreements: from the usual clauses to the signed file; amendments change the grant to the cent."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Agreement, Grant
from essaim.delivery.funding.states import AgreementState, DutyKind, Regime
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import (
    MOMENT,
    AgreementFactory,
    CertificationFactory,
    ConditionFactory,
    EnvelopeFactory,
    GrantFactory,
    GrantShareFactory,
    InstalmentFactory,
    PaymentFactory,
    signing,
)

pytestmark = pytest.mark.django_db
FILE = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _sign(agreement: Agreement, officer: User, content: bytes = FILE) -> Agreement:
    return services.sign_agreement(
        agreement=agreement,
        actor=officer,
        now=MOMENT,
        signed_on=date(2026, 3, 5),
        signatories="le président ; la présidente",
        content=io.BytesIO(content),
        file_name="convention.pdf",
    )


def _signed(grant: Grant, officer: User) -> Agreement:
    agreement = services.draft_agreement(grant=grant, actor=officer, now=MOMENT)
    agreement = services.send_agreement(agreement=agreement, actor=officer, now=MOMENT, sent_on=date(2026, 3, 1))
    return _sign(agreement, officer)


def test_clauses_start_from_what_is_known_in_french(officer: User) -> None:
    grant = GrantFactory(given=True, regime=Regime.DE_MINIMIS)
    ConditionFactory(instalment=InstalmentFactory(grant=grant))

    agreement = services.draft_agreement(grant=grant, actor=officer, now=MOMENT)

    clauses = {row.title: row.text for row in queries.clauses_of(agreement)}
    assert "20 000 €" in clauses["Montant"].replace("\u202f", " ").replace("\xa0", " ")
    assert "bilan intermédiaire" in clauses["Versements"]
    assert "Contrat d’engagement républicain" in clauses
    assert "De minimis" in clauses["Aides d’État"]
    assert [row.position for row in queries.clauses_of(agreement)] == list(range(1, len(clauses) + 1))


def test_republican_commitment_is_asked_of_associations_and_foundations_only(officer: User) -> None:
    grant = GrantFactory(given=True, share=None)
    GrantShareFactory(grant=grant, organization__kind=OrganizationKind.COOPERATIVE)

    agreement = services.draft_agreement(grant=grant, actor=officer, now=MOMENT)

    assert "Contrat d’engagement républicain" not in {row.title for row in queries.clauses_of(agreement)}


def test_one_text_is_open_at_a_time(officer: User) -> None:
    grant = AgreementFactory().grant

    with pytest.raises(NotAllowed, match="Un autre texte"):
        services.draft_agreement(grant=grant, actor=officer, now=MOMENT)


def test_clauses_are_written_until_the_text_is_sent(officer: User) -> None:
    agreement = services.draft_agreement(grant=GrantFactory(given=True), actor=officer, now=MOMENT)
    first = queries.clauses_of(agreement)[0]
    services.update_clause(clause=first, actor=officer, now=MOMENT, title="Objet", text="Autrement dit.")
    services.add_clause(agreement=agreement, actor=officer, now=MOMENT, title="Publicité", text="Le logo figure.")
    services.remove_clause(clause=queries.clauses_of(agreement)[1], actor=officer, now=MOMENT)
    InstalmentFactory(grant=agreement.grant)

    services.send_agreement(agreement=agreement, actor=officer, now=MOMENT, sent_on=date(2026, 3, 1))

    rows = list(queries.clauses_of(agreement))
    assert (rows[0].text, rows[-1].title) == ("Autrement dit.", "Publicité")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    with pytest.raises(NotAllowed):
        services.update_clause(clause=first, actor=officer, now=MOMENT, title="Objet", text="Trop tard.")


def test_text_is_sent_when_instalments_come_to_its_amount(officer: User) -> None:
    grant = GrantFactory(given=True)
    InstalmentFactory(grant=grant, cents=1_000_000)
    agreement = services.draft_agreement(grant=grant, actor=officer, now=MOMENT)

    with pytest.raises(services.InstalmentsDoNotAddUp) as refusal:
        services.send_agreement(agreement=agreement, actor=officer, now=MOMENT, sent_on=date(2026, 3, 1))

    assert (refusal.value.planned_cents, refusal.value.cash_cents) == (1_000_000, 2_000_000)


def test_signed_text_keeps_the_digest_of_its_file_and_binds(officer: User) -> None:
    grant = GrantFactory(given=True)
    InstalmentFactory(grant=grant)

    agreement = _signed(grant, officer)

    grant.refresh_from_db()
    assert agreement.file_sha256 == hashlib.sha256(FILE).hexdigest()
    assert agreement.document is not None
    assert not agreement.document.is_public
    assert grant.bound_on == date(2026, 3, 5)
    assert queries.money_of_grant(grant).committed_cents == 2_000_000


def test_text_that_is_not_at_the_signature_is_not_signed(officer: User) -> None:
    with pytest.raises(IllegalMove):
        _sign(AgreementFactory(), officer)


def test_text_taken_back_is_written_again(officer: User) -> None:
    agreement = AgreementFactory(sent=True)

    agreement = services.take_back_agreement(agreement=agreement, actor=officer, now=MOMENT)

    assert (agreement.state, agreement.sent_on) == (AgreementState.DRAFT, None)


def test_given_up_text_leaves_its_rank_to_the_next(officer: User) -> None:
    agreement = AgreementFactory(sent=True)
    services.abandon_agreement(agreement=agreement, actor=officer, now=MOMENT, reason="refusée")

    assert services.draft_agreement(grant=agreement.grant, actor=officer, now=MOMENT).rank == 0


def test_amendment_changes_amount_shares_and_last_day_once_signed(officer: User) -> None:
    grant = GrantFactory(given=True, share=None)
    for cents in (1_333_334, 666_666):
        GrantShareFactory(grant=grant, cents=cents)
    instalment = InstalmentFactory(grant=grant)
    _signed(grant, officer)
    amendment = services.draft_agreement(
        grant=grant,
        actor=officer,
        now=MOMENT,
        amount_cents=2_500_000,
        last_on=date(2027, 3, 31),
        purpose="Prolonger d’un trimestre",
    )
    services.update_instalment(instalment=instalment, actor=officer, now=MOMENT, kind="whole", cents=2_500_000)
    assert queries.money_of_grant(grant).committed_cents == 2_000_000

    amendment = services.send_agreement(agreement=amendment, actor=officer, now=MOMENT, sent_on=date(2026, 6, 1))
    _sign(amendment, officer, FILE + b"2")

    grant.refresh_from_db()
    assert (amendment.rank, grant.amount_cents, grant.last_on) == (1, 2_500_000, date(2027, 3, 31))
    assert [row.cents for row in queries.shares_of(grant)] == [1_666_668, 833_332]
    assert queries.money_of_grant(grant).committed_cents == 2_500_000


def test_those_who_certify_are_told_once_of_an_agreement_that_ends_soon_and_again_once_it_is_put_off() -> None:
    certifier, actor = signing(DutyKind.CERTIFY), SystemActor("funding remind ends")
    today = timezone.localdate(MOMENT)
    grant = GrantFactory(bound=True, last_on=today + timedelta(days=60))
    GrantFactory(bound=True, last_on=today + timedelta(days=61))
    GrantFactory(given=True, last_on=today + timedelta(days=10))
    PaymentFactory(certification=CertificationFactory(instalment__grant=grant, certified_by=certifier))

    for _night in range(2):
        services.remind_ends(actor=actor, now=MOMENT)
    told = list(Notification.objects.filter(kind="funding.end"))
    Grant.objects.filter(pk=grant.pk).update(last_on=today + timedelta(days=59))
    services.remind_ends(actor=actor, now=MOMENT)

    assert [(row.recipient, row.url) for row in told] == [(certifier, grant.get_absolute_url())]
    grant.refresh_from_db()
    assert format_euros(grant.cash_cents - grant.paid_cents) in told[0].body
    assert Notification.objects.filter(kind="funding.end").count() == 2


def test_amendment_says_why(officer: User) -> None:
    grant = GrantFactory(bound=True)
    AgreementFactory(grant=grant, signed=True)

    with pytest.raises(ValidationError):
        services.draft_agreement(grant=grant, actor=officer, now=MOMENT, amount_cents=2_100_000)


def test_amendment_does_not_go_below_what_was_paid(officer: User) -> None:
    grant = GrantFactory(bound=True)
    AgreementFactory(grant=grant, signed=True)
    PaymentFactory(certification=CertificationFactory(instalment=InstalmentFactory(grant=grant)))

    with pytest.raises(services.LessThanPaid):
        services.draft_agreement(grant=grant, actor=officer, now=MOMENT, amount_cents=1_999_999, purpose="moins")


def test_amendment_takes_no_more_than_the_envelope_holds(officer: User) -> None:
    action = ActionFactory()
    grant = GrantFactory(bound=True, action=action, envelope=EnvelopeFactory(action=action), amount_cents=9_000_000)
    AgreementFactory(grant=grant, signed=True)
    amendment = services.draft_agreement(grant=grant, actor=officer, now=MOMENT, amount_cents=10_000_001, purpose="x")
    InstalmentFactory(grant=grant, cents=10_000_001)
    amendment = services.send_agreement(agreement=amendment, actor=officer, now=MOMENT, sent_on=date(2026, 3, 1))

    with pytest.raises(services.EnvelopeExceeded):
        _sign(amendment, officer)
