"""Points of an agenda have files: read by the members and the team, attached by the office and by who proposed them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries
from .links import SeatActor
from .models import AgendaPoint
from .states import TO_COME, PointState, SessionState

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person
    from essaim.foundations.primitives.actors import Actor

KIND = "committees.point"


def _find(object_id: str) -> AgendaPoint | None:
    return AgendaPoint.objects.select_related("session__body").filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    """Let everybody read the public files of a session whose minutes are approved, and members those before."""
    found = _find(object_id)
    if found is None:
        return _gone()
    if found.session.state == SessionState.APPROVED and found.state == PointState.ACCEPTED:
        return ALLOW
    return permissions.can_read_work(person, found.session)


def _can_write(person: Person, object_id: str) -> Decision:
    """Let the office attach files, and a member to the point they proposed, until the session is over."""
    found = _find(object_id)
    return _gone() if found is None else _can_attach(person, found)


def _can_attach(person: Person, point: AgendaPoint) -> Decision:
    if point.session.state not in TO_COME:
        return deny(_("The session is over."))
    is_own = person.is_authenticated and point.proposed_by_id == person.pk and point.state != PointState.WITHDRAWN
    return ALLOW if is_own else permissions.can_run_bodies(person)


def _can_write_as(actor: Actor, object_id: str) -> Decision:
    """Let a member without an account attach files to the point they proposed by their link, until the session is over."""
    found = _find(object_id)
    if found is None:
        return _gone()
    if found.session.state not in TO_COME:
        return deny(_("The session is over."))
    is_own = isinstance(actor, SeatActor) and found.proposed_through_id == actor.mandate.pk
    if is_own and found.state != PointState.WITHDRAWN:
        return ALLOW
    return deny(_("Files are attached to a point by the office and by who proposed it."))


def _writable_ids(person: Person, object_ids: Collection[str]) -> Collection[str]:
    """Judge all the points of a page by the same rule, in one query."""
    rows = AgendaPoint.objects.filter(pk__in=row_numbers(object_ids)).select_related("session")
    # Not the texts, which may be long.
    rows = rows.only("state", "proposed_by", "session__state")
    return {str(point.pk) for point in rows if _can_attach(person, point)}


def _url(object_id: str) -> str:
    return AgendaPoint.objects.select_related("session").get(pk=object_id).get_absolute_url()


def _private_ids(person: Person) -> Collection[str] | None:
    """Let the team and evaluators read everything, and members what is of the sessions they sit in."""
    if is_staff_member(person) or has_role(person, RoleKind.EVALUATOR):
        return None
    if not person.is_authenticated:
        return ()
    sessions = [row.pk for row in queries.sessions_for(person, today=timezone.localdate())]
    return {str(pk) for pk in AgendaPoint.objects.filter(session__in=sessions).values_list("pk", flat=True)}


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(row.pk): row.title for row in AgendaPoint.objects.filter(pk__in=object_ids)}


def register_subjects() -> None:
    """Register what has files; called when the room starts."""
    register(
        Subject(
            kind=KIND,
            label=pgettext_lazy("of an agenda", "Point of an agenda"),
            can_read=_can_read,
            can_write=_can_write,
            url=_url,
            private_ids=_private_ids,
            names=_names,
            can_write_as=_can_write_as,
            writable_ids=_writable_ids,
            leads_back=True,
        )
    )
