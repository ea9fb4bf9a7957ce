"""The secret address by which a person's calendar program reads what is due."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked


@tracked(exclude=["token_digest"])
class CalendarFeed(models.Model):
    """A feed of one person's milestones and tasks; only the digest of its secret is kept, so that it is shown once."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_calendar_feed_at_a_time"
            )
        ]

    def __str__(self) -> str:
        """Show whose feed it is."""
        return str(self.person)
