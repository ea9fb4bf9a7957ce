"""Minutes: drafted from the agenda, corrected with the members, approved by a following session, then locked."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.versions import ChangedMeanwhile, version_of
from essaim.steering.action_plan.models import Task
from essaim.steering.action_plan.services import move_task
from essaim.steering.action_plan.tests.factories import ActionFactory
from essaim.steering.committees import queries, services
from essaim.steering.committees.draft import minutes_content
from essaim.steering.committees.models import AgendaPoint, Minutes, Session
from essaim.steering.committees.states import PointKind, SessionState

from .factories import (
    DAY,
    THEN,
    AgendaPointFactory,
    BodyRulesFactory,
    SessionFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def _held(officer) -> Session:
    """A session with a vote, an opinion, a withdrawal and a decision, closed."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True, day=DAY - timedelta(days=100))
    members = college_of(session, 3)
    present(session, *members[:2])
    point = AgendaPointFactory(session=session, title="Fonds de relance")
    services.declare_withdrawal(point=point, seat=members[1].seat, actor=officer, now=THEN, reason="administratrice")
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="Avis favorable ?")
    college = members[0].seat.college_id
    services.close_vote(vote=vote, actor=officer, now=THEN, hands={college: {"for": 1}})
    services.give_opinion(point=point, actor=officer, now=THEN)
    services.write_discussion(point=point, actor=officer, now=THEN, discussion="Chacun s’est exprimé.")
    action = ActionFactory()
    services.decide(
        point=point, actor=officer, now=THEN, wording="Écrire le cahier", action=action, due_on=date(2026, 6, 1)
    )
    return services.close_session(session=session, actor=officer, now=THEN)


def _following(session: Session) -> tuple[Session, AgendaPoint]:
    following = SessionFactory(body=session.body, opened=True, day=DAY)
    members = [seat.titular for seat in queries.composition(session.body, DAY).seats]
    present(following, *members)
    point = AgendaPointFactory(session=following, kind=PointKind.MINUTES, approves=session)
    return following, point


def _approve(point: AgendaPoint, officer, *, favour: int = 3, against: int = 0) -> None:
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="Approuver ?")
    college = point.session.body.colleges.get().pk
    hands = {college: {"for": favour, "against": against}}
    services.close_vote(vote=vote, actor=officer, now=THEN, hands=hands)


def test_draft_says_what_happened_and_names_nobody(officer) -> None:
    session = _held(officer)
    people = [seat.titular.who for seat in queries.composition(session.body, session.day).seats]

    content = minutes_content(session)

    point = content["points"][0]
    assert [len(content[name]) for name in ("attendance", "absent", "points")] == [2, 1, 1]
    assert point["vote"]["total"] == {"for": 1, "against": 0, "abstention": 0}
    assert point["opinion"]["sense"] == "favourable"
    assert point["discussion"] == "Chacun s’est exprimé."
    assert point["withdrawals"][0]["reason"] == "administratrice"
    assert point["decisions"][0]["due_on"] == "2026-06-01"
    assert not any(name in json.dumps(content) for name in people)


def test_decision_is_a_dated_task_of_an_action(officer) -> None:
    _held(officer)

    task = Task.objects.get()

    assert (task.title, task.due_on) == ("Écrire le cahier", date(2026, 6, 1))


def test_next_session_opens_with_what_became_of_earlier_decisions(officer) -> None:
    held = _held(officer)
    following = SessionFactory(body=held.body, convened=True)
    to_do = [row.task.state for row in queries.earlier_decisions(following)]
    move_task(task=Task.objects.get(), actor=officer, move="finish", now=THEN)

    opened = services.open_session(session=following, actor=officer, now=THEN)

    assert to_do == ["to_do"]
    assert [(row["wording"], row["state"]) for row in opened.follow_up] == [("Écrire le cahier", "done")]
    move_task(task=Task.objects.get(), actor=officer, move="reopen", now=THEN)
    assert minutes_content(Session.objects.get(pk=opened.pk))["follow_up"][0]["state"] == "done"


def test_minutes_are_circulated_to_those_who_sat(officer) -> None:
    session = _held(officer)

    circulated = services.circulate_minutes(session=session, actor=officer, now=THEN)

    assert circulated.state == SessionState.CIRCULATED
    assert Notification.objects.filter(kind="committees.minutes").count() == 3


def test_member_asks_for_a_correction_and_reads_the_answer(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)
    member = queries.composition(session.body, session.day).seats[0].titular.person
    point = queries.agenda_of(session)[0]
    amendment = services.ask_correction(session=session, actor=member, now=THEN, text="Ajouter…", point=point)

    with pytest.raises(services.CorrectionsPending):
        services.circulate_minutes(session=session, actor=officer, now=THEN)
    with pytest.raises(ValidationError):
        services.answer_correction(amendment=amendment, actor=officer, now=THEN, is_accepted=False)
    services.answer_correction(amendment=amendment, actor=officer, now=THEN, is_accepted=True)
    services.write_discussion(point=point, actor=officer, now=THEN, discussion="Corrigé.")
    services.circulate_minutes(session=session, actor=officer, now=THEN + timedelta(hours=1))

    session.refresh_from_db()
    assert json.loads(session.circulated_content)["points"][0]["discussion"] == "Corrigé."
    with pytest.raises(NotAllowed):
        services.ask_correction(session=session, actor=UserFactory(), now=THEN, text="x")
    with pytest.raises(services.PointOfAnotherSession):
        services.ask_correction(session=session, actor=member, now=THEN, text="x", point=AgendaPointFactory())


def test_two_officers_do_not_write_over_one_another(officer) -> None:
    point = AgendaPointFactory(session__opened=True, discussion="A")
    version = version_of(point, ["discussion"])
    services.write_discussion(point=point, actor=officer, now=THEN, discussion="B", version=version)

    with pytest.raises(ChangedMeanwhile):
        services.write_discussion(point=point, actor=officer, now=THEN, discussion="C", version=version)


def test_vote_of_a_following_session_locks_the_minutes(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)
    following, point = _following(session)

    _approve(point, officer)

    session.refresh_from_db()
    minutes = Minutes.objects.get(session=session)
    assert session.state == SessionState.APPROVED
    assert (minutes.approved_in.session, minutes.is_intact) == (following, True)
    assert minutes.read["points"][0]["title"] == "Fonds de relance"
    with pytest.raises(NotAllowed):
        services.write_discussion(point=queries.agenda_of(session)[0], actor=officer, now=THEN, discussion="Après coup")


def test_what_is_approved_is_what_was_circulated(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)
    services.write_discussion(point=queries.agenda_of(session)[0], actor=officer, now=THEN, discussion="En douce")

    _approve(_following(session)[1], officer)

    assert Minutes.objects.get().read["points"][0]["discussion"] == "Chacun s’est exprimé."


def test_minutes_that_are_voted_down_stay_open(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)

    _approve(_following(session)[1], officer, favour=1, against=2)

    session.refresh_from_db()
    assert session.state == SessionState.CIRCULATED
    assert not Minutes.objects.exists()


def test_database_refuses_to_change_or_remove_approved_minutes(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)
    _approve(_following(session)[1], officer)

    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Minutes.objects.update(content="{}")
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Minutes.objects.all().delete()


def test_minutes_are_not_approved_by_an_earlier_or_another_body(officer) -> None:
    session = services.circulate_minutes(session=_held(officer), actor=officer, now=THEN)
    earlier = SessionFactory(body=session.body, opened=True, day=session.day - timedelta(days=1))
    stranger = SessionFactory(opened=True)

    for other in (earlier, stranger):
        point = AgendaPointFactory(session=other, kind=PointKind.MINUTES, approves=session)
        with pytest.raises(services.NotFollowing):
            services.approve_minutes(session=session, point=point, actor=officer, now=THEN)
