"""Messages to structures, relayed without showing any address, and who is not heard any more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.directory.states import ContactState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked

MESSAGE_LENGTH_MAX = 3000


@tracked(exclude=["full_name", "email", "message"])
class ContactMessage(models.Model):
    """
    What somebody writes to a structure: relayed once its author followed the link mailed to their own address.

    Erased thirty days after it was relayed, seven after it was written if it never was; the trail keeps no name, address or text.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ContactState, default=ContactState.WRITTEN)
    full_name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    message = models.TextField(_("message"), max_length=MESSAGE_LENGTH_MAX)
    written_at = models.DateTimeField(pgettext_lazy("message to a structure", "written"))
    relayed_at = models.DateTimeField(_("relayed"), null=True, blank=True)

    class Meta:
        verbose_name = _("message to a structure")
        verbose_name_plural = _("messages to structures")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["organization", "written_at"], name="contact_by_structure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ContactState.WRITTEN, relayed_at__isnull=True)
                | (~Q(state=ContactState.WRITTEN) & Q(relayed_at__isnull=False)),
                name="relayed_message_has_its_moment",
                violation_error_message=_("What is relayed has its moment."),
            )
        ]

    def __str__(self) -> str:
        """Show the structure, never the person: the trail is told from here."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of the card."""
        return reverse("directory:card", args=[self.organization.key])


@tracked
class ContactBlock(models.Model):
    """An author whom a structure does not want to hear any more, by a digest of their address: the address itself is not kept."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    author_digest = models.CharField(_("digest of the address"), max_length=64)
    blocked_at = models.DateTimeField(_("blocked"))

    class Meta:
        verbose_name = _("author blocked by a structure")
        verbose_name_plural = _("authors blocked by structures")
        ordering = ["organization", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "author_digest"], name="author_is_blocked_once_by_a_structure"
            )
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of the card."""
        return reverse("directory:card", args=[self.organization.key])
