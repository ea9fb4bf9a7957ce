"""Records that may be one structure, and mergers, kept so that a mistaken one can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.states import MergerState, PairState
from essaim.foundations.audit_trail.tracking import tracked

from .records import Organization

MERGER_UNDO_PERIOD = timedelta(days=30)


@tracked
class CandidatePair(models.Model):
    """Two records that look like one structure: how much, why, and what the team decided, with its reason."""

    first = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("first record"))
    second = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("second record")
    )
    score = models.PositiveSmallIntegerField(_("likeness of 100"))
    reasons = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("what is alike"))
    state = models.CharField(_("state"), max_length=10, choices=PairState, default=PairState.OPEN)
    found_at = models.DateTimeField(_("found"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pair of records that may be one")
        verbose_name_plural = _("pairs of records that may be one")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_records_make_one_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="pair_names_the_older_record_first",
                violation_error_message=_("A pair names two records, the older one first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PairState.DISTINCT) | ~Q(reason=""),
                name="pair_told_apart_has_its_reason",
                violation_error_message=_("Say why they are two structures."),
            ),
        ]

    def __str__(self) -> str:
        """Show both records."""
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        """Return the address where both are looked at."""
        return reverse("organizations:pair", args=[self.pk])


@tracked
class Merger(models.Model):
    """What merging a record into another took and moved, so that it can be put back for thirty days."""

    kept = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("record kept"))
    duplicate = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("record merged")
    )
    state = models.CharField(_("state"), max_length=10, choices=MergerState, default=MergerState.DONE)
    merged_at = models.DateTimeField(_("merged"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    taken = models.JSONField(_("fields taken"), default=list, blank=True)
    status_pks = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("statuses moved"))
    place_pks = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("establishments moved"))
    seat_pks = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("seats that became establishments")
    )
    earlier_pks = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("records merged before")
    )
    elsewhere = models.JSONField(_("moved in other rooms"), default=dict, blank=True)
    people_count = models.PositiveIntegerField(_("people who spoke for it"), default=0)

    class Meta:
        verbose_name = _("merger of records")
        verbose_name_plural = _("mergers of records")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MergerState.DONE, undone_at__isnull=True)
                | Q(state=MergerState.UNDONE, undone_at__isnull=False),
                name="undone_merger_has_its_moment",
                violation_error_message=_("What is undone has its moment."),
            )
        ]

    def __str__(self) -> str:
        """Show both records."""
        return f"{self.duplicate} → {self.kept}"

    def get_absolute_url(self) -> str:
        """Return the address of the record that was kept."""
        return self.kept.get_absolute_url()

    @property
    def undoable_until(self) -> datetime:
        """The moment after which it can no longer be undone."""
        return self.merged_at + MERGER_UNDO_PERIOD
