"""What is written to residents: the answer to their question, to the address they left for it."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Feedback


def answer_mail(feedback: Feedback) -> EmailMessage:
    """Build the mail that tells a resident the answer, in the language of the site; the link is a whole address."""
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("Answer to your question %s") % feedback.tracking_number,
            body=render_to_string(
                "action_plan/emails/answer.txt",
                {"feedback": feedback, "address": f"{settings.ESSAIM_URL}{feedback.get_absolute_url()}"},
            ),
            to=[feedback.email],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
