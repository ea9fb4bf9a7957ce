"""How somebody leaves: duties handed over, roles ended, account closed, all at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from essaim.foundations.accounts import permissions, queries
from essaim.foundations.accounts.handover import handover_of
from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.queries import HeldDuty
from essaim.foundations.accounts.states import INVITATION_MOVES, PERSON_MOVES, RoleKind
from essaim.foundations.audit_trail.services import record, write_fields
from essaim.foundations.primitives.decisions import require

from .roles import refuse_without_administrator
from .writing import forget_roles, locked_person


class DutiesRemain(Exception):
    """Somebody who leaves still answers for something."""

    def __init__(self, duties: tuple[HeldDuty, ...]) -> None:
        """Keep what is left, to show it."""
        super().__init__(f"{len(duties)} duties remain")
        self.duties = duties


class SuccessorUnfit(Exception):
    """A duty can only go to somebody else who is here."""


@transaction.atomic
def transfer_duty(
    *, person: User, kind: str, key: str, successor: User, actor: User, now: datetime, reason: str
) -> None:
    """
    Hand one duty of a person to somebody else; the room that knows it writes it, the trail keeps both names.

    :param kind: as its room registered it, such as "action_plan.part"
    :raises NotAllowed: if the actor is not an administrator, or the room refuses
    :raises SuccessorUnfit: if the successor is the same person, or has left
    :raises KeyError: if no room knows this kind of duty
    """
    require(permissions.can_manage_people(actor))
    if successor.pk == person.pk or not User.objects.filter(pk=successor.pk, is_active=True).exists():
        raise SuccessorUnfit
    handover_of(kind).transfer(key=key, person=person, successor=successor, actor=actor, now=now, reason=reason)
    details = {"kind": kind, "key": key, "successor": successor.pk, "successor_label": successor.audit_label}
    record("duty.transferred", actor=actor, target=person, at=now, reason=reason, details=details)


@transaction.atomic
def deactivate_person(
    *,
    person: User,
    actor: User,
    now: datetime,
    reason: str,
    successors: Mapping[tuple[str, str], User] | None = None,
) -> User:
    """
    Close somebody's account at once: duties go to their successors, roles end today, sessions and invitations with them.

    :param successors: who takes over each duty, by its kind and key
    :raises NotAllowed: if the actor is not an administrator, or is the person themself
    :raises LastAdministrator: if the authority would have no administrator left
    :raises SuccessorUnfit: if a successor is the same person, or has left
    :raises DutiesRemain: if something is left without anybody; nothing is then changed
    """
    person = locked_person(person)
    require(permissions.can_move_person(actor, person, "deactivate"))
    PERSON_MOVES.target("deactivate", person.state)
    today = timezone.localdate(now)
    for grant in RoleGrant.objects.held_on(today).filter(person=person, kind=RoleKind.ADMINISTRATOR):
        refuse_without_administrator(scope_code=grant.scope_code, day=today, without=person.pk)
    for (kind, key), successor in (successors or {}).items():
        transfer_duty(person=person, kind=kind, key=key, successor=successor, actor=actor, now=now, reason=reason)
    if remaining := queries.open_duties(person):
        raise DutiesRemain(remaining)
    for grant in RoleGrant.objects.select_for_update().filter(person=person).ending_after(today):
        ends_on = max(today, grant.starts_on)
        details = {"person": person.pk, "ends_on": ends_on.isoformat()}
        write_fields(grant, "role.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason, details=details)
    for invitation in Invitation.objects.select_for_update(of=("self",)).pending().filter(email__iexact=person.email):
        values = {"state": INVITATION_MOVES.target("withdraw", invitation.state), "ended_at": now}
        write_fields(invitation, "invitation.withdrawn", values, actor=actor, now=now, reason=reason)
    values = {"is_active": False, "left_at": now}
    write_fields(person, "person.deactivated", values, actor=actor, now=now, reason=reason)
    for session in UserSession.objects.filter(user=person):
        session.end()
    forget_roles(person)
    return person


@transaction.atomic
def reactivate_person(*, person: User, actor: User, now: datetime, reason: str) -> User:
    """
    Open again the account of somebody who comes back; they have no role until one is granted.

    :raises NotAllowed: if the actor is not an administrator, or the person was erased
    """
    person = locked_person(person)
    require(permissions.can_move_person(actor, person, "reactivate"))
    PERSON_MOVES.target("reactivate", person.state)
    values = {"is_active": True, "left_at": None}
    return write_fields(person, "person.reactivated", values, actor=actor, now=now, reason=reason)
