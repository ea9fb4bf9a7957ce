"""After a gathering: opinions without a name, told from five on; contacts followed to their end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.attachments import _move_leads
from essaim.ecosystem.events.links import BadLink, rated_event, rating_token_of, token_of
from essaim.ecosystem.events.models import Event, Lead, Rating, Registration
from essaim.ecosystem.events.services import follow_up
from essaim.ecosystem.events.states import AttendanceWay, EventState, LeadState, RegistrationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import AttendanceFactory, EventFactory, LeadFactory, RatingFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
# The gatherings of the factories are on 31 March 2026, 9:30.
DAY = datetime(2026, 3, 31, 16, tzinfo=UTC)


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def held() -> Event:
    return EventFactory(state=EventState.HELD)


def _rate(event: Event, *, now: datetime = DAY, **values: object) -> Rating:
    return services.rate_event(event=event, now=now, **{"overall": 5, "usefulness": 4, **values})


def _note(event: Event, actor: User, **values: object) -> Lead:
    given = {"about": "Un local", "organization_name": "Les Uns", "other_name": "Les Autres", **values}
    return services.note_lead(event=event, actor=actor, now=DAY, **given)


def test_answer_keeps_the_day_and_nobody(held: Event) -> None:
    rating = _rate(held, comment="  Trop court.  ", has_met=True)

    assert (rating.received_on, rating.comment) == (date(2026, 3, 31), "Trop court.")
    entry = Entry.objects.get(verb="rating.received")
    assert entry.actor_label == "participant"
    fields = {field.name for field in Rating._meta.get_fields()}
    assert fields == {"id", "event", "overall", "usefulness", "has_met", "comment", "received_on"}
    kept = {field.name for field in Rating.pgh_event_model._meta.get_fields()}  # type: ignore[attr-defined]
    assert "comment" not in kept


@pytest.mark.parametrize(
    ("state", "now", "is_taken"),
    [
        (EventState.PUBLISHED, DAY, True),
        (EventState.CLOSED, DAY + timedelta(days=60), True),
        (EventState.CLOSED, DAY + timedelta(days=61), False),
        (EventState.PUBLISHED, DAY - timedelta(days=1), False),
        (EventState.DRAFT, DAY, False),
        (EventState.CANCELLED, DAY, False),
    ],
)
def test_answers_are_taken_from_the_start_for_sixty_days(state: EventState, now: datetime, *, is_taken: bool) -> None:
    event = EventFactory(state=state)
    if is_taken:
        assert _rate(event, now=now).pk
    else:
        with pytest.raises(NotAllowed):
            _rate(event, now=now)


@pytest.mark.parametrize("values", [{"overall": 0}, {"usefulness": 6}, {"comment": "x" * 2001}])
def test_answer_out_of_bounds_is_refused(held: Event, values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _rate(held, **values)


def test_flood_of_answers_is_stopped_for_the_day(held: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "RATED_PER_DAY_MAX", 2)
    _rate(held)
    _rate(held)

    with pytest.raises(services.RatedTooOften):
        _rate(held)
    assert _rate(held, now=DAY + timedelta(days=1)).pk


def test_nothing_is_told_under_five_answers(held: Event) -> None:
    for comment in ("Bien", "Avec vue", "", "Zut"):
        _rate(held, comment=comment)

    assert queries.ratings_of(held) == queries.Ratings(4)
    assert queries.comments_of(held) == []

    _rate(held, overall=1, usefulness=1, has_met=True)
    found = queries.ratings_of(held)

    assert (found.count, found.overall, found.met) == (5, 4.2, 1)
    assert [count for _answer, count in found.distribution] == [4, 0, 0, 0, 1]
    assert queries.comments_of(held) == ["Avec vue", "Bien", "Zut"]


def test_those_checked_in_are_asked_once(held: Event, actor: User, django_capture_on_commit_callbacks) -> None:
    came = RegistrationFactory(event=held, email="venue@example.org")
    AttendanceFactory(event=held, way=AttendanceWay.BY_CODE, registration=came)
    RegistrationFactory(event=held, email="absent@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        assert services.ask_ratings(event=held, actor=actor, now=DAY) == 1

    (sent,) = mail.outbox
    assert sent.to == ["venue@example.org"]
    assert rating_token_of(held) in sent.body
    assert token_of(came) not in sent.body
    with pytest.raises(NotAllowed):
        services.ask_ratings(event=held, actor=actor, now=DAY)


def test_without_codes_all_who_had_a_seat_are_asked(held: Event, actor: User) -> None:
    RegistrationFactory(event=held)
    RegistrationFactory(event=held, state=RegistrationState.WAITING)
    RegistrationFactory(event=held, confirmed_at=None, expires_at=DAY)
    RegistrationFactory(event=held, ended=True)

    assert services.ask_ratings(event=held, actor=actor, now=DAY) == 1
    assert Registration.objects.filter(mail_due="rating").count() == 1


def test_only_the_team_asks_and_only_once_it_took_place(held: Event, actor: User) -> None:
    with pytest.raises(NotAllowed):
        services.ask_ratings(event=held, actor=UserFactory(), now=DAY)
    with pytest.raises(NotAllowed):
        services.ask_ratings(event=EventFactory(state=EventState.PUBLISHED), actor=actor, now=DAY)


def test_link_is_of_the_gathering_and_no_other_is_taken(held: Event) -> None:
    assert rated_event(rating_token_of(held)) == held
    registration = RegistrationFactory(event=held)
    for token in (f"{held.pk}:x", token_of(registration), rating_token_of(held)[:-2], "\x00"):
        with pytest.raises(BadLink):
            rated_event(token)


def test_comments_are_erased_with_the_names(held: Event) -> None:
    RatingFactory(event=held, comment="Je suis Sacha.")
    before = datetime.combine(held.erase_on - timedelta(days=1), DAY.timetz())

    assert services.erase_comments(now=before) == 0
    assert services.erase_comments(now=before + timedelta(days=1)) == 1
    assert Rating.objects.get().comment == ""
    assert services.erase_comments(now=before + timedelta(days=2)) == 0


def test_contact_is_noted_then_followed_to_its_end(held: Event, actor: User) -> None:
    lead = _note(held, actor, organization=OrganizationFactory(name="Les Uns"), organization_name="")
    assert str(lead) == "Les Uns et Les Autres"

    services.follow_lead(lead=lead, actor=actor, now=DAY, move="contact", next_step="Visite le 8")
    assert queries.leads_of(held) == queries.LeadCounts(noted=1, followed=1, concluded=0)
    lead = services.follow_lead(lead=lead, actor=actor, now=DAY, move="conclude", outcome="Bail signé")

    assert (lead.state, lead.outcome, lead.ended_on, lead.next_step) == (
        LeadState.CONCLUDED,
        "Bail signé",
        date(2026, 3, 31),
        "",
    )
    assert queries.leads_of(held) == queries.LeadCounts(noted=1, followed=0, concluded=1)
    with pytest.raises(IllegalMove):
        services.follow_lead(lead=lead, actor=actor, now=DAY, move="drop", outcome="Non")


@pytest.mark.parametrize(
    "values", [{"other_name": ""}, {"about": " "}, {"organization": "a record", "organization_name": "Les Uns"}]
)
def test_contact_names_each_side_once_and_its_subject(held: Event, actor: User, values: dict[str, object]) -> None:
    if "organization" in values:
        values = {**values, "organization": OrganizationFactory()}
    with pytest.raises(ValidationError):
        _note(held, actor, **values)


def test_contact_is_between_two_structures(held: Event, actor: User) -> None:
    one = OrganizationFactory()

    with pytest.raises(ValidationError):
        _note(held, actor, organization=one, organization_name="", other=one, other_name="")


def test_end_of_a_contact_says_what_came_of_it(held: Event, actor: User) -> None:
    lead = _note(held, actor)

    with pytest.raises(ValidationError):
        services.follow_lead(lead=lead, actor=actor, now=DAY, move="drop")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(state=LeadState.DROPPED)


def test_only_the_team_notes_and_follows_and_from_the_start(held: Event, actor: User) -> None:
    with pytest.raises(NotAllowed):
        _note(held, UserFactory())
    with pytest.raises(NotAllowed):
        services.note_lead(
            event=held, actor=actor, now=DAY - timedelta(days=1), about="x", organization_name="a", other_name="b"
        )
    with pytest.raises(NotAllowed):
        services.follow_lead(lead=LeadFactory(), actor=UserFactory(), now=DAY, move="contact")


def test_contacts_follow_the_record_that_is_kept(actor: User) -> None:
    duplicate, kept, third = OrganizationFactory(name="Doublon"), OrganizationFactory(), OrganizationFactory()
    moved = LeadFactory(organization=third, organization_name="", other=duplicate, other_name="")
    between = LeadFactory(organization=duplicate, organization_name="", other=kept, other_name="")

    _move_leads(duplicate=duplicate, kept=kept, actor=actor, now=DAY, reason="même structure")

    moved.refresh_from_db()
    between.refresh_from_db()
    assert moved.other == kept
    assert (between.organization, between.organization_name, between.other) == (None, "Doublon", kept)
