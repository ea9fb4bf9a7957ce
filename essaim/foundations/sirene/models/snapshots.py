"""Snapshots: which month, read with which perimeter, from which files, found how by the checks, by whom, when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.sirene.states import SnapshotState

from .perimeter import PerimeterEdition


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Vocabulary on snapshots."""

    def ready(self) -> SnapshotQuerySet:
        """Keep those in service, newest month first, then the newest perimeter."""
        return self.filter(state=SnapshotState.READY).order_by("-vintage", "-perimeter__number", "-pk")


@tracked
class Snapshot(models.Model):
    """
    One month of the register, read with one edition of the perimeter: a file that never changes, and what is known of it.

    rows: of each file read. checks: name, whether it holds, and what it found, in the order they were made. sources: name,
    SHA-256 and size of each file read.
    """

    vintage = models.DateField(_("month"))
    perimeter = models.ForeignKey(
        PerimeterEdition, on_delete=models.PROTECT, related_name="+", verbose_name=_("perimeter")
    )
    state = models.CharField(pgettext_lazy("of a snapshot", "state"), max_length=20, choices=SnapshotState)
    file = models.CharField(_("file"), max_length=120, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    is_generated = models.BooleanField(_("generated"), default=False)
    has_history = models.BooleanField(_("with history"), default=False)
    lists = models.JSONField(_("lists"), default=dict, blank=True)
    headcount_year = models.PositiveSmallIntegerField(_("year of the headcounts"), null=True, blank=True)
    ess_count = models.PositiveIntegerField(_("establishments kept"))
    rows = models.JSONField(_("rows read"))
    sources = models.JSONField(_("files read"))
    checks = models.JSONField(_("checks"))
    loaded_at = models.DateTimeField(_("loaded"))
    loaded_by = models.CharField(_("loaded by"), max_length=200)
    seconds = models.FloatField(_("seconds"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot of the register")
        verbose_name_plural = _("snapshots of the register")
        ordering = ["-vintage", "-loaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "perimeter"],
                condition=Q(state=SnapshotState.READY),
                name="one_snapshot_of_a_month_and_perimeter_is_in_service",
                violation_error_message=_("Another snapshot of this month and perimeter is in service."),
            ),
            models.CheckConstraint(condition=Q(vintage__day=1), name="snapshot_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="snapshot_has_the_hash_of_its_file"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True) | Q(accepted_at__isnull=False),
                name="accepted_snapshot_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SnapshotState.HELD) | Q(accepted_at__isnull=True),
                name="held_snapshot_is_not_accepted",
            ),
        ]

    def __str__(self) -> str:
        """Show its month and perimeter."""
        return f"{date_format(self.vintage, 'F Y')} ({self.perimeter.number})"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("sirene:snapshot", args=[self.pk])
