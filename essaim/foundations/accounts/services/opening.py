"""An account that somebody opens for themself, by the link sent to their address: it has no role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User

from .invitations import AlreadyKnown, Newcomer
from .writing import write_new_person


@transaction.atomic
def open_own_account(*, email: str, full_name: str, language: str, now: datetime) -> User:
    """
    Open an account without any role for somebody whose address is proved; they sign in with codes sent there.

    The caller has checked a link that only who reads the mail of this address could follow.

    :raises AlreadyKnown: if the address has an account
    :raises ValidationError: if the address or the name does not hold
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyKnown
    person = User(email=email, full_name=full_name.strip(), language=language)
    return write_new_person(person, password=None, actor=Newcomer(person), now=now)
