"""Bodies, their rules, colleges, seats and who holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.models import Body, BodyRules, College, CollegeQuorum, Mandate, Seat
from essaim.steering.committees.states import Gender, MandateQuality, Threshold

from .locks import locked_body

EDITABLE = frozenset({"name", "description", "source"})
# Of a mandate; who sits and when is told by mandates that end and begin.
CORRECTED = frozenset({"person_name", "organization", "gender"})
SEATS_AT_ONCE_MAX = 100


class AlreadySits(Exception):
    """The person holds another seat of this body on some of these days: one person, one voice."""


class MandateEnded(Exception):
    """The mandate ended before that day already."""


class TooManySeats(Exception):
    """More seats than a college can have are added at once."""


@transaction.atomic
def create_body(*, actor: User, now: datetime, slug: str, name: str, description: str = "", source: str = "") -> Body:
    """
    Write a body that sits.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a field does not hold
    """
    require(permissions.can_run_bodies(actor))
    body = Body(slug=slug, name=name, description=description, source=source)
    return write_new(body, "body.created", actor=actor, now=now)


@transaction.atomic
def update_body(*, body: Body, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Body:
    """
    Correct what is written of a body, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    """
    body = locked_body(body)
    require(permissions.can_run_bodies(actor))
    refuse_other_fields(values, EDITABLE)
    refuse_stale(body, values, version)
    return write_fields(body, "body.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def set_rules(
    *,
    body: Body,
    actor: User,
    now: datetime,
    starts_on: date,
    source: str,
    college_quorums: Mapping[College, str] | None = None,
    **values: object,
) -> BodyRules:
    """
    Write the rules of a body from a day on; those before hold until then.

    :param college_quorums: a threshold for each college that has one
    :param values: fields of BodyRules
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if there are rules from that day already, or a field does not hold
    """
    body = locked_body(body)
    require(permissions.can_run_bodies(actor))
    rules = BodyRules(body=body, starts_on=starts_on, source=source, **values)
    write_new(rules, "rules.set", actor=actor, now=now)
    for college, threshold in (college_quorums or {}).items():
        if threshold != Threshold.NONE:
            row = CollegeQuorum(rules=rules, college=college, threshold=threshold)
            write_new(row, "quorum.set", actor=actor, now=now)
    return rules


@transaction.atomic
def add_college(
    *,
    body: Body,
    actor: User,
    now: datetime,
    name: str,
    starts_on: date | None = None,
    source: str = "",
) -> College:
    """
    Add a college after the others.

    :raises NotAllowed: if the actor is not of the team
    """
    body = locked_body(body)
    require(permissions.can_run_bodies(actor))
    last = body.colleges.aggregate(last=Max("position"))["last"] or 0
    college = College(body=body, position=last + 1, name=name, starts_on=starts_on, source=source)
    return write_new(college, "college.added", actor=actor, now=now)


@transaction.atomic
def add_seats(
    *, college: College, actor: User, now: datetime, count: int, starts_on: date, label: str = ""
) -> list[Seat]:
    """
    Add seats to a college, numbered after those it has.

    :raises NotAllowed: if the actor is not of the team
    :raises TooManySeats: over a hundred at once
    """
    locked_body(college.body)
    require(permissions.can_run_bodies(actor))
    if not 1 <= count <= SEATS_AT_ONCE_MAX:
        raise TooManySeats
    last = college.seats.aggregate(last=Max("number"))["last"] or 0
    return [
        write_new(
            Seat(college=college, number=last + offset, label=label, starts_on=starts_on),
            "seat.added",
            actor=actor,
            now=now,
        )
        for offset in range(1, count + 1)
    ]


@transaction.atomic
def end_seat(*, seat: Seat, actor: User, now: datetime, ends_on: date, reason: str) -> Seat:
    """
    Say that a seat no longer exists from a day on; the mandates on it end with it.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it would end before it starts
    """
    locked_body(seat.college.body)
    require(permissions.can_run_bodies(actor))
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    for mandate in seat.mandates.filter(starts_on__lt=ends_on).exclude(ends_on__lte=ends_on).order_by("pk"):
        write_fields(mandate, "mandate.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)
    return write_fields(seat, "seat.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)


@transaction.atomic
def name_member(
    *,
    seat: Seat,
    actor: User,
    now: datetime,
    starts_on: date,
    ends_on: date | None = None,
    quality: str = MandateQuality.TITULAR,
    person: User | None = None,
    person_name: str = "",
    email: str = "",
    organization: Organization | None = None,
    gender: str = Gender.NOT_DECLARED,
    reason: str = "",
) -> Mandate:
    """
    Say who holds a seat, from a day on (included), until another (excluded) if one is said.

    :param email: where somebody without an account is convened and votes, by a personal link

    :raises NotAllowed: if the actor is not of the team
    :raises AlreadySits: if this account holds a seat of the body on some of these days
    :raises ValidationError: if the seat is held on some of these days, or nobody is named
    """
    body = locked_body(seat.college.body)
    require(permissions.can_run_bodies(actor))
    if person is not None and queries.sits_elsewhere(body, person, starts_on=starts_on, ends_on=ends_on):
        raise AlreadySits
    mandate = Mandate(
        seat=seat,
        quality=quality,
        person=person,
        person_name=person_name.strip(),
        email=email,
        organization=organization,
        gender=gender,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return write_new(mandate, "mandate.named", actor=actor, now=now, reason=reason, details={"seat": seat.pk})


@transaction.atomic
def correct_mandate(
    *, mandate: Mandate, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Mandate:
    """
    Correct what was written of a member by mistake: the name of who has no account, the structure, the declared gender.

    Somebody else in the seat is another mandate: this one ends and theirs begins.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if nobody is named any more, or an account has a name beside its own
    """
    locked_body(mandate.seat.college.body)
    require(permissions.can_run_bodies(actor))
    refuse_other_fields(values, CORRECTED)
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    refuse_stale(mandate, values, version)
    return write_fields(mandate, "mandate.corrected", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def set_address(*, mandate: Mandate, actor: User, now: datetime, email: str) -> Mandate:
    """
    Write, correct or erase the address of a member without an account; links sent to another one end with it.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is no address, or the mandate has an account
    """
    locked_body(mandate.seat.college.body)
    require(permissions.can_run_bodies(actor))
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    return write_fields(mandate, "mandate.address_set", {"email": email.strip()}, actor=actor, now=now)


def erase_addresses(*, now: datetime) -> int:
    """Erase the addresses of the mandates that ended more than a year ago, and return how many."""
    return queries.addresses_too_old(timezone.localdate(now)).update(email="")


@transaction.atomic
def end_mandate(*, mandate: Mandate, actor: User, now: datetime, ends_on: date, reason: str) -> Mandate:
    """
    Say that somebody no longer holds a seat from a day on.

    :raises NotAllowed: if the actor is not of the team
    :raises MandateEnded: if it ended before that day already
    :raises ValidationError: if that day is not after the first one
    """
    locked_body(mandate.seat.college.body)
    require(permissions.can_run_bodies(actor))
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if mandate.ends_on is not None and mandate.ends_on <= ends_on:
        raise MandateEnded
    return write_fields(mandate, "mandate.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)


@transaction.atomic
def transfer_mandate(*, mandate: Mandate, successor: User, actor: User, now: datetime, reason: str = "") -> Mandate:
    """
    Hand a seat over to somebody else from today, in the same quality and for the same structure.

    :raises NotAllowed: if the actor is not of the team
    :raises AlreadySits: if the successor holds a seat of the body already
    """
    today = timezone.localdate(now)
    body = locked_body(mandate.seat.college.body)
    require(permissions.can_run_bodies(actor))
    starts_on = max(today, mandate.starts_on)
    ends_on = mandate.ends_on
    if queries.sits_elsewhere(body, successor, starts_on=starts_on, ends_on=ends_on):
        raise AlreadySits
    if mandate.starts_on < starts_on:
        end_mandate(mandate=mandate, actor=actor, now=now, ends_on=starts_on, reason=reason)
        return name_member(
            seat=mandate.seat,
            actor=actor,
            now=now,
            starts_on=starts_on,
            ends_on=ends_on,
            quality=mandate.quality,
            person=successor,
            organization=mandate.organization,
            reason=reason,
        )
    # It has not begun, or begins today: nobody sat under it yet.
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    values = {"person": successor, "email": "", "gender": Gender.NOT_DECLARED}
    return write_fields(mandate, "mandate.transferred", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def move_mandates(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give the mandates held for a structure to the record it is merged into."""
    for mandate in Mandate.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(mandate, "mandate.updated", {"organization": kept}, actor=actor, now=now, reason=reason)


@transaction.atomic
def forget_gender(*, person: User, now: datetime) -> None:
    """Erase what a person declared of their gender; past balances then count them among those who declared nothing."""
    Mandate.objects.filter(person=person).update(gender=Gender.NOT_DECLARED)
