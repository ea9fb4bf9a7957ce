"""What no path may write, the database refuses."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.ecosystem.events.models import Attendance, Event, Registration
from essaim.ecosystem.events.states import AttendanceWay, EventState, RegistrationState

from .factories import MOMENT, AttendanceFactory, EventFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"last_on": date(2026, 3, 31)},
        {"ends_time": time(9)},
        {"starts_time": None},
        {"is_day_known": False},
        {"capacity": 0},
        {"registration_closes_at": None},
        {"registration_closes_at": MOMENT.replace(year=2025)},
        {"commune_code": "lille"},
        {"state": EventState.DRAFT},
        {"published_at": None},
        {"state": EventState.CLOSED},
        {"closed_at": MOMENT},
        {"state": EventState.CANCELLED},
        {"cancel_reason": "salle fermée"},
    ],
)
def test_contradictory_gathering_is_refused(values: dict[str, object]) -> None:
    event = OpenEventFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": RegistrationState.CANCELLED},
        {"ended_at": MOMENT},
        {"cause": "withdrawn"},
        {"state": RegistrationState.OFFERED},
        {"confirmed_at": None},
        {"name": ""},
        {"email": ""},
        {"erased_at": MOMENT},
    ],
)
def test_contradictory_registration_is_refused(values: dict[str, object]) -> None:
    registration = RegistrationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(**values)


def test_address_and_code_are_taken_once_in_a_gathering() -> None:
    known = RegistrationFactory()

    for values in ({"email": known.email}, {"code": known.code}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegistrationFactory(event=known.event, **values)
    assert RegistrationFactory(email=known.email, code=known.code).event != known.event


@pytest.mark.parametrize("values", [{"people_count": 0}, {"way": AttendanceWay.BY_CODE}])
def test_contradictory_presence_is_refused(values: dict[str, object]) -> None:
    attendance = AttendanceFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=attendance.pk).update(**values)


def test_parts_have_no_parts_and_stay_within_the_days_of_the_whole() -> None:
    whole = EventFactory()
    part = EventFactory(parent=whole)

    for wrong in (EventFactory.build(parent=part), EventFactory.build(parent=whole, starts_on=date(2026, 4, 1))):
        with pytest.raises(ValidationError):
            wrong.full_clean()
    whole.parent = EventFactory()
    with pytest.raises(ValidationError):
        whole.full_clean()


def test_moments_are_in_local_time_and_the_first_minute_when_no_hour_is_known() -> None:
    event = EventFactory.build()
    unknown = EventFactory.build(starts_time=None, ends_time=None)

    assert event.starts_at is not None
    assert event.starts_at.isoformat() == "2026-03-31T09:30:00+02:00"
    assert (unknown.starts_at, unknown.begins_at.isoformat()) == (None, "2026-03-31T00:00:00+02:00")


def test_what_is_written_of_a_registration_never_names_the_person() -> None:
    registration = RegistrationFactory(name="Camille Nommée")

    assert "Camille" not in str(registration)
    assert registration.email not in str(registration)
