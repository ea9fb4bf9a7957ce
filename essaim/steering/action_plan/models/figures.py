"""Figures that come from elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import FigureStatus, PlanState

from .plans import Action, Plan
from .sources import KEY_LENGTH_MAX, Source


class DeclaredFigureQuerySet(models.QuerySet["DeclaredFigure"]):
    """Vocabulary on declared figures."""

    def own(self) -> DeclaredFigureQuerySet:
        """Keep those of no plan or of the authority's own plans: all but those that came with a plan from elsewhere."""
        return self.filter(
            Q(plan__isnull=True) | Q(plan__origin_siren=""),
            Q(action__isnull=True) | Q(action__plan__origin_siren=""),
        )

    def public(self) -> DeclaredFigureQuerySet:
        """Keep those everybody may read: the authority's own, but for those of a draft or of an action of a draft."""
        draft = Q(plan__state=PlanState.DRAFT) | Q(action__plan__state=PlanState.DRAFT)
        return self.own().exclude(pk__in=self.model._default_manager.filter(draft).values("pk"))


@tracked
class DeclaredFigure(models.Model):
    """
    A figure stated by a source, with all it takes to read it rightly.

    Nothing in Essaim adds two of them, or one of them to a counted figure: their perimeters and methods differ.
    """

    key = models.SlugField(_("key"), max_length=KEY_LENGTH_MAX, unique=True)
    label = models.CharField(_("what it counts"), max_length=300)
    wording = models.CharField(_("as the source says it"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    unit = models.CharField(_("unit"), max_length=60)
    period = models.CharField(_("period"), max_length=120)
    published = models.CharField(_("published"), max_length=120, blank=True)
    perimeter = models.CharField(_("perimeter"), max_length=300)
    denominator = models.CharField(_("denominator"), max_length=300, blank=True)
    caveat = models.TextField(_("caution"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=FigureStatus)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    objects = DeclaredFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared figure")
        verbose_name_plural = _("declared figures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit="%") | ~Q(denominator=""),
                name="share_has_its_denominator",
                violation_error_message=_("A share must say of what."),
            )
        ]

    def __str__(self) -> str:
        """Show what it counts and how the source says it."""
        return f"{self.label}: {self.wording}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("action_plan:figure", args=[self.key])

    @property
    def is_of_a_draft(self) -> bool:
        """Tell whether it is of a plan that only the team reads, or of an action of such a plan."""
        plans = (self.plan, self.action.plan if self.action else None)
        return any(plan is not None and plan.state == PlanState.DRAFT for plan in plans)
