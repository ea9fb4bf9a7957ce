"""What a structure says of itself, beside its record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.directory.states import CardState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked

SUMMARY_LENGTH_MAX = 600


@tracked(exclude=["known_address"])
class Card(models.Model):
    """
    The public face of a structure: what it says of itself, when that was last confirmed, whether it wants to be shown.

    A structure without a card is shown with what its record says. known_address is an address of the structure itself, read in
    a public source: it is never shown, and only serves to send it a link of its own.
    """

    organization = models.OneToOneField(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.SHOWN)
    summary = models.CharField(
        _("what it does"), max_length=SUMMARY_LENGTH_MAX, blank=True, help_text=_("In a few sentences, without names")
    )
    phone = models.CharField(_("telephone of the structure"), max_length=30, blank=True)
    known_address = models.EmailField(
        _("address of the structure"), blank=True, help_text=_("Never shown: it only gets links of its own")
    )
    known_address_source = models.CharField(_("where this address was read"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    asked_on = models.DateField(_("last asked to confirm on"), null=True, blank=True)
    asked_count = models.PositiveSmallIntegerField(_("times asked since it was confirmed"), default=0)
    takes_messages = models.BooleanField(
        _("people may write to the structure from its card"),
        default=True,
        help_text=_("Messages are relayed to the address of the structure, which is never shown"),
    )
    is_asked = models.BooleanField(_("asked to confirm by mail"), default=True)

    class Meta:
        verbose_name = _("card of a structure")
        verbose_name_plural = _("cards of structures")
        ordering = ["organization"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known_address="") | ~Q(known_address_source=""),
                name="known_address_has_its_source",
                violation_error_message=_("Write where this address was read: a public source."),
            )
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of the card."""
        return reverse("directory:card", args=[self.organization.key])
