"""The links mailed to structures and to who writes to them, signed, not stored: each shows a page with one button."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from .models import Card, Claim, ContactMessage

CLAIM_SIGNER = signing.Signer(salt="directory.claim")
CARD_SIGNER = signing.Signer(salt="directory.card")


MESSAGE_SIGNER = signing.Signer(salt="directory.message")
BLOCK_SIGNER = signing.Signer(salt="directory.block")


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


def relay_path(message: ContactMessage) -> str:
    """Return the path where the author of a message says that they wrote it."""
    return reverse("directory:contact_relay", args=[MESSAGE_SIGNER.sign(str(message.pk))])


def block_path(message: ContactMessage) -> str:
    """Return the path where a structure says that it does not want to hear an author, or anybody, any more."""
    return reverse("directory:contact_block", args=[BLOCK_SIGNER.sign(str(message.pk))])


def message_of(token: str, signer: signing.Signer) -> ContactMessage:
    """
    Find the message of a link.

    :raises BadLink: if there is none, or it was erased since
    """
    try:
        pk = int(signer.unsign(token))
    except signing.BadSignature:
        raise BadLink from None
    found = ContactMessage.objects.select_related("organization").filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found
