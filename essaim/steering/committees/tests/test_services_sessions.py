"""The life of a session: convened in time, on an agenda made with the members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.committees import queries, services
from essaim.steering.committees.models import AgendaPoint, OpinionRequest, Session
from essaim.steering.committees.states import PointKind, PointState, RequestState, SessionState

from .factories import (
    BEFORE,
    DAY,
    THEN,
    AgendaPointFactory,
    BodyFactory,
    BodyRulesFactory,
    MandateFactory,
    OpinionRequestFactory,
    SessionFactory,
    VoteFactory,
    college_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def _ready(**values: object) -> Session:
    """A planned session with rules and a point."""
    session = SessionFactory(body=BodyRulesFactory(**values).body)
    AgendaPointFactory(session=session)
    return session


def test_members_are_convened_on_the_agenda(officer) -> None:
    session = _ready()
    members = [row.person for row in college_of(session, 2)]

    convened = services.convene_session(session=session, actor=officer, now=BEFORE)

    assert (convened.state, convened.convened_at) == (SessionState.CONVENED, BEFORE)
    told = Notification.objects.filter(kind="committees.convocation").order_by("recipient")
    assert [row.recipient for row in told] == members
    assert AgendaPoint.objects.get().title in told[0].body


@pytest.mark.parametrize(("days_before", "is_refused"), [(10, True), (11, False), (12, False)])
def test_notice_is_counted_in_clear_days(officer, days_before: int, is_refused: bool) -> None:
    session, now = _ready(notice_days=10), THEN - timedelta(days=days_before)

    if is_refused:
        with pytest.raises(services.NoticeTooShort) as refusal:
            services.convene_session(session=session, actor=officer, now=now, short_notice_reason="urgence")
        assert (refusal.value.asked, refusal.value.left, refusal.value.has_way_out) == (10, 9, False)
    else:
        assert services.convene_session(session=session, actor=officer, now=now).short_notice_reason == ""


def test_short_notice_is_accepted_with_a_recorded_reason_where_the_rules_say_so(officer) -> None:
    session, now = _ready(accepts_short_notice=True), THEN - timedelta(days=2)

    with pytest.raises(services.NoticeTooShort):
        services.convene_session(session=session, actor=officer, now=now)
    convened = services.convene_session(session=session, actor=officer, now=now, short_notice_reason="urgence")

    assert convened.short_notice_reason == "urgence"


def test_nothing_is_convened_without_rules_agenda_or_future(officer) -> None:
    options = {"actor": officer, "now": BEFORE}

    with pytest.raises(services.RulesMissing):
        services.convene_session(session=SessionFactory(), **options)
    with pytest.raises(services.AgendaEmpty):
        services.convene_session(session=SessionFactory(body=BodyRulesFactory().body), **options)
    with pytest.raises(services.DayPast):
        services.convene_session(session=_ready(), actor=officer, now=THEN + timedelta(days=1))


def test_members_get_an_answer_before_they_are_convened(officer) -> None:
    session = _ready()
    AgendaPointFactory(session=session, proposed=True)

    with pytest.raises(services.ProposalsPending):
        services.convene_session(session=session, actor=officer, now=BEFORE)


def test_minutes_that_wait_come_first_on_the_agenda(officer) -> None:
    session = SessionFactory(body=BodyRulesFactory().body)
    for place in (1, 2):
        AgendaPointFactory(session=session, position=place)
    waiting = SessionFactory(body=session.body, day=DAY - timedelta(days=100), circulated=True)

    services.convene_session(session=session, actor=officer, now=BEFORE)
    services.convene_session(session=session, actor=officer, now=BEFORE + timedelta(hours=1))

    agenda = queries.agenda_of(session)
    assert [(point.position, point.kind, point.approves) for point in agenda] == [
        (1, PointKind.MINUTES, waiting),
        (2, PointKind.OPINION, None),
        (3, PointKind.OPINION, None),
    ]


def test_session_moved_to_another_day_is_convened_anew(officer) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, convened=True)

    moved = services.update_session(
        session=session, actor=officer, now=BEFORE, reason="salle", day=DAY + timedelta(days=7)
    )
    same = services.update_session(session=moved, actor=officer, now=BEFORE, reason="salle", venue="Grande salle")

    assert (moved.state, moved.convened_at) == (SessionState.PLANNED, None)
    assert same.venue == "Grande salle"


def test_session_opens_on_its_day_with_a_code_that_is_gone_at_the_end(officer) -> None:
    session = SessionFactory(convened=True)

    with pytest.raises(services.TooEarly):
        services.open_session(session=session, actor=officer, now=THEN - timedelta(days=1))
    opened = services.open_session(session=session, actor=officer, now=THEN)
    assert len(opened.attendance_code) == 6
    closed = services.close_session(session=session, actor=officer, now=THEN)

    assert (closed.state, closed.attendance_code) == (SessionState.CLOSED, "")


def test_session_does_not_close_on_an_open_vote(officer) -> None:
    session = SessionFactory(opened=True)
    VoteFactory(point__session=session)

    with pytest.raises(services.VoteStillOpen):
        services.close_session(session=session, actor=officer, now=THEN)


def test_cancelled_session_says_why_and_tells_who_was_convened(officer) -> None:
    session = SessionFactory(convened=True)
    college_of(session, 1)

    with pytest.raises(ValidationError):
        services.cancel_session(session=session, actor=officer, now=BEFORE, reason="")
    cancelled = services.cancel_session(session=session, actor=officer, now=BEFORE, reason="grève")

    assert cancelled.state == SessionState.CANCELLED
    assert Notification.objects.get().body == "grève"


def test_session_known_from_a_document_makes_nothing_up(officer) -> None:
    session = services.record_past_session(
        body=BodyFactory(),
        actor=officer,
        now=THEN,
        day=DAY - timedelta(days=1),
        source="Délibération",
        first_planned="Fin avril",
        points=[services.PastPoint("Validation des propositions", "selon la délibération")],
    )

    assert session.is_known_from_document_only
    assert [point.title for point in queries.agenda_of(session)] == ["Validation des propositions"]
    with pytest.raises(NotAllowed):
        services.circulate_minutes(session=session, actor=officer, now=THEN)
    with pytest.raises(services.DayToCome):
        services.record_past_session(body=BodyFactory(), actor=officer, now=THEN, day=DAY, source="x")


def test_body_sits_once_a_day_unless_cancelled(officer) -> None:
    session = SessionFactory(convened=True)
    plan = {"body": session.body, "actor": officer, "now": BEFORE, "day": DAY}

    with pytest.raises(ValidationError):
        services.plan_session(**plan)
    services.cancel_session(session=session, actor=officer, now=BEFORE, reason="grève")

    assert services.plan_session(**plan).state == SessionState.PLANNED


MOVES: dict[str, Callable[..., object]] = {
    "convene": lambda session, actor: services.convene_session(session=session, actor=actor, now=BEFORE),
    "open": lambda session, actor: services.open_session(session=session, actor=actor, now=THEN),
    "close": lambda session, actor: services.close_session(session=session, actor=actor, now=THEN),
    "circulate": lambda session, actor: services.circulate_minutes(session=session, actor=actor, now=THEN),
    "cancel": lambda session, actor: services.cancel_session(session=session, actor=actor, now=BEFORE, reason="x"),
}
STARTS = {
    "convene": {"", "convened"},
    "open": {"convened"},
    "close": {"opened"},
    "circulate": {"closed", "circulated"},
    "cancel": {"", "convened"},
}


@pytest.mark.parametrize("trait", ["", "convened", "opened", "closed", "circulated"])
@pytest.mark.parametrize("move", MOVES)
def test_services_move_a_session_from_these_states_only(officer, move: str, trait: str) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, **({trait: True} if trait else {}))
    AgendaPointFactory(session=session)

    if trait in STARTS[move]:
        MOVES[move](session, officer)
    else:
        with pytest.raises(IllegalMove):
            MOVES[move](session, officer)
    with pytest.raises(NotAllowed):
        MOVES[move](SessionFactory(body=session.body, day=DAY + timedelta(days=400)), UserFactory())


def test_member_proposes_a_point_and_reads_the_answer(officer) -> None:
    session = SessionFactory()
    member = college_of(session, 1)[0]

    accepted, refused = (
        services.propose_point(session=session, actor=member.person, now=BEFORE, title=title) for title in ("A", "B")
    )
    services.accept_point(point=accepted, actor=officer, now=BEFORE)
    services.refuse_point(point=refused, actor=officer, now=BEFORE, answer="Hors sujet")

    assert [point.title for point in queries.agenda_of(session)] == ["A"]
    assert [(row.title, row.answer) for row in queries.proposals_of(session)] == [("B", "Hors sujet")]
    assert Notification.objects.filter(recipient=member.person, kind="committees.point_answered").count() == 2


def test_point_is_refused_with_a_reason_only(officer) -> None:
    point = AgendaPointFactory(proposed=True)

    with pytest.raises(ValidationError):
        services.refuse_point(point=point, actor=officer, now=BEFORE, answer=" ")


@pytest.mark.parametrize("who", ["stranger", "late", "officer"])
def test_only_members_propose_and_before_it_opens(officer, who: str) -> None:
    session = SessionFactory(**({"opened": True} if who == "late" else {}))
    member = college_of(session, 1)[0].person
    actor = {"stranger": UserFactory(), "late": member, "officer": officer}[who]

    with pytest.raises(NotAllowed):
        services.propose_point(session=session, actor=actor, now=BEFORE, title="A")


def test_member_withdraws_their_own_proposal_and_no_other() -> None:
    session = SessionFactory()
    own, other = college_of(session, 2)
    point = services.propose_point(session=session, actor=own.person, now=BEFORE, title="A")

    with pytest.raises(NotAllowed):
        services.withdraw_point(point=point, actor=other.person, now=BEFORE)
    withdrawn = services.withdraw_point(point=point, actor=own.person, now=BEFORE)

    assert withdrawn.state == PointState.WITHDRAWN


def test_points_are_put_in_order_whole(officer) -> None:
    session = SessionFactory()
    first, second, third = (AgendaPointFactory(session=session, position=place) for place in (1, 2, 3))

    services.move_point(point=third, actor=officer, now=BEFORE, is_up=True)
    assert [point.pk for point in queries.agenda_of(session)] == [first.pk, third.pk, second.pk]
    services.move_point(point=first, actor=officer, now=BEFORE, is_up=True)

    assert [point.pk for point in queries.agenda_of(session)] == [first.pk, third.pk, second.pk]
    with pytest.raises(services.NotTheSamePoints):
        services.order_points(session=session, actor=officer, now=BEFORE, points=[first, second])


def test_request_goes_on_an_agenda_and_waits_again_when_it_is_taken_off(officer) -> None:
    request = OpinionRequestFactory()
    session = SessionFactory(body=request.body)

    point = services.add_point(
        session=session, actor=officer, now=BEFORE, title="Avis", kind=PointKind.OPINION, request=request
    )
    placed = OpinionRequest.objects.get().state
    services.withdraw_point(point=point, actor=officer, now=BEFORE)

    assert placed == RequestState.ON_AGENDA
    assert OpinionRequest.objects.get().state == RequestState.ASKED


def test_request_without_opinion_waits_for_another_session(officer) -> None:
    request = OpinionRequestFactory()
    session = SessionFactory(body=request.body, opened=True)
    services.add_point(session=session, actor=officer, now=THEN, title="Avis", request=request)

    services.close_session(session=session, actor=officer, now=THEN)

    assert OpinionRequest.objects.get().state == RequestState.ASKED


def test_request_to_another_body_is_not_taken(officer) -> None:
    with pytest.raises(services.OtherBody):
        services.add_point(
            session=SessionFactory(), actor=officer, now=BEFORE, title="Avis", request=OpinionRequestFactory()
        )


def test_request_is_withdrawn_while_it_waits(officer) -> None:
    request = services.ask_opinion(
        body=BodyFactory(), actor=officer, now=BEFORE, title="A", question="?", subject_kind="x.y", subject_id=3
    )

    withdrawn = services.withdraw_request(request=request, actor=officer, now=BEFORE, reason="sans objet")

    assert (withdrawn.state, list(queries.requests_about("x.y", 3))) == (RequestState.WITHDRAWN, [withdrawn])
    with pytest.raises(IllegalMove):
        services.withdraw_request(request=request, actor=officer, now=BEFORE, reason="encore")


def test_sessions_of_a_person_are_those_of_their_mandates() -> None:
    session = SessionFactory(day=timezone.localdate() + timedelta(days=3))
    mandate = college_of(session, 1)[0]
    MandateFactory(person=mandate.person)
    SessionFactory(body=session.body, day=timezone.localdate() + timedelta(days=5))
    mandate.ends_on = timezone.localdate() + timedelta(days=4)
    mandate.save()

    assert queries.sessions_for(mandate.person, today=timezone.localdate()) == [session]
