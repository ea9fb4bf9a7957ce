"""Outlines of communes and EPCI, as they were loaded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .loads import Load


class Outline(models.Model):
    """
    The shape of a commune or an EPCI, by INSEE code or SIREN, as a GeoJSON geometry (WGS 84).

    Good for maps, not for deciding on which side of a border an address lies. The history of a shape is not kept:
    its load says which file it comes from.
    """

    code = models.CharField(_("code"), max_length=9, unique=True)
    geometry = models.JSONField(_("geometry"))
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="outlines", verbose_name=_("load"))

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(geometry__type__in=["Polygon", "MultiPolygon"]),
                name="outline_is_a_polygon",
                violation_error_message=_("An outline is a Polygon or a MultiPolygon."),
            )
        ]

    def __str__(self) -> str:
        """Show whose shape it is."""
        return self.code
