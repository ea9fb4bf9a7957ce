"""Structures that somebody says are missing from the directory."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.directory.states import AdditionState
from essaim.ecosystem.organizations.models import Organization, check_rna, check_siren
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN

from .asking import TEXT_LENGTH_MAX
from .cards import SUMMARY_LENGTH_MAX


@tracked(exclude=["email", "tracking_number"])
class Addition(models.Model):
    """
    A structure that somebody says is missing; who wrote it follows it by its number, without an account.

    organization: what it became once it was added, or what it was already. An address left is erased with the answer.
    """

    tracking_number = models.CharField(_("tracking number"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=AdditionState, default=AdditionState.OPEN)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[check_siren])
    rna = models.CharField(_("RNA number"), max_length=10, blank=True, validators=[check_rna])
    commune_code = models.CharField(_("commune"), max_length=5)
    website = models.URLField(_("website"), blank=True)
    summary = models.CharField(_("what it does"), max_length=SUMMARY_LENGTH_MAX, blank=True)
    note = models.CharField(_("how it is known"), max_length=TEXT_LENGTH_MAX, blank=True)
    email = models.EmailField(_("address to answer to"), blank=True)
    received_at = models.DateTimeField(_("received"))
    settled_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )

    class Meta:
        verbose_name = _("structure said to be missing")
        verbose_name_plural = _("structures said to be missing")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune_code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="addition_commune_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(state=AdditionState.OPEN, settled_at__isnull=True, organization__isnull=True)
                | (~Q(state=AdditionState.OPEN) & Q(settled_at__isnull=False, email="")),
                name="answered_addition_keeps_no_address",
                violation_error_message=_("What is answered keeps no address."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AdditionState.OPEN, AdditionState.REFUSED]) | Q(organization__isnull=False),
                name="addition_taken_names_its_structure",
                violation_error_message=_("Say which structure it is."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AdditionState.REFUSED) | ~Q(reason=""),
                name="addition_not_taken_has_its_reason",
                violation_error_message=_("Say why it is not taken: whoever proposed it is told."),
            ),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address where the team looks at it."""
        return reverse("directory:addition", args=[self.pk])
