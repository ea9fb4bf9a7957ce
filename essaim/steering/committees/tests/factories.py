"""Smallest valid bodies, seats and sessions; a session as it is at each step of its life."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory

from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.steering.committees.models import (
    AgendaPoint,
    Attendance,
    Body,
    BodyRules,
    College,
    Mandate,
    OpinionRequest,
    Proxy,
    Seat,
    Session,
    Vote,
)
from essaim.steering.committees.states import PointKind, PointState, SessionState, VoteMode, VoteState

DAY = date(2026, 3, 24)
# Ten in the morning of the day of the session, and of three weeks before.
THEN = datetime(2026, 3, 24, 9, tzinfo=UTC)
BEFORE = THEN - timedelta(days=21)


class BodyFactory(factory.django.DjangoModelFactory):
    """A body without rules."""

    class Meta:
        model = Body

    slug = factory.Sequence(lambda number: f"comite-{number}")
    name = factory.Sequence(lambda number: f"Comité fictif {number}")


class BodyRulesFactory(factory.django.DjangoModelFactory):
    """Ten clear days of notice, no quorum, no proxy, since 2020."""

    class Meta:
        model = BodyRules

    body = factory.SubFactory(BodyFactory)
    starts_on = date(2020, 1, 1)
    notice_days = 10
    source = "Règlement fictif"
    allows_written = True


class CollegeFactory(factory.django.DjangoModelFactory):
    """A college without seats."""

    class Meta:
        model = College

    body = factory.SubFactory(BodyFactory)
    position = factory.Sequence(lambda number: number + 1)
    name = factory.Sequence(lambda number: f"Collège {number}")


class SeatFactory(factory.django.DjangoModelFactory):
    """A seat since 2020."""

    class Meta:
        model = Seat

    college = factory.SubFactory(CollegeFactory)
    number = factory.Sequence(lambda number: number + 1)
    starts_on = date(2020, 1, 1)


class MandateFactory(factory.django.DjangoModelFactory):
    """A titular with an account, for a structure, since 2020."""

    class Meta:
        model = Mandate

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    starts_on = date(2020, 1, 1)


class SessionFactory(factory.django.DjangoModelFactory):
    """A planned session; traits are named like its states."""

    class Meta:
        model = Session

    class Params:
        convened = factory.Trait(state=SessionState.CONVENED, convened_at=BEFORE)
        opened = factory.Trait(state=SessionState.OPEN, convened_at=BEFORE, opened_at=THEN, attendance_code="123456")
        closed = factory.Trait(state=SessionState.CLOSED, convened_at=BEFORE, opened_at=THEN, closed_at=THEN)
        circulated = factory.Trait(
            state=SessionState.CIRCULATED,
            convened_at=BEFORE,
            opened_at=THEN,
            closed_at=THEN,
            circulated_at=THEN,
            circulated_content='{"points": []}',
        )

    body = factory.SubFactory(BodyFactory)
    day = DAY


class AgendaPointFactory(factory.django.DjangoModelFactory):
    """A point on the agenda."""

    class Meta:
        model = AgendaPoint

    session = factory.SubFactory(SessionFactory)
    position = factory.Sequence(lambda number: number + 1)
    kind = PointKind.OPINION
    title = factory.Sequence(lambda number: f"Point {number}")
    state = PointState.ACCEPTED
    proposed_by = factory.SubFactory(UserFactory)

    class Params:
        proposed = factory.Trait(state=PointState.PROPOSED, position=None)


class AttendanceFactory(factory.django.DjangoModelFactory):
    """Somebody who is there."""

    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory, opened=True)
    mandate = factory.SubFactory(MandateFactory)
    seat = factory.LazyAttribute(lambda row: row.mandate.seat)
    arrived_at = THEN


class ProxyFactory(factory.django.DjangoModelFactory):
    """A proxy in force."""

    class Meta:
        model = Proxy

    session = factory.SubFactory(SessionFactory, convened=True)
    giver = factory.SubFactory(SeatFactory)
    holder = factory.SubFactory(SeatFactory)
    given_at = BEFORE


class VoteFactory(factory.django.DjangoModelFactory):
    """An open show of hands."""

    class Meta:
        model = Vote

    point = factory.SubFactory(AgendaPointFactory)
    mode = VoteMode.HANDS
    question = "Êtes-vous pour ?"
    state = VoteState.OPEN
    opened_at = THEN


class OpinionRequestFactory(factory.django.DjangoModelFactory):
    """A request that waits for an agenda."""

    class Meta:
        model = OpinionRequest

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda number: f"Saisine {number}")
    question = "Quel est l’avis du comité ?"
    asked_by = factory.SubFactory(UserFactory)
    asked_on = date(2026, 1, 5)


def college_of(session: Session, count: int, **values: object) -> list[Mandate]:
    """
    Make a college of a session's body where so many seats are held; give the mandates in the order of the seats.

    :param values: of the mandates
    """
    college = CollegeFactory(body=session.body)
    return [MandateFactory(seat__college=college, **values) for _number in range(count)]


def present(session: Session, *mandates: Mandate) -> list[Attendance]:
    """Seat these people in a session."""
    return [AttendanceFactory(session=session, mandate=mandate) for mandate in mandates]
