"""A search finds what is public of bodies, deaf to accents; cockpits count what sessions wait for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan.states import TaskState
from essaim.steering.action_plan.tests.factories import TaskFactory
from essaim.steering.committees import queries, services
from essaim.steering.committees.models import Session, SessionDecision
from essaim.steering.committees.states import SessionState, VoteMode

from .factories import (
    DAY,
    THEN,
    AgendaPointFactory,
    BodyFactory,
    BodyRulesFactory,
    MandateFactory,
    SessionFactory,
    VoteFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db


def _found(text: str) -> list[tuple[str, str]]:
    return [(row.kind, row.title) for row in queries.found_in_bodies([fold(word) for word in text.split()])]


def test_body_is_found_by_its_name_and_description() -> None:
    BodyFactory(name="Comité métropolitain", description="Anime la politique")

    assert _found("comite metropolitain") == [("body", "Comité métropolitain")]
    assert _found("anime") == [("body", "Comité métropolitain")]
    assert _found("introuvable") == []


def test_points_opinions_and_decisions_are_found_once_they_are_public() -> None:
    session = SessionFactory(body=BodyRulesFactory(body__name="Comité").body, opened=True)
    members = college_of(session, 3)
    present(session, *members)
    officer = person_with(RoleKind.OFFICER)
    point = AgendaPointFactory(session=session, title="Avis sur les coopératives")
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?")
    services.close_vote(vote=vote, actor=officer, now=THEN, hands={members[0].seat.college_id: {"for": 3}})
    services.give_opinion(point=point, actor=officer, now=THEN, reservations="Sous réserve de coopératives ouvertes")
    task = TaskFactory()
    SessionDecision.objects.create(
        point=point, wording="Écrire aux coopératives", action=task.action, task=task, decided_at=THEN
    )
    assert _found("cooperatives") == []

    services.close_session(session=session, actor=officer, now=THEN)
    assert [kind for kind, _title in _found("cooperatives")] == ["opinion"]
    Session.objects.update(state=SessionState.APPROVED)
    assert [kind for kind, _title in _found("cooperatives")] == ["session", "opinion", "decision"]


def test_search_asks_the_same_number_of_questions_for_any_number_of_sessions(django_assert_num_queries) -> None:
    for place in range(6):
        session = SessionFactory(closed=True, state=SessionState.APPROVED, day=DAY + timedelta(days=place))
        AgendaPointFactory(session=session, title="Un point cherché")

    with django_assert_num_queries(5):
        assert len(queries.found_in_bodies(["cherche"])) == 6


def _waiting(person: object, *, today: date = DAY, until: date = DAY) -> dict[int, set[str]]:
    rows = queries.waiting_sessions(person, today=today, until=until)  # type: ignore[arg-type]
    return {row.session.pk: set(row.waits_for) for row in rows}


def test_convocation_is_due_when_its_last_day_comes() -> None:
    session = SessionFactory(body=BodyRulesFactory(notice_days=10).body, day=DAY + timedelta(days=20))
    last = DAY + timedelta(days=9)
    row = queries.waiting_sessions(UserFactory(), today=DAY, until=DAY)[0]
    assert row.convene_by == last
    assert queries.clear_days(last, session.day) == 10

    assert _waiting(UserFactory(), until=last - timedelta(days=1)) == {session.pk: {queries.COMING}}
    assert _waiting(UserFactory(), until=last) == {session.pk: {queries.COMING, queries.TO_CONVENE}}


def test_session_without_rules_waits_for_its_convocation_already() -> None:
    session = SessionFactory(day=DAY + timedelta(days=90))

    assert _waiting(UserFactory()) == {session.pk: {queries.COMING, queries.TO_CONVENE}}


def test_what_is_over_or_approved_waits_for_nothing() -> None:
    for trait in ({"closed": True}, {"state": SessionState.CANCELLED, "cancel_reason": "motif"}):
        SessionFactory(day=DAY, **trait)
    SessionFactory(day=DAY - timedelta(days=3))
    circulated = SessionFactory(circulated=True, day=DAY - timedelta(days=40))

    assert _waiting(UserFactory()) == {circulated.pk: {queries.TO_APPROVE}}


def test_sessions_are_mine_by_the_mandate_of_their_day() -> None:
    session = SessionFactory(day=DAY)
    mine = MandateFactory(seat__college__body=session.body)
    former = MandateFactory(seat__college__body=session.body, ends_on=DAY)

    assert queries.waiting_sessions(mine.person, today=DAY, until=DAY)[0].is_mine
    assert not queries.waiting_sessions(former.person, today=DAY, until=DAY)[0].is_mine


def test_votes_to_cast_are_those_with_a_ballot_left() -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    there, absent = college_of(session, 2)
    present(session, there)
    written = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.WRITTEN)
    secret = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.SECRET)
    VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.HANDS)

    assert queries.votes_to_cast(there.person) == [written, secret]
    assert queries.votes_to_cast(absent.person) == [written]
    services.cast_ballot(vote=written, seat=absent.seat, choice="for", actor=absent.person, now=THEN)
    assert queries.votes_to_cast(absent.person) == []


def test_decisions_are_those_of_the_bodies_where_one_sits() -> None:
    session = SessionFactory(closed=True)
    mine = MandateFactory(seat__college__body=session.body)
    for state in (TaskState.TO_DO, TaskState.DONE):
        task = TaskFactory(state=state, ended_at=THEN if state == TaskState.DONE else None)
        point = AgendaPointFactory(session=session)
        SessionDecision.objects.create(point=point, wording=state, action=task.action, task=task, decided_at=THEN)

    found = queries.decisions_of_bodies(mine.person, today=DAY)

    assert [queries.is_pending(row) for row in found] == [True, False]
    assert len(queries.all_decisions()) == 2
    assert queries.decisions_of_bodies(UserFactory(), today=DAY) == []
    assert queries.sits_somewhere(mine.person, today=DAY)
    assert not queries.sits_somewhere(UserFactory(), today=DAY)


def test_sessions_of_a_year_are_counted_against_the_rules_of_the_day(django_assert_num_queries) -> None:
    today = date(2026, 6, 1)
    body = BodyFactory(name="B")
    BodyRulesFactory(body=body, starts_on=date(2020, 1, 1), sessions_per_year=9)
    BodyRulesFactory(body=body, starts_on=date(2025, 1, 1), sessions_per_year=4)
    for day, values in (
        (date(2025, 12, 1), {"closed": True}),
        (date(2026, 2, 1), {"closed": True}),
        (date(2026, 3, 1), {"circulated": True}),
        (date(2026, 9, 1), {}),
    ):
        SessionFactory(body=body, day=day, **values)
    silent = BodyRulesFactory(body__name="A", starts_on=date(2020, 1, 1), sessions_per_year=None).body
    never = BodyRulesFactory(body__name="C", starts_on=date(2020, 1, 1), sessions_per_year=2).body
    BodyRulesFactory(starts_on=date(2027, 1, 1), sessions_per_year=5)

    with django_assert_num_queries(2):
        years = queries.years_of_bodies(today=today)

    assert [(row.body, row.asked_count, row.held_count, row.coming_count, row.missing_count) for row in years] == [
        (body, 4, 2, 1, 1),
        (never, 2, 0, 0, 2),
    ]
    assert queries.years_of_bodies(today=today, bodies=[silent]) == []
    assert [row.body for row in queries.years_of_bodies(today=today, bodies=[never])] == [never]
