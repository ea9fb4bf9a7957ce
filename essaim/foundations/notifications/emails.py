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
    """Build the mail of a message, ready to be sent, in the language of its reader; links are whole addresses."""
    reader = notification.recipient
    return _mail("message", notification, to=reader.email, language=reader.language, notification=notification)


def mail_of_letter(letter: Letter) -> EmailMultiAlternatives:
    """Build the mail of a letter, ready to be sent, in the language of the site; its link is a whole address."""
    return _mail("letter", letter, to=letter.email, language=settings.LANGUAGE_CODE, letter=letter)


def _mail(
    template: str, written: Notification | Letter, *, to: str, language: str, **context: object
) -> EmailMultiAlternatives:
    with translation.override(language):
        context |= {
            "kind": label_of(written.kind),
            "address": f"{settings.ESSAIM_URL}{written.url}",
            "preferences_address": f"{settings.ESSAIM_URL}{reverse('notifications:preferences')}",
            "language": language,
        }
        mail = EmailMultiAlternatives(
            subject=written.subject,
            body=render_to_string(f"notifications/emails/{template}.txt", context),
            to=[to],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string(f"notifications/emails/{template}.html", context), "text/html")
    return mail
