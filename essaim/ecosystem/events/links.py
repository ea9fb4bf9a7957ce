"""The links mailed to registrants: whoever holds one may confirm, take a seat or withdraw; they are signed, not stored."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Registration

SIGNER = signing.Signer(salt="events.registration")


class BadLink(Exception):
    """This link was not made here, or only a part of it was copied."""


def token_of(registration: Registration) -> str:
    """Return the token that stands for a registration in its link."""
    return SIGNER.sign(str(registration.pk))


def registration_of(token: str) -> Registration:
    """
    Find the registration a token stands for.

    :raises BadLink: if it stands for none
    """
    try:
        pk = int(SIGNER.unsign(token))
    except signing.BadSignature:
        raise BadLink from None
    found = Registration.objects.select_related("event__parent").filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found


def address_of(registration: Registration) -> str:
    """Return the whole address of the link, for a mail."""
    return f"{settings.ESSAIM_URL}{reverse('events:registration', args=[token_of(registration)])}"
