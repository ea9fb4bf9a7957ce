"""Writes the mail of a message: plain text first, the same as simple HTML, in the language of who reads it."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .kinds import label_of
from .models import Letter, Notification


def mail_of(notification: Notification) -> EmailMultiAlternatives:
    """Build the mail of a message, ready to be sent; links are whole addresses."""
    with translation.override(notification.recipient.language):
        context = {
            "notification": notification,
            "kind": label_of(notification.kind),
            "address": f"{settings.ESSAIM_URL}{notification.url}",
            "preferences_address": f"{settings.ESSAIM_URL}{reverse('notifications:preferences')}",
        }
        mail = EmailMultiAlternatives(
            subject=notification.subject,
            body=render_to_string("notifications/emails/message.txt", context),
            to=[notification.recipient.email],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("notifications/emails/message.html", context), "text/html")
    return mail


def mail_of_letter(letter: Letter) -> EmailMultiAlternatives:
    """Build the mail of a letter, ready to be sent, in the language of the site; its link is a whole address."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "letter": letter,
            "kind": label_of(letter.kind),
            "address": f"{settings.ESSAIM_URL}{letter.url}",
            "language": settings.LANGUAGE_CODE,
        }
        mail = EmailMultiAlternatives(
            subject=letter.subject,
            body=render_to_string("notifications/emails/letter.txt", context),
            to=[letter.email],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("notifications/emails/letter.html", context), "text/html")
    return mail
