"""Zonings: dated ways to divide a territory, their zones, and the communes of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.territory.states import Composition, ZoningKind

from .communes import Commune
from .dated import Dated, DatedQuerySet, ends_after_start
from .epci import Epci


@tracked
class Zoning(Dated):
    """One edition of a way to divide an authority's territory; a new list is a new edition, never a change of this one."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Used in addresses: qpv-2024"))
    kind = models.CharField(_("kind"), max_length=20, choices=ZoningKind)
    name = models.CharField(_("name"), max_length=200)
    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, related_name="zonings", verbose_name=_("EPCI"))
    composition = models.CharField(_("composition"), max_length=20, choices=Composition)
    zone_count = models.PositiveSmallIntegerField(
        _("number of zones"), null=True, blank=True, help_text=_("As the source gives it; empty if it does not")
    )
    note = models.TextField(_("note"), blank=True)

    objects = DatedQuerySet["Zoning"].as_manager()

    class Meta:
        verbose_name = _("zoning")
        verbose_name_plural = _("zonings")
        ordering = ["epci", "kind", "-starts_on", "pk"]
        constraints = [
            ends_after_start("zoning_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["epci", "kind", "starts_on"],
                condition=~Q(kind=ZoningKind.OTHER),
                name="zoning_has_one_edition_a_day",
                violation_error_message=_("There is already an edition of this zoning from that day on."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territory:zoning", args=[self.slug])


@tracked
class Zone(models.Model):
    """A part of a zoning, such as a territoire or a district."""

    zoning = models.ForeignKey(Zoning, on_delete=models.PROTECT, related_name="zones", verbose_name=_("zoning"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["zoning", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["zoning", "code"],
                name="zone_code_is_unique_in_its_zoning",
                violation_error_message=_("This zoning already has a zone of that code."),
            )
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name


@tracked
class ZoneMember(models.Model):
    """A whole commune is part of a zone."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="members", verbose_name=_("zone"))
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="zones", verbose_name=_("commune"))

    class Meta:
        verbose_name = _("commune of a zone")
        verbose_name_plural = _("communes of a zone")
        ordering = ["zone", "commune"]
        constraints = [models.UniqueConstraint(fields=["zone", "commune"], name="commune_is_in_a_zone_once")]

    def __str__(self) -> str:
        """Show who is where."""
        return f"{self.commune} / {self.zone}"
