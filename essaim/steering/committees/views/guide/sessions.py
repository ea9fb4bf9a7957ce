"""What comes next in a session: to the team what is theirs to do, to a member what is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.ui.guides import DONE, LATER, NOW, Guide, Step, link_door
from essaim.steering.committees import permissions
from essaim.steering.committees.models import Session
from essaim.steering.committees.states import SessionState

from .doors import Points, Work, work_of
from .members import member_guide
from .office import OFFICE

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def _session_steps(session: Session, points: Points) -> tuple[Step, ...]:
    labels = (
        pgettext("of a session", "Agenda"),
        _("Convocation"),
        pgettext("step of a session", "Sitting"),
        pgettext("of a session", "Minutes"),
        _("Approval"),
    )
    if session.state == SessionState.CANCELLED or session.is_known_from_document_only:
        return ()
    # Once convened, what comes is the sitting itself; once approved, nothing is left.
    place = {
        SessionState.PLANNED: 1 if points else 0,
        SessionState.CONVENED: 2,
        SessionState.OPEN: 2,
        SessionState.CLOSED: 3,
        SessionState.CIRCULATED: 4,
        SessionState.APPROVED: 5,
    }[SessionState(session.state)]
    return tuple(
        Step(label, DONE if index < place else NOW if index == place else LATER) for index, label in enumerate(labels)
    )


def session_guide(person: Person, session: Session, work: Work) -> tuple[Guide, ...]:
    """Say what comes next in a session: to the team what is theirs to do, to a member what is theirs; to others nothing."""
    guides = []
    if session.is_known_from_document_only:
        return ()
    if permissions.can_run_bodies(person):
        words = OFFICE[SessionState(session.state)](session, work)
        guides.append(Guide(*words, steps=_session_steps(session, work.points)))
    if person.is_authenticated and work.hall.mandates_of(person):
        guide = member_guide(person, session, work)
        if guide is not None:
            guides.append(guide)
    return tuple(guides)


def office_guide(session: Session) -> Guide:
    """Say what is the team's to do with a session and its minutes, on the page of the minutes."""
    title, text, doors = OFFICE[SessionState(session.state)](session, work_of(session))
    here = session.get_minutes_url()
    back = link_door(_("Back to the session"), session.get_absolute_url(), "outline")
    return Guide(title, text, (*(door for door in doors if door.url != here), back))
