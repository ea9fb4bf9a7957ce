"""What every dated row shares: a half-open period, how sure its start is, and where it comes from."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from essaim.foundations.territory.states import Certainty

Model = TypeVar("Model", bound=models.Model)


class DatedQuerySet(models.QuerySet[Model]):
    """Vocabulary on dated rows."""

    def in_force(self, day: date) -> DatedQuerySet[Model]:
        """Keep the rows in force on a day: starts_on <= day < ends_on."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class Dated(models.Model):
    """A row in force from a day on, until another (excluded); without a start, since before what the sources tell."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    certainty = models.CharField(
        _("certainty of the dates"), max_length=20, choices=Certainty, default=Certainty.ESTABLISHED
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_to_confirm(self) -> bool:
        """Whether its dates still have to be confirmed."""
        return self.certainty == Certainty.TO_CONFIRM


def ends_after_start(name: str) -> models.CheckConstraint:
    """Build the constraint that a period holds at least one day."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
        name=name,
        violation_error_message=_("A period must end after it starts."),
    )


def never_twice_at_once(name: str, key: str, message: object) -> ExclusionConstraint:
    """
    Build the constraint that periods of rows with the same key never share a day.

    The key is compared as a range of one number, so that PostgreSQL needs no extension for it.

    :param key: a foreign key, by field name
    """
    one = Func(F(key), F(key), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    days = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(one, RangeOperators.OVERLAPS), (days, RangeOperators.OVERLAPS)],
        violation_error_message=message,  # type: ignore[arg-type]
    )
