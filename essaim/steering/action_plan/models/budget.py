"""What was planned and voted; what is committed and paid is known by funding, above."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import BudgetSection

from .acts import Act
from .plans import Action


@tracked
class BudgetLine(models.Model):
    """
    An amount planned or voted for an action, a year, a section and a funder.

    Append-only, held by a database trigger: a change is a new line, positive or negative, with its reason, that names
    the line it corrects; totals are sums.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="budget_lines")
    year = models.PositiveSmallIntegerField(_("year"))
    section = models.CharField(_("section"), max_length=20, choices=BudgetSection)
    funder = models.CharField(_("funder"), max_length=120)
    planned_cents = models.BigIntegerField(_("planned"), default=0)
    voted_cents = models.BigIntegerField(_("voted"), default=0)
    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("line it corrects"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["year", "section", "funder", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="budget_year_is_plausible"),
            models.CheckConstraint(
                condition=~Q(planned_cents=0, voted_cents=0),
                name="budget_line_changes_something",
                violation_error_message=_("Give an amount planned or voted."),
            ),
            models.CheckConstraint(
                condition=Q(planned_cents__gte=0, voted_cents__gte=0) | ~Q(reason=""),
                name="budget_correction_says_why",
                violation_error_message=_("A negative amount corrects an earlier line: say why."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                name="budget_line_that_corrects_says_why",
                violation_error_message=_("Say why the line is corrected."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Show year, section and funder."""
        return f"{self.year} {self.get_section_display()} {self.funder}"
