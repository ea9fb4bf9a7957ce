"""Smallest valid gatherings, registrations and presences."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import factory

from essaim.ecosystem.events.models import (
    AgendaImport,
    Attendance,
    DeclaredParticipation,
    Event,
    Lead,
    Rating,
    Registration,
    Speaker,
)
from essaim.ecosystem.events.states import (
    AttendanceWay,
    CancellationCause,
    EventKind,
    EventState,
    RegistrationState,
)
from essaim.foundations.accounts.tests.factories import UserFactory

# Registration is open at this moment for what OpenEventFactory makes; the gathering is three weeks later.
MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


class EventFactory(factory.django.DjangoModelFactory):
    """A meeting in draft, on a morning."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda number: f"rencontre-{number}")
    title = factory.Sequence(lambda number: f"Rencontre fictive {number}")
    kind = EventKind.MEETING
    starts_on = date(2026, 3, 31)
    starts_time = time(9, 30)
    ends_time = time(12)
    published_at = factory.LazyAttribute(
        lambda row: None if row.state in {EventState.DRAFT, EventState.CANCELLED} else MOMENT
    )
    closed_at = factory.LazyAttribute(lambda row: MOMENT if row.state == EventState.CLOSED else None)
    state = EventState.DRAFT
    cancel_reason = factory.LazyAttribute(lambda row: "salle fermée" if row.state == EventState.CANCELLED else "")


class OpenEventFactory(EventFactory):
    """A meeting announced, that takes registrations."""

    state = EventState.PUBLISHED
    capacity = 2
    registration_opens_at = datetime(2026, 3, 1, tzinfo=UTC)
    registration_closes_at = datetime(2026, 3, 30, tzinfo=UTC)


class SpeakerFactory(factory.django.DjangoModelFactory):
    """Somebody announced."""

    class Meta:
        model = Speaker

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda number: f"Camille Fictive {number}")


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody registered who confirmed."""

    class Meta:
        model = Registration

    event = factory.SubFactory(OpenEventFactory)
    name = factory.Sequence(lambda number: f"Sacha Exemple {number}")
    email = factory.Sequence(lambda number: f"sacha{number}@example.org")
    code = factory.Sequence(lambda number: f"CDE{number:03}")
    state = RegistrationState.REGISTERED
    received_at = MOMENT
    confirmed_at = MOMENT

    class Params:
        ended = factory.Trait(state=RegistrationState.CANCELLED, cause=CancellationCause.WITHDRAWN, ended_at=MOMENT)


class AttendanceFactory(factory.django.DjangoModelFactory):
    """One person who came, without a structure."""

    class Meta:
        model = Attendance

    event = factory.SubFactory(OpenEventFactory)
    way = AttendanceWay.ENTERED
    people_count = 1
    recorded_at = MOMENT


class DeclaredParticipationFactory(factory.django.DjangoModelFactory):
    """A figure of a source."""

    class Meta:
        model = DeclaredParticipation

    event = factory.SubFactory(EventFactory)
    number = 60
    unit = "participants"
    quote = "60 participants sur les quatre rencontres"
    source = "Restitution"


class RatingFactory(factory.django.DjangoModelFactory):
    """Somebody rather satisfied."""

    class Meta:
        model = Rating

    event = factory.SubFactory(EventFactory, state=EventState.HELD)
    overall = 4
    usefulness = 4
    received_on = date(2026, 3, 31)


class LeadFactory(factory.django.DjangoModelFactory):
    """Two structures without a record, put in touch."""

    class Meta:
        model = Lead

    event = factory.SubFactory(EventFactory, state=EventState.HELD)
    organization_name = factory.Sequence(lambda number: f"Association fictive {number}")
    other_name = factory.Sequence(lambda number: f"Entreprise fictive {number}")
    about = "Un local à partager"
    noted_on = date(2026, 3, 31)


class AgendaImportFactory(factory.django.DjangoModelFactory):
    """An agenda of one new event, to be confirmed."""

    class Meta:
        model = AgendaImport

    name = "agenda.json"
    digest = "0" * 64
    content = factory.LazyFunction(
        lambda: [
            {
                "uid": 41,
                "title": {"fr": "Visite d’une ressourcerie"},
                "timings": [{"begin": "2026-04-02T14:00:00+02:00", "end": "2026-04-02T16:00:00+02:00"}],
            }
        ]
    )
    author = factory.SubFactory(UserFactory)
    prepared_at = MOMENT
