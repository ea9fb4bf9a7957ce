"""Which parts of the demonstration a database holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LoadedPart(models.Model):
    """
    One part of the demonstration, written whole; its presence marks the database as a demonstration's.

    The digest is that of the part's files as they were loaded, so that a start sees in one query whether all is there.
    """

    name = models.SlugField(pgettext_lazy("demonstration", "part"), max_length=40, unique=True)
    digest = models.CharField(_("digest of its files"), max_length=64)
    loaded_at = models.DateTimeField(pgettext_lazy("demonstration", "loaded"))

    class Meta:
        verbose_name = _("part of the demonstration")
        verbose_name_plural = _("parts of the demonstration")
        ordering = ["loaded_at", "pk"]

    def __str__(self) -> str:
        """Show its name."""
        return self.name
