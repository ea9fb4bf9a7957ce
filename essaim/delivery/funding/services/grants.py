"""Grants, from their preparation to their end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Envelope, Grant, GrantShare, Instalment
from essaim.delivery.funding.states import GRANT_MOVES, InstalmentKind, Instrument
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.states import ActState

from .aids import refuse_open_alarms
from .follow_up import refuse_overdue_reports
from .locking import locked

GRANT_EDITABLE = (
    "object",
    "nature",
    "amount_cents",
    "in_kind_cents",
    "instrument",
    "regime",
    "action",
    "envelope",
    "edition",
    "starts_on",
    "last_on",
)


class EnvelopeOfAnotherAction(Exception):
    """The envelope was voted for another action than the grant's."""


class EnvelopeExceeded(Exception):
    """The envelope does not hold what is to be given; cents is what it still holds."""

    def __init__(self, cents: int) -> None:
        """Keep what the envelope still holds."""
        super().__init__(cents)
        self.cents = cents


class SharesDoNotAddUp(Exception):
    """The shares of the beneficiaries do not come to the amount of the grant; both in cents."""

    def __init__(self, shared_cents: int, amount_cents: int) -> None:
        """Keep both amounts."""
        super().__init__(shared_cents, amount_cents)
        self.shared_cents = shared_cents
        self.amount_cents = amount_cents


class ActNotVoted(Exception):
    """The act is a draft: it grants nothing yet."""


class AmountsOpen(Exception):
    """Something was said to be done and is not paid yet, or a text is being signed: the grant cannot end now."""


def _refuse_other_envelope(grant: Grant) -> None:
    if grant.envelope is not None and grant.envelope.action_id != grant.action_id:
        raise EnvelopeOfAnotherAction


def _next_reference(now: datetime) -> str:
    """Return the next reference of the year, such as 2026-007; one transaction at a time looks for it."""
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('funding.reference'))")
    last = Grant.objects.filter(reference__startswith=f"{year}-").order_by("-pk").values_list("reference", flat=True)
    number = max((int(reference.partition("-")[2]) for reference in last[:1]), default=0) + 1
    return f"{year}-{number:03d}"


@transaction.atomic
def create_grant(
    *,
    actor: User,
    now: datetime,
    organization: Organization,
    siret: str = "",
    application: Application | None = None,
    **values: object,
) -> Grant:
    """
    Prepare a grant to a structure, which has the whole of it until it is shared with others.

    :param siret: of the structure, fourteen digits; empty if it has none
    :param application: the one it answers, of a call
    :param values: among GRANT_EDITABLE; amounts in cents
    :raises NotAllowed: if the actor is not of the team
    :raises EnvelopeOfAnotherAction: if the envelope is not of the grant's action
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_write_grants(actor))
    refuse_other_fields(values, GRANT_EDITABLE)
    grant = Grant(reference=_next_reference(now), application=application, written_at=now, **values)
    _refuse_other_envelope(grant)
    grant = write_new(grant, "grant.created", actor=actor, now=now)
    share = GrantShare(grant=grant, organization=organization, siret=siret.strip(), cents=grant.amount_cents)
    write_new(share, "grant_share.added", actor=actor, now=now)
    return grant


@transaction.atomic
def update_grant(
    *, grant: Grant, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Grant:
    """
    Correct a grant that is not given yet; a single beneficiary keeps the whole of it.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among GRANT_EDITABLE
    :raises NotAllowed: if the actor is not of the team, or it is no longer in preparation
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises EnvelopeOfAnotherAction: if the envelope is not of the grant's action
    :raises ValidationError: if a value does not hold
    """
    grant = locked(grant)
    require(permissions.can_update_grant(actor, grant))
    refuse_other_fields(values, GRANT_EDITABLE)
    refuse_stale(grant, values, version)
    for name, value in values.items():
        setattr(grant, name, value)
    _refuse_other_envelope(grant)
    grant = write_fields(grant, "grant.updated", values, actor=actor, now=now, reason=reason)
    shares = list(queries.shares_of(grant))
    if len(shares) == 1 and shares[0].cents != grant.amount_cents:
        write_fields(shares[0], "grant_share.updated", {"cents": grant.amount_cents}, actor=actor, now=now)
    return grant


@transaction.atomic
def add_share(
    *, grant: Grant, actor: User, now: datetime, organization: Organization, cents: int, siret: str = ""
) -> GrantShare:
    """
    Share a grant with another structure; its part is taken from the first one's, so that they still add up.

    :raises NotAllowed: if the actor is not of the team, or the grant is no longer in preparation
    :raises SharesDoNotAddUp: if the first one would be left with nothing
    :raises ValidationError: if the structure has its share already
    """
    grant = locked(grant)
    require(permissions.can_update_grant(actor, grant))
    first = queries.shares_of(grant).first()
    if first is not None and first.cents <= cents:
        raise SharesDoNotAddUp(queries.shares_total_cents(grant) + cents, grant.amount_cents)
    share = GrantShare(grant=grant, organization=organization, siret=siret.strip(), cents=cents)
    share = write_new(share, "grant_share.added", actor=actor, now=now)
    if first is not None:
        write_fields(first, "grant_share.updated", {"cents": first.cents - cents}, actor=actor, now=now)
    return share


@transaction.atomic
def remove_share(*, share: GrantShare, actor: User, now: datetime) -> None:
    """
    Take a structure off a grant; its part goes to the first of the others.

    :raises NotAllowed: if the actor is not of the team, or the grant is no longer in preparation
    :raises SharesDoNotAddUp: if nobody else receives it
    """
    grant = locked(share.grant)
    require(permissions.can_update_grant(actor, grant))
    share = GrantShare.objects.get(pk=share.pk)
    heir = queries.shares_of(grant).exclude(pk=share.pk).first()
    if heir is None:
        raise SharesDoNotAddUp(0, grant.amount_cents)
    record("grant_share.removed", actor=actor, target=share, at=now)
    cents = share.cents
    share.delete()
    write_fields(heir, "grant_share.updated", {"cents": heir.cents + cents}, actor=actor, now=now)


@transaction.atomic
def give_grant(*, grant: Grant, actor: User, now: datetime, act: Act, granted_on: date) -> Grant:
    """
    Give a grant by an act, on its day, out of its envelope; where the act alone binds, it binds from then on.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not in preparation
    :raises ActNotVoted: if the act is a draft
    :raises SharesDoNotAddUp: if the shares do not come to its amount
    :raises ReportsOverdue: if who receives it owes a report that is late
    :raises AlarmsOpen: if it goes beyond a limit and nobody said how that is resolved
    :raises EnvelopeOfAnotherAction: if the envelope is not of the grant's action
    :raises EnvelopeExceeded: if the envelope does not hold it
    """
    grant = locked(grant)
    require(permissions.can_write_grants(actor))
    state = GRANT_MOVES.target("grant", grant.state)
    if act.state == ActState.DRAFT:
        raise ActNotVoted
    shared = queries.shares_total_cents(grant)
    if shared != grant.amount_cents:
        raise SharesDoNotAddUp(shared, grant.amount_cents)
    refuse_overdue_reports(grant, now=now)
    refuse_open_alarms(grant, on=granted_on)
    _refuse_other_envelope(grant)
    if grant.envelope is not None:
        # Locked, so that two grants cannot both take what is left.
        envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=grant.envelope.pk)
        free = queries.free_cents(envelope, but_for=grant.application)
        if grant.cash_cents > free:
            raise EnvelopeExceeded(free)
    values: dict[str, object] = {"state": state, "act": act, "granted_on": granted_on}
    if grant.instrument == Instrument.ACT_ALONE:
        values["bound_on"] = granted_on
    grant = write_fields(grant, "grant.granted", values, actor=actor, now=now)
    if grant.instrument == Instrument.ACT_ALONE and grant.cash_cents and not grant.instalments.exists():
        whole = Instalment(grant=grant, position=1, kind=InstalmentKind.WHOLE, cents=grant.cash_cents)
        write_new(whole, "instalment.added", actor=actor, now=now)
    return grant


@transaction.atomic
def abandon_grant(*, grant: Grant, actor: User, now: datetime, reason: str) -> Grant:
    """
    Give up a grant in preparation, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not in preparation
    """
    grant = locked(grant)
    require(permissions.can_write_grants(actor))
    values: dict[str, object] = {
        "state": GRANT_MOVES.target("abandon", grant.state),
        "ended_on": timezone.localdate(now),
        "end_reason": reason.strip(),
    }
    return write_fields(grant, "grant.abandoned", values, actor=actor, now=now, reason=reason)


def _end(grant: Grant, move: str, verb: str, *, actor: User, now: datetime, ended_on: date, reason: str) -> Grant:
    grant = locked(grant)
    require(permissions.can_write_grants(actor))
    state = GRANT_MOVES.target(move, grant.state)
    rows = queries.instalment_rows(grant, today=timezone.localdate(now))
    if queries.has_open_agreement(grant) or any(row.to_pay_cents for row in rows):
        raise AmountsOpen
    values: dict[str, object] = {"state": state, "ended_on": ended_on, "end_reason": reason.strip()}
    return write_fields(grant, verb, values, actor=actor, now=now, reason=reason)


@transaction.atomic
def close_grant(*, grant: Grant, actor: User, now: datetime, ended_on: date, reason: str = "") -> Grant:
    """
    Settle a grant: nothing more is paid, and what was not paid is free again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not given, or has ended
    :raises AmountsOpen: if something done is not paid yet, or a text is being signed
    """
    return _end(grant, "close", "grant.closed", actor=actor, now=now, ended_on=ended_on, reason=reason)


@transaction.atomic
def stop_grant(*, grant: Grant, actor: User, now: datetime, ended_on: date, reason: str) -> Grant:
    """
    Stop a grant before its end, saying why: nothing more is paid, and what was not paid is free again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not given, or has ended
    :raises AmountsOpen: if something done is not paid yet, or a text is being signed
    :raises ValidationError: if no reason is given
    """
    return _end(grant, "stop", "grant.stopped", actor=actor, now=now, ended_on=ended_on, reason=reason)


@transaction.atomic
def set_commitment_number(*, grant: Grant, actor: User, now: datetime, number: str) -> Grant:
    """
    Note under which number the finance system committed a grant.

    :raises NotAllowed: if the actor is not of the team, or the grant was not given or has ended
    :raises ValidationError: if another grant has this number
    """
    grant = locked(grant)
    require(permissions.can_follow_grant(actor, grant))
    values = {"commitment_number": number.strip()}
    return write_fields(grant, "grant.updated", values, actor=actor, now=now)
