"""Stakes in cooperatives: the book never holds what cannot be, and public authorities never pass their ceiling."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.delivery.funding.equity_rules import MovementKind, StakeState, ceiling_on
from essaim.delivery.funding.models import EquityMovement, EquityStake, PublicShare, StakeValuation
from essaim.delivery.funding.queries import equity as queries
from essaim.delivery.funding.services import ActNotVoted
from essaim.delivery.funding.services import equity as services
from essaim.ecosystem.organizations.holdings import all_holdings
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.handover import all_handovers
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.states import ActState
from essaim.steering.action_plan.tests.factories import ActFactory

from .factories_equity import (
    DAY,
    MOMENT,
    MeetingFactory,
    MovementFactory,
    PublicShareFactory,
    RepresentativeFactory,
    StakeFactory,
    ValuationFactory,
)

UNKNOWN = "La liste des associés a été demandée sans réponse."


def _officer() -> User:
    return person_with(RoleKind.OFFICER)


def _write(stake: EquityStake, actor: User, kind: str = MovementKind.SUBSCRIPTION, **values: object) -> EquityMovement:
    found = {"shares": 100, "par_cents": 1_000, "day": DAY, "act": stake.act, **values}
    return services.write_movement(stake=stake, actor=actor, now=MOMENT, kind=kind, **found)


def _take_back(row: EquityMovement, actor: User) -> EquityMovement:
    return services.take_back_movement(movement=row, actor=actor, now=MOMENT, act=row.act, reason="erreur")


def _figures(stake: EquityStake, on: date = DAY) -> queries.StakeFigures:
    return queries.figures(queries.book_of(stake), on=on)


@pytest.mark.django_db
class TestBook:
    def test_first_subscription_makes_a_stake_held_and_its_par_value(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()

        row = _write(stake, officer, cents=1)

        stake.refresh_from_db()
        assert (stake.state, row.cents) == (StakeState.HELD, 100_000)
        assert _figures(stake) == queries.StakeFigures(100, 100_000, 100_000)

    @pytest.mark.parametrize("kind", [kind for kind in MovementKind if kind != MovementKind.SUBSCRIPTION])
    def test_nothing_comes_before_a_subscription(self, kind: str) -> None:
        with pytest.raises(IllegalMove):
            _write(StakeFactory(), _officer(), kind, counterparty="x" if kind == MovementKind.TRANSFER else "")

    @pytest.mark.parametrize("state", [StakeState.ENDED, StakeState.ABANDONED])
    def test_nothing_is_written_once_it_has_ended(self, state: str) -> None:
        act = {"end_act": ActFactory()} if state == StakeState.ENDED else {}
        stake = StakeFactory(state=state, ended_on=DAY, end_reason="x", **act)

        with pytest.raises(IllegalMove):
            _write(stake, _officer(), acknowledgement=UNKNOWN)

    def test_figures_of_any_day_are_the_sums_of_its_rows(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        _write(stake, officer, MovementKind.PAYMENT, day=DAY + timedelta(10), cents=40_000)
        _write(stake, officer, MovementKind.REIMBURSEMENT, day=DAY + timedelta(20), shares=30)
        transfer = {"shares": 70, "cents": 80_000, "counterparty": "Une association"}
        _write(stake, officer, MovementKind.TRANSFER, day=DAY + timedelta(30), **transfer)

        found = [_figures(stake, DAY + timedelta(days)) for days in (-1, 0, 10, 20, 30)]

        assert found == [
            queries.StakeFigures(),
            queries.StakeFigures(100, 100_000, 100_000),
            queries.StakeFigures(100, 100_000, 100_000, 40_000),
            queries.StakeFigures(70, 70_000, 100_000, 40_000, 30_000),
            queries.StakeFigures(0, 0, 100_000, 40_000, 30_000, 80_000),
        ]
        assert [figures.to_pay_cents for figures in found] == [0, 100_000, 60_000, 60_000, 0]

    def test_list_says_what_the_book_says_on_every_day(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        _write(stake, officer, MovementKind.PAYMENT, day=DAY + timedelta(1), cents=40_000)
        _take_back(_write(stake, officer, MovementKind.REIMBURSEMENT, day=DAY + timedelta(2), shares=30), officer)

        for on in (DAY - timedelta(1), DAY, DAY + timedelta(1), DAY + timedelta(2)):
            row, figures = queries.stake_rows(on=on, today=DAY).get(), _figures(stake, on)
            assert (row.held_shares, row.held_cents, row.paid_cents) == (
                figures.shares,
                figures.held_cents,
                figures.paid_cents,
            )
            assert queries.register_held_cents(on=on) == figures.held_cents

    def test_no_more_shares_leave_than_are_held_that_day_or_later(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        _write(stake, officer, MovementKind.REIMBURSEMENT, day=DAY + timedelta(20))

        for day in (DAY - timedelta(1), DAY + timedelta(5), DAY + timedelta(25)):
            with pytest.raises(services.NotEnoughShares):
                _write(stake, officer, MovementKind.REIMBURSEMENT, day=day, shares=1)

    def test_shares_of_another_par_value_are_not_those_that_are_held(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)

        with pytest.raises(services.NotEnoughShares):
            _write(stake, officer, MovementKind.REIMBURSEMENT, shares=1, par_cents=500)

    def test_no_more_is_paid_up_than_was_subscribed(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        _write(stake, officer, MovementKind.PAYMENT, cents=60_000)

        with pytest.raises(services.MoreThanSubscribed):
            _write(stake, officer, MovementKind.PAYMENT, cents=40_001)
        with pytest.raises(ValidationError):
            _write(stake, officer, MovementKind.PAYMENT, shares=1, cents=1_001)

    def test_row_is_taken_back_once_by_a_row_that_names_it(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        row = _write(stake, officer)

        correction = _take_back(row, officer)

        assert (correction.corrects, correction.shares, correction.day) == (row, -100, row.day)
        assert _figures(stake) == queries.StakeFigures()
        for again in (row, correction):
            with pytest.raises(services.TakenBackAlready):
                _take_back(again, officer)

    def test_row_that_later_rows_need_is_not_taken_back(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        row = _write(stake, officer)
        _write(stake, officer, MovementKind.PAYMENT)

        with pytest.raises(services.MoreThanSubscribed):
            _take_back(row, officer)
        _write(stake, officer, MovementKind.REIMBURSEMENT, shares=1)
        with pytest.raises(services.NotEnoughShares):
            _take_back(row, officer)

    def test_act_is_voted_and_day_has_come(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()

        with pytest.raises(ActNotVoted):
            _write(stake, officer, act=ActFactory(state=ActState.DRAFT))
        with pytest.raises(services.DayToCome):
            _write(stake, officer, day=MOMENT.date() + timedelta(1))

    def test_what_is_written_is_not_changed(self) -> None:
        rows = [MovementFactory(), PublicShareFactory(), ValuationFactory()]

        for row in rows:
            with pytest.raises(DatabaseError), transaction.atomic():
                row.delete()
            with pytest.raises(DatabaseError), transaction.atomic():
                type(row).objects.update(day=date(2025, 1, 1))

    def test_database_holds_the_book_whoever_writes(self) -> None:
        row = MovementFactory()
        wrongs = [
            {"kind": MovementKind.REIMBURSEMENT, "shares": 101},
            {"kind": MovementKind.REIMBURSEMENT, "shares": 1, "day": DAY - timedelta(1)},
            {"kind": MovementKind.PAYMENT, "shares": 101},
            {"kind": MovementKind.PAYMENT, "day": DAY - timedelta(1)},
            {"shares": -99, "corrects": row, "reason": "x"},
            {"shares": -100, "corrects": row, "reason": "x", "day": DAY - timedelta(1)},
            {"shares": 1, "cents": 999},
        ]

        for wrong in wrongs:
            with pytest.raises(IntegrityError), transaction.atomic():
                MovementFactory(stake=row.stake, **wrong)

    @pytest.mark.parametrize("kind", [RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR, RoleKind.SUPPORT])
    def test_only_the_team_writes(self, kind: str) -> None:
        stake, person = PublicShareFactory().stake, person_with(kind)
        row, meeting = MovementFactory(), MeetingFactory()
        representative = RepresentativeFactory()
        told = {"actor": person, "now": MOMENT}
        writings = [
            lambda: services.create_stake(**told, act=stake.act, organization=OrganizationFactory()),
            lambda: services.update_stake(**told, stake=stake, reason="x", college="x"),
            lambda: services.abandon_stake(**told, stake=stake, reason="x"),
            lambda: services.end_stake(**told, stake=row.stake, act=stake.act, ended_on=DAY, reason="x"),
            lambda: _write(stake, person),
            lambda: _take_back(row, person),
            lambda: services.state_public_share(**told, stake=stake, day=DAY, source="x"),
            lambda: services.value_stake(**told, stake=row.stake, day=DAY, cents=1, method="nominal", source="x"),
            lambda: services.appoint_representative(**told, stake=stake, person=person, act=stake.act, starts_on=DAY),
            lambda: services.end_representative(**told, representative=representative, ends_on=DAY, reason="x"),
            lambda: services.call_meeting(**told, stake=stake, day=DAY, kind="ordinary"),
            lambda: services.hold_meeting(**told, meeting=meeting, attended="x", votes="x"),
            lambda: services.cancel_meeting(**told, meeting=meeting, reason="x"),
        ]

        for writing in writings:
            with pytest.raises(NotAllowed):
                writing()


@pytest.mark.django_db
class TestCeiling:
    def test_subscription_up_to_half_of_the_capital_passes_and_one_cent_more_does_not(self) -> None:
        # 2 000 € of 10 000 €: x more gives (2 000 + x) / (10 000 + x), which is one half for 6 000 €.
        officer = _officer()
        stake, other = PublicShareFactory().stake, PublicShareFactory().stake

        row = _write(stake, officer, shares=600_000, par_cents=1)

        assert queries.public_position(
            queries.book_of(stake), queries.public_shares_of(stake), on=DAY
        ).percent == pytest.approx(50)
        assert row.acknowledgement == ""
        with pytest.raises(services.AbovePublicCeiling) as refusal:
            _write(other, officer, shares=600_001, par_cents=1)
        assert refusal.value.position.public_cents == 800_001
        assert refusal.value.position.capital_cents == 1_600_001
        assert refusal.value.position.percent > 50
        assert not EquityMovement.objects.filter(stake=other).exists()

    def test_twenty_percent_was_the_ceiling_before_2014(self) -> None:
        officer, day = _officer(), date(2013, 6, 1)
        stake = PublicShareFactory(day=date(2013, 1, 1), public_cents=100_000).stake

        with pytest.raises(services.AbovePublicCeiling) as refusal:
            _write(stake, officer, day=day, shares=200)
        assert refusal.value.position.ceiling.percent == 20
        assert [ceiling_on(date(year, 1, 1)).percent for year in (2001, 2014, 2015, 2026)] == [20, 20, 50, 50]
        assert not ceiling_on(day).is_certain

    @pytest.mark.parametrize("said", [None, {"public_cents": None}, {"capital_cents": None}, {"day": date(2026, 2, 1)}])
    def test_unknown_total_is_acknowledged_in_writing(self, said: dict[str, object] | None) -> None:
        stake, officer = StakeFactory(), _officer()
        if said is not None:
            PublicShareFactory(stake=stake, **said)

        with pytest.raises(services.PublicShareUnknown):
            _write(stake, officer, acknowledgement="  ")
        row = _write(stake, officer, acknowledgement=UNKNOWN)

        assert row.acknowledgement == UNKNOWN
        assert not queries.public_position([row], queries.public_shares_of(stake), on=DAY).is_known

    def test_earlier_subscription_does_not_push_a_later_day_above(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer, shares=500, day=DAY + timedelta(20))

        with pytest.raises(services.AbovePublicCeiling) as refusal:
            _write(stake, officer, shares=200, day=DAY)

        assert refusal.value.position.day == DAY + timedelta(20)

    def test_later_statement_takes_the_place_of_the_earlier_one(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer, shares=500)
        later = {"stake": stake, "day": DAY + timedelta(10)}
        PublicShareFactory(**later, capital_cents=1_500_000, public_cents=700_000)

        with pytest.raises(services.AbovePublicCeiling):
            _write(stake, officer, shares=101, day=DAY + timedelta(11))
        services.state_public_share(
            actor=officer, now=MOMENT, **later, capital_cents=9_000_000, public_cents=700_000, source="Rectificatif"
        )
        _write(stake, officer, shares=101, day=DAY + timedelta(11))

        position = queries.public_position(
            queries.book_of(stake), queries.public_shares_of(stake), on=DAY + timedelta(11)
        )
        assert (position.public_cents, position.capital_cents) == (801_000, 9_101_000)

    def test_what_leaves_goes_out_of_the_public_share_unless_another_authority_takes_it(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        out = {"kind": MovementKind.TRANSFER, "counterparty": "Une commune", "shares": 10, "day": DAY + timedelta(1)}
        _write(stake, officer, is_counterparty_public=True, **out)
        _write(stake, officer, **{**out, "day": DAY + timedelta(2)})
        _write(stake, officer, MovementKind.REIMBURSEMENT, shares=10, day=DAY + timedelta(3))

        found = [
            queries.public_position(queries.book_of(stake), queries.public_shares_of(stake), on=DAY + timedelta(days))
            for days in range(4)
        ]

        assert [(row.public_cents, row.capital_cents) for row in found] == [
            (300_000, 1_100_000),
            (300_000, 1_100_000),
            (290_000, 1_100_000),
            (280_000, 1_090_000),
        ]

    def test_taking_back_what_left_does_not_pass_the_ceiling_either(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer, shares=600)
        row = _write(stake, officer, MovementKind.REIMBURSEMENT, shares=100)
        _write(stake, officer, shares=100)

        with pytest.raises(services.AbovePublicCeiling):
            _take_back(row, officer)

    def test_source_that_is_above_is_written_and_told(self) -> None:
        stake = StakeFactory()

        services.state_public_share(
            stake=stake,
            actor=_officer(),
            now=MOMENT,
            day=DAY,
            capital_cents=1_000_000,
            public_cents=600_000,
            source="Comptes",
        )

        assert queries.public_position([], queries.public_shares_of(stake), on=DAY).is_above

    @pytest.mark.parametrize(
        "wrong", [{"source": " "}, {"capital_cents": 0}, {"public_cents": -1}, {"public_cents": 1_000_001}]
    )
    def test_statement_has_a_source_and_makes_sense(self, wrong: dict[str, object]) -> None:
        values = {"capital_cents": 1_000_000, "public_cents": 1, "source": "Comptes", **wrong}

        with pytest.raises(ValidationError):
            services.state_public_share(stake=StakeFactory(), actor=_officer(), now=MOMENT, day=DAY, **values)
        assert not PublicShare.objects.exists()


@pytest.mark.django_db
class TestLife:
    def test_stake_names_competence_reasons_and_a_voted_act_once_a_cooperative(self) -> None:
        officer, organization = _officer(), OrganizationFactory()
        values = {"organization": organization, "act": ActFactory(), "competence": "x", "reasons": "y"}
        for wrong in ({"competence": ""}, {"reasons": ""}):
            with pytest.raises(ValidationError):
                services.create_stake(actor=officer, now=MOMENT, **{**values, **wrong})
        with pytest.raises(ActNotVoted):
            services.create_stake(actor=officer, now=MOMENT, **{**values, "act": ActFactory(state=ActState.DRAFT)})

        stake = services.create_stake(actor=officer, now=MOMENT, **values)

        with pytest.raises(ValidationError):
            services.create_stake(actor=officer, now=MOMENT, **values)
        services.abandon_stake(stake=stake, actor=officer, now=MOMENT, reason="x")
        assert services.create_stake(actor=officer, now=MOMENT, **values).state == StakeState.PLANNED

    def test_stake_ends_once_nothing_is_held_and_opens_again_when_a_row_is_taken_back(self) -> None:
        stake, officer = PublicShareFactory().stake, _officer()
        _write(stake, officer)
        end = {"stake": stake, "actor": officer, "now": MOMENT, "act": stake.act, "reason": "Sortie"}
        with pytest.raises(services.SharesStillHeld) as refusal:
            services.end_stake(**end, ended_on=DAY)
        assert refusal.value.shares == 100
        out = _write(stake, officer, MovementKind.REIMBURSEMENT, day=DAY + timedelta(5))
        with pytest.raises(services.SharesStillHeld):
            services.end_stake(**end, ended_on=DAY)

        ended = services.end_stake(**end, ended_on=DAY + timedelta(5))
        assert (ended.state, ended.ended_on) == (StakeState.ENDED, DAY + timedelta(5))
        _take_back(out, officer)

        stake.refresh_from_db()
        assert (stake.state, stake.ended_on, stake.end_act, stake.end_reason) == (StakeState.HELD, None, None, "")

    @pytest.mark.parametrize("state", StakeState)
    def test_moves_of_services_start_where_the_table_says(self, state: str) -> None:
        ended = {"ended_on": DAY, "end_reason": "x"} if state in {StakeState.ENDED, StakeState.ABANDONED} else {}
        if state == StakeState.ENDED:
            ended["end_act"] = ActFactory()
        stake, officer = StakeFactory(state=state, **ended), _officer()
        told = {"stake": stake, "actor": officer, "now": MOMENT, "reason": "x"}
        moves = {
            "abandon": (lambda: services.abandon_stake(**told), {StakeState.PLANNED}),
            "end": (lambda: services.end_stake(**told, act=stake.act, ended_on=DAY), {StakeState.HELD}),
            "update": (
                lambda: services.update_stake(**told, college="x"),
                {StakeState.PLANNED, StakeState.HELD},
            ),
        }

        for move, sources in moves.values():
            sid = transaction.savepoint()
            if state in sources:
                move()
            else:
                with pytest.raises(IllegalMove):
                    move()
            transaction.savepoint_rollback(sid)

    def test_meeting_says_who_attended_and_how_they_voted(self) -> None:
        meeting, officer = MeetingFactory(), _officer()
        told = {"actor": officer, "now": MOMENT}
        with pytest.raises(ValidationError):
            services.hold_meeting(**told, meeting=meeting, attended="Élise", votes=" ")
        held = services.hold_meeting(**told, meeting=meeting, attended="Élise", votes="Résolution 1 : pour")
        assert held.state == "held"
        for again in (
            lambda: services.hold_meeting(**told, meeting=meeting, attended="x", votes="x"),
            lambda: services.cancel_meeting(**told, meeting=meeting, reason="x"),
        ):
            with pytest.raises(IllegalMove):
                again()
        to_come = MeetingFactory(stake=meeting.stake, day=date(2026, 5, 1))
        with pytest.raises(services.DayToCome):
            services.hold_meeting(**told, meeting=to_come, attended="x", votes="x")
        assert services.cancel_meeting(**told, meeting=to_come, reason="reportée").state == "cancelled"
        with pytest.raises(ValidationError):
            services.call_meeting(**told, stake=meeting.stake, day=meeting.day, kind=meeting.kind)

    def test_calendar_tells_what_comes_and_what_nobody_told(self) -> None:
        past, to_come = MeetingFactory(), MeetingFactory(day=date(2026, 5, 1))
        MeetingFactory(state="cancelled", cancel_reason="x", day=date(2026, 6, 1))

        assert list(queries.meetings_to_come(today=MOMENT.date())) == [to_come]
        assert list(queries.meetings_without_account(today=MOMENT.date())) == [past]

    def test_loss_of_value_is_written_by_an_act(self) -> None:
        stake, officer = StakeFactory(held=True), _officer()
        told = {"stake": stake, "actor": officer, "now": MOMENT, "day": DAY, "cents": 1, "source": "Comptes"}
        for wrong in ({"method": "impaired"}, {"method": "other"}, {"method": "nominal", "cents": -1}):
            with pytest.raises(ValidationError):
                services.value_stake(**{**told, **wrong})

        services.value_stake(**told, method="impaired", act=stake.act)

        assert StakeValuation.objects.get().act == stake.act

    def test_representative_is_appointed_once_and_handed_over_when_they_leave(self) -> None:
        row, officer = RepresentativeFactory(), _officer()
        with pytest.raises(ValidationError):
            services.appoint_representative(
                stake=row.stake, actor=officer, now=MOMENT, person=row.person, act=row.act, starts_on=DAY
            )
        handover = next(found for found in all_handovers() if found.kind == "funding.representative")
        duties = handover.duties_of(row.person)

        handover.transfer(
            key=duties[0].key, person=row.person, successor=officer, actor=officer, now=MOMENT, reason="départ"
        )

        assert [(found.person, found.ends_on) for found in queries.representatives_of(row.stake)] == [
            (officer, None),
            (row.person, MOMENT.date()),
        ]

    def test_stakes_follow_a_merger_of_records(self) -> None:
        stake, kept, officer = StakeFactory(), OrganizationFactory(), _officer()
        holding = next(found for found in all_holdings() if found.kind == "funding.stake")
        assert holding.count(stake.organization) == 1

        holding.move(duplicate=stake.organization, kept=kept, actor=officer, now=MOMENT, reason="doublon")

        stake.refresh_from_db()
        assert stake.organization == kept


class TestWhateverIsWritten(TestCase):
    """Whatever is written and taken back, in whatever order of days, every day stays possible and under the ceiling."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([*MovementKind, "take_back"]),
                st.integers(1, 700),
                st.sampled_from([1_000, 500]),
                st.integers(0, 6),
            ),
            max_size=9,
        )
    )
    def test_every_day_of_the_book_holds(self, writings: list[tuple[str, int, int, int]]) -> None:
        officer = _officer()
        stake = PublicShareFactory().stake
        refusals = (
            services.NotEnoughShares,
            services.MoreThanSubscribed,
            services.AbovePublicCeiling,
            services.TakenBackAlready,
            IllegalMove,
        )
        for kind, number, par, days in writings:
            try:
                if kind == "take_back":
                    rows = queries.book_of(stake)
                    if rows:
                        _take_back(rows[number % len(rows)], officer)
                else:
                    to = {"counterparty": "Un tiers"} if kind == MovementKind.TRANSFER else {}
                    _write(stake, officer, kind, shares=number, par_cents=par, day=DAY + timedelta(days), **to)
            except refusals:
                pass
        book, said = queries.book_of(stake), queries.public_shares_of(stake)
        for days in range(7):
            on = DAY + timedelta(days)
            figures, row = queries.figures(book, on=on), queries.stake_rows(on=on, today=on).get()
            assert figures.shares >= 0
            assert 0 <= figures.paid_cents <= figures.subscribed_cents
            assert (row.held_shares, row.held_cents) == (figures.shares, figures.held_cents)
            assert figures.held_cents == sum(
                par * sum(found.held_shares for found in book if found.day <= on and found.par_cents == par)
                for par in (1_000, 500)
            )
            position = queries.public_position(book, said, on=on)
            assert (position.public_cents or 0) * 2 <= (position.capital_cents or 0)


def _at_once(act: object) -> list[object]:
    """Run the same thing in two threads, each on a connection of its own, and tell what each came to."""
    start, told = threading.Barrier(2), []

    def run(number: int) -> None:
        close_old_connections()
        try:
            start.wait(timeout=10)
            told.append(act(number))
        except (services.AbovePublicCeiling, services.NotEnoughShares, IntegrityError) as refusal:
            told.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told


@pytest.mark.django_db(transaction=True)
def test_two_subscriptions_at_once_do_not_pass_the_ceiling_together() -> None:
    stake, officers = PublicShareFactory().stake, [_officer(), _officer()]

    told = _at_once(lambda number: _write(stake, officers[number], shares=400).shares)

    assert sorted(map(str, told)) == sorted(map(str, [400, services.AbovePublicCeiling]))
    assert _figures(stake).shares == 400


@pytest.mark.django_db(transaction=True)
def test_two_reimbursements_at_once_do_not_pay_the_same_shares_twice() -> None:
    stake, officers = MovementFactory().stake, [_officer(), _officer()]

    told = _at_once(lambda number: _write(stake, officers[number], MovementKind.REIMBURSEMENT, shares=80).shares)

    assert sorted(map(str, told)) == sorted(map(str, [80, services.NotEnoughShares]))
    assert _figures(stake).shares == 20


@pytest.mark.django_db(transaction=True)
def test_database_lets_one_of_two_raw_rows_through() -> None:
    """Even past the services, two rows written at once do not reimburse more than is held."""
    stake, officers = MovementFactory().stake, [_officer(), _officer()]
    act = Act.objects.get(pk=stake.act_id)

    def write(number: int) -> str:
        with transaction.atomic():
            values = {"kind": MovementKind.REIMBURSEMENT, "shares": 80, "act": act, "written_by": officers[number]}
            MovementFactory(stake=stake, **values)
        return "written"

    told = _at_once(write)

    assert sorted(map(str, told)) == sorted(map(str, ["written", IntegrityError]))
    assert _figures(stake).shares == 20
