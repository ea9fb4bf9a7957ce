"""Records that may be one structure: found, told apart with a reason, looked at again; a mistaken merger undone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from essaim.ecosystem.organizations import permissions, queries
from essaim.ecosystem.organizations.models import CandidatePair, EssStatus, Establishment, Merger, Organization, keys_of
from essaim.ecosystem.organizations.states import MERGER_MOVES, PAIR_MOVES, PairState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require

from .announcing import announce
from .records import wait_for_others


class CannotUndo(Exception):
    """Something keeps the merger from being undone: obstacles says what, in words."""

    def __init__(self, obstacles: list[str]) -> None:
        """Keep what stands in the way."""
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


@transaction.atomic
def find_duplicates(*, actor: Actor, now: datetime) -> int:
    """
    Look for records that may be one structure, and return how many pairs wait for the team.

    A pair that was told apart stays so; one that looks alike no more is forgotten unless somebody decided of it.
    """
    wait_for_others()
    known = {(row.first_id, row.second_id): row for row in CandidatePair.objects.select_for_update(of=("self",))}
    met = set()
    for scored in queries.scored_pairs(today=timezone.localdate(now)):
        key = (scored.first, scored.second)
        met.add(key)
        pair, values = known.get(key), {"score": scored.score, "reasons": list(scored.reasons)}
        if pair is None:
            new = CandidatePair(first_id=key[0], second_id=key[1], found_at=now, **values)
            write_new(new, "pair.found", actor=actor, now=now)
        elif pair.state == PairState.OPEN and (pair.score, pair.reasons) != (scored.score, list(scored.reasons)):
            write_fields(pair, "pair.scored", values, actor=actor, now=now)
    for key, pair in known.items():
        if pair.state == PairState.OPEN and key not in met:
            record("pair.forgotten", actor=actor, target=pair, at=now)
            pair.delete()
    return CandidatePair.objects.filter(state=PairState.OPEN).count()


@transaction.atomic
def tell_apart(*, pair: CandidatePair, actor: User, now: datetime, reason: str) -> CandidatePair:
    """
    Say that two records are two structures, and why: they are not proposed again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was decided before
    :raises ValidationError: without a reason
    """
    return _move(pair, "tell_apart", "pair.told_apart", actor=actor, now=now, reason=reason)


@transaction.atomic
def look_again(*, pair: CandidatePair, actor: User, now: datetime) -> CandidatePair:
    """
    Put a pair that was told apart back among those to be looked at.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it waits already
    """
    return _move(pair, "look_again", "pair.reopened", actor=actor, now=now, reason="")


def _move(pair: CandidatePair, move: str, verb: str, *, actor: User, now: datetime, reason: str) -> CandidatePair:
    require(permissions.can_write_organizations(actor))
    pair = CandidatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    state = PAIR_MOVES.target(move, pair.state)
    values = {"state": state, "decided_at": None if state == PairState.OPEN else now, "reason": reason}
    return write_fields(pair, verb, values, actor=actor, now=now, reason=reason)


def settle_pairs(*, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str) -> None:
    """Write in the pair of two merged records that they are one, and forget the other pairs of the one that is merged."""
    first, second = sorted((kept.pk, duplicate.pk))
    for pair in CandidatePair.objects.select_for_update(of=("self",)).filter(first=first, second=second):
        if "merge" in PAIR_MOVES.names_from(pair.state):
            values = {"state": PairState.MERGED, "decided_at": now, "reason": reason}
            write_fields(pair, "pair.merged", values, actor=actor, now=now, reason=reason)
    forget_pairs(duplicate, actor=actor, now=now, reason=reason)


def forget_pairs(organization: Organization, *, actor: User, now: datetime, reason: str) -> None:
    """Forget the pairs of a record that nobody decided of: it is about to leave those in use."""
    open_pairs = CandidatePair.objects.filter(state=PairState.OPEN)
    for pair in (open_pairs.filter(first=organization) | open_pairs.filter(second=organization)).order_by("pk"):
        record("pair.forgotten", actor=actor, target=pair, at=now, reason=reason)
        pair.delete()


@transaction.atomic
def undo_merger(*, merger: Merger, actor: User, now: datetime, reason: str) -> Merger:
    """
    Put two records back as they were before a merger: fields, statuses, establishments, records merged before.

    :raises NotAllowed: if the actor is not of the team
    :raises CannotUndo: after thirty days, if something changed since, or if people or other rooms followed the kept record
    """
    wait_for_others()
    merger = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    rows = Organization.objects.select_for_update(of=("self",)).order_by("pk")
    locked = rows.in_bulk([merger.kept_id, merger.duplicate_id])
    kept, duplicate = locked[merger.kept_id], locked[merger.duplicate_id]
    merger.kept, merger.duplicate = kept, duplicate
    require(permissions.can_write_organizations(actor))
    if obstacles := queries.undo_obstacles(merger, now=now):
        raise CannotUndo(obstacles)
    state = MERGER_MOVES.target("undo", merger.state)
    if merger.taken:
        before = {name: _value(name, value) for name, value, _after in merger.taken}
        values = {**before, **keys_of(kept.name, str(before.get("acronym", kept.acronym)))}
        write_fields(kept, "organization.restored", values, actor=actor, now=now, reason=reason)
    write_fields(duplicate, "organization.separated", {"merged_into": None}, actor=actor, now=now, reason=reason)
    for earlier in rows.filter(pk__in=merger.earlier_pks, merged_into=kept):
        write_fields(earlier, "organization.merged", {"merged_into": duplicate}, actor=actor, now=now, reason=reason)
    for status in EssStatus.objects.filter(pk__in=merger.status_pks, organization=kept).order_by("pk"):
        write_fields(status, "status.moved", {"organization": duplicate}, actor=actor, now=now, reason=reason)
    for place in Establishment.objects.filter(pk__in=merger.place_pks, organization=kept).order_by("pk"):
        moved = {"organization": duplicate, "is_seat": place.is_seat or place.pk in merger.seat_pks}
        write_fields(place, "establishment.moved", moved, actor=actor, now=now, reason=reason)
    first, second = sorted((kept.pk, duplicate.pk))
    for pair in CandidatePair.objects.filter(first=first, second=second, state=PairState.MERGED):
        write_fields(
            pair, "pair.reopened", {"state": PairState.OPEN, "decided_at": None, "reason": ""}, actor=actor, now=now
        )
    announce(kept.pk)
    announce(duplicate.pk)
    return write_fields(
        merger, "merger.undone", {"state": state, "undone_at": now}, actor=actor, now=now, reason=reason
    )


def _value(name: str, text: str | None) -> str | date | None:
    """Read back a value kept as text: days were days."""
    if name in {"created_on", "ceased_on"}:
        return parse_date(text) if text else None
    return text or ""
