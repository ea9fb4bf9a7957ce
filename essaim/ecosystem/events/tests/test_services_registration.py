"""Registering: a seat or a place in line, confirmed by a mailed link, withdrawn, offered in turn, erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.services.registration import CONFIRM_WITHIN, PER_HOUR_MAX
from essaim.ecosystem.events.states import CancellationCause, EventState, MailKind, RegistrationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import MOMENT, EventFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Capture = Callable[..., object]


def _register(event: Event, name: str = "sacha", now=MOMENT, **values: str) -> Registration:
    return services.register(event=event, name=name.title(), email=f"{name}@example.org", now=now, **values)


def _confirmed(event: Event, name: str, now=MOMENT) -> Registration:
    return services.confirm_registration(registration=_register(event, name, now), now=now)


def test_registrant_gets_a_seat_for_a_day_and_a_mail_that_asks_to_confirm() -> None:
    registration = _register(OpenEventFactory(), organization_name=" Les  Jardins ")

    assert registration.state == RegistrationState.REGISTERED
    assert (registration.expires_at, registration.confirmed_at) == (MOMENT + CONFIRM_WITHIN, None)
    assert registration.mail_due == MailKind.CONFIRM
    assert registration.organization_name == "Les Jardins"
    assert Entry.objects.get(verb="registration.received").actor_id == "system:registrant"


def test_structure_written_by_its_acronym_is_tied_to_its_record() -> None:
    record = OrganizationFactory(name="Acteurs fictifs", acronym="APFX")

    assert _register(OpenEventFactory(), organization_name="apfx").organization == record


def test_who_comes_when_seats_are_taken_waits() -> None:
    event = OpenEventFactory(capacity=1)
    _register(event, "premiere")

    assert _register(event, "seconde").state == RegistrationState.WAITING


def test_seats_that_are_not_counted_never_run_out() -> None:
    event = OpenEventFactory(capacity=None)

    assert {_register(event, name).state for name in ("a", "b", "c")} == {RegistrationState.REGISTERED}


def test_same_address_twice_is_one_registration_and_is_told_again_only_later() -> None:
    event = OpenEventFactory()
    first = _register(event)
    Registration.objects.update(mail_due="", mailed_at=MOMENT)

    soon = services.register(event=event, name="X", email=" SACHA@example.org ", now=MOMENT + timedelta(minutes=5))
    later = services.register(event=event, name="X", email="sacha@example.org", now=MOMENT + HOUR)

    assert soon.pk == later.pk == first.pk
    assert (soon.mail_due, later.mail_due) == ("", MailKind.CONFIRM)
    assert (later.name, Registration.objects.count()) == ("Sacha", 1)


@pytest.mark.parametrize(
    "values",
    [
        {"state": EventState.HELD},
        {"state": EventState.CANCELLED},
        {"registration_opens_at": None, "registration_closes_at": None},
        {"registration_opens_at": MOMENT + HOUR},
        {"registration_closes_at": MOMENT},
    ],
)
def test_registration_is_refused_when_it_is_not_open(values: dict[str, object]) -> None:
    with pytest.raises(NotAllowed):
        _register(OpenEventFactory(**values))


def test_registration_closes_when_the_gathering_starts_even_if_a_later_day_was_written() -> None:
    event = OpenEventFactory(registration_closes_at=MOMENT + timedelta(days=60))

    with pytest.raises(NotAllowed):
        _register(event, now=event.begins_at)


def test_too_many_registrations_in_an_hour_are_asked_to_come_back() -> None:
    event = OpenEventFactory(capacity=None)
    RegistrationFactory.create_batch(PER_HOUR_MAX, event=event)

    with pytest.raises(services.RegistrationTooFast):
        _register(event, now=MOMENT + timedelta(minutes=59))
    assert _register(event, now=MOMENT + HOUR).pk


def test_confirming_keeps_the_seat_and_is_done_once() -> None:
    registration = _confirmed(OpenEventFactory(), "sacha")

    assert (registration.confirmed_at, registration.expires_at) == (MOMENT, None)
    assert registration.mail_due == MailKind.SEAT
    with pytest.raises(services.AlreadyConfirmed):
        services.confirm_registration(registration=registration, now=MOMENT)


def test_seat_not_confirmed_in_a_day_goes_to_the_first_who_waits_and_the_person_is_forgotten() -> None:
    event = OpenEventFactory(capacity=1)
    late = _register(event, "late")
    waiting = _confirmed(event, "waiting")
    too_late = MOMENT + CONFIRM_WITHIN

    assert services.free_lapsed_seats(now=too_late) == 1

    late.refresh_from_db()
    waiting.refresh_from_db()
    assert (late.cause, late.name, late.email) == (CancellationCause.NOT_CONFIRMED, "", "")
    assert (waiting.state, waiting.mail_due) == (RegistrationState.OFFERED, MailKind.OFFER)
    assert waiting.expires_at == too_late + timedelta(hours=event.offer_hours)
    with pytest.raises(services.RegistrationEnded):
        services.confirm_registration(registration=late, now=too_late)


def test_link_followed_too_late_is_refused_even_before_the_nightly_task() -> None:
    registration = _register(OpenEventFactory())

    with pytest.raises(services.RegistrationEnded):
        services.confirm_registration(registration=registration, now=MOMENT + CONFIRM_WITHIN)


def test_waiting_list_is_served_in_order_of_arrival_and_only_to_confirmed_addresses() -> None:
    event = OpenEventFactory(capacity=1)
    seated = _confirmed(event, "seated")
    unconfirmed = _register(event, "unconfirmed", MOMENT + timedelta(minutes=1))
    second = _confirmed(event, "second", MOMENT + timedelta(minutes=3))
    first = _confirmed(event, "first", MOMENT + timedelta(minutes=2))

    services.cancel_registration(registration=seated, now=MOMENT + HOUR)

    states = dict(Registration.objects.values_list("pk", "state"))
    assert states[first.pk] == RegistrationState.OFFERED
    assert states[second.pk] == states[unconfirmed.pk] == RegistrationState.WAITING


def test_offered_seat_is_taken_or_passed_on() -> None:
    event = OpenEventFactory(capacity=1, offer_hours=24)
    seated = _confirmed(event, "seated")
    first, second = _confirmed(event, "first"), _confirmed(event, "second", MOMENT + HOUR)
    services.cancel_registration(registration=seated, now=MOMENT + HOUR)

    services.free_lapsed_seats(now=MOMENT + 25 * HOUR)
    first.refresh_from_db()
    taken = services.confirm_registration(registration=second, now=MOMENT + 26 * HOUR)

    assert first.cause == CancellationCause.OFFER_LAPSED
    assert (taken.state, taken.expires_at, taken.mail_due) == (RegistrationState.REGISTERED, None, MailKind.SEAT)


def test_offer_never_outlives_the_start_of_the_gathering() -> None:
    event = OpenEventFactory(capacity=1, offer_hours=300)
    seated, waiting = _confirmed(event, "seated"), _confirmed(event, "waiting")
    services.cancel_registration(registration=seated, now=event.begins_at - HOUR)
    waiting.refresh_from_db()

    assert waiting.expires_at == event.begins_at


def test_withdrawn_person_is_forgotten_at_once_and_cannot_withdraw_twice() -> None:
    registration = services.cancel_registration(registration=_confirmed(OpenEventFactory(), "sacha"), now=MOMENT)

    assert (registration.cause, registration.name, registration.email) == (CancellationCause.WITHDRAWN, "", "")
    assert registration.erased_at == MOMENT
    with pytest.raises(IllegalMove):
        services.cancel_registration(registration=registration, now=MOMENT)


def test_team_cancels_and_others_do_not() -> None:
    registration = RegistrationFactory()

    with pytest.raises(NotAllowed):
        services.cancel_registration(registration=registration, now=MOMENT, actor=UserFactory())
    done = services.cancel_registration(registration=registration, now=MOMENT, actor=person_with(RoleKind.OFFICER))

    assert done.cause == CancellationCause.BY_TEAM


def test_nothing_is_withdrawn_once_the_gathering_took_place() -> None:
    registration = RegistrationFactory(event__state=EventState.HELD)

    with pytest.raises(NotAllowed):
        services.cancel_registration(registration=registration, now=MOMENT)


def test_team_offers_the_next_seat_while_there_is_one_and_somebody_waits() -> None:
    event, officer = OpenEventFactory(capacity=1), person_with(RoleKind.OFFICER)
    first = RegistrationFactory(event=event, state=RegistrationState.WAITING)

    offered = services.offer_next_seat(event=event, actor=officer, now=MOMENT)

    assert offered == first
    with pytest.raises(services.NoSeatLeft):
        services.offer_next_seat(event=event, actor=officer, now=MOMENT)
    with pytest.raises(services.NobodyWaiting):
        services.offer_next_seat(event=OpenEventFactory(), actor=officer, now=MOMENT)
    with pytest.raises(NotAllowed):
        services.offer_next_seat(event=event, actor=UserFactory(), now=MOMENT)


def test_names_and_addresses_are_erased_after_their_days_and_what_was_counted_stays() -> None:
    event = OpenEventFactory(keep_days=10)
    kept = RegistrationFactory(organization_name="Les Jardins")
    gone = RegistrationFactory(event=event, organization_name="Les Jardins")
    services.check_in(event=event, code=gone.code, actor=person_with(RoleKind.OFFICER), now=event.begins_at)
    Event.objects.filter(pk=kept.event_id).update(keep_days=11)

    assert services.erase_registrants(now=event.begins_at + timedelta(days=10)) == 0
    assert services.erase_registrants(now=event.begins_at + timedelta(days=11)) == 1

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.name, gone.email, gone.organization_name) == ("", "", "")
    assert kept.email
    assert [row.name for row in queries.attendance_of(event).by_organization] == ["Les Jardins"]


def test_history_keeps_neither_name_nor_address() -> None:
    registration = _register(OpenEventFactory(), "camille")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(row)::text FROM events_registrationevent row")
        history = "".join(text for (text,) in cursor.fetchall())
        cursor.execute("SELECT to_jsonb(row)::text FROM audit_trail_entry row")
        trail = "".join(text for (text,) in cursor.fetchall())

    assert history
    assert "camille" not in history.lower() + trail.lower()
    assert registration.code not in history + trail


def test_draft_takes_nobody() -> None:
    with pytest.raises(NotAllowed):
        _register(EventFactory())
