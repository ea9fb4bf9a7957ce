"""
Personal links: whoever holds one may correct or erase the answers to a questionnaire, or amend the text they are invited to.

Signed and not stored: with the database alone, nobody makes a link, nor learns who holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from .models import AmendmentInvitation, Reply

SIGNER = signing.Signer(salt="consultations.reply")
INVITED = signing.Signer(salt="consultations.amendment")


class BadLink(Exception):
    """This link was not made here, or only a part of it was copied, or what it stood for is erased."""


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


@dataclass(frozen=True, slots=True)
class InvitedActor:
    """Somebody invited to amend a text, without an account, as the trail names them."""

    invitation: AmendmentInvitation

    @property
    def audit_id(self) -> str:
        """The invitation."""
        return f"invitation:{self.invitation.pk}"

    @property
    def audit_label(self) -> str:
        """The structure, or in what quality they take part."""
        return self.invitation.author

    @property
    def audit_role(self) -> str:
        """In what quality they act."""
        return "invited"


def invitation_token(invitation: AmendmentInvitation) -> str:
    """Return the token that stands for an invitation in its link."""
    return INVITED.sign(str(invitation.pk))


def invitation_path(invitation: AmendmentInvitation) -> str:
    """Return the path of the link of an invitation."""
    return reverse("consultations:amend_by_link", args=[invitation_token(invitation)])


def invitation_of(token: str) -> AmendmentInvitation:
    """
    Find the invitation a token stands for, ended or not.

    :raises BadLink: if it stands for none
    """
    try:
        pk = int(INVITED.unsign(token))
    except (signing.BadSignature, ValueError):
        raise BadLink from None
    rows = AmendmentInvitation.objects.select_related("text__consultation", "organization")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise BadLink
    return found
