"""What a plan that comes from another authority brings, for which our own tables have no place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import PersonRole

from .plans import Action, Plan


@tracked(exclude=["outside_links"])
class PlanImport(models.Model):
    """
    How an imported plan came: in which format, when, from exactly which file, and its links to plans that stayed there.

    withdrawn_at: since when the plan is hidden; its rows stay, since amounts are append-only whoever wrote them.
    """

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="import_record")
    format = models.CharField(_("format"), max_length=40)
    original_slug = models.SlugField(_("short name where it comes from"), max_length=40)
    exported_on = models.DateField(_("exported on"))
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    imported_at = models.DateTimeField(_("imported"))
    withdrawn_at = models.DateTimeField(pgettext_lazy("plan", "withdrawn"), null=True, blank=True)
    outside_links = models.JSONField(
        _("links to plans that were not imported"),
        default=list,
        blank=True,
        help_text=_("As the file states them"),
    )

    class Meta:
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        """Show the plan and when it came."""
        return f"{self.plan} ({self.imported_at:%Y-%m-%d})"


@tracked
class PartTitle(models.Model):
    """A part in an action of an imported plan, held under a title: people's names never leave their authority."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="part_titles")
    role = models.CharField(_("role in the action"), max_length=20, choices=PersonRole)
    title = models.CharField(_("job title"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("part held under a title")
        verbose_name_plural = _("parts held under a title")
        ordering = ["role", "title", "pk"]

    def __str__(self) -> str:
        """Show the role and the title."""
        return f"{self.get_role_display()} {self.title}".strip()
