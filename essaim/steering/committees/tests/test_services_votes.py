"""Who is there, who votes for whom, and what a vote comes to; an opinion without a quorum is refused here."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.committees import queries, services
from essaim.steering.committees.assembly import ProxyRefusal
from essaim.steering.committees.models import CollegeQuorum, Opinion, Proxy, Session, Vote
from essaim.steering.committees.states import (
    MandateQuality,
    OpinionSense,
    Outcome,
    PointKind,
    RequestState,
    Threshold,
    VoteMode,
    VoteState,
)

from .factories import (
    THEN,
    AgendaPointFactory,
    BodyRulesFactory,
    MandateFactory,
    OpinionRequestFactory,
    SessionFactory,
    VoteFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def _session(**rules: object) -> Session:
    return SessionFactory(body=BodyRulesFactory(**rules).body, opened=True)


def _closed(point, officer, **hands: int) -> Vote:
    """Vote by show of hands of the one college of a session."""
    college = point.session.body.colleges.get()
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="Pour ?")
    counts = {college.pk: {"for": 0, "against": 0, "abstention": 0, **hands}}
    return services.close_vote(vote=vote, actor=officer, now=THEN, hands=counts)


def test_seat_is_taken_by_its_titular_or_its_substitute(officer) -> None:
    session = _session()
    titular = college_of(session, 1)[0]
    substitute = MandateFactory(seat=titular.seat, quality=MandateQuality.SUBSTITUTE)

    services.record_arrival(session=session, mandate=substitute, actor=officer, now=THEN)

    with pytest.raises(services.SeatTaken):
        services.record_arrival(session=session, mandate=titular, actor=officer, now=THEN)
    with pytest.raises(services.NotInOffice):
        services.record_arrival(session=session, mandate=MandateFactory(), actor=officer, now=THEN)
    assert queries.assembly_of(session).present == {titular.seat_id}


def test_member_signs_in_with_the_code_of_the_room() -> None:
    session = _session()
    member = college_of(session, 1)[0]

    with pytest.raises(services.WrongCode):
        services.sign_in(session=session, actor=member.person, now=THEN, code="654321")
    services.sign_in(session=session, actor=member.person, now=THEN, code="123 456")

    assert queries.assembly_of(session).present == {member.seat_id}
    with pytest.raises(NotAllowed):
        services.sign_in(session=session, actor=UserFactory(), now=THEN, code="123456")


def test_proxy_ends_when_its_giver_arrives(officer) -> None:
    session = _session(proxies_max=1)
    giver, holder = college_of(session, 2)
    services.give_proxy(session=session, giver=giver.seat, holder=holder.seat, actor=giver.person, now=THEN)
    present(session, holder)
    assert queries.assembly_of(session).voters() == {holder.seat_id: holder.seat_id, giver.seat_id: holder.seat_id}

    services.record_arrival(session=session, mandate=giver, actor=officer, now=THEN)

    assert Proxy.objects.get().ended_at == THEN
    assert queries.assembly_of(session).voters() == {holder.seat_id: holder.seat_id, giver.seat_id: giver.seat_id}


def test_proxies_follow_the_rules_of_the_body() -> None:
    session = _session(proxies_max=1)
    first, second, third = college_of(session, 3)
    options = {"session": session, "now": THEN}
    services.give_proxy(giver=first.seat, holder=third.seat, actor=first.person, **options)

    with pytest.raises(services.ProxyRefused) as refusal:
        services.give_proxy(giver=second.seat, holder=third.seat, actor=second.person, **options)
    with pytest.raises(services.ProxyRefused) as chain:
        services.give_proxy(giver=third.seat, holder=second.seat, actor=third.person, **options)
    with pytest.raises(NotAllowed):
        services.give_proxy(giver=second.seat, holder=third.seat, actor=first.person, **options)

    assert (refusal.value.why, chain.value.why) == (ProxyRefusal.TOO_MANY, ProxyRefusal.CHAIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(session=session, giver=first.seat, holder=second.seat, given_at=THEN)


def test_proxy_is_taken_back_by_who_gave_it(officer) -> None:
    session = _session(proxies_max=1)
    giver, holder = college_of(session, 2)
    proxy = services.give_proxy(session=session, giver=giver.seat, holder=holder.seat, actor=giver.person, now=THEN)

    with pytest.raises(NotAllowed):
        services.end_proxy(proxy=proxy, actor=holder.person, now=THEN)
    services.end_proxy(proxy=proxy, actor=giver.person, now=THEN)

    assert queries.assembly_of(session).proxies == {}


def test_nobody_comes_or_goes_during_a_vote(officer) -> None:
    session = _session()
    there, late = college_of(session, 2)
    attendance = present(session, there)[0]
    VoteFactory(point__session=session)

    with pytest.raises(services.VoteIsOpen):
        services.record_arrival(session=session, mandate=late, actor=officer, now=THEN)
    with pytest.raises(services.VoteIsOpen):
        services.record_departure(attendance=attendance, actor=officer, now=THEN)


@pytest.mark.parametrize(("there", "is_reached"), [(2, False), (3, True)])
def test_vote_opens_under_the_quorum_of_the_body(officer, there: int, is_reached: bool) -> None:
    session = _session(quorum=Threshold.MAJORITY)
    present(session, *college_of(session, 5)[:there])
    point = AgendaPointFactory(session=session)

    if is_reached:
        assert services.open_vote(point=point, actor=officer, now=THEN, question="?").state == VoteState.OPEN
    else:
        with pytest.raises(services.QuorumMissing) as refusal:
            services.open_vote(point=point, actor=officer, now=THEN, question="?")
        assert [(line.counted, line.required) for line in refusal.value.lines] == [(2, 3)]


def test_quorum_is_asked_of_each_college_that_has_one(officer) -> None:
    session = _session()
    rules = queries.rules_on(session.body, session.day)
    elected, actors = college_of(session, 3), college_of(session, 3)
    CollegeQuorum.objects.create(rules=rules, college=actors[0].seat.college, threshold=Threshold.THIRD)
    present(session, *elected)
    point = AgendaPointFactory(session=session)

    with pytest.raises(services.QuorumMissing):
        services.open_vote(point=point, actor=officer, now=THEN, question="?")
    present(session, actors[0])

    assert services.open_vote(point=point, actor=officer, now=THEN, question="?").pk


def test_who_withdraws_counts_neither_in_the_quorum_nor_in_the_vote(officer) -> None:
    session = _session(quorum=Threshold.MAJORITY)
    members = college_of(session, 4)
    present(session, *members[:2])
    point = AgendaPointFactory(session=session)
    before = queries.quorum_of(session, queries.assembly_of(session, point))[0]

    services.declare_withdrawal(
        point=point, seat=members[3].seat, actor=members[3].person, now=THEN, reason="administratrice"
    )

    after = queries.quorum_of(session, queries.assembly_of(session, point))[0]
    assert [(line.in_office, line.required, line.is_reached) for line in (before, after)] == [
        (4, 3, False),
        (3, 2, True),
    ]
    services.declare_withdrawal(point=point, seat=members[0].seat, actor=officer, now=THEN, reason="associé")
    assert members[0].seat_id not in queries.assembly_of(session, point).voters()
    with pytest.raises(services.QuorumMissing):
        services.open_vote(point=point, actor=officer, now=THEN, question="?")


def test_nobody_withdraws_for_another_or_once_the_vote_has_begun(officer) -> None:
    session = _session()
    first, second = college_of(session, 2)
    present(session, first, second)
    point = AgendaPointFactory(session=session)
    options = {"point": point, "seat": first.seat, "now": THEN, "reason": "x"}

    with pytest.raises(NotAllowed):
        services.declare_withdrawal(**options, actor=second.person)
    services.open_vote(point=point, actor=officer, now=THEN, question="?")

    with pytest.raises(services.VoteIsOpen):
        services.declare_withdrawal(**options, actor=first.person)


def test_show_of_hands_is_counted_by_college_within_its_voters(officer) -> None:
    session = _session()
    elected, actors = college_of(session, 2), college_of(session, 3)
    present(session, *elected, *actors)
    colleges = [elected[0].seat.college_id, actors[0].seat.college_id]
    vote = services.open_vote(point=AgendaPointFactory(session=session), actor=officer, now=THEN, question="?")

    with pytest.raises(services.WrongCount) as refusal:
        services.close_vote(vote=vote, actor=officer, now=THEN, hands={colleges[0]: {"for": 2, "against": 1}})
    assert (refusal.value.college_id, refusal.value.voters) == (colleges[0], 2)
    hands = {colleges[0]: {"for": 1, "against": 1}, colleges[1]: {"for": 2, "abstention": 1}}
    services.close_vote(vote=vote, actor=officer, now=THEN, hands=hands)

    shown = queries.shown_votes([vote.point])[vote.point_id]
    assert [(line.favour, line.against, line.abstentions) for line in shown.lines] == [(1, 1, 0), (2, 0, 1)]
    assert shown.outcome == Outcome.ADOPTED
    assert shown.total.total == 5


def test_vote_without_a_single_hand_is_no_vote(officer) -> None:
    session = _session()
    present(session, *college_of(session, 2))
    vote = services.open_vote(point=AgendaPointFactory(session=session), actor=officer, now=THEN, question="?")

    with pytest.raises(services.NobodyVotes):
        services.close_vote(vote=vote, actor=officer, now=THEN)


def test_point_is_voted_on_once_unless_the_vote_was_abandoned(officer) -> None:
    session = _session()
    present(session, *college_of(session, 2))
    point = AgendaPointFactory(session=session)
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?")

    with pytest.raises(ValidationError):
        services.open_vote(point=point, actor=officer, now=THEN, question="?")
    services.abandon_vote(vote=vote, actor=officer, now=THEN, reason="départs")
    with pytest.raises(IllegalMove):
        services.close_vote(vote=vote, actor=officer, now=THEN)

    assert _closed(point, officer, **{"for": 2}).state == VoteState.CLOSED


def test_ways_of_voting_are_those_of_the_rules(officer) -> None:
    session = _session(allows_secret=False, allows_written=False)
    present(session, *college_of(session, 4))
    point = AgendaPointFactory(session=session)

    for mode in (VoteMode.SECRET, VoteMode.WRITTEN):
        with pytest.raises(services.ModeNotAllowed):
            services.open_vote(point=point, actor=officer, now=THEN, question="?", mode=mode)


def test_written_consultation_is_judged_on_its_answers(officer) -> None:
    session = _session(quorum=Threshold.HALF)
    members = college_of(session, 4)
    point = AgendaPointFactory(session=session)
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?", mode=VoteMode.WRITTEN)
    cast = {"vote": vote, "now": THEN, "choice": "for"}
    services.cast_ballot(seat=members[0].seat, actor=members[0].person, **cast)

    with pytest.raises(services.QuorumMissing):
        services.close_vote(vote=vote, actor=officer, now=THEN)
    with pytest.raises(services.AlreadyCast):
        services.cast_ballot(seat=members[0].seat, actor=members[0].person, **cast)
    with pytest.raises(NotAllowed):
        services.cast_ballot(seat=members[1].seat, actor=members[0].person, **cast)
    services.cast_ballot(seat=members[1].seat, actor=members[1].person, **{**cast, "choice": "against"})
    services.close_vote(vote=vote, actor=officer, now=THEN)

    shown = queries.shown_votes([point])[point.pk]
    named = {row.seat_id: row.choice for row in vote.named_ballots.all()}
    assert (shown.total.favour, shown.total.against) == (1, 1)
    assert named == {members[0].seat_id: "for", members[1].seat_id: "against"}


@pytest.mark.parametrize(
    ("hands", "reservations", "expected"),
    [
        ({"for": 2, "against": 1}, "", OpinionSense.FAVOURABLE),
        ({"for": 3}, "Sous réserve du budget", OpinionSense.RESERVED),
        ({"for": 1, "against": 2}, "", OpinionSense.UNFAVOURABLE),
        ({"for": 1, "against": 1, "abstention": 1}, "", OpinionSense.DIVIDED),
    ],
)
def test_opinion_is_what_the_vote_says(officer, hands: dict[str, int], reservations: str, expected: str) -> None:
    session = _session(quorum=Threshold.HALF)
    present(session, *college_of(session, 3))
    request = OpinionRequestFactory(body=session.body, state=RequestState.ON_AGENDA)
    point = AgendaPointFactory(session=session, request=request)
    _closed(point, officer, **hands)

    services.give_opinion(point=point, actor=officer, now=THEN, reservations=reservations)

    request.refresh_from_db()
    shown = queries.opinion_of(request)
    assert request.state == RequestState.ANSWERED
    assert shown is not None
    assert (shown.sense, shown.wording, shown.day) == (expected, reservations, session.day)
    with pytest.raises(ValidationError):
        services.give_opinion(point=point, actor=officer, now=THEN)


def test_opinion_without_a_quorum_is_refused(officer) -> None:
    session = _session(quorum=Threshold.MAJORITY)
    members = college_of(session, 4)
    attendances = present(session, *members[:3])
    point = AgendaPointFactory(session=session)
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?")
    # Two leave, whatever the screen says of it.
    for attendance in attendances[1:]:
        attendance.left_at = THEN
        attendance.save()

    with pytest.raises(services.QuorumMissing):
        services.close_vote(vote=vote, actor=officer, now=THEN, hands={members[0].seat.college_id: {"for": 1}})
    with pytest.raises(services.VoteMissing):
        services.give_opinion(point=point, actor=officer, now=THEN)

    assert not Opinion.objects.exists()


def test_database_refuses_a_vote_closed_without_a_quorum() -> None:
    vote = VoteFactory()

    with pytest.raises(IntegrityError):
        Vote.objects.filter(pk=vote.pk).update(state=VoteState.CLOSED, closed_at=THEN)


def test_opinion_is_given_where_one_is_asked(officer) -> None:
    session = _session()
    present(session, *college_of(session, 1))
    point = AgendaPointFactory(session=session, kind=PointKind.INFORMATION)

    with pytest.raises(services.NoOpinionAsked):
        services.give_opinion(point=point, actor=officer, now=THEN)
    with pytest.raises(NotAllowed):
        services.give_opinion(point=point, actor=UserFactory(), now=THEN)


def test_only_the_office_holds_votes(officer) -> None:
    session = _session()
    member = college_of(session, 1)[0]
    present(session, member)
    point = AgendaPointFactory(session=session)

    with pytest.raises(NotAllowed):
        services.open_vote(point=point, actor=member.person, now=THEN, question="?")
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?")
    with pytest.raises(NotAllowed):
        services.close_vote(vote=vote, actor=member.person, now=THEN)
    with pytest.raises(NotAllowed):
        services.cast_ballot(vote=vote, seat=member.seat, choice="for", actor=member.person, now=THEN)
