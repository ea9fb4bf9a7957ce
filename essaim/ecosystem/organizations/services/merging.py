"""Two records of one structure become one; nothing is deleted, and the old address leads on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from essaim.ecosystem.organizations import permissions, queries
from essaim.ecosystem.organizations.holdings import all_holdings
from essaim.ecosystem.organizations.models import EssStatus, Establishment, Merger, Organization, keys_of
from essaim.ecosystem.organizations.states import StatusState
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.services import RoleAlreadyHeld, end_role, grant_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require

from .announcing import announce
from .duplicates import settle_pairs
from .records import wait_for_others
from .register import forget_findings
from .representation import carry_quality


@transaction.atomic
def merge_organizations(
    *, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str
) -> Organization:
    """
    Merge a record into the one that is kept, and give it what the other held.

    The kept record keeps what it says; what it does not say is taken from the other. Those who spoke for the duplicate
    speak for the kept one from today, until the day their role was to end. What other rooms hold moves as they registered.

    :raises NotAllowed: if the actor is not of the team, or one of the two was merged before
    """
    wait_for_others()
    rows = Organization.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, duplicate.pk])
    kept, duplicate = rows[kept.pk], rows[duplicate.pk]
    require(permissions.can_merge_organizations(actor, kept, duplicate))
    taken = queries.fields_taken_by_merge(kept=kept, duplicate=duplicate)
    details = {"duplicate": duplicate.key, "kept": kept.key}
    merger = Merger(kept=kept, duplicate=duplicate, merged_at=now)
    merger.taken = [[name, _text(getattr(kept, name)), _text(value)] for name, value in taken.items()]
    merger.people_count = _people_moved(duplicate, now)
    # First the duplicate leaves the records in use: a number has one of these only.
    values = {"merged_into": kept}
    write_fields(duplicate, "organization.merged", values, actor=actor, now=now, reason=reason, details=details)
    for earlier in Organization.objects.select_for_update(of=("self",)).filter(merged_into=duplicate).order_by("pk"):
        merger.earlier_pks.append(earlier.pk)
        write_fields(earlier, "organization.merged", values, actor=actor, now=now, reason=reason, details=details)
    if taken:
        taken |= keys_of(kept.name, taken.get("acronym", kept.acronym))
        write_fields(kept, "organization.completed", taken, actor=actor, now=now, reason=reason, details=details)
    _move_representatives(kept=kept, duplicate=duplicate, actor=actor, now=now, reason=reason)
    moved = move_statuses_and_places(kept=kept, duplicate=duplicate, actor=actor, now=now, reason=reason, merger=merger)
    for holding in all_holdings():
        if count := holding.count(duplicate):
            holding.move(duplicate=duplicate, kept=kept, actor=actor, now=now, reason=reason)
            moved[holding.kind] = merger.elsewhere[holding.kind] = count
    record(
        "organization.absorbed", actor=actor, target=kept, at=now, reason=reason, details={**details, "moved": moved}
    )
    write_new(merger, "merger.done", actor=actor, now=now, reason=reason)
    settle_pairs(kept=kept, duplicate=duplicate, actor=actor, now=now, reason=reason)
    forget_findings(duplicate)
    announce(kept.pk)
    announce(duplicate.pk)
    return kept


def _text(value: object) -> str:
    """Return a value as the text it is kept as."""
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _people_moved(duplicate: Organization, now: datetime) -> int:
    rows = RoleGrant.objects.ending_after(timezone.localdate(now))
    return rows.filter(kind=RoleKind.ORGANIZATION_MEMBER, scope_code=duplicate.key, person__is_active=True).count()


def move_statuses_and_places(
    *, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str, merger: Merger
) -> dict[str, int]:
    """
    Give the kept record the statuses and establishments of the duplicate, and return their numbers.

    A status that the kept record has on some of the same days is left where it is: it says nothing new. A second seat comes
    as an establishment like others.
    """
    moved = {"organizations.status": 0, "organizations.establishment": 0}
    for status in EssStatus.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        if not _says_the_same(status, kept):
            write_fields(status, "status.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
            moved["organizations.status"] += 1
            merger.status_pks.append(status.pk)
    has_seat = kept.establishments.filter(is_seat=True, ends_on__isnull=True).exists()
    for place in Establishment.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        values: dict[str, object] = {"organization": kept}
        if has_seat and place.is_seat and place.ends_on is None:
            values["is_seat"] = False
            merger.seat_pks.append(place.pk)
        write_fields(place, "establishment.moved", values, actor=actor, now=now, reason=reason)
        moved["organizations.establishment"] += 1
        merger.place_pks.append(place.pk)
    return {kind: count for kind, count in moved.items() if count}


def _says_the_same(status: EssStatus, kept: Organization) -> bool:
    """Tell whether a record has a status already on some of the same days, or asks for it too."""
    rows = EssStatus.objects.filter(organization=kept, kind=status.kind, state=status.state)
    if status.state != StatusState.HELD:
        return status.state == StatusState.PENDING and rows.exists()
    if status.ends_on is not None:
        rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lt=status.ends_on))
    if status.starts_on is not None:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=status.starts_on))
    return rows.exists()


def _move_representatives(
    *, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str
) -> None:
    """End the roles held for the duplicate, and grant the same for the kept record; who holds it already keeps theirs."""
    today = timezone.localdate(now)
    grants = RoleGrant.objects.ending_after(today).filter(
        kind=RoleKind.ORGANIZATION_MEMBER, scope_code=duplicate.key, person__is_active=True
    )
    for grant in grants.select_related("person").order_by("pk"):
        until, starts_on = grant.ends_on, max(today, grant.starts_on)
        end_role(grant=grant, ends_on=starts_on, actor=actor, now=now, reason=reason)
        try:
            with transaction.atomic():
                new = grant_role(
                    person=grant.person,
                    kind=RoleKind.ORGANIZATION_MEMBER,
                    scope_code=kept.key,
                    starts_on=starts_on,
                    ends_on=until,
                    actor=actor,
                    now=now,
                    reason=reason,
                )
        except RoleAlreadyHeld:
            continue
        carry_quality(grant=grant, new=new, organization=kept, actor=actor, now=now, reason=reason)
