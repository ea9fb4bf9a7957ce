"""What is written to people who contributed and left an address: it came, it is hidden and why, it has its answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import queries
from .models import Contribution
from .states import ContributionMail


def author_mail(contribution: Contribution, *, erased: bool) -> EmailMessage:
    """
    Build the mail that is due to an author, in the language of the site; the link is a whole address.

    :param erased: whether the address is erased with this mail, which then says so
    """
    with translation.override(settings.LANGUAGE_CODE):
        kind = ContributionMail(contribution.mail_due)
        subject = {
            ContributionMail.RECEIPT: _("Your contribution has arrived: %(title)s"),
            ContributionMail.MODERATED: _("Your contribution was read: %(title)s"),
            ContributionMail.ANSWERED: _("Your contribution has its answer: %(title)s"),
        }[kind]
        context: dict[str, object] = {
            "contribution": contribution,
            "link": f"{settings.ESSAIM_URL}{reverse('consultations:tracking', args=[contribution.tracking_number])}",
            "erased": erased,
        }
        if kind == ContributionMail.ANSWERED:
            context["fate"] = queries.fate_of(contribution, person=AnonymousUser(), today=timezone.localdate())
        return EmailMessage(
            subject=subject % {"title": contribution.consultation.title},
            body=render_to_string(f"consultations/emails/{kind.value}.txt", context),
            to=[contribution.email],
            # Tells answering machines not to answer (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
