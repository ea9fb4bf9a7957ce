"""What follows a payment: the financial report that is owed, and what is given back."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.states import RepaymentGround, ReportState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked

from .grants import Grant


@tracked
class ClosingDay(models.Model):
    """The day on which a structure closes its financial year: its own, asked of it."""

    organization = models.OneToOneField(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(_("day"), validators=[MinValueValidator(1), MaxValueValidator(31)])
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("closing day of a structure")
        verbose_name_plural = _("closing days of structures")
        ordering = ["organization"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="closing_day_is_a_day_of_the_year",
                violation_error_message=_("Give a day of the year."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="closing_day_has_a_source", violation_error_message=_("Name the source.")
            ),
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of the structure's register."""
        return reverse("funding:aids", args=[self.organization.key])


@tracked
class Report(models.Model):
    """
    A financial report that a beneficiary owes for one of its financial years (« compte rendu financier »).

    foreseen_cents: the budget of the project; spent_cents: what was spent of it, known once it is received.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reports")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    closes_on = models.DateField(_("end of the financial year"))
    due_on = models.DateField(_("due on"))
    is_final = models.BooleanField(_("final"), default=False)
    state = models.CharField(
        pgettext_lazy("of a report", "state"), max_length=20, choices=ReportState, default=ReportState.EXPECTED
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    foreseen_cents = models.BigIntegerField(_("budget foreseen"), null=True, blank=True)
    spent_cents = models.BigIntegerField(_("spent"), null=True, blank=True)
    account = models.TextField(_("what was done"), blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("financial report")
        verbose_name_plural = _("financial reports")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["organization", "state", "due_on"], name="report_by_structure_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "organization", "closes_on"], name="report_is_owed_once_for_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.EXPECTED, received_on__isnull=True, spent_cents__isnull=True)
                | Q(
                    state__in=[ReportState.RECEIVED, ReportState.ACCEPTED],
                    received_on__isnull=False,
                    foreseen_cents__gt=0,
                    spent_cents__gte=0,
                ),
                name="received_report_has_its_day_and_amounts",
                violation_error_message=_("Give the day, the budget foreseen, above zero, and what was spent."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.ACCEPTED, accepted_on__isnull=False)
                | ~Q(state=ReportState.ACCEPTED) & Q(accepted_on__isnull=True),
                name="accepted_report_has_its_day",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("closes_on")), name="report_is_due_after_the_year"),
        ]

    def __str__(self) -> str:
        """Show the year it is of, and the grant's reference."""
        return f"{self.closes_on} – {self.grant.reference}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:report", args=[self.pk])

    def is_overdue(self, today: date) -> bool:
        """Tell whether it is owed and its last day is past."""
        return self.state == ReportState.EXPECTED and self.due_on < today

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {ReportState.ACCEPTED: "good", ReportState.RECEIVED: "info"}.get(ReportState(self.state), "")


@tracked
class RepaymentOrder(models.Model):
    """
    What a beneficiary is asked to give back, with the rule that made the amount.

    Append-only: a mistake is corrected by a negative row that names it.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="repayments")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    ground = models.CharField(pgettext_lazy("of a repayment", "ground"), max_length=20, choices=RepaymentGround)
    cents = models.BigIntegerField(_("amount"))
    rule = models.CharField(_("how the amount was made"), max_length=500)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    ordered_on = models.DateField(_("asked on"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("repayment asked for")
        verbose_name_plural = _("repayments asked for")
        ordering = ["-ordered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0, corrects__isnull=True) | Q(cents__lt=0, corrects__isnull=False),
                name="negative_repayment_names_what_it_corrects",
                violation_error_message=_("Give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(rule=""),
                name="repayment_says_how_it_was_made",
                violation_error_message=_("Say how the amount was made."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Show the grant's reference."""
        return self.grant.reference

    def get_absolute_url(self) -> str:
        """Return the address of the grant."""
        return self.grant.get_absolute_url()
