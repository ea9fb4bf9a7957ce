"""Who signs what for the authority."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from essaim.delivery.funding.models import Delegation
from essaim.delivery.funding.states import DutyKind
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser


def delegation_rows() -> QuerySet[Delegation]:
    """Return the delegations of signature, with the person."""
    return Delegation.objects.select_related("person").order_by("duty", "-starts_on", "pk")


def certifiers() -> list[User]:
    """Return those who say that services are done, as long as no end of it is written: what is followed is told to them."""
    return [row.person for row in delegation_rows().filter(duty=DutyKind.CERTIFY, ends_on__isnull=True)]


def duties_of(person: Person, *, on: date) -> frozenset[str]:
    """Return what a person signs for the authority on a day, in one query."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    rows = Delegation.objects.filter(person=person, starts_on__lte=on)
    return frozenset(rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).values_list("duty", flat=True))


def people_for_choice(*, today: date) -> QuerySet[User]:
    """Return the people of the team today, by name: those to whom a signature may be delegated."""
    held = Q(role_grants__kind__in=[RoleKind.OFFICER, RoleKind.ADMINISTRATOR], role_grants__starts_on__lte=today)
    still = Q(role_grants__ends_on__isnull=True) | Q(role_grants__ends_on__gt=today)
    return User.objects.filter(held & still, is_active=True).distinct().order_by("full_name", "pk")
