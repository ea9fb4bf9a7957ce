"""What the room writes: how a declared figure is to be read beside a computed one, and what measures an action."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Action, DeclaredFigure

from .states import Base, Field, Measure, Method

# An INSEE code of a commune, the SIREN of an EPCI, a département, a region ("R32"), or "FR".
PLACE_REGEX = r"^(FR|R\d{2}|\d{9}|\d{5}|2[AB]\d{3}|\d{2,3}|2[AB])$"
SHARES = [Measure.SHARE_OF_EMPLOYERS.value, Measure.SHARE_OF_JOBS.value]


class ReferenceFigureQuerySet(models.QuerySet["ReferenceFigure"]):
    """Vocabulary on reference figures."""

    def public(self) -> ReferenceFigureQuerySet:
        """Keep those whose declared figure everybody may read."""
        return self.filter(figure__in=DeclaredFigure.objects.public().values("pk"))


@tracked
class ReferenceFigure(models.Model):
    """
    How a declared figure is read beside what the register gives: which measure, of which place, in which year, counted how.

    The figure itself, its wording, source and caution stay where they are declared; this row only says what it can be held
    against. What a source does not say is said to be so, and never guessed: two figures of a place make a series only if
    method, field and base are known and equal.
    """

    figure = models.OneToOneField(
        DeclaredFigure, on_delete=models.PROTECT, related_name="+", verbose_name=_("declared figure")
    )
    measure = models.CharField(_("what it measures"), max_length=30, choices=Measure)
    place_code = models.CharField(
        _("code of the territory"),
        max_length=9,
        help_text=_("SIREN of an EPCI, INSEE code of a commune, département (59), region (R32), or FR"),
    )
    place_name = models.CharField(_("territory, as the source names it"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year it describes"))
    year_last = models.PositiveSmallIntegerField(
        _("until"), null=True, blank=True, help_text=_("Where the source gives two years")
    )
    year_is_approximate = models.BooleanField(_("year approximate"), default=False)
    method = models.CharField(_("counted from"), max_length=20, choices=Method, default=Method.NOT_SAID)
    field = models.CharField(_("field of the ESS"), max_length=20, choices=Field, default=Field.NOT_SAID)
    base = models.CharField(_("divided by"), max_length=20, choices=Base, default=Base.NONE)
    note = models.TextField(_("why it differs"), blank=True, help_text=_("What only this source explains"))

    objects = ReferenceFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published reference figure")
        verbose_name_plural = _("published reference figures")
        ordering = ["place_code", "measure", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place_code__regex=PLACE_REGEX),
                name="reference_figure_names_a_territory",
                violation_error_message=_("Write a SIREN, an INSEE code, a département, R and a region, or FR."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="reference_figure_has_a_year",
                violation_error_message=_("The year has four digits, from 1990 on."),
            ),
            models.CheckConstraint(
                condition=Q(year_last__isnull=True) | Q(year_last__gt=F("year")),
                name="reference_figure_ends_after_it_starts",
                violation_error_message=_("The last year comes after the first."),
            ),
            models.CheckConstraint(
                condition=(Q(measure__in=SHARES) & ~Q(base=Base.NONE)) | (~Q(measure__in=SHARES) & Q(base=Base.NONE)),
                name="reference_share_says_of_what",
                violation_error_message=_("A share says what it is divided by; a number is divided by nothing."),
            ),
        ]

    def __str__(self) -> str:
        """Show what it measures, where and when."""
        return f"{self.get_measure_display()}, {self.place_name}, {self.years}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("observatory:reference", args=[self.pk])

    @property
    def years(self) -> str:
        """The year or years it describes: "2019", "2023-2024", "≈ 2008"."""
        written = f"{self.year}-{self.year_last}" if self.year_last else str(self.year)
        return f"≈ {written}" if self.year_is_approximate else written


@tracked
class ActionMeasure(models.Model):
    """An action of the plan is followed by a measure of the observatory: the strand of the thread between the two."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))
    measure = models.CharField(_("measure"), max_length=30, choices=Measure)

    class Meta:
        verbose_name = _("measure of an action")
        verbose_name_plural = _("measures of actions")
        ordering = ["action", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "measure"],
                name="action_has_a_measure_once",
                violation_error_message=_("This action is followed by that measure already."),
            )
        ]

    def __str__(self) -> str:
        """Show the measure and its action."""
        return f"{self.get_measure_display()} / {self.action}"
