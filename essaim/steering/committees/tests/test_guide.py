"""What comes next is always said, and every button of it opens a page where it can be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.ui.guides import Guide
from essaim.steering.committees import services
from essaim.steering.committees.models import Body, Session
from essaim.steering.committees.states import PointKind, SessionState, VoteMode
from essaim.steering.committees.views.guide import body_guide, session_guide, work_of

from .factories import (
    THEN,
    AgendaPointFactory,
    BodyFactory,
    BodyRulesFactory,
    CollegeFactory,
    MandateFactory,
    SeatFactory,
    SessionFactory,
    VoteFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _guides(person: User, session: Session) -> tuple[Guide, ...]:
    return session_guide(person, session, work_of(session))


def _next(person: User, session: Session) -> Guide:
    """The first thing said to a person, each button of which must open."""
    guide = _guides(person, session)[0]
    client = Client()
    client.force_login(person)
    for door in guide.doors:
        assert client.get(door.url).status_code == 200, door
    return guide


def _names(guide: Guide) -> list[str]:
    return [door.url for door in guide.doors]


def _url(name: str, pk: object) -> str:
    return reverse(f"committees:{name}", args=[pk])


def _seated(**values: object) -> Session:
    """A session of a body with rules, whose three members are all told of."""
    session = SessionFactory(body=BodyRulesFactory(notice_days=5).body, **values)
    college_of(session, 3)
    return session


def test_body_is_led_from_nothing_to_its_next_session(officer: User) -> None:
    body = BodyFactory()

    def first() -> str:
        guide = body_guide(officer, Body.objects.get(pk=body.pk))
        assert guide is not None
        return guide.doors[0].url

    assert first() == _url("college_add", body.slug)
    seat = SeatFactory(college=CollegeFactory(body=body))
    assert first() == "#composition"
    MandateFactory(seat=seat)
    assert first() == _url("rules_set", body.slug)
    BodyRulesFactory(body=body)
    assert first() == _url("session_plan", body.slug)
    session = SessionFactory(body=body, day=TODAY)
    assert first() == session.get_absolute_url()


def test_nobody_but_the_team_is_led_on_a_body() -> None:
    assert body_guide(person_with(RoleKind.BODY_MEMBER), BodyFactory()) is None


@pytest.mark.parametrize("state", [state for state in SessionState if state not in {"minutes_approved"}])
def test_something_is_said_in_every_state(officer: User, state: SessionState) -> None:
    traits = {
        SessionState.PLANNED: {},
        SessionState.CONVENED: {"convened": True},
        SessionState.OPEN: {"opened": True},
        SessionState.CLOSED: {"closed": True},
        SessionState.CIRCULATED: {"closed": True},
        SessionState.CANCELLED: {"state": SessionState.CANCELLED, "cancel_reason": "motif"},
    }[state]
    session = _seated(**traits, day=TODAY)
    if state == SessionState.CIRCULATED:
        session = services.circulate_minutes(session=session, actor=officer, now=timezone.now())

    guide = _next(officer, session)

    assert guide.title
    assert guide.doors


def test_rules_and_members_come_before_the_agenda(officer: User) -> None:
    bare = SessionFactory(day=TODAY)
    assert _names(_next(officer, bare)) == [_url("rules_set", bare.body.slug)]

    empty = SessionFactory(body=BodyRulesFactory().body, day=TODAY)
    assert _names(_next(officer, empty)) == [empty.body.get_absolute_url()]


def test_proposals_are_answered_before_the_members_are_convened(officer: User) -> None:
    session = _seated(day=TODAY + timedelta(days=30))
    point = AgendaPointFactory(session=session, proposed=True)

    assert _names(_next(officer, session)) == [_url("point_answer", point.pk)]


@pytest.mark.parametrize(
    ("days", "accepts", "leads_to"),
    [(30, False, "session_convene"), (2, True, "session_convene"), (2, False, "session_edit")],
)
def test_notice_is_counted_before_the_button_is_pressed(officer: User, days: int, accepts: bool, leads_to: str) -> None:
    session = _seated(day=TODAY + timedelta(days=days))
    session.body.rules.update(accepts_short_notice=accepts)
    AgendaPointFactory(session=session)

    assert _names(_next(officer, session))[0] == _url(leads_to, session.pk)


def test_convened_session_opens_on_its_day_only(officer: User) -> None:
    session = _seated(convened=True, day=TODAY + timedelta(days=3))
    AgendaPointFactory(session=session)
    assert _url("session_open", session.pk) not in _names(_next(officer, session))

    Session.objects.update(day=TODAY)
    assert _names(_next(officer, Session.objects.get())) == [_url("session_open", session.pk)]


def test_open_session_is_led_from_the_sheet_to_its_closing(officer: User) -> None:
    session = SessionFactory(body=BodyRulesFactory(quorum="half").body, opened=True)
    members = college_of(session, 3)
    point = AgendaPointFactory(session=session, kind=PointKind.OPINION)
    assert _names(_next(officer, session))[0] == _url("attendance", session.pk)
    present(session, members[0])
    assert "quorum" in _next(officer, session).title.lower()
    present(session, members[1])

    assert _names(_next(officer, session))[0] == _url("vote_open", point.pk)
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?")
    assert _names(_next(officer, session))[0] == _url("vote_close", vote.pk)
    services.close_vote(vote=vote, actor=officer, now=THEN, hands={members[0].seat.college_id: {"for": 2}})
    assert _names(_next(officer, session))[0] == _url("opinion_give", point.pk)
    services.give_opinion(point=point, actor=officer, now=THEN)
    assert _names(_next(officer, session))[0] == _url("discussion", point.pk)
    services.write_discussion(point=point, actor=officer, now=THEN, discussion="Dit.")
    assert _names(_next(officer, session))[0] == _url("session_close", session.pk)


def test_accepted_correction_is_recalled_until_it_is_written_and_circulated(officer: User) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, closed=True)
    member = college_of(session, 1)[0]
    point = AgendaPointFactory(session=session, discussion="Dit.")
    services.circulate_minutes(session=session, actor=officer, now=THEN)
    session.refresh_from_db()
    amendment = services.ask_correction(
        session=session, actor=member.person, now=THEN + timedelta(hours=1), text="Ajouter ceci"
    )
    assert _names(_next(officer, session))[0] == _url("correction_answer", amendment.pk)
    services.answer_correction(amendment=amendment, actor=officer, now=THEN, is_accepted=True)
    assert _names(_next(officer, session))[0] == _url("discussion", point.pk)
    services.write_discussion(point=point, actor=officer, now=THEN, discussion="Dit, et ceci.")
    assert _names(_next(officer, session))[0] == _url("minutes_circulate", session.pk)
    services.circulate_minutes(session=session, actor=officer, now=THEN + timedelta(hours=2))
    session.refresh_from_db()
    assert _names(_next(officer, session))[0] == _url("session_plan", session.body.slug)


def test_member_is_told_to_sign_in_then_to_vote() -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    members = college_of(session, 3)
    person = members[0].person
    assert _names(_next(person, session))[0] == _url("sign_in", session.pk)
    present(session, *members)
    assert _next(person, session).doors == ()

    vote = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.WRITTEN)
    assert _names(_next(person, session)) == [_url("ballot", vote.pk)]
    services.cast_ballot(vote=vote, seat=members[0].seat, choice="for", actor=person, now=THEN)
    assert _next(person, session).doors == ()


def test_open_page_is_answered_again_only_when_something_changed(client: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    members = college_of(session, 3)
    client.force_login(members[0].person)
    seen = client.get(session.get_absolute_url()).context["seen"]
    url = _url("session_next", session.pk)

    assert client.get(url, {"vu": seen}).status_code == 204
    present(session, members[0])
    again = client.get(url, {"vu": seen})
    assert again.status_code == 200
    assert again.context["seen"] != seen


def test_open_page_of_somebody_who_does_not_read_the_work_asks_for_nothing_again(client: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)

    answer = client.get(session.get_absolute_url())

    assert answer.status_code == 200
    assert "every 10s" not in answer.content.decode()


def test_title_of_minutes_to_approve_is_in_the_language_of_the_site(officer: User) -> None:
    body = BodyRulesFactory(notice_days=0).body
    college_of(SessionFactory(body=body, circulated=True), 1)
    session = SessionFactory(body=body, day=TODAY + timedelta(days=3))
    AgendaPointFactory(session=session)

    with translation.override("en"):
        services.convene_session(session=session, actor=officer, now=timezone.now())

    assert session.points.get(kind=PointKind.MINUTES).title == "Compte rendu de la séance du 24 mars 2026"
