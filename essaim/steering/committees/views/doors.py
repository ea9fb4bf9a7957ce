"""The links by which things are done, on the pages of bodies, sessions and points: only those of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.primitives.decisions import ALLOW
from essaim.foundations.ui.writing import Door
from essaim.steering.committees import permissions
from essaim.steering.committees.models import AgendaPoint, Body, Session
from essaim.steering.committees.queries import ShownVote
from essaim.steering.committees.states import PointKind, SessionState, VoteState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def body_doors(person: Person, body: Body) -> list[Door]:
    """Return what the team does with a body."""
    decision = permissions.can_run_bodies(person)
    if not decision:
        return []
    doors = [
        (_("Plan a session"), "committees:session_plan", "primary"),
        (_("Write new rules"), "committees:rules_set", "outline"),
        (_("Add a college"), "committees:college_add", "outline"),
        (_("Record a past session"), "committees:session_record", "outline"),
        (_("Correct what is written of it"), "committees:body_edit", "outline"),
    ]
    return [Door(label, reverse(name, args=[body.slug]), decision, look) for label, name, look in doors]


def session_doors(person: Person, session: Session, *, sits: bool) -> list[Door]:
    """
    Return what the team and the members do with a session in the state it is in, the next step first.

    :param sits: whether the person is one of its members
    """
    doors: list[Door] = []
    if permissions.can_run_bodies(person):
        doors += _office_doors(session)
    if permissions.can_propose_point(person, session, sits=sits):
        doors.append(_door(_("Propose a point"), "point_propose", session, "outline"))
    # What a member does in the room, or instead of coming, is what comes next for them: their guide leads there.
    if permissions.can_run_bodies(person) and session.state in {SessionState.CONVENED, SessionState.OPEN}:
        doors.append(_door(_("Give a proxy"), "proxy_give", session, "outline"))
    return doors


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A point of an agenda as a page shows it: its vote if it has one, what can be done with it, what is done at once."""

    point: AgendaPoint
    vote: ShownVote | None
    doors: tuple[Door, ...] = ()
    moves: tuple[Door, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do in a session: hold votes, prepare the agenda, write minutes, keep out of points."""

    holds: bool
    prepares: bool
    writes_minutes: bool
    keeps_out: bool


def point_doors(point: AgendaPoint, vote: ShownVote | None, rights: Rights) -> tuple[Door, ...]:
    """Return what is done with a point at the moment, each on a page of its own."""
    names: list[tuple[str, str, int, str]] = []
    if rights.holds:
        names += _vote_doors(point, vote)
    if rights.writes_minutes:
        names.append((_("Write what was said"), "discussion", point.pk, "outline"))
        names.append((_("Write a decision"), "decide", point.pk, "outline"))
    if rights.keeps_out and vote is None:
        names.append((_("Keep out of this point"), "withdrawal_declare", point.pk, "quiet"))
    if rights.prepares and vote is None:
        names.append((pgettext("a point", "Change"), "point_edit", point.pk, "quiet"))
    return _doors_of(names)


def _vote_doors(point: AgendaPoint, vote: ShownVote | None) -> list[tuple[str, str, int, str]]:
    if vote is None:
        look = "primary" if point.kind in {PointKind.OPINION, PointKind.MINUTES} else "outline"
        return [(_("Put to the vote"), "vote_open", point.pk, look)]
    if vote.vote.state == VoteState.OPEN:
        return [
            (_("Close the vote"), "vote_close", vote.vote.pk, "primary"),
            (_("Abandon the vote"), "vote_abandon", vote.vote.pk, "quiet"),
        ]
    if point.kind == PointKind.OPINION and getattr(point, "opinion", None) is None:
        return [(_("Write the opinion"), "opinion_give", point.pk, "primary")]
    return []


def point_moves(point: AgendaPoint, vote: ShownVote | None, rights: Rights) -> tuple[Door, ...]:
    """Return what is done with a point at once, by one press."""
    if not rights.prepares or vote is not None:
        return ()
    return _doors_of(
        [
            (pgettext("move a point", "Up"), "point_up", point.pk, "quiet"),
            (pgettext("move a point", "Down"), "point_down", point.pk, "quiet"),
            (_("Take off the agenda"), "point_withdraw", point.pk, "quiet"),
        ]
    )


def _doors_of(names: list[tuple[str, str, int, str]]) -> tuple[Door, ...]:
    return tuple(Door(label, reverse(f"committees:{name}", args=[pk]), ALLOW, look) for label, name, pk, look in names)


def _door(label: str, name: str, session: Session, look: str) -> Door:
    return Door(label, reverse(f"committees:{name}", args=[session.pk]), ALLOW, look)


def _office_doors(session: Session) -> list[Door]:
    # A second convocation keeps the agenda of the first.
    add = [] if session.second_of_id else [_door(_("Add a point"), "point_add", session, "outline")]
    edit = _door(_("Change the day or the place"), "session_edit", session, "outline")
    cancel = _door(_("Cancel the session"), "session_cancel", session, "quiet")
    match session.state:
        case SessionState.PLANNED:
            return [_door(_("Convene the members"), "session_convene", session, "primary"), *add, edit, cancel]
        case SessionState.CONVENED:
            again = _door(_("Convene again"), "session_convene", session, "outline")
            is_its_day = session.day <= timezone.localdate()
            first = [_door(_("Open the session"), "session_open", session, "primary")] if is_its_day else []
            return [*first, *add, edit, again, cancel]
        case SessionState.OPEN:
            sheet = _door(_("Attendance sheet"), "attendance", session, "primary")
            return [sheet, *add, _door(_("Close the session"), "session_close", session, "outline")]
        case SessionState.CLOSED if not session.is_known_from_document_only:
            return [_door(_("Circulate the minutes"), "minutes_circulate", session, "primary")]
        case SessionState.CIRCULATED:
            return [_door(_("Circulate the corrected minutes"), "minutes_circulate", session, "outline")]
        case _:
            return []
