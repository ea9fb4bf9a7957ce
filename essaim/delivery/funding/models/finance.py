"""What the finance system says was paid: its files, and their lines."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.states import FileState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

UNDO_PERIOD = timedelta(days=30)


@tracked(exclude=["content"])
class FinanceFile(models.Model):
    """A file of the finance system: seen row by row, brought in whole, taken back within 30 days or never."""

    state = models.CharField(
        pgettext_lazy("of a finance file", "state"),
        max_length=10,
        choices=FileState,
        default=FileState.PREPARED,
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    content = models.JSONField(_("content read"), default=dict)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    prepared_at = models.DateTimeField(_("prepared"))
    applied_at = models.DateTimeField(_("brought in"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of the finance system")
        verbose_name_plural = _("files of the finance system")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FileState.PREPARED, applied_at__isnull=True, undone_at__isnull=True)
                | Q(state=FileState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=FileState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="finance_file_has_the_moments_of_its_state",
            )
        ]

    def __str__(self) -> str:
        """Show the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at, brought in and taken back."""
        return reverse("funding:finance_file", args=[self.pk])

    @property
    def undoable_until(self) -> datetime | None:
        """The moment after which it can no longer be taken back; None if it was never brought in."""
        return None if self.applied_at is None else self.applied_at + UNDO_PERIOD


@tracked
class FinanceLine(models.Model):
    """A line of a file: never changed; it counts while its file is brought in."""

    file = models.ForeignKey(FinanceFile, on_delete=models.PROTECT, related_name="lines")
    line_number = models.PositiveIntegerField(_("row of the file"))
    commitment_number = models.CharField(_("commitment number"), max_length=40)
    cents = models.BigIntegerField(_("amount"))
    paid_on = models.DateField(_("paid on"))
    warrant_number = models.CharField(_("number of the payment order"), max_length=40, blank=True)
    third_party = models.CharField(_("third party"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of the finance system")
        verbose_name_plural = _("lines of the finance system")
        ordering = ["file", "line_number"]
        indexes = [models.Index(fields=["commitment_number"], name="finance_line_by_commitment")]
        constraints = [
            models.UniqueConstraint(fields=["file", "line_number"], name="finance_line_is_read_once"),
            models.CheckConstraint(condition=~Q(commitment_number=""), name="finance_line_names_its_commitment"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Show its commitment."""
        return self.commitment_number

    def get_absolute_url(self) -> str:
        """Return the address of its file."""
        return self.file.get_absolute_url()
