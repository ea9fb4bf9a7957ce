"""Smallest valid people."""

from __future__ import annotations

from datetime import date

import factory

from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any role."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    full_name = factory.Sequence(lambda number: f"Camille Exemple {number}")


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """An officer of the MEL since 2020."""

    class Meta:
        model = RoleGrant

    person = factory.SubFactory(UserFactory)
    kind = RoleKind.OFFICER
    scope_kind = factory.LazyAttribute(lambda grant: SCOPE_OF_ROLE[RoleKind(grant.kind)])
    scope_code = "200093201"
    starts_on = date(2020, 1, 1)
