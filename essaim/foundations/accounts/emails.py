"""Mails of the room, sent after commit: the invitation. Those of signing in are allauth's, with our texts."""

from __future__ import annotations

from urllib.parse import urljoin

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import Invitation


def send_invitation(invitation: Invitation, *, token: str, site_url: str) -> None:
    """Send the link that opens an account, in the language chosen for the person invited."""
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "url": urljoin(site_url, reverse("accounts:invitation", args=[token])),
        }
        subject = render_to_string("accounts/emails/invitation_subject.txt", context).strip()
        body = render_to_string("accounts/emails/invitation.txt", context)
    send_mail(subject, body, None, [invitation.email])
