"""The links mailed to registrants, signed, not stored: one of their own to confirm or withdraw, one of all to give an opinion."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Event, Registration

SIGNER = signing.Signer(salt="events.registration")
RATING_SIGNER = signing.Signer(salt="events.rating")


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


def rating_token_of(event: Event) -> str:
    """Return the token by which those who came say what they thought: the same for all, so that it tells nobody."""
    return RATING_SIGNER.sign(str(event.pk))


def rated_event(token: str) -> Event:
    """
    Find the gathering a token lets somebody speak of.

    :raises BadLink: if there is none
    """
    try:
        pk = int(RATING_SIGNER.unsign(token))
    except signing.BadSignature:
        raise BadLink from None
    found = Event.objects.select_related("parent").filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found


def rating_address_of(event: Event) -> str:
    """Return the whole address where those who came say what they thought."""
    return f"{settings.ESSAIM_URL}{reverse('events:rate', args=[rating_token_of(event)])}"
