"""What is written to registrants, at the address they confirmed or are asked to confirm."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.foundations.territory.queries import commune_name

from .links import address_of, rating_address_of
from .models import Registration
from .states import MailKind


def registrant_mail(registration: Registration) -> EmailMessage:
    """Build the mail that is due to a registrant, in the language of the site; links are whole addresses."""
    event = registration.event
    with translation.override(settings.LANGUAGE_CODE):
        subject = {
            MailKind.CONFIRM: _("Confirm your registration: %(title)s"),
            MailKind.SEAT: _("You are registered: %(title)s"),
            MailKind.WAITING: _("You are on the waiting list: %(title)s"),
            MailKind.OFFER: _("A seat is yours if you take it: %(title)s"),
            MailKind.CHANGED: _("Day, hour or place changed: %(title)s"),
            MailKind.REMINDER: _("Reminder: %(title)s"),
            MailKind.RATING: _("What did you think of it? %(title)s"),
            MailKind.EVENT_CANCELLED: _("Cancelled: %(title)s"),
        }[MailKind(registration.mail_due)]
        body = render_to_string(
            f"events/emails/{registration.mail_due}.txt",
            {
                "registration": registration,
                "event": event,
                "commune_name": commune_name(event.commune_code),
                "link": address_of(registration),
                "rating_link": rating_address_of(event),
                "address": f"{settings.ESSAIM_URL}{event.get_absolute_url()}",
            },
        )
        return EmailMessage(
            subject=subject % {"title": event.title},
            body=body,
            to=[registration.email],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
