"""Decisions and what became of them, corrections asked of the minutes, and the minutes once approved."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Action, Task
from essaim.steering.committees.states import AmendmentState

from .bodies import Mandate, Seat
from .sessions import AgendaPoint, Session


@tracked
class SessionDecision(models.Model):
    """Something a session decided to have done by a day: a task on an action, whose state it follows."""

    point = models.ForeignKey(AgendaPoint, on_delete=models.PROTECT, related_name="decisions")
    wording = models.CharField(_("what is decided"), max_length=300)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+", verbose_name=_("task"))
    decided_at = models.DateTimeField(pgettext_lazy("of a decision", "decided"))

    class Meta:
        verbose_name = pgettext_lazy("of a session", "decision")
        verbose_name_plural = pgettext_lazy("of sessions", "decisions")
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        """Show its wording."""
        return self.wording

    def get_absolute_url(self) -> str:
        """Return the address of its point."""
        return self.point.get_absolute_url()


@tracked
class Amendment(models.Model):
    """
    A correction that a member asks of circulated minutes, and what the office answered.

    asked_through: the mandate of a member without an account, whose personal link it came by; author is then empty.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="amendments")
    point = models.ForeignKey(
        AgendaPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("point")
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_through = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mandate")
    )
    text = models.TextField(_("correction asked"))
    state = models.CharField(_("state"), max_length=20, choices=AmendmentState, default=AmendmentState.PROPOSED)
    answer = models.TextField(pgettext_lazy("to a proposal", "answer"), blank=True)
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["session", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.REFUSED) | ~Q(answer=""),
                name="refused_correction_says_why",
                violation_error_message=_("Say why the correction is refused: the member reads it."),
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False, asked_through__isnull=True)
                | Q(author__isnull=True, asked_through__isnull=False),
                name="correction_is_asked_by_one",
            ),
        ]

    def __str__(self) -> str:
        """Show its beginning."""
        return self.text[:80]


def digest_of(content: str) -> str:
    """Return the SHA-256 of a content, 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


@tracked
class Minutes(models.Model):
    """
    The minutes of a session once approved: their content as it was read, and its digest. The database refuses a change.

    content: JSON with sorted keys; it names seats, colleges and structures, never people.
    approved_in: the point of a following session by whose vote they were approved.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="minutes")
    approved_in = models.OneToOneField(AgendaPoint, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"))
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = pgettext_lazy("of several sessions", "minutes")
        ordering = ["approved_at", "pk"]
        triggers = [pgtrigger.Protect(name="minutes_are_locked", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="digest_of_minutes_is_of_its_form"
            )
        ]

    def __str__(self) -> str:
        """Show the session."""
        return str(self.session)

    @property
    def is_intact(self) -> bool:
        """Whether the content is the one that was approved."""
        return digest_of(self.content) == self.sha256

    @property
    def read(self) -> dict[str, Any]:
        """The content, to be shown."""
        found: dict[str, Any] = json.loads(self.content)
        return found
