"""Who came: by code at the door, by structure afterwards; people are counted and never named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.models import Attendance
from essaim.ecosystem.events.states import EventState, RegistrationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import AttendanceFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def test_code_counts_one_person_with_their_structure_once(officer: User) -> None:
    registration = RegistrationFactory(code="AB3DEF", organization=OrganizationFactory(name="Jardins"))
    event = registration.event

    services.check_in(event=event, code=" ab3-def ", actor=officer, now=event.begins_at)

    counted = queries.attendance_of(event)
    assert (counted.people, counted.organizations, counted.by_organization[0].name) == (1, 1, "Jardins")
    with pytest.raises(services.AlreadyCheckedIn):
        services.check_in(event=event, code="AB3DEF", actor=officer, now=event.begins_at)


def test_unknown_code_and_waiting_people_are_not_counted(officer: User) -> None:
    waiting = RegistrationFactory(state=RegistrationState.WAITING)
    event, elsewhere = waiting.event, RegistrationFactory()

    with pytest.raises(services.NotRegistered):
        services.check_in(event=event, code=waiting.code, actor=officer, now=event.begins_at)
    for code in (elsewhere.code, "", "ZZZZZZ"):
        with pytest.raises(services.UnknownCode):
            services.check_in(event=event, code=code, actor=officer, now=event.begins_at)


def test_presence_is_counted_by_the_team_from_the_day_on(officer: User) -> None:
    event = OpenEventFactory()
    midnight = event.begins_at.replace(hour=0, minute=0)

    for actor, moment in ((UserFactory(), midnight), (officer, midnight - timedelta(minutes=1))):
        with pytest.raises(NotAllowed):
            services.record_attendance(event=event, actor=actor, now=moment, people_count=2)
    assert services.record_attendance(event=event, actor=officer, now=midnight, people_count=2).people_count == 2
    cancelled = OpenEventFactory(state=EventState.CANCELLED)
    with pytest.raises(NotAllowed):
        services.record_attendance(event=cancelled, actor=officer, now=midnight, people_count=2)


def test_nobody_and_two_structures_at_once_are_refused(officer: User) -> None:
    event = OpenEventFactory()
    wrong = ({"people_count": 0}, {"people_count": 1, "organization": OrganizationFactory(), "organization_name": "X"})

    for values in wrong:
        with pytest.raises(ValidationError):
            services.record_attendance(event=event, actor=officer, now=event.begins_at, **values)


def test_structures_are_counted_once_whatever_the_way_they_were_written() -> None:
    event = OpenEventFactory()
    kept = OrganizationFactory(name="Étoile")
    merged = OrganizationFactory(name="Etoile du Nord", merged_into=kept)
    AttendanceFactory(event=event, organization=kept, people_count=2)
    AttendanceFactory(event=event, organization=merged)
    AttendanceFactory(event=event, organization_name="etoile")
    AttendanceFactory(event=event, organization_name="Zinc", people_count=5)
    AttendanceFactory(event=event, people_count=3)
    AttendanceFactory(organization_name="Ailleurs")

    counted = queries.attendance_of(event)

    assert (counted.people, counted.organizations, counted.unsaid) == (12, 2, 3)
    assert [(row.key, row.name, row.people) for row in counted.by_organization] == [
        ("", "Zinc", 5),
        (kept.key, "Étoile", 4),
    ]
    assert (counted.registered, counted.absent) == (None, None)


def test_absent_are_known_only_where_codes_were_read(officer: User) -> None:
    event = OpenEventFactory(capacity=5)
    came, *_absent = RegistrationFactory.create_batch(3, event=event)
    RegistrationFactory(event=event, state=RegistrationState.WAITING)

    services.check_in(event=event, code=came.code, actor=officer, now=event.begins_at)

    counted = queries.attendance_of(event)
    assert (counted.registered, counted.absent) == (3, 2)


def test_mistake_is_taken_back_with_its_reason(officer: User) -> None:
    attendance = AttendanceFactory(people_count=4)

    with pytest.raises(NotAllowed):
        services.remove_attendance(attendance=attendance, actor=UserFactory(), now=attendance.recorded_at, reason="x")
    services.remove_attendance(attendance=attendance, actor=officer, now=attendance.recorded_at, reason="doublon")

    assert not Attendance.objects.exists()
