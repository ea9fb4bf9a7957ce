"""What structures offer: where, how much, and with which certificates."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.directory.states import OfferState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked


class ValidQuerySet(models.QuerySet[models.Model]):
    """Vocabulary on what is valid from a day until another."""

    def valid_on(self, day: date) -> ValidQuerySet:
        """Keep what is valid on a day."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gt=day))


@tracked(exclude=["search_key"])
class Offer(models.Model):
    """
    What a structure offers to whoever looks for it: the same row serves the directory and those who buy.

    areas are INSEE codes of communes; is_everywhere says that it serves the whole territory of the authority.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    title = models.CharField(pgettext_lazy("of an offer", "what is offered"), max_length=150)
    description = models.TextField(_("in a few sentences"), max_length=1500, blank=True)
    is_everywhere = models.BooleanField(_("in the whole territory of the authority"), default=False)
    areas = ArrayField(models.CharField(max_length=5), default=list, blank=True, verbose_name=_("communes served"))
    capacity = models.CharField(
        _("capacity"), max_length=200, blank=True, help_text=_("How much, how often, how many people: 40 meals a day")
    )
    starts_on = models.DateField(_("offered from"), null=True, blank=True)
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.OFFERED)
    search_key = models.TextField(editable=False)

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a structure")
        verbose_name_plural = _("offers of structures")
        ordering = ["organization", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="offer_says_what_is_offered",
                violation_error_message=_("Say what is offered."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="offer_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(is_everywhere=True, areas=[]) | (Q(is_everywhere=False) & ~Q(areas=[])),
                name="offer_serves_communes_or_the_whole_territory",
                violation_error_message=_("Name the communes served, or say that it is the whole territory."),
            ),
        ]

    def __str__(self) -> str:
        """Show what is offered, and by whom."""
        return f"{self.title} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Return the place of the offer on the card."""
        return f"{reverse('directory:card', args=[self.organization.key])}#offre-{self.pk}"


@tracked
class Certificate(models.Model):
    """A label, approval or insurance that a structure shows to those who buy, from a day until another."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    name = models.CharField(pgettext_lazy("of a certificate", "certificate"), max_length=150)
    issuer = models.CharField(_("given by"), max_length=150)
    number = models.CharField(_("number"), max_length=60, blank=True)
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a structure")
        verbose_name_plural = _("certificates of structures")
        ordering = ["organization", "name", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="certificate_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.UniqueConstraint(
                fields=["organization", "name", "starts_on"],
                name="certificate_is_written_once_a_day",
                violation_error_message=_("This certificate is written already from that day on."),
            ),
        ]

    def __str__(self) -> str:
        """Show the certificate and the structure."""
        return f"{self.name} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Return the address of the card."""
        return reverse("directory:card", args=[self.organization.key])
