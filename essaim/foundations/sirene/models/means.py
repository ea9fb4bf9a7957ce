"""How many employees a bracket is taken to have on average, dated: what estimates of jobs rest on."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.sirene.states import Layer, Rule


class MeansQuerySet(models.QuerySet["BracketMeans"]):
    """Vocabulary on means."""

    def in_force(self, day: date) -> MeansQuerySet:
        """Put first those in force on a day: the latest that have started."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-number")


@tracked
class BracketMeans(models.Model):
    """
    One set of means, never changed: another calibration is another set.

    values: mean by code of bracket, each within its bracket. target: published total they were brought to, None if none; with it,
    where it is published (figure_key, the key of a declared figure), of which territory and years, and in which snapshot, by which
    rule or layer, the brackets were counted. position: where the means stand in their brackets, 0 at the lower bound.
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("source"), max_length=500)
    starts_on = models.DateField(_("in force since"))
    values = models.JSONField(_("means by bracket"))
    target = models.PositiveIntegerField(_("published total"), null=True, blank=True)
    target_place = models.CharField(_("territory of the total"), max_length=200, blank=True)
    target_years = models.CharField(_("years of the total"), max_length=20, blank=True)
    figure_key = models.CharField(_("declared figure of the total"), max_length=100, blank=True)
    place_code = models.CharField(_("code of the territory"), max_length=20, blank=True)
    scope = models.CharField(_("rule or layer"), max_length=30, blank=True, choices=[*Rule.choices, *Layer.choices])
    vintage = models.DateField(_("month"), null=True, blank=True)
    perimeter = models.PositiveSmallIntegerField(_("perimeter"), null=True, blank=True)
    headcount_year = models.PositiveSmallIntegerField(_("year of the headcounts"), null=True, blank=True)
    position = models.FloatField(_("place of the means in their brackets"), null=True, blank=True)
    is_generated = models.BooleanField(_("generated"), default=False)

    objects = MeansQuerySet.as_manager()

    class Meta:
        verbose_name = _("means of brackets")
        verbose_name_plural = _("sets of means of brackets")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target_place=""),
                name="calibration_names_its_territory",
                violation_error_message=_("Say which territory the published total is of."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True)
                | (~Q(figure_key="") & ~Q(scope="") & Q(vintage__isnull=False) & Q(position__range=(0, 1))),
                name="calibration_says_what_it_rests_on",
                violation_error_message=_("Say where the total is published, and in which month it was held against."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and name."""
        return f"{self.number} – {self.name}"
