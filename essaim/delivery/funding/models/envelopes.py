"""Envelopes: what was voted for a year and an action, out of which grants are given."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.models import Allowance
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Act, Action, BudgetLine
from essaim.steering.action_plan.states import BudgetSection


@tracked
class Envelope(models.Model):
    """What was voted for a year, an action and a section; its amount is the sum of its votes."""

    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))
    section = models.CharField(_("section"), max_length=20, choices=BudgetSection, default=BudgetSection.OPERATING)
    budget_line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("line of the plan's budget"),
    )

    class Meta:
        verbose_name = pgettext_lazy("of money", "envelope")
        verbose_name_plural = pgettext_lazy("of money", "envelopes")
        ordering = ["-year", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="envelope_has_a_name",
                violation_error_message=_("An envelope has a name."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="envelope_year_is_plausible",
                violation_error_message=_("Give a year between 2000 and 2100."),
            ),
            models.UniqueConstraint(
                fields=["year", "name"],
                name="envelope_is_named_once_a_year",
                violation_error_message=_("Another envelope of this year has this name."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name and year."""
        return f"{self.name} ({self.year})"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:envelope", args=[self.pk])


@tracked
class EnvelopeVote(models.Model):
    """
    An amount voted for an envelope, positive or negative.

    Append-only, held by a database trigger: a change is another vote.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="votes")
    cents = models.BigIntegerField(_("amount"))
    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("amount voted for an envelope")
        verbose_name_plural = _("amounts voted for envelopes")
        ordering = ["envelope", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0),
                name="envelope_vote_changes_something",
                violation_error_message=_("Give an amount."),
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0) | ~Q(reason=""),
                name="negative_envelope_vote_says_why",
                violation_error_message=_("A negative amount corrects an earlier one: say why."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Show its envelope."""
        return str(self.envelope)

    def get_absolute_url(self) -> str:
        """Return the address of its envelope."""
        return self.envelope.get_absolute_url()


@tracked
class EnvelopeDraw(models.Model):
    """An allowance of a selection session is drawn on an envelope: what the session may grant is money voted there."""

    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, related_name="draws", verbose_name=pgettext_lazy("of money", "envelope")
    )
    allowance = models.OneToOneField(
        Allowance,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("of a selection session", "allowance"),
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("allowance drawn on an envelope")
        verbose_name_plural = _("allowances drawn on envelopes")
        ordering = ["envelope", "pk"]

    def __str__(self) -> str:
        """Show both."""
        return f"{self.allowance} – {self.envelope}"

    def get_absolute_url(self) -> str:
        """Return the address of the envelope."""
        return self.envelope.get_absolute_url()
