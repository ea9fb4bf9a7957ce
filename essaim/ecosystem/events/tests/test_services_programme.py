"""Gatherings: written by the team, announced with their parts, corrected, held, closed, cancelled; their proceedings."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.models import DeclaredParticipation, Event, Registration
from essaim.ecosystem.events.states import EventKind, EventState, MailKind, RegistrationState
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.versions import ChangedMeanwhile, version_of

from .factories import (
    MOMENT,
    AttendanceFactory,
    EventFactory,
    OpenEventFactory,
    RegistrationFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def test_team_writes_a_draft_that_others_do_not_read(officer: User) -> None:
    event = services.create_event(
        actor=officer,
        now=MOMENT,
        slug="assises",
        title="Assises",
        kind=EventKind.ASSISES,
        starts_on=date(2026, 10, 7),
    )

    assert event.state == EventState.DRAFT
    assert list(queries.events_visible_to(officer)) == [event]
    assert not queries.events_visible_to(UserFactory()).exists()
    with pytest.raises(NotAllowed):
        services.create_event(actor=UserFactory(), now=MOMENT, slug="x", title="X", kind="forum", starts_on=MOMENT)


def test_whole_is_announced_with_its_parts_and_no_part_before_it(officer: User) -> None:
    whole = EventFactory()
    part = EventFactory(parent=whole)

    with pytest.raises(NotAllowed):
        services.publish_event(event=part, actor=officer, now=MOMENT)
    services.publish_event(event=whole, actor=officer, now=MOMENT)

    assert set(Event.objects.public()) == {whole, part}
    with pytest.raises(IllegalMove):
        services.publish_event(event=whole, actor=officer, now=MOMENT)


def test_correction_is_kept_with_its_reason_and_not_written_over(officer: User) -> None:
    event = EventFactory()
    read = version_of(event, ["title"])

    services.update_event(event=event, actor=officer, now=MOMENT, reason="faute", title="Autre", version=read)

    assert Entry.objects.get(verb="event.updated").reason == "faute"
    with pytest.raises(ChangedMeanwhile):
        services.update_event(event=event, actor=officer, now=MOMENT, reason="x", title="Encore", version=read)
    with pytest.raises(ValueError, match="state"):
        services.update_event(event=event, actor=officer, now=MOMENT, reason="x", state="closed")


def test_those_who_confirmed_are_told_of_another_day_and_not_of_another_title(officer: User) -> None:
    event = OpenEventFactory()
    told = RegistrationFactory(event=event)
    silent = RegistrationFactory(event=event, confirmed_at=None, expires_at=MOMENT + timedelta(hours=1))

    services.update_event(event=event, actor=officer, now=MOMENT, reason="x", title="Autre")
    assert not Registration.objects.exclude(mail_due="").exists()
    services.update_event(event=event, actor=officer, now=MOMENT, reason="x", starts_on=date(2026, 4, 2))

    assert list(Registration.objects.exclude(mail_due="")) == [told]
    told.refresh_from_db()
    assert (told.mail_due, silent.mail_due) == (MailKind.CHANGED, "")


def test_seats_added_are_offered_at_once(officer: User) -> None:
    event = OpenEventFactory(capacity=1)
    RegistrationFactory(event=event)
    waiting = RegistrationFactory.create_batch(3, event=event, state=RegistrationState.WAITING)

    services.update_event(event=event, actor=officer, now=MOMENT, reason="grande salle", capacity=3)

    states = dict(Registration.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in waiting] == ["offered", "offered", "waiting"]


def test_gathering_is_held_once_it_started_then_closed_with_its_report(officer: User) -> None:
    event = OpenEventFactory()

    with pytest.raises(NotAllowed):
        services.hold_event(event=event, actor=officer, now=event.begins_at - timedelta(minutes=1))
    services.hold_event(event=event, actor=officer, now=event.begins_at)
    closed = services.close_event(event=event, actor=officer, now=event.begins_at, report=" Dit. ", outcome="Suite")

    assert (closed.state, closed.report, closed.outcome) == (EventState.CLOSED, "Dit.", "Suite")
    with pytest.raises(NotAllowed):
        services.hold_event(event=OpenEventFactory(), actor=UserFactory(), now=event.begins_at)


def test_cancelling_asks_why(officer: User) -> None:
    with pytest.raises(ValidationError):
        services.cancel_event(event=OpenEventFactory(), actor=officer, now=MOMENT, reason=" ")


def test_speakers_are_announced_in_order_and_taken_out_with_a_reason(officer: User) -> None:
    event = EventFactory()
    first, second = (
        services.add_speaker(event=event, actor=officer, now=MOMENT, name=name) for name in ("Une", "Autre")
    )

    assert [row.name for row in event.speakers.order_by("position")] == ["Une", "Autre"]
    services.remove_speaker(speaker=first, actor=officer, now=MOMENT, reason="empêchée")
    assert list(event.speakers.order_by("position")) == [second]


def test_what_a_source_declares_stands_beside_what_is_counted(officer: User) -> None:
    whole = EventFactory()
    part = EventFactory(parent=whole)
    AttendanceFactory(event=part, people_count=3)
    declared = services.declare_participation(
        event=whole, actor=officer, now=MOMENT, number=60, unit="participants", quote="60 participants", source="S"
    )

    assert list(queries.declared_of(part)) == [declared]
    assert queries.attendance_of(part).people == 3
    with pytest.raises(ValidationError):
        services.declare_participation(event=whole, actor=officer, now=MOMENT, number=1, unit="x", quote="y", source="")
    assert DeclaredParticipation.objects.count() == 1


def test_proceedings_are_what_reports_were_when_assembled(officer: User) -> None:
    whole = EventFactory(state=EventState.HELD)
    later = EventFactory(parent=whole, state=EventState.CLOSED, position=2, title="Atelier", report="Second.")
    EventFactory(parent=whole, state=EventState.CLOSED, position=1, title="Table ronde", report="Premier.")
    EventFactory(parent=whole, state=EventState.HELD, position=3, report="Non publié.")
    SpeakerFactory(event=later, name="Camille Fictive", role="présidente", organization=OrganizationFactory(name="O"))

    proceedings = services.assemble_proceedings(event=whole, actor=officer, now=MOMENT)
    services.update_event(event=later, actor=officer, now=MOMENT, reason="faute", report="Corrigé.")
    proceedings.refresh_from_db()

    assert [(row["title"], row["report"]) for row in proceedings.sections] == [
        ("Table ronde", "Premier."),
        ("Atelier", "Second."),
    ]
    assert proceedings.sections[1]["speakers"] == ["Camille Fictive, présidente, O"]
    again = services.assemble_proceedings(event=whole, actor=officer, now=MOMENT + timedelta(days=1))
    assert (again.pk, again.sections[1]["report"]) == (proceedings.pk, "Corrigé.")


def test_proceedings_are_those_of_a_whole_gathering_that_has_reports(officer: User) -> None:
    part = EventFactory(parent=EventFactory(), state=EventState.HELD)

    for event in (EventFactory(), part):
        with pytest.raises(NotAllowed):
            services.assemble_proceedings(event=event, actor=officer, now=MOMENT)
    with pytest.raises(services.NothingToAssemble):
        services.assemble_proceedings(event=EventFactory(state=EventState.HELD), actor=officer, now=MOMENT)
    with pytest.raises(NotAllowed):
        services.assemble_proceedings(event=EventFactory(state=EventState.HELD), actor=UserFactory(), now=MOMENT)


@pytest.mark.parametrize("action", ["seats", "remind", "mails", "erase"])
def test_commands_of_the_night_run_alone(action: str) -> None:
    out = StringIO()

    call_command("events", action, stdout=out)

    assert out.getvalue().startswith("0 ")


def test_merged_structure_gives_what_it_held_to_the_record_that_is_kept(officer: User) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    rows = [
        SpeakerFactory(organization=duplicate),
        RegistrationFactory(organization=duplicate),
        AttendanceFactory(organization=duplicate),
    ]

    organizations.merge_organizations(kept=kept, duplicate=duplicate, actor=officer, now=MOMENT, reason="doublon")

    for row in rows:
        row.refresh_from_db()
        assert row.organization == kept


def test_gathering_held_and_not_closed_is_late_after_fifteen_days() -> None:
    event = OpenEventFactory(state=EventState.HELD)
    EventFactory(state=EventState.CLOSED)

    assert not queries.events_to_close(today=event.starts_on + timedelta(days=15)).exists()
    assert list(queries.events_to_close(today=event.starts_on + timedelta(days=16))) == [event]


def test_other_rooms_choose_among_gatherings_that_were_not_cancelled() -> None:
    event = EventFactory(slug="assises")
    EventFactory(state=EventState.CANCELLED)

    assert list(queries.events_for_choice()) == [event]
    assert queries.event_of("assises") == event
