"""A session that missed its quorum is convened again on the same agenda, without a quorum: only where the rules say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.committees import permissions, queries, services
from essaim.steering.committees.draft import minutes_content
from essaim.steering.committees.models import Session
from essaim.steering.committees.states import PointKind, RequestState, SessionState

from .factories import (
    DAY,
    THEN,
    AgendaPointFactory,
    BodyRulesFactory,
    OpinionRequestFactory,
    SessionFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=7)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _missed(**rules: object) -> Session:
    """A session open with one member there of four, where half are required."""
    values = {"quorum": "half", "waives_quorum_at_second": True, "second_notice_days": 3, **rules}
    session = SessionFactory(body=BodyRulesFactory(**values).body, opened=True)
    present(session, college_of(session, 4)[0])
    return session


def _again(session: Session, officer: User, **values: object) -> Session:
    return services.plan_second_session(session=session, actor=officer, now=THEN, **{"day": LATER, **values})


def test_second_session_keeps_the_agenda_and_closes_the_first(officer: User) -> None:
    session = _missed()
    request = OpinionRequestFactory(body=session.body)
    services.add_point(session=session, actor=officer, now=THEN, title="Avis", kind="opinion", request=request)
    AgendaPointFactory(session=session, position=9, title="Débat", kind=PointKind.DISCUSSION, details="Long")
    AgendaPointFactory(session=session, proposed=True, title="Jamais répondu")

    second = _again(session, officer, venue="Salle B")

    session.refresh_from_db()
    request.refresh_from_db()
    assert (session.state, second.state) == (SessionState.CLOSED, SessionState.PLANNED)
    assert (second.second_of, second.day, second.venue) == (session, LATER, "Salle B")
    points = queries.agenda_of(second)
    assert [(row.position, row.title, row.details) for row in points] == [(1, "Avis", ""), (2, "Débat", "Long")]
    assert points[0].request == request
    assert request.state == RequestState.ON_AGENDA
    assert [row.carried_from.title for row in points] == ["Avis", "Débat"]


def test_second_session_votes_whatever_its_number(officer: User) -> None:
    session = _missed()
    point = AgendaPointFactory(session=session)
    with pytest.raises(services.QuorumMissing):
        services.open_vote(point=point, actor=officer, now=THEN, question="?")
    second = _again(session, officer)
    now = THEN + timedelta(days=1)
    services.convene_session(session=second, actor=officer, now=now)
    services.open_session(session=second, actor=officer, now=THEN + timedelta(days=7))
    member = next(iter(queries.mandates_on(second.body, second.day)))
    present(second, member)

    carried = queries.agenda_of(second)[0]
    vote = services.open_vote(point=carried, actor=officer, now=now, question="?")
    hands = {member.seat.college_id: {"for": 1}}
    services.close_vote(vote=vote, actor=officer, now=now, hands=hands)

    assert services.give_opinion(point=carried, actor=officer, now=now).sense == "favourable"


def test_rules_that_say_nothing_refuse_it(officer: User) -> None:
    session = _missed(waives_quorum_at_second=False)

    with pytest.raises(NotAllowed, match="convocation"):
        _again(session, officer)
    assert Session.objects.count() == 1


def test_rules_of_the_second_day_decide_too(officer: User) -> None:
    session = _missed()
    BodyRulesFactory(body=session.body, starts_on=LATER, quorum="half", waives_quorum_at_second=False)
    second = _again(session, officer)

    lines = queries.quorum_of(second, queries.assembly_of(second))

    assert [line.required for line in lines] == [2]


def test_body_without_such_rules_cannot_be_made_to_sit_by_a_row(officer: User) -> None:
    session = _missed(waives_quorum_at_second=False)
    second = SessionFactory(body=session.body, day=LATER, opened=True, second_of=session)
    point = AgendaPointFactory(session=second)

    with pytest.raises(services.QuorumMissing):
        services.open_vote(point=point, actor=officer, now=THEN, question="?")


def test_session_that_has_its_quorum_is_not_convened_again(officer: User) -> None:
    session = _missed()
    present(session, college_of(session, 3)[0], *college_of(session, 1))
    assert all(row.is_reached for row in queries.quorum_of(session, queries.assembly_of(session))) is False
    present(session, *college_of(session, 6))

    with pytest.raises(services.QuorumReached):
        _again(session, officer)


@pytest.mark.parametrize("trait", ["convened", "closed"])
def test_only_an_open_session_is(officer: User, trait: str) -> None:
    rules = BodyRulesFactory(quorum="half", waives_quorum_at_second=True)
    session = SessionFactory(body=rules.body, **{trait: True})

    with pytest.raises(NotAllowed):
        _again(session, officer)


def test_only_the_team_does(officer: User) -> None:
    session = _missed()

    with pytest.raises(NotAllowed):
        _again(session, UserFactory())


def test_second_session_comes_after_the_first(officer: User) -> None:
    with pytest.raises(ValidationError):
        _again(_missed(), officer, day=DAY)


def test_open_vote_is_closed_first(officer: User) -> None:
    session = _missed(allows_written=True)
    services.open_vote(point=AgendaPointFactory(session=session), actor=officer, now=THEN, question="?", mode="written")

    with pytest.raises(services.VoteStillOpen):
        _again(session, officer)


def test_second_session_is_no_first_one_of_a_third(officer: User) -> None:
    second = _again(_missed(), officer)
    Session.objects.filter(pk=second.pk).update(state=SessionState.OPEN, convened_at=THEN)
    second.refresh_from_db()

    assert not permissions.can_convene_second(officer, second)


def test_agenda_of_a_second_convocation_is_kept(officer: User) -> None:
    session = _missed()
    member = queries.mandates_on(session.body, session.day)[0].person
    second = _again(session, officer)

    with pytest.raises(services.AgendaKept):
        services.add_point(session=second, actor=officer, now=THEN, title="Autre chose")
    assert not permissions.can_propose_point(member, second)


def test_notice_of_a_second_convocation_is_that_of_the_rules(officer: User) -> None:
    session = _missed(notice_days=10, second_notice_days=3)
    AgendaPointFactory(session=session)
    second = _again(session, officer)

    with pytest.raises(services.NoticeTooShort) as refusal:
        services.convene_session(session=second, actor=officer, now=THEN + timedelta(days=5))
    assert (refusal.value.asked, refusal.value.left) == (3, 1)
    services.convene_session(session=second, actor=officer, now=THEN + timedelta(days=3))

    told = Notification.objects.filter(url=second.get_absolute_url()).first()
    assert told is not None
    assert "Aucun n’est requis pour celle-ci" in told.body


def test_without_a_notice_of_its_own_it_is_that_of_the_first(officer: User) -> None:
    second = _again(_missed(notice_days=10, second_notice_days=None), officer)
    rules = queries.rules_on(second.body, second.day)

    assert rules is not None
    assert queries.notice_of(second, rules) == 10


def test_minutes_of_both_name_each_other(officer: User, client: Client) -> None:
    session = _missed()
    second = _again(session, officer)
    session.refresh_from_db()

    assert minutes_content(session)["second_on"] == second.day.isoformat()
    assert minutes_content(second)["second_of"] == session.day.isoformat()
    client.force_login(officer)
    page = client.get(session.get_minutes_url()).content.decode()
    assert "l’instance a été convoquée une seconde fois, le 31 mars 2026" in page
    assert "a manqué son quorum" in client.get(second.get_absolute_url()).content.decode()


def test_page_plans_it_and_leads_to_its_convocation(officer: User, client: Client) -> None:
    session = _missed()
    AgendaPointFactory(session=session)
    client.force_login(officer)
    url = reverse("committees:session_second", args=[session.pk])
    assert url in client.get(session.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"day": DAY.isoformat()}).status_code == 422

    day = timezone.localdate() + timedelta(days=9)
    answer = client.post(url, {"day": day.isoformat(), "starts_at": "10:00", "venue": "Ici"})

    second = Session.objects.get(second_of=session)
    assert answer["Location"] == second.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert reverse("committees:session_convene", args=[second.pk]) in page
    assert reverse("committees:point_add", args=[second.pk]) not in page


def test_session_is_not_the_second_of_itself() -> None:
    session = SessionFactory()

    with pytest.raises(IntegrityError, match="session_is_not_second_of_itself"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(second_of=session)
