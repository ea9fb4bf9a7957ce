"""Smallest valid people, roles and invitations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory
from django.contrib.auth.hashers import make_password

from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.services.invitations import digest_of
from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
AUTHORITY = "200093201"


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any role, who signs in with codes."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    full_name = factory.Sequence(lambda number: f"Camille Exemple {number}")
    password = factory.LazyFunction(lambda: make_password(None))

    class Params:
        gone = factory.Trait(is_active=False, left_at=MOMENT)


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """An officer of the MEL since 2020; a commune referent is that of Lille."""

    class Meta:
        model = RoleGrant

    person = factory.SubFactory(UserFactory)
    kind = RoleKind.OFFICER
    scope_kind = factory.LazyAttribute(lambda grant: SCOPE_OF_ROLE[RoleKind(grant.kind)])
    scope_code = factory.LazyAttribute(lambda grant: "59350" if grant.kind == RoleKind.COMMUNE_REFERENT else AUTHORITY)
    starts_on = date(2020, 1, 1)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An officer invited, whose link is good for two weeks; its token is "token" and a number."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda number: f"token{number}")

    email = factory.Sequence(lambda number: f"invited{number}@example.org")
    full_name = "Sacha Exemple"
    kind = RoleKind.OFFICER
    scope_kind = factory.LazyAttribute(lambda invitation: SCOPE_OF_ROLE[RoleKind(invitation.kind)])
    scope_code = AUTHORITY
    token_digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.token))
    invited_by = factory.SubFactory(UserFactory)
    sent_at = MOMENT
    expires_at = factory.LazyAttribute(lambda invitation: invitation.sent_at + timedelta(days=14))


def person_with(kind: str, **values: object) -> User:
    """Make a person who holds one role."""
    return RoleGrantFactory(kind=kind, **values).person
