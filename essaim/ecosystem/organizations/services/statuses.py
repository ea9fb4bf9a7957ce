"""Statuses of structures: written with their cause and source, granted, refused, ended; never written over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions
from essaim.ecosystem.organizations.models import EssStatus, Organization
from essaim.ecosystem.organizations.states import (
    STATUS_MOVES,
    StatusCause,
    StatusKind,
    StatusState,
    end_of_esus,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.legal_categories import Placed, family_of
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .announcing import announce

# Families of legal categories that make a structure part of the ESS by its statutes.
STATUTORY_FAMILIES = frozenset({"association", "cooperative", "mutual", "foundation", "other_nonprofit"})


class StatusNotInForce(Exception):
    """Only a status that is held can be ended, and not before the day it starts."""


def _locked(status: EssStatus) -> tuple[Organization, EssStatus]:
    """Lock the structure, then its status: in this order everywhere."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=status.organization_id)
    return organization, EssStatus.objects.select_for_update(of=("self",)).get(pk=status.pk)


@transaction.atomic
def add_status(
    *,
    organization: Organization,
    actor: User,
    now: datetime,
    kind: str,
    cause: str,
    source: str,
    read_on: date,
    requested_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    cause_note: str = "",
    is_to_confirm: bool = False,
    is_pending: bool = False,
) -> EssStatus:
    """
    Write a status of a structure: held, or asked for.

    :param is_pending: whether it was asked for and not answered yet; it then has the day it was asked for, and no other
    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises ValidationError: if a field does not hold, or the structure has this status on some of these days
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_update_organization(actor, organization))
    return _write(
        organization,
        actor=actor,
        now=now,
        kind=kind,
        cause=cause,
        source=source,
        read_on=read_on,
        requested_on=requested_on,
        starts_on=starts_on,
        ends_on=ends_on,
        cause_note=cause_note,
        is_to_confirm=is_to_confirm,
        state=StatusState.PENDING if is_pending else StatusState.HELD,
    )


def _write(organization: Organization, *, actor: User, now: datetime, **values: object) -> EssStatus:
    status = EssStatus(organization=organization, **values)
    _give_term(status, organization)
    announce(organization.pk)
    return write_new(status, "status.written", actor=actor, now=now, details={"organization": organization.key})


def _give_term(status: EssStatus, organization: Organization) -> None:
    """Give an approval that has a legal term the day it ends, when nobody said another."""
    if status.kind == StatusKind.ESUS and status.state == StatusState.HELD and status.starts_on and not status.ends_on:
        status.ends_on = end_of_esus(status.starts_on, created_on=organization.created_on)


@transaction.atomic
def grant_status(
    *, status: EssStatus, starts_on: date, actor: User, now: datetime, ends_on: date | None = None, reason: str = ""
) -> EssStatus:
    """
    Say that what was asked for is held from a day on; an ESUS approval ends with its legal term when no other day is given.

    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises IllegalMove: if it is not asked for
    :raises ValidationError: if the days do not hold
    """
    organization, status = _locked(status)
    require(permissions.can_update_organization(actor, organization))
    status.state = STATUS_MOVES.target("grant", status.state)
    status.starts_on, status.ends_on = starts_on, ends_on
    _give_term(status, organization)
    values = {"state": status.state, "starts_on": starts_on, "ends_on": status.ends_on}
    announce(organization.pk)
    return write_fields(status, "status.granted", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def refuse_status(*, status: EssStatus, actor: User, now: datetime, reason: str) -> EssStatus:
    """
    Say that what was asked for was refused.

    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises IllegalMove: if it is not asked for
    """
    return _move(status, "refuse", "status.refused", actor=actor, now=now, reason=reason)


@transaction.atomic
def withdraw_status(*, status: EssStatus, actor: User, now: datetime, reason: str) -> EssStatus:
    """
    Say that a status was written by mistake: it is shown no more, and its history stays.

    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises IllegalMove: if it was refused or withdrawn before
    """
    return _move(status, "withdraw", "status.withdrawn", actor=actor, now=now, reason=reason)


def _move(status: EssStatus, move: str, verb: str, *, actor: User, now: datetime, reason: str) -> EssStatus:
    organization, status = _locked(status)
    require(permissions.can_update_organization(actor, organization))
    values = {"state": STATUS_MOVES.target(move, status.state)}
    announce(organization.pk)
    return write_fields(status, verb, values, actor=actor, now=now, reason=reason)


@transaction.atomic
def end_status(*, status: EssStatus, ends_on: date, actor: User, now: datetime, reason: str) -> EssStatus:
    """
    Say that a status is no longer held from a day on.

    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises StatusNotInForce: if it is not held, or has ended already, or ends by that day
    :raises ValidationError: if it would end before it starts
    """
    organization, status = _locked(status)
    require(permissions.can_update_organization(actor, organization))
    reached = max(ends_on, timezone.localdate(now))
    if status.state != StatusState.HELD or (status.ends_on is not None and status.ends_on <= reached):
        raise StatusNotInForce
    announce(organization.pk)
    return write_fields(status, "status.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)


CORRECTABLE = frozenset({"cause", "cause_note", "source", "read_on", "is_to_confirm"})


@transaction.atomic
def confirm_status(
    *, status: EssStatus, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> EssStatus:
    """
    Write what was found of a status since: a better source, its cause, that it no longer has to be confirmed.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among CORRECTABLE
    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    :raises ValidationError: if a field does not hold
    """
    organization, status = _locked(status)
    require(permissions.can_update_organization(actor, organization))
    refuse_other_fields(values, CORRECTABLE)
    refuse_stale(status, values, version)
    announce(organization.pk)
    return write_fields(status, "status.confirmed", values, actor=actor, now=now, reason=reason)


def follow_legal_category(organization: Organization, *, actor: User, now: datetime) -> None:
    """
    Write what the legal category of a locked record says of it: ESS by its statutes, or no longer.

    A category whose belonging to the ESS is still discussed gives a status to confirm. What was said by another cause, such
    as statutes read by the team, is left as it is.
    """
    placed, today = (
        family_of(organization.legal_category) if organization.legal_category else None,
        timezone.localdate(now),
    )
    rows = EssStatus.objects.select_for_update(of=("self",)).filter(
        organization=organization, kind=StatusKind.STATUTORY, state=StatusState.HELD
    )
    known = list(rows.order_by("pk"))
    held = [row for row in known if row.is_in_force(today)]
    ours = [row for row in held if row.cause == StatusCause.LEGAL_CATEGORY]
    same = [row for row in ours if row.cause_note == organization.legal_category]
    is_ess = placed is not None and placed.family in STATUTORY_FAMILIES
    for row in ours:
        if is_ess and row in same:
            continue
        if row.starts_on is not None and row.starts_on >= today:
            values: dict[str, object] = {"state": STATUS_MOVES.target("withdraw", row.state)}
        else:
            values = {"ends_on": today}
        reason = _("Its legal category is now %(code)s.") % {"code": organization.legal_category or "–"}
        write_fields(row, "status.ended", values, actor=actor, now=now, reason=reason)
    if is_ess and placed is not None and not same and len(ours) == len(held):
        _write_statutory(organization, placed, today if known else None, actor=actor, now=now)


def _write_statutory(
    organization: Organization, placed: Placed, starts_on: date | None, *, actor: User, now: datetime
) -> None:
    _write(
        organization,
        actor=actor,
        now=now,
        kind=StatusKind.STATUTORY,
        cause=StatusCause.LEGAL_CATEGORY,
        cause_note=organization.legal_category,
        source=organization.source or _("Legal category written in the record"),
        read_on=timezone.localdate(now),
        starts_on=starts_on,
        is_to_confirm=not placed.is_certain,
        state=StatusState.HELD,
    )
