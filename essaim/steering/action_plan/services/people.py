"""Who answers for an action and who takes part in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, ActionCommune, PersonInAction, Stakeholder
from essaim.steering.action_plan.states import ActionState, PersonRole

from .writing import erase


class PilotMissing(Exception):
    """An open action must have exactly one pilot: name the next one rather than removing the last."""


class PilotChanged(Exception):
    """Somebody else named a pilot meanwhile; part is that of the pilot there is now."""

    def __init__(self, part: PersonInAction | None) -> None:
        """Keep the part."""
        super().__init__(str(part))
        self.part = part


class PartEnded(Exception):
    """The person's part in the action ended before."""


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


def _pilot(action: Action) -> PersonInAction | None:
    parts = PersonInAction.objects.filter(action=action, role=PersonRole.PILOT, ends_on__isnull=True)
    return parts.select_related("person").first()


def _seen(part: PersonInAction | None) -> str:
    return str(part.pk) if part is not None else "nobody"


def pilot_seen(action: Action) -> str:
    """Return a mark of who the pilot is, or that there is none, to be given back when another is named."""
    return _seen(_pilot(action))


@transaction.atomic
def name_person(
    *, action: Action, actor: User, person: User, role: str, starts_on: date, now: datetime, pilot_seen: str = ""
) -> PersonInAction:
    """
    Give a person a part in an action; a new pilot takes over from the one before, on that day.

    :param pilot_seen: what pilot_seen() gave when the form was opened; empty to take over from whoever is the pilot
    :raises NotAllowed: if the actor is not of the team
    :raises PilotChanged: if a pilot is to be named, and is no longer the one that was seen
    :raises ValidationError: if the person already has this part
    """
    action = _locked(action)
    require(permissions.can_edit_action(actor, action))
    if role == PersonRole.PILOT:
        before = _pilot(action)
        if pilot_seen and pilot_seen != _seen(before):
            raise PilotChanged(before)
        if before is not None:
            end = max(starts_on, before.starts_on)
            write_fields(before, "part.ended", {"ends_on": end}, actor=actor, now=now)
    part = PersonInAction(action=action, person=person, role=role, starts_on=starts_on)
    return write_new(part, "part.given", actor=actor, now=now)


@transaction.atomic
def leave_action(*, part: PersonInAction, actor: User, ends_on: date, now: datetime) -> PersonInAction:
    """
    End a person's part in an action.

    :raises NotAllowed: if the actor is not of the team
    :raises PartEnded: if it ended before
    :raises PilotMissing: if it is the pilot of an open action
    """
    action = _locked(part.action)
    require(permissions.can_edit_action(actor, action))
    part = PersonInAction.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if part.ends_on is not None:
        raise PartEnded
    if part.role == PersonRole.PILOT and action.state == ActionState.OPEN:
        raise PilotMissing
    return write_fields(part, "part.ended", {"ends_on": ends_on}, actor=actor, now=now)


@transaction.atomic
def transfer_part(*, part: PersonInAction, successor: User, actor: User, now: datetime, reason: str = "") -> None:
    """
    Hand a leaver's part to somebody else, from today; nothing is left without its pilot in between.

    :raises NotAllowed: if the actor is not of the team
    :raises PartEnded: if it ended before
    """
    action = _locked(part.action)
    require(permissions.can_edit_action(actor, action))
    part = PersonInAction.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if part.ends_on is not None:
        raise PartEnded
    today = timezone.localdate(now)
    write_fields(part, "part.ended", {"ends_on": max(today, part.starts_on)}, actor=actor, now=now, reason=reason)
    has_it = PersonInAction.objects.filter(
        action=action, person=successor, role=part.role, ends_on__isnull=True
    ).exists()
    if not has_it:
        new = PersonInAction(action=action, person=successor, role=part.role, starts_on=today)
        write_new(new, "part.transferred", actor=actor, now=now)


@transaction.atomic
def name_stakeholder(*, action: Action, actor: User, kind: str, name: str, now: datetime) -> Stakeholder:
    """
    Name a department, partner or operator of an action.

    :raises NotAllowed: if the actor is not of the team
    """
    action = _locked(action)
    require(permissions.can_edit_action(actor, action))
    return write_new(Stakeholder(action=action, kind=kind, name=name), "stakeholder.named", actor=actor, now=now)


@transaction.atomic
def remove_stakeholder(*, stakeholder: Stakeholder, actor: User, reason: str, now: datetime) -> None:
    """
    Take a department, partner or operator off an action, saying why; the history keeps it.

    :raises NotAllowed: if the actor is not of the team
    """
    action = _locked(stakeholder.action)
    require(permissions.can_edit_action(actor, action))
    stakeholder = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    erase(stakeholder, "stakeholder.removed", actor=actor, now=now, reason=reason)


@transaction.atomic
def set_communes(*, action: Action, actor: User, codes: Iterable[str], now: datetime) -> None:
    """
    Say in which communes an action takes place; one operation, whatever the number of communes.

    :param codes: INSEE codes, five characters each
    :raises NotAllowed: if the actor may not steer the action
    :raises ValidationError: if a code has not the form of one
    """
    action = _locked(action)
    require(permissions.can_steer_action(actor, action))
    wanted = set(codes)
    present = {row.commune_code: row for row in ActionCommune.objects.filter(action=action)}
    for code in sorted(wanted - present.keys()):
        row = ActionCommune(action=action, commune_code=code)
        row.full_clean()
        row.save()
    for code in sorted(present.keys() - wanted):
        present[code].delete()
    details = {"added": sorted(wanted - present.keys()), "removed": sorted(present.keys() - wanted)}
    record("action.communes_set", actor=actor, target=action, at=now, details=details)
