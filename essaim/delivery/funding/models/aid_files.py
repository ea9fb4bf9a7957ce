"""Files of subsidies that other bodies published, from which the aid register is filled."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.states import FileState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .finance import UNDO_PERIOD
from .grants import check_siret


@tracked(exclude=["content", "fates"])
class AidFile(models.Model):
    """
    A published file: seen row by row, its good rows of known structures kept together, taken back within 30 days or never.

    content: header and lines as read. fates: what became of each row, by its number, once the file was brought in.
    """

    state = models.CharField(
        pgettext_lazy("of a file", "state"), max_length=10, choices=FileState, default=FileState.PREPARED
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Where it was taken and when, such as the address of the data set")
    )
    giver = models.CharField(
        _("given by"), max_length=200, blank=True, help_text=_("Only read where the file does not say who gave")
    )
    giver_siret = models.CharField(_("SIRET of who gave"), max_length=14, blank=True, validators=[check_siret])
    content = models.JSONField(_("content read"), default=dict)
    fates = models.JSONField(_("what became of each row"), default=dict, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    prepared_at = models.DateTimeField(_("prepared"))
    applied_at = models.DateTimeField(_("brought in"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of open data")
        verbose_name_plural = _("files of open data")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FileState.PREPARED, applied_at__isnull=True, undone_at__isnull=True)
                | Q(state=FileState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=FileState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="aid_file_has_the_moments_of_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="aid_file_has_a_source",
                violation_error_message=_("Say where the file was taken."),
            ),
            models.CheckConstraint(
                condition=Q(giver_siret="") | ~Q(giver=""),
                name="aid_file_names_the_giver_of_a_siret",
                violation_error_message=_("Name who has this SIRET."),
            ),
        ]

    def __str__(self) -> str:
        """Show the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at, brought in and taken back."""
        return reverse("funding:aid_file", args=[self.pk])

    @property
    def undoable_until(self) -> datetime | None:
        """The moment after which it can no longer be taken back; None if it was never brought in."""
        return None if self.applied_at is None else self.applied_at + UNDO_PERIOD
