"""What sources say, side by side when they disagree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked

from .acts import Act
from .plans import Action, Axis, Plan
from .sources import BEGINNING_WORDS, Source

ONE_SUBJECT = (
    Q(act__isnull=False, plan__isnull=True, axis__isnull=True, action__isnull=True)
    | Q(act__isnull=True, plan__isnull=False, axis__isnull=True, action__isnull=True)
    | Q(act__isnull=True, plan__isnull=True, axis__isnull=False, action__isnull=True)
    | Q(act__isnull=True, plan__isnull=True, axis__isnull=True, action__isnull=False)
)


@tracked
class Statement(models.Model):
    """The wording of one source on one topic of an act, a plan, an axis or an action."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    topic = models.CharField(_("topic"), max_length=120)
    wording = models.TextField(_("wording of the source"))
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of sources")
        ordering = ["topic", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_SUBJECT,
                name="statement_is_about_one_thing",
                violation_error_message=_("A statement is about one act, plan, axis or action."),
            )
        ]

    def __str__(self) -> str:
        """Show topic and wording."""
        return f"{self.topic}: {Truncator(self.wording).words(BEGINNING_WORDS)}"
