"""Identities of outside providers linked to an account."""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record

from .writing import locked_person


class IdentityTaken(Exception):
    """This identity opens somebody else's account already."""


@transaction.atomic
def link_identity(*, person: User, identity: SocialAccount, now: datetime) -> SocialAccount:
    """
    Let an identity of a provider open a person's account; the caller has checked both in one session.

    :param identity: as the provider gave it, not written yet
    :raises IdentityTaken: if it opens another account
    """
    person = locked_person(person)
    known = SocialAccount.objects.filter(provider=identity.provider, uid=identity.uid).first()
    if known is not None:
        if known.user_id != person.pk:
            raise IdentityTaken
        return known
    identity.user = person
    identity.save()
    record("identity.linked", actor=person, target=person, at=now, details={"provider": identity.provider})
    return identity


@transaction.atomic
def unlink_identity(*, person: User, identity: SocialAccount, now: datetime) -> None:
    """Take an identity off its owner's account; a code sent by mail still opens it."""
    person = locked_person(person)
    provider = identity.provider
    SocialAccount.objects.filter(pk=identity.pk, user=person).delete()
    record("identity.unlinked", actor=person, target=person, at=now, details={"provider": provider})
