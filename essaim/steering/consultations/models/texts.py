"""Texts put to discussion, in versions: an amendment quotes a passage, and makes the next version once adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.consultations.states import AmendmentState

from .cycle import Consultation

BODY_LENGTH_MAX = 100_000


@tracked
class DiscussedText(models.Model):
    """A text that a consultation discusses: a draft of a plan, of an axis, of a charter."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = _("text under discussion")
        verbose_name_plural = _("texts under discussion")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="text_number_is_unique_in_its_consultation")
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:text", args=[self.consultation.slug, self.number])


@tracked
class TextVersion(models.Model):
    """One version of a text, never changed afterwards; the first is written, the others come from amendments."""

    text = models.ForeignKey(DiscussedText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    body = models.TextField(_("text"), max_length=BODY_LENGTH_MAX)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_is_unique_in_its_text"),
            models.CheckConstraint(
                condition=~Q(body=""),
                name="version_has_a_body",
                violation_error_message=_("Write the text."),
            ),
        ]

    def __str__(self) -> str:
        """Show the text and the number."""
        return f"{self.text} – {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its text."""
        return self.text.get_absolute_url()

    @property
    def passages(self) -> list[str]:
        """Its paragraphs, one by one: what somebody who quotes most often means."""
        return [line.strip() for line in self.body.splitlines() if line.strip()]

    def passage(self, number: str) -> str:
        """Return the paragraph of a number, from 1; nothing when there is none."""
        found = self.passages
        return (
            found[int(number) - 1] if number.isdecimal() and len(number) < 5 and 0 < int(number) <= len(found) else ""
        )


@tracked
class AmendmentInvitation(models.Model):
    """
    Somebody invited to propose amendments to a text, without an account, by a link of their own; until it ends.

    A structure, or in what quality people take part, never their name: it is what their amendments are signed with.
    """

    text = models.ForeignKey(DiscussedText, on_delete=models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    author_label = models.CharField(
        _("who is invited"), max_length=200, blank=True, help_text=_("For people without a structure: “residents”")
    )
    invited_at = models.DateTimeField(pgettext_lazy("invitation", "invited"))
    ended_at = models.DateTimeField(pgettext_lazy("invitation", "ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to amend")
        verbose_name_plural = _("invitations to amend")
        ordering = ["text", "invited_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(author_label=""),
                name="invitation_says_who_is_invited",
                violation_error_message=_("Choose a structure, or say who is invited."),
            )
        ]

    def __str__(self) -> str:
        """Show the text and who is invited."""
        return f"{self.text} – {self.author}"

    def get_absolute_url(self) -> str:
        """Return the address of its text."""
        return self.text.get_absolute_url()

    @property
    def author(self) -> str:
        """Who is invited, as shown."""
        return self.organization.name if self.organization else self.author_label


@tracked
class Amendment(models.Model):
    """A change proposed to a passage of a version, quoted word for word; an empty replacement takes the passage out."""

    text = models.ForeignKey(DiscussedText, on_delete=models.PROTECT, related_name="amendments")
    version = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("version it was proposed on")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    passage = models.TextField(_("passage, word for word"))
    replacement = models.TextField(_("what replaces it"), blank=True)
    grounds = models.TextField(_("why"))
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    author_label = models.CharField(
        _("who proposes it"), max_length=200, blank=True, help_text=_("For people without a structure: “residents”")
    )
    invitation = models.ForeignKey(
        AmendmentInvitation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("invitation it came by"),
    )
    proposed_at = models.DateTimeField(_("proposed"))
    state = models.CharField(
        pgettext_lazy("of an amendment", "state"),
        max_length=20,
        choices=AmendmentState,
        default=AmendmentState.PROPOSED,
    )
    reason = models.TextField(pgettext_lazy("of an amendment", "reason of the decision"), blank=True)
    result = models.OneToOneField(
        TextVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_by",
        verbose_name=_("version it made"),
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="amendment_number_is_unique_in_its_text"),
            models.CheckConstraint(
                condition=~Q(passage="") & ~Q(passage=F("replacement")),
                name="amendment_changes_a_passage",
                violation_error_message=_("Quote a passage, and say what else to write."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(author_label=""),
                name="amendment_says_who_proposes_it",
                violation_error_message=_("Choose a structure, or say who proposes it."),
            ),
            models.CheckConstraint(
                condition=Q(state=AmendmentState.ADOPTED, result__isnull=False)
                | (~Q(state=AmendmentState.ADOPTED) & Q(result__isnull=True)),
                name="adopted_amendment_made_a_version_and_no_other_did",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.REFUSED) | ~Q(reason=""),
                name="refused_amendment_says_why",
                violation_error_message=_("Say why the amendment is refused."),
            ),
        ]

    def __str__(self) -> str:
        """Show the text and its number, never a person."""
        return f"{self.text} – n° {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its place on the page of the text."""
        return f"{self.text.get_absolute_url()}#amendement-{self.number}"

    @property
    def author(self) -> str:
        """Who proposes it, as shown."""
        return self.organization.name if self.organization else self.author_label
