"""Sheets of contributions brought in at once, kept so that they can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.consultations.states import ContributionSheetState

from .cycle import Consultation

UNDO_PERIOD = timedelta(days=30)


@tracked(exclude=["digest"])
class ContributionSheet(models.Model):
    """
    A spreadsheet of contributions that was written whole; taken back within 30 days or never.

    digest: of what was shown before it was written, so that one confirmation writes once.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(
        _("state"), max_length=10, choices=ContributionSheetState, default=ContributionSheetState.APPLIED
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    applied_at = models.DateTimeField(_("applied"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("sheet of contributions")
        verbose_name_plural = _("sheets of contributions")
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ContributionSheetState.APPLIED, undone_at__isnull=True)
                | Q(state=ContributionSheetState.UNDONE, undone_at__isnull=False),
                name="sheet_of_contributions_has_the_moment_of_its_state",
            ),
            models.UniqueConstraint(
                fields=["consultation", "digest"], name="sheet_of_contributions_is_written_once_from_what_was_shown"
            ),
        ]

    def __str__(self) -> str:
        """Show the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at and taken back."""
        return reverse("consultations:sheet", args=[self.consultation.slug, self.pk])

    @property
    def undoable_until(self) -> datetime:
        """The moment after which it can no longer be taken back."""
        return self.applied_at + UNDO_PERIOD


class ContributionSheetRow(models.Model):
    """
    A contribution that a sheet wrote, by its key and number as plain values: taking it back removes it and leaves this row.

    The number of a contribution that was removed is never given again.
    """

    sheet = models.ForeignKey(ContributionSheet, on_delete=models.CASCADE, related_name="rows")
    contribution_pk = models.BigIntegerField()
    number = models.PositiveIntegerField(_("number"))
    kept_because = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("row of a sheet of contributions")
        verbose_name_plural = _("rows of a sheet of contributions")
        ordering = ["sheet", "number"]

    def __str__(self) -> str:
        """Show the number."""
        return str(self.number)
