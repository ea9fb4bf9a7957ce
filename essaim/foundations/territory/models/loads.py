"""Loads: which file brought which reference data, and when."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.territory.states import LoadKind


class LoadQuerySet(models.QuerySet["Load"]):
    """Vocabulary on loads."""

    def of_reference(self, sha256: str, sirens: Collection[str]) -> LoadQuerySet:
        """Keep the loads of the shipped files of that hash, which brought all that is shipped for these EPCI."""
        return self.filter(kind=LoadKind.REFERENCE, sha256=sha256, epci_sirens__contains=sorted(sirens))


@tracked
class Load(models.Model):
    """
    One load of reference data, with the hash of what was read.

    epci_sirens: for the data shipped with Essaim, the EPCI it was loaded for, so that it is not read again in vain.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LoadKind)
    source = models.CharField(_("source"), max_length=300)
    vintage = models.CharField(_("vintage"), max_length=40, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    epci_sirens = ArrayField(models.CharField(max_length=9), verbose_name=_("EPCI"), default=list, blank=True)
    row_count = models.PositiveIntegerField(_("rows"))
    loaded_at = models.DateTimeField(_("loaded at"))

    objects = LoadQuerySet.as_manager()

    class Meta:
        verbose_name = _("load of reference data")
        verbose_name_plural = _("loads of reference data")
        ordering = ["-loaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="load_has_the_hash_of_its_file")
        ]

    def __str__(self) -> str:
        """Show what was read."""
        return self.source
