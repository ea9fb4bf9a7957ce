"""Many actions changed at once, kept so that it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import BulkKind, BulkState

from .plans import Plan

UNDO_PERIOD = timedelta(days=30)


@tracked(exclude=["content"])
class BulkChange(models.Model):
    """A spreadsheet read, or an edit of many actions; once applied, undone within 30 days or never."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="bulk_changes")
    kind = models.CharField(_("kind"), max_length=10, choices=BulkKind)
    state = models.CharField(_("state"), max_length=10, choices=BulkState, default=BulkState.PREPARED)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64, blank=True)
    content = models.JSONField(_("content read"), default=dict)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    prepared_at = models.DateTimeField(_("prepared"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of many actions")
        verbose_name_plural = _("changes of many actions")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=BulkState.PREPARED, applied_at__isnull=True, undone_at__isnull=True)
                | Q(state=BulkState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=BulkState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="bulk_change_has_the_moments_of_its_state",
            )
        ]

    def __str__(self) -> str:
        """Show the kind and the file."""
        return f"{self.get_kind_display()} {self.file_name}".strip()

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at, applied and undone."""
        return reverse("action_plan:bulk_change", args=[self.pk])

    @property
    def subject(self) -> str:
        """What it was made from: the name of the file, or the reason given."""
        return self.file_name or str(self.content.get("reason", ""))

    @property
    def undoable_until(self) -> datetime | None:
        """The moment after which it can no longer be undone; None if it was never applied."""
        return None if self.applied_at is None else self.applied_at + UNDO_PERIOD


class BulkChangeRow(models.Model):
    """
    One action, or one axis, as it was before and after a bulk change; before is null when the change created it.

    The action is named by its key as a plain value: undoing a creation removes it and leaves this row.
    """

    bulk_change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    line_number = models.PositiveIntegerField(null=True, blank=True)
    target = models.CharField(max_length=10, choices=[("axis", _("axis")), ("action", _("action"))])
    target_pk = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    kept_because = models.CharField(
        max_length=400, blank=True, help_text=_("Why undoing the change left this row as it is; empty if it was undone")
    )

    class Meta:
        verbose_name = _("row of a change of many actions")
        verbose_name_plural = _("rows of a change of many actions")
        ordering = ["bulk_change", "pk"]

    def __str__(self) -> str:
        """Show what it changed."""
        return f"{self.target} {self.number}"
