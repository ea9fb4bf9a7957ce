"""Stakes of the demonstration: every state, in invented cooperatives only."""

from __future__ import annotations

import pytest
from django.db.models import Q

from essaim.delivery.funding.equity_rules import MeetingState, MovementKind, StakeState
from essaim.delivery.funding.models import EquityMovement, EquityStake, GeneralMeeting
from essaim.delivery.funding.queries import equity as queries
from essaim.ecosystem.organizations.models import Organization

pytestmark = pytest.mark.usefixtures("demo")


def test_real_cooperatives_have_no_invented_stake() -> None:
    named = Organization.objects.filter(Q(key="replic") | Q(key="solis"))

    assert named.count() == 2
    assert not EquityStake.objects.filter(organization__in=named).exists()
    assert all("ficti" in str(stake) for stake in EquityStake.objects.select_related("organization"))


def test_every_kind_of_movement_and_of_meeting_is_shown() -> None:
    states = set(EquityStake.objects.values_list("state", flat=True))

    assert states == {StakeState.PLANNED, StakeState.HELD, StakeState.ENDED}
    assert set(EquityMovement.objects.values_list("kind", flat=True)) == set(MovementKind)
    assert EquityMovement.objects.filter(corrects__isnull=False).exists()
    assert EquityMovement.objects.exclude(acknowledgement="").exists()
    assert set(GeneralMeeting.objects.values_list("state", flat=True)) == set(MeetingState)


def test_nothing_is_held_above_the_ceiling_and_what_has_ended_holds_nothing() -> None:
    for stake in EquityStake.objects.all():
        book, statements = queries.book_of(stake), queries.public_shares_of(stake)
        days = {row.day for row in book}
        assert not any(queries.public_position(book, statements, on=day).is_above for day in days)
        if stake.state == StakeState.ENDED:
            assert queries.figures(book, on=stake.ended_on).shares == 0
