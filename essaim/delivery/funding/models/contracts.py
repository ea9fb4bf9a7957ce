"""The republican commitment of those who receive a grant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.states import CerExemption
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .grants import Grant


@tracked
class RepublicanContract(models.Model):
    """
    The republican commitment (CER) of a structure that receives a grant: signed, in which version, or deemed met and why.

    Who signed is told by their quality; the application keeps their name.

    Source: law of 24 August 2021, article 12 (article 10-1 of law 2000-321); decree 2021-1947. Associations and foundations,
    whether the grant is in cash or in kind; companies are not covered (to be confirmed).
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="contracts")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    text_version = models.CharField(_("version of the text"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signatory_quality = models.CharField(_("quality of who signed"), max_length=80, blank=True)
    exemption = models.CharField(_("ground of exemption"), max_length=20, choices=CerExemption, blank=True)
    reason = models.CharField(
        _("what shows the exemption"), max_length=300, blank=True, help_text=_("Such as the approval, with its day")
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The document or the application it was read in")
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = pgettext_lazy("of a grant", "republican commitment")
        verbose_name_plural = pgettext_lazy("of a grant", "republican commitments")
        ordering = ["grant", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "organization"],
                name="republican_commitment_is_recorded_once_a_grant",
                violation_error_message=_("It is recorded for this structure already."),
            ),
            models.CheckConstraint(
                condition=Q(exemption="", signed_on__isnull=False, reason="")
                & ~Q(text_version="")
                & ~Q(signatory_quality="")
                | ~Q(exemption="") & Q(signed_on__isnull=True, signatory_quality="") & ~Q(reason=""),
                name="republican_commitment_is_signed_or_exempted",
                violation_error_message=_(
                    "Say on which day it was signed, in which version and in what quality; or the ground of exemption and what "
                    "shows it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="republican_commitment_has_a_source",
                violation_error_message=_("Name the source."),
            ),
        ]

    def __str__(self) -> str:
        """Show the structure and the grant."""
        return f"{self.organization} – {self.grant.reference}"

    def get_absolute_url(self) -> str:
        """Return the address of the grant."""
        return reverse("funding:grant", args=[self.grant_id])
