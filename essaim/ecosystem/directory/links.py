"""The links mailed to structures, signed, not stored: one proves a claim, one confirms a card."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from .models import Card, Claim

CLAIM_SIGNER = signing.Signer(salt="directory.claim")
CARD_SIGNER = signing.Signer(salt="directory.card")


class BadLink(Exception):
    """This link was not made here, only a part of it was copied, or the address it was sent to is no longer the known one."""


def claim_path(claim: Claim) -> str:
    """Return the path where a claim is proved."""
    return reverse("directory:claim_proof", args=[CLAIM_SIGNER.sign(str(claim.pk))])


def claim_of(token: str) -> Claim:
    """
    Find the claim a link proves.

    :raises BadLink: if there is none
    """
    try:
        pk = int(CLAIM_SIGNER.unsign(token))
    except signing.BadSignature:
        raise BadLink from None
    found = Claim.objects.select_related("organization").filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found


def confirmation_path(card: Card) -> str:
    """Return the path where whoever reads the mail of a structure confirms its card; good while the address is the known one."""
    return reverse("directory:confirmation", args=[CARD_SIGNER.sign_object([card.pk, card.known_address])])


def card_of(token: str) -> Card:
    """
    Find the card a link confirms.

    :raises BadLink: if there is none, or another address is known since
    """
    try:
        pk, address = CARD_SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise BadLink from None
    found = Card.objects.select_related("organization").filter(pk=pk).first()
    if found is None or not address or found.known_address != address:
        raise BadLink
    return found
