"""The aid register: aids of other bodies, single undertakings, limits, alarms resolved before a grant is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import AidLine, AlarmResolution, Grant, LimitRule, Undertaking, UndertakingMember
from essaim.delivery.funding.queries import Alarm
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require

from .locking import locked


class NothingToResolve(Exception):
    """No such alarm is open on this grant: what it comes to has changed, or it was resolved."""


class AlarmsOpen(Exception):
    """The grant would go beyond limits, and nobody said how that is resolved."""

    def __init__(self, alarms: Sequence[Alarm]) -> None:
        """Keep the alarms."""
        super().__init__(len(alarms))
        self.alarms = tuple(alarms)


class CorrectedAlready(Exception):
    """This aid is itself a correction, or was corrected already."""


@transaction.atomic
def record_aid(*, organization: Organization, actor: User, now: datetime, **values: object) -> AidLine:
    """
    Write an aid that another body gave to a structure.

    :param values: giver, regime, granted_on, cents, origin, source
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_write_grants(actor))
    return write_new(
        AidLine(organization=organization, written_at=now, **values), "aid_line.recorded", actor=actor, now=now
    )


@transaction.atomic
def correct_aid(*, line: AidLine, actor: User, now: datetime, source: str) -> AidLine:
    """
    Take away an aid that was written by mistake, by a row that names it and says where the right one is read.

    :raises NotAllowed: if the actor is not of the team
    :raises CorrectedAlready: if it is a correction, or was corrected
    """
    line = AidLine.objects.select_for_update(of=("self",)).select_related("organization").get(pk=line.pk)
    require(permissions.can_write_grants(actor))
    if line.corrects_id is not None or line.corrections.exists():
        raise CorrectedAlready
    correction = taking_away(line, source=source.strip(), now=now)
    return write_new(correction, "aid_line.corrected", actor=actor, now=now)


def taking_away(line: AidLine, *, source: str, now: datetime) -> AidLine:
    """Make, without writing it, the row that takes an aid away and names it."""
    return AidLine(
        organization_id=line.organization_id,
        giver=line.giver,
        giver_siret=line.giver_siret,
        regime=line.regime,
        granted_on=line.granted_on,
        cents=-line.cents,
        origin=line.origin,
        source=source,
        corrects=line,
        written_at=now,
    )


@transaction.atomic
def link_structure(
    *,
    actor: User,
    now: datetime,
    organization: Organization,
    starts_on: date,
    ground: str,
    undertaking: Undertaking | None = None,
    name: str = "",
) -> UndertakingMember:
    """
    Say that a structure counts as one with others, from a day on.

    :param name: of a new single undertaking, where none is given
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is of another one then, or nothing says why
    """
    require(permissions.can_write_grants(actor))
    if undertaking is None:
        undertaking = write_new(Undertaking(name=name.strip()), "undertaking.created", actor=actor, now=now)
    row = UndertakingMember(
        undertaking=undertaking, organization=organization, starts_on=starts_on, ground=ground.strip()
    )
    return write_new(row, "undertaking_member.linked", actor=actor, now=now)


@transaction.atomic
def unlink_structure(
    *, member: UndertakingMember, actor: User, now: datetime, ends_on: date, reason: str
) -> UndertakingMember:
    """
    Say that a structure no longer counts as one with others, from a day on.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it would end before it starts
    """
    member = UndertakingMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    require(permissions.can_write_grants(actor))
    values = {"ends_on": ends_on}
    return write_fields(member, "undertaking_member.unlinked", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def set_limit(*, actor: User, now: datetime, **values: object) -> LimitRule:
    """
    Apply another limit than the texts known here, from a day on, naming its source.

    :param values: code, cents, starts_on, ends_on, source, note
    :raises NotAllowed: if the actor is no administrator
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_set_limits(actor))
    return write_new(LimitRule(**values), "limit_rule.set", actor=actor, now=now)


@transaction.atomic
def resolve_alarm(
    *, grant: Grant, actor: User, now: datetime, on: date, organization_id: int, code: str, reason: str
) -> AlarmResolution:
    """
    Say how an alarm is resolved; it holds as long as the structure comes to the same total.

    :param on: the day on which the grant would be given
    :raises NotAllowed: if the actor is not of the team, or the grant is no longer in preparation
    :raises NothingToResolve: if there is no such open alarm
    :raises ValidationError: if no reason is given
    """
    grant = locked(grant)
    require(permissions.can_update_grant(actor, grant))
    alarm = next(
        (
            row
            for row in queries.alarms_of(grant, on=on)
            if row.is_open and (row.organization.pk, row.limit.code) == (organization_id, code)
        ),
        None,
    )
    if alarm is None:
        raise NothingToResolve
    resolution = AlarmResolution(
        grant=grant,
        organization=alarm.organization,
        code=code,
        total_cents=alarm.total_cents,
        reason=reason.strip(),
        resolved_by=actor,
        written_at=now,
    )
    return write_new(resolution, "alarm_resolution.recorded", actor=actor, now=now)


def refuse_open_alarms(grant: Grant, *, on: date) -> None:
    """
    Refuse to give a grant that goes beyond a limit while nobody said how that is resolved.

    The structures that count as one are locked, so that two grants given at once are not each counted without the other.

    :raises AlarmsOpen: naming them
    """
    linked = {key for share in queries.shares_of(grant) for key in queries.linked_with(share.organization, on=on)}
    list(Organization.objects.select_for_update(of=("self",)).filter(pk__in=linked).order_by("pk"))
    found = [alarm for alarm in queries.alarms_of(grant, on=on) if alarm.is_open]
    if found:
        raise AlarmsOpen(found)
