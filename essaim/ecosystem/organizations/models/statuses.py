"""What makes a structure part of the ESS: one dated row for each status, with its cause and its source."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.states import StatusCause, StatusKind, StatusState
from essaim.foundations.audit_trail.tracking import tracked

from .records import Organization


def _one(number: object) -> Func:
    """Make of a number a range of itself, which PostgreSQL compares without an extension."""
    return Func(number, number, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


# The words of the kinds as numbers; a test sees that no two are the same.
KIND_NUMBER = Cast(Func(F("kind"), function="hashtext"), models.BigIntegerField())


class EssStatusQuerySet(models.QuerySet["EssStatus"]):
    """Vocabulary on statuses."""

    def in_force(self, day: date) -> EssStatusQuerySet:
        """Keep those held on a day."""
        held = self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day), state=StatusState.HELD)
        return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def public(self) -> EssStatusQuerySet:
        """Keep those that are or were held: what is asked for, refused or mistaken is between the structure and the team."""
        return self.filter(state=StatusState.HELD)


@tracked
class EssStatus(models.Model):
    """
    One status of a structure, such as an approval or its legal form, with what says it and where it was read.

    Statuses are layers that are never merged: a structure has as many rows as it has statuses, each with its own days.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="statuses")
    kind = models.CharField(pgettext_lazy("of a status", "status"), max_length=20, choices=StatusKind)
    state = models.CharField(_("state"), max_length=10, choices=StatusState, default=StatusState.HELD)
    requested_on = models.DateField(_("asked for on"), null=True, blank=True)
    starts_on = models.DateField(
        _("held from"), null=True, blank=True, help_text=_("Empty where the source gives no day")
    )
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=StatusCause)
    cause_note = models.CharField(
        _("precision"),
        max_length=300,
        blank=True,
        help_text=_("Number of the order, code of the category, criteria met"),
    )
    is_to_confirm = models.BooleanField(_("to confirm"), default=False)
    source = models.CharField(_("source"), max_length=300, help_text=_("The document or register it was read in"))
    read_on = models.DateField(_("date of the source"), help_text=_("What the source says is true on that day"))

    objects = EssStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("ESS status")
        verbose_name_plural = _("ESS statuses")
        ordering = ["organization", "kind", F("starts_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="ess_status_has_a_source",
                violation_error_message=_("A status has a source."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="ess_status_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[StatusState.PENDING, StatusState.REFUSED])
                | Q(requested_on__isnull=False, starts_on__isnull=True, ends_on__isnull=True),
                name="ess_status_asked_for_has_only_that_day",
                violation_error_message=_("What is asked for or refused has the day it was asked for, and no other."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=StatusKind.LOCAL)
                | Q(cause=StatusCause.LOCAL_DECISION, starts_on__isnull=False) & ~Q(cause_note=""),
                name="local_status_has_its_decision_and_day",
                violation_error_message=_("A decision of the authority has its day, and what proves it."),
            ),
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(state=StatusState.PENDING),
                name="ess_status_is_asked_for_once",
                violation_error_message=_("This status is asked for already."),
            ),
            ExclusionConstraint(
                name="ess_status_is_held_once_at_a_time",
                expressions=[
                    (_one(F("organization")), RangeOperators.OVERLAPS),
                    (_one(KIND_NUMBER), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state=StatusState.HELD),
                violation_error_message=_("The structure has this status already on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        """Show the status and the structure."""
        return f"{self.get_kind_display()} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Return the address of the structure."""
        return self.organization.get_absolute_url()

    def is_in_force(self, day: date) -> bool:
        """Tell whether it is held on a day."""
        return (
            self.state == StatusState.HELD
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day < self.ends_on)
        )
