"""Sheets of structures brought in at once, kept so that they can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.states import SheetState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

UNDO_PERIOD = timedelta(days=30)


@tracked(exclude=["content"])
class SheetImport(models.Model):
    """A spreadsheet of structures; once applied, taken back within 30 days or never."""

    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.PREPARED)
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    content = models.JSONField(_("content read"), default=dict)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    prepared_at = models.DateTimeField(_("prepared"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("sheet of structures")
        verbose_name_plural = _("sheets of structures")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SheetState.PREPARED, applied_at__isnull=True, undone_at__isnull=True)
                | Q(state=SheetState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=SheetState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="sheet_of_structures_has_the_moments_of_its_state",
            )
        ]

    def __str__(self) -> str:
        """Show the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at, applied and taken back."""
        return reverse("organizations:sheet", args=[self.pk])

    @property
    def undoable_until(self) -> datetime | None:
        """The moment after which it can no longer be taken back; None if it was never applied."""
        return None if self.applied_at is None else self.applied_at + UNDO_PERIOD


class SheetImportRow(models.Model):
    """
    What a row of a sheet wrote: the fields before and after; before is null when the row registered the structure.

    The structure is named by its key as a plain value: taking back a registration removes it and leaves this row.
    """

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="rows")
    line_number = models.PositiveIntegerField()
    organization_pk = models.BigIntegerField()
    name = models.CharField(max_length=200)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    kept_because = models.CharField(
        max_length=400, blank=True, help_text=_("Why taking back left this row as it is; empty if it was taken back")
    )

    class Meta:
        verbose_name = _("row of a sheet of structures")
        verbose_name_plural = _("rows of a sheet of structures")
        ordering = ["sheet_import", "pk"]

    def __str__(self) -> str:
        """Show the structure."""
        return self.name
