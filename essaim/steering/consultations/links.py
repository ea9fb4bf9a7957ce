"""The personal links of people who answered a questionnaire: whoever holds one may correct or erase the answers."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from .models import Reply

# Signed and not stored: with the database alone, nobody makes a link, nor learns who holds it.
SIGNER = signing.Signer(salt="consultations.reply")


class BadLink(Exception):
    """This link was not made here, or only a part of it was copied, or its answers are erased."""


def token_of(reply: Reply) -> str:
    """Return the token that stands for a reply in its link."""
    return SIGNER.sign(str(reply.pk))


def path_of(reply: Reply) -> str:
    """Return the path of the link."""
    return reverse("consultations:reply", args=[token_of(reply)])


def reply_of(token: str) -> Reply:
    """
    Find the reply a token stands for.

    :raises BadLink: if it stands for none
    """
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise BadLink from None
    found = Reply.objects.select_related("questionnaire__consultation").filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found
