"""Operations as they were done, and the chain that seals them together with the history of every tracked model."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from .tracking import seal


class Entry(models.Model):
    """One operation: who did what, to what, when, why. Plain values, so that it outlives what it names."""

    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("operation"), max_length=80, help_text=_("Object and past participle: action.closed"))
    actor_id = models.CharField(max_length=80)
    actor_label = models.CharField(_("who"), max_length=200)
    actor_role = models.CharField(_("as"), max_length=200, blank=True)
    on_behalf_of = models.CharField(
        max_length=200, blank=True, help_text=_("The person seen as, when support looked through their eyes")
    )
    target_model = models.CharField(max_length=100)
    target_id = models.CharField(max_length=64)
    target_label = models.CharField(_("what"), max_length=300)
    reason = models.TextField(_("why"), blank=True)
    details = models.JSONField(default=dict, blank=True)
    context_id = models.UUIDField(null=True, help_text=_("Ties the operation to the field changes it made"))

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_model", "target_id", "-at"], name="entry_by_target"),
            models.Index(fields=["context_id"], name="entry_by_context"),
            models.Index(fields=["-at", "-id"], name="entry_by_date"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            seal(),
        ]

    def __str__(self) -> str:
        """Show the operation in one line."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target_label}"


class Link(models.Model):
    """One link of the chain: a copy of a sealed row, and a hash over it and over the link before."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=100)
    source_id = models.CharField(max_length=64)
    payload = models.JSONField()
    sealed_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("link of the chain")
        verbose_name_plural = _("links of the chain")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="each_row_is_sealed_once"),
            models.UniqueConstraint(fields=["previous_hash"], name="the_chain_does_not_fork"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Show the place in the chain and what it seals."""
        return f"{self.pk} {self.source} {self.source_id}"
