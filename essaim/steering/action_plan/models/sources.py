"""Where facts come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import SourceWeight


@tracked
class Source(models.Model):
    """A document or page that states facts: every item of a plan names at least one."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    dated = models.CharField(_("date, in words"), max_length=200, blank=True)
    weight = models.CharField(_("weight"), max_length=20, choices=SourceWeight)
    url = models.URLField(_("address"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        """Show its title."""
        return self.title
