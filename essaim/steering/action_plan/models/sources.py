"""Where facts come from."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import SourceWeight

# A key of our own has 60 characters at most; that of something imported carries its plan's short name before it.
KEY_LENGTH_MAX = 130
# How much of a long text names it in a list or a link.
BEGINNING_WORDS = 15


class OriginQuerySet(models.QuerySet[Any]):
    """Vocabulary on what may come from another authority with its plan."""

    def own(self) -> OriginQuerySet:
        """Keep what the authority wrote itself."""
        return self.filter(origin_siren="")


@tracked
class Source(models.Model):
    """A document or page that states facts: every item of a plan names at least one."""

    key = models.SlugField(_("key"), max_length=KEY_LENGTH_MAX, unique=True)
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    dated = models.CharField(_("date, in words"), max_length=200, blank=True)
    weight = models.CharField(_("weight"), max_length=20, choices=SourceWeight)
    url = models.URLField(_("address"), blank=True)
    note = models.TextField(_("note"), blank=True)
    origin_siren = models.CharField(_("SIREN of the authority it comes from"), max_length=9, blank=True)

    objects = OriginQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address that shows what it is cited for."""
        return reverse("action_plan:source", args=[self.key])
