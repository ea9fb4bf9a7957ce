"""What people ask of a card: a correction, or to speak for the structure."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.directory.states import ChangedField, ChangeState, ClaimState, SuggestionState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.audit_trail.tracking import tracked

TEXT_LENGTH_MAX = 600


@tracked(exclude=["email"])
class Suggestion(models.Model):
    """What somebody proposes to correct of a structure, field by field; an address they left is erased once answered."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    state = models.CharField(_("state"), max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    note = models.CharField(_("how it is known"), max_length=TEXT_LENGTH_MAX, blank=True)
    email = models.EmailField(_("address to answer to"), blank=True)
    received_at = models.DateTimeField(_("received"))
    settled_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SuggestionState.OPEN, settled_at__isnull=True)
                | Q(state=SuggestionState.SETTLED, settled_at__isnull=False, email=""),
                name="settled_suggestion_has_no_address_left",
                violation_error_message=_("What is answered keeps no address."),
            )
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at."""
        return reverse("directory:suggestion", args=[self.pk])


@tracked
class SuggestedChange(models.Model):
    """One field that somebody proposes to correct: what it held then, what they propose, what became of it."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(_("field"), max_length=20, choices=ChangedField)
    before = models.CharField(_("then"), max_length=TEXT_LENGTH_MAX, blank=True)
    proposed = models.CharField(_("proposed"), max_length=TEXT_LENGTH_MAX, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.WAITING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["suggestion", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "field"], name="suggestion_changes_a_field_once"),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, decided_at__isnull=True)
                | (~Q(state=ChangeState.WAITING) & Q(decided_at__isnull=False)),
                name="decided_change_has_its_moment",
                violation_error_message=_("What is decided has its moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(reason=""),
                name="change_not_taken_has_its_reason",
                violation_error_message=_("Say why it is not taken: whoever proposed it is told."),
            ),
        ]

    def __str__(self) -> str:
        """Show the field and the structure."""
        return f"{self.get_field_display()} ({self.suggestion})"

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at."""
        return self.suggestion.get_absolute_url()


@tracked(exclude=["full_name", "email"])
class Claim(models.Model):
    """
    Somebody says that they speak for a structure; name and address are erased a month after the answer.

    proved_at: when the link mailed to the known address of the structure was followed; the team decides all the same.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.RECEIVED)
    full_name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    quality = models.CharField(
        pgettext_lazy("of a representative", "quality"), max_length=30, choices=RepresentationRole
    )
    message = models.CharField(_("what shows it"), max_length=TEXT_LENGTH_MAX, blank=True)
    received_at = models.DateTimeField(_("received"))
    proved_at = models.DateTimeField(_("proved"), null=True, blank=True)
    ended_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ClaimState.RECEIVED, ClaimState.PROVED], ended_at__isnull=True)
                & ~Q(full_name="")
                & ~Q(email="")
                | Q(state__in=[ClaimState.ACCEPTED, ClaimState.REFUSED], ended_at__isnull=False),
                name="open_claim_has_its_author",
                violation_error_message=_("A claim has a name and an address until it is answered."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.PROVED) | Q(proved_at__isnull=False),
                name="proved_claim_has_its_moment",
                violation_error_message=_("What is proved has its moment."),
            ),
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state__in=[ClaimState.RECEIVED, ClaimState.PROVED]),
                name="structure_is_claimed_once_by_an_address",
                violation_error_message=_("This address has asked already."),
            ),
        ]

    def __str__(self) -> str:
        """Show the structure, never the person: the trail is told from here."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at."""
        return reverse("directory:claim", args=[self.pk])
