"""How the content of a plan relates to that of the plan before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import Certainty, LineageKind

from .plans import Action, Axis, PlanItem
from .sources import Source


def _only(prefix: str, *names: str) -> Q:
    """Say that at most one of these keys is filled."""
    condition = Q()
    for kept in (*names, ""):
        condition |= Q(**{f"{prefix}_{name}__isnull": True for name in names if name != kept})
    return condition


def _none(prefix: str, *names: str) -> Q:
    return Q(**{f"{prefix}_{name}__isnull": True for name in names})


ENDS = ("axis", "action", "item")


@tracked
class Lineage(models.Model):
    """
    A link from an axis, action or item of a plan to one of a later plan.

    What is new comes from nothing; what ends goes to nothing, with its reason.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LineageKind)
    from_axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="heirs")
    from_action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="heirs")
    from_item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="heirs")
    to_axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="ancestors")
    to_action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="ancestors")
    to_item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="ancestors")
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.TO_CONFIRM)
    reason = models.TextField(_("reason"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("link between plans")
        verbose_name_plural = _("links between plans")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("from", *ENDS) & _only("to", *ENDS), name="lineage_has_one_end_on_each_side"
            ),
            models.CheckConstraint(
                condition=(Q(kind=LineageKind.NEW) & _none("from", *ENDS))
                | (~Q(kind=LineageKind.NEW) & ~_none("from", *ENDS)),
                name="only_what_is_new_comes_from_nothing",
                violation_error_message=_("Only what is new comes from nothing."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=LineageKind.ENDS) & _none("to", *ENDS) & ~Q(reason=""))
                | (~Q(kind=LineageKind.ENDS) & ~_none("to", *ENDS)),
                name="only_what_ends_goes_to_nothing_and_says_why",
                violation_error_message=_("What ends goes to nothing, and says why; everything else goes somewhere."),
            ),
        ]

    def __str__(self) -> str:
        """Show both ends."""
        return f"{self.origin or '–'} → {self.target or '–'}"

    @property
    def origin(self) -> Axis | Action | PlanItem | None:
        """What it comes from."""
        return self.from_action or self.from_axis or self.from_item

    @property
    def target(self) -> Axis | Action | PlanItem | None:
        """What it leads to."""
        return self.to_action or self.to_axis or self.to_item
