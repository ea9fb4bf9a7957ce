"""Payments: two people, conditions met, never more than agreed, never twice, whoever asks at the same time."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.delivery.funding import personal, queries, services
from essaim.delivery.funding.models import Certification, Grant, Instalment, Payment
from essaim.delivery.funding.states import ConditionKind, DutyKind
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.verification import verify
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import (
    MOMENT,
    AgreementFactory,
    CertificationFactory,
    ConditionFactory,
    DelegationFactory,
    GrantFactory,
    InstalmentFactory,
    PaymentFactory,
    signing,
)

DAY = date(2026, 3, 10)


def _certify(instalment: Instalment, actor: User, **values: object) -> Certification:
    return services.certify_service(instalment=instalment, actor=actor, now=MOMENT, note="pièce", **values)


def _order(instalment: Instalment, actor: User) -> Payment:
    return services.order_payment(instalment=instalment, actor=actor, now=MOMENT, paid_on=DAY)


@pytest.mark.django_db
class TestPaying:
    def test_instalment_is_paid_by_two_people(self) -> None:
        instalment = InstalmentFactory()

        _certify(instalment, signing(DutyKind.CERTIFY))
        payment = _order(instalment, signing(DutyKind.ORDER))

        assert payment.cents == instalment.cents
        assert queries.money_of_grant(instalment.grant).left_cents == 0

    def test_whoever_certified_does_not_order(self) -> None:
        instalment, person = InstalmentFactory(), signing(DutyKind.CERTIFY)
        DelegationFactory(person=person, duty=DutyKind.ORDER)
        _certify(instalment, person)

        with pytest.raises(NotAllowed, match="une autre personne"):
            _order(instalment, person)

    def test_database_refuses_one_person_for_both(self) -> None:
        certification = CertificationFactory()

        with pytest.raises(IntegrityError):
            PaymentFactory(certification=certification, ordered_by=certification.certified_by)

    @pytest.mark.parametrize("kind", [RoleKind.OFFICER, RoleKind.ADMINISTRATOR, RoleKind.ELECTED_OFFICIAL])
    def test_nobody_signs_without_a_delegation(self, kind: str) -> None:
        instalment, person = InstalmentFactory(), person_with(kind)

        with pytest.raises(NotAllowed):
            _certify(instalment, person)
        CertificationFactory(instalment=instalment)
        with pytest.raises(NotAllowed):
            _order(instalment, person)

    def test_delegation_that_has_ended_signs_nothing(self) -> None:
        person = person_with(RoleKind.OFFICER)
        DelegationFactory(person=person, ends_on=DAY)

        with pytest.raises(NotAllowed):
            _certify(InstalmentFactory(), person)

    def test_second_order_finds_nothing_to_pay(self) -> None:
        instalment, payer = InstalmentFactory(), signing(DutyKind.ORDER)
        CertificationFactory(instalment=instalment)
        _order(instalment, payer)

        with pytest.raises(services.NothingToPay):
            _order(instalment, payer)

    def test_nothing_is_paid_before_the_agreement_is_signed(self) -> None:
        instalment = InstalmentFactory(grant=GrantFactory(given=True))

        with pytest.raises(NotAllowed, match="pas signée"):
            _certify(instalment, signing(DutyKind.CERTIFY))

    def test_nothing_is_paid_once_the_grant_has_ended(self) -> None:
        instalment, payer = InstalmentFactory(), signing(DutyKind.ORDER)
        services.stop_grant(
            grant=instalment.grant, actor=person_with(RoleKind.OFFICER), now=MOMENT, ended_on=DAY, reason="x"
        )
        CertificationFactory(instalment=instalment)

        with pytest.raises(NotAllowed):
            _order(instalment, payer)

    def test_balance_waits_for_esus(self) -> None:
        instalment, certifier = InstalmentFactory(kind="balance"), signing(DutyKind.CERTIFY)
        condition = ConditionFactory(instalment=instalment, kind=ConditionKind.ESUS, wording="")

        with pytest.raises(services.ConditionsNotMet) as refusal:
            _certify(instalment, certifier)
        services.meet_condition(
            condition=condition, actor=certifier, now=MOMENT, met_on=DAY, evidence="arrêté préfectoral"
        )
        _certify(instalment, certifier)

        assert refusal.value.conditions == (condition,)
        assert queries.instalment_rows(instalment.grant, today=DAY)[0].to_certify_cents == 0

    def test_condition_on_a_day_is_seen_alone(self) -> None:
        instalment, certifier = InstalmentFactory(), signing(DutyKind.CERTIFY)
        condition = ConditionFactory(instalment=instalment, kind=ConditionKind.DAY, day=date(2026, 3, 11))

        with pytest.raises(services.ConditionsNotMet):
            _certify(instalment, certifier)
        with pytest.raises(ValidationError):
            services.meet_condition(condition=condition, actor=certifier, now=MOMENT, met_on=DAY, evidence="x")
        assert condition.is_met(today=date(2026, 3, 11), is_bound=False)

    def test_less_may_be_certified_and_never_more(self) -> None:
        instalment, certifier = InstalmentFactory(), signing(DutyKind.CERTIFY)
        _certify(instalment, certifier, cents=1_500_000)

        with pytest.raises(services.NothingToCertify):
            _certify(instalment, certifier, cents=500_001)

    def test_certification_is_taken_back_until_it_is_paid(self) -> None:
        instalment, certifier = InstalmentFactory(), signing(DutyKind.CERTIFY)
        said = _certify(instalment, certifier)
        services.take_back_certification(certification=said, actor=certifier, now=MOMENT, note="erreur")
        again = _certify(instalment, certifier)
        _order(instalment, signing(DutyKind.ORDER))

        for certification in (said, again):
            with pytest.raises(services.NothingToCertify):
                services.take_back_certification(certification=certification, actor=certifier, now=MOMENT, note="x")

    def test_correction_names_the_payment_and_frees_it_to_be_paid_again(self) -> None:
        instalment, payer = InstalmentFactory(), signing(DutyKind.ORDER)
        CertificationFactory(instalment=instalment)
        payment = _order(instalment, payer)

        correction = services.correct_payment(
            payment=payment, actor=payer, now=MOMENT, cents=payment.cents, reason="compte erroné", paid_on=DAY
        )
        again = _order(instalment, payer)

        assert (correction.cents, correction.corrects, again.cents) == (-payment.cents, payment, payment.cents)
        with pytest.raises(services.MoreThanDone):
            services.correct_payment(payment=payment, actor=payer, now=MOMENT, cents=1, reason="x", paid_on=DAY)

    def test_what_is_written_is_not_changed(self) -> None:
        payment = PaymentFactory()

        with pytest.raises(DatabaseError), transaction.atomic():
            payment.delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Payment.objects.update(cents=1)

    def test_database_holds_the_sums_whoever_writes(self) -> None:
        instalment = InstalmentFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificationFactory(instalment=instalment, cents=instalment.cents + 1)
        certification = CertificationFactory(instalment=instalment, cents=1_000)

        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentFactory(certification=certification, cents=1_001)

    def test_instalments_never_come_to_more_than_the_grant_gives_in_cash(self) -> None:
        officer, grant = person_with(RoleKind.OFFICER), GrantFactory(nature="both", in_kind_cents=500_000)
        first = services.add_instalment(grant=grant, actor=officer, now=MOMENT, kind="advance", cents=1_000_000)

        with pytest.raises(services.MoreThanAgreed) as refusal:
            services.add_instalment(grant=grant, actor=officer, now=MOMENT, kind="balance", cents=500_001)
        with pytest.raises(services.MoreThanAgreed):
            services.update_instalment(instalment=first, actor=officer, now=MOMENT, kind="advance", cents=1_500_001)

        assert refusal.value.cents == 500_000

    def test_instalments_change_while_an_amendment_is_written_but_keep_what_was_done(self) -> None:
        officer, instalment = person_with(RoleKind.OFFICER), InstalmentFactory()
        CertificationFactory(instalment=instalment, cents=1_000_000)
        change = {"instalment": instalment, "actor": officer, "now": MOMENT, "kind": "advance"}
        with pytest.raises(NotAllowed):
            services.update_instalment(**change, cents=1_500_000)
        AgreementFactory(grant=instalment.grant, rank=1, purpose="x")

        with pytest.raises(services.PaidAlready):
            services.update_instalment(**change, cents=999_999)
        with pytest.raises(services.PaidAlready):
            services.remove_instalment(instalment=instalment, actor=officer, now=MOMENT)
        services.update_instalment(**change, cents=1_500_000)

        instalment.refresh_from_db()
        assert instalment.cents == 1_500_000


class TestSums(TestCase):
    """Whatever is certified, ordered and corrected, in whatever order, paid stays within done, and done within agreed."""

    @given(
        st.lists(
            st.tuples(st.sampled_from(["certify", "order", "correct", "take_back"]), st.integers(1, 900)), max_size=8
        )
    )
    def test_paid_is_within_done_and_done_within_agreed(self, moves: list[tuple[str, int]]) -> None:
        instalment = InstalmentFactory(grant__amount_cents=1_000)
        certifier, payer = signing(DutyKind.CERTIFY), signing(DutyKind.ORDER)
        refusals = (services.NothingToCertify, services.NothingToPay, services.MoreThanDone)
        for move, cents in moves:
            try:
                if move == "certify":
                    _certify(instalment, certifier, cents=cents)
                elif move == "order":
                    _order(instalment, payer)
                elif move == "correct" and (payment := Payment.objects.filter(cents__gt=0).last()):
                    services.correct_payment(
                        payment=payment, actor=payer, now=MOMENT, cents=cents, reason="x", paid_on=DAY
                    )
                elif move == "take_back" and (said := Certification.objects.filter(cents__gt=0).last()):
                    services.take_back_certification(certification=said, actor=certifier, now=MOMENT, note="x")
            except refusals:
                pass
        row = queries.instalment_rows(instalment.grant, today=DAY)[0]
        assert 0 <= row.paid_cents <= row.certified_cents <= 1_000
        assert queries.money_of_grant(instalment.grant).paid_cents == row.paid_cents


def _at_once(count: int, act: object) -> list[object]:
    """Run the same thing in as many threads, each on a connection of its own, and tell what each came to."""
    start, told = threading.Barrier(count), []

    def run(number: int) -> None:
        close_old_connections()
        try:
            start.wait(timeout=10)
            told.append(act(number))
        except services.NothingToPay as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told


@pytest.mark.django_db
def test_only_payments_write_what_was_paid_of_a_grant() -> None:
    payment = PaymentFactory()
    grant = payment.instalment.grant
    stale = Grant.objects.get(pk=grant.pk)
    PaymentFactory(certification=CertificationFactory(instalment__grant=grant))
    paid = sum(row.cents for row in Payment.objects.filter(instalment__grant=grant))

    stale.save()
    Grant.objects.filter(pk=grant.pk).update(paid_cents=1)

    assert stale.paid_cents < paid
    assert queries.money_of_grant(grant).paid_cents == paid
    assert GrantFactory(paid_cents=5).pk in Grant.objects.filter(paid_cents=0).values_list("pk", flat=True)


@pytest.mark.django_db
def test_what_was_paid_of_a_grant_is_in_the_history_of_payments_alone() -> None:
    events = apps.get_model("funding", "GrantEvent").objects
    instalment = InstalmentFactory()
    before = events.count()

    PaymentFactory(certification=CertificationFactory(instalment=instalment))

    assert events.count() == before
    assert verify().holds


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_pay_once() -> None:
    instalment = InstalmentFactory()
    CertificationFactory(instalment=instalment)
    payers = [signing(DutyKind.ORDER), signing(DutyKind.ORDER)]

    told = _at_once(2, lambda number: _order(instalment, payers[number]).cents)

    assert sorted(str(type(row)) for row in told) == sorted([str(int), str(services.NothingToPay)])
    assert queries.money_of_grant(instalment.grant).paid_cents == instalment.cents


@pytest.mark.django_db(transaction=True)
def test_database_lets_one_of_two_raw_payments_through() -> None:
    """Even past the services, two rows written at once do not pay more than was said to be done."""
    certification = CertificationFactory()
    payers = [UserFactory(), UserFactory()]

    def write(number: int) -> object:
        try:
            with transaction.atomic():
                PaymentFactory(certification=certification, ordered_by=payers[number])
        except IntegrityError as refusal:
            return refusal
        return "paid"

    told = _at_once(2, write)

    assert told.count("paid") == 1
    assert queries.money_of_grant(certification.instalment.grant).paid_cents == certification.cents


@pytest.mark.django_db
def test_person_takes_away_what_they_said_and_ordered() -> None:
    payment = PaymentFactory()
    DelegationFactory(person=payment.ordered_by)

    said, ordered = personal.export(payment.certified_by), personal.export(payment.ordered_by)

    assert [row[1] for row in said["services_said_to_be_done"]] == [payment.cents]
    assert said["payments_ordered"] == []
    assert [row[1] for row in ordered["payments_ordered"]] == [payment.cents]
    assert len(ordered["delegations"]) == 1
