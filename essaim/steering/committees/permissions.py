"""Who may run bodies and sessions, who sits, and who reads what before it is public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from . import queries
from .states import HELD, POINT_MOVES, SESSION_MOVES, TO_COME, SessionState, VoteMode

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .assembly import Assembly
    from .models import AgendaPoint, Body, Mandate, Proxy, Session, Vote

    Person = User | AnonymousUser


def can_run_bodies(person: Person) -> Decision:
    """Tell whether a person may write bodies, rules, seats, mandates and sessions: the team, which is their office."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team runs bodies and their sessions."))


def can_read_members(person: Person, body: Body, day: date) -> Decision:
    """
    Tell whether a person reads the names of those who sit: the team, evaluators, and the members themselves.

    Everybody else reads structures and seats.

    Source: GDPR, article 5(1)(c) (data minimisation).
    """
    if is_staff_member(person) or has_role(person, RoleKind.EVALUATOR) or is_member(person, body, day):
        return ALLOW
    return deny(_("Names of members are shown to the team and to the members themselves."))


def is_member(person: Person, body: Body, day: date) -> bool:
    """Tell whether a person sits on a body on a day."""
    return person.is_authenticated and person.is_active and queries.is_member(person, body, day)


def can_read_work(person: Person, session: Session) -> Decision:
    """Tell whether a person reads the agenda, files and votes of a session before its minutes are approved."""
    if can_read_members(person, session.body, session.day):
        return ALLOW
    return deny(_("The work of a session is for the members of the body and the team until its minutes are approved."))


def can_move_session(person: Person, session: Session, move: str) -> Decision:
    """Tell whether a person may convene, open, close, cancel a session or circulate its minutes: the team, in time."""
    decision = can_run_bodies(person)
    if decision and move not in SESSION_MOVES.names_from(session.state):
        return deny(_("A session in the state “%s” does not allow it.") % session.get_state_display())
    if decision and session.is_known_from_document_only:
        return deny(_("This session is known from a document only: it has no minutes here."))
    return decision


def can_prepare_session(person: Person, session: Session) -> Decision:
    """Tell whether a person may write the day, venue and agenda of a session: the team, until it is over."""
    decision = can_run_bodies(person)
    if decision and session.state not in TO_COME:
        return deny(_("A session in the state “%s” does not allow it.") % session.get_state_display())
    return decision


def can_hold_session(person: Person, session: Session) -> Decision:
    """Tell whether a person may mark who is there, hold votes and write decisions: the team, while it is open."""
    decision = can_run_bodies(person)
    if decision and session.state != SessionState.OPEN:
        return deny(_("The session is not open."))
    return decision


def can_convene_second(person: Person, session: Session) -> Decision:
    """Tell whether a person may have a session convened again, its quorum missed: the team, where the rules say so."""
    decision = can_hold_session(person, session)
    rules = queries.rules_on(session.body, session.day)
    if decision and (rules is None or not rules.waives_quorum_at_second):
        return deny(_("The rules of this body do not let it sit without a quorum after a second convocation."))
    if decision and session.second_of_id is not None:
        return deny(_("This session is a second convocation already."))
    return decision


def can_propose_point(person: Person, session: Session, *, sits: bool | None = None) -> Decision:
    """
    Tell whether a person may propose a point: a member, until the session opens.

    :param sits: whether they are one, where it was read already
    """
    if not (is_member(person, session.body, session.day) if sits is None else sits):
        return deny(_("Only the members of the body propose points."))
    return _takes_proposals(session)


def can_propose_point_by_link(mandate: Mandate, session: Session) -> Decision:
    """Tell whether a member without an account may propose a point by their personal link: until the session opens."""
    if not sits_by_link(mandate, session):
        return deny(_("Only the members of the body propose points."))
    return _takes_proposals(session)


def sits_by_link(mandate: Mandate, session: Session) -> bool:
    """Tell whether a member without an account sits in a session: their mandate is in force that day."""
    return queries.mandates_on(session.body, session.day).filter(pk=mandate.pk, person=None).exists()


def _takes_proposals(session: Session) -> Decision:
    if session.state not in {SessionState.PLANNED, SessionState.CONVENED}:
        return deny(_("Points are proposed before the session opens."))
    if session.second_of_id is not None:
        return deny(_("A second convocation keeps the agenda of the first."))
    return ALLOW


def can_move_point(person: Person, point: AgendaPoint, move: str) -> Decision:
    """Tell whether a person may accept, refuse or withdraw a point: the team; a member withdraws their own proposal."""
    is_own = move == "withdraw" and person.is_authenticated and point.proposed_by_id == person.pk
    decision = ALLOW if is_own else can_run_bodies(person)
    if decision and point.session.state not in TO_COME:
        return deny(_("The session is over."))
    if decision and move not in POINT_MOVES.names_from(point.state):
        return deny(_("A point in the state “%s” does not allow it.") % point.get_state_display())
    return decision


def can_withdraw_point_by_link(mandate: Mandate, point: AgendaPoint) -> Decision:
    """Tell whether a member without an account may withdraw a point by their personal link: the one it came by."""
    if point.proposed_through_id != mandate.pk or not sits_by_link(mandate, point.session):
        return deny(_("Only who proposed a point withdraws it."))
    if point.session.state not in TO_COME:
        return deny(_("The session is over."))
    if "withdraw" not in POINT_MOVES.names_from(point.state):
        return deny(_("A point in the state “%s” does not allow it.") % point.get_state_display())
    return ALLOW


def can_attend_by_link(mandate: Mandate, session: Session) -> Decision:
    """Tell whether a member without an account may sign in to a session by their personal link: while it is open."""
    if not queries.mandates_on(session.body, session.day).filter(pk=mandate.pk).exists():
        return deny(_("Only the members of the body attend it."))
    if session.state != SessionState.OPEN:
        return deny(_("The session is not open."))
    return ALLOW


def can_attend(person: Person, session: Session) -> Decision:
    """Tell whether a person may sign in to a session by its code: a member, while it is open."""
    if not is_member(person, session.body, session.day):
        return deny(_("Only the members of the body attend it."))
    if session.state != SessionState.OPEN:
        return deny(_("The session is not open."))
    return ALLOW


def can_give_proxy(person: Person, session: Session, seat_id: int) -> Decision:
    """Tell whether a person may give the proxy of a seat, or take it back: who holds it, or the team in their name."""
    if session.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return deny(_("Proxies are given between the convocation and the end of the session."))
    if is_staff_member(person) or _holds(person, session, seat_id):
        return ALLOW
    return deny(_("Everybody gives the proxy of their own seat."))


def can_give_proxy_by_link(mandate: Mandate, session: Session) -> Decision:
    """Tell whether a member without an account may give the proxy of their seat by their personal link."""
    if session.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return no_proxy_now()
    if sits_by_link(mandate, session):
        return ALLOW
    return deny(_("Everybody gives the proxy of their own seat."))


def can_end_proxy_by_link(mandate: Mandate, proxy: Proxy) -> Decision:
    """Tell whether a member without an account may take a proxy back by their personal link: that of their seat."""
    if proxy.giver_id != mandate.seat_id:
        return deny(_("Everybody gives the proxy of their own seat."))
    return can_give_proxy_by_link(mandate, proxy.session)


def _holds(person: Person, session: Session, seat_id: int) -> bool:
    if not person.is_authenticated:
        return False
    return any(row.seat_id == seat_id for row in queries.seats_of(person, session.body, session.day))


def can_withdraw_for_interest(person: Person, point: AgendaPoint, seat_id: int) -> Decision:
    """Tell whether a person may say that a seat keeps out of a point: who holds it, or the team in their name."""
    if point.session.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return deny(_("Withdrawals are declared between the convocation and the end of the session."))
    if is_staff_member(person) or _holds(person, point.session, seat_id):
        return ALLOW
    return deny(_("Everybody withdraws for themselves."))


def can_cast(person: Person, vote: Vote, seat_id: int) -> Decision:
    """
    Tell whether a person may cast the ballot of a seat: who sits there now, or holds its proxy.

    In a written consultation, who holds the seat.
    """
    if not person.is_authenticated:
        return deny(_("Sign in to vote."))
    return _casts(queries.Voter(person=person), vote, seat_id)


def can_cast_by_link(mandate: Mandate, vote: Vote, seat_id: int) -> Decision:
    """Tell whether a member without an account may cast the ballot of a seat, by their personal link."""
    if not queries.mandates_on(vote.point.session.body, vote.point.session.day).filter(pk=mandate.pk).exists():
        return deny(_("You do not vote for this seat."))
    return _casts(queries.Voter(mandate=mandate), vote, seat_id)


def _casts(voter: queries.Voter, vote: Vote, seat_id: int) -> Decision:
    if vote.mode == VoteMode.HANDS:
        return deny(_("This vote is by show of hands."))
    if vote.mode == VoteMode.WRITTEN:
        is_own = seat_id in voter.seats(vote.point.session)
    else:
        is_own = seat_id in queries.ballots_of(voter, vote)
    return ALLOW if is_own else deny(_("You do not vote for this seat."))


def can_write_minutes(person: Person, session: Session) -> Decision:
    """Tell whether a person may write what was said: the team, from the opening until the minutes are approved."""
    decision = can_run_bodies(person)
    if decision and session.state not in {SessionState.OPEN, SessionState.CLOSED, SessionState.CIRCULATED}:
        return deny(_("Minutes are written from the opening of the session until they are approved."))
    return decision


def can_ask_correction(person: Person, session: Session) -> Decision:
    """Tell whether a person may ask to correct minutes: a member of that day, while they are circulated."""
    if not is_member(person, session.body, session.day):
        return deny(_("Only the members of the body correct its minutes."))
    if session.state != SessionState.CIRCULATED:
        return deny(_("Corrections are asked while the minutes are circulated."))
    return ALLOW


def can_ask_correction_by_link(mandate: Mandate, session: Session) -> Decision:
    """Tell whether a member without an account may ask to correct minutes by their personal link."""
    if not sits_by_link(mandate, session):
        return deny(_("Only the members of the body correct its minutes."))
    if session.state != SessionState.CIRCULATED:
        return deny(_("Corrections are asked while the minutes are circulated."))
    return ALLOW


def can_read_minutes(person: Person, session: Session) -> Decision:
    """Tell whether a person may read the minutes: everybody once approved, the members and the team before."""
    if session.state == SessionState.APPROVED:
        return ALLOW
    if session.state not in HELD:
        return deny(_("There are no minutes before the session is held."))
    return can_read_work(person, session)


def no_minutes_yet() -> Decision:
    """Say that minutes are not there to read."""
    return deny(_("There are no minutes before the session is held."))


def can_ask_opinion(person: Person) -> Decision:
    """Tell whether a person may ask a body for an opinion: the team."""
    return can_run_bodies(person)


def is_voting(assembly: Assembly, seat_id: int) -> Decision:
    """Tell whether a seat takes part in the vote on a point: in office, and not withdrawn."""
    if seat_id in assembly.colleges and seat_id not in assembly.withdrawn:
        return ALLOW
    return deny(_("This seat keeps out of this point."))


def vote_is_over() -> Decision:
    """Say that a vote is no longer open."""
    return deny(_("This vote is no longer open."))


def already_answered() -> Decision:
    """Say that something was answered or withdrawn before."""
    return deny(_("This was answered or withdrawn before."))


def no_proxy_now() -> Decision:
    """Say when proxies are given."""
    return deny(_("Proxies are given between the convocation and the end of the session."))


def no_withdrawal_now() -> Decision:
    """Say when withdrawals are declared."""
    return deny(_("Withdrawals are declared between the convocation and the end of the session."))


def nothing_left_to_vote() -> Decision:
    """Say that a person has no ballot to cast."""
    return deny(_("You have no ballot left to cast in this vote."))


def may_sit(person: Person) -> bool:
    """Tell whether a person is of those who sit on bodies, by their roles: what a menu asks on every page."""
    return has_role(
        person,
        RoleKind.BODY_MEMBER,
        RoleKind.ELECTED_OFFICIAL,
        RoleKind.COMMUNE_REFERENT,
        RoleKind.ORGANIZATION_MEMBER,
    )
