"""The links by which things are done, on the pages of bodies and sessions: only those of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import ALLOW
from essaim.foundations.ui.writing import Door
from essaim.steering.committees import permissions
from essaim.steering.committees.models import Body, Session
from essaim.steering.committees.states import SessionState

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


def session_doors(person: Person, session: Session) -> list[Door]:
    """Return what the team and the members do with a session in the state it is in, the next step first."""
    doors: list[Door] = []
    if permissions.can_run_bodies(person):
        doors += _office_doors(session)
    if permissions.can_propose_point(person, session):
        doors.append(_door(_("Propose a point"), "point_propose", session, "outline"))
    # What a member does in the room, or instead of coming, is what comes next for them: their guide leads there.
    if permissions.can_run_bodies(person) and session.state in {SessionState.CONVENED, SessionState.OPEN}:
        doors.append(_door(_("Give a proxy"), "proxy_give", session, "outline"))
    return doors


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
