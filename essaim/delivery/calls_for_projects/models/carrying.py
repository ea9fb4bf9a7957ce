"""What those who carry an application add to it: who writes with them, pieces, commitment, confirmation; who wrote what."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.states import CerExemption
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.documents.models import Document

from .applications import Application
from .parts import CODE_LENGTH_MAX


def of_application(related_name: str) -> models.ForeignKey:
    """Build the key to an application."""
    return models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name=related_name,
        verbose_name=pgettext_lazy("to a call", "application"),
    )


# Addresses stay out of the history, which nobody erases.
@tracked(exclude=["email", "token_digest"])
class CoWriter(models.Model):
    """Somebody who writes an application with its author, from the moment they open the link they were sent."""

    application = of_application("cowriters")
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited"))
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("of an application", "ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("co-writer")
        verbose_name_plural = _("co-writers")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "email"],
                condition=Q(ended_at__isnull=True),
                name="cowriter_is_invited_once_to_an_application",
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(joined_at__isnull=True) | Q(person__isnull=False),
                name="cowriter_who_joined_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Show the application, never who."""
        return f"{self.application} – {self._meta.verbose_name} {self.pk}"


class FieldWriting(models.Model):
    """
    Who wrote a field of an application last, and when: shown to those who carry it, and no longer kept than it is.

    Not in the history: each saving is an operation of the trail already, with the names of the fields.
    """

    application = of_application("writings")
    field = models.CharField(_("field"), max_length=60)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(pgettext_lazy("of an application", "written"))

    class Meta:
        verbose_name = _("writing of a field")
        verbose_name_plural = _("writings of fields")
        ordering = ["application", "-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field", "person"], name="last_writing_of_a_field_by_a_person"
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the field."""
        return f"{self.application} – {self.field}"


@tracked
class ApplicationPiece(models.Model):
    """
    A piece given with an application: a document, its own date, or why it is not there yet.

    code, title: those of the edition's required piece, as asked. The document may belong to an earlier application of the
    same structure, which is then not asked for it twice.
    """

    application = of_application("pieces")
    code = models.CharField(pgettext_lazy("of a piece", "code"), max_length=CODE_LENGTH_MAX)
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    dated_on = models.DateField(_("date written on it"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    absence_reason = models.CharField(_("why it is not there yet"), max_length=300, blank=True)
    reused_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given before with")
    )
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("piece of an application")
        verbose_name_plural = _("pieces of an application")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="application_has_a_piece_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(absence_reason=""),
                name="piece_is_there_or_its_absence_is_explained",
                violation_error_message=_("Give the document, or say why it is not there yet."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the code."""
        return f"{self.application} – {self.code}"

    def has_expired(self, day: date) -> bool:
        """Tell whether it is no longer valid on a day."""
        return self.valid_until is not None and self.valid_until < day


@tracked(exclude=["signatory_name"])
class Commitment(models.Model):
    """
    The republican commitment (CER) of an association or a foundation: signed, or deemed met, with the ground.

    Source: law of 24 August 2021, article 12 (article 10-1 of law 2000-321); decree 2021-1947. Companies are not covered (to
    be confirmed).
    """

    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        related_name="commitment",
        verbose_name=pgettext_lazy("to a call", "application"),
    )
    text_version = models.CharField(_("version of the text"), max_length=100)
    exemption = models.CharField(_("ground of exemption"), max_length=20, choices=CerExemption, blank=True)
    signatory_name = models.CharField(pgettext_lazy("commitment", "signed by"), max_length=120, blank=True)
    signatory_quality = models.CharField(pgettext_lazy("of a signatory", "quality"), max_length=80, blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("republican commitment")
        verbose_name_plural = _("republican commitments")
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(exemption="") | (~Q(signatory_name="") & ~Q(signatory_quality="")),
                name="commitment_is_signed_by_somebody_or_exempted",
                violation_error_message=_("Say who signs and in what quality, or on which ground it is deemed met."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the text."""
        return f"{self.application} – {self.text_version}"


@tracked(exclude=["name", "email", "token_digest"])
class Confirmation(models.Model):
    """
    The legal representative confirms what is filed: on the page, or by the link sent to their address.

    digest: of what was confirmed; what is written afterwards is confirmed again.
    """

    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        related_name="confirmation",
        verbose_name=pgettext_lazy("to a call", "application"),
    )
    name = models.CharField(_("legal representative"), max_length=120)
    quality = models.CharField(pgettext_lazy("of a signatory", "quality"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(pgettext_lazy("of an application", "asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    by_link = models.BooleanField(_("by the link"), default=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("confirmation of an application")
        verbose_name_plural = _("confirmations of applications")
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(digest=""),
                name="confirmation_says_what_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        """Show the application, never who."""
        return f"{self.application} – {self._meta.verbose_name}"
