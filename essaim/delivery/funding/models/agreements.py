"""Agreements, their amendments and their clauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.funding.states import OPEN_AGREEMENTS, AgreementState
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.documents.models import Document

from .grants import Grant


@tracked(exclude=["content"])
class Agreement(models.Model):
    """
    A text signed with those who receive a grant: the agreement (rank 0), then its amendments in order.

    amount_cents and last_on are what the grant comes to once it is signed, all that was signed before included.
    content is what it said when it was sent for signature, and text_sha256 the digest of that; file_sha256 is the digest of the
    file as it was when it was signed.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="agreements")
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    state = models.CharField(
        pgettext_lazy("of an agreement", "state"), max_length=20, choices=AgreementState, default=AgreementState.DRAFT
    )
    purpose = models.CharField(
        _("what it changes"), max_length=300, blank=True, help_text=_("For an amendment: why it is made")
    )
    amount_cents = models.BigIntegerField(_("amount of the grant once it is signed"))
    last_on = models.DateField(_("last day of the grant once it is signed"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    content = models.JSONField(_("text as it was sent"), default=dict, blank=True, editable=False)
    text_sha256 = models.CharField(_("digest of the text"), max_length=64, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signatories = models.CharField(_("signed by"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed file")
    )
    file_sha256 = models.CharField(_("digest of the signed file"), max_length=64, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = pgettext_lazy("of a grant", "agreement")
        verbose_name_plural = pgettext_lazy("of a grant", "agreements")
        ordering = ["grant", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "rank"],
                condition=~Q(state=AgreementState.ABANDONED),
                name="agreement_rank_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(state__in=OPEN_AGREEMENTS),
                name="one_agreement_is_written_at_a_time",
                violation_error_message=_("Another text is being written or signed: end it first."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="agreement_amount_is_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(rank=0) | ~Q(purpose=""),
                name="amendment_says_what_it_changes",
                violation_error_message=_("Say what the amendment changes, and why."),
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.SIGNED, signed_on__isnull=False, document__isnull=False)
                & Q(file_sha256__regex=r"^[0-9a-f]{64}$")
                & ~Q(signatories="")
                | ~Q(state=AgreementState.SIGNED) & Q(signed_on__isnull=True, document__isnull=True, file_sha256=""),
                name="signed_agreement_has_its_day_and_file",
                violation_error_message=_("Give the day, who signed, and the signed file."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AgreementState.SENT, AgreementState.SIGNED]) | Q(sent_on__isnull=False),
                name="agreement_to_be_signed_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(text_sha256="", content={}) | Q(text_sha256__regex=r"^[0-9a-f]{64}$") & ~Q(content={}),
                name="text_that_was_sent_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        """Show what it is, and the grant's reference."""
        return f"{self.title} – {self.grant.reference}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:agreement", args=[self.pk])

    @property
    def title(self) -> str:
        """Whether it is the agreement or which amendment."""
        if self.rank == 0:
            return gettext("Agreement")
        return gettext("Amendment no. %(rank)s") % {"rank": self.rank}

    @property
    def is_open(self) -> bool:
        """Whether it is neither signed nor given up."""
        return self.state in OPEN_AGREEMENTS

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {
            AgreementState.SIGNED: "good",
            AgreementState.SENT: "warn",
            AgreementState.DRAFT: "info",
        }.get(AgreementState(self.state), "")


@tracked
class Clause(models.Model):
    """An article of an agreement, in the words of the day it was written."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = pgettext_lazy("of an agreement", "clause")
        verbose_name_plural = pgettext_lazy("of an agreement", "clauses")
        ordering = ["agreement", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="clause_has_a_title_and_a_text",
                violation_error_message=_("A clause has a title and a text."),
            ),
        ]

    def __str__(self) -> str:
        """Show its place and title."""
        return f"{self.position}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its agreement."""
        return self.agreement.get_absolute_url()
