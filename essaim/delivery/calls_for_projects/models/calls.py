"""Calls for projects."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.states import RULING
from essaim.foundations.audit_trail.tracking import tracked

SLUG_LENGTH_MAX = 80


class CallQuerySet(models.QuerySet["Call"]):
    """Vocabulary on calls."""

    def public(self) -> CallQuerySet:
        """Keep what everybody may read: calls of which an edition is, or was, in force."""
        return self.filter(editions__state__in=RULING).distinct()


@tracked
class Call(models.Model):
    """A call for projects: what lasts while its editions follow one another."""

    slug = models.SlugField(
        _("short name"),
        max_length=SLUG_LENGTH_MAX,
        unique=True,
        help_text=_("Used in the address and by machines, such as entreprendre-autrement"),
    )
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"), blank=True)
    audience = models.TextField(_("who it is for"), blank=True)
    support = models.TextField(
        _("with which help"),
        blank=True,
        help_text=_("Who helps to prepare an application: structures, meetings, premises"),
    )
    contact = models.TextField(
        _("whom to contact"),
        blank=True,
        help_text=_("A service, an address, opening hours. No e-mail address: this page is public."),
    )
    contact_url = models.URLField(_("page of the contact"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("for projects", "call for projects")
        verbose_name_plural = pgettext_lazy("for projects", "calls for projects")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="call_for_projects_has_a_name",
                violation_error_message=_("A call has a name."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("calls_for_projects:call", args=[self.slug])
