"""Agendas of other sites brought in: what was read, what it wrote, and where each gathering comes from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.states import AgendaImportState, EventKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .gatherings import Event

UNDO_PERIOD = timedelta(days=30)
IDENTITY_LENGTH_MAX = 200


@tracked(exclude=["content"])
class AgendaImport(models.Model):
    """
    An agenda read in the form of OpenAgenda, as a file or at an address; once applied, taken back within 30 days or never.

    content: the fields of each event that are read, and no other: the source may name its writers, who are not kept.
    """

    state = models.CharField(
        pgettext_lazy("of an import", "state"),
        max_length=10,
        choices=AgendaImportState,
        default=AgendaImportState.PREPARED,
    )
    name = models.CharField(_("file or address"), max_length=300)
    digest = models.CharField(_("digest of what was read"), max_length=64)
    content = models.JSONField(_("events read"), default=list)
    kind = models.CharField(
        _("kind of gathering, when keywords do not say it"),
        max_length=30,
        choices=EventKind,
        default=EventKind.MEETING,
    )
    author = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Nobody when a command read it"),
    )
    prepared_at = models.DateTimeField(pgettext_lazy("agenda brought in", "read"))
    applied_at = models.DateTimeField(pgettext_lazy("agenda brought in", "applied"), null=True, blank=True)
    undone_at = models.DateTimeField(pgettext_lazy("agenda brought in", "taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda brought in")
        verbose_name_plural = _("agendas brought in")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AgendaImportState.PREPARED, applied_at__isnull=True, undone_at__isnull=True)
                | Q(state=AgendaImportState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=AgendaImportState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                name="agenda_brought_in_has_the_moments_of_its_state",
            )
        ]

    def __str__(self) -> str:
        """Show the file or the address."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at, applied and taken back."""
        return reverse("events:agenda_import", args=[self.pk])

    @property
    def read_by(self) -> str:
        """Who brought it in."""
        return str(self.author) if self.author else gettext("a command")

    @property
    def undoable_until(self) -> datetime | None:
        """The moment after which it can no longer be taken back; None if it was never applied."""
        return None if self.applied_at is None else self.applied_at + UNDO_PERIOD


class AgendaImportRow(models.Model):
    """
    What an agenda wrote of one event: fields before and after; before is null when the row wrote the gathering.

    known_before: what was known of the source before, null when nothing was. The gathering is named by its key as a plain
    value: taking back removes it and leaves this row.
    """

    agenda_import = models.ForeignKey(AgendaImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    event_pk = models.BigIntegerField()
    title = models.CharField(max_length=200)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    known_before = models.JSONField(null=True, blank=True)
    kept_because = models.CharField(
        max_length=400, blank=True, help_text=_("Why taking back left this row as it is; empty if it was taken back")
    )

    class Meta:
        verbose_name = _("row of an agenda brought in")
        verbose_name_plural = _("rows of an agenda brought in")
        ordering = ["agenda_import", "number"]

    def __str__(self) -> str:
        """Show the gathering."""
        return self.title


@tracked
class EventOrigin(models.Model):
    """
    Where a gathering that was brought in comes from, so that it is known again.

    values: what the source said of it the last time, as texts: only what changed there since is written again, and what
    was corrected here stays.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="origin")
    identity = models.CharField(_("identity"), max_length=IDENTITY_LENGTH_MAX, unique=True)
    values = models.JSONField(_("what its source says"), default=dict)
    seen_at = models.DateTimeField(_("last seen there"))

    class Meta:
        verbose_name = _("origin of a gathering")
        verbose_name_plural = _("origins of gatherings")
        ordering = ["event"]
        constraints = [models.CheckConstraint(condition=~Q(identity=""), name="origin_of_a_gathering_has_an_identity")]

    def __str__(self) -> str:
        """Show the identity."""
        return self.identity

    def get_absolute_url(self) -> str:
        """Return the address of the gathering."""
        return self.event.get_absolute_url()
