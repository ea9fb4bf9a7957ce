"""Smallest valid objects of the register of stakes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.delivery.funding.equity_rules import MovementKind, StakeState
from essaim.delivery.funding.models import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    PublicShare,
    StakeRepresentative,
    StakeValuation,
)
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.steering.action_plan.tests.factories import ActFactory

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = date(2026, 1, 15)


class StakeFactory(factory.django.DjangoModelFactory):
    """A stake in preparation; held as a trait."""

    class Meta:
        model = EquityStake

    class Params:
        held = factory.Trait(state=StakeState.HELD)

    organization = factory.SubFactory(OrganizationFactory)
    act = factory.SubFactory(ActFactory)
    competence = "Développement économique"
    reasons = "Soutenir une coopérative."
    written_at = MOMENT


class MovementFactory(factory.django.DjangoModelFactory):
    """A subscription of 100 shares of 10 €."""

    class Meta:
        model = EquityMovement

    stake = factory.SubFactory(StakeFactory, held=True)
    kind = MovementKind.SUBSCRIPTION
    shares = 100
    par_cents = 1_000
    cents = factory.LazyAttribute(lambda row: row.shares * row.par_cents)
    day = DAY
    act = factory.LazyAttribute(lambda row: row.stake.act)
    written_by = factory.SubFactory(UserFactory)
    written_at = MOMENT


class PublicShareFactory(factory.django.DjangoModelFactory):
    """A capital of 10 000 €, of which public authorities hold 2 000 €, at the beginning of 2026."""

    class Meta:
        model = PublicShare

    stake = factory.SubFactory(StakeFactory)
    day = date(2026, 1, 1)
    capital_cents = 1_000_000
    public_cents = 200_000
    source = "Liste des associés"
    written_by = factory.SubFactory(UserFactory)
    written_at = MOMENT


class RepresentativeFactory(factory.django.DjangoModelFactory):
    """Somebody who represents the authority since January 2026."""

    class Meta:
        model = StakeRepresentative

    stake = factory.SubFactory(StakeFactory, held=True)
    person = factory.SubFactory(UserFactory)
    act = factory.LazyAttribute(lambda row: row.stake.act)
    starts_on = DAY


class MeetingFactory(factory.django.DjangoModelFactory):
    """A general meeting that was called."""

    class Meta:
        model = GeneralMeeting

    stake = factory.SubFactory(StakeFactory, held=True)
    day = date(2026, 3, 1)


class ValuationFactory(factory.django.DjangoModelFactory):
    """A value of 1 000 €."""

    class Meta:
        model = StakeValuation

    stake = factory.SubFactory(StakeFactory, held=True)
    day = date(2026, 2, 1)
    cents = 100_000
    method = "nominal"
    source = "État de l’actif"
    written_by = factory.SubFactory(UserFactory)
    written_at = MOMENT
